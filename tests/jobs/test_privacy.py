"""Withheld texts: listed without their words, cleared by a person, carried forward, and shown on a terminal only."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from scpxl.cli import main
from scpxl.errors import ConflictError, NotFoundError, SetUpError
from scpxl.jobs.folder import Folder
from scpxl.jobs.privacy import clear, number_withheld, withheld_texts, withhold
from scpxl.jobs.publishing.publish import publish
from scpxl.jobs.returns.check import check_file
from scpxl.jobs.returns.collect import collect
from scpxl.jobs.returns.importing import ImportKind, import_file
from scpxl.jobs.returns.issue import issue_returns
from scpxl.jobs.returns.known import prefill, with_guard
from scpxl.privacy.guard import WITHHELD
from scpxl.returns.findings import ReturnVerdict
from scpxl.returns.layout import lay_out_return
from tests.jobs.conftest import PERIOD, Desk
from tests.partners import Typed

NEXT = PERIOD.shift(1)
ACTION: dict[str, Typed] = {
    "Actions!A5": "ACT-01", "Actions!B5": "O5", "Actions!C5": "Visit 14 Acacia Avenue.", "Actions!D5": "Watch manager",
    "Actions!G5": "In progress",
}  # fmt: skip
SAID = "Ring 07700 900123 about the sheds on the allotment."


def run(folder: Folder, *words: str) -> Result:
    return CliRunner().invoke(main, ["-C", str(folder.path), *words])


def collected(desk: Desk, cells: dict[str, Typed]) -> Folder:
    desk.receive("lfb", cells=cells)
    collect(desk.folder, PERIOD)
    return desk.folder


def test_a_folder_without_a_record_withholds_nothing(folder: Folder) -> None:
    assert withheld_texts(folder) == ()
    assert run(folder, "privacy", "list").stdout == "No text is withheld.\n"
    assert not folder.store_path.exists()


def test_the_list_says_where_and_what_and_not_the_words(desk: Desk) -> None:
    folder = collected(desk, {"Commentary!D5": SAID})
    (one,) = withheld_texts(folder, PERIOD, "lfb")
    assert (one.where, one.kinds, one.file, one.partner) == (
        "Commentary!D5",
        ("telephone number",),
        "lfb.xlsx",
        "lfb",
    )
    assert re.fullmatch(r"P-[2-9A-Z]{7}", one.id)
    assert "sheds" not in repr(one)
    printed = run(folder, "privacy", "list", "--period", str(PERIOD))
    assert (printed.exit_code, "sheds" in printed.output) == (0, False)
    assert withheld_texts(folder, NEXT) == ()
    with pytest.raises(NotFoundError, match="'nobody' is not a partner"):
        withheld_texts(folder, partner="nobody")


def test_the_words_are_shown_on_a_terminal_and_nowhere_else(desk: Desk) -> None:
    folder = collected(desk, {"Commentary!C5": SAID})
    for words in (("--show",), ("--show", "--json")):
        refused = run(folder, "privacy", "list", *words)
        assert refused.exit_code == 2
        assert "sheds" not in refused.output
    command = [sys.executable, "-m", "scpxl", "-C", str(folder.path), "privacy", "list", "--show"]
    ours, terminal = pty.openpty()
    done = subprocess.run(command, stdout=terminal, check=False)
    os.close(terminal)
    assert done.returncode == 0
    assert SAID in os.read(ours, 65536).decode()
    os.close(ours)


@pytest.mark.parametrize(
    ("by", "reason", "words"),
    [
        (" ", "Public", "Say who decided"),
        ("The analyst", "\t", "Say why"),
        ("The analyst", "Mrs Jones agreed", "The reason you gave seems to hold a name of a person"),
        ("a.analyst@example.org", "Public", "The name you gave seems to hold a e-mail address"),
    ],
)
def test_a_clearance_needs_a_name_and_a_reason_that_name_nobody_else(
    desk: Desk, by: str, reason: str, words: str
) -> None:
    folder = collected(desk, {"Commentary!C5": SAID})
    (one,) = withheld_texts(folder)
    with pytest.raises(SetUpError, match=words):
        clear(folder, [one.id], by, reason)
    assert run(folder, "privacy", "clear", one.id, "--by", by, "--reason", reason).exit_code == 2
    assert withheld_texts(folder) == (one,)


def test_unknown_ids_and_double_decisions_are_answered_in_words(desk: Desk) -> None:
    folder = collected(desk, {"Commentary!C5": SAID})
    (one,) = withheld_texts(folder)
    with pytest.raises(NotFoundError, match="There is no text P-2345679"):
        clear(folder, ["P-2345679"], "A", "B")
    with pytest.raises(ConflictError, match="is withheld: nobody has cleared it"):
        withhold(folder, [one.id], "A", "B")
    clear(folder, [one.id], "A", "B")
    with pytest.raises(ConflictError, match="is cleared already, by A"):
        clear(folder, [one.id], "A", "B")
    assert run(folder, "privacy", "clear", one.id, "--by", "A", "--reason", "B").exit_code == 2
    assert run(folder, "privacy", "clear").exit_code == 2


def test_who_cleared_what_is_in_the_log_without_the_text(desk: Desk) -> None:
    folder = collected(desk, {"Commentary!C5": SAID})
    (one,) = withheld_texts(folder)
    done = run(folder, "privacy", "clear", one.id, "--by", "The analyst", "--reason", "It is the duty desk's")
    assert done.exit_code == 0
    assert done.stdout.startswith(f"{one.id} cleared  lfb {PERIOD} Commentary!C5: telephone number")
    printed = " ".join(run(folder, "history").stdout.split())
    assert f"{one.id} (telephone number) cleared by The analyst: It is the duty desk's" in printed
    assert "sheds" not in printed
    (cleared,) = withheld_texts(folder, cleared=True)
    assert cleared.clearance is not None
    assert (cleared.is_withheld, cleared.clearance.by) == (False, "The analyst")
    assert "cleared by The analyst" in " ".join(run(folder, "privacy", "list", "--cleared").stdout.split())


def test_publish_and_status_say_how_many_texts_are_withheld(desk: Desk) -> None:
    folder = collected(
        desk, {**ACTION, "Commentary!C5": SAID, "Commentary!D5": "Ring 101.", "Commentary!E5": SAID}
    )
    assert (publish(folder, PERIOD).scorecard.withheld, number_withheld(folder, PERIOD)) == (2, 2)
    printed = run(folder, "publish", "--period", str(PERIOD)).stdout
    words = "2 texts are withheld because they may identify somebody."
    assert f"{words} See: scpxl privacy list --period '2017-18 Q4'" in printed
    assert (
        json.loads(run(folder, "publish", "--period", str(PERIOD), "--json").stdout)["results"]["withheld"]
        == 2
    )
    assert words in run(folder, "status", "--period", str(PERIOD)).stdout
    assert json.loads(run(folder, "status", "--period", str(PERIOD), "--json").stdout)["withheld"] == 2
    (note,) = (one for one in publish(folder, PERIOD).scorecard.notes if one.group == "Withheld")
    assert note.words == f"{words} [withheld] is shown in their place."
    with zipfile.ZipFile(folder.outputs(PERIOD) / "dashboard.xlsx") as dashboard:
        assert note.words in dashboard.read("xl/sharedStrings.xml").decode()


def test_where_every_text_can_be_shown_nothing_is_said(desk: Desk) -> None:
    folder = collected(desk, {"Commentary!C5": "Quiet."})
    at = ("--period", str(PERIOD))
    assert "withheld because" not in run(folder, "publish", *at).stdout + run(folder, "status", *at).stdout
    assert "Withheld" not in {note.group for note in publish(folder, PERIOD).scorecard.notes}


def test_yes_on_start_accepts_the_return_and_shows_nothing(desk: Desk) -> None:
    folder = collected(desk, {"Commentary!C5": SAID, "Start!C25": "Yes"})
    (file,) = collect(folder, PERIOD).files
    assert file.verdict is ReturnVerdict.ACCEPTED
    assert [line.happened for line in publish(folder, PERIOD).scorecard.commentary] == [WITHHELD]


def test_a_withheld_action_comes_back_blanked_out_and_a_cleared_one_whole(desk: Desk) -> None:
    folder = collected(desk, ACTION)
    (issued,) = issue_returns(folder, NEXT, "lfb")
    assert issued.withheld == 1
    assert "1 text is withheld" in run(folder, "issue", "--period", str(NEXT), "--partner", "lfb").stdout
    assert load_workbook(issued.path)["Actions"]["C5"].value == WITHHELD
    # The form that comes back so is asked about, and not lost.
    asked = check_file(folder.framework, issued.path).findings
    assert "STILL_WITHHELD" in {one.code for one in asked}

    (one,) = withheld_texts(folder)
    clear(folder, [one.id], "The analyst", "The site of a hostel")
    (issued,) = issue_returns(folder, NEXT, "lfb")
    assert issued.withheld == 0
    assert load_workbook(issued.path)["Actions"]["C5"].value == ACTION["Actions!C5"]
    desk.receive("lfb", period=NEXT, cells={"Actions!K5": "Done."})
    collect(folder, NEXT)
    assert withheld_texts(folder) == ()
    desk.receive("lfb", "changed.xlsx", period=NEXT, day=25, cells={"Actions!C5": "Visit 15 Acacia Avenue."})
    collect(folder, NEXT)
    assert [text.where for text in withheld_texts(folder)] == ["Actions!C5"]


def test_a_withheld_explanation_still_explains_its_figure(desk: Desk) -> None:
    told = "Twelve sheds on one allotment burned; ring 07700 900123 about them."
    folder = collected(desk, {"Measures!Q5": 400, "Measures!U5": "Seasonal", "Measures!V5": told})
    form = lay_out_return(folder.framework, "lfb", PERIOD)
    with folder.open_record() as store:
        explained = prefill(store, form).explained
    assert {(code, value) for code, _month, value in explained} >= {("FIR-01", 400)}


def test_a_cleared_text_is_not_asked_about_by_the_next_check(desk: Desk) -> None:
    folder = collected(desk, {"Commentary!C5": SAID})
    path = folder.returns(PERIOD) / "lfb.xlsx"
    for (one,) in [withheld_texts(folder)]:
        clear(folder, [one.id], "A", "B")
    with with_guard(folder) as (known, guard):
        again = check_file(folder.framework, path, known=known, guard=guard)
    assert not any(found.code.startswith("PERSONAL") for found in again.findings)


def test_a_cleared_value_is_quoted_by_the_next_check_and_in_the_reminder(desk: Desk) -> None:
    folder = collected(desk, {"Measures!Q5": "Mrs Jones"})
    (one,) = withheld_texts(folder)
    assert one.where == "Measures!Q5"
    clear(folder, [one.id], "A", "B")
    printed = run(folder, "check", str(folder.returns(PERIOD) / "lfb.xlsx")).stdout
    assert "'Mrs Jones' is not a number." in printed
    run(folder, "status", "--period", str(PERIOD), "--chase")
    reminder = (folder.outputs(PERIOD) / "reminders" / "lfb.txt").read_text("utf-8")
    assert "'Mrs Jones' is not a number." in reminder


def test_the_framework_lists_what_is_public(desk: Desk) -> None:
    folder = collected(desk, {"Commentary!C5": SAID, "Commentary!D5": "Come to 14 Acacia Avenue."})
    path = folder.framework_path
    listed = 'public_contacts = ["07700 900123", "14 Acacia Avenue"]\n'
    path.write_text(listed + path.read_text("utf-8"), "utf-8")
    assert withheld_texts(Folder(folder.path)) == ()
    path.write_text(path.read_text("utf-8").replace("14 Acacia Avenue", "gmail.com"), "utf-8")
    refused = run(folder, "framework", "check")
    assert refused.exit_code == 2
    assert "'gmail.com' would let the mailboxes of too many people through." in refused.output


def test_an_imported_files_name_is_withheld_and_kept_in_the_archive_by_its_content_alone(
    folder: Folder, tmp_path: Path
) -> None:
    path = tmp_path / "Jane Roe.07700900123.csv"
    path.write_text("indicator,area,period,numerator\nFIR-01,E09000003,2017-11,28\n", "utf-8")
    made = import_file(folder, path, ImportKind.HISTORY)
    assert made.saved is not None
    assert made.name == "[withheld].csv"
    assert [one.code for one in made.findings] == ["FILE_NAME_WITHHELD"]
    kept = [file.name for file in folder.archive.rglob("*") if file.is_file()]
    assert [re.sub(r"^[0-9a-f]{64}", "", name) for name in kept] == [".csv"]


def test_an_escalation_that_names_somebody_is_kept_and_not_shown(desk: Desk) -> None:
    folder = collected(desk, {})
    words = ("--decision", "watch", "--by", "Cllr Example, Chair", "--reason", "Mrs Jones asked for it.")
    made = run(folder, "escalate", "FIR-01", "--period", str(PERIOD), *words)
    assert made.exit_code == 0
    assert "Watch: Cllr Example, Chair" in made.stdout
    assert "Mrs Jones" not in made.stdout
    assert "scpxl privacy list" in made.stdout
    (one,) = withheld_texts(folder)
    clear(folder, [one.id], "A", "B")
    assert "Mrs Jones asked for it." in run(folder, "escalate", "FIR-01", "--period", str(PERIOD)).stdout


def test_jobs_open_the_record_by_the_folder_whose_guard_it_needs() -> None:
    jobs = Path(__file__).parents[2] / "scpxl" / "jobs"
    opening = {path.name for path in jobs.rglob("*.py") if "open_store(" in path.read_text("utf-8")}
    assert opening == {"folder.py"}


def test_an_older_return_is_transferred_without_repeating_what_may_identify_somebody(
    folder: Folder, tmp_path: Path
) -> None:
    old = tmp_path / "Mrs Jones.xlsx"
    book = load_workbook(Path(__file__).parents[1] / "older" / "form 0.1.xlsx")
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == "BUR-01":
                    cell.value = "Jane 07700 900123"
    book.save(old)
    for words in ((), ("--json",)):
        done = run(folder, "migrate", str(old), *words)
        assert done.exit_code == 1
        assert not any(private in done.output for private in ("Jones", "Jane", "900123"))
        assert "[withheld] is not asked any longer" in " ".join(done.output.split())
        (tmp_path / "withheld - transferred.xlsx").unlink()

"""A waiver and a trial through a quarter: issued, checked, collected, told in every answer, summed up."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from scpxl.cli import main
from scpxl.jobs.folder import Folder
from scpxl.jobs.publishing.publish import publish
from scpxl.jobs.returns.answers import write_marked, write_page
from scpxl.jobs.returns.check import check_file
from scpxl.jobs.returns.collect import collect
from scpxl.jobs.returns.status import chase, matrix, trial_lines
from scpxl.model.agreements import Trial, Waiver
from scpxl.model.observations import Marker
from scpxl.render.framework_text import write_framework_toml
from scpxl.store.sqlite import open_store
from tests.jobs.conftest import PERIOD, Desk
from tests.partners import Typed

WAIVER = Waiver(
    rule="BLANK", partner="lfb", indicator="FIR-01", reason="The system moves", approved_by="the Chair",
    until=date(2018, 6, 30),
)  # fmt: skip
TRIAL = Trial(rule="BLANK", until=date(2018, 6, 30))
NOT_GIVEN: dict[str, Typed] = {"Measures!Q5": None}
SHOWN = "Waived by the Chair until 30 Jun 2018: The system moves."


def agree(folder: Folder, *agreed: Waiver | Trial, version: str = "2017-18.9") -> None:
    """Write waivers and trials into the folder's framework."""
    waivers = tuple(one for one in agreed if isinstance(one, Waiver))
    trials = tuple(one for one in agreed if isinstance(one, Trial))
    made = {"version": version, "waivers": waivers, "trials": trials}
    write_framework_toml(folder.framework.model_copy(update=made), folder.framework_path)
    vars(folder).pop("framework", None)  # what was read before it was agreed


def on_day(folder: Folder, day: str) -> Folder:
    (folder.path / "scpxl.toml").write_text(f"as_of = {day}\n", "utf-8")
    return Folder(folder.path)


def run(folder: Folder, *words: str) -> Result:
    return CliRunner().invoke(main, ["-C", str(folder.path), *words])


@pytest.fixture
def sent(folder: Folder, desk: Desk) -> Path:
    """A return that lacks a figure its partner need not give."""
    agree(folder, WAIVER)
    return desk.receive("lfb", cells=NOT_GIVEN)


def flat(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def test_what_is_waived_is_shown_wherever_findings_are(folder: Folder, sent: Path, tmp_path: Path) -> None:
    told = run(folder, "check", str(sent))
    assert told.exit_code == 0
    assert "1 waived" in told.stdout
    assert SHOWN in flat(told.stdout)
    (file,) = json.loads(run(folder, "check", str(sent), "--json").stdout)["files"]
    (waived,) = [one for one in file["findings"] if one["let_by"]]
    assert (waived["code"], waived["severity"], waived["let_by"]) == ("BLANK", "note", "waiver")
    assert waived["advice"] == SHOWN
    checked = check_file(folder.framework, sent)
    write_page([checked], tmp_path / "page.html")
    assert f"i Waived Measures!Q5 {waived['fact']} {SHOWN}" in flat(
        (tmp_path / "page.html").read_text("utf-8")
    )
    write_marked(checked, tmp_path / "marked.xlsx")
    assert SHOWN in str(load_workbook(tmp_path / "marked.xlsx")["Measures"]["Q5"].comment)
    (collected,) = collect(folder, PERIOD).files
    assert collected.answer is not None
    reply = collected.answer.read_text("utf-8")
    assert SHOWN in reply
    assert re.search(r"Waived: +1 finding$", reply, re.MULTILINE)


def test_a_waiver_leaves_its_trace_and_the_figure_stays_a_gap(folder: Folder, sent: Path) -> None:
    (collected,) = collect(folder, PERIOD).files
    assert collected.saved is not None
    assert sent.name == collected.name
    with open_store(folder.store_path) as store:
        (use,) = store.fetch_waiver_uses()
        assert (use.waiver, use.submission, use.partner, use.findings) == (
            WAIVER, collected.saved.reference, "lfb", 1,
        )  # fmt: skip
        (event,) = [one for one in store.fetch_events() if one.what == "waived"]
    assert event.words == f"BLANK for FIR-01: 1 covered. {SHOWN}"
    assert collected.checked is not None
    (gap,) = [o for o in collected.checked.result.observations if o.marker is Marker.BLANK]
    assert (gap.indicator, gap.numerator, gap.source.cell) == ("FIR-01", None, "Q5")
    assert "has covered nothing" not in run(folder, "framework", "check").stdout


def test_a_figure_that_is_waived_is_so_in_the_matrix_and_is_not_chased(folder: Folder, sent: Path) -> None:
    assert sent.is_file()
    after = on_day(folder, "2018-06-01")
    collect(after, PERIOD)
    name = after.framework.partner_by_code["lfb"].name
    (row,) = [row for row in matrix(after, PERIOD) if row.partner == name and row.section == "Measures"]
    assert row.states == ("waived", "received", "received")
    shown = run(after, "status", "--matrix", "--period", str(PERIOD)).stdout
    assert re.search(r"Measures +waived +received +received", shown)
    printed = json.loads(run(after, "status", "--json", "--period", str(PERIOD)).stdout)["matrix"]
    assert ["waived", "received", "received"] in [one["states"] for one in printed]
    assert "lfb" not in {path.stem.partition(" ")[0] for path in chase(after, PERIOD).written}
    book = CalamineWorkbook.from_path(publish(after, PERIOD).path)
    title = next(title for title in book.sheet_names if title.casefold().startswith("returns"))
    cells = [str(value) for row in book.get_sheet_by_name(title).to_python() for value in row]
    assert "waived" in cells


def test_what_a_state_of_the_matrix_means_is_said_beside_it(folder: Folder, sent: Path) -> None:
    assert sent.is_file()
    after = on_day(folder, "2018-06-01")
    collect(after, PERIOD)
    book = CalamineWorkbook.from_path(publish(after, PERIOD).path)
    cells = [
        str(v) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python() for v in row
    ]
    assert any("is missing and waived: see the framework" in words for words in cells)


def test_once_it_has_ended_a_waiver_is_told_and_the_rule_holds(folder: Folder, desk: Desk) -> None:
    agree(folder, WAIVER.model_copy(update={"until": date(2018, 3, 31)}))
    later = on_day(folder, "2018-05-14")
    sent = desk.receive("lfb", cells=NOT_GIVEN)
    told = run(later, "check", str(sent))
    assert told.exit_code == 1
    assert "The waiver of this rule ended on 31 Mar 2018. [BLANK]" in flat(told.stdout)
    name = later.framework.partner_by_code["lfb"].name
    ended = f"The waiver of BLANK for {name}, FIR-01, ended on 31 Mar 2018"
    checked = run(later, "framework", "check")
    assert checked.exit_code == 0
    assert ended in checked.stdout
    assert ended in flat(run(later, "status", "--period", str(PERIOD)).stdout)
    (remark,) = json.loads(run(later, "framework", "check", "--json").stdout)["remarks"]
    assert remark.startswith(ended)


def test_a_waiver_that_nothing_was_let_by_with_is_remarked(folder: Folder, desk: Desk) -> None:
    agree(folder, WAIVER)
    desk.receive("lfb")
    collect(folder, PERIOD)
    told = run(on_day(folder, "2018-05-14"), "framework", "check").stdout
    assert "FIR-01, has covered nothing in any return so far." in told


def test_a_waiver_lets_a_return_in_that_was_sent_back_before_it_was_agreed(
    folder: Folder, desk: Desk
) -> None:
    desk.receive("lfb", cells=NOT_GIVEN)
    (before,) = collect(folder, PERIOD).files
    agree(folder, WAIVER)
    (after,) = collect(Folder(folder.path), PERIOD).files
    assert [one.saved.status.value for one in (before, after) if one.saved] == ["returned", "accepted"]


def test_what_a_rule_on_trial_would_have_refused_is_summed_up(folder: Folder, desk: Desk) -> None:
    agree(folder, TRIAL)
    desk.receive("lfb", cells={"Measures!Q5": None, "Measures!R5": None})
    desk.receive("met")
    made = collect(folder, PERIOD)
    assert not made.needs_somebody
    (line,) = trial_lines(folder, PERIOD)
    assert (line.rule, line.begins, line.returns, line.cells) == ("BLANK", date(2018, 7, 1), 1, 2)
    assert line.words == ("BLANK would have refused 1 return of 2, for 2 cells; it applies from 1 Jul 2018.")
    assert line.words in flat(run(folder, "status", "--period", str(PERIOD)).stdout)
    facts = json.loads(run(folder, "status", "--json", "--period", str(PERIOD)).stdout)
    assert [(one["rule"], one["returns"], one["cells"]) for one in facts["trials"]] == [("BLANK", 1, 2)]


def test_a_trial_that_met_nothing_says_so_and_one_that_has_ended_is_not_summed_up(
    folder: Folder, desk: Desk
) -> None:
    agree(folder, TRIAL)
    desk.receive("lfb")
    collect(folder, PERIOD)
    (line,) = trial_lines(folder, PERIOD)
    assert (line.returns, line.cells) == (0, 0)
    agree(folder, TRIAL.model_copy(update={"until": date(2018, 3, 31)}))
    assert trial_lines(Folder(folder.path), PERIOD) == ()

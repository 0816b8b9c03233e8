"""What became of a return: what its next attempt changed, withdrawn and back, who is reminded of what."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from scpxl.cli import main
from scpxl.errors import NotFoundError
from scpxl.jobs.folder import Folder
from scpxl.jobs.giving.export import all_observations
from scpxl.jobs.publishing.publish import publish
from scpxl.jobs.returns.collect import collect
from scpxl.jobs.returns.issue import issue_returns
from scpxl.jobs.returns.known import prefill
from scpxl.jobs.returns.life import Changed, changes, reinstate, withdraw
from scpxl.jobs.returns.status import chase, matrix, status
from scpxl.privacy.guard import WITHHELD
from scpxl.returns.cells import CellRef, address_list
from scpxl.returns.form import FormColumn, FormTable, Row
from scpxl.returns.layout import lay_out_return
from tests.jobs.conftest import PERIOD, Desk
from tests.partners import Typed, steady_hand


def on_day(folder: Folder, day: str) -> Folder:
    """Return the folder as it is on a day."""
    (folder.path / "scpxl.toml").write_text(f"as_of = {day}\n", "utf-8")
    return Folder(folder.path)


def states(folder: Folder, partner: str) -> dict[str, tuple[str, ...]]:
    name = folder.framework.partner_by_code[partner].name
    return {row.section: row.states for row in matrix(folder, PERIOD) if row.partner == name}


def run(folder: Folder, *words: str) -> Result:
    at = ["--period", str(PERIOD)] if words[0] in {"changes", "status", "collect"} else []
    return CliRunner().invoke(main, ["-C", str(folder.path), *words, *at])


# Changes between attempts.


def test_each_attempt_is_compared_with_the_one_before_also_where_that_was_sent_back(
    folder: Folder, desk: Desk
) -> None:
    desk.receive("lfb", "first.xlsx", cells={"Measures!Q5": "about 30", "Commentary!C5": "Quiet."})
    desk.receive("lfb", "second.xlsx", day=25, cells={"Measures!Q5": 30, "Commentary!C5": "Two large fires."})
    collect(folder, PERIOD)

    first, second = changes(folder, "lfb", PERIOD)

    assert (first.against, first.cells) == (None, ())
    assert second.against == first.submission
    title = folder.framework.by_code["FIR-01"].title
    assert [one.now_in for one in second.cells if one.what.startswith(title)] == ["Measures!Q5", "Wards!Q26"]
    assert second.cells[0] == Changed(f"{title}, Jan 2018", "about 30", "30", "Measures!Q5", "Measures!Q5")
    (written,) = [cell for cell in second.cells if cell.now_in == "Commentary!C5"]
    assert (written.was, written.now) == ("Quiet.", "Two large fires.")
    assert written.what.endswith(", What happened")
    assert len(second.cells) == 3


def test_rows_that_moved_and_numbers_typed_as_text_are_not_changes(folder: Folder, desk: Desk) -> None:
    sent = desk.receive("lfb", "first.xlsx", cells={"Measures!Q6": 1200})
    moved = desk.receive("lfb", "second.xlsx", day=25, cells={"Measures!Q6": "1,200"})
    book = load_workbook(moved)
    book["Commentary"].insert_rows(2)
    book.save(moved)
    collect(folder, PERIOD, [sent])
    collect(folder, PERIOD, [moved])
    assert changes(folder, "lfb", PERIOD)[1].cells == ()


def test_who_supports_an_action_is_a_change_and_stands_in_the_next_form(folder: Folder, desk: Desk) -> None:
    action: dict[str, Typed] = {
        "Actions!A5": "A1", "Actions!B5": "O5", "Actions!C5": "Safer homes.", "Actions!D5": "Watch manager",
        "Actions!G5": "In progress",
    }  # fmt: skip
    for attempt, helped in enumerate(("council", "homes and council")):
        desk.receive("lfb", f"{attempt}.xlsx", day=20 + attempt, cells={**action, "Actions!E5": helped})
    collect(folder, PERIOD)
    (changed,) = changes(folder, "lfb", PERIOD)[1].cells
    assert (changed.what, changed.was, changed.now) == (
        "A1, Supporting partners",
        "council",
        "homes and council",
    )
    with folder.open_record() as store:
        (known,) = prefill(store, lay_out_return(folder.framework, "lfb", PERIOD.shift(1))).actions
    names = {partner.code: partner.name for partner in folder.framework.partners}
    assert known["supporting"] == f"{names['homes']}; {names['council']}"
    fewer = folder.framework.model_copy(
        update={"partners": tuple(p for p in folder.framework.partners if p.code != "homes")}
    )
    with folder.open_record() as store:
        (known,) = prefill(store, lay_out_return(fewer, "lfb", PERIOD.shift(1))).actions
    assert known["supporting"] == names["council"]


def test_a_changed_text_that_may_identify_somebody_is_told_but_not_shown(folder: Folder, desk: Desk) -> None:
    long = "Fires in sheds. " * 12
    texts = ("Quiet.", f"{long} Ring 07700 900123.", f"{long} Ring 07700 900456.")
    for attempt, text in enumerate(texts):
        desk.receive("lfb", f"{attempt}.xlsx", day=20 + attempt, cells={"Commentary!C5": text})
    collect(folder, PERIOD)
    _, second, third = changes(folder, "lfb", PERIOD)
    assert [(c.was, c.now) for c in second.cells] == [("Quiet.", WITHHELD)]
    assert [(c.was, c.now) for c in third.cells] == [(WITHHELD, WITHHELD)]
    assert "Fires in sheds" not in run(folder, "changes", "lfb", "--period", str(PERIOD)).stdout


def test_a_restated_earlier_figure_is_told_with_both_cells(folder: Folder, desk: Desk) -> None:
    third = PERIOD.shift(-1)
    desk.receive("lfb", period=third, day=1)
    collect(folder, third)
    desk.receive("lfb", cells={"Measures!O5": 23})
    collect(folder, PERIOD)
    earlier = changes(folder, "lfb", third)[0].submission.reference
    (now,) = changes(folder, "lfb", PERIOD)

    told = {one.now_in.rpartition(" ")[2]: one for one in now.restated}
    assert set(told) == {"Measures!O5", "Wards!O26"}
    restated = told["Measures!O5"]
    assert (restated.was, restated.now) == ("20", "23")
    assert restated.what == f"{folder.framework.by_code['FIR-01'].title}, Nov 2017"
    assert restated.was_in.startswith(f"{earlier} Measures!")
    assert restated.now_in == f"{now.submission.reference} Measures!O5"


def test_changes_of_nobody_and_of_nothing_are_told_in_words(folder: Folder) -> None:
    with pytest.raises(NotFoundError, match="'nobody' is not a partner of the framework"):
        changes(folder, "nobody", PERIOD)
    assert "lfb has sent nothing for Q4 2017-18" in run(folder, "changes", "lfb").stdout


# Withdraw and reinstate.


def test_a_withdrawn_return_is_missing_everywhere_until_it_is_brought_back(
    folder: Folder, desk: Desk
) -> None:
    folder = on_day(folder, "2018-05-21")
    desk.receive("lfb")
    collect(folder, PERIOD)
    before = all_observations(folder)
    reference = changes(folder, "lfb", PERIOD)[0].submission.reference

    told = run(folder, "withdraw", reference, "--why", "Another station's figures")
    assert told.exit_code == 0
    assert f"{reference} withdrawn" in told.stdout
    assert "96 figures of the record are now as without it." in told.stdout
    assert "No accepted return takes its place." in told.stdout
    assert all_observations(folder) == []
    line = next(line for line in status(folder, PERIOD) if "Fire" in line.partner)
    assert line.words == "Withdrawn; no accepted return; 23 days late."
    assert set(states(folder, "lfb")["Measures"]) == {"withdrawn"}

    again = run(folder, "collect")
    assert f"withdrawn. `scpxl reinstate {reference}` reinstates it" in again.stdout
    assert all_observations(folder) == []

    told = run(folder, "reinstate", reference)
    assert f"In force: {reference}, attempt 1, accepted." in told.stdout
    assert all_observations(folder) == before


def test_what_cannot_be_withdrawn_is_told_without_a_traceback_and_ends_in_2(
    folder: Folder, desk: Desk
) -> None:
    desk.receive("lfb")
    collect(folder, PERIOD)
    reference = changes(folder, "lfb", PERIOD)[0].submission.reference
    for words, said in (
        (["withdraw", "R-NONE", "--why", "x"], "There is no submission R-NONE"),
        (["withdraw", reference], "Missing option '--why'"),
        (["withdraw", reference, "--why", " "], "Say it in a few words"),
        (["reinstate", reference], f"{reference} is not withdrawn but accepted; nothing was changed."),
    ):
        result = run(folder, *words)
        assert result.exit_code == 2
        assert said in " ".join(result.stderr.split())


def test_a_late_return_for_an_earlier_quarter_leaves_what_was_restated_since(
    folder: Folder, desk: Desk
) -> None:
    desk.receive("lfb", cells={"Measures!O5": 23})
    collect(folder, PERIOD)
    third = PERIOD.shift(-1)
    desk.receive("lfb", period=third, day=28)
    late = collect(folder, third).files[0].saved
    assert late is not None
    assert (late.new, late.overtaken) == (94, 2)
    nov = [
        o.numerator
        for o in all_observations(folder)
        if (o.indicator, o.area, o.breakdown, o.period.code)
        == ("FIR-01", folder.framework.area, "", "2017-11")
    ]
    assert nov == [23]


# Section by month.


def test_each_section_and_month_says_what_has_come(folder: Folder, desk: Desk) -> None:
    assert set(states(on_day(folder, "2018-04-28"), "lfb")["Measures"]) == {"not due"}
    folder = on_day(folder, "2018-04-29")
    assert states(folder, "lfb") == {
        "Measures": ("missing",) * 3, "Wards": ("missing",) * 3, "Breakdowns": ("missing",) * 3,
        "Actions": ("", "", "missing"), "Commentary": ("", "", "missing"),
    }  # fmt: skip
    desk.receive("lfb", "first.xlsx", cells={"Measures!Q5": -1})
    collect(folder, PERIOD)
    assert states(folder, "lfb")["Measures"] == ("returned",) * 3
    marks: dict[str, Typed] = {
        "Measures!Q5": "[x]",
        "Measures!R5": "[x]",
        "Measures!R6": "[x]",
        "Commentary!C5": "Quiet.",
        "Breakdowns!S5": "[x]",
    }
    desk.receive("lfb", "second.xlsx", day=28, cells=marks)
    collect(folder, PERIOD)
    assert states(folder, "lfb") == {
        "Measures": ("in part", "not given", "received"),
        "Wards": ("received",) * 3,
        "Breakdowns": ("received", "in part", "received"),
        "Actions": ("", "", "not given"),
        "Commentary": ("", "", "received"),
    }
    desk.receive("lfb", "third.xlsx", day=29, cells={"Measures!T5": "Yes"})
    collect(folder, PERIOD)
    assert states(folder, "lfb")["Measures"] == ("provisional",) * 3
    desk.receive("lfb", "fourth.xlsx", day=30)
    collect(folder, PERIOD)
    assert states(folder, "lfb")["Measures"] == ("late",) * 3


def test_wards_have_a_row_of_their_own_and_a_ward_left_out_is_in_part(folder: Folder, desk: Desk) -> None:
    def but_one_ward(table: FormTable, row: Row, column: FormColumn) -> Typed:
        first = table.sheet == "Wards" and row is table.rows[0]
        return "[x]" if first and column.month == PERIOD.first else steady_hand(table, row, column)

    desk.receive("met", hand=but_one_ward)
    collect(folder, PERIOD)
    assert states(folder, "met")["Wards"] == ("in part", "received", "received")
    assert states(folder, "met")["Measures"] == ("received",) * 3


def test_nothing_to_report_is_nil(folder: Folder, desk: Desk) -> None:
    def nothing(_table: FormTable, _row: Row, _column: FormColumn) -> Typed:
        return None

    desk.receive("lfb", hand=nothing, cells={"Start!C17": "Yes", "Start!C18": "Yes", "Start!C19": "Yes"})
    collect(folder, PERIOD)
    assert states(folder, "lfb")["Measures"] == states(folder, "lfb")["Breakdowns"] == ("nil",) * 3


def test_a_section_of_words_with_nothing_to_report_is_nil_and_what_is_written_counts_more(
    folder: Folder, desk: Desk
) -> None:
    answers: dict[str, Typed] = {"Start!C20": "Yes", "Start!C21": "yes"}
    desk.receive("lfb", "first.xlsx", cells=answers)
    collect(folder, PERIOD)
    assert states(folder, "lfb")["Actions"] == ("", "", "nil")
    assert states(folder, "lfb")["Commentary"] == ("", "", "nil")
    assert publish(folder, PERIOD).scorecard.status_rows == matrix(folder, PERIOD)
    # Both said and written: what is written stands.  The next attempt's words replace the answer.
    desk.receive("lfb", "second.xlsx", day=22, cells={**answers, "Commentary!C5": "Quiet."})
    collect(folder, PERIOD)
    assert states(folder, "lfb")["Commentary"] == ("", "", "received")
    desk.receive("lfb", "third.xlsx", day=23)
    collect(folder, PERIOD)
    assert states(folder, "lfb")["Actions"] == ("", "", "not given")


def test_the_terminal_the_json_and_the_dashboard_show_the_same_matrix(folder: Folder, desk: Desk) -> None:
    folder = on_day(folder, "2018-04-29")
    desk.receive("lfb")
    collect(folder, PERIOD)
    rows = matrix(folder, PERIOD)
    printed = json.loads(run(folder, "status", "--json").stdout)["matrix"]
    assert [(r["partner"]["name"], r["section"], tuple(r["states"])) for r in printed] == [
        (row.partner, row.section, row.states) for row in rows
    ]
    assert publish(folder, PERIOD).scorecard.status_rows == rows
    shown = run(folder, "status", "--matrix").stdout
    assert "Section     Jan 2018  Feb 2018  Mar 2018" in shown


# Reminders.


@pytest.mark.parametrize(
    ("day", "subject", "asked"),
    [
        ("2018-04-13", None, None),
        (
            "2018-04-14",
            "Due in 14 days",
            "Your return is due in 14 days, on 28 April 2018. Please send it by then.",
        ),
        ("2018-04-27", "Due in 1 day", "Your return is due in 1 day, on 28 April 2018."),
        ("2018-04-28", "Due today", "Your return is due today, 28 April 2018."),
        (
            "2018-04-29",
            "1 day late",
            "Your return was due on 28 April 2018 and has not reached us. It is 1 day late.",
        ),
        ("2018-05-21", "23 days late", "It is 23 days late. Please send it, or tell us when it will come."),
    ],
)
def test_a_reminder_says_how_the_day_stands_to_the_due_day(
    folder: Folder, day: str, subject: str | None, asked: str | None
) -> None:
    drafts = chase(on_day(folder, day), PERIOD).written
    if subject is None or asked is None:
        assert drafts == ()
        return
    assert len(drafts) == 8
    draft = (folder.outputs(PERIOD) / "reminders/lfb.txt").read_text("utf-8")
    assert f"Subject: {subject}: return for Q4 2017-18" in draft
    assert asked in draft
    titles = "; ".join(i.title for i in folder.framework.indicators_for("lfb", PERIOD))
    assert f"- Measures, Jan, Feb and Mar 2018: {titles}\n" in draft
    assert "- Actions: the action plan" in draft
    assert f"Send it to: {folder.framework.contact_email}\n" in draft
    assert chase(on_day(folder, day), PERIOD).written == drafts
    assert (folder.outputs(PERIOD) / "reminders/lfb.txt").read_text("utf-8") == draft


def test_how_long_before_can_be_chosen(folder: Folder) -> None:
    on_day(folder, "2018-04-20")
    assert "Nobody needs reminding" in run(folder, "status", "--chase", "--within", "7").stdout
    assert run(folder, "status", "--chase", "--within", "8").stdout.count(".txt") == 8


def test_a_return_sent_back_is_reminded_of_what_is_to_fix_however_early(folder: Folder, desk: Desk) -> None:
    desk.receive("lfb", day=2, cells={"Measures!Q5": "about 30"})
    folder = on_day(folder, "2018-04-05")
    collect(folder, PERIOD)
    (draft,) = chase(folder, PERIOD).written
    text = draft.read_text("utf-8")
    assert "could not be accepted yet, and it is due in 23 days, on 28 April 2018." in text
    assert "- Measures!Q5  'about 30' is not a number." in text
    assert "What we need" not in text


def test_only_what_is_missing_of_an_accepted_return_is_asked_for(folder: Folder, desk: Desk) -> None:
    desk.receive("lfb", cells={"Measures!Q5": "[x]", "Measures!R5": "[x]"})
    folder = on_day(folder, "2018-04-29")
    collect(folder, PERIOD)
    chase(folder, PERIOD)
    text = (folder.outputs(PERIOD) / "reminders/lfb.txt").read_text("utf-8")
    title = folder.framework.by_code["FIR-01"].title
    assert f"What we need:\n- Measures, Jan and Feb 2018: {title}\n\n" in text
    assert "Subject: Figures still missing" in text


def test_a_whole_return_is_not_chased_and_its_old_draft_goes(folder: Folder, desk: Desk) -> None:
    folder = on_day(folder, "2018-04-29")
    assert Path(folder.outputs(PERIOD) / "reminders/lfb.txt") in chase(folder, PERIOD).written
    desk.receive("lfb")
    collect(folder, PERIOD)
    assert len(chase(folder, PERIOD).written) == 7
    assert not (folder.outputs(PERIOD) / "reminders/lfb.txt").exists()


def test_a_later_version_sent_back_is_told_beside_the_one_in_force(folder: Folder, desk: Desk) -> None:
    desk.receive("lfb", "first.xlsx")
    desk.receive("lfb", "second.xlsx", day=25, cells={"Measures!Q5": -1})
    collect(folder, PERIOD)
    chase(on_day(folder, "2018-04-29"), PERIOD)
    text = (folder.outputs(PERIOD) / "reminders/lfb.txt").read_text("utf-8")
    assert "Your last version could not be accepted; the one before it still counts." in text


def test_withdrawing_and_bringing_back_by_the_jobs_leaves_the_commentary_as_it_was(
    folder: Folder, desk: Desk
) -> None:
    desk.receive("lfb", cells={"Commentary!C5": "Two large fires."})
    collect(folder, PERIOD)
    before = publish(folder, PERIOD).scorecard.commentary
    reference = changes(folder, "lfb", PERIOD)[0].submission.reference
    withdraw(folder, reference, "mistake")
    assert before
    assert publish(folder, PERIOD).scorecard.commentary == ()
    reinstate(folder, reference)
    assert publish(folder, PERIOD).scorecard.commentary == before
    assert issue_returns(folder, PERIOD.shift(1), "lfb")[0].figures > 0


def test_a_reminder_that_somebody_has_edited_is_left_and_the_new_draft_is_beside_it(
    folder: Folder, desk: Desk
) -> None:
    desk.receive("homes")
    day = on_day(folder, "2018-04-29")
    drafts = chase(day, PERIOD)
    mine, theirs = drafts.written[:2]
    mine.write_text("Dear Ann, as we said on the telephone.", "utf-8")
    again = chase(on_day(folder, "2018-05-02"), PERIOD)
    assert again.edited == (mine,)
    assert mine.read_text("utf-8") == "Dear Ann, as we said on the telephone."
    assert mine.with_stem(f"{mine.stem} 2018-05-02") in again.written
    assert "4 days late" in theirs.read_text("utf-8")
    assert chase(on_day(folder, "2018-05-03"), PERIOD).edited == (mine,)
    assert not mine.with_stem(f"{mine.stem} 2018-05-02").exists()


def test_a_change_nobody_can_see_is_none_and_moved_cells_are_told_as_a_range(
    folder: Folder, desk: Desk
) -> None:
    first = desk.receive("lfb", "first.xlsx", day=20, cells={"Measures!Q6": 20})
    desk.receive("lfb", "second.xlsx", day=21, cells={"Measures!Q6": "20\u200b", "Measures!R6": "2\u200e0"})
    collect(folder, PERIOD)
    _, second = changes(folder, "lfb", PERIOD)
    assert second.cells == ()
    moved = address_list(CellRef("Measures", 6, column) for column in range(22))
    assert moved == "Measures!A7–V7"
    assert first.is_file()

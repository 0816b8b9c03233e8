"""Actions across quarters: since when each is on record, how often it was put back, what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from scpxl.figures.registers import Course, follow_actions
from scpxl.model.documents import ActionRecord
from scpxl.model.framework import Edition
from scpxl.model.observations import Source
from scpxl.model.periods import Period
from scpxl.pages.briefing import briefing_page
from scpxl.pages.pack import board_pack
from scpxl.pages.tables import actions_table
from scpxl.render.html import html_text
from scpxl.scorecard.build import build_scorecard
from scpxl.scorecard.records.record import PeriodRecord
from scpxl.scorecard.records.scorecard import Scorecard
from tests.excel.made import MADE
from tests.scorecard.builders import Q4, framework, indicator

Q1, Q2, Q3 = (Q4.shift(-back) for back in (3, 2, 1))


def action(period: Period, reference: str = "A1", words: str = "Fit locks.", **more: Any) -> ActionRecord:
    usual = {"partner": "met", "objective": "O1", "owner": "Housing", "due": date(2017, 12, 31), "status": "In progress",
             "complete": 40.0, "rag": "Green", "rag_reason": "", "update": "Begun."}  # fmt: skip
    return ActionRecord(period=period, reference=reference, action=words, **{**usual, **more})


def one(*records: ActionRecord) -> Course:
    (found,) = follow_actions(records)
    return found


def scorecard(
    now: Sequence[ActionRecord],
    before: Sequence[ActionRecord] = (),
    plans: Sequence[tuple[str, Period]] = (("met", Q3), ("met", Q4)),
    edition: Edition = Edition.PARTNERSHIP,
    **more: Any,
) -> Scorecard:
    record = PeriodRecord((), actions=now, earlier_actions=before, plans=plans, **more)
    return build_scorecard(framework(indicator()), record, Q4, MADE, "RUN-1", edition)


def test_an_action_is_opened_in_the_first_quarter_that_has_it_though_its_words_change() -> None:
    found = one(action(Q1), action(Q2, words="Fit locks and lights."), action(Q4, " a1 "))
    assert (found.opened, len(found.records)) == (Q1, 3)


def test_a_day_that_is_put_back_is_told_and_one_brought_forward_or_taken_out_is_not() -> None:
    days = (date(2017, 9, 30), date(2017, 12, 31), None, date(2018, 3, 31), date(2018, 2, 28))
    quarters = (Q1.shift(-1), Q1, Q2, Q3, Q4)
    found = one(*(action(quarter, due=day) for quarter, day in zip(quarters, days, strict=True)))
    assert [(move.was, move.now, move.quarter) for move in found.moves] == [
        (date(2017, 9, 30), date(2017, 12, 31), Q1),
        (date(2017, 12, 31), date(2018, 3, 31), Q3),
    ]


def test_a_closed_action_has_the_update_it_was_closed_with_for_its_result() -> None:
    done = {"status": "Complete"}
    found = one(action(Q1), action(Q2, update="All fitted.", **done), action(Q3, update="Still so.", **done))
    assert (found.closed, found.result) == (Q2, "All fitted.")
    again = one(
        action(Q1, **done), action(Q2), action(Q3, update="", **done), action(Q4, update="Now.", **done)
    )
    assert (again.closed, again.result) == (Q3, "Now."), "what was opened again is closed once more"
    assert one(action(Q1)).result == ""


def test_without_a_reference_only_the_very_same_words_are_the_same_action() -> None:
    same = follow_actions(
        [action(Q1, "", "Fit  LOCKS."), action(Q2, "", "Fit locks."), action(Q3, "A1", "Fit locks.")]
    )
    assert [course.opened for course in same] == [Q1]
    other = follow_actions([action(Q1, "", "Fit locks."), action(Q2, "", "Fit the locks.")])
    assert [course.opened for course in other] == [Q1, Q2]
    two = follow_actions([action(Q1, "A1"), action(Q2, "A2")])
    assert len(two) == 2, "of two references the words do not decide"
    partners = follow_actions([action(Q1), action(Q2, partner="lfb")])
    assert len(partners) == 2


def test_a_reference_that_is_used_again_after_its_action_was_closed_is_another_action() -> None:
    found = follow_actions([action(Q1, status="Complete"), action(Q2, words="Light the car park.")])
    assert [course.opened for course in found] == [Q1, Q2]


def test_a_row_of_the_partnership_that_was_free_in_between_is_another_action() -> None:
    own: dict[str, Any] = {"partner": "", "source": Source(cell="01")}
    assert len(follow_actions([action(Q1, **own), action(Q2, words="Fit locks and lights.", **own)])) == 1
    assert len(follow_actions([action(Q1, **own), action(Q3, words="Light the car park.", **own)])) == 2


def test_two_rows_of_one_return_are_two_actions_though_they_say_the_same() -> None:
    found = follow_actions([action(Q1, ""), action(Q1, "")])
    assert [len(course.records) for course in found] == [1, 1]


def test_the_sheet_says_since_when_first_due_and_what_came_of_it() -> None:
    before = [action(Q2), action(Q2, "A2"), action(Q3, due=date(2018, 2, 28)), action(Q3, "A2")]
    now = [
        action(Q4, due=date(2018, 3, 31)),
        action(Q4, "A2", status="Complete", update="All fitted."),
    ]
    table = actions_table(scorecard(now, before))
    heads = [column.head for column in table.columns]
    rows = {row[0].text: dict(zip(heads, (cell.text for cell in row), strict=True)) for row in table.rows}
    assert rows["A1"]["Opened"] == rows["A2"]["Opened"] == "Q2 2017-18"
    assert rows["A1"]["First due"] == "31 Dec 2017, put back twice"
    assert rows["A1"]["Status"] == "OVERDUE"
    assert rows["A2"]["Closed, with its result"] == "Q4 2017-18: All fitted."
    assert (rows["A1"]["Closed, with its result"], rows["A2"]["First due"]) == ("", "")


def test_an_open_action_that_the_return_leaves_out_is_told_once_and_without_a_return_as_long_as_none_comes() -> (
    None
):
    before = [action(Q2, "A0"), action(Q3, "A1"), action(Q3, "A2", status="Complete")]
    left = scorecard([action(Q4, "A9")], before, (("met", Q2), ("met", Q3), ("met", Q4)))
    assert [(line.reference, line.last_reported, line.no_return) for line in left.unreported_actions] == [
        ("A1", "Q3 2017-18", False)
    ]
    silent = scorecard([], before[:1], (("met", Q2),))
    assert [(line.reference, line.no_return) for line in silent.unreported_actions] == [("A0", True)]
    assert [row[6].text for row in actions_table(silent).rows] == ["Not reported since Q2 2017-18"]


def test_slides_tell_what_is_open_put_back_overdue_closed_and_not_reported() -> None:
    before = [action(Q3), action(Q3, "A2"), action(Q3, "A3")]
    now = [action(Q4, due=date(2018, 6, 30)), action(Q4, "A2", status="Complete", update="All fitted.")]
    slides = {slide.title: slide for slide in board_pack(scorecard(now, before)).slides}
    open_ = slides["1 of 2 actions is open; 0 overdue; 1 put back before; 1 closed since; 1 not reported"]
    rows: Any = open_.boxes["Table"]
    assert [row[0].text for row in rows.rows] == ["A3", "A1"], (
        "those nobody mentions come before those that are not yet due"
    )
    assert any("Put back from 31 Dec 2017 to 30 Jun 2018 in Q4 2017-18." in note for note in open_.notes)
    assert any("the return since does not mention it" in note for note in open_.notes)
    closed: Any = slides["1 action was closed in Q4 2017-18"].boxes["Table"]
    assert closed.rows[0][-1].text == "All fitted."


def test_the_briefing_has_a_section_of_actions() -> None:
    before = [action(Q3)]
    text = html_text(briefing_page(scorecard([action(Q4, due=date(2018, 6, 30))], before)))
    assert "<h2>Actions</h2>" in text
    assert "Due 30 Jun 2018 (first 31 Dec 2017, put back once)" in text
    assert "Actions</h2>" not in html_text(briefing_page(scorecard([])))


def test_observers_read_nothing_of_what_an_action_was_when_it_was_restricted() -> None:
    before = [
        action(Q3, words="SECRET", update="SECRET", status="Complete", rag_reason="SECRET"),
        action(Q3, "A2", "SECRET"),
    ]
    chosen = {"action/met/A2": Edition.PARTNERSHIP}
    found = scorecard([action(Q4, status="Complete")], before, edition=Edition.OBSERVERS, chosen=chosen)
    assert [line.reference for line in found.actions] == ["A1"]
    assert found.unreported_actions == (), "A2 is nobody's business, though it is no longer on the return"

"""The registers as a board is told of them: one sentence each, the few rows that matter, nothing of what is empty."""

from __future__ import annotations

from typing import Any

import pytest

from scpxl.model.framework import Edition
from scpxl.model.registers import REGISTERS, RegisterName, RegisterRow
from scpxl.pages.briefing import briefing_page
from scpxl.pages.pack import board_pack
from scpxl.pages.registers import money_page
from scpxl.render.markdown import markdown_text
from scpxl.scorecard.build import build_scorecard
from scpxl.scorecard.published.results import pack, to_results, unpack
from scpxl.scorecard.records.record import PeriodRecord
from scpxl.scorecard.records.scorecard import Scorecard
from scpxl.scorecard.texts.register_words import register_stories
from tests.excel.made import MADE
from tests.scorecard.builders import Q4, framework, indicator

OBJECTIVE = "Less crime"


def row(name: str, key: str, before: dict[str, str] | None = None, **words: str) -> RegisterRow:
    return RegisterRow(name, key, Q4, words, before or {})


def scorecard(*rows: RegisterRow, edition: Edition = Edition.PARTNERSHIP) -> Scorecard:
    agreed = framework(indicator()).model_copy(update={"registers": tuple(RegisterName)})
    return build_scorecard(agreed, PeriodRecord((), registers=rows), Q4, MADE, "RUN-1", edition)


def risk(key: str, now: str, before: str = "", **more: str) -> RegisterRow:
    words = {"risk": f"Risk {key}", "impact": "4", "likelihood": now, "status": "Open", **more}
    return row("risks", key, {**words, "likelihood": before} if before else {}, **words)


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ((risk("1", "4", "3"), risk("2", "2", "3"), risk("3", "1"), risk("4", "5", "2"), risk("5", "1", "1")),
         "2 of 5 risks went up; 1 went down; 1 new; 2 are high"),
        ((risk("1", "1", "1"), risk("2", "1", "1")), "None of 2 risks went up; none is high"),
        ((risk("1", "5", "1"),), "The only risk went up; 1 is high"),
        ((risk("1", "5", "1", status="Closed"),), "Every risk is closed"),
        ((row("follow-up", "1", decision="A", status="Done"), row("follow-up", "2", decision="B", due="2018-03-01")),
         "1 of 2 decisions of the board is carried out; 1 overdue"),
        ((row("referrals", "1", board="Health", question="Who pays?", status="Awaited"),),
         "The question to another board is not yet answered"),
        ((row("plan", "1", task="A", due="2018-06-30"), row("plan", "2", task="B", due="2018-07-01"),
          row("plan", "3", task="C", due="2018-01-01"), row("plan", "4", task="D", due="2018-01-01", status="Done")),
         "1 task is due by 30 Jun 2018; 1 overdue; 1 done or dropped"),
        ((row("escalations", "1", what="A", reason="B", status="Resolved"),),
         "Nothing new is escalated; 1 matter has come to an end"),
        ((row("analysis", "1", what="A", purpose="B"), row("analysis", "2", what="A", purpose="B")),
         "None of 2 requests for analysis is answered"),
        ((row("agreements", "1", partner="A", what="B", until="2018-09-30"), row("agreements", "2", partner="A", what="B")),
         "1 of 2 sharing agreements ends by 30 Sep 2018"),
        ((row("consultation", "1", asked="A"),), "1 group was asked for their views; something follows from none"),
    ],
)  # fmt: skip
def test_the_one_sentence_says_how_a_register_is(rows: tuple[RegisterRow, ...], says: str) -> None:
    (story,) = register_stories(scorecard(*rows))
    assert story.says == says


def money(key: str, budget: str, spend: str = "", objective: str = OBJECTIVE) -> RegisterRow:
    return row("money", key, objective=objective, item=f"Item {key}", budget=budget, spend=spend)


def test_money_is_added_up_for_each_objective_and_in_all() -> None:
    found = scorecard(money("1", "100", "50"), money("2", "300", "110"))
    table = next(one for one in found.registers if one.name == "money")
    assert [(one.objective, one.items, one.budget.value, one.spend.value, one.spent.value) for one in table.sums] == [
        (OBJECTIVE, 2, 400.0, 160.0, 40.0), ("", 2, 400.0, 160.0, 40.0),
    ]  # fmt: skip
    assert [row[0].text for row in money_page(table).rows] == [OBJECTIVE, "All objectives"]
    assert "40.0% of the budget is spent: £160 of £400" in [slide.title for slide in board_pack(found).slides]
    assert unpack(pack(to_results(found))).registers == found.registers


def test_no_percentage_is_said_where_a_row_has_no_spend_and_none_spent_is_none_missing() -> None:
    (story,) = register_stories(scorecard(money("1", "100", "50"), money("2", "300")))
    assert story.says == "£50 is spent of a budget of £400; 1 of 2 items without a figure"
    assert [one.spent.value for one in story.table.sums] == [None, None]
    (story,) = register_stories(scorecard(money("1", "100"), money("2", "300")))
    assert story.says == "The budget is £400; no spend has been entered"
    (story,) = register_stories(scorecard(money("1", "100", "0")))
    assert story.says == "0.0% of the budget is spent: £0 of £100"


def test_a_slide_has_the_rows_that_matter_and_counts_the_others() -> None:
    rows = [risk(str(number), str(1 + number % 5)) for number in range(1, 13)]
    (slide,) = [one for one in board_pack(scorecard(*rows)).slides if "risks went up" in one.title]
    table: Any = slide.boxes["Table"]
    scores = [int(cells[1].text) for cells in table.rows]
    assert scores == sorted(scores, reverse=True)
    note: Any = slide.boxes["Note"]
    assert (len(table.rows), note.text) == (
        7,
        "5 more rows on the dashboard's sheet Risks. The highest scores first.",
    )
    assert len(slide.notes) == 1 + 12, "what it is for, and every row"


def test_of_what_there_is_nothing_there_is_no_slide_and_no_section() -> None:
    empty = scorecard()
    sheets = {one.sheet for one in REGISTERS.values()}
    assert not sheets & {
        box.title
        for slide in board_pack(empty).slides
        for box in slide.boxes.values()
        if hasattr(box, "title")
    }
    assert not any(f"## {name}\n" in markdown_text(briefing_page(empty), 1) for name in sheets)
    far = row("agreements", "1", partner="A", what="B", until="2020-03-31")
    assert not any("sharing agreement" in slide.title for slide in board_pack(scorecard(far)).slides)
    assert "The sharing agreement does not end by 30 Sep 2018." in markdown_text(
        briefing_page(scorecard(far)), 1
    )


def test_the_briefing_tells_few_rows_with_headings_and_units() -> None:
    rows = [money(str(number), "1500.5", "1000") for number in range(1, 8)]
    text = markdown_text(briefing_page(scorecard(*rows)), 1)
    assert "## Money" in text
    assert "Budget: £1,500.50; Spend to date: £1,000; Spent: 67%" in text
    assert "2 more on the dashboard's sheet Money." in text


def test_observers_are_told_only_of_what_they_may_read() -> None:
    plan = row("plan", "1", task="Agree the plan", owner="A. N. Other", due="2018-05-01")
    found = scorecard(risk("1", "5"), plan, edition=Edition.OBSERVERS)
    assert [story.table.name for story in register_stories(found)] == ["plan"]
    assert "Other" not in markdown_text(briefing_page(found), 1)

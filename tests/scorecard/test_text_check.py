"""Numbers in texts: what is a figure is passed over, what is nearly one is told with it, what is neither is let be."""

from __future__ import annotations

from datetime import date

import pytest

from scpxl.model.documents import ActionRecord, CommentaryRecord, ExplanationRecord
from scpxl.model.periods import Period
from scpxl.model.registers import RegisterName, RegisterRow
from scpxl.scorecard.records.board import DecisionLine
from scpxl.scorecard.texts.text_check import check_numbers
from tests.excel.made import agreed, board_of
from tests.scorecard.builders import PERCENTAGE, Q4, indicator, series, target

FRAMEWORK = agreed(
    indicator("BUR", title="Burglary", counted="offences"),
    indicator("REO", title="Proven reoffending", **PERCENTAGE),
    targets=[target(1000, "BUR")],
)
SEEN = [
    *series([80.0] * 21 + [70.0] * 3 + [100.0] * 9 + [110.0, 120.0, 130.0], "BUR"),
    *series([(25.0, 100.0)] * 24 + [(31.4, 100.0)] * 12, "REO"),
]
"""1,260 burglaries in the year, 360 in the quarter against 210 a year before (+71.4%); 31.4% against 25.0%."""


def remarks(happened: str, why: str = "") -> list[str]:
    said = CommentaryRecord("met", Q4, "O1", happened, why, "", "", "OFFICIAL")
    return [one.words for one in check_numbers(board_of(FRAMEWORK, SEEN, commentary=[said]))]


@pytest.mark.parametrize(
    "text",
    [
        "Burglary came to 1,260 in the year and 360 in the quarter, 71% more than the 210 of a year before.",
        "Proven reoffending rose from 25% to 31.4%, or 31%.",
        "In March 130 burglaries were recorded. Of the target of 1,000 nothing is left.",
        "Burglary patrols began on 26 March 2018 with 6 officers, in 2017-18 as in 2016.",
        "We gave out 5,000 leaflets about burglary, 12 of 15 streets were visited.",
        "Calls to the helpline rose by 73%.",
    ],
)  # fmt: skip
def test_figures_days_and_numbers_of_something_else_are_passed_over(text: str) -> None:
    assert remarks(text) == []


def test_a_number_that_is_nearly_a_figure_of_the_measure_it_names_is_told_with_it() -> None:
    assert remarks("Proven reoffending is at 33%.") == [
        "Police on Less crime says 33%; the figure is 31.4% (Proven reoffending, Year to Mar 2018)."
    ]
    assert remarks("Burglary came to 1,206.") == [
        "Police on Less crime says 1,206; the figure is 1,260 (Burglary, Year to Mar 2018)."
    ]


def test_a_sentence_that_names_no_measure_goes_on_about_the_one_before() -> None:
    (found,) = remarks("Burglary rose again. There were 350 in the quarter.")
    assert "says 350; the figure is 360 (Burglary, the quarter)" in found
    assert remarks("There were 350 in the quarter.") == []


def test_an_explanation_is_compared_with_its_own_measure() -> None:
    said = ExplanationRecord("met", Q4, "REO", "Other", "It is 29% now.")
    (found,) = check_numbers(board_of(FRAMEWORK, SEEN, explanations=[said]))
    assert (found.where, found.said, found.figure) == ("Police on Proven reoffending", "29%", "31.4%")


def test_what_the_partnership_itself_says_of_a_measure_is_compared_with_it() -> None:
    said = CommentaryRecord("", Q4, "O1", "It is 29% now.", "", "", "", "", indicator="REO")
    scorecard = board_of(FRAMEWORK, SEEN, commentary=[said])
    (found,) = check_numbers(scorecard)
    where = "Haling & Ely Partnership on Proven reoffending"
    assert (found.where, found.said, found.figure) == (where, "29%", "31.4%")
    (page,) = scorecard.pages
    assert page.commentary == (), "it is about the measure and not about the whole objective"
    assert all(card.draft for card in scorecard.cards), "whose drafts are nobody's words, and not compared"


def test_each_number_is_told_once_and_only_for_its_own_objective() -> None:
    found = remarks("Burglary was 1,206 and proven reoffending 33%.", "Burglary was 1,260.")
    assert len(found) == 2


def test_actions_decisions_and_explanations_are_compared_too_and_earlier_decisions_are_not() -> None:
    action = ActionRecord(
        "met", Q4, "A1", "O1", "Cut burglary below 1,206", "", None, "Open", None, "", "", ""
    )

    def decided(period: str) -> DecisionLine:
        reason = "Reoffending at 33% is too high."
        return DecisionLine(
            "REO", "Proven reoffending", period, "watch", "The board", reason, date(2018, 5, 1), ""
        )

    def told(period: str) -> list[str]:
        scorecard = board_of(FRAMEWORK, SEEN, actions=[action], decisions=[decided(period)])
        return [one.words for one in check_numbers(scorecard)]

    first, second = told(Q4.short_title)
    assert first == "Police, action A1 says 1,206; the figure is 1,260 (Burglary, Year to Mar 2018)."
    assert second.startswith("The decision on Proven reoffending says 33%; the figure is 31.4%")
    assert len(told(Q4.shift(-1).short_title)) == 1


def test_a_row_of_a_register_is_compared_with_the_measure_or_objective_it_is_about() -> None:
    kept = FRAMEWORK.model_copy(update={"registers": (RegisterName.ESCALATIONS,)})

    def told(period: Period, measure: str) -> list[str]:
        words = {"what": "It stands at 33%.", "reason": "Too high", "measure": measure}
        row = RegisterRow("escalations", "001", period, words, {})
        return [one.words for one in check_numbers(board_of(kept, SEEN, registers=[row]))]

    (found,) = told(Q4, "REO")
    assert found.startswith("Escalations, What, on ")
    assert "says 33%; the figure is 31.4%" in found
    assert told(Q4.shift(-1), "REO") == []
    assert told(Q4, "") == []


MONEY = agreed(indicator("GRA", title="Prevention grant spent", unit="money", polarity="neither"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Of the prevention grant £1.2m was spent.", []),
        ("Of the prevention grant £1.3m was spent.", ["£1.3m"]),
        ("Of the prevention grant £1,200,000 was spent.", []),
        ("Of the prevention grant 1.3 million was spent.", ["1.3 million"]),
        ("Of the prevention grant £95k went in March.", ["£95k"]),
        ("The prevention grant pays for patrols within 95 m, aged 95–99, on the 95th day.", []),
    ],
)
def test_money_is_read_with_its_millions_and_ranges_distances_and_ordinals_are_none(
    text: str, told: list[str]
) -> None:
    said = CommentaryRecord("met", Q4, "O1", text, "", "", "", "OFFICIAL")
    scorecard = board_of(MONEY, series([100_000.0] * 36, "GRA"), commentary=[said])
    assert [one.said for one in check_numbers(scorecard)] == told

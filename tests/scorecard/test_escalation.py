"""Exceptions have their rule in words, a rank declared once, and beside them what people decided."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from scpxl.model.observations import Marker
from scpxl.scorecard.lists.exceptions import RULES, Choice, list_exceptions, open_decisions
from scpxl.scorecard.lists.summary import change_summary
from scpxl.scorecard.records.board import DecisionLine
from scpxl.scorecard.records.scorecard import IndicatorCard
from scpxl.verdicts import Assurance, Judgement, Variation, Verdict
from tests.scorecard.builders import (
    OWN,
    PERCENTAGE,
    STEADY,
    Value,
    card,
    card_of,
    direction_word,
    framework,
    indicator,
    outlook_lines,
    series,
    target,
)

UP: list[Value] = [*[90.0, 110.0] * 12, *[135.0, 150.0] * 4, 100.0, 120.0, 95.0, 110.0]
"""A year well above two before it, whose last months are as they were."""
DOWN: list[Value] = [*[140.0, 160.0] * 12, *[105.0, 120.0] * 4, 150.0, 130.0, 155.0, 140.0]
OTHERS = [f"A{number:02}" for number in range(12)]


def decided(code: str, choice: Choice) -> DecisionLine:
    return DecisionLine(
        code, code, "Q3 2017-18", choice.value, "Chair", "Because.", date(2018, 2, 1), "words"
    )


def cards() -> list[IndicatorCard]:
    agreed = framework(
        indicator("OFF"),
        indicator("WORSE"),
        indicator("BETTER"),
        targets=[target(60, "OFF"), target(500, "WORSE")],
    )
    seen = [
        *series([*STEADY, 12.0], "OFF"),
        *series([*STEADY, 40.0], "WORSE"),
        *series([*STEADY, 0.0], "BETTER"),
    ]
    return [card_of(agreed, seen, code=code) for code in ("OFF", "WORSE", "BETTER")]


def test_a_target_out_of_reach_stands_before_a_single_odd_month() -> None:
    lines = list_exceptions(cards())
    assert [(line.indicator, line.rule, line.suggestion) for line in lines] == [
        ("OFF", "Off target, and out of reach", "escalate"),
        ("WORSE", "Unusual and worse", "watch"),
        ("BETTER", "Unusual and better", ""),
    ]
    assert all(line.rule_words for line in lines)


def test_a_missed_target_within_reach_stands_after_it() -> None:
    off, worse, _ = cards()
    reachable = replace(off, variation=replace(off.variation, assurance=Assurance.HIT_OR_MISS))
    lines = list_exceptions([reachable, worse])
    assert [(line.indicator, line.suggestion) for line in lines] == [("WORSE", "watch"), ("OFF", "watch")]


def test_the_order_does_not_depend_on_the_order_of_the_cards() -> None:
    forward, backward = list_exceptions(cards()), list_exceptions(reversed(cards()))
    assert forward == backward


def test_what_people_decided_stands_beside_its_exception_and_changes_nothing_else() -> None:
    plain = list_exceptions(cards())
    told = list_exceptions(cards(), {"WORSE": decided("WORSE", Choice.CLOSE)})
    assert told[1].decision == decided("WORSE", Choice.CLOSE)
    assert [replace(line, decision=None) for line in told] == list(plain)


def test_a_decision_about_what_is_no_exception_any_more_is_kept_until_it_is_closed() -> None:
    made = [decided("A", Choice.ESCALATE), decided("B", Choice.WATCH), decided("C", Choice.CLOSE)]
    assert [one.indicator for one in open_decisions(made, ["B"])] == ["A"]


def test_every_rule_is_told_in_words_and_suggests_what_can_be_decided() -> None:
    assert len({rule.name for rule in RULES.values()}) == len(RULES)
    for rule in RULES.values():
        assert rule.words.endswith(".")
        assert rule.suggestion in {"", *Choice}
    assert [rule.judgement for rule in RULES.values()][-1] is Judgement.BETTER
    assert all(choice.words for choice in Choice)


def test_a_year_that_moved_reaches_the_board_though_its_latest_month_is_like_any_other() -> None:
    shown = card(UP)
    assert shown.variation.variation is Variation.COMMON_CAUSE
    (line,) = list_exceptions([shown])
    assert (line.rule, line.judgement, line.suggestion) == (
        "Worse than a year ago",
        Judgement.WORSE,
        "watch",
    )
    assert line.words == "Up 30.4% on the year before (more than usual variation)."
    assert "the latest figure alone is usual" in line.rule_words
    (together,) = (words for label, words in outlook_lines(shown) if label == "In short")
    assert together.startswith(
        "The year moved by more than usual variation; the latest figure alone is usual"
    )


@pytest.mark.parametrize(
    ("values", "polarity", "rule", "judgement"),
    [
        (DOWN, "lower", "Better than a year ago", Judgement.BETTER),
        (DOWN, "higher", "Worse than a year ago", Judgement.WORSE),
        (UP, "neither", "Changed on a year ago", Judgement.NEUTRAL),
    ],
)
def test_a_real_change_is_listed_whichever_way_it_went(
    values: list[Value], polarity: str, rule: str, judgement: Judgement
) -> None:
    (line,) = list_exceptions([card(values, polarity=polarity)])
    assert (line.rule, line.judgement) == (rule, judgement)


def test_an_area_that_stays_while_all_others_fall_is_listed_after_what_moved_here() -> None:
    agreed = framework(indicator(benchmark="near"), areas=[OWN, *OTHERS])
    level, fallen = [90.0, 110.0] * 18, [*[90.0, 110.0] * 12, *[60.0, 70.0] * 6]
    seen = [o for area in OTHERS for o in series(fallen, area=area)] + series(level)
    stays = card_of(agreed, seen)
    assert stays.yearly is not None
    assert stays.yearly.verdict is Verdict.NORMAL
    (line,) = list_exceptions([stays])
    assert line.rule == "Worse than the group's change"
    assert "relative to the group: up" in line.words
    assert [one.rule for one in list_exceptions([stays, card(UP, title="Moved")])] == [
        "Worse than a year ago",
        "Worse than the group's change",
    ]


def test_what_rests_on_provisional_months_is_marked_and_flags_nothing() -> None:
    firm = series([(30.0, 100.0), (34.0, 100.0)] * 12 + [(15.0, 100.0), (17.0, 100.0)] * 6)
    late = [*firm[:-12], *(one._replace(marker=Marker.PROVISIONAL) for one in firm[-12:])]
    agreed = framework(indicator(polarity="higher", **PERCENTAGE))
    sure, unsure = card_of(agreed, firm), card_of(agreed, late)
    assert sure.yearly is not None
    assert sure.yearly.words == "down 16.0 points (more than usual variation)"
    assert len(list_exceptions([sure])) == 1
    assert unsure.yearly is not None
    assert (
        unsure.yearly.words
        == "down 16.0 points (more than usual variation, if the provisional months do not change)"
    )
    assert list_exceptions([unsure]) == ()
    assert direction_word(unsure) == "provisional"
    (summary,) = change_summary([sure, unsure])
    assert summary.startswith(
        "Of 1 change on a year ago that could be tested, 1 is more than usual variation"
    )
    assert summary.endswith("1 worse. 1 more rests on provisional months.")

"""Exceptions have their rule in words, a rank declared once, and beside them what people decided."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from scpxl.model.ratings import Assurance, Judgement
from scpxl.scorecard.board import DecisionLine
from scpxl.scorecard.escalation import RULES, Choice, standing_decisions
from scpxl.scorecard.exceptions import list_exceptions
from scpxl.scorecard.model import IndicatorCard
from tests.scorecard.builders import STEADY, card_of, framework, indicator, series, target


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
        ("WORSE", "Special cause for the worse", "watch"),
        ("BETTER", "Special cause for the better", ""),
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
    assert [one.indicator for one in standing_decisions(made, ["B"])] == ["A"]


def test_every_rule_is_told_in_words_and_suggests_what_can_be_decided() -> None:
    assert len({rule.name for rule in RULES.values()}) == len(RULES)
    for rule in RULES.values():
        assert rule.words.endswith(".")
        assert rule.suggestion in {"", *Choice}
    assert [rule.judgement for rule in RULES.values()][-1] is Judgement.BETTER
    assert all(choice.words for choice in Choice)

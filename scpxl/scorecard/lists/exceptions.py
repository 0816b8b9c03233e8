"""What needs the board's eye, in order: the rules that make an exception, what each suggests, and the list they give.

A rule only suggests.  Whether something goes to the board is decided by people; a decision is kept with their name
and reason, and applies to the quarters that follow until they decide otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from scpxl.scorecard.records.board import DecisionLine
from scpxl.scorecard.records.scorecard import ExceptionLine, IndicatorCard
from scpxl.verdicts import Assurance, Judgement, Rag, Variation, Verdict


class Choice(StrEnum):
    """What people can decide about an exception."""

    ESCALATE = "escalate"
    WATCH = "watch"
    CLOSE = "close"

    @property
    def words(self) -> str:
        """What it means."""
        return _CHOICES[self]


_CHOICES: Final[Mapping[Choice, str]] = {
    Choice.ESCALATE: "it goes to the board",
    Choice.WATCH: "the lead looks again next quarter",
    Choice.CLOSE: "nothing more is to be done about it",
}


@dataclass(frozen=True, slots=True)
class ExceptionRule:
    """One reason to be on the list."""

    name: str
    words: str
    """What it looks for, and why it has its place in the order."""
    judgement: Judgement
    suggestion: str = ""
    tells_assurance: bool = False
    """Whether the line also says whether the target is met as things run."""
    tells_change: bool = False
    """Whether the line begins with the change on a year ago and the group's beside it."""


RULES: Final[Mapping[str, ExceptionRule]] = {
    "worse and off target": ExceptionRule(
        "Unusual and worse, and off target",
        "The latest figure is unusual and worse, and the target is missed by more than its tolerance. First, because "
        "something has changed and the result already counts.",
        Judgement.WORSE,
        Choice.ESCALATE,
    ),
    "out of reach": ExceptionRule(
        "Off target, and out of reach",
        "The target is missed by more than its tolerance and lies outside the usual range. Before an unusual figure "
        "alone, because explaining a month will not help: the board has to change what is done, or the target.",
        Judgement.WORSE,
        Choice.ESCALATE,
        tells_assurance=True,
    ),
    "worse": ExceptionRule(
        "Unusual and worse",
        "The latest figure is unusual and worse, though no target is missed by more than its tolerance. Before a missed "
        "target within reach, because it is the first sign of a change.",
        Judgement.WORSE,
        Choice.WATCH,
    ),
    "worse than a year ago": ExceptionRule(
        "Worse than a year ago",
        "The year is worse than the one before by more than usual variation, though the latest figure alone is usual: "
        "its usual range is worked out from the months of the move as well. Before a missed target within reach, "
        "because the level itself has moved.",
        Judgement.WORSE,
        Choice.WATCH,
        tells_assurance=True,
        tells_change=True,
    ),
    "off target": ExceptionRule(
        "Off target",
        "The target is missed by more than its tolerance; the latest figure is usual, and the target is within the usual "
        "range.",
        Judgement.WORSE,
        Choice.WATCH,
        tells_assurance=True,
    ),
    "behind the group": ExceptionRule(
        "Worse than the group's change",
        "On a year ago the area did worse than the other areas of its group by more than usual variation, whatever "
        "its own figures did. After what is missed or moved here, because it is the others that moved.",
        Judgement.WORSE,
        Choice.WATCH,
        tells_change=True,
    ),
    "neither": ExceptionRule(
        "Unusual",
        "The latest figure is unusual, where neither up nor down is better: the lead should find out why.",
        Judgement.NEUTRAL,
        Choice.WATCH,
    ),
    "moved, neither": ExceptionRule(
        "Changed on a year ago",
        "The year differs from the one before by more than usual variation, where neither up nor down is better and the "
        "latest figure alone is usual: the lead should find out why.",
        Judgement.NEUTRAL,
        Choice.WATCH,
        tells_change=True,
    ),
    "better": ExceptionRule(
        "Unusual and better",
        "The latest figure is unusual and better. The board need do nothing but learn from it.",
        Judgement.BETTER,
    ),
    "better than a year ago": ExceptionRule(
        "Better than a year ago",
        "The year is better than the one before by more than usual variation, though the latest figure alone is usual. "
        "Last, because the board need do nothing but learn from it.",
        Judgement.BETTER,
        tells_change=True,
    ),
}
"""The rules in rank order; an indicator is listed once, under the first that holds."""
_UNDECIDED: Mapping[str, DecisionLine] = MappingProxyType({})


def list_exceptions(
    cards: Iterable[IndicatorCard], decisions: Mapping[str, DecisionLine] = _UNDECIDED
) -> tuple[ExceptionLine, ...]:
    """Return the exceptions, the most serious first; within a rule in the framework's order.

    `decisions` are what people last decided, by indicator.
    """
    found = [(rule, card) for card in cards if (rule := _rule(card)) is not None]
    found.sort(key=lambda pair: list(RULES).index(pair[0]))
    return tuple(
        _line(place, RULES[rule], card, decisions.get(card.code))
        for place, (rule, card) in enumerate(found, start=1)
    )


def _rule(card: IndicatorCard) -> str | None:
    """Return the key of the first rule that holds, None where none does."""
    variation, red = card.variation.variation, card.rag.rag is Rag.RED
    special = variation.is_special
    moved, neutral = _significant_change(card), variation in {Variation.NEUTRAL_HIGH, Variation.NEUTRAL_LOW}
    concern = variation in {Variation.CONCERN_HIGH, Variation.CONCERN_LOW}
    holds = {
        "worse and off target": concern and red,
        "out of reach": red and card.variation.assurance is Assurance.CONSISTENTLY_MISSES,
        "worse": concern,
        "worse than a year ago": moved is Judgement.WORSE,
        "off target": red,
        "behind the group": _behind(card),
        "neither": neutral,
        "moved, neither": moved is Judgement.NEUTRAL,
        "better": special and not neutral and not concern,
        "better than a year ago": moved is Judgement.BETTER,
    }
    return next((rule for rule in RULES if holds[rule]), None)


def _significant_change(card: IndicatorCard) -> Judgement | None:
    """Return which way the year moved against the one before; None where that is not more than chance."""
    # What rests on provisional months flags nothing.
    yearly = card.yearly
    real = yearly is not None and yearly.verdict is Verdict.SIGNIFICANT and not yearly.provisional
    return card.direction.judgement if real else None


def _behind(card: IndicatorCard) -> bool:
    """Return whether the change is worse than that of the group's other areas by more than chance."""
    yearly = card.yearly
    return (
        yearly is not None
        and not yearly.provisional
        and yearly.difference_verdict is Verdict.SIGNIFICANT
        and yearly.difference_judgement is Judgement.WORSE
    )


def _line(
    place: int, rule: ExceptionRule, card: IndicatorCard, decision: DecisionLine | None
) -> ExceptionLine:
    # A red whose latest figure is usual says so: as things run, not one bad month, the target is missed.
    words = [card.variation.words]
    if rule.tells_change and card.yearly is not None:
        # That the newest figure alone is like any other is said by the rule.
        seen = "" if card.variation.variation is Variation.COMMON_CAUSE else card.variation.words
        words = [card.yearly.sentence, card.yearly.group_words, seen]
    if card.rag.rag is not Rag.NOT_RATED:
        words.append(card.rag.reason)
    if rule.tells_assurance and card.variation.assurance_words:
        words.append(card.variation.assurance_words)
    return ExceptionLine(
        place=place,
        indicator=card.code,
        title=card.title,
        objective=card.objective,
        rule=rule.name,
        words=" ".join(filter(None, words)),
        judgement=Judgement(rule.judgement),
        rag=card.rag.rag,
        rule_words=rule.words,
        suggestion=rule.suggestion,
        decision=decision,
    )


def open_decisions(decisions: Iterable[DecisionLine], listed: Iterable[str]) -> tuple[DecisionLine, ...]:
    """Return the decisions not closed whose indicator is no exception any more: they are not forgotten."""
    there = set(listed)
    return tuple(one for one in decisions if one.decision != Choice.CLOSE and one.indicator not in there)

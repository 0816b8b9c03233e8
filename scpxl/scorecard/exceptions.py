"""What needs the board's eye, in order: unusual figures, missed targets and significant changes, each with its rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from scpxl.scorecard.board import DecisionLine
from scpxl.scorecard.escalation import RULES, ExceptionRule
from scpxl.scorecard.model import ExceptionLine, IndicatorCard
from scpxl.verdicts import Assurance, Judgement, Rag, Variation, Verdict

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

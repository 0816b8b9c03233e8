"""What needs the board's eye, in order: special causes and missed targets, with the rule that put each there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from scpxl.model.ratings import Assurance, Judgement, Rag, Variation
from scpxl.scorecard.board import DecisionLine
from scpxl.scorecard.escalation import RULES, ExceptionRule
from scpxl.scorecard.model import ExceptionLine, IndicatorCard

_UNDECIDED: Mapping[str, DecisionLine] = MappingProxyType({})


def list_exceptions(
    cards: Iterable[IndicatorCard], decisions: Mapping[str, DecisionLine] = _UNDECIDED
) -> tuple[ExceptionLine, ...]:
    """Return the exceptions, the gravest first; within a rule in the framework's order.

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
    if variation in {Variation.CONCERN_HIGH, Variation.CONCERN_LOW}:
        return "worse and off target" if red else "worse"
    if red:
        beyond_reach = card.variation.assurance is Assurance.CONSISTENTLY_MISSES
        return "out of reach" if beyond_reach else "off target"
    if variation in {Variation.NEUTRAL_HIGH, Variation.NEUTRAL_LOW}:
        return "neither"
    return "better" if variation.is_special else None


def _line(
    place: int, rule: ExceptionRule, card: IndicatorCard, decision: DecisionLine | None
) -> ExceptionLine:
    # A red within common cause says so: the process as it is, not one bad month, misses the target.
    words = [card.variation.words]
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
        words=" ".join(words),
        judgement=Judgement(rule.judgement),
        rag=card.rag.rag,
        rule_words=rule.words,
        suggestion=rule.suggestion,
        decision=decision,
    )

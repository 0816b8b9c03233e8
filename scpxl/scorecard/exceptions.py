"""What needs the board's eye, in order: special causes and missed targets, with the rule that put each there."""

from __future__ import annotations

from collections.abc import Iterable

from scpxl.model.ratings import Judgement, Rag, Variation
from scpxl.scorecard.model import ExceptionLine, IndicatorCard

_ORDER = ("special cause for the worse, and off target", "special cause for the worse", "off target", "special cause", "special cause for the better")  # fmt: skip


def list_exceptions(cards: Iterable[IndicatorCard]) -> tuple[ExceptionLine, ...]:
    """Return the exceptions, the gravest first; within a rule in the framework's order."""
    found = [(rule, card) for card in cards if (rule := _rule(card)) is not None]
    found.sort(key=lambda pair: _ORDER.index(pair[0]))
    return tuple(_line(place, rule, card) for place, (rule, card) in enumerate(found, start=1))


def _rule(card: IndicatorCard) -> str | None:
    variation, red = card.variation.variation, card.rag.rag is Rag.RED
    if variation in {Variation.CONCERN_HIGH, Variation.CONCERN_LOW}:
        return _ORDER[0] if red else _ORDER[1]
    if red:
        return _ORDER[2]
    if variation in {Variation.NEUTRAL_HIGH, Variation.NEUTRAL_LOW}:
        return _ORDER[3]
    return _ORDER[4] if variation.is_special else None


def _line(place: int, rule: str, card: IndicatorCard) -> ExceptionLine:
    judgement = Judgement.WORSE
    if rule == _ORDER[3]:
        judgement = Judgement.NEUTRAL
    elif rule == _ORDER[4]:
        judgement = Judgement.BETTER
    # A red within common cause says so: the process as it is, not one bad month, misses the target.
    words = [card.variation.words]
    if card.rag.rag is not Rag.NOT_RATED:
        words.append(card.rag.reason)
    if rule == _ORDER[2] and card.variation.assurance_words:
        words.append(card.variation.assurance_words)
    return ExceptionLine(
        place=place,
        indicator=card.code,
        title=card.title,
        objective=card.objective,
        rule=rule[0].upper() + rule[1:],
        words=" ".join(words),
        judgement=judgement,
        rag=card.rag.rag,
    )

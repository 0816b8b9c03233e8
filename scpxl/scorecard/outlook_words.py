"""What is said of a card beyond its figures, in lines with labels: for the sheets and for the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from scpxl.scorecard.model import IndicatorCard
from scpxl.verdicts import Judgement

OUTLOOK_COLUMNS = (
    "change verdict", "change % low", "change % high", "difference from group %", "difference verdict",
    "trend % a year", "trend low", "trend high", "trend verdict",
    "outturn", "outturn low", "outturn high", "chance of target %",
)  # fmt: skip
"""Columns of the Figures table; intervals are at 95%, verdicts at 99%."""


def outlook_cells(card: IndicatorCard) -> Iterator[str | float | None]:
    """Yield a card's cells of those columns, None where there is nothing."""
    change, trend, outturn = card.yearly, card.trend, card.outturn
    yield from (change.verdict.value, change.low.value, change.high.value) if change else (None,) * 3
    yield from (change.difference.value, change.difference_verdict.value) if change else (None,) * 2
    yield from (trend.percent.value, trend.low.value, trend.high.value) if trend else (None,) * 3
    yield trend.verdict.value if trend else None
    if outturn:
        yield from (outturn.forecast.value, outturn.low.value, outturn.high.value, outturn.chance.value)
    else:
        yield from (None,) * 4


def outlook_lines(card: IndicatorCard) -> list[tuple[str, str]]:
    """Return what is said of the change, the trend, the year's end and interventions, each with its label."""
    lines = []
    if card.yearly:
        words = (_sentence(card.yearly.words), card.yearly.interval_words, card.yearly.group_words)
        lines.append(("Is the change more than usual variation?", " ".join(filter(None, words))))
    if card.trend:
        words = (card.trend.long_words, card.trend.short_words, card.trend.step_words)
        lines.append(("Trend", " ".join(filter(None, words))))
    if card.outturn:
        lines.append(("Year's end", card.outturn.words))
    if card.standing_words:
        lines.append(("In short", card.standing_words))
    lines += [("Explanation", line.text) for line in card.explanations]
    lines += [("Intervention", line.words) for line in card.interventions]
    return lines


def direction_word(card: IndicatorCard) -> str:
    """Return what is beside the arrow: better or worse where the change is significant, else why neither is said."""
    judgement = card.direction.judgement
    return "" if judgement is Judgement.UNKNOWN else judgement.value


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")

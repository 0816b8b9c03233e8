"""What the charts of a measure show, described once: its usual range, this year beside the last, its place in a group."""

from __future__ import annotations

from collections.abc import Iterator

from scpxl.pages.blocks import Chart, Key, Line, Series
from scpxl.scorecard.model import BenchmarkTable, IndicatorCard, Scorecard
from scpxl.words import capital


def charts_of(scorecard: Scorecard, card: IndicatorCard) -> Iterator[Chart]:
    """Yield the charts that a measure has: first that of its usual range."""
    for found in (range_chart(scorecard, card), year_chart(scorecard, card)):
        if found is not None:
            yield found


def range_chart(scorecard: Scorecard, card: IndicatorCard) -> Chart | None:
    """Return the control chart: each figure, the usual range, and what is unusual; None where it cannot be drawn."""
    drawn = card.control_chart
    if drawn is None:
        return None
    parts = (
        ("Usual range", Line.LIMIT, drawn.upper), ("Usual range", Line.LIMIT, drawn.lower),
        ("Middle of the range", Line.MIDDLE, drawn.mean), (capital(card.period_unit or "Figures"), Line.FIGURES, drawn.values),
        ("Unusual and worse", Line.WORSE, drawn.concern), ("Unusual and better", Line.BETTER, drawn.improvement),
        ("Unusual, neither up nor down is better", Line.NEITHER, drawn.neutral),
    )  # fmt: skip
    series = tuple(Series(*part) for part in parts)
    words = f"{card.title}, {drawn.labels[0]} to {drawn.labels[-1]}. {card.variation.words}"
    return Chart(
        "Is it outside its usual range?", drawn.labels, series, words, _key(scorecard, card), card.period_unit, card.count_style
    )  # fmt: skip


def year_chart(scorecard: Scorecard, card: IndicatorCard) -> Chart | None:
    """Return this year beside the last, month by month; None where there are not two."""
    year = card.year_on_year
    if year is None:
        return None
    pair = (
        Series(year.last_name, Line.BEFORE, year.last_year),
        Series(year.this_name, Line.NOW, year.this_year),
    )
    words = f"{card.title}: {card.headline.text} against {card.before.text} the year before."
    return Chart(
        "Last 12 months against the 12 before", year.labels, pair, words, _key(scorecard, card), card.period_unit, card.count_style
    )  # fmt: skip


def rank_chart(scorecard: Scorecard, table: BenchmarkTable) -> Chart | None:
    """Return the areas of a group from the lowest to the highest, the own one apart; None where none has a figure."""
    rows = [row for row in table.rows if row.rate.value is not None]
    if not rows:
        return None
    series = (
        Series("Other areas", Line.OTHERS, tuple(None if row.is_own else row.rate.value for row in rows)),
        Series(scorecard.area, Line.OWN, tuple(row.rate.value if row.is_own else None for row in rows)),
    )
    words = f"{table.title}, {table.rate_name}: columns from the lowest to the highest. {capital(table.rank_words)}. {table.average_kind}: {table.average.text}."
    key = Key(table.indicator, scorecard.period_code, table.group)
    return Chart(
        f"{table.title}, {table.group}", tuple(row.area for row in rows), series, words, key, table.rate_name,
        rows[0].rate.style, columns=True,
    )  # fmt: skip


def _key(scorecard: Scorecard, card: IndicatorCard) -> Key:
    return Key(card.code, scorecard.period_code, scorecard.area)

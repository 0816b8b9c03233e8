"""What a month end's rows need beyond the cards: quarters of the year, groups in rank order, parts with their fifths."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from scpxl.metrics.intervals import Interval, rate_interval, wilson
from scpxl.model.areas import BY_PARTS
from scpxl.model.framework import AddsUp, Indicator
from scpxl.model.observations import NOT_KNOWN, SeriesKey
from scpxl.model.periods import MONTH, QUARTER, Period
from scpxl.model.words import rounded
from scpxl.scorecard.analysis import Analysis, Floats, Track
from scpxl.scorecard.cell_words import NONE, cut, number_or_word
from scpxl.scorecard.comparison import Standings, benchmark_table, compare, standings
from scpxl.scorecard.end_records import LINE_BOX, Cell, GroupRow, PartsRow
from scpxl.scorecard.gaps import marks_on, why_missing
from scpxl.scorecard.parts import change_of, year_of
from scpxl.scorecard.shape import Division, Group, Measure, Place, Shape
from scpxl.scorecard.wording import SMALL_BASE, figure, number_style, number_text, period_style

FIFTHS = 5


def quarters_of(analysis: Analysis, indicator: Indicator) -> tuple[Cell, ...]:
    """Return last year's outturn, the four quarters of the financial year, and what this and last year's are out of.

    What has not come yet is a dash; a yearly figure has no quarters.
    """
    found = analysis.place(indicator, analysis.framework.area)
    if found is None:
        return (NONE,) * 7
    track, row = found
    first = Period(analysis.period.last, MONTH).financial_year.first
    level = indicator.adds_up is AddsUp.LATEST
    window = 1 if level else track.width
    cells = [_at(analysis, indicator, (track, row), track.figure.year, first - 1, window)]
    for quarter in range(4):
        end = first + QUARTER * quarter + QUARTER - 1
        width = 1 if level else max(1, QUARTER // track.step)
        known = track.step <= QUARTER
        cells.append(
            _at(analysis, indicator, (track, row), track.shown.quarter, end, width) if known else NONE
        )
    wholes = track.whole.year[row]
    for back in (0, track.width):
        value = float(wholes[track.last - back]) if track.last >= back else math.nan
        cells.append(NONE if math.isnan(value) else value)
    return tuple(cells)


def _at(
    analysis: Analysis,
    indicator: Indicator,
    found: tuple[Track, int],
    array: Floats,
    end: int,
    width: int,
) -> Cell:
    """Return an array's figure for the window that ends with a month, or the word in its place."""
    track, row = found
    places = np.flatnonzero(track.matrix.months == end)
    if not len(places):
        return NONE
    column = int(places[0])
    value = float(array[row, column])
    missing = why_missing(indicator, track, row, column, width) if math.isnan(value) else ""
    is_year = array is track.figure.year
    style = number_style(indicator) if is_year else period_style(analysis.framework, indicator)
    mark = marks_on(analysis.framework, indicator, track, row, (column, width))
    return number_or_word(figure(value, style, missing, mark))


def group_row(analysis: Analysis, measure: Measure, group: Group) -> GroupRow:
    """Return a group's areas on a measure, lowest first, with what the charts beside them need."""
    found = standings(analysis, analysis.framework.by_code[measure.code], group.code)
    if found is None:
        return GroupRow(None, NONE)
    table = benchmark_table(found, analysis.framework.area)
    places = {area.name: place for place, area in enumerate(found.areas)}
    rows = [row for row in table.rows if row.rate.value is not None]
    order = [places[row.area] for row in rows]
    low, high = _interval(found)
    rates = tuple(row.rate.value for row in rows if row.rate.value is not None)
    placed = compare(found, analysis.framework.area)
    words = f"{placed.rank_words}; {placed.difference_words}." if placed and placed.rank is not None else NONE
    return GroupRow(
        average=table.average.value,
        reading=cut(words, LINE_BOX),
        areas=tuple(row.area for row in rows),
        rates=rates,
        below=tuple(_gap(rate - low[at]) for rate, at in zip(rates, order, strict=True)),
        above=tuple(_gap(high[at] - rate) for rate, at in zip(rates, order, strict=True)),
        heat=fifths(rates),
        people=tuple(_point(found.wholes[at]) for at in order),
        lower=tuple(row.likelihood.lower.value for row in rows),
        upper=tuple(row.likelihood.upper.value for row in rows),
    )


def division_row(analysis: Analysis, measure: Measure, division: Division) -> GroupRow:
    """Return what a measure is made of, in the order of the framework, as a group's areas are held."""
    indicator = analysis.framework.by_code[measure.code]
    if analysis.tracks.get(indicator.frequency.months) is None:
        return GroupRow(None, NONE)
    items = analysis.framework.items_of(division.code)
    keys = [SeriesKey(indicator.code, analysis.framework.area, division.code, item.item) for item in items]
    years = [
        (item.title, year_of(analysis, indicator, key).value) for item, key in zip(items, keys, strict=True)
    ]
    known = [(title, value) for title, value in years if value is not None]
    if not known:
        return GroupRow(None, NONE)
    whole = sum(value for _, value in known)
    largest, most = max(known, key=lambda one: one[1])
    share = (
        f", {rounded(100 * most / whole)}% of those given" if whole and not measure.style.is_percent else ""
    )
    without = [title for title, value in years if value is None]
    told = f"{division.title}: most of it {largest} ({number_text(most, measure.period_style)}{share})."
    told += f" Not shown: {', '.join(without)}." if without else ""
    zeros = (0.0,) * len(known)
    return GroupRow(
        average=None,
        reading=cut(told, LINE_BOX),
        areas=tuple(title for title, _ in known),
        rates=tuple(value for _, value in known),
        below=zeros,
        above=zeros,
        heat=fifths([value for _, value in known]),
        people=(None,) * len(known),
        lower=(None,) * len(known),
        upper=(None,) * len(known),
    )


def _interval(found: Standings) -> Interval:
    """Return the 95% interval of each area's rate; NaN where it is no count out of anything."""
    if np.isnan(found.wholes).all() or found.indicator.adds_up is AddsUp.LATEST:
        nothing = np.full(len(found.areas), np.nan)
        return Interval(nothing, nothing)
    if found.style.is_percent:
        return wilson(found.counts, found.wholes).scaled(np.asarray(100.0))
    return rate_interval(found.counts, found.wholes, found.scale)


def _gap(size: float) -> float:
    return 0.0 if math.isnan(size) else max(0.0, float(size))


def _point(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def parts_row(analysis: Analysis, measure: Measure, places: Sequence[Place]) -> PartsRow:
    """Return a measure by the own area's parts."""
    indicator = analysis.framework.by_code[measure.code]
    keys = [
        SeriesKey(indicator.code, place.code)
        if place.code
        else SeriesKey(indicator.code, analysis.framework.area, BY_PARTS, NOT_KNOWN)
        for place in places
    ]
    if analysis.tracks.get(indicator.frequency.months) is None:
        blanks, zeros = (NONE,) * len(places), (0,) * len(places)
        return PartsRow(blanks, blanks, blanks, zeros, zeros, zeros)
    counts = [year_of(analysis, indicator, key) for key in keys]
    changes = [change_of(analysis, indicator, key) for key in keys]
    rates = [_rate(analysis, indicator, key) for key in keys]
    least = indicator.disclosure_threshold
    large = [
        one.value if place.code and one.value is not None and one.value >= least else None
        for one, place in zip(counts, places, strict=True)
    ]
    return PartsRow(
        counts=tuple(number_or_word(one) for one in counts),
        rates=tuple(NONE if rate is None else rate for rate in rates),
        changes=tuple(number_or_word(one) for one in changes),
        heat=fifths(large),
        rate_heat=fifths([r if c is not None else None for r, c in zip(rates, large, strict=True)]),
        change_heat=fifths(
            [one.value if place.code else None for one, place in zip(changes, places, strict=True)]
        ),
    )


def _rate(analysis: Analysis, indicator: Indicator, key: SeriesKey) -> float | None:
    track = analysis.tracks[indicator.frequency.months]
    row = track.matrix.rows.get(key)
    value = float(track.rate[row, track.last]) if row is not None else math.nan
    small = row is not None and float(track.number.year[row, track.last]) < SMALL_BASE
    return None if math.isnan(value) or small else value


def fifths(values: Sequence[float | None]) -> tuple[int, ...]:
    """Return which fifth of those known each is in, 1 the lowest; 0 where it is not known.  Equal values share one.

    >>> fifths([5.0, None, 1.0, 2.0, 3.0, 4.0])
    (5, 0, 1, 2, 3, 4)
    """
    known = sorted(value for value in values if value is not None)
    return tuple(
        0 if value is None else 1 + min(FIFTHS - 1, FIFTHS * known.index(value) // len(known))
        for value in values
    )


def rows_of(
    analysis: Analysis, shape: Shape
) -> tuple[dict[str, tuple[Cell, ...]], tuple[GroupRow, ...], tuple[PartsRow, ...]]:
    """Return quarters by code, a row a measure and group, and a row a measure by parts."""
    by_code = analysis.framework.by_code
    return (
        {one.code: quarters_of(analysis, by_code[one.code]) for one in shape.measures},
        (
            *(group_row(analysis, measure, group) for measure, group in shape.compared),
            *(division_row(analysis, measure, division) for measure, division in shape.divided),
        ),
        tuple(parts_row(analysis, measure, shape.parts) for measure in shape.by_parts),
    )

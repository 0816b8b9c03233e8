"""What a month end's rows need beyond the cards: quarters of the year, groups in rank order, parts with their fifths."""

from __future__ import annotations

import math
from collections.abc import Sequence

from scpxl.figures.figures import Figures
from scpxl.figures.readings import Place as SeriesPlace
from scpxl.figures.readings import Result
from scpxl.figures.tracks import HEADLINE, NUMBER, QUARTERLY, RATE
from scpxl.model.areas import BY_PARTS
from scpxl.model.framework import Indicator
from scpxl.model.observations import NOT_KNOWN, SeriesKey
from scpxl.model.periods import MONTH, QUARTER, YEAR, Period, period_label
from scpxl.scorecard.breakdown_figures import part_of
from scpxl.scorecard.cell_words import NONE, cut, number_or_word
from scpxl.scorecard.end_records import FIFTHS, LINE_BOX, Cell, GroupRow, PartsRow
from scpxl.scorecard.figures import MISSING, NumberStyle
from scpxl.scorecard.gaps import gap_text
from scpxl.scorecard.group import difference_words, group_style, in_rank_order, rank_words
from scpxl.scorecard.shape import QUARTERS, Division, Group, Measure, Place, Shape
from scpxl.scorecard.wording import (
    SMALL_BASE,
    figure,
    number_style,
    number_text,
    period_style,
)
from scpxl.words import rounded


def quarters_of(figures: Figures, indicator: Indicator, end: int) -> tuple[Cell, ...]:
    """Return last year's outturn, the four quarters of the financial year, and what this and last year's are out of.

    A quarter that has not ended is a dash, and so is any of a yearly figure; one that has ended and of which nothing
    has come is missing, as the headline says.
    """
    place = figures.place(indicator, end)
    first = Period(end, MONTH).financial_year.first
    style, single = number_style(indicator), period_style(figures.framework, indicator)
    asked_before = indicator.reported_in(Period(first - 1, MONTH))
    never = MISSING if asked_before else NONE
    cells = [_cell(place.ending(HEADLINE, first - 1), style) if place else never]
    for quarter in range(4):
        last = first + QUARTER * quarter + QUARTER - 1
        by_quarters = indicator.frequency.months <= QUARTER
        found = (
            place.ending(QUARTERLY, last, 1 if place.is_level else None) if place and by_quarters else None
        )
        due = by_quarters and last <= end and indicator.reported_in(Period(last, MONTH))
        cells.append(MISSING if found is None and due else _cell(found, single))
    if place is None:
        return (*cells, NONE, NONE)
    for back in (0, 1):
        whole = place.out_of("year", back)
        cells.append(NONE if math.isnan(whole) else whole)
    return tuple(cells)


def _cell(found: Result | None, style: NumberStyle) -> Cell:
    """Return a result's number, or the word in its place."""
    if found is None:
        return NONE
    return number_or_word(figure(found.value, style, gap_text(found.gap), found.marks))


def group_row(figures: Figures, measure: Measure, group: Group, end: int) -> GroupRow:
    """Return a group's areas on a measure, lowest first, with what the charts beside them need."""
    framework = figures.framework
    groups = figures.at(framework.by_code[measure.code], end).groups
    found = next((one for one in groups if one.group.code == group.code), None)
    if found is None:
        return GroupRow(None, NONE)
    order = [place for place in in_rank_order(found) if not math.isnan(found.compared[place])]
    bounds = found.intervals(in_percent=group_style(found).is_percent)
    low, high = bounds.lower.tolist(), bounds.upper.tolist()
    rates = tuple(found.compared[at] for at in order)
    own = found.place_of(framework.area)
    words = NONE
    if own is not None and not math.isnan(found.compared[own]):
        words = f"{rank_words(found, own)}; {difference_words(found, own)}."
    return GroupRow(
        average=_point(found.average),
        reading=cut(words, LINE_BOX),
        areas=tuple(found.areas[at].name for at in order),
        rates=rates,
        below=tuple(_gap(rate - low[at]) for rate, at in zip(rates, order, strict=True)),
        above=tuple(_gap(high[at] - rate) for rate, at in zip(rates, order, strict=True)),
        heat=fifths(rates),
        people=tuple(_point(found.wholes[at]) for at in order),
        lower=tuple(_point(found.chances.lower[at]) if found.chances else None for at in order),
        upper=tuple(_point(found.chances.upper[at]) if found.chances else None for at in order),
    )


def division_row(figures: Figures, measure: Measure, division: Division, end: int) -> GroupRow:
    """Return what a measure is made of, in the order of the framework, as a group's areas are held."""
    framework = figures.framework
    items = framework.items_of(division.code)
    keys = [SeriesKey(measure.code, framework.area, division.code, item.item) for item in items]
    years = [
        (item.title, part_of(figures, key, end).year().value) for item, key in zip(items, keys, strict=True)
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


def quarters_row(figures: Figures, measure: Measure, end: int) -> GroupRow:
    """Return a measure's last quarters that have ended, as a group's areas are held; one without a figure is left out."""
    place = figures.place(figures.framework.by_code[measure.code], end)
    if place is None:
        return GroupRow(None, NONE)
    latest = end - (end - Period(end, MONTH).financial_year.first + 1) % QUARTER
    known: list[tuple[int, float]] = []
    for last in range(latest - QUARTER * (QUARTERS - 1), latest + 1, QUARTER):
        found = place.ending(QUARTERLY, last, 1 if place.is_level else None)
        if found is not None and found.value is not None and not math.isnan(found.value):
            known.append((last, found.value))
    if not known:
        return GroupRow(None, NONE)
    values = dict(known)
    words = {last: number_text(value, measure.period_style) for last, value in known}
    newest = known[-1][0]
    told = f"{period_label(newest, QUARTER)}: {words[newest]}"
    told += f"; a year before: {words[newest - YEAR]}." if newest - YEAR in words else "."
    zeros = (0.0,) * len(known)
    return GroupRow(
        average=None,
        reading=cut(told, LINE_BOX),
        areas=tuple(period_label(last, QUARTER) for last in values),
        rates=tuple(values.values()),
        below=zeros,
        above=zeros,
        heat=(0,) * len(known),
        people=(None,) * len(known),
        lower=(None,) * len(known),
        upper=(None,) * len(known),
    )


def _gap(size: float) -> float:
    return 0.0 if math.isnan(size) else max(0.0, float(size))


def _point(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def parts_row(figures: Figures, measure: Measure, places: Sequence[Place], end: int) -> PartsRow:
    """Return a measure by the own area's parts."""
    indicator = figures.framework.by_code[measure.code]
    if figures.tracks.get(indicator.frequency.months) is None:
        blanks, zeros = (NONE,) * len(places), (0,) * len(places)
        return PartsRow(blanks, blanks, blanks, zeros, zeros, zeros)
    not_known = SeriesKey(indicator.code, figures.framework.area, BY_PARTS, NOT_KNOWN)
    parts = [
        part_of(figures, SeriesKey(indicator.code, place.code) if place.code else not_known, end)
        for place in places
    ]
    counts = [part.year() for part in parts]
    changes = [part.change for part in parts]
    rates = [_rate(part.place) for part in parts]
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


def _rate(place: SeriesPlace | None) -> float | None:
    """Return a part's rate; None where there is none, and on a small number."""
    if place is None or place.value(NUMBER) < SMALL_BASE:
        return None
    return _point(place.value(RATE))


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
    figures: Figures, shape: Shape, end: int
) -> tuple[dict[str, tuple[Cell, ...]], tuple[GroupRow, ...], tuple[PartsRow, ...]]:
    """Return quarters by code, one row per measure and group, and one row per measure by parts."""
    by_code = figures.framework.by_code
    return (
        {one.code: quarters_of(figures, by_code[one.code], end) for one in shape.measures},
        (
            *(group_row(figures, measure, group, end) for measure, group in shape.compared),
            *(division_row(figures, measure, division, end) for measure, division in shape.divided),
            *(quarters_row(figures, measure, end) for measure in shape.by_quarter),
        ),
        tuple(parts_row(figures, measure, shape.parts, end) for measure in shape.by_parts),
    )

"""What a month end's rows need beyond the cards: quarters of the year, groups in rank order, parts with their fifths."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence

from scpxl.figures.figures import Figures
from scpxl.figures.groups.records import GroupFigures
from scpxl.figures.readings import Result, SeriesPlace
from scpxl.figures.tracks import HEADLINE, NUMBER, QUARTERLY, RATE
from scpxl.model.areas import BY_PARTS
from scpxl.model.framework import Framework, Indicator
from scpxl.model.observations import NOT_KNOWN, SeriesKey
from scpxl.model.periods import MONTH, QUARTER, YEAR, Period, period_label
from scpxl.scorecard.cards.group import chance_words, difference_words, in_rank_order, rank_words
from scpxl.scorecard.gaps import gap_text
from scpxl.scorecard.lists.breakdowns import series_part_of
from scpxl.scorecard.records.ends import FIFTHS, GROUP_FIELDS, LINE_BOX, Cell, GroupRow, PartsRow, Rows
from scpxl.scorecard.records.figures import MISSING, NumberStyle
from scpxl.scorecard.records.shape import QUARTERS, DivisionShape, MapPlace, Measure, Shape
from scpxl.scorecard.texts.cell_words import NONE, cut, number_or_word, rank_cell, sentences
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
    if found is None or found.is_there:
        return NONE if found is None else found.value
    return number_or_word(figure(None, style, gap_text(found.gap)))


def _found(figures: Figures, code: str, group: str, end: int) -> GroupFigures | None:
    groups = figures.at(figures.framework.by_code[code], end).groups
    return next((one for one in groups if one.group.code == group), None)


def _own_words(framework: Framework, found: GroupFigures | None) -> str:
    """Return the own area's rank and its distance from the average; blank where it has no figure in the group."""
    own = found.place_of(framework.area) if found is not None else None
    if found is None or own is None or math.isnan(found.compared[own]):
        return ""
    return f"{rank_words(found, own)}; {difference_words(found, own)}"


def group_row(found: GroupFigures | None, words: str) -> GroupRow:
    """Return a group's areas on a measure, lowest first, with what the charts beside them need.

    `words` are the own area's.
    """
    if found is None:
        return GroupRow(None, NONE)
    compared = found.compared
    order = [place for place in in_rank_order(found) if not math.isnan(compared[place])]
    rates = [compared[at] for at in order]
    limits = (found.chances.lower, found.chances.upper) if found.chances else ()
    lower, upper = (_points(line, order) for line in limits) if limits else ((None,) * len(order),) * 2
    return GroupRow(
        average=_point(found.average),
        reading=cut(f"{words}.", LINE_BOX) if words else NONE,
        areas=tuple([found.areas[at].name for at in order]),
        rates=tuple(rates),
        # Of what has no interval nothing is above 0.
        below=tuple([size if (size := compared[at] - found.lower[at]) > 0 else 0.0 for at in order]),
        above=tuple([size if (size := found.upper[at] - compared[at]) > 0 else 0.0 for at in order]),
        heat=fifths(rates),
        people=_points(found.wholes, order),
        lower=lower,
        upper=upper,
    )


def _place_cells(framework: Framework, found: GroupFigures | None, words: str) -> tuple[Cell, ...]:
    """Return the own area's rank, the average, and where it is in words with what chance leaves of that."""
    own = found.place_of(framework.area) if found is not None else None
    if found is None or own is None:
        return (NONE,) * len(GROUP_FIELDS)
    beside, *likely = chance_words(found, own)
    rank = int(found.ranks[own]) if words else None
    average = _point(found.average)
    told = cut(sentences(words, *likely), LINE_BOX) if words else NONE
    return rank_cell(rank, found.of, beside), NONE if average is None else average, told


def division_row(figures: Figures, measure: Measure, division: DivisionShape, end: int) -> GroupRow:
    """Return what a measure is made of, in the order of the framework, as a group's areas are held."""
    framework = figures.framework
    items = framework.items_of(division.code)
    keys = [SeriesKey(measure.code, framework.area, division.code, item.item) for item in items]
    years = [
        (item.title, series_part_of(figures, key, end).year().value)
        for item, key in zip(items, keys, strict=True)
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


def _point(value: float) -> float | None:
    return None if math.isnan(value) else float(value)


def _points(values: Sequence[float], order: Sequence[int]) -> tuple[float | None, ...]:
    """Return values in an order, None for NaN."""
    return tuple([None if math.isnan(values[at]) else values[at] for at in order])


def parts_row(figures: Figures, measure: Measure, places: Sequence[MapPlace], end: int) -> PartsRow:
    """Return a measure by the own area's parts."""
    indicator = figures.framework.by_code[measure.code]
    if figures.tracks.get(indicator.frequency.months) is None:
        blanks, zeros = (NONE,) * len(places), (0,) * len(places)
        return PartsRow(blanks, blanks, blanks, zeros, zeros, zeros)
    not_known = SeriesKey(indicator.code, figures.framework.area, BY_PARTS, NOT_KNOWN)
    parts = [
        series_part_of(figures, SeriesKey(indicator.code, place.code) if place.code else not_known, end)
        for place in places
    ]
    counts = [part.number for part in parts]
    moved = [part.moved for part in parts]
    rates = [_rate(part.place) for part in parts]
    least = indicator.disclosure_threshold
    large = [
        count if place.code and count >= least else None for count, place in zip(counts, places, strict=True)
    ]
    # A text is made only where there is no number.
    return PartsRow(
        counts=tuple(
            number_or_word(part.year()) if math.isnan(count) else count
            for part, count in zip(parts, counts, strict=True)
        ),
        rates=tuple(NONE if rate is None else rate for rate in rates),
        changes=tuple(
            number_or_word(part.change) if math.isnan(change) else change
            for part, change in zip(parts, moved, strict=True)
        ),
        heat=fifths(large),
        rate_heat=fifths([r if c is not None else None for r, c in zip(rates, large, strict=True)]),
        change_heat=fifths(
            [_point(change) if place.code else None for change, place in zip(moved, places, strict=True)]
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
    known = sorted([value for value in values if value is not None])
    fifth: dict[float, int] = {}
    for place, value in enumerate(known):
        fifth.setdefault(value, 1 + FIFTHS * place // len(known))
    return tuple([0 if value is None else fifth[value] for value in values])


def rows_of(figures: Figures, shape: Shape, end: int) -> Rows:
    """Return what the rows of a month end need beyond the cards."""
    framework = figures.framework
    placed: defaultdict[str, tuple[Cell, ...]] = defaultdict(tuple)
    compared = []
    for measure, group in shape.compared:
        found = _found(figures, measure.code, group.code, end)
        words = _own_words(framework, found)
        compared.append(group_row(found, words))
        placed[measure.code] += _place_cells(framework, found, words)
    return Rows(
        quarters={one.code: quarters_of(figures, framework.by_code[one.code], end) for one in shape.measures},
        placed=placed,
        groups=(
            *compared,
            *(division_row(figures, measure, division, end) for measure, division in shape.divided),
            *(quarters_row(figures, measure, end) for measure in shape.by_quarter),
        ),
        parts=tuple(parts_row(figures, measure, shape.parts, end) for measure in shape.by_parts),
    )

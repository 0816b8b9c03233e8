"""Whether the change on a year ago is real, and whether it differs from the benchmark group's: all indicators at once.

Counts are judged by like months of two or three years; percentages and rates out of what adds up too by the months
about their own year's.  None where the two years are not both whole, or a registered break parts them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from scpxl.figures.changes.records import (
    ChangeFigures,
    ChangeTable,
    JudgedBy,
    working_of_counts,
    working_of_rates,
    working_of_shares,
)
from scpxl.figures.changes.relative import all_relative_changes
from scpxl.figures.charts.subjects import still_provisional
from scpxl.figures.counts import Counts
from scpxl.figures.gaps import break_within
from scpxl.figures.lookback import COMPARED_YEARS
from scpxl.figures.readings import SeriesPlace
from scpxl.figures.working import Working
from scpxl.model.framework import Aggregation, Unit
from scpxl.model.periods import YEAR, period_label
from scpxl.model.wholes import is_yearly_rate
from scpxl.statistics.arrays import Flags, Floats, Months
from scpxl.statistics.change.differences import judge_shares
from scpxl.statistics.change.yearly_change import (
    QuasiChange,
    RatioInterval,
    YearlyChange,
    judge_changes,
    judge_rates,
    quasi_change,
    ratio_interval,
)
from scpxl.statistics.windows import days_in
from scpxl.verdicts import Verdict

_Made = Callable[[ChangeFigures], Working | None]


def all_changes(
    places: Sequence[SeriesPlace], counts: dict[tuple[str, int], Counts]
) -> dict[tuple[str, int], ChangeFigures]:
    """Return by indicator and column every change of the series of one track that can be judged."""
    tables = [_of_counts(one) for one in counts.values()]
    found = _judged_counts([table for table in tables if table is not None])
    others = [place for place in places if (place.indicator.code, place.column) not in counts]
    shares = [_parted(place) for place in others if _is_share(place)]
    found |= _judged_shares([table for table in shares if table is not None])
    left = [
        place
        for place in others
        if (place.indicator.code, place.column) not in found and _is_plain_rate(place)
    ]
    rates = [_parted(place) for place in left]
    return found | _judged_rates([table for table in rates if table is not None])


def _of_counts(counts: Counts) -> ChangeTable | None:
    if not whole_years(counts, counts.own[None, :], 2)[0]:
        return None
    years = COMPARED_YEARS if whole_years(counts, counts.own[None, :], COMPARED_YEARS)[0] else 2
    place, width = counts.place, counts.width
    days = days_in(counts.months[-years * width :], counts.step).reshape(years, width)
    people = np.ones(years)
    if place.indicator.unit is Unit.RATE:
        columns = [place.column - back * width for back in reversed(range(years))]
        people = place.track.wholes.windows.year[place.row, columns]
    if np.isnan(people).any():
        return None
    table = counts.years(counts.own, years)
    return ChangeTable(place, counts, table, days * people[:, None], float(people[-2] / people[-1]))


def whole_years(counts: Counts, rows: Floats, years: int) -> Flags:
    """Return which rows have every figure of the last so many years."""
    span = years * counts.width
    if rows.shape[-1] < span:
        return np.zeros(len(rows), dtype=np.bool_)
    return np.asarray(~np.isnan(rows[:, -span:]).any(axis=1))


def _is_share(place: SeriesPlace) -> bool:
    indicator = place.indicator
    share = indicator.unit is Unit.PERCENTAGE and indicator.aggregation is Aggregation.RATIO
    return share and place.whole.adds_up


def _is_plain_rate(place: SeriesPlace) -> bool:
    indicator = place.indicator
    is_rate = indicator.unit is Unit.RATE and not is_yearly_rate(place.framework, indicator)
    return is_rate and indicator.aggregation is not Aggregation.LATEST


def _parted(place: SeriesPlace) -> ChangeTable | None:
    """Return two years of numbers and what they are out of; None where they are not whole, or not parts of it."""
    indicator, track = place.indicator, place.track
    parted = break_within(place.framework, indicator, place.end - 2 * YEAR + 1, place.end)
    if indicator.rolling or track.step == YEAR or parted is not None or place.column + 1 < 2 * track.width:
        return None
    span = slice(place.column + 1 - 2 * track.width, place.column + 1)
    parts, wholes = (
        values[place.row, span].reshape(2, track.width)
        for values in (track.matrix.numerator, track.wholes.windows.one)
    )
    # More than a hundred per cent, as of what is out of a level, is no proportion that could be judged as one.
    too_much = indicator.unit is Unit.PERCENTAGE and (parts > wholes).any()
    return None if np.isnan(parts + wholes).any() or too_much else ChangeTable(place, None, parts, wholes)


def _judged_counts(tables: Sequence[ChangeTable]) -> dict[tuple[str, int], ChangeFigures]:
    found = {}
    beside = all_relative_changes(
        [(table.place, table.counts, table.values, table.per_head) for table in tables if table.counts]
    )
    for rows in by_shape(tables):
        counts, exposure = (np.array([getattr(one, name) for one in rows]) for name in ("values", "exposure"))
        judged, plain = judge_changes(counts, exposure), quasi_change(counts)
        days = exposure.sum(axis=-1)
        ratio = ratio_interval(plain, supposed=days[:, -1] / days[:, -2])
        for row, table in enumerate(rows):
            head = table.per_head
            percent, low, high = (
                100 * ((1 + float(x[row]) / 100) * head - 1)
                for x in (judged.percent, judged.low, judged.high)
            )
            made = _ratio_made(working_of_counts, judged, row, table, (plain, ratio))
            change = _change(JudgedBy(counts=True), judged, row, table, (percent, low, high), made)
            found[table.key] = replace(change, group=beside.get(table.key))
    return found


def _judged_shares(tables: Sequence[ChangeTable]) -> dict[tuple[str, int], ChangeFigures]:
    found = {}
    for rows in by_shape(tables):
        parts, wholes = (np.array([getattr(one, name) for one in rows]) for name in ("values", "exposure"))
        judged = judge_shares(parts, wholes)
        for row, table in enumerate(rows):
            edges = (float(x[row]) for x in (judged.percent, judged.low, judged.high))
            made = partial(working_of_shares, judged=judged, row=row, table=table)
            change = _change(JudgedBy(shares=True), judged, row, table, tuple(edges), made)
            if change.verdict is not Verdict.NOT_ASSESSED:
                found[table.key] = change
    return found


def _judged_rates(tables: Sequence[ChangeTable]) -> dict[tuple[str, int], ChangeFigures]:
    found = {}
    for rows in by_shape(tables):
        counts, wholes = (np.array([getattr(one, name) for one in rows]) for name in ("values", "exposure"))
        judged, plain = judge_rates(counts, wholes), quasi_change(counts, wholes, month_effects=False)
        ratio = ratio_interval(plain)
        for row, table in enumerate(rows):
            edges = tuple(float(x[row]) for x in (judged.percent, judged.low, judged.high))
            made = _ratio_made(working_of_rates, judged, row, table, (plain, ratio))
            found[table.key] = _change(JudgedBy(rates=True), judged, row, table, edges, made)
    return found


def _ratio_made(
    say: Callable[..., Working | None],
    judged: YearlyChange,
    row: int,
    table: ChangeTable,
    numbers: tuple[QuasiChange, RatioInterval],
) -> _Made:
    """Return what makes the formula of a change that is a ratio, when it is asked for."""
    plain, ratio = numbers
    return lambda change: say(change, judged, row, table, one_of(plain, row), one_of(ratio, row))


def by_shape(tables: Iterable[ChangeTable]) -> Iterable[list[ChangeTable]]:
    """Return tables that can be judged together: those of as many years and months."""
    shapes: defaultdict[tuple[int, ...], list[ChangeTable]] = defaultdict(list)
    for table in tables:
        shapes[table.values.shape].append(table)
    return shapes.values()


def one_of(found: QuasiChange | RatioInterval, row: int) -> dict[str, float]:
    """Return the numbers of one series."""
    return {name: float(np.asarray(getattr(found, name))[row]) for name in found._fields}


def _change(
    kind: JudgedBy, judged: YearlyChange, row: int, table: ChangeTable, edges: tuple[float, ...], made: _Made
) -> ChangeFigures:
    place, width = table.place, table.values.shape[-1]
    months = place.track.matrix.months[place.column + 1 - width : place.column + 1]
    compared = table.values
    if not kind.counts:
        compared = table.values / np.where(table.exposure > 0, table.exposure, np.nan)
    marker = place.track.matrix.marker[place.row, : place.column + 1]
    return ChangeFigures(
        kind=kind,
        verdict=judged.verdict[row],
        new=float(judged.new[row]),
        old=float(judged.old[row]),
        percent=edges[0],
        low=edges[1],
        high=edges[2],
        rests_on=month_it_rests_on(months, place.track.step, compared, judged.rests_on[row]),
        provisional=bool(still_provisional(marker)[-place.track.width :].any()),
        make=made,
    )


def month_it_rests_on(ends: Months, step: int, table: Floats, rests_on: Flags) -> str:
    """Return the month that alone makes a change of a table [years, months] significant; blank where none does.

    `ends` holds the month that ends each column of the new year, `rests_on` the columns the change rests on.
    """
    places = np.flatnonzero(rests_on)
    if not len(places):
        return ""
    # The odd one: of the months named, and of the two years, the one furthest from the other months of its year.
    apart = np.array(
        [
            np.abs(table[-2:, place] - np.nanmean(np.delete(table[-2:], place, axis=1), axis=1))
            for place in places
        ]
    )
    month, year = np.unravel_index(int(np.argmax(np.nan_to_num(apart))), apart.shape)
    return period_label(int(ends[places[month]]) - (0 if year else YEAR), step)

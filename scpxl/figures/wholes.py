"""The wholes of every series over the windows that are shown: each month, quarter, year, and the year so far.

One rule (see `scpxl.model.wholes`): the whole of a window is that of the very months whose numbers it holds.
What adds up is added up; a level is the mean of the months.  A month without a whole leaves every window that
holds it without one.  An annual level such as a population is carried forward to later months, never back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scpxl.figures import lookback
from scpxl.figures.series import SeriesMatrix
from scpxl.model.areas import BY_PARTS
from scpxl.model.framework import Aggregation, Framework, Frequency, Indicator, IndicatorKind
from scpxl.model.observations import Observation, SeriesKey
from scpxl.model.periods import FIRST_MONTH_OF_YEAR, MONTH, YEAR, Period
from scpxl.model.wholes import Whole, WholeKind, whole_of
from scpxl.statistics.arrays import Floats, Months
from scpxl.statistics.windows import rolling_sum, spread_population, year_to_date


class Windows(NamedTuple):
    """The same figure over four windows that end with each column; every array is [series, columns]."""

    one: Floats
    """The column's own months."""
    quarter: Floats
    year: Floats
    to_date: Floats
    """From April to the column."""


@dataclass(frozen=True, eq=False)
class Wholes:
    """What a track's series are out of."""

    windows: Windows
    """NaN for a series that is out of nothing."""
    of: tuple[Whole, ...]
    """For each series, what it is out of."""
    estimate: npt.NDArray[np.int64]
    """[series, columns] the last month of the period whose level is in force; 0 where none is, or no yearly one."""
    held: Mapping[int, tuple[SeriesMatrix, int]]
    """By series: where the whole's own figures are, if it is reported month by month."""


Given = Mapping[tuple[str, str], Sequence[Observation]]
"""By indicator and area, the figures given of what others are out of."""


def levels_given(framework: Framework, observations: Iterable[Observation]) -> Given:
    """Return every figure of what indicators are out of."""
    wanted = {one.whole_code for one in framework.indicators if one.whole_code}
    given: defaultdict[tuple[str, str], list[Observation]] = defaultdict(list)
    for seen in observations:
        if seen.indicator in wanted and not seen.breakdown and seen.numerator is not None:
            given[seen.indicator, seen.area].append(seen)
    return given


class _Levels(NamedTuple):
    """The level in force in each of a run of months, and the last month of the period it was given for."""

    first: int
    level: Floats
    until: npt.NDArray[np.int64]


def find_wholes(
    framework: Framework,
    matrix: SeriesMatrix,
    matrices: Mapping[int, SeriesMatrix],
    given: Given,
) -> Wholes:
    """Return the wholes of a matrix's series; `matrices` are all there are, by the months of a column."""
    indicators = [framework.by_code.get(key.indicator) for key in matrix.keys]
    of = tuple(Whole(WholeKind.NONE) if one is None else whole_of(framework, one) for one in indicators)
    shape = matrix.numerator.shape
    windows = Windows(*(np.full(shape, np.nan) for _ in Windows._fields))
    estimate, held = np.zeros(shape, dtype=np.int64), {}
    levels = _Book(matrix.months, given)
    for row, (key, indicator, whole) in enumerate(zip(matrix.keys, indicators, of, strict=True)):
        # An item has no whole of its own; what has no ward is out of what has none there either.
        if indicator is None or key.breakdown not in {"", BY_PARTS} or whole.kind is WholeKind.NONE:
            continue
        lengths = _lengths(indicator, matrix.step)
        if whole.indicator is None:
            # Typed beside the number, it covers what that covers: a year, of a rolling figure.
            found = _added(matrix.denominator[row], matrix.months, matrix, lengths._replace(one=matrix.step))
        else:
            other = matrices.get(whole.indicator.frequency.months)
            at = other.rows.get(SeriesKey(whole.indicator.code, *key[1:])) if other else None
            if other is not None and at is not None:
                held[row] = other, at
            if whole.kind is WholeKind.LEVEL and not key.breakdown:
                found, estimate[row] = levels.windows(whole.indicator, indicator, key.area, matrix.step)
            elif whole.kind is WholeKind.COUNT and other is not None and at is not None:
                found = _added(other.numerator[at], matrix.months, other, lengths)
            else:
                continue
        for to, values in zip(windows, found, strict=True):
            to[row] = values
    return Wholes(windows, of, estimate, held)


class _Lengths(NamedTuple):
    """How many months each window holds; `to_date` says whether the year so far is another than the first."""

    one: int
    quarter: int
    year: int
    to_date: bool


def _lengths(indicator: Indicator, step: int) -> _Lengths:
    """Return an indicator's windows: of what does not add up, all are the latest figure's own months."""
    one = YEAR if indicator.rolling else step
    if indicator.aggregation is Aggregation.LATEST:
        return _Lengths(one, one, one, to_date=False)
    return _Lengths(one, max(lookback.SPAN.quarter, step), lookback.SPAN.year, to_date=True)


def _added(values: Floats, months: Months, of: SeriesMatrix, lengths: _Lengths) -> Windows:
    """Return one series' sums over the windows that end with `months`; `of` says which months its columns are."""

    def over(length: int) -> Floats:
        if length % of.step:
            return np.full(len(months), np.nan)
        return _at(rolling_sum(values, length // of.step), months, of)

    one = over(lengths.one)
    if not lengths.to_date:
        return Windows(one, one, one, one)
    so_far = _at(year_to_date(values, of.months, step=of.step), months, of)
    return Windows(one, over(lengths.quarter), over(lengths.year), so_far)


def _at(values: Floats, months: Months, of: SeriesMatrix) -> Floats:
    """Return the values of the columns that end with each month; NaN where none does."""
    columns, left = np.divmod(months - of.first, of.step)
    there = (left == 0) & (columns >= 0) & (columns < len(values))
    result: Floats = np.full(len(months), np.nan)
    result[there] = values[columns[there]]
    return result


class _Book:
    """The levels that series are out of, month by month, each laid out once."""

    def __init__(self, months: Months, given: Given) -> None:
        self._months = months
        # A rolling year that ends with the first column reaches back a year, and so does the year so far.
        self._first = int(months[0]) - 2 * YEAR if len(months) else 0
        self._last = int(months[-1]) if len(months) else 0
        self._given = given
        self._levels: dict[tuple[str, str], _Levels] = {}
        self._made: dict[tuple[str, str, _Lengths, bool], tuple[Windows, npt.NDArray[np.int64]]] = {}

    def windows(
        self, level: Indicator, of: Indicator, area: str, step: int
    ) -> tuple[Windows, npt.NDArray[np.int64]]:
        """Return the mean level of an area over the windows of an indicator that is out of it."""
        lengths = _lengths(of, step)
        # What covers a year already is not taken the mean of: a rolling figure is out of the same year's one.
        latest = level.rolling and of.rolling and level.frequency is of.frequency
        key = (level.code, area, lengths, latest)
        if key not in self._made:
            place = (level.code, area)
            if place not in self._levels:
                self._levels[place] = _lay_out(level, self._given.get(place, ()), self._first, self._last)
            self._made[key] = _means(self._levels[place], self._months, lengths, latest=latest)
        return self._made[key]


def _lay_out(level: Indicator, given: Collection[Observation], first: int, last: int) -> _Levels:
    values, until = np.full(last - first + 1, np.nan), np.zeros(last - first + 1, dtype=np.int64)
    yearly = level.frequency is Frequency.ANNUAL
    if yearly and all(seen.period.length == MONTH for seen in given):
        # A mid-year estimate is at a month of the calendar year it is for.
        by_year = {
            seen.period.last // YEAR: seen.numerator
            for seen in sorted(given, key=lambda one: one.period.last)
            if seen.numerator is not None
        }
        found = spread_population(by_year, np.arange(first, last + 1, dtype=np.int64))
        return _Levels(first, found.population, np.where(found.year > 0, found.year * YEAR + YEAR - 1, 0))
    covered = sorted(
        ((_covered(level, seen.period), seen) for seen in given),
        key=lambda one: (one[0].last, one[1].period.last),
    )
    for covers, seen in covered:
        start = covers.first - first
        # Of a yearly level the latest stands until there is a newer one.
        stop = len(values) if yearly else covers.last - first + 1
        if stop > 0:
            values[max(0, start) : stop] = seen.numerator
            until[max(0, start) : stop] = covers.last if yearly else 0
    return _Levels(first, values, until)


def _covered(level: Indicator, period: Period) -> Period:
    """Return the months that a level holds for: those of its period, or the calendar's that its month is in."""
    months = level.frequency.months
    if period.length != 1 or level.kind is not IndicatorKind.CONTEXT:
        return period
    return Period(period.first - period.first % months, months)


def _means(
    levels: _Levels, months: Months, lengths: _Lengths, *, latest: bool
) -> tuple[Windows, npt.NDArray[np.int64]]:
    places = months - levels.first

    def over(length: int) -> Floats:
        width = 1 if latest else length
        return rolling_sum(levels.level, width)[places] / width

    one = over(lengths.one)
    until = levels.until[places]
    if not lengths.to_date:
        return Windows(one, one, one, one), until
    run = levels.first + np.arange(len(levels.level), dtype=np.int64)
    gone = (run - (FIRST_MONTH_OF_YEAR - 1)) % YEAR + 1
    so_far = (year_to_date(levels.level, run) / gone)[places]
    return Windows(one, over(lengths.quarter), over(lengths.year), so_far), until

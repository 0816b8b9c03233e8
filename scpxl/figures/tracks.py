"""Every series' figures over time: which there are is declared once, and worked out for all series at once.

Rows are series, columns the months, quarters or years of one frequency.  A reading (the year's rate, the quarter a
year ago) is a declaration: `Track.values` works it out for every series and column, and `readings` makes the formula
of one of them from the same declaration.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

import numpy as np

from scpxl.figures import lookback
from scpxl.figures.series import SeriesMatrix, to_series
from scpxl.figures.wholes import Wholes, find_wholes, levels_given
from scpxl.model.areas import BY_PARTS
from scpxl.model.framework import Aggregation, Framework, Indicator, Unit
from scpxl.model.observations import Observation
from scpxl.model.periods import MONTH, YEAR, Period, period_label
from scpxl.model.wholes import is_yearly_rate
from scpxl.statistics.arrays import Flags, Floats
from scpxl.statistics.windows import lag, ratio, rolling_sum, year_to_date

STEPS = (1, 3, 12)


class Of(StrEnum):
    """What a reading gives of a series."""

    NUMBER = "number"
    """What was counted, summed over the window; for levels, the level."""
    FIGURE = "figure"
    """The figure in the indicator's unit: number over whole, or the number where it is out of nothing."""
    SHOWN = "shown"
    """As single periods are shown: the figure, but of a yearly rate the count."""
    PART = "part"
    """As parts of an indicator are shown, such as wards and items: the figure, but of a rate the count."""
    RATE = "rate"
    """The number for so many of its whole, where it has one; the figure, where that divides."""


class ReadingRule(NamedTuple):
    """A figure that is declared: what of a series, over which window, how many years before."""

    window: str
    """One of the fields of `wholes.Windows`: one, quarter, year, to_date."""
    of: Of = Of.FIGURE
    years_back: int = 0

    @property
    def before(self) -> ReadingRule:
        """The same a year earlier."""
        return self._replace(years_back=self.years_back + 1)


HEADLINE = ReadingRule("year")
QUARTERLY = ReadingRule("quarter", Of.SHOWN)
TO_DATE = ReadingRule("to_date", Of.SHOWN)
LATEST = ReadingRule("one", Of.SHOWN)
RATE = ReadingRule("year", Of.RATE)
NUMBER = ReadingRule("year", Of.NUMBER)
PART_YEAR = ReadingRule("year", Of.PART)
PART_QUARTER = ReadingRule("quarter", Of.PART)


class Traits(NamedTuple):
    """What the framework says of each series; every array is [series, 1]."""

    level: Flags
    """Whether it is a level, which does not add up."""
    divides: Flags
    scale: Floats
    per: Floats
    yearly_rate: Flags
    rate: Flags


@dataclass(frozen=True, eq=False)
class Track:
    """The series of one frequency.  Every array is [series, periods], NaN where there is no number."""

    matrix: SeriesMatrix
    wholes: Wholes
    """What each series is out of, over each window."""
    traits: Traits
    _made: dict[ReadingRule, Floats] = field(default_factory=dict)

    @cached_property
    def step(self) -> int:
        """Months in a column."""
        return self.matrix.step

    @cached_property
    def width(self) -> int:
        """Columns in a year."""
        return YEAR // self.step

    @cached_property
    def labels(self) -> tuple[str, ...]:
        """Each column's name: Mar 2018, or 2017-18 Q4."""
        return tuple(period_label(month, self.step) for month in self.matrix.months.tolist())

    @property
    def last(self) -> int:
        """The last column."""
        return len(self.matrix.months) - 1

    def column_of(self, end: int) -> int:
        """Return the last column that has ended by a month."""
        return (end - self.matrix.first) // self.step

    def columns_in(self, window: str, level: bool, column: int) -> int:  # noqa: FBT001  (a fact of the series)
        """Return how many columns a window holds that ends with a column; of a level the year is the latest alone."""
        if window == "quarter":
            return max(1, lookback.SPAN.quarter // self.step)
        if window == "one" or level:
            return 1
        if window == "year":
            return max(1, lookback.SPAN.year // self.step)
        first = int(self.matrix.months[column]) - self.step + 1
        return max(1, (first - Period(first, MONTH).financial_year.first) // self.step + 1)

    def values(self, reading: ReadingRule) -> Floats:
        """Return a reading of every series at every column; each is worked out once."""
        found = self._made.get(reading)
        if found is None:
            found = self._made[reading] = self._work_out(reading)
        return found

    def _work_out(self, reading: ReadingRule) -> Floats:
        if reading.years_back:
            return lag(self.values(reading._replace(years_back=0)), reading.years_back * self.width)
        traits, window = self.traits, reading.window
        if reading.of is Of.NUMBER:
            return np.where(traits.level, self.matrix.numerator, self._added(window))
        number = self.values(ReadingRule(window, Of.NUMBER))
        share = ratio(number, getattr(self.wholes.windows, window), 1)
        if reading.of is Of.RATE:
            return np.where(traits.divides, self.values(ReadingRule(window)), traits.per * share)
        if reading.of is Of.FIGURE:
            return np.where(traits.divides, traits.scale * share, number)
        as_count = traits.yearly_rate if reading.of is Of.SHOWN else traits.rate
        return np.where(as_count, number, self.values(ReadingRule(window)))

    def _added(self, window: str) -> Floats:
        one = self.matrix.numerator
        if window == "to_date":
            return year_to_date(one, self.matrix.months, step=self.step)
        return one if window == "one" else rolling_sum(one, self.columns_in(window, level=False, column=0))


def lay_out(
    framework: Framework, observations: Sequence[Observation], end: int, first_end: int
) -> dict[int, Track]:
    """Return the series of each frequency up to a month, by the months of a column.

    There are two years of columns before `first_end`, the first month end that is asked for.
    """
    by_step: defaultdict[int, list[Observation]] = defaultdict(list)
    for seen in observations:
        by_step[seen.period.length].append(seen)
    matrices: dict[int, SeriesMatrix] = {}
    for step in STEPS:
        last = end - (end - 2) % step
        # The first column is the same for all, so that a year before exists where its figures do.
        if by_step[step]:
            earliest = min([seen.period.first for seen in by_step[step]]) + step - 1
            first = min(earliest, first_end - (first_end - 2) % step - (2 * YEAR - step))
            matrices[step] = to_series(by_step[step], step, first - (first - 2) % step, last)
    levels = levels_given(framework, observations)
    return {
        step: Track(matrix, find_wholes(framework, matrix, matrices, levels), _traits(framework, matrix))
        for step, matrix in matrices.items()
    }


def _traits(framework: Framework, matrix: SeriesMatrix) -> Traits:
    known = {code: framework.by_code.get(code) for code in {key.indicator for key in matrix.keys}}
    indicators = [known[key.indicator] for key in matrix.keys]

    def rows(say: Callable[[Indicator], bool]) -> Flags:
        said = {code: one is not None and say(one) for code, one in known.items()}
        return np.array([said[key.indicator] for key in matrix.keys], dtype=np.bool_)[:, None]

    # An item of a breakdown has no whole of its own: it is a count beside its indicator's.
    whole = np.array([key.breakdown in {"", BY_PARTS} for key in matrix.keys], dtype=np.bool_)[:, None]
    return Traits(
        level=rows(lambda indicator: indicator.aggregation is Aggregation.LATEST),
        divides=rows(lambda indicator: indicator.divides) & whole,
        scale=np.array([one.scale if one else 1.0 for one in indicators])[:, None],
        per=np.array([float(one.per) if one else 1.0 for one in indicators])[:, None],
        yearly_rate=rows(lambda indicator: is_yearly_rate(framework, indicator)),
        rate=rows(lambda indicator: indicator.unit is Unit.RATE),
    )

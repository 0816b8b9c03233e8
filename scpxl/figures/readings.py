"""One reading of a series at a column: its value or why there is none, its marks, and the formula it came about by."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from scpxl.figures.gaps import Gap, Why, gap_of, has_marks, marks_on
from scpxl.figures.tracks import Of, ReadingRule, Track
from scpxl.figures.working import Printed, Term, Working
from scpxl.model.framework import Aggregation, Framework, Indicator, Unit
from scpxl.model.periods import MONTH, Period, periods_text
from scpxl.model.wholes import PEOPLE, Whole, WholeKind
from scpxl.words import in_sentence

_SHARES = {Unit.PERCENTAGE: "100 × {} / {} = {}", Unit.AVERAGE: "{} / {} = {}"}
_RATE = "{} × {} / {} = {}"


class Result(NamedTuple):
    """A value, or why there is none, with what it was worked out from; marks and formula are made when asked for."""

    value: float
    """NaN where there is none."""
    gap: Gap | None = None
    """Why there is none."""
    mark: Callable[[], str] = lambda: ""
    make: Callable[[], Working | None] = lambda: None

    @property
    def marks(self) -> str:
        """Such as [p], of its window's months."""
        return self.mark()

    @property
    def working(self) -> Working | None:
        """Its formula with the numbers; None where it has none."""
        return self.make() if self.is_there else None

    @property
    def is_there(self) -> bool:
        """Whether there is a number."""
        return not math.isnan(self.value)


@dataclass(frozen=True)
class SeriesPlace:
    """Where a series is: its row in a track, and the last column that is seen."""

    framework: Framework
    indicator: Indicator
    track: Track
    row: int
    column: int

    @cached_property
    def end(self) -> int:
        """The last month its figures cover: before the period's, where a quarter or year has not ended."""
        return int(self.track.matrix.months[self.column])

    @property
    def until(self) -> Period:
        """That month."""
        return Period(self.end, MONTH)

    @property
    def latest(self) -> Period:
        """The month, quarter or year of the last column."""
        return Period(self.end - self.track.step + 1, self.track.step)

    @property
    def is_level(self) -> bool:
        """Whether the figures do not add up."""
        return self.indicator.aggregation is Aggregation.LATEST

    @property
    def whole(self) -> Whole:
        """What the figures are out of."""
        return self.track.wholes.of[self.row]

    def label(self, column: int) -> str:
        """Return a column's name: Mar 2018, or 2017-18 Q4."""
        return self.track.labels[column]

    def width_of(self, reading: ReadingRule) -> int:
        """Return how many columns a reading is made of."""
        return self.track.columns_in(reading.window, self.is_level, self.column)

    def value(self, reading: ReadingRule) -> float:
        """Return a reading's number; NaN where there is none."""
        return float(self.track.values(reading)[self.row, self.column])

    def out_of(self, window: str, years_back: int = 0) -> float:
        """Return what the number of a window is out of; NaN where that is not known."""
        column = self.column - years_back * self.track.width
        return (
            float(getattr(self.track.wholes.windows, window)[self.row, column]) if column >= 0 else math.nan
        )

    def result(self, reading: ReadingRule, width: int | None = None) -> Result:
        """Return a reading with its gap, marks and working; `width` where its window is not the usual one."""
        last = self.column - reading.years_back * self.track.width
        if last < 0:
            return Result(math.nan, Gap(Why.BEFORE_ALL))
        return self._result(
            self.value(reading), reading, last, lambda: self.width_of(reading) if width is None else width
        )

    def ending(self, reading: ReadingRule, month: int, width: int | None = None) -> Result | None:
        """Return a reading for the window that ends with a month; None where no column seen yet ends there."""
        column, between = divmod(month - self.track.matrix.first, self.track.step)
        if between or not 0 <= column <= self.column:
            return None
        return self._result(
            float(self.track.values(reading)[self.row, column]),
            reading,
            column,
            lambda: self.track.columns_in(reading.window, self.is_level, column) if width is None else width,
        )

    def _result(self, value: float, reading: ReadingRule, last: int, columns: Callable[[], int]) -> Result:
        """Return a reading's result, whose window is so many columns up to the last of them."""
        of = self.indicator, self.track, self.row
        return Result(
            value,
            gap_of(*of, (last, columns()), self.column) if math.isnan(value) else None,
            lambda: (
                marks_on(self.framework, *of, (last, columns())) if has_marks(self.framework, *of) else ""
            ),
            lambda: self._working(reading, last, columns()),
        )

    def _working(self, reading: ReadingRule, last: int, width: int) -> Working:
        traits = self.track.traits
        divided = self.indicator.divides and not (reading.of is Of.SHOWN and traits.yearly_rate[self.row, 0])
        if reading.of is Of.RATE or (divided and reading.of is not Of.NUMBER):
            return self._ratio(reading, last, width)
        columns = range(max(0, last - width + 1), last + 1)
        terms = [
            Term(self.label(column), float(self.track.matrix.numerator[self.row, column]), Printed.REPORTED)
            for column in columns
        ]
        if len(terms) == 1:
            return Working("{}, as reported", tuple(terms))
        total = Term("", self.value(reading), Printed.CARD)
        return Working(" + ".join(["{}"] * len(terms)) + " = {}", (*terms, total))

    def _ratio(self, reading: ReadingRule, last: int, width: int) -> Working:
        months = self.track.matrix.months[max(0, last - width + 1) : last + 1]
        when = periods_text([int(month) for month in months], self.track.step)
        number = self.track.values(ReadingRule(reading.window, Of.NUMBER))[self.row, last]
        whole = getattr(self.track.wholes.windows, reading.window)[self.row, last]
        terms = (
            Term(number_name(self.indicator, when), float(number)),
            Term(whole_name(self.whole, when), float(whole)),
            Term("", self.value(reading), Printed.CARD),
        )
        formula = _SHARES.get(self.indicator.unit)
        return (
            Working(_RATE, (Term("per", float(self.indicator.per)), *terms))
            if formula is None
            else Working(formula, terms)
        )

    @property
    def known_level(self) -> int:
        """The last month of the year whose level is in force; 0 where none is, or no yearly one."""
        return int(self.track.wholes.estimate[self.row, self.column])

    def estimates(self, years_back: int = 0) -> tuple[int, ...]:
        """Return the last months of the years whose level a year's whole is made of; nothing where it is no yearly one."""
        last = self.column - years_back * self.track.width
        ends = self.track.wholes.estimate[self.row, max(0, last - self.track.width + 1) : last + 1]
        return tuple(int(end) for end in np.unique(ends) if end) if self.whole.indicator is not None else ()


def number_name(indicator: Indicator, when: str) -> str:
    """Return what a formula calls the number: the parts of a percentage or average, else the count."""
    parts = indicator.unit in {Unit.PERCENTAGE, Unit.AVERAGE}
    return f"parts of {when}" if parts else f"number of {when}"


def whole_name(whole: Whole, when: str) -> str:
    """Return what a formula calls the whole: the mean population, the homes of those months, the wholes."""
    if whole.indicator is None:
        return f"wholes of {when}"
    if whole.kind is WholeKind.LEVEL:
        return "mean population" if whole.name == PEOPLE else f"mean of {in_sentence(whole.indicator.title)}"
    return f"{in_sentence(whole.indicator.title)}, {when}"


def difference(now: Result, before: Result) -> Result:
    """Return now less before; missing where one of them is."""
    return Result(
        now.value - before.value,
        make=lambda: Working(
            "{} − {} = {}",
            (
                Term("", now.value, Printed.FINER),
                Term("the year before", before.value, Printed.FINER),
                Term("change", now.value - before.value, Printed.CARD),
            ),
        ),
    )


def percent_change(now: Result, before: Result) -> Result:
    """Return the change in per cent of the figure before; missing where that is not above 0."""
    base = before.value if before.value > 0 else math.nan
    value = 100 * ((now.value - base) / base)
    return Result(
        value,
        make=lambda: Working(
            "100 × ({} / {} − 1) = {}",
            (
                Term("", now.value, Printed.FINER),
                Term("the year before", before.value, Printed.FINER),
                Term("change in per cent", value, Printed.CARD),
            ),
        ),
    )

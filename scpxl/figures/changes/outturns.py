"""What the financial year is heading for, how sure that is, and the chance of meeting the target."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

import numpy as np

from scpxl.figures.aims import Aim
from scpxl.figures.counts import Counts
from scpxl.figures.working import Printed, Term, Working
from scpxl.model.targets import Polarity
from scpxl.statistics.arrays import Floats
from scpxl.statistics.change.outturn import (
    ERROR_YEARS,
    FORMULA,
    LEAST_MONTHS,
    RANGE_FORMULA,
    SHARE_YEARS,
    OutturnInterval,
    chance_of_meeting,
    columns_elapsed,
    errors_that_meet,
    outturn_interval,
    past_errors,
    share_outturn,
    shares_elapsed,
)
from scpxl.statistics.windows import rolling_sum, year_to_date
from scpxl.verdicts import Evidence
from scpxl.words import count_of

CHANCE_FORMULA = "100 × ({} + ½) / ({} + 1) = {}"


@dataclass(frozen=True)
class OutturnFigures:
    """The year's total as forecast, with what it rests on."""

    counts: Counts
    forecast: float
    interval: OutturnInterval
    months: int
    """How many months of the year have gone."""
    asked: float
    """The target as a total; NaN where there is none."""
    make: Callable[[], Working]

    @property
    def chance(self) -> float:
        """Chance in per cent of meeting the target; NaN where there is none, or too few past forecasts."""
        polarity = self.counts.place.indicator.polarity
        pooled = self.interval.evidence is Evidence.POOLED
        if math.isnan(self.asked) or polarity is Polarity.NEITHER or not pooled:
            return math.nan
        return 100 * chance_of_meeting(self.asked, self.forecast, self.interval.errors, polarity.sign)

    @property
    def working(self) -> Working:
        """How the forecast came about."""
        return self.make()

    @property
    def past_forecasts(self) -> int:
        """How many past forecasts the interval is made from."""
        return len(self.interval.errors) if self.interval.evidence is not Evidence.NONE else 0

    @property
    def range_working(self) -> Working | None:
        """How the range came about; None where there is none."""
        found = self.interval
        if found.evidence is Evidence.NONE or not math.isfinite(found.low):
            return None
        low, high = (100 * (edge / self.forecast - 1) for edge in (found.low, found.high))
        terms = (
            Term("low error", low, Printed.CHANGE),
            Term("high error", high, Printed.CHANGE),
            Term("past forecasts", float(len(found.errors))),
            Term("forecast", self.forecast, Printed.CARD),
            Term("low", found.low, Printed.CARD),
            Term("high", found.high, Printed.CARD),
        )
        return Working(RANGE_FORMULA[found.evidence is Evidence.POOLED], terms)

    @property
    def chance_working(self) -> Working | None:
        """How the chance of the target came about; None where there is none."""
        if math.isnan(self.chance):
            return None
        sign = self.counts.place.indicator.polarity.sign
        met = errors_that_meet(self.asked, self.forecast, self.interval.errors, sign)
        terms = (
            Term("errors with which the target is met", float(met)),
            Term("past forecasts", float(len(self.interval.errors))),
            Term("chance", self.chance, Printed.CARD),
        )
        return Working(CHANCE_FORMULA, terms)


class _Worked(NamedTuple):
    """What is worked out of all series at once; every array is [series, columns]."""

    forecast: Floats
    errors: Floats
    shares: Floats
    to_date: Floats
    year: Floats


def all_outturns(
    counts: Iterable[Counts], aims: dict[tuple[str, int], Aim | None]
) -> dict[tuple[str, int], OutturnFigures]:
    """Return by indicator and column the forecasts of the year's total; `aims` are the targets of the same.

    None before three months of the year, when the year is whole, and without the three years before it.
    """
    wanted = list(counts)
    if not wanted:
        return {}
    track = wanted[0].place.track
    gone = columns_elapsed(track.matrix.months, track.step)
    begins: dict[int, int] = {}
    blocks: list[Floats] = []
    for one in wanted:
        if id(one.together) not in begins:
            begins[id(one.together)] = sum(len(block) for block in blocks)
            blocks.append(one.together.counts)
    worked = _work_out(np.vstack(blocks), track.matrix.months, track.step)
    found = {}
    for one in wanted:
        column, begin, many = one.place.column, begins[id(one.together)], len(one.together.rows)
        months = int(gone[column]) * one.step
        forecast = float(worked.forecast[begin, column])
        if months < LEAST_MONTHS or gone[column] == one.width or math.isnan(forecast):
            continue
        # Errors that were made at the same month of the last years.
        past = np.arange(column % one.width, column, one.width)[-ERROR_YEARS:]
        errors = worked.errors[begin : begin + many][:, past]
        group = errors if one.group_holds_own else errors[1:]
        key = one.place.indicator.code, column
        aim = aims.get(key)
        found[key] = OutturnFigures(
            counts=one,
            forecast=forecast,
            interval=outturn_interval(forecast, group, errors[:1]),
            months=months,
            asked=math.nan if aim is None else aim.in_the_year(one.place),
            make=partial(_working, worked, begin, column, one.width, forecast),
        )
    return found


def _work_out(counts: Floats, months: np.ndarray[tuple[int], np.dtype[np.int64]], step: int) -> _Worked:
    width = 12 // step
    return _Worked(
        share_outturn(counts, months, step),
        past_errors(counts, months, step),
        shares_elapsed(counts, months, step),
        year_to_date(counts, months, step=step),
        rolling_sum(counts, width),
    )


def _working(worked: _Worked, row: int, column: int, width: int, forecast: float) -> Working:
    past = [float(worked.shares[row, column - back * width]) for back in range(1, SHARE_YEARS + 1)]
    shares = (
        Term(f"share gone {count_of(back, 'year')} ago", share) for back, share in enumerate(past, start=1)
    )
    terms = (
        Term("year to date", float(worked.to_date[row, column])),
        Term("last twelve months", float(worked.year[row, column])),
        *shares,
        Term("years", float(SHARE_YEARS)),
        Term("forecast", forecast, Printed.CARD),
    )
    return Working(FORMULA, terms)

"""The trend over years, and what the last months say beside it."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from scpxl.figures.charts.records import ChartOf
from scpxl.figures.counts import Counts
from scpxl.figures.lookback import TREND_MONTHS
from scpxl.figures.readings import SeriesPlace
from scpxl.figures.working import Printed, Term, Working
from scpxl.model.framework import Unit
from scpxl.model.periods import QUARTER, YEAR, period_label
from scpxl.statistics.arrays import Floats
from scpxl.statistics.change.trend import (
    FORMULA,
    POINTS,
    RECENT_FORMULA,
    SIGNIFICANT,
    loglinear_trend,
    recent_trend_of_proportions,
    trend_rests_on,
)
from scpxl.statistics.change.yearly_change import is_significant
from scpxl.statistics.judgeable import can_have_a_trend
from scpxl.verdicts import SHOWN_LEVEL, Verdict

SHORT_TERM = QUARTER
"""Months that are the short term."""


@dataclass(frozen=True)
class TrendFigures:
    """A trend as it was worked out: in per cent a year, with the numbers it rests on."""

    verdict: Verdict
    months: int
    """How many months it is taken from."""
    end: int
    """The last of them."""
    percent: float = math.nan
    low: float = math.nan
    high: float = math.nan
    rests_on: str = ""
    """The figure that alone makes it significant; blank for none."""
    events: float = math.nan
    """How many events there are in all, where that is too few."""
    numbers: Mapping[str, float] | None = None
    """What its formula is made of; None where there is none."""

    @property
    def working(self) -> Working | None:
        """How it came about; None where there are too few events for one."""
        return None if self.numbers is None else _working(self.numbers)


@dataclass(frozen=True)
class RecentFigures:
    """Fingertips' recent trend of a yearly percentage."""

    verdict: Verdict
    marker: str
    end: int
    working: Working


def all_trends(counts: Iterable[Counts]) -> dict[tuple[str, int], TrendFigures]:
    """Return by indicator and column the trends of single months or quarters; without those of less than three years."""
    widths: defaultdict[tuple[int, int], list[tuple[Counts, Floats, int]]] = defaultdict(list)
    for one in counts:
        values = one.for_as_many[-(TREND_MONTHS[1] // one.step) :]
        known = np.flatnonzero(~np.isnan(values))
        if len(known) * one.step >= TREND_MONTHS[0]:
            seen = values[known[0] : known[-1] + 1]
            widths[one.width, len(seen)].append((one, seen, len(values) - int(known[-1]) - 1))
    found = {}
    for (width, columns), rows in widths.items():
        values = np.array([seen for _one, seen, _after in rows])
        trends = loglinear_trend(values, width, level=SHOWN_LEVEL)
        rests_on = trend_rests_on(values, width, trends)
        last = [one.own[len(one.own) - columns :] for one, _seen, _after in rows]
        enough = can_have_a_trend(np.array(last)).tolist()
        usable = np.asarray(np.isfinite([trends.percent, trends.low, trends.high]).all(axis=0))
        for place, (one, seen, after) in enumerate(rows):
            if not usable[place]:
                continue
            key = one.place.indicator.code, one.place.column
            given = int(np.flatnonzero(~np.isnan(one.own))[-1])
            span = columns * one.step, int(one.months[given])
            if not enough[place]:
                events = float(np.nansum(one.own[len(one.own) - columns :]))
                found[key] = TrendFigures(Verdict.TOO_FEW, *span, events=events)
                continue
            odd = np.flatnonzero(rests_on[place])
            alone = ""
            if len(odd):
                oddest = odd[np.argmax(np.abs(seen[odd] - np.nanmedian(seen)))]
                ends = one.months[: len(one.months) - after][-columns:]
                alone = period_label(int(ends[oddest]), one.step)
            numbers = {name: float(getattr(trends, name)[place]) for name in trends._fields}
            found[key] = TrendFigures(
                verdict=Verdict.NORMAL if alone else is_significant(trends.p[place : place + 1])[0],
                months=span[0],
                end=span[1],
                percent=numbers["percent"],
                low=numbers["low"],
                high=numbers["high"],
                rests_on=alone,
                numbers=numbers,
            )
    return found


def _working(trend: Mapping[str, float]) -> Working:
    reach = (math.log1p(trend["high"] / 100) - trend["slope"]) / trend["error"]
    terms = (
        Term("slope", trend["slope"]),
        Term("change a year", trend["percent"], Printed.CARD),
        Term("dispersion (phi)", trend["dispersion"]),
        Term("standard error", trend["error"]),
        Term("degrees", trend["degrees"]),
        Term("quantile of t", reach),
        Term("low", trend["low"], Printed.CARD),
        Term("high", trend["high"], Printed.CARD),
        Term("p", trend["p"], Printed.CHANCE),
    )
    return Working(FORMULA, terms)


def recent_of(place: SeriesPlace) -> RecentFigures | None:
    """Return the recent trend of a yearly percentage; None for anything else, or without five years."""
    indicator, track = place.indicator, place.track
    if track.step != YEAR or indicator.unit is not Unit.PERCENTAGE or indicator.rolling:
        return None
    seen = slice(max(0, place.column + 1 - POINTS), place.column + 1)
    recent = recent_trend_of_proportions(
        track.matrix.numerator[place.row, seen], track.wholes.windows.one[place.row, seen]
    )
    if recent is None:
        return None
    terms = (
        Term("chi-squared", recent.chi2),
        Term("significant above", SIGNIFICANT),
        Term("slope", recent.slope),
    )
    verdict = Verdict.SIGNIFICANT if recent.significant else Verdict.NORMAL
    return RecentFigures(verdict, recent.marker, place.end, Working(RECENT_FORMULA, terms))


@dataclass(frozen=True)
class Step:
    """Since when the figures have been on one side of their middle line."""

    length: int
    above: bool
    since: int
    """The month that ends the first of them."""
    now: float
    before: float
    """Their means; NaN where there is nothing before."""


def step_of(chart: ChartOf | None) -> Step | None:
    """Return how long the figures up to the last firm one have been on one side of their middle line, where that is long."""
    if chart is None or not chart.is_judged or chart.rare is not None:
        return None
    # Up to the last firm figure; what is provisional completes no run.
    end = chart.judged + 1
    group = chart.latest[:end]
    values, mean = chart.values[:end][group], chart.mean[:end][group]
    length = run_to_the_end(np.sign(values - mean), chart.options.shift)
    if not length:
        return None
    before = values[:-length]
    earlier = float(np.nanmean(before)) if (~np.isnan(before)).any() else math.nan
    since = int(chart.months[end - length])
    return Step(length, bool(values[-1] > mean[-1]), since, float(np.mean(values[-length:])), earlier)


def run_to_the_end(position: Floats, least: int) -> int:
    """Return how many figures up to the latest are on its side of the mean; 0 where fewer than `least`.

    >>> run_to_the_end(np.array([1.0, -1, -1, -1]), 3), run_to_the_end(np.array([-1.0, np.nan, -1]), 3)
    (3, 0)
    """
    apart = np.flatnonzero(position != position[-1])
    length = len(position) - (int(apart[-1]) + 1 if len(apart) else 0)
    return length if position[-1] != 0 and length >= least else 0

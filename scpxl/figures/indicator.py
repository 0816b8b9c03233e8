"""One indicator at a month end: every result a card is made of, read from what was worked out for all."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from scpxl.figures.aims import Aim, Pursuit, aim_of, pursue
from scpxl.figures.changes.interventions import InterventionFigures
from scpxl.figures.changes.outturns import OutturnFigures
from scpxl.figures.changes.records import ChangeFigures
from scpxl.figures.changes.trends import RecentFigures, Step, TrendFigures, recent_of, step_of
from scpxl.figures.charts.records import ChartOf
from scpxl.figures.counts import Counts
from scpxl.figures.gaps import break_within
from scpxl.figures.groups.records import GroupFigures
from scpxl.figures.readings import Result, SeriesPlace, difference, percent_change, whole_name
from scpxl.figures.tracks import HEADLINE, NUMBER, Of, ReadingRule
from scpxl.figures.working import Printed, Term, Working
from scpxl.model.framework import Framework, Indicator, Unit
from scpxl.model.periods import MONTH, YEAR, Period
from scpxl.model.series_notes import SeriesNote
from scpxl.statistics.intervals import count_interval, wilson
from scpxl.statistics.rag import direction_of_travel
from scpxl.verdicts import SHOWN_LEVEL, SMALL_BASE, Judgement, Travel

if TYPE_CHECKING:
    from scpxl.figures.figures import Figures

_Key = tuple[str, int]


@dataclass(frozen=True, eq=False)
class Change:
    """How the headline moved on a year ago."""

    now: Result
    before: Result
    change: Result
    percent: Result
    parting: SeriesNote | None
    """The registered break that parts the two years, so that there is no change."""
    small_base: bool
    """Whether there were too few a year before for a percentage."""


@dataclass(frozen=True)
class ByChance:
    """Between what bounds the year's rate or percentage lies if nothing but chance moves it."""

    is_rate: bool
    lower: float
    upper: float
    working: Working


@dataclass(frozen=True, eq=False)
class IndicatorFigures:
    """One indicator of the own area at a month end: every result a card is made of."""

    figures: Figures
    indicator: Indicator
    end: int
    """The month end asked for; the figures may end before it."""

    @property
    def framework(self) -> Framework:
        """What was agreed."""
        return self.figures.framework

    @cached_property
    def place(self) -> SeriesPlace | None:
        """Where its series is; None where nothing was ever reported."""
        return self.figures.place(self.indicator, self.end)

    @property
    def _key(self) -> _Key:
        track = self.figures.tracks.get(self.indicator.frequency.months)
        return self.indicator.code, track.column_of(self.end) if track else -1

    @property
    def counts(self) -> Counts | None:
        """The single counts; None where it is no count."""
        return self.figures.counts.get(self._key) if self.place else None

    @property
    def chart(self) -> ChartOf | None:
        """The control chart; None where it has none."""
        return self.figures.charts.get(self._key)

    @property
    def tested(self) -> ChangeFigures | None:
        """The change on a year ago as judged; None where it was not."""
        return self.figures.changes.get(self._key)

    @property
    def trend(self) -> TrendFigures | RecentFigures | None:
        """The trend over years; of yearly percentages, Fingertips' recent trend."""
        if self.place is None:
            return None
        return self.figures.trends.get(self._key) if self.counts else recent_of(self.place)

    @property
    def step(self) -> Step | None:
        """Since when the figures have been on one side of their middle line, where that is long."""
        return step_of(self.chart)

    @property
    def outturn(self) -> OutturnFigures | None:
        """What the year is heading for."""
        return self.figures.outturns.get(self._key)

    @property
    def last(self) -> int:
        """The last month of the single counts; for what is no count, the month asked for."""
        return self.place.end if self.place and self.counts else self.end

    @property
    def interventions(self) -> tuple[InterventionFigures, ...]:
        """Registered interventions in the months shown, the earliest first."""
        return self.figures.interventions.get((self.indicator.code, self.last), ())

    @property
    def groups(self) -> tuple[GroupFigures, ...]:
        """How areas are in each of its groups that has figures, the main one first."""
        code, column = self._key
        found = (self.figures.groups.get((code, group, column)) for group in self.indicator.benchmark)
        return tuple(one for one in found if one is not None)

    @cached_property
    def moved(self) -> Change | None:
        """How the headline moved on a year ago; None where nothing was ever reported."""
        place = self.place
        if place is None:
            return None
        now, before = place.result(HEADLINE), place.result(HEADLINE.before)
        reach = place.track.step if place.is_level else YEAR
        parting = break_within(self.framework, self.indicator, place.end - YEAR - reach + 1, place.end)
        counted = place.value(NUMBER.before)
        return Change(
            now, before, difference(now, before), percent_change(now, before), parting, counted < SMALL_BASE
        )

    @property
    def travel(self) -> tuple[Travel, Judgement]:
        """Which way the headline moved, and whether that is better."""
        moved = self.moved
        now, before = (moved.now.value, moved.before.value) if moved else (math.nan, math.nan)
        if moved is not None and moved.parting is not None:
            now = math.nan
        return direction_of_travel(now, before, self.indicator.polarity.sign)

    @property
    def has_more_than_all(self) -> bool:
        """Whether in one of the two years' periods the number is more than what it is out of."""
        place = self.place
        if place is None:
            return False
        span = slice(max(0, place.column + 1 - 2 * place.track.width), place.column + 1)
        number, whole = (
            values[place.row, span]
            for values in (place.track.values(ReadingRule("one", Of.NUMBER)), place.track.wholes.windows.one)
        )
        return bool((number > whole).any())

    @property
    def by_chance(self) -> ByChance | None:
        """The interval of the year's rate, or else of its percentage; None where it has neither."""
        place, indicator = self.place, self.indicator
        if place is None or place.is_level or indicator.takes_decimals:
            return None
        number, whole = place.value(NUMBER), place.out_of("year")
        if math.isnan(number + whole) or number < 0:
            return None
        if indicator.unit in {Unit.RATE, Unit.COUNT}:
            return _interval_of_rate(place, number, whole)
        if indicator.unit is not Unit.PERCENTAGE or not place.whole.adds_up or number > whole:
            return None
        lower, upper = (100 * float(edge) for edge in wilson(number, whole, SHOWN_LEVEL))
        terms = (
            Term("parts of the year", number),
            Term("wholes of the year", whole),
            Term("lower limit", lower, Printed.CARD),
            Term("upper limit", upper, Printed.CARD),
        )
        return ByChance(False, lower, upper, Working("{} of {}: {} to {}", terms))

    def result(self, reading: ReadingRule) -> Result | None:
        """Return a reading of its series; None where nothing was ever reported."""
        return self.place.result(reading) if self.place else None

    @cached_property
    def aim(self) -> Aim | None:
        """What the target asks in the financial year that the figures end in; None without one."""
        until = self.place.until if self.place else Period(self.end, MONTH)
        return aim_of(self.framework, self.indicator, until)

    @cached_property
    def coming(self) -> Aim | None:
        """What the target asks in the financial year of the month end, where no figure has reached it yet."""
        return aim_of(self.framework, self.indicator, Period(self.end, MONTH)) if self.aim is None else None

    @cached_property
    def pursuit(self) -> Pursuit | None:
        """Where it is against its target; None without one, or where nothing was ever reported."""
        return pursue(self.place, self.aim) if self.place and self.aim else None

    @property
    def asked(self) -> float:
        """What the target asks of one figure of the chart; NaN where there is none."""
        if self.aim is None or self.chart is None or self.place is None:
            return math.nan
        return self.aim.of_one_figure(self.place, self.chart.step)


def _interval_of_rate(place: SeriesPlace, count: float, people: float) -> ByChance:
    per, whole = float(place.indicator.per), whole_name(place.whole, "the year")
    bounds = [float(bound) for bound in count_interval(count, SHOWN_LEVEL)]
    rates = [per * bound / people for bound in bounds]
    terms: list[Term] = []
    for name, bound, rate in zip(("lower", "upper"), bounds, rates, strict=True):
        terms += [
            Term(f"per, {name}", per),
            Term(f"{name} limit of the count", bound, Printed.ONE_PLACE),
            Term(f"{whole}, {name}", people),
            Term(f"{name} limit", rate, Printed.CARD),
        ]
    return ByChance(
        True, rates[0], rates[1], Working("{} × {} / {} = {} and {} × {} / {} = {}", tuple(terms))
    )

"""A group's areas on one indicator: what they are compared by, and the formulas of what is said of them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from scpxl.figures.groups.chances import Chances
from scpxl.figures.working import Printed, Term, Working
from scpxl.model.framework import Aggregation, Area, Average, BenchmarkGroup, Indicator, Unit
from scpxl.model.series_notes import SeriesNote
from scpxl.model.wholes import Whole, WholeKind
from scpxl.statistics.groups.ranking import pooled


@dataclass(frozen=True, eq=False)
class GroupFigures:
    """A group's areas on one indicator: what they are compared by, what that is made of, and both a year before.

    Lists hold a number for each area, NaN where it has none.
    """

    indicator: Indicator
    group: BenchmarkGroup
    areas: tuple[Area, ...]
    end: int
    """The last month of the figures."""
    whole: Whole
    compared: list[float]
    """The rate, or else the indicator's figure: what is ranked."""
    counts: list[float]
    counts_before: list[float]
    wholes: list[float]
    """What the counts are out of, such as the mean population; NaN where they are out of nothing."""
    wholes_before: list[float]
    figures: list[float]
    """The indicator's own figures: those whose changes are shown."""
    figures_before: list[float]
    changes: list[float]
    """Their change in per cent."""
    ranks: list[float]
    quarters: list[float]
    """Which quarter of the group each falls in, 1 the lowest; NaN where a tie spreads over more than one."""
    lower: list[float]
    """The 95% interval of what is compared; NaN where that is no count out of anything."""
    upper: list[float]
    average: float
    """The group's average, as the framework says it is taken; of all its areas with data."""
    of: int
    """How many areas are ranked."""
    parting: SeriesNote | None
    """The registered break that parts the two years."""
    chances: Chances | None
    """What chance leaves of each area's rank and difference; None where it is not assessed."""

    @property
    def is_pooled(self) -> bool:
        """Whether the average is all counts over all people: where the framework says so and there are both."""
        return is_pooled(self.group, self.whole)

    @property
    def scale(self) -> float:
        """What a count over its whole is multiplied by: so many people, or a hundred."""
        return scale_of(self.indicator)

    @property
    def has_rate(self) -> bool:
        """Whether the areas are compared by a number over its whole."""
        return self.whole.kind is not WholeKind.NONE

    @cached_property
    def together(self) -> tuple[float, float]:
        """What all areas with both years count, or their rate where the figure is one; now and a year before."""
        is_rate = self.indicator.unit is Unit.RATE
        if self.indicator.aggregation is Aggregation.LATEST or not (
            is_rate or self.indicator.aggregation is Aggregation.SUM
        ):
            return math.nan, math.nan
        counts, before, wholes, wholes_before = (
            np.array(values) for values in (self.counts, self.counts_before, self.wholes, self.wholes_before)
        )
        known = ~np.isnan(counts) & ~np.isnan(before)
        if is_rate:
            known &= ~np.isnan(wholes) & ~np.isnan(wholes_before)
        if not known.any():
            return math.nan, math.nan
        now, then = (
            float(pooled(number[known], whole[known], self.scale) if is_rate else number[known].sum())
            for number, whole in ((counts, wholes), (before, wholes_before))
        )
        return now, then

    @property
    def change(self) -> float:
        """The change of all areas together, in per cent, of those with both years: of a rate, that of theirs."""
        now, before = self.together
        return math.nan if self.parting is not None or not before > 0 else 100 * ((now - before) / before)

    def place_of(self, area: str) -> int | None:
        """Return where an area is in the lists; None where the group does not hold it."""
        return next((place for place, one in enumerate(self.areas) if one.code == area), None)

    @property
    def average_working(self) -> Working:
        """How the average was taken."""
        terms: tuple[Term, ...]
        if self.is_pooled:
            pairs = [pair for pair in zip(self.counts, self.wholes, strict=True) if not math.isnan(sum(pair))]
            counts, wholes = (
                (np.array(values) for values in zip(*pairs, strict=True)) if pairs else (np.zeros(0),) * 2
            )
            terms = (
                Term("per", self.scale),
                Term("all counts", float(counts.sum())),
                Term(f"all {self.whole.name or 'they are out of'}", float(wholes.sum())),
                Term("average", self.average, Printed.CARD),
            )
            return Working("{} × {} / {} = {}", terms)
        terms = (
            Term("sum of the areas' figures", float(np.nansum(self.compared))),
            Term("areas", float(self.of)),
            Term("average", self.average, Printed.CARD),
        )
        return Working("{} / {} = {}", terms)

    @property
    def change_working(self) -> Working:
        """How the group's own change came about."""
        now, before = self.together
        terms = (
            Term("group's year", now),
            Term("group's year before", before),
            Term("change", self.change, Printed.CARD),
        )
        return Working("100 × ({} / {} − 1) = {}", terms)

    def rank_working(self, place: int) -> Working:
        """Return how an area's rank came about."""
        rank = self.ranks[place]
        terms = (Term("areas lower", rank - 1), Term("rank", rank), Term("areas ranked", float(self.of)))
        return Working("{} lower + 1 = {} of {}", terms)

    def distance(self, place: int, *, in_points: bool) -> float:
        """Return how far an area is from the average: in points, or in per cent of it where that is above 0."""
        own, average = self.compared[place], self.average
        if in_points:
            return own - average
        return 100 * (own / average - 1) if average > 0 else math.nan

    def distance_working(self, place: int, *, in_points: bool) -> Working:
        """Return how an area's distance from the average came about."""
        terms = (
            Term("own", self.compared[place], Printed.FINER),
            Term("average", self.average, Printed.FINER),
            Term("distance", self.distance(place, in_points=in_points), Printed.CARD),
        )
        return Working("{} − {} = {}" if in_points else "100 × ({} / {} − 1) = {}", terms)

    def quarter_working(self, place: int) -> Working:
        """Return how an area's quarter of the group came about."""
        terms = (
            Term("areas", float(self.of)),
            Term("rank", self.ranks[place]),
            Term("areas, again", float(self.of)),
            Term("quarter", self.quarters[place]),
        )
        return Working("5 − ⌈4 × ({} + 1 − {}) / {}⌉ = {}", terms)


def scale_of(indicator: Indicator) -> float:
    """Return what a count over its whole is multiplied by."""
    return indicator.scale if indicator.divides else float(indicator.per)


def is_pooled(group: BenchmarkGroup, whole: Whole) -> bool:
    """Return whether a group's average is all counts over all they are out of."""
    return group.average is Average.POOLED and whole.kind is not WholeKind.NONE

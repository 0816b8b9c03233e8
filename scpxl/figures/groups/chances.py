"""What chance leaves of the ranks and differences of benchmark groups: all groups of as many areas at once.

Only for yearly rates of counts: of levels and percentages the framework does not know how sure they are.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from scpxl.figures.working import Printed, Term, Working
from scpxl.model.framework import Aggregation, Indicator, Unit
from scpxl.statistics.arrays import Flags, Floats
from scpxl.statistics.groups.funnel import FORMULA as EXACT
from scpxl.statistics.groups.funnel import OUTER, at_least, at_most
from scpxl.statistics.groups.overdispersion import FORMULA as FUNNEL
from scpxl.statistics.groups.overdispersion import FORMULA_FROM_ZERO, rate_funnel
from scpxl.statistics.groups.rank_band import FORMULA as BAND
from scpxl.statistics.groups.rank_band import floored_phi, rank_bands, rate_estimates
from scpxl.statistics.intervals import normal_quantile
from scpxl.statistics.judgeable import band_is_wide

FEWEST_AREAS: Final = 10
"""With fewer, a group's overdispersion cannot be estimated."""


@dataclass(frozen=True)
class Chance:
    """What chance leaves of one area's rank and difference; NaN where it has no figure."""

    per: float
    count: float
    people: float
    rate: float
    average: float
    """Of all the other areas."""
    lower: float
    """The 99.8% limits about it."""
    upper: float
    code: int
    """2 above the 99.8% limit, 1 above the 95% limit, 0 between, and so below; never 2 where the ranks hold half the group."""
    exact: bool
    """Whether the limits are exact ones, in events."""
    is_wide: bool
    """Whether plausible ranks hold half the group though the figure is outside the limits."""
    tau2: float
    phi: float
    """How much more the area's months vary than chance makes them."""
    estimate: float
    error: float
    first: float
    """The first plausible rank."""
    last: float

    @property
    def expected(self) -> float:
        """The events expected of the area at the others' average."""
        return self.people * self.average / self.per

    @property
    def band_working(self) -> Working:
        """How the plausible ranks came about."""
        terms = (
            Term("count of the year", self.count),
            Term("mean population", self.people),
            Term("root of the rate", self.estimate),
            Term("dispersion (phi)", self.phi),
            Term("mean population, again", self.people),
            Term("standard error", self.error),
            Term("first plausible rank", self.first),
            Term("last plausible rank", self.last),
        )
        return Working(BAND, terms)

    @property
    def working(self) -> Working:
        """How the area's class among the others came about."""
        lower, upper = (
            Term(name, edge, Printed.CARD)
            for name, edge in (("lower limit", self.lower), ("upper limit", self.upper))
        )
        tau2 = Term("overdispersion (tau²)", self.tau2)
        terms: tuple[Term, ...]
        if self.exact:
            counts, expected, spread = (np.array([one]) for one in (self.count, self.expected, self.tau2))
            fewer, more = (float(tail(counts, expected, spread)[0]) for tail in (at_most, at_least))
            terms = (
                Term("count of the year", self.count),
                Term("expected at the others' average", self.expected),
                tau2,
                Term("chance of as few", fewer),
                Term("chance of as many", more),
            )
            return Working(EXACT, (*terms, lower, upper))
        by_chance = 0.5 / math.sqrt(self.expected)
        terms = (
            Term("expected at the others' average", self.expected),
            Term("expected, again", self.expected, Printed.UNNAMED),
            Term("error by chance", by_chance),
            tau2,
            Term("others' average", self.average, Printed.FINER),
            Term("quantile", normal_quantile(OUTER)),
            Term("spread", math.sqrt(by_chance**2 + self.tau2)),
        )
        return Working(FUNNEL if self.lower else FORMULA_FROM_ZERO, (*terms, lower, upper))


@dataclass(frozen=True)
class Chances:
    """The same of every area of a group, made for an area when it is asked for."""

    per: float
    columns: tuple[npt.NDArray[Any], ...]
    """What a `Chance` holds, an array [areas, groups] each."""
    case: int
    """Which of the groups it is."""
    lower: list[float]
    """The 99.8% limits about the others' average; NaN where the area has no figure."""
    upper: list[float]
    judged: list[bool]
    """Whether each area's plausible ranks, and with them its class, were asked for."""

    def __getitem__(self, place: int) -> Chance:
        """Return what chance leaves of the area in that place.  Raises LookupError where that was not asked for."""
        if not self.judged[place]:
            raise LookupError(
                "The other areas are judged at the period's own end. Work the figures out for that month."
            )
        return Chance(self.per, *[column[place, self.case].item() for column in self.columns])


class GroupTable(NamedTuple):
    """One group of areas on one indicator; arrays are [areas]."""

    indicator: Indicator
    counts: Floats
    people: Floats
    rates: Floats
    ranks: Floats
    months: Floats
    """[areas, 2, periods of a year] of single periods."""
    judged: Flags
    """Which areas' plausible ranks and class are asked for."""


def is_tested(indicator: Indicator, ranked: int) -> bool:
    """Return whether ranks and differences of an indicator are tested in a group with so many figures."""
    counted = indicator.unit in {Unit.COUNT, Unit.RATE} and not indicator.takes_decimals
    is_yearly = bool(indicator.denominator) and indicator.aggregation is not Aggregation.LATEST
    return counted and is_yearly and ranked >= FEWEST_AREAS


def all_chances(asked: list[GroupTable]) -> list[Chances]:
    """Return what chance leaves of each area, of groups of as many areas each, in order."""
    if not asked:
        return []
    counts, people, rates, ranks = (
        np.array([getattr(one, name) for one in asked]).T for name in ("counts", "people", "rates", "ranks")
    )
    months = np.array([one.months for one in asked])
    per = np.array([float(one.indicator.per) for one in asked])
    there = ~np.isnan(ranks)
    counts, people, rates = (np.where(there, one, np.nan) for one in (counts, people, rates))
    funnel = rate_funnel(counts, people, per)
    phi = floored_phi(months).T
    estimates = rate_estimates(counts, people, phi)
    judged = np.array([one.judged for one in asked])
    bands = rank_bands(estimates, ranks, asked=judged.T)
    wide = band_is_wide(bands.first, bands.last, there.sum(axis=0))
    tau2 = np.broadcast_to(funnel.dispersion.tau2, counts.shape)
    codes = np.where(wide, np.clip(funnel.classes, -1, 1), funnel.classes)
    outer = funnel.limits.outer
    columns = (
        counts, people, rates, funnel.average, outer.lower, outer.upper, codes, funnel.exact,
        wide & (np.abs(funnel.classes) > 1), tau2, phi, estimates.values, estimates.errors, bands.first, bands.last,
    )  # fmt: skip
    known = ~np.isnan(rates + funnel.average)
    lower, upper = (np.where(known, edge, np.nan).T.tolist() for edge in (outer.lower, outer.upper))
    return [
        Chances(float(per[case]), columns, case, lower[case], upper[case], judged[case].tolist())
        for case in range(len(asked))
    ]

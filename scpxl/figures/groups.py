"""Areas beside each other in benchmark groups: average, ranks, and the group's own change; every group at once."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scpxl.figures.chances import Asked, Chances, all_chances, is_tested
from scpxl.figures.gaps import break_within
from scpxl.figures.tracks import HEADLINE, NUMBER, RATE, Track
from scpxl.figures.working import Printed, Term, Working
from scpxl.model.framework import (
    AddsUp,
    Area,
    Average,
    BenchmarkGroup,
    Framework,
    Indicator,
    SeriesNote,
    Unit,
)
from scpxl.model.observations import SeriesKey
from scpxl.model.periods import YEAR
from scpxl.model.wholes import Whole, WholeKind, whole_of
from scpxl.statistics.arrays import Floats
from scpxl.statistics.change import percent_change
from scpxl.statistics.ranking import mean_unweighted, pooled, rank_low_first, ranked_count, told_group

QUARTERS = 4


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
    """The indicator's own figures: those whose changes are told."""
    figures_before: list[float]
    changes: list[float]
    """Their change in per cent."""
    ranks: list[float]
    quarters: list[float]
    """Which quarter of the group each falls in, 1 the lowest; NaN where a tie spreads over more than one."""
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
        if self.indicator.adds_up is AddsUp.LATEST or not (is_rate or self.indicator.adds_up is AddsUp.SUM):
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
        """Return where an area stands in the lists; None where the group does not hold it."""
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


class _Asked(NamedTuple):
    """A group, an indicator and a column, and the rows of its areas: -1 where nothing was ever reported."""

    indicator: Indicator
    group: BenchmarkGroup
    areas: tuple[Area, ...]
    column: int
    rows: npt.NDArray[np.intp]


def all_groups(
    framework: Framework, track: Track, asked: Sequence[tuple[Indicator, int]]
) -> dict[tuple[str, str, int], GroupFigures]:
    """Return by indicator, group and column how areas stand in each group of each indicator; without empty ones."""
    groups = {group.code: group for group in framework.benchmarks}
    members = {code: framework.members(code) for code in groups}
    sizes: defaultdict[int, list[_Asked]] = defaultdict(list)
    placed: dict[tuple[str, str], npt.NDArray[np.intp]] = {}
    for indicator, column in asked:
        for code in indicator.benchmark:
            if code in groups:
                areas = members[code]
                if (indicator.code, code) not in placed:
                    keys = (SeriesKey(indicator.code, area.code) for area in areas)
                    placed[indicator.code, code] = np.array(
                        [track.matrix.rows.get(key, -1) for key in keys], dtype=np.intp
                    )
                one = _Asked(indicator, groups[code], areas, column, placed[indicator.code, code])
                sizes[len(areas)].append(one)
    found: dict[tuple[str, str, int], GroupFigures] = {}
    for chosen in sizes.values():
        for one, made in zip(chosen, _of_a_size(framework, track, chosen), strict=True):
            if made is not None:
                found[one.indicator.code, one.group.code, one.column] = made
    return found


def _of_a_size(framework: Framework, track: Track, asked: list[_Asked]) -> list[GroupFigures | None]:
    rows, columns = np.array([one.rows for one in asked]), np.array([[one.column] for one in asked])

    def at(values: Floats, back: int = 0) -> Floats:
        """Return [cases, areas] of values [series, columns]."""
        column = columns - back
        seen = values[rows, np.maximum(column, 0)]
        return np.where((rows >= 0) & (column >= 0), seen, np.nan)

    wholes_of = [whole_of(framework, one.indicator) for one in asked]
    has_rate = np.array([[whole.kind is not WholeKind.NONE] for whole in wholes_of])
    number, year = track.values(NUMBER), track.wholes.windows.year
    counts, figures, rates = at(number), at(track.values(HEADLINE)), at(track.values(RATE))
    compared = np.where(has_rate, rates, figures)
    before = tuple(at(values, track.width) for values in (number, year, track.values(HEADLINE)))
    wholes = at(year)
    scale = np.array([scale_of(one.indicator) for one in asked])
    pool = np.array([is_pooled(one.group, whole) for one, whole in zip(asked, wholes_of, strict=True)])
    # Areas run down the first axis of every method; here they lie side by side in memory.
    average = np.where(pool, scale * pooled(counts.T, wholes.T, 1), mean_unweighted(compared.T))
    ranks, of = rank_low_first(compared.T).T, ranked_count(compared.T)
    quarters, changes = told_group(compared.T, QUARTERS).T, percent_change(figures, before[2])
    chances = _chances(track, asked, (counts, wholes, rates, ranks), of)
    made: list[GroupFigures | None] = []
    for case, one in enumerate(asked):
        if not of[case]:
            made.append(None)
            continue
        end = int(track.matrix.months[one.column])
        reach = track.step if one.indicator.adds_up is AddsUp.LATEST else YEAR
        made.append(
            GroupFigures(
                indicator=one.indicator,
                group=one.group,
                areas=one.areas,
                end=end,
                whole=wholes_of[case],
                compared=compared[case].tolist(),
                counts=counts[case].tolist(),
                counts_before=before[0][case].tolist(),
                wholes=wholes[case].tolist(),
                wholes_before=before[1][case].tolist(),
                figures=figures[case].tolist(),
                figures_before=before[2][case].tolist(),
                changes=changes[case].tolist(),
                ranks=ranks[case].tolist(),
                quarters=quarters[case].tolist(),
                average=float(average[case]),
                of=int(of[case]),
                parting=break_within(framework, one.indicator, end - YEAR - reach + 1, end),
                chances=chances.get(case),
            )
        )
    return made


def _chances(
    track: Track,
    asked: list[_Asked],
    arrays: tuple[Floats, Floats, Floats, Floats],
    of: npt.NDArray[np.int64],
) -> dict[int, Chances]:
    tested = [case for case, one in enumerate(asked) if is_tested(one.indicator, int(of[case]))]
    counts, wholes, rates, ranks = arrays
    wanted = [
        Asked(
            asked[case].indicator,
            counts[case],
            wholes[case],
            rates[case],
            ranks[case],
            _two_years(track, asked[case]),
        )
        for case in tested
    ]
    return dict(zip(tested, all_chances(wanted), strict=True))


def _two_years(track: Track, one: _Asked) -> Floats:
    """Return [areas, 2, periods of a year] of single periods; NaN where there are no two years yet."""
    span = 2 * track.width
    if one.column + 1 < span:
        return np.full((len(one.rows), 2, track.width), np.nan)
    seen = track.matrix.numerator[one.rows, one.column + 1 - span : one.column + 1]
    return np.where((one.rows >= 0)[:, None], seen, np.nan).reshape(len(one.rows), 2, track.width)

"""The own area beside its benchmark group: average, rank, and the group's own change."""

from __future__ import annotations

import math
from dataclasses import dataclass
from weakref import WeakKeyDictionary

import numpy as np

from scpxl.model.framework import AddsUp, Area, Average, BenchmarkGroup, Indicator, Unit
from scpxl.model.observations import SeriesKey
from scpxl.model.periods import YEAR, month_label
from scpxl.model.wholes import Whole, WholeKind, rate_name, whole_of
from scpxl.model.words import capital
from scpxl.scorecard.analysis import Analysis, Floats, Track
from scpxl.scorecard.beyond_chance import NOTE, NOTE_NOT_ASSESSED, likelihoods
from scpxl.scorecard.figures import Family
from scpxl.scorecard.gaps import break_text, break_within
from scpxl.scorecard.likelihood import NOT_ASSESSED, Likelihood
from scpxl.scorecard.model import BenchmarkRow, BenchmarkTable, Figure, GroupComparison, NumberStyle
from scpxl.scorecard.wording import (
    DASH,
    SMALL_BASE,
    count_style,
    figure,
    is_count,
    listed,
    number_style,
    number_text,
    ordinal,
    rate_style,
    signed,
)
from scpxl.statistics.change import percent_change
from scpxl.statistics.ranking import mean_unweighted, pooled, rank_low_first, ranked_count, told_group
from scpxl.statistics.windows import lag

_QUARTERS = {1: "lowest", 2: "second lowest", 3: "second highest", 4: "highest"}


@dataclass(frozen=True, eq=False)
class Standings:
    """A group's areas on one indicator: what they are compared by, what that is made of, and both a year before."""

    indicator: Indicator
    group: BenchmarkGroup
    areas: tuple[Area, ...]
    compared: Floats
    """The rate, or else the indicator's figure: what is ranked."""
    counts: Floats
    counts_before: Floats
    wholes: Floats
    """What the counts are out of, such as the mean population; NaN where they are out of nothing."""
    wholes_before: Floats
    figures: Floats
    """The indicator's own figures: those whose changes are told."""
    figures_before: Floats
    ranks: Floats
    style: NumberStyle
    by: str
    """What is compared: per 1,000 people, in the year to Mar 2018."""
    broken: str
    """What stands in place of changes where a registered break parts the two years."""
    likely: tuple[Likelihood, ...] | None
    """What chance leaves of each area's rank and difference; None where it is not assessed."""
    whole: Whole

    @property
    def of(self) -> int:
        """How many areas are ranked."""
        return int(ranked_count(self.compared))

    @property
    def is_pooled(self) -> bool:
        """Whether the average is all counts over all people: where the framework says so and there are both."""
        return self.group.average is Average.POOLED and self.whole.kind is not WholeKind.NONE

    @property
    def scale(self) -> float:
        """What a count over its whole is multiplied by: so many people, or a hundred."""
        return self.indicator.scale if self.indicator.divides else float(self.indicator.per)

    @property
    def average(self) -> float:
        """The group's average, as the framework says it is taken; of all its areas with data."""
        if self.is_pooled:
            return float(pooled(self.counts, self.wholes, self.scale))
        return float(mean_unweighted(self.compared))

    @property
    def average_kind(self) -> str:
        """How the average was taken, in words."""
        out_of = self.whole.name or "they are out of"
        return f"all counts over all {out_of}" if self.is_pooled else "mean of the areas"

    def likelihood(self, place: int) -> Likelihood:
        """Return what chance leaves of one area's rank and difference."""
        return self.likely[place] if self.likely else NOT_ASSESSED

    @property
    def group_change(self) -> float:
        """The change of all areas together, in per cent, of those with both years: of a rate, that of theirs."""
        return math.nan if self.broken else float(percent_change(*self.together))

    @property
    def together(self) -> tuple[float, float]:
        """What all areas with both years count, or their rate where the figure is one; now and a year before."""
        is_rate = self.indicator.unit is Unit.RATE
        if self.indicator.adds_up is AddsUp.LATEST or not (is_rate or self.indicator.adds_up is AddsUp.SUM):
            return math.nan, math.nan
        known = ~np.isnan(self.counts) & ~np.isnan(self.counts_before)
        if is_rate:
            known &= ~np.isnan(self.wholes) & ~np.isnan(self.wholes_before)
        if not known.any():
            return math.nan, math.nan
        pairs = ((self.counts, self.wholes), (self.counts_before, self.wholes_before))
        now, before = (
            float(pooled(counts[known], wholes[known], self.scale) if is_rate else counts[known].sum())
            for counts, wholes in pairs
        )
        return now, before


_WORKED_OUT: WeakKeyDictionary[Analysis, dict[tuple[str, str], Standings | None]] = WeakKeyDictionary()
"""What was worked out already: a card and the benchmark page ask for the same."""


def standings(analysis: Analysis, indicator: Indicator, group: str = "") -> Standings | None:
    """Return how a benchmark group's areas stand, the main one's unless its code is given; None without figures."""
    found, code = _WORKED_OUT.setdefault(analysis, {}), group or indicator.main_group
    if (indicator.code, code) not in found:
        found[indicator.code, code] = _standings(analysis, indicator, code)
    return found[indicator.code, code]


def all_standings(analysis: Analysis, indicator: Indicator) -> tuple[Standings, ...]:
    """Return how the areas of each of an indicator's groups stand, those of the main one first."""
    found = (standings(analysis, indicator, group) for group in indicator.benchmark)
    return tuple(one for one in found if one is not None)


def compare_all(analysis: Analysis, indicator: Indicator) -> tuple[GroupComparison, ...]:
    """Return the own area's place in each of an indicator's groups that holds it, in the main one first."""
    placed = (compare(one, analysis.framework.area) for one in all_standings(analysis, indicator))
    return tuple(one for one in placed if one is not None)


def _standings(analysis: Analysis, indicator: Indicator, code: str) -> Standings | None:
    framework = analysis.framework
    group = next((g for g in framework.benchmarks if g.code == code), None)
    track = analysis.tracks.get(indicator.frequency.months)
    if group is None or track is None:
        return None
    areas = framework.members(group.code)
    rows = [track.matrix.rows.get(SeriesKey(indicator.code, area.code)) for area in areas]
    whole = whole_of(framework, indicator)
    has_rate = whole.kind is not WholeKind.NONE

    def at(array: Floats) -> Floats:
        return np.array([math.nan if row is None else array[row, track.last] for row in rows])

    def before(array: Floats) -> Floats:
        return at(lag(array, track.width))

    compared = at(track.rate if has_rate else track.figure.year)
    if np.isnan(compared).all():
        return None
    months, ranks = track.matrix.months, rank_low_first(compared)
    end = int(months[track.last])
    reach = track.step if indicator.adds_up is AddsUp.LATEST else YEAR
    parting = break_within(framework, indicator, end - YEAR - reach + 1, end)
    return Standings(
        indicator=indicator,
        group=group,
        areas=areas,
        compared=compared,
        counts=at(track.number.year),
        counts_before=before(track.number.year),
        wholes=at(track.whole.year),
        wholes_before=before(track.whole.year),
        figures=at(track.figure.year),
        figures_before=before(track.figure.year),
        ranks=ranks,
        style=rate_style(indicator) if has_rate and not indicator.divides else number_style(indicator),
        by=_by(rate_name(framework, indicator), indicator, track),
        broken=break_text(parting) if parting else "",
        likely=likelihoods(framework, indicator, track, rows, ranks),
        whole=whole,
    )


def _by(rate: str, indicator: Indicator, track: Track) -> str:
    end = month_label(int(track.matrix.months[track.last]))
    when = f"year to {end}" if indicator.adds_up is not AddsUp.LATEST else end
    return f"{rate}, {when}" if rate else when


def compare(found: Standings, own_code: str) -> GroupComparison | None:
    """Return the own area's place in its group; None where the group does not hold it."""
    codes = [area.code for area in found.areas]
    if own_code not in codes:
        return None
    place = codes.index(own_code)
    own, average = float(found.compared[place]), found.average
    quartile = float(told_group(found.compared, 4)[place])
    missing = tuple(a.name for a, value in zip(found.areas, found.compared, strict=True) if math.isnan(value))
    return GroupComparison(
        group=found.group.title,
        code=found.group.code,
        average=figure(average, found.style),
        average_kind=found.average_kind,
        own=figure(own, found.style, "no figure"),
        rank=None if math.isnan(own) else int(found.ranks[place]),
        of=found.of,
        rank_words=rank_words(found, place),
        difference_words=_difference_words(found, own, average),
        group_change=figure(found.group_change, NumberStyle.SIGNED_PERCENT, found.broken or DASH),
        missing=missing,
        quartile=None if math.isnan(quartile) else int(quartile),
        quartile_words="" if math.isnan(quartile) else f"{_QUARTERS[int(quartile)]} quarter",
        difference=figure(*_difference(found, own, average)),
        likelihood=found.likelihood(place),
    )


def rank_words(found: Standings, place: int) -> str:
    """Return an area's rank as it is said, with the number ranked and which end is 1."""
    rank = found.ranks[place]
    if math.isnan(rank):
        return f"not ranked: no figure ({found.of} areas have one)"
    shared = "joint " if np.count_nonzero(found.ranks == rank) > 1 else ""
    return f"{shared}{ordinal(int(rank))} of {found.of} (1 = lowest)"


def _difference(found: Standings, own: float, average: float) -> tuple[float, NumberStyle]:
    """Return how far the own figure is from the average: in points for percentages, else in per cent of it."""
    if found.style.is_percent:
        return own - average, signed(found.style)
    return (100 * (own / average - 1) if average > 0 else math.nan), NumberStyle.SIGNED_PERCENT


def _difference_words(found: Standings, own: float, average: float) -> str:
    apart, style = _difference(found, own, average)
    if math.isnan(apart):
        return ""
    known = "" if found.of == len(found.areas) else f" ({found.of} with figures)"
    group = f"the average of {found.group.title}{known}"
    in_points = style.family is Family.POINTS
    size = number_text(
        abs(apart), NumberStyle.ONE_PLACE if in_points or abs(apart) < 10 else NumberStyle.WHOLE
    )
    if float(size.replace(",", "")) == 0:
        return f"the same as {group}"
    amount = f"{size} points" if in_points else f"{size}%"
    return f"{amount} {'above' if apart > 0 else 'below'} {group}"


def benchmark_table(found: Standings, own_code: str) -> BenchmarkTable:
    """Return the group's areas ranked, lowest first; areas without figures last."""
    order = sorted(
        range(len(found.areas)),
        key=lambda place: (math.isnan(found.ranks[place]), found.ranks[place], found.areas[place].name),
    )
    codes = [area.code for area in found.areas]
    without = [found.areas[place].name for place in order if math.isnan(found.compared[place])]
    sentences = [rank_words(found, codes.index(own_code))] if own_code in codes else []
    if without:
        sentences.append(f"No complete figures for {listed(without)}.")
    return BenchmarkTable(
        indicator=found.indicator.code,
        title=found.indicator.title,
        group=found.group.title,
        group_code=found.group.code,
        rate_name=capital(found.by),
        average=figure(found.average, found.style),
        rank_words=". ".join(sentences),
        rows=tuple(_row(found, place, own_code) for place in order),
        average_kind=found.average_kind,
        note=NOTE if found.likely else NOTE_NOT_ASSESSED,
    )


def _row(found: Standings, place: int, own_code: str) -> BenchmarkRow:
    rank, style = found.ranks[place], count_style(found.indicator)
    return BenchmarkRow(
        area=found.areas[place].name,
        rank=None if math.isnan(rank) else int(rank),
        rate=figure(found.compared[place], found.style, "no figure"),
        count=figure(found.counts[place], style, "no figure")
        if found.whole.kind is not WholeKind.NONE and not found.style.is_percent
        else Figure(None, DASH, style),
        change_percent=_change(found, place),
        is_own=found.areas[place].code == own_code,
        likelihood=found.likelihood(place),
    )


def _change(found: Standings, place: int) -> Figure:
    new, old = found.figures[place], found.figures_before[place]
    if found.broken:
        return Figure(None, found.broken, NumberStyle.SIGNED_PERCENT)
    if found.style.is_percent:
        return figure(new - old, signed(found.style))
    if found.counts_before[place] < SMALL_BASE and is_count(found.indicator):
        return Figure(None, "small numbers", NumberStyle.SIGNED_PERCENT)
    return figure(float(percent_change(new, old)), NumberStyle.SIGNED_PERCENT)

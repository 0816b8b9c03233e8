"""The other month ends of a publication: what a reader may turn to without anything being worked out again.

The published period is kept whole; of each month end up to it there are the cards, every group's areas as plain lists
in rank order, and the map of the own area's parts.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scpxl.figures.figures import MONTH_ENDS, Figures, work_out
from scpxl.figures.group_records import GroupFigures
from scpxl.model.framework import Framework, Indicator
from scpxl.model.observations import Observation
from scpxl.model.periods import Period, month_label
from scpxl.scorecard.card import build_card
from scpxl.scorecard.group import class_of
from scpxl.scorecard.model import IndicatorCard, WardMap
from scpxl.scorecard.wards import ward_map

_KEPT = 6
"""Significant figures of what is drawn and never printed."""


@dataclass(frozen=True, slots=True)
class GroupBlock:
    """One group's areas on one indicator, the lowest first, those without a figure last; a number an area each."""

    indicator: str
    group: str
    """The group's code."""
    average: float | None
    of: int
    """How many areas are ranked."""
    areas: tuple[str, ...]
    ranks: tuple[int | None, ...]
    rates: tuple[float | None, ...]
    """What is compared."""
    counts: tuple[float | None, ...]
    wholes: tuple[float | None, ...]
    """What the counts are out of."""
    changes: tuple[float | None, ...]
    """In per cent on the year before."""
    rank_from: tuple[int | None, ...]
    """The first plausible rank."""
    rank_to: tuple[int | None, ...]
    lower: tuple[float | None, ...]
    """The 99.8% limits about the average of all the others."""
    upper: tuple[float | None, ...]
    beside: tuple[str, ...]
    """Each area's class among the others."""


@dataclass(frozen=True, slots=True)
class MonthEnd:
    """What is shown of one month end."""

    end: int
    """The month's number."""
    month: str
    """Mar 2018."""
    cards: tuple[IndicatorCard, ...]
    groups: tuple[GroupBlock, ...]
    wards: WardMap | None


def build_months(
    framework: Framework,
    observations: Sequence[Observation],
    period: Period,
    shown: Iterable[Indicator],
    month_ends: int = MONTH_ENDS,
) -> tuple[MonthEnd, ...]:
    """Return so many month ends up to the period's, the oldest first; `shown` are the indicators the edition may show."""
    return months_of(work_out(framework, observations, period, month_ends), tuple(shown))


def months_of(figures: Figures, shown: Sequence[Indicator]) -> tuple[MonthEnd, ...]:
    """Return every month end of figures that are worked out, the oldest first."""
    return tuple(
        MonthEnd(
            end=end,
            month=month_label(end),
            cards=tuple(build_card(figures.at(indicator, end)) for indicator in shown),
            groups=tuple(_block(group) for indicator in shown for group in figures.at(indicator, end).groups),
            wards=ward_map(figures, shown, end),
        )
        for end in figures.ends
    )


def _block(found: GroupFigures) -> GroupBlock:
    order = sorted(
        range(len(found.areas)),
        key=lambda place: (math.isnan(found.ranks[place]), found.ranks[place], found.areas[place].name),
    )
    chances = [found.chances[place] if found.chances else None for place in order]

    def plausible(name: str) -> tuple[int | None, ...]:
        ends = (math.nan if one is None else getattr(one, name) for one in chances)
        return tuple(None if math.isnan(end) else int(end) for end in ends)

    def limits(name: str) -> tuple[float | None, ...]:
        return tuple(None if one is None else _short(getattr(one, name)) for one in chances)

    def numbers(values: Sequence[float]) -> tuple[float | None, ...]:
        return tuple(_short(values[place]) for place in order)

    return GroupBlock(
        indicator=found.indicator.code,
        group=found.group.code,
        average=_short(found.average),
        of=found.of,
        areas=tuple(found.areas[place].name for place in order),
        ranks=tuple(None if math.isnan(found.ranks[place]) else int(found.ranks[place]) for place in order),
        rates=numbers(found.compared),
        counts=numbers(found.counts),
        wholes=numbers(found.wholes),
        changes=numbers(found.changes),
        rank_from=plausible("first"),
        rank_to=plausible("last"),
        lower=limits("lower"),
        upper=limits("upper"),
        beside=tuple(class_of(one).value for one in chances),
    )


def _short(value: float | None) -> float | None:
    """Return a number to six significant figures, None for NaN."""
    if value is None or math.isnan(value):
        return None
    return float(f"{value:.{_KEPT}g}") if math.isfinite(value) else None

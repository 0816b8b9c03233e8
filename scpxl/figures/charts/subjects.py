"""What is put on a control chart: a series, the stretches it falls into, what its limits follow, and its events."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from scpxl.figures.lookback import CHARTED
from scpxl.figures.series import MARKERS, Baseline, Stretches, baseline_of, stretches_of
from scpxl.model.framework import Aggregation, ChartLimits, Indicator, Unit
from scpxl.model.observations import Marker
from scpxl.model.periods import MONTH, YEAR
from scpxl.model.series_notes import SeriesNote
from scpxl.statistics.arrays import Codes, Flags, Floats, Months
from scpxl.statistics.spc.charts import ChartKind
from scpxl.statistics.spc.xmr import single_periods

_UNEVEN = 0.25
"""From such a part of their mean on, denominators differ too much for one pair of limits."""
_PROVISIONAL = MARKERS.index(Marker.PROVISIONAL)
_SHARE_CHARTS = {Unit.PERCENTAGE: ChartKind.SHARES_PRIME, Unit.RATE: ChartKind.RATES_PRIME}
_EVENTS = {Unit.COUNT, Unit.RATE, Unit.STOCK}
"""Units whose figures count things."""


class Subject(NamedTuple):
    """A series to be charted: arrays are [columns of the track]."""

    indicator: Indicator
    values: Floats
    denominator: Floats
    """What each figure is out of; NaN where the figure is no share of anything."""
    people: Floats
    """The level that a count is of, such as the population; NaN where it is of none."""
    provisional: Flags
    notes: tuple[SeriesNote, ...]
    out_of: str = ""
    """What the denominator or the level counts, in words."""
    adds_up: bool = True
    """Whether what several figures are out of adds up, so that their numbers can be judged together."""
    end: int = -1
    """The last column that is seen; -1 for the last there is."""

    @property
    def is_share(self) -> bool:
        """Whether each figure is out of something: a percentage, or a rate or average of what is reported beside it."""
        return bool((~np.isnan(self.denominator)).any())


class Exposure(NamedTuple):
    """What a chart's limits follow."""

    kind: ChartKind | None
    """None for an XmR chart."""
    size: Floats
    """[columns] What each figure is out of; 1 where nothing is followed."""
    words: str
    """Its name; blank where nothing is followed."""


@dataclass(frozen=True, eq=False)
class Prepared:
    """A series with all that its chart is decided by; arrays are [columns of the track]."""

    subject: Subject
    firm: Floats
    """The figures that may be judged: NaN where provisional, or where a break falls inside the period."""
    stretches: Stretches
    baseline: Baseline
    exposure: Exposure
    events: Floats
    """The counts behind the figures, of a percentage the rarer of its parts and the rest; NaN where nothing is counted."""
    turned: bool
    """Whether the events are what is no part: many of them are a low percentage."""
    is_level: bool
    first: int
    """The column the chart begins with."""
    end: int
    """The column it ends with; what comes later is not seen."""

    @property
    def shown(self) -> slice:
        """The columns of the chart."""
        return slice(self.first, self.end + 1)

    @cached_property
    def used(self) -> Flags:
        """The figures the last stretch's limits rest on."""
        shown = np.arange(len(self.firm)) >= self.first
        window = self.baseline.kept if self.baseline.fixed else self.baseline.kept & shown
        return np.asarray(window & self.latest)

    @cached_property
    def latest(self) -> Flags:
        """The columns of the last stretch that are seen and whole."""
        return self.stretches.latest

    @property
    def is_counted(self) -> bool:
        """Whether there are events that can be added up over several periods."""
        return not self.is_level and bool((~np.isnan(self.events)).any())


def prepare_series(subject: Subject, months: Months, step: int, days: Floats) -> Prepared:
    """Return a series prepared for its chart; `ValueError` where its figures overlap.

    `days` are those of each column's months.
    """
    indicator, columns = subject.indicator, len(months)
    end = subject.end if subject.end >= 0 else columns - 1
    values = single_periods(subject.values, covers=YEAR if indicator.rolling else step, step=step)
    found = stretches_of(subject.notes, months, step, end)
    firm: Floats = np.where(subject.provisional | found.mixed, np.nan, values)
    firm[end + 1 :] = np.nan
    first = max(0, end + 1 - CHARTED[step])
    events, turned = _events(subject, firm)
    return Prepared(
        subject=subject,
        firm=firm,
        stretches=found,
        baseline=baseline_of(subject.notes, months, step, found, firm),
        exposure=_exposure(subject, days, step, slice(first, end + 1)),
        events=events,
        turned=turned,
        is_level=indicator.aggregation is Aggregation.LATEST,
        first=first,
        end=end,
    )


def still_provisional(marker: Codes) -> Flags:
    """Return the provisional months up to the latest figure: an older one the partner has let stand is judged."""
    firm = np.flatnonzero(marker != _PROVISIONAL)
    result = np.zeros(len(marker), dtype=np.bool_)
    result[(int(firm[-1]) + 1 if len(firm) else 0) :] = True
    return result


def _events(subject: Subject, firm: Floats) -> tuple[Floats, bool]:
    """Return the events behind figures, and whether they are what is no part of a percentage."""
    indicator, whole, nothing = subject.indicator, subject.denominator, np.full(firm.shape, np.nan)
    if subject.is_share and indicator.aggregation is not Aggregation.LATEST:
        parts = parts_behind(firm, whole, indicator.scale)
        if indicator.unit is Unit.RATE and subject.adds_up:
            return np.round(parts, 9), False
        # More than there is, as of what is out of a level, is no part of it.
        if indicator.unit is not Unit.PERCENTAGE or not subject.adds_up or is_more_than_all(subject):
            return nothing, False
        turned = bool(np.nansum(parts) > np.nansum(whole - parts))
        return np.round(whole - parts if turned else parts, 9), turned
    # A number that may be below zero counts no events.
    counted = indicator.unit in _EVENTS and not (firm < 0).any() and not subject.is_share
    return (firm if counted else nothing), False


def is_more_than_all(subject: Subject) -> bool:
    """Return whether one of a percentage's figures is more than 100: it is no proportion then."""
    return bool((subject.values[: subject.end + 1 if subject.end >= 0 else None] > 100).any())


def _exposure(subject: Subject, days: Floats, step: int, shown: slice) -> Exposure:
    indicator, whole = subject.indicator, subject.denominator
    none = Exposure(None, np.ones(len(days)), "")
    if indicator.chart is ChartLimits.XMR:
        return none
    if not np.isnan(whole[shown]).all():
        if not _uneven(whole[shown]) and indicator.chart is ChartLimits.AUTOMATIC:
            return none
        kind = _SHARE_CHARTS.get(indicator.unit, ChartKind.INDIVIDUALS_PRIME)
        if kind is ChartKind.SHARES_PRIME and is_more_than_all(subject):
            kind = ChartKind.INDIVIDUALS_PRIME
        return Exposure(kind, whole, subject.out_of or "what each figure is out of")
    if indicator.chart is ChartLimits.AUTOMATIC or indicator.aggregation is Aggregation.LATEST:
        return none
    if np.isnan(subject.people[shown]).any():
        return Exposure(ChartKind.RATES_PRIME, days, "days in the month" if step == MONTH else "days")
    return Exposure(ChartKind.RATES_PRIME, days * subject.people, f"days and {subject.out_of or 'people'}")


def _uneven(whole: Floats) -> bool:
    known = whole[whole > 0]
    if not len(known):
        return False
    mean = known.mean()
    return bool(max(known.max() - mean, mean - known.min()) > _UNEVEN * mean)


def parts_behind(shares: Floats, whole: Floats, scale: float = 100) -> Floats:
    """Return the parts behind percentages, or rates of so many; out of 0 there are none, and nothing is missing."""
    return np.where(whole == 0, 0.0, shares * whole / scale)


def out_of(prepared: Prepared) -> Floats:
    """Return what the events of each column are out of: the exposure, or a share's whole; 1 for plain counts."""
    if prepared.subject.is_share:
        return prepared.subject.denominator
    return prepared.exposure.size

"""Events too rare for single months: gathered into quarters, and judged with exact limits, all series at once.

Quarters are those of the financial year: a quarter that has not ended is not drawn.  What is reported by quarters or
years already is judged as it is.  Limits need twelve periods with figures; with fewer nothing is drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scpxl.model.periods import MONTH, QUARTER
from scpxl.scorecard.chart_subjects import Prepared, out_of, parts_of
from scpxl.scorecard.stretches import stretches_of
from scpxl.scorecard.windows import CHARTED
from scpxl.statistics.arrays import Codes, Flags, Floats, Months
from scpxl.statistics.judgeable import LEAST_FIGURES
from scpxl.statistics.rare_events import judge_rare, usual_range
from scpxl.statistics.spc_rules import RARE


class RareChart(NamedTuple):
    """A chart of rare events; arrays are [columns], the last the latest period that has ended."""

    months: Months
    step: int
    values: Floats
    """As they are shown: counts, or per cent."""
    mean: Floats
    lower: Floats
    upper: Floats
    rule: Codes
    side: Codes
    """Which way the figures point, as they are shown."""
    stretch: Codes
    """How many periods together are unusual."""
    assessed: Flags
    latest: Flags
    judged: int
    """The latest column that is not provisional; -1 where none is."""
    waiting: tuple[int, ...]
    """Months after the last quarter that has ended."""
    events: Floats
    """The events behind the figures that may be judged."""
    out_of: Floats
    """What they are out of; 1 for plain counts."""
    phi: float
    """How much more than chance they vary."""
    figures: int
    """How many periods have figures since the last break."""
    gathered: bool
    """Whether single months were added up to quarters."""
    scale: float
    """What events over what they are out of is multiplied by to be shown; 0 where the events themselves are shown."""
    turned: bool
    """Whether the events are what is no part."""

    @property
    def total(self) -> float:
        """All events since the last break."""
        return float(np.nansum(self.events))

    def together(self, column: int) -> tuple[float, float, float]:
        """Return the figure of the stretch that ends with a column, as shown, and what would be usual for it."""
        width = max(1, int(self.stretch[column]))
        part = slice(column - width + 1, column + 1)
        number, size = float(self.events[part].sum()), float(self.out_of[part].sum())
        share = size / float(np.nansum(self.out_of))
        usual = usual_range(np.array(self.total), np.array(share), self.phi)
        shown, one, other = (
            float(as_shown(np.array(count), size, self))
            for count in (number, float(usual[0]), float(usual[1]))
        )
        return shown, min(one, other), max(one, other)


def rare_charts(rare: Mapping[int, Prepared], months: Months, step: int) -> dict[int, RareChart]:
    """Return by place the charts of series of rare events, over the same months."""
    if not rare:
        return {}
    width = QUARTER if step == MONTH else 1
    ends = np.flatnonzero((months + 1) % (width * step) == 0) if width > 1 else np.arange(len(months))
    ends = ends[ends >= width - 1][-CHARTED[width * step] :]
    if not len(ends):
        return {}
    rows = [_gathered(one, ends, width, months, step) for one in rare.values()]
    events, sizes = (np.array([getattr(row, name) for row in rows]) for name in ("events", "sizes"))
    found = judge_rare(events, sizes)
    charts = {}
    for number, (place, one) in enumerate(rare.items()):
        row = rows[number]
        turned = -1 if one.turned else 1
        enough = int((~np.isnan(row.events)).sum()) >= LEAST_FIGURES
        assessed = found.assessed[number] & enough
        side = np.where(assessed, found.side[number], 0).astype(np.int8)
        firm = np.flatnonzero(~row.provisional)
        chart = RareChart(
            months=months[ends],
            step=width * step,
            values=row.values,
            mean=found.expected[number],
            lower=found.lower[number],
            upper=found.upper[number],
            rule=np.where(side != 0, RARE, 0).astype(np.int8),
            side=(turned * side).astype(np.int8),
            stretch=np.where(side != 0, found.stretch[number], 0).astype(np.int8),
            assessed=assessed,
            latest=row.latest,
            judged=int(firm[-1]) if len(firm) else -1,
            waiting=tuple(int(month) for month in months[ends[-1] + 1 :]),
            events=row.events,
            out_of=np.where(np.isnan(row.events), np.nan, row.sizes),
            phi=float(found.phi[number]),
            figures=int((~np.isnan(row.events)).sum()),
            gathered=width > 1,
            scale=one.subject.indicator.scale if one.subject.is_share else 0.0,
            turned=one.turned,
        )
        charts[place] = _lines_as_shown(chart, row.sizes, told=bool(assessed.any()))
    return charts


class _Row(NamedTuple):
    """One series by longer periods."""

    values: Floats
    events: Floats
    sizes: Floats
    latest: Flags
    provisional: Flags


def _gathered(one: Prepared, ends: npt.NDArray[np.intp], width: int, months: Months, step: int) -> _Row:
    def summed(values: Floats) -> Floats:
        return np.asarray(values[ends[:, None] - np.arange(width)].sum(axis=1))

    sizes, drawn = summed(out_of(one)), summed(_with_provisional(one))
    found = stretches_of(one.subject.notes, months[ends], width * step)
    provisional = one.subject.provisional[ends[:, None] - np.arange(width)].any(axis=1)
    events = np.where(found.latest & ~provisional, summed(one.events), np.nan)
    if one.subject.is_share:
        scale = one.subject.indicator.scale
        share = np.divide(scale * drawn, sizes, out=np.full(sizes.shape, np.nan), where=sizes > 0)
        return _Row(100 - share if one.turned else share, events, sizes, found.latest, provisional)
    return _Row(drawn, events, sizes, found.latest, provisional)


def _with_provisional(one: Prepared) -> Floats:
    """Return the events with those of provisional months, which are drawn and not judged."""
    values, whole = one.subject.values, one.subject.denominator
    if one.subject.is_share:
        parts = parts_of(values, whole, one.subject.indicator.scale)
        return np.round(whole - parts if one.turned else parts, 9)
    return values


def _lines_as_shown(chart: RareChart, sizes: Floats, *, told: bool) -> RareChart:
    """Return the chart with its lines in the figures' own units; without them where nothing can be told."""
    if not told:
        none = np.full(chart.values.shape, np.nan)
        return chart._replace(mean=none, lower=none, upper=none)
    mean, lower, upper = (as_shown(line, sizes, chart) for line in (chart.mean, chart.lower, chart.upper))
    return chart._replace(mean=mean, lower=np.fmin(lower, upper), upper=np.fmax(lower, upper))


def as_shown(counts: Floats, sizes: npt.ArrayLike, chart: RareChart) -> Floats:
    """Return counts of events as the figures are shown: counts, or shares of what they are out of."""
    if not chart.scale:
        return counts
    share = chart.scale * counts / np.asarray(sizes, dtype=np.float64)
    return 100 - share if chart.turned else share

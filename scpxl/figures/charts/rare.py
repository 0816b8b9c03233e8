"""Events too rare for single months: gathered into quarters, and judged with exact limits, all series at once.

Quarters are those of the financial year: a quarter that has not ended is not drawn.  What is reported by quarters or
years already is judged as it is.  Limits need twelve periods with figures; with fewer nothing is drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scpxl.figures.charts.subjects import Prepared, out_of, parts_behind
from scpxl.figures.lookback import CHARTED
from scpxl.figures.series import stretches_of
from scpxl.model.periods import MONTH, QUARTER
from scpxl.statistics.arrays import Codes, Flags, Floats, Months
from scpxl.statistics.dispersion import autocorrelation
from scpxl.statistics.judgeable import LEAST_FIGURES
from scpxl.statistics.spc.rare_events import judge_rare, usual_range
from scpxl.statistics.spc.rules import RARE


class JudgedPeriods(NamedTuple):
    """The periods judged together at the latest that is firm, as shown, and what would be usual for them."""

    figure: float
    low: float
    high: float


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
    memory: float
    """How each figure of the last stretch resembles the one before."""
    together: JudgedPeriods

    @property
    def total(self) -> float:
        """All events since the last break."""
        return float(np.nansum(self.events))


def rare_charts(rare: Mapping[int, Prepared], months: Months, step: int) -> dict[int, RareChart]:
    """Return by place the charts of series of rare events, over the same months."""
    width = QUARTER if step == MONTH else 1
    ended = np.flatnonzero((months + 1) % (width * step) == 0) if width > 1 else np.arange(len(months))
    rows = {
        place: _gathered(one, ended[ended >= width - 1], width, months, step) for place, one in rare.items()
    }
    rows = {place: row for place, row in rows.items() if len(row.ends)}
    if not rows:
        return {}
    most = max(len(row.ends) for row in rows.values())
    events, sizes = (
        np.array([_padded(getattr(row, name), most) for row in rows.values()]) for name in ("events", "sizes")
    )
    found = judge_rare(events, sizes)
    charts: dict[int, RareChart] = {}
    for number, (place, row) in enumerate(rows.items()):
        one, here = rare[place], slice(most - len(row.ends), None)
        enough = int((~np.isnan(row.events)).sum()) >= LEAST_FIGURES
        assessed = found.assessed[number, here] & enough
        side = np.where(assessed, found.side[number, here], 0).astype(np.int8)
        firm = np.flatnonzero(~row.provisional)
        none = np.nan
        chart = RareChart(
            months=months[row.ends],
            step=width * step,
            values=row.values,
            mean=found.expected[number, here],
            lower=found.lower[number, here],
            upper=found.upper[number, here],
            rule=np.where(side != 0, RARE, 0).astype(np.int8),
            side=((-1 if one.turned else 1) * side).astype(np.int8),
            stretch=np.where(side != 0, found.stretch[number, here], 0).astype(np.int8),
            assessed=assessed,
            latest=row.latest,
            judged=int(firm[-1]) if len(firm) else -1,
            waiting=tuple(int(month) for month in months[row.ends[-1] + 1 : one.end + 1]),
            events=row.events,
            out_of=np.where(np.isnan(row.events), np.nan, row.sizes),
            phi=float(found.phi[number]),
            figures=int((~np.isnan(row.events)).sum()),
            gathered=width > 1,
            scale=one.subject.indicator.scale if one.subject.is_share else 0.0,
            turned=one.turned,
            memory=none,
            together=JudgedPeriods(none, none, none),
        )
        charts[place] = _lines_as_shown(chart, row.sizes, told=bool(assessed.any()))
    return _with_stretches(charts, most)


class _Row(NamedTuple):
    """One series by longer periods, those the chart shows."""

    ends: npt.NDArray[np.intp]
    """The columns of the track that the periods end with."""
    values: Floats
    events: Floats
    sizes: Floats
    latest: Flags
    provisional: Flags


def _gathered(one: Prepared, ended: npt.NDArray[np.intp], width: int, months: Months, step: int) -> _Row:
    ends = ended[ended <= one.end][-CHARTED[width * step] :]
    columns = ends[:, None] - np.arange(width)

    def summed(values: Floats) -> Floats:
        return np.asarray(values[columns].sum(axis=1))

    sizes, drawn = summed(out_of(one)), summed(_with_provisional(one))
    found = stretches_of(one.subject.notes, months[ends], width * step)
    provisional = one.subject.provisional[columns].any(axis=1)
    events = np.where(found.latest & ~provisional, summed(one.events), np.nan)
    if one.subject.is_share:
        scale = one.subject.indicator.scale
        share = np.divide(scale * drawn, sizes, out=np.full(sizes.shape, np.nan), where=sizes > 0)
        drawn = 100 - share if one.turned else share
    return _Row(ends, drawn, events, sizes, found.latest, provisional)


def _padded(values: Floats, width: int) -> Floats:
    """Return values with gaps before them, so that all rows end together."""
    return np.concatenate([np.full(width - len(values), np.nan), values])


def _with_provisional(one: Prepared) -> Floats:
    """Return the events with those of provisional months, which are drawn and not judged."""
    values, whole = one.subject.values, one.subject.denominator
    if one.subject.is_share:
        parts = parts_behind(values, whole, one.subject.indicator.scale)
        return np.round(whole - parts if one.turned else parts, 9)
    return values


def _lines_as_shown(chart: RareChart, sizes: Floats, *, told: bool) -> RareChart:
    """Return the chart with its lines in the figures' own units; without them where nothing can be told."""
    if not told:
        none = np.full(chart.values.shape, np.nan)
        return chart._replace(mean=none, lower=none, upper=none)
    mean, lower, upper = (as_shown(line, sizes, chart) for line in (chart.mean, chart.lower, chart.upper))
    return chart._replace(mean=mean, lower=np.fmin(lower, upper), upper=np.fmax(lower, upper))


def _with_stretches(charts: dict[int, RareChart], most: int) -> dict[int, RareChart]:
    """Return the charts with what is said of the latest stretch of each, and how the figures resemble themselves."""
    counts: list[float] = []
    sizes: list[float] = []
    totals: list[float] = []
    shares: list[float] = []
    for chart in charts.values():
        width = max(1, int(chart.stretch[chart.judged]))
        part = slice(chart.judged - width + 1, chart.judged + 1)
        counts.append(float(chart.events[part].sum()))
        sizes.append(float(chart.out_of[part].sum()))
        totals.append(chart.total)
        shares.append(sizes[-1] / float(np.nansum(chart.out_of)) if np.nansum(chart.out_of) else np.nan)
    phi = np.array([chart.phi for chart in charts.values()])
    low, high = usual_range(np.array(totals), np.array(shares), phi)
    seen = [_padded(np.where(one.latest, one.values, np.nan), most) for one in charts.values()]
    memory = autocorrelation(np.array(seen))[:, 0]
    result = {}
    for number, (place, chart) in enumerate(charts.items()):
        shown, one, other = (
            float(as_shown(np.array(count), sizes[number], chart))
            for count in (counts[number], float(low[number]), float(high[number]))
        )
        together = JudgedPeriods(shown, min(one, other), max(one, other))
        result[place] = chart._replace(memory=float(memory[number]), together=together)
    return result


def as_shown(counts: Floats, sizes: npt.ArrayLike, chart: RareChart) -> Floats:
    """Return counts of events as the figures are shown: counts, or shares of what they are out of."""
    if not chart.scale:
        return counts
    share = chart.scale * counts / np.asarray(sizes, dtype=np.float64)
    return 100 - share if chart.turned else share

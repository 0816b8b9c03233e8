"""Control charts whose limits follow how much could have happened: c, u, p, u', p', I, I' and run charts.

A figure y comes out of an exposure n: people and days, incidents attended.  Where n changes from point to
point, so do the limits.  Rows are series, columns periods in order of time; NaN in y, or n missing or 0, is
a missing figure.  Limits are 3 standard deviations from the centre line.

Source: Laney 2002 (u', p'), Taylor 2024 (I'), as computed by the R packages qicharts2 and qcc.  Plain c, u and
p charts suppose that nothing but chance moves a count; most counts of crime move more, and then they
flag too much: test with `dispersion.overdispersion`, and take u' or p'.

Four things are done otherwise than in qicharts2, and `strict` does them as it does: where screening leaves only
moving ranges of zero, all of them are used (there, the limits fall on the centre line and every other point is
outside); a figure left out of the baseline is a gap (there, its neighbours are joined); the deviation of an I'
chart is made from the baseline (there, from all figures); and its steps are screened from 3.267 times their mean
(there, 3.2665).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from scpxl.statistics.arrays import Flags, Floats, quotient, row_median
from scpxl.statistics.spc.limits import (
    SCREEN_FACTOR,
    SHORT_GROUP,
    ULPS,
    Places,
    exact_mean,
    mean_moving_range,
    moving_ranges,
    tally,
)
from scpxl.statistics.spc.variation import SpcOptions, blank_flags, flag_points
from scpxl.statistics.spc.xmr import XmrResult

D2 = 1.128
"""Mean moving range of two figures, in standard deviations."""
STRICT_TAYLOR_FACTOR = 3.2665
"""From so many times their mean on qicharts2 leaves steps of an I' chart out."""
_TAYLOR = np.sqrt(np.pi / 2)


class ChartKind(StrEnum):
    """How the limits of a chart are made."""

    RUN = "run"
    INDIVIDUALS = "I"
    INDIVIDUALS_PRIME = "I'"
    COUNTS = "c"
    RATES = "u"
    RATES_PRIME = "u'"
    SHARES = "p"
    SHARES_PRIME = "p'"

    @property
    def needs_exposure(self) -> bool:
        """Whether each figure is out of something."""
        return self not in {ChartKind.RUN, ChartKind.INDIVIDUALS, ChartKind.COUNTS}


@dataclass(frozen=True, eq=False)
class DrawnChart:
    """[series, periods] each: what is drawn, its centre line, and one standard deviation at each point.

    `deviation` is NaN throughout a run chart, and where limits cannot be made.
    """

    kind: ChartKind
    values: Floats
    """y, or y / n where there is an exposure."""
    centre: Floats
    deviation: Floats

    def limits(self, deviations: float = 3) -> tuple[Floats, Floats]:
        """Return the lower and the upper limit so many deviations from the centre line.

        Of counts and rates none is below zero, of shares none above one.
        """
        lower, upper = self.centre - deviations * self.deviation, self.centre + deviations * self.deviation
        if self.kind not in {ChartKind.RUN, ChartKind.INDIVIDUALS, ChartKind.INDIVIDUALS_PRIME}:
            lower = np.maximum(lower, 0.0)
        if self.kind in {ChartKind.SHARES, ChartKind.SHARES_PRIME}:
            upper = np.minimum(upper, 1.0)
        return lower, upper


def draw_chart(
    kind: ChartKind,
    figures: Floats,
    exposure: Floats | None = None,
    *,
    baseline: Flags | None = None,
    middle: Floats | None = None,
    screen: bool = True,
    strict: bool = False,
) -> DrawnChart:
    """Return the centre line and deviations of each row, made from the figures in the baseline: all, if none is given.

    Centre = mean(y) (I, c), sum(y) / sum(n) (u, p, u', p', I'), median(y) (run chart). SD = √c, √(u / n),
    √(p (1 - p) / n); u' and p' times the mean moving range of the z-scores / 1.128; I = mean moving range /
    1.128; I' = mean of √(π/2) |y_t - y_(t-1)| / √(1/n_t + 1/n_(t-1)), over √n.

    `exposure` is what each figure is out of; needed by u, p, u', p' and I', a `ValueError` without it.
    `middle`, [series, 1], is taken for the centre line where it is not NaN, in y / n (see `spc_middle`).
    `screen` leaves out moving ranges of 3.267 times their mean or more, once (I, u', p').  `strict` follows
    qicharts2 where this module does otherwise (see above).

    >>> chart = draw_chart(ChartKind.RATES, np.array([[4.0, 9.0, 5.0]]), np.array([[100.0, 300.0, 100.0]]))
    >>> chart.centre[0].round(3), chart.limits()[1][0].round(3)
    (array([0.036, 0.036, 0.036]), array([0.093, 0.069, 0.093]))
    """
    if exposure is None and kind.needs_exposure:
        raise ValueError(f"A {kind} chart needs to know what each figure is out of: give its exposure.")
    y = np.ascontiguousarray(figures, dtype=np.float64)
    if exposure is None or not kind.needs_exposure:
        n = np.ones_like(y)
    else:
        n = np.where(np.greater(exposure, 0), exposure, np.nan)
    known = ~np.isnan(y + n)
    used = known if baseline is None else known & baseline
    values: Floats = np.where(known, y / n, np.nan)
    centre = _centre(kind, np.where(used, y, np.nan), np.where(used, n, np.nan))
    centre = centre if middle is None else np.where(np.isnan(middle), centre, middle)
    rule = _Screening(screen, strict)
    in_base = np.ones(y.shape, dtype=np.bool_) if baseline is None else baseline
    deviation = _deviation(kind, values, n, centre, in_base, rule)
    return DrawnChart(kind, values, np.broadcast_to(centre, y.shape), np.broadcast_to(deviation, y.shape))


def judge_chart(chart: DrawnChart, options: SpcOptions | None = None) -> XmrResult:
    """Return what the four rules make of a chart's points, by its limits as they are at each point.

    Outside where |y - centre| > 3 SD, close where > 2 SD; the rest as in `spc_rules`.

    Rates stand where they are whatever their exposure; limits are tested as they are, not as drawn.
    """
    rows, columns = chart.values.shape
    padded = np.full((rows, columns + 1), np.nan)
    half, from_centre = padded.copy(), padded.copy()
    padded[:, :columns], half[:, :columns] = chart.values, 3 * chart.deviation
    from_centre[:, :columns] = chart.values - chart.centre
    flags = blank_flags(rows, columns + 1)
    slack = np.full(padded.shape, 0.0)
    slack[:, :columns] = ULPS * (np.abs(chart.centre) + np.nan_to_num(3 * chart.deviation))
    flag_points(padded, from_centre, half, slack, options or SpcOptions(), flags)
    defined = ~np.isnan(chart.deviation)
    seen = flags.columns(columns)
    short = np.broadcast_to(tally(~np.isnan(chart.values)) < SHORT_GROUP, (rows, columns))
    wide, narrow = 3 * chart.deviation, 2 * chart.deviation
    return XmrResult(
        mean=chart.centre,
        lower=chart.centre - wide,
        upper=chart.centre + wide,
        lower2=chart.centre - narrow,
        upper2=chart.centre + narrow,
        rule=seen.rule,
        side=seen.side,
        position=seen.position,
        close=seen.close,
        limits_defined=defined,
        assessed=seen.assessed,
        short=short,
    )


def _centre(kind: ChartKind, y: Floats, n: Floats) -> Floats:
    if kind is ChartKind.RUN:
        return row_median(y)
    if not kind.needs_exposure:
        return _mean(y)
    return quotient(np.nansum(y, axis=1, keepdims=True), np.nansum(n, axis=1, keepdims=True))


class _Screening(NamedTuple):
    """Whether odd moving ranges are left out, and whether as qicharts2 does it."""

    screen: bool
    strict: bool


def _deviation(
    kind: ChartKind, values: Floats, n: Floats, centre: Floats, in_base: Flags, rule: _Screening
) -> Floats:
    if kind is ChartKind.RUN:
        return np.full(centre.shape, np.nan)
    if kind is ChartKind.INDIVIDUALS:
        return _range_of(values, in_base, rule) / D2
    if kind is ChartKind.INDIVIDUALS_PRIME:
        kept = values if rule.strict else np.where(in_base, values, np.nan)
        return _taylor(kept, n, rule) / np.sqrt(n)
    spread = centre * (1 - centre) if kind in {ChartKind.SHARES, ChartKind.SHARES_PRIME} else centre
    plain: Floats = np.sqrt(spread / n)
    if kind not in {ChartKind.RATES_PRIME, ChartKind.SHARES_PRIME}:
        return plain
    return plain * _range_of(quotient(values - centre, plain), in_base, rule) / D2


def _taylor(values: Floats, n: Floats, rule: _Screening) -> Floats:
    """Return [series, 1] the deviation of one unit of exposure, from steps weighed by what they rest on."""
    weighed = np.zeros(values.shape)
    steps = np.abs(np.diff(values, axis=1)) / np.sqrt(1 / n[:, 1:] + 1 / n[:, :-1])
    weighed[:, 1:] = np.nan_to_num(steps)
    count = tally(~np.isnan(steps)).astype(np.float64)
    factor = STRICT_TAYLOR_FACTOR if rule.strict else SCREEN_FACTOR
    result: Floats = _TAYLOR * mean_moving_range(
        weighed, count, screen=rule.screen, strict_mdc=rule.strict, factor=factor
    )
    return result


def _range_of(values: Floats, in_base: Flags, rule: _Screening) -> Floats:
    used = np.where(in_base, values, np.nan)
    if rule.strict:
        # Figures outside the baseline go to the end, so that those around them become neighbours.
        used = np.take_along_axis(used, np.argsort(~in_base, axis=1, kind="stable"), axis=1)
    ranges, steps = moving_ranges(used, _gaps(used), np.empty(used.shape))
    return mean_moving_range(ranges, steps, screen=rule.screen, strict_mdc=rule.strict)


def _mean(values: Floats) -> Floats:
    count = tally(~np.isnan(values)).astype(np.float64)
    return exact_mean(values, count, _gaps(values), np.empty(values.shape))


def _gaps(values: Floats) -> Places:
    return np.flatnonzero(np.isnan(values))

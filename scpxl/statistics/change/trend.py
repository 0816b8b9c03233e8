"""The long-term trend: how much a series of single months rises or falls a year, its seasons taken out.

For single months (or quarters) only, never for rolling sums: those are correlated with themselves, and the
interval would be far too narrow.  Source: McCullagh and Nelder 1989 for the regression, the same as R's
glm(y ~ time + month, quasipoisson); Hirsch, Slack and Smith 1982, as pymannkendall's seasonal_test; Fingertips'
recent trend, as its own tests have it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scpxl.statistics.arrays import Flags, Floats, quotient
from scpxl.verdicts import JUDGED, SHOWN_LEVEL, SIGNIFICANCE_LEVEL

_ROUNDS, _NEAR = 50, 1e-13
_NEAR_ENOUGH = 1e-3
"""A step less than it leaves an error of about its square."""
_STEEPEST = 2.0
"""The largest step of one round, in logarithm a year: keeps the search from flying off."""


FORMULA = f"100 × (exp({{}}) − 1) = {{}} a year; dispersion phi {{}}, error of the slope {{}} on {{}} degrees; {SHOWN_LEVEL:.0%} interval ± {{}} errors: {{}} to {{}}{JUDGED}"
RECENT_FORMULA = "chi-squared {}, significant above {}; slope {} a year in log odds"
"""What the numbers of a trend are put into, and those of a recent one."""


class Trend(NamedTuple):
    """A log-linear trend a series; every field is [series], NaN where there is none."""

    slope: Floats
    """Change of the logarithm a year."""
    error: Floats
    """Standard error of the slope, dispersion taken in."""
    percent: Floats
    """Change a year in per cent: 100 (exp(slope) - 1)."""
    low: Floats
    """Edge of the interval of `percent`."""
    high: Floats
    p: Floats
    dispersion: Floats
    """Variance over mean as measured, before it is kept from falling below 1."""
    degrees: Floats


def loglinear_trend(
    values: Floats,
    period: int = 12,
    *,
    level: float,
    floor: float = 1.0,
    near: float = _NEAR,
    start: Floats | float = 0.0,
) -> Trend:
    """Return the quasi-Poisson trend of each row of counts [series, times], with an effect for each season.

    `period` is the number of columns in a year.  NaN is a missing month: it is left out, never a zero.
    Months of the year that are 0 throughout say nothing of the trend and are left out too.  No result
    with fewer figures than effects, without any count, or for negative figures.

    The season's effects are solved for exactly at each slope, so that one number per series is searched
    for (Newton's method) and no design matrix is made.  It is searched for from `start`, until a step is less than
    `near`.

    >>> grows = 100 * 1.1 ** (np.arange(48) / 12) * np.tile([1, 2, 3, 2], 12)
    >>> found = loglinear_trend(np.array([grows, np.full(48, 7.0)]), level=0.95)
    >>> found.percent.round(6).tolist(), found.degrees.tolist()
    ([10.0, 0.0], [35.0, 35.0])
    """
    from scipy import special

    counts, here, time = _by_season(values, period)
    totals = counts.sum(-1)
    live = here & (totals > 0)[..., None]
    slope: Floats = np.full(counts.shape[0], start, dtype=np.float64)
    # A row that has been found stays as it is, so that none depends on which others are worked out with it.
    sought = np.ones(counts.shape[0], dtype=np.bool_)
    for _ in range(_ROUNDS):
        _, pull, weight = _fit(counts, live, totals, time, slope)
        step = np.nan_to_num(np.clip(quotient(pull, weight), -_STEEPEST, _STEEPEST))
        slope = slope + np.where(sought, step, 0.0)
        sought &= np.abs(step) >= near
        if not sought.any():
            break
    mean, _, weight = _fit(counts, live, totals, time, slope)
    spread = np.where(live, quotient((counts - mean) ** 2, mean), 0.0).sum((-2, -1))
    degrees = live.sum((-2, -1)) - live.any(-1).sum(-1) - 1.0
    usable = (degrees > 0) & (weight > 0) & ~(np.nanmin(values, axis=-1, initial=0.0) < 0)
    dispersion = np.where(usable, quotient(spread, np.maximum(degrees, 1)), np.nan)
    error = np.sqrt(np.maximum(dispersion, floor) * quotient(1.0, weight))
    slope = np.where(usable, slope, np.nan)
    reach = special.stdtrit(np.where(usable, degrees, np.nan), (1 + level) / 2) * error
    p = 2 * special.stdtr(np.where(usable, degrees, np.nan), -np.abs(quotient(slope, error)))
    with np.errstate(over="ignore"):
        percent, low, high = (100 * np.expm1(edge) for edge in (slope, slope - reach, slope + reach))
    return Trend(slope, error, percent, low, high, p, dispersion, degrees)


def trend_rests_on(values: Floats, period: int, found: Trend) -> Flags:
    """Return [series, times] the figures without which a trend found is not significant.

    Each figure is left out in turn; significant is p < 5% with it left out, for those found so at p < 1%.  False for
    a trend that was not significant, and where a figure is missing (NaN) anyway.

    >>> odd = np.array([[20.0, 21, 19, 22] * 17 + [20, 500, 20, 500]])
    >>> int(trend_rests_on(odd, 4, loglinear_trend(odd, 4, level=0.95)).sum())
    0
    """
    result = np.zeros(values.shape, dtype=np.bool_)
    rows = np.flatnonzero(found.p < 1 - SIGNIFICANCE_LEVEL)
    columns = values.shape[1]
    if len(rows):
        left = np.repeat(values[rows], columns, axis=0)
        at = np.arange(len(left))
        left[at, at % columns] = np.nan
        # One figure moves a trend little, and p is only asked on which side of 5% it lies.
        start = np.repeat(found.slope[rows], columns)
        p = loglinear_trend(left, period, level=SHOWN_LEVEL, near=_NEAR_ENOUGH, start=start).p
        p = p.reshape(len(rows), columns)
        result[rows] = ~(p < 1 - SHOWN_LEVEL) & ~np.isnan(values[rows])
    return result


def _by_season(values: Floats, period: int) -> tuple[Floats, Flags, Floats]:
    """Return counts, whether each is there, and its time in years, all [series, season, year]."""
    rows, columns = values.shape
    years = -(-columns // period)
    padded = np.full((rows, years * period), np.nan)
    padded[:, :columns] = values
    seasons = padded.reshape(rows, years, period).swapaxes(1, 2)
    here = ~np.isnan(seasons)
    # Counted from the middle, so that nothing overflows on the way to a steep slope.
    time = (np.arange(years * period).reshape(years, period).T - columns / 2) / period
    return np.where(here, seasons, 0.0), here, np.broadcast_to(time, seasons.shape)


def _fit(
    counts: Floats, live: Flags, totals: Floats, time: Floats, slope: Floats
) -> tuple[Floats, Floats, Floats]:
    """Return the fitted means, the score and the information of the slope."""
    raw = np.where(live, slope[:, None, None] * time, -np.inf)
    top = np.max(raw, axis=-1, keepdims=True, initial=-1e300)
    # What is not live has no share, so it adds nothing to any sum.
    share = np.exp(raw - top)
    total = share.sum(-1, keepdims=True)
    share = np.divide(share, np.where(total > 0, total, 1.0), out=np.empty(share.shape))
    middle = (share * time).sum(-1, keepdims=True)
    mean = totals[..., None] * share
    pull = np.where(live, (counts - mean) * time, 0.0).sum((-2, -1))
    return mean, pull, (mean * (time - middle) ** 2).sum((-2, -1))


class RecentTrend(NamedTuple):
    """Fingertips' recent trend of the last five annual points."""

    slope: float
    chi2: float
    signs_agree: bool
    """Whether the slope keeps its sign when each point is left out in turn."""
    significant: bool
    marker: str
    """Increasing, Decreasing, or No significant change."""


SIGNIFICANT = 9.5495
"""The chi-squared of 1 degree beyond which a recent trend counts: 99.8%."""
POINTS = 5


def recent_trend_of_proportions(numerators: npt.ArrayLike, denominators: npt.ArrayLike) -> RecentTrend | None:
    """Return the recent trend of annual proportions; None unless the last five are there.

    Chi-squared for trend (Cochran and Armitage) of the counts; the slope is that of the log odds a year.

    >>> recent_trend_of_proportions([50, 51, 49, 50, 50], [100] * 5).marker
    'No significant change'
    """
    top, bottom = (np.asarray(x, dtype=np.float64)[-POINTS:] for x in (numerators, denominators))
    if len(top) < POINTS or np.isnan(top + bottom).any() or ((top <= 0) | (top >= bottom)).any():
        return None
    odds = np.log(top / (bottom - top))

    def fit(kept: npt.NDArray[np.intp]) -> tuple[float, float]:
        overall = top[kept].sum() / bottom[kept].sum()
        slope, _ = _weighted_slope(odds[kept], np.ones(len(kept)), kept)
        _, chi2 = _weighted_slope(top[kept] / bottom[kept], bottom[kept] / (overall * (1 - overall)), kept)
        return slope, chi2

    return _recent(fit)


def _weighted_slope(values: Floats, weight: Floats, place: npt.NDArray[np.intp]) -> tuple[float, float]:
    """Return the weighted slope a year, and its chi-squared where the weights are 1 / variance."""
    apart = place - (weight * place).sum() / weight.sum()
    size = float((weight * apart**2).sum())
    slope = float((weight * apart * values).sum()) / size
    return slope, slope**2 * size


def _recent(fit: Callable[[npt.NDArray[np.intp]], tuple[float, float]]) -> RecentTrend:
    every = np.arange(POINTS)
    slope, chi2 = fit(every)
    signs = {float(np.sign(fit(np.delete(every, left_out))[0])) for left_out in range(POINTS)}
    agree = signs == {float(np.sign(slope))}
    significant = bool(chi2 > SIGNIFICANT and agree)
    marker = ("Increasing" if slope > 0 else "Decreasing") if significant else "No significant change"
    return RecentTrend(slope, chi2, agree, significant, marker)

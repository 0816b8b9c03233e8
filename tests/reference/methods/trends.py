"""The seasonal Mann-Kendall test, and Fingertips' recent trend of rates."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scpxl.statistics.arrays import Floats, quotient
from scpxl.statistics.change.trend import POINTS, RecentTrend, _by_season, _recent, _weighted_slope


class SeasonalKendall(NamedTuple):
    """The seasonal Mann-Kendall test and Sen's slope; every field is [series]."""

    score: Floats
    """Pairs that rise less pairs that fall, like months with like months."""
    z: Floats
    p: Floats
    tau: Floats
    slope: Floats
    """Median change between like months, a year."""


def seasonal_kendall(values: Floats, period: int = 12) -> SeasonalKendall:
    """Return the seasonal Mann-Kendall test of each row [series, times]: a second opinion, of ranks alone.

    NaN is a missing month; pairs with one are left out.  Ties are taken into the variance.

    >>> found = seasonal_kendall(np.arange(60.0)[None, :])
    >>> found.tau.tolist(), found.slope.tolist(), bool(found.p[0] < 0.001)
    ([1.0], [12.0], True)
    """
    from scipy import special

    counts, here, _ = _by_season(values, period)
    seen = np.where(here, counts, np.nan)
    later, earlier = seen[..., :, None], seen[..., None, :]
    gap = np.arange(seen.shape[-1])[:, None] - np.arange(seen.shape[-1])
    moved = np.where(gap > 0, later - earlier, np.nan)
    score = np.nansum(np.sign(moved), axis=(1, 2, 3))
    known = here.sum(-1).astype(np.float64)
    # A value that t months share: summed over the values, each month of the tie carries (t - 1)(2t + 5).
    tied = (later == earlier).sum(-1)
    ties = np.where(here, (tied - 1.0) * (2 * tied + 5), 0.0).sum(-1)
    variance = ((known * (known - 1) * (2 * known + 5) - ties) / 18).sum(-1)
    pairs = (known * (known - 1) / 2).sum(-1)
    z = np.where(score == 0, 0.0, quotient(score - np.sign(score), np.sqrt(variance)))
    p = 2 * special.ndtr(-np.abs(z))
    steps = (moved / np.where(gap > 0, gap, 1)).reshape(len(values), -1)
    slope = np.array([np.nan if np.isnan(row).all() else np.nanmedian(row) for row in steps])
    return SeasonalKendall(score, z, p, quotient(score, pairs), slope)


def recent_trend_of_rates(
    values: npt.ArrayLike, lower: npt.ArrayLike, upper: npt.ArrayLike
) -> RecentTrend | None:
    """Return the recent trend of annual rates with their 95% intervals; None unless the last five are there.

    A slope weighted by 1 / SE^2 with SE = (upper - lower) / 3.92, chi-squared (slope / SE of slope)^2.
    For years that do not overlap: never for months, quarters or rolling years.

    >>> recent_trend_of_rates([10, 11, 12, 13, 14], [9, 10, 11, 12, 13], [11, 12, 13, 14, 15]).marker
    'Increasing'
    """
    seen = np.array([values, lower, upper], dtype=np.float64)[:, -POINTS:]
    if seen.shape[1] < POINTS or np.isnan(seen).any() or (seen[2] <= seen[1]).any():
        return None
    weight = (3.92 / (seen[2] - seen[1])) ** 2
    return _recent(lambda kept: _weighted_slope(seen[0, kept], weight[kept], kept))

"""Two counts by the exact interval, and by all outcomes no likelier, as R has them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from scpxl.statistics.arrays import Floats, quotient
from scpxl.statistics.intervals import Interval, _as_ratios, _binomial


def rate_ratio(
    new: npt.ArrayLike,
    old: npt.ArrayLike,
    exposure_new: npt.ArrayLike = 1.0,
    exposure_old: npt.ArrayLike = 1.0,
) -> Floats:
    """Return (new / exposure_new) / (old / exposure_old); NaN where either is missing or the old one is 0.

    >>> rate_ratio([120.0, 3.0], [100.0, 0.0])
    array([1.2, nan])
    """
    return quotient(np.multiply(new, exposure_old), np.multiply(old, exposure_new))


def least_likely(
    new: npt.ArrayLike,
    old: npt.ArrayLike,
    exposure_new: npt.ArrayLike = 1.0,
    exposure_old: npt.ArrayLike = 1.0,
) -> Floats:
    """Return the probability of all outcomes no likelier than these counts, as R's `poisson.test` gives it.

    The sum of P(X = k) over all k of a + b with P(X = k) <= P(X = a).  It can disagree with the exact interval; the
    central test of `exact_test` cannot.  NaN where a count is missing, 1 where both are 0.

    >>> from scpxl.statistics.intervals import exact_test
    >>> float(least_likely(11.0, 3.0).round(4)), float(exact_test(11.0, 3.0).central.round(4))
    (0.0574, 0.0574)
    """
    a, b, share = _binomial(new, old, exposure_new, exposure_old)
    total = a + b
    result: Floats = np.full(total.shape, np.nan)
    for place in np.ndindex(total.shape):
        if not np.isnan(total[place]):
            chances = _chances(float(total[place]), float(share[place]))
            # As likely up to rounding, as R has it.
            there = chances[int(a[place])] * (1 + 1e-7)
            result[place] = min(1.0, float(chances[chances <= there].sum()))
    return result


def _chances(total: float, share: float) -> Floats:
    """Return P(X = k) for k from 0 to the total, X binomial."""
    from scipy import special

    k = np.arange(total + 1)
    logs = special.gammaln(total + 1) - special.gammaln(k + 1) - special.gammaln(total - k + 1)
    return np.asarray(np.exp(logs + special.xlogy(k, share) + special.xlog1py(total - k, -share)))


def exact_interval(
    new: npt.ArrayLike,
    old: npt.ArrayLike,
    exposure_new: npt.ArrayLike = 1.0,
    exposure_old: npt.ArrayLike = 1.0,
    *,
    level: float,
) -> Interval:
    """Return the Clopper-Pearson interval of the ratio of rates.

    From 0 where the new count is 0, to infinity where the old one is; NaN where either is missing.

    >>> [float(edge.round(3)) for edge in exact_interval(3.0, 0.0, level=0.95)]
    [0.413, inf]
    """
    from scipy import special

    a, b, _ = _binomial(new, old, exposure_new, exposure_old)
    tail = (1 - level) / 2
    low = np.where(a > 0, special.betaincinv(np.maximum(a, 1e-300), b + 1, tail), 0.0)
    high = np.where(b > 0, special.betaincinv(a + 1, np.maximum(b, 1e-300), 1 - tail), 1.0)
    return _as_ratios(low, high, a, b, exposure_new, exposure_old)

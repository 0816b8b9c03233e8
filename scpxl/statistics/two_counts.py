"""Two counts and the time or people each is about: the ratio of their rates, and how sure it is.

The exact conditional method: given a + b, the new count a is binomial with share ta / (ta + tb) where
nothing has changed.  Tests are central (twice the smaller tail), so that they agree with the intervals.
For counts that vary no more than chance makes them (Poisson); `yearly_change` asks how much more they do.

Source: Przyborowski and Wilenski 1940; Clopper and Pearson 1934; mid-p as in Lancaster 1961.  The same as
R's poisson.exact(tsmethod="central") and binom.test.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scpxl.statistics.arrays import Floats, quotient

_HALVINGS = 60


class ExactTest(NamedTuple):
    """Probabilities, where nothing has changed, of counts as far apart as these."""

    less: Floats
    """That the new count is this small or smaller."""
    greater: Floats
    """That it is this large or larger."""
    central: Floats
    """Two-sided: twice the smaller of the two."""
    mid: Floats
    """Two-sided with half the weight on the count itself: for small counts."""


class Interval(NamedTuple):
    """From `low` to `high`; NaN where there is none, inf where nothing bounds it."""

    low: Floats
    high: Floats


def exact_test(
    new: npt.ArrayLike,
    old: npt.ArrayLike,
    exposure_new: npt.ArrayLike = 1.0,
    exposure_old: npt.ArrayLike = 1.0,
) -> ExactTest:
    """Return the exact conditional test of equal rates; NaN where a count is missing, 1 where both are 0.

    >>> exact_test(3.0, 0.0).central, exact_test(0.0, 0.0).central, exact_test(3.0, 0.0).mid.round(9)
    (np.float64(0.25), np.float64(1.0), np.float64(0.125))
    """
    from scipy import special

    a, b, share = _binomial(new, old, exposure_new, exposure_old)
    total = a + b
    less = np.where(b > 0, special.betaincc(a + 1, np.maximum(b, 1e-300), share), 1.0)
    greater = np.where(a > 0, special.betainc(np.maximum(a, 1e-300), b + 1, share), 1.0)
    there = np.exp(
        special.gammaln(total + 1) - special.gammaln(a + 1) - special.gammaln(b + 1)
        + special.xlogy(a, share) + special.xlog1py(b, -share)
    )  # fmt: skip
    known = np.where(np.isnan(total), np.nan, 1.0)
    central = np.minimum(1.0, 2 * np.minimum(less, greater))
    # The smallest tails are lost before the outcome itself is: no probability is below zero for that.
    mid = np.clip(2 * np.minimum(less, greater) - there, 0.0, 1.0)
    return ExactTest(less * known, greater * known, central * known, mid * known)


def mid_interval(
    new: npt.ArrayLike,
    old: npt.ArrayLike,
    exposure_new: npt.ArrayLike = 1.0,
    exposure_old: npt.ArrayLike = 1.0,
    *,
    level: float,
) -> Interval:
    """Return the mid-p interval of the ratio of rates: narrower than the exact one, for small counts.

    The shares p at which P(X < a) + P(X = a) / 2 = 1 - tail and = tail, X binomial of a + b, brought to
    ratios p / (1 - p) x tb / ta. NaN where a count is missing.

    >>> [float(edge.round(3)) for edge in mid_interval(3.0, 0.0, level=0.95)]
    [0.583, inf]
    """
    a, b, _ = _binomial(new, old, exposure_new, exposure_old)
    tail = (1 - level) / 2
    low = np.where(a > 0, _share_with_tail(a, b, tail), 0.0)
    high = np.where(b > 0, 1 - _share_with_tail(b, a, tail), 1.0)
    return _as_ratios(low, high, a, b, exposure_new, exposure_old)


def _binomial(
    new: npt.ArrayLike, old: npt.ArrayLike, exposure_new: npt.ArrayLike, exposure_old: npt.ArrayLike
) -> tuple[Floats, Floats, Floats]:
    """Return both counts and the share of the new one where nothing has changed, all of one shape."""
    a, b, ta, tb = np.broadcast_arrays(
        *(np.asarray(x, dtype=np.float64) for x in (new, old, exposure_new, exposure_old))
    )
    return a, b, quotient(ta, ta + tb)


def _share_with_tail(a: Floats, b: Floats, tail: float) -> Floats:
    """Return the share at which `a` or more of a + b has this probability, `a` itself counted by half."""
    from scipy import special

    low, high = np.zeros(a.shape), np.ones(a.shape)
    for _ in range(_HALVINGS):
        share = (low + high) / 2
        above = np.where(b > 0, special.betainc(a + 1, np.maximum(b, 1e-300), share), 0.0)
        reached = special.betainc(np.maximum(a, 1e-300), b + 1, share)
        too_high = (above + reached) / 2 > tail
        low, high = np.where(too_high, low, share), np.where(too_high, share, high)
    return np.asarray((low + high) / 2)


def _as_ratios(
    low: Floats, high: Floats, a: Floats, b: Floats, exposure_new: npt.ArrayLike, exposure_old: npt.ArrayLike
) -> Interval:
    """Return shares of a + b as ratios of rates."""
    scale = quotient(exposure_old, exposure_new)
    known = np.where(np.isnan(a + b), np.nan, 1.0)
    with np.errstate(divide="ignore"):
        return Interval(
            low / (1 - low) * scale * known, high / np.where(high < 1, 1 - high, 0.0) * scale * known
        )

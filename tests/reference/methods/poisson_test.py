"""Whether one count is what was to be expected: the exact tests of a count against a known mean.

Counts are whole events, means are events too (a rate x its exposure).  NaN where a count is missing, negative
or no whole number, or the mean is missing or not above 0.

Source: R's `poisson.test` (least likely outcomes), the R package exactci (central), Lancaster 1961 (mid-p);
intervals by turning the test round.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import special

from scpxl.statistics.arrays import Floats
from scpxl.statistics.intervals import Interval, exact_poisson

_ALIKE = 1 + 1e-7
"""Outcomes are as likely as the count up to rounding, as R's poisson.test has it."""
_HALVINGS = 200
"""Halving an interval of doubles so often leaves nothing between its ends."""


def p_central(counts: npt.ArrayLike, means: npt.ArrayLike) -> Floats:
    """Return twice the smaller tail, at most 1: the p-value that agrees with the exact interval.

    min(1, 2 x min(P(X <= x), P(X >= x))), X Poisson with the mean.

    >>> float(p_central(10.0, 6.5).round(4))
    0.2452
    """
    count, mean = _both(counts, means)
    result: Floats = np.minimum(1.0, 2 * np.minimum(_at_most(count, mean), _at_least(count, mean)))
    return result


def p_mid(counts: npt.ArrayLike, means: npt.ArrayLike) -> Floats:
    """Return the mid-p value: as `p_central`, with the count itself half in either tail.

    min(1, 2 x min(m, 1 - m)) with m = P(X < x) + P(X = x) / 2.

    Less timid than the exact test where counts are small.

    >>> float(p_mid(10.0, 6.5).round(4))
    0.1895
    """
    count, mean = _both(counts, means)
    below = _half_below(count, mean)
    result: Floats = np.minimum(1.0, 2 * np.minimum(below, 1 - below))
    return result


def p_least_likely(counts: npt.ArrayLike, means: npt.ArrayLike) -> Floats:
    """Return the probability of all outcomes no likelier than the count, as R's `poisson.test` gives it.

    The sum of P(X = k) over all k with P(X = k) <= P(X = x).

    It can disagree with the exact interval; `p_central` cannot.

    >>> float(p_least_likely(10.0, 6.5).round(4))
    0.1657
    """
    count, mean = _both(counts, means)
    limit = _likelihood(count, mean) * _ALIKE
    above = count > mean
    near = np.where(above, _at_least(count, mean), _at_most(count, mean))
    far = np.where(
        above,
        _at_most(_last_below(mean, limit), mean),
        _at_least(_first_above(count, mean, limit), mean),
    )
    # The likeliest outcome is no less likely than any.
    everything = limit >= _likelihood(np.floor(mean), mean)
    result: Floats = np.where(everything, 1.0, np.minimum(1.0, near + far))
    return np.where(np.isnan(count), np.nan, result)


def middle_interval(counts: npt.ArrayLike, confidence: float = 0.95) -> Interval:
    """Return the bounds of the mean that the mid-p test does not reject, in events; 0 below for a count of 0.

    The means at which P(X < x) + P(X = x) / 2 = 1 - tail and = tail, with tail = (1 - confidence) / 2.

    Found by halving the exact interval, which holds them, until nothing is left to halve.

    >>> [float(bound.round(3)) for bound in middle_interval(10.0)]
    [5.08, 17.825]
    """
    count, _mean = _both(counts, 1.0)
    tail = (1 - confidence) / 2
    outer = exact_poisson(count, confidence)
    lower = _where_half_below_is(1 - tail, count, (outer.lower, count))
    return Interval(np.where(count == 0, 0.0, lower), _where_half_below_is(tail, count, (count, outer.upper)))


def _both(counts: npt.ArrayLike, means: npt.ArrayLike) -> tuple[Floats, Floats]:
    count, mean = np.broadcast_arrays(*(np.asarray(one, dtype=np.float64) for one in (counts, means)))
    sound = (count >= 0) & (count == np.floor(count)) & (mean > 0)
    return np.where(sound, count, np.nan), np.where(sound, mean, np.nan)


def _at_most(count: Floats, mean: Floats) -> Floats:
    """Return P(X <= count); 0 for a count below 0."""
    result: Floats = np.where(count < 0, 0.0, special.gammaincc(np.maximum(count, 0) + 1, mean))
    return result


def _at_least(count: Floats, mean: Floats) -> Floats:
    """Return P(X >= count); 1 for a count of 0."""
    result: Floats = np.where(count <= 0, 1.0, special.gammainc(np.maximum(count, 1), mean))
    return np.where(np.isnan(count), np.nan, result)


def _half_below(count: Floats, mean: Floats) -> Floats:
    return (_at_most(count, mean) + _at_most(count - 1, mean)) / 2


def _likelihood(count: Floats, mean: Floats) -> Floats:
    result: Floats = np.exp(special.xlogy(count, mean) - mean - special.gammaln(count + 1))
    return result


def _first_above(count: Floats, mean: Floats, limit: Floats) -> Floats:
    """Return the first whole number above the mean that is no likelier than the limit."""
    low = np.floor(mean)
    step = np.maximum(1.0, np.ceil(mean - count))
    high = low + step
    while (open_still := _likelihood(high, mean) > limit).any():
        step = np.where(open_still, 2 * step, step)
        high = np.where(open_still, low + step, high)
    return _halve(low, high, mean, limit, low_is_likelier=True)


def _last_below(mean: Floats, limit: Floats) -> Floats:
    """Return the last whole number below the mean that is no likelier than the limit; -1 where there is none."""
    return _halve(np.full(mean.shape, -1.0), np.floor(mean), mean, limit, low_is_likelier=False)


def _halve(low: Floats, high: Floats, mean: Floats, limit: Floats, *, low_is_likelier: bool) -> Floats:
    while (high - low > 1).any():
        middle = np.floor((low + high) / 2)
        upwards = (_likelihood(middle, mean) > limit) == low_is_likelier
        apart = high - low > 1
        low, high = np.where(apart & upwards, middle, low), np.where(apart & ~upwards, middle, high)
    return high if low_is_likelier else low


def _where_half_below_is(share: float, count: Floats, ends: tuple[Floats, Floats]) -> Floats:
    low, high = ends
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if ((middle <= low) | (middle >= high) | np.isnan(middle)).all():
            break
        # The larger the mean, the less likely a count so low.
        further = _half_below(count, middle) > share
        low, high = np.where(further, middle, low), np.where(further, high, middle)
    result: Floats = (low + high) / 2
    return result

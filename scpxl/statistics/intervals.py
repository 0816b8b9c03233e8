"""Between what bounds a count, a rate, a proportion or the ratio of two rates lies, at any confidence.

Counts are events, people whole populations; every function takes numbers or arrays of any one shape and
gives the same shape back.  NaN goes in and comes out; nothing is filled in.  Confidence is a share: 0.95.

Two counts are compared by the exact conditional method: given a + b, the new count a is binomial with share
ta / (ta + tb) where nothing has changed.  Tests are central (twice the smaller tail), so that they agree with the
intervals.  That is for counts that vary no more than chance makes them (Poisson); `yearly_change` asks how much more.

Source: Public Health England's technical guidance, as the package `PHEindicatormethods` 2.1.0 computes it.  For two
counts Przyborowski and Wilenski 1940, Clopper and Pearson 1934, mid-p as in Lancaster 1961: the same as R's
poisson.exact(tsmethod="central") and binom.test.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import special

from scpxl.statistics.arrays import Floats, quotient

EXACT_BELOW = 10
"""Events below which an interval is the exact one; from there on Byar's is as good (PHE's choice)."""


class Interval(NamedTuple):
    """The lower and the upper bound, each in the shape of what was asked about.

    NaN where there is none, inf where nothing bounds it.
    """

    lower: Floats
    upper: Floats

    def scaled(self, scale: npt.ArrayLike) -> Interval:
        """Return both bounds x scale; NaN where the scale is."""
        return Interval(self.lower * np.asarray(scale), self.upper * np.asarray(scale))


def normal_quantile(confidence: float) -> float:
    """Return how many standard errors to either side hold so much of a normal distribution.

    z with P(-z < Z < z) = confidence: 1.96 for 0.95, 3.09 for 0.998.

    >>> round(normal_quantile(0.95), 6), round(normal_quantile(0.998), 6)
    (1.959964, 3.090232)
    """
    if not 0 < confidence < 1:
        raise ValueError(f"A confidence of {confidence} is no share between 0 and 1; 95% is 0.95.")
    return float(special.ndtri(0.5 + confidence / 2))


def exact_poisson(counts: npt.ArrayLike, confidence: float = 0.95) -> Interval:
    """Return the exact (Garwood) bounds of the mean a count came from.

    Lower = chi-squared(a/2; 2x) / 2, upper = chi-squared(1 - a/2; 2x + 2) / 2, in events; lower is 0 where
    the count is.  A count need not be whole.  NaN where it is missing or negative.  Source: Garwood 1936.

    >>> exact_poisson(np.array([0.0, 10.0])).upper.round(4)
    array([ 3.6889, 18.3904])
    """
    events = _events(counts)
    tail = _tail(confidence)
    lower = np.asarray(special.gammaincinv(np.where(events > 0, events, np.nan), tail), dtype=np.float64)
    upper = np.asarray(special.gammainccinv(events + 1, tail), dtype=np.float64)
    return Interval(np.where(events == 0, 0.0, lower), upper)


def byar(counts: npt.ArrayLike, confidence: float = 0.95) -> Interval:
    """Return Byar's close approximation of the exact bounds, in events.

    Lower = x (1 - 1/9x - z/3√x)³, upper the same of x + 1 with + z.  A negative lower bound is none: NaN,
    as is that of 0 events.  Source: Breslow and Day 1987.

    >>> [bound.round(3).tolist() for bound in byar(np.array([65.0, 0.0]))]
    [[50.163, nan], [82.849, 3.668]]
    """
    events, z = _events(counts), normal_quantile(confidence)
    some = np.where(events > 0, events, np.nan)
    lower = some * (1 - 1 / (9 * some) - z / (3 * np.sqrt(some))) ** 3
    more = events + 1
    return Interval(
        np.where(lower < 0, np.nan, lower), more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3
    )


def count_interval(counts: npt.ArrayLike, confidence: float = 0.95) -> Interval:
    """Return the bounds of a count, in events: exact below ten events, Byar's from ten.

    `exact_poisson` where x < 10, else `byar`.

    >>> count_interval(np.array([9.0, 10.0])).lower.round(3)
    array([4.115, 4.787])
    """
    events = _events(counts)
    few = events < EXACT_BELOW
    found = Interval(*(np.array(bound) for bound in byar(events, confidence)))
    # Exact bounds are worked out only of the counts that need them.
    for bound, exact in zip(found, exact_poisson(events[few], confidence), strict=True):
        bound[few] = exact
    return found


def rate_interval(
    counts: npt.ArrayLike, people: npt.ArrayLike, per: npt.ArrayLike, confidence: float = 0.95
) -> Interval:
    """Return the bounds of a rate for so many people; NaN where nobody lives there or a part is missing.

    Bounds = per x bounds of the count / people, those of `count_interval`.

    The people are taken as known; only the count is subject to chance.

    >>> [float(bound.round(2)) for bound in rate_interval(28_513.0, 405_050.0, 1000)]
    [69.58, 71.22]
    """
    known = np.asarray(people, dtype=np.float64)
    return count_interval(counts, confidence).scaled(quotient(per, np.where(known > 0, known, np.nan)))


def wilson(parts: npt.ArrayLike, wholes: npt.ArrayLike, confidence: float = 0.95) -> Interval:
    """Return Wilson's bounds of a proportion, as shares from 0 to 1.

    (2x + z² ∓ z√(z² + 4x(1 - x/n))) / 2(n + z²).  NaN where a part is missing, negative or more than its
    whole, or the whole is 0.  Source: Wilson 1927; Newcombe and Altman 2000.

    >>> [bound.round(4).tolist() for bound in wilson(np.array([0.0, 65.0, 7.0]), np.array([10.0, 100.0, 0.0]))]
    [[0.0, 0.5525, nan], [0.2775, 0.7364, nan]]
    """
    part, whole = np.broadcast_arrays(*(np.asarray(one, dtype=np.float64) for one in (parts, wholes)))
    sound = (part >= 0) & (whole > 0) & (part <= whole)
    part, whole = np.where(sound, part, np.nan), np.where(sound, whole, np.nan)
    squared = normal_quantile(confidence) ** 2
    spread = np.sqrt(squared) * np.sqrt(squared + 4 * part * (1 - part / whole))
    bottom = 2 * (whole + squared)
    # Where all or none is a part, the bound is 0 or 1 itself and not a rounding error beside it.
    lower = np.where(part == 0, 0.0, (2 * part + squared - spread) / bottom)
    return Interval(lower, np.where(part == whole, 1.0, (2 * part + squared + spread) / bottom))


def _events(counts: npt.ArrayLike) -> Floats:
    events = np.asarray(counts, dtype=np.float64)
    result: Floats = np.where(events >= 0, events, np.nan)
    return result


def _tail(confidence: float) -> float:
    normal_quantile(confidence)
    return (1 - confidence) / 2


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

"""Between what bounds a count, a rate or a proportion lies, at any confidence.

Counts are events, people whole populations; every function takes numbers or arrays of any one shape and
gives the same shape back.  NaN goes in and comes out; nothing is filled in.  Confidence is a share: 0.95.

Source: Public Health England's technical guidance, as the package `PHEindicatormethods` 2.1.0 computes it.
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
    """The lower and the upper bound, each in the shape of what was asked about."""

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

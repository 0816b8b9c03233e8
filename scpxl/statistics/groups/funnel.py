"""Funnels: which areas lie further from their group's average than chance alone would put them.

Two pairs of limits: 95% and 99.8% (2.5% and 0.1% beyond either).  These take areas to differ by chance alone;
boroughs do not (see `overdispersion`).  Results that class areas are codes: 2 above the 99.8% limit, 1 above
the 95% limit, 0 between, -1 and -2 below; 0 too where a figure is missing.  Counts are events; NaN is an area
without a figure.

On the square root chance spreads alike from some seven events up; below, no events at all seem "beyond chance" where
they come once in a hundred years, so there the tails are exact.  A count is Poisson about what is expected of its
area, or, where the areas differ beyond chance, negative binomial: its variance is E + 4 tau² E², tau² being the
variance between areas on the square root (that of √(x / E), as `overdispersion` has it).

Source: Spiegelhalter 2005; PHE's technical guidance, as `PHEindicatormethods` 2.1.0 computes it; Garwood 1936 for
exact limits.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scpxl.statistics.arrays import Codes, Flags, Floats
from scpxl.statistics.intervals import Interval

INNER, OUTER = 0.95, 0.998
"""The confidence of the two pairs of limits."""


class FunnelLimits(NamedTuple):
    """The pair of limits at 95% and the pair at 99.8%."""

    inner: Interval
    outer: Interval


def classify(values: npt.ArrayLike, limits: FunnelLimits) -> Codes:
    """Return the code of each value: beyond a limit is strictly beyond it; missing is 0.

    2 where value > upper 99.8% limit, 1 where > upper 95% limit, and so below with the signs turned.

    >>> limits = FunnelLimits(Interval(np.float64(2), np.float64(8)), Interval(np.float64(1), np.float64(9)))
    >>> classify(np.array([0.5, 1.5, 8.0, 8.5, 10.0, np.nan]), limits)
    array([-2, -1,  0,  1,  2,  0], dtype=int8)
    """
    value = np.asarray(values, dtype=np.float64)
    above = (value > limits.inner.upper).astype(np.int8) + (value > limits.outer.upper)
    below = (value < limits.inner.lower).astype(np.int8) + (value < limits.outer.lower)
    return np.asarray(above - below, dtype=np.int8)


FORMULA = "{} where {} are expected, tau² {}; as few or fewer by chance {}, as many or more {}, beyond below 0.001; limits {} to {}"
"""What the numbers of an exact funnel are put into."""
_MOST = 400
"""No limit of fewer than some seven events expected lies beyond, unless areas differ without measure."""


def exact_classes(counts: Floats, expected: Floats, tau2: Floats) -> Codes:
    """Return the code of each count beside what was expected: 2 and -2 beyond 99.8%, 1 and -1 beyond 95%.

    2 where P(X >= x) < 0.001, 1 where < 0.025, and so below with P(X <= x); 0 where a figure is missing.

    >>> exact_classes(np.array([0.0, 0.0, 14.0]), np.array([4.7, 7.7, 4.7]), np.zeros(3))
    array([-1, -2,  2], dtype=int8)
    """
    fewer, more = at_most(counts, expected, tau2), at_least(counts, expected, tau2)
    result = np.zeros(np.shape(counts), dtype=np.int8)
    for code, level in ((1, INNER), (2, OUTER)):
        tail = (1 - level) / 2
        result[more < tail], result[fewer < tail] = code, -code
    return result


def exact_limits(expected: Floats, tau2: Floats) -> FunnelLimits:
    """Return the fewest and the most events that are no surprise, at 95% and at 99.8%.

    The first x with P(X <= x) >= tail and the last with P(X >= x) >= tail; in events, NaN where nothing is expected.

    >>> limits = exact_limits(np.array([4.7]), np.zeros(1))
    >>> [float(end[0]) for pair in limits for end in pair]
    [1.0, 9.0, 0.0, 13.0]
    """
    pairs = []
    for level in (INNER, OUTER):
        tail = (1 - level) / 2
        lower = _reached(lambda x, *of, tail=tail: at_most(x - 1, *of) < tail, expected, tau2)
        upper = _reached(lambda x, *of, tail=tail: at_least(x, *of) >= tail, expected, tau2)
        gone = ~(expected > 0)
        pairs.append(Interval(np.where(gone, np.nan, lower), np.where(gone, np.nan, upper)))
    return FunnelLimits(*pairs)


def _reached(goes_on: Callable[[Floats, Floats, Floats], Flags], expected: Floats, tau2: Floats) -> Floats:
    """Return the last number, counted from 1, up to which something holds; 0 where it does not hold of 1.

    It is asked in turn only of those of which it held of the number before.
    """
    shape = expected.shape
    expected, tau2 = expected.reshape(-1), np.broadcast_to(tau2, shape).reshape(-1)
    found, still = np.zeros(expected.shape), np.arange(len(expected))
    for number in range(1, _MOST):
        held = goes_on(np.full(len(still), float(number)), expected[still], tau2[still])
        still = still[held]
        if not len(still):
            break
        found[still] = number
    return found.reshape(shape)


def at_most(counts: Floats, expected: Floats, tau2: Floats) -> Floats:
    """Return P(X <= x), X negative binomial of the mean expected and variance E + 4 tau² E² (Poisson where tau² = 0).

    >>> float(at_most(np.array([0.0]), np.array([4.7]), np.zeros(1))[0].round(4))
    0.0091
    """
    from scipy import special

    spread = np.where(tau2 > 0, 4 * tau2, np.nan)
    shape = 1 / spread
    chance = 1 / (1 + spread * expected)
    there = np.maximum(counts, 0.0)
    plain = special.gammaincc(there + 1, np.where(expected > 0, expected, np.nan))
    found = np.where(
        np.isnan(spread),
        plain,
        special.betainc(
            np.where(np.isnan(shape), 1.0, shape), there + 1, np.where(np.isnan(chance), 0.5, chance)
        ),
    )
    return np.where(counts < 0, 0.0, np.where(np.isnan(counts + expected), np.nan, found))


def at_least(counts: Floats, expected: Floats, tau2: Floats) -> Floats:
    """Return P(X >= x) of the same: 1 - P(X <= x - 1).

    >>> float(at_least(np.array([0.0]), np.array([4.7]), np.zeros(1))[0])
    1.0
    """
    from scipy import special

    spread = np.where(tau2 > 0, 4 * tau2, np.nan)
    shape = 1 / spread
    beyond = 1 - 1 / (1 + spread * expected)
    there = np.maximum(counts, 1.0)
    plain = special.gammainc(there, np.where(expected > 0, expected, np.nan))
    found = np.where(
        np.isnan(spread),
        plain,
        special.betainc(
            there, np.where(np.isnan(shape), 1.0, shape), np.where(np.isnan(beyond), 0.5, beyond)
        ),
    )
    return np.where(counts <= 0, 1.0, np.where(np.isnan(counts + expected), np.nan, found))

"""Control charts of rare events: exact limits, and runs of periods judged together.

Where a period holds next to no events, mean and moving range describe nothing.  What can be told is told from counts:
given how many events there were in all, and that nothing changed, the number in any stretch of time is binomial with
the stretch's share of the time (or of the people, or of what the events are out of).  So each period, and the last
two, four and eight of them together, are compared with all the others, exactly.  A stretch counts as unusual where as
many events, or as few, would come by chance in fewer than 1 in 200 such stretches.  One event more can never be
unusual by itself, and no events are an improvement only where enough were to be expected.

Events that come in clusters vary more: counts are divided by phi, the variance from one period to the next over the
mean, where that is above 1 (from differences, so that a level that has changed does not hide itself).

Rows are series, columns periods in order of time; NaN in counts, or an exposure missing or 0, is a missing figure.
Source: Przyborowski and Wilenski 1940 for the conditional test; von Neumann 1941 for the variance of
differences; Benneyan 2001 on charts of rare events.  Measured in `benchmarks/few_events.py` (docs/adr/0016).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from scpxl.statistics.arrays import Codes, Flags, Floats, quotient
from scpxl.statistics.windows import rolling_sum
from scpxl.verdicts import FEWEST

TAIL: Final = 0.005
"""The chance, on either side, below which the count of a stretch is unusual."""
STRETCHES: Final = (1, 2, 4, 8)
"""Periods judged together."""
LEAST_TOGETHER: Final = 3
"""Fewer events than this are never too many."""


class RareEvents(NamedTuple):
    """What is made of each period; all fields but `phi` are [series, periods], counts in events."""

    expected: Floats
    """The events a period would have at the average."""
    lower: Floats
    """The fewest that are usual in a period."""
    upper: Floats
    """The most that are usual."""
    side: Codes
    """1 where the stretch up to a period holds unusually many, -1 unusually few, else 0."""
    stretch: Codes
    """How many periods that stretch has; 0 where nothing is unusual."""
    assessed: Flags
    """Whether it can be told: 5 events in all the figures, or an unusual number of fewer."""
    phi: Floats
    """[series] How much more than chance the counts vary, not below 1."""


def judge_rare(counts: Floats, exposure: Floats, used: Flags | None = None) -> RareEvents:
    """Return which periods' counts are unusual, alone or with those before, each row one process.

    P(X >= x) or P(X <= x) < 0.005, X binomial of all events / phi with the share exposure of the stretch / exposure
    of all.  A stretch is at most half of the periods there are, and has no gap (NaN).  `used` says which figures the
    average is made from; a stretch outside them is compared with them and itself.

    >>> quiet = np.array([[0.0] * 20 + [0, 1], [1.0] * 20 + [4, 5]])
    >>> found = judge_rare(quiet, np.ones_like(quiet))
    >>> found.side[:, -1].tolist(), found.stretch[:, -1].tolist(), found.assessed[:, -1].tolist()
    ([0, 1], [0, 2], [False, True])
    """
    time = np.where(np.greater(exposure, 0), exposure, np.nan)
    known = ~np.isnan(counts + time)
    base = known if used is None else known & used
    x, e = np.where(known, counts, np.nan), np.where(known, time, np.nan)
    total, span = (np.where(base, one, 0.0).sum(axis=1, keepdims=True) for one in (x, e))
    phi = dispersion_of_differences(np.where(base, x, np.nan), e)
    side, stretch = np.zeros(x.shape, dtype=np.int8), np.zeros(x.shape, dtype=np.int8)
    for width in STRETCHES:
        # What lies outside the baseline is part of what the stretch is compared with.
        beyond = np.where(base, 0.0, 1.0)
        held = total + rolling_sum(x * beyond, width), span + rolling_sum(e * beyond, width)
        number, part = rolling_sum(x, width), rolling_sum(e, width)
        many, few = _tails(number, held[0], part, held[1], phi[:, None])
        enough = 2 * width <= base.sum(axis=1, keepdims=True)
        found = np.where((many < TAIL) & (number >= LEAST_TOGETHER), 1, np.where(few < TAIL, -1, 0))
        new = (side == 0) & enough & (found != 0)
        side[new], stretch[new] = found[new], width
    lower, upper = usual_range(total, quotient(e, span), phi[:, None])
    assessed = known & ((total >= FEWEST) | (side != 0))
    return RareEvents(quotient(total, span) * e, lower, upper, side, stretch, assessed, phi)


def dispersion_of_differences(counts: Floats, exposure: Floats) -> Floats:
    """Return [series] phi, not below 1: half the mean squared step of the counts, over their mean.

    phi = sum((z_t - z_(t-1))²) / (2 steps), z = (x - mean of x) / sqrt(mean of x), where x's mean follows its
    exposure.  1 where a row has no two neighbouring figures, or no events.

    >>> dispersion_of_differences(np.array([[0.0, 4, 0, 4, 0, 4], [1, 2, 1, 2, 1, np.nan]]), np.ones((2, 6))).round(2)
    array([4., 1.])
    """
    known = ~np.isnan(counts + exposure)
    rate = quotient(
        np.where(known, counts, 0.0).sum(axis=1, keepdims=True),
        np.where(known, exposure, 0.0).sum(axis=1, keepdims=True),
    )
    mean = rate * exposure
    z = quotient(counts - mean, np.sqrt(mean))
    steps = np.diff(z, axis=1) ** 2
    there = ~np.isnan(steps)
    found = quotient(np.where(there, steps, 0.0).sum(axis=1), 2.0 * there.sum(axis=1))
    return np.where(found > 1, found, 1.0)


def usual_range(total: Floats, share: Floats, phi: npt.ArrayLike = 1.0) -> tuple[Floats, Floats]:
    """Return the fewest and the most events that are usual in a stretch with this share of the time.

    The first x with P(X <= x) >= 0.005, and the last with P(X >= x) >= 0.005, X binomial of total / phi and the share.
    In events; NaN where the share is missing or there is no event.

    >>> [float(end[0]) for end in usual_range(np.array([20.0]), np.array([0.1]))]
    [0.0, 6.0]
    """
    all_of_it, part, spread = np.broadcast_arrays(
        *(np.asarray(one, dtype=np.float64) for one in (total, share, phi))
    )
    most = np.where(np.isnan(all_of_it), 0.0, all_of_it)
    known = ~np.isnan(part) & (most > 0)
    ones = np.ones(most.shape)

    def halved(is_enough: Callable[[Floats], Flags]) -> Floats:
        """Return the first whole number from 0 that is enough, all of it at most."""
        low, high = np.full(most.shape, -1.0), most.copy()
        while (high - low > 1).any():
            middle = np.floor((low + high) / 2)
            enough, open_still = is_enough(middle), high - low > 1
            low = np.where(open_still & ~enough, middle, low)
            high = np.where(open_still & enough, middle, high)
        return high

    lower = halved(lambda x: _tails(x, most, part, ones, spread)[1] >= TAIL)
    # The last usual number is one less than the first that is too many; all of it, where that is usual.
    all_usual = _tails(most, most, part, ones, spread)[0] >= TAIL
    upper = np.where(all_usual, most, halved(lambda x: _tails(x, most, part, ones, spread)[0] < TAIL) - 1)
    upper = np.maximum(upper, np.minimum(LEAST_TOGETHER - 1.0, most))
    # All the time holds all the events.
    lower, upper = (np.where(part >= 1, most, end) for end in (lower, upper))
    return np.where(known, lower, np.nan), np.where(known, upper, np.nan)


def _tails(
    number: Floats, total: Floats, part: Floats, span: Floats, phi: npt.ArrayLike
) -> tuple[Floats, Floats]:
    """Return the chances of so many events or more, and of so many or fewer, in a part of the span; NaN if unknown."""
    from scipy import special

    known = (number <= total) & (part < span)
    x, n = quotient(np.where(known, number, np.nan), phi), quotient(total, phi)
    share = quotient(part, span)
    more = np.where(x > 0, special.betainc(np.maximum(x, 1e-300), n - x + 1, share), 1.0)
    less = np.where(n > x, special.betaincc(x + 1, np.maximum(n - x, 1e-300), share), 1.0)
    gone = np.isnan(x)
    return np.where(gone, np.nan, more), np.where(gone, np.nan, less)

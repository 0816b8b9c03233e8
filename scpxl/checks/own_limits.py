"""The control limits of one series in plain Python: what `metrics.spc.xmr` draws for the same figures.

Checking a return must not wait for numpy, and asks this of a few dozen short series only.  The two are
held equal by a property test.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from itertools import pairwise
from operator import sub
from typing import NamedTuple

LIMIT_FACTOR = 2.66
"""Half-width of the limits in mean moving ranges: 3 sigma, as the method's tables round 3 / 1.128."""

SCREEN_FACTOR = 3.267
"""A moving range this many times the mean moving range is itself out of control."""

_ULPS = 16 * sys.float_info.epsilon


class OwnLimits(NamedTuple):
    """What random variation stays within, and the distance below which two numbers are one."""

    lower: float
    upper: float
    slack: float


def own_limits(values: Sequence[float | None]) -> OwnLimits | None:
    """Return the XmR limits of a series in order of time; None is a missing month.

    No limits where fewer than two neighbours are both there, or where the series never moved.
    Source: NHS England "Making Data Count", as `scpxl.statistics.spc` computes it.

    >>> limits = own_limits([12, 10, 11, 13, 9, 12, 10, 30, 11, None, 12, 10])
    >>> round(limits.upper, 3)
    24.365
    >>> own_limits([4, 4, 4]) is None
    True
    """
    there = [value for value in values if value is not None]
    if len(there) == len(values):
        # Nearly every series is without a gap.
        moving = list(map(abs, map(sub, there[1:], there)))
    else:
        moving = [abs(b - a) for a, b in pairwise(values) if a is not None and b is not None]
    if not moving:
        return None
    every = sum(moving) / len(moving)
    bound = SCREEN_FACTOR * every * (1 - _ULPS)
    kept = [step for step in moving if step < bound]
    screened = sum(kept) / len(kept) if kept else 0.0
    half_width = LIMIT_FACTOR * (screened or every)
    if half_width <= 0:
        return None
    mean = math.fsum(there) / len(there)
    return OwnLimits(mean - half_width, mean + half_width, _ULPS * (abs(mean) + half_width))

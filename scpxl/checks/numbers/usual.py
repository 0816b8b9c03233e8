"""What is usual for a series of figures, and whether the next one is to be asked about.

Numbers in, an answer out: nothing here knows what is measured or who reports it.  From a dozen figures on, their
own control limits say what is usual.  Fewer, or figures that each cover a year already and so hardly move, say too
little for limits: then the range seen counts, and only what is well outside it is asked about.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Sequence
from enum import StrEnum
from itertools import pairwise
from operator import sub
from typing import NamedTuple

FOR_LIMITS = 12
"""From so many earlier figures on, control limits are used."""
FOR_ONE_WIDTH = 6
"""From so many on, a figure is asked about that is further outside their range than the range is wide."""
FOR_TWO_WIDTHS = 3
"""From so many on, one that is more than twice as far outside; with fewer, only one on a different scale."""
POINTS = 2.0
"""Percentages this near to their range are not asked about, however narrow it is."""
SHARE = 0.05
"""Nor are amounts this near, as a share of their mean."""
DEVIATIONS = 3.0
"""Nor are counts within so many standard deviations of a count like theirs (Poisson: the root of the mean)."""
NEAR = 0.25
"""What was meant by a figure on a different scale is named where it lies this near to the range seen."""
SCALE_POINTS, SCALE_DEVIATIONS = 1.0, 5.0
"""The least distance, in points or in standard deviations of a count, that tells another scale from chance."""


class Nature(StrEnum):
    """What sort of number a series is of, as far as its own chance variation goes."""

    COUNT = "count"
    PERCENTAGE = "percentage"
    AMOUNT = "amount"


class AskReason(StrEnum):
    """Why a figure is asked about."""

    ABOVE = "above"
    BELOW = "below"
    ROSE = "rose from zero"
    SCALE = "on a different scale"


class Usual(NamedTuple):
    """What is usual for a series: between what, and by how much more a figure may be outside."""

    low: float
    high: float
    margin: float
    by_limits: bool
    figures: int
    """How many earlier figures it rests on."""
    seen: tuple[float, float]
    """The least and the greatest of them."""


def usual_of(values: Sequence[float | None], nature: Nature, *, limits: bool = True) -> Usual | None:
    """Return what is usual, from earlier figures in order of time (None is a gap); None where there are none.

    `limits` says whether control limits may be used: not for figures that each cover a year already.

    >>> usual_of([3, 5, 4, None, 6, 5, 4], Nature.AMOUNT)
    Usual(low=3, high=6, margin=3, by_limits=False, figures=6, seen=(3, 6))
    """
    there = [value for value in values if value is not None]
    if not there:
        return None
    seen = min(there), max(there)
    own = _limits_of(values, there) if limits and len(there) >= FOR_LIMITS else None
    if own is not None:
        return Usual(own.lower - own.slack, own.upper + own.slack, 0.0, True, len(there), seen)
    widths = 1 if len(there) >= FOR_ONE_WIDTH else 2 if len(there) >= FOR_TWO_WIDTHS else math.inf
    least = _least(nature, sum(there) / len(there))
    margin = max(widths * (seen[1] - seen[0]), least) if widths < math.inf else math.inf
    return Usual(*seen, margin, False, len(there), seen)


def _least(nature: Nature, mean: float) -> float:
    if nature is Nature.PERCENTAGE:
        return POINTS
    return DEVIATIONS * math.sqrt(max(mean, 1)) if nature is Nature.COUNT else SHARE * abs(mean)


def asked_of(value: float, usual: Usual, nature: Nature, allowed: float = 0.0) -> AskReason | None:
    """Return why a figure is to be asked about, None where it is not.

    `allowed` is the share beyond its usual range within which nothing is asked.

    >>> asked_of(7, usual_of([69, 70, 70, 72], Nature.PERCENTAGE), Nature.PERCENTAGE)
    <AskReason.SCALE: 'on a different scale'>
    >>> asked_of(20, usual_of([69, 70, 70, 72], Nature.PERCENTAGE), Nature.PERCENTAGE)
    <AskReason.BELOW: 'below'>
    """
    low = usual.low - usual.margin - allowed * abs(usual.low)
    high = usual.high + usual.margin + allowed * abs(usual.high)
    least = SCALE_POINTS
    if nature is not Nature.PERCENTAGE:
        nearest = min(max(value, usual.seen[0]), usual.seen[1])
        counted = SCALE_DEVIATIONS * math.sqrt(max(value, nearest, 1))
        least = counted if nature is Nature.COUNT else 0.0
    slipped = is_on_another_scale(value, *usual.seen, least)
    if usual.seen == (0, 0) and value > 0 and (usual.figures >= FOR_ONE_WIDTH or value > high):
        return AskReason.ROSE
    if slipped and meant(value, usual) is not None:
        return AskReason.SCALE
    # One or two figures tell a slip of scale that can be named; percentages never move so far by themselves.
    slipped = slipped and (nature is Nature.PERCENTAGE or usual.figures >= FOR_TWO_WIDTHS)
    if low <= value <= high and not slipped:
        return None
    return AskReason.ABOVE if value > usual.high else AskReason.BELOW


def meant(value: float, usual: Usual) -> float | None:
    """Return what was probably meant by a figure on a different scale, None where nothing fits."""
    low, high = usual.seen
    return meant_by(value, (1 - NEAR) * low, (1 + NEAR) * high)


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
    Source: NHS England "Making Data Count", as `scpxl.statistics.spc.xmr` computes it.

    >>> limits = own_limits([12, 10, 11, 13, 9, 12, 10, 30, 11, None, 12, 10])
    >>> round(limits.upper, 3)
    24.365
    >>> own_limits([4, 4, 4]) is None
    True
    """
    return _limits_of(values, [value for value in values if value is not None])


def _limits_of(values: Sequence[float | None], there: list[float]) -> OwnLimits | None:
    if len(there) == len(values):
        # Nearly every series is without a gap.
        moving = list(map(abs, map(sub, there[1:], there)))
    else:
        moving = [abs(b - a) for a, b in pairwise(values) if a is not None and b is not None]
    if not moving:
        return None
    every = sum(moving) / len(moving)
    bound = SCREEN_FACTOR * every * (1 - _ULPS)
    screened = every
    if max(moving) >= bound:
        kept = [step for step in moving if step < bound]
        screened = sum(kept) / len(kept) if kept else 0.0
    half_width = LIMIT_FACTOR * (screened or every)
    if half_width <= 0:
        return None
    mean = math.fsum(there) / len(there)
    return OwnLimits(mean - half_width, mean + half_width, _ULPS * (abs(mean) + half_width))


TOO_FAR = math.sqrt(10)
"""Beyond this factor a number is nearer to ten times, or a tenth of, what it belongs with than to that itself."""
_FACTORS = (100.0, 10.0, 1000.0, 0.01, 0.1, 0.001)
"""By what slips of scale multiply: a percentage stored as a fraction, a digit too many or too few."""
_DIGITS = 12


def is_fraction(percentage: float) -> bool:
    """Return whether a percentage is below one, as 65% is once a spreadsheet has stored it as 0.65.

    >>> is_fraction(0.65), is_fraction(1), is_fraction(0)
    (True, False, False)
    """
    return 0 < percentage < 1


def is_on_another_scale(number: float, low: float, high: float, least: float = 0.0) -> bool:
    """Return whether a number is nearer to a tenth, or to ten times, of a range than to the range itself.

    `low` and `high` are the ends of what it belongs with, `least` the least distance from them that says
    anything.  Of what is zero or less nothing is said: it has no scale.

    >>> is_on_another_scale(7, 69, 72), is_on_another_scale(60, 69, 72), is_on_another_scale(690, 69, 72)
    (True, False, True)
    """
    if number < low:
        return number > 0 and number * TOO_FAR < low and low - number >= least
    return high > 0 and number > high * TOO_FAR and number - high >= least


def meant_by(number: float, low: float, high: float) -> float | None:
    """Return what was probably meant by a number on a different scale: what lies in the range; None where nothing does.

    >>> meant_by(7, 69, 72), meant_by(0.7, 69, 72), meant_by(20, 69, 72)
    (70.0, 70.0, None)
    """
    for factor in _FACTORS:
        meant = float(f"{number * factor:.{_DIGITS}g}")
        if low <= meant <= high:
            return meant
    return None

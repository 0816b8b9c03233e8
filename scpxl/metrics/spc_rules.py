"""Which points of a control chart random variation would not produce: four rules, each a plain function.

Rows are series and columns periods in order of time.  A rule sees flags ("above the mean", "rose from the
one before"), which are False where there is no figure: so a missing month ends a run, a trend and a window
of three.  Runs are found by laying a row over itself, a few steps for all rows at once, never one by one.
"""

from __future__ import annotations

import numpy as np

from scpxl.metrics.arrays import Codes, Flags

OUTSIDE, TREND, TWO_OF_THREE, SHIFT = 1, 2, 3, 4
"""The rules, in the order in which they are named where several hold."""


def windows(flags: Flags, points: int) -> Flags:
    """Return [series, periods - points + 1] where so many flags in a row begin.

    >>> windows(np.array([[True, True, True, False, True]]), 2)
    array([[ True,  True, False, False]])
    """
    width = flags.shape[1] - points + 1
    if width < 1:
        return np.zeros((flags.shape[0], 0), dtype=np.bool_)
    found, size = flags, 1
    while size < points:
        step = min(size, points - size)
        found = found[:, step:] & found[:, :-step]
        size += step
    return found


def members(begins: Flags, points: int) -> Flags:
    """Return [series, periods] which points lie in a window of so many that begins as flagged.

    >>> members(np.array([[True, False, False]]), 2)
    array([[ True,  True, False, False]])
    """
    found = np.zeros((begins.shape[0], begins.shape[1] + points - 1), dtype=np.bool_)
    if not begins.any():
        return found
    width = begins.shape[1]
    found[:, :width] = begins
    size = 1
    while size < points:
        step = min(size, points - size)
        found[:, step : width + step] |= found[:, :width]
        width, size = width + step, size + step
    return found


def in_shift(above: Flags, below: Flags, points: int) -> Flags:
    """Return the points that are among so many or more in a row on one side of the mean."""
    if above.shape[1] < points:
        return np.zeros(above.shape, dtype=np.bool_)
    return members(windows(above, points) | windows(below, points), points)


def in_trend(rises: Flags, falls: Flags, points: int, *, strict_mdc: bool = False) -> Codes:
    """Return 1 for the points of a rise of so many points in a row, -1 of a fall, 0 for the others.

    `rises` and `falls` are [series, periods - 1]: how each point follows on the one before, neither for a
    tie or across a gap.  A point that ends one trend and begins the next has the direction of the next.

    With `strict_mdc` a point has the direction of the step after it whenever the point after it is in
    any trend, as in the R package: the last point of a rise that is followed, after one step down, by
    another rise then counts as falling.

    >>> in_trend(np.array([[True, True, False]]), np.array([[False, False, True]]), 3)
    array([[1, 1, 1, 0]], dtype=int8)
    """
    trend = np.zeros((rises.shape[0], rises.shape[1] + 1), dtype=np.int8)
    if trend.shape[1] < points:
        return trend
    up = members(windows(rises, points - 1), points - 1)
    down = members(windows(falls, points - 1), points - 1)
    leading = up.view(np.int8) - down.view(np.int8)
    if not leading.any():
        return trend
    trend[:, 1:] = leading
    np.copyto(trend[:, :-1], leading, where=leading != 0)
    if strict_mdc:
        after = (rises.view(np.int8) - falls.view(np.int8)) * (trend[:, 1:] != 0)
        np.copyto(trend[:, :-1], after, where=(trend[:, :-1] != 0) & (after != 0))
    return trend


def in_two_of_three(close: Flags, above: Flags, below: Flags) -> Flags:
    """Return the points of every three in a row on one side of the mean of which two or more are close.

    The points to flag are those of them that are close themselves.

    >>> close, above = np.array([[True, False, True, False]]), np.ones((1, 4), dtype=np.bool_)
    >>> in_two_of_three(close, above, ~above)
    array([[ True,  True,  True, False]])
    """
    if close.shape[1] < 3:
        return np.zeros(close.shape, dtype=np.bool_)
    a, b, c = close[:, :-2], close[:, 1:-1], close[:, 2:]
    two = (a & b) | ((a | b) & c)
    two &= windows(above, 3) | windows(below, 3)
    return members(two, 3)

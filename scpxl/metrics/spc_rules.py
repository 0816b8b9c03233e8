"""Which points of an XmR chart random variation would not produce: four rules, each a plain function.

Points lie end to end in one flat row; `begins` marks where a segment begins, and no rule reaches across
it.  A `position` is 1 above the mean, -1 below it, 0 exactly on it or where there is no figure: a
missing month ends a run, a trend and a window of three.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from scpxl.metrics.arrays import Codes, Flags

OUTSIDE, TREND, TWO_OF_THREE, SHIFT = 1, 2, 3, 4
"""The rules, in the order in which they are named where several hold."""


def run_so_far(direction: Codes, begins: Flags) -> npt.NDArray[np.int64]:
    """Return how many equal directions in a row each one ends; 0 where the direction is 0.

    >>> run_so_far(np.array([1, 1, -1, 0, 1], dtype=np.int8), np.array([True, False, False, False, False]))
    array([1, 2, 1, 0, 1])
    """
    starts, lengths = _runs(direction, begins)
    position = np.arange(1, len(direction) + 1) - np.repeat(starts, lengths)
    return np.where(direction == 0, 0, position)


def whole_run(direction: Codes, begins: Flags) -> npt.NDArray[np.int64]:
    """Return how long the run of equal directions around each one is; 0 where the direction is 0.

    >>> whole_run(np.array([1, 1, -1, 0, 1], dtype=np.int8), np.array([True, False, False, False, False]))
    array([2, 2, 1, 0, 1])
    """
    _, lengths = _runs(direction, begins)
    return np.where(direction == 0, 0, np.repeat(lengths, lengths))


def in_shift(position: Codes, begins: Flags, points: int) -> Flags:
    """Return the points that are among so many or more in a row on one side of the mean."""
    return whole_run(position, begins) >= points


def in_trend(steps: Codes, begins: Flags, points: int, *, strict_mdc: bool = False) -> Codes:
    """Return 1 for the points of a rise of so many points in a row, -1 of a fall, 0 for the others.

    `steps` is the direction of the step that leads to each point: 0 for a tie, after a gap, and where a
    segment begins.  A point that ends one trend and begins the next has the direction of the next.

    With `strict_mdc` a point has the direction of the step after it whenever the point after it is in
    any trend, as in the R package: the last point of a rise that is followed, after one step down, by
    another rise then counts as falling.

    >>> in_trend(np.array([0, 1, 1, -1], dtype=np.int8), np.array([True, False, False, False]), 3)
    array([1, 1, 1, 0], dtype=int8)
    """
    leading = np.where(whole_run(steps, begins) >= points - 1, steps, 0).astype(np.int8)
    following = np.zeros_like(leading)
    following[:-1] = leading[1:]
    trend = np.where(following != 0, following, leading)
    if strict_mdc:
        after = np.zeros_like(steps)
        after[:-1] = np.where((trend[1:] != 0) & ~begins[1:], steps[1:], 0)
        trend = np.where((trend != 0) & (after != 0), after, trend)
    return trend.astype(np.int8)


def in_two_of_three(close: Flags, position: Codes, begins: Flags) -> Flags:
    """Return the points of every three in a row on one side of the mean of which two or more are close.

    The points to flag are those of them that are close themselves.

    >>> close = np.array([True, False, True, False])
    >>> in_two_of_three(close, np.ones(4, dtype=np.int8), np.array([True, False, False, False]))
    array([ True,  True,  True, False])
    """
    result = np.zeros(len(close), dtype=np.bool_)
    if len(close) < 3:
        return result
    first, second, third = position[:-2], position[1:-1], position[2:]
    one_side = (first == second) & (second == third) & (first != 0) & ~(begins[1:-1] | begins[2:])
    a, b, c = close[:-2], close[1:-1], close[2:]
    window = one_side & ((a & b) | (b & c) | (a & c))
    for offset in range(3):
        result[offset : len(close) - 2 + offset] |= window
    return result


def steps_between(values: npt.NDArray[np.float64], present: Flags, begins: Flags) -> Codes:
    """Return the direction of the step to each point from the one before: 0 where there is none, or a tie.

    >>> steps_between(np.array([3.0, 5.0, 5.0, 4.0]), np.ones(4, dtype=np.bool_), np.array([1, 0, 0, 0], bool))
    array([ 0,  1,  0, -1], dtype=int8)
    """
    result = np.zeros(len(values), dtype=np.int8)
    linked = present[1:] & present[:-1] & ~begins[1:]
    rises, falls = values[1:] > values[:-1], values[1:] < values[:-1]
    result[1:] = (linked & rises).view(np.int8) - (linked & falls).view(np.int8)
    return result


def _runs(direction: Codes, begins: Flags) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Return where each run of equal directions starts, and its length."""
    changes = begins.copy()
    changes[1:] |= direction[1:] != direction[:-1]
    changes[:1] = True
    starts = np.flatnonzero(changes)
    return starts, np.diff(starts, append=len(direction))

"""Which points of a control chart random variation would not produce: four rules, and Anhøj's run tests.

The points of all series lie end to end in one row of flags ("above the mean", "rose from the one before"),
with at least one False between two series.  A flag is False where there is no figure, too: so a missing
month ends a run, a trend and a window of three, and no rule reaches from one series into the next.  Runs are
found by laying the row over itself, a few steps for all series at once, never point by point.

Run tests are a second opinion beside a control chart, and the first where there are fewer than twelve figures: they
need no limits.  A figure exactly on the median says nothing and is left out.  Too long a run on one side of the median,
or too few crossings of it, is more than chance.

Flags in, flags and sign codes out. Source: NHS England, Making Data Count, as the R package NHSRplotthedots
0.2.2 computes it; Nelson 1984 for the rules; Anhøj and Olesen 2014, as computed by the R package qicharts2.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scpxl.statistics.arrays import Codes, Flags, Floats

OUTSIDE, TREND, TWO_OF_THREE, SHIFT = 1, 2, 3, 4
"""The rules, in the order in which they are named where several hold."""
RARE = 5
"""The rule of rare events, which have no other (`rare_events`)."""


def windows(flags: Flags, points: int) -> Flags:
    """Return where so many flags in a row begin; as long as `flags` less what cannot begin one.

    >>> windows(np.array([True, True, True, False, True]), 2)
    array([ True,  True, False, False])
    """
    found, size = flags, 1
    if len(flags) < points:
        return flags[:0]
    while size < points:
        step = min(size, points - size)
        found = found[step:] & found[:-step]
        size += step
    return found


def members(begins: Flags, points: int) -> Flags:
    """Return which points lie in a window of so many that begins as flagged.

    >>> members(np.array([True, False, False]), 2)
    array([ True,  True, False, False])
    """
    width = len(begins)
    found = np.zeros(width + points - 1, dtype=np.bool_)
    found[:width] = begins
    size = 1
    while size < points and width:
        step = min(size, points - size)
        found[step : width + step] |= found[:width]
        width, size = width + step, size + step
    return found


def in_shift(above: Flags, below: Flags, points: int) -> Flags:
    """Return the points that are among so many or more in a row on one side of the mean.

    so many consecutive flags = a shift: 7 in the source.
    """
    if len(above) < points:
        return np.zeros(len(above), dtype=np.bool_)
    return members(windows(above, points) | windows(below, points), points)


def in_trend(rises: Flags, falls: Flags, points: int, *, strict_mdc: bool = False) -> Codes:
    """Return 1 for the points of a rise of so many points in a row, -1 of a fall, 0 for the others.

    so many points = one step fewer, all > 0 or all < 0: 7 points, 6 steps in the source.

    `rises` and `falls` are one shorter than the points: how each but the first follows on the one before,
    neither for a tie or across a gap.  A point that ends one trend and begins the next has the direction
    of the next.

    With `strict_mdc` a point has the direction of the step after it whenever the point after it is in
    any trend, as in the R package: the last point of a rise that is followed, after one step down, by
    another rise then counts as falling.

    >>> in_trend(np.array([True, True, False]), np.array([False, False, True]), 3)
    array([1, 1, 1, 0], dtype=int8)
    """
    trend = np.zeros(len(rises) + 1, dtype=np.int8)
    up, down = windows(rises, points - 1), windows(falls, points - 1)
    if not (up.any() or down.any()):
        return trend
    leading = members(up, points - 1).view(np.int8) - members(down, points - 1).view(np.int8)
    trend[1:] = leading
    np.copyto(trend[:-1], leading, where=leading != 0)
    if strict_mdc:
        after = (rises.view(np.int8) - falls.view(np.int8)) * (trend[1:] != 0)
        np.copyto(trend[:-1], after, where=(trend[:-1] != 0) & (after != 0))
    return trend


def in_two_of_three(close: Flags, above: Flags, below: Flags) -> Flags:
    """Return the points of every three in a row on one side of the mean of which two or more are close.

    Close is |x - mean| > 2/3 of the way to the limit, and not outside it.

    The points to flag are those of them that are close themselves.

    >>> close, above = np.array([True, False, True, False]), np.ones(4, dtype=np.bool_)
    >>> in_two_of_three(close, above, ~above)
    array([ True,  True,  True, False])
    """
    if len(close) < 3:
        return np.zeros(len(close), dtype=np.bool_)
    a, b, c = close[:-2], close[1:-1], close[2:]
    two = (a & b) | ((a | b) & c)
    if not two.any():
        return np.zeros(len(close), dtype=np.bool_)
    two &= windows(above, 3) | windows(below, 3)
    return members(two, 3)


Counts = npt.NDArray[np.int64]
SIGNIFICANCE = 0.05


@dataclass(frozen=True, eq=False)
class RunsResult:
    """[series] each."""

    useful: Counts
    """How many figures are not on the line."""
    longest_run: Counts
    longest_run_max: Counts
    """The longest run that chance would still make; -1 where there is no useful figure."""
    crossings: Counts
    crossings_min: Counts
    """The fewest crossings that chance would still make."""
    signal: npt.NDArray[np.bool_]


def anhoej_limits(useful: npt.ArrayLike) -> tuple[Counts, Counts]:
    """Return the longest run and the fewest crossings that chance makes of so many useful figures.

    Longest run = round(log2(n)) + 3, halves to even; fewest crossings = the 5% quantile of a binomial of
    n - 1 and ½. For n figures off the line, NaN left out; the longest run is -1 where there are none.

    >>> longest, fewest = anhoej_limits([12, 24])
    >>> longest.tolist(), fewest.tolist()
    ([7, 8], [3, 8])
    """
    number = np.atleast_1d(np.asarray(useful, dtype=np.int64))
    # Half to even, as the program this is checked against rounds.
    longest = np.rint(np.log2(np.maximum(number, 1))).astype(np.int64) + 3
    return np.where(number > 0, longest, -1), _fewest(number)


def _fewest(number: Counts) -> Counts:
    """Return the 5% quantile of the crossings of so many fair coins: the least k with P(X <= k) >= 0.05."""
    from scipy.special import bdtr

    trials = np.maximum(number - 1, 0)
    found = np.zeros(number.shape, dtype=np.int64)
    for size in np.unique(trials):
        if size > 0:
            # The quantile is near size / 2 - 1.645 * sqrt(size) / 2; a table is quick, and exact.
            reached = bdtr(np.arange(size + 1, dtype=np.float64), int(size), 0.5) >= SIGNIFICANCE
            found[trials == size] = int(np.argmax(reached))
    return found


def judge_runs(values: Floats, line: Floats) -> RunsResult:
    """Return the run tests of each row about a line, [series, 1] or [series, periods]; NaN is left out.

    A shift where longest run > its limit or crossings < theirs (`anhoej_limits`).

    >>> result = judge_runs(np.array([[1.0, 2, 1, 2, 1, 1, 8, 9, 8, 9, 8, 9]]), np.array([[5.0]]))
    >>> result.longest_run, result.crossings, result.signal
    (array([6]), array([1]), array([ True]))
    """
    distance = values - line
    side = np.where(np.isnan(distance), 0, np.sign(distance)).astype(np.int64)
    useful = (side != 0).sum(axis=1)
    longest, crossings = np.zeros(len(side), dtype=np.int64), np.zeros(len(side), dtype=np.int64)
    running, last = np.zeros(len(side), dtype=np.int64), np.zeros(len(side), dtype=np.int64)
    for column in range(side.shape[1]):
        now = side[:, column]
        counted, crossed = now != 0, (now != 0) & (last != 0) & (now != last)
        running = np.where(crossed, 1, running + counted)
        crossings += crossed
        longest = np.maximum(longest, running)
        last = np.where(counted, now, last)
    longest_max, fewest = anhoej_limits(useful)
    signal = (useful > 0) & ((longest > longest_max) | (crossings < fewest))
    return RunsResult(useful, longest, longest_max, crossings, fewest, signal)

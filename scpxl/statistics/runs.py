"""Anhøj's run tests: is there a shift or a drift, whatever the figures' distribution and without any limits.

A second opinion beside a control chart, and the first where there are fewer than twelve figures.  A figure
exactly on the median says nothing and is left out.  Too long a run on one side of the median, or too few
crossings of it, is more than chance.

Source: Anhøj and Olesen 2014, as computed by the R package qicharts2.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scpxl.statistics.arrays import Floats

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

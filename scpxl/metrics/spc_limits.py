"""Where the control limits of an XmR chart lie: the mean, and what random variation stays within.

Source: NHS England "Making Data Count" as computed by the R package NHSRplotthedots (MIT).  Every row is one
process: a series, or the stretch of one between two rebases with NaN outside it, so that nothing is ever
compared across a rebase.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scpxl.errors import UnknownThingError
from scpxl.metrics.arrays import Flags, Floats, Months
from scpxl.model.periods import month_label

LIMIT_FACTOR = 2.66
"""Half-width of the limits in mean moving ranges: 3 sigma, as the method's tables round 3 / 1.128."""

SCREEN_FACTOR = 3.267
"""A moving range this many times the mean moving range is itself out of control."""

SHORT_GROUP = 13
"""Fewer figures than this give limits that are only provisional."""

LEAST_BASELINE = 12
"""Limits fixed on fewer figures than this say nothing."""

ULPS = 16 * np.finfo(np.float64).eps
"""The part of a number that rounding may have put there."""


@dataclass(frozen=True, eq=False)
class Limits:
    """[series, 1] each: the mean, half the width between the limits (NaN: none), and what is no distance."""

    mean: Floats
    half_width: Floats
    slack: Floats
    """Two numbers closer than this are one number: what rounding may have put between them."""
    short: Flags


def rebase_groups(
    months: Months, rebases: Sequence[Sequence[int]], names: Sequence[str] = ()
) -> npt.NDArray[np.int64]:
    """Return [series, months] which group each month of each series is in: one more from each rebase on.

    `rebases` holds for each series the months at which its limits start afresh.  A month that is not
    among the columns is an `UnknownThingError`: a rebase that silently does nothing is worse than none.

    >>> rebase_groups(np.array([100, 101, 102, 103]), [[102], []])
    array([[0, 0, 1, 1],
           [0, 0, 0, 0]])
    """
    groups = np.zeros((len(rebases), len(months)), dtype=np.int64)
    known = set(months.tolist())
    for row, rebase_months in enumerate(rebases):
        for month in sorted(set(rebase_months)):
            if month not in known:
                name = f"{names[row]}: " if names else ""
                raise UnknownThingError(
                    f"{name}the limits cannot start afresh in {month_label(month)}, "
                    "for which there is no column. Give a month of the series."
                )
            groups[row, months >= month] += 1
    return groups


def first_figures(values: Floats, count: int) -> Floats:
    """Return each row's first so many figures, and NaN for the others.

    >>> first_figures(np.array([[np.nan, 4.0, 5.0, 6.0]]), 2)
    array([[nan,  4.,  5., nan]])
    """
    result: Floats = np.where(np.cumsum(values == values, axis=1) <= count, values, np.nan)  # noqa: PLR0124
    return result


def tally(flags: Flags) -> npt.NDArray[np.int64]:
    """Return [series, 1] how many flags of each row are set.

    >>> tally(np.array([[True, False, True]]))
    array([[2]])
    """
    # Eight flags a byte and then their bits: several times quicker than adding flags as numbers.
    bits = np.bitwise_count(np.packbits(flags, axis=1))
    result: npt.NDArray[np.int64] = bits.sum(axis=1, dtype=np.int64, keepdims=True)
    return result


def moving_ranges(values: Floats) -> Floats:
    """Return [series, periods - 1] how far each figure is from the one before; NaN beside a gap."""
    steps: Floats = values[:, 1:] - values[:, :-1]
    return np.abs(steps, out=steps)


def to_limits(values: Floats, *, screen: bool, strict_mdc: bool) -> Limits:
    """Return the limits of each row, from the figures given: those of its baseline.

    The mean is right to the last place or two (a plain sum, then the mean of what it leaves over), so
    that a point exactly on it is known to be.  A moving range is taken only between neighbours that are
    both there.  With `screen`, moving ranges of 3.267 times their mean or more are left out, once.  Where
    none but zeros are left, all of them are used (unless `strict_mdc`); where those are zero too there
    are no limits.
    """
    missing = np.isnan(values)
    gaps = np.flatnonzero(missing)
    rows, columns = values.shape
    count = columns - np.bincount(gaps // columns, minlength=rows)[:, None] if len(gaps) else columns
    mean = exact_mean(values, count, gaps)
    ranges = moving_ranges(values)
    there: npt.NDArray[np.int64] | int = columns - 1
    if len(gaps):
        unknown = np.flatnonzero(np.isnan(ranges))
        ranges.ravel()[unknown] = 0.0
        there = there - np.bincount(unknown // max(1, columns - 1), minlength=rows)[:, None]
    mean_range = mean_moving_range(ranges, there, screen=screen, strict_mdc=strict_mdc)
    half_width: Floats = LIMIT_FACTOR * mean_range
    slack = ULPS * (np.abs(mean) + np.nan_to_num(half_width))
    short = np.broadcast_to(np.asarray(count) < SHORT_GROUP, (rows, 1))
    return Limits(mean, half_width, slack, short)


def exact_mean(
    values: Floats, count: npt.NDArray[np.int64] | int, gaps: npt.NDArray[np.intp] | None = None
) -> Floats:
    """Return [series, 1] the mean of each row's figures; NaN where it has none.

    `gaps` are the places of missing figures in the whole of `values`, end to end.
    """
    places = np.flatnonzero(np.isnan(values)) if gaps is None else gaps
    known = values
    if len(places):
        known = values.copy()
        known.ravel()[places] = 0.0
    rough = _over(known.sum(axis=1, keepdims=True), count)
    left_over = values - rough
    left_over.ravel()[places] = 0.0
    return rough + _over(left_over.sum(axis=1, keepdims=True), count)


def mean_moving_range(
    ranges: Floats, there: npt.NDArray[np.int64] | int, *, screen: bool, strict_mdc: bool = False
) -> Floats:
    """Return [series, 1] the mean of moving ranges, screened or not; NaN where limits cannot rest on it.

    `ranges` are 0 where there is none, and overwritten; `there` is how many of each row there are.
    """
    every = _over(ranges.sum(axis=1, keepdims=True), there)
    if not screen:
        return every if strict_mdc else np.where(every > 0, every, np.nan)
    # A range exactly on the bound is out; the factor keeps rounding from letting it in.
    out = ranges >= SCREEN_FACTOR * every * (1 - ULPS)
    # Where every range is 0 they are all on the bound, those beside gaps too: none is left.
    left = np.where(every > 0, there - tally(out), 0)
    np.copyto(ranges, 0.0, where=out)
    screened = _over(ranges.sum(axis=1, keepdims=True), left)
    if strict_mdc:
        return screened
    fallen_back = np.where(screened > 0, screened, every)
    return np.where(fallen_back > 0, fallen_back, np.nan)


def _over(total: Floats, count: npt.NDArray[np.int64] | int) -> Floats:
    result: Floats = np.full(total.shape, np.nan)
    return np.divide(total, count, out=result, where=np.broadcast_to(np.greater(count, 0), total.shape))

"""Where the lines of an XmR chart lie: what runs through its middle, and what random variation stays within.

Every row is one process: a series, or the stretch of one between two rebases with NaN outside it, so that nothing is
ever compared across a rebase.  NaN is a missing figure; everything is in the figures' own units.

Moving ranges are screened, the mean is not: one month of 500 among thirty-five of about 20 draws it to 34, and every
ordinary month is then "below the lower limit".  The median stays where the figures are.  It is taken where a figure is
odd (further from the median than twice the limits' half width: six standard deviations), and where more than a tenth
of the figures lie outside limits about the mean, of what varies by chance never so many, and half as many or fewer
outside the same limits about the median.  Where figures drift or step, neither line describes them, and the mean stays.

Source: NHS England "Making Data Count" as computed by the R package NHSRplotthedots (MIT); Wheeler 1993 and Provost
and Murray 2011 on medians as the middle line, whose bounds are ours (docs/adr/0016).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from scpxl.statistics.arrays import Flags, Floats, row_median
from scpxl.statistics.judgeable import LEAST_FIGURES, ODD_SHARE

LIMIT_FACTOR = 2.66
"""Half-width of the limits in mean moving ranges: 3 sigma, as the method's tables round 3 / 1.128."""

SCREEN_FACTOR = 3.267
"""A moving range this many times the mean moving range is itself out of control."""

SHORT_GROUP = 13
"""Fewer figures than this give limits that are only provisional."""

LEAST_BASELINE = 12
"""Limits fixed on fewer figures than this say nothing."""

Places: TypeAlias = npt.NDArray[np.intp]
"""Cells of a matrix, counted end to end."""

ULPS = 16 * np.finfo(np.float64).eps
"""The part of a number that rounding may have put there."""


@dataclass(frozen=True, eq=False)
class LimitLines:
    """[series, 1] each: the mean, half the width between the limits (NaN: none), and what is no distance."""

    mean: Floats
    half_width: Floats
    slack: Floats
    """Two numbers closer than this are one number: what rounding may have put between them."""
    short: Flags


def first_figures(values: Floats, count: int) -> Floats:
    """Return each row's first so many figures, and NaN for the others.

    The k-th figure stays where k <= so many, gaps not counted.

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


def to_limits(values: Floats, *, screen: bool, strict_mdc: bool, scratch: Floats | None = None) -> LimitLines:
    """Return the limits of each row, from the figures given: those of its baseline.

    Mean ± 2.66 x mean moving range; 2.66 = 3 / 1.128, rounded as the source has it.

    The mean is right to the last place or two (a plain sum, then the mean of what it leaves over), so
    that a point exactly on it is known to be.  A moving range is taken only between neighbours that are
    both there.  With `screen`, moving ranges of 3.267 times their mean or more are left out, once.  Where
    none but zeros are left, all of them are used (unless `strict_mdc`); where those are zero too there
    are no limits.  `scratch`, of the values' shape, is written over.
    """
    room: Floats = np.empty(values.shape) if scratch is None else scratch
    gaps = np.flatnonzero(np.isnan(values))
    count = _left_of(values.shape, gaps)
    mean = exact_mean(values, count, gaps, room)
    ranges, steps = moving_ranges(values, gaps, room)
    mean_range = mean_moving_range(ranges, steps, screen=screen, strict_mdc=strict_mdc)
    half_width: Floats = LIMIT_FACTOR * mean_range
    slack = ULPS * (np.abs(mean) + np.nan_to_num(half_width))
    return LimitLines(mean, half_width, slack, count < SHORT_GROUP)


def exact_mean(values: Floats, count: Floats, gaps: Places, room: Floats) -> Floats:
    """Return [series, 1] the mean of each row's figures; NaN where it has none.

    mean = s / n + (sum(x - s / n)) / n, with s the plain sum.
    """
    np.copyto(room, values)
    room.ravel()[gaps] = 0.0
    divisor = _divisor(count)
    rough: Floats = room.sum(axis=1, keepdims=True) / divisor
    np.subtract(values, rough, out=room)
    room.ravel()[gaps] = 0.0
    result: Floats = rough + room.sum(axis=1, keepdims=True) / divisor
    return result


def moving_ranges(values: Floats, gaps: Places, room: Floats) -> tuple[Floats, Floats]:
    """Return how far each figure is from the one before, 0 where there is no telling, and how many there are.

    |x_t - x_(t-1)|, where both are there.

    The first is [series, periods] and begins with 0; the second [series, 1].
    """
    flat, ranges = values.ravel(), room.ravel()
    np.subtract(flat[1:], flat[:-1], out=ranges[1:])
    np.abs(ranges, out=ranges)
    columns = values.shape[1]
    unknown = np.concatenate([gaps, gaps[gaps % columns != columns - 1] + 1])
    ranges[unknown] = 0.0
    room[:, 0] = 0.0
    lost = np.unique(unknown[unknown % columns != 0])
    return room, _left_of(values.shape, lost) - 1


def mean_moving_range(
    ranges: Floats, steps: Floats, *, screen: bool, strict_mdc: bool = False, factor: float = SCREEN_FACTOR
) -> Floats:
    """Return [series, 1] the mean of moving ranges, screened or not; NaN where limits cannot rest on it.

    sum(ranges) / n; screened, once more over the ranges < factor (3.267) x that mean.  With `strict_mdc` a mean of
    zero stands, as in the R packages; otherwise all ranges are used then, and none where those are zero too.

    `ranges` are 0 where there is none, and written over; `steps` is how many of each row there are.
    """
    every: Floats = ranges.sum(axis=1, keepdims=True) / _divisor(steps)
    if not screen:
        return every if strict_mdc else np.where(every > 0, every, np.nan)
    # A range exactly on the bound is out; the factor keeps rounding from letting it in.
    out = ranges >= factor * every * (1 - ULPS)
    # Where every range is 0 they are all on the bound: none is left.
    left = np.where(every > 0, steps - tally(out), 0)
    np.copyto(ranges, 0.0, where=out)
    screened: Floats = ranges.sum(axis=1, keepdims=True) / _divisor(left)
    if strict_mdc:
        return screened
    fallen_back = np.where(screened > 0, screened, every)
    return np.where(fallen_back > 0, fallen_back, np.nan)


def _left_of(shape: tuple[int, ...], lost: Places) -> Floats:
    """Return [rows, 1] how many cells of each row are left without those lost, given end to end."""
    rows, columns = shape
    gone = np.bincount(lost // max(1, columns), minlength=rows)
    result: Floats = (columns - gone).astype(np.float64)[:, None]
    return result


def _divisor(count: Floats) -> Floats:
    """Return counts to divide by: NaN for none, so that a mean of nothing is NaN."""
    return np.where(count > 0, count, np.nan)


ODD: Final = 2.0
"""A figure further from the median than so many half widths of the limits is odd."""


class Middle(NamedTuple):
    """Where the mean does not describe the figures; arrays are [series, periods]."""

    line: Floats
    """The median, one number throughout a group; NaN where the mean is."""
    odd: Flags
    """The odd figures."""


def find_middle(
    values: Floats,
    groups: npt.NDArray[np.generic],
    half_width: Floats,
    outside: Flags,
    used: Flags,
) -> Middle:
    """Return the groups of each row for which the median is taken as the middle line.

    Median where |x - median| > 2 x half width of a figure (a tenth of them at most), or where figures outside / figures
    > 0.1 and twice the figures outside about the median <= figures outside, of those limits are made from (`used`).  `half_width` and `outside` are those of the chart about the mean, all arrays
    [series, periods].  The mean stays where a group has fewer than 12 figures; NaN is a missing figure.

    >>> values = np.array([[20.0, 21, 19, 22, 20, 21] * 5 + [500, 20]])
    >>> all_of_it = np.ones_like(values, dtype=bool)
    >>> found = find_middle(values, np.zeros_like(values), np.full_like(values, 3.3), values > 36, all_of_it)
    >>> float(found.line[0, 0]), np.flatnonzero(found.odd).tolist()
    (20.5, [30])
    """
    line, odd = np.full(values.shape, np.nan), np.zeros(values.shape, dtype=np.bool_)
    known = used & ~np.isnan(values)
    for group in np.unique(groups):
        inside = groups == group
        theirs = known & inside
        number = theirs.sum(axis=1, keepdims=True)
        seen = np.where(theirs, values, np.nan)
        median = row_median(seen)
        far = theirs & (np.abs(seen - median) > ODD * half_width)
        far &= far.sum(axis=1, keepdims=True) <= ODD_SHARE * number  # more than a tenth are not odd, but many
        about_mean = (theirs & outside).sum(axis=1, keepdims=True)
        about_median = (theirs & (np.abs(seen - median) > half_width)).sum(axis=1, keepdims=True)
        better = (about_mean > ODD_SHARE * number) & (2 * about_median <= about_mean)
        taken = (number >= LEAST_FIGURES) & (far.any(axis=1, keepdims=True) | better)
        line = np.where(taken & inside, median, line)
        odd |= taken & far
    return Middle(line, odd)

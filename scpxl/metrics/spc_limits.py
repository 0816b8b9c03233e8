"""Where the control limits of an XmR chart lie: the mean, and what random variation stays within.

Source: NHS England "Making Data Count" as computed by the R package NHSRplotthedots (MIT).  Series lie end
to end in one flat row of numbers here; a `Segments` says where each run that shares its limits begins,
so that nothing is ever compared across a rebase or across two series.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from scpxl.errors import UnknownThingError
from scpxl.metrics.arrays import Flags, Floats, Months, quotient
from scpxl.model.periods import month_label

LIMIT_FACTOR = 2.66
"""Half-width of the limits in mean moving ranges: 3 sigma, as the method's tables round 3 / 1.128."""

SCREEN_FACTOR = 3.267
"""A moving range this many times the mean moving range is itself out of control."""

SHORT_GROUP = 13
"""Fewer figures than this give limits that are only provisional."""

_Number = TypeVar("_Number", bound=np.generic)
_ULPS = 16 * np.finfo(np.float64).eps


@dataclass(frozen=True, eq=False)
class Segments:
    """Runs of cells, end to end, that share their limits: a series, or a series between two rebases."""

    starts: npt.NDArray[np.intp]
    lengths: npt.NDArray[np.intp]
    begins: Flags
    """[cells] Whether a segment begins at the cell."""

    def total(self, values: Floats) -> Floats:
        """Return the sum over each segment."""
        result: Floats = np.add.reduceat(values, self.starts)
        return result

    def count(self, flags: Flags) -> npt.NDArray[np.int64]:
        """Return how many cells of each segment are flagged."""
        result: npt.NDArray[np.int64] = np.add.reduceat(flags, self.starts, dtype=np.int64)
        return result

    def spread(self, values: npt.NDArray[_Number]) -> npt.NDArray[_Number]:
        """Return each segment's number at each of its cells."""
        return np.repeat(values, self.lengths)


@dataclass(frozen=True, eq=False)
class Limits:
    """A number a segment: its mean, half the width between its limits (NaN: none), and what is no distance."""

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


def to_segments(shape: tuple[int, int], groups: npt.NDArray[np.generic] | None) -> Segments:
    """Return the segments of a matrix: a row each, parted again wherever its group changes."""
    begins = np.zeros(shape, dtype=np.bool_)
    begins[:, 0] = True
    if groups is not None:
        begins[:, 1:] |= groups[:, 1:] != groups[:, :-1]
    starts = np.flatnonzero(begins)
    return Segments(starts, np.diff(starts, append=begins.size), begins.ravel())


def within_baseline(present: Flags, segments: Segments, fix_after: int | None) -> Flags:
    """Return the figures that limits are worked out from: all, or the first so many of each segment."""
    if fix_after is None:
        return present
    so_far: Months = np.cumsum(present, dtype=np.int64)
    before: Months = so_far[segments.starts] - present[segments.starts]
    return present & (so_far - segments.spread(before) <= fix_after)


def to_limits(
    values: Floats, present: Flags, segments: Segments, *, baseline: Flags, screen: bool, strict_mdc: bool
) -> Limits:
    """Return the limits of each segment, from the figures in the baseline.

    The mean is right to the last place or two (a plain sum, then the mean of what it leaves over), so
    that a point exactly on it is known to be.  A moving range is taken only between neighbours that are
    both there.  With `screen`, moving ranges of 3.267 times their mean or more are left out, once.  Where
    none but zeros are left, all of them are used (unless `strict_mdc`); where those are zero too there
    are no limits.
    """
    mean = _mean(values, segments, baseline)
    moving_range = np.abs(np.diff(values, prepend=0.0))
    usable = baseline & ~segments.begins
    usable[1:] &= baseline[:-1]
    half_width = LIMIT_FACTOR * _mean_moving_range(
        moving_range, usable, segments, screen=screen, strict_mdc=strict_mdc
    )
    slack = _ULPS * (np.abs(mean) + np.nan_to_num(half_width))
    return Limits(mean, half_width, slack, segments.count(present) < SHORT_GROUP)


def _mean(values: Floats, segments: Segments, used: Flags) -> Floats:
    count = segments.count(used)
    rough = quotient(segments.total(np.where(used, values, 0.0)), count)
    left_over = np.where(used, values - segments.spread(rough), 0.0)
    return rough + quotient(segments.total(left_over), count)


def _mean_moving_range(
    moving_range: Floats, usable: Flags, segments: Segments, *, screen: bool, strict_mdc: bool
) -> Floats:
    every = quotient(segments.total(np.where(usable, moving_range, 0.0)), segments.count(usable))
    if not screen:
        return every if strict_mdc else np.where(every > 0, every, np.nan)
    # A range exactly on the bound is out; the factor keeps rounding from letting it in.
    kept = usable & (moving_range < segments.spread(SCREEN_FACTOR * every * (1 - _ULPS)))
    screened = quotient(segments.total(np.where(kept, moving_range, 0.0)), segments.count(kept))
    if strict_mdc:
        return screened
    fallen_back = np.where(screened > 0, screened, every)
    return np.where(fallen_back > 0, fallen_back, np.nan)

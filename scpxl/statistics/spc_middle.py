"""Which line runs through the middle of a control chart: the mean, or the median where the mean does not describe them.

Moving ranges are screened, the mean is not: one month of 500 among thirty-five of about 20 draws it to 34, and every
ordinary month is then "below the lower limit".  The median stays where the figures are.  It is taken where a figure is
odd (further from the median than twice the limits' half width: six standard deviations), and where more than a tenth
of the figures lie outside limits about the mean, of what varies by chance never so many, and half as many or fewer
outside the same limits about the median.  Where figures drift or step, neither line describes them, and the mean stays.

Source: Wheeler 1993 and Provost and Murray 2011 on medians as the middle line; the bounds are ours
(docs/adr/0016).  Figures are in their own units; NaN is a missing figure.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from scpxl.statistics.arrays import Flags, Floats, row_median
from scpxl.statistics.judgeable import LEAST_FIGURES, ODD_SHARE

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

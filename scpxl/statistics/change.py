"""What changed between two figures.  Whether it matters is for `spc`; whether it is good, for `rag`.

Source: how the Office for National Statistics gives changes on a year before: the difference, and in per
cent of the earlier figure.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from scpxl.statistics.arrays import Floats, quotient


def change(new: npt.ArrayLike, old: npt.ArrayLike) -> Floats:
    """Return new - old; NaN where either is missing.

    >>> change([120.0, 5.0], [100.0, np.nan])
    array([20., nan])
    """
    result: Floats = np.subtract(new, old, dtype=np.float64)
    return result


def percent_change(new: npt.ArrayLike, old: npt.ArrayLike) -> Floats:
    """Return the change in per cent of the old figure; NaN where that is 0 or below, or either is missing.

    100 x (new - old) / old.

    From nothing to something is no percentage, nor from below zero to above it.

    >>> percent_change([120.0, 5.0, 7.0, 3.0], [100.0, 0.0, np.nan, -2.0])
    array([20., nan, nan, nan])
    """
    base = np.asarray(old, dtype=np.float64)
    return 100 * quotient(change(new, base), np.where(base > 0, base, np.nan))

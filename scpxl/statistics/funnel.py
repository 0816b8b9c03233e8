"""Funnels: which areas lie further from their group's average than chance alone would put them.

Two pairs of limits: 95% and 99.8% (2.5% and 0.1% beyond either).  These take areas to differ by chance alone;
boroughs do not (see `overdispersion`).  Results that class areas are codes: 2 above the 99.8% limit, 1 above
the 95% limit, 0 between, -1 and -2 below; 0 too where a figure is missing.

Source: Spiegelhalter 2005; PHE's technical guidance, as `PHEindicatormethods` 2.1.0 computes it.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scpxl.statistics.arrays import Codes
from scpxl.statistics.intervals import Interval

INNER, OUTER = 0.95, 0.998
"""The confidence of the two pairs of limits."""


class Limits(NamedTuple):
    """The pair of limits at 95% and the pair at 99.8%."""

    inner: Interval
    outer: Interval


def classify(values: npt.ArrayLike, limits: Limits) -> Codes:
    """Return the code of each value: beyond a limit is strictly beyond it; missing is 0.

    2 where value > upper 99.8% limit, 1 where > upper 95% limit, and so below with the signs turned.

    >>> limits = Limits(Interval(np.float64(2), np.float64(8)), Interval(np.float64(1), np.float64(9)))
    >>> classify(np.array([0.5, 1.5, 8.0, 8.5, 10.0, np.nan]), limits)
    array([-2, -1,  0,  1,  2,  0], dtype=int8)
    """
    value = np.asarray(values, dtype=np.float64)
    above = (value > limits.inner.upper).astype(np.int8) + (value > limits.outer.upper)
    below = (value < limits.inner.lower).astype(np.int8) + (value < limits.outer.lower)
    return np.asarray(above - below, dtype=np.int8)

"""Whether counts vary more than chance makes them, and whether they resemble themselves, as qcc and R test it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from scpxl.statistics.arrays import Floats, quotient
from scpxl.statistics.dispersion import autocorrelation


class Overdispersion(NamedTuple):
    """[series] each; NaN where a series has fewer than two figures or none above zero."""

    ratio: Floats
    """The variance there is, over the variance chance alone would make."""
    statistic: Floats
    p_value: Floats
    """How often chance alone would give as much; small: a plain c, u or p chart would flag too much."""


def overdispersion(counts: Floats, sizes: Floats | None = None) -> Overdispersion:
    """Return the chi-square test of each row's counts for more variance than Poisson's.

    Ratio = variance / mean (of successes: variance / (n p (1 - p))), statistic = (figures - 1) x ratio, p
    from chi-squared on figures - 1 degrees.

    With `sizes`, counts are successes out of so many (constant or not) and chance is the binomial's.
    Source: the R package qcc.

    >>> found = overdispersion(np.array([[1.0, 9, 2, 12, 0, 10]]))
    >>> found.ratio.round(2), found.p_value.round(4)
    (array([4.85]), array([0.0002]))
    """
    from scipy.special import chdtrc

    known = ~np.isnan(counts)
    number = known.sum(axis=1)
    mean = quotient(np.where(known, counts, 0.0).sum(axis=1), number)
    left = np.where(known, counts - mean[:, None], 0.0)
    variance = quotient((left * left).sum(axis=1), np.maximum(number - 1, 0))
    by_chance = mean
    if sizes is not None:
        out_of = np.where(known, sizes, 0.0)
        share = quotient(np.where(known, counts, 0.0).sum(axis=1), out_of.sum(axis=1))
        by_chance = quotient(out_of.sum(axis=1), number) * share * (1 - share)
    ratio = quotient(variance, by_chance)
    statistic = (number - 1) * ratio
    return Overdispersion(ratio, statistic, np.asarray(chdtrc(number - 1.0, statistic), dtype=np.float64))


def ljung_box(values: Floats, lags: int = 12) -> tuple[Floats, Floats]:
    """Return [series] the statistic, and how often figures without memory would give as much.

    n (n + 2) x sum(r_k² / (n - k)) over the lags k, p from chi-squared on so many degrees as there are
    lags. Gaps add nothing; NaN as in `autocorrelation`.

    >>> statistic, p = ljung_box(np.array([[1.0, 2, 3, 4, 5, 6, 7, 8, 9, 10]]), 2)
    >>> statistic.round(2), p.round(3)
    (array([9.08]), array([0.011]))
    """
    from scipy.special import chdtrc

    number = (~np.isnan(values)).sum(axis=1)[:, None]
    found = autocorrelation(values, lags)
    weights = quotient(np.ones_like(found), number - np.arange(1, lags + 1))
    statistic: Floats = (number * (number + 2))[:, 0] * (found**2 * weights).sum(axis=1)
    return statistic, np.asarray(chdtrc(float(lags), statistic), dtype=np.float64)

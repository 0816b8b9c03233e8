"""Whether counts vary more than chance alone would make them, and whether they resemble themselves.

Rows are series, columns periods in order of time; NaN is a missing figure. Source: the index of dispersion
test as the R package qcc computes it; McCullagh and Nelder 1989 for tables, Haldane 1940 for their expectation;
Box and Jenkins 1970 for autocorrelation; Ljung and Box 1978.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scpxl.statistics.arrays import Floats, quotient


class TableSpread(NamedTuple):
    """How much a table varies; both fields have the shape of the tables' leading axes."""

    phi: Floats
    """Variance over what chance alone would make, as measured: it may be below 1.  NaN where it cannot be told."""
    degrees: Floats
    """Degrees of freedom it rests on."""


def table_spread(
    counts: Floats, exposure: npt.ArrayLike = 1.0, *, month_effects: bool = True, strict: bool = False
) -> TableSpread:
    """Return how much counts [..., years, months] vary beyond what their years and months have in common.

    E = year x month / all, phi = sum((x - E)² / E) / degrees, degrees = (years - 1)(months with any count - 1).
    Without month effects E = year x exposure / exposure of the year, on years x (months - 1) degrees.

    A month without a count in any year fits exactly whatever the others do, so it says nothing of the spread: it is
    left out of the sum, where it adds 0, and of the degrees as well.  R's glm(y ~ year + month, quasipoisson) keeps
    it among the degrees (observations less parameters), and so does `strict`; phi then comes out too small where
    events are rare (docs/adr/0017).  NaN where a month is missing, nothing was counted, or no degree is left.

    >>> rare = np.array([[0.0, 0, 0, 1, 9, 2], [0, 0, 0, 8, 1, 7]])
    >>> table_spread(rare).phi.round(2), table_spread(rare, strict=True).phi.round(2)
    (np.float64(7.17), np.float64(2.87))
    """
    years, months = counts.sum(-1, keepdims=True), counts.sum(-2, keepdims=True)
    total = years.sum(-2, keepdims=True)
    rows, width = counts.shape[-2:]
    if month_effects:
        expected = quotient(years * months, total)
        live = np.full(total.shape[:-2], width) if strict else (months[..., 0, :] > 0).sum(-1)
        degrees = (rows - 1.0) * (live - 1.0)
    else:
        time = np.broadcast_to(np.asarray(exposure, dtype=np.float64), counts.shape)
        expected = years * quotient(time, time.sum(-1, keepdims=True))
        degrees = np.full(total.shape[:-2], rows * (width - 1.0))
    apart = np.where(expected > 0, quotient((counts - expected) ** 2, expected), 0.0).sum((-2, -1))
    gone = ~(total[..., 0, 0] > 0) | (degrees <= 0)
    return TableSpread(np.where(gone, np.nan, apart / np.maximum(degrees, 1)), degrees)


def autocorrelation(values: Floats, lags: int = 1) -> Floats:
    """Return [series, lags] how each row agrees with itself 1, 2, ... periods before: from -1 to 1.

    At lag k: sum((x_t - mean)(x_(t-k) - mean)) / sum((x_t - mean)²), as R's `acf`.

    Gaps add nothing.  NaN where a row does not vary, or has no two figures so far apart.

    >>> autocorrelation(np.array([[1.0, 2, 3, 4, 5, 6, 7, 8]])).round(3)
    array([[0.625]])
    """
    known = ~np.isnan(values)
    mean = quotient(np.where(known, values, 0.0).sum(axis=1, keepdims=True), known.sum(axis=1, keepdims=True))
    left = np.where(known, values - mean, 0.0)
    # Squares of huge figures would overflow; their scale is no part of the answer.
    largest = np.abs(left).max(axis=1, keepdims=True, initial=0.0)
    left = np.where(largest > 0, quotient(left, largest), 0.0)
    together = (left * left).sum(axis=1)
    result: Floats = np.full((len(values), lags), np.nan)
    for lag in range(1, min(lags, values.shape[1] - 1) + 1):
        pairs = (known[:, lag:] & known[:, :-lag]).any(axis=1)
        found = quotient((left[:, lag:] * left[:, :-lag]).sum(axis=1), together)
        result[:, lag - 1] = np.where(pairs, found, np.nan)
    return result

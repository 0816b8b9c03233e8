"""The kinds of array the room shares: rows are series, columns are periods, NaN is no number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float64]
Months: TypeAlias = npt.NDArray[np.int64]
Codes: TypeAlias = npt.NDArray[np.int8]
Flags: TypeAlias = npt.NDArray[np.bool_]

YEAR: Final = 12
"""Months in a year."""
APRIL: Final = 4
"""The month with which financial years begin, 1 to 12."""

ROWS_A_BLOCK = 512
"""Rows worked on at a time: so many series of 120 months stay near the processor, the whole record does not."""


def blocks(rows: int, size: int = ROWS_A_BLOCK) -> Iterator[slice]:
    """Yield slices that cover so many rows in order.

    >>> list(blocks(5, 2))
    [slice(0, 2, None), slice(2, 4, None), slice(4, 5, None)]
    """
    return (slice(start, min(start + size, rows)) for start in range(0, rows, size))


def floats(values: Sequence[float]) -> Floats:
    """Return plain numbers as an array, for those who know no arrays.

    >>> floats([3, float("nan")])
    array([ 3., nan])
    """
    return np.array(values, dtype=np.float64)


def quotient(numerator: npt.ArrayLike, denominator: npt.ArrayLike) -> Floats:
    """Return numerator / denominator; NaN where either is missing or the denominator is 0.

    >>> quotient([1.0, 1.0, np.nan], [4.0, 0.0, 2.0])
    array([0.25,  nan,  nan])
    """
    top, bottom = np.asarray(numerator, dtype=np.float64), np.asarray(denominator, dtype=np.float64)
    shape = top.shape if top.shape == bottom.shape else np.broadcast(top, bottom).shape
    result: Floats = np.full(shape, np.nan)
    np.divide(top, bottom, out=result, where=bottom != 0)
    return result


def row_median(values: Floats) -> Floats:
    """Return [series, 1] the median of each row's figures; NaN where it has none.

    >>> row_median(np.array([[1.0, np.nan, 4.0, 3.0], [np.nan] * 4]))
    array([[ 3.],
           [nan]])
    """
    number = (~np.isnan(values)).sum(axis=1, keepdims=True)
    if not values.shape[1]:
        return np.full((len(values), 1), np.nan)
    ordered = np.sort(values, axis=1)  # NaN last
    low, high = (
        np.take_along_axis(ordered, np.maximum(at, 0), axis=1) for at in ((number - 1) // 2, number // 2)
    )
    return np.where(number % 2 == 1, low, low + (high - low) / 2)

"""Sums over a run of columns: rolling, and from the start of the financial year.

Values are [series, columns] (or one row of columns), NaN where there is no number.  A sum over a run
with any number missing is NaN: a part of a year is never shown as a year.

Each window is added up from its own numbers alone, never as the difference of two running totals.  Sums
of whole numbers are therefore exact below 2**53, sums of fractions are within a few units of the last
place, and neither a gap nor a huge value in one month can touch a window it does not belong to.

Numbers are in the units of what is added. Source: rolling twelve months and year to date as police and
local authority reports have them.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from scpxl.statistics.arrays import APRIL, YEAR, Floats, Months


def rolling_sum(values: Floats, width: int) -> Floats:
    """Return the sum of the `width` columns that end in each one, in the shape of `values`.

    x_t + x_(t-1) + ... + x_(t-width+1).

    NaN wherever a number of the window is missing, and before `width` columns exist.

    >>> rolling_sum(np.array([1.0, 2.0, 3.0, np.nan, 5.0, 6.0, 7.0]), 3)
    array([nan, nan,  6., nan, nan, nan, 18.])
    """
    if width < 1:
        raise ValueError(f"A window of {width} columns has no sum; ask for 1 or more.")
    result: Floats = np.full(values.shape, np.nan)
    columns = values.shape[-1]
    if width > columns:
        return result
    # A window of 12 is one of 8 and one of 4, each made of two halves: four additions instead of eleven.
    power, size, total, covered = values, 1, None, 0
    while True:
        if width & size:
            reach = columns - covered - size
            part = power[..., : reach + 1]
            total = part.copy() if total is None else total[..., size:] + part
            covered += size
        if covered == width:
            break
        power = power[..., size:] + power[..., :-size]
        size *= 2
    result[..., width - 1 :] = total
    return result


def year_to_date(
    values: Floats,
    months: npt.NDArray[np.int64],
    first_month_of_year: int = APRIL,
    step: int = 1,
) -> Floats:
    """Return the sum from the start of the financial year to each column.

    Sum from April to month t = x_April + ... + x_t.

    `months` holds the month that ends each column and `step` the months in a column.  NaN from the first
    gap of a year to its end, and throughout a year whose start lies before the first column.

    >>> from scpxl.model.periods import to_month
    >>> months = np.arange(to_month(2018, 2), to_month(2018, 8))
    >>> year_to_date(np.array([5.0, 6.0, 1.0, 2.0, np.nan, 4.0]), months)
    array([nan, nan,  1.,  3., nan, nan])
    """
    result: Floats = np.full(values.shape, np.nan)
    begins = np.asarray(months) - (step - 1) - (first_month_of_year - 1)
    starts = np.flatnonzero(begins % YEAR == 0)
    for start, end in pairwise([*starts.tolist(), len(begins)]):
        np.cumsum(values[..., start:end], axis=-1, out=result[..., start:end])
    return result


def lag(values: Floats, columns: int) -> Floats:
    """Return the values of so many columns earlier; NaN where there were none.

    y_t = x_(t - columns).

    >>> lag(np.array([1.0, 2.0, 3.0]), 2)
    array([nan, nan,  1.])
    """
    result: Floats = np.full(values.shape, np.nan)
    if columns < values.shape[-1]:
        result[..., columns:] = values[..., : values.shape[-1] - columns]
    return result


def days_in(months: Months, step: int = 1) -> Floats:
    """Return the days of the `step` months that end with each month.

    >>> days_in(np.array([2016 * 12 + 1, 2017 * 12 + 1])), days_in(np.array([2016 * 12 + 2]), step=3)
    (array([29., 28.]), array([91.]))
    """
    begins = (np.asarray(months) - step + 1 - 1970 * 12).astype("datetime64[M]")
    ends = (begins + step).astype("datetime64[D]")
    return np.asarray((ends - begins.astype("datetime64[D]")).astype(np.float64))

"""Sums over a run of columns, rolling and from the start of the financial year; and counts for the people they are about.

Values are [series, columns] (or one row of columns), NaN where there is no number.  A sum over a run
with any number missing is NaN: a part of a year is never shown as a year.

Each window is added up from its own numbers alone, never as the difference of two running totals.  Sums
of whole numbers are therefore exact below 2**53, sums of fractions are within a few units of the last
place, and neither a gap nor a huge value in one month can touch a window it does not belong to.

Sums are in the units of what is added, populations in people. Source: rolling twelve months and year to date as police
and local authority reports have them; Office for National Statistics mid-year estimates, carried forward as
docs/adr/0008 says; rates as Fingertips' technical guidance has them.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scpxl.statistics.arrays import APRIL, YEAR, Floats, Months, quotient


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


class MonthlyPopulation(NamedTuple):
    """The population that applies to each month, and the year whose estimate it is (0 where none)."""

    population: Floats
    year: npt.NDArray[np.int64]


def spread_population(
    annual_values: Mapping[int, npt.ArrayLike], months: npt.NDArray[np.int64]
) -> MonthlyPopulation:
    """Return the population of each month: its calendar year's estimate, or else the latest earlier one.

    Population of a month = the estimate of year floor(month / 12), or of the latest year before it that
    has one.

    `annual_values` holds by calendar year one number, or one for each area (NaN where an area has none).
    Both results are [months] or [areas, months].  Before the first estimate there is NaN: a later
    estimate is never carried back.

    >>> from scpxl.model.periods import to_month
    >>> found = spread_population({2017: 390_000, 2018: 392_140}, np.array([to_month(2016, 12),
    ...     to_month(2017, 12), to_month(2018, 1), to_month(2020, 6)]))
    >>> found.population
    array([    nan, 390000., 392140., 392140.])
    >>> found.year
    array([   0, 2017, 2018, 2018])
    """
    years = np.array(sorted(annual_values), dtype=np.int64)
    if not len(years):
        return MonthlyPopulation(np.full(len(months), np.nan), np.zeros(len(months), dtype=np.int64))
    estimates = np.stack([np.asarray(annual_values[int(year)], dtype=np.float64) for year in years], axis=-1)
    # Column 0 stands for "no estimate yet"; every other column holds the place of the latest estimate.
    places = np.where(np.isnan(estimates), 0, np.arange(1, len(years) + 1))
    none_yet = np.zeros((*estimates.shape[:-1], 1), dtype=np.int64)
    latest = np.maximum.accumulate(np.concatenate([none_yet, places], axis=-1), axis=-1)
    used = latest[..., np.searchsorted(years, np.asarray(months) // 12, side="right")]
    before = np.full((*estimates.shape[:-1], 1), np.nan)
    population = np.take_along_axis(np.concatenate([before, estimates], axis=-1), used, axis=-1)
    return MonthlyPopulation(population, np.concatenate([[0], years])[used])


def ratio(numerators: npt.ArrayLike, denominators: npt.ArrayLike, scale: float = 100) -> Floats:
    """Return numerators / denominators x scale; NaN where either is missing or the denominator is 0.

    The ratio of a year is the ratio of the year's sums, never the mean of the months' ratios.

    >>> ratio([45.0, 0.0], [60.0, 0.0])
    array([75., nan])
    """
    return scale * quotient(numerators, denominators)

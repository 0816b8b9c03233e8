"""Counts for the people they are about: populations spread over months, rates and ratios.

Counts are events or people, populations people. Source: Office for National Statistics mid-year estimates,
carried forward as docs/adr/0008 says; rates as Fingertips' technical guidance has them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scpxl.statistics.arrays import Floats, quotient


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

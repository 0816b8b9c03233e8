"""Forecasts of a year's end that ours is compared with: by last year's ratio, and by last year's months."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from scpxl.statistics.arrays import Floats, quotient


class RatioOutturn(NamedTuple):
    """The outturn by last year's ratio."""

    rest: float
    """The remaining months."""
    outturn: float
    log_error: float
    """Standard error of the logarithm of `rest`, by chance alone."""


def ratio_outturn(to_date: float, to_date_before: float, rest_before: float) -> RatioOutturn:
    """Return year to date + year to date x (last year's rest / last year's year to date).

    For comparison only: early in the year it is the worst of the methods.  NaN where last year began with 0.

    >>> ratio_outturn(90.0, 100.0, 300.0).outturn
    360.0
    """
    rest = float(to_date * quotient(rest_before, to_date_before))
    error = np.sqrt(quotient(1.0, to_date) + quotient(1.0, to_date_before) + quotient(1.0, rest_before))
    return RatioOutturn(rest, to_date + rest, float(error))


class NaiveOutturn(NamedTuple):
    """The outturn by last year's remaining months as they were."""

    months: Floats
    """The forecast of each remaining month."""
    outturn: float
    variance: float
    """Mean squared change between like months."""


def naive_outturn(values: Floats, ahead: int, gone: int, period: int = 12) -> NaiveOutturn:
    """Return year to date + the same months of last year, from a series of single months.

    For comparison only.  Intervals from `variance` are too narrow: months are not independent.

    >>> naive_outturn(np.arange(24.0), ahead=3, gone=9).months
    array([12., 13., 14.])
    """
    variance = float(np.nanmean((values[period:] - values[:-period]) ** 2))
    months = values[len(values) - period : len(values) - period + ahead]
    return NaiveOutturn(months, float(values[len(values) - gone :].sum() + months.sum()), variance)

"""Rates, standardised ones and their intervals as PHE's technical guidance has them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from scpxl.statistics.arrays import Codes, Floats, quotient
from scpxl.statistics.intervals import Interval, byar
from scpxl.statistics.windows import ratio

LEAST_STANDARDISED = 10
"""Events without which no standardised rate is given."""


def standardised_rate(
    counts: Floats, people: Floats, standard: Floats, per: float, confidence: float = 0.95
) -> tuple[float, Interval]:
    """Return the directly standardised rate of groups (of age) [groups] for so many people, and its interval.

    Rate = per x sum(w x / n) / sum(w), w the standard population; the interval is Dobson's: rate + √(variance / all
    events) x (Byar's bound of all events - all events), variance = sum(w² x / n²) / sum(w)².  NaN with fewer than ten
    events in all, where it would say nothing.  Source: Dobson 1991; Public Health England's technical guidance.

    >>> rate, interval = standardised_rate(np.array([20.0, 30.0]), np.array([1e4, 2e4]), np.array([5e3, 5e3]), 1e5)
    >>> round(rate, 1), round(float(interval.lower), 1)
    (175.0, 127.2)
    """
    total = float(counts.sum())
    if not total >= LEAST_STANDARDISED:
        none = np.asarray(np.nan)
        return float("nan"), Interval(none, none)
    weights = standard / standard.sum()
    rate = float((weights * quotient(counts, people)).sum())
    error = np.sqrt(float((weights**2 * quotient(counts, people**2)).sum()) / total)
    bounds = byar(total, confidence)
    low, high = (np.asarray(per * (rate + error * (bound - total))) for bound in bounds)
    return per * rate, Interval(low, high)


def beside(value: npt.ArrayLike, interval: Interval) -> Codes:
    """Return where an interval lies beside a value taken as known: 1 above it, -1 below, 0 where it holds it.

    1 where lower > value, -1 where upper < value.

    A bound equal to the value holds it.  0 too where a bound needed to tell is missing: nothing is claimed.
    Whether above is better or worse is for the indicator's polarity to say.  This is Fingertips'
    "confidence interval overlapping reference value"; two overlapping intervals are another, blunter test.

    >>> beside(60.0, Interval(np.array([69.6, 50.0, 40.0, np.nan]), np.array([71.2, 70.0, 59.0, np.nan])))
    array([ 1,  0, -1,  0], dtype=int8)
    """
    known = np.asarray(value, dtype=np.float64)
    return np.asarray((interval.lower > known).astype(np.int8) - (interval.upper < known), dtype=np.int8)


def rate(numerator_sum: npt.ArrayLike, population_mean: npt.ArrayLike, per: float) -> Floats:
    """Return the count for so many people; NaN where either is missing or nobody lives there.

    per x count / population.

    For a rolling year the population is the mean of the twelve months' populations
    (`rolling_mean(spread_population(...).population, 12)`).

    >>> rate(28_513.0, 405_050.0, 1000).round(1)
    np.float64(70.4)
    """
    return ratio(numerator_sum, population_mean, per)

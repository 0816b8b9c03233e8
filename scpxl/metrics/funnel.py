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

from scpxl.metrics.arrays import Codes, Floats, quotient
from scpxl.metrics.intervals import Interval, beside, count_interval, exact_poisson, normal_quantile
from scpxl.metrics.ranking import pooled

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


def rate_classes(counts: Floats, people: Floats) -> Codes:
    """Return how each area's rate lies beside the pooled rate of all: its own interval against the average.

    Average = sum of counts / sum of people; code 1 or 2 where the lower bound of the area's own interval
    > average.

    The interval is exact below ten events and Byar's from ten.

    >>> rate_classes(np.array([10.0, 60.0, 30.0]), np.array([1000.0, 1000.0, 1000.0]))
    array([-2,  2,  0], dtype=int8)
    """
    return ratio_classes(counts, people * pooled(counts, people, 1))


def ratio_classes(observed: npt.ArrayLike, expected: npt.ArrayLike) -> Codes:
    """Return how each observed count lies beside what was expected of it: its interval against that number.

    Code 1 or 2 where the lower bound of the observed count's interval > expected, -1 or -2 where the
    upper bound < expected.

    >>> ratio_classes(np.array([8.0, 159.0, 150.0]), np.array([6.2, 232.9, 119.6]))
    array([ 0, -2,  1], dtype=int8)
    """
    known = np.asarray(expected, dtype=np.float64)
    known = np.where(known > 0, known, np.nan)
    inner, outer = (beside(known, count_interval(observed, level)) for level in (INNER, OUTER))
    return np.asarray(inner + outer, dtype=np.int8)


def expected_limits(observed: npt.ArrayLike) -> Limits:
    """Return between which expected numbers so many observed events are no surprise, exactly.

    The line of a ratio's funnel at `observed` events is observed / expected: its *upper* limit by the lower
    of these.  For rates, expected / average rate is the population at which the limit is reached.

    >>> expected_limits(np.array([5.0])).inner.upper.round(3)
    array([11.668])
    """
    return Limits(exact_poisson(observed, INNER), exact_poisson(observed, OUTER))


def rate_limits(counts: npt.ArrayLike, average: float, per: float) -> Limits:
    """Return the funnel of rates for so many people, by the number of events along the axis.

    At x events: limit = per x average x x / expected limit of x (see `expected_limits`).

    `average` is the pooled rate, events a person.  NaN above for 0 events, which have no upper limit.

    >>> [float(bound.round(3)) for bound in rate_limits(25.0, 0.07, 1000).inner]
    [47.419, 108.167]
    """
    events = np.asarray(counts, dtype=np.float64)

    def turned(means: Interval) -> Interval:
        return Interval(*(per * average * quotient(events, mean) for mean in (means.upper, means.lower)))

    reached = expected_limits(events)
    return Limits(turned(reached.inner), turned(reached.outer))


def proportion_limits(average: npt.ArrayLike, wholes: npt.ArrayLike) -> Limits:
    """Return the funnel of proportions by their wholes, as shares cut off at 0 and 1.

    average ± z √(average (1 - average) / n): where Wilson's interval of a proportion just touches the average.

    >>> [float(bound.round(3)) for bound in proportion_limits(0.3231, 5.0).inner]
    [0.0, 0.733]
    """
    share, whole = np.asarray(average, dtype=np.float64), np.asarray(wholes, dtype=np.float64)
    error = np.sqrt(quotient(share * (1 - share), np.where(whole > 0, whole, np.nan)))

    def pair(confidence: float) -> Interval:
        reach = normal_quantile(confidence) * error
        return Interval(np.maximum(0.0, share - reach), np.minimum(1.0, share + reach))

    return Limits(pair(INNER), pair(OUTER))


def proportion_classes(parts: Floats, wholes: Floats) -> Codes:
    """Return how each area's proportion lies beside the pooled one of all.

    Average = sum of parts / sum of wholes; a proportion outside `proportion_limits` at its own whole,
    average ± z √(average (1 - average) / n), is marked.

    >>> proportion_classes(np.array([10.0, 50.0, 30.0]), np.array([100.0, 100.0, 100.0]))
    array([-2,  2,  0], dtype=int8)
    """
    return classify(quotient(parts, wholes), proportion_limits(pooled(parts, wholes, 1), wholes))

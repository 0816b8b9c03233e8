"""Funnels and classes as PHE's technical guidance has them, and scores left out as the NHS does it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from scpxl.statistics.arrays import Codes, Floats, quotient
from scpxl.statistics.groups.funnel import INNER, OUTER, FunnelLimits, classify
from scpxl.statistics.groups.overdispersion import TRIM
from scpxl.statistics.groups.ranking import pooled, rank_high_first, rank_low_first, ranked_count
from scpxl.statistics.intervals import Interval, count_interval, exact_poisson, normal_quantile
from tests.reference.methods.rates import beside


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


def expected_limits(observed: npt.ArrayLike) -> FunnelLimits:
    """Return between which expected numbers so many observed events are no surprise, exactly.

    The line of a ratio's funnel at `observed` events is observed / expected: its *upper* limit by the lower
    of these.  For rates, expected / average rate is the population at which the limit is reached.

    >>> expected_limits(np.array([5.0])).inner.upper.round(3)
    array([11.668])
    """
    return FunnelLimits(exact_poisson(observed, INNER), exact_poisson(observed, OUTER))


def rate_limits(counts: npt.ArrayLike, average: float, per: float) -> FunnelLimits:
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
    return FunnelLimits(turned(reached.inner), turned(reached.outer))


def proportion_limits(average: npt.ArrayLike, wholes: npt.ArrayLike) -> FunnelLimits:
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

    return FunnelLimits(pair(INNER), pair(OUTER))


def proportion_classes(parts: Floats, wholes: Floats) -> Codes:
    """Return how each area's proportion lies beside the pooled one of all.

    Average = sum of parts / sum of wholes; a proportion outside `proportion_limits` at its own whole,
    average ± z √(average (1 - average) / n), is marked.

    >>> proportion_classes(np.array([10.0, 50.0, 30.0]), np.array([100.0, 100.0, 100.0]))
    array([-2,  2,  0], dtype=int8)
    """
    return classify(quotient(parts, wholes), proportion_limits(pooled(parts, wholes, 1), wholes))


def trim_tails(scores: Floats, share: float = TRIM) -> Floats:
    """Return scores with those at either end left out (NaN), by rank, as the NHS's mortality indicator does.

    Of n scores the one of rank r stays where floor(k r / (n + 1)) is neither 0 nor k - 1, with k = 1 / share.

    >>> trim_tails(np.array([-9.0, -1.0, 0.0, 1.0, 9.0]), 0.25)
    array([nan, -1.,  0.,  1., nan])
    """
    parts = round(1 / share)
    place = np.floor(quotient(rank_average(scores) * parts, ranked_count(scores) + 1))
    return np.where((place > 0) & (place < parts - 1), scores, np.nan)


def rank_average(values: Floats) -> Floats:
    """Return ranks, 1 for the lowest, where ties share the mean of the places they take up.

    (competition rank from below + areas + 1 - competition rank from above) / 2.

    >>> rank_average(np.array([30.0, 10.0, np.nan, 20.0, 10.0]))
    array([4. , 1.5, nan, 3. , 1.5])
    """
    from_below, from_above = rank_low_first(values), rank_high_first(values)
    return (from_below + (ranked_count(values) + 1 - from_above)) / 2

"""Where areas are among each other: ranks, groups and averages.

Values are [areas], or [areas, periods] with each period ranked by itself; NaN is an area with no figure,
which is not ranked and counts in no average.  A rank is no evidence of difference.

Figures are in whatever unit they are compared by. Source: standard competition ranking (1224); quarters as
the package PHEindicatormethods 2.1.0 has them; averages as Fingertips' technical guidance distinguishes
them.
"""

from __future__ import annotations

import warnings

import numpy as np
import numpy.typing as npt

from scpxl.statistics.arrays import Floats, quotient


def rank_low_first(values: Floats) -> Floats:
    """Return competition ranks, 1 for the lowest; ties share the smallest rank, NaN is not ranked.

    Rank = 1 + the number of areas with a lower figure.

    >>> rank_low_first(np.array([30.0, 10.0, np.nan, 20.0, 10.0]))
    array([ 4.,  1., nan,  3.,  1.])
    """
    order = np.argsort(values, axis=0, kind="stable")
    in_order = np.take_along_axis(values, order, axis=0)
    places = np.broadcast_to(_column(np.arange(1.0, len(values) + 1), values), values.shape)
    differs = np.ones(values.shape, dtype=np.bool_)
    differs[1:] = in_order[1:] != in_order[:-1]
    ranks = np.maximum.accumulate(np.where(differs, places, 0.0), axis=0)
    ranks[np.isnan(in_order)] = np.nan
    result: Floats = np.empty(values.shape)
    np.put_along_axis(result, order, ranks, axis=0)
    return result


def rank_high_first(values: Floats) -> Floats:
    """Return competition ranks, 1 for the highest; ties share the smallest rank, NaN is not ranked.

    Rank = 1 + the number of areas with a higher figure.

    >>> rank_high_first(np.array([30.0, 10.0, np.nan, 20.0, 10.0]))
    array([ 1.,  3., nan,  2.,  3.])
    """
    return rank_low_first(-values)


def ranked_count(values: Floats) -> npt.NDArray[np.int64]:
    """Return how many areas are ranked: the 31 of "7th of 31".

    n = the number of figures that are not NaN.

    >>> int(ranked_count(np.array([30.0, np.nan, 20.0])))
    2
    """
    return np.asarray((~np.isnan(values)).sum(axis=0), dtype=np.int64)


def quantile_group(values: Floats, groups: int, *, high_first: bool = False) -> Floats:
    """Return which of so many equal groups each area falls into; group 1 holds the lowest values.

    With `high_first` group 1 holds the highest.  Group = k + 1 - ceiling((N + 1 - rank) x k / N), not
    less than 1, as the Public Health England package `PHEindicatormethods` has it (there with the
    division the other way round).  NaN where there is no figure, or fewer figures than groups.

    >>> quantile_group(np.array([5.0, 1.0, 4.0, 2.0, 3.0, 6.0]), 3)
    array([3., 1., 2., 1., 2., 3.])
    """
    ranks = rank_high_first(values) if high_first else rank_low_first(values)
    return _group(ranks, ranked_count(values), groups)


def _group(ranks: Floats, count: npt.NDArray[np.int64], groups: int) -> Floats:
    # Whole numbers until the last: a quotient of fractions can land on the wrong side of a boundary.
    from_the_end = np.ceil(quotient((count + 1 - ranks) * groups, count))
    result: Floats = np.maximum(groups + 1 - from_the_end, 1)
    return np.where(count >= groups, result, np.nan)


def told_group(values: Floats, groups: int) -> Floats:
    """Return the same for areas of which it can be told: not where a tie spreads over more than one of the groups.

    Of twenty areas of thirty-two that are all lowest, none is in the lowest quarter more than in the next.  NaN where
    the group of the first rank a tie takes up differs from that of its last: rank + number of ties - 1.

    >>> told_group(np.array([0.0, 0.0, 0.0, 0.0, 5.0, 6.0, 7.0, 8.0]), 4)
    array([nan, nan, nan, nan,  3.,  3.,  4.,  4.])
    """
    count = ranked_count(values)
    last = count + 1 - rank_high_first(values)
    first_group = quantile_group(values, groups)
    last_group = np.maximum(groups + 1 - np.ceil(quotient((count + 1 - last) * groups, count)), 1)
    return np.where(first_group == last_group, first_group, np.nan)


def mean_unweighted(values: Floats) -> Floats:
    """Return the mean of the areas' figures; NaN where no area has one.

    Sum of the figures / n, each area counting alike however many live there.

    >>> float(mean_unweighted(np.array([1.0, np.nan, 4.0])))
    2.5
    """
    return quotient(np.nansum(values, axis=0), ranked_count(values))


def pooled(numerators: Floats, denominators: Floats, scale: float = 100) -> Floats:
    """Return all counts over all people x scale, of the areas that have both; NaN where none has.

    >>> float(pooled(np.array([1.0, 3.0, 9.0]), np.array([10.0, 30.0, np.nan])))
    10.0
    """
    both = ~(np.isnan(numerators) | np.isnan(denominators))
    return scale * quotient(
        np.where(both, numerators, 0.0).sum(axis=0), np.where(both, denominators, 0.0).sum(axis=0)
    )


def median(values: Floats) -> Floats:
    """Return the figure in the middle; NaN where no area has one.

    The middle one of n in order; the mean of the two in the middle where n is even: (a + b) / 2.

    >>> float(median(np.array([1.0, np.nan, 4.0, 3.0])))
    3.0
    """
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "All-NaN slice encountered|Mean of empty slice", RuntimeWarning)
        return np.asarray(np.nanmedian(values, axis=0), dtype=np.float64)


def _column(places: Floats, values: Floats) -> Floats:
    """Return places shaped so that they run down the first axis of values."""
    return places.reshape(-1, *(1,) * (values.ndim - 1))

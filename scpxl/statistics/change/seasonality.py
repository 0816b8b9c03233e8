"""Seasons: whether a series has them, how strong they are, and the series without them.

Rows are series, columns months in order of time, NaN a missing month.  The trend is a centred average of
twelve months, so that each month of the year is in it once; a month's season is the mean, over the years,
of how it relates to that trend (classical decomposition, as R's `decompose`).

Source: the R package feasts for the strength of seasons (Wang, Smith and Hyndman 2006); Kruskal and
Wallis 1952 for the test.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scpxl.statistics.arrays import YEAR, Flags, Floats, Months, quotient
from scpxl.statistics.windows import rolling_sum

LEAST_TO_TEST = 36
"""Months without which seasons are not tested."""
STRONG = 0.64
"""The strength from which seasons are strong: a rule of thumb."""
SIGNIFICANT = 0.01
"""How rarely chance alone may make the months of the year differ as much."""
NOTICEABLE = 0.2
"""The strength below which seasons, though more than chance, are too weak to take out: that would add noise."""


@dataclass(frozen=True, eq=False)
class Seasons:
    """The seasons of each row."""

    trend: Floats
    """[series, months] The centred average of twelve months; NaN for six months at either end and beside gaps."""
    index: Floats
    """[series, 12] From January: what a month has more than a year's average (its factor, if multiplied)."""
    multiplied: bool
    """Whether seasons are factors of the trend rather than added to it."""


def decompose(values: Floats, months: Months, *, multiplied: bool = False) -> Seasons:
    """Return the trend and the seasons of each row; NaN for a calendar month never beside a trend.

    Trend = (½ x_(t-6) + x_(t-5) + ... + x_(t+5) + ½ x_(t+6)) / 12; season of a calendar month = mean of x
    - trend (or x / trend), less (or over) the mean of the twelve.

    `months` are the numbers of the columns' months, which follow each other, [months] or [series, months].  With `multiplied` every trend should be above zero.

    >>> months = np.arange(48)
    >>> seasons = decompose(np.array([10.0 + months + 3 * (months % 12 == 11)]), months)
    >>> seasons.index[0].round(2)[[0, 11]], seasons.trend[0, 6].round(2)
    (array([-0.25,  2.75]), np.float64(16.25))
    """
    trend = np.full(values.shape, np.nan)
    if values.shape[1] > YEAR:
        sums = rolling_sum(values, YEAR)
        trend[:, 6:-6] = (sums[:, YEAR - 1 : -1] + sums[:, YEAR:]) / (2 * YEAR)
    detrended = quotient(values, trend) if multiplied else values - trend
    theirs = _by_month(detrended, months)
    known = ~np.isnan(theirs)
    index = quotient(np.where(known, theirs, 0.0).sum(axis=0), known.sum(axis=0))
    centre = index.mean(axis=1, keepdims=True)
    return Seasons(trend, quotient(index, centre) if multiplied else index - centre, multiplied)


def _by_month(values: Floats, months: Months) -> Floats:
    """Return [years, series, 12] the values of each calendar month in order of time; NaN where there are no more."""
    rows, columns = values.shape
    years = -(-columns // YEAR)
    if not columns:
        return np.full((0, rows, YEAR), np.nan)
    first = (np.arange(YEAR) - np.broadcast_to(months, values.shape)[:, :1]) % YEAR
    at = first + YEAR * np.arange(years)[:, None, None]
    found = values[np.arange(rows)[:, None], np.minimum(at, columns - 1)]
    return np.where(at < columns, found, np.nan)


def at_each_month(seasons: Seasons, months: Months) -> Floats:
    """Return [series, months] the season of each column; `months` are [months] or [series, months].

    Season of column t = that of calendar month (t mod 12).
    """
    of = np.asarray(months) % YEAR
    result: Floats = seasons.index[:, of] if of.ndim == 1 else np.take_along_axis(seasons.index, of, axis=1)
    return result


def adjusted(values: Floats, seasons: Seasons, months: Months) -> Floats:
    """Return the values without their seasons: what a month would be if all months of the year were alike.

    x - season, or x / season where seasons are multiplied; in the figures' own units.

    >>> months = np.arange(36)
    >>> values = np.array([np.where(months % 12 == 6, 150.0, 100.0)])
    >>> seasons = decompose(values, months, multiplied=True)
    >>> adjusted(values, seasons, months)[0, 5:8].round(1)
    array([104.2, 104.2, 104.2])
    """
    season = at_each_month(seasons, months)
    return quotient(values, season) if seasons.multiplied else values - season


@dataclass(frozen=True, eq=False)
class SeasonTest:
    """[series] each; NaN where there are too few months to tell."""

    strength: Floats
    """From 0 to 1: the part of what is not trend that seasons account for, allowing for what they fit by chance."""
    p_value: Floats
    """How often chance alone would make the months of the year differ as much (Kruskal-Wallis)."""
    tested: Flags
    seasonal: Flags
    """Whether the seasons are strong, or noticeable and more than chance."""


def judge_seasons(values: Floats, seasons: Seasons, months: Months) -> SeasonTest:
    """Return whether each row has seasons; none is tested with fewer than 36 figures or 2 of any month.

    Strength is 1 - var(remainder) / var(season + remainder), each variance over its degrees of freedom:
    without that, three years of noise would have a strength of a half.
    """
    detrended = quotient(values, seasons.trend) if seasons.multiplied else values - seasons.trend
    known = ~np.isnan(detrended)
    enough = (~np.isnan(values)).sum(axis=1) >= LEAST_TO_TEST
    enough &= ((~np.isnan(_by_month(detrended, months))).sum(axis=0) >= 2).all(axis=1)
    number = known.sum(axis=1)
    left = np.where(known, detrended - at_each_month(seasons, months), 0.0)
    around = quotient(np.where(known, detrended, 0.0).sum(axis=1), number)[:, None]
    apart = np.where(known, detrended - around, 0.0)
    remainder = quotient((left * left).sum(axis=1), np.maximum(number - YEAR, 0))
    whole = quotient((apart * apart).sum(axis=1), np.maximum(number - 1, 0))
    strength = np.where(enough, np.clip(1 - quotient(remainder, whole), 0.0, 1.0), np.nan)
    p_value = np.where(enough, _kruskal(_without_rounding(detrended), months), np.nan)
    with np.errstate(invalid="ignore"):
        seasonal = (strength >= STRONG) | ((p_value < SIGNIFICANT) & (strength >= NOTICEABLE))
    return SeasonTest(strength, p_value, enough, seasonal)


def _without_rounding(values: Floats) -> Floats:
    """Return values to 12 digits of the largest of their row, so that equal ones taken from different sums still tie."""
    with np.errstate(divide="ignore"):
        largest = np.log10(np.nanmax(np.abs(values), axis=1, keepdims=True, initial=0.0))
    places = np.where(np.isfinite(largest), 11 - np.floor(largest), 0.0)
    scale = 10.0 ** np.clip(places, -300, 300)
    return np.round(values * scale) / scale


def _kruskal(values: Floats, months: Months) -> Floats:
    """Return [series] the p value of the groups' being alike; NaN where nothing varies."""
    from scipy.special import chdtrc

    known = ~np.isnan(values)
    number = known.sum(axis=1).astype(np.float64)
    ranks, same = _ranks(values)
    theirs = _by_month(np.where(known, ranks, np.nan), months)
    size = (~np.isnan(theirs)).sum(axis=0).T
    squares = np.nan_to_num(quotient(np.nansum(theirs, axis=0).T ** 2, size)).sum(axis=0)
    tied = np.where(known, same**2 - 1, 0).sum(axis=1)
    plain = quotient(12 * squares, number * (number + 1)) - 3 * (number + 1)
    statistic = quotient(plain, 1 - quotient(tied, number**3 - number))
    result: Floats = chdtrc(np.maximum((size > 0).sum(axis=0) - 1, 1), np.maximum(statistic, 0.0))
    return result


def _ranks(values: Floats) -> tuple[Floats, Months]:
    """Return the rank of each value in its row, the mean one of those that are equal, and how many those are."""
    order = np.argsort(values, axis=1)
    in_order = np.take_along_axis(values, order, axis=1)
    places = np.arange(values.shape[1])
    other = np.ones(values.shape, dtype=np.bool_)
    other[:, 1:] = in_order[:, 1:] != in_order[:, :-1]
    first = np.maximum.accumulate(np.where(other, places, 0), axis=1)
    # The last of equal ones is the one before the next other one.
    following = np.where(other, places, len(places))[:, ::-1]
    nearest = np.minimum.accumulate(following, axis=1)[:, ::-1]
    last = np.full(values.shape, len(places) - 1)
    last[:, :-1] = nearest[:, 1:] - 1
    ranks, same = np.empty(values.shape), np.empty(values.shape, dtype=np.int64)
    np.put_along_axis(ranks, order, (first + last) / 2 + 1, axis=1)
    np.put_along_axis(same, order, last - first + 1, axis=1)
    return ranks, same

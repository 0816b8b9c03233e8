"""How much a group's areas vary beyond chance, and funnels that allow for it.

Figures are brought to a scale on which chance spreads alike; there each has a z-score.  The most extreme are
pulled in, and what the rest vary by beyond chance (tau²) is added to each area's own variance.  A figure beyond
such limits is unusual even for so mixed a group.  Values are [areas] or [areas, cases], each case by itself;
NaN is an area without a figure, which takes no part.

Source: Spiegelhalter 2005, 2012.  Limits as the package FunnelPlotR draws them are in `funnelplotr`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scpxl.statistics.arrays import Codes, Flags, Floats, quotient
from scpxl.statistics.groups.funnel import INNER, OUTER, FunnelLimits, classify, exact_classes, exact_limits
from scpxl.statistics.groups.ranking import pooled, ranked_count
from scpxl.statistics.intervals import Interval, normal_quantile
from scpxl.statistics.judgeable import EXACT_BELOW

TRIM = 0.1
"""The share of the z-scores at either end that is pulled in."""


FORMULA = "Expected {}, error by chance 1 / 2√{} = {}, tau² {}; {} × (1 ± {} × {})² = {} to {}"
FORMULA_FROM_ZERO = FORMULA.replace(")² =", ", or 0 where that is less)² =")
"""What the numbers of a funnel are put into, and where its lower limit is 0."""


class Dispersion(NamedTuple):
    """How much a group varies: phi, 1 where it is by chance alone, and tau², the variance beyond chance."""

    phi: Floats
    tau2: Floats


class Funnel(NamedTuple):
    """For each area: the average it is compared with, its limits in the figures' units, and its class."""

    average: Floats
    limits: FunnelLimits
    classes: Codes
    dispersion: Dispersion
    exact: Flags
    """Whether an area's limits are exact: where few events are expected of it."""


class _Scale(NamedTuple):
    """A scale on which chance spreads alike: (tops, bottoms, average) to scores and errors, and the way back."""

    scores: Callable[[Floats, Floats, Floats], tuple[Floats, Floats]]
    interval: Callable[[Floats, Floats], Interval]


def winsorise(scores: Floats, share: float = TRIM) -> Floats:
    """Return scores with those beyond the quantile at either end set to it (winsorised).

    >>> winsorise(np.array([-9.0, -1.0, 0.0, 1.0, 9.0, np.nan]), 0.25)
    array([-1., -1.,  0.,  1.,  1., nan])
    """
    return np.clip(scores, quantile(scores, share), quantile(scores, 1 - share))


def quantile(values: Floats, share: float) -> Floats:
    """Return the quantile of the figures there are, between two of them in proportion (R's type 7).

    >>> quantile(np.array([1.0, np.nan, 2.0, 5.0]), 0.75)
    np.float64(3.5)
    """
    in_order = np.sort(values, axis=0)
    place = np.maximum(ranked_count(values) - 1, 0) * share
    below = np.floor(place).astype(np.int64)
    above = np.ceil(place).astype(np.int64)
    low, high = (np.take_along_axis(in_order, at[None, ...], axis=0)[0] for at in (below, above))
    result: Floats = low + (place - below) * (high - low)
    return result


def dispersion(scores: Floats, errors: Floats) -> Dispersion:
    """Return phi = mean(z²), and tau² = (n phi - (n - 1)) / (Σw - Σw²/Σw), w = 1/s², where that is above 0.

    An area whose score is NaN takes no part.  tau² is 0 where fewer than two do.

    >>> dispersion(np.array([-2.0, 0.0, 2.0, np.nan]), np.full(4, 0.1)).tau2.round(3)
    np.float64(0.03)
    """
    weights = np.where(np.isnan(scores), 0.0, quotient(1.0, errors**2))
    count, total, squares = ranked_count(scores), weights.sum(axis=0), np.nansum(scores**2, axis=0)
    room = total - quotient((weights**2).sum(axis=0), total)
    beyond = quotient(squares - (count - 1), np.where(room > 0, room, np.nan))
    return Dispersion(quotient(squares, count), np.where(beyond > 0, beyond, 0.0))


def rate_funnel(counts: Floats, people: Floats, per: npt.ArrayLike = 1) -> Funnel:
    """Return the funnel of rates for so many people, each area compared with all the others pooled.

    On the square root: s = 1 / 2√E with E the events expected of the area at the others' average, z =
    (√(x/E) - 1) / s, limits = average x (1 ± quantile √(s² + tau²))².  Average and tau² are those of the others
    alone: an area would else be compared with itself, and an outlier widen its own limits.  0 events are a
    figure like any other.  Where fewer than 7 events are expected of an area its limits and its class are exact
    (`exact_funnel`).  NaN and class 0 where the others have no events.  Counts and people are [areas] or [areas, cases], `per` a number or one for each case.

    >>> found = rate_funnel(np.array([50.0, 60.0, 55.0, 200.0]), np.full(4, 1000.0), 1000)
    >>> float(found.average[3]), found.limits.outer.upper.round(1).tolist(), found.classes
    (55.0, [408.0, 424.1, 415.7, 80.3], array([0, 0, 0, 2], dtype=int8))
    >>> rate_funnel(np.array([5.0, 6, 4, 0]), np.full(4, 1000.0), 1000).limits.outer.lower.tolist()
    [0.0, 0.0, 0.0, 0.0]
    """
    so_many = np.asarray(per, dtype=np.float64)
    found = _of_the_others(counts, people, so_many, _Scale(_root_scores, _root_interval))
    expected = found.average / so_many * np.where(people > 0, people, np.nan)
    exact = expected < EXACT_BELOW
    if not exact.any():
        return found
    # Exact tails are worked out only of the areas that need them.
    tau2 = np.broadcast_to(found.dispersion.tau2, expected.shape)[exact]
    to_rate = quotient(found.average, expected)[exact]
    limits = found.limits
    for ends, roots in zip(exact_limits(expected[exact], tau2), limits, strict=True):
        for end, root in zip(ends, roots, strict=True):
            root[exact] = end * to_rate
    classes = found.classes.copy()
    classes[exact] = exact_classes(counts[exact], expected[exact], tau2)
    return found._replace(classes=classes, exact=exact)


def share_funnel(parts: Floats, wholes: Floats, scale: float = 100) -> Funnel:
    """Return the funnel of proportions x scale, each area compared with all the others pooled.

    On the arcsine of the square root: s = 1 / 2√n, limits = sin²(arcsin √average ± quantile √(s² + tau²)).
    The rest is as in `rate_funnel`.

    >>> found = share_funnel(np.array([50.0, 60.0, 55.0, 95.0]), np.full(4, 100.0))
    >>> float(found.average[3].round(9)), found.classes
    (55.0, array([0, 0, 0, 2], dtype=int8))
    """
    return _of_the_others(
        parts, wholes, np.asarray(scale, dtype=np.float64), _Scale(_arc_scores, _arc_interval)
    )


def _of_the_others(tops: Floats, bottoms: Floats, scale: Floats, on: _Scale) -> Funnel:
    there = ~np.isnan(tops) & (bottoms > 0)
    top, bottom = np.where(there, tops, np.nan), np.where(there, bottoms, np.nan)
    own = np.eye(len(top), dtype=np.bool_).reshape(len(top), len(top), *(1,) * (top.ndim - 1))
    # One column per area: the figures of all the others.
    others, of_others = np.where(own, np.nan, top[:, None]), np.where(own, np.nan, bottom[:, None])
    average = pooled(others, of_others, 1)
    average = np.where(average > 0, average, np.nan)
    found = dispersion(*_pulled(on.scores(others, of_others, average)))
    _score, error = on.scores(top, bottom, average)
    spread = np.sqrt(error**2 + found.tau2)
    inner, outer = (on.interval(average, normal_quantile(level) * spread) for level in (INNER, OUTER))
    limits = FunnelLimits(inner.scaled(scale), outer.scaled(scale))
    classes = classify(scale * quotient(top, bottom), limits)
    return Funnel(scale * average, limits, classes, found, np.zeros(top.shape, dtype=np.bool_))


def _pulled(scored: tuple[Floats, Floats]) -> tuple[Floats, Floats]:
    scores, errors = scored
    return winsorise(scores), errors


def _root_scores(counts: Floats, people: Floats, average: Floats) -> tuple[Floats, Floats]:
    expected = people * average
    error = quotient(0.5, np.sqrt(expected))
    return (np.sqrt(quotient(counts, expected)) - 1) / error, error


def _root_interval(average: Floats, reach: Floats) -> Interval:
    return Interval(average * np.maximum(0.0, 1 - reach) ** 2, average * (1 + reach) ** 2)


def _arc_scores(parts: Floats, wholes: Floats, average: Floats) -> tuple[Floats, Floats]:
    error = quotient(0.5, np.sqrt(wholes))
    return (arcsine(quotient(parts, wholes)) - arcsine(average)) / error, error


def _arc_interval(average: Floats, reach: Floats) -> Interval:
    middle = arcsine(average)
    ends = (np.maximum(0.0, middle - reach), np.minimum(np.pi / 2, middle + reach))
    return Interval(*(np.sin(end) ** 2 for end in ends))


def arcsine(shares: Floats) -> Floats:
    """Return arcsin √share; NaN where a share is not one from 0 to 1.

    >>> arcsine(np.array([0.0, 0.5, 1.5])).round(4)
    array([0.    , 0.7854,    nan])
    """
    sound = (shares >= 0) & (shares <= 1)
    return np.arcsin(np.sqrt(np.where(sound, shares, np.nan)))

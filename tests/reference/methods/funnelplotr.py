"""Overdispersed funnels as the R package FunnelPlotR 0.6.0 (MIT) draws them, to the digit.

For comparison with an analyst's own plots.  The scorecard itself uses `overdispersion`, because three things here
are the package's own: limits of ratios of counts take 1 / 2√n for the error of a logarithm, those of
standardised ratios by the square root are not squared on the way back, and those of proportions are read off a
line of a thousand sizes, on which a limit below 0 (or above 1) is found by the line's turning back.  Values are [areas]; NaN is an area
without a figure.  Limits are at z = 1.959964 and 3.090232, the package's own constants.

Source: the package's own code, and its numbers for the cases in the tests; Spiegelhalter 2005.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from scpxl.statistics.arrays import Flags, Floats, quotient
from scpxl.statistics.groups.funnel import INNER, OUTER, FunnelLimits
from scpxl.statistics.groups.overdispersion import Dispersion, arcsine, dispersion, winsorise
from scpxl.statistics.groups.ranking import pooled
from scpxl.statistics.intervals import Interval, exact_poisson
from tests.reference.methods.funnels import trim_tails

Z = (1.959964, 3.090232)


class PackageFunnel(NamedTuple):
    """What the package gives for each area, in its order of working."""

    target: float
    """The group's average; 1 for standardised ratios."""
    ratios: Floats
    transformed: Floats
    scores: Floats
    trimmed: Floats
    """The z-scores, pulled in or left out."""
    dispersion: Dispersion
    plain: FunnelLimits
    """By chance alone."""
    adjusted: FunnelLimits
    """With the group's own variance beyond chance."""

    @property
    def outlying(self) -> Flags:
        """Whether an area lies outside the 99.8% limits: the adjusted ones where phi > 1, else those by chance alone."""
        outer = (self.adjusted if self.dispersion.phi > 1 else self.plain).outer
        return np.asarray((self.ratios < outer.lower) | (self.ratios > outer.upper))


def proportions(parts: Floats, wholes: Floats, trim: float = 0.1) -> PackageFunnel:
    """Return the package's funnel of proportions (PR): arcsine, s = 1 / 2√n.

    A lower limit is 0 and an upper one 1 where the next larger size has a wider one: there the arcsine has turned
    back beyond its end.

    >>> found = proportions(np.array([5.0, 9.0, 30.0]), np.full(3, 100.0))
    >>> float(found.dispersion.phi.round(3))
    6.417
    """
    target = pooled(parts, wholes, 1)
    error = quotient(0.5, np.sqrt(wholes))
    share = quotient(parts, wholes)
    transformed = arcsine(share)
    scores = (transformed - arcsine(target)) / error
    trimmed = winsorise(scores, trim)
    found = dispersion(trimmed, error)

    sizes = _sizes_of_the_line(wholes)
    of_the_line = np.searchsorted(sizes, np.where(np.isnan(wholes), sizes[-1], wholes))

    def limits(tau2: Floats) -> FunnelLimits:
        spread = np.sqrt(0.25 / sizes + tau2)

        def at(z: float) -> Floats:
            line = np.sin(arcsine(target) + z * spread) ** 2
            turned = (line[:-1] - line[1:]) * np.sign(z) < 0
            line[:-1][turned] = float(z > 0)
            return np.where(np.isnan(wholes), np.nan, line[of_the_line])

        return _limits(at)

    none = np.zeros_like(found.tau2)
    return PackageFunnel(
        float(target), share, transformed, scores, trimmed, found, limits(none), limits(found.tau2)
    )


def ratios_of_counts(tops: Floats, bottoms: Floats, trim: float = 0.1) -> PackageFunnel:
    """Return the package's funnel of ratios of counts (RC): logarithm of (O + ½) / (E + ½).

    The scores' s² = O / (O + ½)² + E / (E + ½)²; the limits' s = 1 / 2√E.

    >>> found = ratios_of_counts(np.array([5.0, 9.0, 30.0]), np.full(3, 100.0))
    >>> float(found.dispersion.phi.round(3))
    4.325
    """
    target = pooled(tops, bottoms, 1)
    error = np.sqrt(tops / (tops + 0.5) ** 2 + bottoms / (bottoms + 0.5) ** 2)
    transformed = np.log((tops + 0.5) / (bottoms + 0.5))
    scores = (transformed - np.log(target)) / error
    trimmed = winsorise(scores, trim)
    found = dispersion(trimmed, error)

    def limits(tau2: Floats) -> FunnelLimits:
        spread = np.sqrt(quotient(0.25, bottoms) + tau2)
        return _limits(lambda z: np.exp(np.log(target) + z * spread))

    ratio, none = quotient(tops, bottoms), np.zeros_like(found.tau2)
    return PackageFunnel(
        float(target), ratio, transformed, scores, trimmed, found, limits(none), limits(found.tau2)
    )


def standardised_root(observed: Floats, expected: Floats, trim: float = 0.1) -> PackageFunnel:
    """Return the package's funnel of standardised ratios by the square root (SR, CQC): s = 1 / 2√E.

    >>> found = standardised_root(np.array([50.0, 90.0, 300.0]), np.full(3, 100.0))
    >>> float(found.dispersion.phi.round(3))
    52.468
    """
    ratio, error = quotient(observed, expected), quotient(0.5, np.sqrt(expected))
    transformed = np.sqrt(ratio)
    scores = (transformed - 1) / error
    trimmed = winsorise(scores, trim)
    found = dispersion(trimmed, error)
    spread = np.sqrt(error**2 + found.tau2)
    adjusted = _limits(lambda z: 1 + z * spread)
    return PackageFunnel(1.0, ratio, transformed, scores, trimmed, found, _exact(expected), adjusted)


def standardised_log(observed: Floats, expected: Floats, trim: float = 0.1) -> PackageFunnel:
    """Return the package's funnel of standardised ratios by the logarithm (SR, SHMI): s = 1 / √E.

    The scores at either end are left out.  A ratio of 0 has no logarithm and is the package's -∞.

    >>> found = standardised_log(np.array([50.0, 90.0, 300.0, 80.0]), np.full(4, 100.0), 0.25)
    >>> found.trimmed.round(3)
    array([   nan, -1.054,    nan, -2.231])
    """
    ratio, error = quotient(observed, expected), quotient(1.0, np.sqrt(expected))
    with np.errstate(divide="ignore"):
        transformed = np.log(ratio)
    scores = transformed / error
    trimmed = trim_tails(scores, trim)
    found = dispersion(trimmed, error)
    spread = np.sqrt(error**2 + found.tau2)
    adjusted = _limits(lambda z: np.exp(z * spread))
    return PackageFunnel(1.0, ratio, transformed, scores, trimmed, found, _exact(expected), adjusted)


def _sizes_of_the_line(wholes: Floats) -> Floats:
    """Return the sizes, in order, that the package works limits out for: a thousand from 3, and those there are."""
    known = wholes[~np.isnan(wholes)]
    largest = float(np.ceil(known.max(initial=3.0)))
    return np.unique(np.concatenate([np.linspace(3.0, largest, 1000), known]))


def _limits(at: Callable[[float], Floats]) -> FunnelLimits:
    inner, outer = (Interval(at(-z), at(z)) for z in Z)
    return FunnelLimits(inner, outer)


def _exact(expected: Floats) -> FunnelLimits:
    inner, outer = (
        exact_poisson(expected, level).scaled(quotient(1.0, expected)) for level in (INNER, OUTER)
    )
    return FunnelLimits(inner, outer)

"""Can this be judged?  Asked of every series before a chart, a runs test, a change, a trend and a funnel.

A control chart of next to no events flags whatever happens; limits from a handful of figures say nothing; a level
that is nearly what it was last month crosses its limits by walking.  The bounds are here, all of them, and were
chosen by simulation (docs/adr/0016, `benchmarks/few_events.py`).  Rows are series, columns periods in order of
time; NaN is a missing figure.  Answers are codes: 0 where it can be judged, and one for each reason why not.

Source: our own simulation; Benneyan 2001 and Woodall 2006 for rare events on control charts, Anhøj and Olesen
2014 for what a runs test needs.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from scpxl.statistics.arrays import Codes, Flags, Floats, quotient, row_median
from scpxl.statistics.dispersion import autocorrelation
from scpxl.verdicts import FEWEST

LEAST_FIGURES: Final = 12
"""Figures that limits, a runs test or a baseline rest on, at least."""
LEAST_EVENTS: Final = 3.0
"""Events a period, on average, below which no chart by mean and moving range is drawn, whatever its limits follow."""
MEMORY: Final = 0.3
"""The lag-1 autocorrelation from which a level is not judged, and of counts it is said on the chart."""
ODD_SHARE: Final = 0.1
"""Where more than this part of the figures lie outside the limits, the limits do not describe them."""
LEAST_FOR_TREND: Final = 20
"""Events in all the years of a trend, at least."""
EXACT_BELOW: Final = 7.0
"""Events expected of an area below which its funnel has exact limits."""
WIDE_BAND: Final = 0.5
"""Where plausible ranks hold this part of the group, no area differs by more than chance."""


class Chartable(IntEnum):
    """Whether a row of figures can carry a control chart, or why not."""

    YES = 0
    TOO_FEW_FIGURES = 1
    TOO_RARE = 2
    """Fewer than `LEAST_EVENTS` events a period on average, or a median of 0."""
    REMEMBERS = 3
    """A level whose figures resemble the last one."""


class ChartEvidence(NamedTuple):
    """What the answer on a chart rests on; every field is [series], NaN where there is no figure."""

    figures: Floats
    """How many figures the limits would rest on."""
    mean: Floats
    """Their mean: of the events, where events are counted."""
    zeros: Floats
    """The share of them that is 0."""
    memory: Floats
    """How each resembles the one before: lag-1 autocorrelation, of the figures judged."""
    answer: Codes
    """A `Chartable` each."""


def can_be_charted(
    figures: Floats,
    events: Floats,
    used: Flags,
    *,
    is_level: npt.ArrayLike = False,
) -> ChartEvidence:
    """Return whether rows of figures [series, periods] can carry limits.

    `events` are the counts behind the figures, NaN throughout where nothing is counted; of a percentage, the rarer
    of its parts and what is no part.  `used` says which figures limits would rest on.  Too few where figures < 12;
    too rare where the mean count < 3 or the median figure = 0; a level is not
    judged where lag-1 autocorrelation >= 0.3.  NaN is a missing figure.

    >>> rare = np.array([[0.0, 1, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0], [9.0, 8, 9, 7, 9, 6, 8, 7, 9, 8, 7, 9]])
    >>> [Chartable(code).name for code in can_be_charted(rare, rare, np.ones_like(rare, dtype=bool)).answer]
    ['TOO_RARE', 'YES']
    """
    known = used & ~np.isnan(figures)
    number = known.sum(axis=1).astype(np.float64)
    counted = np.where(known, events, np.nan)
    nothing_counted = np.asarray(np.isnan(counted).all(axis=1))
    seen: Floats = np.where(nothing_counted[:, None], np.where(known, figures, np.nan), counted)
    mean = quotient(np.where(np.isnan(seen), 0.0, seen).sum(axis=1), (~np.isnan(seen)).sum(axis=1))
    zeros = quotient((seen == 0).sum(axis=1), number)
    memory = autocorrelation(np.where(known, figures, np.nan))[:, 0]
    middle = row_median(seen)[:, 0]
    rare = (middle == 0) | (~nothing_counted & (mean < LEAST_EVENTS))
    answer = np.where(
        np.broadcast_to(is_level, rare.shape) & (memory >= MEMORY), Chartable.REMEMBERS, Chartable.YES
    )
    answer = np.where(rare, Chartable.TOO_RARE, answer)
    answer = np.where(number < LEAST_FIGURES, Chartable.TOO_FEW_FIGURES, answer)
    return ChartEvidence(number, mean, zeros, memory, answer.astype(np.int8))


def can_be_runs_tested(useful: npt.ArrayLike, figures: npt.ArrayLike) -> Flags:
    """Return whether a runs test can be told: figures >= 12, and fewer than half of them on the median.

    A figure on the line says nothing; where most are (0, mostly), a run is one of the few that are left.  Both are
    numbers of figures a series, missing ones not counted.

    >>> can_be_runs_tested([20, 9, 9], [36, 36, 11]).tolist()
    [True, False, False]
    """
    off, number = np.asarray(useful), np.asarray(figures)
    return np.asarray((number >= LEAST_FIGURES) & (2 * off > number))


def too_few_to_compare(new: npt.ArrayLike, old: npt.ArrayLike) -> Flags:
    """Return whether two counts are too few for a verdict: max(new, old) < 5, since 60 against 4 is no chance.

    NaN, a missing count, is not too few: it is not assessed.

    >>> too_few_to_compare([60.0, 4.0, 0.0], [4.0, 4.0, np.nan]).tolist()
    [False, True, False]
    """
    return np.asarray(np.maximum(new, old) < FEWEST)


def can_have_a_trend(counts: Floats) -> Flags:
    """Return whether rows of counts [series, periods] hold events enough for a trend: sum(counts) >= 20.

    NaN is a missing month, and no event.

    >>> can_have_a_trend(np.array([[0.0, 1, 0, 2], [9, 8, np.nan, 7]])).tolist()
    [False, True]
    """
    return np.asarray(np.nansum(counts, axis=-1) >= LEAST_FOR_TREND)


def band_is_wide(first: Floats, last: Floats, ranked: npt.ArrayLike) -> Flags:
    """Return whether an area's plausible ranks hold half its group: last - first + 1 >= ranked / 2.

    Ranks from 1; False where there are none (NaN).

    >>> band_is_wide(np.array([1.0, 3.0, np.nan]), np.array([6.0, 20.0, np.nan]), 32).tolist()
    [False, True, False]
    """
    return np.asarray(last - first + 1 >= WIDE_BAND * np.asarray(ranked))

"""The dashboard's methods on figures of one's own: numbers in, a table out.

For cells through `scpxl.live.functions`, and for a notebook as they are: each takes lists, arrays, series or frames and
returns a frame.  NaN is a missing figure and stays one.  Raises ValueError, in words, where there is too little or the wrong
thing to judge.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from scpxl.figures.chances import FEWEST_AREAS
from scpxl.model.targets import Polarity
from scpxl.pages.functions import BETTER, CHANGE_TEST, FUNNEL, RATE, XMR, Function
from scpxl.scorecard.likelihood import Beside
from scpxl.statistics.arrays import Floats, quotient
from scpxl.statistics.intervals import rate_interval
from scpxl.statistics.judgeable import LEAST_FIGURES, Chartable, can_be_charted
from scpxl.statistics.overdispersion import rate_funnel
from scpxl.statistics.rates import ratio
from scpxl.statistics.spc import single_periods, variation
from scpxl.statistics.spc import xmr as charted
from scpxl.statistics.yearly_change import judge_changes
from scpxl.verdicts import Verdict

PER: Final = 1000.0
_PLACES: Final = {
    2: Beside.FAR_ABOVE,
    1: Beside.ABOVE,
    0: Beside.SIMILAR,
    -1: Beside.BELOW,
    -2: Beside.FAR_BELOW,
}
_UNCHARTED: Final = {
    Chartable.TOO_FEW_FIGURES: f"{{}} figures are too few for control limits. Give {LEAST_FIGURES} or more.",
    Chartable.TOO_RARE: "These events are too rare for a control chart: it would flag whatever happens. Add them up to quarters or years.",
}


def change_test(now: npt.ArrayLike, before: npt.ArrayLike) -> pd.DataFrame:
    """Return whether a year's counts differ from the year before by more than their usual variation, in one row.

    `now` are the months (or quarters) of this year, `before` those of the year before, or of the two years before, oldest
    first, which is what the dashboard takes.  `change %` is NaN where the counts are too small for a percentage; the
    verdict is not assessed where a month is missing.  A leap day is not allowed for, since the months are not known.

    >>> change_test([31] * 12, [20] * 12).round(1).values.tolist()
    [[55.0, 29.2, 86.0, 0.0, 'real']]
    """
    new, old = _flat("now", now), _flat("before", before)
    if len(old) not in {len(new), 2 * len(new)}:
        raise ValueError(
            f"before has {len(old)} figures, now has {len(new)}. Give the same months of the year before, or of the two years before."
        )
    _no_negatives(new, old)
    judged = judge_changes([np.append(old, new).reshape(-1, len(new))])
    verdict = judged.verdict[0]
    if verdict == Verdict.NOT_ASSESSED and len(new) == 1 and not np.isnan([*new, *old]).any():
        raise ValueError(
            "two totals say nothing of how much the months vary. Give the months of both years, twelve cells each."
        )
    edges = (judged.percent, judged.low, judged.high, judged.p)
    return _table(CHANGE_TEST, *edges, np.array([verdict.value]))


def rate(count: npt.ArrayLike, population: npt.ArrayLike, per: float = PER) -> pd.DataFrame:
    """Return counts for so many people with their 95% intervals, one row for each count.

    `population` is one number for all counts, or one for each.  NaN where a count or population is missing or nobody
    lives there.

    >>> rate([3577, 0], 396000).round(2).values.tolist()
    [[9.03, 8.74, 9.33], [0.0, 0.0, 0.01]]
    """
    events, people = _beside("count", count, "population", population, one_for_all=True)
    _check_per(per)
    _no_negatives(events, people)
    bounds = rate_interval(events, people, per)
    return _table(RATE, ratio(events, people, per), bounds.lower, bounds.upper)


def xmr(values: npt.ArrayLike, better: str = Polarity.NEITHER.value) -> pd.DataFrame:
    """Return the limits of a control chart and what its rules make of each figure, one row for each.

    `values` are single months or quarters in order of time, never rolling sums.  `better` is higher, lower or neither.
    A missing figure ends a run and is not assessed.

    >>> chart = xmr([12, 10, 11, 13, 9, 12, 10, 30, 11, 13, 12, 10], better="lower")
    >>> chart.flag.unique().tolist(), chart["mean"][0].round(2), chart.upper[0].round(1)
    (['common cause', 'concern, high'], np.float64(12.75), np.float64(18.4))
    """
    figures = _flat("values", values)
    if better.casefold() not in BETTER:
        raise ValueError(
            f"{better!r} does not say which way is better. Give {', '.join(BETTER[:-1])} or {BETTER[-1]}."
        )
    sign = Polarity(better.casefold()).sign
    row = figures[None, :]
    known = figures[~np.isnan(figures)]
    # What is counted is whole and not negative; of anything else it is not asked how many events there are.
    is_count = bool(len(known)) and bool(((known >= 0) & (known == np.round(known))).all())
    events = row if is_count else np.full_like(row, np.nan)
    answer = Chartable(int(can_be_charted(row, events, np.ones(row.shape, dtype=np.bool_)).answer[0]))
    if answer in _UNCHARTED:
        raise ValueError(_UNCHARTED[answer].format(len(known)))
    chart = charted(single_periods(row, covers=1, step=1))
    flags = [
        variation(int(rule), int(side), sign, assessed=bool(there)).value
        for rule, side, there in zip(chart.rule[0], chart.side[0], chart.assessed[0], strict=True)
    ]
    return _table(XMR, chart.mean[0], chart.lower[0], chart.upper[0], np.array(flags))


def funnel(counts: npt.ArrayLike, populations: npt.ArrayLike, per: float = PER) -> pd.DataFrame:
    """Return each area's rate, the others' average, funnel limits about it and where the area lies, one row per area.

    The limits allow for how much the areas vary among themselves, so that at least ten with figures are needed.  An area
    without a count or population has no figures and is not assessed.

    >>> areas = funnel([50, 60, 55, 52, 48, 57, 61, 53, 49, 200], [1000] * 10)
    >>> areas.place.unique().tolist(), areas["upper 99.8%"][9].round(1)
    (['similar', 'above, beyond 99.8%'], np.float64(79.0))
    """
    count, people = _beside("counts", counts, "populations", populations)
    _check_per(per)
    _no_negatives(count, people)
    there = ~np.isnan(count) & (people > 0)
    if there.sum() < FEWEST_AREAS:
        raise ValueError(
            f"{there.sum()} areas have figures. With fewer than {FEWEST_AREAS} it cannot be told how much they vary beyond chance."
        )
    count, people = np.where(there, count, np.nan), np.where(there, people, np.nan)
    found = rate_funnel(count, people, per)
    known = there & ~np.isnan(found.average)
    places = [
        (_PLACES[int(code)] if sure else Beside.NOT_ASSESSED).value
        for code, sure in zip(found.classes, known, strict=True)
    ]
    edges = (edge for pair in found.limits for edge in pair)
    return _table(FUNNEL, per * quotient(count, people), found.average, *edges, np.array(places))


def _table(function: Function, *columns: npt.NDArray[np.generic]) -> pd.DataFrame:
    return pd.DataFrame(dict(zip(function.column_names, columns, strict=True)))


def _flat(name: str, values: npt.ArrayLike) -> Floats:
    """Return figures in a row, as they are read: along a row or down a column."""
    figures = np.asarray(values, dtype=np.float64)
    if figures.ndim > 1 and min(figures.shape) > 1:
        rows, columns = figures.shape
        raise ValueError(f"{name} takes one row or one column of figures, not {rows} by {columns}.")
    if not figures.size:
        raise ValueError(f"{name} holds no figures.")
    return figures.ravel()


def _beside(
    name: str, values: npt.ArrayLike, other: str, others: npt.ArrayLike, *, one_for_all: bool = False
) -> tuple[Floats, Floats]:
    """Return two lists of figures of the same length."""
    left, right = _flat(name, values), _flat(other, others)
    if one_for_all and len(right) == 1:
        right = np.repeat(right, len(left))
    if len(left) != len(right):
        raise ValueError(
            f"{name} holds {len(left)} figures, {other} {len(right)}. Give as many of the one as of the other."
        )
    return left, right


def _check_per(per: float) -> None:
    if not per > 0:
        raise ValueError(f"per is {per:g}. Give a number above 0, such as 1000.")


def _no_negatives(*given: Floats) -> None:
    for figures in given:
        if (figures < 0).any():
            raise ValueError(
                f"{figures[figures < 0][0]:g} is negative. Counts and populations are 0 or more."
            )

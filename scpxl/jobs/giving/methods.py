"""The dashboard's methods on figures of one's own: numbers in, rows of a table out.

For cells through `scpxl.live.functions`, and for a notebook through `scpxl` itself.  NaN is a missing figure and stays one.
Each raises ValueError, in words, where there is too little or the wrong thing to judge; the columns of a table are those
declared in `scpxl.pages.functions`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Final

from scpxl.figures.groups.chances import FEWEST_AREAS
from scpxl.model.targets import Polarity
from scpxl.pages.functions import BETTER
from scpxl.scorecard.records.groups import Beside
from scpxl.statistics.arrays import floats
from scpxl.statistics.change.yearly_change import judge_changes
from scpxl.statistics.groups.overdispersion import rate_funnel
from scpxl.statistics.intervals import rate_interval
from scpxl.statistics.judgeable import LEAST_FIGURES, Chartable, can_be_charted
from scpxl.statistics.spc.variation import variation
from scpxl.statistics.spc.xmr import single_periods
from scpxl.statistics.spc.xmr import xmr as charted
from scpxl.statistics.windows import ratio
from scpxl.verdicts import Verdict
from scpxl.words import as_given, listed

Numbers = Sequence[float]
Row = tuple[float | str, ...]

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


def change_test(now: Numbers, before: Numbers) -> list[Row]:
    """Return whether a year's counts differ from the year before by more than their usual variation, in one row.

    `now` are the months (or quarters) of this year, `before` those of the year before, or of the two years before, oldest
    first, which is what the dashboard takes.  The change is NaN where the counts are too small for a percentage; the
    verdict is not assessed where a month is missing.  A leap day is not allowed for, since the months are not known.

    >>> [round(cell, 1) if isinstance(cell, float) else cell for cell in change_test([31] * 12, [20] * 12)[0]]
    [55.0, 29.2, 86.0, 0.0, 'significant']
    """
    width = len(now)
    if not width or len(before) not in {width, 2 * width}:
        raise ValueError(
            f"before has {len(before)} figures, now has {width}. Give the same months of the year before, or of the two years before."
        )
    _no_negatives(now, before)
    earlier = [list(before[place : place + width]) for place in range(0, len(before), width)]
    judged = judge_changes([[*earlier, list(now)]])
    verdict: Verdict = judged.verdict[0]
    if verdict is Verdict.NOT_ASSESSED and width == 1 and not any(map(math.isnan, (*now, *before))):
        raise ValueError(
            "two totals say nothing of how much the months vary. Give the months of both years, twelve cells each."
        )
    edges = (float(column[0]) for column in (judged.percent, judged.low, judged.high, judged.p))
    return [(*edges, verdict.value)]


def rate(count: Numbers, population: Numbers, per: float = PER) -> list[Row]:
    """Return counts for so many people with their 95% intervals, one row for each count.

    `population` is one number for all counts, or one for each.  NaN where a count or population is missing or nobody
    lives there.

    >>> [tuple(round(cell, 2) for cell in row) for row in rate([3577, 0], [396000])]
    [(9.03, 8.74, 9.33), (0.0, 0.0, 0.01)]
    """
    people = list(population) * (len(count) if len(population) == 1 else 1)
    _as_many("count", count, "population", people)
    _check_per(per)
    _no_negatives(count, people)
    bounds = rate_interval(count, people, per)
    rates = ratio(count, people, per)
    return list(zip(rates.tolist(), bounds.lower.tolist(), bounds.upper.tolist(), strict=True))


def xmr(values: Numbers, better: str = Polarity.NEITHER.value) -> list[Row]:
    """Return the limits of a control chart and what its rules make of each figure, one row for each.

    `values` are single months or quarters in order of time, never rolling sums.  `better` is higher, lower or neither.
    A missing figure ends a run and is not assessed.

    >>> rows = xmr([12, 10, 11, 13, 9, 12, 10, 30, 11, 13, 12, 10], better="lower")
    >>> rows[0], rows[7][3]
    ((12.75, 7.13..., 18.36..., 'common cause'), 'concern, high')
    """
    if better.casefold() not in BETTER:
        raise ValueError(f"{better!r} does not say which way is better. Give {listed(BETTER, 'or')}.")
    known = [value for value in values if not math.isnan(value)]
    # What is counted is whole and not negative; of anything else it is not asked how many events there are.
    is_count = bool(known) and all(value >= 0 and value == round(value) for value in known)
    row = floats(values)[None, :]
    events = row if is_count else floats([math.nan] * len(values))[None, :]
    answer = Chartable(int(can_be_charted(row, events, row == row).answer[0]))  # noqa: PLR0124  (where there is a number)
    if answer in _UNCHARTED:
        raise ValueError(_UNCHARTED[answer].format(len(known)))
    chart = charted(single_periods(row, covers=1, step=1))
    sign = Polarity(better.casefold()).sign
    flags = [
        variation(rule, side, sign, assessed=there).value
        for rule, side, there in zip(
            chart.rule[0].tolist(), chart.side[0].tolist(), chart.assessed[0].tolist(), strict=True
        )
    ]
    lines = (line[0].tolist() for line in (chart.mean, chart.lower, chart.upper))
    return list(zip(*lines, flags, strict=True))


def funnel(counts: Numbers, populations: Numbers, per: float = PER) -> list[Row]:
    """Return each area's rate, the others' average, funnel limits about it and where the area lies, one row per area.

    The limits allow for how much the areas vary among themselves, so that at least ten with figures are needed.  An area
    without a count or population has no figures and is not assessed.

    >>> rows = funnel([50, 60, 55, 52, 48, 57, 61, 53, 49, 200], [1000] * 10)
    >>> rows[0][-1], rows[9][0], rows[9][-1]
    ('similar', 200.0, 'above, beyond 99.8%')
    """
    _as_many("counts", counts, "populations", populations)
    _check_per(per)
    _no_negatives(counts, populations)
    pairs = [
        (events, people) if people > 0 and not math.isnan(events) else (math.nan, math.nan)
        for events, people in zip(counts, populations, strict=True)
    ]
    there = sum(not math.isnan(people) for _events, people in pairs)
    if there < FEWEST_AREAS:
        raise ValueError(
            f"{there} areas have figures. With fewer than {FEWEST_AREAS} how much they vary more than by chance cannot be estimated."
        )
    events, people = (floats(column) for column in zip(*pairs, strict=True))
    found = rate_funnel(events, people, per)
    rates, averages = ratio(events, people, per).tolist(), found.average.tolist()
    places = [
        (Beside.NOT_ASSESSED if math.isnan(share + average) else _PLACES[code]).value
        for share, average, code in zip(rates, averages, found.classes.tolist(), strict=True)
    ]
    edges = (edge.tolist() for pair in found.limits for edge in pair)
    return list(zip(rates, averages, *edges, places, strict=True))


def _as_many(name: str, values: Numbers, other: str, others: Numbers) -> None:
    if len(values) != len(others):
        raise ValueError(
            f"{name} holds {len(values)} figures, {other} {len(others)}. Give as many of the one as of the other."
        )


def _check_per(per: float) -> None:
    if not per > 0:
        raise ValueError(f"per is {as_given(per)}. Give a number above 0, such as 1000.")


def _no_negatives(*given: Iterable[float]) -> None:
    for figures in given:
        for value in figures:
            if value < 0:
                raise ValueError(f"{as_given(value)} is negative. Counts and populations are 0 or more.")

"""Whether the change of a rate on a year ago is significant, where what it is out of adds up month by month."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from scpxl.model.framework import AddsUp, Indicator, Unit
from scpxl.model.periods import YEAR
from scpxl.model.wholes import is_yearly_rate
from scpxl.scorecard.analysis import Analysis, Floats
from scpxl.scorecard.gaps import break_within
from scpxl.scorecard.moves import LEVEL_WORDS, between, moved, percent_figure, sentence
from scpxl.scorecard.outlook_model import YearlyChangeLine
from scpxl.scorecard.yearly_change import month_it_rests_on, rests_on_words
from scpxl.statistics.arrays import Months
from scpxl.statistics.yearly_change import YearlyChange, judge_rates
from scpxl.verdicts import FEW_TOGETHER, FEWEST, Verdict


class JudgedRates(NamedTuple):
    """A change of a rate with what it was judged from: counts and wholes are [1, two years, months]."""

    judged: YearlyChange
    counts: Floats
    wholes: Floats
    ends: Months
    """The month that ends each column of the new year."""
    step: int


def judged_rates(analysis: Analysis, indicator: Indicator) -> JudgedRates | None:
    """Return the change as judged; None for what is no rate of months or quarters out of what adds up too.

    None too where one of the two years is not whole, or a registered break parts them.
    """
    found = analysis.place(indicator, analysis.framework.area)
    is_rate = indicator.unit is Unit.RATE and not is_yearly_rate(analysis.framework, indicator)
    if found is None or not is_rate or indicator.adds_up is AddsUp.LATEST or indicator.rolling:
        return None
    track, row = found
    end = int(track.matrix.months[-1])
    parted = break_within(analysis.framework, indicator, end - 2 * YEAR + 1, end)
    if track.step == YEAR or parted is not None:
        return None

    def years(values: Floats) -> Floats:
        return values[row, -2 * track.width :].reshape(1, 2, track.width)

    counts, wholes = years(track.matrix.numerator), years(track.whole.one)
    if np.isnan(counts + wholes).any():
        return None
    ends = track.matrix.months[-track.width :]
    return JudgedRates(judge_rates(counts, wholes), counts, wholes, ends, track.step)


def rate_change_line(analysis: Analysis, indicator: Indicator) -> YearlyChangeLine | None:
    """Return the verdict on the change of a rate in per cent; None where there is nothing to judge."""
    found = judged_rates(analysis, indicator)
    if found is None:
        return None
    judged = found.judged
    verdict: Verdict = judged.verdict[0]
    percent, low, high = (float(edge[0]) for edge in (judged.percent, judged.low, judged.high))
    table = found.counts[0] / np.where(found.wholes[0] > 0, found.wholes[0], np.nan)
    rests_on = month_it_rests_on(found.ends, found.step, table, judged.rests_on[0])
    counted = float(judged.new[0]), float(judged.old[0])
    words, interval = _words(verdict, percent, (low, high), counted, rests_on)
    none = percent_figure(float("nan"))
    return YearlyChangeLine(
        verdict=verdict,
        percent=percent_figure(percent, "small numbers"),
        low=percent_figure(low),
        high=percent_figure(high),
        words=words,
        interval_words=interval,
        group_words="",
        difference=none,
        difference_low=none,
        difference_high=none,
        difference_verdict=Verdict.NOT_ASSESSED,
        rests_on=rests_on,
    )


def _words(
    verdict: Verdict, percent: float, edges: tuple[float, float], counted: tuple[float, float], rests_on: str
) -> tuple[str, str]:
    if verdict is Verdict.TOO_FEW:
        return f"The change of the rate: {verdict}", f"Fewer than {FEWEST} counted in both years."
    alone = f" {rests_on_words(rests_on)}" if rests_on else ""
    few = sum(counted) < FEW_TOGETHER
    exactly = "Judged by the exact test for small counts" if few or min(counted) < FEWEST else ""
    if np.isnan(percent):
        why = "too few for a percentage" if few else "too few a year before for a percentage"
        said = "; ".join(filter(None, (exactly, why))).capitalize()
        return f"The change of the rate ({verdict})", f"{said}.{alone}"
    if verdict is Verdict.NOT_ASSESSED:
        return f"{moved(percent)} ({verdict})", "Too few months have any to measure how much they vary."
    nearly = verdict is Verdict.NORMAL and not rests_on and (edges[0] > 0 or edges[1] < 0)
    doubt = ", so only just" if nearly else ""
    interval = f"{sentence(LEVEL_WORDS)[:-1]} {between(*edges)}{doubt}."
    return f"{moved(percent)} ({verdict})", f"{interval}{f' {exactly}.' if exactly else ''}{alone}"

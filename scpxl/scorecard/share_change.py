"""Whether the change of a percentage on a year ago is real."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from scpxl.model.framework import AddsUp, Indicator, Unit
from scpxl.model.periods import YEAR
from scpxl.model.words import rounded
from scpxl.scorecard.analysis import Analysis
from scpxl.scorecard.gaps import break_within
from scpxl.scorecard.model import NumberStyle
from scpxl.scorecard.moves import LEVEL_WORDS, percent_figure
from scpxl.scorecard.outlook_model import YearlyChangeLine
from scpxl.scorecard.wording import figure, number_text
from scpxl.scorecard.yearly_change import month_it_rests_on, rests_on_words
from scpxl.statistics.arrays import Floats, Months
from scpxl.statistics.share_change import judge_shares
from scpxl.statistics.yearly_change import YearlyChange
from scpxl.verdicts import FEWEST, Verdict

_POINTS = NumberStyle.SIGNED_POINTS


class JudgedShares(NamedTuple):
    """A change of a percentage with the parts and wholes it was judged from, [1, two years, months]."""

    judged: YearlyChange
    parts: Floats
    wholes: Floats
    ends: Months
    """The month that ends each column of the new year."""
    step: int


def judged_shares(analysis: Analysis, indicator: Indicator) -> JudgedShares | None:
    """Return the change as judged; None for what is no percentage of months or quarters.

    None too where one of the two years is not whole, or a registered break parts them.
    """
    found = analysis.place(indicator, analysis.framework.area)
    if found is None or indicator.unit is not Unit.PERCENTAGE or indicator.adds_up is not AddsUp.RATIO:
        return None
    track, row = found
    end = int(track.matrix.months[-1])
    parted = break_within(analysis.framework, indicator, end - 2 * YEAR + 1, end)
    if indicator.rolling or track.step == YEAR or parted is not None or not track.wholes.of[row].adds_up:
        return None

    def years(values: Floats) -> Floats:
        return values[row, -2 * track.width :].reshape(1, 2, track.width)

    parts, wholes = years(track.matrix.numerator), years(track.whole.one)
    # More than a hundred per cent, as of what is out of a level, is no proportion that could be judged as one.
    if np.isnan(parts + wholes).any() or (parts > wholes).any():
        return None
    ends = track.matrix.months[-track.width :]
    return JudgedShares(judge_shares(parts, wholes), parts, wholes, ends, track.step)


def share_change_line(analysis: Analysis, indicator: Indicator) -> YearlyChangeLine | None:
    """Return the verdict on the change in points; None where there is nothing to judge."""
    found = judged_shares(analysis, indicator)
    if found is None:
        return None
    judged = found.judged
    verdict: Verdict = judged.verdict[0]
    low, middle, high = (float(edge[0]) for edge in (judged.low, judged.percent, judged.high))
    if verdict is Verdict.NOT_ASSESSED:
        return None
    few = verdict is Verdict.TOO_FEW
    table = found.parts[0] / np.where(found.wholes[0] > 0, found.wholes[0], np.nan)
    rests_on = month_it_rests_on(found.ends, found.step, table, judged.rests_on[0])
    nearly = verdict is Verdict.NORMAL and not rests_on and (low > 0 or high < 0)
    edges = " to ".join(number_text(edge, _POINTS).removesuffix(" points") for edge in (low, high))
    interval = (
        f"{LEVEL_WORDS[:1].upper()}{LEVEL_WORDS[1:]} {edges} points{', so only just' if nearly else ''}."
    )
    if rests_on:
        interval = f"{interval} {rests_on_words(rests_on)}"
    none = percent_figure(float("nan"))
    return YearlyChangeLine(
        verdict=verdict,
        percent=figure(middle, _POINTS),
        low=figure(None if few else low, _POINTS),
        high=figure(None if few else high, _POINTS),
        words=f"{_moved(middle)} ({verdict})",
        interval_words=f"Fewer than {FEWEST} in both years." if few else interval,
        group_words="",
        difference=none,
        difference_low=none,
        difference_high=none,
        difference_verdict=Verdict.NOT_ASSESSED,
        rests_on=rests_on,
    )


def _moved(points: float) -> str:
    """Return a change in points as it is said.

    >>> _moved(2.13), _moved(-0.01)
    ('up 2.1 points', 'up or down by less than 0.1 points')
    """
    if abs(points) < 0.05:
        return "up or down by less than 0.1 points"
    return f"{'up' if points > 0 else 'down'} {rounded(abs(points), 1)} points"

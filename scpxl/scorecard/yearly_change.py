"""Whether the change on a year ago is real, and whether it differs from the benchmark group's."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from scpxl.metrics.arrays import Floats
from scpxl.metrics.yearly_change import (
    QuasiChange,
    YearlyChange,
    days_in,
    difference_in_change,
    is_real,
    judge_changes,
    quasi_change,
    ratio_interval,
)
from scpxl.model.framework import Indicator, Unit
from scpxl.model.ratings import Judgement
from scpxl.model.verdicts import FEW_TOGETHER, FEWEST, SMALL_BASE, Verdict
from scpxl.scorecard.counts import Counts
from scpxl.scorecard.model import Figure, NumberStyle
from scpxl.scorecard.moves import LEVEL_WORDS, between, interval_words, moved, percent_figure, sentence
from scpxl.scorecard.outlook_model import YearlyChangeLine
from scpxl.scorecard.wording import number_text

MEASURED_BY = 3
"""Years of like months that measure the dispersion, where they are there; else two."""


class JudgedChange(NamedTuple):
    """A change on a year ago with what it was judged from."""

    judged: YearlyChange
    table: Floats
    """[1, years, months of a year] the counts, the new year last."""
    exposure: Floats
    """[years, months] days, or days times people: the change they alone would make is no change."""
    per_head: float
    """People of the year before over those of the new one where the headline is a rate per head, else 1."""


def judged_change(indicator: Indicator, counts: Counts) -> JudgedChange | None:
    """Return the change as judged; None where the two years are not both whole, or parted by a break."""
    if not _whole(counts, counts.own[None, :], 2)[0]:
        return None
    years = MEASURED_BY if _whole(counts, counts.own[None, :], MEASURED_BY)[0] else 2
    exposure = days_in(counts.months[-years * counts.width :], counts.step).reshape(years, counts.width)
    people = _people(counts, years) if indicator.unit is Unit.RATE else np.ones(years)
    if np.isnan(people).any():
        return None
    table, exposed = counts.years(counts.own, years)[None, ...], exposure * people[:, None]
    return JudgedChange(judge_changes(table, exposed), table, exposed, float(people[-2] / people[-1]))


def yearly_change_line(indicator: Indicator, counts: Counts) -> YearlyChangeLine | None:
    """Return the verdict on the change; None where the two years are not both whole, or parted by a break."""
    found = judged_change(indicator, counts)
    if found is None:
        return None
    judged, table, per_head = found.judged, found.table, found.per_head
    percent, low, high = (
        100 * ((1 + float(x[0]) / 100) * per_head - 1) for x in (judged.percent, judged.low, judged.high)
    )
    verdict: Verdict = judged.verdict[0]
    words, interval = _words(verdict, judged, percent, (low, high))
    difference = _difference(counts, table)
    return YearlyChangeLine(
        verdict=verdict,
        percent=percent_figure(percent, "small numbers"),
        low=percent_figure(low),
        high=percent_figure(high),
        words=words,
        interval_words=interval,
        group_words=_group_words(counts, difference, verdict),
        difference=difference[0],
        difference_low=difference[1],
        difference_high=difference[2],
        difference_verdict=difference[3],
        difference_judgement=_lies(difference[0], indicator.polarity.sign),
    )


def _whole(counts: Counts, rows: Floats, years: int) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return which rows have every figure of the last so many years."""
    span = years * counts.width
    if rows.shape[-1] < span:
        return np.zeros(len(rows), dtype=np.bool_)
    return np.asarray(~np.isnan(rows[:, -span:]).any(axis=1))


def _people(counts: Counts, years: int) -> Floats:
    """Return the mean population of each of the last years, the oldest first."""
    columns = [counts.track.last - back * counts.width for back in reversed(range(years))]
    return counts.track.people[counts.row, columns]


def _words(
    verdict: Verdict, judged: YearlyChange, percent: float, edges: tuple[float, float]
) -> tuple[str, str]:
    new, old = (number_text(float(x[0]), NumberStyle.WHOLE) for x in (judged.new, judged.old))
    facts = f"{new} against {old} a year before"
    if verdict is Verdict.TOO_FEW:
        return f"{facts}: {verdict}", "Fewer than 5 in one of the two years."
    if math.isnan(percent):
        small = float(judged.new[0] + judged.old[0]) < FEW_TOGETHER
        how = "Judged by the exact test for small counts; too few for a percentage."
        return f"{facts} ({verdict})", how if small else "Too few a year before for a percentage."
    if verdict is Verdict.NOT_ASSESSED:
        return f"{facts} ({verdict})", "Too few months have any to measure how much they vary."
    nearly = verdict is Verdict.NORMAL and (edges[0] > 0 or edges[1] < 0)
    doubt = ", so only just" if nearly else ""
    return f"{moved(percent)} ({verdict})", f"{sentence(LEVEL_WORDS)[:-1]} {between(*edges)}{doubt}."


def other_areas(counts: Counts, years: int) -> Floats | None:
    """Return the summed counts of the other areas whose figures are whole [years, columns]; None without any."""
    if not len(counts.others):
        return None
    whole = _whole(counts, counts.others, years)
    return counts.years(counts.others[whole].sum(axis=0), years) if whole.any() else None


def _difference(counts: Counts, own: Floats) -> tuple[Figure, Figure, Figure, Verdict]:
    others = other_areas(counts, 2)
    if others is None:
        none = percent_figure(math.nan)
        return none, none, none, Verdict.NOT_ASSESSED
    # Both have the same days, which leave the ratio of the two ratios alone.
    apart = difference_in_change(quasi_change(own[0]), quasi_change(others))
    return as_effect(apart, float(own[0, -1].sum()), float(own[0, -2].sum()))


def _lies(apart: Figure, sign: int) -> Judgement:
    """Return whether a difference from the group's change is for the better."""
    if apart.value is None:
        return Judgement.UNKNOWN
    if not apart.value:
        return Judgement.SAME
    if not sign:
        return Judgement.NEUTRAL
    return Judgement.BETTER if apart.value * sign > 0 else Judgement.WORSE


def as_effect(change: QuasiChange, new: float, old: float) -> tuple[Figure, Figure, Figure, Verdict]:
    """Return a change in per cent with its interval and verdict; none where the counts are too few."""
    found = ratio_interval(change)
    few = min(new, old) < FEWEST or old < SMALL_BASE
    figures = tuple(
        percent_figure(math.nan if few else 100 * (float(x) - 1), "small numbers" if few else "–")
        for x in (found.ratio, found.low, found.high)
    )
    verdict: Verdict = Verdict.TOO_FEW if few else is_real(found.p[None])[0]
    return figures[0], figures[1], figures[2], verdict


def _group_words(counts: Counts, difference: tuple[Figure, Figure, Figure, Verdict], own: Verdict) -> str:
    others = other_areas(counts, 2)
    if others is None or own is Verdict.TOO_FEW:
        return ""
    new, old = float(others[-1].sum()), float(others[-2].sum())
    if not old:
        return ""
    words = f"{sentence(rest_of_group(counts))[:-1]}: {moved(100 * (new / old - 1))}"
    apart, low, high, verdict = difference
    if apart.value is None or low.value is None or high.value is None:
        return f"{words}."
    taken_out = interval_words(verdict, low.value, high.value)
    return f"{words}; with that taken out {moved(apart.value)} ({taken_out})."


def rest_of_group(counts: Counts) -> str:
    """Return what the areas compared with are called: without the own one, where the group holds it."""
    return f"the other areas of {counts.group}" if counts.group_holds_own else counts.group

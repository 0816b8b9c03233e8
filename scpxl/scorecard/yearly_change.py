"""Whether the change on a year ago is real, and whether it differs from the benchmark group's."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from scpxl.model.framework import Indicator, Unit
from scpxl.model.periods import YEAR
from scpxl.scorecard.charts import period_label
from scpxl.scorecard.counts import Counts
from scpxl.scorecard.model import Figure, NumberStyle
from scpxl.scorecard.moves import LEVEL_WORDS, between, interval_words, moved, percent_figure, sentence
from scpxl.scorecard.outlook_model import YearlyChangeLine
from scpxl.scorecard.windows import COMPARED_YEARS
from scpxl.scorecard.wording import number_text
from scpxl.statistics.arrays import Flags, Floats, Months, quotient
from scpxl.statistics.effect import Effect, effect_beside
from scpxl.statistics.yearly_change import YearlyChange, days_in, judge_changes
from scpxl.verdicts import FEW_TOGETHER, FEWEST, SMALL_BASE, Judgement, Verdict


class JudgedChange(NamedTuple):
    """A change on a year ago with what it was judged from."""

    judged: YearlyChange
    table: Floats
    """[1, years, months of a year] the counts, the new year last."""
    exposure: Floats
    """[years, months] days, or days times people: the change they alone would make is no change."""
    per_head: float
    """People (or homes) of the year before over those of the new one where the headline is a rate, else 1."""


def judged_change(indicator: Indicator, counts: Counts) -> JudgedChange | None:
    """Return the change as judged; None where the two years are not both whole, or parted by a break."""
    if not _whole(counts, counts.own[None, :], 2)[0]:
        return None
    years = COMPARED_YEARS if _whole(counts, counts.own[None, :], COMPARED_YEARS)[0] else 2
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
    ends = counts.months[-counts.width :]
    rests_on = month_it_rests_on(ends, counts.step, table[0], judged.rests_on[0])
    words, interval = _words(verdict, judged, percent, (low, high), rests_on)
    own, others = on_one_footing(indicator, counts, found)
    effect = None if others is None else effect_beside(own[None, ...], others[None, ...])
    difference = effect_figures(effect, own)
    return YearlyChangeLine(
        verdict=verdict,
        percent=percent_figure(percent, "small numbers"),
        low=percent_figure(low),
        high=percent_figure(high),
        words=words,
        interval_words=interval,
        group_words=_group_words(counts, others, difference, verdict),
        difference=difference[0],
        difference_low=difference[1],
        difference_high=difference[2],
        difference_verdict=difference[3],
        difference_judgement=_lies(effect, indicator.polarity.sign),
        rests_on=rests_on,
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
    return counts.track.whole.year[counts.row, columns]


def month_it_rests_on(ends: Months, step: int, table: Floats, rests_on: Flags) -> str:
    """Return the month that alone makes a change of a table [years, months] significant; blank where none does.

    `ends` holds the month that ends each column of the new year, `rests_on` the columns the change rests on.
    """
    places = np.flatnonzero(rests_on)
    if not len(places):
        return ""
    # The odd one: of the months named, and of the two years, the one furthest from the other months of its year.
    apart = np.array(
        [
            np.abs(table[-2:, place] - np.nanmean(np.delete(table[-2:], place, axis=1), axis=1))
            for place in places
        ]
    )
    month, year = np.unravel_index(int(np.argmax(np.nan_to_num(apart))), apart.shape)
    return period_label(int(ends[places[month]]) - (0 if year else YEAR), step)


def _words(
    verdict: Verdict, judged: YearlyChange, percent: float, edges: tuple[float, float], rests_on: str
) -> tuple[str, str]:
    counted = float(judged.new[0]), float(judged.old[0])
    new, old = (number_text(one, NumberStyle.WHOLE) for one in counted)
    facts = f"{new} against {old} a year before"
    if verdict is Verdict.TOO_FEW:
        return f"{facts}: {verdict}", f"Fewer than {FEWEST} in both years."
    alone = f" {rests_on_words(rests_on)}" if rests_on else ""
    few = sum(counted) < FEW_TOGETHER
    exactly = "Judged by the exact test for small counts" if few or min(counted) < FEWEST else ""
    if math.isnan(percent):
        why = "too few for a percentage" if few else "too few a year before for a percentage"
        return f"{facts} ({verdict})", f"{'; '.join(filter(None, (exactly, why))).capitalize()}.{alone}"
    if verdict is Verdict.NOT_ASSESSED:
        return f"{facts} ({verdict})", "Too few months have any to measure how much they vary."
    nearly = verdict is Verdict.NORMAL and not rests_on and (edges[0] > 0 or edges[1] < 0)
    doubt = ", so only just" if nearly else ""
    interval = f"{sentence(LEVEL_WORDS)[:-1]} {between(*edges)}{doubt}."
    return f"{moved(percent)} ({verdict})", f"{interval}{f' {exactly}.' if exactly else ''}{alone}"


def rests_on_words(month: str) -> str:
    """Return what is said of a change or a trend that one month makes.

    >>> rests_on_words("Jan 2018")
    'It rests on Jan 2018 alone: without it, it could be chance.'
    """
    return f"It rests on {month} alone: without it, it could be chance."


def on_one_footing(indicator: Indicator, counts: Counts, found: JudgedChange) -> tuple[Floats, Floats | None]:
    """Return the own counts and the others' together [years, columns], so that their changes can be compared.

    Of a rate those of the new year are for as many people as there were the year before, here and there.  Both have
    the same days, which leave the ratio of the two ratios alone.  None for the others where none has both years.
    """
    own = found.table[0].copy()
    own[-1] *= found.per_head
    if not len(counts.others):
        return own, None
    there, fewer = _whole(counts, counts.others, 2), 1.0
    if indicator.unit is Unit.RATE:
        columns = [counts.track.last - counts.width, counts.track.last]
        people = counts.track.whole.year[list(counts.other_rows)][:, columns]
        there &= ~np.isnan(people).any(axis=1)
        fewer = float(quotient(*people[there].sum(axis=0)))
    if not there.any():
        return own, None
    others = counts.years(counts.others[there].sum(axis=0), 2).copy()
    others[-1] *= fewer
    return own, others


def _lies(effect: Effect | None, sign: int) -> Judgement:
    """Return whether a difference from the group's change is for the better: said only where it is significant."""
    if effect is None or effect.verdict[0] is not Verdict.REAL:
        return Judgement.UNKNOWN
    if not sign:
        return Judgement.NEUTRAL
    return Judgement.BETTER if (float(effect.ratio[0]) - 1) * sign > 0 else Judgement.WORSE


def effect_figures(effect: Effect | None, own: Floats) -> tuple[Figure, Figure, Figure, Verdict]:
    """Return an effect on own counts [years, columns] in per cent, its interval and verdict.

    There is no percentage where there were fewer than 20 before; the verdict stands all the same.
    """
    if effect is None:
        none = percent_figure(math.nan)
        return none, none, none, Verdict.NOT_ASSESSED
    small = float(own[-2].sum()) < SMALL_BASE
    figures = tuple(
        percent_figure(math.nan if small else 100 * (float(x[0]) - 1), "small numbers" if small else "–")
        for x in (effect.ratio, effect.low, effect.high)
    )
    return figures[0], figures[1], figures[2], effect.verdict[0]


def _group_words(
    counts: Counts, others: Floats | None, difference: tuple[Figure, Figure, Figure, Verdict], own: Verdict
) -> str:
    if others is None or own is Verdict.TOO_FEW:
        return ""
    new, old = float(others[-1].sum()), float(others[-2].sum())
    if not old:
        return ""
    words = f"{sentence(rest_of_group(counts))[:-1]}: {moved(100 * (new / old - 1))}"
    apart, low, high, verdict = difference
    if apart.value is None or low.value is None or high.value is None:
        return f"{words}; with that taken out: {verdict}." if verdict.is_judged else f"{words}."
    taken_out = interval_words(verdict, low.value, high.value)
    return f"{words}; with that taken out {moved(apart.value)} ({taken_out})."


def rest_of_group(counts: Counts) -> str:
    """Return what the areas compared with are called: without the own one, where the group holds it."""
    return f"the other areas of {counts.group}" if counts.group_holds_own else counts.group

"""The change on a year ago in words: how much, whether it is significant, and what the group's other areas did."""

from __future__ import annotations

import math

from scpxl.figures.changes.records import ChangeFigures
from scpxl.figures.changes.relative import JudgedEffect
from scpxl.figures.counts import Counts
from scpxl.figures.indicator import IndicatorFigures
from scpxl.model.framework import Aggregation, Indicator, Unit
from scpxl.model.periods import YEAR
from scpxl.scorecard.records.outlook import YearlyChangeLine
from scpxl.scorecard.records.scorecard import Figure, NumberStyle
from scpxl.scorecard.wording import (
    LEVEL_WORDS,
    between,
    figure,
    interval_words,
    moved,
    moved_points,
    number_text,
    percent_figure,
    sentence,
)
from scpxl.verdicts import BORDERLINE, FEW_TOGETHER, FEWEST, RELATIVE, Judgement, Verdict
from scpxl.words import capital

_POINTS = NumberStyle.SIGNED_POINTS
_DOUBTS = {
    "[p]": "A month in the two years is provisional: read it with care.",
    "[u]": "A month in the two years is of low reliability: read it with care.",
}
_WITHOUT_PER_CENT = {Verdict.TOO_FEW, Verdict.NOT_ASSESSED}
_OF_UNITS = {
    Unit.SURVEY: "how many people were asked is not known",
    Unit.MONEY: "sums of money are not counts of separate events",
    Unit.STOCK: "a level is not a count of separate events",
    Unit.AVERAGE: "how much single cases vary about their average is not known",
}


def rests_on_words(month: str) -> str:
    """Return what is said of a change or a trend that one month makes.

    >>> rests_on_words("Jan 2018")
    'It rests on Jan 2018 alone: without it, it could be chance.'
    """
    return f"It rests on {month} alone: without it, it could be chance."


def change_line(of: IndicatorFigures, marks: str) -> YearlyChangeLine | None:
    """Return the verdict on the change on a year ago; None where it was not judged.

    `marks` are those of the two years, which may make it doubtful.
    """
    tested = of.tested
    if tested is None:
        return None
    said, interval = _of_shares(tested) if tested.kind.shares else _of_counts(tested)
    # Two counts are said with the years they are of.
    tells_years = tested.kind.counts and (math.isnan(tested.percent) or tested.verdict in _WITHOUT_PER_CENT)
    few = tested.kind.shares and tested.verdict is Verdict.TOO_FEW
    percent, low, high = (
        (
            figure(tested.percent, _POINTS),
            *(figure(None if few else edge, _POINTS) for edge in (tested.low, tested.high)),
        )
        if tested.kind.shares
        else (
            percent_figure(tested.percent, "small numbers"),
            percent_figure(tested.low),
            percent_figure(tested.high),
        )
    )
    doubts = [words for mark, words in _DOUBTS.items() if mark in marks]
    effect = tested.group.effect if tested.group else None
    apart = effect_figures(effect)
    verdict = tested.verdict.plain_if(provisional=tested.provisional)
    too_few = tested.verdict is Verdict.TOO_FEW and not tested.kind.shares
    return YearlyChangeLine(
        verdict=tested.verdict,
        percent=percent,
        low=low,
        high=high,
        words=f"{said}: {verdict}" if too_few else f"{said} ({verdict})",
        sentence=sentence(f"{said} ({verdict})" if tells_years else f"{said} on the year before ({verdict})"),
        interval_words=" ".join(filter(None, [interval, *doubts])),
        group_words=_group_words(of.counts, effect, apart, tested.verdict),
        difference=apart[0],
        difference_low=apart[1],
        difference_high=apart[2],
        difference_verdict=effect.verdict if effect else Verdict.NOT_ASSESSED,
        difference_judgement=effect.judgement(of.indicator.polarity.sign) if effect else Judgement.UNKNOWN,
        provisional=tested.provisional,
        rests_on=tested.rests_on,
    )


def _of_counts(tested: ChangeFigures) -> tuple[str, str]:
    """Return what is said of a change of counts or rates, and how sure it is."""
    new, old = (number_text(one, NumberStyle.WHOLE) for one in (tested.new, tested.old))
    facts = "The change of the rate" if tested.kind.rates else f"{new} against {old} a year before"
    verdict, edges = tested.verdict, (tested.low, tested.high)
    if verdict is Verdict.TOO_FEW:
        return facts, f"Fewer than {FEWEST}{' counted' if tested.kind.rates else ''} in both years."
    alone = f" {rests_on_words(tested.rests_on)}" if tested.rests_on else ""
    few = tested.new + tested.old < FEW_TOGETHER
    exactly = "Judged by the exact test for small counts" if tested.is_few else ""
    if math.isnan(tested.percent):
        why = "too few for a percentage" if few else "too few a year before for a percentage"
        return facts, f"{'; '.join(filter(None, (exactly, why))).capitalize()}.{alone}"
    if verdict is Verdict.NOT_ASSESSED:
        return (
            moved(tested.percent) if tested.kind.rates else facts,
            "Too few months have any to measure how much they vary.",
        )
    interval = f"{sentence(LEVEL_WORDS)[:-1]} {between(*edges)}{_doubt(tested)}."
    return moved(tested.percent), f"{interval}{f' {exactly}.' if exactly else ''}{alone}"


def _of_shares(tested: ChangeFigures) -> tuple[str, str]:
    said = moved_points(tested.percent)
    if tested.verdict is Verdict.TOO_FEW:
        return said, f"Fewer than {FEWEST} in both years."
    edges = " to ".join(
        number_text(edge, _POINTS).removesuffix(" points") for edge in (tested.low, tested.high)
    )
    alone = f" {rests_on_words(tested.rests_on)}" if tested.rests_on else ""
    return said, f"{capital(LEVEL_WORDS)} {edges} points{_doubt(tested)}.{alone}"


def _doubt(tested: ChangeFigures) -> str:
    nearly = tested.verdict is Verdict.NORMAL and not tested.rests_on and (tested.low > 0 or tested.high < 0)
    return f" ({BORDERLINE.plain})" if nearly else ""


def effect_figures(effect: JudgedEffect | None) -> tuple[Figure, Figure, Figure]:
    """Return an effect in per cent and the edges of its interval; none where there were fewer than 20 before."""
    if effect is None:
        none = percent_figure(math.nan)
        return none, none, none
    percent, low, high = (
        percent_figure(edge, "small numbers" if effect.is_small else "–") for edge in effect.percent
    )
    return percent, low, high


def _group_words(
    counts: Counts | None, effect: JudgedEffect | None, apart: tuple[Figure, Figure, Figure], own: Verdict
) -> str:
    if effect is None or counts is None or own is Verdict.TOO_FEW or not effect.others_before:
        return ""
    group = 100 * (effect.others_after / effect.others_before - 1)
    words = f"{sentence(rest_of_group(counts))[:-1]}: {moved(group)}"
    percent, low, high = (one.value for one in apart)
    if percent is None or low is None or high is None:
        judged = effect.verdict.is_judged
        return f"{words}; {RELATIVE.plain}: {effect.verdict.plain}." if judged else f"{words}."
    return f"{words}; {RELATIVE.plain}: {moved(percent)} ({interval_words(effect.verdict, low, high)})."


def rest_of_group(counts: Counts) -> str:
    """Return what the areas compared with are called: without the own one, where the group holds it."""
    return f"the other areas of {counts.group}" if counts.group_holds_own else counts.group


def why_untested(of: IndicatorFigures) -> str:
    """Return why no test says whether an indicator's change is significant; for one that has a change but no test."""
    indicator: Indicator = of.indicator
    if indicator.rolling:
        return "each figure covers a year, and how much such figures vary by themselves is not known"
    if indicator.unit in _OF_UNITS:
        return _OF_UNITS[indicator.unit]
    place = of.place
    if place is None:
        return "there are no figures"
    if place.track.step == YEAR:
        return "one figure per year does not show how much it varies by itself"
    if indicator.aggregation is Aggregation.LATEST:
        return "a level is not a count of separate events"
    if indicator.takes_decimals:
        return "the tests are of whole numbers"
    if indicator.unit is Unit.PERCENTAGE:
        if not place.whole.adds_up:
            return "its denominator is a level, of which its number is not a part month by month"
        if of.has_more_than_all:
            return "in at least one of the two years' figures the number is more than its total"
    return "a figure of the two years is missing"

"""What an indicator's control chart says of its latest figure, in words, and how that came about."""

from __future__ import annotations

import math

import numpy as np

from scpxl.model.framework import Indicator
from scpxl.scorecard.chart_records import ChartOf
from scpxl.scorecard.chart_words import (
    Shown,
    baseline_words,
    how_made,
    limits_made,
    mean_text,
    middle_words,
    provisional_words,
    why_not_judged,
)
from scpxl.scorecard.judging import within_reach
from scpxl.scorecard.model import NumberStyle, VariationLine
from scpxl.scorecard.wording import listed, number_text
from scpxl.statistics.judgeable import MEMORY, Chartable
from scpxl.statistics.spc import SpcOptions, assurance, variation
from scpxl.statistics.spc_limits import LEAST_BASELINE
from scpxl.statistics.spc_rules import OUTSIDE, RARE, SHIFT, TREND, TWO_OF_THREE
from scpxl.verdicts import Assurance, Variation

SURE_SEASONS = 60
"""Months from which seasons are known well enough: with fewer, up to one month in ten is marked by chance."""


def rules_in_words(options: SpcOptions) -> dict[int, str]:
    """Return the four rules in the board's words.

    >>> rules_in_words(SpcOptions(shift=8))[4]
    'a run of 8 or more on one side of the mean'
    """
    return {
        OUTSIDE: "outside the control limits",
        TREND: f"a run of {options.trend} or more rising or falling",
        TWO_OF_THREE: "2 of 3 close to a control limit",
        SHIFT: f"a run of {options.shift} or more on one side of the mean",
    }


def judge_variation(indicator: Indicator, shown: Shown | None, asked: float) -> VariationLine:
    """Return what the control chart says of the latest figure that is not provisional, and of the target.

    `shown` is None where there is no chart; `asked` is what the target asks of a single figure, NaN where there is none.
    """
    if shown is None:
        rolling = "Each figure covers a year already, so no control chart is drawn."
        return _not_assessed(rolling if indicator.rolling else "No figures.")
    chart, at = shown.chart, shown.chart.judged
    provisional = provisional_words(shown)
    if at < 0:
        return _not_assessed("Every figure is provisional, and a provisional figure is not judged.")
    if math.isnan(chart.values[at]):
        return _not_assessed(_joined(_no_figure(shown), provisional))
    if not chart.assessed[at]:
        return _not_assessed(_joined(why_not_judged(shown), provisional), how_made(shown))
    rule, side, sign = int(chart.rule[at]), int(chart.side[at]), indicator.polarity.sign
    found = variation(rule, side, sign)
    words = _rare_words(shown, found) if chart.rare is not None else _words(indicator, shown, found)
    words = _joined(words, provisional, *_cautions(shown))
    how = (*how_made(shown), *_evidence(shown, rule, side))
    if math.isnan(asked) or not sign:
        return VariationLine(found, words, Assurance.NOT_ASSESSED, "", how)
    sure = assurance(asked, *chart.level, sign)
    return VariationLine(found, words, sure, _assurance_words(sure), how)


def _words(indicator: Indicator, shown: Shown, found: Variation) -> str:
    chart, at = shown.chart, shown.chart.judged
    drawn = within_reach(indicator, chart.lower[at], chart.upper[at], chart.values)
    limits = "–".join(number_text(float(edge), shown.style) for edge in drawn)
    facts = f"{shown.labels[at]} ({number_text(float(chart.values[at]), shown.style)})"
    if found is Variation.COMMON_CAUSE:
        return f"Common cause: {facts} is within what random variation produces ({limits})."
    middle = "median" if chart.median else "mean"
    said = _rule_words(int(chart.rule[at]), int(chart.side[at]), chart.options, middle)
    return f"{_kind(found)}: {facts} {said} (limits {limits})."


def _rare_words(shown: Shown, found: Variation) -> str:
    """Return what is said of rare events: of the latest period, or of those that are unusual together."""
    chart, rare = shown.chart, shown.chart.rare
    if rare is None:
        return ""
    at = chart.judged
    figure, low, high = (number_text(one, shown.style) for one in rare.together(at))
    begin = at - max(1, int(rare.stretch[at])) + 1
    alone = begin == at
    when = shown.labels[at] if alone else f"{shown.labels[begin]} to {shown.labels[at]} together"
    usual = f"{'its' if alone else 'their'} usual range ({low}–{high})"
    verb = "is" if alone else "are"
    if found is Variation.COMMON_CAUSE:
        return f"Common cause: {when} ({figure}) {verb} within {usual}."
    return f"{_kind(found)}: {when} ({figure}) {verb} {'above' if chart.side[at] > 0 else 'below'} {usual}."


def _kind(found: Variation) -> str:
    return found.value.split(",", maxsplit=1)[0].capitalize()


def _joined(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)


def _not_assessed(why: str, how: tuple[str, ...] = ()) -> VariationLine:
    return VariationLine(Variation.NOT_ASSESSED, why, Assurance.NOT_ASSESSED, "", how)


def _no_figure(shown: Shown) -> str:
    chart, at = shown.chart, shown.chart.judged
    if chart.rare is None and at == len(chart.values) - 1:
        return "No figure for the latest period."
    return f"No figure for {shown.labels[at]}."


def _cautions(shown: Shown) -> list[str]:
    """Return what must be known to trust the judgement."""
    chart = shown.chart
    words = [middle_words(shown), baseline_words(shown)]
    if chart.rare is not None and chart.rare.gathered:
        words.append(_by_quarters(shown))
    if chart.season.seasons is not None:
        few = chart.season.months < SURE_SEASONS
        rests = (
            f", from {chart.season.months} months only: about one in ten is marked by chance" if few else ""
        )
        words.append(f"The time of year is allowed for{rests}.")
    if chart.short[chart.judged]:
        if chart.runs_told and int(chart.runs.useful[0]) < LEAST_BASELINE and chart.runs.signal[0]:
            words.append("The runs test, which needs no limits, finds a shift.")
        words.append("Limits are provisional: fewer than 13 figures.")
    return words


def _by_quarters(shown: Shown) -> str:
    return f"Judged by quarters: {mean_text(shown.chart)} a month on average is too few for a monthly chart."


def chart_note(shown: Shown, points: int) -> str:
    """Return how the chart's limits were made, as printed under it."""
    chart = shown.chart
    if chart.carried.answer is Chartable.REMEMBERS:
        return _joined(
            why_not_judged(shown), f"{points} figures, drawn without limits.", provisional_words(shown)
        )
    rules = "unusual" if chart.rare is not None else "special cause by the four rules given in Notes"
    sentences = [
        f"{limits_made(shown)}; {points} figures.",
        f"Marked points are {rules}.",
        middle_words(shown),
        baseline_words(shown),
        provisional_words(shown),
    ]
    if chart.short.any():
        sentences.append("Fewer than 13 figures: limits are provisional.")
    if chart.season.seasons is not None and chart.season.months < SURE_SEASONS:
        sentences.append(
            f"Seasons are worked out from {chart.season.months} months only: more points are marked by chance."
        )
    if chart.memory >= MEMORY:
        sentences.append(
            f"Each figure resembles the one before (lag-1 autocorrelation {number_text(chart.memory, NumberStyle.TWO_PLACES)}): "
            "expect more marked points than chance alone would give."
        )
    return _joined(*sentences)


def _evidence(shown: Shown, rule: int, side: int) -> tuple[str, ...]:
    """Return the figures a special cause rests on."""
    chart, at = shown.chart, shown.chart.judged
    if rule in {0, OUTSIDE, RARE}:
        return ()
    if rule == TWO_OF_THREE:
        near = [
            place
            for place in range(max(0, at - 2), min(len(chart.rule), at + 3))
            if chart.rule[place] in {OUTSIDE, TWO_OF_THREE}
        ]
        named = listed([shown.labels[place] for place in near])
        return (
            f"Rule 3: {named} lie more than two thirds of the way to the {'upper' if side > 0 else 'lower'} limit.",
        )
    start = at
    while start > 0 and _goes_on(chart, start, rule, side):
        start -= 1
    number = at - start + 1
    way = (
        ("rise" if side > 0 else "fall")
        if rule == TREND
        else f"lie {'above' if side > 0 else 'below'} the {'median' if chart.median else 'mean'}"
    )
    since = f"{shown.labels[start]} to {shown.labels[at]}"
    return (f"Rule {rule}: {number} figures in a row {way}, {since}.",)


def _goes_on(chart: ChartOf, start: int, rule: int, side: int) -> bool:
    """Return whether the run that takes in a point takes in the one before it."""
    before, here = chart.fair[start - 1], chart.fair[start]
    if math.isnan(before):
        return False
    if rule == TREND:
        return bool(np.sign(here - before) == side)
    # Judged and drawn figures stand on the same side of their lines.
    return bool(np.sign(chart.values[start - 1] - chart.mean[start - 1]) == side)


def _rule_words(rule: int, side: int, options: SpcOptions, middle: str) -> str:
    if rule == OUTSIDE:
        return "is above the upper control limit" if side > 0 else "is below the lower control limit"
    if rule == TREND:
        return f"is one of {options.trend} or more in a row that {'rise' if side > 0 else 'fall'}"
    if rule == TWO_OF_THREE:
        return f"is one of 2 in 3 close to the {'upper' if side > 0 else 'lower'} control limit"
    return f"is one of {options.shift} or more in a row {'above' if side > 0 else 'below'} the {middle}"


def _assurance_words(sure: Assurance) -> str:
    return {
        Assurance.CONSISTENTLY_MEETS: "The process as it is meets the target.",
        Assurance.CONSISTENTLY_MISSES: "The process as it is will not reach the target.",
        Assurance.HIT_OR_MISS: "The process as it is meets the target in some periods and misses it in others.",
    }.get(sure, "")

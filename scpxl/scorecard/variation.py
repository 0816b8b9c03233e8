"""What an indicator's control chart says of its latest figure, in words, and how that came about."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from scpxl.metrics.spc import SpcOptions, assurance, variation
from scpxl.metrics.spc_limits import LEAST_BASELINE, LIMIT_FACTOR
from scpxl.metrics.spc_rules import OUTSIDE, SHIFT, TREND, TWO_OF_THREE
from scpxl.model.framework import AddsUp, Indicator
from scpxl.model.periods import YEAR
from scpxl.model.ratings import Assurance, Variation
from scpxl.model.targets import Target
from scpxl.scorecard.charting import ChartOf
from scpxl.scorecard.judging import within_reach
from scpxl.scorecard.model import NumberStyle, VariationLine
from scpxl.scorecard.wording import count_of, listed, months_text, number_text

STRONG_MEMORY = 0.4
"""The lag-1 autocorrelation from which a chart flags noticeably more than chance would."""


class Shown(NamedTuple):
    """A chart, and how its figures are written."""

    chart: ChartOf
    labels: tuple[str, ...]
    """[columns of the chart] Mar 2018, or 2017-18 Q4."""
    style: NumberStyle
    step: int
    """Months that one figure covers."""


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


def judge_variation(indicator: Indicator, shown: Shown | None, target: Target | None) -> VariationLine:
    """Return what the control chart says of the latest figure that is not provisional, and of the target.

    `shown` is None where there is no chart.
    """
    if shown is None:
        rolling = "Each figure covers a year already, so no control chart is drawn."
        return _not_assessed(rolling if indicator.rolling else "No figures.")
    chart, at = shown.chart, shown.chart.judged
    provisional = _provisional_words(shown)
    if at < 0:
        return _not_assessed("Every figure is provisional, and a provisional figure is not judged.")
    if not chart.assessed[at]:
        return _not_assessed(_joined(_why_not(shown), provisional), how_made(shown))
    rule, side, sign = int(chart.rule[at]), int(chart.side[at]), indicator.polarity.sign
    found = variation(rule, side, sign)
    drawn = within_reach(indicator, chart.lower[at], chart.upper[at])
    limits = "–".join(number_text(float(edge), shown.style) for edge in drawn)
    facts = f"{shown.labels[at]} ({number_text(float(chart.values[at]), shown.style)})"
    if found is Variation.COMMON_CAUSE:
        words = f"Common cause: {facts} is within what random variation produces ({limits})."
    else:
        kind = found.value.split(",", maxsplit=1)[0].capitalize()
        words = f"{kind}: {facts} {_rule_words(rule, side, chart.options)} (limits {limits})."
    words = _joined(words, provisional, *_cautions(shown))
    how = (*how_made(shown), *_evidence(shown, rule, side))
    if target is None or not sign:
        return VariationLine(found, words, Assurance.NOT_ASSESSED, "", how)
    level = target.value * shown.step / YEAR if indicator.adds_up is AddsUp.SUM else target.value
    sure = assurance(level, *chart.level, sign)
    return VariationLine(found, words, sure, _assurance_words(sure), how)


def _joined(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)


def _not_assessed(why: str, how: tuple[str, ...] = ()) -> VariationLine:
    return VariationLine(Variation.NOT_ASSESSED, why, Assurance.NOT_ASSESSED, "", how)


def _why_not(shown: Shown) -> str:
    chart, at = shown.chart, shown.chart.judged
    if math.isnan(chart.values[at]):
        return (
            "No figure for the latest period."
            if at == len(chart.values) - 1
            else f"No figure for {shown.labels[at]}."
        )
    few = bool(chart.short[at])
    return f"{'Too few figures' if few else 'The figures do not vary enough'} for control limits."


def _cautions(shown: Shown) -> list[str]:
    """Return what must be known to trust the judgement."""
    chart, words = shown.chart, []
    if chart.season.seasons is not None:
        words.append("The time of year is allowed for.")
    if chart.short[chart.judged]:
        if int(chart.runs.useful[0]) < LEAST_BASELINE and chart.runs.signal[0]:
            words.append("The runs test, which needs no limits, finds a shift.")
        words.append("Limits are provisional: fewer than 13 figures.")
    return words


def _provisional_words(shown: Shown) -> str:
    waiting = shown.labels[shown.chart.judged + 1 :]
    if not waiting:
        return ""
    named = waiting[0] if len(waiting) == 1 else f"{waiting[0]} to {waiting[-1]}"
    return f"{named} {'is' if len(waiting) == 1 else 'are'} provisional and not judged."


def chart_note(shown: Shown, points: int) -> str:
    """Return how the chart's limits were made, as printed under it."""
    sentences = [
        f"{_limits_made(shown)}; {points} figures.",
        "Marked points are special cause by the four rules given in Notes.",
        _provisional_words(shown),
    ]
    if shown.chart.short.any():
        sentences.append("Fewer than 13 figures: limits are provisional.")
    if shown.chart.memory >= STRONG_MEMORY:
        sentences.append(
            f"Each figure resembles the one before (lag-1 autocorrelation {shown.chart.memory:.2f}): "
            "expect more marked points than chance alone would give."
        )
    return _joined(*sentences)


def _limits_made(shown: Shown) -> str:
    """Return the method: Limits: XmR (mean ± 2.66 × mean moving range), screened; seasonally adjusted."""
    chart = shown.chart
    if chart.kind is None:
        method = f"XmR (mean ± {LIMIT_FACTOR} × mean moving range)"
    else:
        method = f"{str(chart.kind).replace(chr(39), '′')} chart, following {chart.exposed_to}"
    parts = [f"Limits: {method}, {'screened' if chart.options.screen else 'not screened'}"]
    if chart.baseline is not None:
        parts.append(f"baseline {months_text(list(range(chart.baseline[0], chart.baseline[1] + 1)))}")
    if chart.season.seasons is not None:
        parts.append("seasonally adjusted, drawn with the season")
    return "; ".join(parts)


def how_made(shown: Shown) -> tuple[str, ...]:
    """Return how the limits came about and what stands against them, with the numbers."""
    chart, style = shown.chart, _finer(shown.style)
    lower, upper = chart.level
    lines = []
    if not math.isnan(lower + upper):
        middle, half = (lower + upper) / 2, (upper - lower) / 2
        centre, width = number_text(middle, style), number_text(half, style)
        made = (
            f" = {LIMIT_FACTOR} × {number_text(half / LIMIT_FACTOR, style)}"
            if chart.kind is None
            else " on average"
        )
        lines.append(f"{_limits_made(shown)}. Mean {centre}, limits {width}{made} either side.")
    if said := _season_words(chart):
        lines.append(said)
    runs = chart.runs
    if runs.useful[0] and not math.isnan(chart.memory):
        verdict = "a shift" if runs.signal[0] else "no shift"
        lines.append(
            f"Runs test (Anhøj), a second opinion: longest run {runs.longest_run[0]} of at most {runs.longest_run_max[0]}, "
            f"{count_of(int(runs.crossings[0]), 'crossing')} of the median of at least {runs.crossings_min[0]}: {verdict}. "
            f"Lag-1 autocorrelation {number_text(chart.memory, NumberStyle.TWO_PLACES)}."
        )
    return tuple(lines)


def _finer(style: NumberStyle) -> NumberStyle:
    return NumberStyle.ONE_PLACE if style is NumberStyle.WHOLE else style


def _season_words(chart: ChartOf) -> str:
    season = chart.season
    if not season.tested:
        return ""
    if math.isnan(season.strength + season.p_value):
        return f"Season: {season.months} months, too little variation to hold one."
    chance = "less than 0.001" if season.p_value < 0.001 else f"{season.p_value:.3f}"
    found = f"Season: {season.months} months, strength {season.strength:.2f} (strong from 0.64), p {chance} (Kruskal-Wallis)"
    return f"{found}: {'allowed for' if season.seasons is not None else 'not allowed for'}."


def _evidence(shown: Shown, rule: int, side: int) -> tuple[str, ...]:
    """Return the figures a special cause rests on."""
    chart, at = shown.chart, shown.chart.judged
    if rule == OUTSIDE or not rule:
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
        else f"lie {'above' if side > 0 else 'below'} the mean"
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


def _rule_words(rule: int, side: int, options: SpcOptions) -> str:
    if rule == OUTSIDE:
        return "is above the upper control limit" if side > 0 else "is below the lower control limit"
    if rule == TREND:
        return f"is one of {options.trend} or more in a row that {'rise' if side > 0 else 'fall'}"
    if rule == TWO_OF_THREE:
        return f"is one of 2 in 3 close to the {'upper' if side > 0 else 'lower'} control limit"
    return f"is one of {options.shift} or more in a row {'above' if side > 0 else 'below'} the mean"


def _assurance_words(sure: Assurance) -> str:
    return {
        Assurance.CONSISTENTLY_MEETS: "The process as it is meets the target.",
        Assurance.CONSISTENTLY_MISSES: "The process as it is will not reach the target.",
        Assurance.HIT_OR_MISS: "The process as it is meets the target in some periods and misses it in others.",
    }.get(sure, "")

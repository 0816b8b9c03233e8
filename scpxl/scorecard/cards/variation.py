"""What an indicator's control chart says of its latest figure, in words, and how that came about."""

from __future__ import annotations

import math

from scpxl.model.framework import Indicator
from scpxl.scorecard.cards.chart_words import (
    How,
    Shown,
    baseline_words,
    how_made,
    limits_made,
    mean_text,
    middle_words,
    period_name,
    provisional_words,
    why_not_judged,
)
from scpxl.scorecard.records.scorecard import NumberStyle, VariationLine
from scpxl.scorecard.wording import listed, number_text
from scpxl.statistics.judgeable import MEMORY, Chartable
from scpxl.statistics.spc.limits import LEAST_BASELINE
from scpxl.statistics.spc.rules import OUTSIDE, RARE, SHIFT, TREND, TWO_OF_THREE
from scpxl.statistics.spc.variation import SpcOptions
from scpxl.verdicts import Assurance, Variation
from scpxl.words import capital

SURE_SEASONS = 60
"""Months from which seasons are known well enough: with fewer, up to one month in ten is marked by chance."""


def rules_in_words(options: SpcOptions) -> dict[int, str]:
    """Return the four rules in the terms of the field.

    >>> rules_in_words(SpcOptions(shift=8))[4]
    'a run of 8 or more on one side of the mean'
    """
    return {
        OUTSIDE: "outside the control limits",
        TREND: f"a run of {options.trend} or more rising or falling",
        TWO_OF_THREE: "2 of 3 close to a control limit",
        SHIFT: f"a run of {options.shift} or more on one side of the mean",
    }


def describe_variation(
    indicator: Indicator, shown: Shown | None, asked: float, *, for_rows: bool = False
) -> VariationLine:
    """Return what the control chart says of the latest figure that is not provisional, and of the target.

    `shown` is None where there is no chart; `asked` is what the target asks of a single figure, NaN where there is none.
    With `for_rows` it is not said how the limits came about.
    """
    if shown is None:
        rolling = "Each figure covers a year already, so no control chart is drawn."
        return _not_assessed(rolling if indicator.rolling else "No figures.")
    chart, at = shown.chart, shown.chart.judged
    provisional = provisional_words(shown)
    how = () if for_rows else tuple(one.text for one in evidence(shown))
    if at < 0:
        return _not_assessed("Every figure is provisional, and a provisional figure is not judged.")
    if math.isnan(chart.values[at]):
        return _not_assessed(_joined(_no_figure(shown), provisional))
    if not chart.is_judged:
        return _not_assessed(_joined(why_not_judged(shown), provisional), how)
    sign = indicator.polarity.sign
    found = chart.variation(sign)
    words = _rare_words(shown, found) if chart.rare is not None else _words(indicator, shown, found)
    words = _joined(words, provisional, *_cautions(shown))
    if math.isnan(asked) or not sign:
        return VariationLine(found, words, Assurance.NOT_ASSESSED, "", how)
    sure = chart.assurance(asked, sign)
    return VariationLine(found, words, sure, _assurance_words(sure, period_name(chart.step)), how)


def evidence(shown: Shown) -> tuple[How, ...]:
    """Return how the limits came about and what a special cause rests on; nothing where there is no figure to judge."""
    chart = shown.chart
    if chart.judged < 0 or math.isnan(chart.values[chart.judged]):
        return ()
    return (*how_made(shown), *_run(shown)) if chart.is_judged else how_made(shown)


def rests_on_provisional(shown: Shown) -> bool:
    """Return whether something is said of provisional figures or limits."""
    chart = shown.chart
    waiting = chart.judged + 1 < len(shown.labels)
    return waiting or (chart.is_judged and bool(chart.short[chart.judged]))


def _words(indicator: Indicator, shown: Shown, found: Variation) -> str:
    chart, at = shown.chart, shown.chart.judged
    limits = "–".join(number_text(float(edge[at]), shown.style) for edge in chart.within_reach(indicator))
    facts = f"{shown.labels[at]} ({number_text(float(chart.values[at]), shown.style)})"
    if found is Variation.COMMON_CAUSE:
        return f"{facts} is within its usual range ({limits})."
    rule, side = int(chart.rule[at]), int(chart.side[at])
    if rule == OUTSIDE:
        return f"{capital(found.plain)}: {facts} is {'above' if side > 0 else 'below'} its usual range ({limits})."
    words = _rule_words(rule, side, chart.options, "the median" if chart.median else "average")
    # Where the words end with the range, it need not be named again.
    named = "" if rule == TWO_OF_THREE else "usual range "
    return f"{capital(found.plain)}: {facts} {words} ({named}{limits})."


def _rare_words(shown: Shown, found: Variation) -> str:
    """Return what is said of rare events: of the latest period, or of those that are unusual together."""
    chart, rare = shown.chart, shown.chart.rare
    if rare is None:
        return ""
    at = chart.judged
    figure, low, high = (number_text(one, shown.style) for one in rare.together)
    begin = at - max(1, int(rare.stretch[at])) + 1
    alone = begin == at
    when = shown.labels[at] if alone else f"{shown.labels[begin]} to {shown.labels[at]} together"
    usual = f"{'its' if alone else 'their'} usual range ({low}–{high})"
    verb = "is" if alone else "are"
    if found is Variation.COMMON_CAUSE:
        return f"{when} ({figure}) {verb} within {usual}."
    side = "above" if chart.side[at] > 0 else "below"
    return f"{capital(found.plain)}: {when} ({figure}) {verb} {side} {usual}."


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
    if chart.season.index is not None:
        few = chart.season.months < SURE_SEASONS
        rests = (
            f", from {chart.season.months} months only: about one in ten is marked by chance" if few else ""
        )
        words.append(f"The time of year is allowed for{rests}.")
    if chart.short[chart.judged]:
        if chart.runs.told and chart.runs.useful < LEAST_BASELINE and chart.runs.signal:
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
    rules = "unusual" if chart.rare is not None else "unusual by the four rules given in Notes"
    sentences = [
        f"Limits: {limits_made(shown)}; {points} figures.",
        f"Marked points are {rules}.",
        middle_words(shown),
        baseline_words(shown),
        provisional_words(shown),
    ]
    if chart.short.any():
        sentences.append("Fewer than 13 figures: limits are provisional.")
    if chart.season.index is not None and chart.season.months < SURE_SEASONS:
        sentences.append(
            f"Seasons are worked out from {chart.season.months} months only: more points are marked by chance."
        )
    if chart.memory >= MEMORY:
        sentences.append(
            f"Each figure resembles the one before (lag-1 autocorrelation {number_text(chart.memory, NumberStyle.TWO_PLACES)}): "
            "expect more marked points than chance alone would give."
        )
    return _joined(*sentences)


def _run(shown: Shown) -> tuple[How, ...]:
    """Return the figures a special cause rests on."""
    chart, at = shown.chart, shown.chart.judged
    rule, side = int(chart.rule[at]), int(chart.side[at])
    if rule in {0, OUTSIDE, RARE}:
        return ()
    if rule == TWO_OF_THREE:
        named = listed([shown.labels[place] for place in chart.near])
        limit = "upper" if side > 0 else "lower"
        return (How("Rule 3", f"{named} lie more than two thirds of the way to the {limit} limit."),)
    start = chart.run_begins
    way = (
        ("rise" if side > 0 else "fall")
        if rule == TREND
        else f"lie {'above' if side > 0 else 'below'} the {'median' if chart.median else 'mean'}"
    )
    since = f"{shown.labels[start]} to {shown.labels[at]}"
    return (How(f"Rule {rule}", f"{at - start + 1} figures in a row {way}, {since}."),)


def _rule_words(rule: int, side: int, options: SpcOptions, middle: str) -> str:
    if rule == TREND:
        return f"is the latest of {options.trend} or more in a row that {'rise' if side > 0 else 'fall'}"
    if rule == TWO_OF_THREE:
        return f"is one of 2 in 3 close to the {'top' if side > 0 else 'bottom'} of its usual range"
    return f"is the latest of {options.shift} or more in a row {'above' if side > 0 else 'below'} {middle}"


def _assurance_words(sure: Assurance, period: str) -> str:
    return {
        Assurance.CONSISTENTLY_MEETS: f"As things run, it meets the target in every {period}.",
        Assurance.CONSISTENTLY_MISSES: "As things run, it will not reach the target.",
        Assurance.HIT_OR_MISS: f"As things run, it meets the target in some {period}s and not in others.",
    }.get(sure, "")

"""What a card says beyond its figures, in words: the trend, the year's end, and interventions."""

from __future__ import annotations

import math

from scpxl.figures.aims import Aim
from scpxl.figures.changes.interventions import InterventionFigures, NotCompared
from scpxl.figures.changes.outturns import OutturnFigures
from scpxl.figures.changes.relative import JudgedEffect
from scpxl.figures.changes.trends import SHORT_TERM, RecentFigures, TrendFigures
from scpxl.figures.charts.records import ChartOf
from scpxl.figures.counts import Counts
from scpxl.figures.indicator import IndicatorFigures
from scpxl.model.framework import Unit
from scpxl.model.periods import MONTH, QUARTER, YEAR, month_label, months_text, period_label
from scpxl.scorecard.cards.change import effect_figures, rest_of_group, rests_on_words
from scpxl.scorecard.cards.rating import Spoken
from scpxl.scorecard.records.figures import NumberStyle
from scpxl.scorecard.records.outlook import InterventionLine, OutturnLine, TrendLine
from scpxl.scorecard.records.scorecard import Figure
from scpxl.scorecard.wording import (
    LEVEL_WORDS,
    between,
    count_of,
    count_style,
    figure,
    interval_words,
    listed,
    moved,
    number_text,
    percent_figure,
)
from scpxl.statistics.change.trend import POINTS
from scpxl.statistics.judgeable import LEAST_FOR_TREND
from scpxl.statistics.spc.rules import OUTSIDE, RARE, SHIFT, TREND, TWO_OF_THREE
from scpxl.verdicts import (
    BORDERLINE,
    FORECAST,
    RELATIVE,
    SHOWN_LEVEL,
    Evidence,
    Verdict,
)
from scpxl.words import rounded

CAUTION = (
    "This is no proof: other things changed too, and a figure that stood out often falls back by itself."
)
_WHOLE = NumberStyle.WHOLE
_RULES = {
    OUTSIDE: ("above the usual range", "below the usual range"),
    TREND: ("in a run of {0.trend} or more that rise", "in a run of {0.trend} or more that fall"),
    TWO_OF_THREE: (
        "close to the top of the usual range twice in 3",
        "close to the bottom of the usual range twice in 3",
    ),
    SHIFT: ("in a run of {0.shift} or more above average", "in a run of {0.shift} or more below average"),
    RARE: ("above the usual range", "below the usual range"),
}
_RECENT = {"Increasing": "rising", "Decreasing": "falling"}
_NOT_COMPARED = {
    NotCompared.NO_COUNTS: "Before and after are compared only for counts of months or quarters.",
    NotCompared.TOO_SHORT: "Too short a time to compare before and after.",
    NotCompared.MISSING: "Some of the months before and after are missing, so they are not compared.",
}


def trend_line(of: IndicatorFigures, *, for_rows: bool = False) -> TrendLine | None:
    """Return the trend of single months or quarters; of yearly percentages, Fingertips' recent trend.

    With `for_rows` nothing but the long term is said.
    """
    found = of.trend
    none = percent_figure(math.nan)
    if found is None:
        return None
    if isinstance(found, RecentFigures):
        window = f"the {count_of(POINTS, 'year')} to {month_label(found.end)}"
        said = _RECENT.get(found.marker, "no clear change")
        words = f"Recent trend, {window}: {said}; {found.verdict.plain}."
        return TrendLine(none, none, none, found.verdict, window, words, "", "")
    window = f"the {found.months} months to {month_label(found.end)}"
    short, step = ("", "") if for_rows else (short_term(of.chart), step_words(of))
    step = f"Step: {step}" if step else ""
    if found.verdict is Verdict.TOO_FEW:
        events = number_text(found.events, _WHOLE)
        words = (
            f"Long term, {window}: {Verdict.TOO_FEW.plain} ({events} in all; {LEAST_FOR_TREND} are needed)."
        )
        return TrendLine(none, none, none, Verdict.TOO_FEW, window, words, short, step)
    said = "" if found.verdict is Verdict.SIGNIFICANT else "no clear trend, "
    alone = f" {rests_on_words(found.rests_on)}" if found.rests_on else ""
    return TrendLine(
        percent=percent_figure(found.percent),
        low=percent_figure(found.low),
        high=percent_figure(found.high),
        verdict=found.verdict,
        window=window,
        long_words=f"Long term, {window}: {said}{moved(found.percent)} a year ({_interval(found)}).{alone}",
        short_words=short,
        step_words=step,
        rests_on=found.rests_on,
    )


def _interval(found: TrendFigures) -> str:
    """Return the interval, and the verdict where there is one to say; what rests on one month is not borderline."""
    if found.verdict is not Verdict.NORMAL:
        return interval_words(found.verdict, found.low, found.high)
    nearly = not found.rests_on and (found.low > 0 or found.high < 0)
    return f"{f'{BORDERLINE.plain}; ' if nearly else ''}{LEVEL_WORDS} {between(found.low, found.high)}"


def short_term(chart: ChartOf | None) -> str:
    """Return what the control chart flags in the last three months that are firm."""
    if chart is None or not chart.is_judged:
        return ""
    span = f"Short term, the {SHORT_TERM} months to {month_label(int(chart.months[chart.judged]))}"
    flagged: dict[str, list[str]] = {}
    for column in range(max(0, chart.judged + 1 - max(1, SHORT_TERM // chart.step)), chart.judged + 1):
        rule = int(chart.rule[column])
        if rule in _RULES:
            words = _RULES[rule][int(chart.side[column] < 0)].format(chart.options)
            flagged.setdefault(words, []).append(period_label(int(chart.months[column]), chart.step))
    told = [f"{listed(columns)} {words}" for words, columns in flagged.items()]
    return f"{span}: {'; '.join(told)}." if told else f"{span}: all within the usual range."


def step_words(of: IndicatorFigures) -> str:
    """Return since when the figures have been on one side of their mean, where that is long enough."""
    step, chart = of.step, of.chart
    if step is None or chart is None:
        return ""
    style = count_style(of.indicator)
    was = "" if math.isnan(step.before) else f", {number_text(step.before, style)} before"
    things = "months" if chart.step == MONTH else "quarters" if chart.step == QUARTER else "years"
    since, side = period_label(step.since, chart.step), "above" if step.above else "below"
    middle = "the median" if chart.median else "average"
    now = number_text(step.now, style)
    return f"{step.length} {things} in a row {side} {middle} since {since} (on average {now}{was})."


def outturn_line(of: IndicatorFigures) -> OutturnLine | None:
    """Return the forecast of the year's total; None where there is none.

    A rate's target is compared as the total it comes to, at the population of the year so far.
    """
    found = of.outturn
    if found is None:
        return None
    return OutturnLine(
        forecast=figure(found.forecast, _WHOLE),
        low=figure(found.interval.low, _WHOLE),
        high=figure(found.interval.high, _WHOLE),
        chance=figure(found.chance, NumberStyle.PERCENT),
        evidence=found.interval.evidence,
        past_forecasts=found.past_forecasts,
        words=_outturn_words(of, found),
    )


def _target_words(of: IndicatorFigures, aim: Aim | None, asked: float) -> str:
    """Return the target, and of a rate the total it comes to; blank where there is none."""
    if aim is None or math.isnan(asked):
        return ""
    if aim.of_number or not aim.yearly_rate:
        return f"Target {number_text(aim.target.value, _WHOLE)}"
    spoken = Spoken(of.framework, of.indicator, aim)
    rate = f"{number_text(aim.target.value, spoken.style)} {spoken.unit}"
    return f"Target {rate}, about {number_text(asked, _WHOLE)}"


def _outturn_words(of: IndicatorFigures, found: OutturnFigures) -> str:
    indicator, interval = of.indicator, found.interval
    # What a rate's counts are of is not plain from the card.
    things = f" {indicator.counted or 'counted'}" if indicator.unit is Unit.RATE else ""
    about = f"{number_text(found.forecast, _WHOLE)}{things}"
    words = f"After {found.months} of {YEAR} months the year {FORECAST.plain} {about}"
    low, high = (
        number_text(edge, _WHOLE) if math.isfinite(edge) else "" for edge in (interval.low, interval.high)
    )
    many = len(interval.errors)
    if interval.evidence is Evidence.POOLED:
        words += f" ({low} to {high}: {SHOWN_LEVEL:.0%} prediction interval from {many} past forecasts in {found.counts.group})."
    elif interval.evidence is Evidence.OWN:
        words += f" ({low} to {high}: as far off as in {count_of(many, 'past year')} here, which is weak evidence)."
    else:
        words += "; there are too few past years to say how sure that is."
    target = _target_words(of, of.aim, found.asked)
    if not target:
        return words
    words += f" {target}"
    chance = found.chance
    return f"{words}." if math.isnan(chance) else f"{words}: chance of meeting it {chance_text(chance)}."


def chance_text(chance: float) -> str:
    """Return a chance in per cent as it is said: no finer than the past forecasts it comes from.

    >>> chance_text(43.2), chance_text(1.0), chance_text(99.0)
    ('about 45%', 'less than 5%', 'more than 95%')
    """
    if chance < 5:
        return "less than 5%"
    return "more than 95%" if chance > 95 else f"about {5 * int(rounded(chance / 5))}%"


def intervention_lines(of: IndicatorFigures) -> tuple[InterventionLine, ...]:
    """Return each registered intervention with before and after; only its date and words where nothing can be compared."""
    return tuple(_intervention(of.counts, one) for one in of.interventions)


def _intervention(counts: Counts | None, one: InterventionFigures) -> InterventionLine:
    label = months_text(range(one.first, one.last + 1))
    head = f"{one.mark} {one.note.reason.rstrip('.')} ({label if one.note.last else f'since {label}'})."
    effect = one.effect
    percent, low, high = effect_figures(effect)
    if effect is None or counts is None:
        why, nobody = _NOT_COMPARED[one.why or NotCompared.MISSING], figure(None, _WHOLE)
        before, after, verdict, words = nobody, nobody, Verdict.NOT_ASSESSED, f"{head} {why}"
    else:
        before, after, verdict = figure(effect.before, _WHOLE), figure(effect.after, _WHOLE), effect.verdict
        since = "of it" if one.note.last else "since"
        facts = (
            f"{after.text} in the {one.months} months {since} against {before.text} in the same months before"
        )
        words = f"{head} {facts}: {_effect_words(effect, counts, (percent, low, high))} {CAUTION}"
    return InterventionLine(
        one.mark, label, one.note.reason, before, after, percent, low, high, verdict, words
    )


def _effect_words(effect: JudgedEffect, counts: Counts, shown: tuple[Figure, Figure, Figure]) -> str:
    verdict = effect.verdict
    if verdict is Verdict.TOO_FEW:
        return f"{verdict.plain}."
    value, low, high = (one.value for one in shown)
    if value is None or low is None or high is None:
        return f"{verdict.plain}; too few before for a percentage."
    plain = 100 * (effect.after / effect.before - 1)
    interval = f"({interval_words(verdict, low, high)})"
    if not effect.has_others:
        return f"{moved(plain)} {interval}. There is no group to compare with."
    group = 100 * (effect.others_after / effect.others_before - 1)
    return f"{moved(plain)}; {rest_of_group(counts)}: {moved(group)}; {RELATIVE.plain}: {moved(value)} {interval}."

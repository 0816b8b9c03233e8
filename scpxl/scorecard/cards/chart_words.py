"""How a control chart came about, in words: its limits, how sure they are, or why there are none."""

from __future__ import annotations

import math
from typing import NamedTuple

from scpxl.figures.charts.rare import RareChart
from scpxl.figures.charts.records import ChartOf
from scpxl.model.periods import MONTH, QUARTER, month_label, months_text
from scpxl.scorecard.records.figures import Family, style_of
from scpxl.scorecard.records.scorecard import NumberStyle
from scpxl.scorecard.wording import count_of, listed, number_text
from scpxl.statistics.judgeable import LEAST_FIGURES, ODD_SHARE, Chartable
from scpxl.statistics.spc.limits import LIMIT_FACTOR
from scpxl.statistics.spc.rare_events import STRETCHES, TAIL
from scpxl.words import are

_PERIODS = {MONTH: "month", QUARTER: "quarter"}


class Shown(NamedTuple):
    """A chart, and how its figures are written."""

    chart: ChartOf
    labels: tuple[str, ...]
    """[columns of the chart] Mar 2018, or 2017-18 Q4."""
    style: NumberStyle


class How(NamedTuple):
    """One thing that a judgement rests on, and the method whose rule explains it; blank where none does."""

    name: str
    words: str
    method: str = ""

    @property
    def text(self) -> str:
        """Both as one line."""
        return f"{self.name}: {self.words}"


def why_not_judged(shown: Shown) -> str:
    """Return why nothing is said of the latest figure, though there is one."""
    chart = shown.chart
    carried, rare = chart.carried, chart.rare
    if carried.answer is Chartable.REMEMBERS:
        memory = number_text(carried.memory, NumberStyle.TWO_PLACES)
        return (
            f"Not judged: each figure resembles the last one (lag-1 autocorrelation {memory}), so limits would be "
            "crossed by chance."
        )
    if carried.answer is Chartable.TOO_FEW_FIGURES:
        return f"Too few figures to judge: {carried.figures}, and {LEAST_FIGURES} are needed."
    if rare is not None and rare.figures < LEAST_FIGURES:
        return f"{_too_rare(chart)}, and {count_of(rare.figures, period_name(chart.step))} with figures are too few: {LEAST_FIGURES} are needed."
    if rare is not None:
        span = f"{rare.figures * chart.step} months to {month_label(int(chart.months[chart.judged]))}"
        return f"Too few figures to judge: {count_of(int(rare.total), 'event')} in the {span}."
    if carried.answer is Chartable.TOO_RARE:
        return f"{_too_rare(chart)}."
    if not chart.latest[chart.judged]:
        return "A break falls inside the latest period, which is not judged."
    return "The figures do not vary enough for control limits."


def _too_rare(chart: ChartOf) -> str:
    period = period_name(MONTH if chart.rare is not None and chart.rare.gathered else chart.step)
    return f"Too few for a {period}ly chart: {mean_text(chart)} a {period} on average"


def mean_text(chart: ChartOf) -> str:
    """Return the mean of the figures, or of the events behind them: to two places below 1."""
    mean = chart.carried.mean
    return number_text(mean, NumberStyle.ONE_PLACE if mean >= 1 else NumberStyle.TWO_PLACES)


def period_name(step: int) -> str:
    """Return what one figure is of: month, quarter or year."""
    return _PERIODS.get(step, "year")


def provisional_words(shown: Shown) -> str:
    """Return which figures are not judged because they may still change, or because their quarter has not ended."""
    waiting = shown.labels[shown.chart.judged + 1 :]
    words = []
    if waiting:
        words.append(f"{_run(waiting[0], waiting[-1])} {are(len(waiting))} provisional and not judged.")
    if shown.chart.rare is not None and (months := shown.chart.rare.waiting):
        named = _run(month_label(months[0]), month_label(months[-1]))
        words.append(f"{named} {are(len(months))} in a quarter that has not ended.")
    return " ".join(words)


def _run(first: str, last: str) -> str:
    return first if first == last else f"{first} to {last}"


def middle_words(shown: Shown) -> str:
    """Return why the middle line is the median, and that the limits do not describe the figures; blank where neither is so."""
    chart, words = shown.chart, []
    if chart.median and chart.odd:
        named = listed([shown.labels[place] for place in chart.odd])
        far = "all the others" if len(chart.odd) == 1 else "the others"
        words.append(f"{named} {are(len(chart.odd))} far from {far}, so the middle line is the median.")
    elif chart.median:
        words.append("The middle line is the median, since the mean does not describe the figures.")
    if chart.outside > ODD_SHARE:
        words.append(
            "More than a tenth of the figures lie outside the limits, which do not describe one steady level."
        )
    return " ".join(words)


def baseline_words(shown: Shown) -> str:
    """Return that a baseline the framework names has too few figures to fix limits; blank otherwise."""
    named = shown.chart.baseline
    if named.months is None or named.figures >= LEAST_FIGURES:
        return ""
    span = months_text(range(named.months[0], named.months[1] + 1))
    has = count_of(named.figures, "figure")
    return f"The baseline {span} holds {has} and fixes no limits: {LEAST_FIGURES} are needed."


def limits_made(shown: Shown) -> str:
    """Return the method: XmR (mean ± 2.66 × mean moving range), screened; seasonally adjusted."""
    chart = shown.chart
    if chart.rare is not None:
        return f"exact, for rare events, by {period_name(chart.step)}s{_of(chart, chart.rare)}"
    if chart.kind is None:
        method = f"XmR ({'median' if chart.median else 'mean'} ± {LIMIT_FACTOR} × mean moving range)"
    else:
        method = f"{str(chart.kind).replace(chr(39), '′')} chart, following {chart.exposed_to}"
    parts = [f"{method}, {'screened' if chart.options.screen else 'not screened'}"]
    named = chart.baseline.months
    if named is not None and chart.baseline.fixed:
        parts.append(f"baseline {months_text(range(named[0], named[1] + 1))}")
    if chart.season.index is not None:
        parts.append("seasonally adjusted, drawn with the season")
    return "; ".join(parts)


def _of(chart: ChartOf, rare: RareChart) -> str:
    if not rare.gathered:
        return ""
    return f", since {mean_text(chart)} a month on average is too few for a monthly chart"


def how_made(shown: Shown) -> tuple[How, ...]:
    """Return how the limits came about and what is against them, with the numbers."""
    chart, style = shown.chart, _finer(shown.style)
    lower, upper = chart.level
    season = _season(chart)
    if math.isnan(lower + upper):
        return season
    if chart.rare is not None:
        return (_rare_line(shown, chart.rare),)
    middle, half = (lower + upper) / 2, (upper - lower) / 2
    centre, width = number_text(middle, style), number_text(half, style)
    made = (
        f" = {LIMIT_FACTOR} × {number_text(half / LIMIT_FACTOR, style)}"
        if chart.kind is None
        else " on average"
    )
    line = "Median" if chart.median else "Mean"
    words = f"{limits_made(shown)}. {line} {centre}, limits {width}{made} either side."
    return (How("Limits", words, "Screening"), *season, *_runs(chart))


def _rare_line(shown: Shown, rare: RareChart) -> How:
    together = listed([str(width) for width in STRETCHES[:-1]]) + f" or {STRETCHES[-1]}"
    spread = number_text(rare.phi, NumberStyle.TWO_PLACES)
    words = (
        f"{limits_made(shown)}. {count_of(int(rare.total), 'event')} in {count_of(rare.figures, period_name(shown.chart.step))}, "
        f"dispersion {spread}; unusual where so many, or so few, in {together.replace(' and', ',')} of them together would come "
        f"by chance less than once in {round(1 / TAIL)}."
    )
    return How("Limits", words, "Rare events")


def _runs(chart: ChartOf) -> tuple[How, ...]:
    runs, name = chart.runs, "Runs test (Anhøj), a second opinion"
    if math.isnan(chart.memory):
        return ()
    memory = f"Lag-1 autocorrelation {number_text(chart.memory, NumberStyle.TWO_PLACES)}."
    if not runs.told:
        return (
            How(name, f"cannot be calculated, since half the figures or more lie on their median. {memory}"),
        )
    verdict = "a shift" if runs.signal else "no shift"
    return (
        How(
            name,
            f"longest run {runs.longest_run} of at most {runs.longest_run_max}, "
            f"{count_of(runs.crossings, 'crossing')} of the median of at least {runs.crossings_min}: {verdict}. {memory}",
        ),
    )


def _finer(style: NumberStyle) -> NumberStyle:
    # Pounds have no use of a tenth.
    least = 0 if style.family is Family.MONEY else 1
    return style_of(style.family, max(least, style.places))


def _season(chart: ChartOf) -> tuple[How, ...]:
    season = chart.season
    if not season.tested:
        return ()
    if math.isnan(season.strength + season.p_value):
        return (How("Season", f"{season.months} months, too little variation to hold one.", "Seasons"),)
    chance = "less than 0.001" if season.p_value < 0.001 else f"{season.p_value:.3f}"
    strength = number_text(season.strength, NumberStyle.TWO_PLACES)
    found = f"{season.months} months, strength {strength} (strong from 0.64), p {chance} (Kruskal-Wallis)"
    allowed = "allowed for" if season.index is not None else "not allowed for"
    return (How("Season", f"{found}: {allowed}.", "Seasons"),)

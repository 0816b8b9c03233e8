"""The trend over years beside what the last months say, each with its window in words."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from scpxl.model.framework import Indicator, Unit
from scpxl.model.periods import MONTH, QUARTER, YEAR, month_label
from scpxl.scorecard.analysis import Analysis, Track
from scpxl.scorecard.charts import period_label
from scpxl.scorecard.counts import Counts
from scpxl.scorecard.figures import NumberStyle
from scpxl.scorecard.moves import LEVEL_WORDS, between, interval_words, moved, percent_figure
from scpxl.scorecard.outlook_model import TrendLine
from scpxl.scorecard.windows import TREND_MONTHS
from scpxl.scorecard.wording import count_of, listed, number_text
from scpxl.scorecard.wording import count_style as style_of
from scpxl.scorecard.yearly_change import rests_on_words
from scpxl.statistics.arrays import Floats
from scpxl.statistics.judgeable import LEAST_FOR_TREND, can_have_a_trend
from scpxl.statistics.spc_rules import OUTSIDE, RARE, SHIFT, TREND, TWO_OF_THREE
from scpxl.statistics.trend import (
    POINTS,
    RecentTrend,
    Trend,
    loglinear_trend,
    recent_trend_of_proportions,
    trend_rests_on,
)
from scpxl.statistics.yearly_change import is_real
from scpxl.verdicts import SHOWN_LEVEL, Verdict

SHORT_TERM = QUARTER
"""Months that are the short term."""
_RULES = {
    OUTSIDE: ("above the upper control limit", "below the lower control limit"),
    TREND: ("in a run of {0.trend} or more that rise", "in a run of {0.trend} or more that fall"),
    TWO_OF_THREE: (
        "close to the upper control limit twice in 3",
        "close to the lower control limit twice in 3",
    ),
    SHIFT: ("in a run of {0.shift} or more above the mean", "in a run of {0.shift} or more below the mean"),
    RARE: ("above the usual range", "below the usual range"),
}


def trend_line(analysis: Analysis, indicator: Indicator, counts: Counts | None) -> TrendLine | None:
    """Return the trend of single months or quarters; of yearly percentages, Fingertips' recent trend."""
    if counts is None:
        recent = recent_of(analysis, indicator)
        return recent and _recent_line(*recent)
    judged = trend_of(counts)
    if judged is None:
        return None
    found, columns, rests_on = judged
    window = _window(counts, columns)
    if not can_have_a_trend(counts.own[-columns:]):
        return _too_few(analysis, indicator, counts, columns, window)
    percent, low, high = (float(x[0]) for x in (found.percent, found.low, found.high))
    verdict: Verdict = Verdict.NORMAL if rests_on else is_real(found.p)[0]
    said = "" if verdict is Verdict.REAL else "no clear trend, "
    alone = f" {rests_on_words(rests_on)}" if rests_on else ""
    return TrendLine(
        percent=percent_figure(percent),
        low=percent_figure(low),
        high=percent_figure(high),
        verdict=verdict,
        window=window,
        long_words=f"Long term, {window}: {said}{moved(percent)} a year ({_interval(verdict, low, high, rests_on)}).{alone}",
        short_words=_short_term(analysis, indicator),
        step_words=_step(analysis, indicator),
        rests_on=rests_on,
    )


def _interval(verdict: Verdict, low: float, high: float, rests_on: str) -> str:
    """Return verdict and interval; what one month makes is not "only just"."""
    return (
        f"{verdict}; {LEVEL_WORDS} {between(low, high)}" if rests_on else interval_words(verdict, low, high)
    )


def _too_few(
    analysis: Analysis, indicator: Indicator, counts: Counts, columns: int, window: str
) -> TrendLine:
    none = percent_figure(float("nan"))
    events = number_text(float(np.nansum(counts.own[-columns:])), NumberStyle.WHOLE)
    words = f"Long term, {window}: {Verdict.TOO_FEW} ({events} in all; {LEAST_FOR_TREND} are needed)."
    return TrendLine(
        none,
        none,
        none,
        Verdict.TOO_FEW,
        window,
        words,
        _short_term(analysis, indicator),
        _step(analysis, indicator),
    )


class TrendOf(NamedTuple):
    """A trend as it was worked out."""

    trend: Trend
    columns: int
    """How many columns it is taken from."""
    rests_on: str
    """The month that alone makes it significant; blank for none."""


def trend_of(counts: Counts) -> TrendOf | None:
    """Return the trend as worked out, of a rate that of the rate; None with less than three years."""
    values = counts.for_as_many[-(TREND_MONTHS[1] // counts.step) :]
    known = np.flatnonzero(~np.isnan(values))
    if len(known) * counts.step < TREND_MONTHS[0]:
        return None
    seen = values[None, known[0] : known[-1] + 1]
    found = loglinear_trend(seen, counts.width, level=SHOWN_LEVEL)
    if not np.isfinite([found.percent[0], found.low[0], found.high[0]]).all():
        return None
    places = np.flatnonzero(trend_rests_on(seen, counts.width, found)[0])
    rests_on = ""
    if len(places):
        odd = places[np.argmax(np.abs(seen[0, places] - np.nanmedian(seen)))]
        ends = counts.months[-len(values) :][known[0] : known[-1] + 1]
        rests_on = period_label(int(ends[odd]), counts.step)
    return TrendOf(found, int(known[-1] - known[0]) + 1, rests_on)


def _window(counts: Counts, columns: int) -> str:
    end = counts.months[np.flatnonzero(~np.isnan(counts.own))[-1]]
    return f"the {columns * counts.step} months to {month_label(int(end))}"


def _short_term(analysis: Analysis, indicator: Indicator) -> str:
    """Return what the control chart flags in the last three months that are firm."""
    chart = analysis.charts.get(indicator.code)
    if chart is None or chart.judged < 0 or not chart.assessed[chart.judged]:
        return ""
    span = f"Short term, the {SHORT_TERM} months to {month_label(int(chart.months[chart.judged]))}"
    flagged: dict[str, list[str]] = {}
    for column in range(max(0, chart.judged + 1 - max(1, SHORT_TERM // chart.step)), chart.judged + 1):
        rule = int(chart.rule[column])
        if rule in _RULES:
            words = _RULES[rule][int(chart.side[column] < 0)].format(chart.options)
            flagged.setdefault(words, []).append(period_label(int(chart.months[column]), chart.step))
    told = [f"{listed(columns)} {words}" for words, columns in flagged.items()]
    return f"{span}: {'; '.join(told)}." if told else f"{span}: nothing outside random variation."


def _step(analysis: Analysis, indicator: Indicator) -> str:
    """Return since when the figures have stood on one side of their mean, where that is long enough."""
    chart = analysis.charts.get(indicator.code)
    if chart is None or chart.judged < 0 or not chart.assessed[chart.judged] or chart.rare is not None:
        return ""
    # Up to the last firm figure; what is provisional completes no run.
    end = chart.judged + 1
    group = chart.latest[:end]
    values, mean = chart.values[:end][group], chart.mean[:end][group]
    length = run_to_the_end(np.sign(values - mean), chart.options.shift)
    if not length:
        return ""
    before = values[:-length]
    side = "above" if values[-1] > mean[-1] else "below"
    style = style_of(indicator)
    was = f", {number_text(float(np.nanmean(before)), style)} before" if (~np.isnan(before)).any() else ""
    now = number_text(float(np.mean(values[-length:])), style)
    things = "months" if chart.step == MONTH else "quarters" if chart.step == QUARTER else "years"
    since = period_label(int(chart.months[end - length]), chart.step)
    middle = "median" if chart.median else "mean"
    return f"Step: {length} {things} in a row {side} the {middle} since {since} (on average {now}{was})."


def run_to_the_end(position: Floats, least: int) -> int:
    """Return how many figures up to the latest stand on its side of the mean; 0 where fewer than `least`.

    >>> run_to_the_end(np.array([1.0, -1, -1, -1]), 3), run_to_the_end(np.array([-1.0, np.nan, -1]), 3)
    (3, 0)
    """
    apart = np.flatnonzero(position != position[-1])
    length = len(position) - (int(apart[-1]) + 1 if len(apart) else 0)
    return length if position[-1] != 0 and length >= least else 0


def recent_of(analysis: Analysis, indicator: Indicator) -> tuple[RecentTrend, Track] | None:
    """Return the recent trend of a yearly percentage; None for anything else, or without five years."""
    found = analysis.place(indicator, analysis.framework.area)
    if found is None or found[0].step != YEAR or indicator.unit is not Unit.PERCENTAGE or indicator.rolling:
        return None
    track, row = found
    recent = recent_trend_of_proportions(track.matrix.numerator[row], track.whole.one[row])
    return None if recent is None else (recent, track)


def _recent_line(recent: RecentTrend, track: Track) -> TrendLine:
    none = percent_figure(float("nan"))
    window = f"the {count_of(POINTS, 'year')} to {month_label(int(track.matrix.months[-1]))}"
    said = {"Increasing": "rising", "Decreasing": "falling"}.get(recent.marker, "no significant change")
    verdict = Verdict.REAL if recent.significant else Verdict.NORMAL
    return TrendLine(none, none, none, verdict, window, f"Recent trend, {window}: {said}; {verdict}.", "", "")

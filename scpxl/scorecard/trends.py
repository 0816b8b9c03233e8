"""The trend over years beside what the last months say, each with its window in words."""

from __future__ import annotations

import numpy as np

from scpxl.metrics.arrays import Floats
from scpxl.metrics.spc_rules import OUTSIDE, SHIFT, TREND, TWO_OF_THREE
from scpxl.metrics.trend import POINTS, RecentTrend, Trend, loglinear_trend, recent_trend_of_proportions
from scpxl.metrics.yearly_change import is_real
from scpxl.model.framework import Indicator, Unit
from scpxl.model.periods import MONTH, QUARTER, YEAR, month_label
from scpxl.model.verdicts import SHOWN_LEVEL, Verdict
from scpxl.scorecard.analysis import Analysis, Track
from scpxl.scorecard.charts import column_label
from scpxl.scorecard.counts import Counts
from scpxl.scorecard.moves import interval_words, moved, percent_figure
from scpxl.scorecard.outlook_model import TrendLine
from scpxl.scorecard.wording import count_of, listed, number_text
from scpxl.scorecard.wording import count_style as style_of

LEAST_MONTHS, MOST_MONTHS = 36, 60
"""A trend is taken from three to five years."""
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
}


def trend_line(analysis: Analysis, indicator: Indicator, counts: Counts | None) -> TrendLine | None:
    """Return the trend of single months or quarters; of yearly percentages, Fingertips' recent trend."""
    if counts is None:
        recent = recent_of(analysis, indicator)
        return recent and _recent_line(*recent)
    judged = trend_of(counts)
    if judged is None:
        return None
    found, columns = judged
    percent, low, high = (float(x[0]) for x in (found.percent, found.low, found.high))
    verdict: Verdict = is_real(found.p)[0]
    window = _window(counts, columns)
    said = "" if verdict is Verdict.REAL else "no clear trend, "
    return TrendLine(
        percent=percent_figure(percent),
        low=percent_figure(low),
        high=percent_figure(high),
        verdict=verdict,
        window=window,
        long_words=f"Long term, {window}: {said}{moved(percent)} a year ({interval_words(verdict, low, high)}).",
        short_words=_short_term(analysis, indicator, counts.track),
        step_words=_step(analysis, indicator, counts.track),
    )


def trend_of(counts: Counts) -> tuple[Trend, int] | None:
    """Return the trend as worked out and how many columns it is taken from; None with less than three years."""
    values = counts.own[-(MOST_MONTHS // counts.step) :]
    known = np.flatnonzero(~np.isnan(values))
    if len(known) * counts.step < LEAST_MONTHS:
        return None
    found = loglinear_trend(values[None, known[0] : known[-1] + 1], counts.width, level=SHOWN_LEVEL)
    if not np.isfinite([found.percent[0], found.low[0], found.high[0]]).all():
        return None
    return found, int(known[-1] - known[0]) + 1


def _window(counts: Counts, columns: int) -> str:
    end = counts.months[np.flatnonzero(~np.isnan(counts.own))[-1]]
    return f"the {columns * counts.step} months to {month_label(int(end))}"


def _short_term(analysis: Analysis, indicator: Indicator, track: Track) -> str:
    chart = analysis.charts.get(indicator.code)
    span = f"Short term, the {SHORT_TERM} months to {month_label(int(track.matrix.months[-1]))}"
    if chart is None or not chart.assessed[-1]:
        return ""
    flagged: dict[str, list[str]] = {}
    for column in range(-max(1, SHORT_TERM // track.step), 0):
        rule = int(chart.rule[column])
        if rule in _RULES:
            words = _RULES[rule][int(chart.side[column] < 0)].format(chart.options)
            flagged.setdefault(words, []).append(column_label(track, track.last + 1 + column))
    told = [f"{listed(columns)} {words}" for words, columns in flagged.items()]
    return f"{span}: {'; '.join(told)}." if told else f"{span}: nothing outside random variation."


def _step(analysis: Analysis, indicator: Indicator, track: Track) -> str:
    """Return since when the figures have stood on one side of their mean, where that is long enough."""
    chart = analysis.charts.get(indicator.code)
    if chart is None or not chart.assessed[-1]:
        return ""
    fresh = [n.first.first for n in analysis.framework.notes_for(indicator) if n.kind.begins_anew]
    months = track.matrix.months[chart.first :]
    begun = max((first for first in fresh if first <= months[-1]), default=0)
    group = months >= begun
    values, mean = chart.values[group], chart.mean[group]
    length = run_to_the_end(np.sign(values - mean), chart.options.shift)
    if not length:
        return ""
    before = values[:-length]
    side = "above" if values[-1] > mean[-1] else "below"
    style = style_of(indicator)
    was = f", {number_text(float(np.nanmean(before)), style)} before" if (~np.isnan(before)).any() else ""
    now = number_text(float(np.mean(values[-length:])), style)
    things = "months" if track.step == MONTH else "quarters"
    since = column_label(track, track.last + 1 - length)
    return f"Step: {length} {things} in a row {side} the mean since {since} (on average {now}{was})."


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
    recent = recent_trend_of_proportions(track.matrix.numerator[row], track.matrix.denominator[row])
    return None if recent is None else (recent, track)


def _recent_line(recent: RecentTrend, track: Track) -> TrendLine:
    none = percent_figure(float("nan"))
    window = f"the {count_of(POINTS, 'year')} to {month_label(int(track.matrix.months[-1]))}"
    said = {"Increasing": "rising", "Decreasing": "falling"}.get(recent.marker, "no significant change")
    verdict = Verdict.REAL if recent.significant else Verdict.NORMAL
    return TrendLine(none, none, none, verdict, window, f"Recent trend, {window}: {said}; {verdict}.", "", "")

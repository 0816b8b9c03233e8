"""The points of each indicator's charts.  What is drawn is decided here; how it looks is not."""

from __future__ import annotations

import numpy as np

from scpxl.model.framework import Indicator
from scpxl.model.periods import MONTH, MONTH_NAMES, QUARTER, YEAR, Period, month_label
from scpxl.scorecard.analysis import Analysis, Floats, Track
from scpxl.scorecard.chart_words import Shown
from scpxl.scorecard.judging import number_or_none, within_reach
from scpxl.scorecard.model import ControlChart, NumberStyle, YearOnYear
from scpxl.scorecard.variation import chart_note
from scpxl.scorecard.windows import SPARK
from scpxl.statistics.judgeable import Chartable

PERIOD_NAMES = {MONTH: "Month", QUARTER: "Quarter", YEAR: "Year"}
"""What the axis of a control chart is called."""


def column_label(track: Track, column: int) -> str:
    """Return a column's name: Mar 2018, or 2017-18 Q4."""
    return period_label(int(track.matrix.months[column]), track.step)


def period_label(last: int, step: int) -> str:
    """Return the name of the period of so many months that ends with a month: Mar 2018, or 2017-18 Q4."""
    return month_label(last) if step == MONTH else str(Period(last - step + 1, step))


def year_on_year(track: Track, row: int) -> YearOnYear | None:
    """Return the last year's figures beside the year before; None for yearly figures."""
    if track.step == YEAR:
        return None
    width, end = track.width, track.last + 1
    months = [int(month) for month in track.matrix.months[end - width : end]]
    labels = [
        MONTH_NAMES[m % 12] if track.step == MONTH else f"{MONTH_NAMES[(m - 2) % 12]}–{MONTH_NAMES[m % 12]}"
        for m in months
    ]
    values = track.shown.one[row]
    this, last = values[end - width : end], values[max(0, end - 2 * width) : end - width]
    last = np.concatenate([np.full(width - len(last), np.nan), last])
    return YearOnYear(
        labels=tuple(labels),
        this_year=tuple(number_or_none(v) for v in this),
        last_year=tuple(number_or_none(v) for v in last),
        this_name=f"Year to {month_label(months[-1])}",
        last_name=f"Year to {month_label(months[-1] - YEAR)}",
    )


def sparkline(track: Track, headlines: Floats, row: int) -> tuple[tuple[str, ...], tuple[float | None, ...]]:
    """Return the headline's figure over the last three years (of quarters five, of years fifteen), from the first there is."""
    values = headlines[row, -SPARK[track.step] :]
    known = np.flatnonzero(~np.isnan(values))
    if not len(known):
        return (), ()
    start = int(known[0])
    offset = track.last + 1 - len(values)
    labels = tuple(column_label(track, offset + place) for place in range(start, len(values)))
    return labels, tuple(number_or_none(v) for v in values[start:])


def shown_chart(analysis: Analysis, indicator: Indicator, style: NumberStyle) -> Shown | None:
    """Return an indicator's control chart and how its figures are written; None where it has none."""
    chart = analysis.charts.get(indicator.code)
    if chart is None:
        return None
    return Shown(chart, tuple(period_label(int(month), chart.step) for month in chart.months), style)


def control_chart(indicator: Indicator, shown: Shown | None) -> ControlChart | None:
    """Return an indicator's control chart; None where it has none or no limits can be made.

    A level that resembles itself is drawn without limits: its figures are worth seeing, and the note says why.
    """
    if shown is None:
        return None
    chart, values = shown.chart, shown.chart.values
    known = np.flatnonzero(~np.isnan(values))
    bare = np.isnan(chart.lower).all()
    if not len(known) or (bare and chart.carried.answer is not Chartable.REMEMBERS):
        return None
    start = int(known[0])
    flags = np.sign(chart.side * (chart.rule > 0)) * (indicator.polarity.sign or 1)

    def points(array: Floats) -> tuple[float | None, ...]:
        return tuple(number_or_none(v) for v in array[start:])

    flagged = np.where(chart.rule > 0, values, np.nan)
    judged = indicator.polarity.sign != 0
    nothing = np.full(len(values), np.nan)
    # Nothing is below zero and no percentage above 100, so limits are drawn no further; they are tested as they are.
    lower, upper = within_reach(indicator, chart.lower, chart.upper, values)
    return ControlChart(
        labels=shown.labels[start:],
        values=points(values),
        mean=points(chart.mean),
        lower=points(lower),
        upper=points(upper),
        concern=points(np.where(flags < 0, flagged, np.nan) if judged else nothing),
        improvement=points(np.where(flags > 0, flagged, np.nan) if judged else nothing),
        neutral=points(nothing if judged else flagged),
        note=chart_note(shown, len(values) - start),
        period=PERIOD_NAMES[chart.step],
    )

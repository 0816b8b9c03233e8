"""The points of each indicator's charts.  What is drawn is decided here; how it looks is not."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from scpxl.figures.indicator import IndicatorFigures
from scpxl.figures.lookback import SPARK
from scpxl.figures.readings import SeriesPlace
from scpxl.figures.tracks import HEADLINE, LATEST
from scpxl.model.periods import MONTH, MONTH_NAMES, QUARTER, YEAR, month_label, period_label
from scpxl.scorecard.cards.chart_words import Shown
from scpxl.scorecard.cards.variation import chart_note
from scpxl.scorecard.records.scorecard import ControlChart, NumberStyle, YearOnYear
from scpxl.statistics.judgeable import Chartable

PERIOD_NAMES = {MONTH: "Month", QUARTER: "Quarter", YEAR: "Year"}
"""What the axis of a control chart is called."""


def numbers_or_none(values: Iterable[float]) -> tuple[float | None, ...]:
    """Return plain numbers, None for NaN."""
    return tuple([None if math.isnan(value) else value for value in values])


def year_on_year(place: SeriesPlace) -> YearOnYear | None:
    """Return the last year's figures beside the year before; None for yearly figures."""
    track = place.track
    if track.step == YEAR:
        return None
    width, end = track.width, place.column + 1
    months = track.matrix.months[end - width : end].tolist()
    labels = [
        MONTH_NAMES[m % 12] if track.step == MONTH else f"{MONTH_NAMES[(m - 2) % 12]}–{MONTH_NAMES[m % 12]}"
        for m in months
    ]
    values = track.values(LATEST)[place.row, max(0, end - 2 * width) : end].tolist()
    values = [math.nan] * (2 * width - len(values)) + values
    return YearOnYear(
        labels=tuple(labels),
        this_year=numbers_or_none(values[width:]),
        last_year=numbers_or_none(values[:width]),
        this_name=f"Year to {month_label(months[-1])}",
        last_name=f"Year to {month_label(months[-1] - YEAR)}",
    )


def sparkline(place: SeriesPlace) -> tuple[tuple[str, ...], tuple[float | None, ...]]:
    """Return the headline over the last three years (of quarters five, of years fifteen), from the first there is."""
    track, end = place.track, place.column + 1
    begin = max(0, end - SPARK[track.step])
    values = numbers_or_none(track.values(HEADLINE)[place.row, begin:end].tolist())
    start = _first(values)
    return track.labels[begin + start : end], values[start:]


def shown_chart(of: IndicatorFigures, style: NumberStyle) -> Shown | None:
    """Return an indicator's control chart and how its figures are written; None where it has none."""
    chart = of.chart
    if chart is None:
        return None
    if of.place is not None and of.place.track.step == chart.step:
        end = of.place.column + 1
        return Shown(chart, of.place.track.labels[end - len(chart.months) : end], style)
    return Shown(chart, tuple(period_label(month, chart.step) for month in chart.months.tolist()), style)


def control_chart(
    of: IndicatorFigures, shown: Shown | None, *, for_rows: bool = False
) -> ControlChart | None:
    """Return an indicator's control chart; None where it has none or no limits can be made.

    With `for_rows` it is without its note and its marks.

    A level that resembles itself is drawn without limits: its figures are worth seeing, and the note says why.
    """
    if shown is None:
        return None
    chart, indicator = shown.chart, of.indicator
    values = numbers_or_none(chart.values.tolist())
    start = _first(values)
    if start == len(values) or (not chart.has_limits and chart.carried.answer is not Chartable.REMEMBERS):
        return None
    sign, rules, flags = indicator.polarity.sign, chart.rule.tolist(), chart.flags
    # Nothing is below zero and no percentage above 100, so limits are drawn no further; they are tested as they are.
    mean, lower, upper = (
        numbers_or_none(line.tolist()) for line in (chart.mean, *chart.within_reach(indicator))
    )

    def flagged(way: int) -> tuple[float | None, ...]:
        """Return the figures flagged on that side, of which 0 is what is neither better nor worse."""
        if (way == 0) != (sign == 0):
            return (None,) * (len(values) - start)
        there = zip(values, rules, flags, strict=True)
        found = [
            value if rule and (not sign or flag * sign * way > 0) else None for value, rule, flag in there
        ]
        return tuple(found[start:])

    return ControlChart(
        labels=shown.labels[start:],
        values=values[start:],
        mean=mean[start:],
        lower=lower[start:],
        upper=upper[start:],
        concern=flagged(-1),
        improvement=flagged(1),
        neutral=flagged(0),
        note="" if for_rows else chart_note(shown, len(values) - start),
        marks=() if for_rows else _marks(of, chart.months.tolist()[start:], chart.step),
        period=PERIOD_NAMES[chart.step],
    )


def _first(values: Sequence[float | None]) -> int:
    """Return the place of the first number; the end where there is none."""
    return next((place for place, value in enumerate(values) if value is not None), len(values))


def _marks(of: IndicatorFigures, months: Sequence[int], step: int) -> tuple[str, ...]:
    """Return each intervention's sign at the figure that covers its first month; empty where there is none."""
    begun = {
        next((place for place, month in enumerate(months) if month >= one.first), -1): one.mark
        for one in of.interventions
        if one.first > months[0] - step
    }
    marks = tuple(begun.get(place, "") for place in range(len(months)))
    return marks if any(marks) else ()

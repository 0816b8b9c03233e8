"""The ward heat map: the year's counts and their change, for every indicator broken down by ward."""

from __future__ import annotations

import math
from collections.abc import Iterable

from scpxl.metrics.change import percent_change
from scpxl.model.framework import AddsUp, Area, Indicator
from scpxl.model.observations import NOT_KNOWN, SeriesKey
from scpxl.model.periods import month_label
from scpxl.returns.layout import WARD
from scpxl.scorecard.analysis import Analysis, Track
from scpxl.scorecard.gaps import break_text, break_within, marks_on, why_missing
from scpxl.scorecard.model import Figure, NumberStyle, WardMap
from scpxl.scorecard.wording import SMALL_BASE, count_style, figure, is_count, number_style


def ward_map(analysis: Analysis, shown: Iterable[Indicator]) -> WardMap | None:
    """Return the heat map of the own area's wards; None where nothing is broken down by ward.

    `shown` are the indicators that the edition may show.
    """
    framework = analysis.framework
    wards = framework.wards_in(analysis.period)
    indicators = [i for i in shown if WARD in i.breakdowns and _has_figures(analysis, i, wards)]
    if not indicators or not wards:
        return None
    keys = [(ward.name, ward.code, "", "") for ward in wards]
    keys.append(("Ward not known", framework.area, WARD, NOT_KNOWN))
    rolling = tuple(
        tuple(_year(analysis, i, SeriesKey(i.code, *key[1:])) for i in indicators) for key in keys
    )
    changes = tuple(
        tuple(_change(analysis, i, SeriesKey(i.code, *key[1:])) for i in indicators) for key in keys
    )
    return WardMap(
        wards=tuple(key[0] for key in keys),
        indicators=tuple(i.title for i in indicators),
        codes=tuple(i.code for i in indicators),
        rolling=rolling,
        change_percent=changes,
        note=(
            f"Counts in the year to {month_label(analysis.period.last)}, and their change on the year before. "
            f"No percentage is given on fewer than {SMALL_BASE} a year before."
        ),
    )


def _has_figures(analysis: Analysis, indicator: Indicator, wards: tuple[Area, ...]) -> bool:
    return any(analysis.place(indicator, ward.code) is not None for ward in wards)


def _year(analysis: Analysis, indicator: Indicator, key: SeriesKey) -> Figure:
    style = count_style(indicator)
    track = analysis.tracks[indicator.frequency.months]
    row = track.matrix.rows.get(key)
    if row is None:
        return Figure(None, "nothing received", style)
    value = float(track.year[row, track.last])
    missing = (
        why_missing(indicator, track, row, track.last, _window(indicator, track)) if math.isnan(value) else ""
    )
    marks = marks_on(analysis.framework, indicator, track, row, (track.last, _window(indicator, track)))
    return figure(value, style, missing, marks)


def _window(indicator: Indicator, track: Track) -> int:
    return 1 if indicator.adds_up is AddsUp.LATEST else track.width


def _change(analysis: Analysis, indicator: Indicator, key: SeriesKey) -> Figure:
    style = NumberStyle.SIGNED_PERCENT
    track = analysis.tracks[indicator.frequency.months]
    row = track.matrix.rows.get(key)
    if row is None:
        return Figure(None, "–", style)
    end = int(track.matrix.months[track.last])
    parting = break_within(analysis.framework, indicator, end - 23, end)
    if parting is not None:
        return Figure(None, break_text(parting), style)
    now, before = float(track.year[row, track.last]), float(track.year_before[row, track.last])
    if number_style(indicator) is NumberStyle.PERCENT:
        return figure(now - before, NumberStyle.SIGNED_POINTS)
    if before < SMALL_BASE and is_count(indicator):
        return Figure(None, "small", style)
    return figure(float(percent_change(now, before)), style)

"""A part of an indicator, such as a ward or an item of a breakdown: its year, its change, its quarter."""

from __future__ import annotations

import math

from scpxl.model.framework import AddsUp, Indicator
from scpxl.model.observations import SeriesKey
from scpxl.model.periods import QUARTER
from scpxl.scorecard.analysis import Analysis, Floats, Track
from scpxl.scorecard.gaps import break_text, break_within, marks_on, why_missing
from scpxl.scorecard.model import Figure, NumberStyle
from scpxl.scorecard.wording import DASH, SMALL_BASE, count_style, figure, is_count, number_style, signed
from scpxl.statistics.change import percent_change


def year_of(analysis: Analysis, indicator: Indicator, key: SeriesKey, *, before: bool = False) -> Figure:
    """Return a part's last twelve months (or latest level), or those a year before; else why there is none."""
    track = analysis.tracks[indicator.frequency.months]
    width = 1 if indicator.adds_up is AddsUp.LATEST else track.width
    return _shown(analysis, indicator, key, track.parts.year, (width, track.width if before else 0))


def quarter_of(analysis: Analysis, indicator: Indicator, key: SeriesKey, *, before: bool = False) -> Figure:
    """Return a part's latest quarter, or the same quarter a year before; a yearly figure has none."""
    track = analysis.tracks[indicator.frequency.months]
    if track.step > QUARTER:
        return Figure(None, DASH, count_style(indicator))
    width = 1 if indicator.adds_up is AddsUp.LATEST else QUARTER // track.step
    return _shown(analysis, indicator, key, track.parts.quarter, (width, track.width if before else 0))


def _shown(
    analysis: Analysis, indicator: Indicator, key: SeriesKey, array: Floats, window: tuple[int, int]
) -> Figure:
    """Return an array's figure; `window` is how many columns make it, and how many columns back it ends."""
    style, (width, back) = count_style(indicator), window
    track = analysis.tracks[indicator.frequency.months]
    row, column = track.matrix.rows.get(key), track.last - back
    if row is None or column < 0:
        return Figure(None, "nothing received" if row is None else DASH, style)
    value = float(array[row, column])
    missing = why_missing(indicator, track, row, column, width) if math.isnan(value) else ""
    return figure(value, style, missing, marks_on(analysis.framework, indicator, track, row, (column, width)))


def change_of(analysis: Analysis, indicator: Indicator, key: SeriesKey) -> Figure:
    """Return a part's change on the year before in per cent, or in points; none on a small number."""
    style = NumberStyle.SIGNED_PERCENT
    track = analysis.tracks[indicator.frequency.months]
    row = track.matrix.rows.get(key)
    if row is None:
        return Figure(None, DASH, style)
    parting = _parting(analysis, indicator, track)
    if parting:
        return Figure(None, parting, style)
    years = track.parts.year[row]
    earlier = track.last - track.width
    now, before = float(years[track.last]), float(years[earlier]) if earlier >= 0 else math.nan
    if number_style(indicator).is_percent:
        return figure(now - before, signed(number_style(indicator)))
    if before < SMALL_BASE and is_count(indicator):
        return Figure(None, "small", style)
    return figure(float(percent_change(now, before)), style)


def _parting(analysis: Analysis, indicator: Indicator, track: Track) -> str:
    end = int(track.matrix.months[track.last])
    parting = break_within(analysis.framework, indicator, end - 23, end)
    return break_text(parting) if parting is not None else ""

"""Why a figure is not there, and what must be said beside one that is."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from scpxl.model.framework import Framework, Indicator, NoteKind, SeriesNote
from scpxl.model.observations import Marker
from scpxl.model.periods import MONTH, YEAR, Period, month_label
from scpxl.model.wholes import PEOPLE, WholeKind
from scpxl.model.words import in_sentence
from scpxl.scorecard.analysis import Track
from scpxl.scorecard.wording import months_text

_TOLD_SINGLY = 3
NOT_RECEIVED = "not received"
_NOT_REPORTED = "not reported"


def columns_text(track: Track, columns: list[int]) -> str:
    """Return columns as the months or quarters they stand for."""
    months = [int(track.matrix.months[column]) for column in columns]
    if track.step == MONTH:
        return months_text(months)
    return ", ".join(str(Period(month - track.step + 1, track.step)) for month in months)


def why_missing(indicator: Indicator, track: Track, row: int, last: int, width: int) -> str:
    """Return what stands in place of a figure made of `width` columns ending at `last`.

    Each kind of gap keeps its own words: not filled in, not available, nothing to report ...
    """
    columns = range(max(0, last - width + 1), last + 1)
    gaps = [column for column in columns if np.isnan(track.matrix.numerator[row, column])]
    if not gaps:
        return _no_ratio(track, row, columns)
    by_kind: dict[Marker | str, list[int]] = defaultdict(list)
    for column in gaps:
        by_kind[_kind(indicator, track, row, column)].append(column)
    if set(by_kind) <= {NOT_RECEIVED, _NOT_REPORTED}:
        given = np.flatnonzero(~np.isnan(track.matrix.numerator[row]))
        if not len(given) and _NOT_REPORTED not in by_kind:
            return "nothing received"
        if len(given) and all(column < given[0] for column in gaps):
            return f"figures begin {columns_text(track, [int(given[0])])}"
    return "; ".join(_told(track, kind, found) for kind, found in by_kind.items())


def _kind(indicator: Indicator, track: Track, row: int, column: int) -> Marker | str:
    marker = track.matrix.marker_at(row, column)
    if marker is not None:
        return marker
    # What the framework does not ask for has not been kept back by anybody.
    period = Period(int(track.matrix.months[column]) - track.step + 1, track.step)
    return NOT_RECEIVED if indicator.reported_in(period) else _NOT_REPORTED


def _no_ratio(track: Track, row: int, columns: range) -> str:
    """Return why there is no figure though every number is there: what it is out of is 0, or is missing."""
    wholes, of = track.whole.one[row, columns.start : columns.stop], track.wholes.of[row]
    if not np.isnan(wholes).any():
        return "out of 0" if not wholes.sum() else "cannot be worked out"
    if of.indicator is None:
        return "cannot be worked out"
    title = "population" if of.name == PEOPLE else in_sentence(of.indicator.title)
    if of.kind is WholeKind.LEVEL and row not in track.wholes.held:
        return f"no {title} known"
    absent = [column for column in columns if np.isnan(track.whole.one[row, column])]
    return f"no figure of {title} for {columns_text(track, absent)}"


def _told(track: Track, marker: Marker | str, columns: list[int]) -> str:
    words = marker.words if isinstance(marker, Marker) else marker
    mark = (
        f"{marker.shorthand} "
        if isinstance(marker, Marker)
        and marker in {Marker.NOT_AVAILABLE, Marker.NOT_APPLICABLE, Marker.SUPPRESSED}
        else ""
    )
    if len(columns) > _TOLD_SINGLY and columns[-1] - columns[0] >= len(columns):
        return f"{mark}{len(columns)} periods {words}"
    return f"{mark}{columns_text(track, columns)} {words}"


def notes_within(framework: Framework, indicator: Indicator, first: int, last: int) -> list[SeriesNote]:
    """Return the registered notes that touch the months from `first` to `last`."""
    return [n for n in framework.notes_for(indicator) if n.first.first <= last and n.last_month >= first]


def break_within(framework: Framework, indicator: Indicator, after: int, last: int) -> SeriesNote | None:
    """Return a registered break that parts the months up to `after` from those up to `last`."""
    return next(
        (
            note
            for note in framework.notes_for(indicator)
            if note.kind is NoteKind.BREAK and after < note.first.first <= last
        ),
        None,
    )


def year_of_level(end: int) -> str:
    """Return the year that a yearly level is for, by its last month: 2017, or the financial year 2017-18.

    >>> year_of_level(2017 * 12 + 11), year_of_level(2018 * 12 + 2)
    ('2017', '2017-18')
    """
    return str(end // YEAR) if end % YEAR == YEAR - 1 else str(Period(end, MONTH).financial_year)


def break_text(note: SeriesNote) -> str:
    """Return what stands in place of a comparison across a break."""
    return f"[b] series broken {month_label(note.first.first)}"


def marks_on(
    framework: Framework, indicator: Indicator, track: Track, row: int, window: tuple[int, int]
) -> str:
    """Return the marks of a figure whose window is (last column, columns): [p] provisional, [u] unreliable."""
    last, width = window
    first = max(0, last - width + 1)
    codes = {track.matrix.marker_at(row, column) for column in range(first, last + 1)}
    begin = int(track.matrix.months[first]) - track.step + 1
    if indicator.divides and row in track.wholes.held:
        other, at = track.wholes.held[row]
        within = np.flatnonzero((other.months >= begin) & (other.months <= int(track.matrix.months[last])))
        codes |= {other.marker_at(at, int(column)) for column in within}
    registered = notes_within(framework, indicator, begin, int(track.matrix.months[last]))
    marks = ""
    if Marker.PROVISIONAL in codes:
        marks += "[p]"
    if Marker.UNRELIABLE in codes or any(note.kind is NoteKind.UNRELIABLE for note in registered):
        marks += "[u]"
    if break_within(framework, indicator, begin, int(track.matrix.months[last])):
        marks += "[b]"
    return marks

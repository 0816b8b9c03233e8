"""Why a figure is not there, and what must be said beside one that is."""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from scpxl.model.framework import Framework, Indicator, NoteKind, SeriesNote
from scpxl.model.observations import Marker
from scpxl.model.periods import MONTH, Period, month_label
from scpxl.scorecard.analysis import Track
from scpxl.scorecard.wording import months_text

_TOLD_SINGLY = 3


def columns_text(track: Track, columns: list[int]) -> str:
    """Return columns as the months or quarters they stand for."""
    months = [int(track.matrix.months[column]) for column in columns]
    if track.step == MONTH:
        return months_text(months)
    return ", ".join(str(Period(month - track.step + 1, track.step)) for month in months)


def why_missing(track: Track, row: int, last: int, width: int) -> str:
    """Return what stands in place of a figure made of `width` columns ending at `last`.

    Each kind of gap keeps its own words: not filled in, not available, nothing to report ...
    """
    columns = range(max(0, last - width + 1), last + 1)
    gaps = [column for column in columns if np.isnan(track.matrix.numerator[row, column])]
    given = np.flatnonzero(~np.isnan(track.matrix.numerator[row]))
    if not len(given):
        return _one_gap(track, row, last)
    if last - width + 1 < given[0] and all(column < given[0] for column in gaps):
        return f"figures begin {columns_text(track, [int(given[0])])}"
    if not gaps:
        return "cannot be worked out"
    by_kind: dict[Marker | None, list[int]] = defaultdict(list)
    for column in gaps:
        by_kind[track.matrix.marker_at(row, column)].append(column)
    if len(by_kind) == 1:
        return _told(track, *next(iter(by_kind.items())))
    return "; ".join(_told(track, marker, found) for marker, found in by_kind.items())


def _told(track: Track, marker: Marker | None, columns: list[int]) -> str:
    words = marker.words if marker is not None else "not received"
    mark = (
        f"{marker.shorthand} "
        if marker in {Marker.NOT_AVAILABLE, Marker.NOT_APPLICABLE, Marker.SUPPRESSED}
        else ""
    )
    if len(columns) > _TOLD_SINGLY and columns[-1] - columns[0] >= len(columns):
        return f"{mark}{len(columns)} periods {words}"
    return f"{mark}{columns_text(track, columns)} {words}"


def _one_gap(track: Track, row: int, column: int) -> str:
    marker = track.matrix.marker_at(row, column)
    return _told(track, marker, [column]) if marker is not None else "nothing received"


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
    registered = notes_within(framework, indicator, begin, int(track.matrix.months[last]))
    marks = ""
    if Marker.PROVISIONAL in codes:
        marks += "[p]"
    if Marker.UNRELIABLE in codes or any(note.kind is NoteKind.UNRELIABLE for note in registered):
        marks += "[u]"
    if break_within(framework, indicator, begin, int(track.matrix.months[last])):
        marks += "[b]"
    return marks

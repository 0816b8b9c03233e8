"""Why a figure is not there, and what must be known beside one that is: facts, not words."""

from __future__ import annotations

from collections import defaultdict
from enum import StrEnum
from typing import NamedTuple

import numpy as np

from scpxl.figures.series import MARKERS
from scpxl.figures.tracks import Track
from scpxl.model.framework import Framework, Indicator
from scpxl.model.observations import Marker
from scpxl.model.periods import Period
from scpxl.model.series_notes import NoteKind, SeriesNote
from scpxl.model.wholes import Whole, WholeKind

_PROVISIONAL, _UNRELIABLE = (MARKERS.index(one) for one in (Marker.PROVISIONAL, Marker.UNRELIABLE))


class Why(StrEnum):
    """Why there is no number where no marker says it."""

    NOT_RECEIVED = "not received"
    NOT_REPORTED = "not reported"
    """The framework does not ask for it."""
    BEFORE_ALL = "before all"
    """It would lie before the first column there is."""
    NOTHING_RECEIVED = "nothing received"
    BEGINS = "begins"
    """Figures begin later than the window does."""
    IN_PART = "in part"
    """Some of its periods are missing."""
    OUT_OF_ZERO = "denominator is 0; cannot be calculated"
    CANNOT_CALCULATE = "cannot be calculated"
    NO_LEVEL = "no level"
    """The level it is out of is not known."""
    NO_WHOLE = "no whole"
    """Some periods of what it is out of are missing."""


class Gap(NamedTuple):
    """Why a figure is missing."""

    why: Why
    periods: tuple[tuple[Marker | Why, tuple[int, ...]], ...] = ()
    """Each kind of gap with the months that end its periods; of figures that begin later, the first there is."""
    step: int = 1
    """Months in a period."""
    whole: Whole | None = None
    """What the figure is out of, where that is what is missing."""


def gap_of(indicator: Indicator, track: Track, row: int, window: tuple[int, int], seen: int) -> Gap:
    """Return why there is no figure whose window is (last column, columns), of the columns up to `seen`."""
    last, width = window
    first = max(0, last - width + 1)
    numbers = track.matrix.numerator[row, : seen + 1]
    gaps = [first + int(place) for place in np.flatnonzero(np.isnan(numbers[first : last + 1]))]
    if not gaps:
        return _no_ratio(track, row, first, last)
    by_kind: dict[Marker | Why, list[int]] = defaultdict(list)
    for column in gaps:
        by_kind[_kind(indicator, track, row, column)].append(int(track.matrix.months[column]))
    if set(by_kind) <= {Why.NOT_RECEIVED, Why.NOT_REPORTED}:
        given = np.flatnonzero(~np.isnan(numbers))
        if not len(given) and Why.NOT_REPORTED not in by_kind:
            return Gap(Why.NOTHING_RECEIVED)
        if len(given) and all(column < given[0] for column in gaps):
            begins = (int(track.matrix.months[given[0]]),)
            return Gap(Why.BEGINS, ((Why.BEGINS, begins),), track.step)
    return Gap(Why.IN_PART, tuple((kind, tuple(found)) for kind, found in by_kind.items()), track.step)


def _kind(indicator: Indicator, track: Track, row: int, column: int) -> Marker | Why:
    marker = track.matrix.marker_at(row, column)
    if marker is not None:
        return marker
    # What the framework does not ask for has not been kept back by anybody.
    period = Period(int(track.matrix.months[column]) - track.step + 1, track.step)
    return Why.NOT_RECEIVED if indicator.reported_in(period) else Why.NOT_REPORTED


def _no_ratio(track: Track, row: int, first: int, last: int) -> Gap:
    """Return why there is no figure though every number is there: what it is out of is 0, or is missing."""
    wholes, of = track.wholes.windows.one[row, first : last + 1], track.wholes.of[row]
    if not np.isnan(wholes).any():
        return Gap(Why.CANNOT_CALCULATE if wholes.sum() else Why.OUT_OF_ZERO)
    if of.indicator is None:
        return Gap(Why.CANNOT_CALCULATE)
    if of.kind is WholeKind.LEVEL and row not in track.wholes.held:
        return Gap(Why.NO_LEVEL, whole=of)
    absent = track.matrix.months[first : last + 1][np.isnan(wholes)]
    periods = ((Why.NO_WHOLE, tuple(int(month) for month in absent)),)
    return Gap(Why.NO_WHOLE, periods, track.step, of)


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


def has_marks(framework: Framework, indicator: Indicator, track: Track, row: int) -> bool:
    """Return whether any figure of a series may have a mark: most series have none anywhere, and need not be searched."""
    if framework.notes_for(indicator) or row in track.matrix.doubted:
        return True
    other, at = track.wholes.held.get(row, (None, -1)) if indicator.divides else (None, -1)
    return other is not None and at in other.doubted


def marks_on(
    framework: Framework, indicator: Indicator, track: Track, row: int, window: tuple[int, int]
) -> str:
    """Return the marks of a figure whose window is (last column, columns): [p] provisional, [u] unreliable, [b] broken."""
    last, width = window
    first = max(0, last - width + 1)
    codes = set(track.matrix.marker[row, first : last + 1].tolist())
    begin, end = int(track.matrix.months[first]) - track.step + 1, int(track.matrix.months[last])
    if indicator.divides and row in track.wholes.held:
        other, at = track.wholes.held[row]
        within = (other.months >= begin) & (other.months <= end)
        codes |= set(other.marker[at, within].tolist())
    registered = {note.kind for note in notes_within(framework, indicator, begin, end)}
    marks = "[p]" if _PROVISIONAL in codes else ""
    if _UNRELIABLE in codes or NoteKind.UNRELIABLE in registered:
        marks += "[u]"
    if NoteKind.BREAK in registered and break_within(framework, indicator, begin, end):
        marks += "[b]"
    return marks

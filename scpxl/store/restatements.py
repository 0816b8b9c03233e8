"""Which stored figures were changed later, from what to what."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime

from scpxl.model.observations import Marker, SeriesKey, Source
from scpxl.model.periods import Period
from scpxl.store.database import Store
from scpxl.store.observations import fetch_sources, shown_sheet
from scpxl.store.records import Reading, Restatement
from scpxl.store.values import moment_text, to_moment

_FETCH = """
SELECT s.indicator, s.area, s.breakdown, s.item, c.first_month, c.length,
    c.old_numerator, c.old_denominator, c.old_marker, c.old_submission_id, c.old_sheet, c.old_cell,
    c.numerator, c.denominator, c.marker, c.submission_id, c.sheet, c.cell,
    by.first_month, by.length, c.made
FROM observation_change AS c JOIN series AS s ON s.id = c.series_id
JOIN submission AS by ON by.id = c.submission_id
"""
_SINCE = " WHERE by.status <> 'withdrawn' AND c.made > :since AND c.made <= :until ORDER BY c.id"
_BY = " WHERE c.submission_id = :submission ORDER BY c.id"
_BEFORE_ALL, _AFTER_ALL = "", "~"


def fetch_restatements(
    store: Store,
    since: datetime | None = None,
    until: datetime | None = None,
    indicators: Collection[str] | None = None,
) -> list[Restatement]:
    """Return the changes made after `since` up to `until`, in the order in which they were made.

    A moment carries its time zone; None asks for no limit.  A figure changed twice is there twice.  What a
    withdrawn submission changed is not among them.
    """
    limits = {
        "since": moment_text(since) if since else _BEFORE_ALL,
        "until": moment_text(until) if until else _AFTER_ALL,
    }
    found = _fetch(store, _FETCH + _SINCE, limits)
    return [change for change in found if indicators is None or change.series.indicator in indicators]


def restatements_by(store: Store, submission: int) -> tuple[Restatement, ...]:
    """Return what one submission, given by its number, changed."""
    return tuple(_fetch(store, _FETCH + _BY, {"submission": submission}))


def _fetch(store: Store, sql: str, values: Mapping[str, object]) -> list[Restatement]:
    with store.reading():
        rows = store.rows(sql, values)
        sources = fetch_sources(store) if rows else {}
    return [
        Restatement(
            series=SeriesKey(*row[:4]),
            period=Period(row[4], row[5]),
            old=_reading(store, row[6:12], sources),
            new=_reading(store, row[12:18], sources),
            submitted_for=Period(row[18], row[19]),
            made=to_moment(row[20]),
        )
        for row in rows
    ]


def _reading(
    store: Store,
    row: tuple[float | None, float | None, str, int, str, str],
    sources: dict[int, tuple[str, str, str]],
) -> Reading:
    numerator, denominator, marker, submission, sheet, cell = row
    return Reading(
        numerator, denominator, Marker(marker), Source(*sources[submission], shown_sheet(store, sheet), cell)
    )

"""A submission's figures enter the current view: one row per series and period, every row it replaces kept beside it."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from itertools import pairwise
from operator import itemgetter
from typing import NamedTuple

from scpxl.errors import StoreError
from scpxl.model.observations import Observation
from scpxl.model.periods import Period

IncomingRow = tuple[int, int, int, float | None, float | None, str, str, str]

_INCOMING = """
CREATE TEMP TABLE IF NOT EXISTS incoming (
    series_id INTEGER, first_month INTEGER, length INTEGER,
    numerator REAL, denominator REAL, marker TEXT, sheet TEXT, cell TEXT,
    PRIMARY KEY (series_id, first_month, length)
) WITHOUT ROWID
"""

# Rows that did not change keep the source they first came from, which may be any earlier attempt.
_LEFT_OUT = """
INSERT OR IGNORE INTO incoming
SELECT o.series_id, o.first_month, o.length, NULL, NULL, 'blank', '', ''
FROM submission AS this
JOIN submission AS earlier USING (partner, first_month, length, kind)
JOIN observation AS o ON o.submission_id = earlier.id
WHERE this.id = :submission AND earlier.id <> this.id AND o.marker <> 'blank'
AND o.first_month >= this.first_month
AND o.first_month + o.length <= this.first_month + this.length
"""

# A form cannot carry the mark of an earlier figure: one that comes back with the same number keeps its mark.
_KEPT_MARKS = """
UPDATE incoming SET marker = o.marker
FROM observation AS o, submission AS this
WHERE this.id = :submission AND incoming.first_month < this.first_month
AND o.series_id = incoming.series_id AND o.first_month = incoming.first_month AND o.length = incoming.length
AND incoming.marker = '' AND o.marker IN ('p', 'u')
AND o.numerator IS incoming.numerator AND o.denominator IS incoming.denominator
"""

# An earlier figure that comes back as the form had it says nothing new: it must not outlive the return it is of.
_KEEP_STATEMENTS = """
INSERT INTO statement
SELECT this.id, i.series_id, i.first_month, i.length, i.numerator, i.denominator, i.marker, i.sheet, i.cell
FROM incoming AS i JOIN submission AS this ON this.id = :submission
WHERE NOT (this.kind = 'return' AND i.first_month < this.first_month AND EXISTS (
    SELECT 1 FROM observation AS o JOIN submission AS other ON other.id = o.submission_id
    WHERE o.series_id = i.series_id AND o.first_month = i.first_month AND o.length = i.length
    AND o.numerator IS i.numerator AND o.denominator IS i.denominator AND o.marker = i.marker
    AND (other.partner, other.first_month, other.length, other.kind)
        <> (this.partner, this.first_month, this.length, this.kind)
))
"""

# What a return for a later period has said of a month is later news than a late return for an earlier one.
_OVERTAKEN = """
DELETE FROM incoming WHERE EXISTS (
    SELECT 1 FROM submission AS this
    CROSS JOIN observation AS o
    JOIN submission AS later ON later.id = o.submission_id
    WHERE this.id = :submission AND later.kind = 'return' AND later.first_month > this.first_month
    AND o.series_id = incoming.series_id AND o.first_month = incoming.first_month
    AND o.length = incoming.length AND (o.numerator IS NOT incoming.numerator
        OR o.denominator IS NOT incoming.denominator OR o.marker <> incoming.marker)
)
"""

_COUNT = "SELECT count(*), count(o.marker) FROM incoming LEFT JOIN observation AS o USING (series_id, first_month, length)"

_KEEP_REPLACED = """
INSERT INTO observation_change (
    series_id, first_month, length,
    old_numerator, old_denominator, old_marker, old_submission_id, old_sheet, old_cell,
    numerator, denominator, marker, submission_id, sheet, cell, made
)
SELECT o.series_id, o.first_month, o.length,
    o.numerator, o.denominator, o.marker, o.submission_id, o.sheet, o.cell,
    i.numerator, i.denominator, i.marker, s.id, i.sheet, i.cell, s.received
FROM incoming AS i JOIN observation AS o USING (series_id, first_month, length)
JOIN submission AS s ON s.id = :submission
WHERE o.numerator IS NOT i.numerator OR o.denominator IS NOT i.denominator OR o.marker <> i.marker
"""

_UPSERT = """
INSERT INTO observation (
    series_id, first_month, length, numerator, denominator, marker, submission_id, sheet, cell
)
SELECT series_id, first_month, length, numerator, denominator, marker, :submission, sheet, cell
FROM incoming WHERE true
ON CONFLICT (series_id, first_month, length) DO UPDATE SET
    numerator = excluded.numerator, denominator = excluded.denominator, marker = excluded.marker,
    submission_id = excluded.submission_id, sheet = excluded.sheet, cell = excluded.cell
WHERE numerator IS NOT excluded.numerator OR denominator IS NOT excluded.denominator
OR marker <> excluded.marker
"""


class Upserted(NamedTuple):
    """How many figures were new to the store, how many it had just so, how many a later return has restated."""

    new: int
    unchanged: int
    overtaken: int = 0


def upsert_observations(
    connection: sqlite3.Connection, submission: int, observations: Sequence[Observation], *, fill_gaps: bool
) -> Upserted:
    """Bring a submission's figures into the current view; a row that differs goes to the history of changes.

    With `fill_gaps`, what earlier attempts at the same return gave for its own period, and this one
    leaves out, becomes blank, and an earlier figure that comes back unchanged keeps its mark; a figure that a
    return for a later period has restated stays as restated.  Raises StoreError where two observations are
    about the same thing.
    """
    series = _series_numbers(connection, {o[:4] for o in observations})
    rows: list[IncomingRow] = [
        (series[o[:4]], o[4].first, o[4].length, o[5], o[6], o[7].value, o[8].sheet, o[8].cell)
        for o in observations
    ]
    rows.sort(key=itemgetter(0, 1, 2))
    _refuse_doubles(rows, series)
    connection.execute(_INCOMING)
    connection.executemany("INSERT INTO incoming VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    this = {"submission": submission}
    overtaken = 0
    if fill_gaps:
        connection.execute(_KEPT_MARKS, this)
    connection.execute(_KEEP_STATEMENTS, this)
    if fill_gaps:
        connection.execute(_LEFT_OUT, this)
        overtaken = connection.execute(_OVERTAKEN, this).rowcount
    total, known = connection.execute(_COUNT).fetchone()
    changed = connection.execute(_KEEP_REPLACED, this).rowcount
    connection.execute(_UPSERT, this)
    connection.execute("DELETE FROM incoming")
    return Upserted(new=total - known, unchanged=known - changed, overtaken=overtaken)


def _series_numbers(
    connection: sqlite3.Connection, keys: set[tuple[str, str, str, str]]
) -> dict[tuple[str, str, str, str], int]:
    """Return the numbers of the series, giving one to those met for the first time."""
    find = "SELECT id FROM series WHERE indicator = ? AND area = ? AND breakdown = ? AND item = ?"
    numbers = {}
    for key in sorted(keys):
        found = connection.execute(find, key).fetchone()
        if found is None:
            added = connection.execute(
                "INSERT INTO series (indicator, area, breakdown, item) VALUES (?, ?, ?, ?)", key
            )
            found = (added.lastrowid,)
        numbers[key] = found[0]
    return numbers


def _refuse_doubles(rows: list[IncomingRow], series: dict[tuple[str, str, str, str], int]) -> None:
    for row, following in pairwise(rows):
        if row[:3] == following[:3]:
            name = next(" ".join(filter(None, key)) for key, number in series.items() if number == row[0])
            raise StoreError(
                f"{name}, {Period(row[1], row[2])}: two figures in one submission ({row[6]}!{row[7]} and "
                f"{following[6]}!{following[7]}). Keep one of them; nothing was stored."
            )

"""Which waiver let which submission's findings by, so that it can be traced for as long as there is a record.

The framework's versions keep what was agreed; this keeps what became of it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from scpxl.model.agreements import Waiver
from scpxl.model.periods import Period
from scpxl.store.database import Store
from scpxl.store.events import Event, insert_event
from scpxl.store.values import moment_text


class WaiverUse(NamedTuple):
    """A waiver applied to a submission, and how many findings it let by."""

    waiver: Waiver
    submission: str
    """Its reference."""
    partner: str
    period: Period
    findings: int


_ADD = """
INSERT OR IGNORE INTO waiver (rule, partner, indicator, reason, approved_by, until, recorded)
VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_FIND = """
SELECT id FROM waiver
WHERE rule = ? AND partner = ? AND indicator = ? AND reason = ? AND approved_by = ? AND until = ?
"""


def insert_waiver_uses(
    connection: sqlite3.Connection, submission: int, uses: Iterable[tuple[Waiver, int]], moment: datetime
) -> None:
    """Note within a transaction which waivers were applied to a submission, and log each."""
    for waiver, findings in uses:
        said = (waiver.rule, waiver.partner, waiver.indicator, waiver.reason, waiver.approved_by)
        values = (*said, waiver.until.isoformat())
        connection.execute(_ADD, (*values, moment_text(moment)))
        (number,) = connection.execute(_FIND, values).fetchone()
        connection.execute("INSERT INTO waiver_use VALUES (?, ?, ?)", (submission, number, findings))
        about = f"{waiver.rule} for {waiver.indicator}" if waiver.indicator else waiver.rule
        words = f"{about}: {findings} let by. {waiver.words}"
        # The words are the framework's own, not a partner's.
        insert_event(connection, Event(moment, "waived", words, submission, quotes=()))


def fetch_waiver_uses(store: Store) -> list[WaiverUse]:
    """Return every use of a waiver, in the order in which the submissions came."""
    rows = store.rows(
        "SELECT w.rule, w.partner, w.indicator, w.reason, w.approved_by, w.until,"
        " s.reference, s.partner, s.first_month, s.length, u.findings FROM waiver_use AS u"
        " JOIN waiver AS w ON w.id = u.waiver_id JOIN submission AS s ON s.id = u.submission_id"
        " ORDER BY u.submission_id, u.waiver_id"
    )
    return [
        WaiverUse(
            Waiver(
                rule=rule,
                partner=whose,
                indicator=indicator,
                reason=reason,
                approved_by=by,
                until=date.fromisoformat(until),
            ),
            reference,
            partner,
            Period(first, length),
            findings,
        )
        for rule, whose, indicator, reason, by, until, reference, partner, first, length, findings in rows
    ]

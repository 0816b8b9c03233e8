"""The log of what was done, for whoever asks later."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from typing import NamedTuple

from scpxl.model.periods import Period
from scpxl.store.database import Store
from scpxl.store.values import moment_text, to_moment, utc_now


class Event(NamedTuple):
    """One thing that was done: when, what in a word, and in a sentence.

    `submission` is the number of the submission concerned, None for what concerns none; its partner
    and period are the event's.
    """

    moment: datetime
    what: str
    words: str
    submission: int | None = None
    partner: str = ""
    period: Period | None = None


_INSERT = """
INSERT INTO event (moment, what, partner, first_month, length, submission_id, words)
VALUES (?, ?, ?, ?, ?, ?, ?)
"""

_FETCH = """
SELECT e.moment, e.what, e.words, e.submission_id, coalesce(s.partner, e.partner),
    coalesce(s.first_month, e.first_month), coalesce(s.length, e.length)
FROM event AS e LEFT JOIN submission AS s ON s.id = e.submission_id
WHERE e.moment > ? ORDER BY e.id
"""


def insert_event(connection: sqlite3.Connection, event: Event) -> None:
    """Add an event within a transaction."""
    first, length = (event.period.first, event.period.length) if event.period else (None, None)
    values = (event.partner, first, length, event.submission, event.words)
    connection.execute(_INSERT, (moment_text(event.moment), event.what, *values))


def log_event(
    store: Store,
    what: str,
    words: str,
    *,
    partner: str = "",
    period: Period | None = None,
    moment: datetime | None = None,
) -> Event:
    """Note that something was done, now unless another moment is given; return what was noted."""
    event = Event(moment or utc_now(), what, words, None, partner, period)
    with store.writing() as connection:
        insert_event(connection, event)
    return event


def fetch_events(store: Store, since: datetime | None = None) -> list[Event]:
    """Return what was done after a moment, or ever, in its order."""
    rows = store.rows(_FETCH, (moment_text(since) if since else "",))
    return [
        Event(
            to_moment(moment),
            what,
            words,
            submission,
            partner,
            None if first is None else Period(first, length),
        )
        for moment, what, words, submission, partner, first, length in rows
    ]

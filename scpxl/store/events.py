"""The log of what was done, for whoever asks later."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from scpxl.model.periods import Period
from scpxl.privacy.guard import WITHHELD, Use
from scpxl.privacy.quoting import Quote, revealed, say
from scpxl.store.database import Store
from scpxl.store.values import moment_text, quotes_text, to_moment, to_quotes, utc_now


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
    quotes: tuple[Quote, ...] | None = None
    """What was withheld from the words as they were made; None where they were not made by `event_of`."""


_WITH_REASON = {"decided", "withdrawn"}
_INSERT = """
INSERT INTO event (moment, what, partner, first_month, length, submission_id, words, quotes)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""

_FETCH = """
SELECT e.moment, e.what, e.words, e.quotes, e.submission_id, coalesce(s.partner, e.partner),
    coalesce(s.first_month, e.first_month), coalesce(s.length, e.length), coalesce(s.file, '')
FROM event AS e LEFT JOIN submission AS s ON s.id = e.submission_id
WHERE e.moment > ? ORDER BY e.id
"""


def event_of(
    moment: datetime,
    what: str,
    words: str,
    facts: Mapping[str, object],
    *,
    submission: int | None = None,
    partner: str = "",
    period: Period | None = None,
    uses: Mapping[str, Use] | None = None,
) -> Event:
    """Return an event in words that quote what people wrote: a format string and its facts.

    `uses` says what a fact is for, where it is not the name of a file called `file` nor a plain value.
    """
    said = say([words], facts, {"file": Use.FILE, **(uses or {})})
    return Event(moment, what, said.words[0], submission, partner, period, said.quotes)


def without_quotes(store: Store, words: str, file: str, year: int) -> str:
    """Return a sentence of an earlier version as it may be shown; `file` is a name it may hold."""
    shown = store.guard.shown(file, None, Use.FILE) if file else file
    return store.guard.masked(words.replace(file, shown) if shown != file else words, year)


def insert_event(connection: sqlite3.Connection, event: Event) -> None:
    """Add an event within a transaction."""
    first, length = (event.period.first, event.period.length) if event.period else (None, None)
    values = (event.partner, first, length, event.submission, event.words, quotes_text(event.quotes))
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
    """Return what was done after a moment, or ever, in its order; what the guard withholds is not in the words."""
    rows = store.rows(_FETCH, (moment_text(since) if since else "",))
    return [
        Event(
            to_moment(moment),
            what,
            _shown(store, (what, words, file), quotes, to_moment(moment).year),
            submission,
            partner,
            None if first is None else Period(first, length),
        )
        for moment, what, words, quotes, submission, partner, first, length, file in rows
    ]


def _shown(store: Store, noted: tuple[str, str, str], quotes: str | None, year: int) -> str:
    what, words, file = noted
    if quotes is None:
        # Words of earlier versions hold what they quote: a file's name, or at their end a reason.
        masked = without_quotes(store, words, file, year)
        return (
            f"{words.partition(': ')[0]}: {WITHHELD}" if what in _WITH_REASON and masked != words else masked
        )
    return revealed([words], to_quotes(quotes), store.guard, year)[0]

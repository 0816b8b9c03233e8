"""The log of what was done, for whoever asks later, and what people decided about exceptions."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import datetime

from scpxl.model.periods import Period
from scpxl.privacy.guard import WITHHELD, Use
from scpxl.privacy.quoting import revealed, say_guarded
from scpxl.returns.answers import use_of
from scpxl.store.records import Decision, EditionChoice, Entry, Event
from scpxl.store.sqlite.connection import Connection, quotes_text, stored_moment, to_moment, to_quotes

_WITH_REASON = {"decided", "withdrawn"}
_INSERT = """
INSERT INTO event (moment, what, partner, first_month, length, submission_id, words, quotes)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""

_FETCH = """
SELECT e.moment, e.what, e.words, e.quotes, e.submission_id, coalesce(s.partner, e.partner),
    coalesce(s.first_month, e.first_month), coalesce(s.length, e.length), coalesce(s.file, '')
FROM event AS e LEFT JOIN submission AS s ON s.id = e.submission_id
ORDER BY e.id
"""

_DECIDE = """
INSERT INTO decision (indicator, first_month, length, decision, decided_by, reason, recorded)
VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_ENTER = """
INSERT INTO entry (kind, key, first_month, length, words, entered_by, recorded) VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_ENTRIES = """
SELECT key, first_month, length, words, entered_by, recorded FROM entry
WHERE kind = :kind AND (:last IS NULL OR first_month + length - 1 <= :last) ORDER BY first_month, id
"""
_CHOOSE = """
INSERT INTO edition_choice (key, first_month, length, edition, chosen_by, reason, recorded)
VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_CHOSEN = """
SELECT key, first_month, length, edition, chosen_by, reason, recorded FROM edition_choice
WHERE first_month + length - 1 <= :last ORDER BY first_month, id
"""
_DECIDED = """
SELECT indicator, first_month, length, decision, decided_by, reason, recorded FROM decision
WHERE (:indicator IS NULL OR indicator = :indicator)
AND (:last IS NULL OR first_month + length - 1 <= :last)
ORDER BY first_month, id
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
    said = say_guarded([words], facts, {"file": Use.FILE, **(uses or {})})
    return Event(moment, what, said.words[0], submission, partner, period, said.quotes)


def insert_event(connection: sqlite3.Connection, event: Event) -> None:
    """Add an event within a transaction."""
    first, length = (event.period.first, event.period.length) if event.period else (None, None)
    values = (event.partner, first, length, event.submission, event.words, quotes_text(event.quotes))
    connection.execute(_INSERT, (stored_moment(event.moment), event.what, *values))


def _insert_decision(connection: sqlite3.Connection, decision: Decision) -> None:
    indicator, period, decided, by, reason, recorded = decision
    values = (indicator, period.first, period.length, decided, by, reason, stored_moment(recorded))
    connection.execute(_DECIDE, values)
    words, uses = "{indicator}: {decision}, by {by}: {reason}", {"by": Use.NAME, "reason": Use.TEXT}
    event = event_of(recorded, "decided", words, decision._asdict(), period=period, uses=uses)
    insert_event(connection, event)


def _insert_entry(connection: sqlite3.Connection, entry: Entry) -> None:
    kind, key, period, words, by, recorded = entry
    said = json.dumps(dict(words), ensure_ascii=False)
    connection.execute(_ENTER, (kind, key, period.first, period.length, said, by, stored_moment(recorded)))
    # The log says that something was entered, and where: the words are in a table of their own.
    told = "{kind} {key} cleared, by {by}" if entry.is_blank else "{kind} {key} entered, by {by}"
    facts = {"kind": str(kind), "key": key, "by": by}
    insert_event(connection, event_of(recorded, "typed", told, facts, period=period, uses={"by": Use.NAME}))


class Log(Connection):
    """What was done, and what was decided."""

    def fetch_events(self) -> list[Event]:
        return [
            Event(
                to_moment(moment),
                what,
                self._words_of(what, words, file, quotes, to_moment(moment).year),
                submission,
                partner,
                None if first is None else Period(first, length),
            )
            for moment, what, words, quotes, submission, partner, first, length, file in self.rows(_FETCH)
        ]

    def _words_of(self, what: str, words: str, file: str, quotes: str | None, year: int) -> str:
        if quotes is not None:
            return revealed([words], to_quotes(quotes), self.guard, year)[0]
        # Words of earlier versions hold what they quote: a file's name, or at their end a reason.
        masked = self.without_quotes(words, file, year)
        if what in _WITH_REASON and masked != words:
            return f"{words.partition(': ')[0]}: {WITHHELD}"
        return masked

    def without_quotes(self, words: str, file: str, year: int) -> str:
        """Return a sentence of an earlier version as it may be shown; `file` is a name it may hold."""
        shown = self.guard.shown(file, None, Use.FILE) if file else file
        return self.guard.masked(words.replace(file, shown) if shown != file else words, year)

    def save_decision(self, decision: Decision) -> Decision:
        self.save_typed([decision], [])
        return self._shown_decision(decision)

    def save_typed(self, decisions: Sequence[Decision], entries: Sequence[Entry]) -> None:
        with self.writing() as connection:
            for decision in decisions:
                _insert_decision(connection, decision)
            for entry in entries:
                _insert_entry(connection, entry)

    def fetch_entries(self, kind: str, until: Period | None) -> list[Entry]:
        rows = self.rows(_ENTRIES, {"kind": str(kind), "last": until.last if until else None})
        found = {
            key: Entry(kind, key, Period(first, length), json.loads(words), by, to_moment(recorded))
            for key, first, length, words, by, recorded in rows
        }
        return [self._shown_entry(found[key]) for key in sorted(found)]

    def _shown_entry(self, entry: Entry) -> Entry:
        guard, year = self.guard, entry.recorded.year
        words = {name: guard.shown(text, year, use_of(name)) for name, text in entry.words.items()}
        return entry._replace(words=words, by=guard.shown(entry.by, year, Use.NAME))

    def fetch_decisions(self, until: Period | None = None, indicator: str | None = None) -> list[Decision]:
        limits = {"indicator": indicator, "last": until.last if until else None}
        return [
            self._shown_decision(
                Decision(code, Period(first, length), decision, by, reason, to_moment(recorded))
            )
            for code, first, length, decision, by, reason, recorded in self.rows(_DECIDED, limits)
        ]

    def latest_decisions(self, until: Period) -> dict[str, Decision]:
        return {decision.indicator: decision for decision in self.fetch_decisions(until)}

    def save_edition_choice(self, choice: EditionChoice) -> EditionChoice:
        key, period, edition, by, reason, recorded = choice
        values = (key, period.first, period.length, edition, by, reason, stored_moment(recorded))
        words, uses = (
            "{key} may be read by: {edition}, by {by}: {reason}",
            {"by": Use.NAME, "reason": Use.TEXT},
        )
        event = event_of(recorded, "edition chosen", words, choice._asdict(), period=period, uses=uses)
        with self.writing() as connection:
            connection.execute(_CHOOSE, values)
            insert_event(connection, event)
        return self._shown_choice(choice)

    def fetch_edition_choices(self, until: Period) -> list[EditionChoice]:
        return [
            self._shown_choice(
                EditionChoice(key, Period(first, length), edition, by, reason, to_moment(recorded))
            )
            for key, first, length, edition, by, reason, recorded in self.rows(_CHOSEN, {"last": until.last})
        ]

    def _shown_choice(self, choice: EditionChoice) -> EditionChoice:
        guard, year = self.guard, choice.recorded.year
        return choice._replace(
            by=guard.shown(choice.by, year, Use.NAME), reason=guard.shown(choice.reason, year)
        )

    def _shown_decision(self, decision: Decision) -> Decision:
        guard, year = self.guard, decision.recorded.year
        return decision._replace(
            by=guard.shown(decision.by, year, Use.NAME), reason=guard.shown(decision.reason, year)
        )

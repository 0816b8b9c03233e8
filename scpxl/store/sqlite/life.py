"""A submission's life: stored, withdrawn, brought back.  Nothing is deleted: the current view is made again."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from scpxl.errors import ConflictError
from scpxl.privacy.guard import Use
from scpxl.store.records import (
    NOTHING,
    Brought,
    Event,
    LifeChange,
    NewSubmission,
    SavedSubmission,
    SubmissionKind,
    SubmissionRecord,
    SubmissionStatus,
)
from scpxl.store.sqlite.connection import utc_now
from scpxl.store.sqlite.log import event_of, insert_event
from scpxl.store.sqlite.submissions import Submissions

_NEVER_IN_VIEW = {SubmissionStatus.RETURNED, SubmissionStatus.WITHDRAWN}
Key = tuple[int, int, int]
"""A series, and the first month and length of a period."""


class Stated(NamedTuple):
    """What a submission says of a key, and in which cell."""

    numerator: float | None
    denominator: float | None
    marker: str
    sheet: str
    cell: str


class CurrentRow(NamedTuple):
    """What is in the current view of a key, and which submission put it there."""

    said: Stated
    submission: int


_SAME_RETURN = "partner = :partner AND first_month = :first AND length = :length AND kind = :kind"
_ACCEPTED = "('accepted', 'accepted with queries')"
_VERDICT = f"""
SELECT what FROM event WHERE submission_id = ? AND what IN {_ACCEPTED} ORDER BY id LIMIT 1
"""  # noqa: S608  the words are named above

# Whatever any attempt at the same return speaks of may be other without it, or with it.
_CONCERNED = f"""
CREATE TEMP TABLE concerned AS
SELECT DISTINCT s.series_id, s.first_month, s.length FROM statement AS s
WHERE s.submission_id IN (SELECT id FROM submission WHERE {_SAME_RETURN})
"""  # noqa: S608  the condition is named above
_STATED = f"""
SELECT s.submission_id, s.series_id, s.first_month, s.length,
    s.numerator, s.denominator, s.marker, s.sheet, s.cell
FROM submission AS by CROSS JOIN concerned AS c
JOIN statement AS s ON s.submission_id = by.id
AND s.series_id = c.series_id AND s.first_month = c.first_month AND s.length = c.length
WHERE by.status IN ('superseded', {_ACCEPTED[1:]}
"""  # noqa: S608  the words are named above
_SEEN = """
SELECT o.series_id, o.first_month, o.length, o.numerator, o.denominator, o.marker, o.sheet, o.cell,
    o.submission_id
FROM concerned AS c JOIN observation AS o USING (series_id, first_month, length)
"""
_FORGET = "DELETE FROM observation WHERE series_id = ? AND first_month = ? AND length = ?"
_PUT = """
INSERT INTO observation (
    series_id, first_month, length, numerator, denominator, marker, sheet, cell, submission_id
) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


class Life(Submissions):
    """How submissions come into force and go out of it."""

    def save_submission(
        self, submission: NewSubmission, brings: Brought = NOTHING, *, withdrawn: str = ""
    ) -> SavedSubmission:
        with self.writing() as connection:
            saved = self.save_within(connection, submission, brings)
            if not withdrawn or saved.is_repeat or not saved.status.is_in_force:
                return saved
            self._withdraw(connection, self.fetch_submission(saved.reference), withdrawn)
        return replace(saved, status=SubmissionStatus.WITHDRAWN, new=0, unchanged=0, restated=(), overtaken=0)

    def withdraw_submission(self, reference: str, why: str) -> LifeChange:
        if not why.strip():
            raise ConflictError(
                f"Why is {reference} withdrawn? Say it in a few words: the record keeps them."
            )
        with self.writing() as connection:
            found = self.fetch_submission(reference)
            self._refuse_unless_in_force(found)
            return self._withdraw(connection, found, why.strip())

    def _withdraw(self, connection: sqlite3.Connection, found: SubmissionRecord, why: str) -> LifeChange:
        connection.execute("UPDATE submission SET status = 'withdrawn' WHERE id = ?", (found.id,))
        return self._settle(connection, found, "withdrawn", "{reference} withdrawn: {why}", why=why)

    def reinstate_submission(self, reference: str) -> LifeChange:
        with self.writing() as connection:
            found = self.fetch_submission(reference)
            if found.status is not SubmissionStatus.WITHDRAWN:
                raise ConflictError(
                    f"{found.reference} is not withdrawn but {found.status.value}; nothing was changed. "
                    "Only what was withdrawn can be reinstated."
                )
            status: str = SubmissionStatus.SUPERSEDED  # until it is seen which attempt is the last
            if found.kind is not SubmissionKind.RETURN:
                (status,) = connection.execute(_VERDICT, (found.id,)).fetchone()
            connection.execute("UPDATE submission SET status = ? WHERE id = ?", (status, found.id))
            return self._settle(connection, found, "reinstated", "{reference} reinstated.")

    def _refuse_unless_in_force(self, found: SubmissionRecord) -> None:
        if found.status.is_in_force:
            return
        why = {
            SubmissionStatus.WITHDRAWN: "is withdrawn already",
            SubmissionStatus.RETURNED: "was sent back, so its figures are not used",
        }.get(found.status, f"is {found.status.value}")
        if found.status is SubmissionStatus.SUPERSEDED:
            later = self._in_force(found)
            why = f"was superseded by {later.reference}" if later else why
            why += "; withdraw that one first" if later else ""
        raise ConflictError(f"{found.reference} {why}. Nothing was changed.")

    def _settle(
        self,
        connection: sqlite3.Connection,
        changed: SubmissionRecord,
        what: str,
        words: str,
        **facts: str,
    ) -> LifeChange:
        """Put the last accepted attempt in force, make the view of all that is concerned again, and note it."""
        others = _put_last_in_force(connection, changed) if changed.kind is SubmissionKind.RETURN else []
        figures = self._remake_view(connection, changed)
        moment = utc_now()
        facts = {"reference": changed.reference, **facts}
        insert_event(
            connection, event_of(moment, what, words, facts, submission=changed.id, uses={"why": Use.TEXT})
        )
        for number, became, told in others:
            insert_event(connection, Event(moment, became, told, number))
        return LifeChange(self.fetch_submission(changed.reference), self._in_force(changed), figures)

    def _in_force(self, found: SubmissionRecord) -> SubmissionRecord | None:
        attempts = self.fetch_submissions(found.period, found.partner, found.kind)
        return next((one for one in reversed(attempts) if one.status.is_in_force), None)

    def _remake_view(self, connection: sqlite3.Connection, changed: SubmissionRecord) -> int:
        connection.execute("DROP TABLE IF EXISTS temp.concerned")
        connection.execute(_CONCERNED, _of_same_return(changed))
        before = {row[:3]: CurrentRow(Stated(*row[3:8]), row[8]) for row in connection.execute(_SEEN)}
        stated: dict[Key, dict[int, Stated]] = defaultdict(dict)
        for number, series, first, length, *said in connection.execute(_STATED):
            stated[series, first, length][number] = Stated(*said)
        keys = connection.execute("SELECT series_id, first_month, length FROM concerned").fetchall()
        # In the order in which they came: what is accepted has its number from then.
        sent = sorted(
            (one for one in self.fetch_submissions() if one.status not in _NEVER_IN_VIEW), key=lambda s: s.id
        )
        after = {key: now for key in keys if (now := current_values(key, sent, stated[key]))}
        connection.executemany(_FORGET, keys)
        connection.executemany(
            _PUT, ((*key, *now.said, now.submission) for key, now in sorted(after.items()))
        )
        return sum(before.get(key) != after.get(key) for key in keys)


def _of_same_return(found: SubmissionRecord) -> dict[str, str | int]:
    period = found.period
    return {"partner": found.partner, "first": period.first, "length": period.length, "kind": found.kind}


def _put_last_in_force(
    connection: sqlite3.Connection, changed: SubmissionRecord
) -> list[tuple[int, str, str]]:
    """Put the last accepted attempt in force; return which other attempt became what by it, and in words."""
    same = _of_same_return(changed)
    stood = f"SELECT id, reference FROM submission WHERE {_SAME_RETURN} AND status IN {_ACCEPTED} AND id <> :changed"  # noqa: S608
    before = dict(connection.execute(stood, {**same, "changed": changed.id}))
    superseded = f"UPDATE submission SET status = 'superseded' WHERE {_SAME_RETURN} AND status IN {_ACCEPTED}"  # noqa: S608
    connection.execute(superseded, same)
    last = connection.execute(
        f"SELECT id FROM submission WHERE {_SAME_RETURN} AND status = 'superseded' ORDER BY attempt DESC LIMIT 1",  # noqa: S608
        same,
    ).fetchone()
    if last:
        (verdict,) = connection.execute(_VERDICT, last).fetchone()
        connection.execute("UPDATE submission SET status = ? WHERE id = ?", (verdict, *last))
    after = dict(connection.execute(stood, {**same, "changed": changed.id}))
    again = [(n, "in force again", f"{its} in force again.") for n, its in after.items() if n not in before]
    return again + [
        (number, SubmissionStatus.SUPERSEDED.value, f"{its} superseded by {changed.reference}.")
        for number, its in before.items()
        if number not in after
    ]


def current_values(
    key: Key, sent: Sequence[SubmissionRecord], stated: Mapping[int, Stated]
) -> CurrentRow | None:
    """Return what is in the view of a key after all that was sent, in its order; None where nobody said a thing.

    The last word counts, but: a return for an earlier period does not change what one for a later period
    said; the same figure again keeps the cell it first came from; a later attempt that leaves out a figure
    of its own period makes it blank.
    """
    now: CurrentRow | None = None
    by = {one.id: one for one in sent}
    for one in _who_may_speak(key, sent, stated):
        said = stated.get(one.id)
        said_by = by[now.submission] if now else None
        if said is None:
            if now and said_by and _is_same_return(one, said_by) and now.said.marker != "blank":
                now = CurrentRow(Stated(None, None, "blank", "", ""), one.id)
        elif now is None or not (_is_same(now.said, said) or _is_later(said_by, one)):
            now = CurrentRow(said, one.id)
    return now


def _who_may_speak(
    key: Key, sent: Iterable[SubmissionRecord], stated: Mapping[int, Stated]
) -> Iterable[SubmissionRecord]:
    _, first, length = key
    for one in sent:
        inside = one.period.first <= first and first + length - 1 <= one.period.last
        if one.id in stated or (one.kind is SubmissionKind.RETURN and inside):
            yield one


def _is_same_return(one: SubmissionRecord, said_by: SubmissionRecord) -> bool:
    return (one.partner, one.period, one.kind) == (said_by.partner, said_by.period, said_by.kind)


def _is_same(now: Stated, said: Stated) -> bool:
    return now[:3] == said[:3]


def _is_later(standing: SubmissionRecord | None, one: SubmissionRecord) -> bool:
    return (
        standing is not None
        and standing.kind is one.kind is SubmissionKind.RETURN
        and standing.period.first > one.period.first
    )

"""Withdraw a submission and bring it back.  Nothing is deleted: the current view is made again without it, or with it."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from scpxl.errors import ConflictError
from scpxl.privacy.guard import Use
from scpxl.store.database import Store
from scpxl.store.events import Event, event_of, insert_event
from scpxl.store.records import (
    NewSubmission,
    SavedSubmission,
    SubmissionKind,
    SubmissionRecord,
    SubmissionStatus,
)
from scpxl.store.submissions import Brought, fetch_submission, fetch_submissions, save_within
from scpxl.store.values import utc_now

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


class Standing(NamedTuple):
    """What is in the current view of a key, and which submission put it there."""

    said: Stated
    submission: int


class LifeChange(NamedTuple):
    """What became of a submission, and what is in force for its partner and period now."""

    submission: SubmissionRecord
    in_force: SubmissionRecord | None
    figures: int
    """How many figures of the current view are other than before."""


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


def withdraw_submission(store: Store, reference: str, why: str) -> LifeChange:
    """Take an accepted submission out of force, in one transaction; what stood before comes back.

    An earlier accepted attempt at the same return is in force again, with its commentary and actions.
    Raises NotFoundError for a reference there is none of, ConflictError for a submission that is
    not in force or where no reason is given.
    """
    if not why.strip():
        raise ConflictError(f"Why is {reference} withdrawn? Say it in a few words: the record keeps them.")
    with store.writing() as connection:
        found = fetch_submission(store, reference)
        _refuse_unless_in_force(store, found)
        connection.execute("UPDATE submission SET status = 'withdrawn' WHERE id = ?", (found.id,))
        return _settle(store, connection, found, "withdrawn", "{reference} withdrawn: {why}", why=why.strip())


def save_withdrawn(store: Store, submission: NewSubmission, brings: Brought, why: str) -> SavedSubmission:
    """Store an accepted return that is not to be in force, in one transaction: what is in force stays so.

    It is withdrawn as it comes, with the reason in the log, so that reinstating it puts it in force.
    """
    with store.writing() as connection:
        saved = save_within(store, connection, submission, brings)
        if saved.is_repeat or not saved.status.is_in_force:
            return saved
        connection.execute("UPDATE submission SET status = 'withdrawn' WHERE id = ?", (saved.id,))
        found = fetch_submission(store, saved.reference)
        _settle(store, connection, found, "withdrawn", "{reference} withdrawn: {why}", why=why)
    return replace(saved, status=SubmissionStatus.WITHDRAWN, new=0, unchanged=0, restated=(), overtaken=0)


def reinstate_submission(store: Store, reference: str) -> LifeChange:
    """Bring a withdrawn submission back, in one transaction, to where it would be had it never been withdrawn.

    Where a later attempt was accepted meanwhile, that one stays in force.  Raises NotFoundError for a
    reference there is none of, ConflictError for a submission that is not withdrawn.
    """
    with store.writing() as connection:
        found = fetch_submission(store, reference)
        if found.status is not SubmissionStatus.WITHDRAWN:
            raise ConflictError(
                f"{found.reference} is not withdrawn but {found.status.value}; nothing was changed. "
                "Only what was withdrawn can be reinstated."
            )
        status: str = SubmissionStatus.SUPERSEDED  # until it is seen which attempt is the last
        if found.kind is not SubmissionKind.RETURN:
            (status,) = connection.execute(_VERDICT, (found.id,)).fetchone()
        connection.execute("UPDATE submission SET status = ? WHERE id = ?", (status, found.id))
        return _settle(store, connection, found, "reinstated", "{reference} reinstated.")


def _refuse_unless_in_force(store: Store, found: SubmissionRecord) -> None:
    if found.status.is_in_force:
        return
    why = {
        SubmissionStatus.WITHDRAWN: "is withdrawn already",
        SubmissionStatus.RETURNED: "was sent back, so nothing of it is in force",
    }.get(found.status, f"is {found.status.value}")
    if found.status is SubmissionStatus.SUPERSEDED:
        later = _in_force(store, found)
        why = f"was superseded by {later.reference}" if later else why
        why += "; withdraw that one first" if later else ""
    raise ConflictError(f"{found.reference} {why}. Nothing was changed.")


def _settle(
    store: Store,
    connection: sqlite3.Connection,
    changed: SubmissionRecord,
    what: str,
    words: str,
    **facts: str,
) -> LifeChange:
    """Put the last accepted attempt in force, make the view of all that is concerned again, and note it."""
    others = _put_last_in_force(connection, changed) if changed.kind is SubmissionKind.RETURN else []
    figures = _remake_view(store, connection, changed)
    moment = utc_now()
    facts = {"reference": changed.reference, **facts}
    insert_event(
        connection, event_of(moment, what, words, facts, submission=changed.id, uses={"why": Use.TEXT})
    )
    for number, became, told in others:
        insert_event(connection, Event(moment, became, told, number))
    return LifeChange(fetch_submission(store, changed.reference), _in_force(store, changed), figures)


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


def _in_force(store: Store, found: SubmissionRecord) -> SubmissionRecord | None:
    attempts = fetch_submissions(store, found.period, found.partner, found.kind)
    return next((one for one in reversed(attempts) if one.status.is_in_force), None)


def _remake_view(store: Store, connection: sqlite3.Connection, changed: SubmissionRecord) -> int:
    connection.execute("DROP TABLE IF EXISTS temp.concerned")
    connection.execute(_CONCERNED, _of_same_return(changed))
    before = {row[:3]: Standing(Stated(*row[3:8]), row[8]) for row in connection.execute(_SEEN)}
    stated: dict[Key, dict[int, Stated]] = defaultdict(dict)
    for number, series, first, length, *said in connection.execute(_STATED):
        stated[series, first, length][number] = Stated(*said)
    keys = connection.execute("SELECT series_id, first_month, length FROM concerned").fetchall()
    # In the order in which they came: what is accepted has its number from then.
    sent = sorted(
        (one for one in fetch_submissions(store) if one.status not in _NEVER_IN_VIEW), key=lambda s: s.id
    )
    after = {key: now for key in keys if (now := what_stands(key, sent, stated[key]))}
    connection.executemany(_FORGET, keys)
    connection.executemany(_PUT, ((*key, *now.said, now.submission) for key, now in sorted(after.items())))
    return sum(before.get(key) != after.get(key) for key in keys)


def what_stands(key: Key, sent: Sequence[SubmissionRecord], stated: Mapping[int, Stated]) -> Standing | None:
    """Return what is in the view of a key after all that was sent, in its order; None where nobody said a thing.

    The last word counts, but: a return for an earlier period does not change what one for a later period
    said; the same figure again keeps the cell it first came from; a later attempt that leaves out a figure
    of its own period makes it blank.
    """
    now: Standing | None = None
    by = {one.id: one for one in sent}
    for one in _who_may_speak(key, sent, stated):
        said = stated.get(one.id)
        said_by = by[now.submission] if now else None
        if said is None:
            if now and said_by and _is_same_return(one, said_by) and now.said.marker != "blank":
                now = Standing(Stated(None, None, "blank", "", ""), one.id)
        elif now is None or not (_is_same(now.said, said) or _is_later(said_by, one)):
            now = Standing(said, one.id)
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

"""A submission enters wholly, once, and takes nothing away; which submissions there are."""

from __future__ import annotations

import hashlib
import sqlite3
from datetime import datetime
from itertools import count
from typing import Any

from scpxl.errors import NotFoundError
from scpxl.model.periods import Period
from scpxl.privacy.guard import Use
from scpxl.returns.answers import use_of
from scpxl.store.records import (
    STATUS_OF,
    Brought,
    Event,
    NewSubmission,
    SavedSubmission,
    SubmissionKind,
    SubmissionRecord,
    SubmissionStatus,
)
from scpxl.store.sqlite.connection import day_of, stored_day, stored_moment, to_moment
from scpxl.store.sqlite.documents import (
    Documents,
    insert_actions,
    insert_commentary,
    insert_explanations,
    insert_findings,
    insert_nil_sections,
    insert_waiver_uses,
)
from scpxl.store.sqlite.entering import Upserted, upsert_observations
from scpxl.store.sqlite.log import event_of, insert_event
from scpxl.store.sqlite.observations import Observations

REFERENCE_LETTERS = "2345679ACFHJKMRTWXY"
"""Neither look alike on paper nor sound alike on the telephone."""
REFERENCE_LENGTH = 6

RECEIVED = "received"
"""What the log records of a file that was received; a submission on record is judged, so this is no status of one."""

_FETCH = """
SELECT id, reference, partner, first_month, length, sha256, file, kind, attempt, received, status,
    framework_version, figures, signed_name, signed_role, signed_date
FROM submission
"""
_WANTED = """
WHERE (:partner IS NULL OR partner = :partner) AND (:kind IS NULL OR kind = :kind)
AND (:first IS NULL OR (first_month = :first AND length = :length))
ORDER BY partner, first_month, length, kind, attempt
"""

# What was sent back may be judged again under another framework, unless something was sent since.  Of an imported
# file other rows may be another time: only where as many are as before is it the same again.
_SAME_BYTES = """
SELECT id, reference, attempt, status FROM submission AS earlier
WHERE sha256 = :sha256 AND partner = :partner AND first_month = :first AND length = :length AND kind = :kind
AND (kind = 'return' OR figures = :figures)
AND NOT (status = 'returned' AND framework_version <> :framework_version AND attempt = (
    SELECT max(attempt) FROM submission AS any_attempt
    WHERE any_attempt.partner = earlier.partner AND any_attempt.first_month = earlier.first_month
    AND any_attempt.length = earlier.length AND any_attempt.kind = earlier.kind
))
ORDER BY attempt DESC LIMIT 1
"""

# Which partner a return is of, its own bytes say; what they are now not asked for.
_REPEAT = """
SELECT id, reference, attempt, status FROM submission AS earlier
WHERE sha256 = :sha256 AND first_month = :first AND length = :length AND kind = 'return'
AND NOT (status = 'returned' AND framework_version <> :framework_version AND attempt = (
    SELECT max(attempt) FROM submission AS any_attempt
    WHERE any_attempt.partner = earlier.partner AND any_attempt.first_month = earlier.first_month
    AND any_attempt.length = earlier.length AND any_attempt.kind = 'return'
))
ORDER BY attempt DESC LIMIT 1
"""
_OWE = "INSERT INTO reply (submission_id) VALUES (?)"
_OWED = " WHERE id IN (SELECT submission_id FROM reply WHERE written IS NULL) ORDER BY id"

_NEXT_ATTEMPT = """
SELECT 1 + coalesce(max(attempt), 0) FROM submission
WHERE partner = :partner AND first_month = :first AND length = :length AND kind = :kind
"""

_IN_FORCE = """
SELECT id, reference FROM submission
WHERE partner = :partner AND first_month = :first AND length = :length AND kind = 'return'
AND status IN ('accepted', 'accepted with queries')
"""

_SUPERSEDE = """
UPDATE submission SET status = 'superseded'
WHERE partner = :partner AND first_month = :first AND length = :length AND kind = 'return'
AND status IN ('accepted', 'accepted with queries')
"""

_INSERT = """
INSERT INTO submission (
    reference, sha256, file, partner, first_month, length, kind, attempt, received, status,
    signed_name, signed_role, signed_date, framework_version, figures
) VALUES (
    :reference, :sha256, :file, :partner, :first, :length, :kind, :attempt, :received, :status,
    :signed_name, :signed_role, :signed_date, :framework_version, :figures
)
"""


class Submissions(Observations, Documents):
    """Which submissions there are, and how one enters."""

    def fetch_submissions(
        self, period: Period | None = None, partner: str | None = None, kind: SubmissionKind | None = None
    ) -> list[SubmissionRecord]:
        rows = self.rows(
            _FETCH + _WANTED,
            {
                "partner": partner,
                "kind": kind,
                "first": period.first if period else None,
                "length": period.length if period else None,
            },
        )
        return [self._record_of(row) for row in rows]

    def fetch_submission(self, reference: str) -> SubmissionRecord:
        if rows := self.rows(_FETCH + " WHERE reference = ?", (reference.strip().upper(),)):
            return self._record_of(rows[0])
        raise NotFoundError(
            f"There is no submission {reference} in {self.path}. `scpxl changes PARTNER` lists a partner's."
        )

    def find_submissions_of(self, sha256: str) -> list[SubmissionRecord]:
        rows = self.rows(_FETCH + " WHERE sha256 = ? ORDER BY id", (sha256,))
        return [self._record_of(row) for row in rows]

    def find_repeat(self, sha256: str, period: Period, framework_version: str) -> SavedSubmission | None:
        limits = {
            "sha256": sha256,
            "first": period.first,
            "length": period.length,
            "framework_version": framework_version,
        }
        rows = self.rows(_REPEAT, limits)
        return _repeat(*rows[0]) if rows else None

    def fetch_owed(self) -> list[SubmissionRecord]:
        return [self._record_of(row) for row in self.rows(_FETCH + _OWED)]

    def save_replied(self, submission: int, moment: datetime) -> None:
        with self.writing() as connection:
            connection.execute(
                "UPDATE reply SET written = ? WHERE submission_id = ?", (stored_moment(moment), submission)
            )

    def save_within(
        self, connection: sqlite3.Connection, submission: NewSubmission, brings: Brought
    ) -> SavedSubmission:
        """Store a submission within a transaction that is open already."""
        values = _values_of(submission)
        if earlier := connection.execute(_SAME_BYTES, values).fetchone():
            return _repeat(*earlier)
        status = STATUS_OF[submission.verdict]
        supersedes = status.is_in_force and submission.kind is SubmissionKind.RETURN
        superseded = connection.execute(_IN_FORCE, values).fetchall() if supersedes else []
        if supersedes:
            connection.execute(_SUPERSEDE, values)
        number = _insert(connection, values)
        if submission.kind is SubmissionKind.RETURN:
            connection.execute(_OWE, (number,))
        insert_findings(connection, number, brings.findings)
        upserted = Upserted(new=0, unchanged=0)
        if status.is_in_force:
            upserted = upsert_observations(connection, number, brings.observations, fill_gaps=supersedes)
            insert_commentary(connection, number, brings.commentary)
            insert_actions(connection, number, brings.actions)
            insert_explanations(connection, number, brings.explanations)
            insert_nil_sections(connection, number, submission.nil_sections)
        _log(connection, submission, values, number, superseded)
        insert_waiver_uses(connection, number, brings.waived, submission.received)
        return SavedSubmission(
            id=number,
            reference=values["reference"],
            attempt=values["attempt"],
            status=status,
            is_repeat=False,
            new=upserted.new,
            unchanged=upserted.unchanged,
            restated=tuple(self.fetch_restatements(submission=number)),
            overtaken=upserted.overtaken,
        )

    def _record_of(self, row: tuple[Any, ...]) -> SubmissionRecord:
        shown = self.guard.shown
        number, reference, partner, first, length, sha256, file, kind, attempt, received, status, *rest = row
        framework_version, figures, signed_name, signed_role, signed_date = rest
        return SubmissionRecord(
            id=number,
            reference=reference,
            partner=partner,
            period=Period(first, length),
            sha256=sha256,
            file=shown(file, None, Use.FILE),
            kind=SubmissionKind(kind),
            attempt=attempt,
            received=to_moment(received),
            status=SubmissionStatus(status),
            framework_version=framework_version,
            figures=figures,
            signed_name=shown(signed_name, (first + length) // 12, use_of("signed_name")),
            signed_role=shown(signed_role, (first + length) // 12, use_of("signed_role")),
            signed_date=day_of(signed_date),
        )


def _log(
    connection: sqlite3.Connection,
    submission: NewSubmission,
    values: dict[str, Any],
    number: int,
    superseded: list[tuple[int, str]],
) -> None:
    """Note that it came, what became of it, and of those before it."""
    came, reference = submission.received, values["reference"]
    status = values["status"]
    facts = {"reference": reference, "attempt": values["attempt"], "file": submission.file, "status": status}
    received = "{reference}, attempt {attempt}: {file} received."
    insert_event(connection, event_of(came, RECEIVED, received, facts, submission=number))
    became = "{reference}, attempt {attempt}, {file}: {status}."
    insert_event(connection, event_of(came, status, became, facts, submission=number))
    for earlier, its_reference in superseded:
        words = f"{its_reference} superseded by {reference}."
        insert_event(connection, Event(came, SubmissionStatus.SUPERSEDED, words, earlier))


def _repeat(number: int, reference: str, attempt: int, status: str) -> SavedSubmission:
    return SavedSubmission(
        id=number,
        reference=reference,
        attempt=attempt,
        status=SubmissionStatus(status),
        is_repeat=True,
        new=0,
        unchanged=0,
        restated=(),
    )


def _values_of(new: NewSubmission) -> dict[str, Any]:
    return {
        "sha256": new.sha256,
        "file": new.file,
        "partner": new.partner,
        "first": new.period.first,
        "length": new.period.length,
        "kind": new.kind,
        "received": stored_moment(new.received),
        "status": STATUS_OF[new.verdict],
        "signed_name": new.signed_name,
        "signed_role": new.signed_role,
        "signed_date": stored_day(new.signed_date),
        "framework_version": new.framework_version,
        "figures": new.figures,
    }


def _insert(connection: sqlite3.Connection, values: dict[str, Any]) -> int:
    """Give the submission its attempt and reference, add it, and return its number."""
    (values["attempt"],) = connection.execute(_NEXT_ATTEMPT, values).fetchone()
    values["reference"] = _new_reference(connection, values)
    number = connection.execute(_INSERT, values).lastrowid
    assert number is not None  # noqa: S101  an insert of one row has a number
    return number


def _new_reference(connection: sqlite3.Connection, values: dict[str, Any]) -> str:
    """Return a reference nobody has, the same whenever the same is stored in the same order."""
    what = [str(values[name]) for name in ("sha256", "partner", "first", "length", "kind", "attempt")]
    taken = "SELECT 1 FROM submission WHERE reference = ?"
    for further in count():
        digest = hashlib.sha256("|".join([*what, str(further)]).encode()).digest()
        letters = (REFERENCE_LETTERS[byte % len(REFERENCE_LETTERS)] for byte in digest[:REFERENCE_LENGTH])
        reference = "R-" + "".join(letters)
        if not connection.execute(taken, (reference,)).fetchone():
            return reference
    raise AssertionError

"""Save a submission wholly or not at all; say which submissions there are.  Nothing stored is overwritten."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterable, Sequence
from itertools import count
from typing import Any, NamedTuple

from scpxl.errors import UnknownThingError
from scpxl.model.agreements import Waiver
from scpxl.model.documents import ActionRecord, CommentaryRecord, ExplanationRecord
from scpxl.model.observations import Observation
from scpxl.model.periods import Period
from scpxl.privacy.guard import Use
from scpxl.returns.answers import use_of
from scpxl.returns.findings import Finding
from scpxl.store.database import Store
from scpxl.store.documents import (
    insert_actions,
    insert_commentary,
    insert_explanations,
    insert_nil_sections,
)
from scpxl.store.events import Event, event_of, insert_event
from scpxl.store.findings import insert_findings
from scpxl.store.observations import Upserted, upsert_observations
from scpxl.store.records import (
    STATUS_OF,
    NewSubmission,
    SavedSubmission,
    SubmissionKind,
    SubmissionRecord,
    SubmissionStatus,
)
from scpxl.store.restatements import restatements_by
from scpxl.store.values import day_text, moment_text, to_day, to_moment
from scpxl.store.waivers import insert_waiver_uses

REFERENCE_LETTERS = "2345679ACFHJKMRTWXY"
"""Neither look alike on paper nor sound alike on the telephone."""
REFERENCE_LENGTH = 6

RECEIVED = "received"
"""What the log says of a file that came; a submission on record is judged, so this is no status of one."""

_COLUMNS = """
    id, reference, partner, first_month, length, sha256, file, kind, attempt, received, status,
    framework_version, figures, signed_name, signed_role, signed_date
"""

# What was sent back may be judged anew under another framework, unless something was sent since.  Of an imported
# file other rows may stand another time: only where as many stand as before is it the same again.
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


def save_submission(
    store: Store,
    submission: NewSubmission,
    observations: Sequence[Observation] = (),
    *,
    commentary: Iterable[CommentaryRecord] = (),
    actions: Iterable[ActionRecord] = (),
    findings: Iterable[Finding] = (),
    explanations: Iterable[ExplanationRecord] = (),
    waived: Iterable[tuple[Waiver, int]] = (),
) -> SavedSubmission:
    """Store a submission with all it brings, in one transaction.

    `waived` are the waivers that were applied, each with how many findings it let by: that is kept and
    noted in the log.  Bytes already stored for the partner and period change nothing.  A returned submission keeps its
    findings and counts as an attempt; its figures, commentary, actions and explanations stay out, and
    the last accepted return stays in force.  An accepted return supersedes the earlier ones for its
    partner and period: a figure that differs is a restatement, a figure of the period that it leaves
    out becomes blank, a figure that a return for a later period has restated stays so.  Raises StoreError where two observations are about the same thing, or a figure
    is not a number; then nothing is stored.
    """
    brings = Brought(observations, commentary, actions, findings, explanations, waived)
    with store.writing() as connection:
        return save_within(store, connection, submission, brings)


class Brought(NamedTuple):
    """All that a submission brings."""

    observations: Sequence[Observation] = ()
    commentary: Iterable[CommentaryRecord] = ()
    actions: Iterable[ActionRecord] = ()
    findings: Iterable[Finding] = ()
    explanations: Iterable[ExplanationRecord] = ()
    waived: Iterable[tuple[Waiver, int]] = ()


def save_within(
    store: Store, connection: sqlite3.Connection, submission: NewSubmission, brings: Brought
) -> SavedSubmission:
    """Store a submission as `save_submission` does, within a transaction that is open already."""
    values = _values_of(submission)
    if earlier := connection.execute(_SAME_BYTES, values).fetchone():
        return _repeat(*earlier)
    status = STATUS_OF[submission.verdict]
    supersedes = status.is_in_force and submission.kind is SubmissionKind.RETURN
    superseded = connection.execute(_IN_FORCE, values).fetchall() if supersedes else []
    if supersedes:
        connection.execute(_SUPERSEDE, values)
    number = _insert(connection, values)
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
        restated=restatements_by(store, number),
        overtaken=upserted.overtaken,
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


def fetch_submissions(
    store: Store, period: Period | None = None, partner: str | None = None, kind: SubmissionKind | None = None
) -> list[SubmissionRecord]:
    """Return every attempt, whatever became of it, by partner, period and attempt."""
    rows = store.rows(
        f"""
        SELECT {_COLUMNS} FROM submission
        WHERE (:partner IS NULL OR partner = :partner) AND (:kind IS NULL OR kind = :kind)
        AND (:first IS NULL OR (first_month = :first AND length = :length))
        ORDER BY partner, first_month, length, kind, attempt
        """,  # noqa: S608  the columns are named above
        {
            "partner": partner,
            "kind": kind,
            "first": period.first if period else None,
            "length": period.length if period else None,
        },
    )
    return [_to_record(store, row) for row in rows]


def fetch_submission(store: Store, reference: str) -> SubmissionRecord:
    """Return one submission by its reference.  Raises UnknownThingError where there is none."""
    sql = f"SELECT {_COLUMNS} FROM submission WHERE reference = ?"  # noqa: S608  the columns are named above
    if rows := store.rows(sql, (reference.strip().upper(),)):
        return _to_record(store, rows[0])
    raise UnknownThingError(
        f"There is no submission {reference} in {store.path}. `scpxl changes PARTNER` lists a partner's."
    )


def find_submissions_of(store: Store, sha256: str) -> list[SubmissionRecord]:
    """Return the submissions that had exactly these bytes, first to last; none where they are new."""
    sql = f"SELECT {_COLUMNS} FROM submission WHERE sha256 = ? ORDER BY id"  # noqa: S608  the columns are named above
    return [_to_record(store, row) for row in store.rows(sql, (sha256,))]


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
        "received": moment_text(new.received),
        "status": STATUS_OF[new.verdict],
        "signed_name": new.signed_name,
        "signed_role": new.signed_role,
        "signed_date": day_text(new.signed_date),
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


def _to_record(store: Store, row: tuple[Any, ...]) -> SubmissionRecord:
    shown = store.guard.shown
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
        signed_date=to_day(signed_date),
    )

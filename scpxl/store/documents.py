"""What partners wrote: commentary, actions, explanations.  The last accepted return of each partner speaks."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from scpxl.model.documents import ActionRecord, CommentaryRecord, ExplanationRecord
from scpxl.model.observations import Source
from scpxl.model.periods import Period
from scpxl.privacy.guard import Use
from scpxl.returns.answers import use_of
from scpxl.store.database import Store
from scpxl.store.values import day_text, to_day

_INSERT_COMMENTARY = """
INSERT INTO commentary (
    submission_id, place, objective, happened, why, doing, decision, marking, sheet, cell
) VALUES (
    :submission, :place, :objective, :happened, :why, :doing, :decision, :marking, :sheet, :cell
)
"""
_INSERT_ACTION = """
INSERT INTO action (
    submission_id, place, reference, objective, action, owner, due, status, complete,
    rag, rag_reason, "update", sheet, cell
) VALUES (
    :submission, :place, :reference, :objective, :action, :owner, :due, :status, :complete,
    :rag, :rag_reason, :update, :sheet, :cell
)
"""
_INSERT_EXPLANATION = """
INSERT INTO explanation (submission_id, place, indicator, reason, explanation, sheet, cell)
VALUES (:submission, :place, :indicator, :reason, :explanation, :sheet, :cell)
"""
_INSERT_NIL = "INSERT INTO nil_section (submission_id, section) VALUES (?, ?)"
_NIL = """
SELECT s.partner, n.section FROM nil_section AS n JOIN submission AS s ON s.id = n.submission_id
WHERE s.kind = 'return' AND s.status IN ('accepted', 'accepted with queries')
AND s.first_month = ? AND s.length = ?
"""
_IN_FORCE = """
JOIN submission AS s ON s.id = d.submission_id
WHERE s.kind = 'return' AND s.status IN ('accepted', 'accepted with queries')
AND s.first_month = :first AND s.length = :length AND (:partner IS NULL OR s.partner = :partner)
ORDER BY s.partner, d.place
"""
_WRITTEN_BY = "SELECT s.partner, s.reference, s.file, d.sheet, d.cell, "
_COMMENTARY = "d.objective, d.happened, d.why, d.doing, d.decision, d.marking FROM commentary AS d "
_ACTIONS = """
d.reference, d.objective, d.action, d.owner, d.due, d.status, d.complete, d.rag, d.rag_reason, d."update"
FROM action AS d
"""
_EXPLANATIONS = "d.indicator, d.reason, d.explanation FROM explanation AS d "

_Record = TypeVar("_Record", CommentaryRecord, ActionRecord, ExplanationRecord)
_OURS = {"partner", "period", "objective", "indicator", "marking", "status", "rag", "reason", "source"}
"""Fields that hold a code or one of the form's choices: no one else's words get in there."""

_LAST_BEFORE = """
SELECT first_month, length FROM submission
WHERE kind = 'return' AND status IN ('accepted', 'accepted with queries')
AND partner = :partner AND first_month < :before ORDER BY first_month DESC, length DESC LIMIT 1
"""


def insert_commentary(
    connection: sqlite3.Connection, submission: int, records: Iterable[CommentaryRecord]
) -> None:
    """Add what a submission says of each objective, in the form's order."""
    connection.executemany(_INSERT_COMMENTARY, _numbered(submission, records))


def insert_actions(connection: sqlite3.Connection, submission: int, records: Iterable[ActionRecord]) -> None:
    """Add the rows of a submission's action plan, in their order."""
    rows = _numbered(submission, records)
    connection.executemany(_INSERT_ACTION, ({**row, "due": day_text(row["due"])} for row in rows))


def insert_explanations(
    connection: sqlite3.Connection, submission: int, records: Iterable[ExplanationRecord]
) -> None:
    """Add a submission's explanations, in their order."""
    connection.executemany(_INSERT_EXPLANATION, _numbered(submission, records))


def insert_nil_sections(connection: sqlite3.Connection, submission: int, sections: Iterable[str]) -> None:
    """Add the sections of which a submission says that there is nothing to report."""
    connection.executemany(_INSERT_NIL, ((submission, str(section)) for section in dict.fromkeys(sections)))


def fetch_nil_sections(store: Store, period: Period) -> frozenset[tuple[str, str]]:
    """Return partner and section of whatever the returns in force say holds nothing to report."""
    return frozenset(
        (partner, section) for partner, section in store.rows(_NIL, (period.first, period.length))
    )


def fetch_commentary(store: Store, period: Period) -> list[CommentaryRecord]:
    """Return what the returns in force say of each objective, by partner, in the form's order.

    A text that may identify somebody is withheld, unless a person has cleared it; so it is of actions and
    explanations.
    """
    rows = _fetch(store, _COMMENTARY, period)
    made = (CommentaryRecord._make((row[0], period, *row[5:], Source(*row[:5]))) for row in rows)
    return [_shown(store, one) for one in made]


def fetch_actions(store: Store, period: Period, partner: str | None = None) -> list[ActionRecord]:
    """Return the action plans of the returns in force, by partner, in the form's order."""
    rows = _fetch(store, _ACTIONS, period, partner)
    made = (
        ActionRecord._make((row[0], period, *row[5:9], to_day(row[9]), *row[10:], Source(*row[:5])))
        for row in rows
    )
    return [_shown(store, one) for one in made]


def fetch_explanations(store: Store, period: Period) -> list[ExplanationRecord]:
    """Return the explanations of the returns in force, by partner, in the form's order."""
    return [_shown(store, one) for one in explanations_as_written(store, period)]


def explanations_as_written(store: Store, period: Period) -> list[ExplanationRecord]:
    """Return the explanations with whatever they hold, to be judged by a rule and not to be shown to anybody."""
    rows = _fetch(store, _EXPLANATIONS, period)
    return [ExplanationRecord._make((row[0], period, *row[5:], Source(*row[:5]))) for row in rows]


def _shown(store: Store, record: _Record) -> _Record:
    """Return a record as it may be shown, field by field."""
    guard, year = store.guard, record.period.last // 12
    changed: dict[str, Any] = {
        name: shown
        for name, text in record._asdict().items()
        if isinstance(text, str) and name not in _OURS
        and (shown := guard.shown(text, year, use_of(name))) is not text
    }  # fmt: skip
    file, sheet = (guard.shown(name, None, Use.FILE) for name in (record.source.file, record.source.sheet))
    return record._replace(source=record.source._replace(file=file, sheet=sheet), **changed)


def latest_actions(store: Store, partner: str, before: Period) -> list[ActionRecord]:
    """Return the partner's action plan of its last return in force that is for an earlier period.

    None where there is no such return; the plan of a return that says it has no actions is empty too.
    """
    with store.reading():
        last = store.rows(_LAST_BEFORE, {"partner": partner, "before": before.first})
        return fetch_actions(store, Period(*last[0]), partner) if last else []


def _numbered(
    submission: int, records: Iterable[CommentaryRecord | ActionRecord | ExplanationRecord]
) -> Iterator[dict[str, Any]]:
    for place, record in enumerate(records):
        cell = {"sheet": record.source.sheet, "cell": record.source.cell}
        yield {**record._asdict(), **cell, "submission": submission, "place": place}


def _fetch(store: Store, columns: str, period: Period, partner: str | None = None) -> list[tuple[Any, ...]]:
    return store.rows(
        _WRITTEN_BY + columns + _IN_FORCE,
        {"first": period.first, "length": period.length, "partner": partner},
    )

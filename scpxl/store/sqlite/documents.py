"""What comes with a submission beside its figures: what partners wrote, what was told them, waivers applied."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, TypeVar

from scpxl.model.agreements import Waiver
from scpxl.model.documents import ActionRecord, CommentaryRecord, ExplanationRecord
from scpxl.model.observations import Source
from scpxl.model.periods import Period
from scpxl.privacy.guard import Use
from scpxl.returns.answers import use_of
from scpxl.returns.cells import CellRef
from scpxl.returns.findings import Exemption, Finding, Severity, Stage, reveal_findings
from scpxl.store.records import Event, WaiverUse
from scpxl.store.sqlite.connection import day_of, quotes_text, stored_day, stored_moment, to_quotes
from scpxl.store.sqlite.log import Log, insert_event

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
    rag, rag_reason, "update", supporting, sheet, cell
) VALUES (
    :submission, :place, :reference, :objective, :action, :owner, :due, :status, :complete,
    :rag, :rag_reason, :update, :supporting, :sheet, :cell
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
d.reference, d.objective, d.action, d.owner, d.due, d.status, d.complete, d.rag, d.rag_reason, d."update", d.supporting
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
_FINDINGS = """
SELECT f.code, f.severity, f.stage, f.fact, f.advice, f.cells, f.let_by, f.quotes,
    s.first_month + s.length - 1, s.file
FROM finding AS f JOIN submission AS s ON s.id = f.submission_id
WHERE f.submission_id = ? ORDER BY f.place
"""
_ADD_WAIVER = """
INSERT OR IGNORE INTO waiver (rule, partner, indicator, reason, approved_by, until, recorded)
VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_FIND_WAIVER = """
SELECT id FROM waiver
WHERE rule = ? AND partner = ? AND indicator = ? AND reason = ? AND approved_by = ? AND until = ?
"""
_WAIVER_USES = """
SELECT w.rule, w.partner, w.indicator, w.reason, w.approved_by, w.until,
    s.reference, s.partner, s.first_month, s.length, u.findings
FROM waiver_use AS u
JOIN waiver AS w ON w.id = u.waiver_id JOIN submission AS s ON s.id = u.submission_id
ORDER BY u.submission_id, u.waiver_id
"""


def insert_commentary(
    connection: sqlite3.Connection, submission: int, records: Iterable[CommentaryRecord]
) -> None:
    """Add what a submission says of each objective, in the form's order."""
    connection.executemany(_INSERT_COMMENTARY, _numbered(submission, records))


def insert_actions(connection: sqlite3.Connection, submission: int, records: Iterable[ActionRecord]) -> None:
    """Add the rows of a submission's action plan, in their order."""
    rows = _numbered(submission, records)
    connection.executemany(
        _INSERT_ACTION,
        ({**row, "due": stored_day(row["due"]), "supporting": json.dumps(row["supporting"])} for row in rows),
    )


def insert_explanations(
    connection: sqlite3.Connection, submission: int, records: Iterable[ExplanationRecord]
) -> None:
    """Add a submission's explanations, in their order."""
    connection.executemany(_INSERT_EXPLANATION, _numbered(submission, records))


def insert_nil_sections(connection: sqlite3.Connection, submission: int, sections: Iterable[str]) -> None:
    """Add the sections of which a submission says that there is nothing to report."""
    connection.executemany(_INSERT_NIL, ((submission, str(section)) for section in dict.fromkeys(sections)))


def insert_findings(connection: sqlite3.Connection, submission: int, findings: Iterable[Finding]) -> None:
    """Add a submission's findings in the order in which they are told."""
    connection.executemany(
        "INSERT INTO finding (submission_id, place, code, severity, stage, fact, advice, cells, let_by, quotes)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (submission, place, f.code, f.severity, f.stage, f.fact, f.advice,
             json.dumps(f.cells), f.let_by, quotes_text(f.quotes))
            for place, f in enumerate(findings)
        ),
    )  # fmt: skip


def insert_waiver_uses(
    connection: sqlite3.Connection, submission: int, uses: Iterable[tuple[Waiver, int]], moment: datetime
) -> None:
    """Note within a transaction which waivers were applied to a submission, and log each."""
    for waiver, findings in uses:
        said = (waiver.rule, waiver.partner, waiver.indicator, waiver.reason, waiver.approved_by)
        values = (*said, waiver.until.isoformat())
        connection.execute(_ADD_WAIVER, (*values, stored_moment(moment)))
        (number,) = connection.execute(_FIND_WAIVER, values).fetchone()
        connection.execute("INSERT INTO waiver_use VALUES (?, ?, ?)", (submission, number, findings))
        about = f"{waiver.rule} for {waiver.indicator}" if waiver.indicator else waiver.rule
        words = f"{about}: {findings} covered. {waiver.words}"
        # The words are the framework's own, not a partner's.
        insert_event(connection, Event(moment, "waived", words, submission, quotes=()))


def _numbered(
    submission: int, records: Iterable[CommentaryRecord | ActionRecord | ExplanationRecord]
) -> Iterator[dict[str, Any]]:
    for place, record in enumerate(records):
        cell = {"sheet": record.source.sheet, "cell": record.source.cell}
        yield {**record._asdict(), **cell, "submission": submission, "place": place}


def _codes(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


class Documents(Log):
    """What the record holds of submissions beside their figures."""

    def fetch_nil_sections(self, period: Period) -> frozenset[tuple[str, str]]:
        rows = self.rows(_NIL, (period.first, period.length))
        return frozenset((partner, section) for partner, section in rows)

    def fetch_commentary(self, period: Period) -> list[CommentaryRecord]:
        rows = self._written(_COMMENTARY, period)
        made = (CommentaryRecord._make((row[0], period, *row[5:], Source(*row[:5]), "")) for row in rows)
        return [self._shown_record(one) for one in made]

    def fetch_actions(self, period: Period, partner: str | None = None) -> list[ActionRecord]:
        rows = self._written(_ACTIONS, period, partner)
        made = (
            ActionRecord._make(
                (row[0], period, *row[5:9], day_of(row[9]), *row[10:-1], Source(*row[:5]), _codes(row[-1]))
            )
            for row in rows
        )
        return [self._shown_record(one) for one in made]

    def latest_actions(self, partner: str, before: Period) -> list[ActionRecord]:
        with self.reading():
            last = self.rows(_LAST_BEFORE, {"partner": partner, "before": before.first})
            return self.fetch_actions(Period(*last[0]), partner) if last else []

    def fetch_explanations(self, period: Period) -> list[ExplanationRecord]:
        return [self._shown_record(one) for one in self.explanations_as_written(period)]

    def explanations_as_written(self, period: Period) -> list[ExplanationRecord]:
        rows = self._written(_EXPLANATIONS, period)
        return [ExplanationRecord._make((row[0], period, *row[5:], Source(*row[:5]))) for row in rows]

    def fetch_findings(self, submission: int) -> tuple[Finding, ...]:
        return tuple(self._finding(*row) for row in self.rows(_FINDINGS, (submission,)))

    def fetch_waiver_uses(self) -> list[WaiverUse]:
        names = ("rule", "partner", "indicator", "reason", "approved_by")
        return [
            WaiverUse(
                Waiver(**dict(zip(names, waiver, strict=True)), until=date.fromisoformat(until)),
                reference,
                partner,
                Period(first, length),
                findings,
            )
            for *waiver, until, reference, partner, first, length, findings in self.rows(_WAIVER_USES)
        ]

    def _written(self, columns: str, period: Period, partner: str | None = None) -> list[tuple[Any, ...]]:
        limits = {"first": period.first, "length": period.length, "partner": partner}
        return self.rows(_WRITTEN_BY + columns + _IN_FORCE, limits)

    def _shown_record(self, record: _Record) -> _Record:
        """Return a record as it may be shown, field by field."""
        guard, year = self.guard, record.period.last // 12
        changed: dict[str, Any] = {
            name: shown
            for name, text in record._asdict().items()
            if isinstance(text, str) and name not in _OURS
            and (shown := guard.shown(text, year, use_of(name))) is not text
        }  # fmt: skip
        file, sheet = (
            guard.shown(name, None, Use.FILE) for name in (record.source.file, record.source.sheet)
        )
        return record._replace(source=record.source._replace(file=file, sheet=sheet), **changed)

    def _finding(self, *row: Any) -> Finding:
        code, severity, stage, fact, advice, cells, let_by, quotes, last, file = row
        year = last // 12
        if quotes is None:
            # Words of earlier versions hold what they quote.
            fact, advice = (self.without_quotes(words, file, year) for words in (fact, advice))
        found = Finding(
            code=code,
            severity=Severity(severity),
            stage=Stage(stage),
            fact=fact,
            advice=advice,
            cells=tuple(CellRef(*cell) for cell in json.loads(cells)),
            let_by=Exemption(let_by),
            quotes=to_quotes(quotes or "[]"),
        )
        return reveal_findings([found], self.guard, year)[0]

"""What was told of each submission, kept as it was told."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable

from scpxl.returns.cells import CellRef
from scpxl.returns.findings import Finding, LetBy, Severity, Stage
from scpxl.store.database import Store


def insert_findings(connection: sqlite3.Connection, submission: int, findings: Iterable[Finding]) -> None:
    """Add a submission's findings in the order in which they are told."""
    connection.executemany(
        "INSERT INTO finding (submission_id, place, code, severity, stage, fact, advice, cells, let_by)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (submission, place, f.code, f.severity, f.stage, f.fact, f.advice, json.dumps(f.cells), f.let_by)
            for place, f in enumerate(findings)
        ),
    )


def fetch_findings(store: Store, submission: int) -> tuple[Finding, ...]:
    """Return the findings of a submission, given by its number, in the order in which they were told."""
    rows = store.rows(
        "SELECT code, severity, stage, fact, advice, cells, let_by FROM finding"
        " WHERE submission_id = ? ORDER BY place",
        (submission,),
    )
    return tuple(
        Finding(
            code=code,
            severity=Severity(severity),
            stage=Stage(stage),
            fact=fact,
            advice=advice,
            cells=tuple(CellRef(*cell) for cell in json.loads(cells)),
            let_by=LetBy(let_by),
        )
        for code, severity, stage, fact, advice, cells, let_by in rows
    )

"""What was told of each submission, kept as it was told."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import Any

from scpxl.returns.cells import CellRef
from scpxl.returns.findings import Exemption, Finding, Severity, Stage, revealed
from scpxl.store.database import Store
from scpxl.store.events import without_quotes
from scpxl.store.values import quotes_text, to_quotes


def insert_findings(connection: sqlite3.Connection, submission: int, findings: Iterable[Finding]) -> None:
    """Add a submission's findings in the order in which they are told."""
    connection.executemany(
        "INSERT INTO finding (submission_id, place, code, severity, stage, fact, advice, cells, let_by, quotes)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            (
                submission,
                place,
                f.code,
                f.severity,
                f.stage,
                f.fact,
                f.advice,
                json.dumps(f.cells),
                f.let_by,
                quotes_text(f.quotes),
            )
            for place, f in enumerate(findings)
        ),
    )


def fetch_findings(store: Store, submission: int) -> tuple[Finding, ...]:
    """Return the findings of a submission, given by its number, in the order in which they were told.

    What the guard withholds is not in their words.
    """
    rows = store.rows(
        "SELECT f.code, f.severity, f.stage, f.fact, f.advice, f.cells, f.let_by, f.quotes,"
        " s.first_month + s.length - 1, s.file FROM finding AS f JOIN submission AS s ON s.id = f.submission_id"
        " WHERE f.submission_id = ? ORDER BY f.place",
        (submission,),
    )
    return tuple(_shown(store, *row) for row in rows)


def _shown(store: Store, *row: Any) -> Finding:
    code, severity, stage, fact, advice, cells, let_by, quotes, last, file = row
    guard, year = store.guard, last // 12
    if quotes is None:
        # Words of earlier versions hold what they quote.
        fact, advice = (without_quotes(store, words, file, year) for words in (fact, advice))
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
    return revealed([found], guard, year)[0]

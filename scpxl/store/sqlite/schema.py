"""The tables, as named steps that build them, each wholly or not at all.

A step that has been released is never edited: add the next.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

from scpxl.store.sqlite.connection import moment_text, utc_now
from scpxl.store.sqlite.migrations import MIGRATIONS, Migration

APPLICATION_ID = 0x53435058
"""What the head of the file says it is: SCPX."""

_RECORD = """
CREATE TABLE IF NOT EXISTS migration (
    number INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    applied TEXT NOT NULL
)
"""


def applied_migrations(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Return the names of the steps a store has been through, in order; none for a new file."""
    found = connection.execute(
        "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'migration'"
    ).fetchone()
    if not found:
        return ()
    return tuple(name for (name,) in connection.execute("SELECT name FROM migration ORDER BY number"))


def migrate(connection: sqlite3.Connection, migrations: Sequence[Migration] = MIGRATIONS) -> tuple[str, ...]:
    """Apply the steps a store has not been through, and return their names.

    Each step is one transaction together with its record, so a store is never between two steps.
    """
    done = applied_migrations(connection)
    return tuple(step.name for step in migrations if step.name not in done and _apply_once(connection, step))


def _apply_once(connection: sqlite3.Connection, step: Migration) -> bool:
    """Apply a step unless another process has done so meanwhile; return whether it was applied here."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        if wanted := step.name not in applied_migrations(connection):
            connection.execute(_RECORD)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            for statement in _statements(step.sql):
                connection.execute(statement)
            connection.execute(
                "INSERT INTO migration (name, applied) VALUES (?, ?)", (step.name, moment_text(utc_now()))
            )
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    return wanted


def _statements(sql: str) -> Iterator[str]:
    # executescript would commit first, and a step would no longer be one transaction.
    statement = ""
    for line in sql.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""

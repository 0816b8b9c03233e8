"""The open file: its tables, built by named steps; transactions that happen wholly or not at all; how days are written.

A step that has been released is never edited: add the next.
"""

from __future__ import annotations

import hmac
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from scpxl.errors import StoreError
from scpxl.privacy.guard import STRICT, Guard, Use
from scpxl.privacy.quoting import Quote
from scpxl.store.sqlite.migrations import MIGRATIONS, Migration

_STATES = 2**31
"""The head of the file has room for numbers below this."""
NOT_A_STORE = "is not a scpxl store. Check the name, or move the file away and collect the returns again."
_ADVICE = {
    "SQLITE_NOTADB": NOT_A_STORE,
    "SQLITE_CORRUPT": "is damaged. Put back the last good copy, or move it away and collect again from the archive.",
    "SQLITE_BUSY": "is being written by another program. Try again when it has finished.",
    "SQLITE_LOCKED": "is being written by another program. Try again when it has finished.",
    "SQLITE_READONLY": "may not be written. Ask for permission to write to the file and its folder.",
    "SQLITE_FULL": "cannot grow: the disk is full. Make room, then do the same again; nothing was half stored.",
    "SQLITE_CANTOPEN": "cannot be opened. Check that its folder is there and that you may write to it.",
    "SQLITE_IOERR": "could not be read or written. Check the disk or the network, then do the same again.",
    "SQLITE_CONSTRAINT": "refused a record that contradicts what it holds or what a figure may be; nothing was stored.",
}


class Connection:
    """An open file, asked in SQL by the parts of the store that are on it."""

    def __init__(self, connection: sqlite3.Connection, path: Path, guard: Guard = STRICT) -> None:
        self.connection = connection
        self.path = path
        self.guard = guard.with_cleared(self._is_cleared)
        self._cleared: frozenset[str] | None = None
        self.own_changes = 0
        """How many transactions of this connection have changed the record."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    @contextmanager
    def writing(self, *, counted: bool = True) -> Iterator[sqlite3.Connection]:
        """Open a transaction that holds the right to write from its start; an error undoes all of it.

        One that changes anything changes the number by which a state of the record is known, unless it is not
        `counted`: what it writes is then no part of what is published.
        """
        with as_store_errors(self.path):
            self.connection.execute("BEGIN IMMEDIATE")
            before = self.connection.total_changes
            try:
                yield self.connection
                changed = counted and self.connection.total_changes != before
                if changed:
                    self.connection.execute(f"PRAGMA user_version = {(self.state() + 1) % _STATES}")
                self.connection.execute("COMMIT")
                self.own_changes += changed
            except BaseException:
                # SQLite has itself rolled back after a full disk or a failed write.
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Hold one moment's state of the store while several questions are asked of it."""
        with as_store_errors(self.path):
            if self.connection.in_transaction:
                yield self.connection
                return
            self.connection.execute("BEGIN")
            try:
                yield self.connection
            finally:
                self.connection.execute("COMMIT")

    def state(self) -> int:
        """Return the number by which the state of the record is known."""
        ((number,),) = self.rows("PRAGMA user_version")
        return int(number)

    def rows(self, sql: str, values: Sequence[object] | Mapping[str, object] = ()) -> list[tuple[Any, ...]]:
        """Return what a question gives."""
        with as_store_errors(self.path):
            # What is bound is text and numbers; sqlite3's own types ask for less than they take.
            bound: Any = values
            return self.connection.execute(sql, bound).fetchall()

    @cached_property
    def secret(self) -> bytes:
        """The key of this store's hashes of texts: without it they say nothing of a text."""
        ((value,),) = self.rows("SELECT value FROM secret WHERE name = 'texts'")
        return bytes(value)

    def key_of(self, text: str) -> str:
        """Return by what a text is known where it is cleared or withheld."""
        return hmac.digest(self.secret, text.encode("utf-8", "surrogatepass"), "sha256").hex()

    def _is_cleared(self, text: str) -> bool:
        if self._cleared is None:
            rows = self.rows("SELECT text_key, decision FROM clearance ORDER BY id")
            last = dict(rows)
            self._cleared = frozenset(key for key, decision in last.items() if decision == "cleared")
        return bool(self._cleared) and self.key_of(text) in self._cleared

    def forget_clearances(self) -> None:
        """Ask the file again which texts are cleared, when that is next needed."""
        self._cleared = None

    def damages(self) -> tuple[str, ...]:
        """Return what SQLite finds wrong with the file; nothing for a sound one."""
        words = [text for (text,) in self.rows("PRAGMA integrity_check") if text != "ok"]
        for table, row, parent, _ in self.rows("PRAGMA foreign_key_check"):
            words.append(f"{table} row {row} points at a {parent} that does not exist")
        return tuple(words)


@contextmanager
def as_store_errors(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into ours: which file, what is wrong, what to do."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorname", "")
        advice = next((words for start, words in _ADVICE.items() if code.startswith(start)), "gave an error.")
        raise StoreError(f"{path} {advice} (SQLite: {error})") from error


def utc_now() -> datetime:
    """Return this moment."""
    return datetime.now(UTC)


def stored_moment(moment: datetime) -> str:
    """Return a moment as the store keeps it: in UTC, to the microsecond.

    Raises ValueError for a moment without a time zone, which could be any of 24 others.

    >>> stored_moment(datetime(2018, 4, 20, 9, 30, tzinfo=UTC))
    '2018-04-20T09:30:00.000000+00:00'
    """
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone. Give it one, for example UTC.")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def to_moment(text: str) -> datetime:
    """Read a moment back.

    >>> to_moment("2018-04-20T09:30:00.000000+00:00").hour
    9
    """
    return datetime.fromisoformat(text)


def stored_day(day: date | None) -> str | None:
    """Return a day as the store keeps it; none stays none."""
    return day.isoformat() if day else None


def day_of(text: str | None) -> date | None:
    """Read a day back; none stays none."""
    return date.fromisoformat(text) if text else None


def quotes_text(quotes: Iterable[Quote] | None) -> str | None:
    """Return what was withheld from a sentence as the store keeps it; None where nobody looked for anything."""
    return None if quotes is None else json.dumps([[one.text, one.use] for one in quotes], ensure_ascii=False)


def to_quotes(text: str) -> tuple[Quote, ...]:
    """Read back what was withheld from a sentence.

    >>> to_quotes('[["Mrs Jones", "name"]]')
    (Quote(text='Mrs Jones', use=<Use.NAME: 'name'>),)
    """
    return tuple(Quote(written, Use(use)) for written, use in json.loads(text))


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


def apply_steps(
    connection: sqlite3.Connection, migrations: Sequence[Migration] = MIGRATIONS
) -> tuple[str, ...]:
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
                "INSERT INTO migration (name, applied) VALUES (?, ?)", (step.name, stored_moment(utc_now()))
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

"""Open the store, write to it in transactions that happen wholly or not at all, say what is wrong with it."""

from __future__ import annotations

import hmac
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from scpxl.errors import StoreError
from scpxl.privacy.guard import STRICT, Guard
from scpxl.store.migrations import APPLICATION_ID, applied_migrations, migrate
from scpxl.store.schema import MIGRATIONS

LOCK_SECONDS = 30.0
"""How long a writer waits for another to finish."""

_NOT_A_STORE = "is not a scpxl store. Check the name, or move the file away and collect the returns again."
_ADVICE = {
    "SQLITE_NOTADB": _NOT_A_STORE,
    "SQLITE_CORRUPT": "is damaged. Put back the last good copy, or move it away and collect again from the archive.",
    "SQLITE_BUSY": "is being written by another program. Try again when it has finished.",
    "SQLITE_LOCKED": "is being written by another program. Try again when it has finished.",
    "SQLITE_READONLY": "may not be written. Ask for the right to write to the file and its folder.",
    "SQLITE_FULL": "cannot grow: the disk is full. Make room, then do the same again; nothing was half stored.",
    "SQLITE_CANTOPEN": "cannot be opened. Check that its folder is there and that you may write to it.",
    "SQLITE_IOERR": "could not be read or written. Check the disk or the network, then do the same again.",
    "SQLITE_CONSTRAINT": "refused a record that contradicts what it holds or what a figure may be; nothing was stored.",
}


class Store:
    """An open store.  Use it in a `with` statement; the records are read and written by the rooms' verbs.

    Whatever it gives of what people wrote has passed `guard`, but what `scpxl.store.private` gives.
    """

    def __init__(self, connection: sqlite3.Connection, path: Path, guard: Guard = STRICT) -> None:
        self.connection = connection
        self.path = path
        self.guard = guard.with_cleared(self._is_cleared)
        self._cleared: frozenset[str] | None = None

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
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Open a transaction that holds the right to write from its start; an error undoes all of it."""
        with _told(self.path):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield self.connection
                self.connection.execute("COMMIT")
            except BaseException:
                # SQLite has itself rolled back after a full disk or a failed write.
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Hold one moment's state of the store while several questions are asked of it."""
        with _told(self.path):
            if self.connection.in_transaction:
                yield self.connection
                return
            self.connection.execute("BEGIN")
            try:
                yield self.connection
            finally:
                self.connection.execute("COMMIT")

    def rows(self, sql: str, values: Sequence[object] | Mapping[str, object] = ()) -> list[tuple[Any, ...]]:
        """Return what a question gives."""
        with _told(self.path):
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
        """Ask the file anew which texts are cleared, when that is next needed."""
        self._cleared = None

    def damages(self) -> tuple[str, ...]:
        """Return what SQLite finds wrong with the file; nothing for a sound one."""
        words = [text for (text,) in self.rows("PRAGMA integrity_check") if text != "ok"]
        for table, row, parent, _ in self.rows("PRAGMA foreign_key_check"):
            words.append(f"{table} row {row} points at a {parent} that is not there")
        return tuple(words)


def open_store(
    path: Path, *, read_only: bool = False, lock_seconds: float = LOCK_SECONDS, guard: Guard = STRICT
) -> Store:
    """Open a partnership's store, making it or bringing its tables up to date where that is needed.

    `guard` knows what is the partnership's own; without it more is withheld, never less.  Opened
    read-only, nothing is made or changed.  Raises StoreError where the file is not a store, was
    made by a newer version, is damaged, or cannot be reached.
    """
    if read_only and not path.exists():
        raise StoreError(f"There is no store at {path}. Collect a return first, or check the folder.")
    with _told(path):
        connection = sqlite3.connect(path, timeout=lock_seconds, isolation_level=None)
        try:
            _check_identity(connection, path)
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA temp_store = MEMORY")
            if read_only:
                _check_up_to_date(connection, path)
                connection.execute("PRAGMA query_only = ON")
            else:
                _choose_journal(connection, path)
                connection.execute("PRAGMA synchronous = FULL")
                migrate(connection)
        except BaseException:
            connection.close()
            raise
    return Store(connection, path, guard)


def _check_identity(connection: sqlite3.Connection, path: Path) -> None:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if application != APPLICATION_ID and tables:
        raise StoreError(f"{path} {_NOT_A_STORE} It is a database of another program.")
    ours = {step.name for step in MIGRATIONS}
    if newer := [name for name in applied_migrations(connection) if name not in ours]:
        raise StoreError(
            f"{path} was made by a newer version of scpxl (it has '{newer[0]}'). Install that version, or a later one."
        )


def _check_up_to_date(connection: sqlite3.Connection, path: Path) -> None:
    if len(applied_migrations(connection)) < len(MIGRATIONS):
        raise StoreError(
            f"{path} was made by an earlier version of scpxl. Run `scpxl collect` once to bring it up to date."
        )


def _choose_journal(connection: sqlite3.Connection, path: Path) -> None:
    """Write ahead where that is safe; else keep a rollback journal, as on a network share.

    Write-ahead logging needs memory shared by all who have the file open, which two computers have not.
    """
    (mode,) = connection.execute("PRAGMA journal_mode").fetchone()
    wanted = "delete" if is_on_share(path) else "wal"
    if mode != wanted:
        # Refused by some file systems, or while another program makes the same change: both modes are safe.
        with suppress(sqlite3.OperationalError):
            connection.execute(f"PRAGMA journal_mode = {wanted}")


def is_on_share(path: Path) -> bool:
    r"""Whether a path leads to another computer, as Windows writes it; a mapped drive resolves to that.

    >>> is_on_share(Path("store.db"))
    False
    """
    return str(path.resolve()).startswith("\\\\")


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into ours: which file, what is wrong, what to do."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorname", "")
        advice = next((words for start, words in _ADVICE.items() if code.startswith(start)), "gave an error.")
        raise StoreError(f"{path} {advice} (SQLite: {error})") from error

"""The store as one SQLite file in the partnership's folder.  SQL is written here and nowhere else."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from scpxl.errors import OutdatedStoreError, StoreError
from scpxl.privacy.guard import STRICT, Guard
from scpxl.store.sqlite.connection import (
    APPLICATION_ID,
    NOT_A_STORE,
    Connection,
    applied_migrations,
    apply_steps,
    as_store_errors,
)
from scpxl.store.sqlite.life import Life
from scpxl.store.sqlite.migrations import MIGRATIONS
from scpxl.store.sqlite.private import PrivateTexts
from scpxl.store.sqlite.publications import Publications

LOCK_SECONDS = 30.0
"""How long a writer waits for another to finish."""


class SqliteStore(Life, PrivateTexts, Publications):
    """A store as its interface has it: `scpxl.store.interface.Store`."""

    def as_bytes(self) -> bytes:
        with as_store_errors(self.path), closing(sqlite3.connect(":memory:")) as copy:
            self.connection.backup(copy)
            return copy.serialize()

    def take_from(self, record: bytes) -> None:
        with as_store_errors(self.path), _in_memory(record) as whole:
            _check_identity(whole, self.path)
            whole.backup(self.connection)
            apply_steps(self.connection)
        self.forget_clearances()


def damages_of(record: bytes) -> tuple[str, ...]:
    """Return what is wrong with a record that was kept as bytes; nothing for a sound one."""
    path = Path("store.db")
    try:
        with as_store_errors(path), _in_memory(record) as whole:
            _check_identity(whole, path)
            return Connection(whole, path).damages()
    except StoreError as wrong:
        return (str(wrong),)


@contextmanager
def _in_memory(record: bytes) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as whole:
        # In memory nothing is written ahead: the two bytes that ask for it are those of a plain file.
        whole.deserialize(record[:18] + b"\x01\x01" + record[20:])
        yield whole


def open_store(
    path: Path, *, read_only: bool = False, lock_seconds: float = LOCK_SECONDS, guard: Guard = STRICT
) -> SqliteStore:
    """Open a partnership's store, making it or bringing its tables up to date where that is needed.

    `guard` knows what is the partnership's own; without it more is withheld, never less.  Opened
    read-only, nothing is made or changed.  Raises StoreError where the file is not a store, was
    made by a newer version, is damaged, or cannot be reached; OutdatedStoreError where it was made by an earlier
    version and is opened read-only.
    """
    if read_only and not path.exists():
        raise StoreError(f"There is no store at {path}. Collect a return first, or check the folder.")
    with as_store_errors(path):
        if read_only:
            return SqliteStore(_open_to_read(path, lock_seconds), path, guard)
        connection = sqlite3.connect(path, timeout=lock_seconds, isolation_level=None)
        try:
            _prepare(connection, path)
            _choose_journal(connection, path)
            connection.execute("PRAGMA synchronous = FULL")
            apply_steps(connection)
        except BaseException:
            connection.close()
            raise
    return SqliteStore(connection, path, guard)


def copy_store(path: Path, *, lock_seconds: float = LOCK_SECONDS, guard: Guard = STRICT) -> SqliteStore:
    """Return a store's state of this moment, in memory: to be read at leisure while the file is free for others.

    Nothing can be written into it.  Raises StoreError where `open_store` does when it opens read-only.
    """
    with (
        open_store(path, read_only=True, lock_seconds=lock_seconds, guard=guard) as store,
        as_store_errors(path),
    ):
        memory = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        try:
            store.connection.backup(memory)
            memory.execute("PRAGMA query_only = ON")
        except BaseException:
            memory.close()
            raise
    return SqliteStore(memory, path, guard)


def empty_store(path: Path, guard: Guard = STRICT) -> SqliteStore:
    """Return a store that holds nothing and is kept nowhere, in the place of one that was never made at `path`."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    apply_steps(connection)
    connection.execute("PRAGMA query_only = ON")
    return SqliteStore(connection, path, guard)


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    _check_identity(connection, path)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA temp_store = MEMORY")


def _open_to_read(path: Path, lock_seconds: float) -> sqlite3.Connection:
    """Return a connection that writes nothing, also in a folder that may not be written.

    To read a store that is written ahead, SQLite makes two files beside it.  Where it may not, what can be read
    without them is: the file as it is, or where another program has written ahead of it, a copy of both.
    """
    ways: list[tuple[Path | str, dict[str, Any]]] = [(path, {})]
    uri = path.resolve().as_uri()
    ahead = path.with_name(f"{path.name}-wal")
    has_more = ahead.is_file() and ahead.stat().st_size > 0
    ways.append((f"{uri}?mode=ro" if has_more else f"{uri}?mode=ro&immutable=1", {"uri": True}))
    for address, how in ways:
        try:
            connection = sqlite3.connect(address, timeout=lock_seconds, isolation_level=None, **how)
            try:
                return _ready_to_read(connection, path)
            except BaseException:
                connection.close()
                raise
        except sqlite3.OperationalError as closed:
            if not _is_closed_to_us(closed):
                raise
    return _ready_to_read(_copy_in_memory(path, ahead, lock_seconds), path)


def _ready_to_read(connection: sqlite3.Connection, path: Path) -> sqlite3.Connection:
    _prepare(connection, path)
    _check_up_to_date(connection, path)
    connection.execute("PRAGMA query_only = ON")
    return connection


def _is_closed_to_us(error: sqlite3.OperationalError) -> bool:
    return error.sqlite_errorname.startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY"))


def _copy_in_memory(path: Path, ahead: Path, lock_seconds: float) -> sqlite3.Connection:
    """Return the store as it is with what was written ahead of it, in memory."""
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / path.name
        for file in (path, ahead):
            shutil.copyfile(file, copy.with_name(file.name))
        memory = sqlite3.connect(":memory:", timeout=lock_seconds, isolation_level=None)
        with closing(sqlite3.connect(copy)) as whole:
            whole.backup(memory)
    return memory


def _check_identity(connection: sqlite3.Connection, path: Path) -> None:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    if application != APPLICATION_ID and tables:
        raise StoreError(f"{path} {NOT_A_STORE} It is a database of another program.")
    ours = {step.name for step in MIGRATIONS}
    if newer := [name for name in applied_migrations(connection) if name not in ours]:
        raise StoreError(
            f"{path} was made by a newer version of scpxl (it has '{newer[0]}'). Install that version, or a later one."
        )


def _check_up_to_date(connection: sqlite3.Connection, path: Path) -> None:
    if len(applied_migrations(connection)) < len(MIGRATIONS):
        raise OutdatedStoreError(
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

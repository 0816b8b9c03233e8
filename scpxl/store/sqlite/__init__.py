"""The store as one SQLite file in the partnership's folder.  SQL is written here and nowhere else."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from pathlib import Path

from scpxl.errors import StoreError
from scpxl.privacy.guard import STRICT, Guard
from scpxl.store.sqlite.connection import NOT_A_STORE, as_store_errors
from scpxl.store.sqlite.life import Life
from scpxl.store.sqlite.private import PrivateTexts
from scpxl.store.sqlite.publications import Publications
from scpxl.store.sqlite.schema import APPLICATION_ID, MIGRATIONS, applied_migrations, migrate

LOCK_SECONDS = 30.0
"""How long a writer waits for another to finish."""


class SqliteStore(Life, PrivateTexts, Publications):
    """A store as its interface has it: `scpxl.store.interface.Store`."""


def open_store(
    path: Path, *, read_only: bool = False, lock_seconds: float = LOCK_SECONDS, guard: Guard = STRICT
) -> SqliteStore:
    """Open a partnership's store, making it or bringing its tables up to date where that is needed.

    `guard` knows what is the partnership's own; without it more is withheld, never less.  Opened
    read-only, nothing is made or changed.  Raises StoreError where the file is not a store, was
    made by a newer version, is damaged, or cannot be reached.
    """
    if read_only and not path.exists():
        raise StoreError(f"There is no store at {path}. Collect a return first, or check the folder.")
    with as_store_errors(path):
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

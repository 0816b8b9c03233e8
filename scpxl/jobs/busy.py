"""One at a time: a lock that the system itself lets go of when whoever holds it ends, however it ends."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, Final

from scpxl.errors import ConflictError, SetUpError

FILE: Final = ".refresh.lock"
_LOCKED_BYTE: Final = 1 << 20
"""Windows lets nobody read what is locked: so a byte is locked that nobody reads."""


@contextmanager
def only_one(folder: Path, what: str) -> Iterator[None]:
    """Hold a folder's lock; raises ConflictError that says since when somebody else holds it."""
    path = folder / FILE
    try:
        path.touch()
        file = path.open("r+", encoding="utf-8")
    except OSError as closed:
        raise SetUpError(
            f"{path} cannot be written: {closed.strerror}. Ask for permission to write there."
        ) from closed
    with file:
        try:
            _lock(file)
        except OSError as held:
            since = file.read().strip()
            raise ConflictError(
                f"{what} has been running{f' since {since}' if since else ''}. Wait for it to end, and try again."
            ) from held
        try:
            file.truncate(0)
            file.write(f"{datetime.now().astimezone():%H:%M}")
            file.flush()
            yield
        finally:
            _unlock(file)


if sys.platform == "win32":
    import msvcrt

    def _lock(file: IO[str]) -> None:
        file.seek(_LOCKED_BYTE)
        try:
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        finally:
            file.seek(0)

    def _unlock(file: IO[str]) -> None:
        file.seek(_LOCKED_BYTE)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(file: IO[str]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(file: IO[str]) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)

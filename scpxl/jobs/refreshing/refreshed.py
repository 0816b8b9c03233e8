"""What a refresh of an open workbook did, in words and in its log; what stops one; and that only one runs at a time."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Final

from scpxl.errors import ConflictError, ScpxlError, SetUpError
from scpxl.jobs.folder import Folder
from scpxl.jobs.publishing.published import Published
from scpxl.jobs.refreshing.push import Pushed
from scpxl.jobs.refreshing.screen import Screen
from scpxl.jobs.refreshing.typed import TypedIn
from scpxl.jobs.returns.collect import Collection
from scpxl.model.periods import Period
from scpxl.words import count_of


class CancelledError(ScpxlError):
    """Somebody asked a refresh to stop, and it had written nothing yet."""


class FaultError(ScpxlError):
    """A mistake of ours stopped a refresh; the log has what is needed to mend it."""


@dataclass(frozen=True)
class Refreshed:
    """What a refresh did."""

    workbook: str
    """The name of the workbook that was refreshed, or of the new file."""
    period: Period
    collection: Collection
    published: Published
    """What is published now; its path is that of the workbook, so far as it is known."""
    pushed: Pushed | None
    """What was written into the open workbook; None where a new file was written instead."""
    typed: TypedIn
    """What had been entered, and went into the record."""
    told: tuple[str, ...] = ()
    """What whoever asked for it has to know besides, a sentence each."""

    @property
    def words(self) -> str:
        """What was done, in sentences for a box."""
        number = len(self.collection.to_tell)
        files = count_of(number, "new return") if number else "no new returns"
        head = f"{self.workbook} shows {self.period.short_title}, with {files}."
        if self.pushed is None:
            head = f"A new file was written: {self.published.path}."
        sent_back = sum(
            file.saved is None or not file.saved.status.is_in_force for file in self.collection.to_tell
        )
        back = [f"{count_of(sent_back, 'return')} not accepted: see the answers."] if sent_back else []
        typed = len(self.typed.decisions) + len(self.typed.entries)
        kept = [f"{count_of(typed, 'row')} that you typed went into the record."] if typed else []
        return "\n".join([head, *back, *kept, *self.typed.told, *self.told])


LOG: Final = "refresh.log"


def log_path(folder: Folder) -> Path:
    """Return where refreshes of a partnership are logged."""
    return folder.path / LOG


@contextmanager
def status_bar(screen: Screen) -> Iterator[None]:
    """Give the status bar back when a refresh has ended, however it did."""
    try:
        yield
    finally:
        # The bar is a courtesy: where it cannot be given back, what happened before matters more.
        with suppress(Exception):
            screen.tell("")


@contextmanager
def logged(folder: Folder, workbook: str, who: str, note: Sequence[str]) -> Iterator[None]:
    """Write into the log what a refresh did, or what stopped it; a mistake of ours becomes a FaultError."""
    lines: list[str] = []
    try:
        yield
        lines = ["done", *note]
    except ScpxlError as told:
        lines = [*note, f"stopped: {type(told).__name__}: {str(told).splitlines()[0]}"]
        raise
    except Exception as fault:
        lines = [*note, "stopped by a fault of scpxl:", traceback.format_exc()]
        raise FaultError(
            f"Something went wrong in scpxl itself ({type(fault).__name__}). The workbook holds the figures it had. "
            f"Please report it with the last entry of {log_path(folder)}."
        ) from fault
    finally:
        head = f"{datetime.now().astimezone().isoformat(' ', 'seconds')} {workbook}, by {who}"
        _append(log_path(folder), "\n  ".join([head, *lines]) + "\n")


def _append(path: Path, words: str) -> None:
    try:
        with path.open("a", encoding="utf-8") as log:
            log.write(words)
    except OSError:
        # A log that cannot be written stops nothing: what happened is told on the screen as well.
        return


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

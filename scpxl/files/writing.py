"""The one way out: a file is there whole, or what was there before still is.

Everything is written into a draft beside its place, brought onto the disk, and then moved there.  A draft left by a
program that was stopped is removed by the next one that writes into its folder.
"""

from __future__ import annotations

import errno
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, NamedTuple

from scpxl.errors import OutputError
from scpxl.words import name_of_moment

_ENDING = ".part"
_ABANDONED_AFTER = 24 * 3600
"""Seconds after which a draft belongs to nobody, on a disk where it cannot be seen who holds it."""
_UNHELD_AFTER = 60
"""The same on Windows, where a draft that is open cannot be removed: only between writing and moving it is closed."""
_CAN_HOLD = os.name == "posix"
_WHY = {
    errno.ENOSPC: "the disk is full. Make room",
    errno.EDQUOT: "your share of the disk is used up. Make room",
    errno.EROFS: "the disk may only be read. Choose another folder",
    errno.ENOTDIR: "a file has the name of a folder above it. Move that file away",
    errno.EISDIR: "a folder has this name. Move it away",
    errno.ENAMETOOLONG: "its name is too long. Choose a shorter one, or a folder higher up",
    errno.EACCES: "you may not write there. Ask for the right to write to the folder",
    errno.EPERM: "you may not write there. Ask for the right to write to the folder",
}


class Written(NamedTuple):
    """Where a file was written, and where it was to be."""

    path: Path
    wanted: Path

    @property
    def words(self) -> str:
        """Why it has another name than it was to have; blank where it has not.

        >>> Written(Path("a (2).txt"), Path("a.txt")).words
        'a.txt is open in another program, so the new file is a (2).txt. Close a.txt before you use the new one.'
        """
        if self.path == self.wanted:
            return ""
        old, new = self.wanted.name, self.path.name
        return f"{old} is open in another program, so the new file is {new}. Close {old} before you use the new one."


def write_file(to: Path, content: bytes, *, other_name: bool = False) -> Written:
    """Write a file in one step; its folder is made.

    With `other_name`, a file that another program holds open is left, and the new one written beside it under a
    name with the day and time; without, that is an error.  Raises OutputError where it cannot be written; what was
    there before is still there.
    """
    with drafted(to, other_name=other_name) as draft:
        draft.file.write(content)
    return draft.written


def make_folder(path: Path) -> None:
    """Make a folder, and those above it; raises OutputError where that cannot be done."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as trouble:
        raise _told(path, trouble) from trouble


class Draft:
    """A draft that is being written; `written` says afterwards what became of it."""

    def __init__(self, file: BinaryIO, to: Path) -> None:
        self.file = file
        self.written = Written(to, to)


@contextmanager
def drafted(to: Path, *, other_name: bool = False) -> Iterator[Draft]:
    """Give a draft to write a file into; it takes the file's place when all is written, as `write_file` says."""
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        _clear_abandoned(to.parent)
        path, file = _new_draft(to)
    except OSError as trouble:
        raise _told(to, trouble) from trouble
    draft = Draft(file, to)
    try:
        yield draft
        file.flush()
        os.fsync(file.fileno())
        if not _CAN_HOLD:
            # Windows moves no file that is open.
            file.close()
        draft.written = Written(_put_in_place(path, to, other_name=other_name), to)
    except OSError as trouble:
        raise _told(to, trouble) from trouble
    finally:
        with suppress(OSError):
            file.close()
        with suppress(OSError):
            path.unlink(missing_ok=True)
    _sync_folder(to.parent)


def _told(to: Path, trouble: OSError) -> OutputError:
    why = _WHY.get(trouble.errno or 0, f"{trouble.strerror or trouble}. Close it if it is open")
    if to.is_dir():
        why = _WHY[errno.EISDIR]
    elif isinstance(trouble, FileExistsError):
        why = _WHY[errno.ENOTDIR]
    elif isinstance(trouble, PermissionError) and to.exists():
        why = "it is open in another program, or you may not write there. Close it"
    return OutputError(
        f"{to} cannot be written: {why}, and try again. Whatever was there before is still there."
    )


def _put_in_place(draft: Path, to: Path, *, other_name: bool) -> Path:
    try:
        draft.replace(to)
    except PermissionError:
        # Windows lets nobody replace a file that a program holds open.
        if not other_name or not to.is_file():
            raise
        beside = _free_name(to)
        draft.replace(beside)
        return beside
    return to


def _free_name(to: Path) -> Path:
    now = name_of_moment(datetime.now())  # noqa: DTZ005  (the clock on the wall)
    names = (f"{to.stem} {now}{to.suffix}", *(f"{to.stem} {now} ({n}){to.suffix}" for n in range(2, 1000)))
    return next(path for name in names if not (path := to.with_name(name)).exists())


def _new_draft(to: Path) -> tuple[Path, BinaryIO]:
    while True:
        path = to.with_name(f".{to.name[:100]}.{secrets.token_hex(4)}{_ENDING}")
        file = path.open("xb")
        _hold(file)
        # Between making and holding it another program may have taken it for one left over.
        if path.exists():
            return path, file
        file.close()


def _clear_abandoned(folder: Path) -> None:
    """Remove the drafts in a folder that no program is writing any more."""
    with os.scandir(folder) as entries:
        drafts = [one.path for one in entries if one.name.startswith(".") and one.name.endswith(_ENDING)]
    for path in map(Path, drafts):
        with suppress(OSError):
            _remove_if_abandoned(path)


def _remove_if_abandoned(path: Path) -> None:
    age = time.time() - path.stat().st_mtime
    if not _CAN_HOLD:
        if age > _UNHELD_AFTER:
            path.unlink()
        return
    with path.open("r+b") as file:
        try:
            _hold(file, wait=False)
        except BlockingIOError:
            return
        except OSError:
            if age <= _ABANDONED_AFTER:
                return
        # Removed while it is held: whoever has just made it waits for the same, and then sees that it is gone.
        path.unlink()


def _hold(file: BinaryIO, *, wait: bool = True) -> None:
    """Show other programs that a draft is being written."""
    if not _CAN_HOLD:
        return
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        raise
    except OSError:
        # A disk that knows no locks: a draft is then left to its age.
        if not wait:
            raise


def _sync_folder(folder: Path) -> None:
    """Bring the new name onto the disk."""
    # A folder cannot be opened on Windows, whose file system keeps names safe by itself.
    if _CAN_HOLD:
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)

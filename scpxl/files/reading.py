"""The one way in: what a path leads to and how large it is are looked at before anything of it is read.

A named pipe would be waited for without end, and a file of three gigabytes would fill the memory, before anybody
could say that neither is a return.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO

from scpxl.errors import ScpxlError

_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)
_WITHOUT_WAITING = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""A named pipe that takes a file's place after it was looked at is not waited for; Windows is to change no line end."""
_PIECE = 1 << 20


class UnreadableError(ScpxlError):
    """A file cannot be read; the message says why and what to do, without the file's name."""


class TooBigError(UnreadableError):
    """A file is larger than what is read of its kind."""

    def __init__(self, size: int, most: int) -> None:
        self.size = size
        self.most = most
        super().__init__(f"is {size / _PIECE:,.0f} MB, and at most {most // _PIECE:,} MB are read.")


def irregular_kind(mode: int) -> str:
    """Return in words what is no regular file, by its mode; blank for one that is.

    >>> irregular_kind(stat.S_IFIFO), irregular_kind(stat.S_IFREG)
    ('a named pipe', '')
    """
    return next((words for is_it, words in _KINDS if is_it(mode)), "" if stat.S_ISREG(mode) else "no file")


def read_file(path: Path, most: int | None = None) -> bytes:
    """Return the content of a file of at most `most` bytes; a link is followed.

    Raises UnreadableError where it is missing, no regular file or closed to us, TooBigError where it is larger.
    """
    with open_file(path, most) as file:
        try:
            content = file.read()
        except OSError as broken:
            raise _told(broken) from broken
    if most is not None and len(content) > most:
        # It has grown since it was weighed.
        raise TooBigError(len(content), most)
    return content


def open_file(path: Path, most: int | None = None) -> BinaryIO:
    """Return a file opened to be read, as `read_file` looks at it; to be closed by whoever asked for it."""
    try:
        _refuse(path.stat(), most)
        handle = os.open(path, os.O_RDONLY | _WITHOUT_WAITING)
        file = os.fdopen(handle, "rb")
        try:
            # What was looked at may have been replaced since.
            _refuse(os.fstat(handle), most)
        except BaseException:
            file.close()
            raise
    except OSError as closed:
        raise _told(closed) from closed
    except ValueError as odd:
        # A name that no file can have, such as one with a zero character.
        raise UnreadableError(f"cannot be read: {odd}. Check its name.") from odd
    return file


def _told(closed: OSError) -> UnreadableError:
    return UnreadableError(
        f"cannot be read: {closed.strerror or closed}. Check its name and your right to read it, close it "
        "where it is open elsewhere, and try again."
    )


def _refuse(found: os.stat_result, most: int | None) -> None:
    if kind := irregular_kind(found.st_mode):
        raise UnreadableError(f"cannot be read: it is {kind}. Name a file.")
    if most is not None and found.st_size > most:
        raise TooBigError(found.st_size, most)

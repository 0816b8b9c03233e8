"""What the tool does, one verb per module: the only place where the rooms below meet.  Here, what every job shares."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from scpxl.errors import SetUpError
from scpxl.privacy.guard import STRICT, Use

Progress = Callable[[int, int, str], None]
"""Told how many are done, of how many, and what comes next."""


def no_progress(_done: int, _of: int, _what: str) -> None:
    """Say nothing."""


@contextmanager
def gc_paused() -> Iterator[None]:
    """Put off Python's search for unreachable cycles while records are made that all live to the end.

    Each search walks through everything made so far and, here, finds nothing: a fifth of the time of a
    large job.  What is no longer used is freed all the same, cycles apart.
    """
    was_searching = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_searching:
            gc.enable()


def read_named(path: Path) -> bytes:
    """Return the content of a file somebody named; raises SetUpError where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as missing:
        shown = path.with_name(STRICT.shown(path.name, None, Use.FILE)) if path.name else path
        raise SetUpError(
            f"{shown} cannot be read: {missing.strerror}. Check its name and try again."
        ) from missing


def write_whole(to: Path, content: bytes) -> None:
    """Write a file in one step: it is there whole, or what was there before still stands."""
    draft = to.with_name(f".{to.name}.draft")
    try:
        to.parent.mkdir(parents=True, exist_ok=True)
        draft.write_bytes(content)
        draft.replace(to)
    except OSError as trouble:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise SetUpError(
            f"{to} cannot be written: {trouble.strerror}. Close it if it is open, and try again."
        ) from trouble

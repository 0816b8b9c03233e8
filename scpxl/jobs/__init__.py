"""What the tool does, one verb per module: the only place where the rooms below meet, fetch and store.  Here, what every job shares."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from scpxl.errors import SetUpError
from scpxl.files.reading import UnreadableError, read_file
from scpxl.privacy.guard import STRICT, Use
from scpxl.privacy.plain import one_line

_PACKAGE = Path(__file__).resolve().parent.parent
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
            if not gc.get_freeze_count():
                # What was made is put among the old at once, or the first search would go through all of it.
                gc.freeze()
                gc.unfreeze()
            gc.enable()


def user_name() -> str:
    """Return who uses this computer, as the system knows them."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "a user without a name"


def name_as_told(path: Path) -> str:
    """Return the name of a file as it is kept and told: on one line, bytes that are no characters written out."""
    return one_line(path.name)


def read_named(path: Path, most: int | None = None) -> bytes:
    """Return the content of a file somebody named; raises SetUpError where it cannot be read, or has more bytes."""
    try:
        return read_file(path, most)
    except UnreadableError as trouble:
        raise SetUpError(f"{shown_path(path)} {trouble}") from trouble


def shown_path(path: Path) -> str:
    """Return a path that somebody named as it may be shown."""
    return one_line(
        str(path.with_name(STRICT.shown(name_as_told(path), None, Use.FILE)) if path.name else path)
    )


def shipped(name: str) -> Path:
    """Return the path of a shipped file or folder, such as ``templates/barnet``.

    An installed wheel carries them inside the package; a checkout has them beside it.
    """
    for root in (_PACKAGE / "_shipped", _PACKAGE.parent):
        if (root / name).exists():
            return root / name
    raise SetUpError(f"{name} is missing from this installation of scpxl. Install it again.")

"""Submitted files, kept as they came under the hash of their content.  Nothing kept is overwritten."""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

from scpxl.errors import OutputError, StoreError
from scpxl.files.reading import UnreadableError, read_file
from scpxl.files.writing import write_file

_ENDING = re.compile(r"\.[a-z][a-z0-9]{0,4}(\.gz)?$")


def archive_file(folder: Path, content: bytes, suffix: str = ".xlsx") -> str:
    """Keep a file's content, and return its SHA-256; content kept already is left as it is.

    The file appears under its name only when all of it is on the disk.  Raises StoreError where it
    cannot be written, or where what is kept under its name has been altered.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    if _find(folder, sha256):
        read_archived(folder, sha256)
        return sha256
    # What is behind a full stop may be anything a name holds: only an ending that is one is kept.
    found = _ENDING.search(suffix.lower())
    ending = found[0] if found else ".file"
    place = folder / sha256[:2] / f"{sha256}{ending}"
    try:
        write_file(place, content)
    except OutputError as trouble:
        raise StoreError(str(trouble)) from trouble
    return sha256


def archived_path(folder: Path, sha256: str) -> Path:
    """Return where content is kept.  Raises StoreError where it is not."""
    if found := _find(folder, sha256):
        return found
    raise StoreError(f"{folder} has no file with SHA-256 {sha256}. Put it back from a copy of the folder.")


def read_archived(folder: Path, sha256: str) -> bytes:
    """Return kept content.  Raises StoreError where it is missing or is no longer what was kept."""
    place = archived_path(folder, sha256)
    try:
        content = read_file(place)
    except UnreadableError as trouble:
        raise StoreError(f"{place} {trouble}") from trouble
    if hashlib.sha256(content).hexdigest() != sha256:
        raise StoreError(f"{place} was altered since it was kept. Put it back from a copy of the folder.")
    return content


def is_archived(folder: Path, sha256: str) -> bool:
    """Return whether content is kept, without reading it."""
    return _find(folder, sha256) is not None


def _find(folder: Path, sha256: str) -> Path | None:
    # A folder of the archive is listed: to look for a pattern costs more than all the rest.
    try:
        with os.scandir(folder / sha256[:2]) as kept:
            return next((Path(one.path) for one in kept if one.name.startswith(f"{sha256}.")), None)
    except OSError:
        return None

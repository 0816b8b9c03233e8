"""Submitted files, kept as they came under the hash of their content.  Nothing kept is overwritten."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
from contextlib import suppress
from pathlib import Path

from scpxl.errors import StoreError

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
        _write_whole(place, content)
    except OSError as error:
        raise StoreError(
            f"{place} cannot be written ({error.strerror}). Check the disk and your right to write to the folder."
        ) from error
    return sha256


def archived_path(folder: Path, sha256: str) -> Path:
    """Return where content is kept.  Raises StoreError where it is not."""
    if found := _find(folder, sha256):
        return found
    raise StoreError(f"{folder} has no file with SHA-256 {sha256}. Put it back from a copy of the folder.")


def read_archived(folder: Path, sha256: str) -> bytes:
    """Return kept content.  Raises StoreError where it is missing or is no longer what was kept."""
    place = archived_path(folder, sha256)
    content = place.read_bytes()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise StoreError(f"{place} was altered since it was kept. Put it back from a copy of the folder.")
    return content


def _find(folder: Path, sha256: str) -> Path | None:
    return next((folder / sha256[:2]).glob(f"{sha256}.*"), None)


def _write_whole(place: Path, content: bytes) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(place)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise
    _sync_folder(place.parent)


def _sync_folder(folder: Path) -> None:
    # A folder cannot be opened on Windows, whose file system keeps names safe by itself.
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

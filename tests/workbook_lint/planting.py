"""Put one fault into a workbook that has none: the means."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

Entries: TypeAlias = list[tuple[str, bytes]]
Fault: TypeAlias = Callable[[Entries], Entries]
"""Returns a workbook's parts, with a fault in one of them."""


def swap(part: str, was: str, now: str | Callable[[re.Match[str]], str], times: int = 1) -> Fault:
    """Replace what a pattern finds in a part; a workbook in which it finds nothing fails the test."""

    def change(entries: Entries) -> Entries:
        content = dict(entries)[part].decode()
        changed, found = re.subn(was, now, content, count=times, flags=re.DOTALL)
        assert found, f"{part} has no {was}"
        assert changed != content, f"{part} is as it was"
        # A lone surrogate is among what is planted.
        return [
            (name, changed.encode("utf-8", "surrogatepass") if name == part else data)
            for name, data in entries
        ]

    return change


def put(name: str, data: bytes) -> Fault:
    """Add a part."""
    return lambda entries: [*entries, (name, data)]


def drop(name: str) -> Fault:
    """Remove a part."""
    return lambda entries: [one for one in entries if one[0] != name]


def rename(was: str, now: str) -> Fault:
    """Rename a part, and nothing that refers to it."""
    return lambda entries: [(now if name == was else name, data) for name, data in entries]


def first_goes_last(entries: Entries) -> Entries:
    """Move the first part to the end."""
    return [*entries[1:], entries[0]]


def both(one: Fault, other: Fault) -> Fault:
    """Plant two changes that only together are a fault."""
    return lambda entries: other(one(entries))


class _OneWay(io.RawIOBase):
    """A stream that cannot go back, as a program writes to that sends a file while it makes it."""

    def __init__(self) -> None:
        self.written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.written += bytes(data)
        return len(data)


def sent_uncompressed(entries: Entries) -> bytes:
    """Return the package as it is when it is sent, uncompressed, while it is made."""
    stream = _OneWay()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as package:
        for name, data in entries:
            package.writestr(name, data)
    return bytes(stream.written)


def plant(good: Path, fault: Fault, bad: Path) -> Path:
    """Write a workbook with one fault."""
    with zipfile.ZipFile(good) as package:
        entries = fault([(name, package.read(name)) for name in package.namelist()])
    with warnings.catch_warnings(), zipfile.ZipFile(bad, "w", zipfile.ZIP_DEFLATED) as package:
        # A name that appears twice is among what is planted.
        warnings.simplefilter("ignore", UserWarning)
        for name, data in entries:
            package.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return bad

"""Make the smallest OLE containers that have a directory: what Excel wraps locked and old workbooks in."""

from __future__ import annotations

import struct

SECTOR = 512
FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def ole_file(names: list[str], data: bytes = b"", *, looping: bool = False) -> bytes:
    """Return a container with streams of these names, all of which begin in one sector of `data`."""
    directory_sectors = (len(names) + 1 + 3) // 4
    stream_sector = 1 + directory_sectors
    chain = [*range(2, directory_sectors + 1), 1 if looping else END]
    table = [TABLE, *chain, END]
    table += [FREE] * (SECTOR // 4 - len(table))
    header = bytearray(SECTOR)
    header[:8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<IIIIIIIII", header, 40, 0, 1, 1, 0, 4096, END, 0, END, 0)
    struct.pack_into("<109I", header, 76, 0, *([FREE] * 108))
    entries = [_entry("Root Entry", 5, END), *(_entry(name, 2, stream_sector) for name in names)]
    directory = b"".join(entries).ljust(directory_sectors * SECTOR, b"\0")
    return bytes(header) + struct.pack("<128I", *table) + directory + data.ljust(SECTOR, b"\0")


def _entry(name: str, kind: int, sector: int) -> bytes:
    entry = bytearray(128)
    text = name.encode("utf-16-le")
    entry[: len(text)] = text
    struct.pack_into("<HB", entry, 64, len(text) + 2, kind)
    struct.pack_into("<II", entry, 116, sector, 4096)
    return bytes(entry)

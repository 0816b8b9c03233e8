"""Tell apart the files Excel keeps in an OLE container: locked, labelled, or of the old format.

Reads the container's directory and nothing more; a container that loops or lies is only damaged.
"""

from __future__ import annotations

import struct

from scpxl.read.refusal import Refused, corrupt

_END_OF_CHAIN = 0xFFFFFFFA
_MOST_SECTORS = 60_000
_FILEPASS = 0x2F
_SMALL_STREAM = 4096
_OTHER_KINDS = {
    "worddocument": "a Word document",
    "powerpoint document": "a PowerPoint file",
    "__properties_version1.0": "an Outlook message",
}


def refusal_of_ole(content: bytes) -> Refused:
    """Return why a file in an OLE container is refused: password, sensitivity label, .xls, or damage."""
    try:
        names = _directory(content)
    except (struct.error, IndexError, ValueError):
        return corrupt("its directory cannot be read")
    if any("drmencrypted" in name for name in names):
        return Refused("FILE_RIGHTS_PROTECTED")
    if "encryptedpackage" in names:
        return Refused("FILE_ENCRYPTED" if "encryptioninfo" in names else "FILE_RIGHTS_PROTECTED")
    for name in ("workbook", "book"):
        if name in names:
            locked = _has_password(content, names, name)
            return Refused("FILE_ENCRYPTED" if locked else "FILE_LEGACY_XLS")
    for name, kind in _OTHER_KINDS.items():
        if name in names:
            return Refused("FILE_WRONG_TYPE", kind=kind)
    return Refused("FILE_WRONG_TYPE", kind="a file of another program")


def _sector_size(content: bytes) -> int:
    shift = struct.unpack_from("<H", content, 30)[0]
    if shift not in {9, 12}:
        raise ValueError(shift)
    return 1 << int(shift)


def _table(content: bytes, size: int) -> list[int]:
    """Return the container's allocation table: for each sector, the one that follows it."""
    sectors = [s for s in struct.unpack_from("<109I", content, 76) if s < _END_OF_CHAIN]
    following, seen = struct.unpack_from("<I", content, 68)[0], 0
    per_sector = size // 4
    while following < _END_OF_CHAIN and seen < _MOST_SECTORS // per_sector:
        *more, following = struct.unpack_from(f"<{per_sector}I", content, (following + 1) * size)
        sectors += [s for s in more if s < _END_OF_CHAIN]
        seen += 1
    table: list[int] = []
    for sector in sectors:
        if len(table) > _MOST_SECTORS * 2:
            break
        table += struct.unpack_from(f"<{per_sector}I", content, (sector + 1) * size)
    return table


def _directory(content: bytes) -> dict[str, tuple[int, int]]:
    """Return the lower-case names in the container with the sector each begins at and its length."""
    size = _sector_size(content)
    table = _table(content, size)
    names: dict[str, tuple[int, int]] = {}
    sector, seen = struct.unpack_from("<I", content, 48)[0], set[int]()
    while sector < _END_OF_CHAIN:
        if sector in seen or len(seen) > _MOST_SECTORS:
            raise ValueError("the directory loops")
        seen.add(sector)
        for entry in range((sector + 1) * size, (sector + 2) * size, 128):
            length = struct.unpack_from("<H", content, entry + 64)[0]
            if content[entry + 66] and 2 <= length <= 64:
                name = content[entry : entry + length - 2].decode("utf-16-le", "replace")
                names[name.lower()] = struct.unpack_from("<II", content, entry + 116)
        sector = table[sector]
    return names


def _has_password(content: bytes, names: dict[str, tuple[int, int]], stream: str) -> bool:
    """Whether an .xls says, among its first records, that the rest is encrypted."""
    sector_size = _sector_size(content)
    (first, length), (root, _) = names[stream], names.get("root entry", (0, 0))
    # Small streams lie in pieces of 64 bytes in the root's own stream.
    is_small = length < _SMALL_STREAM
    at = (root + 1) * sector_size + first * 64 if is_small else (first + 1) * sector_size
    end = min(at + sector_size, len(content) - 4)
    while at < end:
        kind, length = struct.unpack_from("<HH", content, at)
        if kind == _FILEPASS:
            return True
        at += 4 + length
    return False

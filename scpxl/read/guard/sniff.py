"""Tell by its first bytes what a file is, and by its parts what a package is; its name is never believed.

Of an OLE container the directory is read, and nothing more: it may loop or lie, and is only damaged then.
"""

from __future__ import annotations

import re
import struct

from scpxl.read.guard.package import Package
from scpxl.read.guard.refusal import Refused, corrupt, incomplete
from scpxl.read.guard.xml_parts import elements

ZIP_MAGIC, OLE_MAGIC = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
GZIP_MAGIC = b"\x1f\x8b"
_HEAD = 8192
_WRONG_TYPE = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"{\\rtf", "a word-processor document"),
    (b"version https://git-lfs", "a pointer to a file"),
    (b"\x4c\x00\x00\x00\x01\x14\x02\x00", "a shortcut to a file"),
    (b"[InternetShortcut]", "a shortcut to a web page"),
    (b"BM", "a picture"),
    (b"II*\x00", "a picture"),
    (b"MM\x00*", "a picture"),
    (b"ID;P", "a SYLK file"),
    (b"\x00\x01\x00\x00Standard ", "an Access database"),
    (b"SQLite format 3\x00", "a database"),
    (b"PAR1", "a Parquet file"),
    (b"MZ", "a program"),
    # Spreadsheets from before Excel, by their first record: its kind, its length, and which program's version it is.
    (b"\x00\x00\x02\x00\x04\x04", "a Lotus 1-2-3 worksheet"),
    (b"\x00\x00\x02\x00\x05\x04", "a Lotus Symphony worksheet"),
    (b"\x00\x00\x02\x00\x06\x04", "a Lotus 1-2-3 worksheet"),
    (b"\x00\x00\x1a\x00\x07\x80", "a Lotus 1-2-3 file of formats"),
    (b"\x00\x00\x1a\x00", "a Lotus 1-2-3 worksheet"),
    (b"\x00\x00\x02\x00", "a Quattro Pro spreadsheet"),
    (b"\xff\x00\x02\x00", "a Microsoft Works spreadsheet"),
)
_ALSO_TEXT = {b"BM", b"MZ"}
"""Two letters may begin a text as well: there must be a zero near them."""
_ARCHIVES = (GZIP_MAGIC, b"7z\xbc\xaf\x27\x1c", b"Rar!")
_ENCODINGS = (
    ("utf-32", b"\xff\xfe\x00\x00"), ("utf-32", b"\x00\x00\xfe\xff"), ("utf-16", b"\xff\xfe"),
    ("utf-16", b"\xfe\xff"), ("utf-32-le", b""), ("utf-32-be", b""), ("utf-16-le", b""), ("utf-16-be", b""),
)  # fmt: skip
"""With the mark that each begins with; those without one are tried last, the longest first."""
_LOCK_FILE_SIZE, _LONGEST_NAME = 165, 54
_DBASE = {0x03, 0x04, 0x05, 0x30, 0x31, 0x32, 0x43, 0x63, 0x83, 0x8B, 0x8C, 0xCB, 0xE5, 0xF5, 0xFB}
"""First bytes of its versions."""
_HTML = rb"(?is)\s*(?:<!--.*?-->\s*)?<(?:!doctype html|html|head|body|table|meta|title|script)\b"
_MAIL = rb"(?i)(?:mime-version|from|received|return-path|subject|date):"
_TITLE = rb"(?is)<title[^>]*>(.{1,200}?)</title>"
_END_OF_CHAIN = 0xFFFFFFFA
_MOST_SECTORS = 60_000
_FILEPASS = 0x2F
_SMALL_STREAM = 4096
_OTHER_KINDS = {
    "worddocument": "a Word document",
    "powerpoint document": "a PowerPoint file",
    "__properties_version1.0": "an Outlook message",
}


def refuse_unless_zip(content: bytes) -> None:
    """Return if the content begins as a zip does; raise `Refused`, naming what it is, if not.

    OLE files (`OLE_MAGIC`) are not judged here: see `refusal_of_ole`.
    """
    if content.startswith(ZIP_MAGIC):
        return
    head = content[:_HEAD]
    if not content:
        raise Refused("FILE_EMPTY")
    if head.startswith(b"PK\x05\x06"):
        raise incomplete("it is a zip with nothing in it")
    for magic, kind in _WRONG_TYPE:
        if head.startswith(magic) and (magic not in _ALSO_TEXT or b"\0" in head[2:32]):
            raise Refused("FILE_WRONG_TYPE", kind=kind)
    if _is_lock_file(content):
        raise Refused("FILE_WRONG_TYPE", kind="the note that Excel keeps while a workbook is open")
    if _is_dbase(head):
        raise Refused("FILE_WRONG_TYPE", kind="a dBase table")
    if head.startswith(_ARCHIVES):
        raise Refused("FILE_IS_ZIP")
    if head[:2] in {b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00"} and b"\0" in head:
        raise Refused("FILE_LEGACY_XLS")
    _refuse_text(head, content)


def _is_lock_file(content: bytes) -> bool:
    """Whether it is a ``~$`` file: who has a workbook open, once in bytes and once in UTF-16, padded with blanks."""
    if len(content) != _LOCK_FILE_SIZE or not 0 < content[0] <= _LONGEST_NAME:
        return False
    name, rest = content[1 : 1 + content[0]], content[1 + content[0] : 1 + _LONGEST_NAME]
    return b"\0" not in name and not rest.strip(b" \0") and content[1 + _LONGEST_NAME] == content[0]


def _is_dbase(head: bytes) -> bool:
    """Whether the head is that of a dBase table: a version, a day, and fields up to the mark behind the last."""
    if len(head) < 33 or head[0] not in _DBASE or not (1 <= head[2] <= 12 and 1 <= head[3] <= 31):
        return False
    length, row = struct.unpack_from("<HH", head, 8)
    fields = range(32, min(length, len(head) - 31), 32)
    return (
        length > 32
        and row > 0
        and any(head[place] == ord("\r") for place in (*fields, length - 1) if place < len(head))
    )


def _as_utf8(head: bytes) -> bytes:
    """Return text in UTF-16 or UTF-32, with or without a mark of its order, as UTF-8; anything else as it is.

    Excel's own *Unicode Text* is such a file.
    """
    if b"\0" not in head:
        return head
    for encoding, mark in _ENCODINGS:
        size = 4 if "32" in encoding else 2
        if not head.startswith(mark):
            continue
        try:
            text = head[: len(head) // size * size].decode(encoding)
        except UnicodeDecodeError:
            continue
        if mark or all(sign.isprintable() or sign in "\t\r\n" for sign in text):
            return text.encode("utf-8", "replace")
    return head


def _refuse_text(head: bytes, content: bytes) -> None:
    text = _as_utf8(head)
    start = text.removeprefix(b"\xef\xbb\xbf").lstrip()
    if re.match(_HTML, start) or (start[:1] == b"<" and b"<html" in start[:600].lower()):
        raise Refused("FILE_IS_HTML", saying=_title(text))
    if start.startswith(b"<"):
        raise Refused("FILE_WRONG_TYPE", kind="an XML file")
    if re.match(_MAIL, start) and (b"\n" in start):
        raise Refused("FILE_WRONG_TYPE", kind="an e-mail or a saved web page")
    if start[:1] in {b"{", b"["} and b'"' in start[:200]:
        raise Refused("FILE_WRONG_TYPE", kind="a JSON file")
    if not content.strip(b"\0"):
        raise corrupt("it holds nothing but zeros")
    if b"\0" in text or ZIP_MAGIC in content:
        raise corrupt("its beginning is missing or overwritten")
    raise Refused("FILE_IS_CSV")


def _title(head: bytes) -> str:
    found = re.search(_TITLE, head)
    words = " ".join(found[1].decode("utf-8", "replace").split()) if found else ""
    return f" (it says '{words}')" if words else ""


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


CONTENT_TYPES = "[content_types].xml"
"""The part in which a package says what is in it."""
_WORKBOOK_NAMES = (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".csv")


def refuse_other_packages(package: Package) -> None:
    """Raise `Refused` for a package of another program, or a workbook of another format."""
    names = package.entries
    if "mimetype" in names and "content.xml" in names:
        raise Refused("FILE_IS_ODS")
    if "index.zip" in names or any(n.startswith("index/") and n.endswith(".iwa") for n in names):
        raise Refused("FILE_WRONG_TYPE", kind="an Apple Numbers file")
    if CONTENT_TYPES not in names:
        if any(name.endswith(_WORKBOOK_NAMES) for name in names) or not any(
            n.startswith("xl/") for n in names
        ):
            raise Refused("FILE_IS_ZIP")
        raise incomplete("it does not say what is in it")
    for folder, kind in (("word/", "a Word document"), ("ppt/", "a PowerPoint file")):
        if any(name.startswith(folder) for name in names):
            raise Refused("FILE_WRONG_TYPE", kind=kind)
    if any(name.endswith("workbook.bin") for name in names):
        raise Refused("FILE_IS_XLSB")


def refuse_macros(package: Package) -> None:
    """Raise `Refused` for a workbook that holds macros or files of other programs."""
    names = package.entries
    types = package.inflate(CONTENT_TYPES)
    listed = elements(types, "[Content_Types].xml")
    if any(name.endswith("vbaproject.bin") or "macrosheets/" in name for name in names) or any(
        "macroenabled" in attributes.get("ContentType", "").lower() for _, attributes in listed
    ):
        raise Refused("MACRO_PRESENT")
    if any("/embeddings/" in name or "/activex/" in name for name in names):
        raise Refused("EMBEDDED_OBJECT")

"""Tell by its first bytes what a file is; its name is never believed."""

from __future__ import annotations

import re

from scpxl.read.refusal import Refused, corrupt, incomplete

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
)
_ARCHIVES = (GZIP_MAGIC, b"7z\xbc\xaf\x27\x1c", b"Rar!")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_HTML = re.compile(
    rb"\s*(?:<!--.*?-->\s*)?<(?:!doctype html|html|head|body|table|meta|title|script)\b",
    re.IGNORECASE | re.DOTALL,
)
_MAIL = re.compile(rb"(?:mime-version|from|received|return-path|subject|date):", re.IGNORECASE)
_TITLE = re.compile(rb"<title[^>]*>(.{1,200}?)</title>", re.IGNORECASE | re.DOTALL)


def refuse_unless_zip(content: bytes) -> None:
    """Return if the content begins as a zip does; raise `Refused`, naming what it is, if not.

    OLE files (`OLE_MAGIC`) are not judged here: see `scpxl.read.ole`.
    """
    if content.startswith(ZIP_MAGIC):
        return
    head = content[:_HEAD]
    if not content:
        raise Refused("FILE_EMPTY")
    if head.startswith(b"PK\x05\x06"):
        raise incomplete("it is a zip with nothing in it")
    for magic, kind in _WRONG_TYPE:
        if head.startswith(magic):
            raise Refused("FILE_WRONG_TYPE", kind=kind)
    if head.startswith(_ARCHIVES):
        raise Refused("FILE_IS_ZIP")
    if head[:2] in {b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00"} and b"\0" in head:
        raise Refused("FILE_LEGACY_XLS")
    _refuse_text(head, content)


def _refuse_text(head: bytes, content: bytes) -> None:
    text = head.decode("utf-16", "ignore").encode() if head[:2] in _UTF16 else head
    start = text.removeprefix(b"\xef\xbb\xbf").lstrip()
    if _HTML.match(start) or (start[:1] == b"<" and b"<html" in start[:600].lower()):
        raise Refused("FILE_IS_HTML", saying=_title(text))
    if start.startswith(b"<"):
        raise Refused("FILE_WRONG_TYPE", kind="an XML file")
    if _MAIL.match(start) and (b"\n" in start):
        raise Refused("FILE_WRONG_TYPE", kind="an e-mail or a saved web page")
    if start[:1] in {b"{", b"["} and b'"' in start[:200]:
        raise Refused("FILE_WRONG_TYPE", kind="a JSON file")
    if not content.strip(b"\0"):
        raise corrupt("it holds nothing but zeros")
    if b"\0" in text or ZIP_MAGIC in content:
        raise corrupt("its beginning is missing or overwritten")
    raise Refused("FILE_IS_CSV")


def _title(head: bytes) -> str:
    found = _TITLE.search(head)
    words = " ".join(found[1].decode("utf-8", "replace").split()) if found else ""
    return f" (it says '{words}')" if words else ""

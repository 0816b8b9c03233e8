"""Change a part's XML where it must change, and leave every other byte of it as it was.

A parser says where elements are; the edits are made on the bytes.  Writing a parsed tree back would
rename prefixes that other parts of the same file rely on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pyexpat import ExpatError, ParserCreate
from typing import NamedTuple

from scpxl.errors import ScpxlError

_TAG = re.compile(rb"<[^\s/>]+(?:\s+[^\s=]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*\s*(/?)>")
_ATTRIBUTE = re.compile(r"\s+([^\s=]+)\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


class CannotMarkError(ScpxlError):
    """A file that is built in a way we do not patch; nothing was written."""


class Element(NamedTuple):
    """An element and where its bytes are: tag from `start` to `opened`, end tag from `closing` to `end`."""

    name: str
    prefix: str
    """With its colon; blank for the default namespace."""
    attributes: dict[str, str]
    depth: int
    start: int
    opened: int
    closing: int
    end: int

    @property
    def is_empty(self) -> bool:
        """Whether it was written as one tag, `<a/>`."""
        return self.end == self.opened


class Edit(NamedTuple):
    """Bytes to put in place of those from `start` to `end`."""

    start: int
    end: int
    new: bytes


def locate(data: bytes, wanted: Callable[[str, int, dict[str, str]], bool]) -> list[Element]:
    """Return the elements that `wanted` (told local name, depth, attributes) says yes to, as they are."""
    found: list[Element | None] = []
    open_ones: list[tuple[int | None, str, dict[str, str], int, int, bool]] = []
    parser = ParserCreate("utf-8")

    def start(name: str, attributes: dict[str, str]) -> None:
        at, place, opened, empty = parser.CurrentByteIndex, None, 0, False
        if wanted(name.rpartition(":")[2], len(open_ones), attributes):
            tag = _TAG.match(data, at)
            if tag is None:
                raise CannotMarkError(f"The tag of {name} could not be followed.")
            place, opened, empty = len(found), tag.end(), bool(tag[1])
            found.append(None)
        open_ones.append((place, name, attributes, at, opened, empty))

    def end(_name: str) -> None:
        place, name, attributes, at, opened, empty = open_ones.pop()
        if place is None:
            return
        prefix, colon, local = name.rpartition(":")
        closing = opened if empty else parser.CurrentByteIndex
        after = opened if empty else data.index(b">", closing) + 1
        found[place] = Element(local, prefix + colon, attributes, len(open_ones), at, opened, closing, after)

    parser.StartElementHandler, parser.EndElementHandler = start, end
    try:
        parser.Parse(data, True)
    except ExpatError as trouble:
        raise CannotMarkError(f"A part of the file could not be followed ({trouble}).") from trouble
    return [element for element in found if element is not None]


def spliced(data: bytes, edits: Iterable[Edit]) -> bytes:
    """Return the bytes with the edits made; of two at one place the first given comes first."""
    pieces, at = [], 0
    for edit in sorted(edits, key=lambda e: (e.start, e.end)):
        pieces += [data[at : edit.start], edit.new]
        at = edit.end
    return b"".join([*pieces, data[at:]])


def tag_with(data: bytes, element: Element, **attributes: str | None) -> Edit:
    """Return the edit that gives an element's tag these attributes; None takes one away."""
    tag = data[element.start : element.opened].decode()
    name = element.prefix + element.name
    kept = "".join(m[0] for m in _ATTRIBUTE.finditer(tag) if m[1] not in attributes)
    added = "".join(f' {key}="{value}"' for key, value in attributes.items() if value is not None)
    return Edit(
        element.start, element.opened, f"<{name}{kept}{added}{'/' if element.is_empty else ''}>".encode()
    )


def with_children(data: bytes, element: Element, inside: str, **attributes: str | None) -> list[Edit]:
    """Return the edits that put XML at the end of an element's inside, and give its tag attributes."""
    edit = tag_with(data, element, **attributes)
    if element.is_empty:
        name = element.prefix + element.name
        return [edit._replace(new=edit.new[:-2] + f">{inside}</{name}>".encode())]
    return [edit, Edit(element.closing, element.closing, inside.encode())]


def xml_text(text: str) -> str:
    """Return text as it is in XML, nothing in it that Excel would take for an escape or refuse.

    >>> xml_text('<5 & "more"'), xml_text("a_x000D_b")
    ('&lt;5 &amp; &quot;more&quot;', 'a_x005F_x000D_b')
    """
    plain = _ESCAPE_LIKE.sub("_x005F_", _NOT_XML.sub("", text))
    for sign, written in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        plain = plain.replace(sign, written)
    return plain

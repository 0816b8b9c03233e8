"""Check that a part is the plain XML every reader takes the same way, and list its elements."""

from __future__ import annotations

import re
from collections.abc import Callable
from pyexpat import ExpatError, ParserCreate
from typing import TypeAlias

from scpxl.read.guard.refusal import Refused, incomplete

Attributes: TypeAlias = dict[str, str]
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)|<\0!\0[DE]\0", re.IGNORECASE)
_MAY_DECLARE = re.compile(rb"<!|<\0!")
_DECLARED_ENCODING = re.compile(rb"""^(?:\xef\xbb\xbf)?<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']""")
_PLAIN = {b"utf-8", b"utf8", b"us-ascii", b"ascii"}


def local_name(name: str) -> str:
    """Return an element's name without its prefix.

    >>> local_name("x:row"), local_name("row")
    ('row', 'row')
    """
    return name.rpartition(":")[2]


def has_doctype(data: bytes) -> bool:
    """Whether a part may declare a document type or entities, wherever in it, by its bytes alone."""
    # Parts are large, hardly any holds such signs, and finding that out is many times faster.
    return _MAY_DECLARE.search(data) is not None and _DOCTYPE.search(data) is not None


def _refuse_doctype(*_: object) -> None:
    raise Refused("FILE_UNSAFE")


def parse(
    data: bytes,
    part: str,
    start: Callable[[str, Attributes], object] | None = None,
    end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
    first: Callable[[Attributes], None] | None = None,
) -> None:
    """Go through one part, telling `first` of the root's attributes alone, `start` of every element's.

    Raises `Refused` for a DOCTYPE, another encoding than UTF-8, or broken XML.
    """
    declared = _DECLARED_ENCODING.match(data[:200])
    if b"\0" in data[:200] or (declared and declared[1].lower() not in _PLAIN):
        raise incomplete(f"{part} is not written in UTF-8")
    parser = ParserCreate("utf-8")
    parser.StartDoctypeDeclHandler = _refuse_doctype
    if start:
        parser.StartElementHandler = start
    if first:

        def at_root(_name: str, attributes: Attributes) -> None:
            parser.StartElementHandler = None
            first(attributes)

        parser.StartElementHandler = at_root
    if end:
        parser.EndElementHandler = end
    if text:
        parser.buffer_text = True
        parser.CharacterDataHandler = text
    try:
        parser.Parse(data, True)
    except ExpatError as trouble:
        raise incomplete(f"{part} is broken") from trouble


def elements(data: bytes, part: str) -> list[tuple[str, Attributes]]:
    """Return the elements of a small part in order, by local name, with their attributes."""
    found: list[tuple[str, Attributes]] = []
    parse(data, part, start=lambda name, attributes: found.append((local_name(name), attributes)))
    return found


def root(data: bytes, part: str) -> Attributes:
    """Return the outermost element's attributes, having gone through the whole part."""
    found: list[Attributes] = []

    parse(data, part, first=found.append)
    return found[0]

"""A workbook's parts without what figures, texts and days put into them: what is left is its layout."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

_VALUES = re.compile(rb"<v>.*?</v>|<is>.*?</is>", re.DOTALL)
_TYPES = re.compile(rb'(<c [^>]*?) t="\w+"')
_BARE = re.compile(rb'<c r="[A-Z]+[0-9]+"\s*/>|<c r="[A-Z]+[0-9]+"></c>')
_EMPTY_CELL = re.compile(rb'(<c r="[A-Z]+[0-9]+" s="\d+")></c>')
_EMPTY_ROW = re.compile(rb'<row r="\d+"( spans="[\d:]+")?\s*(/>|></row>)')
_CACHES = re.compile(rb"<c:(num|str)Cache>.*?</c:\1Cache>", re.DOTALL)
_LAST_ROW = re.compile(rb"(_xlnm\.Print_Area[^>]*>[^<]*:\$[A-Z]+\$)\d+")
SET_ASIDE = ("docProps/core.xml", "docProps/app.xml", "xl/sharedStrings.xml")


def layout_of(path: Path, lists: frozenset[str] = frozenset()) -> dict[str, bytes]:
    """Return each part of a workbook without values and caches; of the sheets in `lists` the last printed row apart."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist() if name not in SET_ASIDE}
    return {name: _without_values(name, part, lists) for name, part in parts.items()}


def _without_values(name: str, part: bytes, lists: frozenset[str]) -> bytes:
    if name.startswith("xl/worksheets/sheet"):
        part = _TYPES.sub(rb"\1", _VALUES.sub(b"", part))
        part = re.sub(rb' spans="[\d:]+"', b"", re.sub(rb"<dimension [^>]*/>", b"", part))
        part = _EMPTY_CELL.sub(rb"\1/>", part)
        # Only hidden tables have cells without a look: an empty one is not written at all.
        return _EMPTY_ROW.sub(b"", _BARE.sub(b"", part))
    if name.startswith("xl/charts/"):
        return _CACHES.sub(b"", part)
    if name == "xl/workbook.xml" and lists:
        for sheet in lists:
            part = re.sub(
                rb"(<definedName name=\"_xlnm\.Print_Area\"[^>]*>'?"
                + re.escape(sheet.encode())
                + rb"'?![^<]*\$)\d+",
                rb"\1",
                part,
            )
    return part


def different_parts(one: Path, other: Path, lists: frozenset[str] = frozenset()) -> list[str]:
    """Return the names of the parts in which two workbooks differ, values and caches aside."""
    a, b = layout_of(one, lists), layout_of(other, lists)
    return sorted(name for name in a.keys() | b.keys() if a.get(name) != b.get(name))

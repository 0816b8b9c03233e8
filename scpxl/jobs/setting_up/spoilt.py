"""What happens to a whole file before it is sent: renamed, cut off, saved as another kind, a sheet doubled."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping

from scpxl.checks.catalogue.record import Deed

Spoil = Callable[[bytes], bytes]


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def zipped(parts: dict[str, bytes]) -> bytes:
    """Return parts as a zip, the same bytes at any time."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    return made.getvalue()


def _without_part(name: str) -> Spoil:
    return lambda content: zipped({part: data for part, data in _parts(content).items() if part != name})


def _with_part(name: str, data: bytes) -> Spoil:
    return lambda content: zipped({**_parts(content), name: data})


def _hidden_row(content: bytes) -> bytes:
    parts = _parts(content)
    name = "xl/worksheets/sheet2.xml"
    return zipped({**parts, name: parts[name].replace(b'<row r="6"', b'<row r="6" hidden="1"', 1)})


def _second_sheet(content: bytes) -> bytes:
    parts = _parts(content)
    name = "xl/workbook.xml"
    measures = re.search(rb'<sheet name="Measures"[^>]*>', parts[name])
    if measures is None:
        raise ValueError("The form has no sheet Measures.")
    hidden = re.sub(
        rb'sheetId="\d+"', b'sheetId="99" state="hidden"', measures[0].replace(b'"Measures"', b'"MEASURES "')
    )
    return zipped({**parts, name: parts[name].replace(measures[0], hidden + measures[0])})


def _cell_twice(content: bytes) -> bytes:
    parts = _parts(content)
    name = "xl/worksheets/sheet2.xml"
    cell = re.search(rb'<c r="A5"[^>]*>.*?</c>', parts[name])
    if cell is None:
        raise ValueError("The form's first sheet of figures has no A5.")
    return zipped({**parts, name: parts[name].replace(cell[0], 2 * cell[0])})


SPOILT: Mapping[Deed, Spoil] = {
    Deed.EMPTIED: lambda _content: b"",
    Deed.SAVED_AS_WEB_PAGE: lambda _content: b"<!DOCTYPE html><html><title>Sign in</title></html>",
    Deed.SAVED_AS_TEXT: lambda _content: b"Code,Jan 2018\nBUR-01,30\n",
    Deed.RENAMED_PDF: lambda _content: b"%PDF-1.7\n1 0 obj\n",
    Deed.BROKEN_OFF: lambda content: content[: len(content) // 2],
    Deed.ZIPPED: lambda content: zipped({"return.xlsx": content}),
    Deed.SAVED_AS_OPENDOCUMENT: lambda _content: zipped(
        {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"}
    ),
    Deed.PART_LOST: _without_part("xl/workbook.xml"),
    Deed.MACROS_ADDED: _with_part("xl/vbaProject.bin", b"macros"),
    Deed.RENAMED: lambda content: content,
    Deed.LINKED: _with_part("xl/externalLinks/externalLink1.xml", b"<externalLink/>"),
    Deed.ROW_HIDDEN: _hidden_row,
    Deed.SHEET_DOUBLED: _second_sheet,
    Deed.CELL_DOUBLED: _cell_twice,
}

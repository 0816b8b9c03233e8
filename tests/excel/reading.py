"""A written dashboard as tests read it: the values that are kept, and the parts of the package."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from python_calamine import CalamineWorkbook

from scpxl.render.excel.sheets import HIDDEN

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
DRAW = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"


@cache
def book_of(path: Path) -> CalamineWorkbook:
    return CalamineWorkbook.from_path(path)


def sheets_of(path: Path) -> list[str]:
    """The sheets that are seen."""
    return [name for name in book_of(path).sheet_names if name not in HIDDEN]


def rows_of(path: Path, sheet: str) -> list[list[Any]]:
    """The values kept in a sheet, from its first cell."""
    return [list(row) for row in book_of(path).get_sheet_by_name(sheet).to_python(skip_empty_area=False)]


def words_of(path: Path, sheet: str) -> list[str]:
    """Every text of a sheet."""
    return [value for row in rows_of(path, sheet) for value in row if isinstance(value, str) and value]


def table_of(path: Path, sheet: str, head: str) -> dict[str, dict[str, Any]]:
    """The rows of a table by what is in the column headed so; of equal ones the first, so that tables below are apart."""
    rows = rows_of(path, sheet)
    at = next(place for place, row in enumerate(rows) if head in row)
    names = [str(name) for name in rows[at]]
    key = names.index(head)
    found: dict[str, dict[str, Any]] = {}
    for row in rows[at + 1 :]:
        if row[key] != "":
            found.setdefault(
                str(row[key]), {name: one for name, one in zip(names, row, strict=False) if name}
            )
    return found


def parts(path: Path, pattern: str) -> Iterator[tuple[str, ET.Element]]:
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            if re.fullmatch(pattern, name):
                yield name, ET.fromstring(package.read(name))  # noqa: S314  (we wrote it)


def sheet_xml(path: Path, name: str) -> ET.Element:
    place = book_of(path).sheet_names.index(name) + 1
    return next(parts(path, rf"xl/worksheets/sheet{place}\.xml"))[1]


def formulas(path: Path) -> Iterator[tuple[str, str]]:
    """Every formula of every sheet, with the sheet's part."""
    for name, root in parts(path, r"xl/worksheets/sheet\d+\.xml"):
        for cell in root.iter(f"{MAIN}f"):
            yield name, cell.text or ""


def links(path: Path, sheet: str) -> list[tuple[str, str]]:
    """Where each link of a sheet is and which sheet it leads to."""
    found = []
    for link in sheet_xml(path, sheet).iter(f"{MAIN}hyperlink"):
        place = str(link.get("location")).rsplit("!", 1)[0]
        name = place[1:-1].replace("''", "'") if place.startswith("'") else place
        found.append((str(link.get("ref")), name))
    return found


def chart_titles(path: Path) -> list[str]:
    return [
        "".join(text.text or "" for text in title.iter(f"{TEXT}t"))
        for _, root in parts(path, r"xl/charts/chart\d+\.xml")
        if (title := root.find(f"{CHART}chart/{CHART}title")) is not None
    ]


def chart_ranges(path: Path) -> Iterator[tuple[int, int]]:
    """The first and last row of every range of Calc that a chart reads; (0, 0) of what is no such range."""
    for _, root in parts(path, r"xl/charts/chart\d+\.xml"):
        for reference in root.iter(f"{CHART}f"):
            found = re.fullmatch(r"Calc!\$[A-Z]+\$(\d+):\$[A-Z]+\$(\d+)", str(reference.text))
            yield (int(found[1]), int(found[2])) if found else (0, 0)


def alt_texts(path: Path) -> list[str]:
    return [
        str(frame.get("descr") or "")
        for _, root in parts(path, r"xl/drawings/drawing\d+\.xml")
        for frame in root.iter(f"{DRAW}cNvPr")
    ]


def errors_of(path: Path) -> dict[tuple[str, str], str]:
    """The error values that a reader would meet on the sheets that are seen, of a workbook worked out again."""
    place = {name: number for number, name in enumerate(book_of(path).sheet_names, start=1)}
    return {
        (sheet, str(cell.get("r"))): str(cell.findtext(f"{MAIN}v"))
        for sheet in sheets_of(path)
        for _, root in parts(path, rf"xl/worksheets/sheet{place[sheet]}\.xml")
        for cell in root.iter(f"{MAIN}c")
        if cell.get("t") == "e"
    }

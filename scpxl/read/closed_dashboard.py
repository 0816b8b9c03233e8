"""A dashboard that is closed, read from the file itself: whose it is, its layout, its macros, and what people typed in it."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from contextlib import suppress
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any, Final, NamedTuple, cast

from python_calamine import CalamineError, CalamineWorkbook

from scpxl.errors import SetUpError
from scpxl.pages.typed import LAYOUT, PARTNERSHIP, TypedDashboard, read_dashboard
from scpxl.pages.typed_values import Typed
from scpxl.read.guard.package import Package
from scpxl.read.guard.refusal import LIMITS, Refused
from scpxl.read.guard.sheet_facts import column_number
from scpxl.read.guard.sniff import OLE_MAGIC, refuse_unless_zip
from scpxl.read.guard.xml_parts import local_name, parse

_MOST: Final = 5_000_000
_NAME = re.compile(r'<definedName name="(\w+)"[^>]*>([^<]*)</definedName>')


@dataclass(frozen=True)
class WorkbookFacts:
    """What a workbook says of itself; blank where it is no dashboard of ours."""

    path: Path
    partnership: str
    layout: str
    has_macros: bool

    @classmethod
    def read(cls, path: Path) -> WorkbookFacts:
        """Read a workbook; raises SetUpError where there is no file, or one that is no workbook of Excel."""
        try:
            with zipfile.ZipFile(path) as package:
                has_macros = "xl/vbaProject.bin" in package.namelist()
                with package.open("xl/workbook.xml") as part:
                    text = part.read(_MOST).decode("utf-8")
        except OSError as missing:
            raise SetUpError(f"{path} cannot be read: {missing.strerror}. Check its name.") from missing
        except (
            zipfile.BadZipFile,
            zlib.error,
            KeyError,
            ValueError,
            NotImplementedError,
            RuntimeError,
        ) as odd:
            raise SetUpError(f"{path} is not a workbook of Excel. Name a dashboard.") from odd
        found = {name: unescape(value) for name, value in _NAME.findall(text)}
        partnership = _cell(path, found[PARTNERSHIP]) if PARTNERSHIP in found else ""
        return cls(path, partnership, found.get(LAYOUT, "").strip('="'), has_macros)

    def macros(self) -> dict[str, str]:
        """Return the text of its VBA modules by name; needs the extra ``excel``.  Raises SetUpError where it cannot be read."""
        from pyopenvba import ExcelFile
        from pyopenvba.exceptions import PyOpenVBAError

        try:
            with ExcelFile(self.path) as book:
                return {one.name: one.source for one in book.vba_project().modules}
        except (PyOpenVBAError, OSError, ValueError, LookupError) as odd:
            raise SetUpError(f"The macros of {self.path} cannot be read: {odd}. Publish it again.") from odd


def _cell(path: Path, address: str) -> str:
    """Return what the first cell of a range such as ``Lists!$W$2:$W$2`` shows; blank where it is not there."""
    sheet, _, area = address.rpartition("!")
    _, column, row = area.partition(":")[0].split("$")
    with suppress(CalamineError, LookupError, ValueError):
        book = CalamineWorkbook.from_path(path)
        rows = book.get_sheet_by_name(sheet.strip("'")).to_python(skip_empty_area=False)
        return str(rows[int(row) - 1][column_number(column.encode())])
    return ""


_WORKBOOK = "xl/workbook.xml"
_RANGE = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!\$([A-Z]{1,3})\$(\d+)(?::\$([A-Z]{1,3})\$(\d+))?")
Rows = list[list[Typed]]


class NamedRange(NamedTuple):
    """Where a defined name leads: a sheet, rows counted from 1, columns by their letters."""

    sheet: str
    top: int
    bottom: int
    first: str
    last: str


def named_range(formula: str) -> NamedRange | None:
    """Return where a defined name leads; None where that is not one range of one sheet.

    >>> named_range("'Ann''s list'!$B$4:$D$9")
    NamedRange(sheet="Ann's list", top=4, bottom=9, first='B', last='D')
    >>> named_range("=Lists!$A$1").last, named_range("OFFSET(A1,1,1)")
    ('A', None)
    """
    found = _RANGE.fullmatch(formula.removeprefix("="))
    if found is None:
        return None
    sheet, top = (found[1] or found[2]).replace("''", "'"), int(found[4])
    return NamedRange(sheet, top, int(found[6] or top), found[3], found[5] or found[3])


def read_typed(content: bytes, file: str) -> TypedDashboard:
    """Return what is in the input cells of a dashboard, given its bytes and its name.

    Raises SetUpError where it is no dashboard, or what people typed in it cannot be told: it must not be replaced.
    """
    try:
        if content.startswith(OLE_MAGIC):
            raise SetUpError(_refusal(file, "it is protected by a password, or of an old format"))
        refuse_unless_zip(content)
        names = _names(Package(content, LIMITS))
        book = _Book(content, names)
    except Refused as refused:
        raise SetUpError(_refusal(file, f"it is not a complete workbook ({refused.code})")) from refused
    return read_dashboard(book.rows_of, file)


def _refusal(file: str, why: str) -> str:
    return f"{file} cannot be read: {why}. Move it away, or put a whole copy back, and try again: it may hold what somebody entered."


class _Book:
    """The values of a workbook, by the names of their ranges."""

    def __init__(self, content: bytes, names: dict[str, str]) -> None:
        from python_calamine import CalamineWorkbook

        try:
            self._book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        except Exception as trouble:
            raise Refused("FILE_UNREADABLE") from trouble
        self._names = names
        self._sheets: dict[str, Rows] = {}

    def rows_of(self, name: str) -> tuple[int, Rows] | None:
        """Return the first row, from 1, and the values of a named range; None where it is gone."""
        found = named_range(self._names.get(name, ""))
        if found is None or found.sheet not in self._book.sheet_names:
            return None
        left, right = column_number(found.first.encode()), column_number(found.last.encode())
        rows = self._sheet(found.sheet)[found.top - 1 : found.bottom]
        width = right - left + 1
        cut = [(row[left : right + 1] + [None] * width)[:width] for row in rows]
        return found.top, cut + [[None] * width for _ in range(found.bottom - found.top + 1 - len(cut))]

    def _sheet(self, name: str) -> Rows:
        if name not in self._sheets:
            values: list[list[Any]] = self._book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            self._sheets[name] = cast("Rows", [[None if one == "" else one for one in row] for row in values])
        return self._sheets[name]


def _names(package: Package) -> dict[str, str]:
    """Return what each defined name of the whole workbook stands for."""
    if _WORKBOOK not in package:
        raise Refused("PACKAGE_INCOMPLETE")
    found: dict[str, str] = {}
    name: list[str] = []

    def start(element: str, attributes: dict[str, str]) -> None:
        is_name = local_name(element) == "definedName" and "localSheetId" not in attributes
        name[:] = [attributes.get("name", "")] if is_name else []

    def text(words: str) -> None:
        if name:
            found[name[0]] = found.get(name[0], "") + words

    parse(package.inflate(_WORKBOOK), _WORKBOOK, start=start, end=lambda _: name.clear(), text=text)
    return found

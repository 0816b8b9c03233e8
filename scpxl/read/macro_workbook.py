"""What a dashboard says of itself without being opened: whose it is, its layout, and the text of its macros."""

from __future__ import annotations

import re
import zipfile
import zlib
from contextlib import suppress
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Final

from python_calamine import CalamineError, CalamineWorkbook

from scpxl.errors import SetUpError
from scpxl.pages.typed import LAYOUT, PARTNERSHIP
from scpxl.read.guard.sheet_facts import column_number

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

"""Fill in an issued return as a partner does: open it in a spreadsheet program, type, save.

openpyxl stands for that program; nothing of scpxl writes the answers.
"""

from __future__ import annotations

import math
import re
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import TypeAlias

from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from scpxl.returns.cells import CellRef
from scpxl.returns.form import Answer, FormTable, ReturnForm, Sheet

Typed: TypeAlias = str | float | date | None
_LINE_HEIGHT = 14.5
_STAMPS = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:)")
_MADE_BY = 0
"""MS-DOS, whatever system makes the file."""


@dataclass
class Answers:
    """What a partner enters, by cell; a None empties the cell."""

    form: ReturnForm
    cells: dict[CellRef, Typed] = field(default_factory=dict)

    def put(self, sheet: Sheet, row: int, cells: dict[str, Typed]) -> None:
        """Type cells of one row, by column key; rows count from zero."""
        table = self.form.table[sheet]
        self.cells |= {table.cell(row, key): value for key, value in cells.items()}


def fill_return(blank: Path, filled: Path, answers: Answers) -> None:
    """Save the form at `blank` to `filled` with the answers entered in."""
    book = load_workbook(blank)
    for ref, value in answers.cells.items():
        # Looks, drop-downs and protection stay as issued: only the value is the partner's.
        book[ref.sheet].cell(ref.row + 1, ref.column + 1).value = value
    for table in answers.form.tables:
        _let_rows_grow(book, table)
    filled.parent.mkdir(parents=True, exist_ok=True)
    book.save(filled)


def _let_rows_grow(book: Workbook, table: FormTable) -> None:
    """Make rows as high as their longest text, as Excel does while one types and openpyxl does not."""
    sheet: Worksheet = book[table.sheet]
    texts = [c for c in table.columns if c.answer in {Answer.LONG_TEXT, Answer.TEXT}]
    if not texts:
        return
    first = table.cell(0, table.columns[0].key).row + 1
    for row in range(first, first + (len(table.rows) or table.blank_rows)):
        lines = [
            math.ceil(len(str(sheet.cell(row, table.position[c.key] + 1).value or "")) * 1.05 / c.width)
            for c in texts
        ]
        height = max(lines) * _LINE_HEIGHT + 4
        issued = sheet.row_dimensions[row].height or 0.0
        if max(lines) > 1 and height > issued:
            sheet.row_dimensions[row].height = height


def seal(path: Path, created: datetime, modified: datetime) -> None:
    """Give a workbook its dates, and nothing of the clock or the system that made it.

    The same answers then give the same bytes.
    """
    stamps = {
        name: f"{moment:%Y-%m-%dT%H:%M:%SZ}".encode()
        for name, moment in {b"created": created, b"modified": modified}.items()
    }
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    core = "docProps/core.xml"
    parts[core] = _STAMPS.sub(lambda found: found[1] + stamps[found[2]] + found[3], parts[core])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, (*modified.timetuple()[:5], 0))
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, _MADE_BY
            package.writestr(entry, content)

"""What some partners do to a form: put a line above the table, and a column of their own beside it."""

from __future__ import annotations

import copy
import re
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.cell_range import CellRange, MultiCellRange
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.worksheet import Worksheet

from scpxl.returns.form import FIRST_ROW, GUIDANCE_ROW, HEADER_ROW, ReturnForm, Sheet

_LINE = "Checked against the case system before sending."
_HEADING, _NOTE = "Our notes", "from the tenancy report of the quarter"
_WIDTH = 34
_REFERENCE = re.compile(r"(?:(?P<sheet>\w+)!)?\$[A-Z]+\$\d+(?::\$[A-Z]+\$\d+)?")


def rearrange(path: Path, form: ReturnForm) -> None:
    """Insert a line above the table of measures, add a column after it, and save.

    openpyxl moves cells only; what Excel moves with them is moved here.
    """
    book = load_workbook(path)
    sheet: Worksheet = book[Sheet.MEASURES]
    table = form.table[Sheet.MEASURES]
    # The sheet lets nobody insert a row while it is protected; there is no password.
    sheet.protection.disable()
    above = GUIDANCE_ROW + 2
    _insert_row(book, sheet, above)
    sheet.cell(above, 1).value = _LINE
    # After the status of each row.
    own, last = len(table.columns) + 2, len(table.columns)
    for row in (HEADER_ROW, *range(FIRST_ROW, FIRST_ROW + len(table.rows))):
        moved = row + 2
        cell = sheet.cell(moved, own)
        cell.value = _HEADING if row == HEADER_ROW else _NOTE
        for look in ("font", "fill", "border", "alignment", "number_format", "protection"):
            setattr(cell, look, copy.copy(getattr(sheet.cell(moved, last), look)))
    sheet.column_dimensions[get_column_letter(own)].width = _WIDTH
    book.save(path)


def _insert_row(book: Workbook, sheet: Worksheet, above: int) -> None:
    heights = {row: size.height for row, size in sheet.row_dimensions.items() if row >= above}
    sheet.insert_rows(above)
    _move_formulas(book, sheet.title, above)
    for row in sorted(heights):
        sheet.row_dimensions[row].height = None
    for row, height in heights.items():
        sheet.row_dimensions[row + 1].height = height
    for rule in sheet.data_validations.dataValidation:
        ranges = list(rule.sqref.ranges)
        rule.formula1 = _one_down(rule.formula1, ranges[0])
        rule.sqref = MultiCellRange([_lower(cells) for cells in ranges])
    _move_conditional_formats(sheet)
    pane = sheet.sheet_view.pane
    if pane is not None:
        pane.ySplit = (pane.ySplit or 0) + 1
        pane.topLeftCell = _cell_below(pane.topLeftCell or "A1")
    for selection in sheet.sheet_view.selection:
        if selection.pane != "topRight":
            selection.activeCell = selection.sqref = _cell_below(selection.activeCell or "A1")
    sheet.print_title_rows = f"{HEADER_ROW + 1}:{HEADER_ROW + 2}"
    if sheet.print_area:
        cells = CellRange(str(sheet.print_area).rpartition("!")[2].replace("$", ""))
        cells.expand(down=1)
        sheet.print_area = cells.coord


def _move_formulas(book: Workbook, moved: str, above: int) -> None:
    """Let every formula of the workbook point at what has gone one row down."""

    def lower(found: re.Match[str]) -> str:
        if (found["sheet"] or inside) != moved:
            return found[0]
        return re.sub(r"\d+", lambda row: str(int(row[0]) + (int(row[0]) >= above)), found[0])

    for sheet in book.worksheets:
        inside = sheet.title
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, ArrayFormula):
                    cell.value = ArrayFormula(cell.coordinate, _REFERENCE.sub(lower, str(cell.value.text)))


def _move_conditional_formats(sheet: Worksheet) -> None:
    issued = sheet.conditional_formatting
    sheet.conditional_formatting = ConditionalFormattingList()
    for block in issued:
        ranges = list(block.sqref.ranges)
        where = " ".join(_lower(cells).coord for cells in ranges)
        for rule in block.rules:
            rule.formula = [_one_down(formula, ranges[0]) for formula in rule.formula]
            sheet.conditional_formatting.add(where, rule)


def _one_down(formula: str | None, of: CellRange) -> str:
    """Return a rule's formula as it reads one row further down."""
    origin = f"{get_column_letter(of.min_col)}{of.min_row}"
    return str(Translator(f"={formula or ''}", origin).translate_formula(_cell_below(origin)))[1:]


def _lower(cells: CellRange) -> CellRange:
    moved = copy.copy(cells)
    moved.shift(row_shift=1)
    return moved


def _cell_below(address: str) -> str:
    return re.sub(r"\d+", lambda row: str(int(row[0]) + 1), address)

"""Sheets: the order of their elements, rows, columns, merged ranges, cells and their kept values."""

from __future__ import annotations

import math
from itertools import pairwise

from tests.workbook_lint.addresses import LAST_COLUMN, LAST_ROW, Box, box
from tests.workbook_lint.book import Book, Cell, Found, M, Rule, number

_ORDER = [
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "sheetCalcPr",
    "sheetProtection",
    "protectedRanges",
    "scenarios",
    "autoFilter",
    "sortState",
    "dataConsolidate",
    "customSheetViews",
    "mergeCells",
    "phoneticPr",
    "conditionalFormatting",
    "dataValidations",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "colBreaks",
    "customProperties",
    "cellWatches",
    "ignoredErrors",
    "smartTags",
    "drawing",
    "legacyDrawing",
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
]
_ERRORS = {"#N/A", "#VALUE!", "#REF!", "#DIV/0!", "#NUM!", "#NAME?", "#NULL!", "#GETTING_DATA"}
_KINDS = {"b", "d", "e", "inlineStr", "n", "s", "str"}
_WIDEST, _HIGHEST, _DEEPEST_OUTLINE = 255.0, 409.5, 7


def elements_out_of_order(book: Book) -> Found:
    """Excel refuses or repairs a sheet whose elements are not in the order of the schema (18.3.1.99)."""
    for sheet in book.sheets:
        if sheet.root.tag != f"{M}worksheet":
            continue
        names = [one.tag.removeprefix(M) for one in sheet.root if one.tag.startswith(M)]
        for name in set(names) - set(_ORDER):
            yield sheet.part, f"has an element {name}, which the schema does not know"
        places = [_ORDER.index(name) for name in names if name in _ORDER]
        for one, other in pairwise(places):
            if other < one:
                yield sheet.part, f"{_ORDER[other]} comes after {_ORDER[one]}"


def attribute_without_meaning(book: Book) -> Found:
    """Excel refuses a sheet whose ``sheetData`` has an attribute: the schema has none there (18.3.1.80)."""
    for sheet in book.sheets:
        for one in sheet.root.iterfind(f"{M}sheetData"):
            if one.attrib:
                yield sheet.part, f"sheetData has the attributes {sorted(one.attrib)}"


def rows_out_of_order(book: Book) -> Found:
    """Excel repairs by removing rows that are not in ascending order, or appear twice (18.3.1.73)."""
    for sheet in book.sheets:
        last = 0
        for row in sheet.root.iterfind(f"{M}sheetData/{M}row"):
            here = number(row, "r", last + 1)
            if not last < here <= LAST_ROW:
                yield sheet.part, f"row {row.get('r')} comes after row {last}"
            last = here


def cells_out_of_order(book: Book) -> Found:
    """Excel repairs a row whose cells are not in ascending order (18.3.1.4)."""
    for sheet in book.sheets:
        for one, other in pairwise(sheet.cells):
            if one.in_row == other.in_row and other.column and other.column <= one.column:
                yield sheet.part, f"{other.ref} comes after {one.ref}"
        for cell in sheet.cells:
            if cell.ref and not 0 < cell.column <= LAST_COLUMN:
                yield sheet.part, f"{cell.ref} is no cell"


def cell_in_another_row(book: Book) -> Found:
    """Excel repairs by removing a cell whose address is not in the row it is written in."""
    for sheet in book.sheets:
        for cell in sheet.cells:
            if cell.row and cell.in_row and cell.row != cell.in_row:
                yield sheet.part, f"{cell.ref} is in row {cell.in_row}"


def cell_of_no_type(book: Book) -> Found:
    """Excel refuses a sheet with a cell of a type that is not in the schema (18.18.11)."""
    for sheet in book.sheets:
        for cell in sheet.cells:
            if cell.kind not in _KINDS:
                yield sheet.part, f"{cell.ref} has the type {cell.kind}"


def cell_style_out_of_range(book: Book) -> Found:
    """Excel repairs a sheet, and removes its formats, where a cell has a style that is not there."""
    length = len(book.styles("cellXfs"))
    for sheet in book.sheets:
        for cell in sheet.cells:
            if not 0 <= cell.style < max(length, 1):
                yield sheet.part, f"{cell.ref} has the style {cell.style}, of {length}"


def shared_string_out_of_range(book: Book) -> Found:
    """Excel refuses a sheet with a cell whose text is not among the shared strings."""
    for sheet in book.sheets:
        for cell in sheet.cells:
            value = cell.value or ""
            if cell.kind == "s" and not (value.isdigit() and int(value) < len(book.strings)):
                yield sheet.part, f"{cell.ref} has the shared string {value}, of {len(book.strings)}"


def _is_number(text: str) -> bool:
    try:
        return math.isfinite(float(text))
    except ValueError:
        return False


def value_does_not_fit_its_type(book: Book) -> Found:
    """Excel refuses a sheet with a number that is none (also NaN), a truth value but 0 and 1, or an unknown error."""
    for sheet in book.sheets:
        for cell in sheet.cells:
            if not _fits(cell):
                yield sheet.part, f"{cell.ref} has the type {cell.kind} and the value {cell.value!r}"


def _fits(cell: Cell) -> bool:
    match cell.kind:
        case "n":
            return not cell.value or _is_number(cell.value)
        case "b":
            return cell.value in {"0", "1"}
        case "e":
            return cell.value in _ERRORS
    return True


def empty_value_without_type(book: Book) -> Found:
    """Excel calculates it again; a viewer that reads the kept value takes ``<v></v>`` without ``t="str"`` for a number.

    A program that keeps no values at all, such as openpyxl, writes every formula so, and means no value.
    """
    kept = any(cell.formula is not None and cell.value for sheet in book.sheets for cell in sheet.cells)
    for sheet in book.sheets:
        for cell in sheet.cells:
            blank = cell.kind == "n" and cell.value == ""
            if blank and (kept or cell.formula is None):
                yield sheet.part, f"{cell.ref} has an empty value that is no text"


def date_as_text(book: Book) -> Found:
    """Excel 2007 refuses, and many readers overlook, dates written as ISO 8601 (``t="d"``); a number is read by all."""
    for sheet in book.sheets:
        for cell in sheet.cells:
            if cell.kind == "d":
                yield sheet.part, f"{cell.ref} is written as {cell.value}"


def columns_overlap(book: Book) -> Found:
    """Excel refuses or repairs a sheet whose column ranges overlap or are not in ascending order (18.3.1.13)."""
    for sheet in book.sheets:
        last = 0
        for one in sheet.root.iterfind(f"{M}cols/{M}col"):
            first, to = number(one, "min"), number(one, "max")
            if not last < first <= to <= LAST_COLUMN:
                yield sheet.part, f"columns {one.get('min')} to {one.get('max')} come after column {last}"
            last = to


def size_out_of_bounds(book: Book) -> Found:
    """Excel repairs columns wider than 255 characters and rows higher than 409.5 points (specifications and limits)."""
    for sheet in book.sheets:
        for one in sheet.root.iterfind(f"{M}cols/{M}col"):
            if float(one.get("width", "0")) > _WIDEST:
                yield sheet.part, f"column {one.get('min')} is {one.get('width')} wide"
        for one in sheet.root.iterfind(f"{M}sheetData/{M}row"):
            if float(one.get("ht", "0")) > _HIGHEST:
                yield sheet.part, f"row {one.get('r')} is {one.get('ht')} high"


def outline_too_deep(book: Book) -> Found:
    """Excel repairs rows and columns grouped deeper than seven levels (18.3.1.13)."""
    for sheet in book.sheets:
        for path in (f"{M}cols/{M}col", f"{M}sheetData/{M}row"):
            for one in sheet.root.iterfind(path):
                if not 0 <= number(one, "outlineLevel") <= _DEEPEST_OUTLINE:
                    yield sheet.part, f"an outline level is {one.get('outlineLevel')}"


def merged_ranges_overlap(book: Book) -> Found:
    """Excel repairs by taking all merged ranges apart where two share a cell, or one is no range (18.3.1.54)."""
    for sheet in book.sheets:
        seen: list[Box] = []
        for one in sheet.root.iter(f"{M}mergeCell"):
            place = box(one.get("ref", ""))
            if place is None:
                yield sheet.part, f"the merged range {one.get('ref')} is none"
                continue
            if any(place.shares_a_cell(other) for other in seen):
                yield sheet.part, f"the merged range {one.get('ref')} shares a cell with another"
            seen.append(place)


RULES: tuple[Rule, ...] = (
    elements_out_of_order, attribute_without_meaning, rows_out_of_order, cells_out_of_order, cell_in_another_row,
    cell_of_no_type, cell_style_out_of_range, shared_string_out_of_range, value_does_not_fit_its_type,
    empty_value_without_type, date_as_text, columns_overlap, size_out_of_bounds, outline_too_deep,
    merged_ranges_overlap,
)  # fmt: skip

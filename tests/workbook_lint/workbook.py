"""The workbook part: its sheets, views, calculation and defined names."""

from __future__ import annotations

import re
from collections import Counter

from tests.workbook_lint.addresses import why_no_name
from tests.workbook_lint.book import WORKBOOK, Book, Found, M, Rule, number

_LONGEST_SHEET_NAME = 31
_SHEET = r"(?:'(?:[^']|'')+'|[\w.]+)!"
_ROWS_OR_COLUMNS = rf"{_SHEET}(?:\$\d+:\$\d+|\$[A-Z]{{1,3}}:\$[A-Z]{{1,3}})"
_PRINT_TITLES = re.compile(rf"{_ROWS_OR_COLUMNS}(?:,{_ROWS_OR_COLUMNS})?")
_LONGEST_CODE_NAME = 31
_CODE_NAME = re.compile(r"[^\W\d_]\w*")


def sheet_name_not_allowed(book: Book) -> Found:
    r"""Excel repairs sheet names over 31 characters, with ``[]:*?/\``, with a quote at an end, or "History"."""
    for sheet in book.sheets:
        name = sheet.name
        quoted = name.startswith("'") or name.endswith("'")
        if not 0 < len(name) <= _LONGEST_SHEET_NAME or re.search(r"[\[\]:*?/\\]", name) or quoted:
            yield WORKBOOK, f"has a sheet named {name!r}"
        if name.lower() == "history":
            yield WORKBOOK, "has a sheet named History, a word Excel keeps for itself"


def sheet_name_twice(book: Book) -> Found:
    """Excel repairs two sheets of one name, capital letters aside, by renaming one; its formulas go astray."""
    for name, times in Counter(sheet.name.lower() for sheet in book.sheets).items():
        if times > 1:
            yield WORKBOOK, f"has {times} sheets named {name}"


def no_visible_sheet(book: Book) -> Found:
    """Excel refuses a workbook that has no sheet to show."""
    if all(sheet.hidden for sheet in book.sheets):
        yield WORKBOOK, "has no sheet that can be seen"


def view_of_no_visible_sheet(book: Book) -> Found:
    """Excel refuses or repairs a workbook that opens on a sheet that is not there; on a hidden one it shows it."""
    for view in book.xml(WORKBOOK).iter(f"{M}workbookView"):
        for attribute in ("activeTab", "firstSheet"):
            at = number(view, attribute)
            if not 0 <= at < len(book.sheets):
                yield (
                    WORKBOOK,
                    f"{attribute} is {view.get(attribute)}, and there are {len(book.sheets)} sheets",
                )
            elif book.sheets[at].hidden:
                yield WORKBOOK, f"{attribute} is {book.sheets[at].name}, which is hidden"


def not_calculated_on_opening(book: Book) -> Found:
    """Excel shows the values that were kept for formulas, however old, unless told to calculate on opening."""
    calculation = book.xml(WORKBOOK).find(f"{M}calcPr")
    asked = calculation is not None and calculation.get("fullCalcOnLoad") in {"1", "true"}
    if not asked and any(cell.formula is not None for sheet in book.sheets for cell in sheet.cells):
        yield WORKBOOK, "has formulas and does not ask for a calculation on opening"


def name_not_allowed(book: Book) -> Found:
    """Excel repairs by removing names with blanks, that read as a cell or TRUE, or over 255 characters (18.2.5)."""
    for one in book.names:
        why = "" if one.name.startswith("_xlnm.") else why_no_name(one.name)
        if why:
            yield WORKBOOK, f"the name {one.name[:40]} {why}"


def name_twice(book: Book) -> Found:
    """Excel repairs by removing one of two names that are alike in one scope, capital letters aside."""
    for (name, _), times in Counter((one.name.lower(), one.scope) for one in book.names).items():
        if times > 1:
            yield WORKBOOK, f"the name {name} is defined {times} times"


def name_of_no_sheet(book: Book) -> Found:
    """Excel refuses a workbook with a name that belongs to a sheet that is not there."""
    for one in book.names:
        if one.scope is not None and not (one.scope.isdigit() and int(one.scope) < len(book.sheets)):
            yield WORKBOOK, f"the name {one.name} belongs to sheet {one.scope}"


def built_in_name_without_sheet(book: Book) -> Found:
    """Excel repairs by removing print areas, titles and filters that belong to no sheet."""
    for one in book.names:
        if one.name.startswith("_xlnm.") and one.scope is None:
            yield WORKBOOK, f"{one.name} belongs to no sheet"


def print_titles_not_whole_rows(book: Book) -> Found:
    """Excel repairs by removing print titles that are not whole rows or columns of a sheet."""
    for one in book.names:
        if one.name == "_xlnm.Print_Titles" and not _PRINT_TITLES.fullmatch(one.text):
            yield WORKBOOK, f"print titles are {one.text}"


def _code_names(book: Book) -> list[str | None]:
    properties = book.xml(WORKBOOK).find(f"{M}workbookPr")
    sheets = (sheet.root.find(f"{M}sheetPr") for sheet in book.sheets)
    return [None if one is None else one.get("codeName") for one in (properties, *sheets)]


def code_name_twice(book: Book) -> Found:
    """Excel renames in VBA what has a code name twice; macros then call another sheet, or none."""
    for name, times in Counter(name.lower() for name in _code_names(book) if name).items():
        if times > 1:
            yield WORKBOOK, f"{times} sheets have the code name {name}"


def code_name_not_allowed(book: Book) -> Found:
    """Excel repairs a code name that is no identifier of VBA or over 31 characters (XlsxWriter issue 628)."""
    for name in _code_names(book):
        if name and (len(name) > _LONGEST_CODE_NAME or not _CODE_NAME.fullmatch(name)):
            yield WORKBOOK, f"has the code name {name}"


def macros_without_code_name(book: Book) -> Found:
    """Excel makes sheets of its own in the VBA project where code names are missing (XlsxWriter issues 246, 438)."""
    if any(name.lower().endswith("vbaproject.bin") for name in book.raw):
        missing = _code_names(book).count(None)
        if missing:
            yield WORKBOOK, f"has macros, and {missing} code names are missing"


RULES: tuple[Rule, ...] = (
    sheet_name_not_allowed, sheet_name_twice, no_visible_sheet, view_of_no_visible_sheet, not_calculated_on_opening,
    name_not_allowed, name_twice, name_of_no_sheet, built_in_name_without_sheet, print_titles_not_whole_rows,
    code_name_twice, code_name_not_allowed, macros_without_code_name,
)  # fmt: skip

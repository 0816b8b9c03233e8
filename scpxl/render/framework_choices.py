"""The drop-downs of the framework's workbook: what may be chosen, behind defined names, and what is said."""

from __future__ import annotations

from typing import Any

from scpxl.framework.columns import LIST_BREAK, NONE_OF_THEM, ColumnKind, FrameworkColumn
from scpxl.framework.tables import TABLE_BY_KEY, TABLES, FrameworkTable
from scpxl.model.framework import Framework
from scpxl.render.book import StrictWorkbook
from scpxl.returns.cells import column_letters
from scpxl.words import as_given

LISTS_SHEET = "Lists"
YES_NO = ("Yes", "No")
_LONGEST_MESSAGE = 255
_NO_BOUND = 1e15
_KIND_WORDS = {
    ColumnKind.DATE: "Write a day as 30/06/2018.",
    ColumnKind.PERIOD: "Write a month as Apr 2017, a quarter as 2017-18 Q4, a year as 2017-18.",
    ColumnKind.NUMBER: "Enter the number only.",
    ColumnKind.WHOLE: "Enter a whole number.",
    ColumnKind.CHOICE: "Choose from the list.",
    ColumnKind.YES_NO: "Choose Yes or No.",
}


def list_name(table: FrameworkTable, column: FrameworkColumn) -> str:
    """Return the defined name behind a column's drop-down; blank where it has none."""
    if column.kind is ColumnKind.YES_NO:
        return "list_yes_no"
    if column.kind is not ColumnKind.CHOICE:
        return ""
    if column.codes_of and not column.also:
        return f"codes_{column.codes_of}"
    return f"list_{table.key}_{column.key}"


def write_lists(book: StrictWorkbook, framework: Framework, first_row: int, last_row: int) -> None:
    """Write the fixed lists to a hidden sheet and give every list its name.

    Codes are listed where they are, down to the last one there is, so that a new partner can be
    chosen at once.  A validation that points straight at another sheet is lost when other programs
    save the workbook; one behind a name is not.
    """
    sheet = book.add_worksheet(LISTS_SHEET)
    sheet.hide()
    sheet.write_row(0, 0, ["The choices behind the drop-downs. Nothing here is read."])
    for place, (name, choices) in enumerate(_fixed_lists(framework).items()):
        sheet.write_string(2, place, name)
        for row, choice in enumerate(choices, 3):
            sheet.write_string(row, place, choice)
        letters = column_letters(place)
        book.define_name(name, f"={LISTS_SHEET}!${letters}$4:${letters}${len(choices) + 3}")
    for key in sorted({column.codes_of for table in TABLES for column in table.columns if column.codes_of}):
        cells = f"{TABLE_BY_KEY[key].sheet}!$A${first_row + 1}"
        room = f"{cells}:$A${last_row + 1}"
        book.define_name(f"codes_{key}", f"={cells}:INDEX({room},MAX(1,COUNTA({room})))")


def _fixed_lists(framework: Framework) -> dict[str, tuple[str, ...]]:
    lists: dict[str, tuple[str, ...]] = {"list_yes_no": YES_NO}
    for table in TABLES:
        for column in table.columns:
            if column.kind is ColumnKind.CHOICE and column.choices:
                lists[list_name(table, column)] = column.choices
            elif column.kind is ColumnKind.CHOICE and column.codes_of and column.also:
                codes = tuple(record.code for record in getattr(framework, column.codes_of))
                lists[list_name(table, column)] = column.also + codes
    return lists


def to_validation(table: FrameworkTable, column: FrameworkColumn) -> dict[str, Any]:
    """Return what a cell takes and what is said on entering it, as XlsxWriter wants it."""
    said = {
        "input_title": column.heading,
        "input_message": _cut(to_guidance(column)),
        "error_title": column.heading,
        "error_message": _cut(to_guidance(column)),
    }
    if name := list_name(table, column):
        # Where a code may be beside fixed words, the list is of the day of writing: others are let by.
        strictness = "information" if column.also else "stop"
        return {"validate": "list", "source": f"={name}", "error_type": strictness, **said}
    if column.kind in {ColumnKind.NUMBER, ColumnKind.WHOLE}:
        return {
            "validate": "decimal" if column.kind is ColumnKind.NUMBER else "integer",
            "criteria": "between",
            "minimum": -_NO_BOUND if column.least is None else column.least,
            "maximum": _NO_BOUND if column.most is None else column.most,
            **said,
        }
    if column.limit:
        return {"validate": "length", "criteria": "<=", "value": column.limit, **said}
    return {"validate": "any", **said}


def to_guidance(column: FrameworkColumn) -> str:
    """Return what a person is told on entering a cell of the column.

    >>> to_guidance(TABLE_BY_KEY["indicators"].by_key["disclosure_threshold"])
    'Counts from 1 to one below it are not for publication; not applied yet, so no output hides them. Enter a whole number. From 0 up.'
    """
    words = [f"{column.description.rstrip('.')}.", _KIND_WORDS.get(column.kind, "")]
    if column.kind is ColumnKind.LIST:
        words.append(f"Separate entries with a comma (or a semicolon {LIST_BREAK} if one holds a comma).")
        if column.choices:
            words.append(f"Each is one of: {', '.join(column.choices)}.")
        if column.must_be_given:
            words.append(f"If there are none, write {NONE_OF_THEM}.")
    if column.codes_of:
        words.append(f"Codes are those on {TABLE_BY_KEY[column.codes_of].sheet}.")
    if column.least is not None:
        words.append(
            f"From {as_given(column.least)}"
            + (f" to {as_given(column.most)}." if column.most is not None else " up.")
        )
    if column.limit:
        words.append(f"At most {column.limit} characters.")
    return " ".join(word for word in words if word)


def _cut(words: str) -> str:
    return words if len(words) <= _LONGEST_MESSAGE else f"{words[: _LONGEST_MESSAGE - 1]}…"

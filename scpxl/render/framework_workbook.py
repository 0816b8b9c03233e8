"""Write the framework as a workbook in which it can be read, printed, edited and given back."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Iterable, Sequence
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any, Final, TypeAlias

from scpxl.files.writing import Written
from scpxl.framework.columns import NONE_OF_THEM, SETTINGS, ColumnKind, FrameworkColumn, to_list_text
from scpxl.framework.tables import (
    MEANING_HEADING,
    SETTING_HEADING,
    SETTINGS_TABLE,
    TABLES,
    VALUE_HEADING,
    FrameworkTable,
)
from scpxl.model.framework import Framework
from scpxl.model.periods import Period
from scpxl.render import theme
from scpxl.render.book import StrictWorkbook, StrictWorksheet, clean_text, new_book
from scpxl.render.framework_choices import to_validation, write_lists

TITLE_ROW, PURPOSE_ROW, HOW_ROW, MEANING_ROW, HEADER_ROW, FIRST_ROW = range(6)
SPARE_ROWS: Final = 300
"""Drop-downs and guidance reach so many rows beyond the last entry."""
HOW: Final = "Dark headings must be filled in. Where a cell has a list, choose from it."
A4: Final = 9
NARROWEST, WIDEST, FOR_SENTENCES, READABLE_WIDTH = 10, 40, 68, 205
"""Column widths in characters, the third where sentences are; and how many characters across a landscape page can still be read."""

SENTENCE: Final = 110
"""A column with a text longer than so many characters is one of sentences."""
HIGHEST: Final = 400
"""Excel takes no row higher than 409 points."""

Formats = dict[str, Any]
Cell: TypeAlias = str | float | date


def write_framework_workbook(framework: Framework, path: Path) -> Written:
    """Write the framework to a workbook that `read_framework` gives back equal, and return where it is.

    Raises `WriterError` where it cannot be made whole, `OutputError` where it cannot be written.
    """
    with new_book(path) as book:
        title = f"{framework.partnership}: framework {framework.version}"
        book.set_properties({"title": clean_text(title), "subject": SETTINGS_TABLE.purpose})
        formats = _formats(book)
        most = max(len(getattr(framework, table.key)) for table in TABLES if table.key != SETTINGS)
        last_row = FIRST_ROW + most + SPARE_ROWS
        for table in TABLES:
            sheet = book.add_worksheet(table.sheet)
            if table.key == SETTINGS:
                _write_settings(sheet, formats, framework)
            else:
                _write_entries(sheet, formats, table, framework, last_row)
            _set_up_print(sheet, framework)
        write_lists(book, framework, FIRST_ROW, last_row)
    return book.written


def _formats(book: StrictWorkbook) -> Formats:
    plain = {"font_name": theme.FONT, "font_size": 10, "font_color": theme.INK, "valign": "vcenter"}
    head = {
        "bold": True,
        "text_wrap": True,
        "valign": "vcenter",
        "border": 1,
        "border_color": theme.PAPER,
        "align": "left",
        "indent": 1,
    }
    asked = {"num_format": "@", "text_wrap": True, "align": "left", "indent": 1}
    looks = {
        "title": {"font_size": 18, "bold": True, "font_color": theme.NAVY, "valign": "vcenter"},
        "purpose": {"font_size": 11, "valign": "vcenter"},
        "quiet": {"font_size": 9, "font_color": theme.QUIET, "valign": "vcenter"},
        "meaning": {"font_size": 8, "italic": True, "font_color": theme.QUIET, "text_wrap": True, "valign": "bottom", "align": "left", "indent": 1},
        "must": {**head, "bg_color": theme.NAVY, "font_color": theme.PAPER},
        "may": {**head, "bg_color": theme.CLOSED, "font_color": theme.INK},
        "name": {**asked, "bold": True, "font_color": theme.NAVY},
        "text": asked,
        "date": {"num_format": "dd/mm/yyyy", "align": "left", "indent": 1},
        "whole": {"num_format": "#,##0", "align": "right", "indent": 1},
        "number": {"num_format": "#,##0.0###", "align": "right", "indent": 1},
        "open_number": {"align": "right", "indent": 1},
        "input": {**asked, "bg_color": theme.INPUT, "border": 1, "border_color": theme.INPUT_EDGE},
        "input_number": {
            "num_format": "0", "align": "left", "indent": 1, "bg_color": theme.INPUT, "border": 1, "border_color": theme.INPUT_EDGE,
        },
        "label": {"bold": True, "text_wrap": True, "align": "left", "indent": 1},
        "said": {"font_color": theme.QUIET, "text_wrap": True, "align": "left", "indent": 1},
    }  # fmt: skip
    looks |= {f"{name}_wrapped": {**looks[name], "text_wrap": True} for name in ("title", "purpose", "quiet")}
    formats = {name: book.add_format({**plain, **look}) for name, look in looks.items()}
    # A row gets its rule when it has something in it, so new rows look like the others.
    formats["rule"] = book.add_format({"bottom": 1, "bottom_color": theme.RULE})
    return formats


def _write_head(
    sheet: StrictWorksheet,
    formats: Formats,
    lines: tuple[str, str, str],
    within: tuple[int, float] | None = None,
) -> None:
    """Write what the sheet is for; `within` so many columns, so wide, where these are beside all others."""
    looks = ((28, "title"), (18, "purpose"), (16, "quiet"))
    for row, (words, (height, look)) in enumerate(zip(lines, looks, strict=True)):
        if within:
            columns, width = within
            sheet.set_row(row, max(height, to_height([(words, width)], line=14)), formats[look])
            sheet.merge_range(row, 0, row, columns - 1, clean_text(words), formats[f"{look}_wrapped"])
        else:
            sheet.set_row(row, height, formats[look])
            sheet.write_string(row, 0, clean_text(words), formats[look])


def _write_settings(sheet: StrictWorksheet, formats: Formats, framework: Framework) -> None:
    title = f"{framework.partnership}, framework {framework.version}"
    _write_head(sheet, formats, (title, SETTINGS_TABLE.purpose, "Fill in the coloured cells."))
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 62)
    sheet.set_column(2, 2, 52)
    sheet.set_row(HEADER_ROW, 22)
    for place, heading in enumerate((SETTING_HEADING, VALUE_HEADING, MEANING_HEADING)):
        sheet.write_string(HEADER_ROW, place, heading, formats["must"])
    for row, column in enumerate(SETTINGS_TABLE.columns, FIRST_ROW):
        value = to_cell(column, getattr(framework, column.key))
        sheet.write_string(row, 0, column.heading, formats["label"])
        look = formats["input" if isinstance(value, str) else "input_number"]
        sheet.set_row(row, to_height([(str(value), 62), (column.description, 52)]))
        _write_value(sheet, row, 1, value, look)
        sheet.write_string(row, 2, column.description, formats["said"])
        sheet.data_validation(row, 1, row, 1, to_validation(SETTINGS_TABLE, column))
    sheet.freeze_panes(FIRST_ROW, 0)
    sheet.fit_to_pages(1, 0)


def _write_entries(
    sheet: StrictWorksheet, formats: Formats, table: FrameworkTable, framework: Framework, last_row: int
) -> None:
    entries = getattr(framework, table.key)
    grid = [[to_cell(column, getattr(entry, column.key)) for column in table.columns] for entry in entries]
    named = 2 if "code" in table.by_key else len(table.names)
    widths = [_width(column, [row[place] for row in grid]) for place, column in enumerate(table.columns)]
    pages, beside = math.ceil(sum(widths) / READABLE_WIDTH), sum(widths[:named])
    # Beside columns that scroll and on pages to the right, words that run over the first columns are cut.
    held = (named, beside) if pages > 1 and beside >= WIDEST else None
    _write_head(sheet, formats, (table.sheet, table.purpose, HOW), held)
    _write_headings(sheet, formats, table, widths)
    _write_rows(sheet, formats, table, grid, widths)
    last_column = len(table.columns) - 1
    for place, column in enumerate(table.columns):
        sheet.data_validation(FIRST_ROW, place, last_row, place, to_validation(table, column))
    sheet.conditional_format(
        FIRST_ROW, 0, last_row, last_column,
        {"type": "formula", "criteria": f'=$A{FIRST_ROW + 1}<>""', "format": formats["rule"]},
    )  # fmt: skip
    sheet.autofilter(HEADER_ROW, 0, FIRST_ROW + max(len(grid) - 1, 0), last_column)
    sheet.freeze_panes(FIRST_ROW, named)
    sheet.repeat_columns(0, named - 1)
    sheet.fit_to_pages(pages, 0)


def _write_headings(
    sheet: StrictWorksheet, formats: Formats, table: FrameworkTable, widths: Sequence[float]
) -> None:
    meanings = [
        (column.description, width * 1.1) for column, width in zip(table.columns, widths, strict=True)
    ]
    sheet.set_row(MEANING_ROW, to_height(meanings, line=11), formats["meaning"])
    sheet.set_row(HEADER_ROW, 30)
    for place, (column, width) in enumerate(zip(table.columns, widths, strict=True)):
        sheet.set_column(place, place, width, formats[_column_look(column, named=place == 0)])
        sheet.write_string(MEANING_ROW, place, column.description, formats["meaning"])
        must = column.required or column.must_be_given
        sheet.write_string(HEADER_ROW, place, column.heading, formats["must" if must else "may"])


def _write_rows(
    sheet: StrictWorksheet,
    formats: Formats,
    table: FrameworkTable,
    grid: Sequence[Sequence[Cell]],
    widths: Sequence[float],
) -> None:
    for row, values in enumerate(grid, FIRST_ROW):
        sheet.set_row(
            row, to_height((str(value), width) for value, width in zip(values, widths, strict=True))
        )
        for place, (column, value) in enumerate(zip(table.columns, values, strict=True)):
            _write_value(sheet, row, place, value, formats[_look(column, value, named=place == 0)])


def to_cell(column: FrameworkColumn, value: Any) -> Cell:
    """Return a field's value as its cell holds it; blank text is a blank cell.

    >>> to_cell(SETTINGS_TABLE.by_key["due_days"], 28), to_cell(SETTINGS_TABLE.by_key["note"], "")
    (28, '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, tuple):
        if not value and column.must_be_given:
            return NONE_OF_THEM
        return to_list_text([_plain(entry) for entry in value])
    return value if isinstance(value, int | float | date) else _plain(value)


def _plain(value: Any) -> str:
    if isinstance(value, Period):
        return value.written
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value.value if isinstance(value, Enum) else value)


def _write_value(sheet: StrictWorksheet, row: int, place: int, value: Cell, look: Any) -> None:
    if value == "":
        sheet.write_blank(row, place, None, look)
    elif isinstance(value, str):
        sheet.write_string(row, place, clean_text(value), look)
    elif isinstance(value, date):
        sheet.write_datetime(row, place, value, look)
    else:
        sheet.write_number(row, place, value, look)


def _column_look(column: FrameworkColumn, *, named: bool) -> str:
    if column.kind in {ColumnKind.NUMBER, ColumnKind.WHOLE}:
        return "open_number"
    if column.kind is ColumnKind.DATE:
        return "date"
    return "name" if named else "text"


def _look(column: FrameworkColumn, value: Cell, *, named: bool) -> str:
    if isinstance(value, str | date):
        return _column_look(column, named=named)
    return "whole" if float(value).is_integer() else "number"


def _width(column: FrameworkColumn, values: Sequence[Cell]) -> float:
    longest_word = max(len(word) for word in column.heading.split()) + 4
    longest = max((len(str(value)) for value in values), default=0) + 2
    widest = FOR_SENTENCES if longest > SENTENCE else WIDEST
    # What a column means is above its heading in a few short lines.
    return min(max(NARROWEST, longest_word, longest, len(column.description) / 5), widest)


def to_height(texts: Iterable[tuple[str, float]], line: float = 13.2) -> float:
    """Return the height, in points, of a row whose cells hold such texts in columns so many characters wide.

    Not every program makes a row as high as its wrapped text when it opens a workbook.

    >>> to_height([("short", 10)]) < to_height([("two lines in a narrow cell", 14)])
    True
    """
    lines = max(
        sum(len(textwrap.wrap(part, max(int(width * 1.15) - 2, 1))) or 1 for part in text.split("\n"))
        for text, width in texts
    )
    return min(lines * line + 5, HIGHEST)


def _set_up_print(sheet: StrictWorksheet, framework: Framework) -> None:
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.repeat_rows(HEADER_ROW)
    # The blank after a size keeps a version that begins with a digit from being read as part of it.
    marking = framework.marking.replace("&", "&&")
    version = framework.version.replace("&", "&&")
    sheet.set_footer(f"&L&8 {version}&C&8 {marking}&R&8 &A, page &P of &N")

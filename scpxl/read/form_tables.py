"""Find the form's tables and questions on a sheet by their words, wherever they are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from scpxl.model.periods import MONTH_NAMES, Period, month_label, to_month
from scpxl.privacy.kinds import Pattern
from scpxl.read.grids import ReadGrid, all_as_typed, as_partners_see, as_text
from scpxl.returns.cells import CellRef
from scpxl.returns.form import HEADER_ROW, ROW_STATUS, FormTable, Question
from scpxl.returns.normalise import fold
from scpxl.returns.raw import CellValue, RawCell, RawRow, RawTable

SEARCHED_ROWS = 30
"""Headings are looked for in so many rows from the top."""
_SHORT_MONTH = Pattern(r"([a-z]{3})[a-z]*[ \-/.']+(\d{2}|\d{4})")
_FIRST_SHORT_YEAR = 2000
_NOT_ASKED = ("", None, ROW_STATUS)
"""What may be beside a table's headings and is none of them."""


def heading_words(value: CellValue) -> str:
    r"""Return a heading as it is compared; a month is the same month however it came to be written.

    >>> heading_words("  Out\nof "), heading_words(date(2018, 1, 1)), heading_words("January-18")
    ('out of', 'jan 2018', 'jan 2018')
    """
    if isinstance(value, date):
        return fold(month_label(to_month(value.year, value.month)))
    words = fold(as_text(value))
    if match := _SHORT_MONTH.fullmatch(words):
        names = [name.casefold() for name in MONTH_NAMES]
        if match[1] in names:
            year = int(match[2]) + (_FIRST_SHORT_YEAR if len(match[2]) == 2 else 0)
            return fold(month_label(to_month(year, names.index(match[1]) + 1)))
    if re.fullmatch(r"\d{4}-\d{2}", words):
        try:
            return fold(month_label(Period.parse_month(words).first))
        except ValueError:
            return words
    return words


def read_table(table: FormTable, grid: ReadGrid) -> RawTable | None:
    """Return a table as it is on its sheet; None where its headings are nowhere near the top.

    Every row below the headings that holds anything in the form's columns is kept, in order.
    """
    header_row = _header_row(table, grid.rows)
    if header_row is None:
        return None
    columns, unmatched, repeated = _columns(table, grid, header_row)
    return RawTable(
        sheet=grid.name,
        header_row=header_row,
        columns=columns,
        unmatched_headers=tuple(unmatched),
        repeated_headers=tuple(repeated),
        rows=tuple(_rows_below(table, grid, header_row, columns)),
    )


def _columns(
    table: FormTable, grid: ReadGrid, header_row: int
) -> tuple[dict[str, int], list[RawCell], list[RawCell]]:
    """Return where each column of the form is, in the form's order; headings of others; repeated ones."""
    headings = grid.rows[header_row]
    beyond = headings[len(table.columns) :]
    if headings[: len(table.columns)] == [column.heading for column in table.columns] and all(
        value in _NOT_ASKED for value in beyond
    ):
        return dict(table.position), [], []
    wanted = {heading_words(column.heading): column.key for column in table.columns}
    columns: dict[str, int] = {}
    unmatched, repeated = [], []
    for place, value in enumerate(headings):
        words = heading_words(value)
        if not words or words == fold(ROW_STATUS):
            continue
        cell = RawCell(as_partners_see(value), CellRef(grid.name, header_row, place))
        if words not in wanted:
            unmatched.append(cell)
        elif wanted[words] in columns:
            repeated.append(cell)
        else:
            columns[wanted[words]] = place
    in_form_order = {column.key: columns[column.key] for column in table.columns if column.key in columns}
    return in_form_order, unmatched, repeated


def _header_row(table: FormTable, rows: list[list[CellValue]]) -> int | None:
    issued = [column.heading for column in table.columns]
    if len(rows) > HEADER_ROW and rows[HEADER_ROW][: len(issued)] == issued:
        return HEADER_ROW
    wanted = {heading_words(heading) for heading in issued}
    scores = [len(wanted & set(map(heading_words, row))) for row in rows[:SEARCHED_ROWS]]
    best = max(scores, default=0)
    # A third of the headings can be used in no other row; fewer than two prove nothing.
    return scores.index(best) if best >= max(2, len(wanted) // 3) else None


def _rows_below(
    table: FormTable, grid: ReadGrid, header_row: int, columns: dict[str, int]
) -> Iterator[RawRow]:
    places = list(columns.values())
    keys = [columns[column.key] for column in table.keys if column.key in columns]
    exact = {row.key for row in table.rows}
    folded: dict[tuple[str, ...], tuple[str, ...]] = {}
    for number, row in enumerate(grid.rows[header_row + 1 :], header_row + 1):
        if all(_is_blank(row[place]) for place in places):
            continue
        values = all_as_typed(row)
        key: tuple[Any, ...] = tuple([values[place] for place in keys])
        if key not in exact:
            folded = folded or {tuple(map(fold, row.key)): row.key for row in table.rows}
            key = tuple(map(as_text, key))
            key = folded.get(tuple(map(fold, key)), key)
        yield RawRow(number, key, grid.name, columns, values)


def _is_blank(value: CellValue) -> bool:
    if not isinstance(value, str):
        return value is None
    # Of plain letters nothing is unseen, and folding them takes longer than all else done to a row.
    return not (value.strip() if value.isascii() else fold(value))


def read_answers(questions: tuple[Question, ...], grid: ReadGrid) -> tuple[dict[str, RawCell], list[CellRef]]:
    """Return the answers on Start by key, and where questions were found that have moved.

    An answer stands to the right of its question's words; one whose words are gone is not there.
    """
    answers: dict[str, RawCell] = {}
    moved: list[CellRef] = []
    elsewhere: dict[str, tuple[int, int]] | None = None
    for question in questions:
        row, column = question.cell.row, question.cell.column
        stands = value_at(grid, row, column - 1)
        if stands != question.words and fold(as_text(stands)) != fold(question.words):
            if elsewhere is None:
                elsewhere = _places_of_words(grid)
            found = elsewhere.get(fold(question.words))
            if found is None:
                continue
            row, column = found[0], found[1] + 1
            moved.append(CellRef(grid.name, *found))
        answers[question.key] = RawCell(
            as_partners_see(value_at(grid, row, column)), CellRef(grid.name, row, column)
        )
    return answers, moved


def _places_of_words(grid: ReadGrid) -> dict[str, tuple[int, int]]:
    places: dict[str, tuple[int, int]] = {}
    for row, values in enumerate(grid.rows):
        for column, value in enumerate(values):
            if isinstance(value, str) and value:
                places.setdefault(fold(value), (row, column))
    return places


def value_at(grid: ReadGrid, row: int, column: int) -> CellValue:
    """Return a cell's value; '' beyond the last used row or column."""
    if row < len(grid.rows) and column < len(grid.rows[row]):
        return grid.rows[row][column]
    return ""

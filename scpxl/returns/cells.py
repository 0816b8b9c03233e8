"""Addresses of cells, as partners read them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


def column_letters(column: int) -> str:
    """Return a column's letters; columns count from zero.

    >>> column_letters(0), column_letters(27)
    ('A', 'AB')
    """
    letters, rest = "", column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(65 + digit) + letters
    return letters


def quoted(sheet: str) -> str:
    """Return a sheet's name as a formula holds it.

    >>> quoted("Wards"), quoted("Police beats")
    ('Wards', "'Police beats'")
    """
    plain = sheet.isascii() and sheet.isalpha()
    return sheet if plain else "'" + sheet.replace("'", "''") + "'"


class CellRef(NamedTuple):
    """Where a value is.  Rows and columns count from zero; people see them as Excel shows them."""

    sheet: str
    row: int
    column: int

    @property
    def a1(self) -> str:
        """The address within its sheet.

        >>> CellRef("Measures", 11, 27).a1
        'AB12'
        """
        return f"{column_letters(self.column)}{self.row + 1}"

    def __str__(self) -> str:
        return f"{self.sheet}!{self.a1}"


def address_list(cells: Iterable[CellRef]) -> str:
    """Return cells as one short list, runs down a column drawn together.

    >>> address_list([CellRef("Wards", row, 1) for row in (6, 8, 9, 10, 11)])
    'Wards!B7, B9–B12'
    """
    ordered = sorted(set(cells), key=lambda cell: (cell.sheet, cell.column, cell.row))
    runs: list[list[CellRef]] = []
    for cell in ordered:
        last = runs[-1][-1] if runs else None
        if last and (last.sheet, last.column, last.row + 1) == (cell.sheet, cell.column, cell.row):
            runs[-1].append(cell)
        else:
            runs.append([cell])
    words, sheet = [], None
    for run in runs:
        prefix = f"{run[0].sheet}!" if run[0].sheet != sheet else ""
        sheet = run[0].sheet
        words.append(prefix + (run[0].a1 if len(run) == 1 else f"{run[0].a1}–{run[-1].a1}"))
    return ", ".join(words)

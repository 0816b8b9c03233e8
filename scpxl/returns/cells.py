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


def quoted_sheet(sheet: str) -> str:
    """Return a sheet's name as a formula holds it.

    >>> quoted_sheet("Wards"), quoted_sheet("Police beats")
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
    """Return cells as one short list, those that make a row, a column or a rectangle drawn together.

    >>> address_list([CellRef("Wards", row, 1) for row in (6, 8, 9, 10, 11)])
    'Wards!B7, B9–B12'
    >>> address_list([CellRef("Measures", row, column) for row in (6, 7) for column in range(22)])
    'Measures!A7–V8'
    """
    words, sheet = [], None
    for first, last in _blocks(sorted(set(cells), key=lambda cell: (cell.sheet, cell.column, cell.row))):
        prefix = f"{first.sheet}!" if first.sheet != sheet else ""
        sheet = first.sheet
        words.append(prefix + (first.a1 if first == last else f"{first.a1}–{last.a1}"))
    return ", ".join(words)


def _blocks(ordered: Iterable[CellRef]) -> list[tuple[CellRef, CellRef]]:
    """Return the first and the last cell of each block: runs down a column, those side by side as one."""
    runs: list[tuple[CellRef, CellRef]] = []
    for cell in ordered:
        if runs and runs[-1][1] == cell._replace(row=cell.row - 1):
            runs[-1] = (runs[-1][0], cell)
        else:
            runs.append((cell, cell))
    blocks: dict[tuple[str, int, int, int], tuple[CellRef, CellRef]] = {}
    for first, last in runs:
        # A block waits under the column beside it, for a run of the same rows.
        started = blocks.pop((first.sheet, first.row, last.row, first.column), (first, last))
        blocks[first.sheet, first.row, last.row, last.column + 1] = (started[0], last)
    return sorted(blocks.values(), key=lambda block: (block[0].sheet, block[0].column, block[0].row))

"""Hidden tables of results, and the cells that look them up: each formula with the value it has as the file is opened.

The tables hold every month end; what a page shows is a lookup by the month and the measure that are chosen.  The value
written beside a formula is read from the same table by the same row, so that the two cannot differ.  Only functions
that Excel has had since 2010 are used, none that recalculates by itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from scpxl.render.book import StrictWorkbook, clean_text

Value = float | str | None
"""What a cell holds; None is `#N/A`, which charts leave out."""
NOT_AVAILABLE = "#N/A"


@dataclass(frozen=True, slots=True)
class Ref:
    """A cell and what it holds as the file is opened."""

    address: str
    value: Value

    @property
    def number(self) -> int:
        """Its value as the number of a row, from 1; 0 where it is none."""
        return int(self.value) if isinstance(self.value, (int, float)) else 0


class LookupTable:
    """A hidden sheet: a heading row, and rows of numbers and words."""

    def __init__(self, name: str, heads: Sequence[str], rows: Sequence[Sequence[Value]]) -> None:
        self.name, self.heads, self.rows = name, tuple(heads), rows
        self._place = {head: place for place, head in enumerate(self.heads)}

    def place(self, head: str) -> int:
        """Return the column of a heading."""
        return self._place[head]

    def column(self, place: int) -> str:
        """Return the address of a column's rows; of an empty table that of one row."""
        letter = xl_col_to_name(place, True)
        return f"{self.name}!{letter}$2:{letter}${max(2, len(self.rows) + 1)}"

    def block(self, first: int, last: int) -> str:
        """Return the address of several columns' rows."""
        a, b = (xl_col_to_name(place, True) for place in (first, last))
        return f"{self.name}!{a}$2:{b}${max(2, len(self.rows) + 1)}"

    def at(self, row: int, place: int) -> Value:
        """Return what is in a row, from 1; None where there is no such row or nothing in it."""
        return self.rows[row - 1][place] if 0 < row <= len(self.rows) else None

    def write(self, book: StrictWorkbook) -> None:
        """Write the sheet, hidden."""
        sheet = book.sheet(self.name)
        sheet.write_table(0, [self.heads, *self.rows])


class Calc:
    """The hidden sheet on which every lookup stands, and the pages read from."""

    NAME = "Calc"

    def __init__(self, book: StrictWorkbook) -> None:
        self._sheet = book.sheet(self.NAME)
        # A cell with a look is written blank too, and so owned whatever its words are.
        self._plain = book.add_format()
        self._next = 0

    def rows(self, number: int) -> int:
        """Return the first of so many rows that nothing else is in."""
        top, self._next = self._next, self._next + number + 1
        return top

    def put(self, row: int, column: int, formula: str, value: Value) -> Ref:
        """Write a formula with its value."""
        self._sheet.write_plain(row, column, formula, NOT_AVAILABLE if value is None else value)
        return Ref(f"{self.NAME}!{xl_rowcol_to_cell(row, column, True, True)}", value)

    def words(self, row: int, column: int, text: str) -> Ref:
        """Write words that a formula refers to, so that they are no part of the formula."""
        if text:
            self._sheet.write_string(row, column, clean_text(text), self._plain)
        else:
            self._sheet.write_blank(row, column, None, self._plain)
        return Ref(f"{self.NAME}!{xl_rowcol_to_cell(row, column, True, True)}", text)

    def number(self, row: int, column: int, value: float) -> Ref:
        """Write a number that a formula refers to."""
        self._sheet.write_number(row, column, value)
        return Ref(f"{self.NAME}!{xl_rowcol_to_cell(row, column, True, True)}", value)

    def look(self, row: int, column: int, table: LookupTable, place: int, of: Ref) -> Ref:
        """Look up a number or a word that is always there; none where the row is not known."""
        value = table.at(of.number, place)
        formula = f'=IFERROR(INDEX({table.column(place)},{of.address}),"–")'
        return self.put(row, column, formula, "–" if value is None else value)

    def point(self, row: int, column: int, table: LookupTable, place: int, of: Ref) -> Ref:
        """Look up a point of a chart: `#N/A` where there is none."""
        there = f"INDEX({table.column(place)},{of.address})"
        value = table.at(of.number, place)
        return self.put(row, column, f'=IF({there}="",NA(),{there})', value if value != "" else None)

    def text(self, row: int, column: int, table: LookupTable, place: int, of: Ref) -> Ref:
        """Look up words that may be blank."""
        value = table.at(of.number, place)
        formula = f'=IFERROR(INDEX({table.column(place)},{of.address})&"","")'
        return self.put(row, column, formula, "" if value is None else value)


def exactly(text: str) -> str:
    """Return what MATCH is to look for so that it finds these words alone: it takes * ? ~ for a pattern.

    >>> exactly("show_any")
    'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE(show_any,"~","~~"),"*","~*"),"?","~?")'
    """
    return f'SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({text},"~","~~"),"*","~*"),"?","~?")'


def for_match(text: str) -> str:
    """Return words as MATCH looks for them in a formula, and for nothing else.

    >>> for_match('Any "good" area?')
    '"Any ""good"" area~?"'
    """
    plain = text.replace('"', '""')
    return '"' + re.sub(r"([~*?])", r"~\1", plain) + '"'


def chart_span(top: int, column: int, rows: int) -> list[object]:
    """Return a range of Calc as charts take it."""
    return [Calc.NAME, top, column, top + rows - 1, column]


def address(top: int, column: int, rows: int) -> str:
    """Return a range of Calc as a formula takes it."""
    a = xl_rowcol_to_cell(top, column, True, True)
    b = xl_rowcol_to_cell(top + rows - 1, column, True, True)
    return f"{Calc.NAME}!{a}:{b}"

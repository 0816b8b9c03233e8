"""A return as it was found: values with their addresses, nothing judged yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeAlias

from scpxl.returns.cells import CellRef


class CellError(NamedTuple):
    """What a cell shows instead of a value: #REF!, #DIV/0! and the like."""

    text: str


class Uncalculated(NamedTuple):
    """A formula that was saved without its result."""

    formula: str


class Percent(NamedTuple):
    """A number whose cell shows it a hundredfold with a percent sign: 0.9 where people read 90%."""

    number: float


CellValue: TypeAlias = (
    str | float | int | bool | date | datetime | time | timedelta | CellError | Uncalculated | Percent | None
)
"""None is a blank cell."""


class RawCell(NamedTuple):
    """A value and where it was entered."""

    value: CellValue
    ref: CellRef


class RawRow(NamedTuple):
    """One row of a table: its key, as entered in the key columns, and its values from column A on.

    Most cells of a return need no more than their value: an address is made where it is asked for.
    """

    number: int
    key: tuple[str, ...]
    sheet: str
    columns: dict[str, int]
    """Where each column of the form was found; one dictionary for all rows of a table."""
    values: Sequence[CellValue]

    @property
    def cells(self) -> dict[str, RawCell]:
        """Its cells by column key."""
        return {key: self.cell(key) for key in self.columns}

    @property
    def first(self) -> CellRef:
        """Where the first of its cells is."""
        return CellRef(self.sheet, self.number, next(iter(self.columns.values())))

    def cell(self, key: str) -> RawCell:
        """Return one cell; raises KeyError where its column was not found."""
        column = self.columns[key]
        return RawCell(self.values[column], CellRef(self.sheet, self.number, column))


class RawTable(NamedTuple):
    """One table of the form as it was found."""

    sheet: str
    header_row: int
    columns: dict[str, int]
    """Where each column of the form was found."""
    unmatched_headers: tuple[RawCell, ...]
    """Headings that are not of the form."""
    repeated_headers: tuple[RawCell, ...]
    """Headings of the form met a second time; the first was read."""
    rows: tuple[RawRow, ...]


class RawReturn(NamedTuple):
    """Everything in one workbook that answers the form."""

    file: str
    sha256: str
    sheet_names: tuple[str, ...]
    identity: Mapping[str, str]
    """What the workbook says of itself: template, framework, partner, period."""
    identity_cells: Mapping[str, CellRef]
    start: Mapping[str, RawCell] = MappingProxyType({})
    """The answers on Start by their key."""
    tables: Mapping[str, RawTable] = MappingProxyType({})
    """The tables by their name; one that could not be found is not there."""
    moved: tuple[CellRef, ...] = ()
    """Header cells found elsewhere than where they were issued."""


FlatCell: TypeAlias = Literal[
    "indicator", "area", "period", "numerator", "denominator", "breakdown", "item", "marker"
]
NEEDED: tuple[FlatCell, ...] = ("indicator", "area", "period", "numerator")
OPTIONAL: tuple[FlatCell, ...] = ("denominator", "breakdown", "item", "marker")


class FlatRow(NamedTuple):
    """One row: its place in the file and its cells; a column the file does not have is None.

    `columns` holds where each column is, by name.  It is one dictionary for all rows of a file.
    """

    sheet: str
    number: int
    """The row as a person counts it, the heading being row 1."""
    columns: dict[str, int]
    indicator: CellValue
    area: CellValue
    period: CellValue
    numerator: CellValue
    denominator: CellValue = None
    breakdown: CellValue = None
    item: CellValue = None
    marker: CellValue = None

    def cell(self, column: FlatCell) -> CellRef:
        """Return where one of its cells is."""
        return CellRef(self.sheet, self.number - 1, self.columns.get(column, 0))

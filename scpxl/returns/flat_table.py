"""A row of a tidy file (history, benchmarks) as it was found, nothing judged yet."""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

from scpxl.returns.cells import CellRef
from scpxl.returns.raw import CellValue

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

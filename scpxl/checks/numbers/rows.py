"""The rows of figures that were found on a sheet of the form: for each, its months and the figure of each month."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import NamedTuple, TypeAlias

from scpxl.model.observations import Marker
from scpxl.returns.form import FormColumn, FormTable, Row
from scpxl.returns.normalise import CellReading
from scpxl.returns.raw import CellValue, RawCell, RawRow, RawTable

RowKey: TypeAlias = tuple[str, ...]


class FigureCell(NamedTuple):
    """One cell of the form that takes a figure, as it was found and read."""

    row: Row
    column: FormColumn
    found: RawRow
    """The row it was found in."""
    reading: CellReading

    @property
    def raw(self) -> RawCell:
        """What was entered, and where."""
        return self.found.cell(self.column.key)


@dataclass(slots=True, eq=False)
class RowFigures:
    """The figures of one row, in order of time: a return has thousands, and most need never be a cell of their own."""

    row: Row
    found: RawRow
    """The row they were found in."""
    columns: Sequence[FormColumn]
    months: Sequence[int]
    """The month of each column."""
    numbers: Sequence[float | None]
    """None where a cell is blank, is marked, or cannot be read."""
    readings: Sequence[CellReading] = ()
    """What each was read as; none where all of them are whole numbers and nothing else."""

    @classmethod
    def of(cls, cells: Sequence[FigureCell]) -> RowFigures:
        """Return the figures of some cells of one row."""
        columns, readings = [cell.column for cell in cells], [cell.reading for cell in cells]
        months, numbers = [column.month or 0 for column in columns], [reading.number for reading in readings]
        return cls(cells[0].row, cells[0].found, columns, months, numbers, readings)

    @property
    def plain(self) -> bool:
        """Whether all of them are whole numbers and nothing else."""
        return not self.readings

    @property
    def markers(self) -> Iterable[Marker]:
        """The mark of each."""
        return (reading.marker for reading in self.readings) if self.readings else repeat(Marker.NONE)

    def cell(self, place: int) -> FigureCell:
        """Return one of them as a cell of the form."""
        reading = self.readings[place] if self.readings else CellReading(self.numbers[place])
        return FigureCell(self.row, self.columns[place], self.found, reading)

    def cells(self) -> list[FigureCell]:
        """Return each as a cell of the form."""
        return [self.cell(place) for place in range(len(self.columns))]

    def by_month(self) -> dict[int, float | None]:
        """Return the numbers by month."""
        return dict(zip(self.months, self.numbers, strict=True))


class Taking(NamedTuple):
    """The columns of a sheet in which a row takes figures, the month of each, and where it is."""

    columns: tuple[FormColumn, ...]
    months: tuple[int, ...]
    places: tuple[int, ...]


def can_be_read(table: FormTable, found: RawTable) -> bool:
    """Return whether rows can be told apart, and there is a column of the period to read.

    Where not, the missing column has its own finding, and nothing else need be said of the figures.
    """
    has_keys = all(column.key in found.columns for column in table.keys)
    return has_keys and any(column.in_period and column.key in found.columns for column in table.months)


def open_columns(table: FormTable, row: Row) -> tuple[FormColumn, ...]:
    """Return the columns of the months that a row takes a figure for."""
    return tuple(column for column in table.months if table.is_open(row, column))


def open_rows(table: FormTable, found: RawTable) -> Iterator[tuple[Row, RawRow, Taking, list[CellValue]]]:
    """Yield each row of the form that was found, as it was found: where it takes figures, and their values."""
    columns = [column for column in table.months if column.key in found.columns]
    taking: dict[frozenset[int] | None, Taking] = {}
    seen = set()
    for raw_row in found.rows:
        row = table.row.get(raw_row.key)
        # A row not of the form, or met a second time, has its own finding.
        if row is None or raw_row.key in seen:
            continue
        seen.add(raw_row.key)
        months = row.open_months
        if months not in taking:
            takers = tuple(column for column in columns if months is None or column.month in months)
            places = tuple(found.columns[column.key] for column in takers)
            taking[months] = Taking(takers, tuple(column.month or 0 for column in takers), places)
        values = raw_row.values
        yield row, raw_row, taking[months], [values[place] for place in taking[months].places]

"""What a workbook says, apart from how it looks: read from the writer itself, so that no second description can drift.

XlsxWriter holds every cell of a workbook until it is closed.  `read_grid` takes values, formulas, names and print areas
from there: whatever is written into a file is in the grid, and what is not cannot be put into an open workbook.  The
attributes of XlsxWriter that it reads are documented nowhere, so they are read here and nowhere else, and its releases
are pinned to those this was tested with.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, TypeVar

from scpxl.errors import WriterError

Value = str | float | bool | None
"""What a cell holds; None is an empty cell.  A day is its number, as Excel counts days."""
Place = tuple[int, int]
"""Row and column, from 0."""
_Held = TypeVar("_Held", bound=Value)


@dataclass(frozen=True, slots=True)
class CellBlock:
    """A rectangle of cells: its first row and column, from 0, and what is in it, row by row."""

    row: int
    column: int
    values: tuple[tuple[Value, ...], ...]

    @property
    def height(self) -> int:
        """How many rows it has."""
        return len(self.values)

    @property
    def width(self) -> int:
        """How many columns it has."""
        return len(self.values[0])

    def rows(self, first: int, last: int) -> CellBlock:
        """Return some of its rows, counted from its own first."""
        return CellBlock(self.row + first, self.column, self.values[first : last + 1])

    def places(self) -> Iterator[Place]:
        """Yield where each of its cells is."""
        for row in range(self.row, self.row + self.height):
            for column in range(self.column, self.column + self.width):
                yield row, column


@dataclass
class SheetGrid:
    """The cells of one sheet that the writer owns, blank ones too."""

    values: dict[Place, Value] = field(default_factory=dict)
    """What is in each cell without a formula."""
    formulas: dict[Place, str] = field(default_factory=dict)
    """The formula of each cell that has one, with its equals sign."""
    results: dict[Place, Value] = field(default_factory=dict)
    """What each of these formulas comes to, as the file keeps it."""
    links: set[Place] = field(default_factory=set)
    """Cells that lead somewhere: written by themselves, since some programs drop the link of a cell that is written."""
    print_area: str = ""
    """What is printed, as $A$1:$K$20; blank for everything."""
    tables: dict[str, str] = field(default_factory=dict)
    """Where each table is, by its name."""

    @property
    def rows(self) -> int:
        """How many rows hold everything that is owned."""
        return 1 + max((row for row, _ in (*self.values, *self.formulas)), default=0)

    @property
    def columns(self) -> int:
        """How many columns hold everything that is owned."""
        return 1 + max((column for _, column in (*self.values, *self.formulas)), default=0)

    def blocks(self) -> Iterator[CellBlock]:
        """Yield rectangles that cover each owned cell without a formula once, and nothing else."""
        plain = {place: value for place, value in self.values.items() if place not in self.links}
        yield from _rectangles(plain)
        for row, column in sorted(self.links & self.values.keys()):
            yield CellBlock(row, column, ((self.values[row, column],),))

    def formula_blocks(self) -> Iterator[CellBlock]:
        """Yield rectangles that cover each formula once, and nothing else."""
        yield from _rectangles(self.formulas)


@dataclass
class BookGrid:
    """All that a workbook says: its sheets in their order, and its names."""

    sheets: dict[str, SheetGrid] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    """What each defined name stands for, with its equals sign."""


def read_grid(book: Any) -> BookGrid:
    """Return what an XlsxWriter workbook holds that is written and not yet closed.

    Of a hidden table, which is the writer's own, the whole rectangle is owned: what is left out there is a blank cell.
    Raises WriterError for a kind of cell that it does not know.
    """
    words = {number: text for text, number in book.str_table.string_table.items()}
    grid = BookGrid(
        names={name: f"={formula.removeprefix('=')}" for name, _, formula, _ in book.defined_names}
    )
    for sheet in book.worksheets():
        grid.sheets[sheet.get_name()] = _read_sheet(sheet, words)
    return grid


def _read_sheet(sheet: Any, words: Mapping[int, str]) -> SheetGrid:
    made = SheetGrid(print_area=sheet.print_area_range.rpartition("!")[2])
    for row, cells in sheet.table.items():
        for column, cell in cells.items():
            _keep(made, (row, column), cell, words, sheet.get_name())
    made.links = {(row, column) for row, line in sheet.hyperlinks.items() for column in line}
    made.tables = {one["name"]: one["range"] for one in sheet.tables}
    if sheet.hidden and not made.formulas:
        rows, columns = made.rows, made.columns
        blank: dict[Place, Value] = {(row, column): None for row in range(rows) for column in range(columns)}
        made.values = blank | made.values
    return made


def _keep(made: SheetGrid, place: Place, cell: Any, words: Mapping[int, str], sheet: str) -> None:
    kind = type(cell).__name__
    if kind == "String":
        made.values[place] = words[cell.string] or None
    elif kind in {"Number", "Datetime"}:
        # As the file holds it: the last bit of a float is lost there.
        made.values[place] = float(f"{cell.number:.16G}")
    elif kind == "Boolean":
        made.values[place] = bool(cell.boolean)
    elif kind == "Blank":
        made.values[place] = None
    elif kind == "Formula":
        made.formulas[place] = f"={cell.formula}"
        made.results[place] = cell.value
    else:
        raise WriterError(f"{sheet}: a cell of the kind {kind} in {place} is not known to the grid.")


def _rectangles(cells: Mapping[Place, _Held]) -> Iterator[CellBlock]:
    """Yield rectangles that cover the cells: stretches of a row, joined with equal ones of the rows below."""
    by_row: dict[int, list[int]] = {}
    for row, column in cells:
        by_row.setdefault(row, []).append(column)
    stretches: dict[tuple[int, int], list[int]] = {}
    for row in sorted(by_row):
        for stretch in _runs(sorted(by_row[row])):
            stretches.setdefault(stretch, []).append(row)
    for (left, right), rows in stretches.items():
        for top, bottom in _runs(rows):
            yield CellBlock(
                top,
                left,
                tuple(
                    tuple(cells[row, column] for column in range(left, right + 1))
                    for row in range(top, bottom + 1)
                ),
            )


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and last of each run of numbers that follow one another.

    >>> list(_runs([1, 2, 3, 7, 9, 10]))
    [(1, 3), (7, 7), (9, 10)]
    """
    for _, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        found = [number for _, number in run]
        yield found[0], found[-1]

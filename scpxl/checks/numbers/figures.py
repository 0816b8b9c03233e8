"""The figures of a return: each number that is valid by row and month, and each gap named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

from scpxl.checks.catalogue import finding
from scpxl.checks.numbers.rows import FigureCell, RowFigures, RowKey
from scpxl.checks.numbers.usual import is_fraction
from scpxl.checks.reading import ReadRow
from scpxl.checks.values import figure_finding
from scpxl.model.framework import Unit
from scpxl.model.observations import Marker
from scpxl.model.periods import Period, month_label
from scpxl.returns.answers import NumberKind, indicator_of, kind_taken, number_kind_of
from scpxl.returns.cells import CellRef
from scpxl.returns.findings import Finding
from scpxl.returns.form import FormTable, Part
from scpxl.returns.normalise import CellReading, as_typed, has_margin, show
from scpxl.returns.raw import RawCell
from scpxl.words import listed


class TableFigures:
    """The figures of one table: those that are valid, by row key and month, and what was wrong."""

    def __init__(self) -> None:
        self.rows: dict[RowKey, RowFigures] = {}
        self.findings: list[Finding] = []
        self.left_blank: dict[RowKey, dict[int, FigureCell]] = {}
        """Blanks among the earlier months: they withdraw nothing, and the recorded figures are kept."""

    def cell(self, key: RowKey, month: int) -> FigureCell | None:
        """Return a row's figure of a month; None where none is valid."""
        given = self.rows.get(key)
        return given.cell(given.months.index(month)) if given is not None and month in given.months else None

    def with_blanks(self, key: RowKey) -> Mapping[int, FigureCell]:
        """Return a row's figures by month, the earlier ones that were left blank among them."""
        given = self.rows.get(key)
        cells = dict(zip(given.months, given.cells(), strict=True)) if given is not None else {}
        return self.left_blank.get(key, {}) | cells


class _Blanks:
    """What a blank among the figures of the period means, and those that hold the return up, by row."""

    def __init__(self, *, nil: bool) -> None:
        self.nil = nil
        self.needed: dict[RowKey, list[FigureCell]] = defaultdict(list)


def read_figures(table: FormTable, rows: list[ReadRow], *, nil: bool, nothing_filled: bool) -> TableFigures:
    """Return every figure of a table that is valid, with a finding for each gap and for what was read as something else.

    `nil` says that the partner has nothing to report on the sheet: its blanks then mean that.
    `nothing_filled` says that one finding has been made for the whole sheet being blank.
    """
    figures, blanks = TableFigures(), _Blanks(nil=nil)
    for read in rows:
        if read.figures is None:
            continue
        if read.figures.plain and not read.wrong:
            figures.rows[read.found.key] = read.figures
        elif cells := list(_valid(table, read, read.figures, figures, blanks)):
            figures.rows[read.found.key] = RowFigures.of(cells)
        figures.findings += _questions(table, read, read.figures)
    if not nothing_filled:
        figures.findings += [_blank(cells) for cells in blanks.needed.values()]
    return figures


def _valid(
    table: FormTable, read: ReadRow, found: RowFigures, figures: TableFigures, blanks: _Blanks
) -> Iterator[FigureCell]:
    """Yield the cells of a row that can be used, a blank that has a meaning among them; the others are noted."""
    for place, cell in enumerate(found.cells()):
        reading = cell.reading
        if reading.marker is Marker.BLANK:
            yield from _of_blank(cell, figures, blanks, table)
            continue
        if reading.tidied_from and not reading.problem:
            figures.findings.append(_tidied(cell))
        if place not in read.wrong:
            yield cell


def _questions(table: FormTable, read: ReadRow, figures: RowFigures) -> Iterator[Finding]:
    """Yield what is asked of numbers that can be right: a fraction of one per cent, a part of a thing let by."""
    row = figures.row
    if indicator_of(row).unit is not Unit.SURVEY and not table.is_exempt("NOT_WHOLE", row):
        return
    kind, asked = kind_taken(table, row), number_kind_of(indicator_of(row), row.part)
    if kind is asked and kind is not NumberKind.PERCENTAGE:
        return
    for place, cell in enumerate(figures.cells()):
        number = cell.reading.number
        if number is None:
            continue
        if kind is not asked and number % 1:
            yield figure_finding("NOT_WHOLE", cell)
        if kind is NumberKind.PERCENTAGE and cell.column.in_period and place not in read.wrong:
            yield from as_fraction(number, cell.raw, "explanation")


def none_filled(rows: list[ReadRow]) -> bool:
    """Return whether not one of the cells the period asks for is filled in."""
    return not any(
        column.in_period and marker is not Marker.BLANK
        for read in rows
        if read.figures is not None
        for column, marker in zip(read.figures.columns, read.figures.markers, strict=False)
    )


def _month(cell: FigureCell) -> int:
    return cell.column.month or 0


def _of_blank(
    cell: FigureCell, figures: TableFigures, blanks: _Blanks, table: FormTable
) -> Iterator[FigureCell]:
    if not cell.column.in_period:
        figures.left_blank.setdefault(cell.row.key, {})[_month(cell)] = cell
        return
    if blanks.nil or not table.is_needed(cell.row):
        marker = Marker.NIL if blanks.nil else Marker.BLANK
        yield cell._replace(reading=CellReading(marker=marker))
    if not blanks.nil and indicator_of(cell.row).required:
        blanks.needed[cell.row.key].append(cell)


def as_fraction(percentage: float | None, cell: RawCell, column: str) -> list[Finding]:
    """Return a query where a percentage is below one: 65% entered into Excel is stored as 0.65.

    A cell that shows the sign itself, as 0.5%, says which is meant.
    """
    if percentage is None or not is_fraction(percentage) or "%" in show(cell.value):
        return []
    ref = cell.ref
    facts = {"value": show(percentage), "meant": show(100 * percentage), "column": column}
    return [finding("PERCENT_AS_FRACTION", [ref], **facts)]


def _tidied(cell: FigureCell) -> Finding:
    reading = cell.reading
    now = reading.marker.shorthand or show(reading.number)
    code = "MARGIN_NOT_KEPT" if has_margin(reading.tidied_from) else "TIDIED"
    return finding(code, [cell.raw.ref], was=as_typed(reading.tidied_from), now=now)


def _blank(cells: list[FigureCell]) -> Finding:
    row = cells[0].row
    months = [month_label(_month(cell)) for cell in cells]
    when = listed(months)
    title = indicator_of(row).title + (" (out of)" if row.part is Part.OUT_OF else "")
    return finding("BLANK", [cell.raw.ref for cell in cells], title=title, when=when)


def period_of(cell: FigureCell) -> Period:
    """Return the period a cell's figure is for: its column's month, or the quarter or year that ends then."""
    return period_ending(_month(cell), indicator_of(cell.row).frequency.months)


@cache
def period_ending(month: int, length: int) -> Period:
    """Return the period of so many months that ends with the month."""
    return Period(month - length + 1, length)


def cells_of(*cells: FigureCell) -> tuple[CellRef, ...]:
    """Return where the cells are."""
    return tuple(cell.raw.ref for cell in cells)

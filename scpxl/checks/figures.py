"""The figures of a return: each cell read, each number held against its kind, each gap named.

pydantic states what each kind of number may be, once for a whole list of them; its errors come back
by place and are given to the cell they belong to.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from itertools import groupby, repeat
from operator import attrgetter
from typing import Annotated, Any, NamedTuple

from pydantic import Field, TypeAdapter, ValidationError

from scpxl.checks.scale import is_fraction
from scpxl.checks.tidying import Reading, as_typed, has_margin, read_figure, show
from scpxl.model.framework import Indicator, Unit
from scpxl.model.observations import Marker
from scpxl.model.periods import Period, month_label
from scpxl.returns.cells import CellRef
from scpxl.returns.findings import Finding
from scpxl.returns.form import Column, Part, Row, Table
from scpxl.returns.messages import finding
from scpxl.returns.raw import CellValue, RawCell, RawRow, RawTable

LARGEST = 10_000_000
"""More than any count of a borough; a date typed into a General cell is far below it, a phone number above."""


_WHOLE_NUMBERS = {int}
_new: Callable[..., Any] = tuple.__new__
_ROW_KEY: Callable[[FigureCell], tuple[str, ...]] = attrgetter("row.key")
_READING: Callable[[FigureCell], Reading] = attrgetter("reading")
_NUMBER: Callable[[Reading], float | None] = attrgetter("number")


class NumberKind(StrEnum):
    """What a number may be."""

    WHOLE = "whole number"
    AMOUNT = "amount"
    PERCENTAGE = "percentage"
    SIGNED_WHOLE = "whole number, below zero too"
    SIGNED_AMOUNT = "amount, below zero too"

    @property
    def is_whole(self) -> bool:
        """Whether 37.5 is a mistake."""
        return self in {NumberKind.WHOLE, NumberKind.SIGNED_WHOLE}

    @property
    def may_be_negative(self) -> bool:
        """Whether -3 is no mistake."""
        return self in {NumberKind.SIGNED_WHOLE, NumberKind.SIGNED_AMOUNT}

    @property
    def largest(self) -> int:
        """How large a number can be, above zero or below."""
        return LARGEST if self.is_whole else LARGEST * 1000


Whole = Annotated[int, Field(ge=0, le=LARGEST)]
Amount = Annotated[float, Field(ge=0, le=LARGEST * 1000, allow_inf_nan=False)]
Percentage = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]
SignedWhole = Annotated[int, Field(ge=-LARGEST, le=LARGEST)]
SignedAmount = Annotated[float, Field(ge=-LARGEST * 1000, le=LARGEST * 1000, allow_inf_nan=False)]


@cache
def _rules() -> dict[NumberKind, TypeAdapter[Any]]:
    return {
        NumberKind.WHOLE: TypeAdapter(list[Whole]),
        NumberKind.AMOUNT: TypeAdapter(list[Amount]),
        NumberKind.PERCENTAGE: TypeAdapter(list[Percentage]),
        NumberKind.SIGNED_WHOLE: TypeAdapter(list[SignedWhole]),
        NumberKind.SIGNED_AMOUNT: TypeAdapter(list[SignedAmount]),
    }


_CODES = {
    "int_from_float": "NOT_WHOLE",
    "int_type": "NOT_A_NUMBER",
    "finite_number": "NOT_A_NUMBER",
    "int_parsing_size": "TOO_LARGE",
    "greater_than_equal": "NEGATIVE",
    "less_than_equal": "TOO_LARGE",
}


def kind_of(indicator: Indicator, part: Part) -> NumberKind:
    """Return what numbers a row takes.

    What a percentage or a rate is a share of counts things; the whole of an average takes decimals where the
    average has them.
    """
    if indicator.unit is Unit.SURVEY:
        return NumberKind.PERCENTAGE
    if part is Part.OUT_OF:
        broken = indicator.unit is Unit.AVERAGE and bool(indicator.decimals)
        return NumberKind.AMOUNT if broken else NumberKind.WHOLE
    if indicator.may_be_negative:
        return NumberKind.SIGNED_AMOUNT if indicator.takes_decimals else NumberKind.SIGNED_WHOLE
    return NumberKind.AMOUNT if indicator.takes_decimals else NumberKind.WHOLE


class FigureCell(NamedTuple):
    """One cell of the form that takes a figure, as it was found and read."""

    row: Row
    column: Column
    found: RawRow
    """The row it was found in."""
    reading: Reading

    @property
    def raw(self) -> RawCell:
        """What was typed, and where."""
        return self.found.cell(self.column.key)


@dataclass
class Figures:
    """The figures of one table: those that stand, by row key and month, and what was wrong."""

    cells: dict[tuple[tuple[str, ...], int], FigureCell] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    left_blank: dict[tuple[tuple[str, ...], int], FigureCell] = field(default_factory=dict)
    """Blanks among the earlier months: they withdraw nothing, what was given before stands."""


def read_figures(table: Table, found: RawTable, *, nil: bool, nothing_filled: bool) -> Figures:
    """Return every figure of a table that stands, and a finding for every cell that does not.

    `nil` says that the partner has nothing to report on the sheet: its blanks then mean that.
    `nothing_filled` says that one finding has been made for the whole sheet being blank.
    """
    figures = Figures()
    blanks: dict[tuple[str, ...], list[FigureCell]] = defaultdict(list)
    to_judge: dict[NumberKind, list[FigureCell]] = {}
    for row, cells, plain in _open_rows(table, found):
        numbers = cells if plain else list(_numbers_among(cells, figures, blanks, table, nil=nil))
        if numbers:
            kind = kind_taken(table, row)
            if kind is not kind_of(_indicator(row), row.part):
                figures.findings += _not_whole(numbers)
            to_judge.setdefault(kind, []).extend(numbers)
    for kind, cells in to_judge.items():
        _judge(kind, cells, figures)
    if not nothing_filled:
        figures.findings += [_blank(cells) for cells in blanks.values()]
    return figures


def kind_taken(table: Table, row: Row) -> NumberKind:
    """Return what numbers a row takes: any amount, where whole numbers are asked for but others are let by."""
    kind = kind_of(_indicator(row), row.part)
    if not kind.is_whole or not table.lets_by("NOT_WHOLE", row):
        return kind
    return NumberKind.SIGNED_AMOUNT if kind.may_be_negative else NumberKind.AMOUNT


def _not_whole(cells: list[FigureCell]) -> Iterator[Finding]:
    for cell in cells:
        number = cell.reading.number
        if number is not None and number % 1:
            yield _out_of_rule(cell, NumberKind.WHOLE, "int_from_float")


def _numbers_among(
    cells: list[FigureCell],
    figures: Figures,
    blanks: dict[tuple[str, ...], list[FigureCell]],
    table: Table,
    *,
    nil: bool,
) -> Iterator[FigureCell]:
    """Yield the cells that hold a number; enter the others, or what is wrong with them."""
    for cell in cells:
        reading = cell.reading
        if reading.problem:
            figures.findings.append(_unreadable(cell))
        elif reading.marker is Marker.BLANK:
            _note_blank(cell, figures, blanks, table, nil=nil)
        else:
            if reading.tidied_from:
                figures.findings.append(_tidied(cell))
            if reading.number is None:
                figures.cells[cell.row.key, _month(cell)] = cell
            else:
                yield cell


def is_blank(table: Table, found: RawTable) -> bool:
    """Return whether not one of the cells the period asks for is filled in."""
    return all(
        cell.reading.marker is Marker.BLANK for cell in open_cells(table, found) if cell.column.in_period
    )


def can_be_read(table: Table, found: RawTable) -> bool:
    """Return whether rows can be told apart, and there is a column of the period to read.

    Where not, the missing column has its own finding, and nothing else need be said of the figures.
    """
    has_keys = all(column.key in found.columns for column in table.keys)
    return has_keys and any(column.in_period and column.key in found.columns for column in table.months)


def open_cells(table: Table, found: RawTable) -> Iterator[FigureCell]:
    """Yield each cell that takes a figure, read, in the order in which they were found."""
    for _row, cells, _plain in _open_rows(table, found):
        yield from cells


def open_rows(
    table: Table, found: RawTable
) -> Iterator[tuple[Row, RawRow, tuple[Column, ...], list[CellValue]]]:
    """Yield each row of the form that was found, as it was found: its columns that take a figure, and their values."""
    columns = [column for column in table.months if column.key in found.columns]
    taking: dict[frozenset[int] | None, tuple[tuple[Column, ...], list[int]]] = {}
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
            taking[months] = takers, [found.columns[column.key] for column in takers]
        takers, places = taking[months]
        values = raw_row.values
        yield row, raw_row, takers, [values[place] for place in places]


def _open_rows(table: Table, found: RawTable) -> Iterator[tuple[Row, list[FigureCell], bool]]:
    """Yield each row's cells that take a figure, read, and whether all hold nothing but a whole number."""
    for row, raw_row, columns, values in open_rows(table, found):
        plain = set(map(type, values)) == _WHOLE_NUMBERS
        readings: Iterator[Reading]
        if plain:
            # Thousands of cells: the named tuples are made without a Python call each.
            rest = repeat(Marker.NONE), repeat(""), repeat("")
            readings = map(_new, repeat(Reading), zip(values, *rest, strict=False))
        else:
            percent = _indicator(row).unit is Unit.SURVEY
            readings = iter([read_figure(value, percent=percent) for value in values])
        parts = zip(repeat(row), columns, repeat(raw_row), readings, strict=False)
        yield row, list(map(_new, repeat(FigureCell), parts)), plain


def _indicator(row: Row) -> Indicator:
    if row.indicator is None:
        raise TypeError(f"The row {row.key} of the form takes figures but is of no indicator.")
    return row.indicator


def _month(cell: FigureCell) -> int:
    return cell.column.month or 0


def _note_blank(
    cell: FigureCell,
    figures: Figures,
    blanks: dict[tuple[str, ...], list[FigureCell]],
    table: Table,
    *,
    nil: bool,
) -> None:
    if not cell.column.in_period:
        figures.left_blank[cell.row.key, _month(cell)] = cell
        return
    if nil or not table.is_needed(cell.row):
        marker = Marker.NIL if nil else Marker.BLANK
        figures.cells[cell.row.key, _month(cell)] = cell._replace(reading=Reading(marker=marker))
    if not nil and _indicator(cell.row).required:
        blanks[cell.row.key].append(cell)


def _judge(kind: NumberKind, cells: list[FigureCell], figures: Figures) -> None:
    numbers = list(map(_NUMBER, map(_READING, cells)))
    standing = cells
    try:
        _rules()[kind].validate_python(numbers)
    except ValidationError as invalid:
        wrong: set[int] = set()
        for error in invalid.errors(include_url=False, include_context=False):
            place = int(error["loc"][0])
            wrong.add(place)
            figures.findings.append(_out_of_rule(cells[place], kind, error["type"]))
        standing = [cell for place, cell in enumerate(cells) if place not in wrong]
    for key, run in groupby(standing, _ROW_KEY):
        in_row = list(run)
        months = [cell.column.month or 0 for cell in in_row]
        figures.cells.update(zip(zip(repeat(key), months, strict=False), in_row, strict=True))
    if kind is NumberKind.PERCENTAGE:
        for cell in standing:
            if cell.column.in_period:
                figures.findings += as_fraction(cell.reading.number, cell.raw, "explanation")


def as_fraction(percentage: float | None, cell: RawCell, column: str) -> list[Finding]:
    """Return a query where a percentage is below one: 65% typed into Excel is stored as 0.65.

    A cell that shows the sign itself, as 0.5%, says which is meant.
    """
    if percentage is None or not is_fraction(percentage) or "%" in show(cell.value):
        return []
    ref = cell.ref
    facts = {"value": show(percentage), "meant": show(100 * percentage), "column": column}
    return [finding("PERCENT_AS_FRACTION", [ref], **facts)]


def _out_of_rule(cell: FigureCell, kind: NumberKind, error_type: str) -> Finding:
    code = _CODES[error_type]
    if kind is NumberKind.PERCENTAGE and code in {"NEGATIVE", "TOO_LARGE"}:
        code = "PERCENT_RANGE"
    elif kind.may_be_negative and code == "NEGATIVE":
        code = "TOO_LARGE"  # as far below zero as no figure can be
    return finding(
        code, [cell.raw.ref], value=show(cell.raw.value), title=_indicator(cell.row).title, example=42
    )


def _unreadable(cell: FigureCell) -> Finding:
    return finding(
        cell.reading.problem,
        [cell.raw.ref],
        value=show(cell.raw.value),
        title=_indicator(cell.row).title,
        example=30,
    )


def _tidied(cell: FigureCell) -> Finding:
    reading = cell.reading
    now = reading.marker.shorthand or show(reading.number)
    code = "MARGIN_NOT_KEPT" if has_margin(reading.tidied_from) else "TIDIED"
    return finding(code, [cell.raw.ref], was=as_typed(reading.tidied_from), now=now)


def _blank(cells: list[FigureCell]) -> Finding:
    row = cells[0].row
    months = [month_label(_month(cell)) for cell in cells]
    when = months[0] if len(months) == 1 else f"{', '.join(months[:-1])} and {months[-1]}"
    title = _indicator(row).title + (" (out of)" if row.part is Part.OUT_OF else "")
    return finding("BLANK", [cell.raw.ref for cell in cells], title=title, when=when)


def period_of(cell: FigureCell) -> Period:
    """Return the period a cell's figure is for: its column's month, or the quarter or year that ends then."""
    return period_ending(_month(cell), _indicator(cell.row).frequency.months)


@cache
def period_ending(month: int, length: int) -> Period:
    """Return the period of so many months that ends with the month."""
    return Period(month - length + 1, length)


def cells_of(*cells: FigureCell) -> tuple[CellRef, ...]:
    """Return where the cells stand."""
    return tuple(cell.raw.ref for cell in cells)

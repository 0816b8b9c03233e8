"""Colour cells of a worksheet part; cells that do not exist yet are put in where they belong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from scpxl.render.annotated_copy.splice import Edit, Element, locate, spliced, tag_with, with_children
from scpxl.render.annotated_copy.styles import CopyStyles
from scpxl.returns.cells import CellRef
from scpxl.returns.findings import Severity

Place = tuple[int, int]
"""Row and column, counted from zero."""
_VALUE = re.compile(rb"<(?:\w+:)?v>([0-9.Ee+-]+)<")
_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")


def place_of(address: str) -> Place:
    """Return the place of an address.

    >>> place_of("AB12")
    (11, 27)
    """
    match = _ADDRESS.fullmatch(address)
    if match is None:
        raise ValueError(f"{address!r} is no address.")
    column = 0
    for letter in match[1].upper():
        column = 26 * column + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def seen_at(data: bytes, places: Mapping[Place, object]) -> dict[Place, Place]:
    """Return where each place is seen: a cell covered by a merged one is seen as that one's first cell."""
    merged = []
    for element in locate(data, lambda name, _depth, _: name == "mergeCell"):
        first, _, last = element.attributes.get("ref", "").partition(":")
        if _ADDRESS.fullmatch(first) and _ADDRESS.fullmatch(last or first):
            merged.append((place_of(first), place_of(last or first)))
    return {
        place: next(
            (
                first
                for first, last in merged
                if first[0] <= place[0] <= last[0] and first[1] <= place[1] <= last[1]
            ),
            place,
        )
        for place in places
    }


@dataclass
class _Row:
    number: int
    element: Element
    cells: list[tuple[int, Element]] = field(default_factory=list)


def colour_cells(data: bytes, marks: Mapping[Place, Severity], styles: CopyStyles) -> bytes:
    """Return a worksheet with the cells coloured; values, formulas and everything else stay as they are."""
    rows, columns, sheet_data = _rows(data, {row for row, _ in marks})
    by_number = {row.number: row for row in rows}
    prefix = sheet_data.prefix
    edits: list[Edit] = []
    new_rows: dict[int, str] = {}
    for number in sorted({row for row, _ in marks}):
        wanted = {column: severity for (row, column), severity in sorted(marks.items()) if row == number}
        row = by_number.get(number)
        if row is None:
            inside = "".join(
                _new_cell(prefix, number, column, styles.coloured(_of_column(columns, column), severity))
                for column, severity in wanted.items()
            )
            new_rows[number] = f'<{prefix}row r="{number + 1}">{inside}</{prefix}row>'
        else:
            edits += _in_row(data, row, wanted, columns, styles)
    edits += _rows_put_in(data, rows, new_rows, sheet_data)
    return spliced(data, edits)


def _rows(data: bytes, wanted: set[int]) -> tuple[list[_Row], list[Element], Element]:
    """Return all rows (with their cells where wanted), the columns' elements, and the sheetData element."""
    at = -1

    def is_wanted(name: str, depth: int, attributes: dict[str, str]) -> bool:
        nonlocal at
        if name == "row" and depth == 2:
            at = int(attributes["r"]) - 1 if "r" in attributes else at + 1
            return True
        if name == "c" and depth == 3:
            return at in wanted
        return (name == "sheetData" and depth == 1) or (name == "col" and depth == 2)

    rows: list[_Row] = []
    columns: list[Element] = []
    sheet_data: Element | None = None
    number = column = -1
    for element in locate(data, is_wanted):
        if element.name == "sheetData":
            sheet_data = element
        elif element.name == "col":
            columns.append(element)
        elif element.name == "row":
            number = int(element.attributes["r"]) - 1 if "r" in element.attributes else number + 1
            rows.append(_Row(number, element))
            column = -1
        else:
            column = place_of(element.attributes["r"])[1] if "r" in element.attributes else column + 1
            rows[-1].cells.append((column, element))
    if sheet_data is None:
        raise ValueError("A worksheet without sheetData does not pass the guard.")
    return rows, columns, sheet_data


def _in_row(
    data: bytes, row: _Row, wanted: dict[int, Severity], columns: list[Element], styles: CopyStyles
) -> list[Edit]:
    edits: list[Edit] = []
    known = dict(row.cells)
    prefix = row.element.prefix
    own = row.element.attributes
    added: dict[int, str] = {}
    for column, severity in wanted.items():
        if column in known:
            cell = known[column]
            style = styles.coloured(
                int(cell.attributes.get("s", "0")), severity, broken=_is_broken(data, cell)
            )
            edits.append(tag_with(data, cell, s=str(style)))
        else:
            custom = own.get("customFormat") in {"1", "true"} and "s" in own
            style = int(own["s"]) if custom else _of_column(columns, column)
            added[column] = _new_cell(prefix, row.number, column, styles.coloured(style, severity))
    if not added:
        return edits
    last = ""
    for column, xml in added.items():
        after = next((cell for place, cell in row.cells if place > column), None)
        if after is None:
            last += xml
        else:
            edits.append(Edit(after.start, after.start, xml.encode()))
    # The span is a hint that the new cell may fall outside of.
    return [*edits, *with_children(data, row.element, last, spans=None)]


def _is_broken(data: bytes, cell: Element) -> bool:
    """Return whether a cell holds a number that is not whole."""
    value = _VALUE.search(data, cell.opened, cell.closing)
    if value is None or cell.attributes.get("t", "n") != "n":
        return False
    return not float(value[1]).is_integer()


def _rows_put_in(data: bytes, rows: list[_Row], new: dict[int, str], sheet_data: Element) -> list[Edit]:
    edits, last = [], ""
    for number, xml in new.items():
        after = next((row for row in rows if row.number > number), None)
        if after is None:
            last += xml
        else:
            edits.append(Edit(after.element.start, after.element.start, xml.encode()))
    return [*edits, *with_children(data, sheet_data, last)] if last else edits


def _new_cell(prefix: str, row: int, column: int, style: int) -> str:
    return f'<{prefix}c r="{CellRef("", row, column).a1}" s="{style}"/>'


def _of_column(columns: list[Element], column: int) -> int:
    for element in columns:
        first, last = int(element.attributes.get("min", "0")), int(element.attributes.get("max", "0"))
        if first <= column + 1 <= last:
            return int(element.attributes.get("style", "0"))
    return 0


def not_in_front(data: bytes) -> bytes:
    """Return a worksheet that is not the one shown on opening."""
    views = locate(
        data, lambda name, _, attributes: name == "sheetView" and attributes.get("tabSelected", "0") != "0"
    )
    return spliced(data, [tag_with(data, view, tabSelected=None) for view in views])

"""The lists that grow: actions, commentary, changes and notes, one table each with room to spare."""

from __future__ import annotations

from datetime import date
from typing import Final

from xlsxwriter.utility import xl_rowcol_to_cell

from scpxl.pages.blocks import Cell, Column, Kind, Table
from scpxl.pages.tables import STATUS, actions_table, changes_table, commentary_table, notes_table
from scpxl.render import theme
from scpxl.render.excel import looks
from scpxl.render.excel.board import Board
from scpxl.render.excel.lookup import Value
from scpxl.render.excel.paper import DATE_FORMAT, Page

HEADS: Final = 2


_WIDTHS: Final = {
    "Actions": (9.5, 18, 38, 15, 11, 11.5, 9, 9, 18, 36, 15),
    "Commentary": (20, 16, 45, 36, 36, 22, 12),
    "Changes": (40, 14, 14, 62, 44, 44),
    "Notes": (22, 34, 130),
}


def write_actions(board: Board) -> None:
    """Write the action plan."""
    table = actions_table(board.scorecard)
    page, column = _write(board, board.names.actions, table), table.columns.index(STATUS)
    page.colour_overdue((HEADS + 1, column, HEADS + board.shape.settings.rows_of_lists, column))


def write_commentary(board: Board) -> None:
    """Write what partners wrote, word for word."""
    _write(board, board.names.commentary, commentary_table(board.scorecard))


def write_changes(board: Board) -> None:
    """Write what of the last publication is no longer so."""
    _write(board, board.names.changes, changes_table(board.scorecard))


def write_notes(board: Board) -> None:
    """Write what the terms, marks and methods mean."""
    _write(board, board.names.notes, notes_table(board.scorecard))


def _write(board: Board, name: str, table: Table) -> Page:
    """Write a table with room for as many rows as the settings say; rows grow with their words."""
    page = board.page(name, table.title, _WIDTHS[name])
    page.text(1, 0, table.lead, looks.QUIET, looks.INDENT)
    room, rows = board.shape.settings.rows_of_lists, table.rows
    if len(rows) > room:
        more = Cell(f"{len(rows) - room + 1} more: see the record")
        rows = (*rows[: room - 1], (more, *(Cell("") for _ in table.columns[1:])))
    for place in range(room):
        cells = rows[place] if place < len(rows) else (Cell(""),) * len(table.columns)
        for number, (cell, column) in enumerate(zip(cells, table.columns, strict=True)):
            page.cell(HEADS + 1 + place, number, _value(cell, column), _LOOKS, _OF_KIND.get(column.kind, {}))
    heads = page.styles.make(looks.HEAD)
    columns = [{"header": column.head, "header_format": heads} for column in table.columns]
    end = (HEADS + room, len(table.columns) - 1)
    page.sheet.add_table(HEADS, 0, *end, {"name": name.casefold(), "style": None, "columns": columns})
    first = xl_rowcol_to_cell(HEADS + 1, 0, col_abs=True)
    line = page.styles.mark(bottom=1, bottom_color=theme.RULE)
    rule = {"type": "formula", "criteria": f'={first}<>""', "format": line}
    page.sheet.conditional_format(HEADS + 1, 0, *end, rule)
    page.sheet.freeze_panes(HEADS + 1, 1)
    page.pages(HEADS, HEADS + 1 + max(1, len(rows)))
    return page


_LOOKS: Final = {**looks.WRAP, "font_size": 9.5}
_OF_KIND: Final = {
    Kind.DAY: {"num_format": DATE_FORMAT, "align": "left"},
    Kind.NUMBER: {"num_format": "#,##0", "align": "right"},
}


def _value(cell: Cell, column: Column) -> Value | date:
    """Return what is in a cell: the number or day itself where the column is of these, else the words."""
    return cell.text if column.kind not in _OF_KIND or cell.value is None else cell.value

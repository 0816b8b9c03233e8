"""The lists that grow: actions, commentary, changes and notes, one table each with room to spare."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from xlsxwriter.utility import xl_rowcol_to_cell

from scpxl.pages.blocks import Cell, CellKind, Column, Table
from scpxl.pages.tables import (
    STATUS,
    actions_table,
    changes_table,
    commentary_table,
    commentary_to_type,
    notes_table,
    own_action_rows,
)
from scpxl.pages.typed import (
    ACTIONS,
    COMMENTS,
    KEY,
    OWN,
    WRITTEN,
    OwnRow,
    TypedTable,
    fingerprint_of,
    written_as,
)
from scpxl.pages.typed_values import Typed
from scpxl.render import theme
from scpxl.render.book import clean_text
from scpxl.render.excel import looks
from scpxl.render.excel.board import DashboardBook
from scpxl.render.excel.looks import Looks
from scpxl.render.excel.lookup import Value
from scpxl.render.excel.paper import DATE_FORMAT, Paper
from scpxl.returns.layout import MARKINGS
from scpxl.returns.layout import RAG as RAGS
from scpxl.returns.layout import STATUS as STATUSES

HEADS: Final = 2
FEW_COLUMNS: Final = 4

_WIDTHS: Final = {
    "Actions": (8, 12, 27, 12, 12, 10.5, 10.5, 8.5, 8, 10.5, 24.5, 11, 9, 10.5, 16.5),
    "Commentary": (20, 16, 45, 36, 36, 22, 12, 60),
    "Changes": (40, 14, 14, 62, 44, 44),
    "Notes": (22, 34, 130),
}


def write_actions(board: DashboardBook) -> None:
    """Write the action plan, and below it the rows for the partnership's own."""
    table, settings = actions_table(board.scorecard), board.shape.settings
    own = _own(board, ACTIONS, own_action_rows(board.scorecard, settings.own_actions))
    page, column = _write(board, board.names.actions, table, own), table.columns.index(STATUS)
    page.colour_overdue((HEADS + 1, column, _last_row(board, own), column))
    if own is None:
        return
    for field, source in (
        ("objective", "=objectives"), ("status", list(STATUSES.choices)), ("rag", list(RAGS.choices)),
    ):  # fmt: skip
        choose(page, table, own, field, source, _last_row(board, own))


def write_commentary(board: DashboardBook) -> None:
    """Write what partners wrote, word for word, and below it the rows for the partnership's own comments.

    Drafts are beside these, where people type, and on no paper: they are for whoever writes.
    """
    name, room = board.names.commentary, board.shape.settings.rows_of_lists
    if not board.shape.takes_typing:
        table = commentary_table(board.scorecard)
        write_list(board, name, table, None, _WIDTHS[name][: len(table.columns)], room)
        return
    table, rows = commentary_to_type(board.scorecard)
    read = len(table.columns) - 1
    own = OwnRows(COMMENTS, rows, typed=read)
    page, last = write_list(board, name, table, own, _WIDTHS[name], room, printed=read), _last_row(board, own)
    choose(page, table, own, "marking", list(MARKINGS.choices), last)
    rule = {"validate": "custom", "value": "=FALSE", "error_title": "A draft",
            "error_message": "It is made from the figures each time. Type in the yellow cells of its row."}  # fmt: skip
    page.sheet.data_validation(HEADS + 1, read, last, read, rule)


def write_changes(board: DashboardBook) -> None:
    """Write what of the last publication is no longer so."""
    _write(board, board.names.changes, changes_table(board.scorecard))


def write_notes(board: DashboardBook) -> None:
    """Write what the terms, marks and methods mean."""
    _write(board, board.names.notes, notes_table(board.scorecard))


@dataclass(frozen=True)
class OwnRows:
    """The partnership's own rows of a list."""

    table: TypedTable
    rows: tuple[OwnRow, ...]
    typed: int = 0
    """How many of the first columns are typed in; 0 where all look so."""
    below: int = 0
    """Rows below the table that are read too, so that what is typed in them is not lost unsaid."""


def _own(board: DashboardBook, table: TypedTable, rows: tuple[OwnRow, ...]) -> OwnRows | None:
    """Return the rows to type in; None in a dashboard in which nobody types."""
    return OwnRows(table, rows) if board.shape.takes_typing else None


def choose(page: Paper, table: Table, own: OwnRows, field: str, source: str | list[str], last: int) -> None:
    """Let what is entered in a column be chosen from a list; longer lists than Excel takes are entered freely."""
    column = [one.head for one in table.columns].index(own.table.fields[field])
    rule = {"validate": "list", "source": source, "error_title": "Not in the list",
            "error_message": "Choose one from the list of this cell, or leave it blank."}  # fmt: skip
    page.sheet.data_validation(HEADS + 1, column, last, column, rule)


def _write(board: DashboardBook, name: str, table: Table, own: OwnRows | None = None) -> Paper:
    """Write a list with room for as many rows as the settings say."""
    return write_list(board, name, table, own, _WIDTHS[name], board.shape.settings.rows_of_lists)


def write_list(
    board: DashboardBook,
    name: str,
    table: Table,
    own: OwnRows | None,
    widths: Sequence[float],
    room: int,
    numbers: Mapping[int, Looks] = MappingProxyType({}),
    overdue: Sequence[int] = (),
    printed: int = 0,
) -> Paper:
    """Write a table with room for so many rows beside the partnership's own; rows grow with their words.

    `numbers` are the looks of columns, by their place, that are to have others than their kind, heading and all;
    `overdue` the places of columns in which the word for it is coloured; `printed` how many of the first columns are on
    paper, 0 for all: those beyond are quiet.
    """
    page = board.page(name, table.title, widths)
    lead = f"{table.lead} To add your own, type in the yellow rows after the last." if own else table.lead
    if own or len(table.columns) > FEW_COLUMNS:
        page.text(1, 0, lead, looks.QUIET, looks.INDENT)
    else:
        # Of a few columns the last, where the way back is, would cut it short.
        page.across(1, 0, page.last - 1, lead, looks.QUIET, looks.INDENT, looks.WRAP, {"valign": "vcenter"})
        page.height(1, 27)
    ours = own.rows if own else ()
    rows = _cut(table, room) if room else ()
    shown = [(cells, "", fingerprint_of(_values(table, cells)) if own else "") for cells in rows]
    shown += [(row.cells, row.key, written_as(own.table, _cleaned(row.values))) for row in ours if own]
    blank = ((Cell(""),) * len(table.columns), "", "")
    for place in range(room + len(ours)):
        cells, key, written = shown[place] if place < len(shown) else blank
        for number, value in enumerate(_values(table, cells)):
            kind = table.columns[number].kind
            look = numbers.get(number, _OF_KIND.get(kind, {}))
            look = looks.QUIET if 0 < printed <= number else look
            page.cell(HEADS + 1 + place, number, value, _LOOKS, look)
        for number, value in enumerate((key, written) if own else (), start=len(table.columns)):
            page.text(HEADS + 1 + place, number, value, looks.QUIET)
    # Before the rules of the whole table: of two that overlap LibreOffice shows the first one's colour.
    for column in overdue:
        page.colour_overdue((HEADS + 1, column, HEADS + room + len(ours), column))
    _finish(board, page, table, own, HEADS + room + len(ours), numbers)
    page.pages(HEADS, HEADS + 1 + max(1, len(rows) + sum(not row.is_blank for row in ours)), printed)
    return page


def _last_row(board: DashboardBook, own: OwnRows | None) -> int:
    return HEADS + board.shape.settings.rows_of_lists + (len(own.rows) if own else 0)


def _cut(table: Table, room: int) -> tuple[tuple[Cell, ...], ...]:
    """Return the rows there is room for, the last one saying how many more there are."""
    if len(table.rows) <= room:
        return table.rows
    more = Cell(f"{len(table.rows) - room + 1} more: see the record")
    return (*table.rows[: room - 1], (more, *(Cell("") for _ in table.columns[1:])))


def _finish(
    board: DashboardBook,
    page: Paper,
    table: Table,
    own: OwnRows | None,
    last: int,
    numbers: Mapping[int, Looks],
) -> None:
    """Make it a table, with hidden columns for keys where people type in it, and rules for its looks."""
    heads = [column.head for column in table.columns] + ([KEY, WRITTEN] if own else [])
    sides = [looks.RIGHT if place in numbers else {} for place in range(len(heads))]
    columns = [
        {"header": head, "header_format": page.styles.make(looks.HEAD, side)}
        for head, side in zip(heads, sides, strict=True)
    ]
    called = page.name.casefold().replace(" ", "_").replace("-", "_")
    page.sheet.add_table(HEADS, 0, last, len(heads) - 1, {"name": called, "style": None, "columns": columns})
    end = (last, len(table.columns) - 1)
    if own:
        key = len(table.columns)
        page.sheet.set_column(key, key + 1, 10, None, {"hidden": True})
        end_of_range = xl_rowcol_to_cell(last + own.below, key + 1, True, True)
        quoted = page.name.replace("'", "''")
        sheet = page.name if page.name.isalnum() else f"'{quoted}'"
        area = f"{xl_rowcol_to_cell(HEADS, 0, True, True)}:{end_of_range}"
        board.book.define_name(own.table.name, f"={sheet}!{area}")
        is_own = f'=LEFT({xl_rowcol_to_cell(HEADS + 1, key, col_abs=True)},{len(OWN)})="{OWN}"'
        yellow = page.styles.mark(bg_color=theme.INPUT)
        page.sheet.conditional_format(
            HEADS + 1,
            0,
            last,
            (own.typed or key) - 1,
            {"type": "formula", "criteria": is_own, "format": yellow},
        )
    first = xl_rowcol_to_cell(HEADS + 1, 0, col_abs=True)
    line = page.styles.mark(bottom=1, bottom_color=theme.RULE)
    rule = {"type": "formula", "criteria": f'={first}<>""', "format": line}
    page.sheet.conditional_format(HEADS + 1, 0, *end, rule)
    page.sheet.freeze_panes(HEADS + 1, 1)


_LOOKS: Final = looks.WRAP
_OF_KIND: Final = {
    CellKind.DAY: {"num_format": DATE_FORMAT, "align": "left"},
    CellKind.NUMBER: {"num_format": "#,##0", "align": "right"},
}


def _values(table: Table, cells: Sequence[Cell]) -> list[float | str | date | None]:
    """Return what is in a row."""
    return [_cleaned_one(_value(cell, column)) for cell, column in zip(cells, table.columns, strict=True)]


def _cleaned(values: Mapping[str, Typed]) -> dict[str, Typed]:
    """Return values as the file can hold them, so that they are read back the same."""
    return {name: _cleaned_one(value) for name, value in values.items()}


def _cleaned_one(value: Any) -> Any:
    return clean_text(value) if isinstance(value, str) else value


def _value(cell: Cell, column: Column) -> Value | date:
    """Return what is in a cell: the number or day itself where the column is of these, else the words."""
    return cell.text if column.kind not in _OF_KIND or cell.value is None else cell.value

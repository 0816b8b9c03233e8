"""Data: the own area's figures of three years as they were reported, each with the file, sheet and cell it was in."""

from __future__ import annotations

from typing import Final

from scpxl.render.excel import looks
from scpxl.render.excel.board import Board
from scpxl.scorecard.reported import ReportedRow

COLUMNS: Final = (
    ("Key", 11.0), ("Measure", 44.0), ("Item", 22.0), ("Period", 12.0), ("Number", 12.0), ("Out of", 12.0), ("Mark", 8.0),
    ("Partner", 26.0), ("Submission", 13.0), ("File", 34.0), ("Sheet", 14.0), ("Cell", 8.0),
)  # fmt: skip
ORIGINS: Final = 3
"""So many of the last columns say where a figure was entered: in the partnership's own dashboard alone."""
KEY, TITLE, ITEM, PERIOD, NUMBER, OUT_OF = range(6)
HEADS: Final = 2
PRINTED: Final = 45


def write_data(board: Board) -> None:
    """Write the sheet: as many rows as the framework asks for figures, whether or not they are there."""
    columns = COLUMNS if board.shape.takes_typing else COLUMNS[:-ORIGINS]
    page = board.page(
        board.names.data, "Data: figures as they were reported", [width for _, width in columns]
    )
    page.across(
        1, 0, OUT_OF, "The own area, three years. Figures of other areas and of parts are given by the command export.",
        looks.QUIET, looks.INDENT,
    )  # fmt: skip
    rows = board.scorecard.reported
    for place, row in enumerate(rows):
        for column, value in enumerate(_cells(row)[: len(columns)]):
            page.cell(
                HEADS + 1 + place,
                column,
                value,
                {"num_format": "General", "align": "right"} if column in {NUMBER, OUT_OF} else {},
            )
    last = HEADS + max(1, len(rows))
    page.sheet.add_table(
        HEADS, 0, last, len(columns) - 1,
        {"name": "reported", "style": "Table Style Light 1", "columns": [{"header": head} for head, _ in columns]},
    )  # fmt: skip
    page.sheet.freeze_panes(HEADS + 1, 2)
    page.one_page(PRINTED)


def _cells(row: ReportedRow) -> tuple[str | float | None, ...]:
    return (
        row.code, row.title, row.item, row.period, row.number, row.out_of, row.mark, row.partner, row.submission, row.file,
        row.sheet, row.cell,
    )  # fmt: skip


def first_row(board: Board, code: str) -> int:
    """Return the first row of a measure's own figures, counted as Excel does."""
    for place, row in enumerate(board.scorecard.reported):
        if row.code == code:
            return HEADS + 2 + place
    return HEADS + 2

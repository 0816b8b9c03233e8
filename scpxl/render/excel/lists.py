"""The lists that grow: actions, commentary, changes and notes, one table each with room to spare."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from xlsxwriter.utility import xl_rowcol_to_cell

from scpxl.render import theme
from scpxl.render.excel import looks
from scpxl.render.excel.board import Board
from scpxl.render.excel.lookup import Value

HEADS: Final = 2
Cell = Value | date


class Column(NamedTuple):
    """A heading, its width in characters, and whether people may type below it."""

    head: str
    width: float
    typed: bool = False


ACTIONS: Final = (
    Column("Reference", 9.5), Column("Objective", 18), Column("Action", 38), Column("Owner", 15), Column("Due", 11),
    Column("Status", 11.5, typed=True), Column("Complete, %", 9), Column("Rating", 9), Column("Why", 18), Column("Update", 36, typed=True),
    Column("Partner", 15),
)  # fmt: skip
COMMENTARY: Final = (
    Column("Objective", 20), Column("Partner", 16), Column("What happened", 45), Column("Why", 36), Column("What is being done", 36),
    Column("Decision sought", 22), Column("Marking", 12),
)  # fmt: skip
CHANGES: Final = (
    Column("Measure", 40), Column("Published", 14), Column("Now", 14), Column("Figures", 62), Column("What follows", 44), Column("Why", 44),
)  # fmt: skip
NOTES: Final = (Column("About", 22), Column("Term", 34), Column("What it means", 130))


def write_actions(board: Board) -> None:
    """Write the action plan."""
    titles = {aim.code: aim.title for aim in board.shape.aims}
    rows: list[tuple[Cell, ...]] = [
        (
            line.reference, titles.get(line.objective, line.objective), line.action, line.owner, line.due,
            "OVERDUE" if line.overdue else line.status, line.complete.value, line.rag, line.rag_reason, line.update, line.partner,
        )
        for line in sorted(board.scorecard.actions, key=lambda one: not one.overdue)
    ]  # fmt: skip
    lead = f"{board.scorecard.quarter_name}. What the partnership agreed to do, who does it and by when; overdue first."
    _write(board, board.names.actions, "Actions", lead, ACTIONS, rows)


def write_commentary(board: Board) -> None:
    """Write what partners wrote, word for word."""
    rows: list[tuple[Cell, ...]] = [
        (line.objective_title, line.partner, line.happened, line.why, line.doing, line.decision, line.marking)
        for line in board.scorecard.commentary
    ]
    cards = board.scorecard.cards
    rows += [
        (card.title, line.partner, "", line.text, "", "", "") for card in cards for line in card.explanations
    ]
    lead = (
        f"{board.scorecard.quarter_name}. In partners' own words: by objective, then about single measures."
    )
    _write(board, board.names.commentary, "Commentary", lead, COMMENTARY, rows)


def write_changes(board: Board) -> None:
    """Write what of the last publication is no longer so."""
    found = board.scorecard.changed
    rows: list[tuple[Cell, ...]] = []
    if found is not None:
        rows = [
            (line.title, line.published, line.now, line.figures, line.effects or "Nothing else.", line.why or "Restated, or came later.")
            for line in found.lines
        ]  # fmt: skip
        rows += [(title, "", "", "No longer reported.", "", "") for title in found.gone]
        rows += [(title, "", "", "New.", "", "") for title in found.come]
    lead = found.words if found else "Nothing that was published before differs from what is shown here."
    _write(board, board.names.changes, "Changes since the last publication", lead, CHANGES, rows)


def write_notes(board: Board) -> None:
    """Write what the terms, marks and methods mean."""
    rows: list[tuple[Cell, ...]] = [(note.group, note.term, note.words) for note in board.scorecard.notes]
    card = board.scorecard
    lead = f"{card.period}. Framework {card.framework_version}, figures {card.run}, made {card.made:%d %b %Y %H:%M}."
    _write(board, board.names.notes, "Notes", lead, NOTES, rows)


def _write(
    board: Board, name: str, title: str, lead: str, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]
) -> None:
    """Write a table with room for as many rows as the settings say; rows grow with their words."""
    page = board.page(name, title, [column.width for column in columns])
    page.text(1, 0, lead, looks.QUIET, looks.INDENT)
    room = board.shape.settings.rows_of_lists
    if len(rows) > room:
        more = len(rows) - room + 1
        rows = [*rows[: room - 1], (f"{more} more: see the record", *("",) * (len(columns) - 1))]
    wrapped = {**looks.WRAP, "font_size": 9.5}
    for place in range(room):
        values: Sequence[Cell] = rows[place] if place < len(rows) else ("",) * len(columns)
        for column, value in enumerate(values):
            day = {"num_format": "d mmm yyyy", "align": "left"} if columns[column].head == "Due" else {}
            page.cell(HEADS + 1 + place, column, value, wrapped, day)
    heads = page.styles.make(looks.HEAD)
    page.sheet.add_table(
        HEADS, 0, HEADS + room, len(columns) - 1,
        {"name": name.casefold(), "style": None,
         "columns": [{"header": column.head, "header_format": heads} for column in columns]},
    )  # fmt: skip
    area = (HEADS + 1, 0, HEADS + room, len(columns) - 1)
    first = xl_rowcol_to_cell(HEADS + 1, 0, col_abs=True)
    line = page.styles.mark(bottom=1, bottom_color=theme.RULE)
    page.sheet.conditional_format(*area, {"type": "formula", "criteria": f'={first}<>""', "format": line})
    if columns is ACTIONS:
        late = page.styles.mark(font_color=theme.RAG_FILL["Red"], bold=True)
        statuses = (HEADS + 1, 5, HEADS + room, 5)
        page.sheet.conditional_format(
            *statuses, {"type": "cell", "criteria": "==", "value": '"OVERDUE"', "format": late}
        )
    page.sheet.freeze_panes(HEADS + 1, 1)
    page.pages(HEADS, HEADS + 1 + max(1, len(rows)))

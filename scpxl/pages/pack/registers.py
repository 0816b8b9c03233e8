"""A slide for each register with something for the board: the few rows that matter, the others counted, all in the notes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scpxl.model.registers import REGISTERS, RegisterName, Takes
from scpxl.pages.blocks import Cell, Column, Kind, Table, Text
from scpxl.pages.pack import NOTE, TABLE, Box, Layout, Slide
from scpxl.pages.registers import ALL_OBJECTIVES
from scpxl.scorecard.cell_words import OVERDUE, cut
from scpxl.scorecard.model import Scorecard
from scpxl.scorecard.register_records import RegisterLine
from scpxl.scorecard.register_words import RegisterStory, in_words, register_stories, said, state_of
from scpxl.words import capital, count_of

ROWS: Final = 7
"""Most rows of a register on a slide."""
SUMS: Final = 10
"""Most objectives on the slide of money."""
_ACROSS: Final = 26
"""Characters of a cell of two lines, by its part of the width."""
_NUMBERS: Final = frozenset({"score", "budget", "spend", "spent", "results", "cost"})
_BY_DAY: Final = "Open rows first: overdue ones, then by the day they are due."
_ORDERS: Final = {
    RegisterName.RISKS.value: "The highest scores first.", RegisterName.FOLLOW_UP.value: _BY_DAY,
    RegisterName.REFERRALS.value: _BY_DAY, RegisterName.PLAN.value: _BY_DAY, RegisterName.ANALYSIS.value: _BY_DAY,
    RegisterName.AGREEMENTS.value: "Those that end first.",
}  # fmt: skip


def register_slides(scorecard: Scorecard) -> Iterator[Slide]:
    """Yield the slides; of a register without rows, or with nothing for the board, none."""
    for story in register_stories(scorecard):
        if story.calls_for_slide:
            yield _money(story) if story.table.name == RegisterName.MONEY else _slide(story)


def register_table(story: RegisterStory, rows: int | None = None, across: int | None = None) -> Table:
    """Return what matters of a register as a table: so many rows, each cell cut to so many characters by its width; without these whole."""
    columns = tuple(Column(story.head(name), _kind(story, name), share) for name, share in story.columns)
    cells = tuple(
        tuple(
            Cell(cut(_cell(line, name), round(across * share)) if across else _cell(line, name))
            for name, share in story.columns
        )
        for line in story.lines[:rows]
    )
    return Table(story.table.title, columns, cells)


def _kind(story: RegisterStory, name: str) -> Kind:
    days = {one.name for one in REGISTERS[story.table.name].fields if one.takes is Takes.DAY}
    return Kind.NUMBER if name in _NUMBERS else Kind.DAY if name in days else Kind.TEXT


def money_table(story: RegisterStory, objectives: int | None = None) -> Table:
    """Return budget and spend of so many objectives and in all, as a table; each is named whole where all are shown."""
    columns = (
        Column("Objective", share=6.0), Column("Budget, £", Kind.NUMBER, 2.0), Column("Spend to date, £", Kind.NUMBER, 2.1),
        Column("Spent", Kind.NUMBER, 2.1),
    )  # fmt: skip
    *aims, whole = story.table.sums
    shown = [one for one in aims if one.items][:objectives]
    rows = tuple(
        (Cell(_aim(one.objective, objectives)), Cell.of(one.budget), Cell.of(one.spend), Cell.of(one.spent))
        for one in (*shown, whole)
    )
    return Table(story.table.title, columns, rows)


def _aim(title: str, objectives: int | None) -> str:
    return cut(title or ALL_OBJECTIVES, 70) if objectives else title or ALL_OBJECTIVES


def _slide(story: RegisterStory) -> Slide:
    table = register_table(story, ROWS, _ACROSS)
    more = len(story.lines) - len(table.rows)
    told = f"{count_of(more, 'more row')} on the dashboard's sheet {story.table.title}. " if more else ""
    order = _ORDERS.get(story.table.name, "Open rows first.")
    boxes: dict[str, Box] = {TABLE: table, NOTE: Text(f"{told}{order}")}
    return Slide(Layout.TABLE, story.says, boxes, (story.table.help, *_notes(story)))


def _cell(line: RegisterLine, name: str) -> str:
    words = state_of(line) if name == "status" else said(line, name)
    return words.capitalize() if words == OVERDUE else words


def _notes(story: RegisterStory) -> Iterator[str]:
    for line in story.lines:
        about, rest = in_words(story, line)
        yield f"{about}. {rest}"


def _money(story: RegisterStory) -> Slide:
    words = "What each result cost is on the dashboard's sheet Money: results count different things and are not added up."
    boxes: dict[str, Box] = {TABLE: money_table(story, SUMS), NOTE: Text(words)}
    return Slide(Layout.TABLE, capital(story.says), boxes, (story.table.help, *_notes(story)))

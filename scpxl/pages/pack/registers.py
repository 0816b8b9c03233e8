"""Slides of what is kept from quarter to quarter: the action plan, and each register with something for the board.

The few rows that matter are shown, the others counted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from scpxl.model.registers import REGISTERS, RegisterName, Takes
from scpxl.pages.blocks import Cell, CellKind, Column, Table, Text
from scpxl.pages.pack import NOTE, TABLE, Box, Layout, Slide
from scpxl.pages.registers import ALL_OBJECTIVES
from scpxl.scorecard.lists.narrative import closed_since, course_words, open_actions, plan_words
from scpxl.scorecard.records.lines import ActionLine, RegisterLine
from scpxl.scorecard.records.scorecard import Scorecard
from scpxl.scorecard.texts.cell_words import OVERDUE, action_state, cut, moved_words, rag_words
from scpxl.scorecard.texts.register_words import RegisterStory, in_words, register_stories, said, state_of
from scpxl.verdicts import Rag
from scpxl.words import capital, count_of, day_text

OPEN: Final = 10
"""Most open actions of a slide."""
CLOSED: Final = 7
"""Most closed ones."""
_OPEN: Final = (
    Column("Ref", share=1.0), Column("Action", share=4.6), Column("Owner", share=2.4), Column("Opened", share=1.2),
    Column("Due", CellKind.DAY, 1.2), Column("First due", share=1.7), Column("Status", share=1.2), Column("Rating", CellKind.RATING, 0.9),
)  # fmt: skip
_CLOSED: Final = (
    Column("Ref", share=1.0), Column("Action", share=4.4), Column("Owner", share=2.2), Column("Closed", share=1.2),
    Column("Result", share=5.4),
)  # fmt: skip


def action_slides(scorecard: Scorecard) -> Iterator[Slide]:
    """Yield a slide of what is open and one of what was closed in the quarter; none of what there is none of."""
    lines = by_urgency(scorecard)
    if lines:
        more = len(lines) - OPEN
        words = f"{count_of(more, 'more open action')} on the dashboard's sheet Actions. " if more > 0 else ""
        words += "Overdue ones first, then those not reported, then by the day they are due."
        yield Slide(
            Layout.TABLE, plan_words(scorecard),
            {TABLE: open_table(lines[:OPEN]), NOTE: Text(words)},
            tuple(f"{line.reference} {line.action} {course_words(line)}".strip() for line in lines),
        )  # fmt: skip
    closed = closed_since(scorecard)
    if closed:
        more = len(closed) - CLOSED
        words = f"{count_of(more, 'more')} on the dashboard's sheet Actions." if more > 0 else ""
        yield Slide(
            Layout.TABLE, f"{count_of(len(closed), 'action was', 'actions were')} closed in {scorecard.quarter_name}",
            {TABLE: closed_table(closed[:CLOSED]), NOTE: Text(words)},
            tuple(f"{line.reference} {line.action} {course_words(line)}".strip() for line in closed),
        )  # fmt: skip


def by_urgency(scorecard: Scorecard) -> list[ActionLine]:
    """Return what is open: overdue actions first, then those not reported, then by the day they are due."""
    open_ = open_actions(scorecard)
    late = [line for line in open_ if line.overdue]
    return [*late, *scorecard.unreported_actions, *(line for line in open_ if not line.overdue)]


def open_table(lines: Iterable[ActionLine], *, whole: bool = False) -> Table:
    """Return open actions as a table; `whole` with every word, where a page has room for it."""
    return Table("Actions", _OPEN, tuple(_open(line, _whole if whole else cut) for line in lines))


def closed_table(lines: Iterable[ActionLine], *, whole: bool = False) -> Table:
    """Return closed actions with what came of them, as a table; `whole` with every word."""
    return Table("Closed", _CLOSED, tuple(_closed(line, _whole if whole else cut) for line in lines))


def _whole(text: str, _room: int) -> str:
    return text


def _open(line: ActionLine, fit: Callable[[str, int], str]) -> tuple[Cell, ...]:
    state = action_state(line)
    rated = next((rag_words(rag) for rag in Rag if rag.value == line.rag and rag is not Rag.NOT_RATED), "–")
    return (
        Cell(fit(line.reference, 10)), Cell(fit(line.action, 66)), Cell(fit(line.owner, 30)), Cell(line.opened),
        Cell(day_text(line.due) if line.due else "–"), Cell(moved_words(line)),
        Cell(state.capitalize() if state == OVERDUE else state), Cell(rated),
    )  # fmt: skip


def _closed(line: ActionLine, fit: Callable[[str, int], str]) -> tuple[Cell, ...]:
    status = f"{line.closed}, {line.status.lower()}"
    return (
        Cell(fit(line.reference, 10)), Cell(fit(line.action, 100)), Cell(fit(line.owner, 30)), Cell(status),
        Cell(fit(line.result or "No result was given.", 140)),
    )  # fmt: skip


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


def _kind(story: RegisterStory, name: str) -> CellKind:
    days = {one.name for one in REGISTERS[story.table.name].fields if one.takes is Takes.DAY}
    return CellKind.NUMBER if name in _NUMBERS else CellKind.DAY if name in days else CellKind.TEXT


def money_table(story: RegisterStory, objectives: int | None = None) -> Table:
    """Return budget and spend of so many objectives and in all, as a table; each is named whole where all are shown."""
    columns = (
        Column("Objective", share=6.0), Column("Budget, £", CellKind.NUMBER, 2.0), Column("Spend to date, £", CellKind.NUMBER, 2.1),
        Column("Spent", CellKind.NUMBER, 2.1),
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

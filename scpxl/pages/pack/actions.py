"""The slide of the action plan: what is open, what was put back, what is overdue, what was closed and with which result."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from scpxl.pages.blocks import Cell, Column, Kind, Table, Text
from scpxl.pages.pack import NOTE, TABLE, Layout, Slide
from scpxl.scorecard.action_words import closed_since, course_words, open_actions, plan_words
from scpxl.scorecard.cell_words import OVERDUE, action_state, cut, moved_words, rag_words
from scpxl.scorecard.list_records import ActionLine
from scpxl.scorecard.model import Scorecard
from scpxl.verdicts import Rag
from scpxl.words import count_of, day_text

OPEN: Final = 10
"""Most open actions of a slide."""
CLOSED: Final = 7
"""Most closed ones."""
_OPEN: Final = (
    Column("Ref", share=1.0), Column("Action", share=4.6), Column("Owner", share=2.4), Column("Opened", share=1.2),
    Column("Due", Kind.DAY, 1.2), Column("First due", share=1.7), Column("Status", share=1.2), Column("Rating", Kind.RATING, 0.9),
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

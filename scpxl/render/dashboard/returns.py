"""Returns: who sent what, when, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from scpxl.render import theme
from scpxl.render.dashboard import styles as looks_of
from scpxl.render.dashboard.paper import Paper, Plan
from scpxl.render.dashboard.tables import Column, Kind, Value, columns_of, write_table
from scpxl.scorecard.matrix import (
    IN_PART,
    LATE,
    MISSING,
    NIL,
    NOT_DUE,
    NOT_GIVEN,
    NOTHING_DUE,
    PROVISIONAL,
    RECEIVED,
    STATES,
    WAIVED,
    WITHDRAWN,
)
from scpxl.scorecard.model import StatusRow
from scpxl.scorecard.returns import RETURNED

COLUMNS: Final[tuple[Column, ...]] = columns_of(
    ("Partner", 26, Kind.STRONG), ("Status", 23), ("Due", 13), ("Received", 13), ("Days late", 13), ("Attempts", 10),
    ("To put right", 9), ("To explain", 9), ("File", 32), ("Signed off by", 22), ("In words", 46),
)  # fmt: skip
STATUS: Final = 1
FIRST_MONTH: Final = 2


def write_returns(plan: Plan) -> None:
    """Write the sheet."""
    lead = f"{plan.scorecard.period}. The returns these figures were made from."
    paper = plan.new_sheet(
        plan.names.returns, "Returns", lead, [column.width for column in COLUMNS], len(COLUMNS) - 1
    )
    rows: list[tuple[Value, ...]] = [
        (
            line.partner, line.status, line.due, line.received, line.days_late, line.attempts, line.to_fix,
            line.to_explain, line.file, line.signed_off, line.words,
        )
        for line in plan.scorecard.returns
    ]  # fmt: skip
    end = write_table(paper, 2, COLUMNS, rows)
    if rows:
        _colour_statuses(paper, 3, end - 1)
    else:
        paper.text(end, 0, "No returns were expected for this period.", looks_of.LEAD)
    _write_matrix(paper, end + 1, plan.scorecard.status_rows)
    paper.sheet.freeze_panes(3, 1)
    paper.sheet.repeat_rows(0, 2)


def _write_matrix(paper: Paper, top: int, rows: Sequence[StatusRow]) -> None:
    """Write what has come of each section, month by month, and below it what each state shown means."""
    if not rows:
        return
    paper.text(top, 0, "By section and month", looks_of.SECTION)
    paper.row_height(top, 24)
    months = [(month, 13.0) for month in rows[0].months]
    columns = columns_of(("Partner", 26, Kind.STRONG), ("Section", 23), *months)
    end = write_table(paper, top + 1, columns, [(row.partner, row.section, *row.states) for row in rows])
    _colour_states(paper, (top + 2, FIRST_MONTH, end - 1, FIRST_MONTH + len(months) - 1))
    shown = {state for row in rows for state in row.states}
    for state, meaning in STATES.items():
        if state in shown:
            paper.text(end + 1, 0, state.capitalize(), {"italic": True})
            paper.text(end + 1, 1, f"{meaning}.".capitalize(), looks_of.LEAD, {"font_size": 10, "indent": 1})
            end += 1


def _colour_states(paper: Paper, cells: tuple[int, int, int, int]) -> None:
    fills = {
        "Green": (RECEIVED, NIL),
        "Amber": (LATE, PROVISIONAL, IN_PART),
        "Red": (MISSING, RETURNED, WITHDRAWN, NOT_GIVEN),
        "Not rated": (NOT_DUE, NOTHING_DUE, WAIVED),
    }
    for name, states in fills.items():
        look = paper.styles.mark(bg_color=theme.RAG_FILL[name], font_color=theme.RAG_INK[name])
        for state in states:
            rule = {"type": "cell", "criteria": "==", "value": f'"{state}"', "format": look}
            paper.sheet.conditional_format(*cells, rule)


def _colour_statuses(paper: Paper, first: int, last: int) -> None:
    """Colour each status by its words; the first rule that holds is the one that counts."""

    def fill(name: str) -> Any:
        return paper.styles.mark(bg_color=theme.RAG_FILL[name], font_color=theme.RAG_INK[name], bold=True)

    rules = {
        "accepted with queries": fill("Amber"),
        "accepted": fill("Green"),
        "returned": fill("Red"),
        "missing": fill("Red"),
        "not due": fill("Not rated"),
        "nothing due": fill("Not rated"),
    }
    for word, made in rules.items():
        paper.sheet.conditional_format(
            first, STATUS, last, STATUS,
            {"type": "text", "criteria": "containing", "value": word, "format": made, "stop_if_true": True},
        )  # fmt: skip

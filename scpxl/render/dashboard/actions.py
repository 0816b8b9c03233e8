"""The action plan as partners gave it, rated and with the reason for each rating."""

from __future__ import annotations

from typing import Final

from scpxl.render.dashboard import styles as looks_of
from scpxl.render.dashboard.paper import Plan
from scpxl.render.dashboard.tables import Column, Kind, Value, columns_of, rating_of, write_table

COLUMNS: Final[tuple[Column, ...]] = columns_of(
    ("Reference", 10, Kind.STRONG), ("Objective", 22), ("Action", 44), ("Owner", 18), ("Due", 12), ("Status", 13),
    ("Complete, %", 11, Kind.BAR), ("RAG", 12, Kind.RATING), ("Reason", 24), ("Update", 44), ("Partner", 18),
)  # fmt: skip


def write_actions(plan: Plan) -> None:
    """Write the sheet."""
    lead = f"{plan.scorecard.period}. What the partnership agreed to do, who does it and by when."
    paper = plan.new_sheet(
        plan.names.actions, "Actions", lead, [column.width for column in COLUMNS], len(COLUMNS) - 1
    )
    titles = {page.code: page.title for page in plan.scorecard.pages}
    rows: list[tuple[Value, ...]] = [
        (
            line.reference, titles.get(line.objective, line.objective), line.action, line.owner, line.due, line.status,
            line.complete, rating_of(line.rag), line.rag_reason, line.update, line.partner,
        )
        for line in plan.scorecard.actions
    ]  # fmt: skip
    end = write_table(paper, 2, COLUMNS, rows)
    if rows:
        paper.sheet.autofilter(2, 0, end - 1, len(COLUMNS) - 1)
    else:
        paper.text(end, 0, "No actions were reported for this period.", looks_of.LEAD)
    paper.sheet.freeze_panes(3, 1)
    paper.sheet.repeat_rows(0, 2)

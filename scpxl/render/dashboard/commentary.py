"""What partners wrote, word for word."""

from __future__ import annotations

from typing import Final

from scpxl.render.dashboard import styles as looks_of
from scpxl.render.dashboard.paper import Plan
from scpxl.render.dashboard.tables import Column, Kind, Value, columns_of, write_table

COLUMNS: Final[tuple[Column, ...]] = columns_of(
    ("Objective", 22, Kind.STRONG), ("Partner", 18), ("What happened", 48), ("Why", 40), ("What is being done", 40),
    ("Decision sought", 28), ("Marking", 14),
)  # fmt: skip


def write_commentary(plan: Plan) -> None:
    """Write the sheet."""
    lead = f"{plan.scorecard.period}. In partners' own words."
    paper = plan.new_sheet(
        plan.names.commentary, "Commentary", lead, [column.width for column in COLUMNS], len(COLUMNS) - 1
    )
    rows: list[tuple[Value, ...]] = [
        (line.objective_title, line.partner, line.happened, line.why, line.doing, line.decision, line.marking)
        for line in plan.scorecard.commentary
    ]
    end = write_table(paper, 2, COLUMNS, rows)
    if rows:
        paper.sheet.autofilter(2, 0, end - 1, len(COLUMNS) - 1)
    else:
        paper.text(end, 0, "No commentary was received for this period.", looks_of.LEAD)
    paper.sheet.freeze_panes(3, 2)
    paper.sheet.repeat_rows(0, 2)

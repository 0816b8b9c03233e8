"""Exceptions: what is outside random variation or off target, in the order the board should read it."""

from __future__ import annotations

from scpxl.render.dashboard import styles as looks_of
from scpxl.render.dashboard.paper import Plan
from scpxl.render.dashboard.tables import Column, Kind, Link, Value, columns_of, write_table

COLUMNS: tuple[Column, ...] = columns_of(
    ("No.", 5, Kind.STRONG), ("Indicator", 34, Kind.STRONG), ("Objective", 24), ("RAG", 12, Kind.RATING),
    ("For the", 11, Kind.JUDGEMENT), ("What the board should know", 68), ("Rule that brought it here", 34),
)  # fmt: skip


def write_exceptions(plan: Plan) -> None:
    """Write the sheet; a title leads to the indicator's card."""
    widths = [column.width for column in COLUMNS]
    lead = f"{plan.scorecard.period}. Most important first; each title leads to its charts."
    paper = plan.new_sheet(plan.names.exceptions, "Exceptions", lead, widths, len(COLUMNS) - 1)
    titles = {page.code: page.title for page in plan.scorecard.pages}
    rows: list[tuple[Value, ...]] = []
    for line in plan.scorecard.exceptions:
        there = plan.card_link(line.indicator)
        title: Value = Link(line.title, *there) if there else line.title
        words = looks_of.judgement_text(line.judgement)
        objective = titles.get(line.objective, line.objective)
        rows.append((line.place, title, objective, line.rag, words, line.words, line.rule))
    end = write_table(paper, 2, COLUMNS, rows)
    if not rows:
        paper.text(end, 0, "There are no exceptions to report for this period.", looks_of.LEAD)
    paper.sheet.freeze_panes(3, 2)
    paper.sheet.repeat_rows(0, 2)

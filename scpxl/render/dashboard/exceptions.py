"""Exceptions: what is outside random variation or off target, in the order the board should read it."""

from __future__ import annotations

from scpxl.render.dashboard import styles as looks_of
from scpxl.render.dashboard.paper import Paper, Plan
from scpxl.render.dashboard.tables import Column, Kind, Link, Value, columns_of, write_table

COLUMNS: tuple[Column, ...] = columns_of(
    ("No.", 5, Kind.STRONG), ("Indicator", 36, Kind.STRONG), ("Objective", 20), ("RAG", 12, Kind.RATING),
    ("For the", 10, Kind.JUDGEMENT), ("What the board should know", 54), ("Rule that brought it here", 24),
    ("Suggested", 12), ("Decided", 34),
)  # fmt: skip


def write_exceptions(plan: Plan) -> None:
    """Write the sheet; a title leads to the indicator's card."""
    widths = [column.width for column in COLUMNS]
    lead = f"{plan.scorecard.period}. Most important first; each title leads to its charts. People decide; a rule only suggests."
    paper = plan.new_sheet(plan.names.exceptions, "Exceptions", lead, widths, len(COLUMNS) - 1)
    titles = {page.code: page.title for page in plan.scorecard.pages}
    rows: list[tuple[Value, ...]] = []
    for line in plan.scorecard.exceptions:
        there = plan.card_link(line.indicator)
        title: Value = Link(line.title, *there) if there else line.title
        words = looks_of.judgement_text(line.judgement)
        objective = titles.get(line.objective, line.objective)
        rows.append((line.place, title, objective, line.rag, words, line.words, line.rule, line.suggestion.capitalize() or "–",
                     line.decision.words if line.decision else "Nothing yet"))  # fmt: skip
    end = write_table(paper, 2, COLUMNS, rows)
    if not rows:
        paper.text(end, 0, "There are no exceptions to report for this period.", looks_of.LEAD)
        end += 1
    _write_standing(plan, paper, end + 1)
    paper.sheet.freeze_panes(3, 2)
    paper.sheet.repeat_rows(0, 2)


def _write_standing(plan: Plan, paper: Paper, row: int) -> None:
    """Write what was decided about what is no exception any more: it is not forgotten."""
    standing = plan.scorecard.standing
    if not standing:
        return
    paper.text(row, 0, "Decided before, and no exception any more", looks_of.SECTION)
    paper.row_height(row, 26)
    pixels = [column.pixels for column in COLUMNS]
    columns = (
        Column("Indicator", sum(pixels[:3]), 3, Kind.STRONG),
        Column("Decision", sum(pixels[3:5]), 2),
        Column("By whom, when and why", sum(pixels[5:]), 4),
    )
    write_table(
        paper, row + 1, columns, [(one.title, one.decision.capitalize(), one.words) for one in standing]
    )

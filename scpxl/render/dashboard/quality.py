"""Data quality: how far each figure can be relied on, and what of the last publication is no longer so."""

from __future__ import annotations

from typing import Final

from scpxl.render import theme
from scpxl.render.dashboard import styles as looks_of
from scpxl.render.dashboard.paper import Paper, Plan
from scpxl.render.dashboard.tables import Column, Kind, Link, Value, columns_of, write_table
from scpxl.render.dashboard.text import height, wrap

COLUMNS: Final[tuple[Column, ...]] = columns_of(
    ("Indicator", 46, Kind.STRONG), ("Grade", 8, Kind.STRONG), ("Because", 54), ("Figures there", 22),
    ("Returns", 32), ("Restated", 28), ("Breaks", 22), ("Newest figure came", 13),
)  # fmt: skip
GRADE: Final = 1
WIDE: Final = sum(column.pixels for column in COLUMNS)
COLOURS: Final = {"A": "Green", "B": "Green", "C": "Amber", "D": "Red", "–": "Not rated"}


def write_quality(plan: Plan) -> None:
    """Write the sheet."""
    lead = f"{plan.scorecard.period}. What the figures rest on, and which published ones have changed since."
    widths = [column.width for column in COLUMNS]
    paper = plan.new_sheet(plan.names.quality, "Data quality", lead, widths, len(COLUMNS) - 1)
    end = _write_changes(plan, paper, 2)
    _write_grades(plan, paper, end)
    paper.sheet.freeze_panes(2, 1)


def _title(plan: Plan, code: str, title: str) -> Value:
    there = plan.card_link(code)
    return Link(title, *there) if there else title


def _write_changes(plan: Plan, paper: Paper, row: int) -> int:
    changed = plan.scorecard.changed
    paper.text(row, 0, "Changed since the last publication", looks_of.SECTION)
    paper.row_height(row, 26)
    words = changed.words if changed else "Nothing that was published before differs from what is shown here."
    paper.span(row + 1, 0, row + 1, len(COLUMNS) - 1, words, looks_of.WRAPPED, {"bottom": 0, "font_size": 11})
    paper.row_height(row + 1, height(len(wrap(words, WIDE, 11)), 11) + 4)
    row += 2
    if changed is None:
        return row + 1
    if changed.lines:
        pixels = [column.pixels for column in COLUMNS]
        columns = (
            Column("Indicator", pixels[0], kind=Kind.STRONG),
            Column("Figures", pixels[1] + pixels[2], 2),
            Column("What follows from it", pixels[3] + pixels[4], 2),
            Column("Why", pixels[5] + pixels[6] + pixels[7], 3),
        )
        rows: list[tuple[Value, ...]] = [
            (
                _title(plan, line.indicator, line.title),
                line.figures,
                line.effects or "Nothing: rating, rank, variation and change stand.",
                line.why or "Figures were restated, or came later.",
            )
            for line in changed.lines
        ]
        row = write_table(paper, row, columns, rows)
    for name, titles in (("No longer reported", changed.gone), ("New", changed.come)):
        if titles:
            told = f"{name}: {', '.join(titles)}."
            paper.span(row, 0, row, len(COLUMNS) - 1, told, looks_of.WRAPPED, {"bottom": 0})
            paper.row_height(row, height(len(wrap(told, WIDE, 10)), 10) + 4)
            row += 1
    return row + 1


def _write_grades(plan: Plan, paper: Paper, row: int) -> None:
    paper.text(row, 0, "What each figure rests on", looks_of.SECTION)
    paper.row_height(row, 26)
    words = (
        "The last two years. A grade is the worst of its four parts: figures there, returns on time, figures restated, "
        "breaks. What each letter needs, and why, is under Notes."
    )
    paper.span(row + 1, 0, row + 1, len(COLUMNS) - 1, words, looks_of.LEAD)
    row += 2
    rows: list[tuple[Value, ...]] = [
        (
            _title(plan, line.indicator, line.title), line.grade, line.words, line.complete_words, line.late_words,
            line.restated_words, line.break_words, line.last_received,
        )
        for line in plan.scorecard.quality
    ]  # fmt: skip
    end = write_table(paper, row, COLUMNS, rows)
    if rows:
        _colour_grades(paper, row + 1, end - 1)
    else:
        paper.text(end, 0, "No indicators are reported for this period.", looks_of.LEAD)


def _colour_grades(paper: Paper, first: int, last: int) -> None:
    for letter, name in COLOURS.items():
        look = paper.styles.mark(bg_color=theme.RAG_FILL[name], font_color=theme.RAG_INK[name], bold=True)
        rule = {"type": "cell", "criteria": "==", "value": f'"{letter}"', "format": look}
        paper.sheet.conditional_format(first, GRADE, last, GRADE, rule)

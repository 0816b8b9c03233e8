"""Returns and data quality: who sent what, how far each figure can be relied on, and below, section by section."""

from __future__ import annotations

from typing import Final

from scpxl.render import theme
from scpxl.render.excel import looks
from scpxl.render.excel.board import DashboardBook
from scpxl.render.excel.paper import Paper
from scpxl.scorecard.lists.matrix import STATES
from scpxl.scorecard.texts.cell_words import cut
from scpxl.words import capital

WIDTHS: Final = (40.0, 24.0, 13.0, 13.0, 10.0, 10.0, 12.0, 12.0, 34.0, 24.0)
RETURNS: Final = (
    "Partner",
    "Status",
    "Due",
    "Received",
    "Days late",
    "Attempts",
    "To correct",
    "To explain",
    "File",
    "Signed off by",
)
QUALITY: Final = ("Measure", "Grade", "Newest figure", "What it rests on", "", "", "", "", "", "")
ROW: Final = 12.75
LINES_ON_ONE_PAGE: Final = 54
STATUSES: Final = {
    "accepted": ("Green", "begins with"), "returned": ("Red", "containing"), "missing": ("Red", "containing"),
}  # fmt: skip
GRADES: Final = {"A": "Green", "B": "Green", "C": "Amber", "D": "Red"}
RESTS_BOX: Final = 120
SIGNED_BOX: Final = 26
MONTHS: Final = 3


def write_returns(board: DashboardBook) -> None:
    """Write the sheet."""
    page = board.page(board.names.returns, "Returns and data quality", WIDTHS)
    words = f"{board.scorecard.quarter_name}, whichever month is chosen on {board.names.summary}."
    page.across(1, 0, 7, words, looks.QUIET, looks.INDENT)
    below = _write_returns(board, page, 2) + 1
    row = _write_quality(board, page, below)
    page.sheet.print_area(0, 0, row - 1, page.last)
    # More lines would be printed smaller than can well be read: they go over two pages, the measures' on the second.
    lines = len(board.scorecard.returns) + len(board.shape.measures)
    page.sheet.fit_to_pages(1, 1 if lines <= LINES_ON_ONE_PAGE else 2)
    _write_sections(board, page, row + 1)
    page.sheet.freeze_panes(2, 1)


def _write_returns(board: DashboardBook, page: Paper, top: int) -> int:
    page.across(top, 0, page.last, "Returns", looks.BOX)
    page.height(top, 20)
    # Files and who signed are told in the partnership's own edition alone.
    told = RETURNS if board.shape.takes_typing else (*RETURNS[:-2], "", "")
    page.heads(top + 1, told)
    page.height(top + 1, 16)
    lines = board.scorecard.returns
    for place, line in enumerate(lines):
        row = top + 2 + place
        page.height(row, ROW)
        day = {"num_format": "d mmm yyyy", "align": "left"}
        page.text(row, 0, cut(line.partner, 46), looks.LINE)
        page.text(row, 1, line.status, looks.LINE, looks.STRONG)
        page.cell(row, 2, line.due, looks.LINE, day)
        page.cell(row, 3, line.received, looks.LINE, day)
        for column, value in (
            (4, line.days_late),
            (5, line.attempts),
            (6, line.to_fix),
            (7, line.to_explain),
        ):
            page.cell(row, column, float(value), looks.LINE, looks.RIGHT, {"num_format": "0"})
        page.text(row, 8, cut(line.file, 38), looks.LINE)
        page.text(row, 9, cut(line.signed_off, SIGNED_BOX), looks.LINE)
    last = top + 1 + max(1, len(lines))
    area = (top + 2, 1, last, 1)
    _colour(page, area, "accepted with queries", "Amber", "==")
    for words, (name, how) in STATUSES.items():
        _colour(page, area, words, name, how)
    return last + 1


def _colour(page: Paper, area: tuple[int, int, int, int], words: str, name: str, how: str) -> None:
    made = page.styles.mark(bg_color=theme.RAG_FILL[name], font_color=theme.RAG_INK[name])
    rule: dict[str, object] = {
        "type": "text",
        "criteria": how,
        "value": words,
        "format": made,
        "stop_if_true": True,
    }
    if how == "==":
        rule = {"type": "cell", "criteria": "==", "value": f'"{words}"', "format": made, "stop_if_true": True}
    page.sheet.conditional_format(*area, rule)


def _write_quality(board: DashboardBook, page: Paper, top: int) -> int:
    page.across(top, 0, page.last, "How far each figure can be relied on, over two years", looks.BOX)
    page.height(top, 20)
    page.heads(top + 1, QUALITY, sides={1: looks.CENTRE})
    page.across(top + 1, 3, page.last, QUALITY[3], looks.HEAD)
    page.height(top + 1, 16)
    found = {line.indicator: line for line in board.scorecard.quality}
    day = {"num_format": "d mmm yyyy", "align": "left"}
    for place, measure in enumerate(board.shape.measures):
        row, line = top + 2 + place, found.get(measure.code)
        page.height(row, ROW)
        page.text(row, 0, cut(measure.name, 46), looks.LINE)
        page.text(row, 1, line.grade if line else "–", looks.LINE, looks.STRONG, looks.CENTRE)
        page.cell(row, 2, line.last_received if line else None, looks.LINE, day)
        parts = (line.complete_words, line.late_words, line.restated_words, line.break_words) if line else ()
        told = cut(capital("; ".join(filter(None, parts))), RESTS_BOX)
        page.across(row, 3, page.last, told, looks.LINE)
    last = top + 1 + max(1, len(board.shape.measures))
    for letter, name in GRADES.items():
        _colour(page, (top + 2, 1, last, 1), letter, name, "==")
    return last + 1


def _write_sections(board: DashboardBook, page: Paper, top: int) -> None:
    """Write below what is printed what has come of each section, month by month."""
    rows = board.scorecard.status_rows
    page.across(top, 0, page.last, "By section and month", looks.BOX)
    months = rows[0].months if rows else ()
    page.heads(
        top + 1,
        ["Partner", "Section", *(months[place] if place < len(months) else "" for place in range(MONTHS))],
    )
    for place, line in enumerate(rows):
        page.text(top + 2 + place, 0, line.partner)
        page.text(top + 2 + place, 1, line.section)
        for column in range(MONTHS):
            page.text(top + 2 + place, 2 + column, line.states[column] if column < len(line.states) else "")
    page.text(top + 1, 6, "State", looks.HEAD)
    page.across(top + 1, 7, page.last, "What it means", looks.HEAD)
    for place, (state, meaning) in enumerate(STATES.items()):
        page.text(top + 2 + place, 6, state)
        page.across(top + 2 + place, 7, page.last, capital(f"{meaning}."))
    area = (top + 2, 2, top + 1 + max(1, len(rows)), 1 + MONTHS)
    for name, states in (
        ("Green", ("received", "nil")), ("Amber", ("late", "provisional", "in part")), ("Red", ("missing", "returned", "withdrawn", "not given")),
    ):  # fmt: skip
        for state in states:
            _colour(page, area, state, name, "==")

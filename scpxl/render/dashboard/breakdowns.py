"""Breakdowns: what the indicators that partners divide are made of, a table each."""

from __future__ import annotations

from typing import Final

from scpxl.render import theme
from scpxl.render.dashboard import styles as looks_of
from scpxl.render.dashboard.paper import Paper, Plan
from scpxl.render.dashboard.styles import Looks
from scpxl.render.dashboard.text import height, wrap
from scpxl.scorecard.model import BreakdownRow, BreakdownTable, Figure

WIDTHS: Final = (44.0, 15.0, 22.0, 15.0, 13.0, 14.0, 24.0, 11.0)
ITEM, YEAR, SHARE, BEFORE, CHANGE, QUARTER, YEAR_AGO, MARKS = range(8)
LAST: Final = MARKS
PRINT_SCALE: Final = 85
"""At which the widths fill a landscape page."""
ROWS_A_PAGE: Final = 30
ROW_HEIGHT: Final = 19
NUMBER: Final[Looks] = {"align": "right"}
WHOLE: Final[Looks] = {**looks_of.BAND, "top": 1, "top_color": theme.NAVY}


def write_breakdowns(plan: Plan) -> None:
    """Write the sheet: for each indicator and breakdown the items down, this year and last across."""
    lead = f"{plan.scorecard.period}. The bars show each item's share of the whole."
    paper = plan.new_sheet(plan.names.breakdowns, "Breakdowns", lead, WIDTHS, LAST, scale=PRINT_SCALE)
    row, page_began, breaks = 2, 2, []
    for table in plan.scorecard.breakdowns:
        # A table is not torn apart where it would fit on a page of its own.
        if row > page_began and row + len(table.rows) + 4 > page_began + ROWS_A_PAGE:
            breaks.append(row)
            page_began = row
        row = _write_table(plan, paper, row, table)
    if breaks:
        paper.sheet.set_h_pagebreaks(breaks)
    paper.sheet.freeze_panes(2, 0)


def _write_table(plan: Plan, paper: Paper, row: int, table: BreakdownTable) -> int:
    """Write one table from `row`; return the row after the gap below it."""
    paper.row_height(row, 28)
    there = plan.card_link(table.indicator)
    if there:
        paper.link(row, ITEM, there[0], table.title, looks_of.SECTION, row_there=there[1])
    else:
        paper.text(row, ITEM, table.title, looks_of.SECTION)
    if table.illustrative:
        plum = {"align": "right", "font_size": 11, "italic": True, "font_color": theme.PLUM}
        paper.text(row, LAST, "illustrative figures", plum)
    across = int(sum(WIDTHS) * 7)
    paper.span(row + 1, ITEM, row + 1, LAST, table.note, looks_of.QUIET, {"font_size": 10, "text_wrap": True})
    paper.row_height(row + 1, height(len(wrap(table.note, across, 10)), 10) + 4)
    heads, first = row + 2, row + 3
    _write_headings(paper, heads, table)
    for place, line in enumerate(table.rows):
        _write_row(paper, first + place, line, looks_of.ROW)
    end = first + len(table.rows)
    _write_row(paper, end, table.whole, WHOLE)
    if table.rows:
        paper.sheet.conditional_format(
            first, SHARE, end - 1, SHARE,
            {"type": "data_bar", "bar_solid": True, "bar_color": theme.BAR, "data_bar_2010": True,
             "min_type": "num", "min_value": 0, "max_type": "num", "max_value": 100},
        )  # fmt: skip
    return end + 2


def _write_headings(paper: Paper, row: int, table: BreakdownTable) -> None:
    headings = (
        table.item_name, table.year_name, "Share of the whole", "A year before", "Change, %", "Latest quarter",
        "Same quarter a year before", "Marks",
    )  # fmt: skip
    paper.row_height(row, 30)
    for column, heading in enumerate(headings):
        side = (
            {"align": "left"}
            if column == ITEM
            else {"align": "left", "indent": 1}
            if column == MARKS
            else NUMBER
        )
        paper.text(row, column, heading, looks_of.HEADING, side)


def _write_row(paper: Paper, row: int, line: BreakdownRow, looks: Looks) -> None:
    paper.row_height(row, ROW_HEIGHT)
    paper.text(row, ITEM, line.item, looks)
    figures: dict[int, Figure] = {
        YEAR: line.year,
        SHARE: line.share,
        BEFORE: line.before,
        CHANGE: line.change_percent,
        QUARTER: line.quarter,
        YEAR_AGO: line.quarter_year_ago,
    }
    for column, shown in figures.items():
        if shown.value is None:
            paper.text(row, column, shown.brief, looks, looks_of.MISSING, NUMBER)
        else:
            paper.figure(row, column, shown, looks)
    paper.text(row, MARKS, line.marks, looks, {"indent": 1, "font_size": 10})

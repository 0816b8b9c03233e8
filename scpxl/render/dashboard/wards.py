"""Wards: a heat map of numbers in their cells, every indicator on its own scale."""

from __future__ import annotations

from typing import Final

from scpxl.render import theme
from scpxl.render.dashboard import styles as looks_of
from scpxl.render.dashboard.paper import Paper, Plan
from scpxl.render.dashboard.styles import Looks
from scpxl.render.dashboard.text import height, wrap
from scpxl.scorecard.model import Figure, WardMap

NAME_WIDTH: Final = 24.0
COUNT_WIDTH: Final = 12.0
CHANGE_WIDTH: Final = 11.0
GAP_WIDTH: Final = 3.0
GROUPS_ROW: Final = 3
HEADINGS_ROW: Final = 4
ROW_HEIGHT: Final = 22
FIRST: Final = 5


def write_wards(plan: Plan) -> None:
    """Write the sheet: wards down, indicators across, counts on the left and their change on the right."""
    wards = plan.scorecard.wards
    across = len(wards.codes) if wards else 5
    widths = [NAME_WIDTH, *[COUNT_WIDTH] * across, GAP_WIDTH, *[CHANGE_WIDTH] * across]
    lead = f"{plan.scorecard.period}. Darker is more; every indicator has its own scale, so compare down a column."
    paper = plan.new_sheet(plan.names.wards, plan.scorecard.parts_name, lead, widths, across)
    if wards is None or not wards.wards:
        paper.text(
            FIRST - 2,
            0,
            f"No indicator is broken down into {plan.scorecard.parts_name.lower()}.",
            looks_of.LEAD,
        )
        return
    pixels = int(sum(widths) * 7)
    paper.span(
        2,
        0,
        2,
        len(widths) - 1,
        wards.note,
        looks_of.QUIET,
        {"font_size": 10, "text_wrap": True, "valign": "top"},
    )
    paper.row_height(2, height(len(wrap(wards.note, pixels, 10)), 10) + 4)
    _write_headings(paper, wards, across)
    for place, name in enumerate(wards.wards):
        row = FIRST + place
        paper.row_height(row, ROW_HEIGHT)
        paper.text(row, 0, name, looks_of.ROW, {"bold": True})
        for column in range(across):
            _write(paper, row, 1 + column, wards.rolling[place][column], looks_of.ROW)
            change = wards.change_percent[place][column]
            _write(paper, row, 2 + across + column, change, looks_of.ROW, looks_of.QUIET, {"font_size": 10})
    _colour(paper, len(wards.wards), across)
    paper.sheet.freeze_panes(FIRST, 1)
    paper.sheet.repeat_rows(0, HEADINGS_ROW)


def _write(paper: Paper, row: int, column: int, figure: Figure, *looks: Looks) -> None:
    if figure.value is None:
        paper.text(row, column, figure.brief, *looks, looks_of.MISSING, {"align": "center"})
    else:
        paper.figure(row, column, figure, *looks, {"align": "center"})


def _write_headings(paper: Paper, wards: WardMap, across: int) -> None:
    paper.row_height(GROUPS_ROW, 20)
    paper.text(GROUPS_ROW, 1, "Last 12 months", looks_of.SECTION)
    paper.text(GROUPS_ROW, 2 + across, "Change on the 12 months before, %", looks_of.SECTION)
    lines = max((len(wrap(title, int(CHANGE_WIDTH * 7), 9.5)) for title in wards.indicators), default=1)
    paper.row_height(HEADINGS_ROW, height(lines, 9.5) + 4)
    paper.text(HEADINGS_ROW, 0, wards.kind, looks_of.HEADING)
    for column, title in enumerate(wards.indicators):
        paper.text(HEADINGS_ROW, 1 + column, title, looks_of.HEADING, {"align": "center", "font_size": 9.5})
        paper.text(
            HEADINGS_ROW, 2 + across + column, title, looks_of.HEADING, {"align": "center", "font_size": 9.5}
        )


def _colour(paper: Paper, wards: int, across: int) -> None:
    low, middle, high = theme.HEAT_TABLE
    for column in range(1, 1 + across):
        paper.sheet.conditional_format(
            FIRST, column, FIRST + wards - 1, column,
            {"type": "3_color_scale", "min_color": low, "mid_color": middle, "max_color": high},
        )  # fmt: skip

"""Benchmarks: the group ranked on each indicator, own area marked, with the group's average."""

from __future__ import annotations

from typing import Final

from scpxl.render import theme
from scpxl.render.dashboard import styles as looks_of
from scpxl.render.dashboard.charts import insert_benchmark_chart
from scpxl.render.dashboard.paper import Paper, Plan
from scpxl.render.dashboard.styles import Looks
from scpxl.scorecard.model import BenchmarkRow, BenchmarkTable

WIDTHS: Final = (7.0, 27.0, 16.0, 12.0, 13.0, 3.0, *(12.0,) * 7)
PRINT_SCALE: Final = 80
CHART_COLUMN: Final = 6
CHART_SIZE: Final = (605, 440)
OWN: Final[Looks] = {"bold": True, "font_color": theme.NAVY, "bg_color": theme.BAND}
LINE: Final[Looks] = {**looks_of.ROW, "font_size": 10}


def write_benchmarks(plan: Plan) -> None:
    """Write the sheet, a printed page for each indicator."""
    lead = f"{plan.scorecard.period}. Lowest first; {plan.scorecard.area} is in bold with ◄ beside it."
    paper = plan.new_sheet(
        plan.names.benchmarks, "Benchmarks", lead, WIDTHS, len(WIDTHS) - 1, scale=PRINT_SCALE
    )
    row = 2
    breaks = []
    for place, table in enumerate(plan.scorecard.benchmarks):
        if place:
            breaks.append(row)
        row = _write_table(plan, paper, row, table)
    if breaks:
        paper.sheet.set_h_pagebreaks(breaks)
    if not plan.scorecard.benchmarks:
        paper.text(row, 0, "No indicator is compared with a group.", looks_of.LEAD)
    paper.sheet.freeze_panes(2, 0)


def _write_table(plan: Plan, paper: Paper, row: int, table: BenchmarkTable) -> int:
    paper.row_height(row, 26)
    there = plan.card_link(table.indicator)
    if there:
        paper.link(row, 0, there[0], table.title, looks_of.SECTION, row_there=there[1])
    else:
        paper.text(row, 0, table.title, looks_of.SECTION)
    paper.text(row + 1, 0, f"{table.group}. {table.rank_words}", looks_of.LEAD, {"font_size": 10})
    heads = row + 2
    paper.row_height(heads, 30)
    for column, heading in enumerate(
        ("Rank", "Area", table.rate_name, "Count", "Change on a year before, %")
    ):
        side = ("center", "left", "right", "right", "right")[column]
        paper.text(heads, column, heading, looks_of.HEADING, {"align": side})
    paper.text(heads + 1, 0, "", LINE)
    paper.text(heads + 1, 1, "Average of the group", LINE, {"italic": True})
    paper.figure(heads + 1, 2, table.average, LINE, {"italic": True, "font_size": 10})
    paper.text(heads + 1, 3, "", LINE)
    paper.text(heads + 1, 4, "", LINE)
    first = heads + 2
    for place, line in enumerate(table.rows):
        _write_row(paper, first + place, line)
    end = first + len(table.rows)
    if table.rows:
        paper.sheet.conditional_format(
            first, 2, end - 1, 2,
            {"type": "data_bar", "bar_solid": True, "bar_color": theme.BAR, "data_bar_2010": True,
             "min_type": "num", "min_value": 0},
        )  # fmt: skip
    insert_benchmark_chart(plan, paper, heads, CHART_COLUMN, table, CHART_SIZE)
    return max(end, heads + 30) + 1


def _write_row(paper: Paper, row: int, line: BenchmarkRow) -> None:
    looks: Looks = {**LINE, **OWN} if line.is_own else LINE
    if line.rank is None:
        paper.text(row, 0, "–", looks, {"align": "center"})
    else:
        paper.number(row, 0, line.rank, "0", looks, {"align": "center"})
    paper.text(row, 1, f"{line.area} ◄" if line.is_own else line.area, looks)
    paper.figure(row, 2, line.rate, looks)
    paper.figure(row, 3, line.count, looks)
    paper.figure(row, 4, line.change_percent, looks)

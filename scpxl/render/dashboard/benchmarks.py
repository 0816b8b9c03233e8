"""Benchmarks: the group ranked on each indicator, own area marked, with the group's average."""

from __future__ import annotations

from typing import Final

from scpxl.render import theme
from scpxl.render.dashboard import styles as looks_of
from scpxl.render.dashboard.charts import insert_benchmark_chart
from scpxl.render.dashboard.paper import Paper, Plan
from scpxl.render.dashboard.styles import Looks
from scpxl.render.dashboard.text import column_pixels, height, wrap
from scpxl.scorecard.likelihood import Beside
from scpxl.scorecard.model import BenchmarkRow, BenchmarkTable

WIDTHS: Final = (7.0, 14.0, 25.0, 15.0, 11.0, 13.0, 11.0, 2.0, *(12.0,) * 7)
PRINT_SCALE: Final = 70
RANK, RANKS, AREA, RATE, COUNT, CHANGE, BESIDE = range(7)
CHART_COLUMN: Final = 8
CHART_SIZE: Final = (605, 440)
OWN: Final[Looks] = {"bold": True, "font_color": theme.NAVY, "bg_color": theme.BAND}
LINE: Final[Looks] = {**looks_of.ROW, "font_size": 10}
BEYOND_CHANCE: Final = {Beside.FAR_ABOVE, Beside.FAR_BELOW}


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
    for column, (heading, side) in enumerate(_headings(table)):
        paper.text(heads, column, heading, looks_of.HEADING, {"align": side})
    for column in (RANK, RANKS, COUNT, CHANGE, BESIDE):
        paper.text(heads + 1, column, "", LINE)
    kind = f": {table.average_kind}" if table.average_kind else ""
    paper.text(heads + 1, AREA, f"Average{kind}", LINE, {"italic": True, "shrink": True})
    paper.figure(heads + 1, RATE, table.average, LINE, {"italic": True, "font_size": 10})
    first = heads + 2
    for place, line in enumerate(table.rows):
        _write_row(paper, first + place, line)
    end = first + len(table.rows)
    if table.rows:
        paper.sheet.conditional_format(
            first, RATE, end - 1, RATE,
            {"type": "data_bar", "bar_solid": True, "bar_color": theme.BAR, "data_bar_2010": True,
             "min_type": "num", "min_value": 0},
        )  # fmt: skip
    insert_benchmark_chart(plan, paper, heads, CHART_COLUMN, table, CHART_SIZE)
    end = max(end, heads + 30)
    if table.note:
        _write_note(paper, end, table.note)
    return end + 1


def _headings(table: BenchmarkTable) -> tuple[tuple[str, str], ...]:
    """Return the headings and the side each leans to."""
    return (
        ("Rank", "center"),
        ("Plausible ranks", "center"),
        ("Area", "left"),
        (table.rate_name, "right"),
        ("Count", "right"),
        ("Change on a year before, %", "right"),
        ("Against the others", "center"),
    )


def _write_note(paper: Paper, row: int, note: str) -> None:
    """Write how plausible ranks and classes were found, below the table and over its width."""
    across = sum(column_pixels(width) for width in WIDTHS)
    paper.span(
        row,
        0,
        row,
        len(WIDTHS) - 1,
        note,
        looks_of.QUIET,
        {"font_size": 9, "text_wrap": True, "valign": "top"},
    )
    paper.row_height(row, height(len(wrap(note, across, 9)), 9) + 6)


def _write_row(paper: Paper, row: int, line: BenchmarkRow) -> None:
    looks: Looks = {**LINE, **OWN} if line.is_own else LINE
    if line.rank is None:
        paper.text(row, RANK, "–", looks, {"align": "center"})
    else:
        paper.number(row, RANK, line.rank, "0", looks, {"align": "center"})
    paper.text(row, RANKS, line.likelihood.ranks, looks, {"align": "center"})
    paper.text(row, AREA, f"{line.area} ◄" if line.is_own else line.area, looks)
    paper.figure(row, RATE, line.rate, looks)
    paper.figure(row, COUNT, line.count, looks)
    paper.figure(row, CHANGE, line.change_percent, looks)
    beside = line.likelihood.beside
    beyond: Looks = {"bold": True} if beside in BEYOND_CHANCE else {}
    paper.text(row, BESIDE, beside.brief, looks, {"align": "center"}, beyond)

"""Data: the figures behind the pages as plain Excel tables, to filter, pivot and copy."""

from __future__ import annotations

from typing import Final

from scpxl.render.book import clean_text
from scpxl.render.dashboard import styles as looks_of
from scpxl.render.dashboard.paper import Plan
from scpxl.scorecard.model import TidyTable

TOP: Final = 3
SAMPLE: Final = 200
WIDEST: Final = 48
LEAST_COLUMNS: Final = 6
"""The way back stands clear of a long title even over a narrow table."""
EMPTY: Final = TidyTable("Data", "No data are published with this edition.", (), ())


def write_data(plan: Plan) -> None:
    """Write a sheet a table; where there is none, one sheet that says so."""
    for place, table in enumerate(plan.scorecard.data or (EMPTY,)):
        _write_sheet(plan, place, table)


def _write_sheet(plan: Plan, place: int, table: TidyTable) -> None:
    widths = _widths(table)
    paper = plan.new_sheet(
        plan.names.data[place], table.name, table.description, widths, max(LEAST_COLUMNS, len(widths) - 1)
    )
    if not table.columns:
        return
    sheet = paper.sheet
    last = TOP + max(1, len(table.rows))
    sheet.add_table(
        TOP, 0, last, len(table.columns) - 1,
        {
            "name": f"data_{place + 1}",
            "style": "Table Style Light 1",
            "title": clean_text(table.name),
            "description": clean_text(table.description),
            "columns": [{"header": clean_text(column)} for column in table.columns],
        },
    )  # fmt: skip
    plain, number = (
        paper.styles.make({"font_size": 10}),
        paper.styles.make({"font_size": 10}, num_format="General"),
    )
    heading = paper.styles.make(looks_of.HEADING)
    for column, name in enumerate(table.columns):
        sheet.write_string(TOP, column, clean_text(name), heading)
    for row, values in enumerate(table.rows, start=TOP + 1):
        for column, value in enumerate(values):
            if isinstance(value, str):
                sheet.write_string(row, column, clean_text(value), plain)
            elif value is not None:
                sheet.write_number(row, column, value, number)
    sheet.freeze_panes(TOP + 1, 1)
    sheet.repeat_rows(0, TOP)


def _widths(table: TidyTable) -> list[float]:
    """Return widths from headings and the first rows; a filter's arrow needs room beside the heading."""
    widths = [float(min(WIDEST, len(name) + 5)) for name in table.columns]
    for row in table.rows[:SAMPLE]:
        for column, value in enumerate(row):
            if value is not None:
                widths[column] = max(widths[column], float(min(WIDEST, len(str(value)) + 2)))
    return widths

"""The Chart data sheet: the cells the charts and sparklines draw, tidy and open to be changed."""

from __future__ import annotations

from collections.abc import Sequence

from scpxl.render.dashboard.paper import Paper, Plan
from scpxl.render.dashboard.places import BENCHMARK, CONTROL, CONTROL_NAMES, HEADING_ROWS, SPARK, YEAR
from scpxl.render.dashboard.styles import NUMBER_FORMATS
from scpxl.scorecard.model import BenchmarkTable, IndicatorCard


def write_chart_data(plan: Plan) -> None:
    """Write the sheet, last in the workbook: a table a picture, with its headings."""
    names, cells = plan.names, plan.cells
    paper = plan.new_sheet(
        names.chart_data,
        "Chart data",
        "What the charts and sparklines draw. Blank where a figure is missing; change a figure and its chart follows.",
        widths=[12, 23, 23, 3, 12, *[13] * 7, 3, 12, 12, 3, 26, 26, 12],
        back_column=7,
    )
    for card in plan.scorecard.cards:
        _write_card(paper, card, cells.cards[card.code])
    for table in plan.scorecard.benchmarks:
        _write_benchmark(paper, table, cells.benchmarks[table.key])
    paper.sheet.freeze_panes(2, 0)


def _write_card(paper: Paper, card: IndicatorCard, top: int) -> None:
    number = paper.styles.make({"font_size": 10}, num_format=NUMBER_FORMATS[card.count_style])
    level = paper.styles.make({"font_size": 10}, num_format=NUMBER_FORMATS[card.style])
    paper.text(top, 0, f"{card.title} ({card.things})", {"bold": True})
    if card.year_on_year:
        year = card.year_on_year
        _columns(paper, top, YEAR, ("Month", year.this_name, year.last_name), year.labels,
                 (year.this_year, year.last_year), number)  # fmt: skip
    if card.control_chart:
        chart = card.control_chart
        _columns(paper, top, CONTROL, ("Month", *CONTROL_NAMES), chart.labels,
                 (chart.values, chart.mean, chart.lower, chart.upper, chart.concern, chart.improvement, chart.neutral),
                 number)  # fmt: skip
    if card.sparkline:
        _columns(paper, top, SPARK, ("Month", "Trend"), card.sparkline_labels, (card.sparkline,), level)


def _write_benchmark(paper: Paper, table: BenchmarkTable, top: int) -> None:
    number = paper.styles.make({"font_size": 10}, num_format=NUMBER_FORMATS[table.average.style])
    paper.text(top, BENCHMARK, f"{table.title}: {table.group}", {"bold": True})
    rates = tuple(row.rate.value for row in table.rows)
    averages = (table.average.value,) * len(table.rows)
    _columns(paper, top, BENCHMARK, ("Area", table.rate_name, "Average"), [row.area for row in table.rows],
             (rates, averages), number)  # fmt: skip


def _columns(
    paper: Paper,
    top: int,
    left: int,
    headings: Sequence[str],
    labels: Sequence[str],
    series: Sequence[Sequence[float | None]],
    number: object,
) -> None:
    plain = paper.styles.make({"font_size": 10})
    for offset, heading in enumerate(headings):
        paper.text(
            top + 1,
            left + offset,
            heading,
            {"font_size": 9, "bold": True, "align": "right" if offset else "left"},
        )
    for place, label in enumerate(labels):
        paper.sheet.write_string(top + HEADING_ROWS + place, left, paper.clean(label), plain)
    for offset, values in enumerate(series, start=1):
        for place, value in enumerate(values):
            if value is not None:
                paper.sheet.write_number(top + HEADING_ROWS + place, left + offset, value, number)

"""Explore: any measure at any month end, with its figures, what they mean, its charts and its definition."""

from __future__ import annotations

from typing import Final

from scpxl.render import theme
from scpxl.render.excel import looks
from scpxl.render.excel.board import DEFINITION_BOX, STYLES, DashboardBook, divided_names
from scpxl.render.excel.charts import (
    draw_range,
    draw_year,
    items_chart,
    place_chart,
    ranked_chart,
    target_chart,
)
from scpxl.render.excel.lookup import Ref
from scpxl.render.excel.paper import Paper
from scpxl.render.excel.part_windows import items_window
from scpxl.render.excel.windows import group_window, measure_window
from scpxl.scorecard.records.figures import NumberStyle
from scpxl.scorecard.texts.cell_words import cut

COLUMNS: Final = 24
WIDTH: Final = 7.5
CHART_COLUMNS: Final = 8
CHART_ROWS: Final = 15
CHART: Final = (452, 300)
WIDE_CHART: Final = (908, 300)
ROW: Final = 15.2
TOP: Final = 14
"""Row of the first charts."""
FIGURES: Final = (
    ("headline", "Last 12 months, or latest", "styles"), ("before", "Year before", "styles"),
    ("change", "Change", "change_styles"), ("rag", "Against target", ""), ("target", "Target", "styles"),
    ("forecast", "Year-end forecast", "period_styles"), ("latest", "Latest single figure", "period_styles"),
    ("rate", "Rate", "rate_styles"),
)  # fmt: skip
"""A field, its heading, and the list of the style it is shown in."""
FIGURE_COLUMNS: Final = 3
READINGS: Final = (
    ("Latest figure", "reading"), ("Change", "change_reading"), ("Years", "trend_reading"), ("Target", "standing"),
    ("This year", "outturn_reading"), ("Beside others", "place 1"), ("What was done", "interventions"), ("To know", "notes"),
)  # fmt: skip


def write_explore(board: DashboardBook) -> None:
    """Write the sheet."""
    page = board.page(board.names.explore, "Explore: any measure, any month end", (WIDTH,) * COLUMNS)
    first = board.first_shown("show_any", board.shape.measures)
    page.choose(1, 2, "show_any", "measures", first.name, "Measure", wide=9)
    page.merge((1, 12, 1, COLUMNS - 3), looks.QUIET, looks.INDENT)
    page.formula(
        1, 12, '="Figures to the end of "&as_of&" (chosen on Summary)"', f"Figures to the end of {board.label} (chosen on Summary)",
        looks.QUIET, looks.INDENT,
    )  # fmt: skip
    which = board.chosen("show_any", first)
    _write_figures(board, page, which)
    _write_readings(board, page, which)
    _write_charts(board, page, which)


def _write_figures(board: DashboardBook, page: Paper, which: Ref) -> None:
    """Write eight figures of the measure chosen, each in its own style."""
    line, cards = board.calc.rows(1), board.results.cards
    row = board.row_of(line, len(FIGURES), which)
    wash = {"bg_color": theme.WASH}
    helpers = page.last + 2
    for place, (field, words, styles) in enumerate(FIGURES):
        left, right = FIGURE_COLUMNS * place, FIGURE_COLUMNS * place + FIGURE_COLUMNS - 1
        page.across(2, left, right, words, looks.QUIET, looks.INDENT, wash)
        ref = board.calc.look(line, place, cards, cards.place(field), row)
        large = {"font_size": 15, "align": "left", "num_format": "#,##0", "shrink": True}
        page.show_across(3, left, right, ref, looks.STRONG, looks.INDENT, wash, large)
        if styles:
            style, used = _style(board, styles, which)
            page.formula(3, helpers + place, f"=INDEX({styles},{which.address})", style)
            page.show_style((3, left, 3, left), (3, helpers + place), used)
    page.sheet.set_column(helpers, helpers + len(FIGURES), 3, None, {"hidden": True})
    page.height(2, 15)
    page.height(3, 26)


def _style(board: DashboardBook, name: str, which: Ref) -> tuple[str, list[NumberStyle]]:
    """Return the style that a list has for the measure chosen, and every style in it."""
    styles = [getattr(one, STYLES[name]) for one in board.shape.measures]
    return styles[which.number - 1].value, list(dict.fromkeys(styles))


def _write_readings(board: DashboardBook, page: Paper, which: Ref) -> None:
    """Write what the figures of the measure chosen mean, what it counts and where it comes from."""
    line, cards = board.calc.rows(1), board.results.cards
    row = board.row_of(line, len(READINGS), which)
    for place, (label, field) in enumerate(READINGS):
        page.across(4 + place, 0, 1, label, looks.QUIET, looks.INDENT)
        if field in cards.heads:
            ref = board.calc.text(line, place, cards, cards.place(field), row)
            page.show_across(4 + place, 2, COLUMNS - 1, ref)
        page.height(4 + place, 15)
    below = 4 + len(READINGS)
    for place, (name, label) in enumerate((("definitions", "Definition"), ("sources", "Source"))):
        texts = [cut(one.source if place else one.definition, DEFINITION_BOX) for one in board.shape.measures]
        looks_of = (looks.QUIET, looks.WRAP)
        page.across(below + place, 0, 1, label, looks.QUIET, looks.INDENT, {"valign": "top"})
        page.merge((below + place, 2, below + place, COLUMNS - 1), *looks_of)
        page.formula(
            below + place, 2, f'=INDEX({name},{which.address})&""', texts[which.number - 1], *looks_of
        )
        page.height(below + place, 27)


def _write_charts(board: DashboardBook, page: Paper, which: Ref) -> None:
    """Write three charts of the measure chosen; below, the areas of its group, and what a divided measure is made of."""
    window, shape = measure_window(board, which), board.shape
    charts = [
        (draw_year(board.book, window, CHART), "the last 12 months against the 12 before"),
        (draw_range(board.book, window, CHART), "the figures and their usual range"),
        (target_chart(board.book, window, CHART), "the year's figure with its target and forecast"),
    ]
    below = TOP + CHART_ROWS + 1
    for line in range(TOP, below + CHART_ROWS):
        page.height(line, ROW)
    page.height(below - 1, 20)
    for place, (chart, words) in enumerate(charts):
        _place(board, page, TOP, CHART_COLUMNS * place, chart, words)
    if shape.compared:
        row, title = board.pair_row(which, groups_only=True)
        areas = ranked_chart(board.book, group_window(board, row), shape.area, title, WIDE_CHART)
        _place(board, page, below, 0, areas, "the areas of its group from the lowest to the highest")
    if shape.divided:
        _write_made_of(board, page, below)
    page.one_page(below + CHART_ROWS if shape.compared or shape.divided else below)


def _write_made_of(board: DashboardBook, page: Paper, below: int) -> None:
    """Write what one of the divided measures, chosen beside it, is made of."""
    names = divided_names(board.shape)
    chosen = _first_divided(board, names)
    left = CHART_COLUMNS * 2
    page.choose(below - 1, left + 2, "show_made_of", "divided", chosen, "What is it made of?", wide=6)
    row = board.divided_row(chosen)
    groups = board.results.groups
    reading = board.calc.text(board.calc.rows(1), 0, groups, groups.place("reading"), row)
    size = CHART[0], CHART[1] - 46
    items = items_chart(board.book, items_window(board, row), "The last 12 months by item", size)
    told = f"Chart of what the divided measure chosen beside it is made of; the same figures are on {board.names.data}."
    place_chart(page, below, left, items, told)
    last = below + CHART_ROWS - 1
    page.merge((last - 1, left, last, COLUMNS - 1), looks.WRAP, looks.INDENT)
    page.show(last - 1, left, reading, looks.WRAP, looks.INDENT)


def _first_divided(board: DashboardBook, names: list[str]) -> str:
    """Return what is chosen as the file is opened: what was before, else the most serious exception that is divided."""
    kept = board.choices.get("show_made_of", "")
    if kept in names:
        return kept
    owners = [one.code for one, _ in board.shape.divided]
    exceptions = board.scorecard.month_ends[-1].exceptions
    return next((names[owners.index(code)] for code in exceptions if code in owners), names[0])


def _place(board: DashboardBook, page: Paper, row: int, column: int, chart: object, words: str) -> None:
    told = f"Chart of the measure chosen: {words}. The same figures are on {board.names.data}."
    place_chart(page, row, column, chart, told)

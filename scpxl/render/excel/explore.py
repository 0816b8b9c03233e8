"""Explore: any measure at any month end, with its figures, what they mean, its charts and its definition."""

from __future__ import annotations

from typing import Final

from scpxl.render import theme
from scpxl.render.excel import looks
from scpxl.render.excel.board import Board
from scpxl.render.excel.charts import (
    group_window,
    measure_window,
    place_chart,
    range_chart,
    ranked_chart,
    target_chart,
    year_chart,
)

COLUMNS: Final = 16
WIDTH: Final = 11.0
SIZE: Final = (650, 285)
FIGURES: Final = (
    ("headline", "Last 12 months, or latest"), ("before", "Year before"), ("change", "Change"), ("rag", "Against target"),
    ("target", "Target"), ("forecast", "Year-end forecast"), ("latest", "Latest single figure"), ("rate", "Rate"),
)  # fmt: skip
READINGS: Final = (
    ("Latest figure", "reading"), ("Change", "change_reading"), ("Years", "trend_reading"), ("Target", "standing"),
    ("This year", "outturn_reading"), ("Beside others", "place 1"), ("What was done", "interventions"), ("To know", "notes"),
)  # fmt: skip


def write_explore(board: Board) -> None:
    """Write the sheet."""
    page = board.page(board.names.explore, "Explore: any measure, any month end", (WIDTH,) * COLUMNS)
    first = board.first_shown("show_any", board.shape.measures)
    page.choose(1, 1, "show_any", "measures", first.name, "Measure", wide=6)
    page.merge((1, 8, 1, COLUMNS - 2), looks.QUIET, looks.INDENT)
    page.formula(
        1, 8, '="Figures to the end of "&as_of&" (chosen on Summary)"', f"Figures to the end of {board.label} (chosen on Summary)",
        looks.QUIET, looks.INDENT,
    )  # fmt: skip
    which = board.chosen("show_any", first)
    window = measure_window(board, which)
    line, cards = board.calc.rows(1), board.results.cards
    wash = {"bg_color": theme.WASH}
    for place, (field, words) in enumerate(FIGURES):
        page.across(2, 2 * place, 2 * place + 1, words, looks.QUIET, wash, {"font_size": 9})
        ref = board.calc.look(line, place, cards, cards.place(field), window.row)
        page.show_across(
            3,
            2 * place,
            2 * place + 1,
            ref,
            looks.STRONG,
            wash,
            {"font_size": 15, "align": "left", "num_format": "#,##0", "shrink": True},
        )
    page.show_decimals((3, 0, 3, COLUMNS - 1))
    page.height(3, 26)
    start = len(FIGURES)
    known = set(cards.heads)
    for place, (label, field) in enumerate(READINGS):
        page.across(4 + place, 0, 1, label, looks.QUIET, looks.INDENT)
        if field in known:
            ref = board.calc.text(line, start + place, cards, cards.place(field), window.row)
            page.show_across(4 + place, 2, COLUMNS - 1, ref, {"shrink": True})
        page.height(4 + place, 16)
    row = 4 + len(READINGS)
    number = which.address
    for place, (name, label) in enumerate((("definitions", "Definition: "), ("sources", "Source: "))):
        value = f"{label}{_list(board, name)[which.number - 1]}"
        page.merge((row + place, 0, row + place, COLUMNS - 1), looks.SMALL, looks.INDENT, looks.WRAP)
        page.formula(
            row + place, 0, f'="{label}"&INDEX({name},{number})', value, looks.SMALL, looks.INDENT, looks.WRAP
        )
        page.height(row + place, 24)
    top = row + 2
    areas = group_window(board, board.pair_row(which))
    charts = [
        year_chart(board.book, window, SIZE),
        range_chart(board.book, window, SIZE),
        target_chart(board.book, window, SIZE),
    ]
    if board.shape.compared:
        charts.append(ranked_chart(board.book, areas, board.shape.area, "Areas of its group", SIZE))
    for place, chart in enumerate(charts):
        told = f"Chart {place + 1} of the measure chosen; the same figures are on {board.names.data}."
        place_chart(page, top + 15 * (place // 2), 8 * (place % 2), chart, told)
    below = top + 31
    page.one_page(top + 46 if board.shape.divided else top + 30)
    for at in range(top, top + 46):
        page.height(at, 14.6)
    if not board.shape.divided:
        return
    made_of = board.pair_row(which, divided=True)
    items = ranked_chart(
        board.book, group_window(board, made_of), board.shape.area, "What it is made of", SIZE
    )
    place_chart(
        page,
        below,
        0,
        items,
        f"What the measure chosen is made of; the same figures are on {board.names.data}.",
    )
    groups = board.results.groups
    reading = board.calc.text(board.calc.rows(1), 0, groups, groups.place("reading"), made_of)
    page.merge((below, 8, below + 3, COLUMNS - 1), looks.WRAP, looks.INDENT)
    page.show(below, 8, reading, looks.WRAP, looks.INDENT)


def _list(board: Board, name: str) -> list[str]:
    return [one.definition if name == "definitions" else one.source for one in board.shape.measures]

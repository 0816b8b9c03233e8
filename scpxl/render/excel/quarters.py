"""Quarters: every measure in one table, last year's outturn, the four quarters, the year to date and its target."""

from __future__ import annotations

from typing import Final

from scpxl.render.excel import looks
from scpxl.render.excel.board import Board
from scpxl.render.excel.paper import Page
from scpxl.scorecard.cell_words import cut
from scpxl.scorecard.shape import Measure

COLUMNS: Final = (
    ("Measure", 46.5), ("Counts", 21.5), ("Last year", 11.0), ("Q1", 11.0), ("Q2", 11.0), ("Q3", 11.0), ("Q4", 11.0),
    ("Year to date", 12.5), ("Year's target", 12.0), ("Year-end forecast", 12.0), ("Against target", 13.0),
    ("Meets target as it runs?", 18.0),
)  # fmt: skip
COUNTS, LAST_YEAR, FIRST_QUARTER, TO_DATE, TARGET, FORECAST, RAG, MEETS = 1, 2, 3, 7, 8, 9, 10, 11
HEADS: Final = 2
ROW: Final = 14.0
ROWS_ON_ONE_PAGE: Final = 52
"""More would be printed smaller than can well be read: they go over several pages."""


def write_quarters(board: Board) -> None:
    """Write the sheet."""
    page = board.page(
        board.names.quarters, "Quarters: the financial year so far", [width for _, width in COLUMNS]
    )
    words = '="The financial year that "&as_of&" is in. A quarter that has not ended is a dash."'
    page.formula(
        1, 0, words, f"The financial year that {board.label} is in. A quarter that has not ended is a dash.",
        looks.QUIET, looks.INDENT,
    )  # fmt: skip
    page.height(HEADS, 28)
    right = dict.fromkeys(range(LAST_YEAR, RAG), looks.RIGHT)
    page.heads(
        HEADS, [head for head, _ in COLUMNS],
        sides={**right, COUNTS: looks.INDENT, MEETS: looks.INDENT, RAG: looks.CENTRE},
    )  # fmt: skip
    row = HEADS + 1
    for aim in board.shape.aims:
        measures = board.shape.of_aim(aim.code)
        if not measures:
            continue
        page.fill(row, 0, page.last, looks.BAND)
        page.link(row, 0, board.names.sheet_of(board.shape, aim.code), aim.title, looks.BAND)
        page.height(row, ROW)
        row += 1
        for measure in measures:
            _write_line(board, page, row, measure)
            row += 1
    if row > HEADS + 1:
        page.colour_ratings((HEADS + 1, RAG, row - 1, RAG))
        page.colour_signs((HEADS + 1, MEETS, row - 1, MEETS))
        page.mute_words((HEADS + 1, LAST_YEAR, row - 1, FORECAST))
    page.sheet.freeze_panes(HEADS + 1, 1)
    if row <= ROWS_ON_ONE_PAGE:
        page.one_page(row)
    else:
        page.pages(HEADS, row)


def _write_line(board: Board, page: Page, row: int, measure: Measure) -> None:
    card, line = board.card(measure), looks.LINE
    page.height(row, ROW)
    page.text(row, 0, cut(measure.name, 58), line, looks.INDENT)
    page.text(row, COUNTS, cut(measure.unit, 26), line, looks.UNIT)
    page.show(row, LAST_YEAR, card["last_year"], line, looks.number(measure.style))
    single = looks.number(measure.period_style)
    if measure.period_unit != measure.unit:
        # Of a yearly rate the quarters are counts: each says so.
        single = {**single, "num_format": looks.with_unit(measure.period_style, measure.period_unit)}
    for quarter in range(4):
        page.show(row, FIRST_QUARTER + quarter, card[f"q{quarter + 1}"], line, single)
    page.show(row, TO_DATE, card["to_date"], line, single, looks.STRONG)
    page.show(row, TARGET, card["target"], line, looks.number(measure.style))
    page.show(row, FORECAST, card["forecast"], line, looks.number(measure.period_style))
    page.show(row, RAG, card["rag"], line, looks.CENTRE)
    page.show(row, MEETS, card["assurance"], line, looks.INDENT)

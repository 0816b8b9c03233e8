"""Functions: what the worksheet functions are, as text; no cell of the dashboard uses one.

The sheet follows from what is declared and from the framework, never from a figure.  Excel's error value is not written
out: a page on which it is found is taken for one with an error.
"""

from __future__ import annotations

from typing import Final

from scpxl.pages.asked import LISTS, figure_words, figures_for
from scpxl.pages.functions import EXAMPLE_AREA, FIGURE, FUNCTIONS, MISSING, Argument, Function
from scpxl.render import theme
from scpxl.render.excel import looks
from scpxl.render.excel.board import Board
from scpxl.render.excel.paper import Page
from scpxl.scorecard.shape import Shape

WIDTHS: Final = (3, 32, 118)
WHERE: Final = "For sheets of your own, on Windows, in the workbook with buttons (dashboard.xlsm). The dashboard itself uses none of them."
RULES: Final = (
    ("A mistake", "is explained in its cell, after 'scpxl: ', in at most 250 characters."),
    ("A figure that is missing", "shows why in a single cell; in a range or a series Excel's value for not available (NA), so that a chart leaves a gap."),
    ("A blank argument", "counts as left out."),
    ("An answer of several cells", "fills those beside and below; in Excel 2019 and earlier select them first and press Ctrl+Shift+Enter."),
    ("Up to date", "Press Ctrl+Alt+F9 after returns were collected."),
)  # fmt: skip


def write_functions(board: Board) -> None:
    """Write the sheet."""
    page = board.page(board.names.functions, "Functions: figures in cells of your own", WIDTHS)
    page.across(1, 0, len(WIDTHS) - 1, WHERE, looks.QUIET, looks.INDENT)
    row = 3
    known: set[Argument] = set()
    for function in FUNCTIONS:
        row = _write_one(page, row, function, known, board.shape) + 1
    figures = figures_for(grouped=bool(board.shape.compared))
    lists = [(name, one.words) for name, one in LISTS.items()]
    for title, rows in (
        ("Figures of SCP_VALUE", figures),
        ("Lists of SCP_LIST", lists),
        ("In place of a figure", MISSING),
        ("How they answer", RULES),
    ):
        row = _heading(page, row, title)
        for name, words in rows:
            row = _line(page, row, name, words)
        row += 1
    page.sheet.freeze_panes(2, 0)
    page.pages(1, row - 1)


def _write_one(page: Page, row: int, function: Function, known: set[Argument], shape: Shape) -> int:
    """Write what is to be known of a function, and return the row after it; an argument is described once."""
    row = _heading(page, row, function.syntax)
    row = _line(page, row, "", function.words, looks.STRONG)
    for one in function.arguments:
        if one in known:
            continue
        known.add(one)
        words = figure_words(grouped=bool(shape.compared)) if one is FIGURE else one.words
        row = _line(page, row, f"[{one.name}]" if one.optional else one.name, words)
    if function.columns:
        row = _line(page, row, "Cells of the answer", ", ".join(function.column_names))
    for formula, words in function.examples:
        row = _line(page, row, "", f"{_filled(formula, shape)}   gives {words}", {"font_color": theme.NAVY})
    return row


def _filled(formula: str, shape: Shape) -> str:
    """Return an example with an indicator and another area of the framework."""
    others = [place.name for group in shape.groups for place in group.places if not place.is_own]
    code = shape.measures[0].code if shape.measures else "CODE"
    area = others[0] if others else EXAMPLE_AREA
    return formula.replace("{code}", code).replace("{area}", area)


def _heading(page: Page, row: int, text: str) -> int:
    page.fill(row, 0, page.last, looks.BOX)
    page.text(row, 0, text, looks.BOX)
    page.height(row, 21)
    return row + 1


def _line(page: Page, row: int, name: str, words: str, *more: looks.Looks) -> int:
    page.text(row, 1, name, looks.STRONG)
    page.text(row, 2, words, *more)
    return row + 1

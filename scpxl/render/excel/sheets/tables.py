"""Sheets that are one table: Quarters, the registers, and what the worksheet functions are.

What the functions are follows from what is declared and from the framework, never from a figure.  Excel's error value
is not written out: a page on which it is found is taken for one with an error.
"""

from __future__ import annotations

from typing import Final

from scpxl.model.registers import REGISTERS, Register, RegisterName, Takes, Works
from scpxl.pages.asked import LISTS, figure_argument_words, figures_for
from scpxl.pages.blocks import Table
from scpxl.pages.functions import EXAMPLE_AREA, FIGURE, FUNCTIONS, MISSING, Argument, Function
from scpxl.pages.registers import money_page, register_page, rows_to_type
from scpxl.pages.typed import REGISTER_TABLES
from scpxl.render import theme
from scpxl.render.excel import looks
from scpxl.render.excel.board import DashboardBook
from scpxl.render.excel.looks import NUMBER_FORMATS, Looks
from scpxl.render.excel.paper import Paper
from scpxl.render.excel.sheets.lists import HEADS, OwnRows, choose, write_list
from scpxl.scorecard.records.figures import NumberStyle
from scpxl.scorecard.records.lines import RegisterTable
from scpxl.scorecard.records.shape import Measure, Shape
from scpxl.scorecard.texts.cell_words import cut

COLUMNS: Final = (
    ("Measure", 46.5), ("Counts", 21.5), ("Last year", 11.0), ("Q1", 11.0), ("Q2", 11.0), ("Q3", 11.0), ("Q4", 11.0),
    ("Year to date", 12.5), ("Year's target", 12.0), ("Year-end forecast", 12.0), ("Against target", 13.0),
    ("Meets target as it runs?", 18.0),
)  # fmt: skip
COUNTS, LAST_YEAR, FIRST_QUARTER, TO_DATE, TARGET, FORECAST, RAG, MEETS = 1, 2, 3, 7, 8, 9, 10, 11
ROW: Final = 14.0
ROWS_ON_ONE_PAGE: Final = 52
"""More would be printed smaller than can well be read: they go over several pages."""


def write_quarters(board: DashboardBook) -> None:
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


def _write_line(board: DashboardBook, page: Paper, row: int, measure: Measure) -> None:
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


BELOW: Final = 100
"""Rows below a register in which whatever is typed is told, and not lost."""

_SUMS: Final = (58, 10, 16, 18, 12, 20)


def write_registers(board: DashboardBook) -> None:
    """Write a sheet for each register that the framework asks for."""
    rows = board.shape.settings.register_rows
    tables = {table.name: table for table in board.scorecard.registers}
    for name in board.shape.settings.registers:
        _write_register(board, tables[name], rows)
    if RegisterName.MONEY in board.shape.settings.registers:
        _write_sums(board, money_page(tables[RegisterName.MONEY]))


def _write_sums(board: DashboardBook, table: Table) -> None:
    pence = {**looks.RIGHT, "num_format": NUMBER_FORMATS[NumberStyle.TWO_PLACES]}
    whole = {**looks.RIGHT, "num_format": NUMBER_FORMATS[NumberStyle.WHOLE]}
    numbers = {1: whole, 2: pence, 3: pence, 4: whole, 5: whole}
    write_list(board, table.title, table, None, _SUMS, len(board.shape.aims) + 1, numbers)


def _write_register(board: DashboardBook, table: RegisterTable, rows: int) -> None:
    register, read = REGISTERS[table.name], register_page(table, rows)
    widths = [*(one.width for one in register.fields), *(one.width for one in register.worked)]
    own = None
    if board.shape.takes_typing:
        own = OwnRows(REGISTER_TABLES[table.name], rows_to_type(table, rows), len(register.fields), BELOW)
    late = [
        place
        for place, worked in enumerate(register.worked, start=len(register.fields))
        if worked.works is Works.OVERDUE
    ]
    page = write_list(board, register.sheet, read, own, widths, 0 if own else rows, _numbers(register), late)
    last = HEADS + rows
    if own is not None:
        _limit(page, register, read, own, last)


def _numbers(register: Register) -> dict[int, Looks]:
    """Return how the columns with numbers look, by their places: pounds of money with their pence."""
    pence = {"num_format": NUMBER_FORMATS[NumberStyle.TWO_PLACES]}
    whole = {"num_format": NUMBER_FORMATS[NumberStyle.WHOLE]}
    typed = {Takes.MONEY: pence, Takes.SCORE: whole}
    found: dict[int, Looks] = {
        place: {**looks.RIGHT, **typed[one.takes]}
        for place, one in enumerate(register.fields)
        if one.takes in typed
    }
    for place, worked in enumerate(register.worked, start=len(register.fields)):
        if worked.is_number:
            found[place] = {**looks.RIGHT, **(pence if worked.works is Works.COST else whole)}
    return found


def _limit(page: Paper, register: Register, read: Table, own: OwnRows, last: int) -> None:
    """Let cells take what the register takes, as far as Excel can say so."""
    for number, field in enumerate(register.fields):
        match field.takes:
            case Takes.CHOICE:
                choose(page, read, own, field.name, list(field.choices), last)
            case Takes.OBJECTIVE:
                choose(page, read, own, field.name, "=objectives", last)
            case Takes.MEASURE:
                choose(page, read, own, field.name, "=codes", last)
            case Takes.SCORE:
                rule = {"validate": "integer", "criteria": "between", "minimum": 1, "maximum": 5,
                        "error_title": "From 1 to 5", "error_message": "Enter a whole number from 1 (low) to 5 (high)."}  # fmt: skip
                page.sheet.data_validation(HEADS + 1, number, last, number, rule)


WIDTHS: Final = (3, 32, 118)
WHERE: Final = "For sheets of your own, on Windows, in the workbook with buttons (dashboard.xlsm). The dashboard itself uses none of them."
RULES: Final = (
    ("A mistake", "is explained in its cell, after 'scpxl: ', in at most 250 characters."),
    ("A figure that is missing", "shows why in a single cell; in a range or a series Excel's value for not available (NA), so that a chart leaves a gap."),
    ("A blank argument", "counts as left out."),
    ("An answer of several cells", "fills those beside and below; in Excel 2019 and earlier select them first and press Ctrl+Shift+Enter."),
    ("Up to date", "Press Ctrl+Alt+F9 after returns were collected."),
)  # fmt: skip


def write_functions(board: DashboardBook) -> None:
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


def _write_one(page: Paper, row: int, function: Function, known: set[Argument], shape: Shape) -> int:
    """Write what is to be known of a function, and return the row after it; an argument is described once."""
    row = _heading(page, row, function.syntax)
    row = _line(page, row, "", function.words, looks.STRONG)
    for one in function.arguments:
        if one in known:
            continue
        known.add(one)
        words = figure_argument_words(grouped=bool(shape.compared)) if one is FIGURE else one.words
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


def _heading(page: Paper, row: int, text: str) -> int:
    page.fill(row, 0, page.last, looks.BOX)
    page.text(row, 0, text, looks.BOX)
    page.height(row, 21)
    return row + 1


def _line(page: Paper, row: int, name: str, words: str, *more: looks.Looks) -> int:
    page.text(row, 1, name, looks.STRONG)
    page.text(row, 2, words, *more)
    return row + 1

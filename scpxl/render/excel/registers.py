"""The registers: one table each, of rows to type in."""

from __future__ import annotations

from typing import Final

from scpxl.model.registers import REGISTERS, Register, RegisterName, Takes, Works
from scpxl.pages.blocks import Table
from scpxl.pages.registers import money_page, register_page, rows_to_type
from scpxl.pages.typed import REGISTER_TABLES
from scpxl.render.excel import looks
from scpxl.render.excel.board import Board
from scpxl.render.excel.lists import HEADS, Own, choose, write_list
from scpxl.render.excel.looks import NUMBER_FORMATS, Looks
from scpxl.render.excel.paper import Page
from scpxl.scorecard.figures import NumberStyle
from scpxl.scorecard.register_records import RegisterTable

BELOW: Final = 100
"""Rows below a register in which whatever is typed is told, and not lost."""

_SUMS: Final = (58, 10, 16, 18, 12, 20)


def write_registers(board: Board) -> None:
    """Write a sheet for each register that the framework asks for."""
    rows = board.shape.settings.register_rows
    tables = {table.name: table for table in board.scorecard.registers}
    for name in board.shape.settings.registers:
        _write_register(board, tables[name], rows)
    if RegisterName.MONEY in board.shape.settings.registers:
        _write_sums(board, money_page(tables[RegisterName.MONEY]))


def _write_sums(board: Board, table: Table) -> None:
    pence = {**looks.RIGHT, "num_format": NUMBER_FORMATS[NumberStyle.TWO_PLACES]}
    whole = {**looks.RIGHT, "num_format": NUMBER_FORMATS[NumberStyle.WHOLE]}
    numbers = {1: whole, 2: pence, 3: pence, 4: whole, 5: whole}
    write_list(board, table.title, table, None, _SUMS, len(board.shape.aims) + 1, numbers)


def _write_register(board: Board, table: RegisterTable, rows: int) -> None:
    register, read = REGISTERS[table.name], register_page(table, rows)
    widths = [*(one.width for one in register.fields), *(one.width for one in register.worked)]
    own = None
    if board.shape.takes_typing:
        own = Own(REGISTER_TABLES[table.name], rows_to_type(table, rows), len(register.fields), BELOW)
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


def _limit(page: Page, register: Register, read: Table, own: Own, last: int) -> None:
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

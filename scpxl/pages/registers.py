"""The sheets of the registers: which columns they have, and the rows to type in."""

from __future__ import annotations

from typing import Final

from scpxl.model.registers import REGISTERS, Register, Takes, key_of_row
from scpxl.pages.blocks import Cell, CellKind, Column, Table
from scpxl.pages.typed import OWN, OwnRow
from scpxl.pages.typed_values import Typed
from scpxl.scorecard.records.lines import RegisterCell, RegisterLine, RegisterTable

MONEY_BY_OBJECTIVE: Final = "Money by objective"
"""The name of the sheet with its sums."""
ALL_OBJECTIVES: Final = "All objectives"
_MONEY_LEAD: Final = "The rows of Money added up; no percentage where one has no spend. Results count different things and are not added up."
_KINDS: Final = {Takes.DAY: CellKind.DAY, Takes.MONEY: CellKind.NUMBER, Takes.SCORE: CellKind.NUMBER}


def register_page(table: RegisterTable, rows: int) -> Table:
    """Return a register as it is read, in a sheet with room for so many rows; its lead says what it has no room for."""
    register = REGISTERS[table.name]
    columns = [Column(one.head, _KINDS.get(one.takes, CellKind.TEXT)) for one in register.fields]
    columns += [
        Column(one.head, CellKind.NUMBER if one.is_number else CellKind.TEXT) for one in register.worked
    ]
    lines = table.lines[:rows]
    lead = register.help
    if len(table.lines) > rows:
        lead += (
            f" {len(table.lines)} rows are in use and there is room for {rows}: "
            "raise register_rows in the framework. The others are in the record."
        )
    return Table(register.sheet, tuple(columns), tuple(map(_cells, lines)), lead)


def money_page(table: RegisterTable) -> Table:
    """Return what was budgeted and spent for each objective and in all, a row for each objective of the framework."""
    columns = (
        Column("Objective"), Column("Rows", CellKind.NUMBER), Column("Budget, £", CellKind.NUMBER), Column("Spend to date, £", CellKind.NUMBER),
        Column("Spent, %", CellKind.NUMBER), Column("Rows without spend", CellKind.NUMBER),
    )  # fmt: skip
    rows = tuple(
        (
            Cell(one.objective or ALL_OBJECTIVES), Cell(str(one.items), float(one.items)), Cell.of(one.budget),
            Cell.of(one.spend), Cell.of(one.spent), Cell(str(one.unspent), float(one.unspent)),
        )
        for one in table.sums
    )  # fmt: skip
    return Table(MONEY_BY_OBJECTIVE, columns, rows, _MONEY_LEAD)


def rows_to_type(table: RegisterTable, rows: int) -> tuple[OwnRow, ...]:
    """Return so many rows to type in: those that are in use, then blank ones under keys that were never used."""
    register, lines = REGISTERS[table.name], table.lines[:rows]
    blank = tuple(Cell("") for _ in (*register.fields, *register.worked))
    found = [OwnRow(OWN + line.key, _cells(line), _values(line)) for line in lines]
    keys = range(table.free_key, table.free_key + rows - len(lines))
    return (*found, *(OwnRow(OWN + key_of_row(key), blank, _nothing(register)) for key in keys))


def _cells(line: RegisterLine) -> tuple[Cell, ...]:
    return tuple(_cell(one) for one in (*line.typed, *line.worked))


def _cell(one: RegisterCell) -> Cell:
    return Cell.day(one.day) if one.day else Cell(one.text, one.number)


def _values(line: RegisterLine) -> dict[str, Typed]:
    return {one.name: one.day or (one.text if one.number is None else one.number) for one in line.typed}


def _nothing(register: Register) -> dict[str, Typed]:
    return dict.fromkeys((one.name for one in register.fields), "")

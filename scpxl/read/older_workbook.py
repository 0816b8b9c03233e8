"""Open a form of an earlier version: whose it is, for which period, and its totals, with which nothing is lost."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from scpxl.checks.catalogue import finding
from scpxl.read.grids import ReadGrid, as_text, read_grids
from scpxl.read.guard import GuardedWorkbook, guard_workbook
from scpxl.read.guard.refusal import Refused
from scpxl.returns.findings import Finding
from scpxl.returns.normalise import fold, read_figure
from scpxl.returns.older.form import OlderTable
from scpxl.returns.raw import CellValue, RawRow, RawTable

_SEARCHED_ROWS = 40


@dataclass(frozen=True)
class OpenedWorkbook:
    """Any guarded workbook with the values of all its sheets; `findings` hold the one reason it was refused."""

    workbook: GuardedWorkbook
    grids: tuple[ReadGrid, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def sheet_names(self) -> tuple[str, ...]:
        """The sheets in the workbook's order."""
        return tuple(grid.name for grid in self.grids)

    def grid(self, name: str) -> ReadGrid | None:
        """Return a sheet's values; None where it has none of the name."""
        return next((grid for grid in self.grids if fold(grid.name) == fold(name)), None)


def open_workbook(content: bytes, file: str) -> OpenedWorkbook:
    """Open a file by its bytes and name, every sheet; never raises for what is in it."""
    workbook = guard_workbook(content, file)
    if workbook.refused:
        return OpenedWorkbook(workbook, findings=workbook.findings)
    try:
        return OpenedWorkbook(workbook, tuple(read_grids(workbook, lambda _name: True)))
    except Refused as refused:
        return OpenedWorkbook(workbook, findings=(finding(refused.code, (), file=file, **refused.facts),))


def read_identity(
    opened: OpenedWorkbook, words: Mapping[str, str], sheets: tuple[str, ...]
) -> dict[str, str]:
    """Return what a workbook says of itself: on each sheet, in turn, the cell to the right of one of the words."""
    wanted = {fold(word): part for word, part in words.items()}
    said: dict[str, str] = {}
    for grid in filter(None, map(opened.grid, sheets)):
        for row in grid.rows[:_SEARCHED_ROWS]:
            for place, value in enumerate(row[:-1]):
                part = wanted.get(fold(value).rstrip(" :")) if isinstance(value, str) else None
                if part and (text := as_text(row[place + 1])):
                    said.setdefault(part, text)
    return said


_MONTHS_OF_A_QUARTER = 3
_MONTH = re.compile(r"\d{4}-\d{2}|[a-z]{3} \d{4}")


class Totals:
    """Which rows and columns of a table hold totals, and whether each is what its figures come to."""

    def __init__(self, found: RawTable, under: dict[int, str], older: OlderTable) -> None:
        self.found = found
        self.named = {fold(name) for name in older.totals}
        months = [place for key, place in found.columns.items() if _MONTH.fullmatch(key)]
        self.months = sorted([*months, *(place for place, words in under.items() if _MONTH.fullmatch(words))])

    def is_total(self, row: RawRow) -> bool:
        """Whether a row says that it holds totals."""
        return any(fold(as_text(row.values[column])) in self.named for column in row.columns.values())

    def adds_up_row(self, row: RawRow, column: int) -> bool:
        """Whether a cell is what the three months, or all months, to its left come to."""
        left = [row.values[place] for place in self.months if place < column]
        return _comes_to(row.values[column], left[-_MONTHS_OF_A_QUARTER:]) or _comes_to(
            row.values[column], left
        )

    def adds_up_column(self, total: RawRow, column: int) -> bool:
        """Whether a cell is what the rows above it, up to the total before, come to."""
        above: list[CellValue] = []
        for row in self.found.rows:
            if row.number >= total.number:
                break
            above = [] if self.is_total(row) else [*above, row.values[column]]
        return _comes_to(total.values[column], above)


def _comes_to(total: CellValue, parts: Iterable[CellValue]) -> bool:
    number = read_figure(total).number
    numbers = [read_figure(part).number for part in parts]
    if number is None or not any(part is not None for part in numbers):
        return False
    return math.isclose(number, sum(part or 0 for part in numbers), rel_tol=1e-9, abs_tol=1e-9)

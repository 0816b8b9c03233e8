"""Totals in an older return: nothing is lost with one that its figures add up to."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable

from scpxl.read.grids import as_text
from scpxl.returns.normalise import fold, read_figure
from scpxl.returns.older.form import OlderTable
from scpxl.returns.raw import CellValue, RawRow, RawTable

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

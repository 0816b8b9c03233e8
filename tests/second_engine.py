"""A second program that works our formulas out: formulon, which shares no code with LibreOffice.

It is there for the tests alone.  Where the two differ, Microsoft's documentation says who is right, and the difference is
written down beside the test that met it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from openpyxl import load_workbook

from scpxl.returns.cells import CellRef

_ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")
"""What a cell shows, by formulon's number of the error."""
Value: TypeAlias = "float | str | bool | None"


@dataclass(frozen=True)
class WorkedOut:
    """A workbook's formulas: what each was kept with, and what it comes to."""

    kept: Mapping[CellRef, Value]
    now: Mapping[CellRef, Value]

    @property
    def stale(self) -> dict[CellRef, tuple[Value, Value]]:
        """The formulas that were kept with something else than what they come to."""
        return differing(self.kept, self.now)


def differing(
    ones: Mapping[CellRef, Value], others: Mapping[CellRef, Value]
) -> dict[CellRef, tuple[Value, Value]]:
    """Return the cells of which two programs say different things; both must know the same cells."""
    assert set(ones) == set(others)
    return {at: (one, others[at]) for at, one in ones.items() if not same(one, others[at])}


def same(one: Value, other: Value) -> bool:
    """Return whether two values of a cell are the same: an empty text and an empty cell are, 12.0 and 12 are."""
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return math.isclose(one, other, rel_tol=1e-12, abs_tol=1e-12)
    return (one or None) == (other or None)


def work_out(content: bytes) -> WorkedOut:
    """Return what every formula of a workbook comes to, on hidden sheets as well."""
    import formulon

    with formulon.Workbook.load(content) as book:
        sheets = [str(book.sheet_name(place)) for place in range(book.sheet_count())]
        cells = [
            (place, CellRef(name, cell.row, cell.col), cell.value)
            for place, name in enumerate(sheets)
            for cell in book.iter_cells(place)
            if cell.formula
        ]
        book.recalc()
        return WorkedOut(
            kept={at: _plain(value) for _, at, value in cells},
            now={at: _plain(book.get_value(place, at.row, at.column)) for place, at, _ in cells},
        )


def _plain(value: Any) -> Value:
    found = value.to_python()
    return found if found is None or isinstance(found, (bool, float, str)) else _ERRORS[value.error_code]


def kept_in(path: Path, cells: Mapping[CellRef, Value]) -> dict[CellRef, Value]:
    """Return what a workbook, saved by another program, keeps of those cells."""
    book: Any = load_workbook(path, data_only=True)
    return {at: book[at.sheet].cell(at.row + 1, at.column + 1).value for at in cells}

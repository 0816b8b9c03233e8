"""Two workbooks held side by side, value by value."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from scpxl.render.excel.sheets import HIDDEN

Values = dict[tuple[str, str], Any]


@cache
def values(path: Path) -> Values:
    """Every cell that is looked at or looked up; the tables of results hold no formula."""
    book = load_workbook(path, data_only=True, read_only=True)
    found = {
        (sheet.title, cell.coordinate): cell.value
        for sheet in book.worksheets
        if not sheet.title.startswith("R_")
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None and cell.value != ""
    }
    book.close()
    return found


def different_values(written: Path, worked_out: Path, *, hidden: bool) -> Values:
    """Return the cells in which what was kept and what was worked out again differ, as pairs."""
    kept, found = values(written), values(worked_out)
    places = (at for at in kept.keys() | found.keys() if (at[0] in HIDDEN) is hidden)
    return {at: (kept.get(at), found.get(at)) for at in places if not same(kept.get(at), found.get(at))}


def same(one: object, other: object) -> bool:
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return abs(one - other) <= 1e-9 * max(1.0, abs(one))
    return one == other

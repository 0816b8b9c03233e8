"""Open a form of an earlier version: whose it is, and for which period."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from scpxl.checks.catalogue import finding
from scpxl.read.grids import Grid, as_text, read_grids
from scpxl.read.guard import GuardedWorkbook, guard_workbook
from scpxl.read.guard.refusal import Refused
from scpxl.returns.findings import Finding
from scpxl.returns.normalise import fold

_SEARCHED_ROWS = 40


@dataclass(frozen=True)
class OpenedWorkbook:
    """Any guarded workbook with the values of all its sheets; `findings` hold the one reason it was refused."""

    workbook: GuardedWorkbook
    grids: tuple[Grid, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def sheet_names(self) -> tuple[str, ...]:
        """The sheets in the workbook's order."""
        return tuple(grid.name for grid in self.grids)

    def grid(self, name: str) -> Grid | None:
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

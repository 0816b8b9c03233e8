"""Read a submitted workbook into raw cells.  Judges nothing but whether it is one of our forms.

First `open_return`: the guard, what the workbook says of itself, and its values.  Whoever opened it
lays out the form that goes with that identity, and `read_return` finds the form's questions in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from scpxl.checks.catalogue import finding
from scpxl.model.periods import month_code, to_month
from scpxl.privacy.quoting import in_short
from scpxl.read.form_tables import read_answers, read_table
from scpxl.read.grids import ReadGrid, as_text, read_grids
from scpxl.read.guard import GuardedWorkbook, guard_workbook
from scpxl.read.guard.refusal import LIMITS, FileLimits, Refused
from scpxl.returns.cells import CellRef
from scpxl.returns.findings import Finding
from scpxl.returns.form import HEADER_ROW, IDENTITY_LABELS, TEMPLATE_VERSION, FormTable, ReturnForm, Sheet
from scpxl.returns.normalise import fold
from scpxl.returns.raw import RawCell, RawReturn, RawTable

_ON_START = {fold(label): key for key, label in IDENTITY_LABELS.items()}
_SEARCHED_ROWS = 40
_READ = {fold(sheet) for sheet in Sheet if sheet not in {Sheet.LISTS, Sheet.CHECK}}
_NEVER_WITHOUT = (fold(Sheet.START), fold(Sheet.MEASURES))
_NAMES_TOLD = 12


class OpenedReturn(NamedTuple):
    """A submitted file, opened: what the guard says, what it says of itself, and its values."""

    workbook: GuardedWorkbook
    findings: tuple[Finding, ...]
    """About the file as a whole: the one reason it was refused, or notes."""
    refused: bool = False
    """Whether there is nothing to read; `read_return` must not be called then."""
    identity: Mapping[str, str] = MappingProxyType({})
    """template, framework, partner, period, as far as they were found."""
    identity_cells: Mapping[str, CellRef] = MappingProxyType({})
    """Where these are on Start, for people to see."""
    grids: Mapping[str, ReadGrid] = MappingProxyType({})
    """The form's sheets by folded name."""

    @property
    def sha256(self) -> str:
        """The hash of the file's bytes as they came."""
        return self.workbook.sha256

    @property
    def sheet_names(self) -> tuple[str, ...]:
        """Every sheet's name in the workbook's order, hidden ones too."""
        return tuple(sheet.name for sheet in self.workbook.sheets)


def open_return(
    content: bytes, file: str, limits: FileLimits = LIMITS, parts: str = Sheet.WARDS
) -> OpenedReturn:
    """Open a submitted file, given its bytes and its name.

    `parts` is what the sheet of the own area's parts is called on forms of the framework in force.  A file that
    cannot be read, or is none of our forms, is `refused`, with exactly one must-fix finding.
    Never raises for what is in the file.
    """
    wanted = _wanted(parts)
    workbook = guard_workbook(content, file, limits, wanted)
    if workbook.refused:
        return OpenedReturn(workbook, workbook.findings, refused=True)
    try:
        grids = _by_name(read_grids(workbook, wanted))
    except Refused as refused:
        found = finding(refused.code, (), file=file, **refused.facts)
        return OpenedReturn(workbook, (found,), refused=True)
    identity, cells = _identity(grids)
    if not identity and not set(_NEVER_WITHOUT) <= set(grids):
        names = [sheet.name for sheet in workbook.sheets]
        from scpxl.returns.older.forms import older_form

        if older := older_form("", tuple(names)):
            is_old = finding(
                "TEMPLATE_OLDER", found=older.version, title=older.title, wanted=TEMPLATE_VERSION
            )
            return OpenedReturn(workbook, (is_old,), refused=True)
        told = ", ".join(in_short(name, 40) for name in names[:_NAMES_TOLD]) + (
            " and more" if len(names) > _NAMES_TOLD else ""
        )
        found = finding("NOT_OUR_FORM", file=file, sheets=told)
        return OpenedReturn(workbook, (found,), refused=True)
    return OpenedReturn(workbook, workbook.findings, False, identity, cells, grids)


def _wanted(parts: str) -> Callable[[str], bool]:
    read = _READ | {fold(parts)}
    return lambda name: fold(name) in read


def read_return(opened: OpenedReturn, form: ReturnForm) -> RawReturn:
    """Return everything in an opened workbook that answers the form, each value with its address.

    Tables are found by their headings, rows by their keys, answers by their questions' words.  What is
    missing is not there; nothing is judged.  Raises ValueError for a file that was refused.
    """
    if opened.refused:
        raise ValueError(f"{opened.workbook.file} was refused; there is nothing in it to read.")
    tables: dict[str, RawTable] = {}
    moved: list[CellRef] = []
    for table in form.tables:
        grid = opened.grids.get(fold(table.name))
        found = read_table(table, grid) if grid else None
        if found:
            tables[str(table.sheet)] = found
            moved += _moved_headings(table, found)
    start = opened.grids.get(fold(Sheet.START))
    answers, moved_questions = read_answers(form.questions, start) if start else ({}, [])
    return RawReturn(
        file=opened.workbook.file,
        sha256=opened.sha256,
        sheet_names=opened.sheet_names,
        identity=opened.identity,
        identity_cells=opened.identity_cells,
        start=answers,
        tables=tables,
        moved=(*moved_questions, *moved),
    )


def read_start(opened: OpenedReturn, form: ReturnForm) -> dict[str, RawCell]:
    """Return the answers on Start of an opened workbook by key, as `read_return` does with all the rest."""
    start = opened.grids.get(fold(Sheet.START))
    return read_answers(form.questions, start)[0] if start else {}


def _by_name(grids: list[ReadGrid]) -> dict[str, ReadGrid]:
    """Return the sheets by folded name; of two that fold alike, the first."""
    found: dict[str, ReadGrid] = {}
    for grid in grids:
        found.setdefault(fold(grid.name), grid)
    return found


def _moved_headings(table: FormTable, found: RawTable) -> list[CellRef]:
    return [
        CellRef(found.sheet, found.header_row, column)
        for key, column in found.columns.items()
        if found.header_row != HEADER_ROW or column != table.position[key]
    ]


def _identity(grids: dict[str, ReadGrid]) -> tuple[dict[str, str], dict[str, CellRef]]:
    """Return what the workbook says of itself, from the hidden sheet, else from Start."""
    identity: dict[str, str] = {}
    hidden = grids.get(fold(Sheet.IDENTITY))
    for row in hidden.rows[:_SEARCHED_ROWS] if hidden else ():
        key = fold(as_text(row[0])) if row else ""
        if key in IDENTITY_LABELS and len(row) > 1 and (text := _identity_text(row[1])):
            identity.setdefault(key, text)
    on_start, cells = _identity_on_start(grids.get(fold(Sheet.START)))
    return {**on_start, **identity}, cells


def _identity_on_start(start: ReadGrid | None) -> tuple[dict[str, str], dict[str, CellRef]]:
    said: dict[str, str] = {}
    cells: dict[str, CellRef] = {}
    for number, row in enumerate(start.rows[:_SEARCHED_ROWS] if start else ()):
        for column, value in enumerate(row[:-1]):
            key = _ON_START.get(fold(value).rstrip(" :")) if isinstance(value, str) and value else None
            if key and key not in said and (text := _identity_text(row[column + 1])):
                said[key] = text
                cells[key] = CellRef(start.name if start else "", number, column + 1)
    return said, cells


def _identity_text(value: object) -> str:
    # 2018-03, entered again by hand, comes back as a date.
    if isinstance(value, date):
        return month_code(to_month(value.year, value.month))
    return as_text(value)  # type: ignore[arg-type]

"""Read the framework's workbook: each sheet's rows by its headings, each value with its cell."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scpxl.errors import FrameworkError
from scpxl.framework.columns import SETTINGS, to_heading
from scpxl.framework.entries import to_framework
from scpxl.framework.problems import FrameworkProblem, nearest
from scpxl.framework.tables import SETTING_HEADING, TABLE_BY_KEY, TABLES, VALUE_HEADING, FrameworkTable
from scpxl.model.framework import Framework, Unit
from scpxl.read.framework_answers import answers_in, as_percentage, folded, holds_nothing
from scpxl.returns.cells import CellRef

Grid = Sequence[Sequence[Any]]
_SAVE_IT_PLAINLY = (
    "Open it in Excel, save it as an Excel Workbook (.xlsx) without password or macros, and try again."
)
HEADER_AMONG = 30
"""A sheet's headings are looked for among so many rows."""


@dataclass
class FoundTable:
    """A sheet's entries, and where each is."""

    sheet: str
    entries: list[dict[str, Any]] = field(default_factory=list)
    rows: list[int] = field(default_factory=list)
    columns: dict[str, int] = field(default_factory=dict)
    former: list[str] = field(default_factory=list)
    """Keys whose heading is one of before."""
    setting_rows: dict[str, int] = field(default_factory=dict)
    """For the settings: the row of each."""
    problems: list[str] = field(default_factory=list)

    def cell(self, place: int, key: str) -> CellRef | None:
        """Return where an entry's field is; None where it has no cell."""
        if self.setting_rows:
            row = self.setting_rows.get(key)
            return None if row is None else CellRef(self.sheet, row, self.columns[VALUE_HEADING])
        if place >= len(self.rows):
            return None
        column = self.columns.get(key)
        return None if column is None else CellRef(self.sheet, self.rows[place], column)


def read_framework_workbook(path: Path) -> Framework:
    """Return the framework a workbook holds.

    Columns are known by their headings, wherever they are; an empty row is passed over.  Raises
    `FrameworkError` with a line for each mistake, naming its cell, the entry and the field.
    """
    found, problems = _read_tables(path)
    if problems:
        raise FrameworkError(path.name, tuple(problems))
    for entry in _zeros_unsaid(found):
        del entry["decimals"]
    framework, wrong = to_framework({key: sheet.entries for key, sheet in found.items()})
    if framework is None:
        lines = (
            _line(problem, found.get(problem.table, FoundTable(TABLE_BY_KEY[problem.table].sheet)))
            for problem in wrong
        )
        raise FrameworkError(path.name, tuple(lines))
    return framework


def read_old_zeros(path: Path) -> tuple[str, ...]:
    """Return the codes of indicators whose 0 decimals were read as blank, and are not 0 so."""
    found, _problems = _read_tables(path)
    units = {unit.value: unit for unit in Unit}
    return tuple(
        str(entry.get("code"))
        for entry in _zeros_unsaid(found)
        if (unit := units.get(str(entry.get("unit")))) is not None and unit.places
    )


def read_former_headings(path: Path) -> tuple[tuple[str, str, str], ...]:
    """Return the headings that have another name today: the sheet, the heading found and today's."""
    found, _problems = _read_tables(path)
    return tuple(
        (sheet.sheet, to_heading(old), to_heading(TABLE_BY_KEY[key].former_keys[old]))
        for key, sheet in found.items()
        for old in sheet.former
    )


def _zeros_unsaid(found: Mapping[str, FoundTable]) -> list[dict[str, Any]]:
    """Return the indicators with 0 decimals in a workbook of the format that was written with 0 where none was said."""
    settings = found[SETTINGS].entries if SETTINGS in found else []
    if any(str(entry.get("format", "")).removesuffix(".0") not in {"", "1"} for entry in settings):
        return []
    indicators = found["indicators"].entries if "indicators" in found else []
    return [entry for entry in indicators if str(entry.get("decimals", "")) in {"0", "0.0"}]


def _read_tables(path: Path) -> tuple[dict[str, FoundTable], list[str]]:
    found: dict[str, FoundTable] = {}
    grids, problems = _read_grids(path)
    by_fold = {name.strip().casefold(): name for name in grids}
    for table in TABLES:
        name = by_fold.get(table.sheet.casefold())
        if name is None:
            if not table.optional or _meant(table, list(grids)):
                problems.append(_no_such_sheet(table, list(grids)))
            continue
        found[table.key] = _read_table(name, grids[name], table)
        problems += found[table.key].problems
    return found, problems


def _read_grids(path: Path) -> tuple[dict[str, Grid], list[str]]:
    """Return each sheet's values, and what is told of cells that hold none but should."""
    # Imported here so that reading TOML stays quick.
    from python_calamine import CalamineError, CalamineWorkbook

    from scpxl.read.grids import mark_percents
    from scpxl.read.guard import guard_workbook

    try:
        guarded = guard_workbook(path.read_bytes(), path.name)
    except OSError as refused:
        words = f"The file cannot be opened: {refused.strerror}. Close it in Excel and try again."
        raise FrameworkError(path.name, (words,)) from refused
    if guarded.refused:
        raise FrameworkError(path.name, (f"{guarded.findings[0].fact} {_SAVE_IT_PLAINLY}",))
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(guarded.content))
        # Without skip_empty_area=False leading blank rows are dropped and every address is wrong.
        rows = {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names
        }
    except CalamineError as wrong:
        raise FrameworkError(path.name, (f"It could not be read. {_SAVE_IT_PLAINLY}",)) from wrong
    for sheet in guarded.sheets:
        mark_percents(rows.get(sheet.name, []), sheet.facts)
    grids: dict[str, Grid] = dict(rows)
    ours = {table.sheet.casefold() for table in TABLES}
    problems = [
        line
        for sheet in guarded.sheets
        if sheet.name.strip().casefold() in ours
        for line in _without_value(sheet.name, sheet.facts.errors, sheet.facts.uncalculated)
    ]
    return grids, problems


def _without_value(
    sheet: str, errors: Mapping[tuple[int, int], str], uncalculated: Collection[tuple[int, int]]
) -> Iterator[str]:
    for place, shown in sorted(errors.items()):
        yield f"{CellRef(sheet, *place)}: shows {shown}: its formula does not work. Enter the value itself."
    for place in sorted(uncalculated):
        yield f"{CellRef(sheet, *place)}: holds a formula saved without its result. Enter the value itself."


def _line(problem: FrameworkProblem, sheet: FoundTable) -> str:
    cell = sheet.cell(problem.place, problem.field)
    named = ", ".join(part for part in (problem.entry, to_heading(problem.field).casefold()) if part)
    return f"{cell or sheet.sheet}{f' ({named})' if named else ''}: {problem.words}"


def _no_such_sheet(table: FrameworkTable, names: Sequence[str]) -> str:
    meant = _meant(table, names)
    advice = f"Is it the one called {meant!r}? Give it its name back." if meant else "Put it back."
    return f"{table.sheet}: there is no sheet of that name. {advice}"


def _meant(table: FrameworkTable, names: Sequence[str]) -> str:
    """Return the sheet that was probably meant; those of the other tables were not."""
    others = {other.sheet.casefold() for other in TABLES}
    return nearest(table.sheet, [name for name in names if name.strip().casefold() not in others])


def _read_table(name: str, grid: Grid, table: FrameworkTable) -> FoundTable:
    found = FoundTable(name)
    settings = table.key == SETTINGS
    wanted = [SETTING_HEADING, VALUE_HEADING] if settings else [column.heading for column in table.columns]
    row = _header_row(grid, [*wanted, *map(to_heading, table.former_keys)])
    if row is None:
        headings = ", ".join(wanted)
        found.problems.append(f"{name}: the row of headings was not found. Put it back: {headings}.")
        return found
    _take_headings(found, grid[row], row, table, settings=settings)
    if settings:
        _take_settings(found, grid, row, table)
    else:
        _take_entries(found, grid, row, table)
    return found


def _header_row(grid: Grid, wanted: Sequence[str]) -> int | None:
    known = {folded(heading) for heading in wanted}
    matches = [sum(folded(value) in known for value in row) for row in grid[:HEADER_AMONG]]
    best = max(matches, default=0)
    return matches.index(best) if best else None


def _take_headings(
    found: FoundTable, headings: Sequence[Any], row: int, table: FrameworkTable, *, settings: bool
) -> None:
    # The last column of the settings says what each is; it is ours, and not read.
    known = {folded(name): name for name in (SETTING_HEADING, VALUE_HEADING)} if settings else {
        folded(column.heading): column.key for column in table.columns
    }  # fmt: skip
    former = {folded(to_heading(old)): old for old in table.former_keys}
    for place, heading in enumerate(headings):
        was, at = former.get(folded(heading)), CellRef(found.sheet, row, place)
        key = known.get(folded(heading)) or table.former_keys.get(was or "")
        found.former += [was] if was else []
        if key in found.columns:
            found.problems.append(f"{at}: the heading {heading!r} appears twice. Delete one of the columns.")
        elif key is not None:
            found.columns[key] = place
        elif not holds_nothing(heading) and not settings:
            meant = nearest(str(heading), [column.heading for column in table.columns])
            advice = f"Did you mean {meant}?" if meant else "Delete the column, or correct its heading."
            found.problems.append(f"{at}: {heading!r} is not a column of this sheet. {advice}")
    needed = (
        [name for name in known.values() if name not in found.columns]
        if settings
        else [
            c.heading for c in table.columns if (c.required or c.must_be_given) and c.key not in found.columns
        ]
    )
    found.problems += [f"{found.sheet}: the column {name!r} is missing. Put it back." for name in needed]


def _take_entries(found: FoundTable, grid: Grid, header: int, table: FrameworkTable) -> None:
    for row, values in enumerate(grid[header + 1 :], header + 1):
        if all(holds_nothing(values[place]) for place in found.columns.values()):
            continue
        cells = [(table.by_key[key], values[place]) for key, place in found.columns.items()]
        for column, value in cells:
            found.problems += as_percentage(
                CellRef(found.sheet, row, found.columns[column.key]), column, value
            )
        found.rows.append(row)
        found.entries.append(dict(answers_in(cells)))


def _take_settings(found: FoundTable, grid: Grid, header: int, table: FrameworkTable) -> None:
    known = {folded(column.heading): column for column in table.columns}
    if not {SETTING_HEADING, VALUE_HEADING} <= found.columns.keys():
        return
    cells = []
    for row, values in enumerate(grid[header + 1 :], header + 1):
        setting, value = values[found.columns[SETTING_HEADING]], values[found.columns[VALUE_HEADING]]
        if holds_nothing(setting):
            continue
        column, at = known.get(folded(setting)), CellRef(found.sheet, row, found.columns[SETTING_HEADING])
        if column is None:
            meant = nearest(str(setting), [column.heading for column in table.columns])
            advice = f"Did you mean {meant}?" if meant else "Delete the row, or correct its name."
            found.problems.append(f"{at}: {setting!r} is not a setting. {advice}")
        elif column.key in found.setting_rows:
            found.problems.append(f"{at}: the setting {setting!r} appears twice. Delete one of the rows.")
        else:
            found.setting_rows[column.key] = row
            at = CellRef(found.sheet, row, found.columns[VALUE_HEADING])
            found.problems += as_percentage(at, column, value)
            cells.append((column, value))
    found.entries.append(dict(answers_in(cells)))

"""Read the values of a guarded workbook's sheets, with what the reader of values would hide put back."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, TypeAlias, cast

from scpxl.read.guard import GuardedWorkbook
from scpxl.read.guard.refusal import Refused
from scpxl.read.guard.sheet_facts import SheetFacts, shows_percent
from scpxl.returns.normalise import as_seen
from scpxl.returns.raw import CellError, CellValue, Percent, Uncalculated

_KNOWN_ERRORS = {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", ""}
_WHOLE_UP_TO = 1e15
_WORTH_IT = 1 << 15
"""Of fewer bytes of formulas, putting together a workbook without them takes longer than reading over them."""
Values: TypeAlias = list[list[CellValue]]


class ReadGrid(NamedTuple):
    """One sheet's values, row by row from A1, every row as long as the others; a blank cell is ''."""

    name: str
    rows: Values


def read_grids(workbook: GuardedWorkbook, wanted: Callable[[str], bool]) -> list[ReadGrid]:
    """Return the sheets whose name is wanted, in the workbook's order.

    Raises `Refused` where the reader of values gives up on the file.
    """
    content = _readable(workbook)
    names = [sheet.name for sheet in workbook.sheets]
    grids = []
    for place, values in _read_values(
        content, [p for p, name in enumerate(names) if wanted(name)], len(names)
    ):
        grid = ReadGrid(names[place], values)
        _put_back(grid.rows, workbook.sheets[place].facts)
        mark_percents(grid.rows, workbook.sheets[place].facts)
        grids.append(grid)
    return grids


def _read_values(content: bytes, places: list[int], sheets: int) -> list[tuple[int, Values]]:
    try:
        values = _values_of(content, places, sheets)
    except Exception as trouble:
        raise Refused("FILE_UNREADABLE", detail=_first_line(trouble)) from trouble
    except BaseException as trouble:
        # A panic of the reader is no Exception; a person's Ctrl+C must still pass.
        if type(trouble).__name__ != "PanicException":
            raise
        raise Refused("FILE_UNREADABLE", detail="the reader gave up") from trouble
    return list(zip(places, values, strict=True))


def _values_of(content: bytes, places: list[int], sheets: int) -> list[Values]:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    if len(book.sheet_names) != sheets:
        raise ValueError("its list of sheets can be read in two ways")
    # Without skip_empty_area=False leading blank rows and columns are dropped, and every address
    # after that would be wrong.
    values = [book.get_sheet_by_index(place).to_python(skip_empty_area=False) for place in places]
    return cast("list[Values]", values)


def _first_line(trouble: Exception) -> str:
    words = str(trouble).strip().splitlines()
    return words[0][:120] if words else type(trouble).__name__


def _readable(workbook: GuardedWorkbook) -> bytes:
    """Return the workbook for the reader of values: sheets without their formulas, which are nine tenths of a form.

    Newer error values are replaced by one it knows.  It would refuse the whole sheet for one cell showing #SPILL!;
    what the cell shows is put back later.
    """
    package, replaced, spared = workbook.package, {}, 0
    if package is None:
        raise ValueError(f"{workbook.file} was refused; there is nothing in it to read.")
    for sheet in workbook.sheets:
        unknown = set(sheet.facts.errors.values()) - _KNOWN_ERRORS
        data = sheet.facts.readable or (package.inflate(sheet.part) if unknown else b"")
        for shown in unknown:
            data = data.replace(f">{shown}<".encode(), b">#N/A<")
        if data:
            replaced[sheet.part] = data
            spared += _WORTH_IT if unknown else package.entries[sheet.part].file_size - len(data)
    return package.repacked(replaced) if spared >= _WORTH_IT else workbook.content


def _put_back(rows: Values, facts: SheetFacts) -> None:
    found: dict[tuple[int, int], CellValue] = {
        place: Uncalculated(formula) for place, formula in facts.uncalculated.items()
    }
    found |= {place: CellError(shown) for place, shown in facts.errors.items()}
    if not found:
        return
    width = max(len(rows[0]) if rows else 0, *(column + 1 for _, column in found))
    for values in rows:
        values.extend([""] * (width - len(values)))
    missing = max(row for row, _ in found) + 1 - len(rows)
    rows.extend([""] * width for _ in range(missing))
    for (row, column), value in found.items():
        rows[row][column] = value


def mark_percents(rows: list[list[Any]], facts: SheetFacts) -> None:
    """Put a `Percent` in the place of each number that its cell's format shows as a percentage."""
    for (row, column), code in facts.percents.items():
        if row >= len(rows) or column >= len(rows[row]):
            continue
        value = rows[row][column]
        if isinstance(value, (int, float)) and not isinstance(value, bool) and shows_percent(code, value):
            rows[row][column] = Percent(float(value))


def as_partners_see(value: CellValue) -> CellValue:
    """Return a value as the partner sees it: a blank is None, 12.0 is 12; text is left as it is.

    What is stored as a number and is none, such as NaN, is given as text, to be asked about.

    >>> as_partners_see(12.0), as_partners_see(12.5), as_partners_see(""), as_partners_see(" x "), as_partners_see(float("nan"))
    (12, 12.5, None, ' x ', 'nan')
    """
    if isinstance(value, float):
        if value.is_integer():
            return int(value) if -_WHOLE_UP_TO < value < _WHOLE_UP_TO else value
        return value if math.isfinite(value) else str(value)
    return None if value == "" else value


def all_as_typed(values: Iterable[CellValue]) -> list[CellValue]:
    """Return many values as `as_partners_see` does, the common kinds without a call each.

    >>> all_as_typed([1.0, "", 2.5, "x", True])
    [1, None, 2.5, 'x', True]
    """
    return [
        (value or None) if value.__class__ is str
        else value if value.__class__ is not float
        else int(value) if value.is_integer() and -_WHOLE_UP_TO < value < _WHOLE_UP_TO
        else as_partners_see(value)
        for value in values
    ]  # fmt: skip


def as_text(value: CellValue) -> str:
    """Return a value as a code or a name: no blanks around it; a month that became a date as 2018-03.

    >>> as_text(" met  "), as_text(1.0), as_text(None)
    ('met', '1', '')
    """
    value = as_partners_see(value)
    if isinstance(value, str):
        return " ".join(value.split()) if value.isascii() else as_seen(value)
    if isinstance(value, CellError):
        return value.text
    if value is None or isinstance(value, Uncalculated):
        return ""
    return f"{100 * value.number:.15g}%" if isinstance(value, Percent) else str(value)

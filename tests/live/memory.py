"""A workbook in memory that answers xlwings' calls as far as a refresh makes them: quick, and able to fail on demand.

It takes text as Excel does and works out no formula.  What a real spreadsheet makes of the same calls is shown with
`tests.live.spreadsheet`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from scpxl.render.grid import BookGrid, Place, SheetGrid
from tests.live.typing_in import Formula, Literal, as_excel_takes_it

_PLACE = re.compile(r"\$?([A-Z]+)\$?(\d+)")
Hook = Callable[[str, str], None]


def column_of(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def letters_of(column: int) -> str:
    letters = ""
    while column >= 0:
        letters = chr(65 + column % 26) + letters
        column = column // 26 - 1
    return letters


@dataclass
class App:
    """Excel itself."""

    status_bar: Any = False
    screen_updating: bool = True
    enable_events: bool = True
    calculation: str = "automatic"
    answer: str = "yes"
    asked: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    """What was on the status bar, one after the other."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "status_bar" and value:
            self.shown.append(value)
        super().__setattr__(name, value)

    def calculate(self) -> None:
        """Work nothing out."""

    def alert(self, prompt: str, title: str = "", buttons: str = "", mode: str = "") -> str:
        del title, buttons, mode
        self.asked.append(prompt)
        return self.answer


class Range:
    """A rectangle of a sheet, from 1 as xlwings counts."""

    def __init__(self, sheet: Sheet, first: Place, last: Place) -> None:
        self.sheet, self.first, self.last = sheet, first, last
        self.row = first[0]
        self.shape = (last[0] - first[0] + 1, last[1] - first[1] + 1)

    def _places(self) -> Iterator[list[Place]]:
        for row in range(self.first[0] - 1, self.last[0]):
            yield [(row, column) for column in range(self.first[1] - 1, self.last[1])]

    def _get(self, of: Callable[[Place], Any]) -> Any:
        rows = tuple(tuple(of(place) for place in row) for row in self._places())
        return rows[0][0] if self.shape == (1, 1) else rows

    def _set(self, given: Any, put: Callable[[Place, Any], None], what: str) -> None:
        self.sheet.book.before_write(self.sheet.name, what)
        rows = given if isinstance(given, list | tuple) else [[given]]
        assert len(rows) == self.shape[0]
        assert {len(row) for row in rows} == {self.shape[1]}
        for places, values in zip(self._places(), rows, strict=True):
            for place, value in zip(places, values, strict=True):
                put(place, value)

    @property
    def raw_value(self) -> Any:
        self.sheet.book.before_read(self.sheet.name)
        return self._get(self.sheet.value_at)

    @raw_value.setter
    def raw_value(self, given: Any) -> None:
        self._set(given, self.sheet.take, "values")

    @property
    def formula(self) -> Any:
        return self._get(lambda place: self.sheet.formulas.get(place) or self.sheet.value_at(place) or "")

    @formula.setter
    def formula(self, given: Any) -> None:
        def put(place: Place, text: str) -> None:
            self.sheet.values.pop(place, None)
            self.sheet.formulas[place] = text

        self._set(given, put, "formulas")

    def get_address(self, row_absolute: bool, column_absolute: bool) -> str:  # noqa: FBT001
        del row_absolute, column_absolute
        (top, left), (bottom, right) = self.first, self.last
        return f"{letters_of(left - 1)}{top}:{letters_of(right - 1)}{bottom}"


class Sheet:
    """One sheet: values and formulas by place, from 0."""

    def __init__(self, book: MemoryBook, name: str, grid: SheetGrid) -> None:
        self.book, self.name = book, name
        self.values: dict[Place, Any] = {
            place: value for place, value in grid.values.items() if value is not None
        }
        self.formulas = dict(grid.formulas)
        self.results = dict(grid.results)
        self.page_setup = SimpleNamespace(print_area=grid.print_area)
        self._areas = dict(grid.tables)
        self.api = SimpleNamespace(ProtectContents=False)

    def value_at(self, place: Place) -> Any:
        if place in self.formulas:
            return self.results.get(place)
        value = self.values.get(place)
        return str(value) if isinstance(value, Literal) else value

    def take(self, place: Place, value: Any) -> None:
        """Put a value into a cell as Excel does."""
        taken = as_excel_takes_it(value) if isinstance(value, str) else value
        self.formulas.pop(place, None)
        self.values.pop(place, None)
        if isinstance(taken, Formula):
            self.formulas[place] = taken
        elif taken is not None:
            self.values[place] = str(taken) if isinstance(taken, str) else taken

    def range(self, first: Any, last: Any = None) -> Range:
        if isinstance(first, str):
            ends = [(int(row), column_of(letters) + 1) for letters, row in _PLACE.findall(first)]
            return Range(self, ends[0], ends[-1])
        return Range(self, first, last or first)

    @property
    def tables(self) -> Any:
        return _Tables(self)


class _Tables:
    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    def __iter__(self) -> Iterator[Any]:
        return (self[name] for name in self._sheet._areas)

    def __getitem__(self, name: str) -> Any:
        def resize(area: Range) -> None:
            self._sheet.book.before_write(self._sheet.name, "table")
            self._sheet._areas[name] = area.get_address(False, False)

        return SimpleNamespace(name=name, range=self._sheet.range(self._sheet._areas[name]), resize=resize)


class _Sheets:
    def __init__(self, book: MemoryBook) -> None:
        self._book = book

    @property
    def count(self) -> int:
        return len(self._book.pages)

    def __iter__(self) -> Iterator[Sheet]:
        return iter(self._book.pages.values())

    def __getitem__(self, name: str) -> Sheet:
        return self._book.pages[name]


class _Names:
    def __init__(self, book: MemoryBook) -> None:
        self._book = book

    def __iter__(self) -> Iterator[Any]:
        return (self[name] for name in self._book.defined)

    def __getitem__(self, name: str) -> Any:
        text = self._book.defined[name]
        found = re.fullmatch(r"='?(.+?)'?!(\$[A-Z]+\$\d+(?::\$[A-Z]+\$\d+)?)", text)
        place = self._book.pages.get(found[1].replace("''", "'")) if found else None
        named = SimpleNamespace(name=name, refers_to=text)
        if place is not None and found:
            named.refers_to_range = place.range(found[2])
        return named


class MemoryBook:
    """An open workbook that holds a grid."""

    def __init__(self, grid: BookGrid, path: Path) -> None:
        self.name, self.fullname = path.name, str(path)
        self.app = App()
        self.pages = {name: Sheet(self, name, sheet) for name, sheet in grid.sheets.items()}
        self.defined = dict(grid.names)
        self.writes: list[str] = []
        self.saved: list[Path] = []
        self.at_write: Hook = lambda _sheet, _what: None
        """Called before each write; what it raises is what Excel raises."""
        self.at_read: Callable[[str], None] = lambda _sheet: None

    @property
    def sheets(self) -> _Sheets:
        return _Sheets(self)

    @property
    def names(self) -> _Names:
        return _Names(self)

    def save(self, path: Path) -> None:
        self.before_write("", "save")
        self.saved.append(path)
        self.name, self.fullname = path.name, str(path)

    def before_write(self, sheet: str, what: str) -> None:
        self.at_write(sheet, what)
        self.writes.append(sheet)

    def before_read(self, sheet: str) -> None:
        self.at_read(sheet)

    def cells(self) -> dict[tuple[str, Place], Any]:
        """Every cell that holds something: a value, or a formula."""
        return {
            (name, place): held
            for name, sheet in self.pages.items()
            for part in (sheet.values, sheet.formulas)
            for place, held in part.items()
        }

    def looks(self) -> dict[str, Any]:
        """What is printed, and where tables are."""
        return {name: (sheet.page_setup.print_area, dict(sheet._areas)) for name, sheet in self.pages.items()}

    def at(self, name: str, row: int = 0, column: int = 0) -> tuple[Sheet, Place]:
        """Where a cell of a named range is, counted from its first."""
        found = self.names[name].refers_to_range
        return found.sheet, (found.first[0] - 1 + row, found.first[1] - 1 + column)

    def type(self, name: str, row: int, column: int, text: Any) -> None:
        """Type into a cell of a named range, as a person does."""
        sheet, place = self.at(name, row, column)
        sheet.take(place, text)

"""An xlwings engine on LibreOffice: a test double that works formulas out and keeps charts, for Excel is not to be had.

Written against xlwings' free parts alone.  It does what Excel does where the two differ in what a refresh relies on: text
put into a cell is taken for a number, a day or a formula where it looks like one.  Whatever it lacks, it refuses.
"""

from __future__ import annotations

import builtins
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import xlwings as xw

from tests.live.memory import column_of, letters_of
from tests.live.typing_in import Formula, Literal, as_excel_takes_it
from tests.office import Listening

BRIDGE = Path("/usr", "lib", "python3", "dist-packages")
"""Where Debian puts LibreOffice's bridge to Python."""
FILTERS = {".xlsx": "Calc MS Excel 2007 XML", ".xlsm": "Calc MS Excel 2007 VBA XML"}
_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d+)(?::\$?([A-Za-z]{1,3})\$?(\d+))?")
_QUOTED = re.compile(r'("(?:[^"]|"")*")')
_ON_A_SHEET = re.compile(r"\$?('(?:[^']|'')+'|[A-Za-z_]\w*)\.(\$?[A-Z]{1,3}\$?\d+)")
_NO_VALUE = "#N/A"
_CONTENTS = 1 | 2 | 4 | 16


class NotInDoubleError(AttributeError, NotImplementedError):
    """The double lacks what was asked of it, read or set."""


class Double:
    """Whatever a part of the double lacks fails loudly."""

    own: frozenset[str] = frozenset()

    def __setattr__(self, name: str, value: Any) -> None:
        if not (name.startswith("_") or name in self.own or hasattr(type(self), name)):
            raise NotInDoubleError(f"setting {type(self).__name__}.{name}")
        object.__setattr__(self, name, value)

    def __getattr__(self, name: str) -> Any:
        raise NotInDoubleError(f"{type(self).__name__}.{name}")


def bridge() -> Any:
    """Return LibreOffice's bridge; raises ImportError where it is missing or made for another Python.

    It takes over `import` as it is loaded, which is put back: nothing else shall be imported by it.
    """
    before, path = builtins.__import__, list(sys.path)
    sys.path.append(str(BRIDGE))
    try:
        import uno  # type: ignore[import-not-found]
    finally:
        builtins.__import__ = before
        sys.path[:] = path
    return uno


def _values(**named: Any) -> tuple[Any, ...]:
    found = []
    for name, value in named.items():
        one = bridge().createUnoStruct("com.sun.star.beans.PropertyValue")
        one.Name, one.Value = name, value
        found.append(one)
    return tuple(found)


class Engine:
    """What xlwings calls an engine: here, one LibreOffice."""

    name, type = "libreoffice", "desktop"

    def __init__(self, desktop: Any) -> None:
        self.desktop = desktop
        self.apps = Apps(self)

    @staticmethod
    def prepare_xl_data_element(value: Any, options: Any) -> Any:
        """Return a value as it goes into a cell."""
        del options
        return "" if value is None else value


class Apps(Double):
    own = frozenset({"engine"})

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._app = App(engine)

    def keys(self) -> list[int]:
        return [self._app.pid]

    def __iter__(self) -> Iterator[App]:
        return iter([self._app])

    def __len__(self) -> int:
        return 1

    def __getitem__(self, pid: int) -> App:
        return self._app


class App(Double):
    own = frozenset({"engine"})
    screen_updating = display_alerts = enable_events = interactive = visible = True
    status_bar: Any = False
    calculation = "automatic"
    pid = 1
    version = "16.0"

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._books: list[Book] = []
        self._asked: list[str] = []
        self._answer = "yes"

    @property
    def books(self) -> Books:
        return Books(self)

    def activate(self, steal_focus: bool = False) -> None:  # noqa: FBT001, FBT002
        """There is one alone."""

    def calculate(self) -> None:
        for book in self._books:
            book.doc.calculateAll()

    def alert(self, prompt: str, title: str, buttons: str, mode: str, callback: Any) -> str:
        del title, buttons, mode, callback
        self._asked.append(prompt)
        return self._answer


class Books(Double):
    own = frozenset({"app"})

    def __init__(self, app: App) -> None:
        self.app = app

    @property
    def active(self) -> Book | None:
        return self.app._books[-1] if self.app._books else None

    def __call__(self, key: Any) -> Book:
        for place, book in enumerate(self.app._books, start=1):
            if key == place or str(key).casefold() in {book.name.casefold(), book.fullname.casefold()}:
                return book
        raise KeyError(key)

    def __len__(self) -> int:
        return len(self.app._books)

    def __iter__(self) -> Iterator[Book]:
        return iter(list(self.app._books))

    def open(self, fullname: Any, *given: Any, **named: Any) -> Book:
        del given, named
        path = Path(fullname).resolve()
        props = _values(Hidden=True, UpdateDocMode=0)
        doc = self.app.engine.desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, props)
        if doc is None:
            raise xw.XlwingsError(f"LibreOffice could not open {path}")
        self.app._books.append(Book(self.app, doc, path))
        return self.app._books[-1]


class Book(Double):
    own = frozenset({"app", "doc", "parser"})

    def __init__(self, app: App, doc: Any, path: Path) -> None:
        self.app, self.doc, self._path = app, doc, path
        self.parser = doc.createInstance("com.sun.star.sheet.FormulaParser")
        self.parser.CompileEnglish = True
        # As Excel writes formulas: Sheet2!A1.
        self.parser.FormulaConvention = 3

    @property
    def api(self) -> Any:
        return self.doc

    @property
    def name(self) -> str:
        return self._path.name

    @property
    def fullname(self) -> str:
        return str(self._path)

    @property
    def sheets(self) -> Sheets:
        return Sheets(self)

    @property
    def names(self) -> Names:
        return Names(self)

    def activate(self, steal_focus: bool = False) -> None:  # noqa: FBT001, FBT002
        """It is in front as it is."""

    def close(self) -> None:
        if self in self.app._books:
            self.app._books.remove(self)
            self.doc.close(True)

    def save(self, path: Any = None, password: Any = None) -> None:
        del password
        target = Path(path or self._path).resolve()
        props = _values(FilterName=FILTERS[target.suffix.lower()], Overwrite=True)
        self.doc.storeToURL(target.as_uri(), props)
        self._path = target


class Sheets(Double):
    own = frozenset({"book"})

    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def active(self) -> Sheet:
        return Sheet(self.book, self.book.doc.Sheets.getByIndex(0).Name)

    def __call__(self, key: Any) -> Sheet:
        names = self.book.doc.Sheets.ElementNames
        if isinstance(key, int):
            return Sheet(self.book, names[key - 1])
        for name in names:
            if name.casefold() == str(key).casefold():
                return Sheet(self.book, name)
        raise xw.NoSuchObjectError(f"Sheet {key} doesn't exist.")

    def __len__(self) -> int:
        return int(self.book.doc.Sheets.Count)

    def __iter__(self) -> Iterator[Sheet]:
        return iter([Sheet(self.book, name) for name in self.book.doc.Sheets.ElementNames])

    def add(self, before: Any = None, after: Any = None, name: str = "") -> Sheet:
        del before, after
        self.book.doc.Sheets.insertNewByName(name, self.book.doc.Sheets.Count)
        return Sheet(self.book, name)


class Sheet(Double):
    own = frozenset({"book"})

    def __init__(self, book: Book, name: str) -> None:
        self.book, self._name = book, name

    @property
    def uno(self) -> Any:
        # A sheet object is a range that shrinks when cells are removed: fetched again each time.
        return self.book.doc.Sheets.getByName(self._name)

    @property
    def api(self) -> Any:
        return self.uno

    @property
    def name(self) -> str:
        return self._name

    @name.setter
    def name(self, name: str) -> None:
        self.uno.Name = name
        self._name = name

    @property
    def tables(self) -> Tables:
        return Tables(self)

    @property
    def page_setup(self) -> PageSetup:
        return PageSetup(self)

    @property
    def used_range(self) -> Range:
        cursor = self.uno.createCursor()
        cursor.gotoEndOfUsedArea(True)
        return Range.of(self, cursor.RangeAddress)

    def range(self, first: Any, last: Any = None) -> Range:
        if isinstance(first, str):
            found = _ADDRESS.fullmatch(first)
            if found is None:
                raise NotInDoubleError(f"a range named {first}")
            top, left = int(found[2]), column_of(found[1]) + 1
            bottom, right = int(found[4] or top), column_of(found[3] or found[1]) + 1
            return Range(self, top, left, bottom - top + 1, right - left + 1)
        a = (first.row, first.column) if isinstance(first, Range) else first
        b = (last.row, last.column) if isinstance(last, Range) else (last or a)
        return Range(self, a[0], a[1], b[0] - a[0] + 1, b[1] - a[1] + 1)

    def delete(self) -> None:
        self.book.doc.Sheets.removeByName(self._name)


class PageSetup(Double):
    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    @property
    def api(self) -> Any:
        return self._sheet.uno

    @property
    def print_area(self) -> str:
        return ",".join(Range.of(self._sheet, one).address for one in self._sheet.uno.getPrintAreas())

    @print_area.setter
    def print_area(self, area: str) -> None:
        self._sheet.uno.setPrintAreas((self._sheet.range(area).uno.RangeAddress,))


class Range(Double):
    own = frozenset({"sheet", "row", "column", "shape", "options"})

    def __init__(self, sheet: Sheet, row: int, column: int, rows: int = 1, columns: int = 1) -> None:
        self.sheet, self.row, self.column, self.shape = sheet, row, column, (rows, columns)
        self.options: dict[str, Any] = {}

    @classmethod
    def of(cls, sheet: Sheet, address: Any) -> Range:
        rows, columns = address.EndRow - address.StartRow + 1, address.EndColumn - address.StartColumn + 1
        return cls(sheet, address.StartRow + 1, address.StartColumn + 1, rows, columns)

    @property
    def uno(self) -> Any:
        (rows, columns), top, left = self.shape, self.row - 1, self.column - 1
        return self.sheet.uno.getCellRangeByPosition(left, top, left + columns - 1, top + rows - 1)

    api = uno

    def __len__(self) -> int:
        return self.shape[0] * self.shape[1]

    def __call__(self, row: int, column: int | None = None) -> Range:
        if column is None:
            row, column = (row - 1) // self.shape[1] + 1, (row - 1) % self.shape[1] + 1
        return Range(self.sheet, self.row + row - 1, self.column + column - 1)

    @property
    def address(self) -> str:
        return self.get_address(True, True, False)

    def get_address(self, row_absolute: bool, column_absolute: bool, external: bool) -> str:  # noqa: FBT001
        del external
        (rows, columns), r, c = self.shape, "$" * row_absolute, "$" * column_absolute
        first = f"{c}{letters_of(self.column - 1)}{r}{self.row}"
        last = f"{c}{letters_of(self.column + columns - 2)}{r}{self.row + rows - 1}"
        return first if len(self) == 1 else f"{first}:{last}"

    @property
    def raw_value(self) -> Any:
        """Numbers and texts; every error value as #N/A; days as the numbers they are, as Value2 has them."""
        # An error value is read as nothing; which one it is, is not asked: that takes a second for a hundred cells.
        rows = [[_NO_VALUE if value is None else value for value in row] for row in self.uno.getDataArray()]
        return rows[0][0] if len(self) == 1 else tuple(map(tuple, rows))

    @raw_value.setter
    def raw_value(self, given: Any) -> None:
        rows = given if isinstance(given, list | tuple) else [[given]]
        plain: list[tuple[Any, ...]] = []
        formulas: list[tuple[int, int, str]] = []
        for row, line in enumerate(rows):
            out: list[Any] = []
            for column, value in enumerate(line):
                taken = as_excel_takes_it(value) if isinstance(value, str) else value
                if isinstance(taken, Formula):
                    formulas.append((row, column, str(taken)))
                    taken = None
                out.append(
                    "" if taken is None else str(taken) if isinstance(taken, Literal | str) else float(taken)
                )
            plain.append(tuple(out))
        self.uno.setDataArray(tuple(plain))
        for row, column, text in formulas:
            self._put(self.uno.getCellByPosition(column, row), text)

    @property
    def formula(self) -> Any:
        """Formulas as Excel writes them, rewritten from LibreOffice's own: its printer takes 15 ms for each."""
        rows = tuple(
            tuple(as_excel_writes(text) if text.startswith("=") else text for text in line)
            for line in self.uno.getFormulaArray()
        )
        return rows[0][0] if len(self) == 1 else rows

    @formula.setter
    def formula(self, given: Any) -> None:
        rows = given if isinstance(given, list | tuple) else [[given]]
        for row, line in enumerate(rows):
            for column, text in enumerate(line):
                self._put(self.uno.getCellByPosition(column, row), text)

    def _put(self, cell: Any, text: str) -> None:
        cell.setTokens(self.sheet.book.parser.parseFormula(text.removeprefix("="), cell.CellAddress))

    def clear_contents(self) -> None:
        self.uno.clearContents(_CONTENTS)

    @property
    def column_width(self) -> float:
        return round(float(self.uno.Columns.getByIndex(0).Width) / 196.0, 1)

    @column_width.setter
    def column_width(self, width: float) -> None:
        self.uno.Columns.Width = int(width * 196)

    @property
    def note(self) -> Any:
        return Note(self) if self.uno.getCellByPosition(0, 0).Annotation.String else None

    def add_note(self, text: str) -> None:
        self.sheet.uno.Annotations.insertNew(self.uno.getCellByPosition(0, 0).CellAddress, text)


class Note(Double):
    def __init__(self, place: Range) -> None:
        self._place = place

    @property
    def text(self) -> str:
        return str(self._place.uno.getCellByPosition(0, 0).Annotation.String)


class Names(Double):
    own = frozenset({"book"})

    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def _uno(self) -> Any:
        return self.book.doc.NamedRanges

    def snapshot(self) -> list[tuple[str, Name]]:
        return [(name, Name(self.book, self._uno.getByName(name))) for name in self._uno.ElementNames]

    def __len__(self) -> int:
        return int(self._uno.Count)

    def contains(self, key: Any) -> bool:
        return any(name.casefold() == str(key).casefold() for name in self._uno.ElementNames)

    def __call__(self, key: Any) -> Name:
        for name in self._uno.ElementNames:
            if name.casefold() == str(key).casefold():
                return Name(self.book, self._uno.getByName(name))
        raise KeyError(key)


class Name(Double):
    own = frozenset({"book", "uno"})

    def __init__(self, book: Book, uno: Any) -> None:
        self.book, self.uno = book, uno

    @property
    def name(self) -> str:
        return str(self.uno.Name)

    @property
    def refers_to(self) -> str:
        start = bridge().createUnoStruct("com.sun.star.table.CellAddress")
        return f"={self.book.parser.printFormula(self.uno.getTokens(), start)}"

    @property
    def refers_to_range(self) -> Range:
        cells = self.uno.getReferredCells()
        if cells is None:
            raise xw.XlwingsError(f"{self.name} does not refer to a range")
        address = cells.RangeAddress
        return Range.of(Sheet(self.book, self.book.doc.Sheets.getByIndex(address.Sheet).Name), address)


class Tables(Double):
    """Tables as LibreOffice takes them in: ranges of a database."""

    own = frozenset({"sheet"})

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet

    def _all(self) -> list[Table]:
        ranges, number = self.sheet.book.doc.DatabaseRanges, self.sheet.uno.RangeAddress.Sheet
        found = (ranges.getByName(name) for name in ranges.ElementNames)
        return [Table(self.sheet, one) for one in found if one.DataArea.Sheet == number]

    def __iter__(self) -> Iterator[Table]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def __call__(self, key: Any) -> Table:
        return next(one for one in self._all() if one.name == key)


class Table(Double):
    own = frozenset({"sheet", "uno"})

    def __init__(self, sheet: Sheet, uno: Any) -> None:
        self.sheet, self.uno = sheet, uno

    @property
    def name(self) -> str:
        return str(self.uno.Name)

    @property
    def range(self) -> Range:
        return Range.of(self.sheet, self.uno.DataArea)

    def resize(self, area: Any) -> None:
        self.uno.setDataArea(area.impl.uno.RangeAddress)


def as_excel_writes(formula: str) -> str:
    """Return one of LibreOffice's formulas as Excel writes it.

    >>> as_excel_writes('=IF($Calc.$A$1=1;"a;b";INDEX($R_Cards.$D$2:$D$4;B5))')
    '=IF(Calc!$A$1=1,"a;b",INDEX(R_Cards!$D$2:$D$4,B5))'
    """
    parts = _QUOTED.split(formula)
    for number in range(0, len(parts), 2):
        parts[number] = _ON_A_SHEET.sub(r"\1!\2", parts[number]).replace(";", ",")
    return "".join(parts)


@contextmanager
def running(office: Listening) -> Iterator[xw.App]:
    """Let xlwings work on a LibreOffice that listens; afterwards all is as it was."""
    engine = xw.Engine(impl=Engine(office.desktop(bridge())))
    before = xw.engines.active
    xw.engines.add(engine)
    engine.activate()
    try:
        yield engine.apps[1]
    finally:
        for book in list(engine.impl.apps[1]._books):
            with suppress(Exception):
                book.close()
        xw.engines.active = before
        xw.engines.engines.remove(engine)
        xw.engines.engines_by_name.pop(engine.name, None)

"""A dashboard that is open in Excel: found, read, written and put back through xlwings, and through nothing else.

Excel takes what is put into a cell for what it looks like: Mar 2018 for a date, 00123 for a number, =1+1 for a formula.
Whatever text could be taken so goes with an apostrophe in front, which Excel keeps beside the text and not in it.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final

from scpxl.jobs.folder import Folder
from scpxl.jobs.folders import folder_of
from scpxl.jobs.refreshing.refresh import refresh_open
from scpxl.jobs.refreshing.refreshed import Refreshed
from scpxl.jobs.refreshing.screen import BusyError, HeldCells
from scpxl.live.cells import as_rows, guarded, values_of
from scpxl.model.periods import Period
from scpxl.pages.typed import LAYOUT, PARTNERSHIP
from scpxl.pages.typed_values import Typed, settled
from scpxl.render.grid import CellBlock

LONGEST_IN_A_BLOCK: Final = 8_000
"""Characters: Excel takes a longer text in a cell, but not as part of a block."""
WAIT_SECONDS: Final = 10.0
"""How long Excel may refuse calls before somebody is told; xlwings itself would try for ever."""


def refresh_book(
    book: Any,
    *,
    folder: Path | None = None,
    period: Period | None = None,
    by: str = "",
    ask: Callable[[str], bool] | None = None,
    typed_wins: bool = False,
) -> Refreshed:
    """Refresh a dashboard that is open in Excel: what its button does.

    `book` is an xlwings Book.  What was entered in it goes into the record first; then the quarter's returns are
    collected, the figures worked out, and what differs is written into it.  It is not saved, save where its quarter is
    another than `period`: then, when whoever sits there says yes to `ask`, it goes on as a new file under
    ``outputs/`` and the old quarter's stays.

    `folder` is the partnership's; without it, the one of the user's own list that is the workbook's partnership's.
    Without `period`, the folder's own.  `by` is who asks; without it, the user of the computer.  `ask` puts a question
    that takes yes or no; without it, a box of Excel's does.  With `typed_wins`, typed words stand against newer ones
    of the record.

    Raises ScpxlError, whose words are for whoever clicked; the workbook then holds the figures it had, unless it is a
    MixedError.  Everything is in the folder's log as well.
    """
    screen = OpenWorkbook(book, ask)
    screen.make_ready()
    if folder is None:
        found = screen.range_of(PARTNERSHIP)
        folder = folder_of(settled(found[1][0][0]) if found else "", screen.path)
    return refresh_open(Folder(folder), screen, period, by=by, typed_wins=typed_wins)


def open_dashboards(partnership: str) -> list[OpenWorkbook]:
    """Return the dashboards of a partnership that are open in Excel; none where there is no Excel."""
    if sys.platform not in {"win32", "darwin"} and "xlwings" not in sys.modules:
        return []
    import xlwings as xw

    if xw.engines.active is None:
        return []
    found = []
    for app in xw.apps:
        for book in app.books:
            one = OpenWorkbook(book)
            if LAYOUT in one.names():
                said = one.range_of(PARTNERSHIP)
                if said and settled(said[1][0][0]) == partnership:
                    found.append(one)
    return found


class OpenWorkbook:
    """An xlwings Book as `scpxl.jobs.refreshing.push.Screen` has it."""

    def __init__(self, book: Any, ask: Callable[[str], bool] | None = None) -> None:
        self.book = book
        self._ask = ask
        self.name: str = book.name

    @property
    def path(self) -> Path | None:
        """Where it lies; None where xlwings cannot tell, as in a cloud folder."""
        try:
            place = str(self.book.fullname)
        except Exception:  # noqa: BLE001  (xlwings raises its own errors here, and others)
            return None
        return Path(place) if Path(place).is_absolute() else None

    def make_ready(self) -> None:
        """Wait until Excel takes calls; raises BusyError after ten seconds."""
        ends = time.monotonic() + WAIT_SECONDS
        while True:
            try:
                with _few_attempts():
                    _ = self.book.sheets.count, self.book.app.status_bar
            except Exception as refused:
                if time.monotonic() > ends:
                    raise BusyError(
                        f"Excel does not answer for {self.name}. Finish the cell that is being edited, close any open box, "
                        "and try again. Nothing was changed."
                    ) from refused
                time.sleep(0.25)
            else:
                return

    def names(self) -> Mapping[str, str]:
        """Return what each name of the workbook stands for."""
        return {one.name: str(one.refers_to) for one in self.book.names if "!" not in one.name}

    def sheets(self) -> Sequence[str]:
        """Return the names of its sheets."""
        return [sheet.name for sheet in self.book.sheets]

    def is_protected(self, sheet: str) -> bool:
        """Return whether a sheet takes no values: Excel for Windows, for Mac, and the double each say it their way."""
        api = self.book.sheets[sheet].api
        for name in ("ProtectContents", "protect_contents", "isProtected"):
            try:
                told = getattr(api, name)
            except (AttributeError, ValueError):
                continue
            told = told.get() if hasattr(told, "get") else told
            return bool(told() if callable(told) else told)
        return False

    def range_of(self, name: str) -> tuple[int, Sequence[Sequence[Typed]]] | None:
        """Return the first row and the values of a named range."""
        try:
            found = self.book.names[name].refers_to_range
        except Exception:  # noqa: BLE001  (a name that is gone, or leads nowhere, raises what the system raises)
            return None
        return found.row, values_of(found)

    def read(self, sheet: str, rows: int, columns: int) -> HeldCells:
        """Return what the first rows and columns hold, in two calls."""
        found = self.book.sheets[sheet].range((1, 1), (rows, columns))
        formulas = [
            [text if isinstance(text, str) and text.startswith("=") else "" for text in row]
            for row in as_rows(found.formula, rows, columns)
        ]
        values = values_of(found)
        # A text that begins with an equals sign is read back as if it were a formula, and is none where its value says it.
        held = [
            ["" if formula and formula == value else formula for formula, value in zip(*pair, strict=True)]
            for pair in zip(formulas, values, strict=True)
        ]
        return HeldCells(values, held)

    def write(self, sheet: str, block: CellBlock) -> None:
        """Put values into a rectangle; longer texts than a block may hold go by themselves."""
        rows = [[guarded(value) for value in row] for row in block.values]
        alone = [
            (row, column, value)
            for row, line in enumerate(rows)
            for column, value in enumerate(line)
            if isinstance(value, str) and len(value) > LONGEST_IN_A_BLOCK
        ]
        for row, column, _ in alone:
            rows[row][column] = None
        place = self._range(sheet, block)
        place.raw_value = rows if block.height * block.width > 1 else rows[0][0]
        for row, column, text in alone:
            self._range(sheet, CellBlock(block.row + row, block.column + column, ((text,),))).raw_value = text

    def write_formulas(self, sheet: str, block: CellBlock) -> None:
        """Put formulas into a rectangle."""
        self._range(sheet, block).formula = (
            block.values if block.height * block.width > 1 else block.values[0][0]
        )

    def _range(self, sheet: str, block: CellBlock) -> Any:
        first = (block.row + 1, block.column + 1)
        last = (block.row + block.height, block.column + block.width)
        return self.book.sheets[sheet].range(first, last)

    def print_area(self, sheet: str) -> str:
        """Return what of a sheet is printed."""
        return str(self.book.sheets[sheet].page_setup.print_area or "").rpartition("!")[2]

    def set_print_area(self, sheet: str, area: str) -> None:
        """Set what of a sheet is printed."""
        self.book.sheets[sheet].page_setup.print_area = area

    def tables(self, sheet: str) -> Mapping[str, str]:
        """Return where each table of a sheet is."""
        return {one.name: one.range.get_address(False, False) for one in self.book.sheets[sheet].tables}

    def resize(self, sheet: str, table: str, area: str) -> None:
        """Make a table as large as that."""
        there = self.book.sheets[sheet]
        there.tables[table].resize(there.range(area))

    @contextmanager
    def quiet(self) -> Iterator[None]:
        """Hold back calculation, redrawing and events; afterwards each is as it was, and everything worked out."""
        app = self.book.app
        wanted: dict[str, Any] = {"screen_updating": False, "enable_events": False, "calculation": "manual"}
        if sys.platform == "win32":
            # Nothing can be entered into what is being written; Excel for Mac has no such switch.
            wanted["interactive"] = False
        with ExitStack() as afterwards:
            afterwards.callback(app.calculate)
            for name, value in wanted.items():
                # Each is given back even where giving back another fails.
                afterwards.callback(setattr, app, name, getattr(app, name))
                setattr(app, name, value)
            yield

    def save_as(self, path: Path) -> None:
        """Save it under another name; raises what Excel raises where that fails."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.book.save(path)
        self.name = self.book.name

    def tell(self, words: str) -> None:
        """Show words on the status bar; blank gives the bar back to Excel."""
        self.book.app.status_bar = words or False

    def ask(self, question: str) -> bool:
        """Ask by a box of Excel's, or as was said when this was made."""
        if self._ask is not None:
            return self._ask(question)
        return str(self.book.app.alert(question, "scpxl", "yes_no", "info")) == "yes"


@contextmanager
def _few_attempts() -> Iterator[None]:
    """Let xlwings give up on a call that Excel refuses, where it would try again without end."""
    windows: Any = sys.modules.get("xlwings._xlwindows")
    if windows is None or not hasattr(windows, "N_COM_ATTEMPTS"):
        yield
        return
    before = windows.N_COM_ATTEMPTS
    windows.N_COM_ATTEMPTS = 1
    try:
        yield
    finally:
        windows.N_COM_ATTEMPTS = before

"""Put a grid into an open workbook: only what differs, in blocks, all of it or nothing.

What a workbook on the screen can do is said by `Screen`; nothing here knows which program shows it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from scpxl.errors import ScpxlError
from scpxl.jobs.refreshing.screen import CannotWriteError, HeldCells, MixedError, NotThisLayoutError, Screen
from scpxl.pages.typed import AREA, LAYOUT, STAMP
from scpxl.render.grid import BookGrid, CellBlock, Place, SheetGrid


@dataclass
class Pushed:
    """What a push did."""

    cells: int = 0
    """Cells that were written."""
    writes: int = 0
    """Calls that wrote."""
    repaired: int = 0
    """Formulas that were written again because something else was in their place."""


def check_screen(screen: Screen, layout: str, sheets: Sequence[str]) -> None:
    """See that figures of this layout, with these sheets, can be put into a workbook, and change nothing.

    Raises NotThisLayoutError for another layout or where a sheet was deleted, CannotWriteError where one is renamed or
    protected.
    """
    names = screen.names()
    found = names.get(LAYOUT, "").strip('="')
    if found != layout:
        raise NotThisLayoutError(
            f"{screen.name} is laid out for another framework, edition or version ({found or 'none'}; "
            f"the figures are for {layout})."
        )
    there = set(screen.sheets())
    missing = [name for name in sheets if name not in there]
    if missing and any("#REF!" in place for name, place in names.items() if name.startswith(AREA)):
        raise NotThisLayoutError(f"{screen.name} has no sheet {', '.join(missing)} any more.")
    if missing:
        raise CannotWriteError(
            f"{screen.name} has no sheet named {', '.join(missing)}: it was renamed or deleted. Give it its name back and try again."
        )
    if shut := [name for name in sheets if screen.is_protected(name)]:
        raise CannotWriteError(
            f"The sheet {', '.join(shut)} of {screen.name} is protected. Unprotect it and try again."
        )


def check_grid(screen: Screen, grid: BookGrid) -> None:
    """See that every sheet is as large as it was made, and change nothing.

    Raises CannotWriteError where rows or columns were put in or taken out.
    """
    names = screen.names()
    moved = [
        wanted.rpartition("!")[0].strip("='")
        for name, wanted in grid.names.items()
        if name.startswith(AREA) and _plain(names.get(name, "")) != _plain(wanted)
    ]
    if moved:
        raise CannotWriteError(
            f"Rows or columns were inserted or deleted on the sheet {', '.join(moved)} of {screen.name}. "
            "Undo that, or run `scpxl publish` for a new file, after closing this one."
        )


def push(screen: Screen, grid: BookGrid, finish: Callable[[], None] = lambda: None) -> Pushed:
    """Put into an open workbook whatever of the grid differs from what it holds, the stamp last.

    `finish` is what must succeed besides, such as saving under another name.  Where anything fails, the workbook is as
    it was, and CannotWriteError says what failed; MixedError where even that could not be done.
    """
    stamp_sheet, stamp = stamp_place(grid)
    if stamp_sheet:
        # Written by itself, whatever is beside it.
        grid.sheets[stamp_sheet].links.add(stamp)
    with screen.quiet():
        work = _Work(screen)
        try:
            for name, sheet in grid.sheets.items():
                work.before[name] = screen.read(name, sheet.rows, sheet.columns)
            for name, sheet in grid.sheets.items():
                work.write_values(name, sheet, stamp if name == stamp_sheet else None)
                work.write_formulas(name, sheet)
                work.settle_tables(name, sheet)
                work.settle_print_area(name, sheet)
            if stamp_sheet:
                value = grid.sheets[stamp_sheet].values[stamp]
                work.write_stretch(stamp_sheet, CellBlock(*stamp, ((value,),)))
            finish()
        except BaseException as trouble:
            work.put_back(trouble)
            if isinstance(trouble, ScpxlError) or not isinstance(trouble, Exception):
                raise
            where = f"written at the sheet {work.at}" if work.at else "read or saved"
            raise CannotWriteError(
                f"{screen.name} could not be {where}: {trouble}. It holds the figures it had before."
            ) from trouble
    return work.done


def stamp_place(grid: BookGrid) -> tuple[str, Place]:
    """Return the sheet and the place of the stamp; no sheet where there is none."""
    found = re.fullmatch(r"='?(.+?)'?!\$([A-Z]+)\$(\d+)", grid.names.get(STAMP, ""))
    if found is None:
        return "", (0, 0)
    column = 0
    for letter in found[2]:
        column = column * 26 + ord(letter) - 64
    return found[1].replace("''", "'"), (int(found[3]) - 1, column - 1)


@dataclass
class _Work:
    """One push: what was there before, what was done, and how to undo it."""

    screen: Screen
    before: dict[str, HeldCells] = field(default_factory=dict)
    done: Pushed = field(default_factory=Pushed)
    undo: list[tuple[str, Callable[[], None]]] = field(default_factory=list)
    at: str = ""
    """The sheet that is being written."""

    def write_values(self, sheet: str, grid: SheetGrid, last: Place | None) -> None:
        """Write the stretches of rows that differ; the cell that is to be the last is left for then."""
        for block in grid.blocks():
            if (block.row, block.column) == last:
                continue
            for stretch in self._different(sheet, block):
                self.write_stretch(sheet, stretch)

    def _different(self, sheet: str, block: CellBlock) -> Iterator[CellBlock]:
        values, formulas = self.before[sheet]
        left, right = block.column, block.column + block.width
        first = None
        for number, wanted in enumerate(block.values):
            row = block.row + number
            differs = tuple(values[row][left:right]) != wanted or any(formulas[row][left:right])
            if differs and first is None:
                first = number
            if not differs and first is not None:
                yield block.rows(first, number - 1)
                first = None
        if first is not None:
            yield block.rows(first, block.height - 1)

    def write_stretch(self, sheet: str, block: CellBlock) -> None:
        """Write a block unless it is there already, and remember what did."""
        if not any(self._different(sheet, block)):
            return
        self._remember(sheet, block)
        self.screen.write(sheet, block)
        self.done.writes += 1
        self.done.cells += block.height * block.width

    def write_formulas(self, sheet: str, grid: SheetGrid) -> None:
        """Write the formulas that are not there any more: by layout they are the same for all figures."""
        formulas = self.before[sheet].formulas
        wrong = {
            place: formula
            for place, formula in grid.formulas.items()
            if formulas[place[0]][place[1]] != formula
            and _plain(formulas[place[0]][place[1]]) != _plain(formula)
        }
        for (row, column), formula in wrong.items():
            block = CellBlock(row, column, ((formula,),))
            self._remember(sheet, block)
            self.screen.write_formulas(sheet, block)
            self.done.writes += 1
            self.done.repaired += 1

    def settle_tables(self, sheet: str, grid: SheetGrid) -> None:
        """Give tables their size, where somebody entered below one and made it larger."""
        there = self.screen.tables(sheet) if grid.tables else {}
        for table, area in grid.tables.items():
            was = there.get(table, area).replace("$", "")
            if was != area:
                self._change(sheet, partial(self.screen.resize, sheet, table, was))
                self.screen.resize(sheet, table, area)
                self.done.writes += 1

    def settle_print_area(self, sheet: str, grid: SheetGrid) -> None:
        """Print what is filled."""
        if not grid.print_area:
            return
        was = self.screen.print_area(sheet)
        if was and was.replace("$", "") != grid.print_area.replace("$", ""):
            self._change(sheet, partial(self.screen.set_print_area, sheet, was))
            self.screen.set_print_area(sheet, grid.print_area)
            self.done.writes += 1

    def _remember(self, sheet: str, block: CellBlock) -> None:
        values, formulas = self.before[sheet]
        left, right = block.column, block.column + block.width
        rows = range(block.row, block.row + block.height)
        old = CellBlock(block.row, left, tuple(tuple(values[row][left:right]) for row in rows))
        there = [(row, column) for row, column in block.places() if formulas[row][column]]

        def back() -> None:
            self.screen.write(sheet, old)
            for row, column in there:
                self.screen.write_formulas(sheet, CellBlock(row, column, ((formulas[row][column],),)))

        self._change(sheet, back)

    def _change(self, sheet: str, back: Callable[[], None]) -> None:
        # Before the change itself: a call that fails may have done half of its work.
        self.at = sheet
        self.undo.append((sheet, back))

    def put_back(self, trouble: BaseException) -> None:
        """Undo everything, the last first; raises MixedError with the sheets that could not be."""
        mixed: dict[str, Exception] = {}
        for sheet, back in reversed(self.undo):
            try:
                back()
            except Exception as again:  # noqa: BLE001  (whatever it is, the other sheets must still be put back)
                mixed[sheet] = again
        if mixed:
            raise MixedError(
                f"{self.screen.name}: writing failed ({trouble}), and these sheets could not be put back: {', '.join(mixed)}. "
                "They hold figures of both. Close the workbook without saving it and open it again."
            ) from trouble


_OUTSIDE_QUOTES = re.compile(r'("(?:[^"]|"")*")')
_NUMBER = re.compile(r"(?<![A-Z0-9_$.])\d+(?:\.\d*)?(?:E[+-]?\d+)?(?![A-Z0-9_$.(!])")
_SHEET_QUOTES = re.compile(r"'([A-Za-z_][A-Za-z0-9_.]*)'!")


def _plain(formula: str) -> str:
    """Return a formula as two programs may both write it: no needless quotes and spaces, capitals, numbers one way.

    >>> _plain("=IF( 'Summary'!$A$1 = 1, 2)"), _plain('=if(summary!$a$1=1,"a b")')
    ('=IF(SUMMARY!$A$1=1.0,2.0)', '=IF(SUMMARY!$A$1=1.0,"a b")')
    """
    parts = _OUTSIDE_QUOTES.split(formula)
    for number in range(0, len(parts), 2):
        bare = _SHEET_QUOTES.sub(r"\1!", parts[number]).replace(" ", "").upper()
        parts[number] = _NUMBER.sub(lambda found: repr(float(found[0])), bare)
    return "".join(parts)

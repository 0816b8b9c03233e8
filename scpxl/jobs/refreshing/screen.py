"""What a refresh asks of an open workbook, whatever program has it open, and what can go wrong there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NamedTuple, Protocol

from scpxl.errors import ScpxlError
from scpxl.pages.typed_values import Typed
from scpxl.render.grid import CellBlock, Value


class HeldCells(NamedTuple):
    """What a sheet holds from A1 on: values, and beside them the formulas, blank where a cell has none."""

    values: Sequence[Sequence[Value]]
    formulas: Sequence[Sequence[str]]


class Screen(Protocol):
    """A workbook that is open in front of somebody.  Rows and columns count from 0; every call may fail."""

    name: str
    """The workbook's name, for people."""

    @property
    def path(self) -> Path | None:
        """Where it was opened from; None where that is not known, as of one in a cloud folder."""

    def make_ready(self) -> None:
        """Return when the program takes calls; raises BusyError after ten seconds in which it did not."""

    def names(self) -> Mapping[str, str]:
        """Return what each defined name of the whole workbook stands for, with its equals sign."""

    def sheets(self) -> Sequence[str]:
        """Return the names of its sheets."""

    def is_protected(self, sheet: str) -> bool:
        """Return whether a sheet takes no values."""

    def range_of(self, name: str) -> tuple[int, Sequence[Sequence[Typed]]] | None:
        """Return the first row, from 1, and the values of a named range; None where the name leads nowhere."""

    def read(self, sheet: str, rows: int, columns: int) -> HeldCells:
        """Return what the first rows and columns of a sheet hold."""

    def write(self, sheet: str, block: CellBlock) -> None:
        """Put values into a rectangle; a text is put there as text whatever it looks like."""

    def write_formulas(self, sheet: str, block: CellBlock) -> None:
        """Put formulas into a rectangle."""

    def print_area(self, sheet: str) -> str:
        """Return what of a sheet is printed, as $A$1:$K$20."""

    def set_print_area(self, sheet: str, area: str) -> None:
        """Set what of a sheet is printed."""

    def tables(self, sheet: str) -> Mapping[str, str]:
        """Return where each table of a sheet is, as A3:K503, by its name."""

    def resize(self, sheet: str, table: str, area: str) -> None:
        """Make a table as large as that."""

    def quiet(self) -> AbstractContextManager[None]:
        """Hold back calculation, redrawing and events meanwhile; afterwards all is as it was."""

    def save_as(self, path: Path) -> None:
        """Save it under another name and go on with that."""

    def tell(self, words: str) -> None:
        """Show on its status bar what is being done; blank gives the bar back."""

    def ask(self, question: str) -> bool:
        """Ask whoever sits in front of it; whether the answer is yes."""


class BusyError(ScpxlError):
    """The program does not take calls: a cell is being edited, or a box is open."""


class NotThisLayoutError(ScpxlError):
    """The open workbook is laid out for another framework, edition or version, or its layout was changed."""


class CannotWriteError(ScpxlError):
    """Something is in the way in the open workbook; it is as it was."""


class MixedError(ScpxlError):
    """Writing failed, and so did putting back: some sheets hold figures of both."""

"""A workbook writer that refuses what XlsxWriter only warns of, and never leaves half a file.

XlsxWriter reports misuse with `warn()` and negative return codes, so a chart can be missing and nothing
fail.  Here both are errors.  Text is always text: nothing a partner enters can become a formula or a link.
"""

from __future__ import annotations

import io
import math
import re
import unicodedata
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import wraps
from inspect import unwrap
from math import isfinite
from pathlib import Path
from typing import IO, Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell_fast
from xlsxwriter.worksheet import CellNumberTuple, CellStringTuple, Worksheet

from scpxl.errors import WriterError
from scpxl.files.writing import Written, write_file

LONGEST_TEXT = 32_767
LONGEST_FORMULA = 8192
_NOT_WORKED_OUT = math.nan
"""Is what XlsxWriter takes for the value of an array formula, and no cell can hold."""
_CUT = " … (cut short; the full text is in the record)"
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CHECKED = (
    "write_string", "write_number", "write_blank", "write_formula", "write_datetime", "write_boolean", "write_url",
    "write_row", "write_column", "write_comment", "insert_chart", "insert_image", "insert_textbox", "add_sparkline",
    "add_table", "conditional_format", "data_validation", "merge_range", "set_row", "set_column", "autofilter",
)  # fmt: skip

_BY_NUMBER = {"write_string", "write_number", "write_blank"}
_PLAIN = (CellNumberTuple, CellStringTuple)
_write_formula = unwrap(Worksheet.write_formula)


def clean_text(text: str) -> str:
    r"""Return text that a workbook can hold: without control characters, at most 32,767 characters.

    Characters that would turn the reading direction are shown instead of obeyed.

    >>> clean_text("late\x07 return")
    'late return'
    """
    if len(text) <= LONGEST_TEXT and text.isascii() and text.isprintable():
        return text
    plain = unicodedata.normalize("NFC", _CONTROLS.sub("", text))
    shown = _BIDI.sub(lambda found: f"<U+{ord(found[0]):04X}>", plain)
    if len(shown) > LONGEST_TEXT:
        return shown[: LONGEST_TEXT - len(_CUT)] + _CUT
    return shown


def _refusing(name: str) -> Callable[..., Any]:
    plain = getattr(Worksheet, name)
    if name in _BY_NUMBER:
        # Rows and columns are numbers here: the layer that also reads "A1" costs a third of each cell.
        plain = unwrap(plain)

    @wraps(plain)
    def checked(self: Worksheet, *args: Any, **kwargs: Any) -> Any:
        result = plain(self, *args, **kwargs)
        if isinstance(result, int) and result < 0:
            raise WriterError(f"{self.get_name()}: {name}{args[:3]} was refused (code {result}).")
        return result

    return checked


class StrictWorksheet(Worksheet):
    """A worksheet whose refused calls raise `WriterError`."""

    keeps_results = True
    """Whether formulas are kept with what they come to: not where nobody has worked that out yet."""

    def __init__(self) -> None:
        super().__init__()
        self._growing: set[int] = set()
        self._takes_as_it_stands = False

    def set_growing_row(self, row: int, height: float) -> None:
        """Give a row a height, in points, which what is entered in it later may outgrow.

        A height set by `set_row` is kept whatever is entered, and longer text is cut.
        """
        self.set_row(row, height)
        self._growing.add(row)

    def write_array(
        self, row: int, column: int, formula: str, look: Format | None = None, value: str | float = 0
    ) -> None:
        """Write a formula that goes through ranges cell by cell, with its value for viewers that do not count.

        It stands as it is given, so it may only use functions that Excel has had since 2016.  A formula that reads
        such a one is written so too: LibreOffice works these out when it opens a file, while it takes the kept value
        of a plain formula for current, and from then on never tells the plain one that what it reads has changed.
        """
        if len(formula) > LONGEST_FORMULA:
            raise WriterError(
                f"{self.get_name()}: the formula in {row, column} is too long for Excel ({len(formula)})."
            )
        self._takes_as_it_stands = True
        try:
            kept = value if self.keeps_results else _NOT_WORKED_OUT
            refused = self.write_array_formula(row, column, row, column, formula, look, kept)
        finally:
            self._takes_as_it_stands = False
        if refused:
            raise WriterError(f"{self.get_name()}: a formula in {row, column} was refused (code {refused}).")

    def write_link(
        self, row: int, column: int, formula: str, look: Format | None = None, value: str | float = 0
    ) -> None:
        """Write a formula that makes a link: LibreOffice works these out when it opens a file, as those of arrays."""
        self.write_formula(row, column, formula, look, value if self.keeps_results else None)

    def write_plain(
        self, row: int, column: int, formula: str, value: str | float, look: Format | None = None
    ) -> None:
        """Write a formula that is valid as it is given, with its value for viewers that do not count."""
        self._takes_as_it_stands = True
        try:
            refused = _write_formula(self, row, column, formula, look, value)
        finally:
            self._takes_as_it_stands = False
        if refused:
            raise WriterError(f"{self.get_name()}: a formula in {row, column} was refused (code {refused}).")

    def write_table(self, top: int, rows: Iterable[Sequence[float | str | None]]) -> None:
        """Write rows of numbers and words from the first column on, without looks; None and empty words leave no cell.

        A number is put straight where XlsxWriter keeps it, which takes a third of the time; its place is checked by the row.
        """
        for number, row in enumerate(rows, start=top):
            if row and (self._check_dimensions(number, 0) or self._check_dimensions(number, len(row) - 1)):
                raise WriterError(f"{self.get_name()}: row {number + 1} does not fit on a sheet.")
            cells = self.table[number]
            for column, value in enumerate(row):
                if isinstance(value, str):
                    if value:
                        self.write_string(number, column, clean_text(value))
                elif value is None:
                    continue
                elif isfinite(value):
                    cells[column] = CellNumberTuple(value, None)
                else:
                    raise WriterError(
                        f"{self.get_name()}: {value} in {(number, column)} cannot be a cell's number."
                    )

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        # XlsxWriter asks of each cell for its row's and column's looks and escapes what needs no escaping: of the many
        # plain numbers and words that is most of the time.
        kind = cell.__class__
        plain = (
            kind in _PLAIN and cell.format is None and row not in self.row_info and col not in self.col_info
        )
        if not plain:
            super()._write_cell(row, col, cell)
        elif kind is CellNumberTuple:
            self.fh.write(f'<c r="{xl_rowcol_to_cell_fast(row, col)}"><v>{cell.number:.16G}</v></c>')
        else:
            self.fh.write(f'<c r="{xl_rowcol_to_cell_fast(row, col)}" t="s"><v>{cell.string}</v></c>')

    def _write_formula_element(self, formula: str) -> None:
        # Of a conditional format: these stand as they are given too.
        self._takes_as_it_stands = True
        try:
            super()._write_formula_element(formula)
        finally:
            self._takes_as_it_stands = False

    def _prepare_formula(self, formula: str, *more: Any, **named: Any) -> str:
        # XlsxWriter searches each formula for thirty newer functions: of long ones, that is most of the time.
        if self._takes_as_it_stands:
            return formula.removeprefix("=")
        prepared: str = super()._prepare_formula(formula, *more, **named)
        return prepared

    def _write_cell_value(self, value: Any) -> None:
        if value is not _NOT_WORKED_OUT:
            super()._write_cell_value(value)

    def _xml_formula_element(self, formula: str, result: Any, attributes: list[tuple[str, Any]]) -> None:
        # XlsxWriter leaves the type off an empty text, and viewers that read the kept value see a number there.
        # None is kept as nothing at all: the formula has not been worked out.
        if result is None:
            result = ""
        elif isinstance(result, str) and not result:
            attributes = [*attributes, ("t", "str")]
        super()._xml_formula_element(formula, result, attributes)

    def _xml_start_tag_unencoded(self, tag: str, attributes: list[tuple[str, Any]] | None = None) -> None:
        # XlsxWriter marks every height as the user's own; Excel itself leaves the mark off a height it
        # worked out, and works it out again when the row is entered in.
        if tag == "row" and attributes and attributes[0][1] - 1 in self._growing:
            attributes = [pair for pair in attributes if pair[0] != "customHeight"]
        super()._xml_start_tag_unencoded(tag, attributes)


for _name in _CHECKED:
    setattr(StrictWorksheet, _name, _refusing(_name))


class StrictWorkbook(Workbook):
    """A workbook of strict worksheets."""

    keeps_results = True
    """What each of its sheets does, unless it says otherwise (see `StrictWorksheet.keeps_results`)."""

    def __init__(self, to: IO[bytes], written: Written) -> None:
        self.written = written
        super().__init__(
            to,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_date_format": "dd/mm/yyyy",
            },
        )

    def sheet(self, name: str) -> StrictWorksheet:
        """Return a sheet that was added before."""
        found: StrictWorksheet = self.get_worksheet_by_name(name)
        return found

    def _add_chart_data(self) -> None:
        super()._add_chart_data()
        # XlsxWriter keeps 0 for a point that is not available, and viewers that do not count would draw it.
        for chart in self.charts:
            for one in (chart, chart.combined):
                if one is not None:
                    one.formula_data = [
                        [None if point == "#N/A" else point for point in points] if points else points
                        for points in one.formula_data
                    ]

    def add_worksheet(self, name: str | None = None) -> StrictWorksheet:
        """Add a strict worksheet."""
        sheet: StrictWorksheet = super().add_worksheet(name, StrictWorksheet)
        sheet.keeps_results = self.keeps_results
        return sheet


@contextmanager
def draft_book() -> Iterator[StrictWorkbook]:
    """Give a workbook that is written into memory alone and never becomes a file.

    Raises `WriterError` where XlsxWriter would only warn.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            nowhere = Path()
            yield StrictWorkbook(io.BytesIO(), Written(nowhere, nowhere))
        except UserWarning as warned:
            raise WriterError(f"The workbook in memory: {warned}") from warned


@contextmanager
def new_book(path: Path) -> Iterator[StrictWorkbook]:
    """Write a workbook and put it in its place when it is whole; `written` of the book then says where it is.

    Raises `WriterError` where XlsxWriter would only warn, `OutputError` where it cannot be written; what was there
    before is then still there.  Where a program holds that open, the new workbook is beside it under another name.
    """
    made = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            book = StrictWorkbook(made, Written(path, path))
            yield book
            book.close()
        except UserWarning as warned:
            raise WriterError(f"{path.name}: {warned}") from warned
    book.written = write_file(path, made.getvalue(), other_name=True)

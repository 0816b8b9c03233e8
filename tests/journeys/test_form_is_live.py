"""The form's verdict changes as one types, from the first opening on: in LibreOffice as it is installed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from scpxl.render.forms.template import write_return
from scpxl.returns.cells import CellRef
from scpxl.returns.form import FIRST_ROW, ReturnForm, Sheet
from tests.journeys.test_live_checks_agree import MISTAKES, READY, form_of
from tests.live.spreadsheet import bridge
from tests.office import LibreOffice, in_ci
from tests.partners import steady_hand

DAY_ZERO = date(1899, 12, 30)


class Opened:
    """A form as somebody has it open: what cells show, and what is entered into them."""

    def __init__(self, document: Any) -> None:
        self.document = document

    def _cell(self, at: CellRef) -> Any:
        return self.document.Sheets.getByName(at.sheet).getCellByPosition(at.column, at.row)

    def shows(self, at: CellRef) -> str:
        return str(self._cell(at).String)

    @property
    def start(self) -> str:
        return self.shows(CellRef(Sheet.START, 13, 2))

    def type(self, at: CellRef, value: float | str | date) -> None:
        if isinstance(value, str):
            self._cell(at).String = value
        else:
            self._cell(at).Value = (value - DAY_ZERO).days if isinstance(value, date) else float(value)

    def saved_as(self, path: Path) -> Path:
        filtered = bridge().createUnoStruct("com.sun.star.beans.PropertyValue")
        filtered.Name, filtered.Value = "FilterName", "Calc MS Excel 2007 XML"
        self.document.storeToURL(path.as_uri(), (filtered,))
        return path


@pytest.fixture(scope="module")
def desktop(libreoffice: LibreOffice) -> Iterator[Any]:
    try:
        uno = bridge()
    except ImportError as missing:
        if in_ci():
            pytest.fail(
                f"LibreOffice's bridge to Python is missing: .ci/run installs python3-uno ({missing})."
            )
        pytest.skip("needs LibreOffice's bridge to Python: install python3-uno")
    with libreoffice.listening(as_installed=True) as office:
        yield office.desktop(uno)


@contextmanager
def opened(desktop: Any, path: Path) -> Iterator[Opened]:
    hidden = bridge().createUnoStruct("com.sun.star.beans.PropertyValue")
    hidden.Name, hidden.Value = "Hidden", True
    document = desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, (hidden,))
    try:
        yield Opened(document)
    finally:
        document.close(True)


def fill_in_figures(form: ReturnForm, book: Opened) -> list[str]:
    """Enter the period's figures sheet by sheet; return what Start says after each sheet."""
    said = []
    for table in form.tables:
        for place, row in enumerate(table.rows if table.months else ()):
            for column in table.months:
                if column.in_period and table.is_open(row, column):
                    value = steady_hand(table, row, column)
                    assert isinstance(value, (int, float))
                    book.type(table.cell(place, column.key), value)
        if table.months:
            said.append(book.start)
    return said


def sign(form: ReturnForm, book: Opened) -> None:
    for question in form.questions:
        if question.required:
            book.type(question.cell, date(2018, 4, 14) if question.key == "signed_date" else "Officer")


@pytest.mark.office
@pytest.mark.slow
@pytest.mark.parametrize("partner", MISTAKES)
def test_the_verdict_on_start_changes_as_one_types(desktop: Any, tmp_path: Path, partner: str) -> None:
    form = form_of(partner)
    write_return(form, tmp_path / "issued.xlsx")
    with opened(desktop, tmp_path / "issued.xlsx") as book:
        sheets = 1 + sum(bool(table.months and table.rows) for table in form.tables)
        assert book.start == f"{sheets} to fix: see Check"
        assert fill_in_figures(form, book) == [
            f"{left} to fix: see Check" for left in range(sheets - 1, 0, -1)
        ]
        sign(form, book)
        assert book.start == READY
        assert book.shows(CellRef(Sheet.CHECK, 2, 0)) == READY
        figure = form.table[Sheet.MEASURES].cell(0, form.table[Sheet.MEASURES].months[-1].key)
        book.type(figure, "about 30")
        assert book.start == "1 to fix: see Check"
        status = CellRef(Sheet.MEASURES, FIRST_ROW, len(form.table[Sheet.MEASURES].columns))
        assert book.shows(status) == "Check"
        book.type(figure, 20)
        assert (book.start, book.shows(status)) == (READY, "OK")


@pytest.mark.office
@pytest.mark.slow
def test_a_form_that_libreoffice_saved_half_filled_in_is_live_when_it_is_opened_again(
    desktop: Any, tmp_path: Path
) -> None:
    form = form_of("lfb")
    write_return(form, tmp_path / "issued.xlsx")
    with opened(desktop, tmp_path / "issued.xlsx") as book:
        fill_in_figures(form, book)
        saved = book.saved_as(tmp_path / "half.xlsx")
    with opened(desktop, saved) as book:
        assert book.start == "1 to fix: see Check"
        sign(form, book)
        assert book.start == READY


def test_every_formula_of_the_form_is_one_that_libreoffice_works_out_when_it_opens_a_file(
    tmp_path: Path,
) -> None:
    """Those of arrays, and links: a plain one would keep what was saved with it, whatever is entered."""
    write_return(form_of("met"), tmp_path / "issued.xlsx")
    plain = [
        f"{sheet.title}!{cell.coordinate}"
        for sheet in load_workbook(tmp_path / "issued.xlsx")
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.data_type == "f" and "HYPERLINK(" not in cell.value
    ]
    assert plain == []

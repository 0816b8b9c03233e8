"""The grid holds what the file will hold: every kind of cell, read from the writer before it closes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from scpxl.errors import WriterError
from scpxl.render.book import StrictWorkbook, draft_book, new_book
from scpxl.render.excel import dashboard_grid, write_dashboard
from scpxl.render.grid import BookGrid, read_grid
from tests.excel.made import troubled

# openpyxl does not know sparklines.
pytestmark = [pytest.mark.filterwarnings("ignore:.*extension is not supported")]


def fill(book: StrictWorkbook) -> None:
    """Write every kind of cell that our sheets have."""
    look = book.add_format({"bold": True})
    sheet = book.add_worksheet("Mine")
    sheet.write_string(0, 0, "=1+1")
    sheet.write_number(0, 1, 0.1 + 0.2)
    sheet.write_boolean(0, 2, True)
    sheet.write_blank(0, 3, None, look)
    sheet.write_datetime(1, 0, date(2018, 5, 1), look)
    sheet.write_plain(1, 1, "=B1*2", 0.6, look)
    sheet.write_formula(1, 2, "=SUM(B1:B2)", look, 0.9)
    sheet.write_url(1, 3, "internal:'Mine'!A1", look, "back")
    sheet.merge_range(2, 0, 2, 1, "wide", look)
    sheet.add_table(4, 0, 6, 1, {"name": "mine", "columns": [{"header": "a"}, {"header": "b"}]})
    sheet.print_area(0, 0, 6, 3)
    hidden = book.add_worksheet("Hidden")
    hidden.hide()
    hidden.write_number(0, 0, 1)
    hidden.write_number(2, 1, 2)
    book.define_name("here", "=Mine!$A$1")


@pytest.fixture
def grid() -> BookGrid:
    with draft_book() as book:
        fill(book)
        return read_grid(book)


def test_every_kind_of_cell_is_in_the_grid_as_the_file_holds_it(grid: BookGrid, tmp_path: Path) -> None:
    with new_book(tmp_path / "mine.xlsx") as book:
        fill(book)
    written = load_workbook(tmp_path / "mine.xlsx")["Mine"]
    sheet = grid.sheets["Mine"]
    for (row, column), value in sheet.values.items():
        found = written.cell(row + 1, column + 1).value
        shown = 43221.0 if (row, column) == (1, 0) else found
        assert value == shown, (row, column)
    assert sheet.values[0, 1] == float(f"{0.1 + 0.2:.16G}"), "the file loses the last bit"
    assert sheet.values[0, 3] is None
    assert (2, 1) in sheet.values, "a cell that another covers is ours as well"
    for (row, column), formula in sheet.formulas.items():
        assert formula == written.cell(row + 1, column + 1).value
    assert sheet.formulas == {(1, 1): "=B1*2", (1, 2): "=SUM(B1:B2)"}
    assert sheet.results == {(1, 1): 0.6, (1, 2): 0.9}


def test_names_tables_and_what_is_printed_are_in_the_grid(grid: BookGrid) -> None:
    sheet = grid.sheets["Mine"]
    assert grid.names == {"here": "=Mine!$A$1"}
    assert (sheet.tables, sheet.print_area) == ({"mine": "A5:B7"}, "$A$1:$D$7")


def test_of_a_hidden_table_the_gaps_are_ours_too(grid: BookGrid) -> None:
    assert grid.sheets["Hidden"].values == {
        (0, 0): 1.0, (0, 1): None, (1, 0): None, (1, 1): None, (2, 0): None, (2, 1): 2.0,
    }  # fmt: skip


def test_blocks_cover_each_cell_once_and_a_link_stands_alone(grid: BookGrid) -> None:
    for sheet in grid.sheets.values():
        covered = [place for block in sheet.blocks() for place in block.places()]
        assert sorted(covered) == sorted(sheet.values)
        assert [block for block in sheet.blocks() if (1, 3) in set(block.places())][-1:] == [
            block for block in sheet.blocks() if (block.row, block.column, block.width) == (1, 3, 1)
        ]
        formulas = [place for block in sheet.formula_blocks() for place in block.places()]
        assert sorted(formulas) == sorted(sheet.formulas)


def test_a_kind_of_cell_that_is_not_known_is_refused() -> None:
    with draft_book() as book:
        sheet = book.add_worksheet("Mine")
        sheet.write_rich_string(0, 0, book.add_format({"bold": True}), "a", "b")
        with pytest.raises(WriterError, match="Mine: a cell of the kind RichString in"):
            read_grid(book)


def test_a_dashboards_grid_is_its_file_cell_by_cell(tmp_path: Path) -> None:
    write_dashboard(troubled(), tmp_path / "dashboard.xlsx")
    book = load_workbook(tmp_path / "dashboard.xlsx", read_only=True)
    grid = dashboard_grid(troubled())
    assert book.sheetnames == list(grid.sheets)
    for name, sheet in grid.sheets.items():
        found = {
            (cell.row - 1, cell.column - 1): cell.value
            for row in book[name].iter_rows()
            for cell in row
            if cell.value is not None and not hasattr(cell.value, "year")
        }
        ours = {place: value for place, value in (sheet.values | sheet.formulas).items() if value is not None}
        assert {place for place in found if found[place] != ours.get(place)} == set(), name
    book.close()

"""The sheet Check and the statuses of an issued return, and that nobody trips over them."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from scpxl.checks.live import live_checks
from scpxl.jobs.returns.check import check_file
from scpxl.render.book import new_book
from scpxl.render.forms.template import write_return
from scpxl.returns.findings import ReturnVerdict
from scpxl.returns.form import FIRST_ROW, HEADER_ROW, ROW_STATUS, Sheet
from tests.partners import fill_in
from tests.render.return_forms import ACTIONS, FRAMEWORK, LARGE, PERIOD, SMALL, known_history


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("issued") / LARGE.file_name
    write_return(LARGE, path, known_history(LARGE)._replace(actions=ACTIONS[:1]))
    return path


def test_each_check_has_its_line_with_what_to_do(issued: Path) -> None:
    sheet = load_workbook(issued, data_only=True)[Sheet.CHECK]
    checks = live_checks(LARGE)
    for place, check in enumerate(checks):
        row = [cell.value for cell in sheet[FIRST_ROW + place + 1]]
        assert row[1:3] == [check.sheet, check.what]
        assert row[5] == check.advice
        assert row[0] == ("To fix" if check.at_issue else "OK")
    below = [cell.value for cell in sheet["A"][FIRST_ROW + len(checks) :] if cell.value]
    assert below[0] == "Looked at when your return arrives"


def test_a_viewer_that_works_nothing_out_shows_how_a_blank_form_stands(issued: Path) -> None:
    book = load_workbook(issued, data_only=True)
    assert book[Sheet.CHECK]["A3"].value == "3 to fix"
    assert book[Sheet.START]["C14"].value == "3 to fix: see Check"
    table = LARGE.table[Sheet.MEASURES]
    column = len(table.columns) + 1
    assert book[Sheet.MEASURES].cell(HEADER_ROW + 1, column).value == ROW_STATUS
    shown = [book[Sheet.MEASURES].cell(FIRST_ROW + n + 1, column).value for n in range(len(table.rows))]
    assert shown == ["Fill in" if row.indicator and row.indicator.required else "OK" for row in table.rows]


def test_a_form_saved_without_its_results_is_read_as_if_it_had_none(issued: Path, tmp_path: Path) -> None:
    # openpyxl, like some programs, drops the value of every formula.
    write_return(SMALL, tmp_path / "issued.xlsx")
    cells: dict[str, str | float | int | None] = {"Measures!S6": 20}
    filled = fill_in(
        tmp_path / "issued.xlsx", tmp_path / "filled.xlsx", FRAMEWORK, "lfb", PERIOD, cells=dict(cells)
    )
    checked = check_file(FRAMEWORK, filled)
    assert (checked.verdict, checked.findings) == (ReturnVerdict.ACCEPTED, ())
    assert load_workbook(issued)[Sheet.CHECK].sheet_state == "visible"


def test_a_formula_written_as_it_stands_is_kept_letter_by_letter(tmp_path: Path) -> None:
    with new_book(tmp_path / "one.xlsx") as book:
        sheet = book.add_worksheet("One")
        sheet.write_array(0, 0, "=SUM(B1:B3*1)", value=7)
        sheet.write_formula(1, 0, "=XLOOKUP(1,B1:B3,C1:C3)")
    kept = load_workbook(tmp_path / "one.xlsx")["One"]
    assert kept["A1"].value.text == "=SUM(B1:B3*1)"
    assert kept["A2"].value.text == "=_xlfn.XLOOKUP(1,B1:B3,C1:C3)"
    assert load_workbook(tmp_path / "one.xlsx", data_only=True)["One"]["A1"].value == 7

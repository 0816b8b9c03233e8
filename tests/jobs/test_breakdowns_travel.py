"""A breakdown's figures go the one way: issued, entered in, read however the sheet was moved about, kept, published."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from scpxl.jobs.folder import Folder
from scpxl.jobs.giving.export import ExportFormat, all_observations, export
from scpxl.jobs.publishing.publish import publish
from scpxl.jobs.returns.collect import collect
from scpxl.jobs.returns.issue import issue_returns
from scpxl.jobs.returns.life import changes
from scpxl.model.observations import Observation
from scpxl.returns.findings import ReturnVerdict
from tests.jobs.conftest import PERIOD, Desk
from tests.partners import Typed


def by_home(folder: Folder, month: str = "2018-01") -> dict[str, Observation]:
    return {
        one.item: one
        for one in all_observations(folder)
        if one.breakdown == "home" and one.period.code == month
    }


def test_what_was_typed_is_kept_with_its_cell_and_stands_in_the_next_form(folder: Folder, desk: Desk) -> None:
    typed: dict[str, Typed] = {"Breakdowns!R5": 12, "Breakdowns!R6": 8, "Breakdowns!R12": "[x]"}
    desk.receive("lfb", cells=typed)
    collect(folder, PERIOD)
    kept = by_home(folder)
    assert {item: one.numerator for item, one in kept.items() if one.numerator} == {"house": 12, "flats-3": 8}
    assert (kept["house"].source.sheet, kept["house"].source.cell) == ("Breakdowns", "R5")
    assert (kept["other"].numerator, kept["other"].marker.shorthand) == (None, "[x]")
    (issued,) = issue_returns(folder, PERIOD.shift(1), "lfb")
    sheet: Any = load_workbook(issued.path)["Breakdowns"]
    january = next(cell.column for cell in sheet[4] if cell.value == "Jan 2018")
    assert [sheet.cell(row, january).value for row in (5, 6, 12)] == [12, 8, "[x]"]


def _add_title_row(book: Any) -> None:
    book["Breakdowns"].insert_rows(1)


def _reverse_rows(book: Any) -> None:
    sheet = book["Breakdowns"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(5, 12, 1, 20)]
    for place, values in enumerate(reversed(rows), 5):
        for column, value in enumerate(values, 1):
            sheet.cell(place, column).value = value


def _move_column(book: Any) -> None:
    sheet = book["Breakdowns"]
    for row in range(4, 13):
        one, other = sheet.cell(row, 2), sheet.cell(row, 5)
        one.value, other.value = other.value, one.value


def _shout(book: Any) -> None:
    sheet = book["Breakdowns"]
    sheet.title = " BREAKDOWNS"
    for row in range(5, 13):
        sheet.cell(row, 4).value = f" {str(sheet.cell(row, 4).value).upper()}\N{NO-BREAK SPACE}"


@pytest.mark.parametrize("mess", [_add_title_row, _reverse_rows, _move_column, _shout])
def test_a_sheet_moved_about_is_read_as_the_clean_one(folder: Folder, desk: Desk, mess: Any) -> None:
    path = desk.receive("lfb", cells={"Breakdowns!R5": 12, "Breakdowns!R11": 8})
    book = load_workbook(path)
    mess(book)
    book.save(path)
    (file,) = collect(folder, PERIOD).files
    assert file.verdict is ReturnVerdict.ACCEPTED, [str(one) for one in file.findings]
    assert {item: one.numerator for item, one in by_home(folder).items() if one.numerator} == {
        "house": 12, "sheltered": 8,
    }  # fmt: skip


def test_a_second_attempt_is_compared_item_by_item_and_a_restatement_is_told_in_words(
    folder: Folder, desk: Desk
) -> None:
    third = PERIOD.shift(-1)
    desk.receive("lfb", period=third, day=1)
    collect(folder, third)
    desk.receive("lfb", "first.xlsx", day=20)
    collect(folder, PERIOD)
    cells: dict[str, Typed] = {"Breakdowns!S5": 18, "Breakdowns!S6": 2, "Breakdowns!P5": 21}
    desk.receive("lfb", "second.xlsx", day=21, cells=cells)
    collect(folder, PERIOD)
    found = changes(folder, "lfb", PERIOD)[-1]
    told = repr(found)
    assert "Fires in homes, by type of home, House or bungalow, one household, Feb 2018" in told
    assert "Fires in homes, House or bungalow, one household, Nov 2017" in told


def test_the_record_and_the_dashboard_hold_the_items(folder: Folder, desk: Desk) -> None:
    import pandas as pd

    desk.receive("lfb", cells={"Breakdowns!R5": 12, "Breakdowns!R6": 8})
    collect(folder, PERIOD)
    table = pd.read_csv(export(folder, ExportFormat.CSV).path, keep_default_na=False)
    assert set(table.loc[table["breakdown"] == "home", "item"]) == {
        "house", "flats-3", "flats-9", "flats-10", "converted", "shared", "sheltered", "other",
    }  # fmt: skip
    made = publish(folder, PERIOD)
    book = CalamineWorkbook.from_path(made.path)
    rows = [row for row in book.get_sheet_by_name("Data").to_python() if row[1] == "Fires in homes"]
    quarter = {
        item: sum(
            float(str(row[4]))
            for row in rows
            if row[2] == item and row[3] in {"Jan 2018", "Feb 2018", "Mar 2018"}
        )
        for item in ("", "House or bungalow, one household", "Purpose-built flats, up to 3 storeys")
    }
    assert list(quarter.values()) == [60, 52, 8]
    (typed,) = [row for row in rows if row[2] == "House or bungalow, one household" and row[4] == 12]
    assert typed[-2:] == ["Breakdowns", "R5"]


def test_the_marked_copy_points_at_the_item(folder: Folder, desk: Desk, tmp_path: Path) -> None:
    del tmp_path
    desk.receive("lfb", cells={"Breakdowns!R6": "<5"})
    (file,) = collect(folder, PERIOD).files
    assert [(one.code, str(one.cells[0])) for one in file.findings] == [
        ("SMALL_NUMBER_HIDDEN", "Breakdowns!R6")
    ]
    copies = list((folder.outputs(PERIOD) / "answers").glob("*to fix.xlsx"))
    assert load_workbook(copies[0])["Breakdowns"]["R6"].comment is not None

"""Breakdowns as a partner fills them in."""

from __future__ import annotations

from typing import Any

import pytest
from openpyxl import load_workbook

from scpxl.render.forms.template import write_return
from scpxl.returns.form import FIRST_ROW, HEADER_ROW, Sheet
from tests.checks.builders import BURGLARY, VICTIMS, form_of

FORM = form_of(VICTIMS, BURGLARY)


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = tmp_path_factory.mktemp("form") / "return.xlsx"
    write_return(FORM, path)
    return load_workbook(path)


def test_items_stand_below_each_other_and_only_their_figures_are_open(blank: Any) -> None:
    sheet = blank["Breakdowns"]
    assert [cell.value for cell in sheet[HEADER_ROW + 1]][:5] == [
        "Code", "Measure", "Breakdown", "Item code", "Item",
    ]  # fmt: skip
    assert [sheet.cell(FIRST_ROW + n, 5).value for n in range(1, 7)] == [
        "Under 18", "18 to 64", "65 or over", "Not known", "Housing", "Advice",
    ]  # fmt: skip
    table = FORM.table[Sheet.BREAKDOWNS]
    for place, row in enumerate(table.rows):
        for column in table.columns:
            cell = sheet[table.cell(place, column.key).a1]
            assert cell.protection.locked is not table.is_open(row, column)


def test_the_sheet_is_printed_on_a4_across_with_its_headings_on_every_page(blank: Any) -> None:
    sheet = blank["Breakdowns"]
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == "$3:$4"
    assert (int(sheet.page_setup.fitToHeight), sheet.protection.sheet) == (0, True)


def test_start_links_to_the_sheet_and_asks_whether_there_is_nothing_to_report(blank: Any) -> None:
    said = [cell.value for row in blank["Start"].iter_rows() for cell in row if cell.value]
    assert "Nothing to report on Breakdowns?" in said
    assert "Breakdowns: 6 rows, 18 figures to fill in" in said
    assert "answer_nil_breakdowns" in blank.defined_names


def test_figures_are_prompted_for_and_queried_as_on_measures(blank: Any) -> None:
    def rules(name: str) -> set[tuple[str, str | None]]:
        return {(rule.type, rule.prompt) for rule in blank[name].data_validations.dataValidation}

    assert rules("Breakdowns") == rules("Wards")

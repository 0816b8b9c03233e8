"""Breakdowns as a partner fills them in and as the board reads them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from scpxl.render.dashboard import write_dashboard
from scpxl.render.forms.template import write_return
from scpxl.returns.form import FIRST_ROW, HEADER_ROW, Sheet
from scpxl.scorecard.model import BreakdownRow, BreakdownTable, Figure, NumberStyle
from tests.checks.builders import BURGLARY, VICTIMS, form_of
from tests.render.scorecards import full_scorecard

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


def _number(value: float, style: NumberStyle = NumberStyle.WHOLE) -> Figure:
    return Figure(value, f"{value:g}", style)


def _row(item: str, year: float | None, share: float) -> BreakdownRow:
    shown = Figure(None, "[x] Mar 2018 not available") if year is None else _number(year)
    return BreakdownRow(
        item, shown, _number(share, NumberStyle.PERCENT), _number(40), _number(2.5, NumberStyle.SIGNED_PERCENT),
        _number(11), Figure(None, "–"), "[p]",
    )  # fmt: skip


def _table(code: str, items: int) -> BreakdownTable:
    rows = (_row("=1+1 & co", None, 12.5), *(_row(f"Item {n}", n, 100 / items) for n in range(1, items)))
    return BreakdownTable(
        code, f"Measure {code}, by kind", "Kind", "Year to Mar 2018", "victim", False, rows,
        _row("All", 412, 100), "The items add up to the whole.",
    )  # fmt: skip


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("dashboard") / "dashboard.xlsx"
    whole = full_scorecard()
    tables = (_table(whole.cards[0].code, 6), _table("GONE-01", 20), _table("GONE-02", 20))
    write_dashboard(replace(whole, breakdowns=tables), path)
    return path


def test_a_dashboard_without_breakdowns_has_no_such_sheet(tmp_path: Path) -> None:
    write_dashboard(full_scorecard(), tmp_path / "plain.xlsx")
    assert "Breakdowns" not in CalamineWorkbook.from_path(tmp_path / "plain.xlsx").sheet_names


def test_every_item_has_its_numbers_and_what_is_missing_its_mark(published: Path) -> None:
    book = CalamineWorkbook.from_path(published)
    assert book.sheet_names.index("Breakdowns") == book.sheet_names.index("Wards") + 1
    rows = {row[0]: row for row in book.get_sheet_by_name("Breakdowns").to_python(skip_empty_area=False)}
    assert rows["Kind"][1:8] == [
        "Year to Mar 2018", "Share of the whole", "A year before", "Change, %", "Latest quarter",
        "Same quarter a year before", "Marks",
    ]  # fmt: skip
    assert rows["=1+1 & co"][1:8] == ["[x]", 12.5, 40.0, 2.5, 11.0, "–", "[p]"]
    assert rows["Item 3"][1] == 3
    assert rows["All"][1:3] == [412.0, 100.0]


def test_the_summary_leads_to_every_sheet_and_the_title_to_its_card(published: Path) -> None:
    book = CalamineWorkbook.from_path(published)
    links = [
        value for value in book.get_sheet_by_name("Summary").to_python(skip_empty_area=False)[2] if value
    ]
    assert links[1:] == [
        "Exceptions", "Benchmarks", "Wards", "Breakdowns", "Actions", "Commentary", "Returns", "Data quality", "Data", "Notes",
    ]  # fmt: skip


def test_a_table_is_not_torn_apart_by_the_end_of_a_page(published: Path) -> None:
    import re
    import zipfile

    place = CalamineWorkbook.from_path(published).sheet_names.index("Breakdowns") + 1
    with zipfile.ZipFile(published) as package:
        xml = package.read(f"xl/worksheets/sheet{place}.xml").decode()
    breaks = [int(row) for row in re.findall(r'<brk id="(\d+)"', xml)]
    rows = (
        CalamineWorkbook.from_path(published).get_sheet_by_name("Breakdowns").to_python(skip_empty_area=False)
    )
    assert [rows[row][0] for row in breaks] == ["Measure GONE-01, by kind", "Measure GONE-02, by kind"]
    assert xml.count("<dataBar>") == 3

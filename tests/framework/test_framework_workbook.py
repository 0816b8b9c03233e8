"""The framework's workbook helps whoever edits it: lists to choose from, guidance, and a page to read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils import get_column_letter

from scpxl.framework.columns import SETTINGS, ColumnKind, FrameworkColumn
from scpxl.framework.tables import TABLES, FrameworkTable
from scpxl.render.framework_choices import LISTS_SHEET, to_guidance
from scpxl.render.framework_workbook import FIRST_ROW, HEADER_ROW, write_framework_workbook
from tests.framework.example import example_framework

COLUMNS = [(table, column) for table in TABLES[1:] for column in table.columns]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    path = tmp_path_factory.mktemp("book") / "framework.xlsx"
    write_framework_workbook(example_framework(), path)
    opened = openpyxl.load_workbook(path)
    yield opened
    opened.close()


def validation_of(book: Any, table: FrameworkTable, column: FrameworkColumn) -> Any:
    """Return what is behind the column's first entry and its first spare row."""
    sheet = book[table.sheet]
    letter = get_column_letter(table.columns.index(column) + 1)
    found = [
        rule
        for rule in sheet.data_validations.dataValidation
        if f"{letter}{FIRST_ROW + 1}" in rule.sqref and f"{letter}{FIRST_ROW + 100}" in rule.sqref
    ]
    assert len(found) == 1, f"{table.sheet}: {column.heading}"
    return found[0]


def choices_behind(book: Any, name: str) -> list[str]:
    sheet, _, cells = book.defined_names[name].attr_text.partition("!")
    return [str(row[0].value) for row in book[sheet][cells.replace("$", "")]]


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=lambda part: getattr(part, "key", ""))
def test_every_cell_says_what_goes_in_it(book: Any, table: FrameworkTable, column: FrameworkColumn) -> None:
    rule = validation_of(book, table, column)
    assert rule.promptTitle == column.heading
    assert rule.prompt.startswith(column.description.rstrip("."))


@pytest.mark.parametrize(
    ("table", "column"),
    [(t, c) for t, c in COLUMNS if c.kind in {ColumnKind.CHOICE, ColumnKind.YES_NO}],
    ids=lambda part: getattr(part, "key", ""),
)
def test_every_choice_is_a_drop_down_behind_a_name(
    book: Any, table: FrameworkTable, column: FrameworkColumn
) -> None:
    rule = validation_of(book, table, column)
    assert rule.type == "list"
    # A list that points straight at another sheet is lost when other programs save the workbook.
    assert re.fullmatch(r"[a-z_]+", rule.formula1)
    assert rule.formula1 in book.defined_names
    if column.choices:
        assert tuple(choices_behind(book, rule.formula1)) == column.choices


def test_yes_and_no_are_chosen(book: Any) -> None:
    assert choices_behind(book, "list_yes_no") == ["Yes", "No"]


def test_a_new_partner_can_be_chosen_at_once(book: Any) -> None:
    listed = book.defined_names["codes_partners"].attr_text
    assert listed == "Partners!$A$6:INDEX(Partners!$A$6:$A$310,MAX(1,COUNTA(Partners!$A$6:$A$310)))"


def test_a_denominator_is_an_indicator_or_reported_and_others_are_let_by(book: Any) -> None:
    assert choices_behind(book, "list_indicators_denominator") == [
        "reported",
        "BUR-01",
        "ASB-01",
        "POP",
        "GRA-01",
    ]
    table = next(table for table in TABLES if table.key == "indicators")
    assert validation_of(book, table, table.by_key["denominator"]).errorStyle == "information"


def test_the_first_line_of_each_sheet_says_what_it_is(book: Any) -> None:
    assert book["Framework"]["A1"].value == "Safer Communities Partnership, framework 2017-18.1"
    for table in TABLES:
        assert book[table.sheet]["A2"].value == table.purpose
        if table.key != SETTINGS:
            assert book[table.sheet]["A1"].value == table.sheet


def test_headings_stay_in_sight_and_on_every_page(book: Any) -> None:
    for table in TABLES:
        sheet = book[table.sheet]
        assert sheet.freeze_panes.endswith(str(FIRST_ROW + 1))
        assert sheet.print_title_rows == f"${HEADER_ROW + 1}:${HEADER_ROW + 1}"
        assert sheet.page_setup.orientation == "landscape"
        assert int(sheet.page_setup.paperSize) == 9


def test_the_lists_are_out_of_sight(book: Any) -> None:
    assert book[LISTS_SHEET].sheet_state == "hidden"
    assert book.sheetnames == [table.sheet for table in TABLES] + [LISTS_SHEET]


def test_text_cells_keep_what_is_typed(book: Any) -> None:
    # Without the text format Excel makes a date of '2010-11' and a number of '007'.
    assert book["Targets"]["B6"].number_format == "@"
    assert book["Partners"]["A7"].value == "007"
    assert book["Partners"].column_dimensions["A"].width > 0
    spare = book["Targets"].column_dimensions["B"]
    assert spare.number_format == "@"


def test_guidance_for_a_list_says_how_to_part_its_entries() -> None:
    table = next(table for table in TABLES if table.key == "indicators")
    assert to_guidance(table.by_key["editions"]) == (
        "Editions that may show it. Separate entries with a comma (or a semicolon ; if one holds a comma). "
        "Each is one of: partnership, observers, public. If there are none, write none."
    )


@pytest.mark.office
def test_another_program_shows_every_sheet_but_the_lists(tmp_path: Path, libreoffice: Any) -> None:
    write_framework_workbook(example_framework(), tmp_path / "framework.xlsx")
    pdf = libreoffice.convert(tmp_path / "framework.xlsx", "pdf").read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) >= len(TABLES)

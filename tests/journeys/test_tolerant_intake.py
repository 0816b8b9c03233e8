"""A filled return comes back changed in ways that mean nothing: it is read as the clean one is, and the tidying told.

The clean one is a return of the worked example, the police's, with 1,290 figures, five actions and commentary.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from string import ascii_uppercase
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from scpxl.checks.return_check import CheckedReturn
from scpxl.jobs.returns.check import check_file
from scpxl.model.framework import Framework
from scpxl.model.observations import Observation, Source
from scpxl.read.framework_file import read_framework
from scpxl.returns.findings import ReturnVerdict, Stage
from scpxl.returns.form import FIRST_ROW, HEADER_ROW, FormTable, ReturnForm, Sheet
from scpxl.returns.normalise import read_figure
from tests.office import LibreOffice

ROOT = Path(__file__).parents[2]
CLEAN = ROOT / "workbooks" / "barnet-2017-18" / "returns" / "2017-18-Q3" / "met 2017-18-Q3.xlsx"
WITH_FIGURES = (Sheet.MEASURES, Sheet.WARDS)
Change = Callable[[Any, ReturnForm], object]
"""What somebody does to the workbook, given the form it is."""


@cache
def framework() -> Framework:
    return read_framework(ROOT / "templates" / "barnet" / "framework.toml")


@dataclass(frozen=True)
class Read:
    """A return as it was read."""

    path: Path
    form: ReturnForm
    result: CheckedReturn

    @property
    def told(self) -> list[tuple[str, str]]:
        """Each finding's code and line, but for questions about figures, which moving them does not change."""
        findings = self.result.findings
        return [(found.code, str(found)) for found in findings if found.stage is not Stage.QUERIES]


def read(path: Path) -> Read:
    checked = check_file(framework(), path)
    assert checked.form is not None, checked.findings
    return Read(path, checked.form, checked.result)


@cache
def clean() -> Read:
    found = read(CLEAN)
    assert len(found.result.observations) == 1314
    assert not found.told
    return found


def sent_back(change: Change, folder: Path) -> Read:
    """Return the clean return, changed and saved by another program, as it is read."""
    book = load_workbook(CLEAN)
    change(book, clean().form)
    path = folder / CLEAN.name
    book.save(path)
    return read(path)


def contents(found: CheckedReturn) -> tuple[frozenset[Any], ...]:
    """Return everything that is kept of a return, without where it was entered."""
    kept = (found.observations, found.actions, found.commentary, found.explanations)
    return tuple(frozenset(one._replace(source=Source()) for one in records) for records in kept)


def assert_read_as_the_clean_one(found: Read) -> None:
    assert contents(found.result) == contents(clean().result)
    assert len(found.result.observations) == 1314
    assert found.result.answers == clean().result.answers
    assert found.result.verdict is ReturnVerdict.ACCEPTED
    assert_each_figure_stands_where_it_is_said_to(found)


def assert_each_figure_stands_where_it_is_said_to(found: Read) -> None:
    book: Any = load_workbook(found.path, data_only=True)

    def stands(seen: Observation) -> float | None:
        return read_figure(book[seen.source.sheet][seen.source.cell].value).number

    assert [seen.numerator for seen in found.result.observations] == [
        stands(seen) for seen in found.result.observations
    ]


def rows_of(sheet: Worksheet, table: FormTable) -> list[list[Any]]:
    """Return the values of a table's printed rows, its headings first."""
    last = FIRST_ROW + len(table.rows)
    width = len(table.columns)
    block = sheet.iter_rows(min_row=HEADER_ROW + 1, max_row=last, max_col=width, values_only=True)
    return [list(row) for row in block]


def write_rows(sheet: Worksheet, rows: list[list[Any]]) -> None:
    for number, row in enumerate(rows, HEADER_ROW + 1):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column).value = value


def some_figures(book: Any, form: ReturnForm, retype: Callable[[int], str]) -> None:
    """Enter the last month's burglary figures of Measures again as text."""
    table = form.table[Sheet.MEASURES]
    for place, row in enumerate(table.rows[:6]):
        month = [column for column in table.months if table.is_open(row, column)][-1]
        cell = table.cell(place, month.key)
        there = book[Sheet.MEASURES].cell(cell.row + 1, cell.column + 1)
        there.value = retype(int(there.value))


def test_saved_again_by_openpyxl_nothing_is_lost_and_nothing_said(tmp_path: Path) -> None:
    found = sent_back(lambda _book, _form: None, tmp_path)
    assert_read_as_the_clean_one(found)
    assert found.told == []


@pytest.mark.office
@pytest.mark.slow
def test_saved_again_by_libreoffice_nothing_is_lost_and_nothing_said(libreoffice: LibreOffice) -> None:
    found = read(libreoffice.convert(CLEAN, "xlsx"))
    assert_read_as_the_clean_one(found)
    assert found.told == []


def test_empty_rows_put_in_between_are_passed_over(tmp_path: Path) -> None:
    def insert(book: Any, _form: ReturnForm) -> None:
        for name in WITH_FIGURES:
            for above in (FIRST_ROW + 15, FIRST_ROW + 7, FIRST_ROW + 2):
                book[name].insert_rows(above, 2)

    found = sent_back(insert, tmp_path)
    assert_read_as_the_clean_one(found)
    assert found.told == []


def test_columns_in_another_order_are_found_by_their_headings_and_the_move_told(tmp_path: Path) -> None:
    def move(book: Any, form: ReturnForm) -> None:
        for name in WITH_FIGURES:
            rows = rows_of(book[name], form.table[name])
            order = list(range(len(rows[0])))
            random.Random(name).shuffle(order)  # noqa: S311  (any order will do)
            write_rows(book[name], [[row[place] for place in order] for row in rows])

    found = sent_back(move, tmp_path)
    assert_read_as_the_clean_one(found)
    assert [code for code, _ in found.told] == ["MOVED", "MOVED"]


def test_a_title_row_added_on_top_moves_all_addresses_and_is_told(tmp_path: Path) -> None:
    def add_title(book: Any, _form: ReturnForm) -> None:
        for name in (Sheet.START, *WITH_FIGURES):
            book[name].insert_rows(1)
            book[name]["A1"] = "Returned by the Borough Command Unit"

    found = sent_back(add_title, tmp_path)
    assert_read_as_the_clean_one(found)
    assert [code for code, _ in found.told] == ["MOVED", "MOVED", "MOVED"]
    assert rows_by_figure(found) == {seen: row + 1 for seen, row in rows_by_figure(clean()).items()}


def rows_by_figure(found: Read) -> dict[tuple[Any, ...], int]:
    """Return the row, as a person counts, in which each figure stands."""
    return {
        (seen.series, seen.period): int(seen.source.cell.lstrip(ascii_uppercase))
        for seen in found.result.observations
    }


def test_sheets_renamed_in_case_or_with_trailing_blanks_are_still_those_sheets(tmp_path: Path) -> None:
    def rename(book: Any, _form: ReturnForm) -> None:
        names = {"Start": "START", "Measures": "measures ", "Wards": "WARDS", "Commentary": "Commentary  "}
        for old, new in names.items():
            # Setting the name as Excel does; openpyxl takes one that differs in case alone for a second.
            book[old].title = "for a moment"
            book["for a moment"].title = new

    found = sent_back(rename, tmp_path)
    assert_read_as_the_clean_one(found)
    assert found.told == []


def test_formats_pasted_over_change_no_figure(tmp_path: Path) -> None:
    def paste(book: Any, form: ReturnForm) -> None:
        formats = ("0.00", "#,##0", "@", "0%", "General")
        for name in WITH_FIGURES:
            for row in book[name].iter_rows(min_row=FIRST_ROW + 1, max_col=len(form.table[name].columns)):
                for place, cell in enumerate(row):
                    cell.number_format = formats[place % len(formats)]
                    cell.font, cell.fill = Font("Comic Sans MS", 19), PatternFill("solid", "FFFF00")

    found = sent_back(paste, tmp_path)
    assert_read_as_the_clean_one(found)
    assert found.told == []


def assert_six_were_tidied(found: Read) -> None:
    assert_read_as_the_clean_one(found)
    codes = {code for code, _ in found.told}
    cells = {
        cell
        for finding in found.result.findings
        if finding.stage is not Stage.QUERIES
        for cell in finding.cells
    }
    assert codes == {"TIDIED"}
    assert len(cells) == 6


@pytest.mark.parametrize("typed", ["{:,}", "  {} ", "{}.0"])
def test_digits_typed_as_text_are_numbers_and_each_is_told(typed: str, tmp_path: Path) -> None:
    found = sent_back(lambda book, form: some_figures(book, form, typed.format), tmp_path)
    assert_six_were_tidied(found)


def test_a_blank_that_does_not_break_is_a_blank_and_is_told_where_a_figure_had_it(tmp_path: Path) -> None:
    def paste(book: Any, form: ReturnForm) -> None:
        some_figures(book, form, "\u00a0{}\u00a0".format)
        for name in WITH_FIGURES:
            rows = rows_of(book[name], form.table[name])
            rows[0] = [str(heading).replace(" ", "\u00a0") for heading in rows[0]]
            for row in rows[1:]:
                row[0] = f"{row[0]}\u00a0"
            write_rows(book[name], rows)

    assert_six_were_tidied(sent_back(paste, tmp_path))


def test_full_width_digits_are_digits_and_are_told(tmp_path: Path) -> None:
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    found = sent_back(
        lambda book, form: some_figures(book, form, lambda value: str(value).translate(wide)), tmp_path
    )
    assert_six_were_tidied(found)


def test_month_headings_turned_into_dates_are_the_same_months(tmp_path: Path) -> None:
    def retype(book: Any, form: ReturnForm) -> None:
        for name in WITH_FIGURES:
            table = form.table[name]
            for column in table.months:
                assert column.month is not None
                cell = book[name].cell(HEADER_ROW + 1, table.position[column.key] + 1)
                cell.value = date(column.month // 12, column.month % 12 + 1, 1)
                cell.number_format = "mmm-yy"

    found = sent_back(retype, tmp_path)
    assert_read_as_the_clean_one(found)
    assert found.told == []


def test_rows_sorted_another_way_keep_their_figures(tmp_path: Path) -> None:
    def sort(book: Any, form: ReturnForm) -> None:
        for name in WITH_FIGURES:
            headings, *rows = rows_of(book[name], form.table[name])
            write_rows(book[name], [headings, *reversed(rows)])

    found = sent_back(sort, tmp_path)
    assert_read_as_the_clean_one(found)
    assert found.told == []


def test_a_figure_changed_in_a_moved_table_is_seen_where_it_now_stands(tmp_path: Path) -> None:
    def move_and_spoil(book: Any, form: ReturnForm) -> None:
        table = form.table[Sheet.MEASURES]
        sheet = book[Sheet.MEASURES]
        at = table.cell(0, table.months[-1].key)
        sheet.insert_rows(1)
        sheet.cell(at.row + 2, at.column + 1).value = "about 30"

    found = sent_back(move_and_spoil, tmp_path)
    table = clean().form.table[Sheet.MEASURES]
    at = table.cell(0, table.months[-1].key)
    (wrong,) = [finding for finding in found.result.findings if finding.code == "NOT_A_NUMBER"]
    assert wrong.cells == (at._replace(row=at.row + 1),)

"""A filled form is read by its words: sheets, headings, codes and questions, wherever they are."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import openpyxl
import pytest
import python_calamine

from scpxl.read.return_workbook import OpenedReturn, open_return, read_return
from scpxl.returns.cells import CellRef
from scpxl.returns.form import HEADER_ROW, Sheet
from scpxl.returns.raw import CellError, CellValue, RawReturn, RawTable, Uncalculated
from tests.read.forms import filled_form, small_form
from tests.read.packages import SHEET, WORKBOOK, parts, sheet_xml, with_parts

FORM = small_form()
IDENTITY = {"template": "1", "framework": "2017-18.1", "partner": "met", "period": "2017-18 Q4"}


def opened(content: bytes) -> OpenedReturn:
    found = open_return(content, "met.xlsx")
    assert not found.refused, found.findings
    return found


def read(content: bytes) -> RawReturn:
    return read_return(opened(content), FORM)


def measures(content: bytes) -> RawTable:
    return read(content).tables[Sheet.MEASURES]


def on(sheet: str, write: Callable[[Any], object]) -> bytes:
    """The filled form with something else written on one sheet."""
    return filled_form(FORM, change=lambda book: write(book.get_worksheet_by_name(sheet)))


def value(content: bytes, row: int, column: str, table: str = Sheet.MEASURES) -> CellValue:
    return read(content).tables[table].rows[row].cells[column].value


def test_every_figure_is_read_with_the_cell_it_was_typed_in() -> None:
    raw = read(filled_form(FORM))
    assert raw.identity == IDENTITY
    assert raw.file == "met.xlsx"
    assert raw.moved == ()
    assert set(raw.tables) == {"Measures", "Wards", "Actions", "Commentary"}
    rows = raw.tables["Measures"].rows
    assert [row.key for row in rows] == [
        ("BUR-01", "Number"),
        ("BUR-02", "Number"),
        ("DAB-01", "Number"),
        ("DAB-01", "Out of"),
    ]
    for number, row in enumerate(rows):
        for column in FORM.table[Sheet.MEASURES].months:
            cell = row.cells[column.key]
            assert cell.ref == FORM.table[Sheet.MEASURES].cell(number, column.key)
            assert cell.value == number * 100 + cell.ref.column


def test_blanks_are_none_whole_numbers_are_whole_and_text_is_left_alone() -> None:
    def write(sheet: Any) -> None:
        sheet.write_row(4, 4, [12, 12.5, " 1,234 ", "[x]", "", 0])

    row = measures(on("Measures", write)).rows[0]
    months = [row.cells[column.key].value for column in FORM.table[Sheet.MEASURES].months[:6]]
    assert months == [12, 12.5, " 1,234 ", "[x]", 8, 0]
    assert isinstance(months[0], int)
    assert row.cells["reason"].value is None


def test_error_cells_are_told_apart_from_blanks() -> None:
    def write(sheet: Any) -> None:
        sheet.write_formula("E5", "=#REF!", None, "#REF!")
        sheet.write_formula("F5", "=1/0", None, "#DIV/0!")

    content = on("Measures", write)
    assert value(content, 0, "2017-01") == CellError("#REF!")
    assert value(content, 0, "2017-02") == CellError("#DIV/0!")
    assert value(content, 0, "2017-03") == 6


@pytest.mark.parametrize("shown", ["#SPILL!", "#CALC!", "#GETTING_DATA", "#FIELD!"])
def test_an_error_newer_than_the_reader_does_not_hide_the_sheet(shown: str) -> None:
    whole = filled_form(FORM, figure=lambda row, column: "=1" if (row, column) == (0, 4) else column)
    book = openpyxl.load_workbook(io.BytesIO(whole))
    cell = book["Measures"]["E5"]
    cell.value, cell.data_type = shown, "e"
    out = io.BytesIO()
    book.save(out)
    assert value(out.getvalue(), 0, "2017-01") == CellError(shown)
    assert value(out.getvalue(), 0, "2017-02") == 5


def test_a_formula_saved_without_its_result_is_told_apart_from_a_blank() -> None:
    book = openpyxl.load_workbook(io.BytesIO(filled_form(FORM)))
    book["Measures"]["E5"] = "=20+17"
    book["Measures"]["W60"] = "=SUM(E5:E8)"
    out = io.BytesIO()
    book.save(out)
    table = measures(out.getvalue())
    assert table.rows[0].cells["2017-01"].value == Uncalculated("20+17")
    assert table.rows[-1].number == 7


def test_a_number_that_is_none_is_given_as_text() -> None:
    rows = (
        '<row r="1"><c r="A1" t="str"><v>Code</v></c><c r="B1"><v>NaN</v></c><c r="C1"><v>1E400</v></c></row>'
    )
    workbook = str(parts()[WORKBOOK]).replace('name="Return"', 'name="scpxl"')
    found = opened(with_parts({WORKBOOK: workbook, SHEET: sheet_xml(rows.replace("Code", "period"))}))
    assert found.identity == {"period": "nan"}


def test_tables_pushed_down_and_right_are_read_and_said_to_have_moved() -> None:
    raw = read(filled_form(FORM, rows_down=3, columns_right=2))
    table = raw.tables["Measures"]
    assert table.header_row == HEADER_ROW + 3
    assert table.rows[0].key == ("BUR-01", "Number")
    first = table.rows[0].cells["2018-01"]
    assert first.ref == CellRef("Measures", 7, 18)
    assert first.value == 16
    assert CellRef("Measures", HEADER_ROW + 3, 2) in raw.moved


def test_columns_are_found_by_heading_in_any_order() -> None:
    swap = {"Jan 2018": "Feb 2018", "Feb 2018": "Jan 2018"}
    raw = read(filled_form(FORM, headings=dict(swap)))
    assert raw.tables["Measures"].rows[0].cells["2018-01"].value == 17
    assert {cell.a1 for cell in raw.moved if cell.sheet == "Measures"} == {"Q4", "R4"}


@pytest.mark.parametrize(
    "heading",
    [
        date(2018, 1, 1),
        "JAN\u00a0 2018",
        "January 2018",
        "Jan-18",
        "2018-01",
        " jan 2018\n",
    ],
)
def test_a_months_heading_is_known_however_a_spreadsheet_program_changed_it(heading: object) -> None:
    table = measures(filled_form(FORM, headings={"Jan 2018": heading}))
    assert table.rows[0].cells["2018-01"].value == 16
    assert table.unmatched_headers == ()


def test_a_missing_a_strange_and_a_repeated_heading_are_reported_as_they_are() -> None:
    table = measures(filled_form(FORM, headings={"Jan 2018": "My notes", "Feb 2018": "Mar 2018"}))
    assert "2018-01" not in table.columns
    assert [str(cell.ref) for cell in table.unmatched_headers] == ["Measures!Q4"]
    assert [str(cell.ref) for cell in table.repeated_headers] == ["Measures!S4"]
    assert table.rows[0].cells["2018-03"].ref.a1 == "R5"


def test_sheets_are_known_whatever_the_case_and_blanks_of_their_names() -> None:
    raw = read(filled_form(FORM, names={"Measures": "MEASURES ", "Start": "start"}))
    assert raw.tables["Measures"].sheet == "MEASURES "
    assert raw.tables["Measures"].rows[0].cells["2018-01"].ref.sheet == "MEASURES "
    assert raw.start["signed_name"].ref.sheet == "start"


def test_a_sheet_or_table_that_is_gone_is_simply_not_there() -> None:
    raw = read(filled_form(FORM, drop=("Wards",)))
    assert "Wards" not in raw.tables
    assert "Wards" not in raw.sheet_names
    no_headings = {
        column.heading: f"x{place}" for place, column in enumerate(FORM.table[Sheet.WARDS].columns)
    }
    assert "Wards" not in read(filled_form(FORM, headings=dict(no_headings))).tables


def test_rows_the_partner_added_are_kept_and_blank_ones_are_not() -> None:
    def write(sheet: Any) -> None:
        sheet.write_string(12, 0, " ")
        sheet.write_row(14, 0, ["Total", None, None, None, 99])
        sheet.write_row(16, 1, ["", "", "", 5])

    rows = measures(on("Measures", write)).rows[4:]
    assert [(row.number, row.key) for row in rows] == [(14, ("Total", "")), (16, ("", ""))]
    assert rows[1].cells["2017-01"].value == 5


def test_codes_are_matched_without_regard_to_case_and_blanks() -> None:
    content = on("Measures", lambda sheet: sheet.write_row(4, 0, [" bur-01\u00a0", "Burglary 1", "NUMBER"]))
    assert measures(content).rows[0].key == ("BUR-01", "Number")


def test_answers_on_start_are_found_beside_their_question() -> None:
    raw = read(filled_form(FORM))
    assert raw.start["signed_role"].value == "answer to signed_role"
    assert raw.start["signed_role"].ref == next(q.cell for q in FORM.questions if q.key == "signed_role")

    def move(sheet: Any) -> None:
        cell = next(q.cell for q in FORM.questions if q.key == "signed_role")
        sheet.write_string(cell.row, cell.column - 1, "Something else")
        sheet.write_row(40, 3, ["ROLE ", "Borough Commander"])

    moved = read(on("Start", move))
    assert moved.start["signed_role"].value == "Borough Commander"
    assert moved.start["signed_role"].ref == CellRef("Start", 40, 4)
    assert CellRef("Start", 40, 3) in moved.moved


def test_a_question_whose_words_are_gone_has_no_answer() -> None:
    cell = next(q.cell for q in FORM.questions if q.key == "signed_role")
    assert "signed_role" not in read(on("Start", lambda s: s.write(cell.row, cell.column - 1, "?"))).start


def test_without_the_hidden_sheet_the_form_still_says_whose_it_is() -> None:
    found = opened(filled_form(FORM, with_identity=False))
    assert found.identity == IDENTITY
    assert found.identity_cells["period"].a1 == "C12"


def test_an_identity_is_shown_where_the_partner_can_see_it() -> None:
    found = opened(
        filled_form(FORM, change=lambda book: book.get_worksheet_by_name("Start").write(11, 2, "2017-18 Q3"))
    )
    assert found.identity["period"] == "2017-18 Q4"
    assert str(found.identity_cells["period"]) == "Start!C12"


def test_a_workbook_of_another_kind_is_told_by_its_sheets() -> None:
    found = open_return(with_parts({}), "budget.xlsx")
    assert found.refused
    [said] = found.findings
    assert said.fact == "budget.xlsx is not one of our return forms (its sheets are: Return)."
    assert said.advice == "Fill in the form that was sent to you and send that."
    with pytest.raises(ValueError, match="refused"):
        read_return(found, FORM)


def test_a_workbook_with_one_sheet_named_like_ours_is_not_ours() -> None:
    workbook = str(parts()[WORKBOOK]).replace('name="Return"', 'name="Actions"')
    assert [f.code for f in open_return(with_parts({WORKBOOK: workbook}), "x.xlsx").findings] == [
        "NOT_OUR_FORM"
    ]


@pytest.mark.parametrize(
    "cell",
    ['<c r="A1" t="s"><v>999999</v></c>', '<c r="A1" t="n"><v>1,234</v></c>', '<c r="A1" t="b"><v>2</v></c>'],
)
def test_what_the_reader_gives_up_on_is_one_finding(cell: str) -> None:
    workbook = str(parts()[WORKBOOK]).replace('name="Return"', 'name="Start"')
    content = with_parts({WORKBOOK: workbook, SHEET: sheet_xml(f'<row r="1">{cell}</row>')})
    found = open_return(content, "met.xlsx")
    assert found.refused
    assert [f.code for f in found.findings] == ["FILE_UNREADABLE"]


class PanicException(BaseException):
    """What a panic of the reader arrives as."""


@pytest.mark.parametrize("trouble", [PanicException("index out of bounds"), MemoryError(), OSError()])
def test_a_panic_of_the_reader_is_one_finding(
    monkeypatch: pytest.MonkeyPatch, trouble: BaseException
) -> None:
    def panic(_content: object) -> None:
        raise trouble

    monkeypatch.setattr(python_calamine, "CalamineWorkbook", type("Fake", (), {"from_filelike": panic}))
    assert [f.code for f in open_return(filled_form(FORM), "met.xlsx").findings] == ["FILE_UNREADABLE"]


def test_a_persons_interrupt_is_never_swallowed(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(_content: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(python_calamine, "CalamineWorkbook", type("Fake", (), {"from_filelike": interrupt}))
    with pytest.raises(KeyboardInterrupt):
        open_return(filled_form(FORM), "met.xlsx")


def test_hidden_rows_are_read_and_said_to_be_hidden() -> None:
    content = on("Measures", lambda sheet: sheet.set_row(4, None, None, {"hidden": True}))
    found = opened(content)
    assert [str(f) for f in found.findings] == [
        "The sheet Measures has hidden rows or columns; their figures were read."
    ]
    assert read_return(found, FORM).tables["Measures"].rows[0].cells["2018-01"].value == 16

"""A cell's format says whether 0.9 is nine tenths or ninety per cent: it is read, whoever wrote it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from scpxl.read.grids import read_grids
from scpxl.read.guard import guard_workbook
from scpxl.read.guard.refusal import LIMITS
from scpxl.read.guard.sheet_facts import percent_styles, shows_percent
from scpxl.read.guard.sheet_scan import scan_sheet
from scpxl.read.guard.sheet_walk import walk_sheet
from scpxl.returns.raw import CellValue, Percent
from tests.office import LibreOffice
from tests.read.packages import SHEET, STYLES, sheet_xml, with_parts

AS_A_PERCENTAGE = [
    "0%",
    "0.00%",
    "0.0 %",
    "[Red]0%;[Blue]-0%",
    "#,##0.0%;(#,##0.0%)",
    '"about "0%',
    "[<1]0%;0",
]
AS_IT_IS = ["General", '0"%"', "0\\%", '0.0"% of"', "0.00", "0_%", "[>=1]0%;0.0", "@"]


def workbook(values: list[tuple[object, str]]) -> bytes:
    """Return a workbook with one value a row, each in its format."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Return")
        for row, (value, code) in enumerate(values):
            sheet.write(row, 0, value, book.add_format({"num_format": code}))
    return out.getvalue()


def first_column(content: bytes) -> list[CellValue]:
    guarded = guard_workbook(content, "met.xlsx")
    assert not guarded.refused, guarded.findings
    (grid, *_) = read_grids(guarded, lambda _name: True)
    return [row[0] for row in grid.rows]


def test_a_number_is_a_percentage_where_its_cell_shows_it_as_one() -> None:
    assert first_column(workbook([(0.9, code) for code in AS_A_PERCENTAGE])) == [Percent(0.9)] * 7
    assert first_column(workbook([(0.9, code) for code in AS_IT_IS])) == [0.9] * 8


@pytest.mark.office
@pytest.mark.slow
def test_what_libreoffice_writes_is_read_alike(libreoffice: LibreOffice, tmp_path: Path) -> None:
    source = tmp_path / "formats.xlsx"
    source.write_bytes(workbook([(0.9, code) for code in AS_A_PERCENTAGE + AS_IT_IS]))
    saved = libreoffice.convert(source, "xlsx").read_bytes()
    assert first_column(saved) == [Percent(0.9)] * 7 + [0.9] * 8


@pytest.mark.parametrize("number", [9, 10])
def test_the_formats_every_program_knows_by_number_are_read(number: int) -> None:
    # As Google Sheets writes them: no list of formats, attributes in another order.
    styles = (
        f'<styleSheet xmlns="x"><cellStyleXfs count="1"><xf borderId="0" numFmtId="{number}"/></cellStyleXfs>'
        f'<cellXfs count="2"><xf borderId="0" numFmtId="0" xfId="0"/><xf borderId="0" numFmtId="{number}" '
        'applyNumberFormat="1"><alignment horizontal="left"/></xf></cellXfs></styleSheet>'
    )
    rows = '<row r="1"><c r="A1" s="0"><v>0.5</v></c></row><row r="2"><c r="A2" s="1"><v>0.5</v></c></row>'
    assert first_column(with_parts({STYLES: styles, SHEET: sheet_xml(rows)})) == [0.5, Percent(0.5)]


def test_a_format_says_nothing_of_words_dates_and_blanks() -> None:
    styles = '<styleSheet xmlns="x"><cellXfs><xf/><xf numFmtId="9"/></cellXfs></styleSheet>'
    rows = (
        '<row r="1"><c r="A1" s="1" t="inlineStr"><is><t>about 30</t></is></c></row><row r="2"><c r="A2" s="1"/></row>'
        '<row r="3"><c r="A3" s="1" t="b"><v>1</v></c></row><row r="4"><c r="A4" s="1"><v>1</v></c></row>'
    )
    assert first_column(with_parts({STYLES: styles, SHEET: sheet_xml(rows)})) == [
        "about 30",
        "",
        True,
        Percent(1.0),
    ]


def test_both_ways_through_a_sheet_find_the_same_cells() -> None:
    percents = {2: "0%", 11: "0.0%"}
    rows = (
        '<row r="1"><c r="A1" s="2"><v>0.5</v></c><c r="B1" s="1"><v>0.5</v></c><c r="C1" s="11" t="n"><v>1</v></c></row>'
        '<row r="2"><c r="A2" s="2" t="s"><v>0</v></c><c r="B2" s="2"><f>A1</f><v>0.5</v></c><c r="C2" s="2"/></row>'
    )
    data = sheet_xml(rows).encode()
    quick, walked = (way(data, "sheet", LIMITS, percents) for way in (scan_sheet, walk_sheet))
    assert quick.exact_shape
    assert quick.percents == walked.percents == {(0, 0): "0%", (0, 2): "0.0%", (1, 1): "0%"}
    many = dict.fromkeys(range(1000), "") | percents
    assert scan_sheet(data, "sheet", LIMITS, many).percents.keys() == {*quick.percents, (0, 1)}


@given(st.sampled_from(AS_A_PERCENTAGE[:5]), st.floats(0.001, 1))
def test_a_percentage_with_something_printed_around_it_is_one(code: str, number: float) -> None:
    assert shows_percent(f'"note: "{code}', number)
    assert shows_percent(code, number)


def test_a_workbook_without_percentages_costs_no_second_look() -> None:
    assert percent_styles(b'<styleSheet><cellXfs><xf numFmtId="1"/></cellXfs></styleSheet>', STYLES) == {}


def test_a_target_shown_as_a_percentage_is_asked_for_as_a_number(tmp_path: Path) -> None:
    from scpxl.errors import FrameworkError
    from scpxl.read.framework_file import read_framework
    from scpxl.render.framework_workbook import write_framework_workbook
    from tests.framework.example import example_framework

    path = tmp_path / "framework.xlsx"
    write_framework_workbook(example_framework(), path)
    book: Any = openpyxl.load_workbook(path)
    sheet = book["Targets"]
    headings = {cell.value: cell for row in sheet.iter_rows(max_row=8) for cell in row if cell.value}
    cell = sheet.cell(headings["Value"].row + 1, headings["Value"].column)
    cell.value, cell.number_format = 0.7, "0%"
    book.save(path)
    with pytest.raises(FrameworkError) as refused:
        read_framework(path)
    (line,) = refused.value.problems
    assert line == (
        f"Targets!{cell.coordinate} (value): shows 70%, which is stored as 0.7. Set the cell's format to General "
        "and enter the number, for example 70."
    )

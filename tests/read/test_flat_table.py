"""Figures in a plain table, CSV or workbook, are read row by row; only what the file lacks is said here."""

from __future__ import annotations

import gzip
import io
import time
from datetime import date

import pytest
import xlsxwriter

from scpxl.read.flat_table import read_flat_table
from scpxl.read.guard.refusal import FileLimits
from scpxl.returns.raw import FlatRow, Percent

CSV = "indicator,area,period,numerator,denominator\nBUR-01,E09000003,2018-03,212,\nDAB-01,E09000003,2018-03,3,9\n"


def rows(content: bytes, file: str = "history.csv") -> tuple[FlatRow, ...]:
    tidy = read_flat_table(content, file)
    assert not tidy.refused
    assert not tidy.aside
    return tidy.rows


def problem(content: bytes, file: str = "history.csv", limits: FileLimits | None = None) -> str:
    tidy = read_flat_table(content, file, limits or FileLimits())
    assert tidy.rows == ()
    [found] = tidy.findings
    return f"{found} ({found.code})"


def book(table: list[list[object]], *, first_row: int = 0) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as workbook:
        workbook.add_worksheet("Read me").write(0, 0, "About this file")
        sheet = workbook.add_worksheet("Data")
        day = workbook.add_format({"num_format": "mmm-yy"})
        for number, row in enumerate(table, first_row):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    sheet.write_datetime(number, column, value, day)
                else:
                    sheet.write(number, column, value)
    return out.getvalue()


def test_a_csv_gives_text_with_the_cell_it_stands_in() -> None:
    first, second = rows(CSV.encode())
    assert (first.indicator, first.area, first.period, first.numerator) == (
        "BUR-01",
        "E09000003",
        "2018-03",
        "212",
    )
    assert (first.denominator, second.denominator) == ("", "9")
    assert (first.breakdown, first.item, first.marker) == (None, None, None)
    assert str(second.cell("denominator")) == "history.csv!E3"


def packed(text: str) -> bytes:
    """Return text as gzip packs it, the same at any moment: it names a test."""
    return gzip.compress(text.encode(), mtime=0)


@pytest.mark.parametrize(
    "content",
    [
        CSV.encode("utf-8-sig"),
        packed(CSV),
        packed(CSV[:60]) + packed(CSV[60:]),
        CSV.replace("\n", "\r\n").encode(),
        CSV.replace(",", ";").encode(),
        CSV.replace(",", "\t").encode(),
        CSV.replace("indicator,area", " Indicator ,AREA").encode(),
        ("\n\n" + CSV.replace("DAB-01", "\n,,,,\nDAB-01")).encode(),
    ],
    ids=["excel", "gzip", "two gzips", "windows", "semicolons", "tabs", "headings", "blank rows"],
)
def test_the_ways_programs_write_a_csv_all_read_alike(content: bytes) -> None:
    assert [row[3:8] for row in rows(content)] == [row[3:8] for row in rows(CSV.encode())]


def test_columns_may_stand_in_any_order_among_others() -> None:
    [row] = rows(b"note,marker,numerator,period,area,indicator\nx,p,12,2018-03,E09000003,BUR-01\n")
    assert (row.indicator, row.numerator, row.marker) == ("BUR-01", "12", "p")
    assert row.cell("indicator").a1 == "F2"


def test_columns_that_are_passed_over_are_named() -> None:
    csv = b"note,indicator,Checked by,area,period,numerator\nx,BUR-01,me,E09000003,2018-03,12\n"
    workbook = book(
        [["indicator", "area", "period", "numerator", "Our notes"], ["BUR-01", "E09000003", "2018-03", 1]]
    )
    for content, file, named in ((csv, "h.csv", "note, Checked by"), (workbook, "h.xlsx", "Our notes")):
        (found,) = read_flat_table(content, file).findings
        assert str(found) == f"Columns that were ignored: {named}."


@pytest.mark.parametrize("heading", ["Numerator", " numerator ", "NUMERATOR"])
def test_a_heading_met_twice_is_refused_since_the_two_may_differ(heading: str) -> None:
    said = problem(f"indicator,area,period,numerator,{heading}\nBUR-01,E09000003,2018-03,12,13\n".encode())
    assert said.startswith("history.csv has the column numerator twice. Keep one of the two")
    table: list[list[object]] = [
        ["indicator", "area", "period", "numerator", heading],
        ["BUR-01", "E09000003", "2018-03", 1, 2],
    ]
    assert "TIDY_COLUMN_REPEATED" in problem(book(table), "history.xlsx")


def test_a_comma_inside_a_number_without_quotes_sets_the_row_aside() -> None:
    tidy = read_flat_table(
        b"indicator,area,period,numerator\nBUR-01,E09000003,2018-03,1,234\nBUR-01,E09000003,2018-04,12,\n",
        "h.csv",
    )
    assert [row.numerator for row in tidy.rows] == ["12"]
    (found,) = tidy.aside
    assert str(found) == (
        'h.csv!E2  The row has 5 cells under 4 headings. A comma inside a number needs quotes around it: "1,234".'
    )


def test_a_percentage_in_a_workbook_is_handed_on_as_its_cell_shows_it() -> None:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["indicator", "area", "period", "numerator"])
        sheet.write_row(1, 0, ["CON-01", "E09000003", "2017-18-Q4"])
        sheet.write_number(1, 3, 0.69, workbook.add_format({"num_format": "0%"}))
    (row,) = rows(out.getvalue(), "history.xlsx")
    assert row.numerator == Percent(0.69)


def test_a_workbook_gives_values_as_typed_from_the_sheet_that_has_the_headings() -> None:
    content = book([["Indicator", "Area", "Period", "Numerator"], ["BUR-01", "E09000003", date(2018, 3, 1), 212],
                    [], ["BUR-01", "E09000003", "2018-02", None]], first_row=3)  # fmt: skip
    first, second = rows(content, "history.xlsx")
    assert (first.period, first.numerator, first.number) == ("2018-03", 212, 5)
    assert str(first.cell("numerator")) == "Data!D5"
    assert (second.numerator, second.number) == (None, 7)


def test_missing_columns_are_one_finding_that_says_what_is_there() -> None:
    said = problem(b"Code,Area,Month,Numerator\nBUR-01,E09000003,2018-03,12\n")
    assert said.startswith(
        "history.csv is missing the columns indicator, period. It has: Code, Area, Month, Numerator. Give it the columns"
    )
    assert "is missing the column numerator. It has: indicator, area, period." in problem(
        b"indicator,area,period\na,b,c\n"
    )
    in_a_workbook = problem(book([["Code", "Area", "Period", "Number"]]), "history.xlsx")
    assert "It has: Code, Area, Period, Number." in in_a_workbook


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "FILE_EMPTY"),
        (CSV.replace("BUR", "£").encode("cp1252"), "TIDY_ENCODING"),
        (CSV.encode("utf-16"), "TIDY_ENCODING"),
        (b"<html><title>Sign in</title></html>", "FILE_IS_HTML"),
        (b"%PDF-1.7", "FILE_WRONG_TYPE"),
        (packed(CSV)[:-12], "FILE_CORRUPT"),
        (b"\x1f\x8bnot gzip at all", "FILE_CORRUPT"),
        (b'indicator,area,period,numerator\n"BUR-01,E09000003,2018-03,12\n', "FILE_CORRUPT"),
        (b"PK\x03\x04", "FILE_CORRUPT"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_one_reason(content: bytes, code: str) -> None:
    assert code in problem(content)


def test_a_gzip_that_unpacks_to_far_too_much_is_not_unpacked() -> None:
    bomb = gzip.compress(bytes(5 << 20))
    assert "FILE_TOO_BIG_UNPACKED" in problem(bomb, limits=FileLimits(part_bytes=1 << 20))
    assert "FILE_TOO_BIG)" in problem(bytes(3 << 20), limits=FileLimits(file_bytes=1 << 20))


def test_a_hundred_thousand_rows_take_a_moment() -> None:
    content = "indicator,area,period,numerator\n" + "BUR-01,E09000003,2018-03,212\n" * 100_000
    began = time.process_time()
    assert len(rows(content.encode())) == 100_000
    assert time.process_time() - began < 5

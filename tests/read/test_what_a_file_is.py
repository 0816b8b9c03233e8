"""A file is called what it is, and what two programs could read in two ways is refused in words."""

from __future__ import annotations

import struct

import pytest

from scpxl.read.guard import guard_workbook
from scpxl.read.return_workbook import open_return, read_return
from scpxl.returns.form import Sheet
from tests.read.forms import filled_form, small_form
from tests.read.packages import SHEET, WORKBOOK, parts, sheet_xml, with_parts, with_text, zipped

TEXT = "Code\tJan 2018\r\nBUR-01\t30\r\n"
LOCK = (b"\x09Ann Smith" + b" " * 45 + b"\x09\0" + "Ann Smith".encode("utf-16-le")).ljust(165, b" ")
DBASE = (
    b"\x03\x12\x04\x14" + struct.pack("<IHH", 1, 65, 11) + b"\0" * 20
    + b"BURGLARY".ljust(11, b"\0") + b"N" + b"\0" * 20 + b"\r" + b" 0000000030\x1a"
)  # fmt: skip


def told(content: bytes) -> tuple[str, str]:
    (found,) = guard_workbook(content, "met.xlsx").findings
    return found.code, found.fact


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\x00\x00\x02\x00\x06\x04\x06\x00\x08\x00", "a Lotus 1-2-3 worksheet"),
        (b"\x00\x00\x1a\x00\x02\x10\x04\x00\x00\x00", "a Lotus 1-2-3 worksheet"),
        (b"\x00\x00\x02\x00\x02\x10\xc9\x00\x02\x00", "a Quattro Pro spreadsheet"),
        (b"\xff\x00\x02\x00\x04\x04\x05T\x02\x00", "a Microsoft Works spreadsheet"),
        (DBASE, "a dBase table"),
        (LOCK, "the note that Excel keeps while a workbook is open"),
        (b"\x4c\x00\x00\x00\x01\x14\x02\x00" + b"\0" * 68, "a shortcut to a file"),
        (b"[InternetShortcut]\r\nURL=https://example.org\r\n", "a shortcut to a web page"),
        (b"ID;PWXL;N;E\r\n", "a SYLK file"),
        (b"SQLite format 3\x00" + b"\0" * 84, "a database"),
        (b"BM" + struct.pack("<IHHI", 58, 0, 0, 54), "a picture"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_files_of_other_programs_are_named_and_not_called_damaged(content: bytes, kind: str) -> None:
    assert told(content) == ("FILE_WRONG_TYPE", f"met.xlsx is {kind}, not an Excel workbook.")


@pytest.mark.parametrize(
    "encoding",
    ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "utf-8-sig", "cp1252"],
)
def test_plain_text_is_plain_text_in_every_encoding(encoding: str) -> None:
    assert told(TEXT.encode(encoding))[0] == "FILE_IS_CSV"
    assert told("<html><title>Sign in</title></html>".encode(encoding))[1].startswith(
        "met.xlsx is a web page (it says 'Sign in')"
    )


@pytest.mark.parametrize("text", ["BMI and burglary\r\n1\r\n", "MZ,1\r\n", "ACT-01,Übergabe\r\n"])
def test_text_that_begins_as_another_kind_does_is_still_text(text: str) -> None:
    assert told(text.encode("cp1252"))[0] == "FILE_IS_CSV"


def test_what_has_zeros_and_is_no_text_is_still_called_damaged() -> None:
    assert told(b"\x01\x00\x99\x00\xfe\x00\x02" * 40)[0] == "FILE_CORRUPT"


@pytest.mark.parametrize("other", ["RETURN ", "return", "Ret\u200burn", "\u00a0Return"])
@pytest.mark.parametrize("state", ["", ' state="veryHidden"'])
def test_two_sheets_that_one_name_means_are_refused(other: str, state: str) -> None:
    book = str(parts()[WORKBOOK]).replace(
        "<sheets>", f'<sheets><sheet name="{other}" sheetId="9"{state} r:id="rId1"/>'
    )
    code, fact = told(with_parts({WORKBOOK: book}))
    assert code == "SHEET_REPEATED"
    assert fact.endswith(", one of them hidden." if state else "'Return'.")


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>336</v></c><c r="A1"><v>340</v></c></row>',
        '<row r="1"><c r="A1"><v>336</v></c><c r="B1"/><c r="A1" t="n"><v>340</v></c></row>',
        '<row r="1"><c r="A1"><v>336</v></c></row><row r="2"/><row r="1"><c r="A1"><v>340</v></c></row>',
        '<row><c><v>336</v></c></row><row r="1"><c r="A1"><v>340</v></c></row>',
    ],
    ids=["side by side", "further on", "in a row given twice", "without an address"],
)
def test_a_cell_that_is_in_the_file_twice_is_refused_with_its_place(rows: str) -> None:
    code, fact = told(with_parts({}, rows))
    assert (code, fact.partition(" is in")[0]) == ("CELL_REPEATED", "A1 of Return")


def test_a_row_given_twice_with_other_cells_or_a_blank_cell_twice_takes_nothing_from_anybody() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"/><c r="B1" s="0"/></row><row r="1"><c r="C1"><v>2</v></c></row>'
    assert not guard_workbook(with_parts({}, rows), "met.xlsx").refused


def test_what_is_wrong_in_a_sheet_names_the_sheet() -> None:
    broken = sheet_xml().replace("</worksheet>", "")
    assert told(with_parts({SHEET: broken}))[1] == (
        "met.xlsx is not a complete Excel workbook (the sheet Return is broken)."
    )
    cell = '<row r="1"><c r="ZZZZ1"><v>1</v></c></row>'
    assert "a cell of the sheet Return is numbered" in told(with_parts({}, cell))[1]
    whole = zipped(parts())
    at = whole.index(SHEET.encode()) + len(SHEET)
    damaged = whole[: at + 20] + bytes([whole[at + 20] ^ 0xFF]) + whole[at + 21 :]
    assert "the sheet Return" in told(damaged)[1]


@pytest.mark.parametrize("unseen", ["\u200b", "\ufeff", "\u00ad", "\u200e", "\u2060"])
def test_a_character_nobody_sees_in_a_code_loses_no_row(unseen: str) -> None:
    form = small_form()
    content = with_text(filled_form(form), "Measures", "A5", f"BUR{unseen}-01{unseen}")
    read = read_return(open_return(content, "met.xlsx"), form)
    assert read.tables[Sheet.MEASURES].rows[0].key[0] == "BUR-01"

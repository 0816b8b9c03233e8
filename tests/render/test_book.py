"""The writer of workbooks: whole files or none, and no misuse that passes unseen."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from scpxl.errors import WriterError
from scpxl.render.book import LONGEST_TEXT, clean_text, new_book


@pytest.fixture
def old_file(tmp_path: Path) -> Path:
    path = tmp_path / "dashboard.xlsx"
    path.write_bytes(b"last quarter's")
    return path


def test_a_whole_workbook_takes_the_place_of_the_old_one_and_leaves_no_draft(old_file: Path) -> None:
    with new_book(old_file) as book:
        book.add_worksheet("One").write_string(0, 0, "this quarter's")
    assert load_workbook(old_file)["One"]["A1"].value == "this quarter's"
    assert list(old_file.parent.iterdir()) == [old_file]


def test_a_failure_half_way_leaves_the_old_file_and_no_draft(old_file: Path) -> None:
    def fail() -> None:
        with new_book(old_file) as book:
            book.add_worksheet("One").write_string(0, 0, "half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert old_file.read_bytes() == b"last quarter's"
    assert list(old_file.parent.iterdir()) == [old_file]


def test_a_folder_that_is_not_there_yet_is_made(tmp_path: Path) -> None:
    path = tmp_path / "issued" / "2017-18-Q4" / "met.xlsx"
    with new_book(path) as book:
        book.add_worksheet("One")
    assert path.exists()


def test_where_the_old_one_is_open_in_excel_the_new_one_is_beside_it(
    old_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = Path.replace

    def refuse(self: Path, target: Path) -> Path:
        if target == old_file:
            raise PermissionError
        return plain(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    with new_book(old_file) as book:
        book.add_worksheet("One")
    assert old_file.read_bytes() == b"last quarter's"
    assert load_workbook(book.written.path).sheetnames == ["One"]
    assert "dashboard.xlsx is open in another program" in book.written.words
    assert len(list(old_file.parent.iterdir())) == 2


def test_what_xlsxwriter_only_warns_of_stops_the_work(old_file: Path) -> None:
    too_long = {"validate": "any", "input_title": "x" * 33}
    with pytest.raises(WriterError, match="input title"), new_book(old_file) as book:
        book.add_worksheet("One").data_validation(0, 0, 0, 0, too_long)
    assert old_file.read_bytes() == b"last quarter's"


def test_what_xlsxwriter_refuses_in_silence_stops_the_work(old_file: Path) -> None:
    with pytest.raises(WriterError, match="One: write_number"), new_book(old_file) as book:
        book.add_worksheet("One").write_number(2_000_000, 0, 1)
    assert old_file.read_bytes() == b"last quarter's"


def test_a_growing_row_has_a_height_that_is_not_fixed(tmp_path: Path) -> None:
    path = tmp_path / "rows.xlsx"
    with new_book(path) as book:
        sheet = book.add_worksheet("One")
        for row in range(2):
            sheet.write_string(row, 0, "text")
        sheet.set_row(0, 60)
        sheet.set_growing_row(1, 60)
    # openpyxl calls every height a custom one, so the file itself is asked.
    with ZipFile(path) as package:
        xml = package.read("xl/worksheets/sheet1.xml").decode()
    assert re.findall(r'<row r="\d"[^>]* (ht=[^>]*)>', xml) == ['ht="60" customHeight="1"', 'ht="60"']


@given(st.text(alphabet=st.characters(codec=None), max_size=200))
def test_any_text_becomes_text_that_xml_and_readers_take(text: str) -> None:
    cleaned = clean_text(text)
    cleaned.encode("utf-8")
    assert all(char in "\t\n\r" or ord(char) >= 0x20 for char in cleaned)
    assert not any(
        unicodedata.bidirectional(char) in {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
        for char in cleaned
    )
    assert clean_text(cleaned) == cleaned


@given(st.integers(min_value=LONGEST_TEXT - 50, max_value=LONGEST_TEXT + 50))
def test_text_too_long_for_a_cell_is_cut_and_says_so(length: int) -> None:
    cleaned = clean_text("x" * length)
    assert len(cleaned) <= LONGEST_TEXT
    assert ("cut short" in cleaned) == (length > LONGEST_TEXT)


@pytest.mark.parametrize("text", ["=1+1", "+44 20", "-1", "@SUM(A1)", "http://example.org", "00123"])
def test_text_that_looks_like_something_else_stays_text(tmp_path: Path, text: str) -> None:
    path = tmp_path / "text.xlsx"
    with new_book(path) as book:
        book.add_worksheet("One").write(0, 0, clean_text(text))
    cell = load_workbook(path)["One"]["A1"]
    assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)


def test_an_empty_text_is_kept_as_text_and_a_formula_not_worked_out_keeps_nothing(tmp_path: Path) -> None:
    path = tmp_path / "kept.xlsx"
    with new_book(path) as book:
        sheet = book.add_worksheet("One")
        sheet.write_formula(0, 0, '=IF(1>2,"late","")', None, "")
        sheet.write_plain(1, 0, '=IF(1>2,"late","")', "")
        sheet.write_array(2, 0, '=IF(SUM(B1:B2)>2,"late","")', None, "")
        sheet.write_plain(3, 0, "=1+1", 2)
        sheet.write_formula(4, 0, "=1+2", None, None)
    with ZipFile(path) as package:
        written = package.read("xl/worksheets/sheet1.xml").decode()
    kept = re.findall(r'<c r="(A\d)"(?: t="(\w+)")?><f.*?</f><v>(.*?)</v></c>', written)
    assert kept == [("A1", "str", ""), ("A2", "str", ""), ("A3", "str", ""), ("A4", "", "2"), ("A5", "", "")]

"""A framework file or workbook that cannot be used is answered with what, where and what to do."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl.utils import get_column_letter

from scpxl.errors import FrameworkError, OutputError
from scpxl.framework.tables import TABLES
from scpxl.read.framework_file import read_framework
from scpxl.render.framework_text import to_framework_text, write_framework_toml
from scpxl.render.framework_workbook import write_framework_workbook
from tests.framework.example import edit_workbook, example_framework


def refusal(path: Path) -> tuple[str, ...]:
    with pytest.raises(FrameworkError) as refused:
        read_framework(path)
    assert refused.value.file == path.name
    return refused.value.problems


def refused_toml(folder: Path, text: str) -> tuple[str, ...]:
    (folder / "framework.toml").write_text(text, encoding="utf-8")
    return refusal(folder / "framework.toml")


def edited(folder: Path, **cells: object) -> Path:
    """Return the example as a workbook with cells overtyped, named as Sheet_A1."""
    write_framework_workbook(example_framework(), folder / "framework.xlsx")

    def overtype(book: Any) -> None:
        for name, value in cells.items():
            sheet, _, cell = name.partition("_")
            book[sheet][cell] = value

    return edit_workbook(folder / "framework.xlsx", overtype)


def column_of(sheet: str, key: str) -> str:
    table = next(table for table in TABLES if table.sheet == sheet)
    return get_column_letter(list(table.by_key).index(key) + 1)


def test_a_file_that_is_not_there_is_answered(tmp_path: Path) -> None:
    (line,) = refusal(tmp_path / "framework.toml")
    assert line == f"The file does not exist. Check its name, and the folder {tmp_path}."


def test_a_folder_in_its_place_is_answered(tmp_path: Path) -> None:
    (tmp_path / "framework.xlsx").mkdir()
    assert refusal(tmp_path / "framework.xlsx")[0].startswith("The file is a folder.")


def test_another_kind_of_file_is_answered(tmp_path: Path) -> None:
    assert refusal(tmp_path / "framework.docx") == ("A framework is a file ending in .toml or .xlsx.",)


def test_toml_that_does_not_parse_is_told_by_line_and_column(tmp_path: Path) -> None:
    (line,) = refused_toml(tmp_path, 'version = "1"\npartnership: "X"\n')
    assert line.startswith("line 2, column 12: Expected '=' after a key")


def test_toml_that_breaks_off_is_answered(tmp_path: Path) -> None:
    (line,) = refused_toml(tmp_path, 'version = "1"\nnote = ')
    assert line.endswith(("Correct the line.", "Correct the file."))


def test_toml_that_is_not_utf8_is_told_by_line(tmp_path: Path) -> None:
    (tmp_path / "framework.toml").write_bytes('version = "1"\nnote = "£"\n'.encode("cp1252"))
    (line,) = refusal(tmp_path / "framework.toml")
    assert line == "line 2: there are characters that are not UTF-8. Save the file as UTF-8."


def test_toml_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    (tmp_path / "framework.toml").write_text(to_framework_text(example_framework()), encoding="utf-8-sig")
    assert read_framework(tmp_path / "framework.toml") == example_framework()


def test_a_table_of_the_wrong_shape_is_answered(tmp_path: Path) -> None:
    (line,) = refused_toml(tmp_path, 'indicators = "none"\n')
    assert line == "indicators: is not a list of tables. Begin each indicator with [[indicators]]."


def test_every_mistake_in_a_file_is_told_at_once_by_code(tmp_path: Path) -> None:
    text = to_framework_text(example_framework())
    text = text.replace('polarity = "lower"', 'polarity = "down"').replace(
        "due_days = 21\n", "due_dates = 21\n"
    )
    text = text.replace("value = 80\n", 'value = "eighty"\n').replace('name = "Burnt Oak", ', "")
    text = text.replace("41.5, 50", "50, 41.5").replace('tags = ["MOPAC 7", "police.uk"]', 'tags = "MOPAC 7"')
    assert refused_toml(tmp_path, text) == (
        "framework: due_dates: is not something a framework has. Did you mean due_days?",
        "indicator BUR-01: polarity: 'down' is not in the list. Write higher, lower or neither.",
        "indicator BUR-01: tags: 'MOPAC 7' is not a list. Write its entries as a list.",
        "area E05000041: name: is blank. Fill it in: name as printed.",
        (
            "target BUR-01 2017-18: profile: profile goes down; each month's cumulative per cent must be at least "
            "the one before."
        ),
        "target ASB-01 2010-11: value: 'eighty' is not a number. Write digits only, for example 12.5.",
    )


def test_an_entry_without_a_code_is_named_by_its_place(tmp_path: Path) -> None:
    text = to_framework_text(example_framework()).replace('code = "ASB-01"\n', "")
    lines = refused_toml(tmp_path, text)
    assert "indicator number 2: code: is blank. Fill it in: short code, for example BUR-01." in lines


def test_every_mistake_in_a_workbook_is_told_at_once_by_cell(tmp_path: Path) -> None:
    editions = column_of("Indicators", "editions")
    path = edited(
        tmp_path,
        Framework_B11=500,
        Objectives_B7="A" * 121,
        Indicators_B6="",
        Indicators_K6="down",
        Indicators_H7="008",
        **{f"Indicators_{editions}6": ""},
        Targets_B7=date(2010, 11, 1),
        Targets_C6="2,600",
        Targets_G6=-5,
        Areas_F7="soon",
        Notes_A6="beak",
    )
    lines = refusal(path)
    assert lines == (
        "Framework!B11 (due days): 500 is out of range. Write a number from 1 to 120.",
        "Objectives!B7 (O2, title): is 121 characters long; the limit is 120. Shorten it.",
        "Indicators!B6 (BUR-01, title): is blank. Fill it in: title as the board reads it.",
        "Indicators!K6 (BUR-01, polarity): 'down' is not in the list. Write higher, lower or neither.",
        f"Indicators!{editions}6 (BUR-01, editions): is blank. Write which: partnership, observers, public; or none.",
        (
            "Indicators!H7 (ASB-01, partner): '008' is not the code of a partner. Did you mean 007? "
            "Or add it to Partners."
        ),
        (
            "Areas!F7 (E05000041, first): 'soon' is not a period. Write a quarter as 2017-18 Q4, a month as 2018-03 "
            "or a financial year as 2017-18."
        ),
        "Targets!C6 (BUR-01 2017-18, value): '2,600' is not a number. Write digits only, for example 12.5.",
        "Targets!G6 (BUR-01 2017-18, tolerance): -5 is out of range. Write 0 or more.",
        (
            "Targets!B7 (ASB-01 2010-11-01, year): year must be a financial year such as 2017-18. "
            "Format the cell as Text and enter it again."
        ),
        "Notes!A6 (beak Nov 2010, kind): 'beak' is not in the list. Did you mean break?",
    )


def test_what_excel_turned_into_a_date_is_read_as_its_month(tmp_path: Path) -> None:
    path = edited(tmp_path, Notes_C7=date(2018, 3, 1))
    assert read_framework(path) == example_framework()


def test_a_choice_may_be_typed_in_capitals_and_a_blank_row_left(tmp_path: Path) -> None:
    path = edited(tmp_path, Indicators_K6="LOWER", Indicators_I6=" Monthly ", Objectives_A9=" ")
    assert read_framework(path) == example_framework()


def test_a_code_typed_as_a_number_is_a_code(tmp_path: Path) -> None:
    path = edited(tmp_path, Framework_B6=2018)
    assert read_framework(path).version == "2018"


def test_a_sheet_under_another_name_is_told(tmp_path: Path) -> None:
    write_framework_workbook(example_framework(), tmp_path / "framework.xlsx")

    def rename(book: Any) -> None:
        book["Indicators"].title = "Indicator list"
        del book["Notes"]

    edit_workbook(tmp_path / "framework.xlsx", rename)
    assert refusal(tmp_path / "framework.xlsx") == (
        "Indicators: there is no sheet of that name. Is it the one called 'Indicator list'? Give it its name back.",
        "Notes: there is no sheet of that name. Put it back.",
    )


def test_headings_that_are_unknown_twice_or_missing_are_told_by_cell(tmp_path: Path) -> None:
    path = edited(
        tmp_path, Partners_D5="E-mails", Partners_E5="Shoe size", Areas_C5="Name", Objectives_B5=None
    )
    assert refusal(path) == (
        "Objectives: the column 'Title' is missing. Put it back.",
        "Partners!D5: 'E-mails' is not a column of this sheet. Did you mean Email?",
        "Partners!E5: 'Shoe size' is not a column of this sheet. Delete the column, or correct its heading.",
        "Areas!C5: the heading 'Name' appears twice. Delete one of the columns.",
        "Areas: the column 'Kind' is missing. Put it back.",
    )


def test_settings_that_are_unknown_twice_or_missing_are_told(tmp_path: Path) -> None:
    path = edited(tmp_path, Framework_A9="Noet", Framework_A10="Contact")
    assert refusal(path) == (
        "Framework!A9: 'Noet' is not a setting. Did you mean Note?",
        "Framework!A12: the setting 'Contact' appears twice. Delete one of the rows.",
    )
    assert refusal(edited(tmp_path, Framework_A6=None)) == (
        "Framework (version): is blank. Fill it in: version of the framework, for example 2017-18.1.",
    )


def test_a_sheet_without_headings_is_told(tmp_path: Path) -> None:
    write_framework_workbook(example_framework(), tmp_path / "framework.xlsx")
    path = edit_workbook(tmp_path / "framework.xlsx", lambda book: book["Benchmarks"].delete_rows(1, 9))
    assert refusal(path) == (
        "Benchmarks: the row of headings was not found. Put it back: Code, Title, Average.",
    )


def test_a_cell_that_shows_an_error_is_told(tmp_path: Path) -> None:
    import openpyxl

    path = edited(tmp_path)
    book = openpyxl.load_workbook(path)
    book["Targets"]["C6"].value = "#REF!"
    book["Targets"]["C7"].value = "=40*2"
    book.save(path)
    assert refusal(path) == (
        "Targets!C6: shows #REF!: its formula does not work. Enter the value itself.",
        "Targets!C7: holds a formula saved without its result. Enter the value itself.",
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"code,title\nO1,Burglary\n", "holds plain text"),
        (b"PK\x03\x04 not really", "is damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), ""),
    ],
    ids=["empty", "text", "broken zip", "old or encrypted"],
)
def test_what_is_no_workbook_is_answered(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "framework.xlsx").write_bytes(content)
    (line,) = refusal(tmp_path / "framework.xlsx")
    assert words in line
    assert line.endswith(
        "Open it in Excel, save it as an Excel Workbook (.xlsx) without password or macros, and try again."
    )


def test_a_workbook_with_a_damaged_part_is_answered(tmp_path: Path) -> None:
    write_framework_workbook(example_framework(), tmp_path / "whole.xlsx")
    with zipfile.ZipFile(tmp_path / "whole.xlsx") as whole, zipfile.ZipFile(tmp_path / "f.xlsx", "w") as cut:
        for name in whole.namelist():
            data = whole.read(name)
            cut.writestr(name, data[: len(data) // 2] if name.endswith("sheet3.xml") else data)
    assert len(refusal(tmp_path / "f.xlsx")) == 1


def test_a_file_that_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "framework.toml").mkdir()
    with pytest.raises(OutputError, match="cannot be written"):
        write_framework_toml(example_framework(), tmp_path / "framework.toml")
    assert [path.name for path in tmp_path.iterdir()] == ["framework.toml"]

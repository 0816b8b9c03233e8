"""The annual report: a Word document of native charts and tables, from the year's scorecard."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path

import docx
import pytest
from openpyxl import load_workbook

from scpxl.errors import SetUpError
from scpxl.pages.blocks import Cell, Column, Heading, Table, Text
from scpxl.pages.report import annual_report
from scpxl.render import word
from scpxl.render.word import report_bytes
from scpxl.scorecard.published.results import from_results, to_results
from scpxl.scorecard.records.lines import BoardLine
from tests.excel.frameworks import CASES, scorecard_of
from tests.excel.made import MADE, NASTY, troubled
from tests.office_schema.validator import Validator


@cache
def report_of_troubled() -> bytes:
    return report_bytes(annual_report(troubled()), MADE)


def document_xml(report: bytes) -> str:
    return zipfile.ZipFile(BytesIO(report)).read("word/document.xml").decode()


def test_the_same_scorecard_and_moment_give_the_same_bytes_also_from_what_was_kept() -> None:
    again = from_results(to_results(troubled()))
    assert report_bytes(annual_report(again), MADE) == report_of_troubled()


def test_the_contents_hold_every_chapter_as_a_link_to_a_bookmark_that_is_there() -> None:
    xml = document_xml(report_of_troubled())
    chapters = [
        one.text for one in annual_report(troubled()).blocks if isinstance(one, Heading) and one.level == 1
    ]
    marks = re.findall(r'w:anchor="(_Toc[0-9]+)"', xml)
    assert len(marks) == len(chapters) > 8
    assert set(marks) <= set(re.findall(r'w:name="(_Toc[0-9]+)"', xml))
    assert (
        "updateFields"
        not in zipfile.ZipFile(BytesIO(report_of_troubled())).read("word/settings.xml").decode()
    )
    assert "w:dirty" not in xml


def test_no_table_joins_another_also_where_a_heading_says_what_both_are() -> None:
    table = Table("Money", (Column("Objective"),), ((Cell("Less crime"),),))
    report = replace(
        annual_report(troubled()), blocks=(Heading("Money", 1), table, table, Text("After them."))
    )
    assert "</w:tbl><w:tbl>" not in document_xml(report_bytes(report, MADE))
    assert "</w:tbl><w:tbl>" not in document_xml(report_of_troubled())


def test_nothing_of_the_library_that_writes_it_is_in_a_report() -> None:
    assert not [
        name for name in zipfile.ZipFile(BytesIO(report_of_troubled())).namelist() if "thumbnail" in name
    ]


def test_every_table_has_a_caption_and_a_head_that_is_repeated_and_no_table_is_empty() -> None:
    xml, tables = document_xml(report_of_troubled()), docx.Document(BytesIO(report_of_troubled())).tables
    assert len(tables) == xml.count("<w:tblCaption ") == xml.count("<w:tblHeader/>") > 5
    for name in CASES:
        for block in annual_report(scorecard_of(name)).blocks:
            assert not isinstance(block, Table) or block.rows, name


def test_a_chart_has_the_figures_of_the_card_in_the_workbook_behind_it_and_says_what_it_shows() -> None:
    package = zipfile.ZipFile(BytesIO(report_of_troubled()))
    charts = [name for name in package.namelist() if name.startswith("word/charts/chart")]
    books = [name for name in package.namelist() if name.startswith("word/embeddings/")]
    assert len(charts) == len(books) > 1
    columns = {
        tuple(row[2] for row in load_workbook(BytesIO(package.read(name)))["Sheet1"].iter_rows(min_row=2, values_only=True))
        for name in books
    }  # fmt: skip
    this_years = {card.year_on_year.this_year for card in troubled().cards if card.year_on_year}
    assert columns & this_years
    told = re.findall(r'<wp:docPr [^>]*descr="([^"]+)"', document_xml(report_of_troubled()))
    assert len(told) == len(charts)


def test_each_board_is_told_of_its_own_measures_alone() -> None:
    scorecard = troubled()
    assert scorecard.year is not None
    card = next(one for one in scorecard.cards if one.headline.value is not None)
    board = BoardLine("adults", "Safeguarding Adults Board", (), (card.code,))
    told = annual_report(replace(scorecard, year=replace(scorecard.year, boards=(board,)))).blocks
    place = told.index(Heading("For the Safeguarding Adults Board", 1))
    (table,) = [one for one in told[place : place + 5] if isinstance(one, Table)][:1]
    assert [row[1].text for row in table.rows] == [card.headline.text]
    none = annual_report(replace(scorecard, year=replace(scorecard.year, boards=()))).blocks
    assert not any(isinstance(one, Heading) and one.text.startswith("For the ") for one in none)


def test_a_scorecard_that_ends_within_a_year_has_no_report_and_it_is_said_how_to_get_one() -> None:
    with pytest.raises(SetUpError, match=r"does not end one\. Publish it with --year"):
        annual_report(replace(troubled(), year=None))


def test_all_that_a_template_lacks_is_told_at_once() -> None:
    made = docx.Document()
    for name in ("Caption", "Table Grid"):
        made.styles[name].delete()
    saved = BytesIO()
    made.save(saved)
    with pytest.raises(SetUpError, match=r'lacks style "Caption"; style "Table Grid"'):
        report_bytes(annual_report(troubled()), MADE, saved.getvalue())
    with pytest.raises(SetUpError, match="is no Word document"):
        report_bytes(annual_report(troubled()), MADE, b"no document")


def test_a_published_report_can_be_the_next_template() -> None:
    again = report_bytes(annual_report(troubled()), MADE, report_of_troubled())
    texts = [
        [one.text for one in docx.Document(BytesIO(each)).paragraphs]
        for each in (again, report_of_troubled())
    ]
    assert texts[0] == texts[1]


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word, "can_write_reports", lambda: False)
    with pytest.raises(SetUpError, match=re.escape('pip install "scpxl[word]"')):
        report_bytes(annual_report(troubled()), MADE)


def test_texts_that_look_like_markup_or_hold_control_characters_are_text() -> None:
    pages = tuple(replace(one, title=" ".join(NASTY)) for one in troubled().pages)
    made = report_bytes(annual_report(replace(troubled(), pages=pages)), MADE)
    assert any(one.style.name == "Heading 1" for one in docx.Document(BytesIO(made)).paragraphs if one.style)


@pytest.mark.slow
def test_a_report_keeps_to_the_open_xml_schema(validator: Validator, tmp_path: Path) -> None:
    for number, scorecard in enumerate((troubled(), *map(scorecard_of, list(CASES)[:6]))):
        path = tmp_path / f"{number}.docx"
        path.write_bytes(report_bytes(annual_report(scorecard), MADE))
        assert validator.remarks(path) == []

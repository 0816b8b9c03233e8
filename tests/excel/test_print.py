"""What comes out of the printer: few pages, each whole, in type that can be read."""

from __future__ import annotations

import re
import subprocess
from functools import cache
from html import unescape
from pathlib import Path

import pytest

from tests.excel.reading import sheets_of, words_of
from tests.office import LibreOffice

pytestmark = pytest.mark.office

BOARD_PAGES = 19
LEAST_POINTS = 7.0
HEAD = 100
"""How high the running head and foot are, as pdftohtml counts; LibreOffice makes them smaller with their page."""
ZOOM = 3
"""The most that pdftohtml enlarges; it gives sizes in whole numbers."""


@pytest.fixture(scope="module")
def written(demo: Path) -> Path:
    return demo / "outputs" / "2017-18-Q4" / "dashboard.xlsx"


@pytest.fixture(scope="module")
def pdf(written: Path, libreoffice: LibreOffice) -> Path:
    return libreoffice.convert(written, "pdf")


@cache
def pages(pdf: Path) -> tuple[str, ...]:
    """The text of each printed page."""
    done = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True)
    return tuple(done.stdout.split("\f")[:-1])


@cache
def sheets(pdf: Path) -> tuple[str, ...]:
    """The sheet of each printed page, which its foot names."""
    feet = [re.search(r"(\S.*?)\s+Page \d+ of \d+\s*$", page.rstrip()) for page in pages(pdf)]
    return tuple(foot[1].strip() if foot else "" for foot in feet)


def test_every_sheet_that_is_seen_is_printed_and_no_other(written: Path, pdf: Path) -> None:
    assert list(dict.fromkeys(sheets(pdf))) == sheets_of(written)


def test_the_boards_print_is_its_first_pages_and_few(pdf: Path) -> None:
    board = sheets(pdf)[: 1 + max(place for place, name in enumerate(sheets(pdf)) if name == "Notes")]
    assert len(board) <= BOARD_PAGES
    assert board[0] == "Summary"
    assert not {"Explore", "Audit", "Data", "Changes", "Decisions", "Functions"} & set(board)


def test_the_summary_and_every_page_with_charts_is_one_sheet_of_paper(written: Path, pdf: Path) -> None:
    lists = {"Actions", "Commentary", "Returns", "Notes", "Functions"}
    for name in sheets_of(written):
        assert name in lists or sheets(pdf).count(name) == 1, name
    assert all(sheets(pdf).count(name) <= 3 for name in lists)


def test_no_number_is_too_wide_for_its_cell(pdf: Path) -> None:
    assert [page for page, text in enumerate(pages(pdf), start=1) if "##" in text] == []


def test_no_printed_page_shows_an_error(pdf: Path) -> None:
    for text in pages(pdf):
        assert not re.search(r"#(N/A|REF!|VALUE!|NAME\?|DIV/0!)|Err:\d", text)


def test_a_page_of_an_objective_has_its_charts_and_what_is_said_and_done(pdf: Path) -> None:
    for name, text in zip(sheets(pdf), pages(pdf), strict=True):
        if "Charts show" in text:
            for head in (
                "the 12 before",
                "Outside its usual range?",
                "What partners say",
                "What we are doing",
            ):
                assert head in text, name


def small_type(written: Path, pdf: Path) -> dict[str, set[str]]:
    """Texts of cells that are printed smaller than can well be read, by sheet; what is in charts is not body text."""
    done = subprocess.run(
        ["pdftohtml", "-xml", "-i", "-zoom", str(ZOOM), "-stdout", pdf], capture_output=True, text=True, check=True
    )  # fmt: skip
    sizes: dict[str, int] = {}
    found: dict[str, set[str]] = {}
    page = bottom = 0
    for line in done.stdout.splitlines():
        if begun := re.search(r'<page number.* height="(\d+)"', line):
            page, bottom = page + 1, int(begun[1]) - HEAD
        if font := re.search(r'<fontspec id="(\d+)" size="(\d+)"', line):
            sizes[font[1]] = int(font[2])
        if text := re.search(r'<text top="(?P<top>\d+)".*font="(\d+)">(.*)</text>', line):
            said, sheet = unescape(re.sub("<[^>]+>", "", text[3])).strip(), sheets(pdf)[page - 1]
            if not HEAD < int(text["top"]) < bottom:
                continue
            if len(said) > 11 and sizes[text[2]] < ZOOM * LEAST_POINTS and any(said in words for words in words_of(written, sheet)):  # fmt: skip
                found.setdefault(sheet, set()).add(said)
    return found


def test_no_text_of_the_boards_print_is_smaller_than_seven_points(written: Path, pdf: Path) -> None:
    board = [
        name
        for name in sheets_of(written)
        if name not in {"Explore", "Audit", "Data", "Changes", "Decisions", "Functions"}
    ]
    assert {sheet: said for sheet, said in small_type(written, pdf).items() if sheet in board} == {}

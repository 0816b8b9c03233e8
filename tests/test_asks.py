"""What a partnership asks for is answered where the guide says: every sheet, slide, section, command and page exists."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook
from xlsxwriter.utility import xl_cell_to_rowcol

from scpxl.cli import main
from scpxl.jobs.folder import Folder
from scpxl.jobs.setting_up.setup import demonstrate, examples
from scpxl.model.periods import Period
from scpxl.pages.blocks import Heading, Table
from scpxl.pages.briefing import briefing_page
from scpxl.pages.pack import Layout, board_pack
from scpxl.pages.report import annual_report
from scpxl.scorecard.lists.narrative import describe_quarter
from scpxl.scorecard.published.results import unpack

DOCS: Final = Path(__file__).resolve().parents[1] / "docs"
ROW: Final = re.compile(r"^\| (\d+) \| (.+?) \| (.+?) \| (.*?) \|$", re.MULTILINE)


def asks() -> list[tuple[int, list[str], str]]:
    """Each ask's number, the places it is answered in, and its picture."""
    rows = ROW.findall((DOCS / "asks.md").read_text("utf-8"))
    return [(int(number), where.split("; "), picture) for number, _, where, picture in rows]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The worked example's folder."""
    return demonstrate(tmp_path_factory.mktemp("asks") / "tour", examples()[0]).folder.path


@pytest.fixture(scope="module")
def known(demo: Path) -> dict[str, Callable[[str], bool]]:
    """By the kind of place, whether the worked example has one of a name."""
    folder = Folder(demo)
    with folder.open_record() as store:
        publication = store.fetch_publications(Period.parse("2017-18 Q4"), "partnership")[-1]
        scorecard = unpack(store.fetch_whole(publication))
    sheets = set(load_workbook(demo / "outputs" / "2017-18-Q4" / "dashboard.xlsx", read_only=True).sheetnames)
    titles = [slide.title for slide in board_pack(scorecard).slides]
    layouts = {slide.layout.value for slide in board_pack(scorecard).slides}
    sections = {passage.title for passage in describe_quarter(scorecard)}
    titles_of_report = {block.text for block in annual_report(scorecard).blocks if isinstance(block, Heading)}
    titles_of_report |= {block.title for block in annual_report(scorecard).blocks if isinstance(block, Table)}
    assert briefing_page(scorecard).blocks
    assert layouts == {one.value for one in Layout}
    return {
        "sheet": sheets.__contains__,
        "slide layout": layouts.__contains__,
        "slide titled": lambda words: any(words in title for title in titles),
        "section": sections.__contains__,
        "report": titles_of_report.__contains__,
        "command": main.commands.__contains__,
        "page": lambda name: (DOCS / name).is_file(),
    }


def kind_of(place: str, kinds: list[str]) -> tuple[str, str]:
    return next(
        ((kind, place.removeprefix(f"{kind} ")) for kind in kinds if place.startswith(f"{kind} ")),
        ("", place),
    )


def test_there_are_forty_and_each_is_answered_somewhere() -> None:
    assert [number for number, _, _ in asks()] == list(range(1, 41))


def test_every_place_that_is_named_exists(known: dict[str, Callable[[str], bool]]) -> None:
    wrong = []
    for number, places, _ in asks():
        for place in places:
            kind, name = kind_of(place, list(known))
            if not (kind and known[kind](name)):
                wrong.append((number, place))
    assert wrong == []


def test_a_place_that_does_not_exist_would_be_found(known: dict[str, Callable[[str], bool]]) -> None:
    assert not any(there("Nowhere at all") for there in known.values())
    assert kind_of("drawer Risks", list(known)) == ("", "drawer Risks")


def test_each_has_a_picture_that_exists_or_a_cell_in_which_something_is_said(demo: Path) -> None:
    book = CalamineWorkbook.from_path(demo / "outputs" / "2017-18-Q4" / "dashboard.xlsx")
    for number, _, shown in asks():
        if cell := re.fullmatch(r"cell (.+)!([A-Z]+[0-9]+)", shown):
            row, column = xl_cell_to_rowcol(cell[2])
            said = book.get_sheet_by_name(cell[1]).to_python(skip_empty_area=False)[row][column]
            assert str(said).strip(), (number, shown)
        else:
            (path,) = re.findall(r"\((images/[\w-]+\.png)\)", shown)
            assert (DOCS / path).is_file(), (number, path)

"""The board pack: a deck of native charts and tables, in the shipped template or a partnership's own."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from io import BytesIO
from pathlib import Path
from time import perf_counter
from typing import Any

import pptx
import pytest
from openpyxl import load_workbook
from pptx.util import Inches

from scpxl.errors import SetUpError
from scpxl.pages.pack import PLACEHOLDERS, Layout, board_pack
from scpxl.render import powerpoint, theme
from scpxl.render.excel import write_dashboard
from scpxl.render.powerpoint import pack_bytes
from scpxl.scorecard.records.scorecard import Scorecard
from tests.excel.frameworks import CASES, scorecard_of
from tests.excel.made import MADE, NASTY, troubled
from tests.office_schema.validator import Validator


@cache
def deck_of_troubled() -> bytes:
    return pack_bytes(board_pack(troubled()), MADE)


def opened(deck: bytes) -> Any:
    return pptx.Presentation(BytesIO(deck))


def shapes_of(deck: bytes) -> Iterator[tuple[Any, Any]]:
    """Each slide with each of its shapes."""
    for slide in opened(deck).slides:
        for shape in slide.shapes:
            yield slide, shape


def titles_of(deck: bytes) -> list[str]:
    return [slide.shapes.title.text_frame.text for slide in opened(deck).slides]


def template_of(deck: bytes, change: Any) -> bytes:
    """A template made of a published pack by changing it in some way."""
    made = opened(deck)
    change(made)
    saved = BytesIO()
    made.save(saved)
    return saved.getvalue()


def layout(deck: Any, name: Layout) -> Any:
    return next(one for one in deck.slide_layouts if one.name == name)


def placeholder(deck: Any, name: Layout, box: str) -> Any:
    return next(one for one in layout(deck, name).placeholders if one.name == box)


def test_the_slides_come_in_the_order_a_board_asks() -> None:
    titles = titles_of(deck_of_troubled())
    assert titles[0] == "Community safety in Haling & Ely: performance report to the board"
    assert all(one.startswith("How to read this pack: ") for one in titles[1:4])
    assert titles[4] == troubled().summary_words[0]
    places = [
        next(at for at, title in enumerate(titles) if re.search(words, title))
        for words in ("board|to watch, none", "^Streets: ", "among our neighbours", "^Highest: ", "Partners ask", "actions? (is|are) open")
    ]  # fmt: skip
    assert places == sorted(places)


def test_no_two_slides_have_one_title() -> None:
    for name in CASES:
        titles = [slide.title for slide in board_pack(scorecard_of(name)).slides]
        assert len(titles) == len(set(titles))
        assert all(len(title) <= 125 + len(" (continued, 10)") for title in titles), name


def test_no_table_is_higher_than_its_place_and_no_letter_smaller_than_ten_points() -> None:
    for made in (
        deck_of_troubled(),
        *(
            pack_bytes(board_pack(scorecard_of(name)), MADE)
            for name in ("very long names", "ninety measures under nine objectives")
        ),
    ):
        for slide, shape in shapes_of(made):
            if shape.has_table:
                (place,) = [one for one in slide.slide_layout.placeholders if one.name == "Table"]
                assert shape.height <= place.height
                sizes = {run.font.size or paragraph.font.size for row in shape.table.rows for cell in row.cells
                         for paragraph in cell.text_frame.paragraphs for run in paragraph.runs}  # fmt: skip
                assert all(size is None or size.pt >= 10 for size in sizes)


def test_a_slides_scorecard_has_twelve_rows_at_most() -> None:
    pack = board_pack(scorecard_of("ninety measures under nine objectives"))
    rows = [len(box.rows) for slide in pack.slides for box in slide.boxes.values() if hasattr(box, "rows")]
    assert max(rows) == 12


def test_charts_are_native_with_the_figures_of_the_card_in_their_workbook() -> None:
    card = next(one for one in troubled().cards if one.code == "BUR")
    assert card.year_on_year is not None
    found = [
        shape.chart
        for slide, shape in shapes_of(deck_of_troubled())
        if shape.has_chart and shape.chart.has_title and shape.chart.chart_title.text_frame.text == "Residential burglary: this year and last"
    ]  # fmt: skip
    (chart,) = found
    assert [list(one.values) for one in chart.plots[0].series] == [list(card.year_on_year.last_year), list(card.year_on_year.this_year)]  # fmt: skip
    book = load_workbook(BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    rows = list(book["Sheet1"].iter_rows(min_row=2, values_only=True))
    assert [row[2] for row in rows] == list(card.year_on_year.this_year)


def test_every_chart_and_table_says_what_it_shows() -> None:
    told = [
        shape._element.nvGraphicFramePr.cNvPr.get("descr")
        for _, shape in shapes_of(deck_of_troubled())
        if shape.has_chart or shape.has_table
    ]
    assert len(told) > 8
    assert all(one and len(one) > 20 for one in told)
    assert any("Mar 2018" in one for one in told)


def test_notes_hold_all_that_partners_say_and_the_sources() -> None:
    sourced = replace_source(troubled(), "Police recorded crime, OGL.")
    notes = [slide.notes_slide.notes_text_frame.text for slide in opened(pack_bytes(board_pack(sourced), MADE)).slides]  # fmt: skip
    assert all(notes)
    (streets,) = [one for one in notes if one.startswith("Safer streets & homes.")]
    assert "Lead: Superintendent." in streets
    assert "Patrols were moved to the evening" in streets
    assert "Source: Police recorded crime, OGL." in streets


def replace_source(scorecard: Scorecard, source: str) -> Scorecard:
    pages = tuple(
        replace(page, cards=tuple(replace(card, source=source) for card in page.cards))
        for page in scorecard.pages
    )
    return replace(scorecard, pages=pages)


def test_the_same_scorecard_gives_the_same_bytes() -> None:
    assert pack_bytes(board_pack(troubled()), MADE) == deck_of_troubled()
    later = pack_bytes(board_pack(troubled()), MADE.replace(year=2019))
    assert later != deck_of_troubled()


def test_colours_and_font_are_those_of_the_dashboard() -> None:
    with zipfile.ZipFile(BytesIO(deck_of_troubled())) as package:
        look = package.read("ppt/theme/theme1.xml").decode()
    assert f'<a:dk2><a:srgbClr val="{theme.NAVY[1:]}"/>' in look
    assert look.count(f'<a:latin typeface="{theme.FONT}"') == 2


def test_ratings_are_in_colour_and_in_words() -> None:
    cells = [
        cell
        for _, shape in shapes_of(deck_of_troubled())
        if shape.has_table
        for row in shape.table.rows
        for cell in row.cells
        if cell.text == "R  Red"
    ]
    assert cells
    assert all(str(cell.fill.fore_color.rgb) == theme.RAG_FILL["Red"][1:] for cell in cells)


def test_what_people_typed_stays_text_in_slides_and_in_the_workbooks_behind_charts() -> None:
    framework_name = scorecard_of("very long names")
    deck = pack_bytes(board_pack(troubled()), MADE)
    assert any(NASTY[0] in slide.notes_slide.notes_text_frame.text for slide in opened(deck).slides)
    for made in (deck, pack_bytes(board_pack(framework_name), MADE)):
        with zipfile.ZipFile(BytesIO(made)) as package:
            for name in package.namelist():
                if name.endswith(".xlsx"):
                    with zipfile.ZipFile(BytesIO(package.read(name))) as book:
                        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("name", CASES)
def test_whatever_a_framework_asks_for_its_pack_is_written(name: str) -> None:
    pack = board_pack(scorecard_of(name))
    deck = opened(pack_bytes(pack, MADE))
    assert len(deck.slides) == len(pack.slides) >= 4
    for slide in deck.slides:
        for shape in slide.placeholders:
            assert shape.has_chart or shape.has_table or shape.text_frame.text, (
                "no placeholder is left unfilled"
            )


def test_all_that_a_template_lacks_is_told_at_once() -> None:
    def spoil(deck: Any) -> None:
        placeholder(deck, Layout.OBJECTIVE, "Chart right").name = "Picture"
        layout(deck, Layout.CHART).name = "Chart of mine"
        placeholder(deck, Layout.TABLE, "Note").name = "Chart"
        placeholder(deck, Layout.TABLE, "Table").name = "Note"

    with pytest.raises(SetUpError) as refused:
        pack_bytes(board_pack(troubled()), MADE, template_of(deck_of_troubled(), spoil))
    said = str(refused.value)
    for lack in (
        '"Chart right" on layout "Board objective"',
        'layout "Board chart"',
        '"Table" on layout "Board table"',
    ):
        assert lack in said
    assert '"Note" on layout "Board table" as a placeholder for text' in said
    with pytest.raises(SetUpError, match="no PowerPoint presentation"):
        pack_bytes(board_pack(troubled()), MADE, b"not a presentation")


def test_a_published_pack_is_a_template_and_a_moved_placeholder_is_obeyed() -> None:
    def move(deck: Any) -> None:
        placeholder(deck, Layout.OBJECTIVE, "Chart right").left = Inches(1)

    own = template_of(deck_of_troubled(), move)
    made = pack_bytes(board_pack(troubled()), MADE, own)
    assert titles_of(made) == titles_of(deck_of_troubled())
    moved = [shape.left for slide, shape in shapes_of(made) if slide.slide_layout.name == Layout.OBJECTIVE and shape.name == "Chart right"]  # fmt: skip
    assert moved
    assert set(moved) == {Inches(1)}
    with zipfile.ZipFile(BytesIO(made)) as package:
        names = package.namelist()
        assert len(names) == len(set(names))
        slides = [name for name in names if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)]
    assert len(slides) == len(titles_of(made)), "slides of the template are gone, not hidden"


def test_without_the_library_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(powerpoint, "find_spec", lambda _name: None)
    with pytest.raises(SetUpError, match=re.escape('pip install "scpxl[pack]"')):
        pack_bytes(board_pack(troubled()), MADE)


def test_the_contract_names_every_placeholder_of_the_shipped_template() -> None:
    deck = opened(deck_of_troubled())
    there = {one.name: {shape.name for shape in one.placeholders} for one in deck.slide_layouts}
    assert there == {name.value: set(boxes) for name, boxes in PLACEHOLDERS.items()}


@pytest.mark.slow
def test_the_deck_keeps_to_the_open_xml_schema(validator: Validator, tmp_path: Path) -> None:
    for name, deck in (
        ("troubled", deck_of_troubled()),
        ("many", pack_bytes(board_pack(scorecard_of("a measure by age")), MADE)),
    ):
        path = tmp_path / f"{name}.pptx"
        path.write_bytes(deck)
        assert validator.remarks(path) == []


@pytest.mark.slow
def test_a_pack_costs_less_than_three_dashboards(tmp_path: Path) -> None:
    def seconds(work: Callable[[], object]) -> float:
        begun = perf_counter()
        work()
        return perf_counter() - begun

    board = troubled()
    dashboard = min(seconds(lambda: write_dashboard(board, tmp_path / "d.xlsx")) for _ in range(3))
    pack = min(seconds(lambda: pack_bytes(board_pack(board), MADE)) for _ in range(3))
    assert pack < 3 * dashboard

"""One description, several writers: what a page says is the same as HTML, as Markdown and in the workbook."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner

from scpxl.cli import main
from scpxl.pages.blocks import Chart, Heading, Page, Table
from scpxl.pages.briefing import objective_page
from scpxl.render.html import html_text, round_ticks
from scpxl.render.markdown import markdown_text
from scpxl.words import rounded
from tests.render.scorecards import NASTY, full_scorecard

SCORECARD = full_scorecard()
PAGES = [objective_page(SCORECARD, page) for page in SCORECARD.pages]
VOID = {"meta", "line"}


class Reader(HTMLParser):
    """The words of a document, and whether every element that is opened is closed."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.words: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag not in VOID:
            self.open.append(tag)
        assert not [name for name, _ in attrs if name.startswith("on") or name in {"src", "href"}]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert "style" not in dict(attrs)
        self.tags.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def read(text: str) -> Reader:
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == []
    return reader


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.title[:20])
def test_a_page_of_html_is_whole_and_fetches_and_runs_nothing(page: Page) -> None:
    reader = read(html_text(page))
    assert not reader.tags & {"script", "link", "img", "iframe", "object", "form"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.title[:20])
def test_every_figure_has_its_key_and_its_value_is_what_its_text_says(page: Page) -> None:
    cells = [cell for block in page.blocks if isinstance(block, Table) for row in block.rows for cell in row]
    figures = [cell for cell in cells if cell.key is not None]
    measures = next(block for block in page.blocks if isinstance(block, Table))
    assert len(figures) >= 3 * len(measures.rows)
    for cell in figures:
        assert cell.key is not None
        assert cell.key.indicator
        if isinstance(cell.value, float):
            assert rounded(abs(cell.value), cell.style.places) in cell.text


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.title[:20])
def test_html_and_markdown_carry_the_same_words(page: Page) -> None:
    shown = "".join(read(html_text(page)).words)
    plain = re.sub(r"\\(.)", r"\1", markdown_text(page))
    for block in page.blocks:
        if isinstance(block, Table):
            for cell in (cell for row in block.rows for cell in row):
                assert cell.text in shown
                assert " ".join(cell.text.split()) in plain
        elif isinstance(block, Heading):
            assert block.text in shown
            assert " ".join(block.text.split()) in plain


def test_what_partners_type_stays_text() -> None:
    first = SCORECARD.pages[0]
    line = replace(SCORECARD.commentary[0], happened=NASTY[0], partner="<script>alert(1)</script>")
    text = html_text(objective_page(SCORECARD, replace(first, commentary=(line,))))
    assert "<script>" not in text
    assert "<script>alert(1)</script>" in "".join(read(text).words)


def test_every_chart_says_in_words_what_it_shows_and_a_missing_figure_breaks_its_line() -> None:
    charts = [block for page in PAGES for block in page.blocks if isinstance(block, Chart)]
    drawn = [
        svg for page in PAGES for svg in re.findall(r"<svg viewBox.*?</svg>", html_text(page), re.DOTALL)
    ]
    assert charts
    assert len(drawn) == len(charts)
    for chart, svg in zip(charts, drawn, strict=True):
        picture = ET.fromstring(svg)  # noqa: S314  (we wrote it)
        assert picture.get("aria-label") == chart.words
        for line in picture.iter("polyline"):
            assert "nan" not in (line.get("points") or "").casefold()


def test_the_axis_of_every_chart_has_round_numbers_that_hold_all_its_figures() -> None:
    charts = [block for page in PAGES for block in page.blocks if isinstance(block, Chart)]
    for chart in charts:
        known = [value for one in chart.series for value in one.values if value is not None]
        ticks = round_ticks(min(0.0, *known), max(known))
        assert ticks[0] <= min(0.0, *known)
        assert ticks[-1] >= max(known)
        steps = {round(b - a, 9) for a, b in pairwise(ticks)}
        assert len(steps) == 1
        assert f"{steps.pop():e}"[0] in "125", chart.title
        assert 3 <= len(ticks) <= 8


def test_every_chart_has_a_key_of_the_lines_and_signs_that_it_draws_and_no_other() -> None:
    for page in PAGES:
        charts = [block for block in page.blocks if isinstance(block, Chart)]
        keys = re.findall(r'<p class="key">(.*?)</p>', html_text(page))
        assert len(keys) == len(charts)
        for chart, key in zip(charts, keys, strict=True):
            said = re.sub("<[^>]+>", "", key)
            for one in chart.series:
                drawn = any(value is not None for value in one.values)
                assert (escape(one.name) in said) == drawn or one.name == "Usual range", (
                    chart.title,
                    one.name,
                )
    everything = "".join(html_text(page) for page in PAGES)
    assert "●</span> Unusual and worse" in everything
    assert everything.count("Usual range</span>") == everything.count("Middle of the range</span>")


def test_an_objective_that_is_none_is_refused_in_words(tmp_path: Path) -> None:
    assert CliRunner().invoke(main, ["init", str(tmp_path / "ours")]).exit_code == 0
    done = CliRunner().invoke(main, ["-C", str(tmp_path / "ours"), "brief", "--objective", "O99"])
    assert done.exit_code == 2
    assert "'O99' is not an objective of the framework. There are: O1, O2" in done.output

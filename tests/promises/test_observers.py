"""Observers receive nothing that is restricted: no text, no figure, in no part of any file, whatever the framework."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from scpxl.model.framework import Edition
from scpxl.pages.briefing import briefing_page, objective_page
from scpxl.pages.pack import board_pack
from scpxl.pages.report import annual_report
from scpxl.render.excel import write_dashboard
from scpxl.render.html import html_text
from scpxl.render.markdown import markdown_text
from scpxl.render.powerpoint import pack_bytes
from scpxl.render.word import report_bytes
from scpxl.scorecard.published.results import to_results
from scpxl.scorecard.records.scorecard import Scorecard
from tests.promises.restricted import HIDDEN_YEAR, MARK, parts_of, restricted

NUMBER = re.compile(r"(?<![\d.])7,?13\d,?\d{3}(?!\d)")
QUICK, ALL = range(20), range(20, 200)


def write_all(scorecard: Scorecard, folder: Path) -> list[Path]:
    """Write every output that an edition has, and what is kept of it."""
    write_dashboard(scorecard, folder / "dashboard.xlsx")
    (folder / "board-pack.pptx").write_bytes(pack_bytes(board_pack(scorecard), scorecard.made))
    (folder / "annual-report.docx").write_bytes(report_bytes(annual_report(scorecard), scorecard.made))
    texts = {"briefing.md": markdown_text(briefing_page(scorecard), 1)}
    for page in scorecard.pages:
        texts[f"{page.code}.html"] = html_text(objective_page(scorecard, page))
    texts["kept.json"] = json.dumps(to_results(scorecard), ensure_ascii=False)
    for name, text in texts.items():
        (folder / name).write_text(text, "utf-8")
    return sorted(folder.iterdir())


def found_in(paths: list[Path]) -> list[str]:
    """Where a mark or a restricted figure is, with what is round it."""
    return [
        f"{name}: …{text[max(0, hit.start() - 60) : hit.end() + 40]}…"
        for path in paths
        for name, text in parts_of(path)
        for hit in (*re.finditer(MARK, text), *NUMBER.finditer(text))
    ]


def check_one(seed: int, folder: Path) -> None:
    case = restricted(seed)
    shown = case.scorecard(Edition.OBSERVERS)
    assert found_in(write_all(shown, folder)) == []
    # Not only the marks: whatever is worked out from what is hidden would be other in the twin.
    assert to_results(shown) == to_results(case.scorecard(Edition.OBSERVERS, twin=True))


@pytest.mark.parametrize("seed", QUICK)
def test_nothing_restricted_is_in_any_part_of_any_file(seed: int, tmp_path: Path) -> None:
    check_one(seed, tmp_path)


@pytest.mark.parametrize("seed", [*QUICK, *range(200, 240)])
def test_drafts_for_observers_name_nothing_restricted_and_would_be_the_same_were_it_otherwise(
    seed: int,
) -> None:
    case = restricted(seed)
    drafts = {card.code: card.draft for card in case.scorecard(Edition.OBSERVERS).cards}
    assert drafts
    assert all(drafts.values())
    assert [said for said in drafts.values() if MARK in said or NUMBER.search(said)] == []
    twin = case.scorecard(Edition.OBSERVERS, twin=True)
    assert {card.code: card.draft for card in twin.cards} == drafts


def test_drafts_for_the_partnership_name_what_is_restricted_and_would_be_found() -> None:
    drafts = [card.draft for card in restricted(1).scorecard(Edition.PARTNERSHIP).cards]
    assert any(MARK in said for said in drafts)
    assert any(NUMBER.search(said) for said in drafts)


@pytest.mark.slow
@pytest.mark.parametrize("seed", ALL)
def test_nothing_restricted_is_in_any_part_of_any_file_of_many_more(seed: int, tmp_path: Path) -> None:
    check_one(seed, tmp_path)


def test_the_marks_are_where_the_partnership_reads_them_and_would_be_found(tmp_path: Path) -> None:
    whole = restricted(1).scorecard(Edition.PARTNERSHIP)
    there = found_in(write_all(whole, tmp_path))
    files = {one.partition("!")[0].partition(":")[0] for one in there}
    assert {
        "annual-report.docx",
        "board-pack.pptx",
        "dashboard.xlsx",
        "briefing.md",
        "O1.html",
        "kept.json",
    } <= files
    assert any(NUMBER.search(one) for one in there)
    assert restricted(1).scorecard(Edition.PARTNERSHIP, twin=True) != whole


def test_the_marks_are_in_every_kind_of_part_of_the_partnerships_own_papers(tmp_path: Path) -> None:
    """So that the parts of observers' papers are looked through where a mark could be."""
    found: set[str] = set()
    for seed in range(12):
        for name in found_in(write_all(restricted(seed).scorecard(Edition.PARTNERSHIP), tmp_path)):
            found.add(re.sub(r"\d+", "", name.partition(": ")[0]))
    assert {
        "annual-report.docx!word/document.xml",
        "annual-report.docx!word/charts/chart.xml",
        "annual-report.docx!word/embeddings/chart.xlsx!xl/worksheets/sheet.xml",
        "board-pack.pptx!ppt/slides/slide.xml",
        "board-pack.pptx!ppt/notesSlides/notesSlide.xml",
        "board-pack.pptx!ppt/charts/chart.xml",
    } <= found


def test_what_a_board_is_told_and_the_targets_to_come_hold_nothing_of_what_is_hidden() -> None:
    told = 0
    for seed in QUICK:
        whole, shown = (
            restricted(seed).scorecard(edition) for edition in (Edition.PARTNERSHIP, Edition.OBSERVERS)
        )
        assert whole.year
        assert shown.year
        assert [board.code for board in shown.year.boards] == ["adults", "mine"]
        assert len(whole.year.boards) == 4
        assert HIDDEN_YEAR not in shown.year.ahead
        told += HIDDEN_YEAR in whole.year.ahead
    assert told


def test_what_is_not_restricted_is_still_there() -> None:
    shown = restricted(1).scorecard(Edition.OBSERVERS)
    assert {card.code for card in shown.cards} >= {"M0", "M1"}
    rows = {table.name: [line.key for line in table.lines] for table in shown.registers if table.lines}
    assert rows == {"plan": ["001"], "referrals": ["001"], "analysis": ["001"]}
    assert [line.action for line in shown.actions] == ["Patrol the High Street"]
    assert [line.happened for line in shown.commentary] == [
        "Fewer reports than last year",
        "Money is short",
        "More lights were mended",
    ]
    assert shown.year
    assert [(board.code, "M0" in board.indicators) for board in shown.year.boards] == [
        ("adults", True),
        ("mine", True),
    ]
    assert [line.indicator for line in shown.revised] == ["M0"]
    assert "Restated by Police" in shown.revised[0].why
    assert {card.code: card.said for card in shown.cards if card.said} == {"M0": "More lights were mended"}
    assert [line.owner for line in shown.actions] == ["Police"]
    assert [(line.opened, len(line.moves)) for line in shown.actions] == [("Q3 2017-18", 1)]
    assert [line.action for line in shown.unreported_actions] == ["Light the car park"]
    assert [(line.indicator, line.by) for line in shown.decided] == [("M0", "")]
    assert any("Keep an eye on it" in line.words for line in shown.decided)

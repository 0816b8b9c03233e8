"""The sheets say whether a change is real, and mark interventions where they began."""

from __future__ import annotations

import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from scpxl.model.framework import NoteKind, SeriesNote
from scpxl.model.periods import Period
from scpxl.render.dashboard import write_dashboard
from scpxl.render.dashboard.card_layout import HEAD_POINTS, PAGE_POINTS, lay_out_page
from scpxl.scorecard.build import Record, build_scorecard
from scpxl.scorecard.model import Scorecard
from scpxl.scorecard.outlook_words import OUTLOOK_COLUMNS, outlook_lines
from tests.scorecard.builders import framework, indicator, series, target

Q2 = Period.parse("2017-18 Q2")


@pytest.fixture(scope="module")
def card() -> Scorecard:
    note = SeriesNote(
        kind=NoteKind.INTERVENTION,
        indicators=("FALLS",),
        first=Period.parse_month("2017-01"),
        reason="=Patrols & <care>.",
    )
    agreed = framework(
        indicator("FALLS"),
        indicator("STAYS"),
        indicator("RISES"),
        targets=[target(900, "FALLS"), target(900, "STAYS")],
        notes=[note],
    )
    wave = [100.0, 104.0] * 24
    figures = [
        *series([*wave, *[60.0, 62.0] * 3], "FALLS", until="2017-09"),
        *series([*wave, *[100.0, 104.0] * 3], "STAYS", until="2017-09"),
        *series([*wave, *[300.0, 310.0] * 3], "RISES", until="2017-09"),
    ]
    return build_scorecard(agreed, Record(figures), Q2, datetime(2017, 11, 1, tzinfo=UTC), "RUN")


@pytest.fixture(scope="module")
def written(card: Scorecard, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("outlook") / "dashboard.xlsx"
    write_dashboard(card, path)
    return path


@pytest.fixture(scope="module")
def book(written: Path) -> CalamineWorkbook:
    return CalamineWorkbook.from_path(written)


def cells(book: CalamineWorkbook, sheet: str) -> list[str]:
    rows = book.get_sheet_by_name(sheet).to_python()
    return [cell for row in rows for cell in row if isinstance(cell, str) and cell]


def test_a_cards_sheet_holds_every_line_said_of_it(card: Scorecard, book: CalamineWorkbook) -> None:
    shown = cells(book, "Less crime")
    for one in card.cards:
        said = outlook_lines(one)
        assert {"Real change?", "Trend", "Year's end"} <= {label for label, _ in said}
        for label, words in said:
            assert label in shown
            assert words in shown, words


def test_the_summary_calls_better_or_worse_only_what_is_real(book: CalamineWorkbook) -> None:
    rows = [
        row for row in book.get_sheet_by_name("Summary").to_python() if row[0] in {"Falls", "Stays", "Rises"}
    ]
    directions = {row[0]: row[6] for row in rows}

    assert directions == {"Falls": "▼ better", "Stays": "■ same", "Rises": "▲ worse"}
    assert "•  Of 3 changes on a year ago that could be judged, 2 are more than normal variation: 1 for the better and 1 for the worse." in cells(book, "Summary")  # fmt: skip


def test_an_intervention_has_its_sign_on_one_chart_and_one_point(written: Path) -> None:
    with zipfile.ZipFile(written) as package:
        charts = [
            package.read(name).decode()
            for name in package.namelist()
            if re.fullmatch(r"xl/charts/chart\d+\.xml", name)
        ]
    assert sum(chart.count("①") for chart in charts) == 1
    (marked,) = (chart for chart in charts if "①" in chart)
    # Every other label of that line is taken away.
    assert marked.count('<c:delete val="1"/>') >= 35


def test_the_data_sheet_carries_verdicts_intervals_trends_and_outturns(book: CalamineWorkbook) -> None:
    head, *rows = [
        row for row in book.get_sheet_by_name("Data").to_python() if len([c for c in row if c != ""]) > 5
    ]
    assert tuple(head[-len(OUTLOOK_COLUMNS) :]) == OUTLOOK_COLUMNS
    falls = dict(zip(head, rows[0], strict=True))
    assert (falls["indicator"], falls["change verdict"]) == ("FALLS", "real")
    assert falls["outturn"] == pytest.approx(366 + 978 * 0.5)


def test_the_notes_explain_each_of_them(book: CalamineWorkbook) -> None:
    shown = cells(book, "Notes")
    for term in ("Change: real or normal variation", "Trend, long term", "Year's end", "Interventions"):
        assert term in shown


def test_cards_with_everything_said_are_not_cut_by_the_end_of_a_page(card: Scorecard) -> None:
    for page in card.pages:
        layout = lay_out_page(page)
        used = float(HEAD_POINTS)
        for placed in layout.cards:
            used = HEAD_POINTS + placed.points if placed.top in layout.breaks else used + placed.points
            assert used <= PAGE_POINTS

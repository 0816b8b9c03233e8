"""The same in a real spreadsheet, which works formulas out, draws charts and takes texts for what they look like."""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
import xlwings as xw

from scpxl.jobs.folder import Folder
from scpxl.jobs.publishing.publish import prepare, publish
from scpxl.jobs.refreshing.push import Pushed, check_grid, check_screen, push
from scpxl.jobs.refreshing.screen import CannotWriteError, NotThisLayoutError
from scpxl.jobs.returns.collect import collect
from scpxl.jobs.setting_up.setup import demonstrate, examples
from scpxl.live.open_workbook import OpenWorkbook, open_dashboards, refresh_book
from scpxl.model.periods import Period
from scpxl.pages.typed import LAYOUT
from scpxl.read.closed_dashboard import read_typed
from scpxl.render.excel import dashboard_grid, write_dashboard
from scpxl.render.grid import BookGrid
from scpxl.scorecard.records.scorecard import Scorecard
from tests.excel.made import troubled
from tests.excel.mutated import mutated
from tests.live.conftest import Q4, WHEN, Place
from tests.live.test_push import HARD, with_texts

pytestmark = [pytest.mark.office, pytest.mark.slow]

QUARTERS = {"Q3": Period.parse("2017-18 Q3"), "Q4": Period.parse("2017-18 Q4")}
Cells = dict[tuple[str, int, int], tuple[Any, str]]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    """The worked example's folder."""
    path = tmp_path_factory.mktemp("demo") / "here"
    demonstrate(path, examples()[0])
    return Folder(path)


@pytest.fixture(scope="module")
def cards(demo: Folder) -> dict[str, Scorecard]:
    """The scorecards of two quarters."""
    with demo.open_record() as store:
        return {name: prepare(demo, store, period, WHEN) for name, period in QUARTERS.items()}


@pytest.fixture
def opening(spreadsheet: xw.App, tmp_path: Path) -> Iterator[Any]:
    """Write a dashboard and open it; all of them are closed at the end."""
    numbers = count()

    def opened(card: Scorecard) -> xw.Book:
        path = tmp_path / f"{next(numbers)}.xlsx"
        write_dashboard(card, path)
        return spreadsheet.books.open(path)

    yield opened
    for book in list(spreadsheet.books):
        book.impl.close()


def cells_of(book: xw.Book, grid: BookGrid) -> Cells:
    """Every cell of our sheets that holds something: what it comes to, and its formula."""
    found: Cells = {}
    for name in grid.sheets:
        area = book.sheets[name].impl.used_range.uno
        for row, (values, formulas) in enumerate(
            zip(area.getDataArray(), area.getFormulaArray(), strict=True)
        ):
            for column, (value, formula) in enumerate(zip(values, formulas, strict=True)):
                if value != "" or formula != "":
                    found[name, row, column] = (value, formula if formula.startswith("=") else "")
    return found


def differences(one: Cells, other: Cells) -> dict[Any, Any]:
    return {
        at: (one.get(at), other.get(at)) for at in one.keys() | other.keys() if one.get(at) != other.get(at)
    }


def looks_of(book: xw.Book) -> dict[str, Any]:
    """What a refresh leaves alone: rules of looks and charts with the ranges they read."""
    found = {}
    for sheet in book.sheets:
        uno = sheet.impl.uno
        charts = [uno.Charts.getByIndex(number) for number in range(uno.Charts.Count)]
        ranges = [
            [(one.Sheet, one.StartRow, one.EndRow, one.StartColumn) for one in chart.Ranges]
            for chart in charts
        ]
        found[sheet.name] = (len(uno.ConditionalFormats.getConditionalFormats()), ranges)
    return found


def pushed(book: xw.Book, grid: BookGrid) -> Pushed:
    return push(OpenWorkbook(book), grid)


def test_the_third_quarters_dashboard_becomes_the_fourths_and_back_again_every_cell(
    cards: dict[str, Scorecard], opening: Any
) -> None:
    grids = {name: dashboard_grid(card) for name, card in cards.items()}
    book = opening(cards["Q3"])
    fresh = {}
    for name, card in cards.items():
        other = opening(card)
        fresh[name] = cells_of(other, grids[name])
        other.impl.close()
    assert len(fresh["Q4"]) > 40_000
    assert len(differences(fresh["Q3"], fresh["Q4"])) > 10_000
    looks = looks_of(book)
    for name in ("Q4", "Q3", "Q4"):
        done = pushed(book, grids[name])
        assert dict(list(differences(cells_of(book, grids[name]), fresh[name]).items())[:5]) == {}
        assert done.repaired == 0, "LibreOffice writes our formulas otherwise than we do"
    assert pushed(book, grids["Q4"]) == Pushed()
    assert looks_of(book) == looks


def test_awkward_texts_arrive_as_they_are(opening: Any) -> None:
    plain, hard = troubled(), with_texts(troubled())
    grids = dashboard_grid(plain), dashboard_grid(hard)
    fresh = [cells_of(opening(card), grids[0]) for card in (plain, hard)]
    book = opening(plain)
    for place in (1, 0, 1):
        pushed(book, grids[place])
        assert differences(cells_of(book, grids[place]), fresh[place]) == {}
    texts = {value for value, _ in fresh[1].values()}
    assert {text for text in HARD if text not in texts} == set()


def test_another_month_that_was_chosen_is_worked_out_by_the_spreadsheet_as_we_do(
    cards: dict[str, Scorecard], opening: Any
) -> None:
    book = opening(cards["Q3"])
    grid = dashboard_grid(cards["Q4"], {"as_of": "Sep 2017"})
    pushed(book, grid)
    for name, sheet in grid.sheets.items():
        values = book.sheets[name].impl.range((1, 1), (sheet.rows, sheet.columns)).raw_value
        wrong = {
            place: (values[place[0]][place[1]], wanted)
            for place, wanted in sheet.results.items()
            if not _same(values[place[0]][place[1]], wanted)
        }
        assert dict(list(wrong.items())[:3]) == {}, name


def _same(found: Any, wanted: Any) -> bool:
    if isinstance(found, float) and isinstance(wanted, int | float):
        return abs(found - wanted) <= 1e-9 * max(1.0, abs(wanted))
    return bool(found == ("" if wanted is None else wanted))


def test_what_is_her_own_stays(opening: Any) -> None:
    book = opening(troubled())
    summary = book.sheets["Summary"]
    own = book.sheets.add("My notes", after=book.sheets[len(book.sheets) - 1])
    own["A1"].impl.raw_value = "my own words"
    own["A2"].impl.formula = "=Summary!C10*2"
    summary["A1"].impl.column_width = 70
    summary["Z9"].impl.raw_value = "entered beside the table"
    summary["Z10"].impl.add_note("a note of mine")
    looks = looks_of(book)
    grid = dashboard_grid(mutated(troubled(), 1))
    pushed(book, grid)
    assert (own["A1"].impl.raw_value, own["A2"].impl.formula) == ("my own words", "=Summary!C10*2")
    shown = summary["C10"].impl.raw_value
    assert own["A2"].impl.raw_value == (shown * 2 if isinstance(shown, float) else "#N/A")
    assert summary["A1"].impl.column_width == 70
    assert summary["Z9"].impl.raw_value == "entered beside the table"
    assert summary["Z10"].impl.note.text == "a note of mine"
    assert looks_of(book) == looks


@pytest.mark.parametrize("which", ["second", "middle", "last"])
def test_a_write_that_fails_leaves_every_cell_as_it_was(
    opening: Any, monkeypatch: pytest.MonkeyPatch, which: str
) -> None:
    book, trial = opening(troubled()), opening(troubled())
    grid = dashboard_grid(mutated(troubled(), 1))
    before = cells_of(book, grid)
    seen, write = count(1), OpenWorkbook.write
    at = 0

    def failing(screen: OpenWorkbook, sheet: str, block: Any) -> None:
        if next(seen) == at:
            raise OSError("Excel is busy")
        write(screen, sheet, block)

    monkeypatch.setattr(OpenWorkbook, "write", failing)
    pushed(trial, grid)
    needed = next(seen) - 1
    seen, at = count(1), {"second": 2, "middle": needed // 2, "last": needed}[which]
    monkeypatch.setattr(OpenWorkbook, "write", failing)
    with pytest.raises(CannotWriteError, match="Excel is busy"):
        pushed(book, grid)
    assert differences(cells_of(book, grid), before) == {}


def test_a_sheet_that_is_gone_renamed_protected_or_has_another_row_is_found_before_anything_is_written(
    opening: Any,
) -> None:
    card = troubled()
    grid, sheets = dashboard_grid(card), list(dashboard_grid(card).sheets)
    book = opening(card)
    screen = OpenWorkbook(book)
    layout = screen.names()[LAYOUT].strip('="')
    check_screen(screen, layout, sheets)
    check_grid(screen, grid)
    with pytest.raises(NotThisLayoutError):
        check_screen(screen, "another", sheets)

    book.sheets["Notes"].impl.uno.protect("x")
    with pytest.raises(CannotWriteError, match=r"The sheet Notes of .* is protected"):
        check_screen(screen, layout, sheets)
    book.sheets["Notes"].impl.uno.unprotect("x")

    book.sheets["Notes"].impl.name = "My own notes"
    with pytest.raises(CannotWriteError, match="no sheet named Notes"):
        check_screen(screen, layout, sheets)
    book.sheets["My own notes"].impl.name = "Notes"
    check_screen(screen, layout, sheets)

    book.sheets["Summary"].impl.uno.Rows.insertByIndex(4, 1)
    with pytest.raises(
        CannotWriteError, match="Rows or columns were inserted or deleted on the sheet Summary"
    ):
        check_grid(screen, grid)
    book.sheets["Notes"].impl.delete()
    with pytest.raises(NotThisLayoutError, match="has no sheet Notes any more"):
        check_screen(screen, layout, sheets)


def typed_into(book: xw.Book, name: str, key: str, words: dict[str, str]) -> None:
    """Type into the row with a key of a named table, below the headings named."""
    found = book.names[name].refers_to_range.impl
    rows = found.raw_value
    heads = list(rows[0])
    row = next(number for number, line in enumerate(rows) if line[heads.index("Key")] == key)
    for head, text in words.items():
        found(row + 1, heads.index(head) + 1).raw_value = text


def test_a_click_keeps_what_was_typed_and_brings_the_new_figures(place: Place, spreadsheet: xw.App) -> None:
    path = place.publish()
    book = spreadsheet.books.open(path)
    try:
        assert [one.name for one in open_dashboards("Haling & Ely Partnership")] == ["dashboard.xlsx"]
        assert open_dashboards("Another Partnership") == []
        typed_into(book, "scpxl_decisions", "ROB", {"Decision": "escalate", "Why, in words": "Too many."})
        typed_into(book, "scpxl_comments", "own O1", {"What happened": "Patrols moved."})
        place.bring(about=60)
        made = place.refresh(book)
        assert len(made.typed.decisions) == len(made.typed.entries) == 1
        grid = place.grid()
        publish(place.folder, Q4, now=WHEN, path=path.with_name("fresh.xlsx"))
        fresh = spreadsheet.books.open(path.with_name("fresh.xlsx"))
        stale = differences(cells_of(book, grid), cells_of(fresh, grid))
        # The moment it was made is in two cells.
        assert len(stale) <= 2, stale
        assert all("made" in str(pair) for pair in stale.values())
        book.save()
        book.impl.close()
        again = read_typed(path.read_bytes(), path.name)
        assert [row for row in again.rows if row.is_touched] == [], (
            "what another program saved reads as it was written"
        )
    finally:
        for one in list(spreadsheet.books):
            one.impl.close()


def alone(spreadsheet: xw.App, path: Path, copy: Path) -> float:
    """Return how many seconds the spreadsheet takes to give all its cells, take them, and save: whoever asks for it."""
    book = spreadsheet.books.open(path)
    try:
        start = time.perf_counter()
        for sheet in book.sheets:
            used = sheet.used_range
            _formulas, values = used.formula, used.raw_value
            used.raw_value = values
        book.save(copy)
        return time.perf_counter() - start
    finally:
        book.impl.close()


def test_a_click_costs_little_beside_collecting_publishing_and_what_the_spreadsheet_takes_itself(
    demo: Folder, spreadsheet: xw.App, tmp_path: Path
) -> None:
    publish(demo, QUARTERS["Q3"])
    began = time.perf_counter()
    collect(demo, QUARTERS["Q4"])
    publish(demo, QUARTERS["Q4"])
    inside = time.perf_counter() - began
    shown = demo.outputs(QUARTERS["Q3"]) / "dashboard.xlsx"
    its_own = alone(spreadsheet, shown, tmp_path / "copy.xlsx")
    book = spreadsheet.books.open(shown)
    try:
        start = time.perf_counter()
        made = refresh_book(book, folder=demo.path, period=QUARTERS["Q4"], ask=lambda _: True)
        whole = time.perf_counter() - start
    finally:
        book.impl.close()
    assert made.pushed is not None
    assert made.pushed.cells > 100_000
    assert whole < 2.5 * (inside + its_own), f"{whole / (inside + its_own):.1f} times"

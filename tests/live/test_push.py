"""What one scorecard's dashboard holds is put into another's that is open, cell by cell, all of it or nothing."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from scpxl.jobs.refreshing.push import Pushed, push
from scpxl.jobs.refreshing.screen import CannotWriteError, MixedError
from scpxl.live.open_workbook import OpenWorkbook
from scpxl.render.excel import dashboard_grid
from scpxl.render.grid import BookGrid
from scpxl.scorecard.records.scorecard import Scorecard
from tests.excel.made import troubled
from tests.excel.mutated import mutated
from tests.live.memory import MemoryBook

HARD = (
    "00123", "1-2", "=1+1", "+44 20 7946", "-dash", "@at", "8%", "TRUE", "false", "Mar 2018", "4 May", "'quoted", "#N/A",
    "1e5", "£5", "(5)", ".5", "2018-03", "Barnet", "x" * 9000, "1/2", "12:30", "''", "12", "  12", "may be", "May",
)  # fmt: skip
"""Texts that a spreadsheet takes for something else, or takes in no block."""


@cache
def grid_of(seed: int = 0, *, texts: bool = False) -> BookGrid:
    card = mutated(troubled(), seed) if seed else troubled()
    return dashboard_grid(with_texts(card) if texts else card)


def with_texts(card: Scorecard) -> Scorecard:
    line = troubled().actions[0]
    return replace(
        card, actions=tuple(replace(line, reference=text, owner=text, update=text) for text in HARD)
    )


def opened(grid: BookGrid) -> MemoryBook:
    return MemoryBook(grid, Path("dashboard.xlsx").absolute())


def pushed(book: MemoryBook, grid: BookGrid) -> Pushed:
    return push(OpenWorkbook(book), grid)


def differences(book: MemoryBook, grid: BookGrid) -> dict[Any, Any]:
    """The cells in which an open workbook and a fresh one differ."""
    found, wanted = book.cells(), opened(grid).cells()
    return {
        at: (found.get(at), wanted.get(at))
        for at in found.keys() | wanted.keys()
        if found.get(at) != wanted.get(at)
    }


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_an_open_dashboard_becomes_the_new_one_and_back_again(seed: int) -> None:
    book = opened(grid_of())
    assert differences(book, grid_of(seed))
    for wanted in (grid_of(seed), grid_of()):
        pushed(book, wanted)
        assert differences(book, wanted) == {}
        assert book.looks() == opened(wanted).looks()


def test_nothing_is_written_where_nothing_differs() -> None:
    book = opened(grid_of())
    pushed(book, grid_of(1))
    book.writes.clear()
    assert pushed(book, grid_of(1)) == Pushed()
    assert book.writes == []


def test_texts_arrive_as_they_are_whatever_they_look_like() -> None:
    book = opened(grid_of())
    for wanted in (grid_of(0, texts=True), grid_of(), grid_of(0, texts=True)):
        pushed(book, wanted)
        assert differences(book, wanted) == {}


def test_a_refresh_writes_in_blocks_and_not_cell_by_cell() -> None:
    book = opened(grid_of())
    done = pushed(book, grid_of(1))
    assert done.cells > 10 * done.writes
    assert done.repaired == 0


def test_a_formula_that_somebody_overwrote_is_written_again() -> None:
    book = opened(grid_of())
    sheet = book.pages["Summary"]
    place, formula = next(iter(sheet.formulas.items()))
    sheet.take(place, "overwritten")
    assert pushed(book, grid_of()).repaired == 1
    assert sheet.formulas[place] == formula


def test_what_stands_beside_ours_stays() -> None:
    book = opened(grid_of())
    sheet = book.pages["Summary"]
    sheet.take((3, 40), "my own words")
    sheet.formulas[4, 40] = "=A1"
    pushed(book, grid_of(1))
    assert (sheet.values[3, 40], sheet.formulas[4, 40]) == ("my own words", "=A1")


def test_a_table_that_somebody_made_longer_gets_its_size_back() -> None:
    book = opened(grid_of())
    sheet = book.pages["Actions"]
    own = sheet._areas["actions"]
    sheet._areas["actions"] = "A3:M99"
    pushed(book, grid_of())
    assert sheet._areas["actions"] == own


def writes_needed() -> int:
    book = opened(grid_of())
    pushed(book, grid_of(1))
    return len(book.writes)


def failing_at(number: int) -> Any:
    """Return what fails at one write alone, as Excel does when somebody opens a box meanwhile."""
    seen = count(1)

    def at_write(sheet: str, what: str) -> None:
        if next(seen) == number:
            raise OSError(f"Excel is busy ({sheet}, {what})")

    return at_write


@pytest.mark.parametrize("which", ["first", "second", "middle", "last"])
def test_a_write_that_fails_leaves_every_cell_as_it_was(which: str) -> None:
    needed = writes_needed()
    number = {"first": 1, "second": 2, "middle": needed // 2, "last": needed}[which]
    book = opened(grid_of())
    book.pages["Summary"].formulas[0, 0] = "=MY()"
    before, looks = book.cells(), book.looks()
    book.at_write = failing_at(number)
    with pytest.raises(CannotWriteError, match="It holds the figures it had before"):
        pushed(book, grid_of(1))
    assert book.cells() == before
    assert book.looks() == looks
    assert (book.app.calculation, book.app.screen_updating, book.app.enable_events) == (
        "automatic",
        True,
        True,
    )


def test_excel_that_is_closed_while_it_is_read_is_told_in_words() -> None:
    book = opened(grid_of())
    before = book.cells()

    def gone(sheet: str) -> None:
        raise OSError(f"the server is unavailable ({sheet})")

    book.at_read = gone
    with pytest.raises(CannotWriteError, match="could not be read or saved: the server is unavailable"):
        pushed(book, grid_of(1))
    assert (book.cells(), book.writes) == (before, [])


def test_where_even_putting_back_fails_the_mixed_sheets_are_named() -> None:
    book = opened(grid_of())
    seen = count(1)

    def at_write(sheet: str, _what: str) -> None:
        if next(seen) >= 20:
            raise OSError(f"{sheet} is gone")

    book.at_write = at_write
    with pytest.raises(MixedError, match=r"could not be put back: .*Close the workbook without saving"):
        pushed(book, grid_of(1))


def test_what_must_succeed_besides_is_part_of_all_or_nothing() -> None:
    book = opened(grid_of())
    before = book.cells()

    def disk_is_full() -> None:
        raise OSError("No space left on device")

    with pytest.raises(CannotWriteError, match="No space left"):
        push(OpenWorkbook(book), grid_of(1), disk_is_full)
    assert book.cells() == before


def test_the_stamp_is_written_last() -> None:
    book = opened(grid_of())
    order: list[tuple[str, str]] = []
    book.at_write = lambda sheet, what: order.append((sheet, what))
    sheet, place = book.at("scpxl_stamp")
    new = grid_of(1)
    assert new.sheets["Summary"].values[place] != sheet.value_at(place)
    pushed(book, new)
    assert order[-1] == ("Summary", "values")
    assert len({sheet for sheet, _ in order}) > 10

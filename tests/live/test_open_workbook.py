"""What is asked of Excel for Windows, and what becomes of what it hands over."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from scpxl.live import cells
from scpxl.live.cells import ErrorValue, as_grid, guarded
from scpxl.live.open_workbook import OpenWorkbook, open_dashboards
from scpxl.render.grid import CellBlock
from tests.live.memory import MemoryBook
from tests.live.test_push import HARD, grid_of
from tests.live.typing_in import as_excel_takes_it


@pytest.fixture
def screen() -> OpenWorkbook:
    return OpenWorkbook(MemoryBook(grid_of(), Path("dashboard.xlsx").absolute()))


@pytest.mark.parametrize("text", HARD)
def test_whatever_excel_would_take_otherwise_goes_with_an_apostrophe(text: str) -> None:
    assert as_excel_takes_it(str(guarded(text))) == text


def test_without_the_apostrophe_most_of_them_would_be_something_else() -> None:
    assert sum(as_excel_takes_it(text) != text for text in HARD) > 15


def test_days_and_money_are_numbers_and_error_values_go_back_as_themselves() -> None:
    assert as_grid(datetime(2018, 5, 1, 12, tzinfo=UTC)) == 43221.5
    assert as_grid(Decimal("2.50")) == 2.5
    assert guarded(as_grid(-2146826246)) == "#N/A"
    assert guarded("#N/A") == "'#N/A", "words that a person typed so are words"
    assert isinstance(as_grid(-2146826281), ErrorValue)


def test_on_windows_values_are_read_as_the_numbers_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    read = SimpleNamespace(api=SimpleNamespace(Value2=((43221.0, "x"),)), raw_value="not asked", shape=(1, 2))
    monkeypatch.setattr(sys, "platform", "win32")
    assert cells.values_of(read) == [[43221.0, "x"]]


def test_on_windows_nobody_can_type_while_it_is_written(
    screen: OpenWorkbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    app = screen.book.app
    app.interactive = True
    with screen.quiet():
        assert (app.interactive, app.calculation) == (False, "manual")
    assert (app.interactive, app.calculation) == (True, "automatic")


def test_each_setting_is_given_back_even_where_another_cannot_be(screen: OpenWorkbook) -> None:
    class Stubborn(type(screen.book.app)):  # type: ignore[misc]
        def __setattr__(self, name: str, value: Any) -> None:
            if (
                name == "calculation"
                and value == "automatic"
                and getattr(self, "calculation", "") == "manual"
            ):
                raise OSError("not now")
            super().__setattr__(name, value)

    screen.book.app = app = Stubborn()
    with pytest.raises(OSError, match="not now"), screen.quiet():
        pass
    assert (app.screen_updating, app.enable_events) == (True, True)


def test_xlwings_gives_up_for_as_long_as_we_wait_and_then_is_as_it_was(
    screen: OpenWorkbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    windows = SimpleNamespace(N_COM_ATTEMPTS=0)
    monkeypatch.setitem(sys.modules, "xlwings._xlwindows", windows)
    seen: list[int] = []
    refusals = iter([True, True, False])

    class Busy:
        @property
        def status_bar(self) -> bool:
            seen.append(windows.N_COM_ATTEMPTS)
            if next(refusals):
                raise OSError("call was rejected by callee")
            return False

    screen.book.app = Busy()
    screen.make_ready()
    assert seen == [1, 1, 1]
    assert windows.N_COM_ATTEMPTS == 0


def test_a_text_too_long_for_a_block_goes_by_itself(screen: OpenWorkbook) -> None:
    screen.write("Notes", CellBlock(100, 0, (("x" * 9000, "short"), ("a", "b"))))
    assert screen.book.writes == ["Notes", "Notes"]
    assert screen.book.pages["Notes"].values[100, 0] == "x" * 9000


def test_where_there_is_no_excel_nothing_is_open(monkeypatch: pytest.MonkeyPatch) -> None:
    import xlwings as xw

    monkeypatch.setattr(xw.engines, "active", None)
    assert open_dashboards("Haling & Ely Partnership") == []
    monkeypatch.delitem(sys.modules, "xlwings")
    assert open_dashboards("Haling & Ely Partnership") == []


def test_a_workbook_in_a_cloud_folder_has_no_path(screen: OpenWorkbook) -> None:
    assert screen.path is not None
    screen.book.fullname = "https://example.org/dashboard.xlsx"
    assert screen.path is None

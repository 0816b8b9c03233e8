"""A click on Refresh Dashboard: what was entered is kept, the figures are new, and whatever fails leaves the old ones."""

from __future__ import annotations

import sqlite3
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from scpxl.errors import ConflictError, ScpxlError, SetUpError, StoreError
from scpxl.jobs.decide import decide
from scpxl.jobs.publishing.publish import prepare, publish
from scpxl.jobs.refreshing import refresh as refresh_job
from scpxl.jobs.refreshing.refresh import cancel_refresh
from scpxl.jobs.refreshing.refreshed import CancelledError, FaultError, Refreshed, only_one
from scpxl.jobs.refreshing.screen import BusyError, CannotWriteError, NotThisLayoutError
from scpxl.jobs.refreshing.typed import TypedConflictError
from scpxl.jobs.returns.collect import collect
from scpxl.live import open_workbook
from scpxl.model.plan import Objective
from scpxl.render.framework_text import write_framework_toml
from scpxl.scorecard.lists.exceptions import Choice
from scpxl.store.records import EntryKind
from tests.excel.made import agreed
from tests.jobs.conftest import Desk
from tests.live.conftest import Q3, Q4, WHEN, Place, without_stamp
from tests.live.memory import MemoryBook
from tests.scorecard.builders import indicator

DECISION, WHY, BY = 4, 5, 6
"""Columns of the sheet Decisions."""
HAPPENED, DOING = 2, 4
"""Columns of the sheet Commentary."""
ACTION, DUE, STATUS, COMPLETE = 2, 5, 6, 7
"""Columns of the sheet Actions."""


@pytest.fixture(autouse=True)
def _one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every refresh made at one moment, so that two can be compared cell by cell."""
    monkeypatch.setattr("scpxl.jobs.refreshing.refresh.moment", lambda _now: WHEN)


def own_row(book: MemoryBook, table: str, key: str) -> int:
    """Where the row with a key is, counted from the headings."""
    found = book.names[table].refers_to_range
    rows = found.raw_value
    keys = rows[0].index("Key")
    return next(number for number, row in enumerate(rows) if row[keys] == key)


def shown(book: MemoryBook, table: str, row: int, column: int) -> Any:
    sheet, at = book.at(table, row, column)
    return sheet.value_at(at)


def same_as_fresh(book: MemoryBook, place: Place, choices: dict[str, str] | None = None) -> bool:
    fresh = MemoryBook(place.grid(Q4, choices), Path("fresh.xlsx").absolute())
    return without_stamp(book.cells(), book) == without_stamp(fresh.cells(), fresh)


# The figures.


def test_new_figures_are_in_the_open_dashboard_as_in_a_fresh_one(place: Place) -> None:
    book = place.opened()
    place.bring(about=60)
    assert not same_as_fresh(book, place)
    made = place.refresh(book)
    assert same_as_fresh(book, place)
    assert made.pushed is not None
    assert made.pushed.cells > 100
    assert "It is not saved yet" in made.words
    assert book.saved == []


def test_the_stamp_says_when_by_whom_and_from_which_returns(place: Place, small_desk: Desk) -> None:
    book = place.opened()
    small_desk.receive("lfb")
    place.refresh(book)
    sheet, at = book.at("scpxl_stamp")
    assert str(sheet.value_at(at)).endswith(
        "made 21 May 2018 09:00 by A. Analyst, from the returns of: Fire Brigade."
    )


def test_a_return_that_has_come_is_collected_by_the_click(place: Place, small_desk: Desk) -> None:
    book = place.opened()
    small_desk.receive("lfb")
    made = place.refresh(book)
    assert [file.name for file in made.collection.files] == ["lfb.xlsx"]
    assert "1 new return" in made.words
    assert same_as_fresh(book, place)


def test_the_second_click_writes_nothing(place: Place) -> None:
    book = place.opened()
    place.bring(about=60)
    place.refresh(book)
    book.writes.clear()
    made = place.refresh(book)
    assert made.pushed is not None
    assert (made.pushed.cells, book.writes) == (0, [])


def test_what_is_published_is_kept_in_the_record(place: Place) -> None:
    book = place.opened()
    place.bring(about=60)
    place.refresh(book)
    with place.folder.open_record() as store:
        assert len(store.fetch_publications(Q4)) == 2
        assert all(store.has_whole(one) for one in store.fetch_publications(Q4))


def test_what_she_chose_stays_chosen(place: Place) -> None:
    book = place.opened()
    book.type("as_of", 0, 0, "'Jan 2018")
    book.type("show_1", 0, 0, "Robbery")
    place.bring(about=60)
    place.refresh(book)
    assert (shown(book, "as_of", 0, 0), shown(book, "show_1", 0, 0)) == ("Jan 2018", "Robbery")
    kept = {name: str(shown(book, name, 0, 0)) for name in book.defined if name.startswith("show_")}
    assert same_as_fresh(book, place, {"as_of": "Jan 2018", **kept})


def test_excel_is_as_it_was_afterwards_and_said_what_it_did_meanwhile(place: Place) -> None:
    book = place.opened()
    place.refresh(book)
    app = book.app
    assert (app.status_bar, app.calculation, app.screen_updating, app.enable_events) == (
        False,
        "automatic",
        True,
        True,
    )
    assert [words.partition(" ")[2].split()[0] for words in app.shown] == [
        "reading",
        "collecting",
        "working",
        "writing",
    ]


# Another quarter.


def test_another_quarter_goes_on_as_a_new_file_and_the_old_one_stays(place: Place) -> None:
    book = place.opened(Q3)
    old = place.folder.outputs(Q3) / "dashboard.xlsx"
    before = old.read_bytes()
    made = place.refresh(book)
    new = place.folder.outputs(Q4) / "dashboard.xlsx"
    assert "is of 2017-18 Q3, and the quarter worked on is 2017-18 Q4" in book.app.asked[0]
    assert book.saved == [new]
    assert old.read_bytes() == before
    assert shown(book, "scpxl_period", 0, 0) == "2017-18 Q4"
    assert shown(book, "as_of", 0, 0) == "Mar 2018", (
        "who looked at the latest month looks at the latest month"
    )
    assert made.published.path == new
    with_buttons = new.with_suffix(".xlsm")
    assert zipfile.ZipFile(with_buttons).testzip() is None, (
        "and the file with buttons, as publish writes both"
    )
    kept = {name: str(shown(book, name, 0, 0)) for name in book.defined if name.startswith("show_")}
    assert same_as_fresh(book, place, kept)


def test_a_month_that_is_no_longer_listed_becomes_the_latest_and_she_is_told(place: Place) -> None:
    book = place.opened(Q3)
    book.type("as_of", 0, 0, "'Dec 2016")
    made = place.refresh(book)
    assert shown(book, "as_of", 0, 0) == "Mar 2018"
    assert "Dec 2016 is no longer among the months to choose from: Mar 2018 is shown." in made.told


def test_whoever_says_no_to_another_quarter_keeps_all_as_it_was(place: Place) -> None:
    book = place.opened(Q3)
    before = book.cells()
    with pytest.raises(SetUpError, match=r"stays so\. Nothing was changed"):
        place.refresh(book, ask=lambda _: False)
    assert book.cells() == before
    assert not place.folder.outputs(Q4).exists()


def test_a_new_quarter_whose_file_cannot_be_saved_leaves_the_old_quarter(place: Place) -> None:
    book = place.opened(Q3)
    before = book.cells()

    def at_write(_sheet: str, what: str) -> None:
        if what == "save":
            raise OSError("No space left on device")

    book.at_write = at_write
    with pytest.raises(CannotWriteError, match="No space left"):
        place.refresh(book)
    assert book.cells() == before


# What was entered.


def test_a_decision_typed_in_the_open_dashboard_is_kept_and_stays(place: Place) -> None:
    book = place.opened()
    row = own_row(book, "scpxl_decisions", "ROB")
    for column, words in ((DECISION, "Escalate"), (WHY, "Too many near the station."), (BY, "Board, 21 May")):
        book.type("scpxl_decisions", row, column, words)
    place.bring(about=60)
    made = place.refresh(book)
    assert "1 row that you typed went into the record" in made.words
    with place.folder.open_record() as store:
        (found,) = store.fetch_decisions()
    assert found[:5] == ("ROB", Q4, "escalate", "Board, 21 May", "Too many near the station.")
    assert shown(book, "scpxl_decisions", row, WHY) == "Too many near the station."
    assert same_as_fresh(book, place)
    place.refresh(book)
    with place.folder.open_record() as store:
        assert len(store.fetch_decisions()) == 1


def test_close_is_kept_on_the_sheet_though_it_is_about_no_exception(place: Place) -> None:
    book = place.opened()
    row = own_row(book, "scpxl_decisions", "VIS")
    book.type("scpxl_decisions", row, DECISION, "close")
    book.type("scpxl_decisions", row, WHY, "Nothing to see.")
    place.refresh(book)
    assert shown(book, "scpxl_decisions", row, DECISION) == "close"
    assert shown(book, "scpxl_decisions", row, BY) == "A. Analyst", (
        "who brought it in, where nobody else is named"
    )


def test_rows_are_read_by_their_key_wherever_they_were_sorted_to(place: Place) -> None:
    book = place.opened()
    first, last = (own_row(book, "scpxl_decisions", key) for key in ("BUR", "VIS"))
    book.type("scpxl_decisions", first, DECISION, "watch")
    book.type("scpxl_decisions", first, WHY, "Look again.")
    for column in range(9):
        sheet, a = book.at("scpxl_decisions", first, column)
        _, b = book.at("scpxl_decisions", last, column)
        sheet.values[a], sheet.values[b] = sheet.values.get(b), sheet.values.get(a)
    place.refresh(book)
    with place.folder.open_record() as store:
        assert store.fetch_decisions()[0].indicator == "BUR"
    assert same_as_fresh(book, place)


def test_a_comment_and_an_action_typed_in_yellow_rows_are_kept_and_shown(place: Place) -> None:
    book = place.opened()
    comment = own_row(book, "scpxl_comments", "own O1")
    book.type("scpxl_comments", comment, HAPPENED, "Patrols moved. " * 600)
    action = own_row(book, "scpxl_actions", "own 01")
    for column, words in (
        (1, "Safer streets"),
        (ACTION, "Light the path"),
        (DUE, 43190.0),
        (STATUS, "in progress"),
        (COMPLETE, 40.0),
    ):
        book.type("scpxl_actions", action, column, words)
    place.refresh(book)
    with place.folder.open_record() as store:
        (said,) = store.fetch_entries(EntryKind.COMMENT, Q4)
        (done,) = store.fetch_entries(EntryKind.ACTION, Q4)
    assert said.words["happened"] == ("Patrols moved. " * 600).strip()
    assert (done.by, done.words["due"], done.words["status"], done.words["complete"]) == (
        "A. Analyst",
        "2018-03-31",
        "In progress",
        "40",
    )
    assert same_as_fresh(book, place)
    row = own_row(book, "scpxl_actions", "own 01")
    assert (shown(book, "scpxl_actions", row, ACTION), shown(book, "scpxl_actions", row, DUE)) == (
        "Light the path",
        43190.0,
    )
    page = [value for value in book.pages["Safer streets"].values.values() if isinstance(value, str)]
    assert any(one.startswith("Haling & Ely Partnership: Patrols moved.") for one in page)
    assert any(one.startswith("Light the path.") for one in page)


def test_a_row_cleared_is_cleared_and_stays_in_the_record_as_an_earlier_one(place: Place) -> None:
    book = place.opened()
    book.type("scpxl_comments", own_row(book, "scpxl_comments", "own O2"), HAPPENED, "A dry spring.")
    place.refresh(book)
    book.type("scpxl_comments", own_row(book, "scpxl_comments", "own O2"), HAPPENED, "")
    made = place.refresh(book)
    assert any("cleared. What was there stays in the record" in one for one in made.typed.told)
    assert same_as_fresh(book, place)
    with place.folder.open_record() as store:
        assert store.fetch_entries(EntryKind.COMMENT, Q4)[0].is_blank


def test_a_decision_that_was_cleared_comes_back_and_she_is_told_how_to_end_it(place: Place) -> None:
    book = place.opened()
    row = own_row(book, "scpxl_decisions", "BUR")
    for column, words in ((DECISION, "watch"), (WHY, "Look again."), (BY, "Board")):
        book.type("scpxl_decisions", row, column, words)
    place.refresh(book)
    for column in (DECISION, WHY, BY):
        book.type("scpxl_decisions", row, column, "")
    made = place.refresh(book)
    assert shown(book, "scpxl_decisions", row, DECISION) == "watch"
    assert "the decision on record (watch, by Board) stays" in made.words


def test_an_action_stands_in_the_next_quarter_until_it_is_closed(place: Place) -> None:
    book = place.opened(Q3)
    row = own_row(book, "scpxl_actions", "own 01")
    book.type("scpxl_actions", row, ACTION, "Light the path")
    place.refresh(book)
    assert shown(book, "scpxl_actions", own_row(book, "scpxl_actions", "own 01"), ACTION) == "Light the path"
    book.type("scpxl_actions", own_row(book, "scpxl_actions", "own 01"), STATUS, "Complete")
    place.refresh(book)
    next_grid = MemoryBook(place.grid(Q4.shift(1)), Path("next.xlsx").absolute())
    assert shown(next_grid, "scpxl_actions", own_row(next_grid, "scpxl_actions", "own 01"), ACTION) is None


def test_newer_words_of_the_record_stop_the_refresh_and_both_are_shown(place: Place) -> None:
    book = place.opened()
    row = own_row(book, "scpxl_decisions", "ROB")
    book.type("scpxl_decisions", row, DECISION, "close")
    book.type("scpxl_decisions", row, WHY, "Solved.")
    decide(place.folder, "ROB", Q4, Choice.ESCALATE, "Chair", "It goes on.")
    place.bring(about=60)
    before = book.cells()
    with pytest.raises(TypedConflictError) as told:
        place.refresh(book)
    assert "Robbery): entered here: close; Solved." in str(told.value)
    assert "on record: escalate; It goes on.; Chair" in str(told.value)
    assert book.cells() == before
    assert "stopped: TypedConflictError" in place.log
    place.refresh(book, typed_wins=True)
    with place.folder.open_record() as store:
        assert [one.decision for one in store.fetch_decisions()] == ["escalate", "close"]
    assert same_as_fresh(book, place)


def test_what_she_types_while_it_runs_is_not_overwritten(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = place.opened()
    place.bring(about=60)
    row = own_row(book, "scpxl_comments", "own O1")

    def typed_meanwhile(*given: Any, **named: Any) -> Any:
        book.type("scpxl_comments", row, HAPPENED, "In the meantime.")
        return prepare(*given, **named)

    monkeypatch.setattr(refresh_job, "prepare", typed_meanwhile)
    with pytest.raises(ConflictError, match="was typed in while the figures were worked out"):
        place.refresh(book)
    assert shown(book, "scpxl_comments", row, HAPPENED) == "In the meantime."
    assert book.writes == []
    monkeypatch.setattr(refresh_job, "prepare", prepare)
    assert len(place.refresh(book).typed.entries) == 1
    assert same_as_fresh(book, place)


@pytest.mark.parametrize(
    ("table", "key", "typed", "words"),
    [
        ("scpxl_decisions", "BUR", {DECISION: "escalate"}, "enter why. A decision is kept with its reason"),
        ("scpxl_decisions", "BUR", {WHY: "Because."}, "enter the decision: escalate, watch or close"),
        ("scpxl_decisions", "BUR", {DECISION: "perhaps", WHY: "?"}, "Decision: enter escalate, watch or close"),
        ("scpxl_actions", "own 01", {DUE: "soon", ACTION: "x"}, "Due: enter a day, as 31/03/2018"),
        ("scpxl_actions", "own 01", {COMPLETE: 0.4, ACTION: "x"}, "such as 40 for 40%"),
        ("scpxl_actions", "own 01", {1: "World peace", ACTION: "x"}, "Objective: choose one from the list"),
        ("scpxl_actions", "own 01", {STATUS: "dunno", ACTION: "x"}, "Status: enter Not started, In progress"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_said_with_its_row_and_nothing_is_changed(
    place: Place, table: str, key: str, typed: dict[int, Any], words: str
) -> None:
    book = place.opened()
    row = own_row(book, table, key)
    for column, text in typed.items():
        book.type(table, row, column, text)
    place.bring(about=60)
    before = book.cells()
    with pytest.raises(SetUpError, match=words):
        place.refresh(book)
    assert book.cells() == before
    with place.folder.open_record() as store:
        assert store.fetch_decisions() == []


def test_words_typed_in_a_row_of_nobodys_are_not_overwritten(place: Place, small_desk: Desk) -> None:
    small_desk.receive("met", cells={"Commentary!C5": "Patrols were moved."})
    book = place.opened()
    place.refresh(book)
    book.type("scpxl_comments", 100, HAPPENED, "typed far below")
    with pytest.raises(
        SetUpError, match="row 103 of Commentary was changed, and is none of those to type in"
    ):
        place.refresh(book)


# What can go wrong.


def another_framework(place: Place) -> None:
    framework = agreed(
        indicator("BUR", title="Residential burglary", things="offences"),
        objectives=(Objective(code="O1", title="Safer streets"),),
    )
    write_framework_toml(framework, place.folder.path / "framework.toml")
    place.folder = type(place.folder)(place.folder.path)


def test_another_layout_gives_the_choice_of_a_new_file(place: Place) -> None:
    book = place.opened()
    row = own_row(book, "scpxl_decisions", "BUR")
    book.type("scpxl_decisions", row, DECISION, "watch")
    book.type("scpxl_decisions", row, WHY, "Look again.")
    another_framework(place)
    before = book.cells()
    with pytest.raises(NotThisLayoutError, match="is laid out for another framework"):
        place.refresh(book, ask=lambda _: False)
    assert book.cells() == before

    made = place.refresh(book, ask=lambda _: True)
    assert made.published.path.name == "dashboard 2.xlsx"
    assert made.published.path.exists()
    assert made.pushed is None
    assert book.cells() == before
    with place.folder.open_record() as store:
        assert store.fetch_decisions()[0].reason == "Look again."


def protected(place: Place, book: MemoryBook) -> None:
    del place
    book.pages["Summary"].api.ProtectContents = True


def renamed(place: Place, book: MemoryBook) -> None:
    del place
    book.pages["Mine"] = book.pages.pop("Summary")
    book.pages["Mine"].name = "Mine"


def deleted(place: Place, book: MemoryBook) -> None:
    del place
    del book.pages["Summary"]
    for name, text in book.defined.items():
        if text.startswith("='Summary'!"):
            book.defined[name] = "=#REF!$A$1"


def no_decisions(place: Place, book: MemoryBook) -> None:
    del place
    book.defined["scpxl_decisions"] = "=#REF!"


def row_inserted(place: Place, book: MemoryBook) -> None:
    del place
    book.defined["scpxl_area_01"] = "='Summary'!$A$1:$N$99"


def somebody_elses(place: Place, book: MemoryBook) -> None:
    del place
    book.type("scpxl_partnership", 0, 0, "Another Partnership")


@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [
        (protected, CannotWriteError, "The sheet Summary of dashboard.xlsx is protected"),
        (renamed, CannotWriteError, "no sheet named Summary: it was renamed or deleted"),
        (deleted, NotThisLayoutError, "has no sheet Summary any more"),
        (no_decisions, SetUpError, "the table on the sheet Decisions is gone"),
        (row_inserted, CannotWriteError, "Rows or columns were inserted or deleted on the sheet Summary"),
        (somebody_elses, SetUpError, "is of Another Partnership, and the folder is of Haling & Ely"),
    ],
)  # fmt: skip
def test_a_workbook_that_cannot_take_the_figures_is_left_as_it_is(
    place: Place, fault: Callable[[Place, MemoryBook], None], kind: type[ScpxlError], words: str
) -> None:
    book = place.opened()
    place.bring(about=60)
    fault(place, book)
    before = book.cells()
    with pytest.raises(kind, match=words):
        place.refresh(book, ask=lambda _: False)
    assert book.cells() == before
    assert book.writes == []
    assert f"stopped: {kind.__name__}" in place.log


@pytest.mark.parametrize("which", ["second", "middle", "last"])
def test_a_write_that_fails_leaves_the_old_figures_a_message_and_an_entry_in_the_log(
    place: Place, which: str
) -> None:
    old, path = place.grid(), place.publish()
    place.bring(about=60)
    trial, book = MemoryBook(old, path), MemoryBook(old, path)
    place.refresh(trial)
    needed = len(trial.writes)
    before = book.cells()
    at = {"second": 2, "middle": needed // 2, "last": needed}[which]

    def at_write(_sheet: str, _what: str) -> None:
        if len(book.writes) == at - 1 and not book.saved:
            book.saved.append(Path("failed once"))
            raise OSError("Excel is busy")

    book.at_write = at_write
    with pytest.raises(CannotWriteError, match=r"Excel is busy\. It holds the figures it had before"):
        place.refresh(book)
    assert book.cells() == before
    assert "stopped: CannotWriteError" in place.log


def test_a_locked_record_stops_it_before_anything_is_changed(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "scpxl.store.sqlite.open_store.__kwdefaults__",
        {"read_only": False, "lock_seconds": 0.1, "guard": None},
        raising=False,
    )
    book = place.opened()
    row = own_row(book, "scpxl_decisions", "BUR")
    book.type("scpxl_decisions", row, DECISION, "watch")
    book.type("scpxl_decisions", row, WHY, "Look again.")
    before = book.cells()
    holder = sqlite3.connect(place.folder.store_path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    try:
        with pytest.raises(StoreError, match="is being written by another program"):
            place.refresh(book)
    finally:
        holder.execute("ROLLBACK")
        holder.close()
    assert book.cells() == before


def test_a_return_that_cannot_be_read_is_kept_out_and_the_rest_goes_on(place: Place) -> None:
    book = place.opened()
    (place.folder.returns(Q4) / "met.xlsx").write_bytes(b"PK\x03\x04 and then nothing")
    place.bring(about=60)
    made = place.refresh(book)
    assert "1 return not accepted" in made.words
    assert same_as_fresh(book, place)


def test_a_full_disk_at_the_end_leaves_the_new_figures_and_says_what_lacks_them(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = place.opened()
    place.bring(about=60)

    def full(*_: Any, **__: Any) -> None:
        raise StoreError("store.db cannot grow: the disk is full.")

    monkeypatch.setattr("scpxl.jobs.refreshing.refresh.save", full)
    made = place.refresh(book)
    assert same_as_fresh(book, place)
    assert (
        "the record of what was published lacks them: store.db cannot grow: the disk is full." in made.words
    )
    assert "not in the record" in place.log


def test_a_second_click_is_told_since_when_the_first_is_running(place: Place) -> None:
    book = place.opened()
    with (
        only_one(place.folder.path, "A refresh"),
        pytest.raises(ConflictError, match=r"has been running since \d\d:\d\d"),
    ):
        place.refresh(book)
    place.refresh(book)


def test_a_refresh_that_is_cancelled_writes_nothing(
    place: Place, small_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = place.opened()
    place.bring(about=60)
    small_desk.receive("lfb")
    before = book.cells()

    def asked(*given: Any, **named: Any) -> Any:
        cancel_refresh(place.folder)
        return collect(*given, **named)

    monkeypatch.setattr("scpxl.jobs.refreshing.refresh.collect", asked)
    with pytest.raises(CancelledError, match="Stopped, as was asked"):
        place.refresh(book)
    assert book.cells() == before
    monkeypatch.setattr("scpxl.jobs.refreshing.refresh.collect", collect)
    place.refresh(book)
    assert same_as_fresh(book, place)


def test_a_mistake_of_ours_leaves_the_old_figures_and_its_trace_in_the_log(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = place.opened()
    before = book.cells()

    def broken(*_: Any, **__: Any) -> Any:
        raise KeyError("ward")

    monkeypatch.setattr("scpxl.jobs.refreshing.refresh.prepare", broken)
    with pytest.raises(FaultError, match=r"Something went wrong in scpxl itself \(KeyError\)"):
        place.refresh(book)
    assert book.cells() == before
    assert "KeyError: 'ward'" in place.log
    assert book.app.status_bar is False


def test_excel_that_does_not_answer_is_told_after_a_while(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = place.opened()
    monkeypatch.setattr(open_workbook, "WAIT_SECONDS", 0.3)

    class Edited:
        @property
        def status_bar(self) -> Any:
            raise OSError("call was rejected by callee")

    book.app = Edited()  # type: ignore[assignment]
    with pytest.raises(BusyError, match="Finish the cell that is being edited"):
        place.refresh(book)


def test_without_a_folder_the_users_own_list_says_which(place: Place) -> None:
    book = place.opened()
    place.bring(about=60)
    made = open_workbook.refresh_book(book, by="A. Analyst")
    assert isinstance(made, Refreshed)
    assert same_as_fresh(book, place)


def test_publishing_again_at_another_moment_differs_in_nothing_but_the_moment(place: Place) -> None:
    book = place.opened()
    fresh = publish(place.folder, Q4, now=WHEN + timedelta(days=1))
    assert fresh.path.exists()
    assert same_as_fresh(book, place)

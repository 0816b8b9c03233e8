"""A dashboard that is closed is replaced only when what people typed in it is in the record."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook

from scpxl.cli import main
from scpxl.errors import NotFoundError, SetUpError
from scpxl.jobs.decide import decide
from scpxl.jobs.folders import folder_of, known_folders, remember_folder
from scpxl.jobs.publishing.publish import publish
from scpxl.jobs.refreshing.typed import TypedConflictError
from scpxl.jobs.returns.collect import collect
from scpxl.live.open_workbook import OpenWorkbook
from scpxl.privacy.guard import WITHHELD
from scpxl.read.closed_dashboard import read_typed
from scpxl.scorecard.lists.exceptions import Choice
from scpxl.store.records import EntryKind
from tests.jobs.conftest import Desk
from tests.live.conftest import Q3, Q4, WHEN, Place, place, small_desk
from tests.live.memory import MemoryBook

__all__ = ["place", "small_desk"]
# openpyxl, in which these people type, keeps neither sparklines nor all of what conditional formats can be.
pytestmark = [pytest.mark.filterwarnings("ignore:.*extension is not supported")]


def type_into(path: Path, sheet: str, key: str, words: dict[str, Any]) -> None:
    """Type into the row with a key, below the headings named, in another program, and save."""
    book: Any = load_workbook(path)
    page = book[sheet]
    heads = [cell.value for cell in page[3]]
    row = next(line for line in page.iter_rows(min_row=4) if line[heads.index("Key")].value == key)
    for head, text in words.items():
        row[heads.index(head)].value = text
    book.save(path)


def run(place: Place, *words: str, **more: Any) -> Result:
    return CliRunner().invoke(main, ["-C", str(place.folder.path), *words], **more)


ESCALATED = {"Decision": "escalate", "Why, in words": "Too many.", "Decided by": "Board"}


@pytest.mark.parametrize("command", ["publish", "refresh"])
def test_a_decision_typed_in_a_closed_dashboard_outlives_its_replacement(place: Place, command: str) -> None:
    path = place.publish()
    type_into(path, "Decisions", "ROB", ESCALATED)
    result = run(place, command)
    assert result.exit_code == 0, result.output
    assert "1 row entered in the dashboard went into the record first." in result.output
    with place.folder.open_record() as store:
        (found,) = store.fetch_decisions()
    assert found[:5] == ("ROB", Q4, "escalate", "Board", "Too many.")
    rows = {row.key: row for row in read_typed(path.read_bytes(), path.name).rows}
    assert rows["ROB"].values == {"decision": "escalate", "reason": "Too many.", "by": "Board"}
    assert not rows["ROB"].is_touched


def test_what_was_typed_in_a_dashboard_under_another_name_is_taken_too(place: Place) -> None:
    """One is written beside a dashboard that another program holds open."""
    path = place.publish()
    other = path.with_name("dashboard 2018-05-21 0900.xlsx")
    other.write_bytes(path.read_bytes())
    type_into(other, "Decisions", "ROB", ESCALATED)
    result = run(place, "publish")
    assert "1 row entered in the dashboard went into the record first." in result.output
    with place.folder.open_record() as store:
        assert [one.indicator for one in store.fetch_decisions()] == ["ROB"]


def test_a_comment_and_an_action_typed_in_a_closed_dashboard_do_too(place: Place) -> None:
    path = place.publish()
    type_into(path, "Commentary", "own O1", {"What happened": "Patrols moved.", "Marking": "OFFICIAL"})
    type_into(
        path, "Actions", "own 02",
        {"Objective": "Fire", "Action": "Visit again", "Due": date(2018, 3, 31), "Status": "In progress", "Complete, %": 40},
    )  # fmt: skip
    made = publish(place.folder, Q4, now=WHEN)
    assert len(made.typed.entries) == 2
    (line,) = [one for one in made.scorecard.actions if one.own]
    assert (line.objective, line.due, line.complete.value, line.overdue) == (
        "O2",
        date(2018, 3, 31),
        40,
        True,
    )
    page = next(one for one in made.scorecard.pages if one.code == "O1")
    assert [one.happened for one in page.commentary] == ["Patrols moved."]
    with place.folder.open_record() as store:
        assert store.fetch_entries(EntryKind.ACTION, Q4)[0].words["due"] == "2018-03-31"
    assert publish(place.folder, Q4, now=WHEN).typed.entries == []


def test_what_nobody_touched_leaves_the_record_as_it_is(place: Place) -> None:
    place.publish()
    decide(place.folder, "ROB", Q4, Choice.WATCH, "Chair", "Look again.")
    made = publish(place.folder, Q4, now=WHEN)
    assert made.typed.decisions == []
    assert made.scorecard.decided[0].by == "Chair"


def test_typed_words_against_newer_ones_of_the_record_stop_the_replacement(place: Place) -> None:
    path = place.publish()
    type_into(path, "Decisions", "ROB", ESCALATED)
    decide(place.folder, "ROB", Q4, Choice.CLOSE, "Chair", "Solved.")
    before = path.read_bytes()
    with pytest.raises(TypedConflictError, match=r"entered here: escalate; Too many\.; Board"):
        publish(place.folder, Q4)
    assert path.read_bytes() == before
    result = run(place, "publish")
    assert result.exit_code == 2
    assert "on record: close; Solved.; Chair" in result.output
    assert run(place, "publish", "--keep-typed").exit_code == 0
    with place.folder.open_record() as store:
        assert store.latest_decisions(Q4)["ROB"].decision == "escalate"


def corrupt(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:20_000])


def no_workbook(path: Path) -> None:
    path.write_text("my shopping list", "utf-8")


def with_password(path: Path) -> None:
    path.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2000))


def without_decisions(path: Path) -> None:
    book: Any = load_workbook(path)
    del book["Decisions"]
    del book.defined_names["scpxl_decisions"]
    book.save(path)


def without_heading(path: Path) -> None:
    book: Any = load_workbook(path)
    book["Decisions"]["E3"].value = "Verdict"
    book.save(path)


def key_twice(path: Path) -> None:
    book: Any = load_workbook(path)
    book["Decisions"]["H5"].value = book["Decisions"]["H4"].value
    book.save(path)


def open_in_excel(path: Path) -> None:
    path.with_name(f"~${path.name}").write_bytes(b"A. Analyst")


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (corrupt, "cannot be read: it is not a complete workbook"),
        (no_workbook, "cannot be read: it is not a complete workbook"),
        (with_password, "it is protected by a password, or of an old format"),
        (without_decisions, "the table on the sheet Decisions is gone"),
        (without_heading, "the sheet Decisions has no column Decision any more"),
        (key_twice, "rows 4 and 5 of Decisions have the same key, BUR"),
        (open_in_excel, "is open in a spreadsheet program. Save and close it"),
    ],
)
def test_a_dashboard_that_cannot_be_read_is_not_replaced(place: Place, spoil: Any, words: str) -> None:
    path = place.publish()
    place.bring()  # what has not changed is not replaced at all
    spoil(path)
    before = path.read_bytes()
    with pytest.raises(SetUpError, match=words):
        publish(place.folder, Q4)
    assert path.read_bytes() == before
    assert run(place, "publish").exit_code == 2


def test_a_workbook_of_something_else_is_not_replaced(place: Place) -> None:
    path = place.publish()
    book: Any = load_workbook(path)
    for name in ("scpxl_partnership", "scpxl_period"):
        del book.defined_names[name]
    book.save(path)
    with pytest.raises(SetUpError, match="it does not say which partnership and quarter it is for"):
        publish(place.folder, Q4)


def test_personal_details_typed_in_a_dashboard_are_withheld_like_a_partners(place: Place) -> None:
    path = place.publish()
    type_into(path, "Commentary", "own O1", {"What happened": "Ring Jane Roe on 07700 900123."})
    publish(place.folder, Q4, now=WHEN)
    with place.folder.open_record() as store:
        assert store.fetch_private_texts(Q4)[0].place == "the partnership's own comment O1"
    rows = {row.key: row for row in read_typed(path.read_bytes(), path.name).rows}
    assert WITHHELD in rows["own O1"].values["happened"]
    assert "900123" not in path.read_bytes().decode("latin-1")
    type_into(path, "Commentary", "own O1", {"Why": "Because."})
    with pytest.raises(SetUpError, match="is shown in the place of words that may identify somebody"):
        publish(place.folder, Q4)


def test_a_partners_words_that_were_changed_are_not_overwritten_unsaid(
    place: Place, small_desk: Desk
) -> None:
    small_desk.receive("met", cells={"Commentary!C5": "Patrols were moved."})
    assert collect(place.folder, Q4).files[0].saved is not None
    path = place.publish()
    book: Any = load_workbook(path)
    book["Commentary"]["C4"].value = "Patrols were not moved."
    book.save(path)
    with pytest.raises(SetUpError, match="row 4 of Commentary was changed, and is a partner's"):
        publish(place.folder, Q4)


# The terminal, with and without an open dashboard.


def test_the_terminal_refreshes_the_dashboard_that_is_open(place: Place) -> None:
    book = place.opened()
    place.bring(about=60)
    before = (place.folder.outputs(Q4) / "dashboard.xlsx").read_bytes()
    asked: list[str] = []

    def found(partnership: str) -> list[OpenWorkbook]:
        asked.append(partnership)
        return [OpenWorkbook(book)]

    result = run(place, "refresh", obj=found)
    assert result.exit_code == 0, result.output
    assert asked == ["Haling & Ely Partnership"]
    assert "dashboard.xlsx shows Q4 2017-18, with no new returns." in result.output
    assert "It is not saved yet" in result.output
    assert book.writes
    assert (place.folder.outputs(Q4) / "dashboard.xlsx").read_bytes() == before


def test_of_two_open_dashboards_the_terminal_asks_which(place: Place) -> None:
    one, two = place.opened(), place.opened()
    two.name = "copy.xlsx"
    both = [OpenWorkbook(one), OpenWorkbook(two)]
    result = run(place, "refresh", obj=lambda _: both)
    assert result.exit_code == 2
    assert "2 dashboards of this partnership are open: dashboard.xlsx" in result.output
    assert "Say which with --workbook NAME" in result.output
    place.bring(about=60)
    assert run(place, "refresh", "--workbook", "COPY.xlsx", obj=lambda _: both).exit_code == 0
    assert (one.writes, bool(two.writes)) == ([], True)
    assert run(place, "refresh", "--workbook", "gone.xlsx", obj=lambda _: both).exit_code == 2


def test_the_terminal_asks_in_the_terminal_before_another_quarter(place: Place) -> None:
    book = place.opened(Q3)
    found = [OpenWorkbook(book)]
    result = run(place, "refresh", obj=lambda _: found, input="n\n")
    assert result.exit_code == 2
    assert "Go on with 2017-18 Q4 in a new file" in result.output
    assert "is of 2017-18 Q3 and stays so" in result.output
    assert book.app.asked == []


def test_nothing_open_or_not_to_be_looked_for_means_the_file(place: Place) -> None:
    book = place.opened()
    path = place.folder.outputs(Q4) / "dashboard.xlsx"
    for words, found in ((["refresh"], []), (["refresh", "--closed"], [OpenWorkbook(book)])):
        path.unlink()
        assert run(place, *words, obj=lambda _, found=found: found).exit_code == 0
        assert path.exists()
    assert book.writes == []


def test_the_terminal_asks_a_running_refresh_to_stop(place: Place) -> None:
    assert run(place, "refresh", "--cancel").exit_code == 0
    assert (place.folder.path / "refresh.cancel").exists()


# The user's own list of folders.


@pytest.fixture
def profile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SCPXL_CONFIG", str(tmp_path / "profile"))
    return tmp_path / "profile" / "folders.toml"


def test_publishing_puts_the_folder_on_the_users_own_list(place: Place, profile: Path) -> None:
    assert known_folders() == {}
    place.publish()
    assert known_folders() == {place.folder.path: "Haling & Ely Partnership"}
    assert folder_of("Haling & Ely Partnership") == place.folder.path
    written = profile.read_bytes()
    place.publish()
    assert profile.read_bytes() == written


def test_of_several_folders_of_a_partnership_the_one_the_workbook_lies_in(
    tmp_path: Path, profile: Path
) -> None:
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        remember_folder(tmp_path / name, "Haling")
    assert folder_of("Haling", tmp_path / "a" / "outputs" / "dashboard.xlsx") == tmp_path / "a"
    for beside in (None, tmp_path / "elsewhere.xlsx"):
        with pytest.raises(NotFoundError, match="Several folders are of Haling"):
            folder_of("Haling", beside)
    with pytest.raises(NotFoundError, match="No folder of Ely is known on this computer"):
        folder_of("Ely")
    profile.write_text("folder = [ { path = 3 } ]", "utf-8")
    with pytest.raises(SetUpError, match="each folder needs its path and its partnership"):
        known_folders()


def test_a_workbook_cannot_name_a_folder(place: Place, tmp_path: Path, profile: Path) -> None:
    book = place.opened()
    assert profile.exists()
    assert not any(str(place.folder.path) in str(value) for value in book.cells().values())
    assert not any(str(tmp_path) in text for text in book.defined.values())
    assert isinstance(book, MemoryBook)

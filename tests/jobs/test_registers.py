"""Registers: typed in one quarter, carried to the next, edited in another program, sorted and filtered; nothing is lost."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from scpxl.errors import SetUpError
from scpxl.jobs.decide import choose_edition, list_texts
from scpxl.jobs.folder import Folder
from scpxl.jobs.publishing.publish import publish
from scpxl.jobs.publishing.published import Published
from scpxl.jobs.refreshing.typed import TypedConflictError
from scpxl.model.framework import Edition
from scpxl.model.registers import REGISTERS, RegisterName, Takes
from scpxl.read.closed_dashboard import read_typed
from scpxl.render.framework_text import write_framework_toml
from scpxl.scorecard.lists.registers import _WORKED
from scpxl.scorecard.published.results import pack, to_results, unpack
from scpxl.scorecard.records.lines import RegisterLine, RegisterTable
from tests.excel.packages import different_parts
from tests.excel.test_layout import LISTS
from tests.jobs.test_typed import run, type_into
from tests.journeys.test_form_is_live import desktop, opened
from tests.live.conftest import Q3, Q4, WHEN, Place, place, small_framework
from tests.live.memory import MemoryBook
from tests.live.spreadsheet import bridge
from tests.live.test_refresh import own_row, shown

__all__ = ["desktop", "place"]
pytestmark = [pytest.mark.filterwarnings("ignore:.*extension is not supported")]
Q1 = Q4.shift(1)
LATER = datetime(2018, 8, 20, 9, tzinfo=WHEN.tzinfo)


def keep(place: Place, *names: RegisterName, rows: int = 10) -> None:
    """Let the partnership's framework ask for some registers; for all where none is named."""
    framework = small_framework().model_copy(
        update={"registers": names or tuple(RegisterName), "register_rows": rows}
    )
    write_framework_toml(framework, place.folder.path / "framework.toml")
    place.folder = Folder(place.folder.path)


@pytest.fixture
def kept(place: Place) -> Place:
    """A partnership that keeps every register."""
    keep(place)
    return place


def register(made: Published, name: str) -> RegisterTable:
    return next(one for one in made.scorecard.registers if one.name == name)


def said(line: RegisterLine) -> dict[str, Any]:
    """What a row says, by column: numbers and days as such."""
    cells = (*line.typed, *line.worked)
    return {one.name: one.day or (one.text if one.number is None else one.number) for one in cells}


def rows_of(path: Path, sheet: str) -> dict[str, dict[str, str]]:
    rows = read_typed(path.read_bytes(), path.name).rows
    return {
        row.key: dict(row.values) for row in rows if row.table.sheet == sheet and any(row.values.values())
    }


RISK = {
    "Risk": "Funding of patrols ends",
    "Likelihood": 4,
    "Impact": 4,
    "Owner": "Head of service",
    "Status": "Open",
}
TASK = {"Task": "Agree the strategic assessment", "Owner": "Head of service", "Due": date(2018, 3, 1)}
ASKED = {"To which board": "Health and well-being", "Question": "Who funds visits?", "Asked on": "12/02/2018"}
SPENT = {"Objective": "o2", "What it pays for": "Home visits", "Budget, £": "£12,500", "Spend to date, £": 6000,
         "Result measured by": "Home fire visits"}  # fmt: skip


def test_each_register_that_is_asked_for_has_a_sheet_and_no_other(place: Place) -> None:
    keep(place, RegisterName.RISKS, RegisterName.MONEY)
    names = load_workbook(place.publish()).sheetnames
    assert [name for name in names if name in {"Risks", "Money", "Referrals", "Forward plan"}] == [
        "Risks",
        "Money",
    ]


@pytest.mark.parametrize(
    ("said_in_the_file", "advice"),
    [
        ('registers = ["risks", "hopes"]', "registers"),
        ('registers = ["risks", "risks"]', "'risks' appears twice."),
        ("register_rows = 3", "register_rows"),
    ],
)
def test_a_framework_that_asks_for_what_is_no_register_is_told(
    place: Place, said_in_the_file: str, advice: str
) -> None:
    file = place.folder.path / "framework.toml"
    file.write_text(f"{said_in_the_file}\n{file.read_text('utf-8')}", "utf-8")
    found = run(place, "framework", "check")
    assert found.exit_code != 0
    assert advice in found.output


def test_every_register_declares_what_it_refers_to() -> None:
    assert set(REGISTERS) == {name.value for name in RegisterName}
    for one in REGISTERS.values():
        fields = {field.name: field for field in one.fields}
        assert len(fields) == len(one.fields)
        heads = [*(field.head for field in one.fields), *(worked.head for worked in one.worked)]
        assert len(set(heads)) == len(heads), "columns are found by their headings"
        assert not one.due or fields[one.due].takes is Takes.DAY
        for name, ends in one.closes.items():
            assert ends <= {choice.casefold() for choice in fields[name].choices}
        for field in one.fields:
            assert bool(field.choices) == (field.takes is Takes.CHOICE)
            assert len(",".join(field.choices)) <= 255, "Excel takes no longer list"
        assert {worked.works for worked in one.worked} <= set(_WORKED)


def test_what_is_typed_is_kept_and_worked_out(kept: Place) -> None:
    path = kept.publish()
    type_into(path, "Risks", "own 001", RISK)
    type_into(path, "Forward plan", "own 003", TASK)
    type_into(path, "Referrals", "own 001", ASKED)
    type_into(path, "Money", "own 002", SPENT)
    made = publish(kept.folder, Q4, now=WHEN)
    assert len(made.typed.entries) == 4
    (risk,) = register(made, "risks").lines
    assert {"score": 16.0, "level": "High", "direction": "new"}.items() <= said(risk).items()
    (task,) = register(made, "plan").lines
    assert (said(task)["due"], said(task)["overdue"]) == (date(2018, 3, 1), "OVERDUE")
    (asked,) = register(made, "referrals").lines
    assert said(asked)["asked"] == date(2018, 2, 12)
    (spent,) = register(made, "money").lines
    visits = next(card for card in made.scorecard.cards if card.code == "VIS").year_to_date.value
    assert visits
    known = {"objective": "Fire", "budget": 12500.0, "measure": "VIS", "spent": 48.0, "results": visits}
    assert known.items() <= said(spent).items()
    assert said(spent)["cost"] == round(6000 / visits, 2)
    assert unpack(pack(to_results(made.scorecard))).registers == made.scorecard.registers
    again = publish(kept.folder, Q4, now=WHEN)
    assert again.typed.entries == []
    assert again.scorecard.registers == made.scorecard.registers


def test_rows_are_carried_until_they_are_closed_and_their_keys_are_never_used_again(kept: Place) -> None:
    path = kept.publish()
    type_into(path, "Risks", "own 001", RISK)
    type_into(path, "Risks", "own 002", RISK | {"Risk": "Data stop", "Status": "closed"})
    type_into(path, "Forward plan", "own 001", TASK)
    type_into(path, "Money", "own 001", SPENT)
    publish(kept.folder, Q4, now=WHEN)
    path = publish(kept.folder, Q1, now=LATER).path
    assert list(rows_of(path, "Risks")) == ["own 001"]
    assert rows_of(path, "Money") == {}, "a new financial year has its own money"
    type_into(path, "Risks", "own 001", {"Likelihood": 2})
    type_into(path, "Forward plan", "own 001", {"Due": date(2018, 9, 30), "Status": "In progress"})
    type_into(path, "Risks", "own 003", RISK | {"Risk": "Another"})
    made = publish(kept.folder, Q1, now=LATER)
    risks = {line.key: said(line) for line in register(made, "risks").lines}
    assert (risks["001"]["score"], risks["001"]["direction"]) == (8.0, "down from 16")
    assert (list(risks), risks["003"]["direction"]) == (["003", "001"], "new"), "the highest first"
    (task,) = register(made, "plan").lines
    assert (said(task)["moved"], said(task)["overdue"]) == (date(2018, 3, 1), "")
    earlier = publish(kept.folder, Q4, now=WHEN)
    assert {line.key: said(line)["score"] for line in register(earlier, "risks").lines} == {
        "001": 16.0,
        "002": 16.0,
    }
    assert register(earlier, "risks").free_key == 4


@pytest.mark.parametrize(
    ("sheet", "words", "advice"),
    [
        ("Risks", RISK | {"Likelihood": 6}, "Risks, row 4, Likelihood: enter a whole number from 1"),
        ("Risks", RISK | {"Impact": None}, "Risks, row 4, Impact: enter it, or clear the row"),
        ("Risks", RISK | {"Status": "perhaps"}, "Risks, row 4, Status: enter Open or Closed"),
        ("Forward plan", TASK | {"Due": "soon"}, "Forward plan, row 4, Due: enter a day, as 31/03/2018"),
        ("Money", SPENT | {"Spend to date, £": -3}, "Money, row 4, Spend to date, £: enter pounds"),
        (
            "Money",
            SPENT | {"Result measured by": "Smiles"},
            "Result measured by: choose the code of a measure",
        ),
        ("Money", SPENT | {"Objective": "O9"}, "Objective: choose one from the list"),
    ],
)
def test_what_cannot_be_kept_is_told_with_its_place_and_nothing_changes(
    kept: Place, sheet: str, words: dict[str, Any], advice: str
) -> None:
    path = kept.publish()
    type_into(path, sheet, "own 001", words)
    before = path.read_bytes()
    with pytest.raises(SetUpError) as told:
        publish(kept.folder, Q4, now=WHEN)
    assert advice in str(told.value)
    assert path.read_bytes() == before


def test_two_people_who_change_one_row_are_told_of_both_and_nothing_is_overwritten(kept: Place) -> None:
    path = kept.publish()
    type_into(path, "Risks", "own 001", RISK)
    path = publish(kept.folder, Q4, now=WHEN).path
    stale = path.read_bytes()
    type_into(path, "Risks", "own 001", {"Impact": 5})
    publish(kept.folder, Q4, now=WHEN)
    path.write_bytes(stale)
    type_into(path, "Risks", "own 001", {"Impact": 2})
    with pytest.raises(
        TypedConflictError, match=r"(?s)Risks, row 4: entered here: .*; 4; 2; .*on record: .*; 4; 5; "
    ):
        publish(kept.folder, Q4, now=WHEN)
    made = publish(kept.folder, Q4, now=WHEN, typed_wins=True)
    assert said(register(made, "risks").lines[0])["impact"] == 2.0


def test_a_row_begun_late_in_an_earlier_dashboard_is_not_taken_for_another_of_a_later_one(
    kept: Place,
) -> None:
    old, new = kept.publish(Q3), kept.publish(Q4)
    type_into(new, "Risks", "own 001", RISK)
    publish(kept.folder, Q4, now=WHEN)
    type_into(old, "Risks", "own 001", RISK | {"Risk": "Quite another"})
    with pytest.raises(SetUpError, match="this row has been used in the dashboard of 2017-18 Q4 since"):
        publish(kept.folder, Q3, now=WHEN)


def test_what_is_typed_below_a_full_register_is_told_of(kept: Place) -> None:
    path = kept.publish()
    book: Any = load_workbook(path)
    book["Risks"].cell(4 + 10, 1).value = "No room"
    book.save(path)
    with pytest.raises(
        SetUpError, match=r"row 14 of Risks was changed.*Move what was entered to one of the yellow rows"
    ):
        publish(kept.folder, Q4, now=WHEN)


def test_a_row_whose_hidden_key_was_changed_is_refused(kept: Place) -> None:
    path = kept.publish()
    type_into(path, "Risks", "own 001", RISK | {"Key": "own first"})
    with pytest.raises(SetUpError, match="row 4: its hidden key was changed to own first"):
        publish(kept.folder, Q4, now=WHEN)


def test_what_is_in_the_registers_moves_nothing(kept: Place, tmp_path: Path) -> None:
    path = kept.publish()
    blank = tmp_path / "blank.xlsx"
    blank.write_bytes(path.read_bytes())
    type_into(path, "Risks", "own 001", RISK)
    type_into(path, "Money", "own 001", SPENT | {"Note": "Paid late. " * 80})
    filled = publish(kept.folder, Q4, now=WHEN).path
    assert different_parts(blank, filled, LISTS | {one.sheet for one in REGISTERS.values()}) == []


def test_a_deleted_register_stops_the_replacement(kept: Place) -> None:
    path = kept.publish()
    book: Any = load_workbook(path)
    del book["Risks"]
    del book.defined_names["scpxl_register_risks"]
    book.save(path)
    with pytest.raises(SetUpError, match="the table on the sheet Risks is gone"):
        publish(kept.folder, Q4, now=WHEN)


def test_more_rows_than_there_is_room_for_stay_in_the_record_and_are_told_of(place: Place) -> None:
    keep(place, RegisterName.RISKS, rows=12)
    path = place.publish()
    for number in range(1, 13):
        type_into(path, "Risks", f"own {number:03}", RISK | {"Risk": f"Risk {number}"})
    publish(place.folder, Q4, now=WHEN)
    keep(place, RegisterName.RISKS, rows=10)
    made = publish(place.folder, Q4, now=WHEN)
    assert len(register(made, "risks").lines) == 12
    assert "12 rows are in use and there is room for 10" in load_workbook(made.path)["Risks"]["A2"].value
    assert len(rows_of(made.path, "Risks")) == 10


def test_a_register_that_is_no_longer_asked_for_loses_nothing_that_was_typed(kept: Place) -> None:
    path = kept.publish()
    type_into(path, "Risks", "own 001", RISK)
    keep(kept, RegisterName.MONEY)
    publish(kept.folder, Q4, now=WHEN)
    keep(kept)
    made = publish(kept.folder, Q4, now=WHEN)
    assert [said(line)["risk"] for line in register(made, "risks").lines] == ["Funding of patrols ends"]


def test_what_is_typed_in_an_open_dashboard_is_kept_and_shown_in_place(kept: Place) -> None:
    book, risks = kept.opened(), "scpxl_register_risks"
    row = own_row(book, risks, "own 001")
    for column, value in ((0, "Funding ends"), (2, 4.0), (3, 3.0), (6, 43281.0)):
        book.type(risks, row, column, value)
    kept.refresh(book)
    with kept.folder.open_record() as store:
        (entry,) = store.fetch_entries("risks", Q4)
    assert (entry.by, entry.words["likelihood"], entry.words["review"]) == ("A. Analyst", "4", "2018-06-30")
    fresh = MemoryBook(kept.grid(Q4), Path("fresh.xlsx").absolute())
    assert book.pages["Risks"].values == fresh.pages["Risks"].values
    assert shown(book, risks, own_row(book, risks, "own 001"), 8) == 12.0
    book.type(risks, own_row(book, risks, "own 001"), 2, 9.0)
    with pytest.raises(SetUpError, match="Likelihood: enter a whole number from 1"):
        kept.refresh(book)


def test_people_choose_which_rows_observers_read_and_names_are_left_out(kept: Place) -> None:
    path = kept.publish()
    for number in (1, 2):
        type_into(path, "Risks", f"own {number:03}", RISK | {"Risk": f"Risk {number}"})
    type_into(path, "Forward plan", "own 001", TASK)
    publish(kept.folder, Q4, now=WHEN)
    texts = {one.key: (one.words, one.edition, one.observers) for one in list_texts(kept.folder, Q4)}
    assert texts["risks/own/001"] == ("Risk 1 4 4 Head of service Open", Edition.PARTNERSHIP, False)
    choose_edition(kept.folder, "risks/own/002", Q4, Edition.OBSERVERS, "Chair", "Agreed.", LATER)
    made = publish(kept.folder, Q4, edition=Edition.OBSERVERS, now=WHEN)
    rows = [(line.key, said(line)["risk"], said(line)["owner"]) for line in register(made, "risks").lines]
    assert rows == [("002", "Risk 2", "")]
    assert said(register(made, "plan").lines[0])["owner"] == ""
    sheet = load_workbook(made.path)["Risks"]
    assert (sheet["A4"].value, [cell.value for cell in sheet[3]][-1]) == ("Risk 2", "Since last quarter")


def test_sorted_filtered_and_edited_in_libreoffice_nothing_is_lost_and_nothing_doubled(
    kept: Place, desktop: Any
) -> None:
    path = kept.publish()
    for number, likelihood in enumerate((2, 5, 3), start=1):
        words = RISK | {"Risk": f"Risk {number}", "Likelihood": likelihood}
        type_into(path, "Risks", f"own {number:03}", words)
    type_into(path, "Forward plan", "own 001", TASK)
    publish(kept.folder, Q4, now=WHEN)
    path = publish(kept.folder, Q1, now=LATER).path
    before = rows_of(path, "Risks")
    assert [row["risk"] for row in before.values()] == ["Risk 2", "Risk 3", "Risk 1"]
    with opened(desktop, path) as book:
        sheet = book.document.Sheets.getByName("Risks")
        sort_rows(sheet.getCellRangeByName("A4:M13"), 0)
        hide_by(sheet, "Risk 2")
        assert [sheet.Rows.getByIndex(row).IsVisible for row in range(3, 6)] == [False, True, False]
        told = [sheet.getCellByPosition(0, row).String for row in range(3, 6)]
        assert told == ["Risk 1", "Risk 2", "Risk 3"], "its keys moved with the rows"
        sheet.getCellByPosition(2, 5).Value = 1
        sheet.getCellByPosition(0, 6).String = "Typed there"
        sheet.getCellByPosition(2, 6).Value = 3
        sheet.getCellByPosition(3, 6).Value = 3
        book.saved_as(path)
    made = publish(kept.folder, Q1, now=LATER)
    assert len(made.typed.entries) == 2
    risks = {line.key: said(line) for line in register(made, "risks").lines}
    found = {key: (risk["risk"], risk["likelihood"], risk["direction"]) for key, risk in risks.items()}
    new = next(key for key in found if key not in {"001", "002", "003"})
    assert found == {
        "001": ("Risk 1", 2.0, "unchanged"),
        "002": ("Risk 2", 5.0, "unchanged"),
        "003": ("Risk 3", 1.0, "down from 12"),
        new: ("Typed there", 3.0, "new"),
    }
    assert len(rows_of(made.path, "Risks")) == 4
    assert len(rows_of(made.path, "Forward plan")) == 1
    assert publish(kept.folder, Q1, now=LATER).typed.entries == []


def sort_rows(rows: Any, column: int) -> None:
    """Sort rows by a column, as Data, Sort does."""
    field = bridge().createUnoStruct("com.sun.star.table.TableSortField")
    field.Field, field.IsAscending = column, True
    fields, heads = (bridge().createUnoStruct("com.sun.star.beans.PropertyValue") for _ in range(2))
    fields.Name, fields.Value = "SortFields", bridge().Any("[]com.sun.star.table.TableSortField", (field,))
    heads.Name, heads.Value = "ContainsHeader", False
    bridge().invoke(rows, "sort", (bridge().Any("[]com.sun.star.beans.PropertyValue", (fields, heads)),))


def hide_by(sheet: Any, risk: str) -> None:
    """Filter the register so that one risk alone is seen."""
    rows = sheet.getCellRangeByName("A3:M13")
    wanted = bridge().createUnoStruct("com.sun.star.sheet.TableFilterField")
    wanted.Field, wanted.StringValue, wanted.Operator = (
        0,
        risk,
        bridge().Enum("com.sun.star.sheet.FilterOperator", "EQUAL"),
    )
    filtered = rows.createFilterDescriptor(True)
    filtered.ContainsHeader = True
    filtered.setFilterFields((wanted,))
    rows.filter(filtered)

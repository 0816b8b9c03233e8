"""The framework stays the same from record to file to workbook and back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scpxl.framework.checks import check_framework
from scpxl.framework.columns import SETTINGS
from scpxl.framework.tables import TABLES
from scpxl.model.agreements import Tolerance, Trial, Waiver
from scpxl.model.framework import Breakdown, BreakdownItem, Framework, Record
from scpxl.model.periods import Period
from scpxl.model.targets import Target
from scpxl.read.framework_file import read_framework
from scpxl.render.framework_text import to_framework_text, write_framework_toml
from scpxl.render.framework_workbook import write_framework_workbook
from tests.framework.example import BURGLARY, edit_workbook, example_framework

EXAMPLES = sorted((Path(__file__).parents[2] / "templates").glob("*/framework.toml"))


def through_toml(framework: Framework, folder: Path) -> Framework:
    write_framework_toml(framework, folder / "framework.toml")
    return read_framework(folder / "framework.toml")


def through_workbook(framework: Framework, folder: Path) -> Framework:
    write_framework_workbook(framework, folder / "framework.xlsx")
    return read_framework(folder / "framework.xlsx")


def test_the_example_leaves_no_field_at_its_default() -> None:
    framework = example_framework()
    for table in TABLES:
        entries: Any = (framework,) if table.key == SETTINGS else getattr(framework, table.key)
        for column in table.columns:
            said = [getattr(entry, column.key) for entry in entries]
            assert any(value != column.default for value in said), f"{table.sheet}: {column.heading}"


def test_the_example_has_nothing_to_put_right() -> None:
    assert check_framework(example_framework()) == ()


def test_a_framework_travels_from_record_to_toml_to_workbook_and_back(tmp_path: Path) -> None:
    framework = example_framework()
    again = through_workbook(through_toml(framework, tmp_path), tmp_path)
    assert again == framework
    assert through_toml(again, tmp_path) == framework


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.parent.name)
def test_the_shipped_frameworks_travel_unchanged(path: Path, tmp_path: Path) -> None:
    framework = read_framework(path)
    assert through_workbook(framework, tmp_path) == framework
    assert through_toml(framework, tmp_path) == framework


def test_the_shipped_frameworks_are_there() -> None:
    assert {path.parent.name for path in EXAMPLES} >= {"barnet", "barnet-2025"}


def test_a_workbook_saved_by_another_program_reads_the_same(tmp_path: Path) -> None:
    write_framework_workbook(example_framework(), tmp_path / "framework.xlsx")
    edit_workbook(tmp_path / "framework.xlsx", lambda _: None)
    assert read_framework(tmp_path / "framework.xlsx") == example_framework()


def test_a_workbook_with_its_columns_moved_reads_the_same(tmp_path: Path) -> None:
    write_framework_workbook(example_framework(), tmp_path / "framework.xlsx")

    def move(book: Any) -> None:
        sheet = book["Objectives"]
        sheet.move_range("C5:C7", cols=3)
        sheet.move_range("A5:A7", cols=2)
        sheet.insert_rows(1, 2)
        book.move_sheet("Notes", -6)

    edit_workbook(tmp_path / "framework.xlsx", move)
    assert read_framework(tmp_path / "framework.xlsx") == example_framework()


@pytest.mark.office
def test_a_workbook_resaved_by_libreoffice_reads_the_same(tmp_path: Path, libreoffice: Any) -> None:
    write_framework_workbook(example_framework(), tmp_path / "framework.xlsx")
    assert read_framework(libreoffice.convert(tmp_path / "framework.xlsx", "xlsx")) == example_framework()


@given(first=st.integers(2000 * 12, 2012 * 12), months=st.integers(0, 30))
def test_no_month_turns_into_a_financial_year(first: int, months: int) -> None:
    changed = BURGLARY.model_copy(update={"first": Period(first, 1), "last": Period(first + months, 1)})
    assert type(changed).model_validate_json(changed.model_dump_json()) == changed
    assert Period.parse(Period(first, 1).written) == Period(first, 1)


@settings(max_examples=12)
@given(
    value=st.integers(0, 10**9).map(lambda number: number / 1000),
    names=st.lists(
        st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs"), exclude_characters=";"))
        .map(lambda text: " ".join(text.split()))
        .filter(lambda text: bool(text) and not text.startswith("_x")),
        max_size=3,
        unique=True,
    ),
)
def test_any_number_and_any_list_of_names_travels(
    tmp_path_factory: pytest.TempPathFactory, value: float, names: list[str]
) -> None:
    import unicodedata

    folder = tmp_path_factory.mktemp("any")
    plain = tuple(dict.fromkeys(unicodedata.normalize("NFC", name) for name in names))
    framework = example_framework()
    first, *others = framework.areas
    areas = (first.model_copy(update={"other_names": plain}), *others)
    target = framework.targets[0].model_copy(update={"value": value})
    changed = framework.model_copy(update={"areas": areas, "targets": (target,)})
    assert through_workbook(through_toml(changed, folder), folder) == changed


def test_what_has_its_default_is_left_out_of_the_file() -> None:
    text = to_framework_text(example_framework())
    population = text.partition('code = "POP"')[2].partition("[[")[0]
    assert "per =" not in population
    assert "editions" not in population
    assert "required" not in population


def test_the_file_is_written_for_people() -> None:
    text = to_framework_text(example_framework())
    assert text.startswith("# Safer Communities Partnership: the framework, version 2017-18.1.\n")
    assert '{code = "E06000023", name = "Bristol", kind = "borough"' in text
    assert "# Targets. What would be good, and how far short of it is still amber." in text
    assert 'first = "Nov 2010"' in text
    assert "value = 2600\n" in text
    assert "profile = [8, 16, 25, 33, 41.5, 50, 58, 66, 75, 83, 91, 100]" in text


def test_an_indicator_no_edition_may_show_stays_hidden(tmp_path: Path) -> None:
    hidden = through_workbook(example_framework(), tmp_path).by_code["ASB-01"]
    assert hidden.editions == ()


def test_every_field_of_every_record_is_a_column() -> None:
    records: list[type[Any]] = [table.record for table in TABLES if table.key != SETTINGS]
    assert all(
        issubclass(record, Record | Target | Waiver | Trial | Tolerance | Breakdown | BreakdownItem)
        for record in records
    )
    for table in TABLES[1:]:
        assert [column.key for column in table.columns] == list(table.record.model_fields)

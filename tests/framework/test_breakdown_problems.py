"""Breakdowns and their items: what is wrong with them is told by entry, field and cell."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from scpxl.errors import FrameworkError
from scpxl.framework.checks import check_framework
from scpxl.framework.differences import diff_frameworks
from scpxl.model.framework import BreakdownItem, Unit
from scpxl.model.targets import Polarity
from scpxl.read.framework_file import read_framework
from scpxl.render.framework_text import write_framework_toml
from scpxl.render.framework_workbook import write_framework_workbook
from tests.framework.example import (
    BREAKDOWNS,
    BURGLARY,
    ITEMS,
    POPULATION,
    RESOLVED,
    edit_workbook,
    example_framework,
)


def lines(**changes: Any) -> list[str]:
    return [str(problem) for problem in check_framework(example_framework(**changes))]


def test_not_known_is_an_item_where_the_breakdown_asks_for_it() -> None:
    framework = example_framework()
    assert [item.title for item in framework.items_of("age")] == ["Under 18", "18 or over", "Not known"]
    assert [item.title for item in framework.items_of("need")] == ["Other, of any kind"]
    assert framework.items_of("ward") == ()
    assert framework.item_title("age", "not known") == "Not known"
    assert framework.item_title("age", "gone") == "gone"
    assert [breakdown.code for breakdown in framework.breakdowns_of(BURGLARY)] == ["age"]


def test_two_breakdowns_may_have_items_of_the_same_code() -> None:
    assert lines(items=(*ITEMS, BreakdownItem(breakdown="age", item="other", title="Other"))) == []


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        (
            {"breakdowns": (*BREAKDOWNS, BREAKDOWNS[0].model_copy(update={"code": "sex", "title": "Sex"}))},
            "breakdown sex: code: has no items. Add them to Items, one row each.",
        ),
        (
            {"breakdowns": (*BREAKDOWNS, BREAKDOWNS[0].model_copy(update={"code": "Ward", "title": "Ward"})),
             "items": (*ITEMS, BreakdownItem(breakdown="Ward", item="a", title="A"))},
            "breakdown Ward: code: 'Ward' has a meaning of its own as a breakdown. Choose another code.",
        ),
        (
            {"items": (*ITEMS, BreakdownItem(breakdown="age", item="18", title="Older"))},
            "item age 18: item: '18' appears twice in age. Give each its own, or delete one.",
        ),
        (
            {"items": (*ITEMS, BreakdownItem(breakdown="age", item="17", title="under 18"))},
            "item age 17: title: 'under 18' appears twice in age. Give each its own, or delete one.",
        ),
        (
            {"items": (*ITEMS, BreakdownItem(breakdown="aeg", item="17", title="17"))},
            "item aeg 17: breakdown: 'aeg' is not the code of a breakdown. Did you mean age? Or add it to Breakdowns.",
        ),
        (
            {"indicators": (BURGLARY, RESOLVED.model_copy(update={"breakdowns": ("age",)}), POPULATION)},
            ("indicator ASB-01: breakdowns: asks for age, but the partner reports what the figure is out of, and "
            "items have a number only. Divide an indicator that counts."),
        ),
        (
            {"indicators": (BURGLARY, RESOLVED, POPULATION.model_copy(update={
                "unit": Unit.SURVEY, "polarity": Polarity.HIGHER, "breakdowns": ("age", "need")}))},
            ("indicator POP: breakdowns: asks for age, whose items add up to the total; percentages of a survey do "
            "not. Say No under Exclusive on Breakdowns, or leave it out."),
        ),
    ],
    ids=["no items", "ward", "item twice", "title twice", "unknown", "out of", "survey"],
)  # fmt: skip
def test_what_is_wrong_with_a_breakdown_is_told(changes: dict[str, Any], line: str) -> None:
    assert lines(**changes) == [line]


def test_a_mistake_in_the_workbook_names_its_cell(tmp_path: Path) -> None:
    write_framework_workbook(example_framework(), tmp_path / "framework.xlsx")

    def spoil(book: Any) -> None:
        book["Items"]["A6"] = "agee"
        book["Breakdowns"]["C7"] = "victims"

    edit_workbook(tmp_path / "framework.xlsx", spoil)
    with pytest.raises(FrameworkError) as refused:
        read_framework(tmp_path / "framework.xlsx")
    told = "\n".join(refused.value.problems)
    assert "Items!A6 (agee 0-17, breakdown): 'agee' is not the code of a breakdown. Did you mean age?" in told
    assert "Breakdowns!C7 (need, category): 'victims' is not in the list. Did you mean victim?" in told


def test_a_workbook_made_before_there_were_breakdowns_is_read(tmp_path: Path) -> None:
    plain = BURGLARY.model_copy(update={"breakdowns": ("ward",)})
    framework = example_framework(breakdowns=(), items=(), indicators=(plain, RESOLVED, POPULATION))
    write_framework_workbook(framework, tmp_path / "framework.xlsx")

    def without(book: Any) -> None:
        del book["Breakdowns"], book["Items"]

    edit_workbook(tmp_path / "framework.xlsx", without)
    assert read_framework(tmp_path / "framework.xlsx") == framework


def test_a_sheet_of_breakdowns_under_another_name_is_told_not_passed_over(tmp_path: Path) -> None:
    write_framework_workbook(example_framework(), tmp_path / "framework.xlsx")

    def rename(book: Any) -> None:
        book["Breakdowns"].title = "Break downs"

    edit_workbook(tmp_path / "framework.xlsx", rename)
    with pytest.raises(FrameworkError, match="Is it the one called 'Break downs'"):
        read_framework(tmp_path / "framework.xlsx")


def test_wards_may_be_written_in_capitals(tmp_path: Path) -> None:
    write_framework_workbook(example_framework(), tmp_path / "framework.xlsx")

    def capitals(book: Any) -> None:
        sheet = book["Indicators"]
        place = next(cell.column for cell in sheet[5] if cell.value == "Breakdowns")
        sheet.cell(6, place).value = "WARD, age"

    edit_workbook(tmp_path / "framework.xlsx", capitals)
    assert read_framework(tmp_path / "framework.xlsx").by_code["BUR-01"].breakdowns == ("ward", "age")


def test_the_file_holds_a_line_an_item(tmp_path: Path) -> None:
    write_framework_toml(example_framework(), tmp_path / "framework.toml")
    text = (tmp_path / "framework.toml").read_text("utf-8")
    assert '{breakdown = "age", item = "0-17", title = "Under 18"}' in text
    assert "exclusive = false" in text


def test_a_new_item_and_a_breakdown_that_overlaps_now_are_told_between_versions() -> None:
    new = example_framework(
        items=(*ITEMS, BreakdownItem(breakdown="age", item="65", title="65 or over")),
        breakdowns=(BREAKDOWNS[0].model_copy(update={"exclusive": False}), BREAKDOWNS[1]),
    )
    assert [str(one) for one in diff_frameworks(example_framework(), new)] == [
        "Breakdown age Age of victim: exclusive was yes and is now no",
        "Item 65 65 or over of age: new in the framework",
    ]

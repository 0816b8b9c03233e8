"""Two versions of the framework are compared in words a board can read."""

from __future__ import annotations

from typing import Any

from scpxl.framework.differences import ChangeKind, diff_frameworks
from scpxl.model.framework import Unit
from scpxl.model.periods import Period
from scpxl.model.targets import Target
from tests.framework.example import (
    AREAS,
    BURGLARY,
    GRANT,
    NOTES,
    OBJECTIVES,
    PARTNERS,
    POPULATION,
    RESOLVED,
    TARGETS,
    example_framework,
)


def said(**changes: Any) -> list[str]:
    return [str(one) for one in diff_frameworks(example_framework(), example_framework(**changes))]


def test_a_framework_does_not_differ_from_itself() -> None:
    assert diff_frameworks(example_framework(), example_framework()) == ()


def test_the_order_of_entries_is_no_difference() -> None:
    assert (
        said(indicators=(GRANT, POPULATION, RESOLVED, BURGLARY), areas=AREAS[::-1], notes=NOTES[::-1]) == []
    )


def test_a_changed_target_is_told_with_both_values() -> None:
    targets = (TARGETS[0].model_copy(update={"value": 2500.0, "tolerance": 5.0}), TARGETS[1])
    assert said(targets=targets) == [
        "BUR-01 Residential burglary: target 2017-18 was 2,600 and is now 2,500",
        "BUR-01 Residential burglary: tolerance of the target 2017-18 was 7.5 and is now 5",
    ]


def test_a_target_that_comes_or_goes_is_told() -> None:
    following = Target(indicator="BUR-01", year=Period.year(2018), value=2400)
    assert said(targets=(TARGETS[0], following)) == [
        "ASB-01 Cases closed as resolved: target 2010-11 of 80 is no longer set",
        "BUR-01 Residential burglary: target 2018-19 of 2,400 is new",
    ]


def test_an_indicator_that_is_dropped_or_new_is_told() -> None:
    new = RESOLVED.model_copy(update={"code": "ASB-02", "title": "Calls"})
    differences = diff_frameworks(
        example_framework(targets=()),
        example_framework(indicators=(BURGLARY, POPULATION, GRANT, new), targets=()),
    )
    assert [(one.entry, one.change, one.words) for one in differences] == [
        ("ASB-01", ChangeKind.DROPPED, "ASB-01 Cases closed as resolved: no longer reported"),
        ("ASB-02", ChangeKind.ADDED, "ASB-02 Calls: newly reported"),
    ]


def test_a_redefined_indicator_is_told_apart_from_a_retitled_one() -> None:
    changed = BURGLARY.model_copy(update={"unit": Unit.COUNT, "title": "Home burglary", "last": None})
    differences = diff_frameworks(
        example_framework(), example_framework(indicators=(changed, RESOLVED, POPULATION, GRANT))
    )
    assert [(one.field, one.change) for one in differences] == [
        ("title", ChangeKind.CHANGED),
        ("unit", ChangeKind.REDEFINED),
        ("last", ChangeKind.CHANGED),
    ]
    assert [str(one) for one in differences] == [
        "BUR-01 Home burglary: title was ‘Residential burglary’ and is now ‘Home burglary’",
        "BUR-01 Home burglary: unit was rate and is now count",
        "BUR-01 Home burglary: last was 2018-19 Q2 and is now blank",
    ]


def test_partners_areas_objectives_settings_and_notes_are_compared() -> None:
    lines = said(
        version="2018-19.1",
        objectives=(OBJECTIVES[0].model_copy(update={"lead": ""}), OBJECTIVES[1]),
        partners=(PARTNERS[0].model_copy(update={"email": "new@example.org"}),),
        areas=(*AREAS[:2], AREAS[2].model_copy(update={"groups": ("london", "outer")})),
        notes=NOTES[1:],
    )
    assert lines == [
        "Framework: version was ‘2017-18.1’ and is now ‘2018-19.1’",
        "Objective O1 Cut burglary: lead was ‘Borough Commander’ and is now blank",
        "Partner 007 A partner whose code looks like a number: no longer in the framework",
        "Partner met Metropolitan Police: email was ‘met@example.org’ and is now ‘new@example.org’",
        "Area E06000023 Bristol: groups was outer and is now london, outer",
        "Note (unreliable, Nov 2010, BUR-01, MOPAC 7): no longer in the framework",
    ]

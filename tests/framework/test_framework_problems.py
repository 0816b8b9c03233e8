"""What is wrong with a framework is told by entry and field, all at once, with what to do."""

from __future__ import annotations

from typing import Any

import pytest

from scpxl.framework.checks import check_framework
from scpxl.framework.entries import to_framework
from scpxl.model.framework import Aggregation, Area, BenchmarkGroup, ChartLimits, IndicatorKind, Unit
from scpxl.model.periods import Period
from scpxl.model.plan import Board
from scpxl.model.series_notes import SeriesNote
from scpxl.model.targets import Polarity, Target
from tests.framework.example import (
    AREAS,
    BENCHMARKS,
    BURGLARY,
    NOTES,
    OBJECTIVES,
    PARTNERS,
    POPULATION,
    RESOLVED,
    TARGETS,
    example_framework,
)


def told(**changes: Any) -> list[str]:
    return [str(problem) for problem in check_framework(example_framework(**changes))]


def with_burglary(**changes: Any) -> list[str]:
    indicators = (BURGLARY.model_copy(update=changes), RESOLVED, POPULATION)
    return told(indicators=indicators, targets=TARGETS[1:], tolerances=())


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"partner": "mett"}, "indicator BUR-01: partner: 'mett' is not the code of a partner. Did you mean met? Or add it to Partners."),
        ({"objective": "O9"}, "indicator BUR-01: objective: 'O9' is not the code of an objective. Write O1 or O2. Or add it to Objectives."),
        ({"benchmark": "england"}, "indicator BUR-01: benchmark: 'england' is not the code of a benchmark. Write london or outer. Or add it to Benchmarks."),
        ({"denominator": "HOMES"}, "indicator BUR-01: denominator: 'HOMES' is not the code of an indicator. Write ASB-01, BUR-01, POP or reported. Or add it to Indicators."),
        ({"denominator": "BUR-01"}, "indicator BUR-01: denominator: is the indicator itself. Write 'reported' if the partner gives it, or the code of the indicator that holds it."),
        ({"denominator": ""}, "indicator BUR-01: denominator: is blank; a rate is out of something. Write 'reported' if the partner gives it, or the code of the indicator that holds it."),
        ({"aggregation": Aggregation.LATEST}, "indicator BUR-01: aggregation: is 'latest', which does not fit the unit 'rate'. Write sum or ratio of sums."),
        ({"objective": ""}, "indicator BUR-01: objective: is blank. Write the code of its objective; only context has none."),
        ({"partner": "", "benchmark": ""}, "indicator BUR-01: partner: is blank, so no partner is asked for it. Write the code of the partner who reports it; only context and benchmarks have none."),
        ({"breakdowns": ("agee",)}, "indicator BUR-01: breakdowns: 'agee' is not the code of a breakdown. Did you mean age? Or add it to Breakdowns."),
        ({"tags": ("MOPAC 7", "MOPAC 7")}, "indicator BUR-01: tags: 'MOPAC 7' appears twice. Delete one."),
        ({"last": Period.month(2009, 1)}, "indicator BUR-01: last: Jan 2009 is before the first, Nov 2010. Correct one of the two."),
    ],
    ids=lambda value: ", ".join(value) if isinstance(value, dict) else "",
)  # fmt: skip
def test_an_indicator_that_cannot_be_worked_out_is_told(changes: dict[str, Any], line: str) -> None:
    assert with_burglary(**changes) == [line]


@pytest.mark.parametrize("unit", [Unit.PERCENTAGE, Unit.AVERAGE])
def test_a_percentage_or_an_average_needs_something_it_is_out_of(unit: Unit) -> None:
    (line,) = with_burglary(unit=unit, aggregation=Aggregation.LATEST, denominator="")[:1]
    assert line.startswith("indicator BUR-01: denominator: is blank;")


@pytest.mark.parametrize("unit", [Unit.PERCENTAGE, Unit.AVERAGE, Unit.SURVEY, Unit.STOCK])
def test_what_is_no_count_cannot_be_summed(unit: Unit) -> None:
    assert any("aggregation: is 'sum', which does not fit" in line for line in with_burglary(unit=unit))


def test_an_indicator_for_comparison_only_needs_no_partner() -> None:
    assert with_burglary(partner="") == []


def test_context_needs_neither_objective_nor_partner() -> None:
    said = with_burglary(kind=IndicatorKind.CONTEXT, objective="", partner="", benchmark="")
    # But no board can be told of it.
    assert said == [
        "board adults: indicators: 'BUR-01' is context, which is on no scorecard. Name one that is reported."
    ]


def test_a_board_is_told_of_something_that_there_is() -> None:
    def said_of(*aims: str) -> list[str]:
        return told(boards=(Board(code="adults", title="Safeguarding Adults Board", objectives=aims),))

    assert said_of() == [
        "board adults: objectives: is told of nothing. Name an objective, or an indicator under indicators."
    ]
    (unknown,) = said_of("O9")
    assert "'O9' is not the code of an objective" in unknown
    assert said_of("O1") == []


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        (
            {"partners": (*PARTNERS, PARTNERS[0].model_copy(update={"code": "MET"}))},
            "partner MET: code: the code is already that of another partner (met). Give each its own code.",
        ),
        (
            {"area": "E09000033"},
            "framework: area: 'E09000033' is not the code of an area. Did you mean E09000003? Or add it to Areas.",
        ),
        (
            {"area": "E05000041"},
            "indicator BUR-01: breakdowns: asks for wards, and the partnership's area has none. Add its wards to Areas.",
        ),
        (
            {"areas": (*AREAS, Area(code="W1", name="Nowhere", kind="ward"))},
            ("area W1: parent: is blank, and other wards, such as Burnt Oak, have one. "
            "Write the code of the area that the ward is in."),
        ),
        (
            {"areas": (*AREAS, Area(code="W1", name="X", kind="beat", parent="W2"),
                       Area(code="W2", name="Y", kind="town", parent="W1"))},
            ("area W1: parent: W2 is, in turn, a part of W1. Correct one of the two.\n"
            "area W2: parent: W1 is, in turn, a part of W2. Correct one of the two."),
        ),
        (
            {"areas": (*AREAS, Area(code="E1", name="X", kind="borough", groups=("inner",)))},
            ("area E1: groups: 'inner' is not the code of a benchmark. Write london or outer. "
            "Or add it to Benchmarks."),
        ),
        (
            {"benchmarks": (*BENCHMARKS, BenchmarkGroup(code="msg", title="Most similar"))},
            "benchmark msg: code: no area belongs to it. Name it in the groups of its areas on Areas.",
        ),
        (
            {"targets": (*TARGETS, TARGETS[0].model_copy(update={"value": 2500.0}))},
            "target BUR-01 2017-18: year: BUR-01 has a target for 2017-18 already. Keep one of the two.",
        ),
        (
            {"targets": (Target(indicator="BUR-99", year=Period.year(2017), value=1),)},
            ("target BUR-99 2017-18: indicator: 'BUR-99' is not the code of an indicator. "
            "Did you mean BUR-01? Or add it to Indicators."),
        ),
        (
            {"targets": (TARGETS[1].model_copy(update={"floor": 90.0}),)},
            ("target ASB-01 2010-11: floor: 90 is above the target 80, where a figure is better still. "
            "Write the worst value that is still amber."),
        ),
        (
            {"targets": (TARGETS[0].model_copy(update={"indicator": "POP", "profile": (), "of": None}),)},
            ("target POP 2017-18: indicator: POP has a target, and the polarity 'neither': it could not be "
            "rated. Say which way is better on Indicators, or delete the target."),
        ),
        (
            {"targets": (TARGETS[0].model_copy(update={"indicator": "ASB-01", "value": 80.0, "baseline": 75.0, "floor": None, "of": None}),)},
            ("target ASB-01 2017-18: profile: would not be used: ASB-01 does not add up by sum, so its target "
            "holds all year. Leave it blank."),
        ),
        (
            {"notes": (*NOTES, SeriesNote.model_validate({"kind": "note", "indicators": ["MOPAC 8"],
                                                          "first": "Apr 2017", "reason": "?"}))},
            ("note note Apr 2017: indicators: 'MOPAC 8' is neither the code of an indicator nor a tag. "
            "Did you mean MOPAC 7?"),
        ),
        (
            {"objectives": (OBJECTIVES[0], OBJECTIVES[1].model_copy(update={"short_title": "burglary"}))},
            ("objective O2: short_title: 'burglary' is also what the sheet of O1 is called. "
            "Give each a short title of its own."),
        ),
        (
            {"objectives": (OBJECTIVES[0], OBJECTIVES[1].model_copy(update={"title": "Drugs/alcohol"}))},
            ("objective O2: title: 'Drugs/alcohol' cannot name a sheet because of /. "
            "Give it a short title without."),
        ),
    ],
)  # fmt: skip
def test_what_does_not_fit_together_is_told(changes: dict[str, Any], line: str) -> None:
    assert told(**changes) == line.splitlines()


def test_the_reserved_word_for_a_denominator_is_no_code() -> None:
    lines = told(
        indicators=(
            BURGLARY,
            RESOLVED,
            POPULATION,
            RESOLVED.model_copy(update={"code": "Reported", "title": "Other"}),
        )
    )
    assert lines == [
        "indicator Reported: code: 'Reported' has a meaning of its own as a denominator. Choose another code."
    ]


def test_wards_are_asked_for_only_where_there_are_wards() -> None:
    lines = told(areas=(AREAS[0], AREAS[2]))
    assert lines == [
        (
            "indicator BUR-01: breakdowns: asks for wards, and the partnership's area has none. "
            "Add its wards to Areas."
        )
    ]


def test_an_empty_framework_is_told_what_it_lacks() -> None:
    lines = told(partners=(), indicators=(), targets=(), notes=())
    assert "partner: there is not one partner. A framework needs at least one." in lines
    assert "indicator: there is not one indicator. A framework needs at least one." in lines


def test_a_higher_target_may_have_a_floor_below_it_and_a_lower_one_above() -> None:
    lower = TARGETS[1].model_copy(update={"indicator": "BUR-01", "floor": 90.0})
    assert BURGLARY.polarity is Polarity.LOWER
    assert told(targets=(lower,)) == []


def test_an_entry_that_cannot_be_read_does_not_make_others_wrong() -> None:
    entries = example_framework().model_dump()
    entries["framework"] = [
        {key: entries.pop(key) for key in list(entries) if not isinstance(entries[key], tuple)}
    ]
    entries["areas"][1]["kind"] = ""
    entries["indicators"][2]["decimals"] = 7
    entries["indicators"][0]["polarity"] = "up"
    entries["framework"][0]["due_days"] = 0
    framework, problems = to_framework(entries)
    assert framework is None
    assert [str(problem) for problem in problems] == [
        "framework: due_days: 0 is out of range. Write a number from 1 to 120.",
        "indicator BUR-01: polarity: 'up' is not in the list. Write higher, lower or neither.",
        "indicator POP: decimals: 7 is out of range. Write a number from 0 to 4.",
        (
            "area E05000041: kind: is blank. Fill it in: what it is, in your own word: borough, district, county, "
            "police force area, ward, neighbourhood."
        ),
    ]


def test_limits_are_not_fixed_on_fewer_than_twelve_figures() -> None:
    note = SeriesNote.model_validate(
        {"kind": "rebase", "indicators": ("BUR-01",), "first": Period.month(2016, 4),
         "last": Period.month(2017, 1), "reason": "A new team."}
    )  # fmt: skip

    assert [line for line in told(notes=(*NOTES, note)) if "fixes control limits on 10 figures" in line]
    assert told(notes=(*NOTES, note.model_copy(update={"last": Period.month(2017, 3)}))) == told()


def test_a_level_has_no_exposure_for_limits_to_follow() -> None:
    changes = {
        "unit": Unit.STOCK,
        "aggregation": Aggregation.LATEST,
        "chart": ChartLimits.EXPOSURE,
        "denominator": "",
    }

    assert any("chart: is exposure, and a level has neither" in line for line in with_burglary(**changes))
    assert not any("chart:" in line for line in with_burglary(chart=ChartLimits.EXPOSURE))

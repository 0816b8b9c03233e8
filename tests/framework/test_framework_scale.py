"""A number of the framework on a different scale than those beside it is asked about; the framework can be used."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scpxl.framework.remarks import levels_of, scale_questions
from scpxl.model.framework import Aggregation, Frequency, Unit
from scpxl.model.periods import Period
from scpxl.model.targets import Target
from tests.framework.example import BURGLARY, POPULATION, RESOLVED, example_framework

SURVEY = BURGLARY.model_copy(
    update={
        "code": "CON-01",
        "unit": Unit.SURVEY,
        "aggregation": Aggregation.LATEST,
        "frequency": Frequency.QUARTERLY,
    }
)


def target(value: float, **more: Any) -> Target:
    return Target.model_validate({"indicator": "CON-01", "year": "2017-18", "value": value, **more})


def asked(*targets: Target, levels: list[float] | None = None, unit: Unit = Unit.SURVEY) -> tuple[str, ...]:
    indicator = SURVEY.model_copy(
        update={"unit": unit, "aggregation": Aggregation.LATEST if unit is Unit.SURVEY else Aggregation.SUM}
    )
    framework = example_framework(
        indicators=(indicator, BURGLARY, RESOLVED, POPULATION), targets=targets, tolerances=()
    )
    return scale_questions(framework, {"CON-01": levels} if levels else {})


def test_a_target_typed_as_a_fraction_beside_its_baseline_is_asked_about() -> None:
    assert asked(target(0.7, baseline=69)) == (
        "Target CON-01 2017-18: value 0.7 is on a different scale from its baseline (69). Did you mean 70?",
    )
    assert asked(target(70, baseline=69)) == ()
    assert asked(target(60, baseline=69), target(75, year="2018-19")) == ()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"value": 70, "baseline": 0.69}, "value 70 is on a different scale from its baseline (0.69)"),
        ({"value": 70, "scheme": "floor", "floor": 0.65}, "floor 0.65 is on a different scale from its target (70). Did you mean 65?"),
        ({"value": 7}, "value 7 is on a different scale from the figures on record (66 to 72). Did you mean 70?"),
        ({"value": 70, "baseline": 6.9}, "value 70 is on a different scale from its baseline (6.9)"),
        ({"value": 70, "tolerance": 0.05}, "tolerance 0.05 is less than one per cent. Did you mean 5?"),
    ],
)  # fmt: skip
def test_every_number_of_a_target_is_compared(changes: dict[str, Any], said: str) -> None:
    assert any(said in line for line in asked(target(**changes), levels=[66, 69, 70, 72]))


def test_other_years_targets_tell_a_slip_too() -> None:
    said = asked(target(0.7), target(71, year="2018-19"))
    assert (
        said[0]
        == "Target CON-01 2017-18: value 0.7 is on a different scale from other years' targets (71). Did you mean 70?"
    )


def test_alone_a_percentage_below_one_is_asked_about() -> None:
    assert asked(target(0.7)) == (
        "Target CON-01 2017-18: value 0.7 is less than one per cent. Did you mean 70?",
    )
    assert asked(target(1.5)) == ()


def test_a_years_total_is_compared_with_years_on_record_and_a_rate_with_none() -> None:
    assert (
        "value 314 is on a different scale from the figures on record (3,302)"
        in asked(target(314), levels=[3302], unit=Unit.COUNT)[0]
    )
    assert asked(target(3140), levels=[3302], unit=Unit.COUNT) == ()
    assert asked(target(8.5), levels=[3302], unit=Unit.RATE) == ()


@given(st.floats(4, 99), st.floats(0.85, 1.15), st.sampled_from([0.01, 0.1]))
def test_any_slip_of_scale_in_a_target_is_asked_about(level: float, near: float, slip: float) -> None:
    assert asked(target(level * slip, baseline=level * near))
    assert asked(target(level * slip), levels=[level * near])
    assert not asked(target(min(100, level * near), baseline=level))


def test_a_query_tolerance_below_one_per_cent_is_asked_about() -> None:
    indicator = BURGLARY.model_copy(update={"query_tolerance": 0.1})
    framework = example_framework(indicators=(indicator, RESOLVED, POPULATION))
    assert (
        "Indicator BUR-01: query tolerance 0.1 is less than one per cent. Did you mean 10?"
        in scale_questions(framework, {})
    )


def test_of_what_adds_up_only_whole_years_are_compared() -> None:
    april = Period.month(2016, 4).first
    months = {april + n: 10.0 for n in range(20)}
    monthly = BURGLARY.model_copy(
        update={"unit": Unit.COUNT, "aggregation": Aggregation.SUM, "frequency": Frequency.MONTHLY}
    )
    assert levels_of(monthly, months) == [120]
    assert levels_of(SURVEY, {april + 2: 69.0, april + 5: 70.0}) == [69, 70]

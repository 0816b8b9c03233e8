from __future__ import annotations

import pytest

from scpxl.statistics.rag import direction_of_travel, rate_floor, rate_improvement, rate_tolerance
from scpxl.verdicts import Judgement, Rag, Travel

NAN = float("nan")
RISE_IS_GOOD, FALL_IS_GOOD, NEITHER = 1, -1, 0


@pytest.mark.parametrize(
    ("value", "target", "sign", "expected"),
    [
        (100, 100, FALL_IS_GOOD, Rag.GREEN),
        (99, 100, FALL_IS_GOOD, Rag.GREEN),
        (101, 100, FALL_IS_GOOD, Rag.AMBER),
        (105, 100, FALL_IS_GOOD, Rag.AMBER),
        (105.01, 100, FALL_IS_GOOD, Rag.RED),
        (100, 100, RISE_IS_GOOD, Rag.GREEN),
        (95, 100, RISE_IS_GOOD, Rag.AMBER),
        (94.99, 100, RISE_IS_GOOD, Rag.RED),
        (-105, -100, RISE_IS_GOOD, Rag.AMBER),
        (-94, -100, FALL_IS_GOOD, Rag.RED),
    ],
)
def test_on_target_is_green_within_five_per_cent_amber_and_beyond_red(
    value: float, target: float, sign: int, expected: Rag
) -> None:
    assert rate_tolerance(value, target, sign, 5).rag is expected


@pytest.mark.parametrize("target", [0.1, 0.3, 0.7, 1.1, 3.3, 70.4, 71.2, 80, 333, 28_513, 1e9 / 3])
@pytest.mark.parametrize("tolerance", [0.1, 3, 5, 7, 10])
def test_exactly_on_tolerance_is_amber_whatever_floating_point_makes_of_it(
    target: float, tolerance: float
) -> None:
    assert rate_tolerance(target * (1 + tolerance / 100), target, FALL_IS_GOOD, tolerance).rag is Rag.AMBER
    assert rate_tolerance(target - target * tolerance / 100, target, RISE_IS_GOOD, tolerance).rag is Rag.AMBER
    assert rate_tolerance(target / 3 * 3, target, FALL_IS_GOOD, tolerance).rag is Rag.GREEN


def test_a_sum_that_is_the_target_in_tenths_is_on_target() -> None:
    assert rate_tolerance(0.1 + 0.2, 0.3, FALL_IS_GOOD, 0).rag is Rag.GREEN


def test_against_a_target_of_zero_any_miss_is_red() -> None:
    assert rate_tolerance(0, 0, FALL_IS_GOOD, 5) == (Rag.GREEN, 0, None)
    assert rate_tolerance(1, 0, FALL_IS_GOOD, 50) == (Rag.RED, 1, None)
    assert rate_tolerance(1e-6, 0, FALL_IS_GOOD, 50).rag is Rag.RED


def test_the_miss_is_given_in_the_targets_units_and_in_per_cent_of_it() -> None:
    assert rate_tolerance(76, 80, RISE_IS_GOOD, 5) == (Rag.AMBER, 4, 5)
    assert rate_tolerance(3_118, 3_000, FALL_IS_GOOD, 5).miss == 118
    assert rate_tolerance(90, 80, RISE_IS_GOOD, 5) == (Rag.GREEN, -10, -12.5)


@pytest.mark.parametrize("missing", [None, NAN])
def test_nothing_is_rated_without_a_value_a_target_or_a_better_way(missing: float | None) -> None:
    for rating in (
        rate_tolerance(missing, 80, RISE_IS_GOOD, 5),
        rate_tolerance(80, missing, RISE_IS_GOOD, 5),
        rate_tolerance(80, 80, NEITHER, 5),
        rate_floor(missing, 80, 70, RISE_IS_GOOD),
        rate_floor(75, 80, missing, RISE_IS_GOOD),
        rate_floor(75, 80, 70, NEITHER),
        rate_improvement(75, missing, 70, RISE_IS_GOOD, 5),
        rate_improvement(75, 80, 70, NEITHER, 5),
    ):
        assert rating == (Rag.NOT_RATED, None, None)


@pytest.mark.parametrize(
    ("value", "sign", "target", "floor", "expected"),
    [
        (80, RISE_IS_GOOD, 80, 70, Rag.GREEN),
        (79.9, RISE_IS_GOOD, 80, 70, Rag.AMBER),
        (70, RISE_IS_GOOD, 80, 70, Rag.AMBER),
        (69.9, RISE_IS_GOOD, 80, 70, Rag.RED),
        (110, FALL_IS_GOOD, 100, 110, Rag.AMBER),
        (110.1, FALL_IS_GOOD, 100, 110, Rag.RED),
        (0.1 * 3, FALL_IS_GOOD, 0, 0.3, Rag.AMBER),
    ],
)
def test_the_floor_itself_is_still_amber(
    value: float, sign: int, target: float, floor: float, expected: Rag
) -> None:
    assert rate_floor(value, target, floor, sign).rag is expected


def test_missing_the_target_but_no_worse_than_last_year_is_amber() -> None:
    assert rate_improvement(120, 100, 120, FALL_IS_GOOD, 10).rag is Rag.AMBER
    assert rate_improvement(120, 100, 119, FALL_IS_GOOD, 10).rag is Rag.RED
    assert rate_improvement(110, 100, 90, FALL_IS_GOOD, 10) == (Rag.GREEN, 10, 10)


def test_an_improvement_that_cannot_be_shown_is_not_assumed() -> None:
    assert rate_improvement(120, 100, None, FALL_IS_GOOD, 10).rag is Rag.RED
    assert rate_improvement(100, 100, NAN, FALL_IS_GOOD, 10).rag is Rag.GREEN


@pytest.mark.parametrize(
    ("value", "previous", "sign", "expected"),
    [
        (90, 100, FALL_IS_GOOD, (Travel.DOWN, Judgement.BETTER)),
        (110, 100, FALL_IS_GOOD, (Travel.UP, Judgement.WORSE)),
        (110, 100, RISE_IS_GOOD, (Travel.UP, Judgement.BETTER)),
        (110, 100, NEITHER, (Travel.UP, Judgement.NEUTRAL)),
        (100, 100, NEITHER, (Travel.SAME, Judgement.SAME)),
        (0.1 + 0.2, 0.3, RISE_IS_GOOD, (Travel.SAME, Judgement.SAME)),
        (0, 0, RISE_IS_GOOD, (Travel.SAME, Judgement.SAME)),
        (None, 100, RISE_IS_GOOD, (Travel.UNKNOWN, Judgement.UNKNOWN)),
        (100, NAN, RISE_IS_GOOD, (Travel.UNKNOWN, Judgement.UNKNOWN)),
    ],
)
def test_where_a_number_went_and_whether_that_is_good_are_two_facts(
    value: float | None, previous: float | None, sign: int, expected: tuple[Travel, Judgement]
) -> None:
    assert direction_of_travel(value, previous, sign) == expected

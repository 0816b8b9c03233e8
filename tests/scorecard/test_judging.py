"""Every rating carries its reason, and the reason agrees with the rating."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scpxl.figures.aims import Pursuit, aim_of
from scpxl.figures.readings import Result
from scpxl.model.observations import Marker
from scpxl.model.periods import Period
from scpxl.model.targets import Target
from scpxl.scorecard.cards.rating import describe_rating, describe_target
from scpxl.scorecard.records.scorecard import RagRating
from scpxl.verdicts import Judgement, Rag, Travel, Unrated
from tests.scorecard.builders import (
    PERCENTAGE,
    Q4,
    SURVEY,
    Value,
    broken,
    card,
    card_of,
    framework,
    indicator,
    series,
    target,
)

LEVEL: dict[str, Any] = {"aggregation": "latest", "polarity": "higher", "unit": "survey percentage"}


def reason(actual: float, aim: Target, period: Period = Q4, a_year_ago: float = math.nan, **more: Any) -> str:
    """The reason of a rating, by itself."""
    measured = indicator(**more)
    asked = aim_of(framework(measured, targets=[aim]), measured, period)
    assert asked is not None
    sign = measured.polarity.sign
    pursuit = Pursuit(asked, period, Result(actual), Unrated.AWAITED, a_year_ago, sign)
    return describe_rating(framework(measured), measured, pursuit, "").reason


@pytest.mark.parametrize(
    ("actual", "words"),
    [
        (90, "Green: 90 against a target path of 100 is 10.0% better."),
        (100, "Green: 100 against a target path of 100, exactly met."),
        (101, "Amber: 101 against a target path of 100 is 1.0% worse, within the 5% tolerance."),
        (105, "Amber: 105 against a target path of 100 is 5.0% worse, within the 5% tolerance."),
        (106, "Red: 106 against a target path of 100 is 6.0% worse, outside the 5% tolerance."),
    ],
)
def test_tolerance_fewer_is_better(actual: float, words: str) -> None:
    assert reason(actual, target(100)) == words


def test_just_beyond_the_tolerance_never_reads_as_on_it() -> None:
    assert reason(10504, target(10000)) == (
        "Red: 10,504 against a target path of 10,000 is 5.04% worse, outside the 5% tolerance."
    )


@pytest.mark.parametrize(
    ("actual", "words"),
    [
        (80, "Green: 80.0% against the target of 80.0%, exactly met."),
        (80 * (1 - 1e-15), "Green: 80.0% against the target of 80.0%, exactly met."),
        (82, "Green: 82.0% against the target of 80.0% is 2.0 points better."),
        (76, "Amber: 76.0% against the target of 80.0% is 4.0 points worse (5.0% of it), within the 5% tolerance."),
        (79.97, "Amber: 80.0% against the target of 80.0% is 0.03 points worse (0.04% of it), within the 5% tolerance."),
        (70, "Red: 70.0% against the target of 80.0% is 10.0 points worse (12.5% of it), outside the 5% tolerance."),
    ],
)  # fmt: skip
def test_tolerance_more_is_better(actual: float, words: str) -> None:
    assert reason(actual, target(80), **LEVEL) == words


def test_a_target_of_nought_knows_no_percentage() -> None:
    assert (
        reason(1, target(0))
        == "Red: 1 against a target path of 0 is 1 worse, and against a target of 0 any miss is red."
    )
    assert reason(0, target(0)) == "Green: 0 against a target path of 0, exactly met."


@pytest.mark.parametrize(
    ("actual", "words"),
    [
        (100, "Green: 100 against a target path of 100, exactly met."),
        (110, "Amber: 110 against a target path of 100 is 10.0% worse, still within the floor of 110."),
        (111, "Red: 111 against a target path of 100 is 11.0% worse, outside the floor of 110."),
    ],
)
def test_floor(actual: float, words: str) -> None:
    assert reason(actual, target(100, scheme="floor", floor=110)) == words


def test_a_floor_half_way_through_the_year_is_half_way_there() -> None:
    half, aim = Period.quarter(2017, 2), target(100, scheme="floor", floor=110)
    assert reason(55, aim, half) == (
        "Amber: 55 against a target path of 50 is 10.0% worse, still within the floor of 55."
    )
    assert reason(56, aim, half).startswith("Red: 56")


@pytest.mark.parametrize(
    ("actual", "before", "words"),
    [
        (109, 100, "Green: 109 against a target path of 100 is 9.0% worse, within the 10% tolerance."),
        (111, 120, "Amber: 111 against a target path of 100 is 11.0% worse, and no worse than a year ago (120)."),
        (111, 111, "Amber: 111 against a target path of 100 is 11.0% worse, and no worse than a year ago (111)."),
        (111, 100, "Red: 111 against a target path of 100 is 11.0% worse, and worse than a year ago (100)."),
        (111, math.nan, "Red: 111 against a target path of 100 is 11.0% worse, and there is no figure for a year ago to show that it is no worse than then."),
    ],
)  # fmt: skip
def test_improvement(actual: float, before: float, words: str) -> None:
    assert reason(actual, target(100, scheme="improvement", tolerance=10), Q4, before) == words


def test_what_neither_way_is_better_or_has_no_figure_is_not_rated() -> None:
    assert reason(5, target(100), polarity="neither") == "No rating: neither up nor down is better."
    measured = indicator()
    asked = aim_of(framework(measured, targets=[target(100)]), measured, Q4)
    assert asked is not None
    pursuit = Pursuit(asked, Q4, Result(math.nan), Unrated.AWAITED, math.nan, measured.polarity.sign)
    line = describe_target(framework(measured), measured, pursuit, "Mar 2018 not received")
    rating = describe_rating(framework(measured), measured, pursuit, "Mar 2018 not received")
    assert (rating.rag, rating.reason) == (Rag.NOT_RATED, "No rating: Mar 2018 not received.")
    assert line is not None
    assert line.words == "No figure to compare with the target of 100: Mar 2018 not received."


@given(
    st.integers(0, 10**6),
    st.integers(1, 10**6),
    st.floats(0, 50),
    st.sampled_from(["higher", "lower"]),
)
def test_the_words_say_the_colour_and_the_side(
    actual: int, aim: int, tolerance: float, polarity: str
) -> None:
    words = reason(actual, target(aim, tolerance=tolerance), polarity=polarity)
    better = (actual - aim) * (1 if polarity == "higher" else -1)
    if better > 0:
        assert words.startswith("Green") and words.endswith("better.")  # noqa: PT018
    elif not better:
        assert words == f"Green: {actual:,} against a target path of {aim:,}, exactly met."
    else:
        assert ("within the " in words) == words.startswith("Amber")
        assert ("outside the " in words) == words.startswith("Red")
        assert " 0 worse" not in words


@pytest.mark.parametrize(
    ("period", "expected", "words"),
    [
        ("2017-18 Q1", 100, "30 in Apr–Jun 2017 against 100 expected by then."),
        ("2017-18 Q2", 200, "60 in Apr–Sep 2017 against 200 expected by then."),
        ("2017-18 Q3", 300, "90 in Apr–Dec 2017 against 300 expected by then."),
        ("2017-18 Q4", 400, "120 in Apr 2017 – Mar 2018 against 400 expected by then."),
        ("Feb 2018", 4400 / 12, "110 in Apr 2017 – Feb 2018 against 367 expected by then."),
    ],
)
def test_the_target_is_walked_towards_quarter_by_quarter(period: str, expected: float, words: str) -> None:
    agreed = framework(indicator(), targets=[target(400)])
    shown = card_of(agreed, series([10.0] * 36), Period.parse(period)).target
    assert shown is not None
    assert shown.expected.value == pytest.approx(expected)
    assert shown.words == words


def test_a_profile_of_its_own_is_walked_instead() -> None:
    aim = target(1000, profile=[10, 20, 22, 29, 37, 44, 53, 63, 72, 82, 90, 100])
    agreed = framework(indicator(), targets=[aim])
    expected = []
    for quarter in range(1, 5):
        line = card_of(agreed, series([10.0] * 36), Period.quarter(2017, quarter)).target
        assert line is not None
        expected.append(line.expected.text)
    assert expected == ["220", "440", "720", "1,000"]


def test_a_quarterly_figure_in_a_month_of_its_own_is_held_to_the_profile_of_its_quarter() -> None:
    agreed = framework(indicator(frequency="quarterly"), targets=[target(120)])
    shown = card_of(agreed, series([30.0] * 11, step=3, until="2017-12"), Period.month(2018, 2))
    assert shown.target is not None
    assert shown.target.words == "90 in Apr–Dec 2017 against 90 expected by then."
    assert shown.rag.rag is Rag.GREEN


def test_last_years_annual_figure_is_held_to_last_years_target() -> None:
    agreed = framework(
        indicator(frequency="annual"), targets=[target(100, year="2016-17"), target(10, year="2017-18")]
    )
    shown = card_of(agreed, series([90.0, 99.0], step=12, until="2017-03"), Period.quarter(2017, 2))
    assert shown.headline_name == "2016-17"
    assert shown.rag.reason == "Green: 99 against a target path of 100 is 1.0% better."


def test_a_level_is_held_to_the_target_throughout_and_a_ratio_to_its_year_so_far() -> None:
    agreed = framework(indicator("CON", **SURVEY), targets=[target(60, "CON")])
    shown = card_of(
        agreed, series([60.0] * 3 + [58.0], "CON", step=3, until="2017-06"), Period.quarter(2017, 1), "CON"
    )
    assert shown.target is not None
    assert shown.target.words == "58.0% against a target of 60.0%."
    agreed = framework(indicator(**PERCENTAGE), targets=[target(20)])
    months: list[Value] = [*[(1.0, 2.0)] * 9, (10.0, 100.0), (30.0, 100.0), (50.0, 100.0)]
    shown = card_of(agreed, series(months, until="2017-06"), Period.quarter(2017, 1))
    assert shown.target is not None
    assert shown.target.actual.text == "30.0%"


def test_a_rate_shows_its_target_as_the_count_it_is() -> None:
    agreed = framework(indicator(unit="rate", denominator="POP"), targets=[target(1200)])
    shown = card_of(agreed, series([100.0] * 24))
    assert shown.target is not None
    assert (shown.target.target.text, shown.target.actual.text) == ("1,200", "1,200")
    nothing = card_of(agreed, [])
    assert nothing.target is not None
    assert nothing.target.target.text == "1,200"


def test_improvement_is_not_claimed_across_a_break() -> None:
    aim = target(100, scheme="improvement", tolerance=0)
    values = series([20.0] * 24 + [10.0] * 12)
    assert card_of(framework(indicator(), targets=[aim]), values).rag.rag is Rag.AMBER
    across = card_of(framework(indicator(), targets=[aim], notes=[broken("2017-04")]), values)
    assert across.rag.rag is Rag.RED
    assert "no figure for a year ago" in across.rag.reason


@pytest.mark.parametrize(
    ("polarity", "this", "words"),
    [
        ("lower", 50.0, "down 50.0% on the year before: better"),
        ("lower", 150.0, "up 50.0% on the year before: worse"),
        ("higher", 150.0, "up 50.0% on the year before: better"),
        ("neither", 50.0, "down 50.0% on the year before"),
        ("lower", 100.0, "the same as the year before"),
        ("lower", 97.0, "down 3.0% on the year before: no clear change"),
    ],
)
def test_the_direction_is_told_apart_from_the_judgement(polarity: str, this: float, words: str) -> None:
    assert card([100.0] * 12 + [this] * 12, polarity=polarity).direction.words == words


@pytest.mark.parametrize(
    ("unit", "aggregation"),
    [("average", "latest"), ("stock", "latest"), ("money", "sum"), ("survey percentage", "latest")],
)
def test_what_nobody_tested_is_never_called_better_or_worse(unit: str, aggregation: str) -> None:
    shown = card([100.0] * 12 + [150.0] * 12, unit=unit, aggregation=aggregation)
    assert shown.direction.judgement is Judgement.NOT_TESTED
    assert shown.direction.words.endswith(": not tested")


def test_a_change_too_small_for_its_style_is_not_told_as_nought() -> None:
    shown = card([70.0] * 12 + [70.001] * 12, unit="average", aggregation="latest")
    assert shown.direction.travel is Travel.UP
    assert shown.direction.words == "up very slightly on a year ago: not tested"


def rating(values: Sequence[Value], *targets: Target, until: str = "2018-03", period: Period = Q4, **more: Any) -> RagRating:  # fmt: skip
    step = {"annual": 12, "quarterly": 3}.get(more.get("frequency", ""), 1)
    agreed = framework(indicator(**more), targets=targets)
    return card_of(agreed, series(values, until=until, step=step), period).rag


def test_not_rated_says_that_there_is_no_target() -> None:
    assert rating([10.0] * 24).why is Unrated.NO_TARGET


def test_a_yearly_target_is_due_at_year_end_not_missing() -> None:
    aims = target(500, year="2018-19")
    quarter = Period.parse("2018-19 Q2")
    found = rating([400.0, 420.0], aims, period=quarter, frequency="annual")
    assert (found.rag, found.why) == (Rag.NOT_RATED, Unrated.DUE_AT_YEAR_END)
    assert found.reason == (
        "Target for 2018-19: 500; its figure is due at year end. The latest figure is for Apr 2017 – Mar 2018."
    )
    nothing_yet = rating([], aims, period=quarter, frequency="annual")
    assert nothing_yet.why is Unrated.DUE_AT_YEAR_END


def test_last_years_figure_is_still_rated_by_last_years_target() -> None:
    aims = (target(400, year="2017-18"), target(500, year="2018-19"))
    found = rating([400.0, 420.0], *aims, period=Period.parse("2018-19 Q2"), frequency="annual")
    assert (found.rag, found.why) == (Rag.AMBER, None)


@pytest.mark.parametrize(
    ("last", "why"),
    [
        (None, Unrated.AWAITED),
        (Marker.NOT_AVAILABLE, Unrated.AWAITED),
        (Marker.BLANK, Unrated.AWAITED),
        (Marker.SUPPRESSED, Unrated.WITHHELD),
        (Marker.NOT_APPLICABLE, Unrated.NOT_APPLICABLE),
    ],
)
def test_a_missing_figure_says_which_kind_of_gap_keeps_it_from_being_rated(
    last: Marker | None, why: Unrated
) -> None:
    assert rating([*[10.0] * 23, last], target(100)).why is why


def test_a_percentage_of_nothing_cannot_be_calculated() -> None:
    found = rating([(0.0, 0.0)] * 24, target(50), **PERCENTAGE)
    assert found.why is Unrated.CANNOT_CALCULATE


def test_a_target_says_what_it_is_measured_from() -> None:
    aims = target(100, baseline=117, baseline_note="2015-16, before the scheme")
    shown = card_of(framework(indicator(), targets=[aims]), series([10.0] * 24))
    assert shown.target is not None
    assert shown.target.words.endswith(" Baseline 117 (2015-16, before the scheme).")

"""A change is called real where it is more than the figures' own variation, and not before."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from scpxl.model.periods import to_month
from scpxl.statistics.arrays import Floats
from scpxl.statistics.change.effect import difference_in_change
from scpxl.statistics.change.yearly_change import (
    is_significant,
    judge_changes,
    quasi_change,
    ratio_interval,
)
from scpxl.statistics.windows import days_in
from scpxl.verdicts import Verdict

TABLES = hnp.arrays(
    np.float64, st.sampled_from([(2, 12), (3, 12), (2, 4)]), elements=st.integers(0, 300).map(float)
)
RANDOM = np.random.default_rng(20180331)


@given(TABLES)
def test_without_spread_beyond_chance_the_error_is_that_of_two_counts(table: Floats) -> None:
    found = quasi_change(table)
    new, old = table[-1].sum(), table[-2].sum()

    if found.dispersion <= 1 and new and old:
        assert float(found.error) == pytest.approx(math.sqrt(1 / new + 1 / old))
    assert math.isnan(found.error) or float(found.error) >= math.sqrt(1 / new + 1 / old) * (1 - 1e-12)


@given(TABLES, st.integers(2, 9))
def test_counting_in_other_units_moves_no_ratio(table: Floats, factor: int) -> None:
    plain, scaled = quasi_change(table), quasi_change(table * factor)

    np.testing.assert_allclose(scaled.log_ratio, plain.log_ratio, atol=1e-9)
    np.testing.assert_allclose(scaled.dispersion, plain.dispersion * factor, rtol=1e-9, atol=1e-9)


@given(TABLES, st.permutations(range(4)))
def test_the_order_of_the_months_does_not_matter(table: Floats, order: list[int]) -> None:
    mixed = table.copy()
    mixed[:, :4] = table[:, order]

    np.testing.assert_allclose(quasi_change(mixed), quasi_change(table), rtol=1e-9, atol=1e-9)


@given(TABLES)
def test_the_years_the_other_way_round_turn_the_change_round(table: Floats) -> None:
    one, other = quasi_change(table[-2:]), quasi_change(table[-2:][::-1])

    np.testing.assert_allclose(one.log_ratio, -other.log_ratio, atol=1e-9)
    np.testing.assert_allclose(one.error, other.error)


@given(st.lists(st.floats(1, 500), min_size=12, max_size=12))
def test_seasons_however_strong_are_no_variation(season: list[float]) -> None:
    found = quasi_change([season, [2 * month for month in season]])

    assert float(found.dispersion) == pytest.approx(0, abs=1e-9)
    assert float(np.exp(found.log_ratio)) == pytest.approx(2)


def test_one_missing_month_leaves_the_change_unjudged() -> None:
    table = np.full((1, 2, 12), 30.0)
    table[0, 0, 3] = math.nan
    judged = judge_changes(table)

    assert judged.verdict.tolist() == [Verdict.NOT_ASSESSED]
    assert np.isnan([judged.percent, judged.low, judged.high]).all()


@pytest.mark.parametrize(
    ("new", "old", "verdict", "has_percentage"),
    [
        (4, 400, Verdict.SIGNIFICANT, True),
        (400, 4, Verdict.SIGNIFICANT, False),
        (60, 4, Verdict.SIGNIFICANT, False),
        (60, 0, Verdict.SIGNIFICANT, False),
        (4, 4, Verdict.TOO_FEW, False),
        (7, 4, Verdict.NORMAL, False),
        (0, 0, Verdict.TOO_FEW, False),
        (5, 5, Verdict.NORMAL, False),
        (6, 13, Verdict.NORMAL, False),
        (72, 19, Verdict.SIGNIFICANT, False),
        (240, 120, Verdict.SIGNIFICANT, True),
        (125, 120, Verdict.NORMAL, True),
    ],
)
def test_small_counts_get_no_percentage_and_the_smallest_no_verdict(
    new: int, old: int, verdict: Verdict, *, has_percentage: bool
) -> None:
    # The whole year as evenly as it goes, so that only the size of the counts matters.
    table = [[[count // 12 + (month < count % 12) for month in range(12)] for count in (old, new)]]
    judged = judge_changes(np.array(table, dtype=np.float64))

    assert judged.verdict[0] is verdict
    assert (not math.isnan(judged.percent[0])) == has_percentage


def test_a_change_that_chance_alone_would_not_make_is_normal_where_months_vary_more() -> None:
    steady = np.array([[[100.0] * 12, [115.0] * 12]])
    restless = steady + 70 * np.array([[1, -1] * 6, [-1, 1] * 6])

    assert judge_changes(steady).verdict.tolist() == [Verdict.SIGNIFICANT]
    assert judge_changes(restless).verdict.tolist() == [Verdict.NORMAL]


def test_of_series_that_do_not_change_one_in_a_hundred_is_called_real() -> None:
    """Monthly counts with a variance three times their mean: a plain Poisson test calls 13% of them real at 99%."""
    table = RANDOM.negative_binomial(15, 1 / 3, size=(4000, 2, 12)).astype(np.float64)
    judged = judge_changes(table)

    assert np.mean(judged.verdict == Verdict.SIGNIFICANT) == pytest.approx(0.01, abs=0.006)
    inside = (judged.low <= 0) & (judged.high >= 0)
    assert inside.mean() == pytest.approx(0.95, abs=0.012)


def test_three_years_measure_the_variation_and_two_are_compared() -> None:
    table = np.array([[10.0, 30, 20, 40], [20, 20, 30, 30], [22, 20, 35, 33]])
    two, three = quasi_change(table[1:]), quasi_change(table)

    assert float(three.log_ratio) == pytest.approx(float(two.log_ratio))
    assert (float(two.degrees), float(three.degrees)) == (3, 6)
    assert float(three.dispersion) > float(two.dispersion)


def test_months_that_are_always_zero_say_nothing_of_the_variation() -> None:
    table = np.zeros((2, 12))
    table[:, :3] = [[10, 20, 30], [12, 18, 33]]

    np.testing.assert_allclose(quasi_change(table), quasi_change(table[:, :3]))


def test_everything_in_one_month_cannot_be_judged() -> None:
    table = np.zeros((1, 2, 12))
    table[0, :, 5] = 100

    assert judge_changes(table).verdict[0] is Verdict.NOT_ASSESSED


def test_a_leap_day_is_no_rise() -> None:
    days = days_in(np.arange(to_month(2014, 4), to_month(2016, 4))).reshape(2, 12)
    counts = days * 10_000

    assert days.sum(axis=1).tolist() == [365, 366]
    assert float(judge_changes(counts[None, :, :], days).p[0]) == pytest.approx(1)
    assert float(judge_changes(counts[None, :, :]).p[0]) < 0.5


@given(TABLES)
def test_a_change_like_the_others_is_no_difference(table: Floats) -> None:
    apart = difference_in_change(quasi_change(table), quasi_change(table))

    if not math.isnan(apart.log_ratio):
        assert float(apart.log_ratio) == pytest.approx(0, abs=1e-12)
        assert is_significant(ratio_interval(apart).p[None])[0] is Verdict.NORMAL


def test_a_fall_while_all_others_rise_is_more_than_the_fall() -> None:
    own, others = [[100.0] * 12, [80.0] * 12], [[900.0] * 12, [1080.0] * 12]
    found = ratio_interval(difference_in_change(quasi_change(own), quasi_change(others)))

    assert float(found.ratio) == pytest.approx(0.8 / 1.2)
    assert float(found.high) < 0.8


def test_huge_counts_stay_finite() -> None:
    judged = judge_changes(np.array([[[1e12] * 12, [1.5e12] * 12]]))

    assert judged.verdict.tolist() == [Verdict.SIGNIFICANT]
    assert judged.percent[0] == pytest.approx(50)
    assert np.isfinite([judged.low[0], judged.high[0]]).all()


def test_all_series_at_once_are_each_by_itself() -> None:
    tables = RANDOM.poisson(20, size=(30, 3, 12)).astype(np.float64)
    together = judge_changes(tables)

    for row, table in enumerate(tables):
        alone = judge_changes(table[None, ...])
        assert alone.verdict[0] is together.verdict[row]
        assert alone.p[0] == together.p[row]

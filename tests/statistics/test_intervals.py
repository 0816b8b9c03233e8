"""Intervals and exact tests of counts, rates and proportions."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special

from scpxl.statistics import intervals
from scpxl.statistics.intervals import Interval
from tests.reference.methods import poisson_test
from tests.reference.methods.rates import beside

COUNTS = st.one_of(st.integers(0, 60), st.integers(0, 10**7)).map(float)
LEVELS = st.sampled_from([0.8, 0.9, 0.95, 0.99, 0.998])
NAN = math.nan


@given(COUNTS, LEVELS)
def test_the_exact_interval_leaves_half_of_what_is_left_in_either_tail(count: float, level: float) -> None:
    found = intervals.exact_poisson(count, level)

    assert special.gammaincc(count + 1, found.upper) == pytest.approx((1 - level) / 2, rel=1e-7)
    if count:
        assert special.gammainc(count, found.lower) == pytest.approx((1 - level) / 2, rel=1e-7)
    else:
        assert found.lower == 0


@given(COUNTS, LEVELS)
def test_an_interval_holds_its_count_and_widens_with_confidence(count: float, level: float) -> None:
    for of in (intervals.exact_poisson, intervals.byar, intervals.count_interval):
        narrow, wide = of(count, level), of(count, (1 + level) / 2)
        assert not narrow.lower > count
        assert not narrow.upper < count
        assert not wide.lower > narrow.lower
        assert wide.upper > narrow.upper


@given(st.integers(10, 10**6).map(float))
def test_byars_bounds_are_near_the_exact_ones_from_ten_events_on(count: float) -> None:
    exact, close = intervals.exact_poisson(count), intervals.byar(count)

    assert float(close.lower) == pytest.approx(float(exact.lower), rel=2e-3)
    assert float(close.upper) == pytest.approx(float(exact.upper), rel=1e-3)


def test_below_ten_events_the_interval_is_exact_and_from_ten_byars() -> None:
    counts = np.array([0.0, 9.0, 10.0, 400.0])
    chosen = intervals.count_interval(counts)

    np.testing.assert_array_equal(chosen.upper[:2], intervals.exact_poisson(counts).upper[:2])
    np.testing.assert_array_equal(chosen.upper[2:], intervals.byar(counts).upper[2:])
    assert chosen.lower[0] == 0


def test_a_missing_or_negative_count_has_no_interval_and_touches_no_other() -> None:
    found = intervals.count_interval(np.array([5.0, NAN, -1.0]))

    np.testing.assert_array_equal(np.isnan(found.lower), [False, True, True])
    np.testing.assert_array_equal(np.isnan(found.upper), [False, True, True])
    assert np.isnan(intervals.rate_interval(np.array([5.0]), np.array([0.0]), 1000)).all()


@given(COUNTS, st.integers(1, 10**7).map(float), st.sampled_from([1, 100, 1000, 10_000]))
def test_a_rates_interval_scales_with_so_many_people(count: float, people: float, per: int) -> None:
    one, many = intervals.rate_interval(count, people, 1), intervals.rate_interval(count, people, per)

    np.testing.assert_allclose(many, np.asarray(one) * per, rtol=1e-12)


@given(st.integers(0, 500), st.integers(1, 500), LEVELS)
def test_wilsons_bounds_are_shares_that_hold_the_proportion_and_mirror_its_rest(
    part: int, rest: int, level: float
) -> None:
    found, mirrored = intervals.wilson(part, part + rest, level), intervals.wilson(rest, part + rest, level)

    assert 0 <= found.lower <= part / (part + rest) <= found.upper <= 1
    assert float(found.lower) == pytest.approx(1 - float(mirrored.upper), abs=1e-12)


def test_a_part_that_is_more_than_its_whole_has_no_interval() -> None:
    found = intervals.wilson(np.array([3.0, -1.0, NAN, 1.0]), np.array([2.0, 4.0, 4.0, 4.0]))

    np.testing.assert_array_equal(np.isnan(found.lower), [True, True, True, False])


@pytest.mark.parametrize("level", [0.0, 1.0, 95, -0.5])
def test_a_confidence_that_is_no_share_is_refused(level: float) -> None:
    for of in (intervals.exact_poisson, intervals.byar):
        with pytest.raises(ValueError, match="no share between 0 and 1"):
            of(10.0, level)


def test_a_bound_equal_to_the_value_holds_it() -> None:
    touching = Interval(np.array([60.0, 60.1, 50.0]), np.array([70.0, 70.0, 60.0]))

    np.testing.assert_array_equal(beside(60.0, touching), [0, 1, 0])


WHOLE = st.one_of(st.integers(0, 40), st.integers(0, 3000)).map(float)
MEANS = st.one_of(st.floats(0.01, 60), st.floats(0.01, 3000))


@given(WHOLE, MEANS)
def test_the_central_test_and_the_exact_interval_never_disagree(count: float, mean: float) -> None:
    for level in (0.9, 0.95, 0.998):
        inside = beside(mean, intervals.exact_poisson(count, level)) == 0
        p = float(poisson_test.p_central(count, mean))
        if not math.isclose(p, 1 - level, rel_tol=1e-6):
            assert inside == (p > 1 - level)


@given(st.integers(0, 60).map(float), st.floats(0.01, 60))
def test_the_least_likely_outcomes_are_those_that_plain_adding_finds(count: float, mean: float) -> None:
    outcomes = np.arange(400.0)
    chances = np.exp(special.xlogy(outcomes, mean) - mean - special.gammaln(outcomes + 1))
    expected = min(1.0, chances[chances <= chances[int(count)] * (1 + 1e-7)].sum())

    assert float(poisson_test.p_least_likely(count, mean)) == pytest.approx(expected, rel=1e-6, abs=1e-12)


@given(WHOLE, LEVELS)
def test_the_mid_p_interval_lies_within_the_exact_one_and_ends_where_its_test_does(
    count: float, level: float
) -> None:
    exact, middle = intervals.exact_poisson(count, level), poisson_test.middle_interval(count, level)

    assert exact.lower <= middle.lower <= count <= middle.upper <= exact.upper
    for end in middle:
        if end > 0:
            assert float(poisson_test.p_mid(count, end)) == pytest.approx(1 - level, rel=1e-6)


def test_a_count_that_is_none_is_tested_as_none() -> None:
    counts = np.array([NAN, -1.0, 2.5, 3.0])

    for test in (poisson_test.p_central, poisson_test.p_mid, poisson_test.p_least_likely):
        np.testing.assert_array_equal(np.isnan(test(counts, 2.0)), [True, True, True, False])
        assert np.isnan(test(3.0, 0.0))

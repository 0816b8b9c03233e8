"""What must hold for any figures whatever."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from scpxl.statistics.arrays import Floats
from scpxl.statistics.groups.ranking import rank_high_first, rank_low_first, ranked_count
from scpxl.statistics.spc.variation import SpcOptions
from scpxl.statistics.spc.xmr import XmrResult, xmr
from scpxl.statistics.windows import lag, rolling_sum, year_to_date
from tests.reference.methods.funnels import rank_average

COUNTS = st.integers(0, 400).map(float)
MAYBE_COUNTS = st.one_of(COUNTS, st.integers(0, 3).map(float), st.just(math.nan))
FRACTIONS = st.one_of(st.floats(-1e6, 1e6), st.just(math.nan), st.sampled_from([0.0, 1e15, 1e-12]))
HUGE = st.one_of(st.floats(-1e300, 1e300), st.just(math.nan))


def matrices(elements: st.SearchStrategy[float], columns: int = 40) -> st.SearchStrategy[Floats]:
    return hnp.arrays(np.float64, st.tuples(st.integers(0, 4), st.integers(0, columns)), elements=elements)


def same_flags(one: XmrResult, other: XmrResult) -> None:
    np.testing.assert_array_equal(one.rule, other.rule)
    np.testing.assert_array_equal(one.side, other.side)
    np.testing.assert_array_equal(one.assessed, other.assessed)


@given(matrices(MAYBE_COUNTS), st.sampled_from([2, 3, 7, 12, 1000]))
def test_counting_in_other_units_flags_the_same_months(values: Floats, factor: int) -> None:
    plain, scaled = xmr(values), xmr(values * factor)

    same_flags(plain, scaled)
    np.testing.assert_allclose(scaled.upper, plain.upper * factor, rtol=1e-12, atol=1e-9)


@given(matrices(MAYBE_COUNTS), st.integers(-5_000, 5_000))
def test_a_constant_added_to_every_month_flags_the_same_months(values: Floats, extra: int) -> None:
    plain, shifted = xmr(values), xmr(values + extra)

    same_flags(plain, shifted)
    np.testing.assert_allclose(shifted.lower, plain.lower + extra, rtol=1e-12, atol=1e-9)


@given(matrices(MAYBE_COUNTS))
def test_upside_down_figures_are_flagged_the_other_way(values: Floats) -> None:
    plain, mirrored = xmr(values), xmr(-values)

    np.testing.assert_array_equal(mirrored.rule, plain.rule)
    np.testing.assert_array_equal(mirrored.side, -plain.side)


@given(matrices(MAYBE_COUNTS), st.integers(1, 5))
def test_months_without_figures_at_either_end_change_nothing(values: Floats, width: int) -> None:
    gap = np.full((values.shape[0], width), np.nan)
    padded = xmr(np.concatenate([gap, values, gap], axis=1))

    plain = xmr(values)
    np.testing.assert_array_equal(padded.rule[:, width : width + values.shape[1]], plain.rule)
    assert not padded.rule[:, :width].any()


@given(values=matrices(HUGE), screen=st.booleans(), strict=st.booleans())
def test_figures_of_any_size_give_limits_in_order_and_no_flag_without_a_figure(
    *, values: Floats, screen: bool, strict: bool
) -> None:
    result = xmr(values / 1e3, options=SpcOptions(screen=screen, strict_mdc=strict))

    there = result.limits_defined
    assert (result.lower[there] <= result.mean[there]).all()
    assert (result.mean[there] <= result.upper[there]).all()
    assert (result.lower[there] <= result.lower2[there]).all()
    assert not result.rule[np.isnan(values)].any()
    assert not result.rule[~there].any()
    np.testing.assert_array_equal(result.rule == 0, result.side == 0)


@given(matrices(MAYBE_COUNTS))
def test_the_mean_is_the_one_exact_arithmetic_gives(values: Floats) -> None:
    result = xmr(values)

    for row in range(values.shape[0]):
        known = values[row][~np.isnan(values[row])]
        if len(known):
            mean = math.fsum(known) / len(known)
            np.testing.assert_allclose(result.mean[row], mean, rtol=1e-15, atol=0)
            on_it = [value == mean for value in known]
            assert (result.position[row][~np.isnan(values[row])] == 0).tolist() == on_it


@given(matrices(FRACTIONS), st.integers(1, 14))
def test_a_rolling_sum_is_the_sum_of_its_window(values: Floats, width: int) -> None:
    rolled = rolling_sum(values, width)

    assert rolled.shape == values.shape
    for row, column in np.ndindex(*values.shape):
        window = values[row, max(0, column - width + 1) : column + 1]
        if len(window) < width or np.isnan(window).any():
            assert np.isnan(rolled[row, column])
        else:
            exact = math.fsum(window)
            assert abs(rolled[row, column] - exact) <= 1e-15 * width * np.abs(window).sum()


@given(matrices(MAYBE_COUNTS), st.integers(24_000, 24_011))
def test_the_year_to_date_in_march_is_the_rolling_year(values: Floats, first: int) -> None:
    months = first + np.arange(values.shape[1])
    march = months % 12 == 2

    np.testing.assert_array_equal(year_to_date(values, months)[:, march], rolling_sum(values, 12)[:, march])


@given(matrices(MAYBE_COUNTS), st.integers(0, 15), st.integers(0, 15))
def test_a_lag_of_a_lag_is_the_lag_of_both(values: Floats, one: int, other: int) -> None:
    np.testing.assert_array_equal(lag(lag(values, one), other), lag(values, one + other))


@given(hnp.arrays(np.float64, st.tuples(st.integers(0, 12), st.integers(0, 3)), elements=MAYBE_COUNTS))
def test_a_rank_is_one_more_than_the_number_of_areas_in_front(values: Floats) -> None:
    low, high, middle = rank_low_first(values), rank_high_first(values), rank_average(values)

    for row, column in np.ndindex(*values.shape):
        own, others = values[row, column], values[:, column]
        if np.isnan(own):
            assert np.isnan([low[row, column], high[row, column], middle[row, column]]).all()
        else:
            assert low[row, column] == 1 + (others < own).sum()
            assert high[row, column] == 1 + (others > own).sum()
            assert middle[row, column] == (others < own).sum() + ((others == own).sum() + 1) / 2
    expected = ranked_count(values) * (ranked_count(values) + 1) / 2
    np.testing.assert_array_equal(np.nansum(middle, axis=0), expected)

"""A trend is what is left of years of months when their seasons are taken out."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from scpxl.statistics.arrays import Floats
from scpxl.statistics.change.trend import (
    loglinear_trend,
    recent_trend_of_proportions,
)
from tests.reference.methods.trends import recent_trend_of_rates, seasonal_kendall

SERIES = hnp.arrays(
    np.float64, st.tuples(st.integers(1, 3), st.integers(36, 60)), elements=st.integers(0, 200).map(float)
)
RANDOM = np.random.default_rng(7)


@given(st.floats(-0.5, 0.5), st.lists(st.floats(5, 300), min_size=12, max_size=12), st.integers(36, 60))
def test_a_steady_growth_is_found_under_any_seasons(growth: float, season: list[float], months: int) -> None:
    values = np.resize(season, months) * np.exp(growth * np.arange(months) / 12)
    found = loglinear_trend(values[None, :], level=0.95)

    assert float(found.slope[0]) == pytest.approx(growth, abs=1e-8)


@given(SERIES, st.integers(2, 50))
def test_counting_in_other_units_moves_no_trend(values: Floats, factor: int) -> None:
    plain, scaled = loglinear_trend(values, level=0.95), loglinear_trend(values * factor, level=0.95)

    # A month alone in its season, or none but zeros, leaves a slope without end; those are told by their error.
    sure = np.nan_to_num(plain.error, nan=np.inf) < 1
    np.testing.assert_allclose(scaled.slope[sure], plain.slope[sure], atol=1e-6)


@given(SERIES)
def test_read_backwards_a_trend_points_the_other_way(values: Floats) -> None:
    whole = values[:, : values.shape[1] // 12 * 12]
    plain, turned = loglinear_trend(whole, level=0.95), loglinear_trend(whole[:, ::-1], level=0.95)

    sure = np.nan_to_num(plain.error, nan=np.inf) < 1
    np.testing.assert_allclose(turned.slope[sure], -plain.slope[sure], atol=1e-6)


def test_a_gap_is_left_out_and_is_no_zero() -> None:
    values = 50 * np.exp(0.1 * np.arange(60) / 12)
    values[[3, 17, 40]] = math.nan
    found = loglinear_trend(values[None, :], level=0.95)

    assert float(found.slope[0]) == pytest.approx(0.1)
    assert float(found.degrees[0]) == 57 - 13


@pytest.mark.parametrize("values", [np.zeros(48), np.full(48, math.nan), np.full(12, 5.0), np.array([3.0])])
def test_without_counts_or_without_years_there_is_no_trend(values: Floats) -> None:
    found = loglinear_trend(values[None, :], level=0.95)

    assert np.isnan([found.slope[0], found.error[0], found.percent[0], found.p[0]]).all()


def test_a_month_of_the_year_without_any_counts_does_not_disturb_the_others() -> None:
    season = np.tile([0.0, *[40.0] * 11], 5) * np.exp(0.2 * np.arange(60) / 12)
    found = loglinear_trend(season[None, :], level=0.95)

    assert float(found.slope[0]) == pytest.approx(0.2)
    assert float(found.degrees[0]) == 55 - 12


def test_of_series_without_a_trend_one_in_a_hundred_seems_to_have_one() -> None:
    values = RANDOM.negative_binomial(15, 1 / 3, size=(3000, 48)).astype(np.float64)
    found = loglinear_trend(values, level=0.95)

    assert np.mean(found.p < 0.01) == pytest.approx(0.01, abs=0.006)
    assert np.mean((found.low < 0) & (found.high > 0)) == pytest.approx(0.95, abs=0.015)


def test_a_second_opinion_by_ranks_sees_what_one_wild_month_hides() -> None:
    values = np.round(100 * 1.08 ** (np.arange(60) / 12))
    values[2] = 900.0

    assert loglinear_trend(values[None, :], level=0.95).p[0] > 0.01
    ranks = seasonal_kendall(values[None, :])
    assert ranks.p[0] < 0.001
    assert float(ranks.slope[0]) == pytest.approx(9, abs=1)


@given(SERIES)
def test_ranks_do_not_care_how_far_apart_figures_are(values: Floats) -> None:
    plain, squared = seasonal_kendall(values), seasonal_kendall(values**2)

    np.testing.assert_array_equal(plain.score, squared.score)
    np.testing.assert_allclose(plain.p, squared.p)


def test_all_equal_figures_have_no_trend_by_ranks() -> None:
    found = seasonal_kendall(np.full((1, 48), 7.0))

    assert (float(found.z[0]), float(found.p[0]), float(found.slope[0])) == (0, 1, 0)


def test_a_recent_trend_needs_five_years_and_agreement_of_all_of_them() -> None:
    assert recent_trend_of_proportions([10, 11, 12, 13], [100] * 4) is None
    assert recent_trend_of_proportions([10, 11, math.nan, 13, 14], [100] * 5) is None
    assert recent_trend_of_rates([10, 11, 12, 13, 14], [10, 11, 12, 13, 14], [10, 11, 12, 13, 14]) is None
    one_year_decides = recent_trend_of_rates([10, 10.1, 9.9, 9.8, 30], [9, 9, 9, 9, 29], [11, 11, 11, 11, 31])
    assert one_year_decides is not None
    assert (one_year_decides.significant, one_year_decides.marker) == (False, "No significant change")
    falls = recent_trend_of_rates([30, 25, 20, 15, 10], [29, 24, 19, 14, 9], [31, 26, 21, 16, 11])
    assert falls is not None
    assert falls.marker == "Decreasing"

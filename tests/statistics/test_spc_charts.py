"""Charts that follow exposure, run tests, dispersion and seasons: what must hold whatever the figures."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from scpxl.statistics.arrays import Floats
from scpxl.statistics.change.seasonality import adjusted, decompose, judge_seasons
from scpxl.statistics.dispersion import autocorrelation
from scpxl.statistics.spc.charts import ChartKind, draw_chart, judge_chart
from scpxl.statistics.spc.rules import OUTSIDE, anhoej_limits, judge_runs
from scpxl.statistics.spc.variation import SpcOptions
from scpxl.statistics.spc.xmr import single_periods, xmr
from tests.reference.methods.spread import overdispersion

SHAPES = st.tuples(st.integers(0, 3), st.integers(1, 30))
COUNTS = hnp.arrays(np.float64, SHAPES, elements=st.one_of(st.integers(0, 300).map(float), st.just(np.nan)))
RNG = np.random.default_rng(11)


def same_as(counts: Floats, low: float = 50, high: float = 500) -> Floats:
    """An exposure for each figure, the same every time."""
    return np.random.default_rng(counts.size).uniform(low, high, size=counts.shape)


@given(COUNTS, st.sampled_from(list(ChartKind)))
def test_any_counts_give_lines_in_order_and_no_flag_without_a_figure(counts: Floats, kind: ChartKind) -> None:
    chart = draw_chart(kind, counts, same_as(counts, 300, 900))
    found = judge_chart(chart)

    there = ~np.isnan(chart.deviation)
    lower, upper = chart.limits()
    assert (lower[there] <= chart.centre[there]).all()
    assert (chart.centre[there] <= upper[there]).all()
    assert not found.rule[np.isnan(counts)].any()
    assert not found.assessed[np.isnan(counts)].any()
    assert found.rule.shape == counts.shape


@given(COUNTS, st.sampled_from([0.001, 12.0, 1e6]))
def test_counting_exposure_in_other_units_flags_the_same_months(counts: Floats, factor: float) -> None:
    people = same_as(counts)
    plain = judge_chart(draw_chart(ChartKind.RATES_PRIME, counts, people))
    scaled = judge_chart(draw_chart(ChartKind.RATES_PRIME, counts, people * factor))

    np.testing.assert_array_equal(plain.rule == OUTSIDE, scaled.rule == OUTSIDE)
    np.testing.assert_allclose(scaled.upper * factor, plain.upper, rtol=1e-9, equal_nan=True)


def test_a_short_month_is_judged_by_its_days() -> None:
    days = np.array([[31.0, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] * 3])
    noise = np.tile([2.0, -2, 1, -1, 0], 8)[: days.size]
    counts = days * 10 + noise
    chart = draw_chart(ChartKind.RATES_PRIME, counts, days)

    assert not judge_chart(chart).rule.any()
    lower = chart.limits()[0] * days
    assert lower[0, 1] < counts[0, 1] < lower[0, 0]


def test_limits_are_wider_where_a_share_rests_on_fewer() -> None:
    out_of = np.array([[400.0, 25] * 10])
    counts = np.array([[200.0, 13, 204, 12] * 5])
    chart = draw_chart(ChartKind.SHARES_PRIME, counts, out_of)

    widths = chart.limits()[1][0] - chart.centre[0]
    assert widths[1] == pytest.approx(4 * widths[0])


def test_a_chart_that_needs_exposure_says_so() -> None:
    with pytest.raises(ValueError, match="u' chart needs to know"):
        draw_chart(ChartKind.RATES_PRIME, np.ones((1, 12)))


def test_nothing_to_go_on_is_no_accident() -> None:
    for kind in ChartKind:
        for shape in ((0, 12), (2, 1), (1, 12)):
            empty = np.full(shape, np.nan)
            assert not judge_chart(draw_chart(kind, empty, empty)).assessed.any()


@pytest.mark.parametrize(("covers", "step"), [(12, 1), (3, 1), (12, 3)])
def test_figures_that_overlap_never_reach_a_chart(covers: int, step: int) -> None:
    with pytest.raises(ValueError, match="chart the single months"):
        single_periods(np.ones((1, 24)), covers=covers, step=step)
    assert single_periods(np.ones((1, 24)), covers=step, step=step).shape == (1, 24)


def test_limits_may_rest_on_figures_chosen_by_hand() -> None:
    values = np.array([[40.0, 44] * 6 + [10.0, 12] * 6])
    kept = np.arange(24) >= 12

    found = xmr(values, baseline=kept[None, :])
    assert found.mean[0, 0] == 11
    assert (found.rule[0, :12] == OUTSIDE).all()
    assert not found.short.any()


def test_the_length_of_a_shift_and_a_trend_may_be_chosen() -> None:
    values = np.array([[50.0, 60] * 12 + [45.0, 50, 44, 49, 46, 51]])

    assert not xmr(values).rule[0, -6:].any()
    assert xmr(values, options=SpcOptions(shift=6)).rule[0, -6:].all()


@given(COUNTS)
def test_run_tests_do_not_ask_how_far_from_the_line_a_figure_is(counts: Floats) -> None:
    line = np.full((len(counts), 1), 100.0)
    plain, pulled = judge_runs(counts, line), judge_runs((counts - 100) ** 3, line * 0)

    np.testing.assert_array_equal(plain.longest_run, pulled.longest_run)
    np.testing.assert_array_equal(plain.crossings, pulled.crossings)
    np.testing.assert_array_equal(plain.signal, pulled.signal)
    assert (plain.longest_run <= plain.useful).all()


def test_run_limits_round_half_to_even() -> None:
    # log2(2**4.5) is 4.5, which rounds to 4; one more figure rounds to 5.
    assert anhoej_limits([22, 23])[0].tolist() == [7, 8]
    assert anhoej_limits(0)[0].tolist() == [-1]


def test_a_drift_that_no_limit_catches_is_a_signal_of_the_runs() -> None:
    values = np.array([[50.0, 52] * 6 + [53.0, 55] * 6])

    assert judge_runs(values, np.median(values, axis=1, keepdims=True)).signal[0]
    assert not judge_runs(np.array([[50.0, 52] * 12]), np.array([[51.0]])).signal[0]


def test_counts_that_vary_more_than_chance_are_found_out_and_others_are_not() -> None:
    by_chance = RNG.poisson(50, size=(400, 36)).astype(float)
    wilder = RNG.negative_binomial(10, 10 / 60, size=(400, 36)).astype(float)

    assert (overdispersion(by_chance).p_value < 0.01).mean() < 0.03
    assert (overdispersion(wilder).p_value < 0.01).mean() > 0.95
    assert np.isnan(overdispersion(np.zeros((1, 12))).ratio[0])


def test_rolling_sums_remember_eleven_months_in_twelve() -> None:
    months = RNG.poisson(50, size=(50, 600)).astype(float)
    rolled = np.cumsum(months, axis=1)[:, 12:] - np.cumsum(months, axis=1)[:, :-12]

    assert autocorrelation(rolled).mean() == pytest.approx(11 / 12, abs=0.03)
    assert abs(autocorrelation(months).mean()) < 0.03


MONTHS = np.arange(60) + 24_000


def test_noise_has_no_seasons_and_summer_has() -> None:
    noise = RNG.poisson(50, size=(500, 60)).astype(float)
    wave = 50 * (1 + 0.3 * np.sin(2 * np.pi * MONTHS / 12))
    summer = RNG.poisson(wave, size=(500, 60)).astype(float)

    assert judge_seasons(noise, decompose(noise, MONTHS), MONTHS).seasonal.mean() < 0.02
    found = judge_seasons(summer, decompose(summer, MONTHS, multiplied=True), MONTHS)
    assert found.seasonal.mean() > 0.98


def test_without_its_season_a_summer_is_no_special_cause() -> None:
    wave = 50 * (1 + 0.3 * np.sin(2 * np.pi * MONTHS / 12))
    summer = RNG.poisson(wave, size=(300, 60)).astype(float)
    fair = adjusted(summer, decompose(summer, MONTHS, multiplied=True), MONTHS)

    assert (xmr(summer).rule[:, -36:] > 0).any(axis=1).mean() > 0.9
    assert (xmr(fair).rule[:, -1] > 0).mean() < 0.08


@pytest.mark.parametrize("width", [0, 1, 12, 13, 23, 35])
def test_under_three_years_no_season_is_found(width: int) -> None:
    values = np.tile([10.0] * 6 + [90.0] * 6, 3)[None, :width]
    months = np.arange(width)
    found = judge_seasons(values, decompose(values, months), months)

    assert not found.tested.any()
    assert not found.seasonal.any()
    assert np.isnan(found.strength).all()


@given(hnp.arrays(np.float64, (2, 48), elements=st.integers(0, 500).map(float)), st.integers(-400, 400))
def test_a_constant_added_to_every_month_leaves_the_seasons_as_they_are(values: Floats, extra: int) -> None:
    months = np.arange(48)
    plain, moved = decompose(values, months), decompose(values + extra, months)

    np.testing.assert_allclose(moved.index, plain.index, atol=1e-9)
    np.testing.assert_allclose(plain.index.sum(axis=1), 0, atol=1e-9)


def test_gaps_leave_a_season_known_from_the_other_years() -> None:
    values = np.tile(np.arange(12.0), 6)[None, :]
    values[0, 20] = np.nan
    seasons = decompose(values, np.arange(72))

    assert not np.isnan(seasons.index).any()
    assert np.isnan(adjusted(values, seasons, np.arange(72))[0, 20])


def test_importing_the_methods_loads_no_scipy() -> None:
    named = "spc.xmr spc.charts spc.rules dispersion change.seasonality windows groups.ranking rag"
    modules = ", ".join(f"scpxl.statistics.{name}" for name in named.split())
    program = f"import sys, {modules}; assert not [m for m in sys.modules if 'scipy' in m]"
    subprocess.run([sys.executable, "-c", program], check=True)

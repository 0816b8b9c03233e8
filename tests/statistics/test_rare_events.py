"""Rare events are judged by exact chances, alone and several periods together."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from scipy.stats import binom

from scpxl.statistics.arrays import Floats
from scpxl.statistics.spc.rare_events import (
    LEAST_TOGETHER,
    STRETCHES,
    TAIL,
    dispersion_of_differences,
    judge_rare,
    usual_range,
)

RANDOM = np.random.default_rng(404)
ROWS = hnp.arrays(np.float64, (1, 16), elements=st.integers(0, 6).map(float))


def ones(values: Floats) -> Floats:
    return np.ones_like(values)


@given(ROWS)
@settings(max_examples=25)
def test_a_period_is_unusual_where_the_binomial_distribution_says_so(row: Floats) -> None:
    found, total = judge_rare(row, ones(row)), row.sum()
    if found.phi[0] > 1:
        return  # counts that vary more than chance are held to less; see below
    for column in range(16):
        ways = []
        for width in STRETCHES:
            if width <= min(column + 1, 8):
                number = row[0, column + 1 - width : column + 1].sum()
                chance = binom(total, width / 16)
                ways.append(
                    1
                    if chance.sf(number - 1) < TAIL and number >= LEAST_TOGETHER
                    else -1
                    if chance.cdf(number) < TAIL
                    else 0
                )
        assert found.side[0, column] == next((way for way in ways if way), 0)


@given(st.integers(1, 60), st.floats(0.01, 0.9), st.floats(1.0, 3.0))
def test_the_usual_range_holds_what_is_not_unusual(total: int, share: float, phi: float) -> None:
    low, high = (float(end) for end in usual_range(np.array(float(total)), np.array(share), phi))

    assert 0 <= low <= high <= total
    if phi == 1.0:
        chance = binom(total, share)
        assert chance.cdf(low) >= TAIL
        assert low == 0 or chance.cdf(low - 1) < TAIL
        assert high <= LEAST_TOGETHER - 1 or chance.sf(high - 1) >= TAIL
        assert chance.sf(high) < TAIL or high == total


def test_no_event_is_an_improvement_only_where_enough_were_to_be_expected() -> None:
    rare = np.array([[0.0, 1] * 8 + [0.0] * 4])
    common = np.array([[6.0, 5] * 8 + [0.0] * 4])

    assert judge_rare(rare, ones(rare)).side[0, -1] == 0
    assert judge_rare(common, ones(common)).side[0, -1] == -1


def test_one_event_after_none_is_no_concern_and_five_are() -> None:
    one, five = np.zeros((1, 24)), np.zeros((1, 24))
    one[0, -1], five[0, -1] = 1, 5

    assert judge_rare(one, ones(one)).side[0, -1] == 0
    assert not judge_rare(one, ones(one)).assessed.any()
    assert judge_rare(five, ones(five)).side[0, -1] == 1


def test_what_no_quarter_shows_a_year_does() -> None:
    values = np.array([[1.0, 1, 0, 1] * 4 + [3.0, 2, 3, 3]])
    found = judge_rare(values, ones(values))

    assert found.side[0, -1] == 1
    assert found.stretch[0, -1] == 4
    assert found.side[0, -2] in {0, 1}
    assert (found.side[0, :16] == 0).all()


def test_clusters_vary_more_and_are_held_to_less() -> None:
    clustered = RANDOM.negative_binomial(1.0, 0.5, (1000, 20)).astype(np.float64)

    assert np.mean(dispersion_of_differences(clustered, ones(clustered))) > 1.5
    assert np.mean(judge_rare(clustered, ones(clustered)).side[:, -1] != 0) < 0.04


def test_the_more_there_is_to_be_out_of_the_more_is_usual() -> None:
    counts, size = np.full((1, 16), 2.0), np.full((1, 16), 100.0)
    size[0, -1] = 400.0
    found = judge_rare(counts, size)

    assert found.upper[0, -1] > found.upper[0, 0]
    assert found.expected.sum() == pytest.approx(counts.sum())


def test_a_gap_is_in_no_stretch_and_moves_no_average() -> None:
    values = np.array([[1.0, 0, 2, 1, np.nan, 1, 0, 2, 1, 1, 0, 2, 1, 0, 1, 2]])
    found = judge_rare(values, ones(values))

    assert np.isnan(found.lower[0, 4])
    assert not found.assessed[0, 4]
    assert found.expected[0, 0] == pytest.approx(15 / 15)


@pytest.mark.parametrize("rate", [0.3, 2.0, 9.0])
def test_where_nothing_changes_the_latest_quarter_is_seldom_flagged(rate: float) -> None:
    counts = RANDOM.poisson(rate, (800, 20)).astype(np.float64)

    assert np.mean(judge_rare(counts, ones(counts)).side[:, -1] != 0) < 0.025


def test_many_series_at_once_are_judged_as_each_alone() -> None:
    counts, size = RANDOM.poisson(1.0, (30, 18)).astype(np.float64), RANDOM.uniform(50, 200, (30, 18))
    counts[3, 4] = size[5, 6] = np.nan
    together = judge_rare(counts, size)

    for row in range(30):
        alone = judge_rare(counts[[row]], size[[row]])
        np.testing.assert_array_equal(together.side[row], alone.side[0])
        np.testing.assert_array_equal(together.upper[row], alone.upper[0])

"""A percentage's change is judged by how its months vary about the year's."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from scpxl.statistics.arrays import Floats
from scpxl.statistics.change.differences import judge_shares
from scpxl.verdicts import Verdict

RANDOM = np.random.default_rng(11)
WHOLES = hnp.arrays(np.float64, (1, 2, 12), elements=st.integers(0, 200).map(float))
SHARES = hnp.arrays(np.float64, (1, 2, 12), elements=st.floats(0, 1))


@given(WHOLES, SHARES)
def test_what_is_no_part_changes_as_much_the_other_way(wholes: Floats, shares: Floats) -> None:
    parts = np.floor(wholes * shares)
    one, other = judge_shares(parts, wholes), judge_shares(wholes - parts, wholes)

    np.testing.assert_allclose(one.percent, -other.percent, atol=1e-9)
    np.testing.assert_allclose(one.low, -other.high, atol=1e-6)
    assert one.verdict[0] is other.verdict[0]


def test_of_percentages_that_do_not_change_about_one_in_a_hundred_is_called_real() -> None:
    """Each month has a percentage of its own about 40%, so that the parts vary more than chance."""
    wholes = np.full((3000, 2, 12), 50.0)
    parts = RANDOM.binomial(50, RANDOM.beta(16, 24, size=wholes.shape)).astype(np.float64)
    judged = judge_shares(parts, wholes)

    assert np.mean(judged.verdict == Verdict.SIGNIFICANT) == pytest.approx(0.01, abs=0.007)
    assert np.mean((judged.low <= 0) & (judged.high >= 0)) == pytest.approx(0.95, abs=0.015)


def test_without_spread_the_error_is_that_of_two_percentages() -> None:
    judged = judge_shares([[[20.0] * 12, [25.0] * 12]], [[[50.0] * 12, [50.0] * 12]])

    error = math.sqrt((0.4 * 0.6 + 0.5 * 0.5) / 600)
    assert float(judged.high[0] - judged.percent[0]) == pytest.approx(100 * error * 2.0739, rel=1e-4)


def test_a_month_out_of_nothing_is_left_out_and_a_missing_one_leaves_no_verdict() -> None:
    parts, wholes = np.full((1, 2, 12), 30.0), np.full((1, 2, 12), 60.0)
    parts[0, 0, 4] = wholes[0, 0, 4] = 0
    assert judge_shares(parts, wholes).verdict[0] is Verdict.NORMAL
    wholes[0, 1, 4] = math.nan
    assert judge_shares(parts, wholes).verdict[0] is Verdict.NOT_ASSESSED
    assert judge_shares(np.zeros((1, 2, 12)), np.zeros((1, 2, 12))).verdict[0] is Verdict.NOT_ASSESSED

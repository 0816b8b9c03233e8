"""Two counts are compared exactly, small and none at all included."""

from __future__ import annotations

import math
from math import comb

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from scpxl.statistics.intervals import exact_test, mid_interval
from tests.reference.methods.counts import exact_interval, rate_ratio

SMALL = st.integers(0, 40)
ANY = st.integers(0, 10**6)
DAYS = st.sampled_from([28.0, 31.0, 365.0, 366.0])


def tail(a: int, total: int, share: float) -> float:
    """The chance of a or more of total, in plain Python."""
    return sum(comb(total, k) * share**k * (1 - share) ** (total - k) for k in range(a, total + 1))


@given(SMALL, SMALL, DAYS, DAYS)
def test_the_exact_test_adds_up_the_chances_of_counts_as_far_apart(
    a: int, b: int, ta: float, tb: float
) -> None:
    found, share = exact_test(a, b, ta, tb), ta / (ta + tb)

    assert found.greater == pytest.approx(tail(a, a + b, share), rel=1e-9)
    assert found.less == pytest.approx(1 - tail(a + 1, a + b, share), rel=1e-9, abs=1e-12)


@given(ANY, ANY)
@example(1065, 10)
def test_old_and_new_may_change_places(a: int, b: int) -> None:
    one, other = exact_test(a, b), exact_test(b, a)

    # Below that, one tail or the other is smaller than numbers go.
    assert one.central == pytest.approx(float(other.central), rel=1e-6, abs=1e-290)
    assert one.mid == pytest.approx(float(other.mid), rel=1e-6, abs=1e-290)
    assert 0 <= one.mid <= one.central <= 1


@given(st.integers(0, 500), st.integers(0, 500))
def test_the_interval_leaves_out_no_change_just_where_the_test_says_so(a: int, b: int) -> None:
    low, high = exact_interval(a, b, level=0.95)
    p = float(exact_test(a, b).central)

    if abs(p - 0.05) > 1e-9:
        assert (p < 0.05) == bool(low > 1 or high < 1)


@given(SMALL, SMALL)
def test_at_the_edges_of_the_mid_interval_the_mid_p_is_that_of_the_level(a: int, b: int) -> None:
    low, high = mid_interval(a, b, level=0.95)
    wide_low, wide_high = exact_interval(a, b, level=0.95)

    assert wide_low <= low
    assert high <= wide_high
    for edge in (float(low), float(high)):
        if 0 < edge < math.inf and a and b:
            assert float(exact_test(a, b, edge, 1).mid) == pytest.approx(0.05, rel=1e-6)


def test_nothing_against_nothing_is_no_change_and_no_ratio() -> None:
    assert float(exact_test(0, 0).central) == 1
    assert math.isnan(float(rate_ratio(0, 0)))
    assert [float(edge) for edge in exact_interval(0, 0, level=0.95)] == [0, math.inf]


def test_a_missing_count_gives_nothing() -> None:
    found = exact_test([math.nan, 3], [2, math.nan])

    assert all(np.isnan(field).all() for field in found)
    assert all(np.isnan(edge).all() for edge in exact_interval([math.nan, 3], [2, math.nan], level=0.95))


def test_millions_are_compared_as_well_as_tens() -> None:
    low, high = exact_interval(10**9, 10**9, level=0.95)

    assert float(low) < 1 < float(high)
    assert float(exact_test(10**9, 10**9 - 10**6).central) < 1e-100


def test_a_longer_year_explains_its_own_share_of_the_rise() -> None:
    assert float(exact_test(36_600, 36_500, 366, 365).mid) == pytest.approx(1, abs=0.01)
    assert float(exact_test(36_600, 36_500).mid) < 0.75

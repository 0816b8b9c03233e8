"""The year's end is forecast by the method whose past errors say how sure it is."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from scpxl.model.periods import to_month
from scpxl.statistics.arrays import Floats
from scpxl.statistics.change.outturn import (
    chance_of_meeting,
    errors_at,
    outturn_interval,
    past_errors,
    share_outturn,
)
from scpxl.verdicts import Evidence

APRIL = to_month(2012, 4)
YEARS = hnp.arrays(np.float64, (2, 72), elements=st.integers(0, 500).map(float))


def months(count: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.arange(APRIL, APRIL + count)


def test_the_forecast_is_year_to_date_and_the_share_of_the_rolling_year_to_come() -> None:
    """Three years of 40 a month with 80 in March: 520 a year, 120 of them (3 of 13 parts) by June."""
    year = [40.0] * 11 + [80.0]
    values = np.array([[*year * 3, 50.0, 50.0, 50.0]])

    rolling = 520 + 30
    assert share_outturn(values, months(39))[0, -1] == pytest.approx(150 + rolling * (1 - 120 / 520))


@given(YEARS, st.integers(1, 9))
def test_counting_in_other_units_scales_the_forecast(values: Floats, factor: int) -> None:
    plain, scaled = share_outturn(values, months(72)), share_outturn(values * factor, months(72))

    np.testing.assert_allclose(scaled, plain * factor, rtol=1e-9, atol=1e-9)


@given(YEARS)
def test_at_the_years_end_the_forecast_is_the_year(values: Floats) -> None:
    found = share_outturn(values, months(72))[:, 71]

    known = ~np.isnan(found)
    np.testing.assert_allclose(found[known], values[:, 60:].sum(axis=1)[known])


@given(YEARS, st.integers(0, 11))
def test_no_forecast_knows_what_came_after_it(values: Floats, later: int) -> None:
    changed = values.copy()
    changed[:, 60 + later + 1 :] += 1000

    np.testing.assert_array_equal(
        share_outturn(values, months(72))[:, : 60 + later + 1],
        share_outturn(changed, months(72))[:, : 60 + later + 1],
    )


def test_there_is_none_before_three_months_or_without_three_whole_years() -> None:
    values = np.full((1, 60), 10.0)
    found = share_outturn(values, months(60))[0]

    assert np.isnan(found[:36]).all()
    assert np.isnan(found[36:38]).all()
    assert not np.isnan(found[38:48]).any()
    values[0, 20] = math.nan
    assert np.isnan(share_outturn(values, months(60))[0, 38:56]).all()


def test_quarters_are_forecast_from_the_first_on() -> None:
    ends = np.arange(APRIL + 2, APRIL + 48, 3)

    assert share_outturn(np.full((1, 16), 30.0), ends, step=3)[0, 12:].tolist() == pytest.approx([120] * 4)


def test_past_errors_are_those_of_the_same_month_only() -> None:
    values = np.array([np.r_[np.full(36, 10.0), np.full(12, 20.0), np.full(12, 10.0), np.full(6, 10.0)]])
    found = errors_at(values, months(66), 65)

    whole = past_errors(values, months(66))
    known = found[~np.isnan(found)]
    np.testing.assert_allclose(known, [whole[0, 41], whole[0, 53]])
    assert known[0] == pytest.approx(240 / (120 + 180 * 0.5) - 1)
    # The year under way has no end yet to be off from.
    assert np.isnan(whole[0, 60:]).all()


def test_an_interval_from_many_areas_holds_as_many_outturns_as_it_says() -> None:
    random = np.random.default_rng(3)
    inside = []
    for _ in range(400):
        errors = random.normal(0, 0.1, 96)
        found = outturn_interval(1000.0, errors[:-1], [])
        inside.append(found.low <= 1000 * (1 + errors[-1]) <= found.high)

    assert np.mean(inside) == pytest.approx(0.95, abs=0.03)


def test_the_evidence_is_graded() -> None:
    pooled = outturn_interval(100.0, np.linspace(-0.1, 0.1, 20), [0.5])
    own = outturn_interval(100.0, np.linspace(-0.1, 0.1, 19), [0.02, math.nan, -0.03, 0.0, 0.01, -0.01])
    none = outturn_interval(100.0, [math.nan, math.inf], [0.1, -0.1, 0.0, 0.05])

    assert [found.evidence for found in (pooled, own, none)] == [Evidence.POOLED, Evidence.OWN, Evidence.NONE]
    assert (own.low, own.high) == (97.0, 102.0)
    assert math.isnan(none.low)


@pytest.mark.parametrize(
    ("target", "sign", "chance"), [(80, -1, 0.5 / 41), (120, -1, 40.5 / 41), (120, 1, 0.5 / 41)]
)
def test_what_was_never_seen_is_unlikely_and_not_impossible(target: float, sign: int, chance: float) -> None:
    assert chance_of_meeting(target, 100.0, np.linspace(-0.1, 0.1, 40), sign) == pytest.approx(chance)


def test_no_chance_is_given_without_a_direction_or_on_weak_ground() -> None:
    assert math.isnan(chance_of_meeting(100, 100.0, np.zeros(40), 0))
    assert math.isnan(chance_of_meeting(100, 100.0, np.zeros(5), -1))

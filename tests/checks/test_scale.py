"""A number on a different scale than those it belongs with is asked about, whatever it measures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scpxl.checks.numbers.usual import is_fraction, is_on_another_scale, meant_by

LEVEL = st.floats(2, 100)
NEAR = st.floats(0.8, 1.2)


@given(LEVEL, NEAR, NEAR, st.sampled_from([0.001, 0.01, 0.1, 10.0, 100.0]))
def test_any_slip_by_a_power_of_ten_is_noticed(level: float, one: float, other: float, slip: float) -> None:
    low, high = sorted((level * one, level * other))
    assert is_on_another_scale(level * slip, low, high) or is_fraction(level * slip)


@given(LEVEL, NEAR, NEAR, st.floats(0.5, 2))
def test_what_is_merely_unusual_is_no_slip_of_scale(
    level: float, one: float, other: float, change: float
) -> None:
    low, high = sorted((level * one, level * other))
    assert not is_on_another_scale(level * change, low, high)


@given(LEVEL, NEAR, st.sampled_from([0.01, 0.1, 10.0]))
def test_what_was_meant_is_named_where_it_fits(level: float, near: float, slip: float) -> None:
    low, high = sorted((level, level * near))
    meant = meant_by(level * slip, low * 0.999, high * 1.001)
    assert meant is not None
    assert low * 0.998 <= meant <= high * 1.002


def test_nothing_is_guessed_where_nothing_fits() -> None:
    assert meant_by(20, 69, 72) is None
    assert meant_by(0, 69, 72) is None


@pytest.mark.parametrize(
    ("number", "low", "high", "least"),
    [(3, 0, 0, 0), (-7, 69, 72, 0), (0, 69, 72, 0), (5, 0, 12, 0), (4, 1, 1, 5)],
)
def test_where_there_is_no_scale_or_too_little_of_it_nothing_is_said(
    number: float, low: float, high: float, least: float
) -> None:
    assert not is_on_another_scale(number, low, high, least)

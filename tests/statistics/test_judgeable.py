"""Whether figures can carry a judgement is asked of all series at once, and the bounds are what they say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from scpxl.statistics.arrays import Floats
from scpxl.statistics.judgeable import (
    Chartable,
    band_is_wide,
    can_be_charted,
    can_be_runs_tested,
    can_have_a_trend,
    too_few_to_compare,
)

NAN = np.nan
ROWS = hnp.arrays(
    np.float64,
    st.tuples(st.integers(1, 5), st.integers(1, 40)),
    elements=st.integers(0, 9).map(float) | st.just(NAN),
)


def answer(values: list[float], events: list[float] | None = None, *, is_level: bool = False) -> Chartable:
    row = np.array([values])
    counted = row if events is None else np.array([events])
    found = can_be_charted(row, counted, np.ones(row.shape, dtype=np.bool_), is_level=is_level)
    return Chartable(found.answer[0])


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ([9.0, 7.0] * 6, Chartable.YES),
        ([9.0, 7.0] * 5 + [9.0], Chartable.TOO_FEW_FIGURES),
        ([9.0, 7.0] * 5 + [9.0, NAN], Chartable.TOO_FEW_FIGURES),
        ([3.0, 3.0, 2.0] * 5, Chartable.TOO_RARE),
        ([3.0, 3.0, 3.0] * 5, Chartable.YES),
        ([0.0, 0.0, 0.0, 40.0] * 6, Chartable.TOO_RARE),  # ten a month on average, and none in most months
    ],
)
def test_a_chart_needs_twelve_figures_and_three_events_a_month(values: list[float], found: Chartable) -> None:
    assert answer(values) is found


def test_a_percentage_is_as_rare_as_the_rarer_of_its_parts() -> None:
    shares = [95.0, 90.0] * 6

    assert answer(shares, [1.0, 2.0] * 6) is Chartable.TOO_RARE
    assert answer(shares, [5.0, 10.0] * 6) is Chartable.YES


def test_only_a_level_is_not_judged_for_resembling_itself() -> None:
    walk = [50.0 + step for step in (0, 1, 2, 3, 4, 5, 6, 5, 4, 3, 2, 1, 0, 1, 2, 3)]

    assert answer(walk, is_level=True) is Chartable.REMEMBERS
    assert answer(walk) is Chartable.YES
    assert answer([50.0, 54.0, 51.0, 55.0] * 4, is_level=True) is Chartable.YES


def test_what_is_no_count_is_too_rare_only_where_most_of_it_is_zero() -> None:
    nothing = [NAN] * 12

    assert answer([0.4, 0.5] * 6, nothing) is Chartable.YES
    assert answer([0.0, 0.0, 0.5] * 4, nothing) is Chartable.TOO_RARE


@given(ROWS)
def test_each_row_is_answered_as_if_it_were_alone(rows: Floats) -> None:
    used = np.ones(rows.shape, dtype=np.bool_)
    together = can_be_charted(rows, rows, used).answer
    alone = [can_be_charted(rows[[n]], rows[[n]], used[[n]]).answer[0] for n in range(len(rows))]

    assert together.tolist() == alone


def test_a_runs_test_cannot_be_told_where_half_the_figures_lie_on_the_median() -> None:
    assert can_be_runs_tested([19, 18], [36, 36]).tolist() == [True, False]
    assert can_be_runs_tested([11, 12], [11, 12]).tolist() == [False, True]


def test_two_counts_are_too_few_only_where_both_are() -> None:
    assert too_few_to_compare([60, 4, 0, 5], [4, 4, 0, 0]).tolist() == [False, True, True, False]


def test_a_trend_needs_twenty_events_in_all() -> None:
    assert can_have_a_trend(
        np.array([[1.0] * 19, [1.0] * 18 + [2.0], [NAN] * 18 + [20.0]])[..., :19]
    ).tolist() == [
        False,
        True,
        True,
    ]


def test_a_band_is_wide_from_half_the_group_on() -> None:
    assert band_is_wide(np.array([3.0, 3.0, NAN]), np.array([18.0, 17.0, NAN]), 32).tolist() == [
        True,
        False,
        False,
    ]

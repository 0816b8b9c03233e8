from __future__ import annotations

import numpy as np
import pytest

from scpxl.model.periods import to_month
from scpxl.statistics.windows import lag, rolling_sum, year_to_date

NAN = np.nan


def test_a_rolling_year_with_a_missing_month_is_not_a_number() -> None:
    values = np.ones((2, 30))
    values[0, 5] = NAN

    years = rolling_sum(values, 12)

    assert np.isnan(years[0, :17]).all()
    assert (years[0, 17:] == 12).all()
    assert np.isnan(years[1, :11]).all()
    assert (years[1, 11:] == 12).all()


def test_a_series_shorter_than_a_year_has_no_year() -> None:
    assert np.isnan(rolling_sum(np.ones((1, 11)), 12)).all()
    assert rolling_sum(np.ones((1, 0)), 12).shape == (1, 0)


def test_a_huge_month_leaves_no_trace_once_it_has_left_the_window() -> None:
    values = np.array([0.1, 1e300, 0.1, 0.2, 0.3])

    assert rolling_sum(values, 3)[-1] == pytest.approx(0.6, rel=1e-15)


def test_sums_of_whole_numbers_are_exact_up_to_the_last_one_a_float_can_hold() -> None:
    values = np.array([2.0**52 - 1, 2.0**52 - 3, 3.0])

    assert rolling_sum(values, 3)[-1] == 2**53 - 1


def test_the_window_is_as_wide_as_asked_and_never_empty() -> None:
    np.testing.assert_array_equal(rolling_sum(np.array([1.0, 2.0]), 1), [1, 2])
    with pytest.raises(ValueError, match="1 or more"):
        rolling_sum(np.array([1.0, 2.0]), 0)


def test_rolling_leaves_the_values_as_they_were() -> None:
    values = np.arange(24.0)
    rolling_sum(values, 1)[:] = 0
    rolling_sum(values, 8)[:] = 0

    np.testing.assert_array_equal(values, np.arange(24.0))


def test_the_year_to_date_starts_afresh_each_april() -> None:
    months = np.arange(to_month(2017, 4), to_month(2018, 7))

    np.testing.assert_array_equal(year_to_date(np.ones(15), months), [*range(1, 13), 1, 2, 3])


def test_the_year_to_date_ends_at_the_first_gap_and_resumes_the_next_year() -> None:
    months = np.arange(to_month(2017, 4), to_month(2018, 6))
    values = np.ones((1, 14))
    values[0, 2] = NAN

    np.testing.assert_array_equal(year_to_date(values, months), [[1, 2, *[NAN] * 10, 1, 2]])


def test_a_year_that_began_before_the_figures_did_has_no_year_to_date() -> None:
    months = np.arange(to_month(2018, 1), to_month(2018, 6))

    np.testing.assert_array_equal(year_to_date(np.ones(5), months), [NAN, NAN, NAN, 1, 2])


def test_quarters_add_up_to_the_year_too() -> None:
    months = np.array([to_month(2017, 12), to_month(2018, 3), to_month(2018, 6), to_month(2018, 9)])

    np.testing.assert_array_equal(year_to_date(np.ones(4), months, step=3), [NAN, NAN, 1, 2])


def test_a_partnership_may_count_its_year_from_january() -> None:
    months = np.arange(to_month(2017, 12), to_month(2018, 3))

    np.testing.assert_array_equal(year_to_date(np.ones(3), months, first_month_of_year=1), [NAN, 1, 2])


def test_a_year_ago_is_unknown_in_the_first_year() -> None:
    np.testing.assert_array_equal(lag(np.arange(14.0), 12), [NAN] * 12 + [0, 1])
    assert np.isnan(lag(np.ones((2, 3)), 12)).all()

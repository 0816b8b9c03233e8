from __future__ import annotations

import numpy as np
import pytest

from scpxl.model.periods import to_month
from scpxl.statistics.change.differences import change, percent_change
from scpxl.statistics.windows import ratio, rolling_sum, spread_population
from tests.reference.methods.rates import rate

NAN = np.nan


def test_growth_from_nothing_is_no_percentage() -> None:
    np.testing.assert_array_equal(percent_change([3.0, 0.0, 0.0], [0.0, 0.0, 4.0]), [NAN, NAN, -100])
    np.testing.assert_array_equal(change([3.0, 0.0], [0.0, 4.0]), [3, -4])


def test_no_change_is_worked_out_from_a_missing_figure() -> None:
    assert np.isnan(change([NAN, 1.0], [1.0, NAN])).all()
    assert np.isnan(percent_change([NAN, 1.0], [1.0, NAN])).all()


def test_a_single_change_is_worked_out_like_a_thousand() -> None:
    assert float(percent_change(3_118, 3_000)) == pytest.approx(3.9333333)


def test_a_month_uses_the_estimate_of_its_own_calendar_year_else_the_latest_earlier_one() -> None:
    months = np.array([to_month(2017, 12), to_month(2018, 1), to_month(2018, 12), to_month(2020, 1)])
    found = spread_population({2018: 392_000, 2016: 388_000}, months)

    assert found.population.tolist() == [388_000, 392_000, 392_000, 392_000]
    assert found.year.tolist() == [2016, 2018, 2018, 2018]


def test_an_area_without_an_estimate_for_a_year_uses_its_own_latest_earlier_one() -> None:
    months = np.array([to_month(2015, 6), to_month(2016, 6), to_month(2017, 6)])
    found = spread_population({2016: np.array([100.0, NAN]), 2015: np.array([90.0, 50.0])}, months)

    np.testing.assert_array_equal(found.population, [[90, 100, 100], [50, 50, 50]])
    np.testing.assert_array_equal(found.year, [[2015, 2016, 2016], [2015, 2015, 2015]])


def test_no_later_estimate_is_carried_back() -> None:
    months = np.array([to_month(2010, 1)])

    assert np.isnan(spread_population({2011: 350_000}, months).population).all()
    assert spread_population({}, months).year.tolist() == [0]
    assert np.isnan(spread_population({}, months).population).all()


@pytest.mark.parametrize(
    ("year", "offences", "estimates", "expected"),
    [
        (2025, 28_513, {2023: 401_000, 2024: 405_050}, 70.4),
        (2018, 27_603, {2017: 386_000, 2018: 387_574}, 71.2),
    ],
)
def test_barnets_rate_is_the_published_one(
    year: int, offences: int, estimates: dict[int, float], expected: float
) -> None:
    months = np.arange(to_month(year, 1), to_month(year + 1, 1))
    monthly = np.full(12, offences // 12) + (np.arange(12) < offences % 12)
    population = spread_population(estimates, months).population

    found = rate(rolling_sum(monthly.astype(np.float64), 12), (rolling_sum(population, 12) / 12), 1000)

    assert round(float(found[-1]), 1) == expected


def test_a_year_across_two_estimates_uses_the_mean_of_its_months_populations() -> None:
    months = np.arange(to_month(2017, 4), to_month(2018, 4))
    population = spread_population({2017: 400.0, 2018: 440.0}, months).population

    assert (rolling_sum(population, 12) / 12)[-1] == 410


def test_nothing_is_divided_by_nobody() -> None:
    np.testing.assert_array_equal(ratio([5.0, 5.0, NAN], [0.0, NAN, 5.0]), [NAN, NAN, NAN])
    np.testing.assert_array_equal(rate([0.0], [250.0], 1000), [0])

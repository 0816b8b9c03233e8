"""Where few events are expected an area is held by exact tails, and areas alike are rarely called apart."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import nbinom, poisson

from scpxl.statistics.groups.funnel import at_least, at_most, exact_classes, exact_limits
from scpxl.statistics.groups.overdispersion import rate_funnel

NAN = np.nan
COUNTS = np.arange(0.0, 30.0)


@pytest.mark.parametrize("expected", [0.3, 2.0, 4.7, 6.9])
@pytest.mark.parametrize("tau2", [0.0, 0.02, 0.3])
def test_the_tails_are_those_of_the_distributions_they_name(expected: float, tau2: float) -> None:
    shape = 1 / (4 * tau2) if tau2 else 0.0
    known = nbinom(shape, shape / (shape + expected)) if tau2 else poisson(expected)
    means, spreads = np.full(30, expected), np.full(30, tau2)

    np.testing.assert_allclose(at_most(COUNTS, means, spreads), known.cdf(COUNTS), rtol=1e-9, atol=1e-15)
    np.testing.assert_allclose(at_least(COUNTS, means, spreads), known.sf(COUNTS - 1), rtol=1e-9, atol=1e-15)


@pytest.mark.parametrize("tau2", [0.0, 0.05])
def test_a_count_is_beyond_the_limits_where_its_class_says_so(tau2: float) -> None:
    for expected in (0.5, 2.0, 4.7, 6.9):
        means, spreads = np.full(30, expected), np.full(30, tau2)
        limits, classes = exact_limits(means, spreads), exact_classes(COUNTS, means, spreads)
        for code, pair in ((1, limits.inner), (2, limits.outer)):
            np.testing.assert_array_equal(
                np.abs(classes) >= code, (pair.upper < COUNTS) | (pair.lower > COUNTS)
            )


def test_no_homicide_where_about_five_were_to_be_expected_could_be_chance() -> None:
    assert exact_classes(np.array([0.0]), np.array([4.7]), np.zeros(1))[0] == -1
    assert float(exact_limits(np.array([4.7]), np.zeros(1)).outer.lower[0]) == 0


def test_the_funnel_is_exact_below_seven_events_and_by_square_roots_from_there() -> None:
    people = np.array([1000.0] * 11 + [9000.0])
    counts = np.array([2.0, 3, 1, 2, 4, 2, 1, 3, 2, 2, 0, 18])
    found = rate_funnel(counts, people, 1000)

    assert found.exact.tolist() == [True] * 11 + [False]
    assert (found.limits.outer.lower[:11] == 0).all()
    assert found.limits.outer.upper[0] > found.limits.inner.upper[0] > found.average[0]
    # In the figures' units: whole events over a thousand people, for a thousand.
    np.testing.assert_allclose(
        found.limits.outer.upper[:11], np.round(found.limits.outer.upper[:11]), atol=1e-9
    )


@pytest.mark.parametrize("areas", [12, 32])
def test_of_areas_alike_with_three_events_a_year_few_are_beyond_998(areas: int) -> None:
    draw, beyond = np.random.default_rng(areas), 0
    for _ in range(200):
        people = draw.uniform(150e3, 400e3, areas)
        beyond += int(
            (
                np.abs(rate_funnel(draw.poisson(3 * people / people.mean()).astype(float), people).classes)
                > 1
            ).sum()
        )

    assert beyond / (200 * areas) < 0.005


def test_an_area_without_a_figure_has_neither_class_nor_limits() -> None:
    counts, people = np.array([NAN, 3.0, 2, 4, 1]), np.full(5, 1000.0)
    found = rate_funnel(counts, people, 1000)

    assert found.classes[0] == 0
    assert exact_classes(np.array([NAN]), np.array([3.0]), np.zeros(1))[0] == 0
    assert np.isnan(exact_limits(np.array([NAN]), np.zeros(1)).outer.upper[0])

"""Funnels: by chance alone, and allowing for how much a group varies."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from scpxl.statistics.arrays import Floats
from scpxl.statistics.groups import funnel, overdispersion
from tests.reference.methods import funnelplotr, funnels

NAN = np.nan
PEOPLE = np.linspace(150_000.0, 400_000.0, 32)
AREA_COUNTS = hnp.arrays(np.float64, 12, elements=st.integers(0, 5000).map(float))
AREA_PEOPLE = hnp.arrays(np.float64, 12, elements=st.integers(10_000, 400_000).map(float))


def areas(seed: int, spread: float, mean: float = 2000) -> Floats:
    """Counts of 32 areas whose true rates spread so much."""
    draw = np.random.default_rng(seed)
    rates = mean / PEOPLE.mean() * np.exp(spread * draw.standard_normal(32))
    return np.asarray(draw.poisson(rates * PEOPLE), dtype=np.float64)


def test_by_chance_alone_areas_that_truly_differ_are_nearly_all_marked() -> None:
    groups = [areas(seed, 0.25) for seed in range(50)]
    plain = np.stack([funnels.rate_classes(counts, PEOPLE) for counts in groups])
    allowed_for = np.stack([overdispersion.rate_funnel(counts, PEOPLE).classes for counts in groups])

    assert (plain != 0).mean() > 0.85
    # More than 0.2%: the most extreme tenth is pulled in, so that outliers do not hide each other.
    assert (np.abs(allowed_for) == 2).mean() < 0.03


def test_areas_that_differ_by_chance_alone_have_limits_by_chance_alone() -> None:
    marked = sum(
        np.count_nonzero(np.abs(overdispersion.rate_funnel(areas(seed, 0.0), PEOPLE).classes) == 2)
        for seed in range(50)
    )

    assert marked <= 10  # 1,600 areas at 99.8%: three are to be expected


def test_an_outlier_does_not_widen_its_own_limits() -> None:
    counts = areas(2, 0.1)
    counts[5] *= 3
    found = overdispersion.rate_funnel(counts, PEOPLE, 1000)

    assert found.classes[5] == 2
    without = np.delete(np.arange(32), 5)
    assert float(found.average[5]) == pytest.approx(1000 * counts[without].sum() / PEOPLE[without].sum())


def test_an_area_without_a_figure_takes_no_part() -> None:
    counts, people = areas(3, 0.2), PEOPLE.copy()
    counts[4], people[7] = NAN, NAN
    kept = np.delete(np.arange(32), [4, 7])
    found, without = (
        overdispersion.rate_funnel(counts, people),
        overdispersion.rate_funnel(counts[kept], people[kept]),
    )

    assert (found.classes[4], found.classes[7]) == (0, 0)
    assert np.isnan(found.limits.outer.upper[[4, 7]]).all()
    np.testing.assert_allclose(found.limits.outer.upper[kept], without.limits.outer.upper, rtol=1e-12)


@given(AREA_COUNTS, AREA_PEOPLE, st.sampled_from([1, 1000, 10_000]))
def test_the_funnel_of_rates_takes_any_counts_and_scales_with_so_many_people(
    counts: Floats, people: Floats, per: int
) -> None:
    plain, scaled = (
        overdispersion.rate_funnel(counts, people),
        overdispersion.rate_funnel(counts, people, per),
    )

    np.testing.assert_allclose(scaled.limits.outer.upper, plain.limits.outer.upper * per, rtol=1e-9)
    there = ~np.isnan(plain.average)
    inner, outer = plain.limits
    for low, middle, high in (
        (inner.lower, plain.average, inner.upper),
        (outer.lower, inner.lower, outer.upper),
    ):
        assert (low[there] <= middle[there]).all()
        assert (middle[there] <= high[there]).all()
    assert (plain.dispersion.tau2 >= 0).all()


@given(AREA_COUNTS, AREA_PEOPLE, st.permutations(range(12)))
def test_the_order_of_areas_changes_no_class(counts: Floats, people: Floats, order: list[int]) -> None:
    plain = overdispersion.rate_funnel(counts, people)
    moved = overdispersion.rate_funnel(counts[order], people[order])

    np.testing.assert_allclose(moved.limits.outer.upper, plain.limits.outer.upper[order], rtol=1e-9)


def test_a_group_without_events_has_no_funnel_and_no_class() -> None:
    found = overdispersion.rate_funnel(np.zeros(12), np.full(12, 1000.0))

    assert np.isnan(found.average).all()
    np.testing.assert_array_equal(found.classes, np.zeros(12))


def test_the_only_area_with_events_is_beside_nothing() -> None:
    found = overdispersion.rate_funnel(np.array([5.0] + [0.0] * 11), np.full(12, 1000.0))

    assert np.isnan(found.average[0])
    assert found.classes[0] == 0


def test_proportions_have_limits_between_nought_and_all() -> None:
    parts, wholes = np.array([0.0, 10.0, 10.0, 9.0, 8.0]), np.full(5, 10.0)
    found = overdispersion.share_funnel(parts, wholes)

    assert (found.limits.outer.lower >= 0).all()
    assert (found.limits.outer.upper <= 100).all()


@given(hnp.arrays(np.float64, st.integers(0, 30), elements=st.one_of(st.floats(-50, 50), st.just(NAN))))
def test_the_quantile_is_numpys_of_the_figures_there_are(values: Floats) -> None:
    known = values[~np.isnan(values)]
    if len(known):
        for share in (0.0, 0.1, 0.5, 0.9, 1.0):
            assert float(overdispersion.quantile(values, share)) == pytest.approx(
                float(np.quantile(known, share)), abs=1e-12
            )


@given(hnp.arrays(np.float64, st.integers(1, 30), elements=st.floats(-50, 50)))
def test_pulling_in_moves_scores_only_inwards(scores: Floats) -> None:
    pulled = overdispersion.winsorise(scores)

    assert pulled.max() <= scores.max()
    assert pulled.min() >= scores.min()
    kept = (scores > overdispersion.quantile(scores, 0.1)) & (scores < overdispersion.quantile(scores, 0.9))
    np.testing.assert_array_equal(pulled[kept], scores[kept])


def test_a_figure_on_a_limit_is_not_beyond_it() -> None:
    limits = funnels.proportion_limits(0.5, np.array([100.0]))

    assert funnel.classify(limits.inner.upper, limits) == 0
    assert funnel.classify(np.nextafter(limits.inner.upper, 1), limits) == 1
    assert funnel.classify(np.nextafter(limits.outer.lower, 0), limits) == -2


def test_a_rate_beside_an_average_that_is_nought_is_no_surprise() -> None:
    np.testing.assert_array_equal(funnels.rate_classes(np.zeros(3), np.full(3, 10.0)), [0, 0, 0])


def test_the_package_calls_an_area_outlying_beyond_its_adjusted_998_limits() -> None:
    observed = np.array([50.0, 55.0, 60.0, 45.0, 52.0, 48.0, 51.0, 49.0, 53.0, 400.0])
    found = funnelplotr.standardised_root(observed, np.full(10, 50.0))

    np.testing.assert_array_equal(found.outlying, [False] * 9 + [True])

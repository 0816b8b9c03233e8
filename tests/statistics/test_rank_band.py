"""Plausible ranks: that they hold the true rank as often as they say, and depend on nothing they should not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from scpxl.statistics.arrays import Floats
from scpxl.statistics.groups.rank_band import Estimates, floored_phi, rank_bands, rate_estimates
from scpxl.statistics.groups.ranking import rank_high_first, rank_low_first

NAN = np.nan
YEARS = 2
NEXT_TO_NONE = 1e-9
"""True rates must differ for there to be a true rank."""


def boroughs(seed: int, number: int, spread: float, mean: float, phi: float) -> tuple[Floats, Floats, Floats]:
    """Two years of monthly counts of made-up boroughs, their people, and their true rates."""
    draw = np.random.default_rng(seed)
    people = draw.uniform(150e3, 400e3, number)
    rates = mean / people.mean() * np.exp(spread * draw.standard_normal(number))
    monthly = np.repeat((rates * people)[:, None] / 12, 12 * YEARS, axis=1)
    drawn = draw.negative_binomial(monthly / (phi - 1), 1 / phi) if phi > 1 else draw.poisson(monthly)
    return drawn.astype(np.float64).reshape(number, YEARS, 12), people, rates


def coverage(number: int, spread: float, mean: float, phi: float, groups: int) -> tuple[float, float]:
    """How often a band holds the true rank, and how many ranks it holds on average."""
    held = width = 0.0
    for seed in range(groups):
        months, people, rates = boroughs(seed, number, spread, mean, phi)
        year = months[:, -1].sum(axis=1)
        bands = rank_bands(rate_estimates(year, people, floored_phi(months)), rank_low_first(year / people))
        true = rank_low_first(rates)
        held += float(((bands.first <= true) & (true <= bands.last)).mean())
        width += float((bands.last - bands.first + 1).mean())
    return held / groups, width / groups


@pytest.mark.slow
@pytest.mark.parametrize("number", [15, 32])
@pytest.mark.parametrize("spread", [NEXT_TO_NONE, 0.05, 0.15, 0.3])
@pytest.mark.parametrize(("mean", "phi"), [(10, 1.0), (100, 1.5), (1000, 2.0), (20_000, 4.0)])
def test_bands_hold_the_true_rank_as_often_as_they_say(
    number: int, spread: float, mean: float, phi: float
) -> None:
    held, _width = coverage(number, spread, mean, phi, groups=80)

    # Where areas do not differ, a group in which they seem to costs a little: dispersion is an estimate too.
    assert held >= (0.90 if spread == NEXT_TO_NONE else 0.94)


def test_boroughs_that_differ_have_narrow_bands_and_those_that_hardly_do_wide_ones() -> None:
    held, narrow = coverage(32, 0.3, 20_000, 4.0, groups=5)
    _held, wide = coverage(32, 0.05, 100, 1.5, groups=5)

    assert held >= 0.94
    assert narrow < 4
    assert wide > 25


def figures(seed: int = 7) -> tuple[Estimates, Floats]:
    months, people, _rates = boroughs(seed, 32, 0.2, 1000, 2.0)
    year = months[:, -1].sum(axis=1)
    return rate_estimates(year, people, floored_phi(months)), rank_low_first(year / people)


@given(st.permutations(range(32)))
def test_the_order_of_areas_changes_nothing(order: list[int]) -> None:
    estimates, ranks = figures()
    plain = rank_bands(estimates, ranks)
    moved = rank_bands(Estimates(estimates.values[order], estimates.errors[order]), ranks[order])

    np.testing.assert_array_equal(moved.first, plain.first[order])
    np.testing.assert_array_equal(moved.last, plain.last[order])


def test_the_same_figures_give_the_same_bands_each_time() -> None:
    estimates, ranks = figures()

    for one, other in zip(rank_bands(estimates, ranks), rank_bands(estimates, ranks), strict=True):
        assert one.tobytes() == other.tobytes()


def test_counted_from_the_other_end_bands_are_mirrored() -> None:
    estimates, ranks = figures()
    low, high = (
        rank_bands(estimates, ranks),
        rank_bands(estimates, rank_high_first(ranks), high_first=True),
    )

    np.testing.assert_array_equal(high.first, 33 - low.last)
    np.testing.assert_array_equal(high.last, 33 - low.first)


def test_working_it_out_agrees_with_drawing_it() -> None:
    values, errors = np.array([1.0, 1.4, 1.5, 2.2, 5.0]), np.array([0.3, 0.2, 0.4, 0.3, 0.3])
    found = rank_bands(Estimates(values, errors), rank_low_first(values), 0.9)
    weights = 1 / errors**2
    about = (weights * values).sum() / weights.sum()
    beyond = (((values - about) / errors) ** 2).sum() - 4
    tau2 = beyond / (weights.sum() - (weights**2).sum() / weights.sum())
    again = 1 / (errors**2 + tau2)
    kept = tau2 / (errors**2 + tau2)
    centre = (again * values).sum() / again.sum()
    drawn = np.random.default_rng(3).normal(
        centre + kept * (values - centre), np.sqrt(kept) * errors, (40_000, 5)
    )
    ranks = drawn.argsort(axis=1).argsort(axis=1) + 1

    np.testing.assert_array_equal(found.first, np.quantile(ranks, 0.05, axis=0, method="inverted_cdf"))
    np.testing.assert_array_equal(found.last, np.quantile(ranks, 0.95, axis=0, method="inverted_cdf"))


@given(
    hnp.arrays(
        np.float64, st.integers(0, 12), elements=st.one_of(st.integers(0, 50).map(float), st.just(NAN))
    )
)
def test_a_band_holds_the_rank_it_is_about_and_no_rank_there_is_not(counts: Floats) -> None:
    people = np.full(len(counts), 1000.0)
    ranks = rank_low_first(counts)
    first, last = rank_bands(rate_estimates(counts, people, np.ones(len(counts))), ranks)
    there = ~np.isnan(ranks)

    if there.sum() < 2:
        assert np.isnan(first).all()
        return
    np.testing.assert_array_equal(np.isnan(first), ~there)
    assert (first[there] <= ranks[there]).all()
    assert (ranks[there] <= last[there]).all()
    assert first[there].min() >= 1
    assert last[there].max() <= there.sum()


def test_of_equal_areas_every_rank_is_plausible() -> None:
    first, last = rank_bands(Estimates(np.full(6, 2.0), np.full(6, 0.1)), np.ones(6))

    assert first.tolist() == [1.0] * 6
    assert last.tolist() == [6.0] * 6


def test_seasons_and_trends_are_no_dispersion() -> None:
    season = 50 + 30 * np.sin(np.arange(12.0))
    months = np.stack([np.stack([season, 1.4 * season])])

    assert floored_phi(months).tolist() == [1.0]


def test_a_month_missing_leaves_the_dispersion_unknown_and_the_others_lend_theirs() -> None:
    months, people, _rates = boroughs(1, 5, 0.2, 1000, 3.0)
    months[2, 0, 3] = NAN
    phi = floored_phi(months)
    errors = rate_estimates(months[:, 1].sum(axis=1), people, phi).errors

    assert np.isnan(phi[2])
    assert errors[2] == pytest.approx(np.sqrt(np.nanmedian(phi)) / (2 * np.sqrt(people[2])))


def test_without_a_second_year_nothing_is_known_of_the_dispersion() -> None:
    assert np.isnan(floored_phi(np.full((3, 1, 12), 5.0))).all()
    assert np.isnan(floored_phi(np.zeros((1, 2, 12)))).all()


def test_more_dispersion_widens_the_bands() -> None:
    counts, people = np.array([100.0, 120.0, 140.0, 300.0]), np.full(4, 10_000.0)
    ranks = rank_low_first(counts)
    calm, wild = (rank_bands(rate_estimates(counts, people, np.full(4, phi)), ranks) for phi in (1.0, 6.0))

    assert (wild.last - wild.first).sum() > (calm.last - calm.first).sum()

from __future__ import annotations

import numpy as np
import pytest

from scpxl.statistics.groups.ranking import (
    mean_unweighted,
    median,
    pooled,
    quantile_group,
    rank_high_first,
    rank_low_first,
    ranked_count,
)
from tests.reference.methods.funnels import rank_average

NAN = np.nan


def test_areas_with_the_same_figure_share_the_better_place_and_the_next_place_is_skipped() -> None:
    np.testing.assert_array_equal(rank_low_first(np.array([5.0, 3, 3, 8])), [3, 1, 1, 4])
    np.testing.assert_array_equal(rank_high_first(np.array([5.0, 3, 3, 8])), [2, 3, 3, 1])


def test_an_area_without_a_figure_is_not_ranked_and_the_others_are_told_of_how_many() -> None:
    values = np.array([5.0, NAN, 3, 8])

    np.testing.assert_array_equal(rank_low_first(values), [2, NAN, 1, 3])
    assert ranked_count(values) == 3


def test_each_period_is_ranked_by_itself() -> None:
    values = np.array([[5.0, 1.0, NAN], [3.0, 2.0, NAN], [4.0, NAN, NAN]])

    np.testing.assert_array_equal(rank_low_first(values), [[3, 1, NAN], [1, 2, NAN], [2, NAN, NAN]])
    assert ranked_count(values).tolist() == [3, 2, 0]


def test_ties_may_share_the_mean_of_their_places_instead() -> None:
    np.testing.assert_array_equal(rank_average(np.array([7.0, 7, 7, 1, NAN])), [3, 3, 3, 1, NAN])


def test_zero_and_minus_zero_are_the_same_figure() -> None:
    np.testing.assert_array_equal(rank_high_first(np.array([0.0, -0.0, 1.0])), [2, 2, 1])


def test_too_few_areas_are_not_cut_into_groups() -> None:
    assert np.isnan(quantile_group(np.array([1.0, 2, NAN]), 4)).all()
    np.testing.assert_array_equal(quantile_group(np.array([1.0, 2, 3, 4]), 4), [1, 2, 3, 4])
    np.testing.assert_array_equal(quantile_group(np.array([1.0, 2, 3, 4]), 4, high_first=True), [4, 3, 2, 1])


def test_groups_of_each_period_are_formed_by_themselves() -> None:
    values = np.array([[1.0, 4.0], [2.0, NAN], [3.0, 2.0], [4.0, NAN]])

    np.testing.assert_array_equal(quantile_group(values, 3)[:, 1], [NAN] * 4)
    assert np.isfinite(quantile_group(values, 3)[:, 0]).all()


def test_the_pooled_average_weighs_areas_by_their_people_and_the_unweighted_does_not() -> None:
    counts, people = np.array([10.0, 90.0, NAN]), np.array([100.0, 300.0, 500.0])

    assert float(pooled(counts, people, 100)) == 25
    assert float(mean_unweighted(100 * counts / people)) == 20


@pytest.mark.parametrize("average", [mean_unweighted, median])
def test_a_group_with_no_figures_has_no_average(average: object) -> None:
    assert callable(average)
    assert np.isnan(average(np.array([NAN, NAN])))
    np.testing.assert_array_equal(average(np.array([[NAN, 1.0], [NAN, 2.0]])), [NAN, 1.5])


def test_a_group_with_no_people_has_no_pooled_average() -> None:
    assert np.isnan(pooled(np.array([NAN]), np.array([5.0])))


def test_nobody_to_rank_is_no_accident() -> None:
    nobody = np.empty((0, 3))

    assert rank_low_first(nobody).shape == (0, 3)
    assert ranked_count(nobody).tolist() == [0, 0, 0]
    assert np.isnan(mean_unweighted(nobody)).all()

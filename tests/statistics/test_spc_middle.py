"""The middle line is the mean, unless odd months would draw it to where no figure is."""

from __future__ import annotations

import numpy as np
import pytest

from scpxl.statistics.arrays import Floats
from scpxl.statistics.spc.limits import Middle, find_middle
from scpxl.statistics.spc.rules import OUTSIDE
from scpxl.statistics.spc.xmr import XmrResult, xmr

RANDOM = np.random.default_rng(55)


def middle_of(values: Floats) -> tuple[Middle, XmrResult]:
    groups, used = np.zeros(values.shape, dtype=np.int64), np.ones(values.shape, dtype=np.bool_)
    about_mean = xmr(values)
    found = find_middle(values, groups, about_mean.upper - about_mean.mean, about_mean.rule == OUTSIDE, used)
    return found, xmr(values, groups, None, None, found.line)


@pytest.mark.parametrize("size", [45.0, 100.0, 500.0])
@pytest.mark.parametrize("place", [0, 20, 35])
def test_one_odd_month_makes_no_ordinary_month_a_special_cause(size: float, place: int) -> None:
    values = RANDOM.integers(19, 23, (1, 36)).astype(np.float64)
    values[0, place] = size
    found, result = middle_of(values)

    assert np.flatnonzero(found.odd[0]).tolist() == [place]
    assert float(result.mean[0, 0]) == np.median(values)
    assert result.rule[0, place] == OUTSIDE
    assert (np.delete(result.rule[0], place) != OUTSIDE).all()
    # About the mean every ordinary month would be below the line.
    assert (xmr(values).position[0, [1, 34]] == -1).all() or size < 100


def test_several_odd_months_side_by_side_do_not_move_it_either() -> None:
    values = RANDOM.integers(19, 23, (1, 36)).astype(np.float64)
    values[0, 10:15] = 500.0
    found, result = middle_of(values)

    assert not np.isnan(found.line).any()
    assert not found.odd.any()  # a seventh of the figures are many, and not odd
    assert np.flatnonzero(result.rule[0] == OUTSIDE).tolist() == [10, 11, 12, 13, 14]


def test_figures_that_vary_by_chance_have_their_mean() -> None:
    for mean in (3, 10, 100):
        values = RANDOM.poisson(mean, (500, 36)).astype(np.float64)
        assert np.mean(~np.isnan(middle_of(values)[0].line[:, 0])) < 0.005


def test_a_drift_is_described_by_neither_line_and_keeps_the_mean() -> None:
    values = np.arange(36.0)[None, :] * 2 + np.tile([0.0, 1.0], 18)
    found, _ = middle_of(values)

    assert np.isnan(found.line).all()


def test_each_stretch_has_a_middle_of_its_own() -> None:
    values = np.concatenate([[20.0, 21, 19, 22] * 4 + [400.0], [60.0, 61, 59, 62] * 5])[None, :]
    groups = np.array([[0] * 17 + [1] * 20])
    used = np.ones(values.shape, dtype=np.bool_)
    about_mean = xmr(values, groups)
    found = find_middle(values, groups, about_mean.upper - about_mean.mean, about_mean.rule == OUTSIDE, used)

    assert float(found.line[0, 0]) == 21
    assert np.isnan(found.line[0, 17:]).all()
    assert float(xmr(values, groups, None, None, found.line).mean[0, -1]) == 60.5

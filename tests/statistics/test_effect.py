"""A change beside the others': judged where one year has next to nothing, and never made by one month."""

from __future__ import annotations

import numpy as np
import pytest

from scpxl.statistics.change.differences import judge_shares
from scpxl.statistics.change.effect import relative_effect
from scpxl.statistics.change.trend import loglinear_trend, trend_rests_on
from scpxl.statistics.change.yearly_change import judge_changes
from scpxl.verdicts import SIGNIFICANCE_LEVEL, Verdict

RANDOM = np.random.default_rng(77)
OTHERS = np.array([[[100.0] * 12, [102.0] * 12]])


def evenly(new: int, old: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    return np.array(
        [[[count // 12 + (month < count % 12) for month in range(12)] for count in (old, new)]],
        dtype=np.float64,
    )


@pytest.mark.parametrize(
    ("new", "old", "verdict"),
    [
        (60, 4, Verdict.SIGNIFICANT),
        (4, 60, Verdict.SIGNIFICANT),
        (60, 0, Verdict.SIGNIFICANT),
        (0, 60, Verdict.SIGNIFICANT),
        (6, 5, Verdict.NORMAL),
        (4, 3, Verdict.TOO_FEW),
    ],
)
def test_an_effect_is_too_few_only_where_both_years_are(new: int, old: int, verdict: Verdict) -> None:
    assert relative_effect(evenly(new, old), OTHERS).verdict[0] is verdict
    assert relative_effect(evenly(new, old), None).verdict[0] is verdict
    assert judge_changes(evenly(new, old)).verdict[0] is verdict


def test_what_all_others_did_is_no_effect() -> None:
    doubled = np.array([[[100.0] * 12, [200.0] * 12]])

    assert relative_effect(evenly(90, 30), None).verdict[0] is Verdict.SIGNIFICANT
    assert relative_effect(evenly(90, 40), doubled).verdict[0] is Verdict.NORMAL
    assert relative_effect(evenly(16, 4), doubled * 2).p[0] > relative_effect(evenly(16, 4), None).p[0]


@pytest.mark.parametrize("size", [100.0, 500.0, 5000.0])
def test_what_one_month_makes_is_not_significant_and_the_month_is_known(size: float) -> None:
    table = RANDOM.integers(19, 23, (1, 3, 12)).astype(np.float64)
    table[0, -1, 3] = size
    judged, beside = judge_changes(table), relative_effect(table[:, -2:], OTHERS)

    assert judged.verdict[0] is Verdict.NORMAL
    assert beside.verdict[0] is Verdict.NORMAL
    for found in (judged, beside):
        assert np.flatnonzero(found.rests_on[0]).tolist() in ([], [3])
    if judged.p[0] < 1 - SIGNIFICANCE_LEVEL:
        assert judged.rests_on[0, 3]


def test_a_change_of_all_months_rests_on_none() -> None:
    table = RANDOM.poisson(20, (1, 3, 12)).astype(np.float64)
    table[0, -1] *= 2
    judged = judge_changes(table)

    assert judged.verdict[0] is Verdict.SIGNIFICANT
    assert not judged.rests_on.any()


def test_a_percentage_made_by_one_month_is_not_significant() -> None:
    parts, wholes = np.full((1, 2, 12), 30.0), np.full((1, 2, 12), 60.0)
    parts[0, 1, 7] = wholes[0, 1, 7] = 5000.0

    assert judge_shares(parts, wholes).verdict[0] is Verdict.NORMAL


@pytest.mark.parametrize(("now", "before"), [(0.0, 30.0), (30.0, 0.0), (60.0, 30.0)])
def test_a_percentage_is_judged_exactly_where_one_year_has_no_parts_or_nothing_else(
    now: float, before: float
) -> None:
    wholes = np.full((1, 2, 12), 60.0)
    parts = np.stack([np.full((1, 12), before), np.full((1, 12), now)], axis=1)

    assert judge_shares(parts, wholes).verdict[0] is Verdict.SIGNIFICANT


def test_percentages_are_too_few_where_both_years_have_fewer_than_five_parts() -> None:
    parts, wholes = np.zeros((1, 2, 12)), np.full((1, 2, 12), 60.0)
    parts[0, 0, 1] = parts[0, 1, :3] = 1.0

    assert judge_shares(parts, wholes).verdict[0] is Verdict.TOO_FEW
    assert judge_shares(wholes - parts, wholes).verdict[0] is Verdict.TOO_FEW


def test_a_trend_made_by_one_month_names_it_and_one_of_all_months_none() -> None:
    odd = RANDOM.integers(19, 23, (1, 60)).astype(np.float64)
    odd[0, 53] = 500.0
    grows = np.round(50 * 1.2 ** (np.arange(60) / 12))[None, :]

    assert np.flatnonzero(trend_rests_on(odd, 12, loglinear_trend(odd, level=0.95))[0]).tolist() == [53]
    assert not trend_rests_on(grows, 12, loglinear_trend(grows, level=0.95)).any()


def test_many_series_are_judged_as_each_alone() -> None:
    tables = RANDOM.poisson(RANDOM.uniform(0.2, 20, (40, 1, 1)), (40, 2, 12)).astype(np.float64)
    tables[:, 1] *= RANDOM.integers(0, 4, (40, 1))
    together = judge_changes(tables)

    alone = [judge_changes(tables[[row]]).verdict[0] for row in range(40)]
    assert together.verdict.tolist() == alone

"""Whatever the figures are, gaps, zeros, one alone, all equal or huge, no kind of figure breaks or makes one up."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from scpxl.statistics.arrays import Floats
from scpxl.statistics.change.differences import judge_shares
from scpxl.statistics.change.effect import relative_effect
from scpxl.statistics.change.outturn import past_errors, share_outturn
from scpxl.statistics.change.trend import loglinear_trend
from scpxl.statistics.change.yearly_change import judge_changes, quasi_change
from scpxl.statistics.groups.overdispersion import rate_funnel
from scpxl.statistics.groups.rank_band import floored_phi, rank_bands, rate_estimates
from scpxl.statistics.groups.ranking import rank_high_first, rank_low_first
from scpxl.statistics.intervals import rate_interval, wilson
from scpxl.statistics.spc.limits import find_middle
from scpxl.statistics.spc.rare_events import judge_rare
from scpxl.statistics.spc.rules import OUTSIDE
from scpxl.statistics.spc.xmr import xmr
from scpxl.verdicts import Verdict

ANY_COUNT = st.one_of(
    st.integers(0, 300).map(float), st.just(0.0), st.just(math.nan), st.floats(1, 1e12).map(round).map(float)
)
WHOLE = st.integers(0, 300).map(float)
FIRST = 24_219 - 36


def rows(elements: st.SearchStrategy[float], columns: int) -> st.SearchStrategy[Floats]:
    return hnp.arrays(np.float64, st.tuples(st.integers(1, 4), st.just(columns)), elements=elements)


def by_years(values: Floats) -> Floats:
    return values.reshape(len(values), -1, 12)


@given(rows(ANY_COUNT, 36))
def test_a_change_is_judged_only_where_both_years_are_whole_and_holds_its_percentage(values: Floats) -> None:
    found = judge_changes(by_years(values))

    whole = np.atleast_1d(~np.isnan(values).any(axis=1))
    for row, verdict in enumerate(found.verdict):
        if not whole[row]:
            assert verdict is not Verdict.SIGNIFICANT
    shown = ~np.isnan(found.low)
    assert (found.low[shown] <= found.percent[shown] + 1e-9).all()
    assert (found.percent[shown] <= found.high[shown] + 1e-9).all()
    assert not np.isinf(found.percent).any()


@given(rows(WHOLE, 24), st.integers(2, 5))
def test_a_series_several_times_over_changes_by_as_much(values: Floats, times: int) -> None:
    one, more = judge_changes(by_years(values)), judge_changes(by_years(values * times))

    both = ~np.isnan(one.percent) & ~np.isnan(more.percent)
    np.testing.assert_allclose(more.percent[both], one.percent[both], rtol=1e-9, atol=1e-9)


@given(rows(ANY_COUNT, 24))
def test_all_equal_years_have_not_changed(values: Floats) -> None:
    same = np.concatenate([values[:, :12], values[:, :12]], axis=1)

    assert Verdict.SIGNIFICANT not in set(judge_changes(by_years(same)).verdict)


@given(rows(WHOLE, 24), rows(WHOLE, 24))
def test_shares_changed_hold_their_own_points(parts: Floats, rest: Floats) -> None:
    count = min(len(parts), len(rest))
    part = by_years(parts[:count])
    found = judge_shares(part, part + by_years(rest[:count]))

    known = ~np.isnan(found.percent) & ~np.isnan(found.low)
    assert (found.low[known] <= found.percent[known] + 1e-9).all()
    assert (np.abs(found.percent[known]) <= 100).all()


@given(rows(ANY_COUNT, 48))
def test_a_trend_holds_its_percentage_whatever_is_missing(values: Floats) -> None:
    found = loglinear_trend(values, level=0.95)

    known = ~np.isnan(found.percent) & ~np.isnan(found.low)
    assert (found.low[known] <= found.percent[known]).all()
    assert (found.percent[known] <= found.high[known]).all()
    assert np.isnan(found.percent[(~np.isnan(values)).sum(axis=1) < 2]).all()


@given(rows(st.one_of(ANY_COUNT, WHOLE), 48))
def test_a_forecast_is_never_made_up_and_gaps_reach_no_other_series(values: Floats) -> None:
    months = FIRST + np.arange(48)
    found, errors = share_outturn(values, months), past_errors(values, months)

    assert not np.isinf(found).any()
    assert not np.isinf(errors).any()
    assert np.isnan(found[np.isnan(values)]).all()
    for row in range(len(values)):
        np.testing.assert_array_equal(share_outturn(values[row : row + 1], months)[0], found[row])


@given(rows(WHOLE, 48), st.integers(0, 3))
def test_series_in_another_order_have_the_same_figures(values: Floats, turn: int) -> None:
    order = np.roll(np.arange(len(values)), turn)
    months = FIRST + np.arange(48)

    works: tuple[Callable[[Floats], Floats], ...] = (
        lambda x: judge_changes(by_years(x)).p,
        lambda x: quasi_change(by_years(x)).dispersion,
        lambda x: share_outturn(x, months),
    )
    for work in works:
        np.testing.assert_array_equal(work(values[order]), work(values)[order])


@given(hnp.arrays(np.float64, st.integers(1, 12), elements=ANY_COUNT), st.floats(1, 1e9))
def test_rates_and_shares_lie_within_their_intervals(counts: Floats, people: float) -> None:
    room = np.full(len(counts), max(people, float(np.nanmax(counts, initial=0.0))))
    rate, share = rate_interval(counts, room, 1000), wilson(counts, room)

    known = ~np.isnan(counts)
    for interval, own in ((rate, 1000 * counts / room), (share, counts / room)):
        assert (interval.lower[known] <= own[known] * (1 + 1e-12) + 1e-12).all()
        assert (own[known] <= interval.upper[known] * (1 + 1e-12) + 1e-12).all()
        assert np.isnan(interval.lower[~known]).all()


@given(hnp.arrays(np.float64, st.integers(1, 12), elements=st.one_of(ANY_COUNT, st.just(7.0))))
def test_the_best_from_one_end_is_the_worst_from_the_other(values: Floats) -> None:
    low, high = rank_low_first(values), rank_high_first(values)

    known = ~np.isnan(values)
    ties = np.array([(values == value).sum() for value in values])
    np.testing.assert_array_equal((low + high + ties - 1)[known], np.full(known.sum(), known.sum() + 1.0))
    np.testing.assert_array_equal(rank_low_first(values * 3)[known], low[known])


@given(hnp.arrays(np.float64, st.tuples(st.integers(1, 8), st.just(24)), elements=ANY_COUNT))
def test_bands_and_funnels_take_any_group(values: Floats) -> None:
    counts, people = values[:, 12:].sum(axis=1), np.full(len(values), 1e5)
    ranks = rank_low_first(counts)

    bands = rank_bands(rate_estimates(counts, people, floored_phi(by_years(values))), ranks)
    known = ~np.isnan(bands.first)
    assert (bands.first[known] <= ranks[known]).all()
    assert (ranks[known] <= bands.last[known]).all()
    funnel = rate_funnel(counts, people)
    edge = funnel.limits.outer
    there = ~np.isnan(edge.lower)
    assert (edge.lower[there] <= edge.upper[there]).all()
    assert not funnel.classes[np.isnan(counts)].any()


@given(rows(ANY_COUNT, 20), rows(st.one_of(st.just(math.nan), st.just(0.0), st.floats(1, 1e6)), 20))
def test_rare_events_are_flagged_only_where_there_is_a_figure_and_within_their_own_range(
    counts: Floats, sizes: Floats
) -> None:
    many = min(len(counts), len(sizes))
    found = judge_rare(counts[:many], sizes[:many])

    missing = np.isnan(counts[:many]) | ~(sizes[:many] > 0)
    assert not found.assessed[missing].any()
    assert not found.side[missing].any()
    there = ~np.isnan(found.lower)
    assert (found.lower[there] <= found.upper[there]).all()
    assert (found.phi >= 1).all()


@given(rows(ANY_COUNT, 24), rows(ANY_COUNT, 24))
def test_an_effect_lies_in_its_interval_and_is_never_real_with_a_month_missing(
    own: Floats, others: Floats
) -> None:
    many = min(len(own), len(others))
    table, beside = by_years(own[:many]), by_years(others[:many])
    found = relative_effect(table, beside)

    known = ~np.isnan(found.low) & ~np.isnan(found.ratio)
    assert (found.low[known] <= found.ratio[known] * (1 + 1e-9)).all()
    assert (found.ratio[known] <= found.high[known] * (1 + 1e-9)).all()
    gone = np.isnan(table).any(axis=(1, 2))
    assert Verdict.SIGNIFICANT not in set(found.verdict[gone])


@given(rows(ANY_COUNT, 24))
def test_a_middle_line_is_a_median_of_the_figures_or_left_to_the_mean(values: Floats) -> None:
    groups, used, result = np.zeros(values.shape), np.ones(values.shape, dtype=np.bool_), xmr(values)
    line = find_middle(values, groups, result.upper - result.mean, result.rule == OUTSIDE, used).line

    for row in range(len(values)):
        assert np.isnan(line[row]).all() or (line[row] == np.nanmedian(values[row])).all()

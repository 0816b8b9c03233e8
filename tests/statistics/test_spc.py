from __future__ import annotations

import numpy as np
import pytest

from scpxl.errors import NotFoundError
from scpxl.model.periods import to_month
from scpxl.statistics.spc.rules import OUTSIDE, SHIFT, TREND, TWO_OF_THREE
from scpxl.statistics.spc.variation import SpcOptions, assurance, variation
from scpxl.statistics.spc.xmr import XmrResult, xmr
from scpxl.verdicts import Assurance, Variation
from tests.reference.methods.rebases import rebase_groups

NAN = np.nan
STEADY = [52.0, 47, 50, 53, 48, 51, 49, 52, 48, 50, 51, 47, 53, 49, 50, 48, 52, 51]


def chart(*values: float, options: SpcOptions | None = None) -> XmrResult:
    return xmr(np.array([values], dtype=np.float64), None, options)


def rules(*values: float, options: SpcOptions | None = None) -> list[int]:
    return list(chart(*values, options=options).rule[0].tolist())


def test_ordinary_variation_raises_no_flag() -> None:
    assert set(rules(*STEADY)) == {0}


def test_one_month_far_out_is_flagged_alone_and_in_its_direction() -> None:
    result = chart(*STEADY, 64)

    assert result.rule[0].nonzero()[0].tolist() == [18]
    assert (result.rule[0, 18], result.side[0, 18]) == (OUTSIDE, 1)


def test_seven_months_on_one_side_of_the_mean_are_a_shift_and_six_are_not() -> None:
    before, after = [50.0, 60] * 12, [45.0, 50, 44, 49, 46, 51, 47]

    assert rules(*before, *after)[-7:] == [SHIFT] * 7
    assert SHIFT not in rules(*before, *after[:6], 62)


def test_a_month_exactly_on_the_mean_ends_a_run() -> None:
    # The mean of these is 10 to the last place; a mean a hair above it would make a run of seven.
    values = [12.0, 12, 8, 12, 8, 12, 8, 9, 9, 9, 10, 9, 9, 9, 14]
    result = chart(*values)

    assert result.mean[0, 0] == 10
    assert result.position[0, 10] == 0
    assert SHIFT not in result.rule[0]


def test_a_percentage_on_the_mean_is_known_to_be_though_tenths_have_no_exact_binary_form() -> None:
    result = chart(*[0.1, 0.2, 0.3] * 5)

    assert result.position[0].tolist() == [-1, 0, 1] * 5


def test_seven_months_of_rises_are_a_trend_and_a_tie_breaks_it() -> None:
    noise = [30.0, 70] * 8

    assert rules(*noise, 41, 44, 46, 49, 52, 55, 58)[-7:] == [TREND] * 7
    assert TREND not in rules(*noise, 41, 44, 46, 46, 52, 55, 58)


def test_the_top_of_a_rise_that_begins_a_fall_belongs_to_the_fall() -> None:
    result = chart(*[30.0, 70] * 8, 41, 44, 46, 49, 52, 55, 58, 56, 54, 51, 48, 46, 42)

    assert result.rule[0, -13:].tolist() == [TREND] * 13
    assert result.side[0, -13:].tolist() == [1] * 6 + [-1] * 7


def test_the_end_of_a_rise_stays_a_rise_unless_the_package_is_followed_to_the_letter() -> None:
    two_rises = [*[30.0, 75] * 12, 41, 44, 46, 49, 52, 55, 58, 40, 43, 45, 48, 51, 54, 57]

    assert chart(*two_rises).side[0, -14:].tolist() == [1] * 14
    strict = chart(*two_rises, options=SpcOptions(strict_mdc=True))
    assert strict.side[0, -14:].tolist() == [1] * 6 + [-1] + [1] * 7


def test_two_of_three_close_to_a_limit_are_flagged_but_not_the_third() -> None:
    result = chart(*[50.0, 51, 49] * 6, 53.5, 51, 53.5, 48)

    assert result.rule[0, 17:].tolist() == [0, TWO_OF_THREE, 0, TWO_OF_THREE, 0]
    assert result.close[0, 17:].tolist() == [False, True, False, True, False]


def test_a_point_outside_the_limits_counts_as_close_only_if_chosen() -> None:
    values = [*[50.0, 51, 49] * 6, 60, 51, 53.5, 48]

    assert rules(*values)[17:] == [0, OUTSIDE, 0, 0, 0]
    counting = SpcOptions(outside_counts_in_two_of_three=True)
    assert rules(*values, options=counting)[17:] == [0, OUTSIDE, 0, TWO_OF_THREE, 0]


def test_a_month_is_named_after_the_first_rule_that_holds() -> None:
    result = chart(*[50.0, 60] * 10, 61, 63, 65, 67, 69, 71, 95)

    assert result.rule[0, -7:].tolist() == [TREND] * 6 + [OUTSIDE]


def test_a_missing_month_ends_a_run_and_a_trend() -> None:
    shift = [50.0, 60] * 12 + [45.0, 50, 44, 49, 46, 51, 47]
    trend = [30.0, 70] * 8 + [41, 44, 46, 49, 52, 55, 58]

    for values, rule in ((shift, SHIFT), (trend, TREND)):
        assert rule in rules(*values)
        assert rule not in rules(*values[:-3], NAN, *values[-3:])


def test_a_missing_month_gives_no_moving_range() -> None:
    # Across the gap lies a step of 40, which would widen the limits if it were taken for one month's.
    values = [10.0, 12, 10, 12, 10, NAN, 50, 52, 50, 52, 50]
    result = chart(*values)

    assert result.upper[0, 0] - result.mean[0, 0] == pytest.approx(2.66 * 2)
    assert result.rule[0, 5] == 0
    assert not result.assessed[0, 5]
    assert result.limits_defined[0, 5]


def test_a_window_of_three_does_not_reach_across_a_missing_month() -> None:
    assert TWO_OF_THREE in rules(*[50.0, 51, 49] * 6, 53.5, 53.5, 51)
    assert TWO_OF_THREE not in rules(*[50.0, 51, 49] * 6, 53.5, NAN, 53.5, 51)


def test_limits_start_afresh_at_a_rebase_and_nothing_reaches_across_it() -> None:
    values = np.array([[10.0, 12] * 8 + [100.0, 104] * 8])
    groups = np.array([[0] * 16 + [1] * 16])
    result = xmr(values, groups)

    assert not result.rule.any()
    assert result.mean[0, [0, 15, 16, 31]].tolist() == [11, 11, 102, 102]
    assert result.upper[0, 31] == pytest.approx(102 + 2.66 * 4)
    assert xmr(values).rule.any()


def test_series_side_by_side_know_nothing_of_each_other() -> None:
    rng = np.random.default_rng(7)
    values = rng.poisson(20, size=(600, 30)).astype(np.float64)
    values[rng.random(values.shape) < 0.05] = NAN
    groups = np.cumsum(rng.random(values.shape) < 0.05, axis=1)
    together = xmr(values, groups)

    for row in (0, 1, 255, 256, 599):
        alone = xmr(values[row : row + 1], groups[row : row + 1])
        np.testing.assert_array_equal(alone.rule[0], together.rule[row])
        np.testing.assert_allclose(alone.lower[0], together.lower[row], rtol=1e-12)
        np.testing.assert_array_equal(alone.short[0], together.short[row])


def test_limits_may_be_fixed_on_the_first_figures_there_are() -> None:
    values = [NAN, *[10.0, 12] * 6, *[40.0, 44] * 6]
    result = chart(*values, options=SpcOptions(fix_after=12))

    assert result.mean[0, -1] == 11
    assert result.rule[0, -12:].tolist() == [OUTSIDE] * 12


@pytest.mark.parametrize("options", [{"fix_after": 11}, {"shift": 2}, {"trend": 1}])
def test_options_that_would_flag_anything_are_refused(options: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"12 or more|at least 3"):
        SpcOptions(**options)  # type: ignore[arg-type]


def test_a_series_that_never_moves_has_no_limits_and_no_flags() -> None:
    for value in (0.0, 12.0, 0.1):
        result = chart(*[value] * 15)
        assert not result.limits_defined.any()
        assert not result.rule.any()
        assert not result.assessed.any()
        assert np.isnan(result.upper).all()
        assert (result.mean == value).all()


def test_limits_never_collapse_on_the_mean_unless_the_package_is_followed_to_the_letter() -> None:
    values = [0.0] * 17 + [1.0]

    assert rules(*values) == [SHIFT] * 17 + [OUTSIDE]
    assert rules(*values, options=SpcOptions(strict_mdc=True)) == [OUTSIDE] * 18


def test_unscreened_limits_are_wider_where_there_is_a_spike() -> None:
    values = [*STEADY[:9], 150, *STEADY[9:]]
    screened, unscreened = chart(*values), chart(*values, options=SpcOptions(screen=False))

    assert unscreened.upper[0, 0] > screened.upper[0, 0]
    steps = np.abs(np.diff(values))
    assert unscreened.upper[0, 0] == pytest.approx(np.mean(values) + 2.66 * steps.mean())


def test_no_crime_at_all_is_not_below_a_limit_that_is_not_above_nothing() -> None:
    result = chart(3, 0, 2, 1, 0, 4, 2, 0, 1, 3, 0, 2, 1, 0)

    assert result.lower[0, 0] <= 0
    assert not (result.side[0][result.rule[0] == OUTSIDE] < 0).any()


@pytest.mark.parametrize("values", [[], [5.0], [NAN], [5.0, NAN, 6.0], [NAN] * 20])
def test_too_little_to_go_on_is_not_assessed_and_breaks_nothing(values: list[float]) -> None:
    result = xmr(np.array([values, values], dtype=np.float64).reshape(2, -1))

    assert result.rule.shape == (2, len(values))
    assert not result.assessed.any()
    assert not result.rule.any()


def test_no_series_at_all_are_no_accident() -> None:
    assert xmr(np.empty((0, 24))).mean.shape == (0, 24)


def test_a_group_of_fewer_than_thirteen_figures_is_marked_as_short() -> None:
    twelve, thirteen = [*STEADY[:12], NAN], STEADY[:13]
    result = xmr(np.array([twelve, thirteen]))

    assert result.short.all(axis=1).tolist() == [True, False]
    assert not result.short[1].any()


def test_a_rebase_in_a_month_without_a_column_is_an_error_that_names_it() -> None:
    months = np.arange(to_month(2017, 4), to_month(2018, 4))

    with pytest.raises(NotFoundError, match=r"BUR: .*Mar 2024"):
        rebase_groups(months, [[to_month(2024, 3)]], ["BUR"])
    groups = rebase_groups(months, [[to_month(2017, 4), to_month(2018, 1)]])
    assert groups[0].tolist() == [1] * 9 + [2] * 3


@pytest.mark.parametrize(
    ("side", "sign", "expected"),
    [
        (1, 1, Variation.IMPROVEMENT_HIGH),
        (-1, 1, Variation.CONCERN_LOW),
        (1, -1, Variation.CONCERN_HIGH),
        (-1, -1, Variation.IMPROVEMENT_LOW),
        (1, 0, Variation.NEUTRAL_HIGH),
        (-1, 0, Variation.NEUTRAL_LOW),
    ],
)
def test_whether_a_signal_is_good_depends_on_which_way_is_better(
    side: int, sign: int, expected: Variation
) -> None:
    assert variation(SHIFT, side, sign) is expected


def test_a_month_that_cannot_be_judged_is_not_called_ordinary() -> None:
    assert variation(0, 0, 1, assessed=False) is Variation.NOT_ASSESSED
    assert variation(0, 0, 1) is Variation.COMMON_CAUSE


@pytest.mark.parametrize(
    ("target", "sign", "expected"),
    [
        (95, 1, Assurance.CONSISTENTLY_MISSES),
        (95, -1, Assurance.CONSISTENTLY_MEETS),
        (80, 1, Assurance.CONSISTENTLY_MEETS),
        (80, -1, Assurance.CONSISTENTLY_MISSES),
        (90, 1, Assurance.HIT_OR_MISS),
        (86, 1, Assurance.HIT_OR_MISS),
        (91, -1, Assurance.HIT_OR_MISS),
        (95, 0, Assurance.NOT_ASSESSED),
        (None, 1, Assurance.NOT_ASSESSED),
        (NAN, 1, Assurance.NOT_ASSESSED),
    ],
)
def test_the_limits_say_whether_the_target_is_within_reach(
    target: float | None, sign: int, expected: Assurance
) -> None:
    assert assurance(target, 86, 91, sign) is expected


def test_without_limits_there_is_no_assurance() -> None:
    assert assurance(90, NAN, NAN, 1) is Assurance.NOT_ASSESSED

"""XmR charts: which months are outside what random variation would produce.

For figures of single months (or other periods that do not overlap), never for rolling or cumulative sums:
those are correlated with themselves and would be flagged two times in three when nothing has happened.

The method is NHS England's "Making Data Count" as the R package NHSRplotthedots computes it, with two
deviations, both undone by `SpcOptions.strict_mdc`: limits are never drawn on top of the mean because
screening left only zeros (they fall back to all moving ranges), and a point's trend is that of a trend
it belongs to.  It adds what the package cannot do: a missing month ends a run, a trend and a window of
three, and gives no moving range.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scpxl.metrics.arrays import Codes, Flags, Floats, blocks
from scpxl.metrics.spc_limits import Limits, Segments, to_limits, to_segments, within_baseline
from scpxl.metrics.spc_rules import (
    OUTSIDE,
    SHIFT,
    TREND,
    TWO_OF_THREE,
    in_shift,
    in_trend,
    in_two_of_three,
    steps_between,
)
from scpxl.model.ratings import Assurance, Variation


@dataclass(frozen=True, slots=True)
class SpcOptions:
    """The variants of the method in use; what was used is to be said on the chart."""

    shift: int = 7
    """So many points in a row on one side of the mean."""
    trend: int = 7
    """So many points in a row that rise or fall: one less step."""
    screen: bool = True
    """Whether moving ranges of 3.267 times their mean or more are left out.  NHS England's Excel tool does not."""
    strict_mdc: bool = False
    """Whether to follow the R package into its degenerate cases."""
    fix_after: int | None = None
    """Work the limits out from the first so many figures of each group; None for all of them."""
    outside_counts_in_two_of_three: bool = False
    """Whether a point outside the limits also counts as close to them."""

    def __post_init__(self) -> None:
        if self.fix_after is not None and self.fix_after < 12:
            raise ValueError(f"Limits fixed after {self.fix_after} figures say nothing; give 12 or more.")
        if min(self.shift, self.trend) < 3:
            raise ValueError("A shift or a trend takes at least 3 points.")


@dataclass(frozen=True, eq=False)
class XmrResult:
    """An XmR chart a row: all fields are [series, periods].

    Limits stand at every period of a group, missing ones too, and are NaN where there are none.  `lower`
    may be negative: show no less than 0 for counts, but test against it as it is.
    """

    mean: Floats
    lower: Floats
    upper: Floats
    lower2: Floats
    upper2: Floats
    rule: Codes
    """0 nothing, 1 outside the limits, 2 trend, 3 two of three close to a limit, 4 shift."""
    side: Codes
    """Which way the flag points: 1 above or rising, -1 below or falling, 0 no flag."""
    position: Codes
    """1 above the mean, -1 below it, 0 exactly on it or no figure."""
    close: Flags
    """Beyond two thirds of the way to a limit but not outside it (or outside too, if so chosen)."""
    limits_defined: Flags
    assessed: Flags
    """Whether there is a figure, and limits to judge it by."""
    short: Flags
    """Whether the group has fewer than 13 figures, so that its limits are provisional."""


def xmr(
    values: Floats, groups: npt.NDArray[np.generic] | None = None, options: SpcOptions | None = None
) -> XmrResult:
    """Return the limits and flags of each row of values, [series, periods] in order of time.

    NaN is a missing month and never a zero.  `groups` has the shape of `values`; limits start afresh
    wherever it changes along a row (see `spc_limits.rebase_groups`).

    >>> result = xmr(np.array([[12.0, 10, 11, 13, 9, 12, 10, 30, 11, np.nan, 12, 10]]))
    >>> result.rule[0].tolist()
    [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0]
    >>> result.mean[0, 0].round(3), result.upper[0, 0].round(3), bool(result.assessed[0, 9])
    (np.float64(12.727), np.float64(24.365), False)
    """
    chosen = options or SpcOptions()
    shape = (values.shape[0], values.shape[1])
    result = _blank(shape)
    if not shape[1]:
        return result
    for rows in blocks(shape[0]):
        part = XmrResult(**{field.name: getattr(result, field.name)[rows] for field in fields(XmrResult)})
        block = np.ascontiguousarray(values[rows], dtype=np.float64)
        _work_out(block, to_segments(part.mean.shape, None if groups is None else groups[rows]), chosen, part)
    return result


def variation(rule: int, side: int, sign: int, *, assessed: bool = True) -> Variation:
    """Return the class of a point, from its flag and the polarity's sign.

    >>> variation(rule=4, side=-1, sign=-1), variation(rule=0, side=0, sign=-1)
    (<Variation.IMPROVEMENT_LOW: 'improvement, low'>, <Variation.COMMON_CAUSE: 'common cause'>)
    >>> variation(rule=1, side=1, sign=0)
    <Variation.NEUTRAL_HIGH: 'special cause, high'>
    """
    if not assessed:
        return Variation.NOT_ASSESSED
    if not rule:
        return Variation.COMMON_CAUSE
    kinds = {
        0: (Variation.NEUTRAL_HIGH, Variation.NEUTRAL_LOW),
        1: (Variation.IMPROVEMENT_HIGH, Variation.IMPROVEMENT_LOW),
        -1: (Variation.CONCERN_HIGH, Variation.CONCERN_LOW),
    }
    return kinds[int(side) * int(sign)][0 if side > 0 else 1]


def assurance(target: float | None, lower: float, upper: float, sign: int) -> Assurance:
    """Return whether the process as it is would meet the target, from the limits of its last group.

    A target on a limit is hit or miss.  Not assessed without a target, limits or polarity.

    >>> assurance(target=95, lower=86, upper=91, sign=1), assurance(target=95, lower=86, upper=91, sign=-1)
    (<Assurance.CONSISTENTLY_MISSES: 'consistently misses'>, <Assurance.CONSISTENTLY_MEETS: 'consistently meets'>)
    >>> assurance(target=91, lower=86, upper=91, sign=1)
    <Assurance.HIT_OR_MISS: 'hit or miss'>
    """
    if target is None or not sign or np.isnan([target, lower, upper]).any():
        return Assurance.NOT_ASSESSED
    if lower <= target <= upper:
        return Assurance.HIT_OR_MISS
    out_of_reach = (target > upper) == (sign > 0)
    return Assurance.CONSISTENTLY_MISSES if out_of_reach else Assurance.CONSISTENTLY_MEETS


class _Points(NamedTuple):
    """Figures end to end, 0 where there is none, and whether there is one."""

    values: Floats
    present: Flags


def _blank(shape: tuple[int, int]) -> XmrResult:
    def codes() -> Codes:
        return np.zeros(shape, dtype=np.int8)

    def flags() -> Flags:
        return np.zeros(shape, dtype=np.bool_)

    return XmrResult(
        mean=np.empty(shape),
        lower=np.empty(shape),
        upper=np.empty(shape),
        lower2=np.empty(shape),
        upper2=np.empty(shape),
        rule=codes(),
        side=codes(),
        position=codes(),
        close=flags(),
        limits_defined=flags(),
        assessed=flags(),
        short=flags(),
    )


def _work_out(values: Floats, segments: Segments, options: SpcOptions, result: XmrResult) -> None:
    """Fill in the result, views of a block of rows, for a block of values."""
    present = ~np.isnan(values)
    flat = np.where(present, values, 0.0).ravel()
    there = present.ravel()
    limits = to_limits(
        flat,
        there,
        segments,
        baseline=within_baseline(there, segments, options.fix_after),
        screen=options.screen,
        strict_mdc=options.strict_mdc,
    )
    _draw(limits, segments, result)
    _flag(_Points(flat, there), limits, segments, options, result)


def _draw(limits: Limits, segments: Segments, result: XmrResult) -> None:
    shape = result.mean.shape
    lines = {
        "mean": limits.mean,
        "lower": limits.mean - limits.half_width,
        "upper": limits.mean + limits.half_width,
        "lower2": limits.mean - limits.half_width * 2 / 3,
        "upper2": limits.mean + limits.half_width * 2 / 3,
        "limits_defined": ~np.isnan(limits.half_width),
        "short": limits.short,
    }
    for name, heights in lines.items():
        getattr(result, name)[...] = segments.spread(heights).reshape(shape)


def _flag(
    points: _Points, limits: Limits, segments: Segments, options: SpcOptions, result: XmrResult
) -> None:
    (values, present), shape, begins = points, result.mean.shape, segments.begins
    from_mean = values - segments.spread(limits.mean)
    off_mean = np.abs(from_mean) > segments.spread(limits.slack)
    position = np.where(present & off_mean, np.sign(from_mean), 0).astype(np.int8)
    distance = np.abs(from_mean)
    outside = present & (distance > segments.spread(limits.half_width + limits.slack))
    close = present & (distance > segments.spread(limits.half_width * 2 / 3 + limits.slack))
    if not options.outside_counts_in_two_of_three:
        close &= ~outside
    assessed = present & segments.spread(limits.half_width >= 0)
    trend = in_trend(
        steps_between(values, present, begins), begins, options.trend, strict_mdc=options.strict_mdc
    )
    rule = np.where(in_shift(position, begins, options.shift), SHIFT, 0)
    rule = np.where(close & in_two_of_three(close, position, begins), TWO_OF_THREE, rule)
    rule = np.where(trend != 0, TREND, rule)
    rule = np.where(outside, OUTSIDE, rule)
    rule = np.where(assessed, rule, 0)
    side = np.where(rule == TREND, trend, np.where(rule != 0, position, 0))
    found = {"rule": rule, "side": side, "position": position, "close": close, "assessed": assessed}
    for name, cells in found.items():
        getattr(result, name)[...] = cells.reshape(shape)

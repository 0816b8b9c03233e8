"""XmR charts: which months are outside what random variation would produce.

For figures of single months (or other periods that do not overlap), never for rolling or cumulative sums:
those are correlated with themselves and would be flagged two times in three when nothing has happened.
`single_periods` is the gate.

The method is NHS England's "Making Data Count" as the R package NHSRplotthedots computes it, with two
deviations, both undone by `SpcOptions.strict_mdc`: limits are never drawn on top of the mean because
screening left only zeros (they fall back to all moving ranges), and a point's trend is that of a trend
it belongs to.  It adds what the package cannot do: a missing month ends a run, a trend and a window of
three, and gives no moving range.

Source: NHS England, Making Data Count; NHSRplotthedots 0.2.2.  Figures are in their own units, and so are limits.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import NamedTuple, NewType

import numpy as np
import numpy.typing as npt

from scpxl.statistics.arrays import ROWS_A_BLOCK, Codes, Flags, Floats, blocks
from scpxl.statistics.spc.limits import (
    SHORT_GROUP,
    LimitLines,
    first_figures,
    tally,
    to_limits,
)
from scpxl.statistics.spc.variation import Flagged, SpcOptions, blank_flags, flag_points
from scpxl.words import count_of

SinglePeriods = NewType("SinglePeriods", Floats)
"""Figures each of which covers its own period and no part of its neighbours'."""


def single_periods(values: Floats, *, covers: int, step: int) -> SinglePeriods:
    """Return the figures as fit for a control chart; `ValueError` where they overlap.

    `covers` is how many months one figure covers, `step` how many lie between two columns.

    >>> single_periods(np.array([[3.0, 4.0]]), covers=1, step=1)
    array([[3., 4.]])
    >>> single_periods(np.array([[36.0, 37.0]]), covers=12, step=1)
    Traceback (most recent call last):
    ...
    ValueError: Each figure covers 12 months and the next begins 1 month later. Figures that overlap ...
    """
    if covers > step:
        later = f"{count_of(step, 'month')} later"
        raise ValueError(
            f"Each figure covers {covers} months and the next begins {later}. Figures that overlap "
            "would be flagged two times in three when nothing has happened: chart the single months."
        )
    return SinglePeriods(values)


@dataclass(frozen=True, eq=False)
class XmrResult:
    """A control chart a row: all fields are [series, periods]; not to be written into.

    Limits are at every period of a group, missing ones too, and are NaN where there are none.  `lower`
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
    values: Floats,
    groups: npt.NDArray[np.generic] | None = None,
    options: SpcOptions | None = None,
    baseline: Flags | None = None,
    middle: Floats | None = None,
) -> XmrResult:
    """Return the limits and flags of each row of values, [series, periods] in order of time.

    Limits = mean ± 2.66 x mean moving range (`spc_limits.to_limits`); flags by `spc_rules`, the first
    that holds.

    NaN is a missing month and never a zero.  `groups` has the shape of `values`; limits start afresh
    wherever it changes along a row.  `baseline` says which figures limits
    are worked out from; all, if it is not given.  `middle`, of the values' shape, is taken for the mean where it is
    not NaN (see `spc_middle`); it is one number throughout a group.

    >>> result = xmr(np.array([[12.0, 10, 11, 13, 9, 12, 10, 30, 11, np.nan, 12, 10]]))
    >>> result.rule[0].tolist()
    [0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0]
    >>> result.mean[0, 0].round(3), result.upper[0, 0].round(3), bool(result.assessed[0, 9])
    (np.float64(12.727), np.float64(24.365), False)
    """
    chosen = options or SpcOptions()
    figures = np.ascontiguousarray(values, dtype=np.float64)
    if groups is not None and figures.shape[1]:
        stretches = _stretches(groups)
        if len(stretches.row) > len(figures):
            return _xmr_of_stretches(figures, stretches, chosen, baseline, middle)
    return _xmr_of_rows(figures, chosen, baseline, middle)


def _xmr_of_rows(
    values: Floats, options: SpcOptions, baseline: Flags | None, middle: Floats | None = None
) -> XmrResult:
    """Return the charts of rows each of which shares its limits."""
    rows, columns = values.shape
    flags = blank_flags(rows, columns + 1)
    size = min(ROWS_A_BLOCK, rows)
    padded, from_mean = np.full((size, columns + 1), np.nan), np.empty((size, columns + 1))
    scratch = np.empty((size, columns))
    found = []
    for part in blocks(rows, size) if columns and rows else ():
        block = values[part]
        used = block if baseline is None else np.where(baseline[part], block, np.nan)
        if options.fix_after is not None:
            used = first_figures(used, options.fix_after)
        many = len(block)
        limits = to_limits(used, screen=options.screen, strict_mdc=options.strict_mdc, scratch=scratch[:many])
        if used is not block:
            limits = replace(limits, short=tally(block == block) < SHORT_GROUP)  # noqa: PLR0124
        if middle is not None:
            line = np.fmax.reduce(middle[part], axis=1, keepdims=True)
            limits = replace(limits, mean=np.where(np.isnan(line), limits.mean, line))
        found.append(limits)
        # A column of nothing between two series keeps every run within its own.
        padded[:many, :columns] = block
        distances = np.subtract(padded[:many], limits.mean, out=from_mean[:many])
        pieces = flags.rows(part)
        flag_points(padded[:many], distances, limits.half_width, limits.slack, options, pieces)
    return _drawn((rows, columns), found, flags.columns(columns))


def _drawn(shape: tuple[int, int], found: list[LimitLines], flags: Flagged) -> XmrResult:
    """Return the result, its lines one number per row seen at every period."""

    def joined(name: str) -> Floats:
        parts: list[Floats] = [getattr(limits, name) for limits in found]
        return np.concatenate(parts) if parts else np.empty((shape[0], 1))

    mean, half = joined("mean"), joined("half_width")
    lines = {
        "mean": mean,
        "lower": mean - half,
        "upper": mean + half,
        "lower2": mean - half * 2 / 3,
        "upper2": mean + half * 2 / 3,
        "limits_defined": ~np.isnan(half),
        "short": joined("short").astype(np.bool_),
    }
    spread = {name: np.broadcast_to(line, shape) for name, line in lines.items()}
    return XmrResult(**spread, **flags._asdict())


class _Stretches(NamedTuple):
    """The stretches of rows that share their limits, in order."""

    row: npt.NDArray[np.intp]
    """The row each is of."""
    of: npt.NDArray[np.intp]
    """[series, periods] The stretch each cell is in."""


def _stretches(groups: npt.NDArray[np.generic]) -> _Stretches:
    begins = np.ones(groups.shape, dtype=np.bool_)
    np.not_equal(groups[:, 1:], groups[:, :-1], out=begins[:, 1:])
    of = np.cumsum(begins, dtype=np.intp).reshape(groups.shape) - 1
    return _Stretches(np.repeat(np.arange(len(groups)), begins.sum(axis=1)), of)


def _xmr_of_stretches(
    values: Floats,
    stretches: _Stretches,
    options: SpcOptions,
    baseline: Flags | None,
    middle: Floats | None,
) -> XmrResult:
    """Return the charts of rows parted by rebases: each stretch by itself, as a row with gaps around it."""
    inside = stretches.of[stretches.row] == np.arange(len(stretches.row))[:, None]
    alone = np.where(inside, values[stretches.row], np.nan)
    kept = None if baseline is None else baseline[stretches.row]
    lines = None if middle is None else np.where(inside, middle[stretches.row], np.nan)
    parts = _xmr_of_rows(alone, options, kept, lines)
    cells = stretches.of, np.arange(values.shape[1])
    return XmrResult(**{field.name: getattr(parts, field.name)[cells] for field in fields(XmrResult)})

"""The limits of a series that can carry them, and what the rules make of its figures: columns of the track in and out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scpxl.scorecard.chart_subjects import Prepared
from scpxl.statistics.arrays import Flags, Floats, quotient
from scpxl.statistics.judgeable import LEAST_FIGURES
from scpxl.statistics.spc import SpcOptions, XmrResult, xmr
from scpxl.statistics.spc_charts import ChartKind, draw_chart, judge_chart
from scpxl.statistics.spc_middle import find_middle
from scpxl.statistics.spc_rules import OUTSIDE


class Judged(NamedTuple):
    """What came of one series: a result over the columns of the track, and where its middle line is the median."""

    result: XmrResult
    """Of arrays [columns]."""
    median: Flags
    """[columns]"""
    odd: Flags
    """[columns] Figures so far from the others that the mean would not describe those."""
    outside: float
    """The share of the figures the last stretch's limits are made from that lie outside them."""


def not_judged(columns: int) -> Judged:
    """Return the result of figures that cannot carry limits."""
    none = np.zeros(columns, dtype=np.bool_)
    return Judged(_row(_no_result((1, columns)), 0), none, none, 0.0)


def judge_all(subjects: Sequence[Prepared], fair: Floats, options: SpcOptions) -> list[Judged]:
    """Return what the rules make of figures [series, columns]: about the mean, or the median where that describes them.

    XmR charts are worked out all at once; those that follow an exposure one by one.
    """
    found: dict[int, Judged] = {}
    plain = [place for place, one in enumerate(subjects) if one.exposure.kind is None]
    for places in ([plain] if plain else []) + [[n] for n in range(len(subjects)) if n not in set(plain)]:
        chosen = [subjects[place] for place in places]
        found |= dict(zip(places, _judged(chosen, fair[places], options), strict=True))
    return [found[place] for place in range(len(subjects))]


def _judged(subjects: Sequence[Prepared], fair: Floats, options: SpcOptions) -> list[Judged]:
    """Return the same of series whose charts are of one kind: all XmR, or one that follows its exposure."""
    kept = np.array([one.baseline.kept for one in subjects])
    groups = np.array([one.stretches.group for one in subjects])
    # The window of three years or less that is judged; a baseline may lie before it.
    begins = [_begin(one) for one in subjects]
    seen = np.arange(fair.shape[1]) >= np.array(begins)[:, None]
    figures, used = np.where(seen, fair, np.nan), kept & seen
    scale = np.array([_scale(one) for one in subjects])
    result = _by_limits(subjects, figures, used, None, options)
    half, beyond = (result.upper - result.mean) / scale, result.rule == OUTSIDE
    middle = find_middle(figures / scale, groups, half, beyond, used)
    moved = ~np.isnan(middle.line)
    if moved.any():
        result = _by_limits(subjects, figures, used, middle.line, options)
    there = used & ~np.isnan(figures)
    few = np.array([_few(row, group) for row, group in zip(there, groups, strict=True)])
    theirs = np.array([one.used for one in subjects]) & ~np.isnan(figures)
    outside = quotient((theirs & (result.rule == OUTSIDE)).sum(axis=1), theirs.sum(axis=1))
    blanked = _merged(result, _no_result(fair.shape), few)
    return [
        Judged(_row(blanked, row), moved[row], middle.odd[row], float(np.nan_to_num(outside[row])))
        for row in range(len(subjects))
    ]


def _begin(one: Prepared) -> int:
    if not one.baseline.fixed:
        return one.first
    groups = one.stretches.group
    return min(one.first, int(np.flatnonzero(one.baseline.kept & (groups == groups[-1]))[0]))


def _few(there: Flags, groups: npt.NDArray[np.int64]) -> Flags:
    """Return the columns of stretches with too few figures for limits."""
    number = np.bincount(groups, weights=there)
    return np.asarray(number[groups] < LEAST_FIGURES)


def _scale(one: Prepared) -> Floats:
    """Return what brings figures as shown to those the chart is made of: a share of one, a rate of its exposure."""
    size = one.exposure.size
    if one.exposure.kind is ChartKind.RATES_PRIME and not one.subject.is_share:
        return np.where(size > 0, size, np.nan)
    return np.full(len(size), one.subject.indicator.scale if one.exposure.kind is not None else 1.0)


def _by_limits(
    subjects: Sequence[Prepared], figures: Floats, used: Flags, middle: Floats | None, options: SpcOptions
) -> XmrResult:
    kind = subjects[0].exposure.kind
    if kind is None:
        groups = np.array([one.stretches.group for one in subjects])
        return xmr(figures, groups, options, used, middle)
    return _with_exposure(kind, subjects[0], figures[0], used[0], middle, options)


def _with_exposure(
    kind: ChartKind, one: Prepared, fair: Floats, used: Flags, middle: Floats | None, options: SpcOptions
) -> XmrResult:
    """Return a chart whose limits follow the exposure, in the figures' own units, group by group."""
    exposure, groups, scale = one.exposure.size, one.stretches.group, _scale(one)
    rates = fair / scale
    whole: XmrResult | None = None
    for group in np.unique(groups):
        inside = groups == group
        line = (
            None
            if middle is None
            else np.fmax.reduce(np.where(inside, middle, np.nan), axis=1, keepdims=True)
        )
        chart = draw_chart(
            kind,
            np.where(inside, rates * exposure, np.nan)[None, :],
            exposure[None, :],
            baseline=used[None, :],
            middle=line,
            screen=options.screen,
        )
        part = _scaled(judge_chart(chart, options), scale)
        whole = part if whole is None else _merged(whole, part, inside)
    if whole is None:
        raise ValueError(f"{one.subject.indicator.code}: there are no periods to chart.")
    return whole


def _scaled(result: XmrResult, scale: Floats) -> XmrResult:
    lines = ("mean", "lower", "upper", "lower2", "upper2")
    return replace(result, **{name: getattr(result, name) * scale for name in lines})


def _merged(one: XmrResult, other: XmrResult, inside: Flags) -> XmrResult:
    return XmrResult(
        **{f.name: np.where(inside, getattr(other, f.name), getattr(one, f.name)) for f in fields(XmrResult)}
    )


def _no_result(shape: tuple[int, ...]) -> XmrResult:
    line, code, none = np.full(shape, np.nan), np.zeros(shape, dtype=np.int8), np.zeros(shape, dtype=np.bool_)
    return XmrResult(line, line, line, line, line, code, code, code, none, none, none, none)


def _row(result: XmrResult, row: int) -> XmrResult:
    return XmrResult(**{f.name: getattr(result, f.name)[row] for f in fields(XmrResult)})

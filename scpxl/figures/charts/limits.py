"""The limits of series that can carry them, and what the rules make of their figures: all series at once, by kind of chart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import fields, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scpxl.figures.charts.subjects import Prepared
from scpxl.statistics.arrays import Flags, Floats, quotient
from scpxl.statistics.judgeable import LEAST_FIGURES
from scpxl.statistics.spc.charts import ChartKind, draw_chart, judge_chart
from scpxl.statistics.spc.limits import find_middle
from scpxl.statistics.spc.rules import OUTSIDE
from scpxl.statistics.spc.variation import SpcOptions
from scpxl.statistics.spc.xmr import XmrResult, xmr

_LINES = ("mean", "lower", "upper", "lower2", "upper2")


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


def judge_points(subjects: Sequence[Prepared], fair: Floats, options: SpcOptions) -> list[Judged]:
    """Return what the rules make of figures [series, columns]: about the mean, or the median where that describes them.

    All series whose limits are made in one way are worked out together.
    """
    kinds: defaultdict[ChartKind | None, list[int]] = defaultdict(list)
    for place, one in enumerate(subjects):
        kinds[one.exposure.kind].append(place)
    found: dict[int, Judged] = {}
    for kind, places in kinds.items():
        chosen = _Batch(kind, [subjects[place] for place in places], options)
        found |= dict(zip(places, chosen.judged(fair[places]), strict=True))
    return [found[place] for place in range(len(subjects))]


class _Batch:
    """Series whose charts are of one kind; arrays are [series, columns]."""

    def __init__(self, kind: ChartKind | None, subjects: Sequence[Prepared], options: SpcOptions) -> None:
        self._kind, self._options, self._subjects = kind, options, subjects
        self._groups = np.array([one.stretches.group for one in subjects])
        self._exposure = np.array([one.exposure.size for one in subjects])
        self._scale = np.array([_scale(one) for one in subjects])

    def judged(self, fair: Floats) -> list[Judged]:
        kept = np.array([one.baseline.kept for one in self._subjects])
        # The window of three years or less that is judged; a baseline may lie before it.
        begins = np.array([_begin(one) for one in self._subjects])
        seen = np.arange(fair.shape[1]) >= begins[:, None]
        figures, used = np.where(seen, fair, np.nan), kept & seen
        result = self._limits(figures, used, None)
        half, beyond = (result.upper - result.mean) / self._scale, result.rule == OUTSIDE
        middle = find_middle(figures / self._scale, self._groups, half, beyond, used)
        moved = ~np.isnan(middle.line)
        if moved.any():
            result = self._limits(figures, used, middle.line)
        there = used & ~np.isnan(figures)
        theirs = np.array([one.used for one in self._subjects]) & ~np.isnan(figures)
        share = quotient((theirs & (result.rule == OUTSIDE)).sum(axis=1), theirs.sum(axis=1))
        outside = np.nan_to_num(share).tolist()
        blanked = _merged(result, _no_result(fair.shape), _few(there, self._groups))
        return [
            Judged(_row(blanked, row), moved[row], middle.odd[row], outside[row]) for row in range(len(fair))
        ]

    def _limits(self, figures: Floats, used: Flags, middle: Floats | None) -> XmrResult:
        if self._kind is None:
            return xmr(figures, self._groups, self._options, used, middle)
        rates = figures / self._scale
        whole: XmrResult | None = None
        for group in np.unique(self._groups):
            inside = self._groups == group
            line = None
            if middle is not None:
                line = np.fmax.reduce(np.where(inside, middle, np.nan), axis=1, keepdims=True)
            chart = draw_chart(
                self._kind,
                np.where(inside, rates * self._exposure, np.nan),
                self._exposure,
                baseline=used,
                middle=line,
                screen=self._options.screen,
            )
            drawn = judge_chart(chart, self._options)
            part = replace(drawn, **{name: getattr(drawn, name) * self._scale for name in _LINES})
            whole = part if whole is None else _merged(whole, part, inside)
        if whole is None:
            raise ValueError("There are no periods to chart.")
        return whole


def _begin(one: Prepared) -> int:
    if not one.baseline.fixed:
        return one.first
    return min(one.first, int(np.flatnonzero(one.baseline.kept & one.stretches.last)[0]))


def _few(there: Flags, groups: npt.NDArray[np.int64]) -> Flags:
    """Return the columns of stretches with too few figures for limits."""
    few = np.zeros(there.shape, dtype=np.bool_)
    for group in np.unique(groups):
        inside = groups == group
        few |= inside & ((there & inside).sum(axis=1, keepdims=True) < LEAST_FIGURES)
    return few


def _scale(one: Prepared) -> Floats:
    """Return what brings figures as shown to those the chart is made of: a share of one, a rate of its exposure."""
    size = one.exposure.size
    if one.exposure.kind is ChartKind.RATES_PRIME and not one.subject.is_share:
        return np.where(size > 0, size, np.nan)
    return np.full(len(size), one.subject.indicator.scale if one.exposure.kind is not None else 1.0)


def _merged(one: XmrResult, other: XmrResult, inside: Flags) -> XmrResult:
    return XmrResult(
        **{f.name: np.where(inside, getattr(other, f.name), getattr(one, f.name)) for f in fields(XmrResult)}
    )


def _no_result(shape: tuple[int, ...]) -> XmrResult:
    line, code, none = np.full(shape, np.nan), np.zeros(shape, dtype=np.int8), np.zeros(shape, dtype=np.bool_)
    return XmrResult(line, line, line, line, line, code, code, code, none, none, none, none)


def _row(result: XmrResult, row: int) -> XmrResult:
    return XmrResult(**{f.name: getattr(result, f.name)[row] for f in fields(XmrResult)})

"""A figure against its target, and against itself earlier.  Numbers and ratings; the words are elsewhere.

`sign` is the polarity's: 1 where a rise is good, -1 where a fall is good, 0 where neither is.  None or
NaN is no figure.

Two figures closer than a thousand-millionth of the larger are the same figure: 76 against 80 is
exactly 5% short of it, whatever binary fractions make of that.  Exactly on a boundary is on its better side.

A distance from target is (target - value) x sign, and in per cent 100 x that / |target|; below 0 it is met
with room to spare. Values are in the indicator's own units.
"""

from __future__ import annotations

import math
from typing import NamedTuple

from scpxl.verdicts import Judgement, Rag, Travel

SAME = 1e-9
"""Relative difference below which two figures are the same."""


class RagResult(NamedTuple):
    """A rating and what is behind it.

    `miss` is how far the figure is on the wrong side of the target, in the target's units: 0 on target,
    negative where the target is beaten.  `miss_percent` is the same in per cent of the target; None
    where the target is 0.  Both are None where nothing is rated.
    """

    rag: Rag
    miss: float | None = None
    miss_percent: float | None = None


def rate_tolerance(
    value: float | None, target: float | None, sign: int, tolerance_percent: float
) -> RagResult:
    """Rate by the tolerance scheme: on target is green, within tolerance of it amber, beyond it red.

    Green where (target - value) x sign <= 0, amber where <= |target| x tolerance / 100, else red.

    Exactly on tolerance is amber.  No percentage of 0 is a tolerance, so against a target of 0 any miss
    is red.  Source: the Safer Derbyshire partnership's performance guide.

    >>> rate_tolerance(105, 100, -1, 5)
    RagResult(rag=<Rag.AMBER: 'Amber'>, miss=5.0, miss_percent=5.0)
    >>> rate_tolerance(1, 0, -1, 5).rag, rate_tolerance(90, 100, 0, 5).rag
    (<Rag.RED: 'Red'>, <Rag.NOT_RATED: 'Not rated'>)
    """
    missed = _miss(value, target, sign)
    if missed is None:
        return RagResult(Rag.NOT_RATED)
    return RagResult(_rag(missed, tolerance_percent), missed.by, missed.percent)


def rate_floor(value: float | None, target: float | None, floor: float | None, sign: int) -> RagResult:
    """Rate by the floor scheme: on target is green, down to the floor (with it) amber, beyond it red.

    Green where (target - value) x sign <= 0, amber where (floor - value) x sign <= 0, else red. Source:
    the floor standards of county performance reports, such as Kent's.

    Where lower is better the floor lies above the target.

    >>> rate_floor(72, 80, 70, 1).rag, rate_floor(69.9, 80, 70, 1).rag, rate_floor(110, 100, 110, -1).rag
    (<Rag.AMBER: 'Amber'>, <Rag.RED: 'Red'>, <Rag.AMBER: 'Amber'>)
    """
    missed, below = _miss(value, target, sign), _miss(value, floor, sign)
    if missed is None or below is None:
        return RagResult(Rag.NOT_RATED)
    rag = Rag.GREEN if missed.is_met else Rag.AMBER if below.is_met else Rag.RED
    return RagResult(rag, missed.by, missed.percent)


def rate_improvement(
    value: float | None, target: float | None, previous: float | None, sign: int, tolerance_percent: float
) -> RagResult:
    """Rate by the improvement scheme: within tolerance of the target is green; else no worse than before is amber.

    Green where (target - value) x sign <= |target| x tolerance / 100, else amber where (previous - value)
    x sign <= 0.

    Red is what misses by more than the tolerance and is worse than the same period last year, or has no
    such period to show that it is not.  Source: London Borough of Havering, Cabinet reports 2013-16.

    >>> rate_improvement(109, 100, 100, -1, 10).rag, rate_improvement(111, 100, 120, -1, 10).rag
    (<Rag.GREEN: 'Green'>, <Rag.AMBER: 'Amber'>)
    >>> rate_improvement(111, 100, 100, -1, 10).rag, rate_improvement(111, 100, None, -1, 10).rag
    (<Rag.RED: 'Red'>, <Rag.RED: 'Red'>)
    """
    missed, slipped = _miss(value, target, sign), _miss(value, previous, sign)
    if missed is None:
        return RagResult(Rag.NOT_RATED)
    if _rag(missed, tolerance_percent) is not Rag.RED:
        rag = Rag.GREEN
    else:
        rag = Rag.AMBER if slipped is not None and slipped.is_met else Rag.RED
    return RagResult(rag, missed.by, missed.percent)


def direction_of_travel(value: float | None, previous: float | None, sign: int) -> tuple[Travel, Judgement]:
    """Return which way the number moved, and whether that is for the better: two facts, kept apart.

    Up where value > previous; better where (value - previous) x sign > 0. Source: the two arrows of
    London Borough of Havering's Cabinet reports, 2013-16, told apart.

    >>> direction_of_travel(90, 100, -1)
    (<Travel.DOWN: 'down'>, <Judgement.BETTER: 'better'>)
    >>> direction_of_travel(90, 100, 0), direction_of_travel(90, None, 1)[1]
    ((<Travel.DOWN: 'down'>, <Judgement.NEUTRAL: 'neutral'>), <Judgement.UNKNOWN: 'not known'>)
    """
    now, before = _figure(value), _figure(previous)
    if now is None or before is None:
        return Travel.UNKNOWN, Judgement.UNKNOWN
    if _slack(now, before) >= abs(now - before):
        return Travel.SAME, Judgement.SAME
    travel = Travel.UP if now > before else Travel.DOWN
    if not sign:
        return travel, Judgement.NEUTRAL
    return travel, Judgement.BETTER if (now - before) * sign > 0 else Judgement.WORSE


class _Miss(NamedTuple):
    """How far a figure is on the wrong side of another: of it in per cent, and how far is no distance."""

    by: float
    size: float
    slack: float

    @property
    def percent(self) -> float | None:
        return 100 * self.by / self.size if self.size else None

    @property
    def is_met(self) -> bool:
        return self.by <= self.slack


def _miss(value: float | None, target: float | None, sign: int) -> _Miss | None:
    figure, aim = _figure(value), _figure(target)
    if figure is None or aim is None or not sign:
        return None
    return _Miss((aim - figure) * sign, abs(aim), _slack(figure, aim))


def _rag(missed: _Miss, tolerance_percent: float) -> Rag:
    if missed.is_met:
        return Rag.GREEN
    return Rag.AMBER if missed.by <= missed.size * tolerance_percent / 100 + missed.slack else Rag.RED


def _slack(one: float, other: float) -> float:
    # Against 0 there is no slack to speak of: SAME times the miss itself.
    return SAME * max(abs(one), abs(other))


def _figure(number: float | None) -> float | None:
    return None if number is None or math.isnan(number) else float(number)

"""The dashboard's figures worked out a second time from what was reported, as Audit's own formulas do it.

Nothing here is taken from the figures themselves but what a year is out of, which the record alone holds.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from scpxl.model.periods import YEAR
from scpxl.scorecard.records.reported import ReportedRow
from scpxl.scorecard.records.shape import Measure
from scpxl.scorecard.texts.cell_words import NONE

AGREES: Final = "✓"
DIFFERS: Final = "✗"
NOT_CHECKED: Final = NONE
_SAME: Final = 1e-9
"""What two floating-point sums of the same figures may differ by, of their size."""

Value = float | str | None


def figures_of_a_year(measure: Measure) -> int:
    """Return how many reported figures make a year's: one of a level."""
    return 1 if measure.aggregation == "latest" else YEAR // measure.step


def offset_of(measure: Measure, month: int) -> int:
    """Return how many months before a month a measure's last quarter or year ended."""
    return (month - 2) % measure.step


def periods_elapsed(measure: Measure, month: int, back: int) -> int:
    """Return how many of a measure's figures up to a month end after the month so many months before.

    >>> quarterly = Measure.__new__(Measure)
    >>> object.__setattr__(quarterly, "step", 3)
    >>> march = 2018 * 12 + 2
    >>> [periods_elapsed(quarterly, march, back) for back in (0, 1, 3, 4)]
    [0, 1, 1, 2]
    """
    return -(-max(0, back - offset_of(measure, month)) // measure.step)


def year_again(measure: Measure, rows: Sequence[ReportedRow], behind: int, whole: Value) -> Value:
    """Return the year's figure that ends so many of its periods before the last; a dash where one is missing."""
    width = figures_of_a_year(measure)
    window = rows[len(rows) - behind - width : len(rows) - behind]
    numbers = [row.number for row in window if row.number is not None]
    if len(numbers) < width:
        return NOT_CHECKED
    total = math.fsum(numbers)
    if not measure.divides:
        return total
    out_of = math.fsum(row.out_of or 0.0 for row in window) if measure.own_whole else whole
    return total / out_of * measure.scale if isinstance(out_of, float) and out_of else NOT_CHECKED


def change_again(now: Value, before: Value) -> Value:
    """Return the change between two years.

    >>> change_again(12.0, 10.0), change_again(12.0, "–")
    (2.0, '–')
    """
    return now - before if isinstance(now, float) and isinstance(before, float) else NOT_CHECKED


def rating_again(measure: Measure, actual: Value, green: Value, amber: Value) -> Value:
    """Return the rating: Green and Amber reach to an edge, Red lies beyond."""
    if not (isinstance(actual, float) and isinstance(green, float) and isinstance(amber, float)):
        return NOT_CHECKED
    if not measure.sign:
        return NOT_CHECKED
    slack = _SAME * max(1.0, abs(actual))
    if measure.sign * (actual - green) >= -slack:
        return "Green"
    return "Amber" if measure.sign * (actual - amber) >= -slack else "Red"


def rank_again(own: str, areas: Sequence[Value], rates: Sequence[Value]) -> Value:
    """Return how many areas have a lower rate than the own one, and one more.

    >>> rank_again("B", ["A", None, "B", "C"], [1.0, None, 2.0, 2.0]), rank_again("D", ["A"], [1.0])
    (2.0, '–')
    """
    mine = next((rate for area, rate in zip(areas, rates, strict=True) if area == own), None)
    if not isinstance(mine, float):
        return NOT_CHECKED
    return float(1 + sum(isinstance(rate, float) and rate < mine for rate in rates))


def agreement(again: Value, shown: Value) -> str:
    """Return whether a figure worked out again is the one that is shown; a dash where either is not there.

    >>> agreement(0.1 + 0.2, 0.3), agreement(3.0, 2.0), agreement("Red", "Red"), agreement(3.0, "missing")
    ('✓', '✗', '✓', '–')
    """
    if NOT_CHECKED in {again, shown} or (isinstance(again, float) and not isinstance(shown, float)):
        return NOT_CHECKED
    if isinstance(again, float) and isinstance(shown, float):
        return AGREES if abs(again - shown) <= _SAME * max(1.0, abs(shown)) else DIFFERS
    return AGREES if again == shown else DIFFERS

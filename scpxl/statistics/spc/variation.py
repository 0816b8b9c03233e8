"""What the points of a control chart say: a pattern that chance seldom makes, and whether a target will be met.

Figures are in the units of the chart, limits in those of its figures; a point where a figure is missing (NaN) is flagged
by no rule and has no variation.

Source: NHS England, Making Data Count, as the R package NHSRplotthedots 0.2.2 computes it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from scpxl.statistics.arrays import Codes, Flags, Floats
from scpxl.statistics.spc.limits import (
    LEAST_BASELINE,
    ULPS,
)
from scpxl.statistics.spc.rules import (
    OUTSIDE,
    SHIFT,
    TREND,
    TWO_OF_THREE,
    in_shift,
    in_trend,
    in_two_of_three,
)
from scpxl.verdicts import Assurance, Variation


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
        if self.fix_after is not None and self.fix_after < LEAST_BASELINE:
            raise ValueError(f"Limits fixed after {self.fix_after} figures say nothing; give 12 or more.")
        if min(self.shift, self.trend) < 3:
            raise ValueError("A shift or a trend takes at least 3 points.")


def variation(rule: int, side: int, sign: int, *, assessed: bool = True) -> Variation:
    """Return the class of a point, from its flag and the polarity's sign.

    side x sign > 0 is improvement, < 0 concern, = 0 neutral; no rule is common cause.

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


def assurance(
    target: float | None, lower: float, upper: float, sign: int, *, strict_mdc: bool = False
) -> Assurance:
    """Return whether the process as it is would meet the target, from the limits of its last group.

    With sign 1: target > upper limit misses, target < lower limit meets; with sign -1 the other way
    round.

    A target on a limit, to the last few places of a number, is hit or miss.  Not assessed without a target or
    polarity, nor without limits: the R package calls that hit or miss, and so does `strict_mdc`.

    >>> assurance(target=95, lower=86, upper=91, sign=1), assurance(target=95, lower=86, upper=91, sign=-1)
    (<Assurance.CONSISTENTLY_MISSES: 'consistently misses'>, <Assurance.CONSISTENTLY_MEETS: 'consistently meets'>)
    >>> assurance(target=0.3, lower=0.1, upper=0.1 + 0.2, sign=1), assurance(5, np.nan, np.nan, 1, strict_mdc=True)
    (<Assurance.HIT_OR_MISS: 'hit or miss'>, <Assurance.HIT_OR_MISS: 'hit or miss'>)
    """
    if target is None or not sign or np.isnan(target):
        return Assurance.NOT_ASSESSED
    if np.isnan([lower, upper]).any():
        return Assurance.HIT_OR_MISS if strict_mdc else Assurance.NOT_ASSESSED
    slack = ULPS * (abs(target) + abs(lower) + abs(upper))
    if lower - slack <= target <= upper + slack:
        return Assurance.HIT_OR_MISS
    out_of_reach = (target > upper) == (sign > 0)
    return Assurance.CONSISTENTLY_MISSES if out_of_reach else Assurance.CONSISTENTLY_MEETS


class Flagged(NamedTuple):
    """What the rules make of each point: fields of an `XmrResult`, to be written into."""

    rule: Codes
    side: Codes
    position: Codes
    close: Flags
    assessed: Flags

    def rows(self, part: slice) -> Flagged:
        """Return the flags of some rows."""
        return Flagged(
            self.rule[part], self.side[part], self.position[part], self.close[part], self.assessed[part]
        )

    def columns(self, number: int) -> Flagged:
        """Return the flags of the first so many columns."""
        seen = (slice(None), slice(number))
        return Flagged(
            self.rule[seen], self.side[seen], self.position[seen], self.close[seen], self.assessed[seen]
        )

    def flat(self) -> Flagged:
        """Return the flags of all rows end to end."""
        codes = self.rule.ravel(), self.side.ravel(), self.position.ravel()
        return Flagged(*codes, self.close.ravel(), self.assessed.ravel())


def blank_flags(rows: int, columns: int) -> Flagged:
    """Return arrays in which nothing is flagged."""

    def codes() -> Codes:
        return np.zeros((rows, columns), dtype=np.int8)

    def marks() -> Flags:
        return np.zeros((rows, columns), dtype=np.bool_)

    return Flagged(codes(), codes(), codes(), marks(), marks())


def flag_points(
    values: Floats,
    from_mean: Floats,
    half_width: Floats,
    slack: Floats,
    options: SpcOptions,
    flags: Flagged,
) -> None:
    """Fill in what the four rules make of points, [series, periods + 1], the last column of which is NaN.

    `values` are those a trend is told by, `from_mean` how far each is from where it is expected; it is
    written over.  `half_width` and `slack` may be one number per row.  Distances up to `slack` are none.
    """
    above, below = from_mean > slack, from_mean < -slack
    np.subtract(above.view(np.int8), below.view(np.int8), out=flags.position)
    np.equal(from_mean, from_mean, out=flags.assessed)
    distance = np.abs(from_mean, out=from_mean)
    outside = distance > half_width + slack
    np.greater(distance, half_width * 2 / 3 + slack, out=flags.close)
    if not options.outside_counts_in_two_of_three:
        np.greater(flags.close, outside, out=flags.close)  # close and not outside
    defined = half_width >= 0
    if not defined.all():
        np.logical_and(flags.assessed, defined, out=flags.assessed)
    flat = values.ravel()
    later, earlier = flat[1:], flat[:-1]
    trend = in_trend(later > earlier, later < earlier, options.trend, strict_mdc=options.strict_mdc)
    sides = above.ravel(), below.ravel()
    _name(flags.flat(), outside.ravel(), trend, sides, options)


def _name(
    flags: Flagged, outside: Flags, trend: Codes, sides: tuple[Flags, Flags], options: SpcOptions
) -> None:
    """Name each point after the first rule that holds, which is the last to be written."""
    rule, side, close = flags.rule, flags.side, flags.close
    np.multiply(in_shift(*sides, options.shift).view(np.int8), np.int8(SHIFT), out=rule)
    rule[np.flatnonzero(close & in_two_of_three(close, *sides))] = TWO_OF_THREE
    trending = np.flatnonzero(trend)
    rule[trending] = TREND
    rule[np.flatnonzero(outside)] = OUTSIDE
    np.multiply(rule, flags.assessed.view(np.int8), out=rule)
    np.multiply(flags.position, (rule != 0).view(np.int8), out=side)
    still = trending[rule[trending] == TREND]
    side[still] = trend[still]

"""Which counts are too small to print, how counts are rounded so that nobody is seen in them, and the signs for both.

Every rule is an entry of data.  A rule works on each cell by itself: whether a cell can be worked out from others
is asked in `disclosure`.

Counts are of people or events; NaN is a missing count, never a 0. Source: HESA's standard rounding
methodology, NHS Digital's sub-national rules and Ofqual's rounding as published, each rule naming its own;
shorthand of the Government Analysis Function.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
import numpy.typing as npt

from scpxl.statistics.arrays import Flags


class Shorthand(StrEnum):
    """Signs in square brackets, as the Government Analysis Function asks for: one meaning each, told in a note."""

    CONFIDENTIAL = "[c]"
    NOT_AVAILABLE = "[x]"
    NOT_APPLICABLE = "[z]"
    LOW = "[low]"
    UNRELIABLE = "[u]"
    PROVISIONAL = "[p]"
    REVISED = "[r]"
    ESTIMATED = "[e]"
    BREAK = "[b]"
    FORECAST = "[f]"

    @property
    def words(self) -> str:
        """What the note says.

        >>> Shorthand.CONFIDENTIAL.words
        'suppressed to protect confidentiality'
        """
        return _SHORTHAND_WORDS[self]


_SHORTHAND_WORDS: Final[Mapping[Shorthand, str]] = {
    Shorthand.CONFIDENTIAL: "suppressed to protect confidentiality",
    Shorthand.NOT_AVAILABLE: "not available",
    Shorthand.NOT_APPLICABLE: "not applicable",
    Shorthand.LOW: "not zero, but zero as rounded",
    Shorthand.UNRELIABLE: "low reliability",
    Shorthand.PROVISIONAL: "provisional",
    Shorthand.REVISED: "revised",
    Shorthand.ESTIMATED: "estimated",
    Shorthand.BREAK: "break in the series",
    Shorthand.FORECAST: "forecast",
}


class Zeros(StrEnum):
    """Whether a true zero is printed.  It too can tell: nobody of this ward, so not the neighbour."""

    SHOWN = "shown"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class SmallNumberRule:
    """How one count is printed.

    Counts from 1 to below `threshold` are hidden behind `sign`; with `zeros` hidden, zeros too.  What is left
    is rounded to the nearest `base`, halves up.  A count that is not zero and becomes zero by rounding is
    printed as `rounded_away`, or as 0 where that is blank.
    """

    threshold: int = 5
    zeros: Zeros = Zeros.SHOWN
    sign: str = Shorthand.CONFIDENTIAL.value
    base: int = 1
    rounded_away: str = ""
    source: str = ""

    def __post_init__(self) -> None:
        """Refuse a rule that cannot be meant."""
        if self.threshold < 0 or self.base < 1:
            raise ValueError(
                f"threshold {self.threshold} and base {self.base}: need 0 or more, and 1 or more."
            )


UNDER_FIVE: Final = SmallNumberRule(
    source="The usual threshold of 5 for counts of people; sign of the GAF shorthand."
)
UNDER_TEN: Final = SmallNumberRule(threshold=10, source="The threshold of the ONS Secure Research Service.")
HESA: Final = SmallNumberRule(threshold=0, base=5, source="HESA: nearest 5, so that 0, 1 and 2 are 0.")
NHS_SUBNATIONAL: Final = SmallNumberRule(
    threshold=8, sign="*", base=5, source="NHS Digital, sub-national counts: 0 shown, 1 to 7 hidden, others to the nearest 5."
)  # fmt: skip
OFQUAL: Final = SmallNumberRule(
    threshold=5, sign="fewer than 5", base=5, source="Ofqual: nearest 5; 1 to 4 as 'fewer than 5'; a true 0 as 0."
)  # fmt: skip

HESA_SMALLEST_BASE: Final = 22.5
"""HESA prints no percentage of fewer people than this."""
HESA_SMALLEST_MEAN: Final = 7
"""HESA prints no mean of so many people, or fewer."""


def is_primary(counts: npt.ArrayLike, rule: SmallNumberRule = UNDER_FIVE) -> Flags:
    """Return which counts are hidden for their own sake.  A missing count (NaN) is not: there is nothing to hide.

    True where 0 < count < threshold, or where count = 0 and the rule hides zeros.

    Counts are whole and not below zero; ValueError says which one is not.

    >>> is_primary([0, 1, 4, 5, float("nan")]).tolist()
    [False, True, True, False, False]
    >>> is_primary([0, 4, 5], SmallNumberRule(zeros=Zeros.HIDDEN)).tolist()
    [True, True, False]
    """
    values = _counts(counts)
    small: Flags = (values > 0) & (values < rule.threshold)
    return small | (values == 0) if rule.zeros is Zeros.HIDDEN else small


def round_half_up(counts: npt.ArrayLike, base: int = 5) -> npt.NDArray[np.float64]:
    """Return counts rounded to the nearest multiple of a base, halves up; NaN stays NaN.

    base x floor(count / base + ½).

    Round what was counted, never what was rounded before; a total is rounded from the true total, so that
    rounded parts may not add up to it.

    >>> round_half_up([2, 3, 7, 8, 1003]).tolist(), round_half_up([5, 15], 10).tolist()
    ([0.0, 5.0, 5.0, 10.0, 1005.0], [10.0, 20.0])
    """
    result: npt.NDArray[np.float64] = np.floor(_counts(counts) / base + 0.5) * base
    return result


def displayed(
    counts: Sequence[float] | npt.NDArray[np.float64], rule: SmallNumberRule = UNDER_FIVE, *, hidden: npt.ArrayLike = False
) -> list[str]:  # fmt: skip
    """Return each count as it is printed.  `hidden` are further cells to hide: the secondary ones.

    Hidden = the rule's sign; rounded = round_half_up(count, base); else the count itself, as the rule says.

    A missing count is printed as ``[x]``; bring a better reason where one is known.

    >>> displayed([0, 3, 12, 1234]), displayed([0, 3, 12], OFQUAL)
    (['0', '[c]', '12', '1234'], ['0', 'fewer than 5', '10'])
    >>> displayed([12, 30], hidden=[True, False])
    ['[c]', '30']
    >>> displayed([2], SmallNumberRule(threshold=0, base=5, rounded_away=Shorthand.LOW))
    ['[low]']
    """
    values = _counts(counts)
    kept_back = is_primary(values, rule) | np.broadcast_to(np.asarray(hidden, dtype=bool), values.shape)
    rounded = round_half_up(values, rule.base)
    return [
        _printed(value, shown, rule, hide=bool(hide))
        for value, shown, hide in zip(values.tolist(), rounded.tolist(), kept_back, strict=True)
    ]


def hesa_prints_percentage(base: float) -> bool:
    """Return whether HESA would print a percentage of so many people.

    True where people >= 22.5; False for NaN.

    >>> hesa_prints_percentage(22), hesa_prints_percentage(22.5)
    (False, True)
    """
    return base >= HESA_SMALLEST_BASE


def hesa_prints_mean(people: float) -> bool:
    """Return whether HESA would print a mean over so many people.

    True where people > 7; False for NaN.

    >>> hesa_prints_mean(7), hesa_prints_mean(8)
    (False, True)
    """
    return people > HESA_SMALLEST_MEAN


def _printed(value: float, rounded: float, rule: SmallNumberRule, *, hide: bool) -> str:
    if math.isnan(value):
        return Shorthand.NOT_AVAILABLE.value
    if hide:
        return str(rule.sign)
    if rounded == 0 and value > 0 and rule.rounded_away:
        return str(rule.rounded_away)
    return str(int(rounded))


def _counts(counts: npt.ArrayLike) -> npt.NDArray[np.float64]:
    values = np.atleast_1d(np.asarray(counts, dtype=np.float64))
    known = values[~np.isnan(values)]
    wrong = known[(known < 0) | ~np.isfinite(known) | (known != np.floor(known))]
    if len(wrong):
        raise ValueError(
            f"{wrong[0]:,} is not a count: small numbers are protected in whole numbers of 0 or more."
        )
    return values

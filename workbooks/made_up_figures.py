"""Plausible figures for the measures of the worked example that nobody publishes.  All made up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from random import Random
from statistics import NormalDist

from example_rows import Row

from scpxl.model.periods import Period

SEED = "worked example 2017-18"


@dataclass(frozen=True, slots=True)
class Pattern:
    """How an invented series runs: its level, how it drifts in a year, and what it is out of.

    Without `out_of`, the figures are counts around `level`.  With it, `out_of` is the denominator's
    level; `level` is then a share, or, where `scatter` is given, an average that scatters so much.
    With `money_to`, the level is a sum of money around which spending varies by an eighth.
    """

    level: float
    months: int = 3
    drift: float = 0.0
    out_of: float = 0.0
    scatter: float = 0.0
    money_to: int = 0
    """The figure is money, rounded to so many pounds."""
    falls_in: int | None = None
    """The month from which the level is `falls_to` of what it was."""
    falls_to: float = 1.0


def make_up(
    code: str, area: str, pattern: Pattern, first: int, last: int, *, elsewhere: bool = False
) -> Iterator[Row]:
    """Yield an invented figure for each period from the month `first` to the month `last`.

    The same code and pattern always give the same figures, whatever else is made up; `elsewhere`, each area has
    its own, about a level of its own.

    >>> month = Period.month(2017, 4).first
    >>> rows = [list(make_up("A-1", "X", Pattern(40, months=1), month, month + 2)) for _ in range(2)]
    >>> rows[0] == rows[1], len(rows[0])
    (True, 3)
    """
    dice = _dice(code, area if elsewhere else "")
    scale = 0.6 + 0.8 * dice.random() if elsewhere else 1.0
    for start in range(first, last + 1, pattern.months):
        level = pattern.level * (1 + pattern.drift * (start - first) / 12)
        level *= scale
        if pattern.falls_in is not None and start >= pattern.falls_in:
            level *= pattern.falls_to
        period = Period(start, pattern.months)
        if pattern.money_to:
            spent = _around(level, level / 8, dice)
            yield Row(code, area, period, round(spent / pattern.money_to) * pattern.money_to)
        elif not pattern.out_of:
            yield Row(code, area, period, _count(level, dice))
        else:
            out_of = max(_count(pattern.out_of, dice), 1)
            if pattern.scatter:
                yield Row(code, area, period, round(out_of * _around(level, pattern.scatter, dice)), out_of)
            else:
                yield Row(code, area, period, sum(dice.random() < level for _ in range(out_of)), out_of)


def share_of(code: str, whole: Iterable[Row], share: float) -> Iterator[Row]:
    """Yield, for each figure of another measure, how many of what it counts are of this one: about such a share.

    >>> whole = [Row("W-1", "X", Period.month(2017, 4), 300)]
    >>> [0 < (row.numerator or 0) < 300 for row in share_of("S-1", whole, 0.2)]
    [True]
    """
    dice = _dice(code)
    for row in whole:
        found = sum(dice.random() < share for _ in range(int(row.numerator or 0)))
        yield Row(code, row.area, row.period, found)


def divided(whole: Iterable[Row], breakdown: str, step: int, shares: Mapping[str, float]) -> Iterator[Row]:
    """Yield each figure by the items of a breakdown, which add up to it: of each about such a share, in such steps.

    >>> whole = [Row("D-1", "X", Period.month(2017, 4), 400)]
    >>> rows = list(divided(whole, "age", 10, {"young": 0.3, "old": 0.7}))
    >>> sum(row.numerator or 0 for row in rows), [row.item for row in rows]
    (400, ['young', 'old'])
    """
    dice = None
    for row in whole:
        dice = dice or _dice(row.indicator, breakdown)
        drawn = Counter(_item(shares, dice) for _ in range(int(row.numerator or 0) // step))
        for item in shares:
            yield Row(row.indicator, row.area, row.period, step * drawn[item], None, breakdown, item)


def _item(shares: Mapping[str, float], dice: Random) -> str:
    drawn = dice.random() * sum(shares.values())
    for item, share in shares.items():
        drawn -= share
        if drawn < 0:
            return item
    return next(iter(shares))


def _dice(*what: str) -> Random:
    return Random(" ".join(filter(None, (SEED, *what))))  # noqa: S311  # Figures for an example, not secrets.


def _around(level: float, spread: float, dice: Random) -> float:
    # random() is the one method that gives the same numbers in every version of Python.
    return NormalDist(level, spread).inv_cdf(min(max(dice.random(), 1e-6), 1 - 1e-6))


def _count(level: float, dice: Random) -> int:
    return max(round(_around(level, level**0.5, dice)), 0)

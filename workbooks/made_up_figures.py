"""Plausible figures for the measures of the worked example that nobody publishes.  All made up."""

from __future__ import annotations

from collections.abc import Iterator
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


def make_up(code: str, area: str, pattern: Pattern, first: int, last: int) -> Iterator[Row]:
    """Yield an invented figure for each period from the month `first` to the month `last`.

    The same code and pattern always give the same figures, whatever else is made up.

    >>> month = Period.month(2017, 4).first
    >>> rows = [list(make_up("A-1", "X", Pattern(40, months=1), month, month + 2)) for _ in range(2)]
    >>> rows[0] == rows[1], len(rows[0])
    (True, 3)
    """
    dice = Random(f"{SEED} {code}")  # noqa: S311  # Figures for an example, not secrets.
    for start in range(first, last + 1, pattern.months):
        level = pattern.level * (1 + pattern.drift * (start - first) / 12)
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


def _around(level: float, spread: float, dice: Random) -> float:
    # random() is the one method that gives the same numbers in every version of Python.
    return NormalDist(level, spread).inv_cdf(min(max(dice.random(), 1e-6), 1 - 1e-6))


def _count(level: float, dice: Random) -> int:
    return max(round(_around(level, level**0.5, dice)), 0)

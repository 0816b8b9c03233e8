"""What is worked out of a row of a register: a risk's score, what is overdue or was moved, what a result cost.

Numbers are those that were typed.  Missing (None) where a cell that is needed is blank or cannot be read, and where it
would be divided by zero.  Source: risk registers of councils score likelihood x impact; cost per result is spend over results.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from scpxl.model.periods import Period
from scpxl.model.registers import REGISTERS, RegisterRow, day_in, number_in


class RowFigures(NamedTuple):
    """What is worked out of one row."""

    score: float | None
    """Likelihood x impact, 1 to 25."""
    score_before: float | None
    """The same as the quarter before ended."""
    overdue: bool
    """Whether the day it was due lies in the quarter or before it, while the row is open."""
    due_before: date | None
    """The day that was due as the quarter before ended, where it is another now."""
    spent: float | None
    """Spend as a percentage of the budget."""
    results: float | None
    """What its measure counted in the year to date."""
    cost: float | None
    """Pounds for each result."""


def work_out_row(row: RegisterRow, quarter: Period, results: float | None = None) -> RowFigures:
    """Return what is worked out of a row as it is at the end of a quarter; `results` is what its measure counted.

    score = likelihood x impact, spent = 100 x spend / budget, cost = spend / results.
    """
    register = REGISTERS[row.register]
    due, before = (day_in(words.get(register.due, "")) for words in (row.words, row.before))
    budget, spend = (number_in(row.words.get(name, "")) for name in ("budget", "spend"))
    return RowFigures(
        score=_score(row.words),
        score_before=_score(row.before),
        overdue=due is not None and due <= quarter.last_day and not register.is_closed(row.words),
        due_before=None if before == due else before,
        spent=None if not budget or spend is None else 100 * spend / budget,
        results=results,
        cost=None if not results or spend is None else spend / results,
    )


class MoneySum(NamedTuple):
    """What some rows of the register of money come to together."""

    items: int
    """How many there are."""
    budget: float | None
    """Pounds; None where there is no row."""
    spend: float | None
    """Pounds, of the rows that have some; None where none has."""
    unspent: int
    """Rows in which no spend was entered; zero is spend."""
    spent: float | None
    """Spend as a percentage of the budget; None where a row has no spend, since the two would be of different rows."""


def sum_money(rows: Sequence[RegisterRow]) -> MoneySum:
    """Return what rows of money come to.  Results are of different kinds and are not added up, nor their costs."""
    budgets = [number_in(row.words.get("budget", "")) for row in rows]
    spends = [number_in(row.words.get("spend", "")) for row in rows]
    known = [one for one in spends if one is not None]
    budget = sum(one or 0.0 for one in budgets) if rows else None
    spend = sum(known) if known else None
    whole = bool(budget) and len(known) == len(rows) and None not in budgets
    return MoneySum(
        len(rows),
        budget,
        spend,
        len(rows) - len(known),
        100 * spend / budget if whole and budget and spend is not None else None,
    )


def _score(words: Mapping[str, str]) -> float | None:
    likelihood, impact = (number_in(words.get(name, "")) for name in ("likelihood", "impact"))
    return None if likelihood is None or impact is None else likelihood * impact

"""What is worked out of rows that are kept from quarter to quarter: actions as they moved and closed, risks, money.

Numbers are those that were typed.  Missing (None) where a cell that is needed is blank or cannot be read, and where it
would be divided by zero.  Source: risk registers of councils score likelihood x impact; cost per result is spend over results.

An action is known by its partner and its reference; without a reference, by its partner and its words, exactly the
same but for case, spaces and punctuation at the ends.  The partnership's own is known by its row of the dashboard.
Nothing is guessed from words that are merely alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from scpxl.model.documents import ActionRecord
from scpxl.model.periods import Period
from scpxl.model.registers import REGISTERS, RegisterRow, day_in, number_in
from scpxl.returns.normalise import fold


class RegisterFigures(NamedTuple):
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


def work_out_row(row: RegisterRow, quarter: Period, results: float | None = None) -> RegisterFigures:
    """Return what is worked out of a row as it is at the end of a quarter; `results` is what its measure counted.

    score = likelihood x impact, spent = 100 x spend / budget, cost = spend / results.
    """
    register = REGISTERS[row.register]
    due, before = (day_in(words.get(register.due, "")) for words in (row.words, row.before))
    budget, spend = (number_in(row.words.get(name, "")) for name in ("budget", "spend"))
    return RegisterFigures(
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


class Move(NamedTuple):
    """A day by which an action was due that was put back."""

    was: date
    now: date
    quarter: Period
    """The quarter whose record has the later day for the first time."""


@dataclass
class Course:
    """What became of one action, quarter by quarter."""

    records: list[ActionRecord] = field(default_factory=list)
    """As it was given, one for each quarter that has it, the earliest first."""

    @property
    def latest(self) -> ActionRecord:
        """As it was given last."""
        return self.records[-1]

    @property
    def opened(self) -> Period:
        """The first quarter that has it."""
        return self.records[0].period

    @property
    def moves(self) -> tuple[Move, ...]:
        """How its day was put back; one that was brought forward, or taken out, is none."""
        found, known = [], None
        for one in self.records:
            if one.due is not None:
                if known is not None and one.due > known:
                    found.append(Move(known, one.due, one.period))
                known = one.due
        return tuple(found)

    @property
    def closed(self) -> Period | None:
        """The quarter since which it has been closed; None where it is open."""
        since = None
        for one in reversed(self.records):
            if not one.is_closed:
                break
            since = one.period
        return since

    @property
    def result(self) -> str:
        """What came of it: the update given as it was closed, else the first one since; blank where it is open or none was given."""
        since = self.closed
        if since is None:
            return ""
        given = [one.update for one in self.records if one.period.last >= since.last and one.update]
        return given[0] if given else ""


def follow_actions(records: Iterable[ActionRecord]) -> list[Course]:
    """Return the course of each action, in the order in which they were begun; records come quarter by quarter.

    A reference, or a row, that is used again for other words after its action was closed is another action.
    """
    every: list[Course] = []
    known: dict[tuple[str, ...], Course] = {}
    for one in records:
        found = next((known[key] for key in keys_of(one) if key in known and _goes_on(known[key], one)), None)
        if found is None:
            found = Course()
            every.append(found)
        found.records.append(one)
        best, *others = keys_of(one)
        known[best] = found
        for key in others:
            known.setdefault(key, found)
    return every


def earlier_to_read(
    earlier: Sequence[ActionRecord], now: Sequence[ActionRecord], may_read: Callable[[ActionRecord], bool]
) -> list[ActionRecord]:
    """Return the earlier records of the actions that may be read as they were given last, quarter by quarter.

    Of a record that could not be read then the days are left, which tell how its day was put back; its words are not.
    """
    here, found = set(now), []
    for course in follow_actions((*earlier, *now)):
        last = course.latest
        if may_read(last):
            found += [
                one if may_read(one) else one._replace(reference=last.reference, action=last.action, update="", rag_reason="")
                for one in course.records
                if one not in here
            ]  # fmt: skip
    return sorted(found, key=lambda one: one.period.last)


def keys_of(one: ActionRecord) -> tuple[tuple[str, ...], ...]:
    """Return by what an action is known, best first."""
    if not one.partner:
        return (("", one.source.cell),)
    by_words = (one.partner, "", fold(one.action))
    return ((one.partner, fold(one.reference)), by_words) if one.reference else (by_words,)


def _goes_on(course: Course, one: ActionRecord) -> bool:
    before = course.latest
    if before.period == one.period:
        # Twice in one return: nobody can tell which of the two it was before.
        return False
    if one.partner and one.reference and before.reference and fold(before.reference) != fold(one.reference):
        return False
    same_words = fold(before.action) == fold(one.action)
    if not one.partner and before.period.shift(1) != one.period:
        return same_words
    return same_words or not before.is_closed

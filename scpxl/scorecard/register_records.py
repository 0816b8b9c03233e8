"""Lines of a scorecard's registers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from scpxl.scorecard.figures import Figure


@dataclass(frozen=True, slots=True)
class RegisterCell:
    """One cell of a row: words, a number or a day."""

    name: str
    """What it is for: owner, due, score."""
    text: str
    """As it reads; blank where there is nothing."""
    number: float | None = None
    """Its number; null where it is none."""
    day: date | None = None
    """Its day; null where it is none."""


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One row of a register."""

    key: str
    """By which the row is known for good."""
    typed_in: str
    """The quarter in which it was last typed."""
    closed: bool
    """Whether it has come to its end: the next quarter does not have it."""
    typed: tuple[RegisterCell, ...]
    """What people entered, one for each column."""
    worked: tuple[RegisterCell, ...]
    """What is worked out of it."""


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """Budget and spend of an objective, or of all of them."""

    objective: str
    """Its title; blank for all objectives together."""
    items: int
    """How many rows of the register it is the sum of."""
    budget: Figure
    """Of all its rows; missing where there is none."""
    spend: Figure
    """In the year to date, of the rows in which spend was entered."""
    spent: Figure
    """Spend as a percentage of the budget; missing where a row has no spend."""
    unspent: int
    """How many of the rows have no spend."""


@dataclass(frozen=True, slots=True)
class RegisterTable:
    """One register as it is at the end of the quarter."""

    name: str
    """As the framework asks for it: risks."""
    title: str
    """As its sheet is called."""
    help: str
    """What it is for, in a sentence."""
    lines: tuple[RegisterLine, ...]
    """Its rows, closed ones last: overdue ones and the highest risks first."""
    free_key: int = 1
    """The number of the first row that nobody ever typed in; 1 where nobody types."""
    sums: tuple[MoneyLine, ...] = ()
    """Of money: a line for each objective, and one for all of them.  Results are not added up: they count different things."""

"""The registers that a partnership may keep beside its figures, each declared once: its columns, and how long rows last.

Sheets, reading, checks, what is kept and what each edition shows all follow from what is declared here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

from scpxl.model.indicators import Edition
from scpxl.model.periods import Period
from scpxl.model.plan import REGISTER_ROWS as REGISTER_ROWS  # noqa: PLC0414  (a plan names registers, without what each is)
from scpxl.model.plan import RegisterName as RegisterName  # noqa: PLC0414


class Takes(StrEnum):
    """What a column of a register takes."""

    TEXT = "text"
    DAY = "day"
    CHOICE = "choice"
    OBJECTIVE = "objective"
    MEASURE = "measure"
    """The code of an indicator; its title is taken as well."""
    MONEY = "money"
    """Pounds, not negative."""
    SCORE = "score"
    """A whole number from 1 to 5."""


class Works(StrEnum):
    """What is worked out of a row and shown beside it."""

    SCORE = "score"
    """Likelihood times impact."""
    LEVEL = "level"
    """High, medium or low, by the score."""
    DIRECTION = "direction"
    """The score beside that of the quarter before."""
    OVERDUE = "overdue"
    """Whether the day by which something was due lies in the quarter or before it, while the row is open."""
    MOVED = "moved"
    """The day that was due as the quarter before ended, where it is another now."""
    SPENT = "spent"
    """Spend as a percentage of the budget."""
    RESULTS = "results"
    """What the measure counted in the year to date."""
    COST = "cost"
    """Spend over results."""


@dataclass(frozen=True, slots=True)
class Field:
    """A column to type in."""

    name: str
    head: str
    takes: Takes = Takes.TEXT
    choices: tuple[str, ...] = ()
    required: bool = False
    """Whether a row that is not blank must have it."""
    person: bool = False
    """Whether it names a person: observers read it only where it names a partner."""
    width: float = 16.0


@dataclass(frozen=True, slots=True)
class Worked:
    """A column that is worked out."""

    works: Works
    head: str
    width: float = 11.0

    @property
    def is_number(self) -> bool:
        """Whether it comes to a number."""
        return self.works in {Works.SCORE, Works.SPENT, Works.RESULTS, Works.COST}


@dataclass(frozen=True, slots=True)
class Register:
    """One register."""

    name: RegisterName
    sheet: str
    help: str
    """What it is for, in a sentence."""
    fields: tuple[Field, ...]
    worked: tuple[Worked, ...] = ()
    edition: Edition = Edition.OBSERVERS
    """The widest edition of a row about which nobody chose."""
    closes: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By field, in small letters, what closes a row: from the next quarter on it is not carried."""
    due: str = ""
    """The field with the day by which something is due."""
    within_year: bool = False
    """Whether rows are carried to the end of the financial year only."""

    def is_closed(self, words: Mapping[str, str]) -> bool:
        """Whether a row has come to its end."""
        return any(words.get(name, "").casefold() in ends for name, ends in self.closes.items())

    def carries(self, words: Mapping[str, str], typed: Period, period: Period) -> bool:
        """Whether a row that was last typed in one quarter belongs to a later one, or that itself."""
        if typed == period:
            return True
        same_year = typed.start_year == period.start_year
        return not self.is_closed(words) and (same_year or not self.within_year)


class RegisterRow(NamedTuple):
    """A row of a register as it is at the end of a quarter."""

    register: str
    key: str
    """By which it is known for good: no other row of its register ever has it."""
    period: Period
    """The quarter in which it was last typed."""
    words: Mapping[str, str]
    """What is in its cells: days as 2018-03-31, numbers plain."""
    before: Mapping[str, str]
    """What was in them as the quarter before ended; empty where it was not there."""


_STATES: Final = ("Not started", "In progress", "Done", "Dropped")
_OBJECTIVE: Final = Field("objective", "Objective", Takes.OBJECTIVE)
_OWNER: Final = Field("owner", "Owner", person=True)
_ENDED: Final = {"status": frozenset({"done", "dropped"})}
_CLOSED: Final = {"status": frozenset({"closed"})}
_STATUS: Final = Field("status", "Status", Takes.CHOICE, _STATES, width=12)
_OPEN: Final = Field("status", "Status", Takes.CHOICE, ("Open", "Closed"), width=12)

REGISTERS: Final[Mapping[str, Register]] = {
    one.name.value: one
    for one in (
        Register(
            RegisterName.FOLLOW_UP, "Follow-up", "What the board decided, and what has been done about it.",
            (
                Field("decision", "Decision", required=True, width=40),
                Field("decided", "Decided on", Takes.DAY, width=12), _OBJECTIVE, _OWNER,
                Field("due", "Due", Takes.DAY, width=12), _STATUS, Field("done", "What was done", width=44),
            ),
            (Worked(Works.OVERDUE, "Overdue"), Worked(Works.MOVED, "Was due")),
            closes=_ENDED, due="due",
        ),
        Register(
            RegisterName.ESCALATIONS, "Escalations", "What the implementation group escalates to the board, and why.",
            (
                Field("what", "What", required=True, width=40), Field("reason", "Why", required=True, width=40),
                Field("measure", "Measure", Takes.MEASURE, width=12),
                Field("raised", "Raised on", Takes.DAY, width=12), Field("asked", "Asked of the board", width=30),
                Field("status", "Status", Takes.CHOICE, ("Raised", "With the board", "Resolved", "Not taken up"), width=14),
                Field("outcome", "Outcome", width=34),
            ),
            edition=Edition.PARTNERSHIP,
            closes={"status": frozenset({"resolved", "not taken up"})},
        ),
        Register(
            RegisterName.REFERRALS, "Referrals", "Questions put to other boards, and their answers.",
            (
                Field("board", "To which board", required=True, width=24),
                Field("question", "Question", required=True, width=40), _OBJECTIVE,
                Field("asked", "Asked on", Takes.DAY, width=12), Field("due", "Answer due", Takes.DAY, width=12),
                Field("answer", "Answer", width=39), Field("answered", "Answered on", Takes.DAY, width=12),
                Field("status", "Outcome", Takes.CHOICE, ("Awaited", "Noted", "Acted on", "Declined"), width=12),
            ),
            (Worked(Works.OVERDUE, "Overdue"), Worked(Works.MOVED, "Was due")),
            closes={"status": frozenset({"noted", "acted on", "declined"})}, due="due",
        ),
        Register(
            RegisterName.PLAN, "Forward plan", "What is to be done in the partnership's planning cycle, by whom and by when.",
            (
                Field("task", "Task", required=True, width=48), _OBJECTIVE, _OWNER,
                Field("due", "Due", Takes.DAY, required=True, width=12), _STATUS, Field("note", "Note", width=40),
            ),
            (Worked(Works.OVERDUE, "Overdue"), Worked(Works.MOVED, "Was due")),
            closes=_ENDED, due="due",
        ),
        Register(
            RegisterName.RISKS, "Risks", "What may go wrong: likelihood and impact from 1 (low) to 5 (high).",
            (
                Field("risk", "Risk", required=True, width=38), _OBJECTIVE,
                Field("likelihood", "Likelihood", Takes.SCORE, required=True, width=12),
                Field("impact", "Impact", Takes.SCORE, required=True, width=10), _OWNER,
                Field("response", "What is being done", width=37), Field("review", "Review on", Takes.DAY, width=12), _OPEN,
            ),
            (Worked(Works.SCORE, "Score"), Worked(Works.LEVEL, "Level"), Worked(Works.DIRECTION, "Since last quarter", 15)),
            edition=Edition.PARTNERSHIP, closes=_CLOSED,
        ),
        Register(
            RegisterName.MONEY, "Money", "What was budgeted and spent in the year to date, and what each result cost.",
            (
                Field("objective", "Objective", Takes.OBJECTIVE, required=True),
                Field("item", "What it pays for", required=True, width=40),
                Field("budget", "Budget, £", Takes.MONEY, required=True, width=12),
                Field("spend", "Spend to date, £", Takes.MONEY, width=17),
                Field("measure", "Result measured by", Takes.MEASURE, width=19), Field("note", "Note", width=40),
            ),
            (
                Worked(Works.SPENT, "Spent, %"), Worked(Works.RESULTS, "Results, year to date", 21),
                Worked(Works.COST, "Cost per result, £", 18),
            ),
            edition=Edition.PARTNERSHIP, within_year=True,
        ),
        Register(
            RegisterName.ANALYSIS, "Analysis requests", "What analysis is wanted, for which decision and by when.",
            (
                Field("what", "What is wanted", required=True, width=40),
                Field("purpose", "For which decision", required=True, width=34),
                Field("asked", "Asked by", person=True), Field("due", "By when", Takes.DAY, width=12),
                _STATUS, Field("answer", "Answer", width=44),
            ),
            (Worked(Works.OVERDUE, "Overdue"), Worked(Works.MOVED, "Was due")),
            closes=_ENDED, due="due",
        ),
        Register(
            RegisterName.CONSULTATION, "Consultation", "Who was asked, what they said and what follows from it.",
            (
                Field("asked", "Who was asked", required=True, width=30), Field("when", "When", Takes.DAY, width=12),
                Field("how", "How", width=20), _OBJECTIVE, Field("said", "What they said", width=44),
                Field("follows", "What follows", width=44), _OPEN,
            ),
            closes=_CLOSED,
        ),
        Register(
            RegisterName.AGREEMENTS, "Sharing agreements", "Who shares what information with whom, and until when.",
            (
                Field("partner", "Partner", required=True, width=24),
                Field("what", "What is shared", required=True, width=44), Field("until", "Until", Takes.DAY, width=12),
                Field("status", "Status", Takes.CHOICE, ("In force", "Under review", "Ended"), width=14),
                Field("note", "Note", width=34),
            ),
            (Worked(Works.OVERDUE, "Overdue"), Worked(Works.MOVED, "Was due")),
            edition=Edition.PARTNERSHIP, closes={"status": frozenset({"ended"})}, due="until",
        ),
    )
}  # fmt: skip
"""Every register, by name."""


def day_in(words: str) -> date | None:
    """Return the day that a cell's words are, as they are kept; None where they are none.

    >>> day_in("2018-03-31"), day_in("soon")
    (datetime.date(2018, 3, 31), None)
    """
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None


def number_in(words: str) -> float | None:
    """Return the number that a cell's words are; None where they are none.

    >>> number_in(" 12500.5"), number_in("lots")
    (12500.5, None)
    """
    try:
        return float(words)
    except ValueError:
        return None


def key_of_row(number: int) -> str:
    """Return the key of a row, from its number.

    >>> key_of_row(7)
    '007'
    """
    return f"{number:03}"

"""Lines of a scorecard's lists: actions, commentary, returns, notes, registers, and years that have ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from scpxl.model.documents import CLOSED
from scpxl.scorecard.records.board import ExceptionLine as ExceptionLine  # noqa: PLC0414  (part of the scorecard)
from scpxl.scorecard.records.figures import Figure as Figure  # noqa: PLC0414  (the scorecard is made of them)
from scpxl.scorecard.records.figures import NumberStyle as NumberStyle  # noqa: PLC0414
from scpxl.scorecard.records.figures import StripFigure as StripFigure  # noqa: PLC0414
from scpxl.scorecard.records.groups import BenchmarkRow as BenchmarkRow  # noqa: PLC0414
from scpxl.scorecard.records.groups import BenchmarkTable as BenchmarkTable  # noqa: PLC0414
from scpxl.scorecard.records.groups import BreakdownRow as BreakdownRow  # noqa: PLC0414  (the scorecard is made of them)
from scpxl.scorecard.records.groups import BreakdownTable as BreakdownTable  # noqa: PLC0414
from scpxl.scorecard.records.groups import GroupComparison as GroupComparison  # noqa: PLC0414


@dataclass(frozen=True, slots=True)
class ActionMove:
    """A day by which an action was due that was put back."""

    was: date
    """The day by which it was due until then."""
    now: date
    """The later day."""
    quarter: str
    """The quarter whose record has the later day for the first time: Q3 2017-18."""


@dataclass(frozen=True, slots=True)
class ActionLine:
    """One row of the action plan."""

    reference: str
    objective: str
    action: str
    owner: str
    due: date | None
    status: str
    complete: Figure
    rag: str
    rag_reason: str
    update: str
    partner: str
    overdue: bool = False
    """Whether it was due by the end of the quarter and is not closed."""
    own: str = ""
    """The key of the row of the dashboard in which the partnership entered it; blank for a partner's."""
    supporting: tuple[str, ...] = ()
    """Names of the other partners who help with it."""
    opened: str = ""
    """The first quarter that has it on record: Q1 2017-18."""
    moves: tuple[ActionMove, ...] = ()
    """How the day it is due was put back, the first time first."""
    closed: str = ""
    """The quarter since which it has been complete or cancelled; blank while it is open."""
    result: str = ""
    """What came of it: the update given as it was closed, else the first one since; blank while it is open."""
    last_reported: str = ""
    """The quarter whose return has it last, where this quarter's does not; blank where it does."""
    no_return: bool = False
    """Whether that is because its partner has sent no return for this quarter."""

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done: it is neither complete nor cancelled."""
        return self.status.casefold() not in CLOSED


@dataclass(frozen=True, slots=True)
class CommentaryLine:
    """What one partner wrote about one objective, or the partnership itself about one measure of it."""

    objective: str
    objective_title: str
    partner: str
    happened: str
    why: str
    doing: str
    decision: str
    marking: str
    own: str = ""
    """The key of the row of the dashboard in which the partnership entered it; blank for a partner's."""
    indicator: str = ""
    """The measure it is about; blank where it is about the whole objective."""
    measure: str = ""
    """The title of that measure."""

    @property
    def about(self) -> str:
        """What it is about, in words."""
        return self.measure or self.objective_title

    @property
    def words(self) -> str:
        """What happened, why, and what is being done, as one paragraph."""
        return " ".join(filter(None, (self.happened, self.why, self.doing)))


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """Who sent what."""

    partner: str
    status: str
    """accepted, accepted with queries, returned, missing, not due yet, nothing due."""
    due: date
    received: date | None
    days_late: int
    attempts: int
    to_fix: int
    to_explain: int
    file: str
    signed_off: str
    words: str


@dataclass(frozen=True, slots=True)
class StatusRow:
    """What has come of one section of one partner's return, month by month."""

    partner: str
    section: str
    """Measures, Wards, Breakdowns, Actions or Commentary."""
    months: tuple[str, ...]
    """The months of the period, as printed."""
    states: tuple[str, ...]
    """One state per month: received, late, provisional, nil, in part, not given, returned, withdrawn, missing, not due, nothing due; blank where nothing is asked for."""


@dataclass(frozen=True, slots=True)
class TidyTable:
    """A plain table: names of columns, then rows of text, numbers and None."""

    name: str
    description: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | float | int | None, ...], ...]


@dataclass(frozen=True, slots=True)
class NoteLine:
    """An entry of the Notes sheet."""

    group: str
    """Definitions, Sources, Breaks and unreliable months, Markers, Methods, Changes."""
    term: str
    words: str


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


@dataclass(frozen=True, slots=True)
class YearLine:
    """One indicator: its quarters, its years, and what it is to reach in the years to come."""

    indicator: str
    quarters: tuple[Figure, ...]
    """The four quarters of the year; of a yearly rate what was counted in each."""
    years: tuple[Figure, ...]
    """The headline of each year, the latest last; of levels that at the year's end."""
    targets: tuple[Figure, ...]
    """For each year to come for which any target is set; the number, or that none is."""
    names: tuple[str, ...] = ()
    """What each year's figure is of, as a card calls it; blank where no card shows it."""


@dataclass(frozen=True, slots=True)
class BoardLine:
    """Another board, and the indicators it is told of."""

    code: str
    title: str
    objectives: tuple[str, ...]
    """Codes of the objectives it is told of."""
    indicators: tuple[str, ...]
    """Codes of the indicators of these, and of others named, in the framework's order."""


@dataclass(frozen=True, slots=True)
class YearScorecard:
    """A financial year: every indicator's four quarters side by side, and up to five years."""

    name: str
    """The year: 2017-18."""
    years: tuple[str, ...]
    """Names of the years side by side, the latest last."""
    ahead: tuple[str, ...]
    """Names of the years to come for which targets are set."""
    lines: tuple[YearLine, ...]
    boards: tuple[BoardLine, ...] = ()
    """Other boards, each with what it is told of."""

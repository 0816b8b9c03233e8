"""What a check is: one record of everything that is said of it, from which guide, form, practice and tests follow."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from scpxl.returns.cells import CellRef
from scpxl.returns.findings import Severity, Stage
from scpxl.returns.prefill import Typed

FIX, ASK, NOTE = Severity.MUST_FIX, Severity.EXPLAIN, Severity.NOTE

_NEVER_BY_STAGE = {
    Stage.FILE: "the file cannot be read, or is not safe to read",
    Stage.FORM: "without it there is no sign that this is our form",
    Stage.IDENTITY: "without it there is no telling whose figures these are, or for when",
    Stage.STRUCTURE: "without it figures cannot be told apart",
}


class Ours(NamedTuple):
    """Why the form itself cannot make a check, as the partner is told; checks that share a reason share the line."""

    why: str


class ShownAs(NamedTuple):
    """The check as which the form shows one that it cannot tell apart."""

    code: str


Live: TypeAlias = str | Ours | ShownAs | None
"""How the form checks it while it is filled in: what is wrong if it fails, in words; or why not.

None where the question does not arise: of the file as a whole, and of what takes the record or a text's meaning.
"""


class Among(StrEnum):
    """In which row a practice figure is entered: the first of its sort."""

    COUNTS = "a count"
    PAIRS = "a number out of another"
    SURVEYS = "a survey's percentage"
    A_WARD = "a ward"
    NO_WARD = "ward not known"
    ADDING_UP = "an item of those that add up"
    OVERLAPPING = "an item of those that overlap"


class InFigure(NamedTuple):
    """A figure of the period overwritten; `earlier` is in every month before it."""

    value: Typed
    among: Among = Among.COUNTS
    below: int = 0
    """So many rows below the first of its sort."""
    earlier: float | None = None
    month: int = 1


class InAction(NamedTuple):
    """A cell of the first action overwritten, or left out."""

    key: str
    value: Typed


class OnStart(NamedTuple):
    """An answer on Start overwritten, or left out."""

    key: str
    value: Typed


class InIdentity(NamedTuple):
    """What the form says of itself, overwritten."""

    key: str
    value: str


class Deed(StrEnum):
    """A mistake that takes more than typing into one cell; `scpxl.jobs.setting_up.mistakes` knows how each is made."""

    EMPTIED = "emptied"
    SAVED_AS_WEB_PAGE = "saved as a web page"
    SAVED_AS_TEXT = "saved as text"
    RENAMED_PDF = "a renamed PDF"
    BROKEN_OFF = "broken off"
    ZIPPED = "zipped"
    SAVED_AS_OPENDOCUMENT = "saved as OpenDocument"
    PART_LOST = "a part lost"
    MACROS_ADDED = "macros added"
    RENAMED = "renamed"
    LINKED = "linked to another workbook"
    ROW_HIDDEN = "a row hidden"
    SHEET_DOUBLED = "a sheet doubled"
    CELL_DOUBLED = "a cell doubled"
    TYPED_FAR_AWAY = "something entered far away"
    LAST_PERIOD = "the last period's"
    SHEET_DELETED = "a sheet deleted"
    HEADINGS_OVERTYPED = "headings overwritten"
    COLUMN_DELETED = "a column deleted"
    COLUMN_ADDED = "a column added"
    COLUMN_COPIED = "a column copied"
    ROW_DELETED = "a row deleted"
    ROW_ADDED = "a row added"
    TOTAL_ADDED = "a total added"
    ACTION_REPEATED = "an action repeated"
    OWN_NAME_SUPPORTING = "its own name among the supporting partners"
    COLUMNS_MOVED = "columns moved"
    FIGURE_FORGOTTEN = "a figure forgotten"
    NOTHING_TYPED = "nothing entered"
    WARDS_SWAPPED = "two wards swapped"


class Mistake(NamedTuple):
    """How somebody comes to get the finding: what was done, in words, and how a practice return is made of it."""

    done: str
    by: InFigure | InAction | OnStart | InIdentity | Deed
    suffix: str = ".xlsx"
    also: tuple[str, ...] = ()
    """Codes of findings that come with it and are as true."""


class Check(NamedTuple):
    """One check: its code, how serious it is, when it is said, its words, and all that follows from them."""

    code: str
    severity: Severity
    stage: Stage
    fact: str
    """What is wrong, as a format string of facts."""
    advice: str = ""
    """What to do, likewise."""
    example: Mapping[str, object] = MappingProxyType({})
    """Facts with which the words can be shown, where those every check shares would not do."""
    at: CellRef | None = None
    """The cell of the example."""
    never: str = ""
    """Why it can be neither waived nor put on trial, where its stage does not say so."""
    of_indicators: bool = True
    """Whether it is about an indicator's figures, so that a waiver may name one."""
    answered: bool = False
    """Whether an explanation beside the figure answers it."""
    against: str = ""
    """What an indicator must have for a tolerance of the check to say anything; blank where it takes none."""
    live: Live = None
    mistake: Mistake | None = None

    @property
    def why_not_waivable(self) -> str:
        """Why it can be neither waived nor put on trial; blank where it can.

        A check can be let by where what the return says can still be taken as it is.  Where it cannot, that
        would lose a figure or guess one, and nobody's agreement makes up for that.
        """
        if self.severity is Severity.NOTE:
            return "it only informs: there is nothing to waive"
        if self.code.startswith("TIDY_"):
            return "it is about imported tables, not returns"
        return self.never or _NEVER_BY_STAGE.get(self.stage, "")

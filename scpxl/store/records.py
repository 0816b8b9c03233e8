"""What goes into the store and what it gives back.  Whatever people wrote in it has passed the guard, unless it says so."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from scpxl.model.agreements import Waiver
from scpxl.model.documents import ActionRecord, CommentaryRecord, ExplanationRecord
from scpxl.model.observations import Marker, Observation, SeriesKey, Source
from scpxl.model.periods import Period
from scpxl.privacy.kinds import FoundKind
from scpxl.privacy.quoting import Quote
from scpxl.returns.findings import Finding, ReturnVerdict


class SubmissionKind(StrEnum):
    """What a file brings: a partner's return, figures from before, or figures to compare with."""

    RETURN = "return"
    HISTORY = "history"
    BENCHMARK = "benchmark"


class SubmissionStatus(StrEnum):
    """Where a submission is in its life: from its first moment on record it is judged."""

    RETURNED = "returned"
    ACCEPTED = "accepted"
    WITH_QUERIES = "accepted with queries"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"

    @property
    def is_in_force(self) -> bool:
        """Whether its commentary and actions are the ones shown."""
        return self in {SubmissionStatus.ACCEPTED, SubmissionStatus.WITH_QUERIES}


STATUS_OF = {
    ReturnVerdict.ACCEPTED: SubmissionStatus.ACCEPTED,
    ReturnVerdict.WITH_QUERIES: SubmissionStatus.WITH_QUERIES,
    ReturnVerdict.RETURNED: SubmissionStatus.RETURNED,
}


@dataclass(frozen=True, slots=True)
class NewSubmission:
    """One sending of a file, as it was received and judged.

    `period` is what the file is about: for history and benchmarks any first month and length.
    `received` carries its time zone.  `figures` is how many were read, kept or not.
    """

    partner: str
    period: Period
    sha256: str
    file: str
    verdict: ReturnVerdict
    received: datetime
    framework_version: str
    figures: int
    kind: SubmissionKind = SubmissionKind.RETURN
    signed_name: str = ""
    signed_role: str = ""
    signed_date: date | None = None
    nil_sections: tuple[str, ...] = ()
    """The sheets on which it says that there is nothing to report."""


class Brought(NamedTuple):
    """All that a submission brings beside itself."""

    observations: Sequence[Observation] = ()
    commentary: Iterable[CommentaryRecord] = ()
    actions: Iterable[ActionRecord] = ()
    findings: Iterable[Finding] = ()
    explanations: Iterable[ExplanationRecord] = ()
    waived: Iterable[tuple[Waiver, int]] = ()
    """The waivers that were applied, each with how many findings it covered."""


NOTHING = Brought()


@dataclass(frozen=True, slots=True)
class SubmissionRecord:
    """A submission as the store holds it."""

    id: int
    reference: str
    partner: str
    period: Period
    sha256: str
    file: str
    kind: SubmissionKind
    attempt: int
    received: datetime
    status: SubmissionStatus
    framework_version: str
    figures: int
    signed_name: str
    signed_role: str
    signed_date: date | None


class StoredReading(NamedTuple):
    """What a cell said at one time, and which cell of which submission it was."""

    numerator: float | None
    denominator: float | None
    marker: Marker
    source: Source


class Restatement(NamedTuple):
    """A stored figure that a later submission changed.

    Where a later attempt leaves out a figure that an earlier attempt at the same return gave, `new`
    is marked `Marker.BLANK` and names no cell.
    """

    series: SeriesKey
    period: Period
    old: StoredReading
    new: StoredReading
    submitted_for: Period
    """What the submission that brought the new value is about."""
    made: datetime

    @property
    def corrects_own_period(self) -> bool:
        """Whether the figure is of the very period the return is for: a correction between attempts."""
        return self.period.first >= self.submitted_for.first and self.period.last <= self.submitted_for.last


@dataclass(frozen=True, slots=True)
class SavedSubmission:
    """What became of a submission.

    `is_repeat` says that the same bytes were stored before: nothing was changed, and everything here
    but the counts is of the earlier submission.  For a returned one the counts are zero.
    """

    id: int
    reference: str
    attempt: int
    status: SubmissionStatus
    is_repeat: bool
    new: int
    unchanged: int
    restated: tuple[Restatement, ...]
    overtaken: int = 0
    """How many figures stay as a return for a later period has restated them."""


class LifeChange(NamedTuple):
    """What became of a submission, and what is in force for its partner and period now."""

    submission: SubmissionRecord
    in_force: SubmissionRecord | None
    figures: int
    """How many figures of the current view are other than before."""


class WaiverUse(NamedTuple):
    """A waiver applied to a submission, and how many findings it let by."""

    waiver: Waiver
    submission: str
    """Its reference."""
    partner: str
    period: Period
    findings: int


class Publication(NamedTuple):
    """One publish: what it was for, when, under which framework, and the hash of its results."""

    id: int
    period: Period
    edition: str
    made: datetime
    framework_version: str
    sha256: str


class ReleaseState(StrEnum):
    """Where a publication is in its life: a draft until somebody approves it."""

    DRAFT = "draft"
    APPROVED = "approved"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class ReleaseStep(NamedTuple):
    """What was decided about a publication: approved, superseded by a later one, or withdrawn."""

    publication: int
    """The number of the publication."""
    state: ReleaseState
    by: str
    reason: str
    """Blank where an approval says none."""
    recorded: datetime


class WrittenOutput(NamedTuple):
    """A file of a publication as it was written: its sum, and by what all it was made of is known."""

    sha256: str
    made_of: str
    publication: int


class FrameworkVersion(NamedTuple):
    """A framework as it was when it was first used; the same version edited has another hash."""

    version: str
    sha256: str
    framework: str
    """The framework as JSON."""
    first_used: datetime


class Decision(NamedTuple):
    """What was decided about an indicator in a period, by whom, and why."""

    indicator: str
    period: Period
    decision: str
    by: str
    reason: str
    recorded: datetime


class EditionChoice(NamedTuple):
    """The widest edition that somebody chose for a text: who, and why."""

    key: str
    """Which text: decision/BUR-01, action/met/A3, commentary/met/O1, explanation/met/BUR-01."""
    period: Period
    edition: str
    """partnership, observers or public."""
    by: str
    reason: str
    recorded: datetime


class EntryKind(StrEnum):
    """What a partnership itself types into its dashboard beside its decisions and its registers."""

    COMMENT = "comment"
    ACTION = "action"


class Entry(NamedTuple):
    """One row that a partnership entered into its dashboard, as it stood after one typing."""

    kind: str
    """An `EntryKind`, or the name of a register."""
    key: str
    """By which the row is known: of a comment the objective's code, of an action the number of its row."""
    period: Period
    words: Mapping[str, str]
    """What was in its cells, by what they are for; all blank where the row was cleared."""
    by: str
    """Who brought it into the record: the user of the computer it was read on."""
    recorded: datetime

    @property
    def is_blank(self) -> bool:
        """Whether the row was cleared."""
        return not any(self.words.values())


class Event(NamedTuple):
    """One thing that was done: when, what in a word, and in a sentence.

    `submission` is the number of the submission concerned, None for what concerns none; its partner
    and period are the event's.
    """

    moment: datetime
    what: str
    words: str
    submission: int | None = None
    partner: str = ""
    period: Period | None = None
    quotes: tuple[Quote, ...] | None = None
    """What was withheld from the words as they were made; None where nobody looked for anything."""


class Clearance(NamedTuple):
    """What a person decided about a text: whether it may be shown, who, why and when."""

    cleared: bool
    by: str
    reason: str
    recorded: datetime


class PrivateText(NamedTuple):
    """A text that may identify somebody, as it was written, and one place where it is."""

    id: str
    text: str
    kinds: tuple[FoundKind, ...]
    period: Period | None
    partner: str
    submission: str
    """The reference of the submission it came with; blank for what came with none."""
    file: str
    """The submission's file, as it may be shown."""
    sheet: str
    row: str
    """The first cell of its row, for what is in a table; the cells themselves for what a finding quotes."""
    field: str
    """Which of the record's texts it is; blank for what a finding quotes."""
    place: str
    """What it is where it is in no sheet: the name of a file, words of a decision."""
    where: str = ""
    """Its cell, where a finding says which; blank where the form must be asked."""
    is_in_force: bool = True
    """Whether it is among what a dashboard of its period would show."""
    clearance: Clearance | None = None

    @property
    def is_withheld(self) -> bool:
        """Whether nobody has cleared it."""
        return self.clearance is None or not self.clearance.cleared

"""What goes into the store and what it gives back: submissions, and what became of their figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from scpxl.model.observations import Marker, SeriesKey, Source
from scpxl.model.periods import Period
from scpxl.returns.findings import Verdict


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
    Verdict.ACCEPTED: SubmissionStatus.ACCEPTED,
    Verdict.WITH_QUERIES: SubmissionStatus.WITH_QUERIES,
    Verdict.RETURNED: SubmissionStatus.RETURNED,
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
    verdict: Verdict
    received: datetime
    framework_version: str
    figures: int
    kind: SubmissionKind = SubmissionKind.RETURN
    signed_name: str = ""
    signed_role: str = ""
    signed_date: date | None = None
    nil_sections: tuple[str, ...] = ()
    """The sheets on which it says that there is nothing to report."""


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


class Reading(NamedTuple):
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
    old: Reading
    new: Reading
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
    but the counts is of the earlier submission.  For a returned one the counts are nought.
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

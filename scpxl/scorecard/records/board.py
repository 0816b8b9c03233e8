"""What a board is told beside the figures: exceptions and what was decided, how sure the data is, what has changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from scpxl.verdicts import Judgement, Rag
from scpxl.words import day_text


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """What people decided about an exception.  It stands until they decide otherwise."""

    indicator: str
    """The indicator's code."""
    title: str
    period: str
    """The quarter it was decided for: Q4 2017-18."""
    decision: str
    """escalate, watch or close."""
    by: str
    """Who decided."""
    reason: str
    """Why, in their words."""
    recorded: date
    """The day it was written down."""
    words: str


def decision_words(line: DecisionLine) -> str:
    """Return a decision in words: what, by whom where that may be said, when, for which quarter, and why."""
    by = f"{line.by}, " if line.by else ""
    return f"{line.decision.capitalize()}: {by}{day_text(line.recorded)}, for {line.period}. {line.reason}"


@dataclass(frozen=True, slots=True)
class ExceptionLine:
    """One thing outside what random variation would produce, or off target."""

    place: int
    indicator: str
    title: str
    objective: str
    rule: str
    words: str
    judgement: Judgement
    rag: Rag
    rule_words: str = ""
    """What the rule looks for, and why it has its place in the order."""
    suggestion: str = ""
    """What the rule suggests: escalate or watch; blank where nothing is asked of anybody."""
    decision: DecisionLine | None = None
    """What people last decided about it; null where nobody has."""


@dataclass(frozen=True, slots=True)
class QualityLine:
    """How far an indicator's figures can be relied on, and what the grade rests on."""

    indicator: str
    title: str
    grade: str
    """A to D: the worst of its parts; a dash where nothing can be graded."""
    words: str
    complete: float | None
    """Figures there for each 100 that were due in the window."""
    complete_words: str
    days_late: float | None
    """Mean days after the due date of the last four quarters' returns; null where none was due."""
    late_words: str
    restated: float | None
    """Median change of the restated figures in per cent, whichever way; null where none was restated."""
    restated_words: str
    breaks: float
    """Registered in the window: a break counts 1, an unreliable stretch a half."""
    break_words: str
    last_received: date | None
    """The day its newest figure came; null where none did, or where that is not known."""


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """One indicator whose published figures are no longer what they were."""

    indicator: str
    title: str
    published: str
    """The headline as it was published."""
    now: str
    """The same headline from the record as it is."""
    figures: str
    """Each single month or quarter that is other than it was, and the sums that follow."""
    effects: str
    """What follows for rating, rank, variation, exceptions and the change on a year ago; blank where nothing."""
    why: str
    """What the framework says differently of it, and who restated its figures since; blank where neither is known."""


@dataclass(frozen=True, slots=True)
class ChangedSince:
    """What has changed since the last publication that differs."""

    period: str
    """The period that was published: Q3 2017-18."""
    published: date
    """The day it was published."""
    words: str
    lines: tuple[ChangedLine, ...]
    gone: tuple[str, ...]
    """Indicators that were published and no longer are."""
    come: tuple[str, ...]
    """Indicators that were not published before."""


@dataclass(frozen=True, slots=True)
class RevisedLine:
    """One indicator with figures that were published before with another value: those marked [r]."""

    indicator: str
    title: str
    figures: str
    """Each such figure with the value it last had, the day that was published, and what it is now."""
    published: date
    """The first of those days."""
    why: str
    """Who restated its figures since, and what was said of it; blank where nobody did."""

"""What partners write beside their figures: commentary and the action plan."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from scpxl.model.observations import Source
from scpxl.model.periods import Period


class CommentaryRecord(NamedTuple):
    """What one partner wrote about one objective in one period; the partnership itself, about one of its measures too."""

    partner: str
    period: Period
    objective: str
    happened: str
    why: str
    doing: str
    decision: str
    marking: str
    source: Source = Source()
    indicator: str = ""
    """The measure it is about; blank where it is about the whole objective."""


CLOSED = frozenset({"complete", "cancelled"})
"""What an action's status says when nothing more is to be done."""


class ActionRecord(NamedTuple):
    """One row of the action plan as one partner gave it for one period."""

    partner: str
    period: Period
    reference: str
    objective: str
    action: str
    owner: str
    due: date | None
    status: str
    complete: float | None
    rag: str
    rag_reason: str
    update: str
    source: Source = Source()
    supporting: tuple[str, ...] = ()
    """Codes of the partners who help with it, beside the one whose return it is on."""

    @property
    def is_closed(self) -> bool:
        """Whether nothing more is to be done: it is complete or was cancelled."""
        return self.status.casefold() in CLOSED

    def is_due_by(self, day: date) -> bool:
        """Whether it was due by a day, done or not."""
        return self.due is not None and self.due <= day


class ExplanationRecord(NamedTuple):
    """Why a figure is as it is, in the partner's words."""

    partner: str
    period: Period
    indicator: str
    reason: str
    explanation: str
    source: Source = Source()

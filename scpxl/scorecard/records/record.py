"""What the store holds of a period, as far as a scorecard needs it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from scpxl.model.documents import ActionRecord, CommentaryRecord, ExplanationRecord
from scpxl.model.framework import Edition
from scpxl.model.observations import Observation
from scpxl.model.periods import Period
from scpxl.model.registers import RegisterRow
from scpxl.scorecard.lists.quality import Feed, Revision
from scpxl.scorecard.lists.returns import Sending
from scpxl.scorecard.published.revised import Earlier, RestatedBy
from scpxl.scorecard.records.board import DecisionLine


@dataclass(frozen=True)
class PeriodRecord:
    """What the store holds, as far as a scorecard needs it."""

    observations: Sequence[Observation]
    actions: Sequence[ActionRecord] = ()
    """Of partners, and after them the partnership's own, whose partner is blank and whose source is the key of their row."""
    earlier_actions: Sequence[ActionRecord] = ()
    """The same of the quarters before, quarter by quarter: since when each is on record follows from them."""
    plans: Collection[tuple[str, Period]] = ()
    """Partner and quarter of every accepted return, so that an action nobody mentions is told from a missing return."""
    commentary: Sequence[CommentaryRecord] = ()
    """As the actions."""
    explanations: Sequence[ExplanationRecord] = ()
    sendings: Sequence[Sending] = ()
    today: date | None = None
    """The day lateness is reckoned by; None for the day the scorecard is made."""
    framework_changes: tuple[str, ...] = ()
    nil_sections: Collection[tuple[str, str]] = ()
    """Partner and section of whatever an accepted return says holds nothing to report."""
    decisions: Sequence[DecisionLine] = ()
    """What people last decided about each indicator, by this period."""
    feeds: Sequence[Feed] | None = None
    """Every accepted submission; None where the data is not to be graded."""
    revisions: Sequence[Revision] = ()
    """What was restated of the own area's figures."""
    withheld: int = 0
    """How many texts of the period are withheld because they may identify somebody."""
    registers: Sequence[RegisterRow] = ()
    """The rows of the registers that the framework asks for."""
    free_keys: Mapping[str, int] = field(default_factory=dict)
    """By register, the number of the first row that nobody ever typed in."""
    chosen: Mapping[str, Edition] = field(default_factory=dict)
    """The widest edition that people chose for a text, by its key (`text_keys`); texts not named have the usual one."""
    published: Earlier = field(default_factory=dict)
    """What publications of this edition said of the figures."""
    restated: Sequence[RestatedBy] = ()
    """Who restated figures of the own area."""

"""The rules that make an exception, in the order in which a board should read them, and what each suggests.

A rule only suggests.  Whether something goes to the board is decided by people; what they decided is kept with their
name and reason, and stands in the quarters that follow until they decide otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from scpxl.model.ratings import Judgement
from scpxl.scorecard.board import DecisionLine


class Choice(StrEnum):
    """What people can decide about an exception."""

    ESCALATE = "escalate"
    WATCH = "watch"
    CLOSE = "close"

    @property
    def words(self) -> str:
        """What it means."""
        return _CHOICES[self]


_CHOICES: Final[Mapping[Choice, str]] = {
    Choice.ESCALATE: "it goes to the board",
    Choice.WATCH: "the lead looks again next quarter",
    Choice.CLOSE: "nothing more is to be done about it",
}


@dataclass(frozen=True, slots=True)
class ExceptionRule:
    """One reason to be on the list."""

    name: str
    words: str
    """What it looks for, and why it stands where it does."""
    judgement: Judgement
    suggestion: str = ""
    tells_assurance: bool = False
    """Whether the line also says what the process would do against the target."""


RULES: Final[Mapping[str, ExceptionRule]] = {
    "worse and off target": ExceptionRule(
        "Special cause for the worse, and off target",
        "The newest figure is worse than chance would make it and the target is missed by more than is tolerated. "
        "First, because something has changed and the result already counts.",
        Judgement.WORSE,
        Choice.ESCALATE,
    ),
    "out of reach": ExceptionRule(
        "Off target, and out of reach",
        "The target is missed by more than is tolerated and lies outside what the process produces. Before a special "
        "cause alone, because explaining a month will not help: the board has to change the process or the target.",
        Judgement.WORSE,
        Choice.ESCALATE,
        tells_assurance=True,
    ),
    "worse": ExceptionRule(
        "Special cause for the worse",
        "The newest figure is worse than chance would make it, though no target is missed by more than is tolerated. "
        "Before a missed target within reach, because it is the first sign of a change.",
        Judgement.WORSE,
        Choice.WATCH,
    ),
    "off target": ExceptionRule(
        "Off target",
        "The target is missed by more than is tolerated; the newest figure is within chance and the target within "
        "what the process produces.",
        Judgement.WORSE,
        Choice.WATCH,
        tells_assurance=True,
    ),
    "neither": ExceptionRule(
        "Special cause",
        "The newest figure is outside chance where neither way is better: somebody should know why.",
        Judgement.NEUTRAL,
        Choice.WATCH,
    ),
    "better": ExceptionRule(
        "Special cause for the better",
        "The newest figure is better than chance would make it. Last, because nothing is asked of the board but to "
        "learn from it.",
        Judgement.BETTER,
    ),
}
"""The rules in rank order; an indicator is listed once, under the first that holds."""


def standing_decisions(decisions: Iterable[DecisionLine], listed: Iterable[str]) -> tuple[DecisionLine, ...]:
    """Return the decisions not closed whose indicator is no exception any more: they are not forgotten."""
    there = set(listed)
    return tuple(one for one in decisions if one.decision != Choice.CLOSE and one.indicator not in there)

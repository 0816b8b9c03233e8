"""Actions from quarter to quarter: since when each is on record, how often its day was put back, when it was closed.

An action is known by its partner and its reference; without a reference, by its partner and its words, exactly the
same but for case, spaces and punctuation at the ends.  The partnership's own is known by its row of the dashboard.
Nothing is guessed from words that are merely alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from scpxl.model.documents import ActionRecord
from scpxl.model.periods import Period
from scpxl.returns.normalise import fold


class Move(NamedTuple):
    """A day by which an action was due that was put back."""

    was: date
    now: date
    quarter: Period
    """The quarter whose record has the later day for the first time."""


@dataclass
class Course:
    """What became of one action, quarter by quarter."""

    records: list[ActionRecord] = field(default_factory=list)
    """As it was given, one for each quarter that has it, the earliest first."""

    @property
    def latest(self) -> ActionRecord:
        """As it was given last."""
        return self.records[-1]

    @property
    def opened(self) -> Period:
        """The first quarter that has it."""
        return self.records[0].period

    @property
    def moves(self) -> tuple[Move, ...]:
        """How its day was put back; one that was brought forward, or taken out, is none."""
        found, known = [], None
        for one in self.records:
            if one.due is not None:
                if known is not None and one.due > known:
                    found.append(Move(known, one.due, one.period))
                known = one.due
        return tuple(found)

    @property
    def closed(self) -> Period | None:
        """The quarter since which it has been closed; None where it is open."""
        since = None
        for one in reversed(self.records):
            if not one.is_closed:
                break
            since = one.period
        return since

    @property
    def result(self) -> str:
        """What came of it: the update given as it was closed, else the first one since; blank where it is open or none was given."""
        since = self.closed
        if since is None:
            return ""
        given = [one.update for one in self.records if one.period.last >= since.last and one.update]
        return given[0] if given else ""


def follow_actions(records: Iterable[ActionRecord]) -> list[Course]:
    """Return the course of each action, in the order in which they were begun; records come quarter by quarter.

    A reference, or a row, that is used again for other words after its action was closed is another action.
    """
    every: list[Course] = []
    known: dict[tuple[str, ...], Course] = {}
    for one in records:
        found = next((known[key] for key in keys_of(one) if key in known and _goes_on(known[key], one)), None)
        if found is None:
            found = Course()
            every.append(found)
        found.records.append(one)
        best, *others = keys_of(one)
        known[best] = found
        for key in others:
            known.setdefault(key, found)
    return every


def earlier_to_read(
    earlier: Sequence[ActionRecord], now: Sequence[ActionRecord], may_read: Callable[[ActionRecord], bool]
) -> list[ActionRecord]:
    """Return the earlier records of the actions that may be read as they were given last, quarter by quarter.

    Of a record that could not be read then the days are left, which tell how its day was put back; its words are not.
    """
    here, found = set(now), []
    for course in follow_actions((*earlier, *now)):
        last = course.latest
        if may_read(last):
            found += [
                one if may_read(one) else one._replace(reference=last.reference, action=last.action, update="", rag_reason="")
                for one in course.records
                if one not in here
            ]  # fmt: skip
    return sorted(found, key=lambda one: one.period.last)


def keys_of(one: ActionRecord) -> tuple[tuple[str, ...], ...]:
    """Return by what an action is known, best first."""
    if not one.partner:
        return (("", one.source.cell),)
    by_words = (one.partner, "", fold(one.action))
    return ((one.partner, fold(one.reference)), by_words) if one.reference else (by_words,)


def _goes_on(course: Course, one: ActionRecord) -> bool:
    before = course.latest
    if before.period == one.period:
        # Twice in one return: nobody can tell which of the two it was before.
        return False
    if one.partner and one.reference and before.reference and fold(before.reference) != fold(one.reference):
        return False
    same_words = fold(before.action) == fold(one.action)
    if not one.partner and before.period.shift(1) != one.period:
        return same_words
    return same_words or not before.is_closed

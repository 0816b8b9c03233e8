"""What a partner is asked of each action in the action plan; a question is a function marked `of_each_action`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from scpxl.checks.catalogue import finding
from scpxl.checks.texts import Words
from scpxl.checks.usual import is_fraction, is_on_another_scale
from scpxl.model.documents import ActionRecord
from scpxl.returns.cells import CellRef
from scpxl.returns.findings import Finding
from scpxl.returns.form import ReturnForm, Sheet
from scpxl.returns.normalise import fold, show
from scpxl.returns.prefill import Prefill
from scpxl.returns.raw import RawReturn, RawRow
from scpxl.words import digits_of_day


class Asked(NamedTuple):
    """One action as it is asked about: what is in its row, and what is known besides."""

    action: ActionRecord
    row: RawRow
    ended: date
    """The last day of the return's period."""
    was: float | None
    """The share that was done last time."""

    def cell(self, key: str) -> list[CellRef]:
        """Return one of its cells; none where its column is not there."""
        return [self.row.cell(key).ref] if key in self.row.columns else []


_Question = Callable[[Asked], Iterator[Finding]]
_QUESTIONS: list[_Question] = []


def of_each_action(question: _Question) -> _Question:
    """Ask this of each action."""
    _QUESTIONS.append(question)
    return question


def check_actions(raw: RawReturn, form: ReturnForm, words: Words, known: Prefill) -> Iterator[Finding]:
    """Yield what is asked of each action; `known` holds the actions as they were given last time."""
    found = raw.tables.get(Sheet.ACTIONS)
    if found is None or "update" not in found.columns:
        return
    rows = {row.first.a1: row for row in found.rows}
    before = {fold(str(one.get("reference") or "")): one.get("complete") for one in known.actions}
    for action in words.actions:
        row = rows.get(action.source.cell)
        if row is not None:
            was = before.get(fold(action.reference))
            about = Asked(action, row, form.period.last_day, was if isinstance(was, (int, float)) else None)
            for question in _QUESTIONS:
                yield from question(about)


@of_each_action
def _overdue(about: Asked) -> Iterator[Finding]:
    action = about.action
    if (
        action.due is not None
        and action.is_due_by(about.ended)
        and not action.update
        and not action.is_closed
    ):
        due = digits_of_day(action.due)
        yield finding("ACTION_OVERDUE", about.cell("update"), action=action.reference, due=due)


@of_each_action
def _share_done(about: Asked) -> Iterator[Finding]:
    now, was = about.action.complete, about.was
    # Less than one per cent has a question of its own; an update that gives the share answers this one.
    if now is None or was is None or now >= was or is_fraction(now):
        return
    if f"{show(now)}%" not in about.action.update and is_on_another_scale(now, was, was, least=1):
        facts = {"action": about.action.reference, "was": show(was), "now": show(now)}
        yield finding("COMPLETE_FELL", about.cell("complete"), **facts)


@of_each_action
def _status_at_odds(about: Asked) -> Iterator[Finding]:
    done, status = about.action.complete, about.action.status
    fits = {
        "Not started": done == 0,
        "In progress": done != 100,
        "Overdue": done != 100,
        "Complete": done == 100,
    }
    # Less than one per cent has a question of its own.
    if done is not None and not is_fraction(done) and not fits.get(status, True):
        facts = {"action": about.action.reference, "complete": show(done), "status": status}
        yield finding("STATUS_AT_ODDS", about.cell("status"), **facts)

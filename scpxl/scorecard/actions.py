"""The action plan as a board reads it: each action as it is, and what became of it since it was first on record."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from scpxl.figures.actions import Course, follow_actions
from scpxl.model.documents import ActionRecord
from scpxl.model.framework import Framework
from scpxl.model.indicators import Edition
from scpxl.model.periods import Period
from scpxl.scorecard.editions import takes_typing
from scpxl.scorecard.figures import NumberStyle
from scpxl.scorecard.list_records import ActionLine, ActionMove
from scpxl.scorecard.record import Record
from scpxl.scorecard.wording import figure
from scpxl.verdicts import Rag


class ActionPlan(NamedTuple):
    """The actions of a quarter."""

    lines: tuple[ActionLine, ...]
    """Those of its returns in their order, then the partnership's own."""
    unreported: tuple[ActionLine, ...]
    """Open ones of partners' last returns before, which its returns do not have."""


def action_plan(framework: Framework, record: Record, quarter: Period, edition: Edition) -> ActionPlan:
    """Return the actions of a quarter, each with its course through the quarters before.

    What is closed and no longer on a return is told by nobody any more.  An open action that its partner's return
    leaves out is told once, in that quarter; while no return has come, as long as none has.
    """
    courses = follow_actions((*record.earlier_actions, *record.actions))
    by_record = {one.latest: one for one in courses}
    lines = tuple(_line(framework, by_record[one], quarter, edition) for one in record.actions)
    last_before = _last_plans(record, quarter)
    reported = {partner for partner, period in record.plans if period == quarter}
    unreported = []
    for course in courses:
        last = course.latest
        if last.partner and not last.is_closed and last.period == last_before.get(last.partner):
            line = _line(framework, course, quarter, edition)
            name = last.period.short_title
            unreported.append(replace(line, last_reported=name, no_return=last.partner not in reported))
    return ActionPlan(lines, tuple(unreported))


def _last_plans(record: Record, quarter: Period) -> dict[str, Period]:
    """Return by partner the quarter of its last return before this one's."""
    plans = sorted(record.plans, key=lambda one: one[1].last)
    return {partner: period for partner, period in plans if period.last < quarter.last}


def _line(framework: Framework, course: Course, quarter: Period, edition: Edition) -> ActionLine:
    action: ActionRecord = course.latest
    own = "" if action.partner or not takes_typing(edition) else action.source.cell
    return ActionLine(
        reference=action.reference,
        objective=action.objective,
        action=action.action,
        owner=action.owner,
        due=action.due,
        status=action.status,
        complete=figure(action.complete, NumberStyle.WHOLE),
        rag=action.rag or (Rag.NOT_RATED.value if action.partner else ""),
        rag_reason=action.rag_reason,
        update=action.update,
        partner=framework.partner_name(action.partner) if action.partner else framework.partnership,
        overdue=action.is_due_by(quarter.last_day) and not action.is_closed,
        own=own,
        supporting=tuple(map(framework.partner_name, action.supporting)),
        opened=course.opened.short_title,
        moves=tuple(ActionMove(one.was, one.now, one.quarter.short_title) for one in course.moves),
        closed=course.closed.short_title if course.closed else "",
        result=course.result,
    )

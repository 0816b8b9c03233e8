"""The action plan and the registers as a board reads them: each row as it was typed, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from scpxl.figures.registers import Course, MoneySum, RegisterFigures, follow_actions, sum_money, work_out_row
from scpxl.model.documents import ActionRecord
from scpxl.model.framework import Aggregation, Framework
from scpxl.model.indicators import Edition
from scpxl.model.periods import Period
from scpxl.model.registers import (
    REGISTERS,
    Register,
    RegisterName,
    RegisterRow,
    Takes,
    Works,
    day_in,
    number_in,
)
from scpxl.scorecard.editions import takes_typing
from scpxl.scorecard.records.figures import NumberStyle
from scpxl.scorecard.records.lines import (
    ActionLine,
    ActionMove,
    MoneyLine,
    RegisterCell,
    RegisterLine,
    RegisterTable,
)
from scpxl.scorecard.records.record import PeriodRecord
from scpxl.scorecard.records.scorecard import IndicatorCard
from scpxl.scorecard.texts.cell_words import OVERDUE
from scpxl.scorecard.wording import figure, is_count
from scpxl.verdicts import Rag
from scpxl.words import day_text


class ActionPlan(NamedTuple):
    """The actions of a quarter."""

    lines: tuple[ActionLine, ...]
    """Those of its returns in their order, then the partnership's own."""
    unreported: tuple[ActionLine, ...]
    """Open ones of partners' last returns before, which its returns do not have."""


def action_plan(framework: Framework, record: PeriodRecord, quarter: Period, edition: Edition) -> ActionPlan:
    """Return the actions of a quarter, each with its course through the quarters before.

    What is closed and no longer on a return is told by nobody any more.  An open action that its partner's return
    leaves out is told once, in that quarter; while no return has come, as long as none has.
    """
    courses = follow_actions((*record.earlier_actions, *record.actions))
    by_record = {one.latest: one for one in courses}
    lines = tuple(_action_line(framework, by_record[one], quarter, edition) for one in record.actions)
    last_before = _last_plans(record, quarter)
    reported = {partner for partner, period in record.plans if period == quarter}
    unreported = []
    for course in courses:
        last = course.latest
        if last.partner and not last.is_closed and last.period == last_before.get(last.partner):
            line = _action_line(framework, course, quarter, edition)
            name = last.period.short_title
            unreported.append(replace(line, last_reported=name, no_return=last.partner not in reported))
    return ActionPlan(lines, tuple(unreported))


def _last_plans(record: PeriodRecord, quarter: Period) -> dict[str, Period]:
    """Return by partner the quarter of its last return before this one's."""
    plans = sorted(record.plans, key=lambda one: one[1].last)
    return {partner: period for partner, period in plans if period.last < quarter.last}


def _action_line(framework: Framework, course: Course, quarter: Period, edition: Edition) -> ActionLine:
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


HIGH: Final = 15
"""A risk's score from which it is high."""
MEDIUM: Final = 8
"""Likewise, medium."""


def register_tables(
    framework: Framework,
    rows: Sequence[RegisterRow],
    free_keys: Mapping[str, int],
    quarter: Period,
    cards: Mapping[str, IndicatorCard],
) -> tuple[RegisterTable, ...]:
    """Return the registers that a framework asks for, in its order, overdue rows and the highest risks first.

    `free_keys` is by register the number of the first row that nobody ever typed in; 1 where it names none.  What a
    result cost is worked out with the year to date of `cards`; nothing is shown where that is no count, or is zero.
    """
    found = []
    for name in framework.registers:
        register = REGISTERS[name.value]
        lines = [
            _line(register, row, quarter, framework, cards) for row in rows if row.register == name.value
        ]
        found.append(
            RegisterTable(
                name.value, register.sheet, register.help, tuple(sorted(lines, key=_urgency)),
                free_keys.get(name.value, 1),
                _sums(framework, rows) if name is RegisterName.MONEY else (),
            )
        )  # fmt: skip
    return tuple(found)


def _sums(framework: Framework, rows: Sequence[RegisterRow]) -> tuple[MoneyLine, ...]:
    money = [row for row in rows if row.register == RegisterName.MONEY]
    by_aim = {
        one.title: [row for row in money if row.words.get("objective") == one.title]
        for one in framework.objectives
    }
    return (*(_sum(title, sum_money(ours)) for title, ours in by_aim.items()), _sum("", sum_money(money)))


def _sum(title: str, found: MoneySum) -> MoneyLine:
    missing = "not entered" if found.items else ""
    return MoneyLine(
        title,
        found.items,
        figure(found.budget, NumberStyle.MONEY, missing=""),
        figure(found.spend, NumberStyle.MONEY, missing=missing),
        figure(found.spent, NumberStyle.PERCENT, missing=missing),
        found.unspent,
    )


def _line(
    register: Register,
    row: RegisterRow,
    quarter: Period,
    framework: Framework,
    cards: Mapping[str, IndicatorCard],
) -> RegisterLine:
    typed = tuple(_typed(one.name, row.words.get(one.name, ""), one.takes) for one in register.fields)
    found = work_out_row(row, quarter, _results_of(row, framework, cards))
    worked = tuple(_WORKED[one.works](found) for one in register.worked)
    return RegisterLine(row.key, str(row.period), register.is_closed(row.words), typed, worked)


def _urgency(line: RegisterLine) -> tuple[bool, bool, float, int]:
    late = any(cell.name == Works.OVERDUE and cell.text for cell in line.worked)
    score = next((cell.number or 0.0 for cell in line.worked if cell.name == Works.SCORE), 0.0)
    return line.closed, not late, -score, int(line.key)


def _typed(name: str, words: str, takes: Takes) -> RegisterCell:
    if takes is Takes.DAY and (day := day_in(words)) is not None:
        return RegisterCell(name, day_text(day), day=day)
    if takes in {Takes.MONEY, Takes.SCORE} and (number := number_in(words)) is not None:
        return RegisterCell(name, words, number=number)
    # A number or day that is withheld, or of an earlier declaration, is shown as it is kept.
    return RegisterCell(name, words)


def _results_of(row: RegisterRow, framework: Framework, cards: Mapping[str, IndicatorCard]) -> float | None:
    """Return the year to date of the row's measure, where it counts something; None where it does not or is missing."""
    indicator = framework.by_code.get(row.words.get("measure", ""))
    card = cards.get(indicator.code) if indicator else None
    if indicator is None or card is None or not is_count(indicator):
        return None
    return card.year_to_date.value if indicator.aggregation is Aggregation.SUM else None


def _score(found: RegisterFigures) -> RegisterCell:
    return _numbered(Works.SCORE, found.score, NumberStyle.WHOLE)


def _level(found: RegisterFigures) -> RegisterCell:
    score = found.score
    if score is None:
        return RegisterCell(Works.LEVEL, "")
    return RegisterCell(Works.LEVEL, "High" if score >= HIGH else "Medium" if score >= MEDIUM else "Low")


def _direction(found: RegisterFigures) -> RegisterCell:
    now, before = found.score, found.score_before
    if now is None:
        return RegisterCell(Works.DIRECTION, "")
    if before is None:
        return RegisterCell(Works.DIRECTION, "new")
    way = "unchanged" if now == before else f"{'up' if now > before else 'down'} from {before:.0f}"
    return RegisterCell(Works.DIRECTION, way)


def _overdue(found: RegisterFigures) -> RegisterCell:
    return RegisterCell(Works.OVERDUE, OVERDUE if found.overdue else "")


def _moved(found: RegisterFigures) -> RegisterCell:
    before = found.due_before
    return RegisterCell(Works.MOVED, "" if before is None else day_text(before), day=before)


def _spent(found: RegisterFigures) -> RegisterCell:
    return _numbered(Works.SPENT, found.spent, NumberStyle.WHOLE)


def _results(found: RegisterFigures) -> RegisterCell:
    return _numbered(Works.RESULTS, found.results, NumberStyle.WHOLE)


def _cost(found: RegisterFigures) -> RegisterCell:
    return _numbered(Works.COST, found.cost, NumberStyle.TWO_PLACES)


def _numbered(works: Works, value: float | None, style: NumberStyle) -> RegisterCell:
    found = figure(value, style, missing="")
    rounded = None if found.value is None else round(found.value, style.places)
    return RegisterCell(works.value, found.text, number=rounded)


_WORKED: Final[Mapping[Works, Callable[[RegisterFigures], RegisterCell]]] = {
    Works.SCORE: _score,
    Works.LEVEL: _level,
    Works.DIRECTION: _direction,
    Works.OVERDUE: _overdue,
    Works.MOVED: _moved,
    Works.SPENT: _spent,
    Works.RESULTS: _results,
    Works.COST: _cost,
}

"""The registers as a board reads them: each row as it was typed, and what is worked out of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from scpxl.model.framework import Aggregation, Framework
from scpxl.model.periods import Period
from scpxl.model.registers import REGISTERS, Register, RegisterRow, Takes, Works
from scpxl.scorecard.cell_words import OVERDUE
from scpxl.scorecard.figures import NumberStyle
from scpxl.scorecard.model import IndicatorCard
from scpxl.scorecard.register_records import RegisterCell, RegisterLine, RegisterTable
from scpxl.scorecard.wording import figure, is_count
from scpxl.words import day_text

HIGH: Final = 15
"""A risk's score from which it is high."""
MEDIUM: Final = 8
"""Likewise, medium."""


class _Row(NamedTuple):
    """A row, and what is needed to work something out of it."""

    register: Register
    words: Mapping[str, str]
    before: Mapping[str, str]
    quarter: Period
    framework: Framework
    cards: Mapping[str, IndicatorCard]


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
            )
        )  # fmt: skip
    return tuple(found)


def _line(
    register: Register,
    row: RegisterRow,
    quarter: Period,
    framework: Framework,
    cards: Mapping[str, IndicatorCard],
) -> RegisterLine:
    typed = tuple(_typed(one.name, row.words.get(one.name, ""), one.takes) for one in register.fields)
    known = _Row(register, row.words, row.before, quarter, framework, cards)
    worked = tuple(_WORKED[one.works](known) for one in register.worked)
    return RegisterLine(row.key, str(row.period), register.is_closed(row.words), typed, worked)


def _urgency(line: RegisterLine) -> tuple[bool, bool, float, int]:
    late = any(cell.name == Works.OVERDUE and cell.text for cell in line.worked)
    score = next((cell.number or 0.0 for cell in line.worked if cell.name == Works.SCORE), 0.0)
    return line.closed, not late, -score, int(line.key)


def _typed(name: str, words: str, takes: Takes) -> RegisterCell:
    if takes is Takes.DAY and (day := _day(words)) is not None:
        return RegisterCell(name, day_text(day), day=day)
    if takes in {Takes.MONEY, Takes.SCORE} and (number := _number(words)) is not None:
        return RegisterCell(name, words, number=number)
    # A number or day that is withheld, or of an earlier declaration, is shown as it is kept.
    return RegisterCell(name, words)


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words)
    except ValueError:
        return None


def _number(words: str) -> float | None:
    try:
        return float(words)
    except ValueError:
        return None


def _score_of(words: Mapping[str, str]) -> float | None:
    likelihood, impact = (_number(words.get(name, "")) for name in ("likelihood", "impact"))
    return None if likelihood is None or impact is None else likelihood * impact


def _score(row: _Row) -> RegisterCell:
    return _numbered(Works.SCORE, _score_of(row.words), NumberStyle.WHOLE)


def _level(row: _Row) -> RegisterCell:
    score = _score_of(row.words)
    if score is None:
        return RegisterCell(Works.LEVEL, "")
    return RegisterCell(Works.LEVEL, "High" if score >= HIGH else "Medium" if score >= MEDIUM else "Low")


def _direction(row: _Row) -> RegisterCell:
    now, before = _score_of(row.words), _score_of(row.before)
    if now is None:
        return RegisterCell(Works.DIRECTION, "")
    if before is None:
        return RegisterCell(Works.DIRECTION, "new")
    way = "unchanged" if now == before else f"{'up' if now > before else 'down'} from {before:.0f}"
    return RegisterCell(Works.DIRECTION, way)


def _overdue(row: _Row) -> RegisterCell:
    due = _day(row.words.get(row.register.due, ""))
    late = due is not None and due <= row.quarter.last_day and not row.register.is_closed(row.words)
    return RegisterCell(Works.OVERDUE, OVERDUE if late else "")


def _moved(row: _Row) -> RegisterCell:
    now, before = (_day(words.get(row.register.due, "")) for words in (row.words, row.before))
    if before is None or now == before:
        return RegisterCell(Works.MOVED, "")
    return RegisterCell(Works.MOVED, day_text(before), day=before)


def _spent(row: _Row) -> RegisterCell:
    budget, spend = (_number(row.words.get(name, "")) for name in ("budget", "spend"))
    share = None if not budget or spend is None else 100 * spend / budget
    return _numbered(Works.SPENT, share, NumberStyle.WHOLE)


def _results_of(row: _Row) -> float | None:
    """Return the year to date of the row's measure, where it counts something; None where it does not or is missing."""
    indicator = row.framework.by_code.get(row.words.get("measure", ""))
    card = row.cards.get(indicator.code) if indicator else None
    if indicator is None or card is None or not is_count(indicator):
        return None
    return card.year_to_date.value if indicator.aggregation is Aggregation.SUM else None


def _results(row: _Row) -> RegisterCell:
    return _numbered(Works.RESULTS, _results_of(row), NumberStyle.WHOLE)


def _cost(row: _Row) -> RegisterCell:
    spend, results = _number(row.words.get("spend", "")), _results_of(row)
    cost = spend / results if spend is not None and results else None
    return _numbered(Works.COST, cost, NumberStyle.TWO_PLACES)


def _numbered(works: Works, value: float | None, style: NumberStyle) -> RegisterCell:
    found = figure(value, style, missing="")
    rounded = None if found.value is None else round(found.value, style.places)
    return RegisterCell(works.value, found.text, number=rounded)


_WORKED: Final[Mapping[Works, Callable[[_Row], RegisterCell]]] = {
    Works.SCORE: _score,
    Works.LEVEL: _level,
    Works.DIRECTION: _direction,
    Works.OVERDUE: _overdue,
    Works.MOVED: _moved,
    Works.SPENT: _spent,
    Works.RESULTS: _results,
    Works.COST: _cost,
}

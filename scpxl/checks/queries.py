"""What a partner is asked of figures that can be right but are unusual, and of actions left without a word.

Each figure of the period is held against the partner's own earlier figures, never against another's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from scpxl.checks.figures import FigureCell, Figures, period_of
from scpxl.checks.own_limits import own_limits
from scpxl.checks.texts import Words
from scpxl.model.framework import Framework, Indicator, NoteKind, Unit
from scpxl.model.periods import MONTH, Period, month_label
from scpxl.returns.cells import CellRef, column_letters
from scpxl.returns.findings import Finding
from scpxl.returns.form import Part, ReturnForm, Sheet
from scpxl.returns.messages import finding
from scpxl.returns.prefill import Prefill
from scpxl.returns.raw import RawReturn

FEWEST = 6
"""Fewer earlier figures than this say nothing of what is usual."""

FOR_LIMITS = 12
"""From so many earlier figures on, control limits are used; below, the range seen."""

LONGEST_MONTHS = 36
"""How far back is looked: an older figure says little of what is usual now."""

_CLOSED = {"Complete", "Cancelled"}


class Usual(NamedTuple):
    """What is usual for a series: between what, whether by control limits, and from how many figures."""

    low: float
    high: float
    by_limits: bool
    figures: int


def to_value(indicator: Indicator, number: float | None, out_of: float | None) -> float | None:
    """Return the figure as it is judged: worked out of what is reported with it; None where it cannot be.

    >>> from scpxl.model.framework import Unit
    >>> to_value(Indicator.model_construct(unit=Unit.PERCENTAGE, denominator="reported"), 30, 40)
    75.0
    """
    if number is None or not indicator.reports_denominator:
        return number
    if not out_of or (indicator.unit is Unit.PERCENTAGE and number > out_of):
        return None
    return number / out_of * indicator.scale


def usual_of(values: list[float | None]) -> Usual | None:
    """Return what is usual, from earlier figures in order of time; None where they are too few.

    >>> usual_of([3, 5, 4, None, 6, 5, 4])
    Usual(low=3, high=6, by_limits=False, figures=6)
    """
    there = [value for value in values if value is not None]
    if len(there) < FEWEST:
        return None
    limits = own_limits(values) if len(there) >= FOR_LIMITS else None
    if limits is None:
        return Usual(min(there), max(there), by_limits=False, figures=len(there))
    return Usual(limits.lower - limits.slack, limits.upper + limits.slack, by_limits=True, figures=len(there))


def check_queries(
    raw: RawReturn, form: ReturnForm, measures: Figures, known: Prefill, framework: Framework | None
) -> Iterator[Finding]:
    """Yield a question for each figure of the period that is far from the partner's own earlier ones.

    Earlier figures are those of the form, and before them those of `known.longer`.  Figures before a
    registered break are left out.  One that was explained before, with the same value, is not asked for.
    """
    table, found = form.table.get(Sheet.MEASURES), raw.tables.get(Sheet.MEASURES)
    if table is None or found is None:
        return
    place = found.columns.get("explanation")
    column = f"column {column_letters(place)}" if place is not None else "the column Explanation"
    numbers: dict[str, dict[int, FigureCell]] = defaultdict(dict)
    for (key, month), given in measures.cells.items():
        if key[1] == Part.NUMBER:
            numbers[key[0]][month] = given
    for row in table.rows:
        indicator = row.indicator
        if row.part is not Part.NUMBER or indicator is None or indicator.rolling:
            continue
        begins = _last_break(indicator, form.period, framework)
        series = _values(indicator, numbers.get(indicator.code, {}), measures, known)
        for month in sorted(m for m in series if m >= form.period.first):
            cell, value = measures.cells.get((row.key, month)), series[month]
            if cell is None or value is None or (indicator.code, month, value) in known.explained:
                continue
            earlier = _before(series, month, indicator.frequency.months, begins)
            yield from _asked(cell, value, earlier, indicator, column)


def check_actions(raw: RawReturn, form: ReturnForm, words: Words) -> Iterator[Finding]:
    """Yield a question for each action that was due by the end of the period and has no update."""
    found = raw.tables.get(Sheet.ACTIONS)
    if found is None or "update" not in found.columns:
        return
    rows = {row.first.a1: row for row in found.rows}
    following = form.period.last + 1
    ended = date(following // 12, following % 12 + 1, 1) - timedelta(days=1)
    for action in words.actions:
        row = rows.get(action.source.cell)
        overdue = action.due is not None and action.due <= ended
        if row is None or action.update or action.status in _CLOSED or not overdue:
            continue
        cell = row.cell("update").ref
        yield finding("ACTION_OVERDUE", [cell], action=action.reference, due=f"{action.due:%d/%m/%Y}")


def _values(
    indicator: Indicator, numbers: Mapping[int, FigureCell], measures: Figures, known: Prefill
) -> dict[int, float | None]:
    series: dict[int, float | None] = dict(known.longer.get(indicator.code, {}))
    if not indicator.reports_denominator:
        return series | {month: cell.reading.number for month, cell in numbers.items()}
    for month, cell in numbers.items():
        whole = measures.cells.get(((indicator.code, Part.OUT_OF), month))
        out_of = whole.reading.number if whole else None
        series[month] = to_value(indicator, cell.reading.number, out_of)
    return series


def _before(series: Mapping[int, float | None], month: int, step: int, begins: int) -> list[float | None]:
    first = max(min(series), month - LONGEST_MONTHS, begins)
    # Counted back from the month, so that a month without a figure is a gap in the series.
    return [series.get(m) for m in range(month - step, first - 1, -step)][::-1]


def _last_break(indicator: Indicator, period: Period, framework: Framework | None) -> int:
    notes = framework.notes_for(indicator) if framework else iter(())
    return max(
        (n.first.first for n in notes if n.kind is NoteKind.BREAK and n.first.first <= period.last), default=0
    )


def _asked(
    cell: FigureCell, value: float, earlier: list[float | None], indicator: Indicator, column: str
) -> Iterator[Finding]:
    usual = usual_of(earlier)
    if usual is None:
        return
    allowed = indicator.query_tolerance / 100
    high = usual.high + allowed * abs(usual.high)
    low = usual.low - allowed * abs(usual.low)
    if low <= value <= high:
        return
    refs: list[CellRef] = [cell.raw.ref]
    facts: dict[str, object] = {
        "title": indicator.title,
        "value": _shown(value, indicator),
        "when": _when(cell),
        "column": column,
        "span": _span(usual, indicator),
    }
    if usual.low == usual.high == 0 < value:
        yield finding("ROSE_FROM_NOUGHT", refs, **facts)
        return
    limits = {
        "low": _shown(usual.low if indicator.may_be_negative else max(usual.low, 0), indicator),
        "high": _shown(usual.high, indicator),
        "far": "far " if usual.by_limits else "",
    }
    yield finding("ABOVE_RANGE" if value > high else "BELOW_RANGE", refs, **facts, **limits)


def _span(usual: Usual, indicator: Indicator) -> str:
    name = {1: "months", 3: "quarters", 12: "years"}[indicator.frequency.months]
    return f"{usual.figures} {name}"


def _shown(value: float, indicator: Indicator) -> str:
    # Out of another indicator, only the number itself is held against earlier ones.
    worked_out = indicator.unit is Unit.PERCENTAGE and indicator.reports_denominator
    sign = "%" if worked_out or indicator.unit is Unit.SURVEY else ""
    places = (
        max(1, indicator.places) if indicator.takes_decimals or indicator.reports_denominator or sign else 0
    )
    text = f"{value:,.{places}f}"
    return (text.rstrip("0").rstrip(".") if places else text).replace("-", "−") + sign


def _when(cell: FigureCell) -> str:
    period = period_of(cell)
    return month_label(period.first) if period.length == MONTH else str(period)

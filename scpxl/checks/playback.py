"""What a return holds, said back to the partner in sentences, so that a slip is seen at once."""

from __future__ import annotations

from collections import defaultdict

from scpxl.checks.check import CheckedReturn
from scpxl.model.framework import AddsUp, Unit
from scpxl.model.observations import NOT_KNOWN, Marker, Observation
from scpxl.model.periods import Period, month_label
from scpxl.returns.form import Part, ReturnForm, Row, Sheet, Table
from scpxl.returns.layout import WARD

_Key = tuple[str, str, str]


def playback(checked: CheckedReturn, form: ReturnForm) -> str:
    """Return what a return holds of its period: measures, the largest total, wards, actions, commentary.

    A measure is held where each of its months has a number; so is a ward, over all its measures.  A
    total is given only where all its months are numbers, never with a gap taken for nought; the largest
    is the one by which a slip in any month shows.
    """
    months = set(form.period.months)
    held: dict[_Key, dict[int, Observation]] = defaultdict(dict)
    for seen in checked.observations:
        if seen.period.last in months:
            held[seen.indicator, seen.area, seen.item][seen.period.last] = seen
    parts = []
    if measures := form.table.get(Sheet.MEASURES):
        parts.append(_measures(measures, held, form.period))
        if total := _largest_total(measures, held):
            parts.append(total)
    if wards := form.table.get(Sheet.WARDS):
        parts.append(_wards(wards, held))
    parts += _written(checked)
    return "; ".join(parts) + "."


def span(period: Period) -> str:
    """Return a period's months, short.

    >>> span(Period.parse("2017-18 Q4"))
    'Jan–Mar 2018'
    """
    first, last = month_label(period.first), month_label(period.last)
    if first == last:
        return last
    return f"{first[:3] if first[4:] == last[4:] else first}–{last}"


def _wanted(table: Table, row: Row) -> list[int]:
    return [
        column.month
        for column in table.months
        if column.in_period and column.month is not None and table.is_open(row, column)
    ]


def _is_held(table: Table, row: Row, held: dict[_Key, dict[int, Observation]]) -> bool:
    of_row = held.get((row.key[0], row.area, row.item), {})
    wanted = _wanted(table, row)
    return bool(wanted) and all(month in of_row and of_row[month].numerator is not None for month in wanted)


def _measures(table: Table, held: dict[_Key, dict[int, Observation]], period: Period) -> str:
    rows = [row for row in table.rows if row.part is Part.NUMBER and _wanted(table, row)]
    seen = [one for row in rows for one in held.get((row.key[0], row.area, row.item), {}).values()]
    if seen and all(one.marker is Marker.NIL for one in seen):
        return f"This return says there is nothing to report on {table.sheet} for {span(period)}"
    number = sum(_is_held(table, row, held) for row in rows)
    return f"This return holds {number} of {len(rows)} measure{'s' * (len(rows) != 1)} for {span(period)}"


def _largest_total(table: Table, held: dict[_Key, dict[int, Observation]]) -> str:
    """Return the largest of the counts' totals that the return holds whole, with its title."""
    totals: list[tuple[float, str]] = []
    for row in table.rows:
        indicator = row.indicator
        if indicator is None or indicator.unit is not Unit.COUNT or indicator.adds_up is not AddsUp.SUM:
            continue
        if _is_held(table, row, held):
            of_row = held[row.key[0], row.area, row.item]
            totals.append(
                (sum(of_row[month].numerator or 0 for month in _wanted(table, row)), indicator.title)
            )
    if not totals:
        return ""
    total, title = max(totals, key=lambda one: one[0])
    return f"{title} {total:,.0f}"


def _wards(table: Table, held: dict[_Key, dict[int, Observation]]) -> str:
    by_ward: dict[str, list[bool]] = defaultdict(list)
    for row in table.rows:
        if row.item != NOT_KNOWN and _wanted(table, row):
            by_ward[row.area].append(_is_held(table, row, held))
    number = sum(all(rows) for rows in by_ward.values())
    return f"{number} of {len(by_ward)} {WARD}{'s' * (len(by_ward) != 1)}"


def _written(checked: CheckedReturn) -> list[str]:
    counts = (("action", len(checked.actions)), ("commentary", len(checked.commentary)))
    words = []
    for what, number in counts:
        if number and what == "action":
            words.append(f"{number} action{'s' * (number > 1)}")
        elif number:
            words.append(f"commentary on {number} objective{'s' * (number > 1)}")
    return words

"""What a return holds, said back to the partner in sentences, so that a slip is seen at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from scpxl.checks.return_check import CheckedReturn
from scpxl.model.framework import Aggregation, Unit
from scpxl.model.observations import NOT_KNOWN, Marker, Observation, SeriesKey
from scpxl.model.periods import Period, month_label
from scpxl.returns.form import FormTable, Part, ReturnForm, Row, Sheet
from scpxl.returns.layout import PARTS_OF_FIGURES, WARD
from scpxl.words import count_of, in_sentence, rounded

_Held = dict[SeriesKey, dict[int, Observation]]


def playback(checked: CheckedReturn, form: ReturnForm) -> str:
    """Return what a return holds of its period: measures, the largest total, wards, items, actions, commentary.

    A measure is held where each of its months has a number; so is a ward or an item, over all its measures.  A
    total is given only where all its months are numbers, never with a gap taken for zero; the largest
    is the one by which a slip in any month shows.
    """
    months = set(form.period.months)
    held: _Held = defaultdict(dict)
    for seen in checked.observations:
        if seen.period.last in months:
            held[seen.series][seen.period.last] = seen
    parts = []
    if measures := form.table.get(Sheet.MEASURES):
        parts.append(_measures(measures, held, form.period))
        if total := _largest_total(measures, held):
            parts.append(total)
    for sheet in PARTS_OF_FIGURES:
        if divided := form.table.get(sheet):
            parts += _parts(divided, held)
    parts += _written(checked)
    return "; ".join(parts) + "."


def months_short(period: Period) -> str:
    """Return a period's months, short.

    >>> months_short(Period.parse("2017-18 Q4"))
    'Jan–Mar 2018'
    """
    first, last = month_label(period.first), month_label(period.last)
    if first == last:
        return last
    return f"{first[:3] if first[4:] == last[4:] else first}–{last}"


def _wanted(table: FormTable, row: Row) -> list[int]:
    return [
        column.month
        for column in table.months
        if column.in_period and column.month is not None and table.is_open(row, column)
    ]


def _is_held(table: FormTable, row: Row, held: _Held) -> bool:
    of_row = held.get(row.series, {})
    wanted = _wanted(table, row)
    return bool(wanted) and all(month in of_row and of_row[month].numerator is not None for month in wanted)


def _measures(table: FormTable, held: _Held, period: Period) -> str:
    rows = [row for row in table.rows if row.part is Part.NUMBER and _wanted(table, row)]
    seen = [one for row in rows for one in held.get(row.series, {}).values()]
    if seen and all(one.marker is Marker.NIL for one in seen):
        return f"This return says there is nothing to report on {table.sheet} for {months_short(period)}"
    if not rows:
        return f"No figure is due for {months_short(period)}"
    number = sum(_is_held(table, row, held) for row in rows)
    return f"This return holds {number} of {count_of(len(rows), 'measure')} for {months_short(period)}"


def _largest_total(table: FormTable, held: _Held) -> str:
    """Return the largest of the counts' totals that the return holds whole, with its title."""
    totals: list[tuple[float, str, int]] = []
    for row in table.rows:
        indicator = row.indicator
        if (
            indicator is None
            or indicator.unit is not Unit.COUNT
            or indicator.aggregation is not Aggregation.SUM
        ):
            continue
        if _is_held(table, row, held):
            of_row = held[row.series]
            totals.append(
                (
                    sum(of_row[month].numerator or 0 for month in _wanted(table, row)),
                    indicator.title,
                    indicator.places,
                )
            )
    if not totals:
        return ""
    total, title, places = max(totals, key=lambda one: one[0])
    return f"{title} {rounded(total, places)}"


def _parts(table: FormTable, held: _Held) -> Iterator[str]:
    """Yield how many wards, and of each breakdown how many items, are held over all their measures."""
    asked: dict[str, dict[tuple[str, str], list[bool]]] = {}
    things: dict[str, str] = {}
    singly: dict[str, str] = {}
    for row in table.rows:
        breakdown = row.breakdown
        is_ward_not_known = breakdown is not None and breakdown.code == WARD and row.item == NOT_KNOWN
        if breakdown is None or is_ward_not_known or not _wanted(table, row):
            continue
        by_item = asked.setdefault(breakdown.code, defaultdict(list))
        by_item[row.area, row.item].append(_is_held(table, row, held))
        singly[breakdown.code] = breakdown.title
        things[breakdown.code] = breakdown.plural or f"items of {in_sentence(breakdown.title)}"
    for code, items in asked.items():
        number, of = sum(all(rows) for rows in items.values()), len(items)
        yield f"{number} of {of} {in_sentence(singly[code]) if code == WARD and of == 1 else things[code]}"


def _written(checked: CheckedReturn) -> list[str]:
    counts = (("action", len(checked.actions)), ("commentary", len(checked.commentary)))
    words = []
    for what, number in counts:
        if number and what == "action":
            shared = sum(bool(action.supporting) for action in checked.actions)
            with_others = f", {shared} with supporting partners" if shared else ""
            words.append(count_of(number, "action") + with_others)
        elif number:
            words.append(f"commentary on {count_of(number, 'objective')}")
    return words

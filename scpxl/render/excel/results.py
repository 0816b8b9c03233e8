"""The hidden tables of results: every measure at every month end, as rows that lookups find by a number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from scpxl.render.excel.lookup import LookupTable, Value
from scpxl.scorecard.records.ends import (
    FIELDS,
    GROUP_FIELDS,
    NEEDS,
    POINTS,
    YEARS_POINTS,
    GroupRow,
    MonthEnd,
    PartsRow,
    Point,
    Window,
)
from scpxl.scorecard.records.shape import EXCEPTIONS, Shape

CHART_BLOCKS: Final = (
    ("labels", POINTS), ("values", POINTS), ("mean", POINTS), ("lower", POINTS), ("upper", POINTS), ("year_labels", 12),
    ("end_labels", YEARS_POINTS), ("ends", YEARS_POINTS), ("target", YEARS_POINTS), ("forecast", YEARS_POINTS),
    ("singles", YEARS_POINTS),
)  # fmt: skip
HELD: Final = ("mean", "lower", "upper", "target")
"""Blocks whose numbers rarely change: a number stands where it begins, and `<block> there` has a 1 a place that has one."""
GROUP_BLOCKS: Final = ("areas", "rates", "below", "above", "people", "lower", "upper")
"""Blocks of the areas of a group; fifths are in one text, a digit a place, and ranks follow from the places."""
_DRAWN: Final = frozenset({"below", "above", "lower", "upper"})
"""What only charts read: six digits are more than can be drawn, and half of what the file would hold."""
PARTS_BLOCKS: Final = ("counts", "rates", "changes", "heat", "rate_heat", "change_heat")


def card_fields(shape: Shape) -> tuple[str, ...]:
    """Return the fields of a row of cards: those of the card, and three for each group."""
    return (
        *FIELDS,
        *(f"{name} {number}" for number in range(1, shape.most_groups + 1) for name in GROUP_FIELDS),
    )


@dataclass(frozen=True)
class Results:
    """The tables, and how their rows are numbered: row = (number of the subject - 1) x month ends + month."""

    shape: Shape
    ends: int
    cards: LookupTable
    charts: LookupTable
    groups: LookupTable
    parts: LookupTable
    months: LookupTable

    @property
    def tables(self) -> tuple[LookupTable, ...]:
        """All of them, in the order of the workbook."""
        return self.cards, self.charts, self.groups, self.parts, self.months

    def chart_place(self, block: str, place: int) -> int:
        """Return the column of a place of a block of the charts."""
        return self.charts.place(f"{block} {place + 1}")

    def group_place(self, block: str, place: int) -> int:
        """Return the column of a place of a block of the groups."""
        return self.groups.place(f"{block} {place + 1}")

    def parts_place(self, block: str, place: int) -> int:
        """Return the column of a place of a block of the parts."""
        return self.parts.place(f"{block} {place + 1}")


def results_of(shape: Shape, ends: Sequence[MonthEnd]) -> Results:
    """Return the tables of a shape's month ends."""
    fields = card_fields(shape)
    subjects = range(len(shape.measures))
    areas, parts = shape.most_areas, len(shape.parts)
    return Results(
        shape,
        len(ends),
        LookupTable("R_Cards", ("key", *fields), [
            (f"{shape.measures[n].code} | {end.label}", *end.cards[n]) for n in subjects for end in ends
        ]),
        LookupTable("R_Charts", ("key", "flags", *(f"{one} there" for one in HELD), *_heads(CHART_BLOCKS)), [
            (f"{shape.measures[n].code} | {end.label}", *_chart(end.windows[n])) for n in subjects for end in ends
        ]),
        LookupTable("R_Groups", ("key", "average", "reading", "number", "fifths", *_heads((one, areas) for one in GROUP_BLOCKS)), [
            (f"{key} | {end.label}", *_group(end.groups[n], areas)) for n, key in enumerate(shape.pair_keys) for end in ends
        ]),
        LookupTable("R_Parts", ("key", *_heads((one, parts) for one in PARTS_BLOCKS)), [
            (f"{measure.code} | {end.label}", *_parts(end.parts[n]))
            for n, measure in enumerate(shape.by_parts)
            for end in ends
        ]),
        LookupTable("R_Months", _month_heads(shape), [_month(shape, end) for end in ends]),
    )  # fmt: skip


def _heads(blocks: Iterable[tuple[str, int]]) -> list[str]:
    return [f"{name} {place + 1}" for name, places in blocks for place in range(places)]


def _chart(window: Window) -> Iterator[Value]:
    yield window.flags
    held = {name: _held(getattr(window, name)) for name in HELD}
    yield from (there for there, _ in held.values())
    for name, _ in CHART_BLOCKS:
        yield from held[name][1] if name in held else getattr(window, name)


def _held(points: Sequence[Point]) -> tuple[str, list[Point]]:
    """Return which places of a window have a number, and each number where it begins.

    >>> _held((None, 2.0, 2.0, None, 2.0, 3.0))
    ('.11.11', [None, 2.0, None, None, None, 3.0])
    >>> _held((None, None))
    ('', [None, None])
    """
    begins: list[Point] = []
    last: Point = None
    for point in points:
        begins.append(point if point != last else None)
        last = last if point is None else point
    there = "".join("." if point is None else "1" for point in points)
    return there if "1" in there else "", begins


def _group(row: GroupRow, places: int) -> Iterator[Value]:
    yield row.average
    yield row.reading
    yield float(len(row.areas))
    yield "".join(map(str, row.heat))
    apart = apart_of(places, len(row.areas))
    for name in GROUP_BLOCKS:
        axis: list[Value] = [None] * places
        for number, value in enumerate(getattr(row, name)):
            axis[number * apart] = float(f"{value:.6G}") if name in _DRAWN and value is not None else value
        yield from axis


def apart_of(places: int, areas: int) -> int:
    """Return how many places there are from one area to the next: fewer areas are spread over the axis of the largest group.

    >>> apart_of(32, 15), apart_of(32, 0)
    (2, 32)
    """
    return max(1, places // max(1, areas))


def _parts(row: PartsRow) -> Iterator[Value]:
    for name in PARTS_BLOCKS:
        yield from getattr(row, name)


def _month_heads(shape: Shape) -> tuple[str, ...]:
    numbers = range(1, EXCEPTIONS + 1)
    return (
        "month",
        "exceptions",
        *(f"exception {number}" for number in numbers),
        *(f"suggestion {number}" for number in numbers),
        *(f"status {number}" for number in range(1, len(shape.aims) + 1)),
        *(f"counted {number}" for number in range(1, len(shape.aims) + 1)),
        *(f"sentence {number}" for number in range(1, len(shape.aims) + 1)),
        *(f"needs {number}" for number in range(1, NEEDS + 1)),
        "newly 1",
        "newly 2",
    )


def _month(shape: Shape, end: MonthEnd) -> tuple[Value, ...]:
    chosen = [float(shape.row_of[code] + 1) for code in end.exceptions[:EXCEPTIONS]]
    blanks = [None] * (EXCEPTIONS - len(chosen))
    needs = [*end.needs, *[None] * NEEDS][:NEEDS]
    return (
        end.label, float(len(end.exceptions)), *chosen, *blanks, *end.suggestions[:EXCEPTIONS], *blanks, *end.statuses, *end.counted, *end.sentences, *needs, *end.newly,
    )  # fmt: skip

"""The hidden tables of results: every measure at every month end, as rows that lookups find by a number."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from scpxl.render.excel.lookup import Table, Value
from scpxl.scorecard.end_records import (
    FIELDS,
    GROUP_FIELDS,
    NEEDS,
    POINTS,
    YEARS_POINTS,
    GroupRow,
    MonthEnd,
    PartsRow,
    Window,
)
from scpxl.scorecard.shape import EXCEPTIONS, Shape

CHART_BLOCKS: Final = (
    ("labels", POINTS), ("values", POINTS), ("mean", POINTS), ("lower", POINTS), ("upper", POINTS),
    ("year_labels", 12), ("this_year", 12), ("year_before", 12),
    ("end_labels", YEARS_POINTS), ("ends", YEARS_POINTS), ("target", YEARS_POINTS), ("forecast", YEARS_POINTS),
    ("singles", YEARS_POINTS),
)  # fmt: skip
GROUP_BLOCKS: Final = ("areas", "rates", "below", "above", "heat", "people", "lower", "upper", "rank")
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
    cards: Table
    charts: Table
    groups: Table
    parts: Table
    months: Table

    @property
    def tables(self) -> tuple[Table, ...]:
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
        Table("R_Cards", ("key", *fields), [
            (f"{shape.measures[n].code} | {end.label}", *end.cards[n]) for n in subjects for end in ends
        ]),
        Table("R_Charts", ("key", "flags", *_heads(CHART_BLOCKS)), [
            (f"{shape.measures[n].code} | {end.label}", *_chart(end.windows[n])) for n in subjects for end in ends
        ]),
        Table("R_Groups", ("key", "average", "reading", "number", *_heads((one, areas) for one in GROUP_BLOCKS)), [
            (f"{key} | {end.label}", *_group(end.groups[n], areas)) for n, key in enumerate(shape.pair_keys) for end in ends
        ]),
        Table("R_Parts", ("key", *_heads((one, parts) for one in PARTS_BLOCKS)), [
            (f"{measure.code} | {end.label}", *_parts(end.parts[n]))
            for n, measure in enumerate(shape.by_parts)
            for end in ends
        ]),
        Table("R_Months", _month_heads(shape), [_month(shape, end) for end in ends]),
    )  # fmt: skip


def _heads(blocks: Iterable[tuple[str, int]]) -> list[str]:
    return [f"{name} {place + 1}" for name, places in blocks for place in range(places)]


def _chart(window: Window) -> Iterator[Value]:
    yield window.flags
    for name, _ in CHART_BLOCKS:
        yield from getattr(window, name)


def _group(row: GroupRow, places: int) -> Iterator[Value]:
    yield row.average
    yield row.reading
    yield float(len(row.areas))
    # A group of fewer areas is spread over the axis of the largest.
    apart = max(1, places // len(row.areas)) if row.areas else 1
    for name in GROUP_BLOCKS:
        given = range(1, len(row.areas) + 1) if name == "rank" else getattr(row, name)
        axis: list[Value] = [None] * places
        for number, value in enumerate(given):
            axis[number * apart] = value
        yield from axis


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

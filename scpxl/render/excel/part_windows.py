"""Windows of what charts and maps read: parts of the area, items of a breakdown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate

from scpxl.render.excel.board import DashboardBook
from scpxl.render.excel.lookup import Ref
from scpxl.scorecard.records.ends import FIFTHS, YEARS_POINTS
from scpxl.scorecard.records.shape import DrawnMap


@dataclass(frozen=True, slots=True)
class MapWindow:
    """Where the strips of a drawn map are in Calc, and the points of its outlines beside them."""

    top: int
    strips: int
    outlines: tuple[tuple[int, int], ...]
    """The first row of each outline, from the top, and its points."""

    LEFT = 0
    WIDTH = 1
    CLASSES = 2
    """The first of six columns: the strip's height in that of its class, else `#N/A`."""
    EDGE_X = 8
    EDGE_Y = 9


def map_window(board: DashboardBook, drawn: DrawnMap, heat: Mapping[str, Ref]) -> MapWindow:
    """Write the strips of a map, each in the column of the class that `heat` has for its part."""
    calc = board.calc
    points = [point for outline in drawn.outlines for point in outline]
    top = calc.rows(max(len(drawn.strips), len(points)))
    for line, (code, left, height, width) in enumerate(drawn.strips):
        calc.number(top + line, MapWindow.LEFT, left)
        calc.number(top + line, MapWindow.WIDTH, width)
        for number in range(FIFTHS + 1):
            value = height if heat[code].number == number else None
            formula = f"=IF({heat[code].address}={number},{height},NA())"
            calc.put(top + line, MapWindow.CLASSES + number, formula, value)
    for line, (x, y) in enumerate(points):
        calc.number(top + line, MapWindow.EDGE_X, x)
        calc.number(top + line, MapWindow.EDGE_Y, y)
    lengths = [len(outline) for outline in drawn.outlines]
    starts = accumulate(lengths, initial=0)
    return MapWindow(top, len(drawn.strips), tuple(zip(starts, lengths, strict=False)))


@dataclass(frozen=True, slots=True)
class ItemsWindow:
    """Where the items that a measure is divided by are in Calc, in the order of the framework."""

    top: int
    places: int

    ITEMS = 0
    NUMBERS = 1


def items_window(board: DashboardBook, row: Ref) -> ItemsWindow:
    """Write the items of a division one below the other; in its results they are spread over the axis of the largest group."""
    calc, groups, shape = board.calc, board.results.groups, board.shape
    line, places = calc.rows(1), max(len(division.items) for _, division in shape.divided)
    number = calc.look(line, 0, groups, groups.place("number"), row)
    most = shape.most_areas
    apart = calc.put(
        line, 1, f"=MAX(1,INT({most}/MAX(1,{number.address})))", float(max(1, most // max(1, number.number)))
    )
    first = calc.rows(places)
    for place in range(places):
        there = 1 + place * apart.number
        for column, block in ((ItemsWindow.ITEMS, "areas"), (ItemsWindow.NUMBERS, "rates")):
            start = board.results.group_place(block, 0)
            cells = groups.block(start, start + most - 1)
            found = f"INDEX({cells},{row.address},({place}*{apart.address})+1)"
            is_there = place < number.number
            missing, none = ('""', "") if block == "areas" else ("NA()", None)
            value = groups.at(row.number, start + there - 1) if is_there else none
            calc.put(first + place, column, f"=IF({place}<{number.address},{found},{missing})", value)
    return ItemsWindow(first, places)


def small_window(board: DashboardBook, row: Ref) -> int:
    """Write the single figures of two years of a measure in one row of Calc; return that row."""
    line = board.calc.rows(1)
    for place in range(YEARS_POINTS):
        board.calc.point(line, place, board.results.charts, board.results.chart_place("singles", place), row)
    return line

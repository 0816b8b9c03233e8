"""Windows of Calc that charts read: fixed numbers of cells, filled for the month and the measure that are chosen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from scpxl.render.excel.board import Board
from scpxl.render.excel.lookup import Ref
from scpxl.render.excel.results import CHART_BLOCKS
from scpxl.scorecard.end_records import FIFTHS, POINTS, YEARS_POINTS
from scpxl.scorecard.shape import DrawnMap

FLAGS: Final = (("C", "worse"), ("I", "better"), ("N", "neither"))


@dataclass(frozen=True, slots=True)
class MeasureWindow:
    """Where the points of one chosen measure are in Calc."""

    top: int
    row: Ref
    """The row of its results."""

    LABELS = 1
    VALUES = 2
    MEAN = 3
    LOWER = 4
    UPPER = 5
    FLAGGED = 6
    YEAR_LABELS = 9
    THIS_YEAR = 10
    YEAR_BEFORE = 11
    END_LABELS = 12
    ENDS = 13
    TARGET = 14
    FORECAST = 15


@dataclass(frozen=True, slots=True)
class GroupWindow:
    """Where the areas of a group are in Calc, in rank order."""

    top: int
    row: Ref
    places: int

    AREAS = 1
    RATES = 2
    OWN = 3
    BELOW = 4
    ABOVE = 5
    HEAT = 6
    PEOPLE = 7
    LOWER = 8
    UPPER = 9
    RANK = 10
    AVERAGE = 11


def measure_window(board: Board, number: Ref) -> MeasureWindow:
    """Write the points of the measure of this number, for the month chosen."""
    calc, results = board.calc, board.results
    top = calc.rows(POINTS + 1)
    row = board.row_of(top, 0, number)
    first = top + 1
    columns = {
        "labels": MeasureWindow.LABELS, "values": MeasureWindow.VALUES, "mean": MeasureWindow.MEAN, "lower": MeasureWindow.LOWER,
        "upper": MeasureWindow.UPPER, "year_labels": MeasureWindow.YEAR_LABELS, "this_year": MeasureWindow.THIS_YEAR,
        "year_before": MeasureWindow.YEAR_BEFORE, "end_labels": MeasureWindow.END_LABELS, "ends": MeasureWindow.ENDS,
        "target": MeasureWindow.TARGET, "forecast": MeasureWindow.FORECAST,
    }  # fmt: skip
    flags = str(results.charts.at(row.number, 1) or "")
    letters = calc.text(top, 1, results.charts, 1, row)
    for block, places in CHART_BLOCKS:
        if block not in columns:
            continue
        write = calc.text if block.endswith("labels") else calc.point
        for place in range(places):
            made = write(
                first + place, columns[block], results.charts, results.chart_place(block, place), row
            )
            if block == "values":
                for number_of, (letter, _) in enumerate(FLAGS):
                    flagged = flags[place : place + 1] == letter
                    calc.put(
                        first + place, MeasureWindow.FLAGGED + number_of,
                        f'=IF(MID({letters.address},{place + 1},1)="{letter}",{made.address},NA())',
                        made.value if flagged else None,
                    )  # fmt: skip
    return MeasureWindow(first, row)


def group_window(board: Board, row: Ref) -> GroupWindow:
    """Write the areas of a group in rank order; `row` is that of its results, `#N/A` where there is none."""
    calc, results, places = board.calc, board.results, board.shape.most_areas
    first = calc.rows(places)
    average = results.groups.place("average")
    own = board.shape.area
    for place in range(places):
        line = first + place

        def look(column: int, block: str, line: int = line, place: int = place) -> Ref:
            return calc.point(line, column, results.groups, results.group_place(block, place), row)

        area = calc.text(line, GroupWindow.AREAS, results.groups, results.group_place("areas", place), row)
        rate = look(0, "rates")
        is_own = area.value == own
        named = '"' + own.replace('"', '""') + '"'
        calc.put(
            line,
            GroupWindow.RATES,
            f"=IF({area.address}={named},NA(),{rate.address})",
            None if is_own else rate.value,
        )
        calc.put(
            line,
            GroupWindow.OWN,
            f"=IF({area.address}={named},{rate.address},NA())",
            rate.value if is_own else None,
        )
        for column, block in (
            (GroupWindow.BELOW, "below"), (GroupWindow.ABOVE, "above"), (GroupWindow.HEAT, "heat"), (GroupWindow.PEOPLE, "people"),
            (GroupWindow.LOWER, "lower"), (GroupWindow.UPPER, "upper"), (GroupWindow.RANK, "rank"),
        ):  # fmt: skip
            look(column, block)
        calc.point(line, GroupWindow.AVERAGE, results.groups, average, row)
    return GroupWindow(first, row, places)


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


def map_window(board: Board, drawn: DrawnMap, heat: Mapping[str, Ref]) -> MapWindow:
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


def items_window(board: Board, row: Ref) -> ItemsWindow:
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


def small_window(board: Board, row: Ref) -> int:
    """Write the single figures of two years of a measure in one row of Calc; return that row."""
    line = board.calc.rows(1)
    for place in range(YEARS_POINTS):
        board.calc.point(line, place, board.results.charts, board.results.chart_place("singles", place), row)
    return line

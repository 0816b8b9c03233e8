"""Windows of Calc that charts read: fixed numbers of cells, filled for the month and the measure that are chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from xlsxwriter.utility import xl_rowcol_to_cell

from scpxl.render.excel.board import DashboardBook
from scpxl.render.excel.lookup import Ref, Value
from scpxl.render.excel.results import CHART_BLOCKS, HELD, apart_of
from scpxl.scorecard.records.ends import POINTS

FLAGS: Final = (("C", "worse"), ("I", "better"), ("N", "neither"))
YEAR: Final = 12
"""Places of a year, whatever its periods."""


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
    HELD = 16
    """The first of as many columns as there are held blocks."""


_COLUMNS: Final = {
    "labels": MeasureWindow.LABELS, "values": MeasureWindow.VALUES, "year_labels": MeasureWindow.YEAR_LABELS,
    "end_labels": MeasureWindow.END_LABELS, "ends": MeasureWindow.ENDS, "forecast": MeasureWindow.FORECAST,
}  # fmt: skip
_HELD_COLUMNS: Final = dict(
    zip(
        HELD,
        (MeasureWindow.MEAN, MeasureWindow.LOWER, MeasureWindow.UPPER, MeasureWindow.TARGET),
        strict=True,
    )
)


@dataclass(frozen=True, slots=True)
class GroupWindow:
    """Where the areas of a group are in Calc, in rank order."""

    top: int
    row: Ref
    places: int
    ranks: tuple[Ref, ...]
    """Of the area of each place, and the fifth it is in."""
    heats: tuple[Ref, ...]

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


def measure_window(board: DashboardBook, number: Ref) -> MeasureWindow:
    """Write the points of the measure of this number, for the month chosen."""
    calc, results = board.calc, board.results
    charts, places = results.charts, dict(CHART_BLOCKS)
    top = calc.rows(POINTS + 1)
    row = board.row_of(top, 0, number)
    first = top + 1
    for block, column in _COLUMNS.items():
        write = calc.text if block.endswith("labels") else calc.point
        for place in range(places[block]):
            write(first + place, column, charts, results.chart_place(block, place), row)
    for number_of, (block, column) in enumerate(_HELD_COLUMNS.items()):
        there = calc.text(top, 2 + number_of, charts, charts.place(f"{block} there"), row)
        _write_held(board, first, column, MeasureWindow.HELD + number_of, block, there, row)
    _write_flags(board, first, calc.text(top, 1, charts, charts.place("flags"), row), row)
    _write_years(board, first, row)
    return MeasureWindow(first, row)


def _write_held(
    board: DashboardBook, first: int, column: int, beside: int, block: str, there: Ref, row: Ref
) -> None:
    """Write a block whose numbers stand where they begin: each is held, in a column beside it, until the next."""
    calc, charts = board.calc, board.results.charts
    before = Ref("NA()", None)
    for place in range(dict(CHART_BLOCKS)[block]):
        at = board.results.chart_place(block, place)
        cell, value = f"INDEX({charts.column(at)},{row.address})", charts.at(row.number, at)
        held = calc.put(
            first + place,
            beside,
            f'=IF({cell}="",{before.address},{cell})',
            before.value if value is None else value,
        )
        is_there = str(there.value)[place : place + 1] == "1"
        calc.put(
            first + place, column, f'=IF(MID({there.address},{place + 1},1)="1",{held.address},NA())',
            held.value if is_there else None,
        )  # fmt: skip
        before = held


def _write_flags(board: DashboardBook, first: int, letters: Ref, row: Ref) -> None:
    """Write the flagged figures again, each kind in a column of its own."""
    calc, charts = board.calc, board.results.charts
    for place in range(POINTS):
        value = charts.at(row.number, board.results.chart_place("values", place))
        address_of = xl_rowcol_to_cell(first + place, MeasureWindow.VALUES, True, True)
        for number, (letter, _) in enumerate(FLAGS):
            calc.put(
                first + place, MeasureWindow.FLAGGED + number,
                f'=IF(MID({letters.address},{place + 1},1)="{letter}",{address_of},NA())',
                value if str(letters.value)[place : place + 1] == letter else None,
            )  # fmt: skip


def _write_years(board: DashboardBook, first: int, row: Ref) -> None:
    """Write this year and the year before from the single figures of both; neither where they are not compared."""
    calc, charts = board.calc, board.results.charts
    last = charts.at(row.number, board.results.chart_place("year_labels", YEAR - 1))
    label = xl_rowcol_to_cell(first + YEAR - 1, MeasureWindow.YEAR_LABELS, True, True)
    for column, before in ((MeasureWindow.YEAR_BEFORE, 0), (MeasureWindow.THIS_YEAR, YEAR)):
        for place in range(YEAR):
            at = board.results.chart_place("singles", before + place)
            cell = f"INDEX({charts.column(at)},{row.address})"
            calc.put(
                first + place, column, f'=IF(OR({label}="",{cell}=""),NA(),{cell})',
                charts.at(row.number, at) if last else None,
            )  # fmt: skip


def group_window(board: DashboardBook, row: Ref, *, filled: bool = False) -> GroupWindow:
    """Write the areas of a group in rank order; `row` is that of its results, `#N/A` where there is none.

    Fewer areas than the axis has places stand apart; with `filled`, each fills most of the places up to the next, so
    that a chart's columns are as wide as the axis lets them be.
    """
    calc, groups, places = board.calc, board.results.groups, board.shape.most_areas
    top = calc.rows(places + 1)
    number = calc.look(top, 0, groups, groups.place("number"), row)
    apart = calc.put(
        top, 1, f"=IFERROR(MAX(1,INT({places}/MAX(1,{number.address}))),{places})",
        float(apart_of(places, number.number)),
    )  # fmt: skip
    fifths = calc.text(top, 2, groups, groups.place("fifths"), row)
    wide = calc.put(
        top, 3, f"=MAX(1,INT({apart.address}*{FILLED}))" if filled else "=1",
        float(max(1, int(apart.number * FILLED))) if filled else 1.0,
    )  # fmt: skip
    axis = _Axis(board, row, apart, fifths, wide)
    written = [axis.write(top + 1 + place, place) for place in range(places)]
    return GroupWindow(
        top + 1, row, places, tuple(rank for rank, _ in written), tuple(heat for _, heat in written)
    )


FILLED: Final = 0.75
"""Of the places from one area to the next, what its column fills."""


@dataclass(frozen=True, slots=True)
class _Axis:
    """What the places of a group's axis are written from."""

    board: DashboardBook
    row: Ref
    apart: Ref
    """Places from one area to the next in the results."""
    fifths: Ref
    wide: Ref
    """How many of them its column fills; its name is at the middle one."""

    def write(self, line: int, place: int) -> tuple[Ref, Ref]:
        """Write a place, if there is anything at it; return its area's rank and the fifth it is in."""
        calc, apart, wide = self.board.calc, self.apart, self.wide
        within, at = place % apart.number, place // apart.number
        middle = (wide.number - 1) // 2
        gone = f"MOD({place},{apart.address})"
        in_middle = f"{gone}=INT(({wide.address}-1)/2)"
        area = self._cell("areas", place)
        rate = self._put(line, 0, "rates", place, f"{gone}<{wide.address}", shown=within < wide.number)
        named = '"' + self.board.shape.area.replace('"', '""') + '"'
        is_own = area[1] == self.board.shape.area
        for column, sign, shown in ((GroupWindow.RATES, "<>", not is_own), (GroupWindow.OWN, "=", is_own)):
            calc.put(
                line,
                column,
                f"=IF({area[0]}{sign}{named},{rate.address},NA())",
                rate.value if shown else None,
            )
        for column, block in (
            (GroupWindow.BELOW, "below"), (GroupWindow.ABOVE, "above"), (GroupWindow.PEOPLE, "people"),
            (GroupWindow.LOWER, "lower"), (GroupWindow.UPPER, "upper"),
        ):  # fmt: skip
            self._put(line, column, block, place, in_middle, shown=within == middle)
        name = str(area[1] or "") if within == middle else ""
        words = calc.put(line, GroupWindow.AREAS, f'=IF({in_middle},IFERROR({area[0]}&"",""),"")', name)
        rank = calc.put(
            line, GroupWindow.RANK, f'=IF({words.address}="",NA(),SUM(1,INT({place}/{apart.address})))',
            at + 1.0 if name else None,
        )  # fmt: skip
        fifth = str(self.fifths.value)[at : at + 1]
        heat = calc.put(
            line, GroupWindow.HEAT, f"=VALUE(MID({self.fifths.address},{rank.address},1))",
            float(fifth) if name and fifth else None,
        )  # fmt: skip
        groups = self.board.results.groups
        calc.point(line, GroupWindow.AVERAGE, groups, groups.place("average"), self.row)
        return rank, heat

    def _cell(self, block: str, place: int) -> tuple[str, Value]:
        """Return the cell of the results that a place reads, and what is there."""
        results, groups = self.board.results, self.board.results.groups
        start = results.group_place(block, 0)
        last = start + self.board.shape.most_areas - 1
        first = place - place % self.apart.number
        cells = f"INDEX({groups.block(start, last)},{self.row.address},SUM(1,{place},-MOD({place},{self.apart.address})))"
        value = groups.at(self.row.number, start + first)
        return cells, None if value == "" else value

    def _put(self, line: int, column: int, block: str, place: int, condition: str, *, shown: bool) -> Ref:
        """Write a number where a place has one and the condition holds, else `#N/A`."""
        cell, value = self._cell(block, place)
        formula = f'=IF({condition},IF({cell}="",NA(),{cell}),NA())'
        return self.board.calc.put(line, column, formula, value if shown else None)

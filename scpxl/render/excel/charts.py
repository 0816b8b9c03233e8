"""The charts: native and editable, each over a fixed window of Calc, so that a figure moves a point and nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from scpxl.render import theme
from scpxl.render.book import StrictWorkbook
from scpxl.render.excel.board import Board
from scpxl.render.excel.lookup import Calc, Ref, address, span
from scpxl.render.excel.paper import Page, chart_name
from scpxl.render.excel.results import CHART_BLOCKS
from scpxl.scorecard.end_records import POINTS, YEARS_POINTS

Size = tuple[int, int]
SMALL: Final = {"name": theme.FONT, "size": 8, "color": theme.QUIET}
NO_LINE: Final = {"none": True}
_AXIS: Final = {"num_font": SMALL, "line": {"color": theme.RULE}, "major_tick_mark": "none"}
_DASHES: Final = {"line": {"color": theme.COMMON, "dash_type": "dash", "width": 1}}
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


def dress(
    chart: Any, title: str, size: Size, *, x: dict[str, Any] | None = None, y: dict[str, Any] | None = None
) -> None:
    """Give a chart its title, axes and size; a title says what the signs in it mean."""
    chart.set_title({
        "name": chart_name(title), "overlay": False, "layout": {"x": 0.02, "y": 0.02},
        "name_font": {"name": theme.FONT, "size": 10, "bold": True, "color": theme.NAVY},
    })  # fmt: skip
    chart.set_legend({"none": True})
    chart.set_chartarea({"border": NO_LINE, "fill": {"color": theme.PAPER}})
    chart.set_size({"width": size[0], "height": size[1]})
    chart.set_x_axis({**_AXIS, "label_position": "low", **(x or {})})
    grid = {"visible": True, "line": {"color": theme.GRID, "width": 0.5}}
    chart.set_y_axis({**_AXIS, "line": NO_LINE, "major_gridlines": grid, **(y or {})})
    # LibreOffice draws what is not available as zero where gaps are left; Excel bridges it either way.
    chart.show_blanks_as("span")


def last_label(places: int, text: str, colour: str) -> dict[str, Any]:
    """Return a label at the last place of a fixed window, in place of a legend."""
    font = {"name": theme.FONT, "size": 8, "bold": True, "color": colour}
    custom = [{"delete": True}] * (places - 1) + [{"value": text, "font": font}]
    return {"custom": custom, "series_name": True, "value": False, "position": "above"}


def year_chart(book: StrictWorkbook, window: MeasureWindow, size: Size) -> Any:
    """Return the last twelve months against the twelve before."""
    chart, labels = book.add_chart({"type": "line"}), span(window.top, window.YEAR_LABELS, 12)
    for column, name, line, ink in (
        (
            window.YEAR_BEFORE,
            "Year before",
            {"color": theme.LAST_YEAR, "width": 1.5, "dash_type": "dash"},
            theme.QUIET,
        ),
        (window.THIS_YEAR, "This year", {"color": theme.NAVY, "width": 2.5}, theme.NAVY),
    ):
        chart.add_series({
            "name": name, "categories": labels, "values": span(window.top, column, 12), "line": line,
            "marker": {"type": "circle", "size": 4, "fill": {"color": ink}, "border": NO_LINE} if name == "This year" else {"type": "none"},
            "data_labels": last_label(12, name, ink),
        })  # fmt: skip
    dress(chart, "Last 12 months against the 12 before", size)
    return chart


def range_chart(book: StrictWorkbook, window: MeasureWindow, size: Size) -> Any:
    """Return the figures with their usual range, what is outside it marked."""
    chart, labels = book.add_chart({"type": "line"}), span(window.top, window.LABELS, POINTS)
    point = {"type": "circle", "size": 3, "fill": {"color": theme.COMMON}, "border": NO_LINE}
    series: tuple[tuple[int, str, dict[str, Any]], ...] = (
        (window.UPPER, "Top of the usual range", {**_DASHES, "marker": {"type": "none"}}),
        (window.LOWER, "Bottom of the usual range", {**_DASHES, "marker": {"type": "none"}}),
        (window.MEAN, "Middle", {"line": {"color": theme.INK, "width": 1}, "marker": {"type": "none"}}),
        (window.VALUES, "Figures", {"line": {"color": theme.COMMON, "width": 1.25}, "marker": point}),
        (window.FLAGGED, "Unusual, worse", _signed("circle", 8, theme.CONCERN, theme.CONCERN)),
        (window.FLAGGED + 1, "Unusual, better", _signed("diamond", 9, theme.IMPROVEMENT, theme.IMPROVEMENT)),
        (
            window.FLAGGED + 2,
            "Unusual, neither better nor worse",
            _signed("diamond", 9, theme.PAPER, theme.NEUTRAL),
        ),
    )
    for column, name, looks in series:
        chart.add_series(
            {"name": name, "categories": labels, "values": span(window.top, column, POINTS), **looks}
        )
    dress(chart, "Outside its usual range?  ● worse  ◆ better", size)
    return chart


def _signed(sign: str, size: int, fill: str, edge: str) -> dict[str, Any]:
    border = {"color": edge, "width": 1.5}
    return {
        "line": NO_LINE,
        "marker": {"type": sign, "size": size, "fill": {"color": fill}, "border": border},
    }


def target_chart(book: StrictWorkbook, window: MeasureWindow, size: Size) -> Any:
    """Return the year's figure as it was month by month, its target and its forecast."""
    chart, labels = book.add_chart({"type": "line"}), span(window.top, window.END_LABELS, YEARS_POINTS)
    chart.add_series({
        "name": "Year's figure", "categories": labels, "values": span(window.top, window.ENDS, YEARS_POINTS),
        "line": {"color": theme.NAVY, "width": 2.5}, "marker": {"type": "none"},
    })  # fmt: skip
    chart.add_series({
        "name": "Target", "categories": labels, "values": span(window.top, window.TARGET, YEARS_POINTS),
        "line": {"color": theme.INK, "width": 1.25, "dash_type": "square_dot"}, "marker": {"type": "none"},
        "data_labels": last_label(YEARS_POINTS, "Target", theme.INK),
    })  # fmt: skip
    chart.add_series({
        "name": "Forecast", "categories": labels, "values": span(window.top, window.FORECAST, YEARS_POINTS),
        **_signed("square", 8, theme.PAPER, theme.NAVY),
    })  # fmt: skip
    dress(chart, "Year's figure and target  □ forecast", size)
    return chart


def ranked_chart(book: StrictWorkbook, window: GroupWindow, own: str, title: str, size: Size) -> Any:
    """Return the areas of a group from the lowest to the highest, with intervals, the own one dark."""
    chart, areas = book.add_chart({"type": "column"}), span(window.top, window.AREAS, window.places)
    bars = {
        "type": "custom", "end_style": 0, "line": {"color": theme.QUIET, "width": 0.75},
        "plus_values": "=" + address(window.top, window.ABOVE, window.places),
        "minus_values": "=" + address(window.top, window.BELOW, window.places),
    }  # fmt: skip
    font = {"name": theme.FONT, "size": 9, "bold": True, "color": theme.NAVY}
    for column, name, fill, labels in (
        (window.RATES, "Other areas", theme.BAR, None),
        (window.OWN, own, theme.NAVY, {"series_name": True, "value": False, "font": font}),
    ):
        chart.add_series({
            "name": chart_name(name), "categories": areas, "values": span(window.top, column, window.places), "fill": {"color": fill},
            "border": NO_LINE, "gap": 35, "overlap": 100, "y_error_bars": bars, **({"data_labels": labels} if labels else {}),
        })  # fmt: skip
    average = book.add_chart({"type": "line"})
    average.add_series({
        "name": "Average", "categories": areas, "values": span(window.top, window.AVERAGE, window.places),
        "line": {"color": theme.INK, "width": 1.25, "dash_type": "square_dot"}, "marker": {"type": "none"},
    })  # fmt: skip
    chart.combine(average)
    upright = {"interval_unit": 1, "num_font": {**SMALL, "rotation": -90, "size": 7}}
    dress(chart, f"{title}  ┄ average", size, x=upright, y={"min": 0})
    return chart


def funnel_chart(book: StrictWorkbook, window: GroupWindow, own: str, size: Size) -> Any:
    """Return rates by what they are out of, with the limits that chance alone would keep each area's rate within."""
    chart, people = book.add_chart({"type": "scatter"}), span(window.top, window.PEOPLE, window.places)
    dash = {
        "type": "long_dash",
        "size": 6,
        "fill": {"color": theme.COMMON},
        "border": {"color": theme.COMMON},
    }
    font = {"name": theme.FONT, "size": 9, "bold": True, "color": theme.NAVY}
    for column, name, marker, labels in (
        (window.RATES, "Other areas", _dot(theme.LAST_YEAR, 7), None),
        (
            window.OWN,
            own,
            _dot(theme.NAVY, 11),
            {"series_name": True, "value": False, "position": "right", "font": font},
        ),
        (window.LOWER, "Lower limit", dash, None),
        (window.UPPER, "Upper limit", dash, None),
    ):
        chart.add_series({
            "name": chart_name(name), "categories": people, "values": span(window.top, column, window.places),
            "marker": marker, **({"data_labels": labels} if labels else {}),
        })  # fmt: skip
    x = {"num_format": "#,##0", "name": "People, or what the rate is out of", "major_gridlines": {"visible": False},
         "name_font": {"name": theme.FONT, "size": 8, "bold": False, "color": theme.QUIET}}  # fmt: skip
    dress(chart, "Is the difference more than chance?  Outside the dashes (99.8%) it is", size, x=x)
    return chart


def _dot(fill: str, size: int) -> dict[str, Any]:
    return {"type": "circle", "size": size, "fill": {"color": fill}, "border": {"color": theme.PAPER}}


def place_chart(page: Page, row: int, column: int, chart: Any, words: str, offset: int = 2) -> None:
    """Insert a chart; the words say what it shows and where the same figures are, never the figures."""
    page.sheet.insert_chart(
        row, column, chart,
        {"description": chart_name(words), "object_position": 2, "x_offset": offset, "y_offset": 2},
    )  # fmt: skip


def small_chart(page: Page, row: int, column: int, line: int, first: int, places: int) -> None:
    """Insert columns over a row of Calc into one cell."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    there = f"{Calc.NAME}!{xl_rowcol_to_cell(line, first)}:{xl_rowcol_to_cell(line, first + places - 1)}"
    page.sheet.add_sparkline(
        row, column,
        {"range": there, "type": "column", "series_color": theme.BAR, "last_point": True, "last_color": theme.NAVY, "min": 0},
    )  # fmt: skip


def small_window(board: Board, row: Ref) -> int:
    """Write the single figures of two years of a measure in one row of Calc; return that row."""
    line = board.calc.rows(1)
    for place in range(YEARS_POINTS):
        board.calc.point(line, place, board.results.charts, board.results.chart_place("singles", place), row)
    return line

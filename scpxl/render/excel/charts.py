"""The charts: native and editable, each over a fixed window of Calc, so that a figure moves a point and nothing else."""

from __future__ import annotations

from typing import Any, Final

from scpxl.render import theme
from scpxl.render.book import StrictWorkbook
from scpxl.render.excel.lookup import Calc, Ref, address, chart_span
from scpxl.render.excel.paper import Paper, chart_name
from scpxl.render.excel.part_windows import ItemsWindow, MapWindow
from scpxl.render.excel.windows import GroupWindow, MeasureWindow
from scpxl.scorecard.records.ends import POINTS, YEARS_POINTS
from scpxl.scorecard.records.shape import DrawnMap

Size = tuple[int, int]
SMALL: Final = {"name": theme.FONT, "size": 8, "color": theme.QUIET}
MAP_SHARE: Final = 0.88
"""Of a chart's height what its map takes."""
NO_LINE: Final = {"none": True}
THOUSANDS: Final = "[>=1000]#,##0;General"
"""Large numbers get their commas; small ones keep what decimals the axis needs."""
_AXIS: Final = {"num_font": SMALL, "line": {"color": theme.RULE}, "major_tick_mark": "none"}
_DASHES: Final = {"line": {"color": theme.COMMON, "dash_type": "dash", "width": 1}}


def dress(
    chart: Any,
    title: str | Ref,
    size: Size,
    *,
    x: dict[str, Any] | None = None,
    y: dict[str, Any] | None = None,
) -> None:
    """Give a chart its title, axes and size; a title says what the signs in it mean.

    A title that moves with what is chosen is a cell of Calc.
    """
    name = f"={title.address}" if isinstance(title, Ref) else chart_name(title)
    chart.set_title({
        "name": name, "overlay": False, "layout": {"x": 0.02, "y": 0.02},
        "name_font": {"name": theme.FONT, "size": 10, "bold": True, "color": theme.NAVY},
    })  # fmt: skip
    chart.set_legend({"none": True})
    chart.set_chartarea({"border": NO_LINE, "fill": {"color": theme.PAPER}})
    chart.set_size({"width": size[0], "height": size[1]})
    chart.set_x_axis({**_AXIS, "label_position": "low", **(x or {})})
    grid = {"visible": True, "line": {"color": theme.GRID, "width": 0.5}}
    chart.set_y_axis(
        {**_AXIS, "line": NO_LINE, "major_gridlines": grid, "num_format": THOUSANDS, **(y or {})}
    )
    # LibreOffice draws what is not available as zero where gaps are left; Excel bridges it either way.
    chart.show_blanks_as("span")


def draw_year(book: StrictWorkbook, window: MeasureWindow, size: Size) -> Any:
    """Return the last twelve months against the twelve before."""
    chart, labels = book.add_chart({"type": "line"}), chart_span(window.top, window.YEAR_LABELS, 12)
    dot = {"type": "circle", "size": 4, "fill": {"color": theme.NAVY}, "border": NO_LINE}
    dashes = {"color": theme.LAST_YEAR, "width": 1.5, "dash_type": "dash"}
    for column, name, line, marker in (
        (window.YEAR_BEFORE, "Year before", dashes, {"type": "none"}),
        (window.THIS_YEAR, "This year", {"color": theme.NAVY, "width": 2.5}, dot),
    ):
        chart.add_series({
            "name": name, "categories": labels, "values": chart_span(window.top, column, 12), "line": line, "marker": marker,
        })  # fmt: skip
    # Which line is which is said in the title: a label at its end would lie on the other line.
    dress(chart, "— Last 12 months  ┄ the 12 before", size, y={"min": 0})
    return chart


def draw_range(book: StrictWorkbook, window: MeasureWindow, size: Size) -> Any:
    """Return the figures with their usual range, what is outside it marked."""
    chart, labels = book.add_chart({"type": "line"}), chart_span(window.top, window.LABELS, POINTS)
    point = {"type": "circle", "size": 3, "fill": {"color": theme.COMMON}, "border": NO_LINE}
    series: tuple[tuple[int, str, dict[str, Any]], ...] = (
        (window.UPPER, "Top of the usual range", {**_DASHES, "marker": {"type": "none"}}),
        (window.LOWER, "Bottom of the usual range", {**_DASHES, "marker": {"type": "none"}}),
        (window.MEAN, "Middle", {"line": {"color": theme.INK, "width": 1}, "marker": {"type": "none"}}),
        (window.VALUES, "Figures", {"line": {"color": theme.COMMON, "width": 1.25}, "marker": point}),
        (window.FLAGGED, "Unusual and worse", _signed("circle", 8, theme.CONCERN, theme.CONCERN)),
        (
            window.FLAGGED + 1,
            "Unusual and better",
            _signed("diamond", 9, theme.IMPROVEMENT, theme.IMPROVEMENT),
        ),
        (
            window.FLAGGED + 2,
            "Unusual, neither up nor down is better",
            _signed("diamond", 10, theme.NEUTRAL, theme.NEUTRAL),
        ),
        # A second one within makes it hollow: some programs draw no edge, and one filled with white would hide its line.
        (window.FLAGGED + 2, "Unusual, neither (within)", _signed("diamond", 5, theme.PAPER, theme.PAPER)),
    )
    for column, name, looks in series:
        chart.add_series(
            {"name": name, "categories": labels, "values": chart_span(window.top, column, POINTS), **looks}
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
    chart, labels = book.add_chart({"type": "line"}), chart_span(window.top, window.END_LABELS, YEARS_POINTS)
    chart.add_series({
        "name": "Year's figure", "categories": labels, "values": chart_span(window.top, window.ENDS, YEARS_POINTS),
        "line": {"color": theme.NAVY, "width": 2.5}, "marker": {"type": "none"},
    })  # fmt: skip
    chart.add_series({
        "name": "Target", "categories": labels, "values": chart_span(window.top, window.TARGET, YEARS_POINTS),
        "line": {"color": theme.INK, "width": 1.25, "dash_type": "square_dot"}, "marker": {"type": "none"},
    })  # fmt: skip
    for name, wide, ink in (("Forecast", 9, theme.NAVY), ("Forecast (within)", 5, theme.PAPER)):
        chart.add_series({
            "name": name, "categories": labels, "values": chart_span(window.top, window.FORECAST, YEARS_POINTS),
            **_signed("square", wide, ink, ink),
        })  # fmt: skip
    dress(chart, "— Year's figure  ┄ target  □ forecast", size, y={"min": 0})
    return chart


def ranked_chart(
    book: StrictWorkbook, window: GroupWindow, own: str, title: str | Ref, size: Size, *, gap: int = 35
) -> Any:
    """Return the areas of a group from the lowest to the highest, with intervals, the own one dark."""
    chart, areas = book.add_chart({"type": "column"}), chart_span(window.top, window.AREAS, window.places)
    bars = {
        "type": "custom", "end_style": 0, "line": {"color": theme.QUIET, "width": 0.75},
        "plus_values": "=" + address(window.top, window.ABOVE, window.places),
        "minus_values": "=" + address(window.top, window.BELOW, window.places),
    }  # fmt: skip
    font = {"name": theme.FONT, "size": 9, "bold": True, "color": theme.NAVY}
    for column, name, fill, labels in (
        (window.RATES, "Other areas", theme.BAR, None),
        # On white, since the line of the average may pass behind it.
        (
            window.OWN,
            own,
            theme.NAVY,
            {"series_name": True, "value": False, "font": font, "fill": {"color": theme.PAPER}},
        ),
    ):
        chart.add_series({
            "name": chart_name(name), "categories": areas, "values": chart_span(window.top, column, window.places), "fill": {"color": fill},
            "border": NO_LINE, "gap": gap, "overlap": 100, "y_error_bars": bars, **({"data_labels": labels} if labels else {}),
        })  # fmt: skip
    average = book.add_chart({"type": "line"})
    average.add_series({
        "name": "Average", "categories": areas, "values": chart_span(window.top, window.AVERAGE, window.places),
        "line": {"color": theme.INK, "width": 1.25, "dash_type": "square_dot"}, "marker": {"type": "none"},
    })  # fmt: skip
    chart.combine(average)
    upright = {"interval_unit": 1, "num_font": {**SMALL, "rotation": -90, "size": 7}}
    dress(chart, title, size, x=upright, y={"min": 0})
    return chart


def items_chart(book: StrictWorkbook, window: ItemsWindow, title: str, size: Size) -> Any:
    """Return what a measure is made of, an item a bar, in the order of the framework."""
    chart = book.add_chart({"type": "bar"})
    chart.add_series({
        "name": "Number", "categories": chart_span(window.top, window.ITEMS, window.places),
        "values": chart_span(window.top, window.NUMBERS, window.places), "fill": {"color": theme.BAR}, "border": NO_LINE, "gap": 35,
        "data_labels": {"value": True, "font": SMALL, "num_format": THOUSANDS},
    })  # fmt: skip
    # Of bars XlsxWriter calls the axis of numbers x, though it lies across.
    bare = {"major_gridlines": {"visible": False}}
    items = {**bare, "reverse": True, "interval_unit": 1, "label_position": "low"}
    dress(chart, title, size, x={**bare, "min": 0, "visible": False}, y=items)
    return chart


def funnel_chart(book: StrictWorkbook, window: GroupWindow, own: str, size: Size) -> Any:
    """Return rates by what they are out of, with the limits that chance alone would keep each area's rate within."""
    chart, people = book.add_chart({"type": "scatter"}), chart_span(window.top, window.PEOPLE, window.places)
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
            "name": chart_name(name), "categories": people, "values": chart_span(window.top, column, window.places),
            "marker": marker, **({"data_labels": labels} if labels else {}),
        })  # fmt: skip
    x = {"num_format": "#,##0", "name": "People, or what the rate is out of", "major_gridlines": {"visible": False},
         "name_font": {"name": theme.FONT, "size": 8, "bold": False, "color": theme.QUIET}}  # fmt: skip
    dress(chart, "Is the difference more than chance?  Outside the dashes (99.8%) it is", size, x=x)
    return chart


def _dot(fill: str, size: int) -> dict[str, Any]:
    return {"type": "circle", "size": size, "fill": {"color": fill}, "border": {"color": theme.PAPER}}


def map_chart(book: StrictWorkbook, window: MapWindow, drawn: DrawnMap, size: Size) -> Any:
    """Return a map filled by classes: each strip an error bar as thick as its line is high, each class a series.

    It is made of points alone, so that it takes other colours when others of its points are there.
    """
    chart = book.add_chart({"type": "scatter", "subtype": "straight"})
    high = MAP_SHARE * size[1]
    thick = round(high * 0.75 / drawn.lines + 0.5, 2)
    lefts, widths = (
        chart_span(window.top, window.LEFT, window.strips),
        address(window.top, window.WIDTH, window.strips),
    )
    for number, fill in enumerate((theme.NO_CLASS, *theme.CLASSES)):
        bars = {
            "type": "custom", "direction": "plus", "end_style": 0, "plus_values": f"={widths}", "minus_values": [0],
            "line": {"color": fill, "width": thick},
        }  # fmt: skip
        chart.add_series({
            "name": f"Class {number}" if number else "Too few to be shaded", "categories": lefts,
            "values": chart_span(window.top, window.CLASSES + number, window.strips),
            "line": NO_LINE, "marker": {"type": "none"}, "x_error_bars": bars,
        })  # fmt: skip
    # An outline a series: programs differ on whether a line goes on over a cell that is empty.
    for start, points in window.outlines:
        chart.add_series({
            "name": "Boundary", "categories": chart_span(window.top + start, window.EDGE_X, points),
            "values": chart_span(window.top + start, window.EDGE_Y, points), "line": {"color": theme.PAPER, "width": 1.5},
            "marker": {"type": "none"},
        })  # fmt: skip
    bare = {"visible": False, "min": 0, "major_gridlines": {"visible": False}}
    dress(chart, "The same as a map", size, x={**bare, "max": drawn.width}, y={**bare, "max": 100})
    wide = min(0.96, high / size[0] * drawn.width / 100)
    chart.set_plotarea(
        {"layout": {"x": (1 - wide) / 2, "y": 1 - MAP_SHARE - 0.01, "width": wide, "height": MAP_SHARE}}
    )
    return chart


def place_chart(page: Paper, row: int, column: int, chart: Any, words: str, offset: int = 2) -> None:
    """Insert a chart; the words say what it shows and where the same figures are, never the figures."""
    page.sheet.insert_chart(
        row, column, chart,
        {"description": chart_name(words), "object_position": 2, "x_offset": offset, "y_offset": 2},
    )  # fmt: skip


def small_chart(page: Paper, row: int, column: int, line: int, first: int, places: int) -> None:
    """Insert columns over a row of Calc into one cell."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    there = f"{Calc.NAME}!{xl_rowcol_to_cell(line, first)}:{xl_rowcol_to_cell(line, first + places - 1)}"
    page.sheet.add_sparkline(
        row, column,
        {"range": there, "type": "column", "series_color": theme.BAR, "last_point": True, "last_color": theme.NAVY, "min": 0},
    )  # fmt: skip

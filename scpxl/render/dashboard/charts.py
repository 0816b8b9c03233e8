"""The charts: native, editable, named, with units on their axes and words for who cannot see them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from scpxl.model.words import capital
from scpxl.render import theme
from scpxl.render.dashboard import places
from scpxl.render.dashboard.paper import Paper, Plan
from scpxl.render.dashboard.styles import AXIS_FORMATS
from scpxl.scorecard.model import BenchmarkTable, ControlChart, IndicatorCard, YearOnYear

Size = tuple[int, int]
"""Width and height in pixels."""

SMALL: Final = {"name": theme.FONT, "size": 8, "color": theme.QUIET}
AXIS_NAME: Final = {"name": theme.FONT, "size": 8, "bold": False, "color": theme.QUIET}
HEAD: Final = {"name": theme.FONT, "size": 10, "bold": True, "color": theme.INK}
NO_LINE: Final = {"none": True}
PLOT: Final = {"x": 0.13, "y": 0.13, "width": 0.85, "height": 0.49}
PLOT_TALL: Final = {"x": 0.09, "y": 0.09, "width": 0.89, "height": 0.48}
"""The same room in every program, so that charts side by side line up."""
UPWARDS: Final[dict[str, int]] = {"rotation": -90}

_LINES: Final[tuple[dict[str, Any], ...]] = (
    {
        "line": {"color": theme.COMMON, "width": 1.25},
        "marker": {"type": "circle", "size": 4, "fill": {"color": theme.COMMON}, "border": NO_LINE},
    },
    {"line": {"color": theme.INK, "width": 1}, "marker": {"type": "none"}},
    {"line": {"color": theme.COMMON, "width": 1, "dash_type": "dash"}, "marker": {"type": "none"}},
    {"line": {"color": theme.COMMON, "width": 1, "dash_type": "dash"}, "marker": {"type": "none"}},
    {
        "line": NO_LINE,
        "marker": {"type": "circle", "size": 8, "fill": {"color": theme.CONCERN}, "border": NO_LINE},
    },
    {
        "line": NO_LINE,
        "marker": {"type": "diamond", "size": 9, "fill": {"color": theme.IMPROVEMENT}, "border": NO_LINE},
    },
    {
        "line": NO_LINE,
        "marker": {"type": "square", "size": 7, "fill": {"color": theme.NEUTRAL}, "border": NO_LINE},
    },
)
"""In the order of the columns of the chart data: points, mean, two limits, three kinds of special cause."""
_LOWER_LIMIT: Final = 2


def insert_year_chart(
    plan: Plan, paper: Paper, row: int, column: int, card: IndicatorCard, size: Size
) -> None:
    """Insert the last twelve months against the twelve before; nothing where the card has none."""
    if card.year_on_year is None or not card.year_on_year.labels:
        return
    year: YearOnYear = card.year_on_year
    top, length = plan.cells.cards[card.code], len(year.labels)
    chart = plan.book.add_chart({"type": "line"})
    labels = plan.cells.column(top, places.YEAR, length)
    # The year before goes first so that this year is drawn over it.
    for offset, colour, width, marker in ((2, theme.LAST_YEAR, 1.5, 4), (1, theme.NAVY, 2.5, 5)):
        chart.add_series(
            {
                "name": plan.cells.heading(top, places.YEAR + offset),
                "categories": labels,
                "values": plan.cells.column(top, places.YEAR + offset, length),
                "line": {"color": colour, "width": width},
                "marker": {
                    "type": "circle" if offset == 1 else "square",
                    "size": marker,
                    "fill": {"color": colour},
                    "border": NO_LINE,
                },
            }
        )
    _dress(chart, f"{card.title}: year on year", card, len(year.labels), _step(card))
    words = (
        f"Line chart of {card.title}, {year.this_name} beside {year.last_name}. "
        f"{card.headline_name}: {card.headline.text}; before: {card.before.text}. {card.direction.words}"
    )
    _insert(paper, row, column, chart, size, words)


def insert_control_chart(
    plan: Plan, paper: Paper, row: int, column: int, card: IndicatorCard, size: Size
) -> None:
    """Insert the control chart: points, middle line, limits and what was flagged; nothing where the card has none."""
    if card.control_chart is None or not card.control_chart.labels:
        return
    drawn: ControlChart = card.control_chart
    top, length = plan.cells.cards[card.code], len(drawn.labels)
    chart = plan.book.add_chart({"type": "line"})
    for offset, look in enumerate(_LINES, start=1):
        chart.add_series(
            {
                "name": plan.cells.heading(top, places.CONTROL + offset),
                "categories": plan.cells.column(top, places.CONTROL, length),
                "values": plan.cells.column(top, places.CONTROL + offset, length),
                **look,
                **(_signs(drawn.marks) if offset == 1 else {}),
            }
        )
    _dress(chart, f"{card.title}: control chart", card, length, drawn.period)
    # One dashed line names both limits, and lines or kinds of special cause that do not occur need no name.
    columns = (
        drawn.values,
        drawn.mean,
        drawn.lower,
        drawn.upper,
        drawn.concern,
        drawn.improvement,
        drawn.neutral,
    )
    unused = {place for place, points in enumerate(columns) if all(point is None for point in points)}
    _legend(chart, sorted({_LOWER_LIMIT} | unused))
    words = f"Control chart of {card.title}, {drawn.labels[0]} to {drawn.labels[-1]}. {card.variation.words} {drawn.note}"
    _insert(paper, row, column, chart, size, words)


def _signs(marks: tuple[str, ...]) -> dict[str, Any]:
    """Return labels that set each intervention's sign over the figure it began with, and no other label."""
    if not any(marks):
        return {}
    font = {"name": theme.FONT, "size": 12, "bold": True, "color": theme.PLUM}
    signs = [{"value": mark, "font": font} if mark else {"delete": True} for mark in marks]
    return {"data_labels": {"value": True, "position": "above", "custom": signs}}


def insert_benchmark_chart(
    plan: Plan, paper: Paper, row: int, column: int, table: BenchmarkTable, size: Size
) -> None:
    """Insert the ranked columns of a benchmark table, the own area dark, with the average as a line."""
    if not table.rows:
        return
    top, length = plan.cells.benchmarks[table.key], len(table.rows)
    chart = plan.book.add_chart({"type": "column"})
    areas = plan.cells.column(top, places.BENCHMARK, length)
    chart.add_series(
        {
            "name": plan.cells.heading(top, places.BENCHMARK + 1),
            "categories": areas,
            "values": plan.cells.column(top, places.BENCHMARK + 1, length),
            "fill": {"color": theme.BAR},
            "border": NO_LINE,
            "gap": 35,
            "points": [{"fill": {"color": theme.NAVY}} if line.is_own else None for line in table.rows],
        }
    )
    average = plan.book.add_chart({"type": "line"})
    average.add_series(
        {
            "name": plan.cells.heading(top, places.BENCHMARK + 2),
            "categories": areas,
            "values": plan.cells.column(top, places.BENCHMARK + 2, length),
            "line": {"color": theme.ORANGE, "width": 1.5, "dash_type": "dash"},
            "marker": {"type": "none"},
        }
    )
    chart.combine(average)
    _axes(
        chart,
        f"{table.title}: {table.group}",
        table.rate_name,
        "Area",
        AXIS_FORMATS[table.average.style],
        1,
    )
    own = next((line.area for line in table.rows if line.is_own), "")
    words = f"Columns ranked from the lowest: {table.title}, {table.rate_name}. {own} {table.rank_words}. "
    _insert(paper, row, column, chart, size, words + f"Average {table.average.text}.")


def _step(card: IndicatorCard) -> str:
    monthly = card.year_on_year is not None and len(card.year_on_year.labels) == 12
    return "Month" if monthly else "Period"


def _dress(chart: Any, title: str, card: IndicatorCard, points: int, step: str) -> None:
    between = 6 if points > 24 else 3 if points > 12 else 1
    units = capital(card.period_unit or card.things)
    _axes(chart, title, units or "Figure", step, AXIS_FORMATS[card.count_style], between)


def _axes(
    chart: Any,
    title: str,
    units: str,
    step: str,
    number_format: str,
    between: int,
    turned: Mapping[str, int] = MappingProxyType({}),
) -> None:
    chart.set_title({"name": _name(title, 110), "name_font": HEAD, "overlay": False})
    chart.set_x_axis(
        {
            "name": step,
            "name_font": AXIS_NAME,
            "num_font": {**SMALL, **turned},
            "interval_unit": between,
            "line": {"color": theme.COMMON, "width": 0.75},
            "major_tick_mark": "none",
            "label_position": "low",
        }
    )
    chart.set_y_axis(
        {
            "name": _name(units, 60),
            "name_font": AXIS_NAME,
            "num_font": SMALL,
            "num_format": number_format,
            "line": NO_LINE,
            "major_tick_mark": "none",
            "major_gridlines": {"visible": True, "line": {"color": theme.RULE, "width": 0.5}},
        }
    )
    _legend(chart, [])
    chart.set_chartarea({"border": NO_LINE, "fill": {"color": theme.PAPER}})
    chart.set_plotarea({"fill": NO_LINE, "layout": PLOT_TALL if turned else PLOT})
    chart.show_blanks_as("gap")


def _legend(chart: Any, hidden: list[int]) -> None:
    chart.set_legend({"position": "bottom", "font": SMALL, "delete_series": hidden})


def _name(text: str, longest: int) -> str:
    """Return the text as plain words: a name that begins with = would be read as a formula."""
    return Paper.clean(text).lstrip("= ")[:longest]


def _insert(paper: Paper, row: int, column: int, chart: Any, size: Size, words: str) -> None:
    width, height = size
    chart.set_size({"width": width, "height": height})
    paper.sheet.insert_chart(
        row, column, chart,
        {"description": Paper.clean(" ".join(words.split())), "object_position": 2, "x_offset": 4, "y_offset": 2},
    )  # fmt: skip

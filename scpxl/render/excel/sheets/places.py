"""Places: the own area's parts as a tile map and a table, by the measure and the kind of figure that are chosen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from scpxl.render import theme
from scpxl.render.excel import looks
from scpxl.render.excel.board import COLOUR_BY, DashboardBook
from scpxl.render.excel.charts import map_chart, place_chart, small_chart
from scpxl.render.excel.looks import NUMBER_FORMATS
from scpxl.render.excel.lookup import Ref, exactly
from scpxl.render.excel.paper import Paper
from scpxl.render.excel.part_windows import map_window
from scpxl.render.excel.tiles import lay_tiles, write_legend, write_tiles
from scpxl.scorecard.records.figures import NumberStyle
from scpxl.scorecard.records.shape import DrawnMap
from scpxl.scorecard.texts.cell_words import cut, cut_to_lines
from scpxl.words import capital

TILE: Final = 2
TILE_WIDTH: Final = 8.7
TILE_BOX: Final = (21, 1)
"""Characters and lines of a name on a tile."""
LEAST_COLUMNS: Final = 10
TOP: Final = 4
ROW: Final = 20.0
LOW_ROW: Final = 17.0
"""A row's points where a drawn map is on the page as well."""
MAP: Final = (640, 380)
MAP_ROWS: Final = 18
SOURCE_BOX: Final = 200
WARD_WIDTH: Final = 24.0
WARD_BOX: Final = 28
HEAT_WIDTH: Final = 10.5
HEAD_BOX: Final = (11, 3)
HEADS_HEIGHT: Final = 41.0
MOST_HEAT: Final = 4
"""Measures that have a column of their own in the table."""


@dataclass(frozen=True, slots=True)
class _Part:
    count: Ref
    rate: Ref
    change: Ref
    shown: Ref
    """The figure chosen."""
    heat: Ref
    heats: tuple[tuple[Ref, Ref], ...]
    """For each measure with a column of its own, its count and class."""
    line: int
    """The row of Calc with its months."""


_NOTES: Final = (
    "Shades are fifths of the {}s, each measure by itself: a map always has five shades, even where they hardly differ. "
    "Counts, not rates, unless Rate is chosen: large or busy places are darker. No percentage is given on few events the year "
    "before. A place with too few events to be shaded is grey. The small columns follow the measure chosen."
)


def write_places(board: DashboardBook) -> None:
    """Write the sheet."""
    shape = board.shape
    tiles = lay_tiles(shape.parts)
    columns = max([LEAST_COLUMNS, *(TILE * (column + 1) for _, _, column in tiles)])
    heat = shape.by_parts[:MOST_HEAT]
    table = columns + 1
    widths = [*(TILE_WIDTH,) * columns, 2, WARD_WIDTH, *(HEAT_WIDTH for _ in heat), 9, 9, 13]
    called = shape.part_name
    page = board.page(board.names.places, f"Places: {shape.area} by {called}", widths)
    first = next(
        (one for one in shape.by_parts if board.choices.get("show_place") in {one.name, one.title}),
        shape.by_parts[0],
    )
    coloured = board.choices.get("show_as", "")
    coloured = coloured if coloured in COLOUR_BY else COLOUR_BY[0]
    page.choose(1, 2, "show_place", "by_parts", first.name, "Measure", wide=5)
    page.choose(1, 9, "show_as", "colour_by", coloured, "Colour by", wide=1)
    parts = _look_up(board, float(shape.by_parts.index(first) + 1), float(COLOUR_BY.index(coloured) + 1))
    page.formula(
        2, 0, '=show_place&", the year to "&as_of&", and change on the year before"',
        f"{first.name}, the year to {board.label}, and change on the year before", looks.STRONG, {"font_color": theme.NAVY},
    )  # fmt: skip
    helpers = len(widths) + 1
    high = ROW if shape.settings.drawn is None else LOW_ROW
    for row in range(TOP, TOP + 3 * 12):
        page.height(row, high)
    if tiles:
        end = write_tiles(
            page, TOP, 0, TILE, shape.parts,
            lambda place: (
                parts[place.code].heat,
                (parts[place.code].shown, "#,##0"),
                (parts[place.code].change, NUMBER_FORMATS[NumberStyle.SIGNED_PERCENT]),
            ),
            helpers,
            TILE_BOX,
        )  # fmt: skip
        write_legend(page, end, 0, TILE)
        last_helper = helpers + max(column for _, _, column in tiles) + len(heat) + 1
        page.sheet.set_column(helpers, last_helper, 3, None, {"hidden": True})
    bottom = _write_table(board, page, table, parts, helpers + LEAST_COLUMNS)
    page.merge((bottom + 1, table, bottom + 3, page.last), looks.QUIET, looks.WRAP)
    page.text(bottom + 1, table, _NOTES.format(called), looks.QUIET, looks.WRAP)
    last = max(bottom + 4, TOP + 3 * 8 if tiles else 0)
    if shape.settings.drawn is not None:
        last = max(last, _write_map(board, page, shape.settings.drawn, parts, end + 2 if tiles else TOP))
        page.merge((bottom + 4, table, bottom + 5, page.last), looks.QUIET, looks.WRAP)
        page.text(
            bottom + 4,
            table,
            cut(f"Map: {shape.settings.drawn.attribution}", SOURCE_BOX),
            looks.QUIET,
            looks.WRAP,
        )
    page.one_page(last)


def _write_map(board: DashboardBook, page: Paper, drawn: DrawnMap, parts: dict[str, _Part], top: int) -> int:
    """Write the drawn map below the tiles; return the row below it."""
    window = map_window(board, drawn, {code: part.heat for code, part in parts.items()})
    told = f"Map of the {board.shape.part_name}s filled by fifths of what is chosen; the tile map and the table have the same figures."
    place_chart(page, top, 0, map_chart(board.book, window, drawn, MAP), told)
    return top + MAP_ROWS


def _look_up(board: DashboardBook, measure: float, coloured: float) -> dict[str, _Part]:
    """Write what each part shows for the measure, the kind of figure and the month chosen."""
    calc, shape = board.calc, board.shape
    line = calc.rows(1)
    which = calc.put(line, 0, f"=MATCH({exactly('show_place')},by_parts,0)", measure)
    of = board.row_of(line, 1, which)
    kind = calc.put(line, 2, "=MATCH(show_as,colour_by,0)", coloured)
    own = [
        board.row_of(line, 3 + n, Ref(str(n + 1), float(n + 1)))
        for n in range(min(MOST_HEAT, len(shape.by_parts)))
    ]
    found = {}
    for number, place in enumerate(shape.parts):
        found[place.code] = _look_up_part(board, number, (of, kind, which), own)
    return found


def _look_up_part(board: DashboardBook, number: int, chosen: tuple[Ref, Ref, Ref], own: list[Ref]) -> _Part:
    calc, results = board.calc, board.results
    of, kind, which = chosen
    row = calc.rows(1)

    def look(column: int, block: str, at: Ref) -> Ref:
        return calc.look(row, column, results.parts, results.parts_place(block, number), at)

    count, rate, change = (
        look(column, block, of) for column, block in enumerate(("counts", "rates", "changes"))
    )
    heats = [look(3 + n, block, of) for n, block in enumerate(("heat", "rate_heat", "change_heat"))]
    which_kind = kind.number - 1
    figures = (count, rate, change)
    formula = f"=CHOOSE({kind.address},{','.join(one.address for one in figures)})"
    shown = calc.put(row, 6, formula, figures[which_kind].value)
    formula = f"=CHOOSE({kind.address},{','.join(one.address for one in heats)})"
    heat = calc.put(row, 7, formula, heats[which_kind].value)
    columns = tuple((look(8 + 2 * n, "counts", at), look(9 + 2 * n, "heat", at)) for n, at in enumerate(own))
    start = 8 + 2 * len(own)
    column = results.parts.column(results.parts_place("counts", number))
    for end in range(board.ends):
        there = f"INDEX({column},({which.address}-1)*{board.ends}+{end + 1})"
        value = results.parts.at(
            (which.number - 1) * board.ends + end + 1, results.parts_place("counts", number)
        )
        calc.put(
            row,
            start + end,
            f"=IF(ISNUMBER({there}),{there},NA())",
            value if isinstance(value, float) else None,
        )
    return _Part(count, rate, change, shown, heat, columns, row)


def _write_table(board: DashboardBook, page: Paper, left: int, parts: dict[str, _Part], helpers: int) -> int:
    """Write one row per part: one column per measure, the chosen figure, its change and its months; return the last row."""
    shape = board.shape
    heat = shape.by_parts[:MOST_HEAT]
    heads = [
        capital(shape.part_name),
        *(one.title for one in heat),
        "Chosen",
        "Change",
        f"{board.ends} month ends",
    ]
    top = 3
    page.height(top, HEADS_HEIGHT)
    for column, head in enumerate(heads):
        side = {} if column in {0, len(heads) - 1} else looks.RIGHT
        page.text(top, left + column, cut_to_lines(head, *HEAD_BOX), looks.HEAD, side)
    start = 8 + 2 * len(heat)
    for number, place in enumerate(shape.parts):
        row, part = top + 1 + number, parts[place.code]
        page.height(row, ROW if shape.settings.drawn is None else LOW_ROW)
        page.text(row, left, cut(place.name, WARD_BOX), looks.LINE)
        for column, (measure, (count, klass)) in enumerate(zip(heat, part.heats, strict=True)):
            plain = {"num_format": NUMBER_FORMATS[measure.period_style]}
            page.show(row, left + 1 + column, count, looks.LINE, looks.RIGHT, plain)
            page.show(row, helpers + column, klass)
        page.show(row, left + 1 + len(heat), part.shown, looks.LINE, looks.RIGHT, {"num_format": "#,##0"})
        page.show(
            row, left + 2 + len(heat), part.change, looks.LINE, looks.number(NumberStyle.SIGNED_PERCENT)
        )
        page.fill(row, left + 3 + len(heat), left + 3 + len(heat), looks.LINE)
        small_chart(page, row, left + 3 + len(heat), part.line, start, board.ends)
    last = top + len(shape.parts)
    for column in range(len(heat)):
        area = (top + 1, left + 1 + column, last, left + 1 + column)
        page.colour_classes(area, top + 1, helpers + column, grey=False)
    page.show_decimals((top + 1, left + 1 + len(heat), last, left + 1 + len(heat)))
    page.mute_words((top + 1, left + 1 + len(heat), last, left + 2 + len(heat)))
    page.sheet.set_column(helpers, helpers + len(heat), 3, None, {"hidden": True})
    return last

"""Benchmarks: the own area among any of its groups, ranked, on a tile map, and against what chance would make."""

from __future__ import annotations

from typing import Final

from scpxl.render import theme
from scpxl.render.excel import looks
from scpxl.render.excel.board import NO_PAIR, DashboardBook, pair_titles, pair_units
from scpxl.render.excel.charts import funnel_chart, place_chart, ranked_chart
from scpxl.render.excel.lookup import Ref, Value, address, exactly, for_match
from scpxl.render.excel.paper import Paper
from scpxl.render.excel.tiles import ROWS, lay_tiles, write_legend, write_tiles
from scpxl.render.excel.windows import GroupWindow, group_window
from scpxl.scorecard.records.shape import GroupShape, MapPlace, Measure

COLUMNS: Final = 14
WIDTH: Final = 13.4
RANKED: Final = (1378, 290)
FUNNEL: Final = (570, 500)
FUNNEL_LEFT: Final = 8
FUNNEL_ROWS: Final = 24
LAST: Final = 41
"""Rows printed where no map takes more."""
TILES_TOP: Final = 18
ROW: Final = 15.5
NAME_ROW: Final = 27.0
TILE_BOX: Final = (15, 2)
"""Characters and lines of a name on a tile."""


def write_benchmarks(board: DashboardBook) -> None:
    """Write the sheet."""
    shape = board.shape
    measure, group = _first_shown(board)
    tiled = max(shape.groups, key=lambda one: len(lay_tiles(one.places)))
    across = max((column + 1 for _, _, column in lay_tiles(tiled.places)), default=0)
    widths = (WIDTH,) * max(COLUMNS, across)
    page = board.page(board.names.benchmarks, f"Benchmarks: {shape.area} among others", widths)
    page.choose(1, 1, "show_bench", "compared", measure.name, "Measure", wide=4)
    page.choose(1, 6, "show_group", "groups", group.title, "Group", wide=3)
    row, of_pair = _chosen_row(board, measure.name, group.title)
    window = group_window(board, row)
    reading = board.calc.text(
        board.calc.rows(1), 0, board.results.groups, board.results.groups.place("reading"), row
    )
    said = f'=IF({reading.address}="",show_bench&" is not compared with "&show_group&": choose another.","To "&as_of&": "&{reading.address})'
    value = f"To {board.label}: {reading.value}"
    page.merge(
        (2, 0, 2, page.last), looks.STRONG, looks.INDENT, looks.WRAP, {"font_size": 11, "valign": "vcenter"}
    )
    page.formula(
        2, 0, said, value, looks.STRONG, looks.INDENT, looks.WRAP, {"font_size": 11, "valign": "vcenter"}
    )
    page.height(2, 32)
    chart = ranked_chart(board.book, window, shape.area, of_pair, RANKED)
    place_chart(
        page,
        3,
        0,
        chart,
        "Areas of the group chosen ranked from the lowest, with intervals; the own area is dark, the dotted line the average.",
    )
    for line in range(3, LAST):
        page.height(line, ROW)
    end = _write_tile_map(board, page, window, tiled)
    # Beside a map that leaves it room, else below.
    top, left = (TILES_TOP - 1, FUNNEL_LEFT) if across <= FUNNEL_LEFT else (end + 2, 0)
    funnel = funnel_chart(board.book, window, shape.area, FUNNEL)
    told = "Figures by what they are out of, with the limits chance alone would keep each within."
    place_chart(page, top, left, funnel, told, 10)
    page.one_page(max(LAST, end + 1, top + FUNNEL_ROWS))


def _write_tile_map(board: DashboardBook, page: Paper, window: GroupWindow, tiled: GroupShape) -> int:
    """Write the map of the group with most tiles, where any has; return the row below its legend."""
    tiles, helpers = lay_tiles(tiled.places), page.last + 2
    if not tiles:
        return TILES_TOP
    page.across(TILES_TOP - 1, 0, FUNNEL_LEFT - 1, f"Tile map of {tiled.title}: figure and rank, darker is higher; grey is not in the group chosen",
                looks.STRONG, {"font_color": theme.NAVY})  # fmt: skip
    lines = {place.code: _look_up(board, window, place) for place, _, _ in tiles}
    end = write_tiles(
        page, TILES_TOP, 0, 1, tiled.places,
        lambda place: (lines[place.code][0], (lines[place.code][1], "#,##0.0"), (lines[place.code][2], '"rank "0')),
        helpers, TILE_BOX,
    )  # fmt: skip
    for name_row in range(TILES_TOP, end, ROWS):
        page.height(name_row, NAME_ROW)
    write_legend(page, end, 0, 1)
    page.sheet.set_column(helpers, helpers + max(column for _, _, column in tiles), 3, None, {"hidden": True})
    return end + 1


def _first_shown(board: DashboardBook) -> tuple[Measure, GroupShape]:
    """Return the measure and group that are chosen as the file is opened: the most serious exception in its main group."""
    pairs = board.shape.compared
    kept = (board.choices.get("show_bench"), board.choices.get("show_group"))
    found = next(
        (pair for pair in pairs if kept in {(pair[0].name, pair[1].title), (pair[0].title, pair[1].title)}),
        None,
    )
    if found is not None:
        return found
    last = board.scorecard.month_ends[-1]
    main = {measure.code: (measure, group) for measure, group in reversed(pairs)}
    return next((main[code] for code in last.exceptions if code in main), pairs[0])


def _chosen_row(board: DashboardBook, measure: str, group: str) -> tuple[Ref, Ref]:
    """Write and return the row of the measure and group chosen, `#N/A` where the two are not compared; and a chart's title."""
    line = board.calc.rows(1)
    names = [f"{one.name} | {its.title}" for one, its in board.shape.compared]
    number = float(names.index(f"{measure} | {group}") + 1)
    found = board.calc.put(
        line, 0, f'=MATCH({exactly("show_bench")}&" | "&{exactly("show_group")},pair_names,0)', number
    )
    place = int(number) - 1
    head, tail = "Lowest to highest, ", ", with 95% intervals: "
    said = board.calc.put(
        line, 2,
        f'=IFERROR("{head}"&INDEX(pair_units,{found.address})&"{tail}"&INDEX(pair_titles,{found.address}),"{NO_PAIR}")',
        f"{head}{pair_units(board.shape)[place]}{tail}{pair_titles(board.shape)[place]}",
    )  # fmt: skip
    return board.row_of(line, 1, found), said


def _look_up(board: DashboardBook, window: GroupWindow, place: MapPlace) -> tuple[Ref, Ref, Ref]:
    """Write and return the class, figure and rank of an area by its name."""
    calc, results = board.calc, board.results
    line = calc.rows(1)
    areas = address(window.top, window.AREAS, window.places)
    named = for_match(place.name)
    names = [
        results.groups.at(window.row.number, results.group_place("areas", at)) for at in range(window.places)
    ]
    at = names.index(place.name) if place.name in names else -1
    which = calc.put(line, 0, f"=MATCH({named},{areas},0)", float(at + 1) if at >= 0 else None)

    def look(column: int, of: int, value: Value, missing: str, none: float | str) -> Ref:
        there = address(window.top, of, window.places)
        shown = none if value is None else value
        return calc.put(line, column, f"=IFERROR(INDEX({there},{which.address}),{missing})", shown)

    heat, rank = (refs[at].value if at >= 0 else None for refs in (window.heats, window.ranks))
    rate = results.groups.at(window.row.number, results.group_place("rates", at)) if at >= 0 else None
    of = window.OWN if place.is_own else window.RATES
    return (
        look(1, window.HEAT, heat, "0", 0.0), look(2, of, rate, '"–"', "–"), look(3, window.RANK, rank, '"–"', "–"),
    )  # fmt: skip

"""Tile maps: one tile per area of three rows, its name, its figure and one more, shaded by a class that is beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from scpxl.render import theme
from scpxl.render.excel import looks
from scpxl.render.excel.lookup import Ref
from scpxl.render.excel.paper import Paper
from scpxl.scorecard.records.shape import MapPlace
from scpxl.scorecard.texts.cell_words import cut_to_lines

ROWS: Final = 3
WHOLE_OR_NOT: Final = "#,##0"
"""The format of a figure that may be a count or a rate: a rate gets its decimal by a rule."""

Shown = tuple[Ref, Any]
"""A cell of Calc and the number format it is shown in."""
Box = tuple[int, int]
"""Characters in a line, and lines."""


def lay_tiles(places: Sequence[MapPlace]) -> list[tuple[MapPlace, int, int]]:
    """Return each place that has a tile, with its row and column counted from the first that is used."""
    tiled = [(place, *place.tile) for place in places if place.tile is not None]
    if not tiled:
        return []
    top, left = min(row for _, row, _ in tiled), min(column for _, _, column in tiled)
    return [(place, row - top, column - left) for place, row, column in tiled]


def write_tiles(
    page: Paper,
    top: int,
    left: int,
    wide: int,
    places: Sequence[MapPlace],
    shown: Callable[[MapPlace], tuple[Ref, Shown, Shown]],
    helpers: int,
    box: Box,
) -> int:
    """Write a tile map and return the row below it.

    `wide` are the columns of a tile, `box` the characters and lines that its name has; `shown` gives for a place its class and the two figures below its name;
    `helpers` is the first of the hidden columns of the same sheet in which the classes stand, so that one rule a
    class colours any map.
    """
    tiles = lay_tiles(places)
    if not tiles:
        return top
    rows = max(row for _, row, _ in tiles) + 1
    columns = max(column for _, _, column in tiles) + 1
    for place, row, column in tiles:
        _write_tile(
            page, top + ROWS * row, left + wide * column, wide, place, shown(place), helpers + column, box
        )
    area = (top, left, top + ROWS * rows - 1, left + wide * columns - 1)
    for column in range(columns):
        own = (area[0], left + wide * column, area[2], left + wide * (column + 1) - 1)
        page.colour_classes(own, top, helpers + column)
    return top + ROWS * rows


def _write_tile(
    page: Paper,
    row: int,
    column: int,
    wide: int,
    place: MapPlace,
    shown: tuple[Ref, Shown, Shown],
    helper: int,
    box: Box,
) -> None:
    heat, first, second = shown
    last = column + wide - 1
    sides = {
        "left": 2,
        "left_color": theme.PAPER,
        "right": 2,
        "right_color": theme.PAPER,
        "align": "center",
    }
    own = {"bold": True, "underline": 1} if place.is_own else {}
    top = {**sides, "top": 2, "top_color": theme.PAPER, "text_wrap": True, **own}
    page.across(row, column, last, cut_to_lines(place.name, *box), top)
    large = {**sides, "font_size": 11, "bold": True, "num_format": first[1], "shrink": True}
    page.show_across(row + 1, column, last, first[0], large)
    if first[1] == WHOLE_OR_NOT:
        page.show_decimals((row + 1, column, row + 1, last))
    end = {**sides, "bottom": 2, "bottom_color": theme.PAPER, "num_format": second[1]}
    page.show_across(row + 2, column, last, second[0], end)
    for line in range(ROWS):
        page.show(row + line, helper, heat)


def write_legend(page: Paper, row: int, left: int, wide: int) -> None:
    """Write what the shades mean, across five stretches of columns."""
    for number, words in enumerate(("Lowest fifth", "", "Middle fifth", "", "Highest fifth")):
        fill = {"bg_color": theme.CLASSES[number], "font_color": theme.CLASS_INK[number]}
        start = left + number * wide
        page.across(row, start, start + wide - 1, words, looks.CENTRE, fill)

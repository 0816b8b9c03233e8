"""Plain tables of words: headings, rows as high as their words need, long text carried into further rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from scpxl.render.book import clean_text
from scpxl.render.dashboard import styles as looks_of
from scpxl.render.dashboard.paper import Paper
from scpxl.render.dashboard.styles import Looks
from scpxl.render.dashboard.text import column_pixels, height, pieces, wrap
from scpxl.scorecard.model import Figure
from scpxl.verdicts import Rag

SIZE: Final = 10
INDENT_PIXELS: Final = 9
FEW_LINES: Final = 4
"""Rows of up to so many lines are centred; taller ones begin at the top."""
RATING: Final[Looks] = {"bold": True, "align": "center", "valign": "vcenter"}


@dataclass(frozen=True, slots=True)
class Link:
    """Text that leads to a row of another sheet."""

    text: str
    sheet: str
    row: int


Value = str | int | date | Figure | Link | Rag | None


class Kind(StrEnum):
    """What a conditional format colours in a column."""

    PLAIN = "plain"
    STRONG = "strong"
    RATING = "rating"
    JUDGEMENT = "judgement"
    BAR = "bar"


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and how many of the sheet's columns it spans, with their pixels together."""

    heading: str
    pixels: int
    span: int = 1
    kind: Kind = Kind.PLAIN

    @property
    def width(self) -> float:
        """The width of a single column in characters."""
        return (self.pixels - 5) / 7

    @property
    def room(self) -> int:
        """The pixels left for words beside the indent."""
        return self.pixels - INDENT_PIXELS


def rating_of(word: str) -> Rag | str:
    """Return the rating this word names, so that its letter stands beside it, or the word itself.

    >>> rating_of("Amber"), rating_of("closed")
    (<Rag.AMBER: 'Amber'>, 'closed')
    """
    return next((rag for rag in Rag if rag.value == word), word)


def columns_of(*described: tuple[str, float] | tuple[str, float, Kind]) -> tuple[Column, ...]:
    """Return columns from headings, widths in characters and kinds."""
    return tuple(
        Column(entry[0], column_pixels(entry[1]), kind=entry[2] if len(entry) == 3 else Kind.PLAIN)
        for entry in described
    )


def write_table(paper: Paper, top: int, columns: Sequence[Column], rows: Sequence[Sequence[Value]]) -> int:
    """Write headings and rows from `top`; return the first row below.  Nothing is cut off."""
    lefts = _lefts(columns)
    most = max(len(wrap(column.heading, column.room, SIZE)) for column in columns)
    paper.row_height(top, height(most, SIZE) + 2)
    for column, left in zip(columns, lefts, strict=True):
        paper.span(
            top, left, top, left + column.span - 1, column.heading, looks_of.HEADING, _side(column, left)
        )
    row = top + 1
    for values in rows:
        row = _write_row(paper, row, columns, lefts, values)
    if row > top + 1:
        _colour(paper, top + 1, row - 1, columns, lefts)
    return row


def _lefts(columns: Sequence[Column]) -> list[int]:
    lefts, left = [], 0
    for column in columns:
        lefts.append(left)
        left += column.span
    return lefts


def _side(column: Column, left: int) -> Looks:
    """Return how words stand in a column: ratings in the middle, all but the first a little off the line."""
    if column.kind is Kind.RATING:
        return {"align": "center"}
    return {"align": "left", "indent": 1} if left else {"align": "left"}


def _write_row(
    paper: Paper, row: int, columns: Sequence[Column], lefts: Sequence[int], values: Sequence[Value]
) -> int:
    parts = [_parts(value, column) for value, column in zip(values, columns, strict=True)]
    depth = max(len(part) for part in parts)
    for step in range(depth):
        last = step == depth - 1
        lines = _lines(parts, columns, step)
        for column, left, part in zip(columns, lefts, parts, strict=True):
            value = part[step] if step < len(part) else ""
            looks = _looks(column, last=last, left=left, tall=lines > FEW_LINES)
            _write(paper, row + step, left, column.span, value, looks)
        paper.row_height(row + step, height(lines, SIZE) + 4)
    return row + depth


def _lines(parts: Sequence[Sequence[Value]], columns: Sequence[Column], step: int) -> int:
    """Return the most lines any cell of this step needs."""
    shown = [
        (value.text if isinstance(value, Link) else value, column.room)
        for part, column in zip(parts, columns, strict=True)
        if step < len(part) and isinstance(value := part[step], str | Link)
    ]
    return max((len(wrap(text, pixels, SIZE)) for text, pixels in shown), default=1)


def _parts(value: Value, column: Column) -> list[Value]:
    if isinstance(value, str) and value and not isinstance(value, Rag):
        return list(pieces(clean_text(value), column.room, SIZE))
    return [value]


def _looks(column: Column, *, last: bool, left: int, tall: bool) -> Looks:
    looks = {**looks_of.WRAPPED, **_side(column, left), "valign": "top" if tall else "vcenter"}
    if not last:
        looks["bottom"] = 0
    if column.kind is Kind.STRONG:
        looks["bold"] = True
    return looks


def _write(paper: Paper, row: int, left: int, span: int, value: Value, looks: Looks) -> None:
    if isinstance(value, Rag):
        paper.span(row, left, row, left + span - 1, looks_of.rag_text(value), looks, RATING)
    elif value is None or isinstance(value, str):
        paper.span(row, left, row, left + span - 1, value or "", looks)
    elif isinstance(value, Link):
        paper.link(row, left, value.sheet, value.text, looks, {"bold": True}, row_there=value.row)
    elif isinstance(value, Figure):
        paper.figure(row, left, value, looks)
    elif isinstance(value, int):
        paper.number(row, left, value, "#,##0", looks)
    else:
        paper.day(row, left, value, looks)


def _colour(paper: Paper, first: int, last: int, columns: Sequence[Column], lefts: Sequence[int]) -> None:
    for column, left in zip(columns, lefts, strict=True):
        if column.kind is Kind.RATING:
            paper.colour_ratings(first, left, last)
        elif column.kind is Kind.JUDGEMENT:
            paper.colour_judgements(first, left, last)
        elif column.kind is Kind.BAR:
            paper.sheet.conditional_format(
                first, left, last, left,
                {"type": "data_bar", "bar_solid": True, "bar_color": "#B9CBDB", "data_bar_2010": True,
                 "min_type": "num", "max_type": "num", "min_value": 0, "max_value": 100},
            )  # fmt: skip

"""The blocks that pages are made of: plain records without a colour, a size or a place.

Every figure has a key that says what it is of, and its value is beside its text, so that a writer that sets
numbers and one that sets words say the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from scpxl.scorecard.records.figures import Figure, NumberStyle
from scpxl.words import day_text


@dataclass(frozen=True, slots=True)
class Key:
    """What a figure is of."""

    indicator: str
    period: str
    area: str = ""
    item: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table: words, a number or a day."""

    text: str
    value: float | date | None = None
    """The number or day that the text is of; None where there is none."""
    style: NumberStyle = NumberStyle.WHOLE
    """How the number is shown."""
    key: Key | None = None

    @classmethod
    def of(cls, figure: Figure, key: Key | None = None) -> Cell:
        """Return a figure as a cell: its number, and the text that a sentence would carry."""
        return cls(figure.told, figure.value, figure.style, key)

    @classmethod
    def day(cls, day: date | None) -> Cell:
        """Return a day as a cell; blank where there is none."""
        return cls(day_text(day) if day else "", day)


class CellKind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    RATING = "rating"
    """Words that begin with the letter or sign of a judgement."""


@dataclass(frozen=True, slots=True)
class Column:
    """A heading and what is below it."""

    head: str
    kind: CellKind = CellKind.TEXT
    share: float = 1.0
    """Its part of the table's width, beside the others', where a writer cannot fit it to its words."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the page's own."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph, after a title where it has one."""

    text: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """Entries below each other."""

    entries: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: what it is, its columns, its rows."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    lead: str = ""
    """A sentence on what is in it."""


class Line(StrEnum):
    """What a series of a chart stands for, whatever a writer makes it look like."""

    NOW = "now"
    BEFORE = "before"
    FIGURES = "figures"
    MIDDLE = "middle"
    LIMIT = "limit"
    WORSE = "worse"
    BETTER = "better"
    NEITHER = "neither"
    OTHERS = "others"
    OWN = "own"
    """The own area, among columns of others."""


@dataclass(frozen=True, slots=True)
class Series:
    """The points of one series; None is no figure."""

    name: str
    line: Line
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: what it shows, its points, and the same in words for who cannot see it."""

    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    words: str
    key: Key
    unit: str = ""
    """What the values count, for the axis."""
    style: NumberStyle = NumberStyle.WHOLE
    columns: bool = False
    """Whether each value is a column, one beside the other; else the points of a series are joined."""


Block = Heading | Text | Listing | Table | Chart


@dataclass(frozen=True, slots=True)
class Page:
    """A document, or one page of it."""

    title: str
    marking: str
    blocks: tuple[Block, ...]

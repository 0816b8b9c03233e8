"""Places that figures are about, the kinds they are of, and the groups they are compared in."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from scpxl.model.periods import Period
from scpxl.model.record import Code, Record, Title
from scpxl.words import in_sentence, plural

BY_PARTS = "ward"
"""The breakdown that divides a figure by the own area's parts, whatever these are called; on record too."""

PART = "part"
"""What a part of the own area is called where its parts are of several kinds, or there is none."""


class Average(StrEnum):
    """How the average of a benchmark group is taken."""

    POOLED = "pooled"
    UNWEIGHTED = "unweighted"


class Area(Record):
    """A place figures are about, known by its ONS code."""

    code: Code = Field(description="ONS code, for example E09000003")
    name: Title = Field(description="Name as printed")
    kind: Annotated[str, Field(min_length=1, max_length=40)] = Field(
        description="What it is, in your own word: borough, district, county, police force area, ward, neighbourhood"
    )
    parent: str = Field("", description="For a part of another area, such as a ward: the code of that area")
    groups: tuple[str, ...] = Field((), description="Benchmark groups it belongs to")
    first: Period | None = Field(
        None, description="First month of its existence, if it began after the series do"
    )
    last: Period | None = Field(None, description="Last month of its existence, if it has ended")
    other_names: tuple[str, ...] = Field((), description="Other spellings met in published files")
    tile: Annotated[str, Field(pattern=r"^$|^[0-9]{1,2},[0-9]{1,2}$")] = Field(
        "", description="Place on the tile map: row and column from 0 at the top left, for example 2,3"
    )

    @property
    def place(self) -> tuple[int, int] | None:
        """Row and column on the tile map; None where it has none."""
        row, _, column = self.tile.partition(",")
        return (int(row), int(column)) if self.tile else None

    def exists_in(self, period: Period) -> bool:
        """Whether the area existed in the whole of the period."""
        begins = self.first is None or self.first.first <= period.first
        return begins and (self.last is None or self.last.last >= period.last)


class BenchmarkGroup(Record):
    """Areas a figure is compared with."""

    code: Code = Field(description="Short code, named in the Areas sheet's groups column")
    title: Title = Field(description="For example 32 London boroughs")
    average: Average = Field(
        Average.POOLED, description="pooled (all counts over all people) or unweighted (mean of rates)"
    )


class KindWords:
    """What an area, or several alike, are called: one word of the framework, in its forms."""

    def __init__(self, word: str) -> None:
        self.one = in_sentence(word)
        """As written in a sentence: ward, police force area."""
        self.many = plural(self.one)
        """Several of them: wards, police force areas."""


def kind_of_parts(parts: Iterable[Area]) -> KindWords:
    """Return what the parts of an area are called: their own word where it is one for all.

    >>> kind_of_parts([Area(code="A", name="A", kind="Neighbourhood", parent="X")]).many
    'neighbourhoods'
    """
    words = {in_sentence(area.kind).casefold(): area.kind for area in parts}
    return KindWords(next(iter(words.values())) if len(words) == 1 else PART)

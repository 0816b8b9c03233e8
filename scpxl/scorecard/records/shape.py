"""What a dashboard is made of before any figure is known: its measures, objectives, groups and parts.

Where everything is in the workbook follows from this record alone, so that figures can be put into an open one.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from scpxl.model.framework import LIST_ROWS, MONTH_ENDS, Edition
from scpxl.model.periods import QUARTER
from scpxl.model.registers import REGISTER_ROWS
from scpxl.scorecard.records.figures import NumberStyle
from scpxl.scorecard.records.plain import to_plain
from scpxl.scorecard.status import StatusRule

EXAMPLE = " [example]"
"""What a made-up measure's name ends with, however it is cut."""
MADE_UP = "Illustrative figures, made up for the example."
"""What is noted on such a measure."""
LAYOUT = 5
"""Goes up when the same framework gives another layout."""
OWN_ACTIONS = 20
"""Rows on Actions in which a partnership types its own."""
HEADLINES = 24
"""Most measures on the Summary."""
PLACES_A_PAGE = 14
"""Measures on one page of an objective; the others are on a second."""
EXCEPTIONS = 10
QUARTERS = 8
"""Quarters shown of a measure that is neither compared nor divided."""
STATUS = StatusRule()


class PageQuestion(StrEnum):
    """What a measure helps to answer: the three questions an objective's page asks."""

    PROBLEM = "What is the problem?"
    DOING = "What are we doing?"
    DIFFERENCE = "What difference does it make?"


@dataclass(frozen=True, slots=True)
class Measure:
    """One indicator, as far as its place and its looks go."""

    code: str
    title: str
    objective: str
    question: PageQuestion
    unit: str
    period_unit: str
    """What its single periods count: of a yearly rate the number."""
    style: NumberStyle
    period_style: NumberStyle
    change_style: NumberStyle
    rate_style: NumberStyle
    rate_name: str
    step: int
    """Months in one of its own periods."""
    aggregation: str
    """sum, ratio of sums, or latest."""
    divides: bool
    """Whether its figure is its number over a denominator."""
    own_whole: bool
    """Whether the partner gives the denominator beside the number."""
    scale: float
    """What number over denominator is multiplied by."""
    sign: int
    """1 where more is better, -1 where less is, 0 where neither."""
    is_headline: bool
    illustrative: bool
    by_parts: bool
    groups: tuple[str, ...]
    breakdowns: tuple[str, ...]
    tags: tuple[str, ...]
    partner: str
    definition: str
    source: str

    @property
    def name(self) -> str:
        """Its title as a list of measures has it: with a mark where its figures are made up."""
        return f"{self.title}{EXAMPLE}" if self.illustrative else self.title


@dataclass(frozen=True, slots=True)
class ObjectiveShape:
    """One objective."""

    code: str
    title: str
    tab: str
    lead: str


@dataclass(frozen=True, slots=True)
class MapPlace:
    """An area on a tile map, or without a tile."""

    code: str
    name: str
    tile: tuple[int, int] | None
    is_own: bool


@dataclass(frozen=True, slots=True)
class GroupShape:
    """A benchmark group and its areas in the order of the framework."""

    code: str
    title: str
    places: tuple[MapPlace, ...]


@dataclass(frozen=True, slots=True)
class DrawnMap:
    """The own area's parts as level strips, of which a chart fills their shapes; it is 100 high."""

    strips: tuple[tuple[str, float, float, float], ...]
    """The part's code, the left end, the height and the width of each strip."""
    outlines: tuple[tuple[tuple[float, float], ...], ...]
    width: float
    lines: int
    """How many strips there are from the bottom to the top."""
    attribution: str
    """Whose boundaries they are, as their licence asks."""


@dataclass(frozen=True, slots=True)
class DashboardSettings:
    """How much room a dashboard has; each part of its layout."""

    month_ends: int = MONTH_ENDS
    rows_of_lists: int = LIST_ROWS
    own_actions: int = OWN_ACTIONS
    registers: tuple[str, ...] = ()
    """The registers that have a sheet, in order."""
    register_rows: int = REGISTER_ROWS
    drawn: DrawnMap | None = None
    """The map that is drawn beside the tile map; None for none."""


@dataclass(frozen=True, slots=True)
class DivisionShape:
    """A way in which a measure is divided: by type of home, by age of victim."""

    code: str
    title: str
    category: str
    """victim, offender, location or service."""
    items: tuple[str, ...]


@dataclass(frozen=True)
class Shape:
    """All that the layout of a dashboard follows from."""

    partnership: str
    area: str
    edition: str
    marking: str
    measures: tuple[Measure, ...]
    aims: tuple[ObjectiveShape, ...]
    groups: tuple[GroupShape, ...]
    divisions: tuple[DivisionShape, ...]
    parts: tuple[MapPlace, ...]
    parts_name: str
    part_name: str
    tags: tuple[str, ...]
    settings: DashboardSettings = DashboardSettings()
    status: StatusRule = STATUS
    """When an objective is Red or Green: what it comes to moves nothing."""

    @cached_property
    def digest(self) -> str:
        """Twelve characters that two workbooks share where one's figures can be put into the other."""
        placed = {name: part for name, part in to_plain(self).items() if name != "status"}
        if not self.settings.registers:
            # They move nothing, and a dashboard of before there were any stays the one it is.
            placed["settings"] = {
                name: part for name, part in placed["settings"].items() if "register" not in name
            }
        plain = json.dumps([LAYOUT, placed], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(plain.encode()).hexdigest()[:12]

    @property
    def takes_typing(self) -> bool:
        """Whether people type in the dashboard: in the partnership's alone, since no other is read."""
        return self.edition == Edition.PARTNERSHIP

    @cached_property
    def row_of(self) -> dict[str, int]:
        """The place of each measure in the order of the framework, by code."""
        return {measure.code: place for place, measure in enumerate(self.measures)}

    def of_aim(self, code: str) -> tuple[Measure, ...]:
        """Return the measures of an objective, by the three questions."""
        own = [one for one in self.measures if one.objective == code]
        return tuple(one for question in PageQuestion for one in own if one.question is question)

    @cached_property
    def headlines(self) -> tuple[Measure, ...]:
        """The measures under the objectives of the Summary: those marked, else the first two of each objective.

        What is in a block of its own is not said twice.
        """
        marked = [one for one in self.measures if one.is_headline]
        chosen = marked or [one for aim in self.aims for one in self.of_aim(aim.code)[:2]]
        blocks = {one.code for tag in self.tags for one in self.tagged(tag)}
        return tuple(one for one in chosen[:HEADLINES] if one.code not in blocks)

    def tagged(self, tag: str) -> tuple[Measure, ...]:
        """Return the measures of a block of the Summary."""
        return tuple(one for one in self.measures if tag in one.tags)

    @cached_property
    def compared(self) -> tuple[tuple[Measure, GroupShape], ...]:
        """Each measure with each of its groups, the groups in the order of the framework."""
        by_code = {group.code: group for group in self.groups}
        return tuple((one, by_code[code]) for one in self.measures for code in one.groups if code in by_code)

    @cached_property
    def divided(self) -> tuple[tuple[Measure, DivisionShape], ...]:
        """Each measure with each of the ways in which it is divided by items."""
        by_code = {one.code: one for one in self.divisions}
        return tuple(
            (one, by_code[code]) for one in self.measures for code in one.breakdowns if code in by_code
        )

    @cached_property
    def by_parts(self) -> tuple[Measure, ...]:
        """The measures that are divided by the own area's parts."""
        return tuple(one for one in self.measures if one.by_parts) if self.parts else ()

    @cached_property
    def most_groups(self) -> int:
        """The most groups that one measure is compared with."""
        return max((len(one.groups) for one in self.measures), default=0)

    @cached_property
    def by_quarter(self) -> tuple[Measure, ...]:
        """The measures that are neither compared nor divided, and reported often enough to be shown by quarters."""
        others = {one.code for one, _ in (*self.compared, *self.divided)}
        return tuple(one for one in self.measures if one.code not in others and one.step <= QUARTER)

    @property
    def most_areas(self) -> int:
        """The most areas of a group, items of a division, or quarters shown; 1 where there is none."""
        sizes = [len(group.places) for group in self.groups] + [len(one.items) for one in self.divisions]
        return max(*sizes, QUARTERS if self.by_quarter else 1, 1)

    @property
    def pair_keys(self) -> list[str]:
        """What tells each pair of a measure and a group, then of a measure and a division or quarters, from the others."""
        return [
            *(f"{one.code} {group.code}" for one, group in self.compared),
            *(f"{one.code} by {division.code}" for one, division in self.divided),
            *(f"{one.code} by quarter" for one in self.by_quarter),
        ]

    def pair_of(self, measure: Measure) -> int:
        """Return the number of a measure's main group among all pairs, else of its first division or its quarters; 0 for none."""
        owners = [one.code for one, _ in (*self.compared, *self.divided)] + [
            one.code for one in self.by_quarter
        ]
        return owners.index(measure.code) + 1 if measure.code in owners else 0

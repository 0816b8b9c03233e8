"""What the dashboard holds of each month end: plain rows of numbers and words, in the order of the `Shape`.

A workbook looks these up and works out nothing.  A measure without a card has a row all the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

Cell = float | str
Point = float | None

FIELDS: Final = (
    "rag", "headline", "before", "change", "change_percent", "meaning", "target", "forecast", "variation", "assurance",
    "latest", "latest_label", "rate", "last_year", "q1", "q2", "q3", "q4", "to_date", "why", "reading", "change_reading",
    "trend_reading", "outturn_reading", "interventions", "notes", "standing", "marks",
    "actual", "green_to", "amber_to", "whole", "whole_before",
)  # fmt: skip
GROUP_FIELDS: Final = ("rank", "average", "place")
"""For each group of a measure, the main one first."""
WHY_BOX: Final = 190
LINE_BOX: Final = 215
"""Characters of the boxes that a measure's sentences are in."""

SENTENCE_BOX: Final = 108
COUNTED_BOX: Final = 66
NEEDS_BOX: Final = 116
NEWLY_BOX: Final = 108
"""Characters of the boxes of the Summary: of an objective, of what needs the board, and of what has changed."""
NEEDS: Final = 3
"""Exceptions that the Summary begins with."""

FIFTHS: Final = 5
POINTS: Final = 36
YEARS_POINTS: Final = 24


@dataclass(frozen=True, slots=True)
class Window:
    """What the charts of one measure draw: fixed numbers of places, filled from the right.  None is no figure."""

    flags: str
    """One letter per place: C concern, I improvement, N neither, a full stop for what is usual or not there."""
    labels: tuple[str, ...]
    values: tuple[Point, ...]
    mean: tuple[Point, ...]
    lower: tuple[Point, ...]
    upper: tuple[Point, ...]
    year_labels: tuple[str, ...]
    """The months of a year; all blank where there are no two years to compare."""
    end_labels: tuple[str, ...]
    ends: tuple[Point, ...]
    """The figure of the year that ends with each place."""
    target: tuple[Point, ...]
    forecast: tuple[Point, ...]
    singles: tuple[Point, ...]
    """Single figures of two years, the year before and this one; of a measure without them the years' figures."""


@dataclass(frozen=True, slots=True)
class GroupRow:
    """The areas of a group on one measure, lowest first; each list is as long as there are areas with a figure."""

    average: Point
    reading: str
    areas: tuple[str, ...] = ()
    rates: tuple[float, ...] = ()
    below: tuple[float, ...] = ()
    """How far the 95% interval goes below the rate; 0 where there is none."""
    above: tuple[float, ...] = ()
    heat: tuple[int, ...] = ()
    """Which fifth of the areas it is in, 1 the lowest."""
    people: tuple[Point, ...] = ()
    """What the rate is out of."""
    lower: tuple[Point, ...] = ()
    """The 99.8% limits of an area of its size."""
    upper: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class PartsRow:
    """One measure by the own area's parts, in the order of the shape."""

    counts: tuple[Cell, ...]
    rates: tuple[Cell, ...]
    changes: tuple[Cell, ...]
    heat: tuple[int, ...]
    """Fifths of the counts, 0 where a part has none or too few to be shaded."""
    rate_heat: tuple[int, ...]
    change_heat: tuple[int, ...]


class Rows(NamedTuple):
    """What a month end's rows need beyond the cards."""

    quarters: Mapping[str, tuple[Cell, ...]]
    """By code, last year's outturn, the four quarters, and what this year's and the last year's figures are out of."""
    placed: Mapping[str, tuple[Cell, ...]]
    """By code, the own area's place in each of its groups, the main one first."""
    groups: tuple[GroupRow, ...]
    """One row per measure and group, division or quarters."""
    parts: tuple[PartsRow, ...]
    """One row per measure by parts."""


@dataclass(frozen=True, slots=True)
class MonthEnd:
    """One month end."""

    label: str
    cards: tuple[tuple[Cell, ...], ...]
    windows: tuple[Window, ...]
    groups: tuple[GroupRow, ...]
    """For each of the shape's pairs of a measure and a group."""
    parts: tuple[PartsRow, ...]
    exceptions: tuple[str, ...]
    """Codes of the measures that are exceptions, the most serious first."""
    suggestions: tuple[str, ...]
    """What is suggested of each of them: Escalate, Watch or Note."""
    statuses: tuple[str, ...]
    """For each objective its rating in a word."""
    counted: tuple[str, ...]
    """For each objective how its measures are rated, against the quarter before where that is known."""
    sentences: tuple[str, ...]
    """For each objective."""
    needs: tuple[str, ...] = ()
    """The first exceptions, each in a sentence with who answers for it, as the Summary begins."""
    newly: tuple[str, ...] = ()
    """What is unusual or no longer so, against the month end a quarter before; sentences."""

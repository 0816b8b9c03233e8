"""An area beside its benchmark groups, and the groups' tables: the records, without the working out."""

from __future__ import annotations

from dataclasses import dataclass

from scpxl.scorecard.figures import NO_FIGURE, Figure
from scpxl.scorecard.likelihood import NOT_ASSESSED, Likelihood


@dataclass(frozen=True, slots=True)
class GroupComparison:
    """The own area beside its benchmark group."""

    group: str
    average: Figure
    average_kind: str
    own: Figure
    rank: int | None
    of: int
    rank_words: str
    """For example: 8th of 32 (1 = lowest)."""
    difference_words: str
    """For example: 23% below the average of the 32 London boroughs."""
    group_change: Figure
    """The group's own change on the year before, in per cent."""
    missing: tuple[str, ...] = ()
    """Names of the group's areas without data."""
    quartile: int | None = None
    """Which quarter of the group it falls in, 1 the lowest; blank with fewer than four areas."""
    quartile_words: str = ""
    """For example: lowest quarter."""
    difference: Figure = NO_FIGURE
    """The distance from the average: in per cent of it, or in points."""
    likelihood: Likelihood = NOT_ASSESSED
    code: str = ""
    """The group's code in the framework."""


@dataclass(frozen=True, slots=True)
class BenchmarkRow:
    """One area of a benchmark table."""

    area: str
    rank: int | None
    rate: Figure
    count: Figure
    change_percent: Figure
    is_own: bool
    likelihood: Likelihood = NOT_ASSESSED


@dataclass(frozen=True, slots=True)
class BenchmarkTable:
    """The areas of a group ranked on one indicator, lowest first; areas without data last, unranked."""

    indicator: str
    title: str
    group: str
    rate_name: str
    average: Figure
    rank_words: str
    rows: tuple[BenchmarkRow, ...]
    average_kind: str = ""
    """How the average is taken."""
    note: str = ""
    """How plausible ranks and classes were found, or why there are none."""
    group_code: str = ""
    """The group's code in the framework."""

    @property
    def key(self) -> tuple[str, str]:
        """What tells it from other tables: the indicator's code and the group's."""
        return self.indicator, self.group_code

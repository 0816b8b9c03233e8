"""An area beside its benchmark groups, what chance leaves of its rank, and what its figures are made of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from scpxl.scorecard.records.figures import NO_FIGURE, Figure
from scpxl.verdicts import Judgement


class Beside(StrEnum):
    """Where an area lies beside the others of its group, what they vary by among themselves allowed for."""

    FAR_ABOVE = "above, beyond 99.8%"
    ABOVE = "above, beyond 95%"
    SIMILAR = "similar"
    BELOW = "below, beyond 95%"
    FAR_BELOW = "below, beyond 99.8%"
    NOT_ASSESSED = "not assessed"

    @property
    def brief(self) -> str:
        """What is in a narrow column: only what is more than chance is called higher or lower."""
        return {Beside.FAR_ABOVE: "higher", Beside.FAR_BELOW: "lower", Beside.NOT_ASSESSED: "–"}.get(
            self, "similar"
        )


@dataclass(frozen=True, slots=True)
class Likelihood:
    """What chance leaves of a rank and of a difference; figures without a number where it is not assessed."""

    rank_first: int | None
    """The first plausible rank, at 95% confidence."""
    rank_last: int | None
    """The last one."""
    rank_words: str
    """For example: likely between 6th and 11th."""
    beside: Beside
    """Its class."""
    words: str
    """For example: within the spread of the other 31."""
    limits_words: str
    """For example: 99.8% limits 37.1 to 197.9 per 1,000 people."""
    others: Figure
    """The average of the other areas, all counts over all people."""
    lower: Figure
    """The 99.8% limits about it."""
    upper: Figure
    judgement: Judgement
    """Whether it is for the better, where it is beyond the 99.8% limits."""

    @property
    def ranks(self) -> str:
        """The plausible ranks as a narrow column holds them: 6–11, or – where there are none."""
        if self.rank_first is None or self.rank_last is None:
            return "–"
        return (
            f"{self.rank_first}–{self.rank_last}"
            if self.rank_first < self.rank_last
            else f"{self.rank_first}"
        )


NOT_ASSESSED = Likelihood(
    None, None, "", Beside.NOT_ASSESSED, "", "", NO_FIGURE, NO_FIGURE, NO_FIGURE, Judgement.UNKNOWN
)


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


@dataclass(frozen=True, slots=True)
class BreakdownRow:
    """One item of a breakdown, or the whole."""

    item: str
    year: Figure
    """The last twelve months, or for levels the latest figure."""
    share: Figure
    """The same as a percentage of the total."""
    before: Figure
    change_percent: Figure
    quarter: Figure
    quarter_year_ago: Figure
    marks: str = ""


@dataclass(frozen=True, slots=True)
class BreakdownTable:
    """What one indicator is made of: its items, in the framework's order, and the whole."""

    indicator: str
    title: str
    """For example Fires in homes, by type of home."""
    item_name: str
    """Heads the items: Type of home."""
    year_name: str
    category: str
    """victim, offender, location or service."""
    illustrative: bool
    rows: tuple[BreakdownRow, ...]
    whole: BreakdownRow
    note: str

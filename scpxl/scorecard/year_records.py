"""What the scorecard holds of a financial year that has ended."""

from __future__ import annotations

from dataclasses import dataclass

from scpxl.scorecard.figures import Figure


@dataclass(frozen=True, slots=True)
class YearLine:
    """One indicator: its quarters, its years, and what it is to reach in the years to come."""

    indicator: str
    quarters: tuple[Figure, ...]
    """The four quarters of the year; of a yearly rate what was counted in each."""
    years: tuple[Figure, ...]
    """The headline of each year, the latest last; of levels that at the year's end."""
    targets: tuple[Figure, ...]
    """For each year to come for which any target is set; the number, or that none is."""


@dataclass(frozen=True, slots=True)
class BoardLine:
    """Another board, and the indicators it is told of."""

    code: str
    title: str
    objectives: tuple[str, ...]
    """Codes of the objectives it is told of."""
    indicators: tuple[str, ...]
    """Codes of the indicators of these, and of others named, in the framework's order."""


@dataclass(frozen=True, slots=True)
class YearScorecard:
    """A financial year: every indicator's four quarters side by side, and up to five years."""

    name: str
    """The year: 2017-18."""
    years: tuple[str, ...]
    """Names of the years side by side, the latest last."""
    ahead: tuple[str, ...]
    """Names of the years to come for which targets are set."""
    lines: tuple[YearLine, ...]
    boards: tuple[BoardLine, ...] = ()
    """Other boards, each with what it is told of."""

"""What an indicator is made of, as the board reads it: a table of items, and the whole."""

from __future__ import annotations

from dataclasses import dataclass

from scpxl.scorecard.figures import Figure


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

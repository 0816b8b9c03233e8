"""The framework as tables: its sheets, their columns, and what each column takes.

Everything said of a field (its heading, its choices, its limits, its guidance) is derived from the
records of `scpxl.model`; only what a table is for, and which table a code is in, is told here.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

from pydantic import BaseModel

from scpxl.framework.columns import LONGEST_NAME, SETTINGS, FrameworkColumn, to_columns
from scpxl.model.agreements import Tolerance, Trial, Waiver
from scpxl.model.framework import (
    Area,
    BenchmarkGroup,
    Breakdown,
    BreakdownItem,
    Framework,
    Indicator,
)
from scpxl.model.periods import Period
from scpxl.model.plan import Board, Objective, Partner
from scpxl.model.record import FORMER_KEYS
from scpxl.model.series_notes import SeriesNote
from scpxl.model.targets import Target

SETTING_HEADING, VALUE_HEADING, MEANING_HEADING = "Setting", "Value", "What it is"
"""The columns of the settings' sheet; the last is for people and is not read."""


class FrameworkTable(NamedTuple):
    """One sheet of the framework's workbook, and one list of its file."""

    key: str
    """The field of `Framework` that holds it."""
    sheet: str
    noun: str
    """What one entry is called in a message."""
    purpose: str
    record: type[BaseModel]
    columns: tuple[FrameworkColumn, ...]
    by_key: Mapping[str, FrameworkColumn]
    """The columns by field."""
    names: tuple[str, ...]
    """The fields that name an entry."""
    optional: bool = False
    """Whether a workbook may have no such sheet: those made before it existed have none."""

    @property
    def former_keys(self) -> Mapping[str, str]:
        """Keys by which fields were called before, each with its field."""
        return FORMER_KEYS.get(self.key, {})

    def renamed(self, keys: Collection[str]) -> tuple[str, ...]:
        """Return the former keys among those a file gives."""
        return tuple(old for old in self.former_keys if old in keys)

    def entry_name(self, entry: Mapping[str, Any], place: int) -> str:
        """Return what an entry is called: its code, or where it is if it has none.

        >>> INDICATORS.entry_name({"code": "BUR-01"}, 0), INDICATORS.entry_name({}, 4)
        ('BUR-01', 'number 5')
        """
        if self.key == SETTINGS:
            return ""
        named = [entry.get(key) for key in self.names]
        said = [(n.written if isinstance(n, Period) else str(n)).strip() for n in named if n is not None]
        return " ".join(word for word in said if word)[:LONGEST_NAME] or f"number {place + 1}"


def _table(
    key: str,
    noun: str,
    record: type[BaseModel],
    purpose: str,
    names: tuple[str, ...] = ("code",),
    *,
    optional: bool = False,
) -> FrameworkTable:
    columns = to_columns(record, key)
    by_key = {column.key: column for column in columns}
    return FrameworkTable(key, key.capitalize(), noun, purpose, record, columns, by_key, names, optional)


SETTINGS_TABLE = _table(
    SETTINGS,
    "framework",
    Framework,
    "What the partnership has agreed to measure, and how: its name, its area and its rules. One row per setting.",
    (),
)
OBJECTIVES = _table(
    "objectives", "objective", Objective, "The aims of the partnership's plan. One row per aim."
)
INDICATORS = _table(
    "indicators",
    "indicator",
    Indicator,
    "What is measured, who reports it, how it adds up and which way is better. One row per indicator.",
)
PARTNERS = _table(
    "partners", "partner", Partner, "The organisations that send returns. One row per organisation."
)
AREAS = _table(
    "areas",
    "area",
    Area,
    "The places figures are about: the partnership's own area, its parts such as wards, and the areas it is compared with.",
)
TARGETS = _table(
    "targets",
    "target",
    Target,
    "What would be good, and how far short of it is still amber. One row per indicator and financial year.",
    ("indicator", "year"),
)
BENCHMARKS = _table(
    "benchmarks",
    "benchmark",
    BenchmarkGroup,
    "Groups of areas to compare with. One row per group; the areas name the groups they belong to.",
)
BREAKDOWNS = _table(
    "breakdowns",
    "breakdown",
    Breakdown,
    "Ways in which partners divide a figure: by age of victim, by kind of place. One row per breakdown; its items are on Items.",
    optional=True,
)
ITEMS = _table(
    "items",
    "item",
    BreakdownItem,
    "The items of each breakdown, in the order in which partners are asked for them. One row per item.",
    ("breakdown", "item"),
    optional=True,
)
NOTES = _table(
    "notes",
    "note",
    SeriesNote,
    "What is known about a stretch of a series: a break, an unreliable month, a note. One row per note.",
    ("kind", "first"),
)
WAIVERS = _table(
    "waivers",
    "waiver",
    Waiver,
    "Rules a partner need not keep in returns due up to a day, and who agreed to it. One row per waiver.",
    ("rule", "partner", "indicator"),
    optional=True,
)
TRIALS = _table(
    "trials",
    "trial",
    Trial,
    "New rules: partners are told what will be refused, and nothing is refused for them yet. One row per rule.",
    ("rule",),
    optional=True,
)
TOLERANCES = _table(
    "tolerances",
    "tolerance",
    Tolerance,
    "Differences that a rule allows, so that figures come in as they were published. One row per rule, or a rule and indicator.",
    ("rule", "indicator", "partner"),
    optional=True,
)
BOARDS = _table(
    "boards",
    "board",
    Board,
    "Other boards for which the annual report has a summary each, and what each is told of. One row per board.",
    optional=True,
)
TABLES = (
    SETTINGS_TABLE, OBJECTIVES, INDICATORS, PARTNERS, AREAS, TARGETS, BENCHMARKS, BREAKDOWNS, ITEMS, NOTES, WAIVERS,
    TRIALS, TOLERANCES, BOARDS,
)  # fmt: skip
"""Every table, in the order of the workbook's sheets."""

TABLE_BY_KEY = {table.key: table for table in TABLES}

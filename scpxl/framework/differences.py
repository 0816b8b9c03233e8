"""What differs between two versions of the framework, in words a board can read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum
from typing import Any

from scpxl.framework.checks import entries_of
from scpxl.framework.columns import SETTINGS, FrameworkColumn
from scpxl.framework.tables import TABLES, FrameworkTable
from scpxl.model.agreements import Tolerance, Trial, Waiver
from scpxl.model.framework import BreakdownItem, Framework, Indicator
from scpxl.model.periods import Period
from scpxl.model.series_notes import SeriesNote
from scpxl.model.targets import Target
from scpxl.words import as_given, day_text

DEFINING = frozenset(
    {"unit", "counted", "per", "frequency", "aggregation", "polarity", "denominator", "denominator_title",
     "definition", "source", "partner"}
)  # fmt: skip
"""The fields of an indicator that say what its figures are: a change makes them another series."""


class ChangeKind(StrEnum):
    """What became of something."""

    ADDED = "added"
    DROPPED = "dropped"
    REDEFINED = "redefined"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was."""

    table: str
    entry: str
    """The code of what changed; for a target, that of its indicator."""
    change: ChangeKind
    words: str
    field: str = ""
    """The field that changed; blank where the whole entry is new or gone."""

    def __str__(self) -> str:
        return self.words


def diff_frameworks(old: Framework, new: Framework) -> tuple[Difference, ...]:
    """Return what differs, by table in the order of the framework's sheets; nothing where all is the same.

    The order of entries within a table is not a difference.
    """
    return tuple(difference for table in TABLES for difference in _in_table(table, old, new))


def _in_table(table: FrameworkTable, old: Framework, new: Framework) -> Iterator[Difference]:
    before, after = _by_name(table, old), _by_name(table, new)
    for name, was in before.items():
        if name not in after:
            words = f"{_called(table, was, old)} {_gone(was)}"
            yield Difference(table.key, _code(table, was), ChangeKind.DROPPED, words)
    for name, now in after.items():
        called = _called(table, now, new)
        if name not in before:
            yield Difference(table.key, _code(table, now), ChangeKind.ADDED, f"{called} {_come(now)}")
            continue
        for column in table.columns:
            was_said, is_said = getattr(before[name], column.key), getattr(now, column.key)
            if was_said != is_said:
                yield Difference(
                    table.key,
                    _code(table, now),
                    _kind_of_change(table, column),
                    f"{called} {_changed(now, column, was_said, is_said)}",
                    column.key,
                )


def _by_name(table: FrameworkTable, framework: Framework) -> Mapping[Any, Any]:
    entries = entries_of(framework, table.key)
    if table.key == "notes":
        return {(note.kind, note.first, note.last, note.indicators): note for note in entries}
    return {tuple(getattr(entry, key) for key in table.names): entry for entry in entries}


def _code(table: FrameworkTable, entry: Any) -> str:
    return str(getattr(entry, table.names[0])) if table.names else ""


def _kind_of_change(table: FrameworkTable, column: FrameworkColumn) -> ChangeKind:
    return (
        ChangeKind.REDEFINED if table.key == "indicators" and column.key in DEFINING else ChangeKind.CHANGED
    )


def _called(table: FrameworkTable, entry: Any, framework: Framework) -> str:
    if table.key == SETTINGS:
        return "Framework:"
    if isinstance(entry, Target):
        indicator = framework.by_code.get(entry.indicator)
        return f"{entry.indicator} {indicator.title if indicator else ''}".strip() + ":"
    if isinstance(entry, Indicator):
        return f"{entry.code} {entry.title}:"
    if isinstance(entry, SeriesNote):
        concerned = to_words(entry.indicators) if entry.indicators else "all indicators"
        return f"Note ({entry.kind}, {entry.first.written}, {concerned}):"
    if isinstance(entry, Waiver):
        concerned = entry.indicator or "all it reports"
        return f"Waiver of {entry.rule} for {entry.partner}, {concerned}:"
    if isinstance(entry, Trial):
        return f"Trial of {entry.rule}:"
    if isinstance(entry, Tolerance):
        concerned = ", ".join(part for part in (entry.indicator or "all indicators", entry.partner) if part)
        return f"Tolerance of {entry.rule} for {concerned}:"
    if isinstance(entry, BreakdownItem):
        return f"Item {entry.item} {entry.title} of {entry.breakdown}:"
    title = entry.name if "name" in table.by_key else entry.title
    return f"{table.noun.capitalize()} {entry.code} {title}:"


def _gone(entry: Any) -> str:
    if isinstance(entry, Target):
        return f"target {entry.year} of {to_words(entry.value)} is no longer set"
    if isinstance(entry, Trial):
        return "ended; the rule now applies"
    return "no longer reported" if isinstance(entry, Indicator) else "no longer in the framework"


def _come(entry: Any) -> str:
    if isinstance(entry, Target):
        return f"target {entry.year} of {to_words(entry.value)} is new"
    if isinstance(entry, SeriesNote):
        return f"new. {entry.reason}"
    if isinstance(entry, Waiver):
        return f"new, until {day_text(entry.until)}. {entry.reason}"
    if isinstance(entry, Trial):
        return f"new, until {day_text(entry.until)}"
    if isinstance(entry, Tolerance):
        return f"new, {entry.bounds}. {entry.reason}"
    return "newly reported" if isinstance(entry, Indicator) else "new in the framework"


def _changed(entry: Any, column: FrameworkColumn, was: Any, now: Any) -> str:
    what = column.heading.casefold()
    if isinstance(entry, Target):
        what = f"target {entry.year}" if column.key == "value" else f"{what} of the target {entry.year}"
    return f"{what} was {to_words(was)} and is now {to_words(now)}"


def to_words(value: Any) -> str:
    """Return a field's value as people read it.

    >>> to_words(2600.0), to_words(("london", "mps")), to_words(None), to_words(True)
    ('2,600', 'london, mps', 'blank', 'yes')
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return as_given(value)
    if isinstance(value, tuple):
        return ", ".join(to_words(entry).strip("‘’") for entry in value) or "blank"
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, Period):
        return value.written
    if isinstance(value, date):
        return day_text(value)
    return f"‘{value}’" if value else "blank"

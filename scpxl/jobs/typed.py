"""What people entered in a dashboard, into the record, before anything of the dashboard is overwritten.

Each row that can be entered in has three states: as it was written into the workbook, as it is there now, and as the
record has it.  Only where the workbook's differs from what was written was anything entered; where the record's does too,
and says otherwise, the two contradict each other, and a person decides.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Final

from scpxl.errors import ConflictError, SetUpError
from scpxl.jobs import read_named
from scpxl.jobs.record import decisions_in_force, own_actions, own_comments
from scpxl.model.framework import Framework
from scpxl.model.periods import Period
from scpxl.pages.typed import (
    ACTIONS,
    COMMENTS,
    DECISIONS,
    OWN,
    TypedDashboard,
    TypedRow,
    written_as,
)
from scpxl.privacy.guard import WITHHELD
from scpxl.read.typed_cells import read_typed
from scpxl.returns.layout import MARKINGS, RAG, STATUS
from scpxl.scorecard.exceptions import Choice
from scpxl.store.interface import Store
from scpxl.store.records import Decision, Entry, EntryKind
from scpxl.words import listed

_KIND: Final = {COMMENTS.name: EntryKind.COMMENT, ACTIONS.name: EntryKind.ACTION}
_CHOICES: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    (DECISIONS.name, "decision"): tuple(Choice),
    (COMMENTS.name, "marking"): MARKINGS.choices,
    (ACTIONS.name, "status"): STATUS.choices,
    (ACTIONS.name, "rag"): RAG.choices,
}
"""The cells that take nothing but one of these."""
_HOW_TO_DECIDE: Final = (
    "To take the record's words, enter them in the cell; to keep those entered, run `scpxl refresh --keep-typed`. "
    "Both stay in the record."
)
_SHOWN: Final = 160
"""Characters of a text that a message quotes."""


class TypedConflictError(ConflictError):
    """What was entered in a dashboard contradicts newer words of the record."""


@dataclass
class Kept:
    """What became of the typed cells of a dashboard."""

    decisions: list[Decision] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    """What whoever typed has to know, a sentence each."""


def keep_typed(
    store: Store,
    framework: Framework,
    dashboard: TypedDashboard,
    by: str,
    now: datetime,
    *,
    typed_wins: bool = False,
) -> Kept:
    """Take what was entered in a dashboard into the record, all of it or nothing; return what that was.

    `by` is who brings it in, for rows that do not say who decided.  Raises SetUpError where the dashboard is another
    partnership's or what was entered cannot be used, TypedConflictError where the record has newer words that differ:
    with `typed_wins` the typed ones are then taken, and the others stay in the record as earlier ones.
    """
    if dashboard.partnership != framework.partnership:
        raise SetUpError(
            f"{dashboard.file} is of {dashboard.partnership}, and the folder is of {framework.partnership}. "
            "Nothing was read from it or changed. Move it away, or name the right folder."
        )
    period = Period.parse(dashboard.period).last_quarter
    touched = [_Typing(row, framework) for row in dashboard.rows if row.is_touched]
    if problems := [problem for one in touched for problem in one.problems()]:
        raise SetUpError(
            "\n".join(
                [
                    f"{dashboard.file}: what was entered cannot be taken into the record. Nothing was changed.",
                    *problems,
                ]
            )
        )
    kept, contradicted = Kept(), []
    on_record = _on_record(store, framework, period) if touched else {}
    for one in touched:
        recorded = on_record.get((one.row.table.name, one.row.key), {})
        if one.says(recorded):
            continue
        if written_as(one.row.table, recorded) != one.row.written and not typed_wins:
            contradicted.append(_contradiction(store, one, recorded, now.year))
            continue
        _take(kept, one, recorded, period, by, now)
    if contradicted:
        raise TypedConflictError(
            "\n".join(
                [
                    f"{dashboard.file}: the record has newer words than these cells were filled with. Nothing was changed.",
                    *contradicted,
                    _HOW_TO_DECIDE,
                ]
            )
        )
    if kept.decisions or kept.entries:
        store.save_typed(kept.decisions, kept.entries)
    return kept


def keep_closed(
    store: Store,
    framework: Framework,
    paths: Sequence[Path],
    by: str,
    now: datetime,
    *,
    typed_wins: bool = False,
) -> Kept:
    """Take what was entered in closed dashboards into the record, as `keep_typed` does.

    In files that are not there, or are to the byte as they were written, nothing was entered.  Raises SetUpError, too, where one of them cannot be read: then it must not be replaced.
    """
    whole = Kept()
    for path in paths:
        if path.exists():
            content = read_named(path)
            written = store.fetch_output(output_name(path))
            if written is not None and written.sha256 == hashlib.sha256(content).hexdigest():
                continue
            found = read_typed(content, str(path))
            kept = keep_typed(store, framework, found, by, now, typed_wins=typed_wins)
            whole.decisions += kept.decisions
            whole.entries += kept.entries
            whole.told += kept.told
    return whole


def output_name(path: Path) -> str:
    """Return by what name the record knows a file in ``outputs/``: with the two folders it is in."""
    return "/".join(path.parts[-3:])


def _on_record(
    store: Store, framework: Framework, period: Period
) -> dict[tuple[str, str], Mapping[str, str]]:
    """Return what the record has for each row, by table and key, as a dashboard of the period shows it."""
    found: dict[tuple[str, str], Mapping[str, str]] = {}
    for code, line in decisions_in_force(store, framework, period).items():
        found[DECISIONS.name, code] = {"decision": line.decision, "reason": line.reason, "by": line.by}
    for table, entries in (
        (COMMENTS, own_comments(store, framework, period)), (ACTIONS, own_actions(store, period)),
    ):  # fmt: skip
        found |= {(table.name, OWN + entry.key): entry.words for entry in entries}
    return found


class _Typing:
    """A row that was entered in, its choices as the record writes them."""

    def __init__(self, row: TypedRow, framework: Framework) -> None:
        self.row = row
        self.framework = framework
        self.values = {name: self._as_recorded(name, value) for name, value in row.values.items()}

    @property
    def is_blank(self) -> bool:
        return not any(self.values.values())

    @property
    def title(self) -> str:
        """What the row is about."""
        known = self.framework.by_code.get(self.row.key)
        aims = {OWN + one.code: one.title for one in self.framework.objectives}
        return known.title if known else aims.get(self.row.key, "")

    @property
    def place(self) -> str:
        return f"{self.row.place} ({self.title})" if self.title else self.row.place

    def says(self, recorded: Mapping[str, str]) -> bool:
        """Whether it says what is on record already."""
        return all(value == recorded.get(name, "") for name, value in self.values.items())

    def problems(self) -> Iterator[str]:
        """Yield what is wrong with what was entered, each with its place and what to do."""
        table = self.row.table
        if self.is_blank:
            return
        if any(WITHHELD in value for value in self.values.values()):
            yield (
                f"  {self.place}: {WITHHELD} is shown in the place of words that may identify somebody. "
                "Enter all of the row's words again, or undo what was entered in it."
            )
        for name, value in self.values.items():
            choices = _CHOICES.get((table.name, name))
            if value and choices and value not in choices:
                yield f"  {self.place}, {table.fields[name]}: enter {listed(choices, 'or')}."
        if table is DECISIONS:
            yield from self._problems_of_decision()
        if table is ACTIONS:
            yield from self._problems_of_action()

    def _problems_of_decision(self) -> Iterator[str]:
        if self.row.key not in self.framework.by_code:
            yield f"  {self.row.place}: {self.row.key} is not a measure of the framework. Clear the row."
        if not self.values["decision"]:
            yield f"  {self.place}: enter the decision: escalate, watch or close; or clear the row."
        elif not self.values["reason"]:
            yield f"  {self.place}: enter why. A decision is kept with its reason."

    def _problems_of_action(self) -> Iterator[str]:
        titles = [one.title for one in self.framework.objectives]
        if self.values["objective"] and self.values["objective"] not in titles:
            yield f"  {self.place}, Objective: choose one from the list of the cell."
        if self.values["due"] and not _is_day(self.values["due"]):
            yield f"  {self.place}, Due: enter a day, as 31/03/2018."
        if self.values["complete"] and not _is_percent(self.values["complete"]):
            yield f"  {self.place}, Complete, %: enter a number from 0 to 100, such as 40 for 40%."

    def _as_recorded(self, name: str, value: str) -> str:
        if name == "objective":
            for one in self.framework.objectives:
                if value.casefold() in {one.title.casefold(), one.code.casefold(), one.tab.casefold()}:
                    return one.title
        choices = _CHOICES.get((self.row.table.name, name), ())
        return next((str(one) for one in choices if one.casefold() == value.casefold()), value)


def _is_day(words: str) -> bool:
    try:
        date.fromisoformat(words)
    except ValueError:
        return False
    return True


def _is_percent(words: str) -> bool:
    try:
        number = float(words)
    except ValueError:
        return False
    return number == 0 or 1 <= number <= 100


def _take(
    kept: Kept, one: _Typing, recorded: Mapping[str, str], period: Period, by: str, now: datetime
) -> None:
    table, key = one.row.table, one.row.key
    if table is DECISIONS:
        if one.is_blank:
            stands = f"{recorded.get('decision', '')}, by {recorded.get('by', '')}"
            kept.told.append(
                f"{one.place}: the cells were cleared, and the decision on record ({stands}) stays and is shown again. "
                "To end it, enter close and why."
            )
            return
        kept.decisions.append(
            Decision(key, period, one.values["decision"], one.values["by"] or by, one.values["reason"], now)
        )
        return
    entry = Entry(_KIND[table.name], key.removeprefix(OWN), period, one.values, by, now)
    if entry.is_blank:
        kept.told.append(f"{one.place}: cleared. What was there stays in the record as an earlier entry.")
    kept.entries.append(entry)


def _contradiction(store: Store, one: _Typing, recorded: Mapping[str, str], year: int) -> str:
    """Return both texts, as they may be shown."""

    def quoted(values: Mapping[str, str]) -> str:
        words = "; ".join(filter(None, (values.get(name, "") for name in one.row.table.fields)))
        shown = store.guard.shown(words, year) if words else "nothing"
        return shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 1]}…"

    return f"  {one.place}: entered here: {quoted(one.values)}\n    on record: {quoted(recorded)}"

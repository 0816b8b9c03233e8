"""What people typed in a dashboard, into the record, before anything of the dashboard is overwritten.

Each row that can be typed in has three states: as it was written into the workbook, as it is there now, and as the
record has it.  Only where the workbook's differs from what was written was anything entered; where the record's does too,
and says otherwise, the two contradict each other, and a person decides.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Final

from scpxl.errors import ConflictError, SetUpError
from scpxl.jobs import read_named
from scpxl.jobs.record import decisions_in_force, own_actions, own_comments
from scpxl.jobs.refreshing.typed_rows import Typing, fetch_registers, used_later
from scpxl.model.framework import Framework
from scpxl.model.periods import Period
from scpxl.pages.typed import (
    ACTIONS,
    COMMENTS,
    DECISIONS,
    OWN,
    REGISTER_OF,
    TypedDashboard,
    written_as,
)
from scpxl.read.closed_dashboard import read_typed
from scpxl.store.interface import Store
from scpxl.store.records import Decision, Entry, EntryKind

_KIND: Final[Mapping[str, str]] = {
    COMMENTS.name: EntryKind.COMMENT,
    ACTIONS.name: EntryKind.ACTION,
    **{table: register.name.value for table, register in REGISTER_OF.items()},
}
"""By table, the kind of entries that are kept of it."""
_HOW_TO_DECIDE: Final = (
    "To take the record's words, enter them in the cell; to keep those entered, run `scpxl refresh --keep-typed`. "
    "Both stay in the record. A dashboard that nobody works in any more: move it out of the folder."
)
_SHOWN: Final = 160
"""Characters of a text that a message quotes."""


class TypedConflictError(ConflictError):
    """What was entered in a dashboard contradicts newer words of the record."""


@dataclass
class TypedIn:
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
) -> TypedIn:
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
    touched = [Typing(row, framework) for row in dashboard.rows if row.is_touched]
    on_record = _on_record(store, framework, dashboard, period) if touched else {}
    problems = [problem for one in touched for problem in one.problems()]
    problems += _taken_since(store, touched, on_record, period)
    if problems:
        raise SetUpError(
            "\n".join(
                [
                    f"{dashboard.file}: what was entered cannot be taken into the record. Nothing was changed.",
                    *problems,
                ]
            )
        )
    kept, contradicted = TypedIn(), []
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
) -> TypedIn:
    """Take what was entered in closed dashboards into the record, as `keep_typed` does.

    In files that are not there, or are to the byte as they were written, nothing was entered.  Raises SetUpError, too, where one of them cannot be read: then it must not be replaced.
    """
    whole = TypedIn()
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
    store: Store, framework: Framework, dashboard: TypedDashboard, period: Period
) -> dict[tuple[str, str], Mapping[str, str]]:
    """Return what the record has for each row, by table and key, as a dashboard of the period shows it."""
    found: dict[tuple[str, str], Mapping[str, str]] = {}
    for code, line in decisions_in_force(store, framework, period).items():
        found[DECISIONS.name, code] = {"decision": line.decision, "reason": line.reason, "by": line.by}
    for table, entries in (
        (COMMENTS, own_comments(store, framework, period)), (ACTIONS, own_actions(store, period)),
    ):  # fmt: skip
        found |= {(table.name, OWN + entry.key): entry.words for entry in entries}
    # Those the dashboard has: what was typed into a register is kept though the framework no longer asks for it.
    tables = {register.name.value: name for name, register in REGISTER_OF.items()}
    names = {
        REGISTER_OF[row.table.name].name.value for row in dashboard.rows if row.table.name in REGISTER_OF
    }
    for row in fetch_registers(store, sorted(names), period).rows:
        found[tables[row.register], OWN + row.key] = row.words
    return found


def _taken_since(
    store: Store,
    touched: Sequence[Typing],
    on_record: Mapping[tuple[str, str], Mapping[str, str]],
    period: Period,
) -> Iterator[str]:
    """Yield the new rows of an earlier quarter's dashboard whose keys a later one gave to other rows since."""
    for one in touched:
        table = one.row.table.name
        register = REGISTER_OF.get(table)
        if register is None or one.is_blank or (table, one.row.key) in on_record:
            continue
        later = used_later(store, register.name.value, period).get(one.row.key.removeprefix(OWN))
        if later is not None and not one.says(later.words):
            yield (
                f"  {one.place}: this row has been used in the dashboard of {later.period} since. "
                f"Enter it in the yellow rows of that dashboard's sheet {register.sheet}, and clear it here."
            )


def _take(
    kept: TypedIn, one: Typing, recorded: Mapping[str, str], period: Period, by: str, now: datetime
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


def _contradiction(store: Store, one: Typing, recorded: Mapping[str, str], year: int) -> str:
    """Return both texts, as they may be shown."""

    def quoted(values: Mapping[str, str]) -> str:
        words = "; ".join(filter(None, (values.get(name, "") for name in one.row.table.fields)))
        shown = store.guard.shown(words, year) if words else "nothing"
        return shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 1]}…"

    return f"  {one.place}: entered here: {quoted(one.values)}\n    on record: {quoted(recorded)}"

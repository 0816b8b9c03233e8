"""Reminders to partners, as plain text ready to paste into an e-mail: one file per partner."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

from scpxl.files.reading import UnreadableError, read_file
from scpxl.files.writing import write_file
from scpxl.model.framework import Framework
from scpxl.model.periods import Period
from scpxl.model.plan import Partner
from scpxl.returns.findings import Finding
from scpxl.scorecard.list_records import ReturnLine
from scpxl.scorecard.wording import count_of
from scpxl.words import full_day_text


@dataclass(frozen=True)
class Reminder:
    """What one partner is reminded of."""

    partner: Partner
    line: ReturnLine
    today: date
    days_left: int
    """Days until the due date; below zero once it has gone."""
    missing: tuple[str, ...]
    """What has not come, one line per section."""
    to_fix: tuple[Finding, ...]
    """What the last attempt was sent back for."""


_AS_WRITTEN = ".as-written"
"""Which drafts are as they were written: a line each, its hash and its name.  What somebody has edited is theirs."""


class Drafts(NamedTuple):
    """The reminders that were drafted."""

    written: tuple[Path, ...]
    edited: tuple[Path, ...] = ()
    """Files with the names of drafts that somebody has written in; they were left alone."""


def draft_reminders(folder: Path, framework: Framework, period: Period, wanted: Iterable[Reminder]) -> Drafts:
    """Write a draft for each partner; drafts no longer needed are removed, those that somebody edited are left.

    Beside an edited one the new draft has the day in its name.
    """
    known = _as_written(folder)
    edited = {
        path.stem.casefold(): path
        for path in folder.glob("*.txt")
        if path.is_file() and _hash(path) != known.get(path.name)
    }
    for name in known:
        if (folder / name).stem.casefold() not in edited:
            (folder / name).unlink(missing_ok=True)
    written = []
    for one in wanted:
        path = folder / f"{one.partner.code}.txt"
        if path.stem.casefold() in edited:
            path = path.with_stem(f"{path.stem} {one.today.isoformat()}")
        if path.stem.casefold() not in edited:
            text = _draft(framework, period, one).encode()
            written.append(write_file(path, text, other_name=True).path)
    lines = [f"{_hash(path)}  {path.name}\n" for path in written]
    write_file(folder / _AS_WRITTEN, "".join(lines).encode())
    return Drafts(tuple(written), tuple(edited.values()))


def _as_written(folder: Path) -> dict[str, str]:
    try:
        lines = read_file(folder / _AS_WRITTEN).decode("utf-8", "replace").splitlines()
    except UnreadableError:
        return {}
    return {
        name: digest
        for digest, _, name in (line.partition("  ") for line in lines)
        if name == Path(name).name
    }


def _hash(path: Path) -> str:
    return hashlib.sha256(read_file(path)).hexdigest()


def _draft(framework: Framework, period: Period, one: Reminder) -> str:
    partner = one.partner
    fixes = "\n".join(f"- {found}" for found in one.to_fix)
    # Of a return that was sent back, all that is wanted is what was wrong with it.
    missing = "" if one.to_fix else "\n".join(f"- {line}" for line in one.missing)
    sender = framework.contact or framework.partnership
    paragraphs = [
        f"To: {partner.email or partner.name}",
        f"Subject: {_subject(one)}: return for {period.title}, {framework.partnership}",
        f"Dear {partner.contact or partner.name},",
        _asked(one),
        fixes,
        missing and f"What we need:\n{missing}",
        "If there is nothing to report, say so on the sheet Start and send the form all the same.",
        f"Send it to: {framework.contact_email or sender}",
        f"Questions: {sender}" + (f", {framework.contact_email}" if framework.contact_email else ""),
    ]
    return "\n\n".join(part for part in paragraphs if part) + "\n"


def _is_in_force(one: Reminder) -> bool:
    return one.line.status.startswith("accepted")


def _subject(one: Reminder) -> str:
    if one.to_fix:
        return f"{count_of(len(one.to_fix), 'thing')} to correct"
    if _is_in_force(one):
        return "Figures still missing"
    if one.days_left < 0:
        return f"{count_of(-one.days_left, 'day')} late"
    return "Due today" if one.days_left == 0 else f"Due in {count_of(one.days_left, 'day')}"


def _asked(one: Reminder) -> str:
    """Return the sentence that says what is asked and by when."""
    due = full_day_text(one.line.due)
    if _is_in_force(one) and one.to_fix:
        return (
            "Your last version could not be accepted; the one before it still counts. "
            "Please correct the following and send it again:"
        )
    if one.to_fix:
        return (
            f"Your return could not be accepted yet, and {_when(one, due)} "
            "Please correct the following and send it again:"
        )
    if _is_in_force(one):
        return "Thank you for your return. Some figures were not there; please send it again with them, or say when."
    if one.days_left < 0:
        return (
            f"Your return was due on {due} and has not reached us. It is {count_of(-one.days_left, 'day')} late. "
            "Please send it, or tell us when it will come."
        )
    return f"Your return {_when(one, due).removeprefix('it ')} Please send it by then."


def _when(one: Reminder, due: str) -> str:
    if one.days_left < 0:
        return f"it is {count_of(-one.days_left, 'day')} late: it was due on {due}."
    if one.days_left == 0:
        return f"it is due today, {due}."
    return f"it is due in {count_of(one.days_left, 'day')}, on {due}."

"""Reminders to partners, as plain text ready to paste into an e-mail: one file per partner."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from scpxl.model.framework import Framework, Partner
from scpxl.model.periods import Period
from scpxl.returns.findings import Finding
from scpxl.scorecard.model import ReturnLine
from scpxl.scorecard.wording import count_of
from scpxl.words import full_day_text


@dataclass(frozen=True)
class Reminder:
    """What one partner is reminded of."""

    partner: Partner
    line: ReturnLine
    days_left: int
    """Days until the due date; below zero once it has gone."""
    missing: tuple[str, ...]
    """What has not come, one line per section."""
    to_fix: tuple[Finding, ...]
    """What the last attempt was sent back for."""


def draft_reminders(
    folder: Path, framework: Framework, period: Period, wanted: Iterable[Reminder]
) -> tuple[Path, ...]:
    """Write a draft for each partner and return the files; drafts no longer needed are removed."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.txt"):
        old.unlink()
    written = []
    for one in wanted:
        path = folder / f"{one.partner.code}.txt"
        path.write_text(_draft(framework, period, one), encoding="utf-8")
        written.append(path)
    return tuple(written)


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
        return f"{count_of(len(one.to_fix), 'error')} to correct"
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

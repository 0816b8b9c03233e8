"""Plain text that is ready to paste into an e-mail: reminders, and the answer to a return with the receipt of its file."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from scpxl.files.reading import UnreadableError, read_file
from scpxl.files.writing import write_file
from scpxl.model.framework import Framework
from scpxl.model.periods import Period
from scpxl.model.plan import Partner
from scpxl.returns.findings import Finding, ReturnVerdict, Severity
from scpxl.returns.form import ReturnForm
from scpxl.scorecard.records.lines import ReturnLine
from scpxl.words import count_of, full_day_text


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


_WHAT_NOW = {
    ReturnVerdict.ACCEPTED: "Thank you. Your return is accepted and its figures are in the record. You need do nothing more.",
    ReturnVerdict.WITH_QUERIES: (
        "Thank you. Your return is accepted and its figures are in the record. Please look at what is to be "
        "explained below: tell us the reason, or correct the form and send it again."
    ),
    ReturnVerdict.RETURNED: (
        "Your return could not be accepted yet, and nothing of it is in the record. Please correct what is "
        "listed below and send the whole form again."
    ),
}
_HEADS = {
    Severity.MUST_FIX: "Please correct",
    Severity.EXPLAIN: "Please explain or correct",
    Severity.NOTE: "For your information; nothing to do",
}


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a receipt says."""

    reference: str
    attempt: int
    file: str
    sha256: str
    received: datetime
    figures: int
    verdict: str
    signed_off: str
    playback: str
    waived: int = 0
    """How many findings a waiver covered."""


def reply_text(
    form: ReturnForm,
    findings: Sequence[Finding],
    verdict: ReturnVerdict,
    receipt: Receipt,
    marked_copy: str = "",
) -> str:
    """Return the reply: verdict first, then what to do, then the receipt.

    `marked_copy` is the name of the partner's own file, marked up, where there is one to attach.
    """
    partner = form.partner
    paragraphs = [
        f"To: {partner.email or partner.name}",
        f"Subject: {verdict.value}: return for {form.period.title}, {form.partnership}",
        f"Dear {partner.contact or partner.name},",
        _WHAT_NOW[verdict],
    ]
    if marked_copy:
        paragraphs.append(
            f"The attached copy of your file, {marked_copy}, shows each cell; its first sheet lists them all."
        )
    for severity, head in _HEADS.items():
        lines = [f"- {found}" for found in findings if found.severity is severity]
        if lines:
            paragraphs.append("\n".join([f"{head}:", *lines]))
    contact = form.contact or form.partnership
    paragraphs += [
        f"Questions: {contact}" + (f", {form.contact_email}" if form.contact_email else ""),
        receipt_text(receipt),
    ]
    return "\n\n".join(paragraphs) + "\n"


def receipt_text(receipt: Receipt) -> str:
    """Return the receipt as plain text, one fact per line."""
    received = f"{full_day_text(receipt.received)}, {receipt.received:%H:%M %Z}".strip()
    facts: tuple[tuple[str, str], ...] = (
        ("Reference", f"{receipt.reference}, attempt {receipt.attempt}"),
        ("File", receipt.file),
        ("SHA-256", receipt.sha256),
        ("Received", received),
        ("Figures read", f"{receipt.figures:,}"),
        ("Verdict", receipt.verdict),
        ("Signed off by", receipt.signed_off or "not said"),
    )
    if receipt.waived:
        facts = (*facts, ("Waived", count_of(receipt.waived, "finding")))
    lines = ["Receipt", *(f"  {name + ':':<15}{value}" for name, value in facts)]
    return "\n".join([*lines, "", receipt.playback]) if receipt.playback else "\n".join(lines)

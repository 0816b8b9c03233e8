"""Reminders to partners, as plain text ready to paste into an e-mail: one file a partner."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from scpxl.model.framework import Framework, Partner
from scpxl.model.periods import Period
from scpxl.returns.findings import Finding, Severity
from scpxl.scorecard.model import ReturnLine


def draft_reminders(
    folder: Path,
    framework: Framework,
    period: Period,
    wanted: Iterable[tuple[Partner, ReturnLine, Sequence[Finding]]],
) -> tuple[Path, ...]:
    """Write a draft for each partner and return the files; drafts no longer needed are removed."""
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.txt"):
        old.unlink()
    written = []
    for partner, line, findings in wanted:
        path = folder / f"{partner.code}.txt"
        path.write_text(_draft(framework, period, partner, line, findings), encoding="utf-8")
        written.append(path)
    return tuple(written)


def _draft(
    framework: Framework, period: Period, partner: Partner, line: ReturnLine, findings: Sequence[Finding]
) -> str:
    due = f"{line.due:%d %B %Y}".lstrip("0")
    to_fix = [found for found in findings if found.severity is Severity.MUST_FIX]
    if to_fix:
        asked = "Your return could not be accepted yet. Please put right the following and send it again:"
    elif line.days_late:
        asked = f"Your return was due on {due} and has not reached us. Please send it, or tell us when it will come."
    else:
        asked = f"Your return is due on {due}. Please send it by then."
    paragraphs = [
        f"To: {partner.email or partner.name}",
        f"Subject: Return for {period.title}, {framework.partnership}",
        f"Dear {partner.contact or partner.name},",
        asked,
        "\n".join(f"- {found}" for found in to_fix),
        "If there is nothing to report, say so on the sheet Start and send the form all the same.",
        f"Questions: {framework.contact or framework.partnership}"
        + (f", {framework.contact_email}" if framework.contact_email else ""),
    ]
    return "\n\n".join(part for part in paragraphs if part) + "\n"

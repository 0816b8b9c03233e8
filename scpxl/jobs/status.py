"""Who has sent what, who is late, what is wrong; and the reminders, drafted."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from scpxl.jobs.folder import Folder
from scpxl.model.periods import Period
from scpxl.render.reminders import draft_reminders
from scpxl.returns.findings import Finding, Severity
from scpxl.scorecard.model import ReturnLine
from scpxl.scorecard.returns import RETURNED, Sending, return_lines
from scpxl.store.database import Store, open_store
from scpxl.store.findings import fetch_findings
from scpxl.store.records import SubmissionKind, SubmissionRecord
from scpxl.store.submissions import fetch_submissions


def status(folder: Folder, period: Period) -> tuple[ReturnLine, ...]:
    """Return a line for each partner who is to send a return for the period."""
    framework = folder.framework
    with open_store(folder.store_path) as store:
        sent = sendings(store, period)
    return return_lines(framework, period, sent, folder.today)


def sendings(store: Store, period: Period) -> tuple[Sending, ...]:
    """Return every submission of the period, as far as the table of returns needs it."""
    return tuple(
        _sending(record, fetch_findings(store, record.id))
        for record in fetch_submissions(store, period, kind=SubmissionKind.RETURN)
    )


def _sending(record: SubmissionRecord, findings: Iterable[Finding]) -> Sending:
    gravities = [found.severity for found in findings]
    signed = " ".join(
        filter(None, (record.signed_name, f"({record.signed_role})" if record.signed_role else ""))
    )
    return Sending(
        partner=record.partner,
        attempt=record.attempt,
        status=record.status.value,
        received=record.received.date(),
        file=record.file,
        to_fix=gravities.count(Severity.MUST_FIX),
        to_explain=gravities.count(Severity.EXPLAIN),
        signed_off=signed,
    )


def chase(folder: Folder, period: Period) -> tuple[Path, ...]:
    """Draft a reminder to each partner from whom nothing is in force; return the files."""
    framework = folder.framework
    lines = {line.partner: line for line in status(folder, period)}
    with open_store(folder.store_path) as store:
        found = {
            framework.partner_by_code[record.partner].name: fetch_findings(store, record.id)
            for record in fetch_submissions(store, period, kind=SubmissionKind.RETURN)
            if record.status.value == RETURNED
        }
    partners = {partner.name: partner for partner in framework.partners}
    wanted = [line for line in lines.values() if not line.status.startswith("accepted")]
    drafts = [(partners[line.partner], line, found.get(line.partner, ())) for line in wanted]
    return draft_reminders(folder.outputs(period) / "reminders", framework, period, drafts)

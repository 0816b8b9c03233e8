"""The answer to a partner as plain text, ready to paste into an e-mail, with the receipt of the very file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from scpxl.returns.findings import Finding, Severity, Verdict
from scpxl.returns.form import ReturnForm
from scpxl.words import count_of, full_day_text

_WHAT_NOW = {
    Verdict.ACCEPTED: "Thank you. Your return is accepted and its figures are in the record. You need do nothing more.",
    Verdict.WITH_QUERIES: (
        "Thank you. Your return is accepted and its figures are in the record. Please look at what is to be "
        "explained below: tell us the reason, or correct the form and send it again."
    ),
    Verdict.RETURNED: (
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
    form: ReturnForm, findings: Sequence[Finding], verdict: Verdict, receipt: Receipt, marked_copy: str = ""
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

"""The answer to a partner as plain text, ready to paste into an e-mail."""

from __future__ import annotations

from collections.abc import Sequence

from scpxl.render.receipt import Receipt, receipt_text
from scpxl.returns.findings import Finding, Severity, Verdict
from scpxl.returns.form import ReturnForm

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

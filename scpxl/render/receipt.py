"""The receipt of a return: which file it was, to the byte, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from scpxl.words import count_of, full_day_text


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


def receipt_text(receipt: Receipt) -> str:
    """Return the receipt as plain text, a fact a line."""
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

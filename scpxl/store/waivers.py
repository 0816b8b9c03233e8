"""Which findings were agreed not to hold a return up, by whom and until when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from scpxl.store.database import Store
from scpxl.store.values import moment_text


class Waiver(NamedTuple):
    """A finding's code, for a partner and an indicator (blank for any), and why it does not count."""

    rule: str
    partner: str
    indicator: str
    reason: str
    approved_by: str
    until: date


def save_waivers(store: Store, waivers: Iterable[Waiver], recorded: datetime) -> int:
    """Keep the waivers not yet kept; return how many those were."""
    with store.writing() as connection:
        return connection.executemany(
            "INSERT OR IGNORE INTO waiver (rule, partner, indicator, reason, approved_by, until, recorded)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            [(*waiver[:5], waiver.until.isoformat(), moment_text(recorded)) for waiver in waivers],
        ).rowcount


def fetch_waivers(store: Store, on: date | None = None) -> list[Waiver]:
    """Return the waivers in force on a day, its last day included, or all there ever were."""
    rows = store.rows(
        "SELECT rule, partner, indicator, reason, approved_by, until FROM waiver WHERE until >= ? ORDER BY id",
        (on.isoformat() if on else "",),
    )
    return [Waiver._make((*agreed, date.fromisoformat(until))) for *agreed, until in rows]

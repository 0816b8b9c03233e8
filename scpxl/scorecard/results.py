"""The scorecard as plain data: what is frozen at each publication, and what --json prints."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from scpxl.scorecard.model import Scorecard
from scpxl.scorecard.plain import to_plain as to_plain  # noqa: PLC0414  (part of the results)

RESULTS_VERSION = 1
"""Goes up when a reader of the results would have to change."""
LEFT_OUT = {"data", "notes", "shape", "month_ends", "reported", "last_month"}
"""Copies of what stands elsewhere in the results or in the framework."""
COMPARED = "changed"
"""Said of other results, so not frozen with them: `publish --json` prints it all the same."""


def to_results(scorecard: Scorecard) -> dict[str, Any]:
    """Return a scorecard's figures, ratings and sentences as dictionaries, lists, text and numbers."""
    plain = {
        field.name: to_plain(getattr(scorecard, field.name))
        for field in fields(scorecard)
        if field.name not in LEFT_OUT
    }
    # The moment is kept beside the results: the same figures published again are the same results.
    del plain["made"]
    return {"version": RESULTS_VERSION, **plain}

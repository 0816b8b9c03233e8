"""The scorecard as plain data: what is frozen at each publication, and what --json prints."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any

from scpxl.scorecard.model import Scorecard

RESULTS_VERSION = 1
"""Goes up when a reader of the results would have to change."""
_LEFT_OUT = {"data", "notes"}
"""Copies of what stands elsewhere in the results or in the framework."""
COMPARED = "changed"
"""Said of other results, so not frozen with them: `publish --json` prints it all the same."""


def to_results(scorecard: Scorecard) -> dict[str, Any]:
    """Return a scorecard's figures, ratings and sentences as dictionaries, lists, text and numbers."""
    plain = {
        field.name: to_plain(getattr(scorecard, field.name))
        for field in fields(scorecard)
        if field.name not in _LEFT_OUT
    }
    # The moment is kept beside the results: the same figures published again are the same results.
    del plain["made"]
    return {"version": RESULTS_VERSION, **plain}


_PLAIN = frozenset({str, float, int, bool})


@cache
def _names(kind: type[Any]) -> tuple[str, ...]:
    """Return the fields of a kind of record; none for what is no record."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


def to_plain(thing: Any) -> Any:
    """Return records as dictionaries, enums as their values, days and moments as ISO text."""
    # Most of what there is, first: a scorecard has a hundred thousand parts.
    if thing is None or type(thing) in _PLAIN:
        return thing
    if names := _names(thing.__class__):
        return {name: to_plain(getattr(thing, name)) for name in names}
    if isinstance(thing, (tuple, list)):
        return [to_plain(part) for part in thing]
    if isinstance(thing, Enum):
        return thing.value
    if isinstance(thing, (date, datetime)):
        return thing.isoformat()
    return thing

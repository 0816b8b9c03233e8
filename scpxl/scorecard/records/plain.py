"""Records as plain data: dictionaries, lists, text and numbers."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any

PLAIN = frozenset({str, float, int, bool})


@cache
def field_names(kind: type[Any]) -> tuple[str, ...]:
    """Return the fields of a kind of record; none for what is no record."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()


def to_plain(thing: Any) -> Any:
    """Return records as dictionaries, enums as their values, days and moments as ISO text."""
    # Most of what there is, first: a scorecard has a hundred thousand parts.
    if thing is None or type(thing) in PLAIN:
        return thing
    if names := field_names(thing.__class__):
        return {name: to_plain(getattr(thing, name)) for name in names}
    if isinstance(thing, (tuple, list)):
        return [to_plain(part) for part in thing]
    if isinstance(thing, Enum):
        return thing.value
    if isinstance(thing, (date, datetime)):
        return thing.isoformat()
    return thing

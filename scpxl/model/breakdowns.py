"""Ways in which partners divide a figure, and the items of each: records of the framework."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from pydantic import Field

from scpxl.model.observations import NOT_KNOWN
from scpxl.model.record import FORMER_KEYS, Code, Record, Title


class BreakdownCategory(StrEnum):
    """What of an event a breakdown tells apart."""

    VICTIM = "victim"
    OFFENDER = "offender"
    LOCATION = "location"
    SERVICE = "service"


class Breakdown(Record):
    """A way in which partners divide a figure: by the victim's age, by the kind of place, and so on."""

    former_keys = FORMER_KEYS["breakdowns"]

    code: Code = Field(description="Short code, named in the Indicators sheet's breakdowns column")
    title: Title = Field(description="What the items are kinds of, for example Age of victim")
    category: BreakdownCategory = Field(description="victim, offender, location or service")
    plural: str = Field("", description="The items in the plural, for example age groups; blank for items")
    exclusive: bool = Field(
        True,
        description="Yes if each thing counted is under one item only, so that the items add up to the total",
    )
    not_known: bool = Field(False, description="Whether 'Not known' is asked for below the items")


class BreakdownItem(Record):
    """One item of a breakdown, in the order in which partners are asked for it."""

    breakdown: str = Field(min_length=1, description="Code of the breakdown it belongs to")
    item: Code = Field(description="Short code, for example 10-17")
    title: Title = Field(description="The item in words, for example 10 to 17")


def items_by_breakdown(
    breakdowns: Iterable[Breakdown], items: Iterable[BreakdownItem]
) -> dict[str, tuple[BreakdownItem, ...]]:
    """Return each breakdown's items by its code, in their order, 'Not known' last where it is asked for."""
    asked = tuple(breakdowns)
    found: dict[str, list[BreakdownItem]] = {breakdown.code: [] for breakdown in asked}
    for item in items:
        found.setdefault(item.breakdown, []).append(item)
    for code in (breakdown.code for breakdown in asked if breakdown.not_known):
        # Its code is that under which wards' figures without a ward are kept; no item can have it.
        unknown = BreakdownItem.model_construct(breakdown=code, item=NOT_KNOWN, title="Not known")
        found[code].append(unknown)
    return {code: tuple(known) for code, known in found.items()}

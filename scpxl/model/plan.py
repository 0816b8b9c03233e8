"""A partnership's plan: its aims, the partners who report on them and how these divide a figure, the registers beside it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Final

from pydantic import Field

from scpxl.model.areas import Area as Area  # noqa: PLC0414  (records of the framework too)
from scpxl.model.areas import Average as Average  # noqa: PLC0414
from scpxl.model.areas import BenchmarkGroup as BenchmarkGroup  # noqa: PLC0414
from scpxl.model.indicators import OWN_DENOMINATOR as OWN_DENOMINATOR  # noqa: PLC0414
from scpxl.model.indicators import Aggregation as Aggregation  # noqa: PLC0414
from scpxl.model.indicators import ChartLimits as ChartLimits  # noqa: PLC0414
from scpxl.model.indicators import Edition as Edition  # noqa: PLC0414
from scpxl.model.indicators import Frequency as Frequency  # noqa: PLC0414
from scpxl.model.indicators import Indicator as Indicator  # noqa: PLC0414
from scpxl.model.indicators import IndicatorKind as IndicatorKind  # noqa: PLC0414
from scpxl.model.indicators import Unit as Unit  # noqa: PLC0414
from scpxl.model.observations import NOT_KNOWN
from scpxl.model.record import FORMER_KEYS, Code, Title
from scpxl.model.record import Record as Record  # noqa: PLC0414


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


REGISTER_ROWS: Final = 40
"""Rows of each register's sheet where the framework does not say."""


class RegisterName(StrEnum):
    """The registers that a framework may ask for."""

    FOLLOW_UP = "follow-up"
    ESCALATIONS = "escalations"
    REFERRALS = "referrals"
    PLAN = "plan"
    RISKS = "risks"
    MONEY = "money"
    ANALYSIS = "analysis"
    CONSULTATION = "consultation"
    AGREEMENTS = "agreements"


class Objective(Record):
    """An aim of the partnership's plan, and who answers for it."""

    code: Code = Field(description="Short code, for example O1")
    title: Title = Field(description="The aim in the words of the plan")
    short_title: Annotated[str, Field(max_length=28)] = Field(
        "", description="Up to 28 characters, for the sheet's tab"
    )
    lead: str = Field("", description="Who answers for it to the board")

    @property
    def tab(self) -> str:
        """The short name its sheet carries."""
        return self.short_title or self.title[:28]


class Board(Record):
    """Another board, for which the annual report has a summary of its own."""

    code: Code = Field(description="Short code, for example adults")
    title: Title = Field(description="Its name, for example Safeguarding Adults Board")
    objectives: tuple[str, ...] = Field((), description="Codes of the objectives it is told of")
    indicators: tuple[str, ...] = Field(
        (), description="Codes of the indicators it is told of besides, or alone"
    )


class Partner(Record):
    """An organisation that sends returns."""

    code: Code = Field(description="Short code, for example met")
    name: Title = Field(description="Full name")
    contact: str = Field("", description="Whom to ask, in the partner's organisation")
    email: str = Field("", description="Where the return is sent")

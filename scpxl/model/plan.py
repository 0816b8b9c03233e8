"""The aims of a partnership's plan, the partners who report on them, and the registers that may be kept beside it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Final

from pydantic import Field

from scpxl.model.areas import Area as Area  # noqa: PLC0414  (records of the framework too)
from scpxl.model.areas import Average as Average  # noqa: PLC0414
from scpxl.model.areas import BenchmarkGroup as BenchmarkGroup  # noqa: PLC0414
from scpxl.model.breakdowns import Breakdown as Breakdown  # noqa: PLC0414
from scpxl.model.breakdowns import BreakdownCategory as BreakdownCategory  # noqa: PLC0414
from scpxl.model.breakdowns import BreakdownItem as BreakdownItem  # noqa: PLC0414
from scpxl.model.indicators import OWN_DENOMINATOR as OWN_DENOMINATOR  # noqa: PLC0414
from scpxl.model.indicators import Aggregation as Aggregation  # noqa: PLC0414
from scpxl.model.indicators import ChartLimits as ChartLimits  # noqa: PLC0414
from scpxl.model.indicators import Edition as Edition  # noqa: PLC0414
from scpxl.model.indicators import Frequency as Frequency  # noqa: PLC0414
from scpxl.model.indicators import Indicator as Indicator  # noqa: PLC0414
from scpxl.model.indicators import IndicatorKind as IndicatorKind  # noqa: PLC0414
from scpxl.model.indicators import Unit as Unit  # noqa: PLC0414
from scpxl.model.record import Code, Title
from scpxl.model.record import Record as Record  # noqa: PLC0414

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

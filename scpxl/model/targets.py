"""What good means for an indicator in a year: target, profile, and how a miss is rated."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from scpxl.model.periods import YEAR, Period

EVEN_PROFILE = tuple((month + 1) / YEAR for month in range(YEAR))
"""A year in twelve equal steps, April to March."""


class Polarity(StrEnum):
    """Which way is better."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"

    @property
    def sign(self) -> int:
        """1 where a rise is good, -1 where a fall is good, 0 where neither is."""
        return _SIGNS[self]


_SIGNS = {Polarity.HIGHER: 1, Polarity.LOWER: -1, Polarity.NEITHER: 0}


class Scheme(StrEnum):
    """How a miss of the target is rated."""

    TOLERANCE = "tolerance"
    FLOOR = "floor"
    IMPROVEMENT = "improvement"


class TargetOf(StrEnum):
    """What the target of a rate is of."""

    RATE = "rate"
    """The rate itself: 9.5 offences per 1,000 people."""
    TOTAL = "total"
    """What is counted in the year: 3,500 offences."""


class Target(BaseModel):
    """The value to reach in a financial year, and how far short of it is still amber.

    It is on the scale of the indicator's own figure.  Where that grows through the year, as a total does, and a
    year's rate for so many people, `profile` says what share of it is expected by the end of each month; what
    does not grow, such as a percentage or a level, is to be held throughout.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    indicator: str = Field(description="Code of the indicator")
    year: Period = Field(description="The financial year, for example 2017-18")
    value: float = Field(
        allow_inf_nan=False,
        description="The year's total or rate, or the level to hold, as the indicator's figure is shown",
    )
    baseline: float | None = Field(None, allow_inf_nan=False, description="What it is measured from")
    baseline_note: str = Field("", description="Which period the baseline is, and why")
    scheme: Scheme = Field(Scheme.TOLERANCE, description="tolerance, floor or improvement")
    tolerance: float = Field(
        5, ge=0, allow_inf_nan=False, description="Per cent of the target by which amber may miss it"
    )
    floor: float | None = Field(
        None, allow_inf_nan=False, description="For the floor scheme: amber down to here"
    )
    profile: tuple[Annotated[float, Field(ge=0, le=100)], ...] = Field(
        (), description="Twelve cumulative per cents, April to March; blank for equal steps"
    )
    of: TargetOf | None = Field(
        None,
        description="For a rate: rate, or total where the value is what is counted in the year; blank is rate, and in "
        "frameworks of format 1 total",
    )

    @model_validator(mode="after")
    def _profile_is_a_path_to_the_target(self) -> Self:
        if len(self.profile) == YEAR and self.profile[-1] == 1:
            raise ValueError(
                "profile ends in 1 and looks like shares of 1. Write per cents, 8.3 rather than 0.083"
            )
        if self.profile and (len(self.profile) != YEAR or self.profile[-1] != 100):
            raise ValueError("profile needs twelve cumulative per cents, April to March, ending in 100")
        if any(later < earlier for earlier, later in zip(self.profile, self.profile[1:], strict=False)):
            raise ValueError(
                "profile goes down; each month's cumulative per cent must be at least the one before"
            )
        if self.scheme is Scheme.FLOOR and self.floor is None:
            raise ValueError("the floor scheme needs a floor")
        if self.year.length != YEAR:
            raise ValueError("year must be a financial year such as 2017-18")
        return self

    @property
    def shares(self) -> tuple[float, ...]:
        """The share of the target expected by the end of each month, April to March."""
        return tuple(share / 100 for share in self.profile) or EVEN_PROFILE

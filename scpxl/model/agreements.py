"""What was agreed about the rules of checking: who need not keep one, which are on trial, what difference is let by.

The first two are known by the day on which a return is due: one due on the last day is still covered, one due
the day after is not.  So a form and its check agree, whenever it is filled in and sent.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from scpxl.words import as_given, day_text, listed

_DAY_FORMATS = ("%Y-%m-%d", "%d/%m/%Y", "%d %b %Y", "%d %B %Y")


def to_day(value: object) -> date:
    """Return a day, from a date or from text.

    Raises ValueError with what to write, where it is none.

    >>> to_day("30/06/2018"), to_day("30 Jun 2018")
    (datetime.date(2018, 6, 30), datetime.date(2018, 6, 30))
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    for form in _DAY_FORMATS:
        try:
            return datetime.strptime(str(value).strip(), form).date()  # noqa: DTZ007  a day has no time zone
        except ValueError:
            continue
    raise ValueError(f"{value!r} is not a day; write it as 30/06/2018 or 2018-06-30")


Day = Annotated[date, BeforeValidator(to_day)]


class Waiver(BaseModel):
    """A rule that a partner need not keep until a day: by whom that was agreed, and why."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    rule: str = Field(min_length=1, description="Code of the finding, for example BLANK")
    partner: str = Field(min_length=1, description="Code of the partner who need not keep it")
    indicator: str = Field("", description="Code of the indicator; blank for all the partner reports")
    reason: str = Field(min_length=1, max_length=250, description="Why, in words the partner may read")
    approved_by: str = Field(min_length=1, max_length=80, description="Who agreed to it")
    until: Day = Field(description="Last day: returns due up to it are covered")

    @property
    def words(self) -> str:
        """By whom, until when and why, as a sentence."""
        reason = self.reason if self.reason.endswith((".", "!", "?")) else f"{self.reason}."
        return f"Waived by {self.approved_by} until {day_text(self.until)}: {reason}"


class Trial(BaseModel):
    """A rule that is told but not yet enforced."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    rule: str = Field(min_length=1, description="Code of the finding, for example WARDS_UNDER_BOROUGH")
    until: Day = Field(description="Last day of the trial: returns due after it must keep the rule")
    note: str = Field("", max_length=250, description="What partners are told about it")

    @property
    def begins(self) -> date:
        """The first day on which a return due must keep the rule."""
        return self.until + timedelta(days=1)


class Tolerance(BaseModel):
    """A difference between two figures that a rule lets by, as published figures have them."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    rule: str = Field(min_length=1, description="Code of the finding, for example WARDS_OVER_BOROUGH")
    indicator: str = Field("", description="Code of the indicator; blank for all")
    partner: str = Field("", description="Code of the partner who reports it; blank for all")
    per_cent: float = Field(
        0,
        ge=0,
        le=100,
        allow_inf_nan=False,
        description="A difference of so many per cent of the total is allowed",
    )
    number: float = Field(
        0,
        ge=0,
        le=1_000_000,
        allow_inf_nan=False,
        description="A difference of so many is allowed, whatever the total",
    )
    reason: str = Field(min_length=1, max_length=250, description="Why, in words the partner may read")

    def allows(self, difference: float, whole: float) -> bool:
        """Whether a difference from a whole is within the tolerance: within either bound, to six decimals.

        >>> Tolerance(rule="WARDS_OVER_BOROUGH", per_cent=1, reason="Published so.").allows(1, 176)
        True
        """
        return any(round(difference - bound, 6) <= 0 for bound in (self.number, whole * self.per_cent / 100))

    @property
    def bounds(self) -> str:
        """What is let by: `1% or 2`."""
        parts = [f"{as_given(self.per_cent)}%"] * bool(self.per_cent) + [as_given(self.number)] * bool(
            self.number
        )
        return listed(parts, "or")

    @property
    def words(self) -> str:
        """What is let by and why, as a sentence."""
        reason = self.reason if self.reason.endswith((".", "!", "?")) else f"{self.reason}."
        return f"Within the tolerance agreed ({self.bounds}): {reason}"


def waiver_for(waivers: Iterable[Waiver], rule: str, indicator: str, due: date) -> Waiver | None:
    """Return the waiver that covers a rule and indicator in a return due on a day; the one that lasts longest.

    `indicator` is blank for what concerns none.  The waivers are those of the return's partner.
    """
    covering = [waiver for waiver in _of(waivers, rule, indicator) if waiver.until >= due]
    return max(covering, key=lambda waiver: waiver.until, default=None)


def ended_waiver(waivers: Iterable[Waiver], rule: str, indicator: str, due: date) -> Waiver | None:
    """Return the waiver that had ended by the day, the last to end; None where one still covers it."""
    known = list(_of(waivers, rule, indicator))
    last = max(known, key=lambda waiver: waiver.until, default=None)
    return last if last is not None and last.until < due else None


def _of(waivers: Iterable[Waiver], rule: str, indicator: str) -> Iterable[Waiver]:
    return (waiver for waiver in waivers if waiver.rule == rule and waiver.indicator in {"", indicator})


def trial_of(trials: Iterable[Trial], rule: str, due: date) -> Trial | None:
    """Return the trial a rule is on in a return due on a day, None where it is in force."""
    return next((trial for trial in trials if trial.rule == rule and trial.until >= due), None)


def is_exempt(
    waivers: Iterable[Waiver], trials: Iterable[Trial], rule: str, indicator: str, due: date
) -> bool:
    """Whether a rule neither holds up a return due on the day nor asks anything of it."""
    return trial_of(trials, rule, due) is not None or waiver_for(waivers, rule, indicator, due) is not None


def tolerance_for(
    tolerances: Iterable[Tolerance], rule: str, indicator: str, partner: str
) -> Tolerance | None:
    """Return the tolerance of a rule for a partner's figure; one that names the indicator, or the partner, goes first.

    >>> every = Tolerance(rule="PART_OVER_WHOLE", number=1, reason="Outcomes of earlier offences.")
    >>> one = every.model_copy(update={"indicator": "OUT-01", "number": 2.0})
    >>> tolerance_for([every, one], "PART_OVER_WHOLE", "OUT-01", "met").number
    2.0
    """
    meant = [
        one
        for one in tolerances
        if one.rule == rule and one.indicator in {"", indicator} and one.partner in {"", partner}
    ]
    return max(meant, key=lambda one: (bool(one.indicator), bool(one.partner)), default=None)

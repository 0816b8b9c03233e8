"""What each answer of the form may be, as a type: numbers of each kind, marks, dates, choices, texts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import Field

from scpxl.model.framework import Indicator, Unit
from scpxl.privacy.guard import Use
from scpxl.returns.form import Answer, FormColumn, FormTable, Part, Question, Row
from scpxl.words import digits_of_day

LARGEST = 10_000_000
"""More than any count of a borough; a date entered into a General cell is far below it, a phone number above."""

Whole = Annotated[int, Field(ge=0, le=LARGEST)]
Amount = Annotated[float, Field(ge=0, le=LARGEST * 1000, allow_inf_nan=False)]
Percentage = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]
SignedWhole = Annotated[int, Field(ge=-LARGEST, le=LARGEST)]
SignedAmount = Annotated[float, Field(ge=-LARGEST * 1000, le=LARGEST * 1000, allow_inf_nan=False)]
Mark = Literal["[x]", "[z]", "[c]"]
"""What is entered in place of a figure: not available, not applicable, suppressed."""


class NumberKind(StrEnum):
    """What a number may be."""

    WHOLE = "whole number"
    AMOUNT = "amount"
    PERCENTAGE = "percentage"
    SIGNED_WHOLE = "whole number, below zero too"
    SIGNED_AMOUNT = "amount, below zero too"

    @property
    def is_whole(self) -> bool:
        """Whether 37.5 is a mistake."""
        return self in {NumberKind.WHOLE, NumberKind.SIGNED_WHOLE}

    @property
    def may_be_negative(self) -> bool:
        """Whether -3 is no mistake."""
        return self in {NumberKind.SIGNED_WHOLE, NumberKind.SIGNED_AMOUNT}

    @property
    def largest(self) -> int:
        """How large a number can be, above zero or below."""
        return LARGEST if self.is_whole else LARGEST * 1000


def _given(number: Any) -> Any:
    """Return the type of a figure's cell: a number, the mark in its place, or nothing yet."""
    # A number is tried first, so that thousands of numbers are never looked up among the marks.
    return Annotated[number | Mark, Field(union_mode="left_to_right")] | None


FIGURES: Mapping[NumberKind, Any] = {
    NumberKind.WHOLE: _given(Whole),
    NumberKind.AMOUNT: _given(Amount),
    NumberKind.PERCENTAGE: _given(Percentage),
    NumberKind.SIGNED_WHOLE: _given(SignedWhole),
    NumberKind.SIGNED_AMOUNT: _given(SignedAmount),
}
"""The type of a figure's cell by the kind of number asked for."""


def number_kind_of(indicator: Indicator, part: Part) -> NumberKind:
    """Return what numbers a row takes.

    What a percentage or a rate is a share of counts things; the whole of an average takes decimals where the
    average has them.
    """
    if indicator.unit is Unit.SURVEY:
        return NumberKind.PERCENTAGE
    if part is Part.OUT_OF:
        broken = indicator.unit is Unit.AVERAGE and bool(indicator.decimals)
        return NumberKind.AMOUNT if broken else NumberKind.WHOLE
    if indicator.may_be_negative:
        return NumberKind.SIGNED_AMOUNT if indicator.takes_decimals else NumberKind.SIGNED_WHOLE
    return NumberKind.AMOUNT if indicator.takes_decimals else NumberKind.WHOLE


def kind_taken(table: FormTable, row: Row) -> NumberKind:
    """Return what numbers a row takes: any amount, where whole numbers are asked for but others are let by."""
    kind = number_kind_of(indicator_of(row), row.part)
    if not kind.is_whole or not table.is_exempt("NOT_WHOLE", row):
        return kind
    return NumberKind.SIGNED_AMOUNT if kind.may_be_negative else NumberKind.AMOUNT


def indicator_of(row: Row) -> Indicator:
    """Return the indicator a row of figures is of; raises TypeError where it is of none."""
    if row.indicator is None:
        raise TypeError(f"The row {row.key} of the form takes figures but is of no indicator.")
    return row.indicator


Window: TypeAlias = tuple[date, date]
"""The first and last day that a date may be."""


def answer_type(asked: FormColumn | Question, window: Window) -> Any:
    """Return the type of an answer that is no figure: a text, one choice or several, a date or a percentage."""
    heading = asked.heading if isinstance(asked, FormColumn) else asked.words
    if asked.answer is Answer.CHOICE and asked.choices is not None:
        return Annotated[
            Literal[asked.choices.choices], Field(title=heading, description=asked.prompt or None)
        ]
    if asked.answer is Answer.CHOICES and asked.choices is not None:
        named = (
            f"{code}: {name}" for code, name in zip(asked.choices.kept, asked.choices.choices, strict=True)
        )
        described = f"{asked.prompt} {'; '.join(named)}.".strip()
        one = Literal[asked.choices.kept]  # type: ignore[name-defined]
        # Strict: a pair, which says that a cell could not be read, is no list of choices.
        return Annotated[list[one], Field(strict=True, title=heading, description=described)]
    if asked.answer is Answer.DATE:
        first, last = window
        between = f"{asked.prompt} From {digits_of_day(first)} to {digits_of_day(last)}.".strip()
        return Annotated[date, Field(ge=first, le=last, title=heading, description=between)]
    if asked.answer is Answer.PERCENT:
        return Annotated[Percentage, Field(title=heading, description=asked.prompt or None)]
    said = Field(
        min_length=1, max_length=asked.limit or None, title=heading, description=asked.prompt or None
    )
    return Annotated[str, said]


_USES = {
    "reference": Use.REFERENCE,
    "signed_name": Use.NAME,
    "decided_by": Use.NAME,
    "file": Use.FILE,
    "sheet": Use.FILE,
}


def use_of(key: str) -> Use:
    """Return what a written answer is for, by its key: most are sentences.

    >>> use_of("signed_name").value, use_of("update").value
    ('name', 'text')
    """
    return _USES.get(key, Use.TEXT)

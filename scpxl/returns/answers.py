"""What each answer of the form may be, as a type: numbers of each kind, marks, dates, choices, texts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from pydantic_core import CoreSchema, core_schema

from scpxl.model.framework import Indicator, Unit
from scpxl.privacy.guard import Use
from scpxl.returns.form import Answer, Column, Part, Question, Row, Table
from scpxl.words import digits_of_day

LARGEST = 10_000_000
"""More than any count of a borough; a date entered into a General cell is far below it, a phone number above."""

MARKS = ("[x]", "[z]", "[c]")
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


def _given(number: CoreSchema) -> CoreSchema:
    """Return what a figure's cell may be: a number, the mark in its place, or nothing yet."""
    # A number is tried first, so that thousands of numbers are never looked up among the marks.
    marks = core_schema.literal_schema(list(MARKS))
    return core_schema.nullable_schema(core_schema.union_schema([number, marks], mode="left_to_right"))


def _amount(least: int, most: int, said: Mapping[str, str] | None = None) -> CoreSchema:
    metadata = {"pydantic_js_updates": said} if said else None
    return core_schema.float_schema(ge=least, le=most, allow_inf_nan=False, metadata=metadata)


FIGURES: Mapping[NumberKind, CoreSchema] = {
    NumberKind.WHOLE: _given(core_schema.int_schema(ge=0, le=LARGEST)),
    NumberKind.AMOUNT: _given(_amount(0, LARGEST * 1000)),
    NumberKind.PERCENTAGE: _given(_amount(0, 100)),
    NumberKind.SIGNED_WHOLE: _given(core_schema.int_schema(ge=-LARGEST, le=LARGEST)),
    NumberKind.SIGNED_AMOUNT: _given(_amount(-LARGEST * 1000, LARGEST * 1000)),
}
"""What a figure's cell may be, by the kind of number asked for, as pydantic's core takes it."""


def kind_of(indicator: Indicator, part: Part) -> NumberKind:
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


def kind_taken(table: Table, row: Row) -> NumberKind:
    """Return what numbers a row takes: any amount, where whole numbers are asked for but others are let by."""
    kind = kind_of(indicator_of(row), row.part)
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


def answer_schema(asked: Column | Question, window: Window) -> CoreSchema:
    """Return what an answer that is no figure may be: a text, one choice or several, a date or a percentage.

    It is said as pydantic's core takes it: types that pydantic takes apart again would come to the same.
    """
    said = {"title": asked.heading if isinstance(asked, Column) else asked.words}
    if asked.prompt:
        said["description"] = asked.prompt
    metadata = {"pydantic_js_updates": said}
    if asked.answer is Answer.CHOICE and asked.choices is not None:
        return core_schema.literal_schema(list(asked.choices.choices), metadata=metadata)
    if asked.answer is Answer.CHOICES and asked.choices is not None:
        named = (
            f"{code}: {name}" for code, name in zip(asked.choices.kept, asked.choices.choices, strict=True)
        )
        said["description"] = f"{asked.prompt} {'; '.join(named)}.".strip()
        one = core_schema.literal_schema(list(asked.choices.kept))
        # Strict: a pair, which says that a cell could not be read, is no list of choices.
        return core_schema.list_schema(one, strict=True, metadata=metadata)
    if asked.answer is Answer.DATE:
        first, last = window
        said["description"] = f"{asked.prompt} From {digits_of_day(first)} to {digits_of_day(last)}.".strip()
        return core_schema.date_schema(ge=first, le=last, metadata=metadata)
    if asked.answer is Answer.PERCENT:
        return _amount(0, 100, said)
    return core_schema.str_schema(min_length=1, max_length=asked.limit or None, metadata=metadata)


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

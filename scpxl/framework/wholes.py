"""Check that each figure that is out of something can be worked out: number and whole of the same months."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from scpxl.model.framework import (
    Aggregation,
    ChartLimits,
    Framework,
    Frequency,
    Indicator,
    IndicatorKind,
    Unit,
)
from scpxl.model.wholes import WholeKind, whole_of

_WAYS = "Write 'reported' if the partner gives it, or the code of the indicator that holds it."
_TYPED_AS_SHOWN = frozenset({Unit.COUNT, Unit.MONEY, Unit.STOCK, Unit.SURVEY})
"""Of these the partner enters the figure that is shown."""
_NO_WHOLE = frozenset({Unit.PERCENTAGE, Unit.SURVEY, Unit.AVERAGE})
"""Figures of these are shares and means, of which nothing is a part."""


class Unfit(NamedTuple):
    """What about an indicator does not fit its denominator, or the months that its figures cover."""

    field: str
    fact: str
    advice: str


def check_wholes(indicator: Indicator, framework: Framework) -> Iterator[Unfit]:
    """Yield why an indicator's figures could not be worked out as its denominator, aggregation and rolling say."""
    yield from _of_the_indicator(indicator)
    if indicator.reports_denominator:
        yield from _reported(indicator, framework)
    other = framework.by_code.get(indicator.whole_code)
    if other is not None and other.code != indicator.code:
        yield from _other(indicator, other)
        yield from _divided(indicator, other, framework)
    yield from _chart(indicator, framework)


def _of_the_indicator(indicator: Indicator) -> Iterator[Unfit]:
    unit = indicator.unit
    if not indicator.denominator:
        if unit.is_ratio:
            article = "an" if unit is Unit.AVERAGE else "a"
            yield Unfit("denominator", f"is blank; {article} {unit} is out of something.", _WAYS)
        elif indicator.aggregation is Aggregation.RATIO:
            yield Unfit("denominator", "is blank; a ratio of sums needs one.", _WAYS)
    elif indicator.denominator == indicator.code:
        yield Unfit("denominator", "is the indicator itself.", _WAYS)
    elif unit is Unit.SURVEY:
        fact = f"is {indicator.denominator!r}, and a survey percentage is entered as it is shown, out of nothing."
        yield Unfit("denominator", fact, "Leave it blank, or make the unit percentage.")
    if indicator.rolling and indicator.aggregation is not Aggregation.LATEST:
        fact = f"is yes, and aggregation is {indicator.aggregation.value!r}: figures that each cover a year do not add up."
        # Only of some units can the latest figure stand for the year.
        fits = unit not in {Unit.COUNT, Unit.MONEY}
        advice = (
            "Make aggregation latest."
            if fits
            else "Give single periods, or make the unit stock and aggregation latest."
        )
        yield Unfit("rolling", fact, advice)


def _reported(indicator: Indicator, framework: Framework) -> Iterator[Unfit]:
    if indicator.unit in _TYPED_AS_SHOWN - {Unit.SURVEY}:
        fact = f"is 'reported', and the unit is {indicator.unit}: its figure is not out of anything."
        yield Unfit(
            "denominator", fact, "Leave it blank, name an indicator, or make the unit rate or percentage."
        )
    elif framework.is_by_parts(indicator) and indicator.unit is not Unit.RATE:
        word = framework.part_kind.one
        fact = f"asks for it by {word}, but the partner reports what the figure is out of, and a {word} has a number only."
        yield Unfit(
            "breakdowns", fact, f"Leave {word} out, or name an indicator by {word} as the denominator."
        )


def _other(indicator: Indicator, other: Indicator) -> Iterator[Unfit]:
    """Whether the other indicator's figures can be a whole, and are there for the months of each figure."""
    if other.unit in _NO_WHOLE:
        fact = (
            f"{other.code} is a {other.unit}"
            if other.unit is not Unit.AVERAGE
            else f"{other.code} is an average"
        )
        yield Unfit(
            "denominator", f"{fact}, which cannot be a total.", "Name a count, a rate's count or a stock."
        )
        return
    if other.may_be_negative:
        fact = f"{other.code} may be below zero (may_be_negative), and a total cannot be negative."
        yield Unfit("denominator", fact, "Name another, or say No under its may_be_negative.")
    # What is given once a year covers a year in any case.
    rolls = other.rolling and other.frequency is not Frequency.ANNUAL
    if rolls and not indicator.rolling:
        fact = f"each figure of {other.code} covers a year (rolling), and those of {indicator.code} do not."
        yield Unfit("denominator", fact, "Name an indicator of single periods, or make both rolling.")
    elif rolls and other.frequency is not indicator.frequency:
        fact = (
            f"{other.code} is rolling and {other.frequency}, and {indicator.code} is {indicator.frequency}."
        )
        yield Unfit("denominator", fact, "Give both the same frequency.")
    if other.aggregation is Aggregation.LATEST or indicator.rolling:
        return
    if other.frequency.months > indicator.frequency.months:
        fact = (
            f"{other.code} is {other.frequency}, and {indicator.code} is {indicator.frequency}: "
            "what adds up is not known of a part of its period."
        )
        yield Unfit(
            "denominator", fact, f"Make the frequency of {indicator.code} {other.frequency}, or name another."
        )


def _divided(indicator: Indicator, other: Indicator, framework: Framework) -> Iterator[Unfit]:
    """Whether what divides the figure divides its whole as well."""
    if not indicator.divides or indicator.unit is Unit.RATE:
        return
    items = framework.breakdowns_of(indicator)
    if items:
        codes = ", ".join(one.code for one in items)
        fact = f"asks for {codes}, and items have no figure of their own of {other.code}, the denominator."
        yield Unfit("breakdowns", fact, "Divide an indicator that counts.")
    by_whole = framework.is_by_parts(other) or other.kind is IndicatorKind.CONTEXT
    if framework.is_by_parts(indicator) and not by_whole:
        word = framework.part_kind.one
        fact = f"asks for it by {word}, and {other.code}, the denominator, is not asked for by {word}."
        yield Unfit("breakdowns", fact, f"Ask for {other.code} by {word} too, or leave {word} out.")


def _chart(indicator: Indicator, framework: Framework) -> Iterator[Unfit]:
    follows = indicator.aggregation is not Aggregation.LATEST or (
        indicator.divides and whole_of(framework, indicator).kind is not WholeKind.NONE
    )
    if indicator.chart is ChartLimits.EXPOSURE and not follows:
        yield Unfit(
            "chart",
            "is exposure, and a level has neither days nor a denominator that limits could follow.",
            "Choose XmR or automatic.",
        )

"""How numbers and comparisons are put into words, and what stands where there is no number."""

from __future__ import annotations

import math

from scpxl.model.framework import Framework, Indicator, Unit
from scpxl.model.targets import Polarity
from scpxl.model.wholes import is_yearly_rate, rate_name
from scpxl.scorecard.figures import Family, style_of
from scpxl.scorecard.model import Figure, NumberStyle
from scpxl.verdicts import SMALL_BASE as SMALL_BASE  # noqa: PLC0414  (the one threshold, of cards and of verdicts)
from scpxl.verdicts import Unrated
from scpxl.words import count_of as count_of  # noqa: PLC0414  (scorecards word their sentences with these too)
from scpxl.words import listed as listed  # noqa: PLC0414
from scpxl.words import ordinal as ordinal  # noqa: PLC0414
from scpxl.words import rounded

DASH = "–"
_ENDING = {Family.PERCENT: "%", Family.POINTS: " points"}
_FAMILY = {Unit.PERCENTAGE: Family.PERCENT, Unit.SURVEY: Family.PERCENT, Unit.MONEY: Family.MONEY}


def number_style(indicator: Indicator) -> NumberStyle:
    """Return how the indicator's own figures are shown: in its unit, to the decimals the framework says."""
    family = _FAMILY.get(indicator.unit, Family.PLAIN)
    return style_of(family, indicator.places)


def count_style(indicator: Indicator) -> NumberStyle:
    """Return how the indicator's number is shown, where its headline is a rate."""
    return NumberStyle.WHOLE if indicator.unit is Unit.RATE else number_style(indicator)


def period_style(framework: Framework, indicator: Indicator) -> NumberStyle:
    """Return how figures of single periods are shown: as the headline, but of a yearly rate as the number."""
    return count_style(indicator) if is_yearly_rate(framework, indicator) else number_style(indicator)


def rate_style(indicator: Indicator) -> NumberStyle:
    """Return how the indicator's rate is shown: as its headline where that is the rate, in pounds where it is money."""
    if indicator.unit is Unit.RATE:
        return number_style(indicator)
    return NumberStyle.MONEY_TWO_PLACES if indicator.unit is Unit.MONEY else NumberStyle.ONE_PLACE


def unit_words(framework: Framework, indicator: Indicator) -> str:
    """Return what an indicator's headline counts: offences, % of residents, per 1,000 people."""
    plain = {Unit.PERCENTAGE: "%", Unit.SURVEY: "%", Unit.MONEY: "£"}.get(indicator.unit, "number")
    if indicator.unit is Unit.RATE:
        return rate_name(framework, indicator) or plain
    return indicator.counted or plain


def period_unit_words(framework: Framework, indicator: Indicator) -> str:
    """Return what an indicator's single periods count: as its headline, but of a yearly rate the number."""
    if is_yearly_rate(framework, indicator):
        return indicator.counted or "number"
    return unit_words(framework, indicator)


def is_count(indicator: Indicator) -> bool:
    """Return whether the indicator counts things, so that a small number of them is small numbers."""
    return indicator.unit in {Unit.COUNT, Unit.RATE, Unit.STOCK}


def signed(style: NumberStyle) -> NumberStyle:
    """Return how a change in figures of a style is shown; percentages change in points.

    >>> signed(NumberStyle.PERCENT), signed(NumberStyle.TWO_PLACES)
    (<NumberStyle.SIGNED_POINTS: 'signed points'>, <NumberStyle.SIGNED_TWO_PLACES: 'signed two places'>)
    """
    family = Family.POINTS if style.is_percent else style.family
    return style_of(family, style.places, signed=True)


def number_text(value: float, style: NumberStyle) -> str:
    """Return a number as a sentence carries it.

    >>> number_text(26219, NumberStyle.WHOLE), number_text(-3.14, NumberStyle.SIGNED_PERCENT)
    ('26,219', '−3.1%')
    """
    family, places, is_signed = style.said
    text = rounded(abs(value), places)
    # What rounds to zero has no sign.
    below = value < 0 and any(digit in "123456789" for digit in text)
    sign = "−" if below else "+" if is_signed and value > 0 else ""
    before = "£" if family is Family.MONEY else ""
    return f"{sign}{before}{text}{_ENDING.get(family, '')}"


def figure(value: float | None, style: NumberStyle, missing: str = DASH, mark: str = "") -> Figure:
    """Return a number as it is shown, or what is shown in its place where it is None or NaN."""
    if value is None or math.isnan(value):
        return Figure(None, missing, style, mark)
    return Figure(float(value), number_text(float(value), style), style, mark)


def polarity_words(polarity: Polarity) -> str:
    """Return which way is better, as printed beside a title."""
    return {"higher": "higher is better", "lower": "lower is better", "neither": Unrated.NEITHER_WAY.value}[
        polarity
    ]

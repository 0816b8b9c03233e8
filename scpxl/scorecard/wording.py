"""How numbers, comparisons, changes and intervals are put into words, and what stands where there is no number."""

from __future__ import annotations

import math

from scpxl.model.framework import Framework, Indicator, Unit
from scpxl.model.targets import Polarity
from scpxl.model.wholes import is_yearly_rate, rate_name
from scpxl.scorecard.records.figures import Family, style_of
from scpxl.scorecard.records.scorecard import Figure, NumberStyle
from scpxl.verdicts import BORDERLINE, SHOWN_LEVEL, Unrated, Verdict
from scpxl.verdicts import SMALL_BASE as SMALL_BASE  # noqa: PLC0414  (the one threshold, of cards and of verdicts)
from scpxl.words import capital, rounded
from scpxl.words import count_of as count_of  # noqa: PLC0414  (scorecards word their sentences with these too)
from scpxl.words import listed as listed  # noqa: PLC0414
from scpxl.words import ordinal as ordinal  # noqa: PLC0414

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


LEVEL_WORDS = f"{SHOWN_LEVEL:.0%} interval"
_MOST = 10_000
"""An edge above so many per cent shows only that nothing is known."""


def moved(percent: float) -> str:
    """Return a change in per cent as it is said.

    >>> moved(4.13), moved(-3.0), moved(0.04)
    ('up 4.1%', 'down 3.0%', 'little changed (under 0.1%)')
    """
    if abs(percent) < 0.05:
        return "little changed (under 0.1%)"
    return f"{'up' if percent > 0 else 'down'} {_size(percent)}"


def moved_points(points: float) -> str:
    """Return a change in points as it is said.

    >>> moved_points(2.13), moved_points(-0.01)
    ('up 2.1 points', 'little changed (under 0.1 points)')
    """
    if abs(points) < 0.05:
        return "little changed (under 0.1 points)"
    return f"{'up' if points > 0 else 'down'} {rounded(abs(points), 1)} points"


def between(low: float, high: float) -> str:
    """Return an interval of changes.

    >>> between(-1.2, 7.3), between(2.1, float("inf"))
    ('−1.2% to +7.3%', '+2.1% to more than +10,000%')
    """
    return " to ".join(
        number_text(edge, NumberStyle.SIGNED_PERCENT) if edge < _MOST else f"more than +{_MOST:,}%"
        for edge in (low, high)
    )


def interval_words(verdict: Verdict, low: float, high: float) -> str:
    """Return verdict and interval; where the interval shown leaves out 0 and the verdict does not, that is said.

    >>> interval_words(Verdict.SIGNIFICANT, 2.1, 8.5), interval_words(Verdict.NORMAL, 0.4, 8.5)
    ('more than usual variation; 95% interval +2.1% to +8.5%', 'no clear change (borderline); 95% interval +0.4% to +8.5%')
    """
    nearly = verdict is Verdict.NORMAL and (low > 0 or high < 0)
    return f"{verdict.plain}{f' ({BORDERLINE.plain})' if nearly else ''}; {LEVEL_WORDS} {between(low, high)}"


def _size(percent: float) -> str:
    return f"{rounded(abs(percent), 0 if abs(percent) >= 1000 else 1)}%"


def percent_figure(value: float, missing: str = "–") -> Figure:
    """Return a change in per cent as a figure; `missing` stands where there is none."""
    return figure(value if math.isfinite(value) else None, NumberStyle.SIGNED_PERCENT, missing)


def sentence(text: str) -> str:
    """Return a text as a sentence of its own.

    >>> sentence("up 4.1% (no clear change)")
    'Up 4.1% (no clear change).'
    """
    return text if not text else capital(text) + ("" if text.endswith(".") else ".")

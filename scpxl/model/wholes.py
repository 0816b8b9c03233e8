"""What a figure is out of: the one rule for denominators.

A figure that divides is its number over the whole of the same months.  The whole is what the partner reports
beside the number, or the figure of another indicator: its sum over those months where that adds up, its mean
where it is a level such as a population or a stock of homes.  The unit says only how the figure is printed:
a percentage times 100, a rate times `per`, an average as it is.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import NamedTuple

from scpxl.model.framework import Aggregation, Framework, Indicator, Unit
from scpxl.model.periods import YEAR
from scpxl.words import in_sentence


class WholeKind(StrEnum):
    """Where a whole comes from, and how its months become a year's."""

    NONE = "none"
    REPORTED = "reported"
    """The partner gives it beside each number; it adds up."""
    COUNT = "count"
    """Another indicator's figure, which adds up."""
    LEVEL = "level"
    """Another indicator's figure, which is a level: the mean of the months."""


class Whole(NamedTuple):
    """What an indicator's figures are out of."""

    kind: WholeKind
    indicator: Indicator | None = None
    """The other indicator that holds it."""
    name: str = ""
    """Its units in words: people, homes, hours worked."""

    @property
    def adds_up(self) -> bool:
        """Whether the wholes of several months add up, so that a figure does not grow with its months."""
        return self.kind in {WholeKind.REPORTED, WholeKind.COUNT}


PEOPLE = "people"
"""What a population counts, where its indicator does not say."""
_OF_PEOPLE = r"(?i)\b(pop|population|residents|inhabitants|people)\b"
NO_WHOLE = Whole(WholeKind.NONE)


def whole_of(framework: Framework, indicator: Indicator) -> Whole:
    """Return what an indicator's figures are out of; where the other indicator is not there, nothing."""
    if indicator.reports_denominator:
        return Whole(WholeKind.REPORTED, None, indicator.denominator_title)
    other = framework.by_code.get(indicator.whole_code)
    if other is None:
        return NO_WHOLE
    kind = WholeKind.LEVEL if other.aggregation is Aggregation.LATEST else WholeKind.COUNT
    return Whole(kind, other, _named(other))


def _named(indicator: Indicator) -> str:
    """Return what an indicator counts, in the middle of a sentence: what it says itself, else by its title."""
    if indicator.counted:
        return indicator.counted
    if re.search(_OF_PEOPLE, indicator.title):
        return PEOPLE
    return in_sentence(indicator.title.removeprefix("Number of ").removeprefix("number of "))


def accumulates(framework: Framework, indicator: Indicator) -> bool:
    """Whether an indicator's figure grows as the months of the year come in, so that a target has a path to it.

    So it is with what adds up by sum, and with what is out of a level: 2 visits a month for each home are 24 a
    year.  A share of what adds up as well is of the same size in a month and in a year.
    """
    if indicator.aggregation is Aggregation.LATEST:
        return False
    return not indicator.divides or not whole_of(framework, indicator).adds_up


def is_yearly_rate(framework: Framework, indicator: Indicator) -> bool:
    """Whether an indicator is a rate of a year, of which single months and quarters are shown as the count.

    A month's rate per 1,000 people would be a twelfth of the year's and mislead beside it.
    """
    return indicator.unit is Unit.RATE and accumulates(framework, indicator)


def rate_name(framework: Framework, indicator: Indicator) -> str:
    """Return what a rate of the indicator is per: per 1,000 people; blank where it has none.

    >>> from scpxl.model.targets import Polarity
    >>> homes = Indicator(code="H", title="Homes", objective="", kind="context", unit="stock", counted="homes",
    ...     aggregation="latest", polarity="neither")
    >>> let = homes.model_copy(update={"code": "L", "unit": Unit.RATE, "denominator": "H", "per": 100})
    >>> rate_name(Framework.model_construct(indicators=(homes, let)), let)
    'per 100 homes'
    """
    if indicator.unit in {Unit.PERCENTAGE, Unit.AVERAGE, Unit.SURVEY}:
        return ""
    whole = whole_of(framework, indicator)
    return "" if whole.kind is WholeKind.NONE else f"per {indicator.per:,} {whole.name}".rstrip()


def whole_ends(framework: Framework, indicator: Indicator) -> tuple[int, ...]:
    """Return how many months before a figure's last each of the wholes ends that it is out of; empty for none.

    A quarter's figure out of what is counted monthly is out of the figures that end 0, 1 and 2 months before.  Only
    of percentages, whose number is a part of the whole, and only out of another indicator.

    >>> from scpxl.model.framework import Frequency
    >>> calls = Indicator(code="C", title="Calls", objective="O", kind="output", unit="count", polarity="neither")
    >>> met = calls.model_copy(update={"code": "M", "unit": Unit.PERCENTAGE, "denominator": "C",
    ...     "aggregation": Aggregation.RATIO, "frequency": Frequency.QUARTERLY})
    >>> whole_ends(Framework.model_construct(indicators=(calls, met)), met)
    (0, 1, 2)
    """
    whole = whole_of(framework, indicator)
    if indicator.unit is not Unit.PERCENTAGE or whole.indicator is None:
        return ()
    if whole.kind is WholeKind.LEVEL:
        return (0,)
    covers = YEAR if indicator.rolling else indicator.frequency.months
    return tuple(range(0, covers, whole.indicator.frequency.months))

"""One line of an explanation: what is said, the formula with its numbers in, and the rule behind the words."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from scpxl.model.framework import Framework, Indicator
from scpxl.model.words import rounded
from scpxl.scorecard.analysis import Analysis, Track
from scpxl.scorecard.counts import Counts
from scpxl.scorecard.figures import Figure
from scpxl.scorecard.model import IndicatorCard
from scpxl.scorecard.wording import number_text

TERM, RESULT = 6, 4
"""Significant figures of what a formula starts from, and of what it gives."""


@dataclass(frozen=True, slots=True)
class NamedValue:
    """One number of a formula."""

    name: str
    """What it is: population, dispersion (phi), Apr 2017."""
    value: float
    """The number, unrounded."""
    text: str
    """The number as the formula carries it."""


@dataclass(frozen=True, slots=True)
class ExplainedLine:
    """One thing a card says, and how it came about."""

    what: str
    """What it is: Change, Rating, Real change."""
    words: str
    """What the card says."""
    formula: str
    """How it is worked out, with its numbers in; blank where nothing is worked out."""
    numbers: tuple[NamedValue, ...]
    """The formula's numbers, in its order."""
    rule: str
    """The rule behind the words; blank where another line of the same figure gives it."""

    @property
    def text(self) -> str:
        """The line as a sentence or two."""
        colon = "" if self.what.endswith("?") else ":"
        told = " ".join(filter(None, (_ended(self.words), _ended(self.formula))))
        return f"{self.what}{colon} {told}"


@dataclass(frozen=True, eq=False)
class Subject:
    """A card, and the figures it was made from."""

    analysis: Analysis
    indicator: Indicator
    card: IndicatorCard
    track: Track
    row: int
    counts: Counts | None

    @property
    def framework(self) -> Framework:
        """The framework the card was made by."""
        return self.analysis.framework


Number = float | Figure | tuple[float, str]
"""A value alone, which is told to as many places as matter; a figure as it is printed; a value with its text."""
Numbers = Mapping[str, Number]


def explained(
    what: str, words: str, rule: str = "", formula: str = "", numbers: Numbers | None = None
) -> ExplainedLine:
    """Return a line; each ``{}`` of the formula takes the next number.  Where one is missing there is no formula.

    What a formula starts from is printed to six significant figures and what it gives (after "= ") to four, so
    that whoever works it out again from what is printed gets what is printed.

    >>> explained("Change", "+5", "", "{} − {} = +5", {"year": 105.0, "year before": 100.0}).text
    'Change: +5. 105 − 100 = +5.'
    >>> explained("Ratio", "1.513", "", "{} × {} = {}", {"a": 1.512398, "b": 1.000274, "c": 1.512812}).formula
    '1.5124 × 1.00027 = 1.513'
    """
    before = formula.split("{}")
    told = tuple(
        _named(name, number, RESULT if place < len(before) and before[place].endswith("= ") else TERM)
        for place, (name, number) in enumerate((numbers or {}).items())
    )
    if any(not math.isfinite(one.value) for one in told):
        return ExplainedLine(what, words, "", (), rule)
    return ExplainedLine(what, words, formula.format(*(one.text for one in told)), told, rule)


def _named(name: str, number: Number, figures: int) -> NamedValue:
    if isinstance(number, Figure):
        return NamedValue(name, math.nan if number.value is None else number.value, number.text)
    if isinstance(number, tuple):
        return NamedValue(name, float(number[0]), number[1])
    value = float(number)
    return NamedValue(name, value, short(value, figures))


def short(value: float, figures: int = RESULT) -> str:
    """Return a number to so many significant figures; a whole one as it is.

    >>> short(384774.0), short(0.0336412), short(-12.5), short(3577.25), short(0.00001234)
    ('384,774', '0.03364', '−12.5', '3,577', '0.00001234')
    """
    if not math.isfinite(value):
        return ""
    if value == int(value):
        return rounded(value).replace("-", "−")
    places = max(0, figures - 1 - math.floor(math.log10(abs(value))))
    text = rounded(value, places)
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace("-", "−")


def _ended(words: str) -> str:
    return words if not words or words.endswith((".", "?", "!")) else f"{words}."


def finer(shown: Figure) -> Figure | tuple[float, str]:
    """Return a figure to as many places as it takes to work on with it; a whole one as it is shown.

    >>> finer(Figure(70.394, "70.4")), finer(Figure(3577.0, "3,577")).text
    ((70.394, '70.394'), '3,577')
    """
    if shown.value is None or shown.value == int(shown.value):
        return shown
    places = max(3, 4 - math.floor(math.log10(abs(shown.value))))
    return shown.value, rounded(shown.value, places).replace("-", "−")


def as_shown(value: float, like: Figure) -> tuple[float, str]:
    """Return a number in the style of a figure."""
    return value, number_text(value, like.style) if math.isfinite(value) else ""

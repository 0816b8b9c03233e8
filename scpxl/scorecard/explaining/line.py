"""One line of an explanation: what is said, the formula with its numbers in, and the rule behind the words."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from scpxl.figures.working import Printed, Term, Working
from scpxl.scorecard.records.figures import Figure, NumberStyle
from scpxl.scorecard.wording import number_text
from scpxl.words import as_given, rounded

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
    """The number as written in the formula."""


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


def explained(
    what: str,
    words: str,
    rule: str = "",
    working: Working | None = None,
    *shown: Figure,
    like: NumberStyle | None = None,
    name: str = "",
) -> ExplainedLine:
    """Return a line with its formula, if it has one; where a number is missing there is none.

    What a formula starts from is printed to six significant figures and what it gives (after "= ") to four, so
    that whoever works it out again from what is printed gets what is printed.  Numbers that are printed as on the
    card take the figures of `shown` in order, those in the style of the card that of `like`; a number without a name
    of its own is called `name`, or else as the line is.

    >>> sum_of = Working("{} × {} = {}", (Term("a", 1.512398), Term("b", 1.000274), Term("c", 1.512812)))
    >>> explained("Ratio", "1.513", "", sum_of).text
    'Ratio: 1.513. 1.5124 × 1.00027 = 1.513.'
    """
    if working is None:
        return ExplainedLine(what, words, "", (), rule)
    told = tuple(_texts(working, iter(shown), like, name or what))
    if any(not math.isfinite(one.value) for _term, one in told):
        return ExplainedLine(what, words, "", (), rule)
    numbers = tuple(one for term, one in told if term.printed is not Printed.UNNAMED)
    return ExplainedLine(
        what, words, working.formula.format(*(one.text for _term, one in told)), numbers, rule
    )


def _texts(
    working: Working, shown: Iterator[Figure], like: NumberStyle | None, name: str
) -> Iterator[tuple[Term, NamedValue]]:
    before = working.formula.split("{}")
    for place, term in enumerate(working.terms):
        figures = RESULT if before[place].endswith("= ") or term.printed is Printed.UNNAMED else TERM
        value, called = float(term.value), term.name or name
        if term.printed in {Printed.CARD, Printed.FINER}:
            figure = next(shown)
            value = math.nan if figure.value is None else figure.value
            text = figure.text if term.printed is Printed.CARD else finer(figure)
        else:
            text = _text(term, figures, like) if math.isfinite(value) else ""
        yield term, NamedValue(called, value, text)


def _text(term: Term, figures: int, like: NumberStyle | None) -> str:
    value = term.value
    if term.printed is Printed.REPORTED:
        return as_given(value)
    if term.printed is Printed.LIKE_CARD and like is not None:
        return number_text(value, like)
    if term.printed is Printed.CHANGE:
        return number_text(value, NumberStyle.SIGNED_PERCENT)
    if term.printed is Printed.SHARE:
        return f"{as_given(100 * value, 4)}%"
    if term.printed is Printed.PER_CENT:
        return f"{as_given(value)}%"
    if term.printed is Printed.ONE_PLACE:
        return rounded(value, 1)
    if term.printed is Printed.CHANCE:
        return "under 0.0001" if value < 0.0001 else f"{value:.4f}"
    return as_given(value, figures)


def finer(shown: Figure) -> str:
    """Return a figure to as many places as it takes to work on with it; a whole one as it is shown.

    >>> finer(Figure(70.394, "70.4")), finer(Figure(3577.0, "3,577"))
    ('70.394', '3,577')
    """
    if shown.value is None or shown.value == int(shown.value):
        return shown.text
    places = max(3, 4 - math.floor(math.log10(abs(shown.value))))
    return rounded(shown.value, places).replace("-", "−")


def _ended(words: str) -> str:
    return words if not words or words.endswith((".", "?", "!")) else f"{words}."

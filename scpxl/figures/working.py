"""How a result came about: its formula and the numbers in it.  It is made with the result; whoever prints it works nothing out."""

from __future__ import annotations

import math
from enum import StrEnum
from typing import NamedTuple


class Printed(StrEnum):
    """How a number of a formula is printed."""

    PLAIN = "plain"
    """To six significant figures where the formula starts from it, to four where it gives it."""
    REPORTED = "reported"
    """With all its places."""
    CARD = "card"
    """As the card prints the figure."""
    FINER = "finer"
    """The card's figure to as many places as it takes to work on with it."""
    LIKE_CARD = "like card"
    """In the style of a figure of the card."""
    CHANGE = "change"
    """In per cent, with its sign."""
    SHARE = "share"
    """A share of one, in per cent."""
    PER_CENT = "per cent"
    ONE_PLACE = "one place"
    UNNAMED = "unnamed"
    """Printed to four figures, and no number of its own: it is in the formula already."""
    CHANCE = "chance"
    """A probability."""


class Term(NamedTuple):
    """One number of a formula."""

    name: str
    """What it is: mean population, dispersion (phi), Apr 2017."""
    value: float
    """The number, unrounded."""
    printed: Printed = Printed.PLAIN


class Working(NamedTuple):
    """A formula with a ``{}`` for each number, and the numbers in its order."""

    formula: str
    terms: tuple[Term, ...]

    @property
    def is_whole(self) -> bool:
        """Whether every number is there; else nothing can be worked out."""
        return all(math.isfinite(term.value) for term in self.terms)

"""What a number on the scorecard is: its value, its text, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

_BRIEF = 13
REVISED = "[r]"
"""The mark of a figure that was published before with another value."""
MISSING = "missing"
"""What has been due and has not come; of what is not due yet, or does not apply, a dash says so."""


class Family(StrEnum):
    """What a number is of, so far as it shows."""

    PLAIN = ""
    PERCENT = "percent"
    MONEY = "money"
    POINTS = "points"


class NumberStyle(StrEnum):
    """How a number is shown; the renderer's number formats are made from it.

    A style is a family, decimal places and whether a plus is shown: its name says all three.
    """

    WHOLE = "whole"
    ONE_PLACE = "one place"
    TWO_PLACES = "two places"
    THREE_PLACES = "three places"
    FOUR_PLACES = "four places"
    PERCENT_WHOLE = "percent whole"
    PERCENT = "percent"
    PERCENT_TWO_PLACES = "percent two places"
    PERCENT_THREE_PLACES = "percent three places"
    PERCENT_FOUR_PLACES = "percent four places"
    MONEY = "money"
    MONEY_ONE_PLACE = "money one place"
    MONEY_TWO_PLACES = "money two places"
    MONEY_THREE_PLACES = "money three places"
    MONEY_FOUR_PLACES = "money four places"
    SIGNED_WHOLE = "signed whole"
    SIGNED_ONE_PLACE = "signed one place"
    SIGNED_TWO_PLACES = "signed two places"
    SIGNED_THREE_PLACES = "signed three places"
    SIGNED_FOUR_PLACES = "signed four places"
    SIGNED_MONEY = "signed money"
    SIGNED_MONEY_ONE_PLACE = "signed money one place"
    SIGNED_MONEY_TWO_PLACES = "signed money two places"
    SIGNED_MONEY_THREE_PLACES = "signed money three places"
    SIGNED_MONEY_FOUR_PLACES = "signed money four places"
    SIGNED_PERCENT = "signed percent"
    SIGNED_POINTS_WHOLE = "signed points whole"
    SIGNED_POINTS = "signed points"
    SIGNED_POINTS_TWO_PLACES = "signed points two places"
    SIGNED_POINTS_THREE_PLACES = "signed points three places"
    SIGNED_POINTS_FOUR_PLACES = "signed points four places"

    @property
    def said(self) -> tuple[Family, int, bool]:
        """All that its name says: family, decimal places, and whether a plus is shown."""
        return _SHAPE[self]

    @property
    def is_signed(self) -> bool:
        """Whether a plus is shown."""
        return _SHAPE[self].is_signed

    @property
    def family(self) -> Family:
        """What the number is of."""
        return _SHAPE[self].family

    @property
    def places(self) -> int:
        """Decimal places shown."""
        return _SHAPE[self].places

    @property
    def is_percent(self) -> bool:
        """Whether it is a percentage, which changes in points."""
        return self.family is Family.PERCENT and not self.is_signed


_PLACES = ("whole", "one place", "two places", "three places", "four places")
_UNSAID = {Family.PLAIN: 0, Family.PERCENT: 1, Family.MONEY: 0, Family.POINTS: 1}
"""Places of a style whose name does not say."""


class _Shape(NamedTuple):
    family: Family
    places: int
    is_signed: bool


def _shape_of(name: str) -> _Shape:
    """Return what a style's name says of it."""
    family = next((one for one in Family if one and one in name.split()), Family.PLAIN)
    said = next((place for place, words in enumerate(_PLACES) if name.endswith(words)), None)
    return _Shape(family, _UNSAID[family] if said is None else said, name.startswith("signed"))


_SHAPE = {style: _shape_of(style.value) for style in NumberStyle}
_STYLES: dict[tuple[Family, int, bool], NumberStyle] = {shape: style for style, shape in _SHAPE.items()}


def style_of(family: Family, places: int, *, signed: bool = False) -> NumberStyle:
    """Return the style of a family with so many decimal places.

    >>> style_of(Family.MONEY, 2), style_of(Family.POINTS, 1, signed=True), style_of(Family.PLAIN, 0)
    (<NumberStyle.MONEY_TWO_PLACES: 'money two places'>, <NumberStyle.SIGNED_POINTS: 'signed points'>, <NumberStyle.WHOLE: 'whole'>)
    """
    return _STYLES[family, places, signed]


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as it is shown, or the reason why there is none.

    `value` is in the units shown: 4.1 for 4.1%.  `text` is the number as a sentence would carry it,
    or, where `value` is None, what is shown in its place: ``[x] not available``, ``Apr 2016 missing``.
    """

    value: float | None
    text: str
    style: NumberStyle = NumberStyle.WHOLE
    mark: str = ""
    """A shorthand such as [p] or [u] printed in a column of its own, never in the number's cell."""

    @property
    def told(self) -> str:
        """Its text as a sentence or a slide carries it, with [r] where another value was published before.

        >>> Figure(12, "12", mark="[p][r]").told, Figure(12, "12", mark="[p]").told
        ('12 [r]', '12')
        """
        return f"{self.text} {REVISED}" if REVISED in self.mark else self.text

    @property
    def brief(self) -> str:
        """What is in a narrow cell in place of a number: the text if short, else its mark, else 'missing'.

        >>> Figure(None, "[b] series broken Apr 2017").brief, Figure(None, "Jan–Mar 2018 not received").brief
        ('[b]', 'missing')
        """
        if len(self.text) <= _BRIEF:
            return self.text
        return self.text[:3] if self.text.startswith("[") else MISSING


@dataclass(frozen=True, slots=True)
class StripFigure:
    """One of the figures across a card, with its name."""

    name: str
    """Latest quarter; with its unit where that is not the headline's: Latest quarter, offences."""
    figure: Figure
    unit: str = ""
    """What it counts: offences, per 1,000 people; blank for a change in per cent."""


NO_FIGURE = Figure(None, "–")

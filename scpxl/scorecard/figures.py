"""What a number on the scorecard is: its value, its text, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

_BRIEF = 13


class NumberStyle(StrEnum):
    """How a number is shown; the renderer's number formats are made from it."""

    WHOLE = "whole"
    ONE_PLACE = "one place"
    TWO_PLACES = "two places"
    PERCENT = "percent"
    MONEY = "money"
    SIGNED_WHOLE = "signed whole"
    SIGNED_ONE_PLACE = "signed one place"
    SIGNED_PERCENT = "signed percent"
    SIGNED_POINTS = "signed points"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as it is shown, or the reason why there is none.

    `value` is in the units shown: 4.1 for 4.1%.  `text` is the number as a sentence would carry it,
    or, where `value` is None, what stands in its place: ``[x] not available``, ``Apr 2016 missing``.
    """

    value: float | None
    text: str
    style: NumberStyle = NumberStyle.WHOLE
    mark: str = ""
    """A shorthand such as [p] or [u] printed in a column of its own, never in the number's cell."""

    @property
    def brief(self) -> str:
        """What stands in a narrow cell in place of a number: the text if short, else its mark, else 'missing'.

        >>> Figure(None, "[b] series broken Apr 2017").brief, Figure(None, "Jan–Mar 2018 not received").brief
        ('[b]', 'missing')
        """
        if len(self.text) <= _BRIEF:
            return self.text
        return self.text[:3] if self.text.startswith("[") else "missing"


NO_FIGURE = Figure(None, "–")

"""Why a change on a year ago was not tested, in words."""

from __future__ import annotations

from scpxl.model.framework import AddsUp, Indicator, Unit
from scpxl.model.periods import YEAR
from scpxl.scorecard.analysis import Analysis

_OF_UNITS = {
    Unit.SURVEY: "how many people were asked is not known",
    Unit.MONEY: "sums of money are not counts of separate events",
    Unit.STOCK: "a level is not a count of separate events",
    Unit.AVERAGE: "how much single cases vary about their average is not known",
}


def why_untested(analysis: Analysis, indicator: Indicator) -> str:
    """Return why no test says whether an indicator's change is significant; for one that has a change but no test."""
    found = analysis.place(indicator, analysis.framework.area)
    if indicator.rolling:
        return "each figure covers a year, and how much such figures vary by themselves is not known"
    if indicator.unit in _OF_UNITS:
        return _OF_UNITS[indicator.unit]
    if found is None:
        return "there are no figures"
    track, row = found
    if track.step == YEAR:
        return "one figure a year does not show how much it varies by itself"
    if indicator.adds_up is AddsUp.LATEST:
        return "a level is not a count of separate events"
    if indicator.takes_decimals:
        return "the tests are of whole numbers"
    if indicator.unit is Unit.PERCENTAGE:
        if not track.wholes.of[row].adds_up:
            return "what it is out of is a level, of which its number is not a part month by month"
        number, whole = (array[row, -2 * track.width :] for array in (track.number.one, track.whole.one))
        if (number > whole).any():
            return "in at least one of the two years' figures the number is more than what it is out of"
    return "not every figure of the two years is there"

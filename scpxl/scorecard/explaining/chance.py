"""What chance alone would leave of the year's rate or percentage: an interval, and what it supposes."""

from __future__ import annotations

import math
from collections.abc import Iterator

from scpxl.model.framework import AddsUp, Unit
from scpxl.model.words import rounded
from scpxl.scorecard.explaining.figures import whole_name
from scpxl.scorecard.explaining.line import ExplainedLine, Numbers, Subject, as_shown, explained
from scpxl.statistics.intervals import count_interval, wilson
from scpxl.verdicts import SHOWN_LEVEL

_SUPPOSED = (
    "It supposes that nothing but chance moves the figure. Where months vary by more, as counts of crime mostly do, "
    "it is too narrow: the intervals of the change, the rank and the group allow for that."
)
_OF_COUNT = f"Byar's limits of the year's count, exact ones below 10 events; what it is out of is taken as known. {_SUPPOSED}"
_OF_SHARE = f"Wilson's limits of a proportion. {_SUPPOSED}"


def chance_lines(of: Subject) -> Iterator[ExplainedLine]:
    """Yield the interval of the year's rate, or else of its percentage; nothing where it has neither."""
    indicator, row, last = of.indicator, of.row, of.track.last
    number, whole = (float(array[row, last]) for array in (of.track.number.year, of.track.whole.year))
    if math.isnan(number + whole) or indicator.adds_up is AddsUp.LATEST or indicator.takes_decimals:
        return
    if indicator.unit in {Unit.RATE, Unit.COUNT} and of.card.rate.value is not None and number >= 0:
        yield _of_rate(of, number, whole)
    elif indicator.unit is Unit.PERCENTAGE and of.track.wholes.of[row].adds_up and 0 <= number <= whole:
        yield _of_share(of, number, whole)


def _of_rate(of: Subject, count: float, people: float) -> ExplainedLine:
    per, shown = float(of.indicator.per), of.card.rate
    whole = whole_name(of.track.wholes.of[of.row], "the year")
    bounds = [float(bound) for bound in count_interval(count, SHOWN_LEVEL)]
    rates = [as_shown(per * bound / people, shown) for bound in bounds]
    numbers: Numbers = {}
    for name, bound, rate in zip(("lower", "upper"), bounds, rates, strict=True):
        told = (bound, rounded(bound, 1))
        numbers = {
            **numbers, f"per, {name}": per, f"{name} limit of the count": told,
            f"{whole}, {name}": people, f"{name} limit": rate,
        }  # fmt: skip
    words = f"{rates[0][1]} to {rates[1][1]} ({SHOWN_LEVEL:.0%})"
    formula = "{} × {} / {} = {} and {} × {} / {} = {}"
    return explained("Interval of the rate", words, _OF_COUNT, formula, numbers)


def _of_share(of: Subject, part: float, whole: float) -> ExplainedLine:
    lower, upper = (as_shown(100 * float(b), of.card.headline) for b in wilson(part, whole, SHOWN_LEVEL))
    numbers: Numbers = {
        "parts of the year": part, "wholes of the year": whole, "lower limit": lower, "upper limit": upper,
    }  # fmt: skip
    words = f"{lower[1]} to {upper[1]} ({SHOWN_LEVEL:.0%})"
    return explained("Interval of the percentage", words, _OF_SHARE, "{} of {}: {} to {}", numbers)

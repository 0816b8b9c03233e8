"""How a figure that is asked about, and what is usual for it, are said."""

from __future__ import annotations

from scpxl.checks.numbers.figures import period_of
from scpxl.checks.numbers.rows import FigureCell
from scpxl.checks.numbers.usual import Nature, Usual
from scpxl.model.framework import Indicator, Unit
from scpxl.model.periods import MONTH, month_label
from scpxl.returns.form import Part


def nature_of(indicator: Indicator, part: Part = Part.NUMBER) -> Nature:
    """Return what sort of number a figure is once it is worked out, or what it is out of."""
    if part is Part.OUT_OF:
        return Nature.COUNT
    if indicator.unit is Unit.SURVEY or (indicator.unit is Unit.PERCENTAGE and indicator.reports_denominator):
        return Nature.PERCENTAGE
    # Out of another indicator, only the number itself is compared with earlier ones.
    return Nature.AMOUNT if indicator.takes_decimals or indicator.reports_denominator else Nature.COUNT


def shown_span(usual: Usual, indicator: Indicator) -> str:
    """Return how many figures what is usual rests on: `12 months`."""
    name = {1: "month", 3: "quarter", 12: "year"}[indicator.frequency.months]
    return name if usual.figures == 1 else f"{usual.figures} {name}s"


def shown_range(usual: Usual, indicator: Indicator, part: Part = Part.NUMBER) -> str:
    """Return between what figures usually are: `310–422`."""
    low = max(usual.low, 0) if usual.by_limits and not indicator.may_be_negative else usual.low
    ends = (shown_value(low, indicator, part), shown_value(usual.high, indicator, part))
    return "–".join(dict.fromkeys(ends))


def shown_value(value: float, indicator: Indicator, part: Part = Part.NUMBER) -> str:
    """Return a figure as a question carries it."""
    nature = nature_of(indicator, part)
    places = 0 if nature is Nature.COUNT else max(1, indicator.places)
    text = f"{value:,.{places}f}"
    text = (text.rstrip("0").rstrip(".") if places else text).replace("-", "\u2212")
    return text + ("%" if nature is Nature.PERCENTAGE else "")


def shown_when(cell: FigureCell) -> str:
    """Return what a figure is for: `Jan 2018`, `Q4 2017-18`."""
    period = period_of(cell)
    return month_label(period.first) if period.length == MONTH else str(period)

"""Which figures of a card say something of their own, so that no number is shown twice, nor an empty one."""

from __future__ import annotations

from scpxl.model.framework import AddsUp, Framework, Indicator, Unit
from scpxl.model.periods import MONTH, QUARTER, YEAR
from scpxl.model.wholes import is_yearly_rate, rate_name
from scpxl.model.words import capital
from scpxl.scorecard.figures import Figure, StripFigure
from scpxl.scorecard.model import IndicatorCard

QUARTERS = frozenset({"quarter", "quarter_year_ago", "year_to_date"})


def figures_apart(framework: Framework, indicator: Indicator) -> frozenset[str]:
    """Return which of a card's further figures are not the headline or another of them by their making.

    Of a level all are the latest figure, of a quarterly indicator the latest is the quarter, and of a yearly one the
    year; a rate's year is its headline, and its single periods are counts where it is a yearly one.
    """
    step, apart = indicator.frequency.months, set[str]()
    if indicator.adds_up is not AddsUp.LATEST:
        if step <= QUARTER:
            apart |= QUARTERS
        if step == MONTH or (step == YEAR and is_yearly_rate(framework, indicator)):
            apart.add("latest")
    if indicator.unit is not Unit.RATE and rate_name(framework, indicator):
        apart.add("rate")
    return frozenset(apart)


def strip_of(card: IndicatorCard, apart: frozenset[str], *, walks: bool) -> tuple[StripFigure, ...]:
    """Return the figures across a card, each once; `walks` says whether the target is reached along a path."""

    def one(name: str, figure: Figure, unit: str) -> StripFigure:
        said = not unit or unit == card.unit or name.endswith(unit)
        return StripFigure(capital(name if said else f"{name}, {unit}"), figure, unit)

    strip = [
        one(card.headline_name, card.headline, card.unit),
        one("A year before", card.before, card.unit),
        one("Change", card.change, card.unit),
        one("Change, %", card.change_percent, ""),
    ]
    further = {
        "quarter": ("Latest quarter", card.quarter),
        "quarter_year_ago": ("Same quarter a year ago", card.quarter_year_ago),
        "year_to_date": ("Year to date", card.year_to_date),
        "latest": (card.latest_label, card.latest),
    }
    strip += [one(*told, card.period_unit) for key, told in further.items() if key in apart]
    if "rate" in apart:
        strip.append(one(f"Rate {card.rate_name}", card.rate, card.rate_name))
    if card.target is not None:
        unit = card.target.unit or card.unit
        strip.append(one("Target", card.target.target, unit))
        if walks and card.target.expected.text:
            strip.append(one("Expected by now", card.target.expected, unit))
        so_far = card.year_to_date if "year_to_date" in apart else card.headline
        if card.target.actual.text not in {so_far.text, card.headline.text}:
            strip.append(one("Actual so far", card.target.actual, unit))
    return tuple(strip)

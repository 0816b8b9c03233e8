"""Which figures of a card say something of their own, so that no number is shown twice, nor an empty one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from scpxl.model.framework import Aggregation, Framework, Indicator, Unit
from scpxl.model.periods import MONTH, QUARTER, YEAR
from scpxl.model.wholes import is_yearly_rate, rate_name
from scpxl.scorecard.records.figures import Figure, StripFigure
from scpxl.scorecard.records.scorecard import TargetLine
from scpxl.words import capital

QUARTERS = frozenset({"quarter", "quarter_year_ago", "year_to_date"})


def figures_apart(framework: Framework, indicator: Indicator) -> frozenset[str]:
    """Return which of a card's further figures are not the headline or another of them by their making.

    Of a level all are the latest figure, of a quarterly indicator the latest is the quarter, and of a yearly one the
    year; a rate's year is its headline, and its single periods are counts where it is a yearly one.
    """
    step, apart = indicator.frequency.months, set[str]()
    if indicator.aggregation is not Aggregation.LATEST:
        if step <= QUARTER:
            apart |= QUARTERS
        if step == MONTH or (step == YEAR and is_yearly_rate(framework, indicator)):
            apart.add("latest")
    if indicator.unit is not Unit.RATE and rate_name(framework, indicator):
        apart.add("rate")
    return frozenset(apart)


class Named(NamedTuple):
    """What a card's figures are called, and what they count."""

    headline_name: str
    latest_label: str
    unit: str
    period_unit: str
    rate_name: str


def strip_of(
    figures: Mapping[str, Figure],
    named: Named,
    target: TargetLine | None,
    apart: frozenset[str],
    *,
    is_cumulative: bool,
) -> tuple[StripFigure, ...]:
    """Return the figures across a card, each once; `is_cumulative` says whether the target is reached along a path."""

    def one(name: str, figure: Figure, unit: str) -> StripFigure:
        said = not unit or unit == named.unit or name.endswith(unit)
        return StripFigure(capital(name if said else f"{name}, {unit}"), figure, unit)

    headline = figures["headline"]
    strip = [
        one(named.headline_name, headline, named.unit),
        one("A year before", figures["before"], named.unit),
        one("Change", figures["change"], named.unit),
        one("Change, %", figures["change_percent"], ""),
    ]
    further = {
        "quarter": "Latest quarter",
        "quarter_year_ago": "Same quarter a year ago",
        "year_to_date": "Year to date",
        "latest": named.latest_label,
    }
    strip += [one(name, figures[key], named.period_unit) for key, name in further.items() if key in apart]
    if "rate" in apart:
        strip.append(one(f"Rate {named.rate_name}", figures["rate"], named.rate_name))
    if target is not None:
        unit = target.unit or named.unit
        strip.append(one("Target", target.target, unit))
        if is_cumulative and target.expected.text:
            strip.append(one("Expected by now", target.expected, unit))
        so_far = figures["year_to_date"] if "year_to_date" in apart else headline
        if target.actual.text not in {so_far.text, headline.text}:
            strip.append(one("Actual so far", target.actual, unit))
    return tuple(strip)

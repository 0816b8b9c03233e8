"""What the figures of a card are called, and which say something of their own: no number is shown twice, nor an empty one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from scpxl.figures.indicator import IndicatorFigures
from scpxl.figures.tracks import HEADLINE
from scpxl.model.framework import Aggregation, Framework, Indicator, Unit
from scpxl.model.periods import MONTH, QUARTER, YEAR, month_label
from scpxl.model.wholes import is_yearly_rate, rate_name
from scpxl.scorecard.records.figures import Figure, StripFigure
from scpxl.scorecard.records.scorecard import TargetLine
from scpxl.scorecard.wording import period_unit_words, unit_words
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
    before_name: str
    latest_label: str
    unit: str
    period_unit: str
    rate_name: str


def headline_name(of: IndicatorFigures, years_back: int = 0) -> str:
    """Return what the headline is, or was so many years before: Year to Mar 2018, or the period of a level.

    The period of an earlier level is not known here: blank.
    """
    place, indicator = of.place, of.indicator
    if place is None:
        return f"Year to {month_label(of.end - YEAR * years_back)}"
    is_sum = place.width_of(HEADLINE) > 1
    if years_back and not is_sum:
        return ""
    when = f"Year to {month_label(place.end - YEAR * years_back)}" if is_sum else place.label(place.column)
    if indicator.unit is not Unit.RATE:
        return when
    return f"{capital(rate_name(of.framework, indicator))}, {when[:1].lower()}{when[1:]}"


def names_of_figures(of: IndicatorFigures, latest: str) -> Named:
    """Return what the figures of a card are called; `latest` is the period of the latest one."""
    framework, indicator = of.framework, of.indicator
    return Named(
        headline_name=headline_name(of),
        before_name=headline_name(of, years_back=1),
        latest_label=latest,
        unit=unit_words(framework, indicator),
        period_unit=period_unit_words(framework, indicator),
        rate_name=rate_name(framework, indicator),
    )


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

"""How one indicator's figures came about: the months behind them, the cells those were typed in, the rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from scpxl.errors import UnknownThingError
from scpxl.jobs.background import NO_BACKGROUND, Background, fetch_background
from scpxl.jobs.folder import Folder
from scpxl.jobs.since import fetch_behind
from scpxl.model.framework import AreaKind, Framework, Indicator, IndicatorKind
from scpxl.model.observations import Observation
from scpxl.model.periods import YEAR, Period
from scpxl.scorecard.build import build_one_card
from scpxl.scorecard.model import GroupComparison, IndicatorCard, NumberStyle
from scpxl.scorecard.outlook_words import outlook_lines
from scpxl.scorecard.results import RESULTS_VERSION, to_plain
from scpxl.store.database import open_store


@dataclass(frozen=True)
class Explanation:
    """An indicator's card and the observations of the two years behind it, oldest first."""

    period: Period
    area: str
    card: IndicatorCard
    formulas: tuple[str, ...]
    """How each figure is made, with its numbers in."""
    observations: tuple[Observation, ...]
    background: Background = NO_BACKGROUND
    """What was published, restated and decided of it; nothing for another area."""

    def to_json(self) -> dict[str, Any]:
        """Return the same facts for machines."""
        return {
            "version": RESULTS_VERSION,
            "period": str(self.period),
            "area": self.area,
            **to_plain(self.card),
            "formulas": list(self.formulas),
            "observations": [_plain(observed) for observed in self.observations],
            **self.background.to_json(),
        }


def explain(folder: Folder, code: str, period: Period, area: str | None = None) -> Explanation:
    """Return how an indicator's figures came about, for the own area or another.

    `code` is the indicator's code or its title, `area` an ONS code or a name.  Raises UnknownThingError
    where the framework has neither, naming what is near.
    """
    framework = folder.framework
    indicator = find_indicator(framework, code)
    if indicator.kind is IndicatorKind.CONTEXT:
        raise UnknownThingError(
            f"{indicator.code} ({indicator.title}) is context for rates, not on the scorecard. Its figures are in the export."
        )
    place = find_area(framework, area)
    with open_store(folder.store_path) as store:
        wanted = [indicator.code] + ([indicator.denominator] if indicator.is_per_head else [])
        observations = fetch_behind(store, period, wanted)
        seen_from = framework if place == framework.area else framework.seen_from(place)
        card = build_one_card(seen_from, observations, period, indicator.code)
        background = (
            fetch_background(store, framework, period, card, observations, folder.today)
            if place == framework.area
            else NO_BACKGROUND
        )
    behind = sorted(
        (
            o
            for o in observations
            if o.indicator == indicator.code
            and o.area == place
            and not o.breakdown
            and period.last - 2 * YEAR < o.period.last <= period.last
        ),
        key=lambda o: o.period,
    )
    name = framework.area_by_code[place].name
    return Explanation(period, name, card, tuple(_formulas(card, indicator)), tuple(behind), background)


def find_indicator(framework: Framework, text: str) -> Indicator:
    """Return the indicator of that code or title, whatever the case."""
    wanted = text.strip().casefold()
    for indicator in framework.indicators:
        if wanted in {indicator.code.casefold(), indicator.title.casefold()}:
            return indicator
    near = [
        f"{i.code} ({i.title})"
        for i in framework.indicators
        if wanted and wanted in f"{i.code} {i.title}".casefold()
    ]
    hint = f"Did you mean {' or '.join(near[:3])}?" if near else f"There are: {', '.join(framework.by_code)}."
    raise UnknownThingError(f"{text!r} is not an indicator of the framework. {hint}")


def find_area(framework: Framework, text: str | None) -> str:
    """Return the ONS code of the area of that code or name; the own area where none is named."""
    if text is None:
        return framework.area
    wanted = text.strip().casefold()
    found = [
        area
        for area in framework.areas
        if wanted in {area.code.casefold(), area.name.casefold(), *(n.casefold() for n in area.other_names)}
    ]
    if not found:
        raise UnknownThingError(f"{text!r} is not an area of the framework. Give its ONS code or its name.")
    # A ward may share the borough's name; the borough is meant unless a code says otherwise.
    found.sort(key=lambda area: area.kind is not AreaKind.BOROUGH)
    return found[0].code


def _formulas(card: IndicatorCard, indicator: Indicator) -> list[str]:
    lines = [f"{card.headline_name}: {card.headline.text} ({indicator.adds_up.value} of the periods below)."]
    if card.change.value is not None:
        lines.append(f"Change: {card.headline.text} less {card.before.text} is {card.change.text}.")
    if card.change_percent.value is not None:
        lines.append(
            f"Change in per cent: 100 × ({card.headline.text} / {card.before.text} − 1) = {card.change_percent.text}."
        )
    if card.rate.value is not None:
        lines.append(
            f"Rate: {card.rate.text} {card.rate_name}, by the mean of the twelve months' populations."
        )
    if card.target is not None:
        lines.append(f"Target: {card.target.words}")
    lines += [card.rag.reason, card.variation.words, *card.variation.how]
    lines += [f"{label}{_colon(label)} {words}" for label, words in outlook_lines(card)]
    if card.comparison is not None:
        difference = f"; {card.comparison.difference_words}" if card.comparison.difference_words else ""
        lines.append(f"Among {card.comparison.group}: {card.comparison.rank_words}{difference}.")
        lines += _against_chance(card.comparison)
    return lines


def _against_chance(group: GroupComparison) -> list[str]:
    """Return how the average was taken, and what chance leaves of the rank and of the difference."""
    lines = (
        [f"Average: {group.average.text}, {group.average_kind}."] if group.average.value is not None else []
    )
    if group.average.value and group.own.value is not None and group.difference.value is not None:
        how = (
            f"{group.own.text} less {group.average.text}"
            if group.difference.style is NumberStyle.SIGNED_POINTS
            else f"100 × ({group.own.text} / {group.average.text} − 1)"
        )
        lines.append(f"Distance from the average: {how} = {group.difference.text}.")
    likely = group.likelihood
    if group.quartile_words:
        lines.append(
            f"Quarter: {group.quartile_words} (5 less 4 × ({group.of} + 1 − {group.rank}) / {group.of} rounded up is {group.quartile})."
        )
    if likely.rank_words:
        lines.append(
            f"Rank: {likely.rank_words} (95%), given how each area's months of two years vary and how far the areas lie apart."
        )
    if likely.words:
        lines.append(
            f"Against chance: {likely.words} ({likely.limits_words}). The others' average is {likely.others.text}, all counts over all people; the limits allow for how much they vary among themselves."
        )
    return lines


def _colon(label: str) -> str:
    return "" if label.endswith("?") else ":"


def _plain(observed: Observation) -> dict[str, Any]:
    return {
        "period": observed.period.code,
        "numerator": observed.numerator,
        "denominator": observed.denominator,
        "marker": observed.marker.value,
        **observed.source._asdict(),
    }

"""How one indicator's figures came about: the months behind them, the cells those were typed in, the rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from scpxl.errors import UnknownThingError
from scpxl.figures.items import as_item
from scpxl.jobs.background import NO_BACKGROUND, Background, fetch_background
from scpxl.jobs.folder import Folder
from scpxl.jobs.since import fetch_behind
from scpxl.model.framework import Framework, Indicator, IndicatorKind
from scpxl.model.observations import Observation, SeriesKey
from scpxl.model.periods import YEAR, Period
from scpxl.scorecard.explaining import ExplainedLine, explain_card, explain_share, explain_standing
from scpxl.scorecard.model import IndicatorCard
from scpxl.scorecard.results import RESULTS_VERSION, to_plain
from scpxl.store.documents import fetch_explanations


@dataclass(frozen=True)
class Explanation:
    """An indicator's card and the observations of the two years behind it, oldest first."""

    period: Period
    area: str
    card: IndicatorCard
    lines: tuple[ExplainedLine, ...]
    """How everything that is said of it came about."""
    observations: tuple[Observation, ...]
    background: Background = NO_BACKGROUND
    """What was published, restated and decided of it; nothing for another area or an item."""
    item: str = ""
    """The item of a breakdown it is about, as breakdown/item; blank for the whole."""

    def to_json(self) -> dict[str, Any]:
        """Return the same facts for machines."""
        return {
            "version": RESULTS_VERSION,
            "period": str(self.period),
            "area": self.area,
            "item": self.item or None,
            **to_plain(self.card),
            "formulas": [line.text for line in self.lines],
            "explained": to_plain(self.lines),
            "observations": [_plain(observed) for observed in self.observations],
            **self.background.to_json(),
        }


def explain(
    folder: Folder, code: str, period: Period, area: str | None = None, item: str | None = None
) -> Explanation:
    """Return how an indicator's figures came about: for the own area, another, a ward, or an item of a breakdown.

    Figures end with the period's last month, which may be any; what partners wrote and people decided is that of the
    quarter that holds it.  `code` is the indicator's code or its title, `area` an ONS code or a name, `item` an item's code or name.
    Raises UnknownThingError where the framework has none such, naming what is near.
    """
    framework = folder.framework
    indicator = find_reported(framework, code)
    place = find_area(framework, area)
    if item is not None and place != framework.area:
        raise UnknownThingError("Items are known of the own area only. Leave out the area, or the item.")
    key = SeriesKey(indicator.code, place) if item is None else find_item(framework, indicator, item)
    with folder.open_record() as store:
        wanted = [indicator.code] + ([indicator.whole_code] if indicator.whole_code else [])
        observations = fetch_behind(store, framework, period, wanted)
        seen_from = framework if place == framework.area else framework.seen_from(place)
        if key.item:
            seen_from, shown = as_item(framework, observations, key)
        else:
            shown = observations
        own = place == framework.area and not key.item
        said = fetch_explanations(store, period.last_quarter) if own else []
        card, lines = explain_card(seen_from, shown, period, indicator.code, said)
        background = (
            fetch_background(store, framework, period, card, observations, folder.today)
            if own
            else NO_BACKGROUND
        )
    name = framework.area_by_code[place].name
    share = explain_share(framework, observations, period, key) if key.item else None
    standing = explain_standing(
        background.changed,
        background.changed_words,
        background.exception,
        background.decisions,
        background.quality,
    )
    return Explanation(
        period,
        name,
        card,
        (*lines, *filter(None, (share,)), *standing),
        two_years_behind(observations, key, period),
        background,
        f"{key.breakdown}/{key.item}" if key.item else "",
    )


def two_years_behind(
    observations: Iterable[Observation], key: SeriesKey, period: Period
) -> tuple[Observation, ...]:
    """Return a series' observations of the two years that end with the period, oldest first."""
    behind = (
        o for o in observations if o.series == key and period.last - 2 * YEAR < o.period.last <= period.last
    )
    return tuple(sorted(behind, key=lambda o: o.period))


def find_reported(framework: Framework, text: str) -> Indicator:
    """Return the indicator of that code or title; raises UnknownThingError for one that has no card."""
    indicator = find_indicator(framework, text)
    if indicator.kind is IndicatorKind.CONTEXT:
        raise UnknownThingError(
            f"{indicator.code} ({indicator.title}) is context for rates, not on the scorecard. Its figures are in the export."
        )
    return indicator


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


def find_item(framework: Framework, indicator: Indicator, text: str) -> SeriesKey:
    """Return the series of the item of that code or name, in whichever breakdown of the indicator holds it.

    A name that two breakdowns hold is asked for as breakdown/item.
    """
    there = {
        SeriesKey(indicator.code, framework.area, breakdown.code, item.item): {
            name.casefold()
            for one in (item.item, item.title)
            for name in (one, f"{breakdown.code}/{one}", f"{breakdown.title}/{one}")
        }
        for breakdown in framework.breakdowns_of(indicator)
        for item in framework.items_of(breakdown.code)
    }
    found = [key for key, names in there.items() if text.strip().casefold() in names]
    if len(found) == 1:
        return found[0]
    if found:
        ways = " or ".join(f"{key.breakdown}/{key.item}" for key in found)
        raise UnknownThingError(f"{text!r} is in more than one breakdown of {indicator.code}. Say {ways}.")
    named = ", ".join(f"{key.breakdown}/{key.item}" for key in there)
    hint = (
        f"There are: {named}."
        if there
        else f"{indicator.code} is not divided into items; for a ward, give its name as the area."
    )
    raise UnknownThingError(f"{text!r} is not an item of {indicator.code}. {hint}")


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
    # A part may share its area's name; the area is meant unless a code says otherwise.
    found.sort(key=lambda area: bool(area.parent))
    return found[0].code


def _plain(observed: Observation) -> dict[str, Any]:
    return {
        "period": observed.period.code,
        "numerator": observed.numerator,
        "denominator": observed.denominator,
        "marker": observed.marker.value,
        **observed.source._asdict(),
    }

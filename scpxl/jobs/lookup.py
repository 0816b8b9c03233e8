"""What people name, found in the framework: a partner, an indicator, an area, an item.

Everything here raises NotFoundError where the framework has none such, naming what there is or what is near.
"""

from __future__ import annotations

from scpxl.errors import NotFoundError
from scpxl.model.framework import Framework, Indicator, IndicatorKind
from scpxl.model.observations import SeriesKey
from scpxl.model.plan import Partner
from scpxl.words import listed


def find_partner(framework: Framework, code: str) -> Partner:
    """Return the partner of that code."""
    if code in framework.partner_by_code:
        return framework.partner_by_code[code]
    codes = ", ".join(framework.partner_by_code)
    raise NotFoundError(f"{code!r} is not a partner of the framework. There are: {codes}.")


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
    hint = (
        f"Did you mean {listed(near[:3], 'or')}?" if near else f"There are: {', '.join(framework.by_code)}."
    )
    raise NotFoundError(f"{text!r} is not an indicator of the framework. {hint}")


def find_reported(framework: Framework, text: str) -> Indicator:
    """Return the indicator of that code or title; one that has no card is none such either."""
    indicator = find_indicator(framework, text)
    if indicator.kind is IndicatorKind.CONTEXT:
        raise NotFoundError(
            f"{indicator.code} ({indicator.title}) is context for rates, not on the scorecard. Its figures are in the export."
        )
    return indicator


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
        raise NotFoundError(f"{text!r} is not an area of the framework. Give its ONS code or its name.")
    # A part may share its area's name; the area is meant unless a code says otherwise.
    found.sort(key=lambda area: bool(area.parent))
    return found[0].code


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
        ways = listed([f"{key.breakdown}/{key.item}" for key in found], "or")
        raise NotFoundError(f"{text!r} is in more than one breakdown of {indicator.code}. Say {ways}.")
    named = ", ".join(f"{key.breakdown}/{key.item}" for key in there)
    hint = (
        f"There are: {named}."
        if there
        else f"{indicator.code} is not divided into items; for a ward, give its name as the area."
    )
    raise NotFoundError(f"{text!r} is not an item of {indicator.code}. {hint}")

"""What a target on a rate means in a framework written before that could be said: both readings, with their numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator

from scpxl.figures.figures import Figures, work_out
from scpxl.figures.tracks import NUMBER
from scpxl.jobs.folder import Folder
from scpxl.jobs.since import fetch_behind
from scpxl.model.framework import Framework, Indicator
from scpxl.model.periods import month_label
from scpxl.model.targets import Target
from scpxl.model.wholes import rate_name
from scpxl.scorecard.wording import count_style, number_style, number_text


def rate_target_remarks(folder: Folder, framework: Framework) -> tuple[str, ...]:
    """Return a question for each target on a rate that does not say what it is of, in a framework of an earlier format.

    The last twelve months on record, where there are any, show which of the two readings is meant.
    """
    asked = [one for one in framework.targets if framework.is_of_either(one)]
    if not asked:
        return ()
    figures = _last_year(folder, framework, asked)
    return tuple(" ".join(_question(framework, target, figures)) for target in asked)


def _last_year(folder: Folder, framework: Framework, asked: list[Target]) -> Figures | None:
    if not folder.store_path.is_file():
        return None
    wanted = {target.indicator for target in asked}
    wanted |= {framework.by_code[code].whole_code for code in wanted} - {""}
    period = folder.period(None)
    with folder.open_record(read_only=True) as store:
        observations = fetch_behind(store, framework, period, sorted(wanted))
    return work_out(framework, observations, period) if observations else None


def _question(framework: Framework, target: Target, figures: Figures | None) -> Iterator[str]:
    indicator = framework.by_code[target.indicator]
    name, things = rate_name(framework, indicator), indicator.things or "counted"
    value = number_text(target.value, number_style(indicator)) if target.value % 1 else f"{target.value:,.0f}"
    number, whole, when = _known(figures, indicator)
    as_rate, as_number = (
        target.value * indicator.per / (whole or math.nan),
        target.value * whole / indicator.per,
    )
    known = not math.isnan(as_rate)
    a_rate = f", which is {number_text(as_rate, number_style(indicator))} {name}" if known else ""
    a_number = f", which is {number_text(as_number, count_style(indicator))} {things}" if known else ""
    yield (
        f"Target {target.indicator} {target.year}: {value} is read as the year's total, {value} {things}{a_rate}. "
        f"Read as the rate it would be {value} {name}{a_number}."
    )
    if number is not None and known:
        rate = number_text(number * indicator.per / whole, number_style(indicator))
        yield f"The year to {when}: {number_text(number, count_style(indicator))} {things}, {rate} {name}."
    yield "Say which is meant in its `of`: total or rate."


def _known(figures: Figures | None, indicator: Indicator) -> tuple[float | None, float, str]:
    """Return the last year's number, what it is out of (NaN where not known), and the month it ends with."""
    place = figures.place(indicator) if figures else None
    if place is None:
        return None, math.nan, ""
    number = place.value(NUMBER)
    return None if math.isnan(number) else number, place.out_of("year"), month_label(place.end)

"""Every month end that the dashboard can show, worked out from one record as it is known now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scpxl.model.framework import Framework
from scpxl.model.observations import Observation
from scpxl.model.periods import MONTH, QUARTER, Period
from scpxl.scorecard.analysis import Analysis, analyse
from scpxl.scorecard.end_figures import rows_of
from scpxl.scorecard.end_records import MonthEnd
from scpxl.scorecard.ends import month_end
from scpxl.scorecard.exceptions import list_exceptions
from scpxl.scorecard.model import IndicatorCard
from scpxl.scorecard.outlook import build_card
from scpxl.scorecard.shape import Shape
from scpxl.scorecard.windows import within_windows
from scpxl.scorecard.wording import listed

TOLD = 4


def month_ends(
    framework: Framework,
    observations: Sequence[Observation],
    period: Period,
    shape: Shape,
    now: tuple[Analysis, Sequence[IndicatorCard]],
) -> tuple[MonthEnd, ...]:
    """Return the month ends of a shape, the earliest first; `now` is the last one's, worked out already."""
    ends = [_end(shape, period.last, *now)]
    shown = [framework.by_code[one.code] for one in shape.measures]
    for back in range(1, shape.settings.month_ends):
        month = Period(period.last - back, MONTH)
        analysis = analyse(framework, within_windows(framework, observations, month.last), month)
        cards = [
            build_card(analysis, one, framework.partner_name(one.partner))
            for one in shown
            if one.reported_in(month)
        ]
        ends.append(_end(shape, month.last, analysis, cards))
    ends.reverse()
    return tuple(
        _since(shape, end, ends[place - QUARTER] if place >= QUARTER else None)
        for place, end in enumerate(ends)
    )


def _since(shape: Shape, end: MonthEnd, earlier: MonthEnd | None) -> MonthEnd:
    """Return a month end with what has changed since the one a quarter before."""
    counted = end.counted
    if earlier is not None:
        was = [f" (a quarter before: {said.partition(': ')[2] or 'none'})" for said in earlier.counted]
        counted = tuple(
            said if said == before else f"{said}{more}"
            for said, before, more in zip(end.counted, earlier.counted, was, strict=True)
        )
    return replace(end, newly=_newly(shape, end, earlier), counted=tuple(f"{said}." for said in counted))


def _end(shape: Shape, month: int, analysis: Analysis, cards: Sequence[IndicatorCard]) -> MonthEnd:
    quarters, groups, parts = rows_of(analysis, shape)
    exceptions = [(line.indicator, line.suggestion) for line in list_exceptions(cards)]
    return month_end(shape, month, {card.code: card for card in cards}, quarters, groups, parts, exceptions)


def _newly(shape: Shape, end: MonthEnd, earlier: MonthEnd | None) -> tuple[str, ...]:
    """Return what came to be unusual since the month end a quarter before, and what is so no more."""
    if earlier is None:
        return ("Not known: the month end a quarter before is not in this workbook.", "")
    then, today = set(earlier.exceptions), set(end.exceptions)
    titles = {one.code: one.title for one in shape.measures}
    come = [titles[code] for code in end.exceptions if code not in then]
    gone = [titles[code] for code in earlier.exceptions if code not in today]
    return (f"New exceptions: {_some(come)}.", f"No longer exceptions: {_some(gone)}.")


def _some(titles: list[str]) -> str:
    if not titles:
        return "none"
    more = len(titles) - TOLD
    return listed([*titles[:TOLD], f"{more} more"] if more > 0 else titles)

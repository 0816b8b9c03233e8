"""Every month end that the dashboard can show, worked out from one record as it is known now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scpxl.figures.figures import Figures
from scpxl.model.periods import MONTH, QUARTER, Period
from scpxl.scorecard.card import build_card
from scpxl.scorecard.end_figures import rows_of
from scpxl.scorecard.end_records import MonthEnd
from scpxl.scorecard.ends import month_end
from scpxl.scorecard.exceptions import list_exceptions
from scpxl.scorecard.model import IndicatorCard
from scpxl.scorecard.shape import Shape
from scpxl.words import listed_first

NAMED = 4


def month_ends(figures: Figures, shape: Shape, cards: Sequence[IndicatorCard]) -> tuple[MonthEnd, ...]:
    """Return every month end of the figures, the earliest first; `cards` are the last one's, made already."""
    shown = [figures.framework.by_code[one.code] for one in shape.measures]
    *earlier, last = figures.ends
    ends = [
        _end(
            figures,
            shape,
            month,
            [build_card(figures.at(one, month)) for one in shown if one.reported_in(Period(month, MONTH))],
        )
        for month in earlier
    ]
    ends.append(_end(figures, shape, last, cards))
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


def _end(figures: Figures, shape: Shape, month: int, cards: Sequence[IndicatorCard]) -> MonthEnd:
    quarters, groups, parts = rows_of(figures, shape, month)
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
    return listed_first(titles, NAMED) or "none"

"""Every month end that the dashboard can show, worked out from one record as it is known now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from scpxl.figures.figures import Figures
from scpxl.model.framework import Indicator
from scpxl.model.periods import MONTH, QUARTER, Period, month_label
from scpxl.scorecard.cards.card import build_card
from scpxl.scorecard.ends.ends import month_end
from scpxl.scorecard.ends.figures import rows_of
from scpxl.scorecard.lists.exceptions import list_exceptions
from scpxl.scorecard.published.revised import Earlier, mark_revised
from scpxl.scorecard.records.ends import COUNTED_BOX, NEWLY_BOX, MonthEnd
from scpxl.scorecard.records.scorecard import IndicatorCard
from scpxl.scorecard.records.shape import Shape
from scpxl.scorecard.texts.cell_words import cut, named_within


def month_ends(
    figures: Figures, shape: Shape, cards: Sequence[IndicatorCard], published: Earlier
) -> tuple[MonthEnd, ...]:
    """Return every month end of the figures, the earliest first; `cards` are the last one's, made already.

    `published` is what earlier publications said of the figures.
    """
    shown = [figures.framework.by_code[one.code] for one in shape.measures]
    *earlier, last = figures.ends
    ends = [
        _end(
            figures,
            shape,
            month,
            [
                mark_revised(build_card(figures.at(one, month), for_rows=True), month, published)
                for one in shown
                if one.reported_in(Period(month, MONTH))
            ],
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
        was = [f" (was {said.partition(': ')[2] or 'none rated'})" for said in earlier.counted]
        counted = tuple(
            said if said == before else f"{said}{more}"
            for said, before, more in zip(end.counted, earlier.counted, was, strict=True)
        )
    return replace(
        end,
        newly=_newly(shape, end, earlier),
        counted=tuple(cut(f"{said}.", COUNTED_BOX) for said in counted),
    )


def _end(figures: Figures, shape: Shape, month: int, cards: Sequence[IndicatorCard]) -> MonthEnd:
    beside = rows_of(figures, shape, month)
    exceptions = [(line.indicator, line.suggestion) for line in list_exceptions(cards)]
    by_code = {card.code: card for card in cards}
    missing = [figures.framework.by_code[one.code] for one in shape.measures if one.code not in by_code]
    outside = {one.code: _outside(one, month) for one in missing}
    return month_end(shape, month, by_code, beside, exceptions, outside)


def _outside(indicator: Indicator, month: int) -> str:
    """Return why an indicator is not reported at a month end: it ended before, or begins later."""
    if indicator.last is not None and indicator.last.last < month:
        return f"Ended {month_label(indicator.last.last)}"
    if indicator.first is not None and indicator.first.first > month:
        return f"Begins {month_label(indicator.first.first)}"
    return "Not reported"


def _newly(shape: Shape, end: MonthEnd, earlier: MonthEnd | None) -> tuple[str, ...]:
    """Return what came to be unusual since the month end a quarter before, and what is so no more."""
    if earlier is None:
        return ("Not known: the month end a quarter before is not in this workbook.", "")
    then, today = set(earlier.exceptions), set(end.exceptions)
    titles = {one.code: one.title for one in shape.measures}
    come = [titles[code] for code in end.exceptions if code not in then]
    gone = [titles[code] for code in earlier.exceptions if code not in today]
    return (
        named_within("New exceptions", come, NEWLY_BOX),
        named_within("No longer exceptions", gone, NEWLY_BOX),
    )

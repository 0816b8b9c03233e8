"""The breakdowns: what each indicator that is divided is made of, item by item, this year and last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from scpxl.figures.figures import Figures
from scpxl.model.framework import Breakdown, Indicator
from scpxl.model.observations import SeriesKey
from scpxl.model.periods import month_label
from scpxl.scorecard.breakdown_figures import Part, part_of
from scpxl.scorecard.model import BreakdownRow, BreakdownTable, Figure, NumberStyle
from scpxl.scorecard.wording import (
    DASH,
    SMALL_BASE,
    count_style,
    figure,
    is_count,
    number_style,
    number_text,
)
from scpxl.words import in_sentence

WHOLE = "All"
_SAME = 1e-6
_TOLD = 3
"""So many items that cannot be shown are listed with the reason."""


def breakdown_tables(figures: Figures, shown: Iterable[Indicator]) -> tuple[BreakdownTable, ...]:
    """Return a table for each indicator and each breakdown of it of which anything was ever received.

    `shown` are the indicators that the edition may show.
    """
    return tuple(
        _table(figures, indicator, breakdown)
        for indicator in shown
        for breakdown in figures.framework.breakdowns_of(indicator)
        if _has_figures(figures, indicator, breakdown)
    )


def _keys(figures: Figures, indicator: Indicator, breakdown: Breakdown) -> list[tuple[str, SeriesKey]]:
    framework = figures.framework
    return [
        (item.title, SeriesKey(indicator.code, framework.area, breakdown.code, item.item))
        for item in framework.items_of(breakdown.code)
    ]


def _has_figures(figures: Figures, indicator: Indicator, breakdown: Breakdown) -> bool:
    return any(figures.series(key) is not None for _title, key in _keys(figures, indicator, breakdown))


def _table(figures: Figures, indicator: Indicator, breakdown: Breakdown) -> BreakdownTable:
    whole_key = SeriesKey(indicator.code, figures.framework.area)
    whole = part_of(figures, whole_key).year()
    rows = tuple(
        _row(title, part_of(figures, key), whole) for title, key in _keys(figures, indicator, breakdown)
    )
    title = f"{indicator.title}, by {in_sentence(breakdown.title)}"
    track = figures.tracks[indicator.frequency.months]
    return BreakdownTable(
        indicator=indicator.code,
        title=title,
        item_name=breakdown.title,
        year_name=f"Year to {month_label(int(track.matrix.months[track.last]))}",
        category=breakdown.category.value,
        illustrative=indicator.illustrative,
        rows=rows,
        whole=_row(WHOLE, part_of(figures, whole_key), whole),
        note=" ".join(_notes(indicator, breakdown, rows, whole)),
    )


def _row(title: str, part: Part, whole: Figure) -> BreakdownRow:
    year, before = part.year(), part.year(before=True)
    marks = "".join(dict.fromkeys(one.mark for one in (year, before) if one.mark))
    return BreakdownRow(
        item=title,
        year=year,
        share=_share(part.indicator, year, whole),
        before=before,
        change_percent=part.change,
        quarter=part.quarter(),
        quarter_year_ago=part.quarter(before=True),
        marks=marks,
    )


def _share(indicator: Indicator, part: Figure, whole: Figure) -> Figure:
    """Return a part in per cent of the whole; of percentages there is none."""
    is_share = part.value is not None and whole.value and not number_style(indicator).is_percent
    value = 100 * part.value / whole.value if is_share and part.value is not None and whole.value else None
    return figure(value, NumberStyle.PERCENT, DASH)


def _notes(
    indicator: Indicator, breakdown: Breakdown, rows: Sequence[BreakdownRow], whole: Figure
) -> Iterator[str]:
    missing = [f"{row.item} ({row.year.text})" for row in rows if row.year.value is None]
    if number_style(indicator).is_percent:
        yield "Percentages of each item; they do not add up."
    elif not breakdown.exclusive:
        yield "One thing may count under several items, so that the shares can add up to more than 100%."
    elif whole.value is not None and not missing:
        rest = whole.value - sum(row.year.value or 0 for row in rows)
        told = number_text(abs(rest), count_style(indicator))
        if rest > _SAME:
            yield f"{told} of {whole.text} are under no item."
        else:
            yield (
                "The items add up to the total."
                if rest > -_SAME
                else f"The items add up to {told} more than the total."
            )
    if missing:
        more = f" and {len(missing) - _TOLD} more" if len(missing) > _TOLD else ""
        yield f"Not shown: {'; '.join(missing[:_TOLD])}{more}."
    if is_count(indicator):
        yield f"No percentage change is given on fewer than {SMALL_BASE} a year before."

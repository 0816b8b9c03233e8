"""What each indicator is made of: items of a breakdown, and the wards of the heat map, this year and last."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from scpxl.figures.figures import Figures
from scpxl.figures.gaps import break_within
from scpxl.figures.readings import Result, SeriesPlace, difference, percent_change
from scpxl.figures.tracks import PART_QUARTER, PART_YEAR, ReadingRule
from scpxl.model.framework import Area, Breakdown, Indicator, Unit
from scpxl.model.observations import NOT_KNOWN, SeriesKey
from scpxl.model.periods import MONTH, QUARTER, YEAR, Period, month_label
from scpxl.model.series_notes import SeriesNote
from scpxl.returns.layout import WARD
from scpxl.scorecard.gaps import break_text, gap_text
from scpxl.scorecard.records.scorecard import BreakdownRow, BreakdownTable, Figure, NumberStyle, WardMap
from scpxl.scorecard.wording import (
    DASH,
    SMALL_BASE,
    count_style,
    figure,
    is_count,
    number_style,
    number_text,
    signed,
)
from scpxl.words import capital, in_sentence


@dataclass(frozen=True)
class SeriesPart:
    """One series that is part of an indicator, at a month end."""

    indicator: Indicator
    place: SeriesPlace | None
    """None where nothing was ever reported."""

    def year(self, *, before: bool = False) -> Figure:
        """Return the last twelve months (or latest level), or those a year before; else why there is none."""
        return self._shown(PART_YEAR.before if before else PART_YEAR)

    def quarter(self, *, before: bool = False) -> Figure:
        """Return the latest quarter, or the same quarter a year before; a yearly figure has none."""
        style = count_style(self.indicator)
        if self.indicator.frequency.months > QUARTER:
            return Figure(None, DASH, style)
        width = 1 if self.place is not None and self.place.is_level else None
        return self._shown(PART_QUARTER.before if before else PART_QUARTER, width)

    def _shown(self, reading: ReadingRule, width: int | None = None) -> Figure:
        style = count_style(self.indicator)
        if self.place is None:
            return Figure(None, "nothing received", style)
        found = self.place.result(reading, width)
        return figure(found.value, style, gap_text(found.gap), found.marks)

    @property
    def number(self) -> float:
        """The number of its year; NaN where there is none."""
        return self.place.value(PART_YEAR) if self.place is not None else math.nan

    @property
    def _parting(self) -> SeriesNote | None:
        """The registered break that parts its two years."""
        place = self.place
        if place is None:
            return None
        return break_within(place.framework, self.indicator, place.end - 2 * YEAR + 1, place.end)

    @property
    def _is_small(self) -> bool:
        """Whether there were too few a year before for a percentage."""
        return self.number_before < SMALL_BASE and is_count(self.indicator)

    @property
    def number_before(self) -> float:
        """The number of the year before; NaN where there is none."""
        return self.place.value(PART_YEAR.before) if self.place is not None else math.nan

    @property
    def moved(self) -> float:
        """The change on the year before in per cent, or in points; NaN where there is none, and on a small number."""
        now, before = Result(self.number), Result(self.number_before)
        in_points = number_style(self.indicator).is_percent
        found = difference(now, before) if in_points else percent_change(now, before)
        if not found.is_there or (self._is_small and not in_points) or self._parting is not None:
            return math.nan
        return found.value

    @property
    def change(self) -> Figure:
        """The same as a figure, or why there is none."""
        style, parting = NumberStyle.SIGNED_PERCENT, self._parting
        if parting is not None:
            return Figure(None, break_text(parting), style)
        if number_style(self.indicator).is_percent:
            return figure(self.moved, style if self.place is None else signed(number_style(self.indicator)))
        return Figure(None, "small", style) if self._is_small else figure(self.moved, style)


def series_part_of(figures: Figures, key: SeriesKey, end: int | None = None) -> SeriesPart:
    """Return a part of an indicator: a ward's series, an item's, or the whole's own."""
    return SeriesPart(figures.framework.by_code[key.indicator], figures.series(key, end))


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
    whole = series_part_of(figures, whole_key).year()
    rows = tuple(
        _row(title, series_part_of(figures, key), whole)
        for title, key in _keys(figures, indicator, breakdown)
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
        whole=_row(WHOLE, series_part_of(figures, whole_key), whole),
        note=" ".join(_notes(indicator, breakdown, rows, whole)),
    )


def _row(title: str, part: SeriesPart, whole: Figure) -> BreakdownRow:
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


def ward_map(figures: Figures, shown: Iterable[Indicator], end: int | None = None) -> WardMap | None:
    """Return the heat map of the own area's wards; None where nothing is broken down by ward.

    `shown` are the indicators that the edition may show; `end` is a month end, the period's own unless it is given.
    """
    framework = figures.framework
    period = figures.period if end is None else Period(end, MONTH)
    wards = framework.parts_in(period)
    indicators = [i for i in shown if framework.is_by_parts(i) and _has_ward_figures(figures, i, wards)]
    if not indicators or not wards:
        return None
    called = capital(framework.part_kind.one)
    keys = [(ward.name, ward.code, "", "") for ward in wards]
    keys.append((f"{called} not known", framework.area, WARD, NOT_KNOWN))
    rolling = tuple(
        tuple(series_part_of(figures, SeriesKey(i.code, *key[1:]), end).year() for i in indicators)
        for key in keys
    )
    changes = tuple(
        tuple(series_part_of(figures, SeriesKey(i.code, *key[1:]), end).change for i in indicators)
        for key in keys
    )
    counted = all(one.unit in {Unit.COUNT, Unit.RATE} for one in indicators)
    what = "Counts" if counted else "Figures"
    return WardMap(
        kind=called,
        wards=tuple(key[0] for key in keys),
        indicators=tuple(i.title for i in indicators),
        codes=tuple(i.code for i in indicators),
        rolling=rolling,
        change_percent=changes,
        note=(
            f"{what} in the year to {month_label(period.last)}, and their change on the year before. "
            f"No percentage is given on fewer than {SMALL_BASE} a year before."
        ),
    )


def _has_ward_figures(figures: Figures, indicator: Indicator, wards: tuple[Area, ...]) -> bool:
    return any(figures.series(SeriesKey(indicator.code, ward.code)) is not None for ward in wards)

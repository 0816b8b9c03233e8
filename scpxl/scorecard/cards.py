"""One indicator's card: every figure, judgement and chart the board may read of it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from scpxl.metrics.change import change, percent_change
from scpxl.model.framework import AddsUp, Framework, Frequency, Indicator, NoteKind, Unit
from scpxl.model.observations import Marker
from scpxl.model.periods import MONTH, QUARTER, YEAR, Period, month_label
from scpxl.model.ratings import Assurance, Judgement, Travel, Unrated, Variation
from scpxl.scorecard.analysis import Analysis, Floats, Track
from scpxl.scorecard.charts import column_label, control_chart, shown_chart, sparkline, year_on_year
from scpxl.scorecard.comparison import compare_all
from scpxl.scorecard.figures import Family
from scpxl.scorecard.gaps import break_text, break_within, marks_on, notes_within, why_missing
from scpxl.scorecard.judging import Standing, await_target, judge_direction, judge_target
from scpxl.scorecard.model import Direction, Figure, IndicatorCard, NumberStyle, VariationLine
from scpxl.scorecard.outlook_model import YearlyChangeLine
from scpxl.scorecard.variation import judge_variation
from scpxl.scorecard.wording import (
    DASH,
    SMALL_BASE,
    count_style,
    figure,
    is_count,
    months_text,
    number_style,
    polarity_words,
    signed,
)

_NEXT_TO_NOTHING = {"0.0%", "−0.0%", "+0.0%"}
"""Percentages that say less than the number itself."""
_NO_POPULATION = "no population known"


@dataclass(frozen=True)
class _Place:
    """Where an indicator's series stands, and how its figures are shown."""

    framework: Framework
    indicator: Indicator
    track: Track
    row: int
    style: NumberStyle

    @property
    def count_style(self) -> NumberStyle:
        return count_style(self.indicator)

    @property
    def last(self) -> int:
        return self.track.last

    @property
    def until(self) -> Period:
        """The last month its figures cover: before the period's, where a quarter or year has not ended."""
        return Period(int(self.track.matrix.months[self.last]), MONTH)

    @property
    def latest(self) -> Period:
        """The month, quarter or year of the last column."""
        return Period(self.until.last - self.track.step + 1, self.track.step)

    @property
    def window(self) -> int:
        """Columns that make the headline."""
        return 1 if self.indicator.adds_up is AddsUp.LATEST else self.track.width

    def shown(self, array: Floats, width: int, back: int = 0, style: NumberStyle | None = None) -> Figure:
        """Return an array's figure so many columns back, or why there is none, with its marks."""
        column = self.last - back
        value = float(array[self.row, column]) if column >= 0 else math.nan
        marks = (
            marks_on(self.framework, self.indicator, self.track, self.row, (column, width))
            if column >= 0
            else ""
        )
        missing = (
            why_missing(self.indicator, self.track, self.row, column, width)
            if math.isnan(value) and column >= 0
            else DASH
        )
        return figure(value, style or self.count_style, missing, marks)


def build_card(
    analysis: Analysis, indicator: Indicator, partner_name: str, tested: YearlyChangeLine | None
) -> IndicatorCard:
    """Return an indicator's card for the own area and the analysis's period; `tested` is its change as tested."""
    found = analysis.place(indicator, analysis.framework.area)
    if found is None:
        return _empty_card(analysis, indicator, partner_name)
    track, row = found
    place = _Place(analysis.framework, indicator, track, row, number_style(indicator))
    headline = _headline(place)
    before = _headline(place, back=track.width)
    moved, moved_percent = _changes(place, headline, before)
    target = analysis.framework.target_for(indicator.code, place.until)
    coming = analysis.framework.target_for(indicator.code, analysis.period)
    line, rag = (
        await_target(indicator, coming, place.latest, place.count_style)
        if target is None and coming is not None
        else judge_target(indicator, target, _standing(place), place.until, place.count_style)
    )
    compared = compare_all(analysis, indicator)
    chart = shown_chart(analysis, indicator, place.count_style)
    spark_labels, spark = sparkline(track, _headlines(place), row)
    than = "the year before" if place.window > 1 else "a year ago"
    moved_words = (
        moved if moved_percent.value is None or moved_percent.text in _NEXT_TO_NOTHING else moved_percent
    )
    direction = judge_direction(
        _number(headline) if moved.value is not None else math.nan, _number(before), indicator.polarity.sign,
        moved_words, than, tested,
    )  # fmt: skip
    return IndicatorCard(
        **_particulars(indicator, partner_name),
        headline_name=_headline_name(place),
        style=place.style,
        headline=headline,
        before=before,
        change=moved,
        change_percent=moved_percent,
        quarter=_quarter(place),
        quarter_year_ago=_quarter(place, back=track.width),
        year_to_date=_to_date(place),
        latest=place.shown(track.values, 1),
        latest_label=column_label(track, place.last),
        rate=_per_head(place),
        target=line,
        rag=rag,
        direction=direction,
        variation=judge_variation(indicator, chart, target),
        comparison=next((one for one in compared if one.code == indicator.main_group), None),
        comparisons=compared,
        sparkline=spark,
        sparkline_labels=spark_labels,
        year_on_year=year_on_year(track, row),
        control_chart=control_chart(indicator, chart),
        notes=tuple(_notes(place, headline, before)),
        rate_name=f"per {indicator.per:,} people" if indicator.is_per_head else "",
        count_style=place.count_style,
    )


def _particulars(indicator: Indicator, partner_name: str) -> dict[str, Any]:
    return {
        "code": indicator.code,
        "title": indicator.title,
        "objective": indicator.objective,
        "things": indicator.things or "number",
        "polarity_words": polarity_words(indicator.polarity),
        "partner": partner_name,
        "illustrative": indicator.illustrative,
        "tags": indicator.tags,
        "definition": indicator.definition,
        "source": indicator.source,
    }


def _number(shown: Figure) -> float:
    return math.nan if shown.value is None else shown.value


def _headline_name(place: _Place) -> str:
    end = month_label(int(place.track.matrix.months[place.last]))
    if place.indicator.unit is Unit.RATE:
        return f"Per {place.indicator.per:,}, year to {end}"
    return f"Year to {end}" if place.window > 1 else column_label(place.track, place.last)


def _headlines(place: _Place) -> Floats:
    return place.track.per_head if place.indicator.unit is Unit.RATE else place.track.year


def _headline(place: _Place, back: int = 0) -> Figure:
    shown = place.shown(_headlines(place), place.window, back, place.style)
    if shown.value is None and place.indicator.unit is Unit.RATE and _nobody_known(place, back):
        return Figure(None, _NO_POPULATION, shown.style, shown.mark)
    return shown


def _nobody_known(place: _Place, back: int = 0) -> bool:
    """Return whether the count is there, and only the people it is divided by are not."""
    column = place.last - back
    track = place.track
    return math.isnan(track.people[place.row, column]) and not math.isnan(track.year[place.row, column])


def _quarter(place: _Place, back: int = 0) -> Figure:
    if place.track.step > QUARTER:
        return Figure(None, DASH, place.count_style)  # a yearly figure has no quarters
    return place.shown(place.track.quarter, QUARTER // place.track.step, back)


def _to_date(place: _Place) -> Figure:
    return place.shown(place.track.to_date, _columns_to_date(place))


def _columns_to_date(place: _Place) -> int:
    """Return how many columns of the financial year there are up to the last."""
    first = place.latest.first
    return max(1, (first - Period(first, MONTH).financial_year.first) // place.track.step + 1)


def _per_head(place: _Place) -> Figure:
    if not place.indicator.is_per_head:
        return Figure(None, DASH, NumberStyle.ONE_PLACE)
    track = place.track
    missing = (
        _NO_POPULATION
        if _nobody_known(place)
        else why_missing(place.indicator, track, place.row, place.last, place.window)
    )
    return figure(float(track.per_head[place.row, place.last]), NumberStyle.ONE_PLACE, missing)


def _changes(place: _Place, now: Figure, before: Figure) -> tuple[Figure, Figure]:
    """Return the change in number and in per cent, or why one of them is not given."""
    style = signed(place.style)
    end = int(place.track.matrix.months[place.last])
    begin = end - YEAR - (YEAR if place.window > 1 else place.track.step) + 1
    parting = break_within(place.framework, place.indicator, begin, end)
    if parting is not None:
        refused = break_text(parting)
        return Figure(None, refused, style), Figure(None, refused, NumberStyle.SIGNED_PERCENT)
    missing = DASH if now.value is None else f"before: {before.text}" if before.value is None else DASH
    moved = figure(float(change(_number(now), _number(before))), style, missing)
    if style.family is Family.POINTS:
        return moved, Figure(None, "in points", NumberStyle.SIGNED_PERCENT)
    counted = float(place.track.year_before[place.row, place.last])
    if moved.value is not None and counted < SMALL_BASE and is_count(place.indicator):
        return moved, Figure(None, "small numbers", NumberStyle.SIGNED_PERCENT)
    per_cent = float(percent_change(_number(now), _number(before)))
    return moved, figure(per_cent, NumberStyle.SIGNED_PERCENT, _base_words(before) or missing)


def _base_words(before: Figure) -> str:
    """Return why a change on such a figure is no percentage; blank where it is one."""
    if before.value is None or before.value > 0:
        return ""
    return "from 0" if before.value == 0 else "from below zero"


def _standing(place: _Place) -> Standing:
    """Return what is held against the target: the year so far, or the present level."""
    track, row, last = place.track, place.row, place.last
    array = track.year if place.indicator.adds_up is AddsUp.LATEST else track.to_date
    shown = place.shown(array, 1) if place.indicator.adds_up is AddsUp.LATEST else _to_date(place)
    earlier, end = last - track.width, place.until.last
    comparable = (
        earlier >= 0 and break_within(place.framework, place.indicator, end - 2 * YEAR + 1, end) is None
    )
    before = float(array[row, earlier]) if comparable else math.nan
    return Standing(_number(shown), before, shown.text, _kind_of_gap(place, array))


def _kind_of_gap(place: _Place, array: Floats) -> Unrated:
    """Return why the figure that the target asks for is not there; of no meaning where it is."""
    track, row = place.track, place.row
    # The months of the year so far, or for a level the latest alone.
    first = place.last if array is track.year else place.last - _columns_to_date(place) + 1
    kinds = {track.matrix.marker_at(row, column) for column in range(max(0, first), place.last + 1)}
    if Marker.SUPPRESSED in kinds:
        return Unrated.WITHHELD
    if Marker.NOT_APPLICABLE in kinds:
        return Unrated.NOT_APPLICABLE
    gap = any(kind is None or kind.is_missing for kind in kinds)
    return Unrated.AWAITED if gap else Unrated.CANNOT_CALCULATE


def _notes(place: _Place, headline: Figure, before: Figure) -> list[str]:
    """Return what must be known to read the card: registered notes, carried populations, what is made up."""
    track, indicator = place.track, place.indicator
    end = int(track.matrix.months[place.last])
    notes = ["Illustrative figures, made up for the example."] if indicator.illustrative else []
    if headline.value is None:
        notes.append(f"{_headline_name(place)}: {headline.text}.")
    elif before.value is None:
        notes.append(f"The year before: {before.text}.")
    for note in notes_within(place.framework, indicator, end - 3 * YEAR + 1, end):
        if note.kind is NoteKind.INTERVENTION:
            continue  # told with what became of the figures
        last = note.first.first if note.kind.begins_anew else note.last_month
        notes.append(f"{months_text(list(range(note.first.first, min(last, end) + 1)))}: {note.reason}")
    used, wanted = int(track.population_year[place.row, place.last]), end // YEAR
    if used and used < wanted:
        notes.append(f"Rates use the population estimate of {used}, the latest before {wanted}.")
    return notes


def _why_nothing(indicator: Indicator, period: Period) -> Unrated:
    """Return why an indicator of which nothing was received has no rating."""
    year_ended = period.last == period.financial_year.last
    due_later = indicator.frequency is Frequency.ANNUAL and not year_ended
    return Unrated.DUE_AT_YEAR_END if due_later else Unrated.AWAITED


def _empty_card(analysis: Analysis, indicator: Indicator, partner_name: str) -> IndicatorCard:
    """Return the card of an indicator for which nothing was ever received."""
    style, period = number_style(indicator), Period(analysis.period.last, MONTH)
    nothing = Figure(None, "nothing received", style)
    none = Figure(None, DASH, style)
    standing = Standing(math.nan, math.nan, "nothing received", _why_nothing(indicator, period))
    target = analysis.framework.target_for(indicator.code, period)
    line, rag = judge_target(indicator, target, standing, period, count_style(indicator))
    compared = compare_all(analysis, indicator)
    return IndicatorCard(
        **_particulars(indicator, partner_name),
        headline_name=f"Year to {month_label(period.last)}",
        style=style,
        headline=nothing, before=none, change=none, change_percent=none, quarter=none, quarter_year_ago=none,
        year_to_date=none, latest=none, latest_label=month_label(period.last), rate=none,
        target=line,
        rag=rag,
        direction=Direction(Travel.UNKNOWN, Judgement.UNKNOWN, DASH),
        variation=VariationLine(Variation.NOT_ASSESSED, "No figures.", Assurance.NOT_ASSESSED, ""),
        comparison=next((one for one in compared if one.code == indicator.main_group), None),
        comparisons=compared,
        sparkline=(), sparkline_labels=(), year_on_year=None, control_chart=None,
        notes=("Nothing has been received for this indicator.",),
    )  # fmt: skip

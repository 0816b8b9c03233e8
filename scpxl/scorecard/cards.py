"""One indicator's card: every figure, judgement and chart the board may read of it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any

from scpxl.model.framework import AddsUp, Framework, Frequency, Indicator, NoteKind, Unit
from scpxl.model.observations import Marker
from scpxl.model.periods import MONTH, QUARTER, YEAR, Period, month_label
from scpxl.model.wholes import PEOPLE, rate_name
from scpxl.model.words import capital
from scpxl.scorecard.aims import Aim, aim_of
from scpxl.scorecard.analysis import Analysis, Floats, Track
from scpxl.scorecard.chart_words import Shown
from scpxl.scorecard.charts import column_label, control_chart, shown_chart, sparkline, year_on_year
from scpxl.scorecard.comparison import compare_all
from scpxl.scorecard.figures import Family
from scpxl.scorecard.gaps import break_text, break_within, marks_on, notes_within, why_missing, year_of_level
from scpxl.scorecard.judging import Standing, await_target, judge_direction, judge_target
from scpxl.scorecard.model import Direction, Figure, IndicatorCard, NumberStyle, VariationLine
from scpxl.scorecard.outlook_model import YearlyChangeLine
from scpxl.scorecard.strip import figures_apart, strip_of
from scpxl.scorecard.variation import judge_variation
from scpxl.scorecard.wording import (
    DASH,
    SMALL_BASE,
    figure,
    is_count,
    months_text,
    number_style,
    period_style,
    period_unit_words,
    polarity_words,
    rate_style,
    signed,
    unit_words,
)
from scpxl.statistics.change import change, percent_change
from scpxl.verdicts import Assurance, Judgement, Travel, Unrated, Variation

_NEXT_TO_NOTHING = {"0.0%", "−0.0%", "+0.0%"}
"""Percentages that say less than the number itself."""


@dataclass(frozen=True)
class _Place:
    """Where an indicator's series stands, and how its figures are shown."""

    framework: Framework
    indicator: Indicator
    track: Track
    row: int
    style: NumberStyle

    @property
    def period_style(self) -> NumberStyle:
        return period_style(self.framework, self.indicator)

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
        return figure(value, style or self.period_style, missing, marks)


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
    aim = aim_of(analysis.framework, indicator, place.until)
    coming = aim_of(analysis.framework, indicator, analysis.period)
    line, rag = (
        await_target(indicator, coming, place.latest)
        if aim is None and coming is not None
        else judge_target(indicator, aim, _standing(place, aim), place.until)
    )
    compared = compare_all(analysis, indicator)
    chart = shown_chart(analysis, indicator, place.period_style)
    spark_labels, spark = sparkline(track, track.figure.year, row)
    than = "the year before" if place.window > 1 else "a year ago"
    moved_words = (
        moved if moved_percent.value is None or moved_percent.text in _NEXT_TO_NOTHING else moved_percent
    )
    direction = judge_direction(
        _number(headline) if moved.value is not None else math.nan, _number(before), indicator.polarity.sign,
        moved_words, than, tested,
    )  # fmt: skip
    card = IndicatorCard(
        **_particulars(analysis.framework, indicator, partner_name),
        headline_name=_headline_name(place),
        style=place.style,
        headline=headline,
        before=before,
        change=moved,
        change_percent=moved_percent,
        quarter=_quarter(place),
        quarter_year_ago=_quarter(place, back=track.width),
        year_to_date=_to_date(place),
        latest=place.shown(track.shown.one, 1),
        latest_label=column_label(track, place.last),
        rate=_rate(place),
        target=line,
        rag=rag,
        direction=direction,
        variation=judge_variation(indicator, chart, _asked(place, aim, chart)),
        comparison=next((one for one in compared if one.code == indicator.main_group), None),
        comparisons=compared,
        sparkline=spark,
        sparkline_labels=spark_labels,
        year_on_year=year_on_year(track, row),
        control_chart=control_chart(indicator, chart),
        notes=tuple(_notes(place, headline, before)),
        rate_name=rate_name(analysis.framework, indicator),
        count_style=place.period_style,
    )
    apart = figures_apart(analysis.framework, indicator)
    return replace(card, strip=strip_of(card, apart, walks=aim is not None and aim.walks))


def _asked(place: _Place, aim: Aim | None, chart: Shown | None) -> float:
    """Return what the target asks of one figure of the chart; NaN where there is none."""
    if aim is None or chart is None:
        return math.nan
    return aim.of_one_figure(place.track, place.row, chart.chart.step)


def _particulars(framework: Framework, indicator: Indicator, partner_name: str) -> dict[str, Any]:
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
        "unit": unit_words(framework, indicator),
        "period_unit": period_unit_words(framework, indicator),
    }


def _number(shown: Figure) -> float:
    return math.nan if shown.value is None else shown.value


def _headline_name(place: _Place) -> str:
    end = month_label(int(place.track.matrix.months[place.last]))
    when = f"Year to {end}" if place.window > 1 else column_label(place.track, place.last)
    if place.indicator.unit is not Unit.RATE:
        return when
    return f"{capital(rate_name(place.framework, place.indicator))}, {when[:1].lower()}{when[1:]}"


def _headline(place: _Place, back: int = 0) -> Figure:
    return place.shown(place.track.figure.year, place.window, back, place.style)


def _quarter(place: _Place, back: int = 0) -> Figure:
    if place.track.step > QUARTER:
        return Figure(None, DASH, place.period_style)  # a yearly figure has no quarters
    return place.shown(place.track.shown.quarter, QUARTER // place.track.step, back)


def _to_date(place: _Place) -> Figure:
    return place.shown(place.track.shown.to_date, _columns_to_date(place))


def _columns_to_date(place: _Place) -> int:
    """Return how many columns of the financial year there are up to the last; of a level the latest alone."""
    if place.indicator.adds_up is AddsUp.LATEST:
        return 1
    first = place.latest.first
    return max(1, (first - Period(first, MONTH).financial_year.first) // place.track.step + 1)


def _rate(place: _Place) -> Figure:
    """Return the year's number for so many of what it is out of; of a rate that is the headline itself."""
    style = rate_style(place.indicator)
    if not rate_name(place.framework, place.indicator):
        return Figure(None, DASH, style)
    missing = why_missing(place.indicator, place.track, place.row, place.last, place.window)
    return figure(float(place.track.rate[place.row, place.last]), style, missing)


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
    earlier = place.last - place.track.width
    counted = float(place.track.number.year[place.row, earlier]) if earlier >= 0 else math.nan
    if moved.value is not None and counted < SMALL_BASE and is_count(place.indicator):
        return moved, Figure(None, "small numbers", NumberStyle.SIGNED_PERCENT)
    per_cent = float(percent_change(_number(now), _number(before)))
    return moved, figure(per_cent, NumberStyle.SIGNED_PERCENT, _base_words(before) or missing)


def _base_words(before: Figure) -> str:
    """Return why a change on such a figure is no percentage; blank where it is one."""
    if before.value is None or before.value > 0:
        return ""
    return "from 0" if before.value == 0 else "from below zero"


def _standing(place: _Place, aim: Aim | None) -> Standing:
    """Return what is compared with the target: the year so far, or the present level."""
    track, row, last = place.track, place.row, place.last
    array = aim.reached(track) if aim else track.shown.to_date
    width = _columns_to_date(place)
    shown = place.shown(array, width, style=aim.style if aim else None)
    earlier, end = last - track.width, place.until.last
    comparable = (
        earlier >= 0 and break_within(place.framework, place.indicator, end - 2 * YEAR + 1, end) is None
    )
    before = float(array[row, earlier]) if comparable else math.nan
    return Standing(_number(shown), before, shown.text, _kind_of_gap(place, width))


def _kind_of_gap(place: _Place, width: int) -> Unrated:
    """Return why the figure of so many columns that the target asks for is not there; of no meaning where it is."""
    track, row = place.track, place.row
    first = place.last - width + 1
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
    if told := _carried(place, end):
        notes.append(told)
    return notes


def _carried(place: _Place, end: int) -> str:
    """Return which year's level stands in for one that is not out yet; blank where none does."""
    known = int(place.track.wholes.estimate[place.row, place.last])
    if not known or known >= end:
        return ""
    of = place.track.wholes.of[place.row]
    what = "population estimate" if of.name == PEOPLE else f"figure for {of.name}"
    # The latest month has a year of the same kind, a calendar's or a financial one.
    wanted = end + (known - end) % YEAR
    subject = "Rates use" if place.indicator.unit is Unit.RATE or not place.indicator.divides else "It uses"
    return f"{subject} the {what} of {year_of_level(known)}, the latest before {year_of_level(wanted)}."


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
    line, rag = judge_target(indicator, aim_of(analysis.framework, indicator, period), standing, period)
    compared = compare_all(analysis, indicator)
    card = IndicatorCard(
        **_particulars(analysis.framework, indicator, partner_name),
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
    return replace(card, strip=strip_of(card, frozenset(), walks=False))

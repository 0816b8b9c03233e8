"""One indicator's card: every figure, judgement and chart the board may read of it, made once from its results."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from scpxl.figures.gaps import notes_within
from scpxl.figures.indicator import Change, IndicatorFigures
from scpxl.figures.readings import Result, SeriesPlace
from scpxl.figures.tracks import HEADLINE, LATEST, QUARTERLY, RATE, TO_DATE, ReadingRule
from scpxl.model.documents import ExplanationRecord
from scpxl.model.framework import Framework, Indicator
from scpxl.model.periods import QUARTER, YEAR, month_label, months_text
from scpxl.model.series_notes import NoteKind, SeriesNote
from scpxl.model.wholes import rate_name
from scpxl.scorecard.cards.change import change_line, why_untested
from scpxl.scorecard.cards.chart import control_chart, shown_chart, sparkline, year_on_year
from scpxl.scorecard.cards.drafts import draft_of
from scpxl.scorecard.cards.group import compare
from scpxl.scorecard.cards.outlook import intervention_lines, outturn_line, trend_line
from scpxl.scorecard.cards.rating import describe_direction, disagreement_words, rate_target, standing_words
from scpxl.scorecard.cards.strip import Named, figures_apart, headline_name, names_of_figures, strip_of
from scpxl.scorecard.cards.variation import describe_variation
from scpxl.scorecard.gaps import break_text, carried_words, gap_text
from scpxl.scorecard.records.figures import Family
from scpxl.scorecard.records.scorecard import (
    Direction,
    ExplanationLine,
    Figure,
    GroupComparison,
    IndicatorCard,
    NumberStyle,
    VariationLine,
)
from scpxl.scorecard.records.shape import MADE_UP
from scpxl.scorecard.wording import (
    DASH,
    figure,
    is_count,
    number_style,
    period_style,
    polarity_words,
    rate_style,
    signed,
)
from scpxl.verdicts import Assurance, Judgement, Travel, Variation

_NEXT_TO_NOTHING = {"0.0%", "−0.0%", "+0.0%"}
"""Percentages that say less than the number itself."""
_FIGURES = (
    "before", "change", "change_percent", "quarter", "quarter_year_ago", "year_to_date", "latest", "rate",
)  # fmt: skip


def build_card(
    of: IndicatorFigures, explanations: Iterable[ExplanationRecord] = (), *, for_rows: bool = False
) -> IndicatorCard:
    """Return an indicator's card for the own area at the month end of its figures.

    `explanations` are the period's; those about others are passed over.  A dashboard's earlier month ends are rows:
    with `for_rows` the card is without what none of them holds, which are its draft, strip and place in groups, the
    chart's note and marks, and how its limits came about.
    """
    if for_rows:
        return _card(of, explanations, for_rows=True)
    card = _card(of, explanations, for_rows=False)
    return replace(card, draft=draft_of(card))


def _card(
    of: IndicatorFigures, explanations: Iterable[ExplanationRecord], *, for_rows: bool
) -> IndicatorCard:
    place, moved = of.place, of.moved
    if place is None or moved is None:
        return _empty_card(of, explanations, for_rows=for_rows)
    framework, indicator = of.framework, of.indicator
    style, single = number_style(indicator), period_style(framework, indicator)
    figures = _figures(of, place, moved)
    headline, before = figures["headline"], figures["before"]
    target, rag = rate_target(of)
    yearly = change_line(of, headline.mark + before.mark)
    change, percent = figures["change"], figures["change_percent"]
    moved_by = change if percent.value is None or percent.text in _NEXT_TO_NOTHING else percent
    direction = describe_direction(
        of, moved_by, "the year before" if place.width_of(HEADLINE) > 1 else "a year ago", yearly
    )
    chart = shown_chart(of, single)
    variation = describe_variation(indicator, chart, of.asked, for_rows=for_rows)
    named = names_of_figures(of, place.label(place.column))
    spark_labels, spark = sparkline(place)
    untested = yearly is None and direction.judgement is Judgement.NOT_TESTED
    standing = (
        standing_words(rag.rag, target, variation),
        disagreement_words(variation.variation, direction.judgement, yearly),
    )
    return IndicatorCard(
        **_particulars(framework, indicator, named),
        **figures,
        **_comparisons(of, for_rows=for_rows),
        style=style,
        count_style=single,
        target=target,
        rag=rag,
        direction=direction,
        variation=variation,
        sparkline=spark,
        sparkline_labels=spark_labels,
        year_on_year=year_on_year(place),
        control_chart=control_chart(of, chart, for_rows=for_rows),
        notes=tuple(words for words, _note in notes_on(of)),
        yearly=yearly,
        trend=trend_line(of, for_rows=for_rows),
        outturn=outturn_line(of),
        interventions=intervention_lines(of),
        explanations=_said(of, explanations),
        standing_words=" ".join(filter(None, standing)),
        untested_words=why_untested(of) if untested else "",
        strip=()
        if for_rows
        else strip_of(
            figures,
            named,
            target,
            figures_apart(framework, indicator),
            is_cumulative=of.aim is not None and of.aim.is_cumulative,
        ),
    )


def _particulars(framework: Framework, indicator: Indicator, named: Named) -> dict[str, Any]:
    return {
        "code": indicator.code,
        "title": indicator.title,
        "objective": indicator.objective,
        "things": indicator.counted or "number",
        "polarity_words": polarity_words(indicator.polarity),
        "partner": framework.partner_name(indicator.partner),
        "illustrative": indicator.illustrative,
        "tags": indicator.tags,
        "definition": indicator.definition,
        "source": indicator.source,
        **named._asdict(),
    }


def _figures(of: IndicatorFigures, place: SeriesPlace, moved: Change) -> dict[str, Any]:
    """Return every figure of a card by its name."""
    indicator = of.indicator
    style, single = number_style(indicator), period_style(of.framework, indicator)

    def shown(found: Result, how: NumberStyle = single) -> Figure:
        return figure(found.value, how, gap_text(found.gap), found.marks)

    def single_period(reading: ReadingRule) -> Figure:
        return shown(place.result(reading))

    def quarter(reading: ReadingRule) -> Figure:
        # A yearly figure has no quarters.
        return Figure(None, DASH, single) if place.track.step > QUARTER else single_period(reading)

    headline, before = shown(moved.now, style), shown(moved.before, style)
    change, percent = _changes(indicator, moved, headline, before)
    rate = place.result(RATE)
    rate_shown = Figure(None, DASH, rate_style(indicator))
    if rate_name(of.framework, indicator):
        rate_shown = figure(rate.value, rate_style(indicator), gap_text(rate.gap))
    return {
        "headline": headline,
        "before": before,
        "change": change,
        "change_percent": percent,
        "quarter": quarter(QUARTERLY),
        "quarter_year_ago": quarter(QUARTERLY.before),
        "year_to_date": single_period(TO_DATE),
        "latest": single_period(LATEST),
        "rate": rate_shown,
    }


def _changes(indicator: Indicator, moved: Change, now: Figure, before: Figure) -> tuple[Figure, Figure]:
    """Return the change in number and in per cent, or why one of them is not given."""
    style, per_cent = signed(number_style(indicator)), NumberStyle.SIGNED_PERCENT
    if moved.parting is not None:
        refused = break_text(moved.parting)
        return Figure(None, refused, style), Figure(None, refused, per_cent)
    missing = DASH if now.value is None else f"before: {before.text}" if before.value is None else DASH
    change = figure(moved.change.value, style, missing)
    if style.family is Family.POINTS:
        return change, Figure(None, "in points", per_cent)
    if change.value is not None and moved.small_base and is_count(indicator):
        return change, Figure(None, "small numbers", per_cent)
    return change, figure(moved.percent.value, per_cent, _base_words(before) or missing)


def _base_words(before: Figure) -> str:
    """Return why a change on such a figure is no percentage; blank where it is one."""
    if before.value is None or before.value > 0:
        return ""
    return "from 0" if before.value == 0 else "from below zero"


def _comparisons(of: IndicatorFigures, *, for_rows: bool) -> dict[str, Any]:
    """Return the own area's place in each group that holds it, and in the main one."""
    if for_rows:
        return {"comparison": None}
    found = (compare(of.framework, group) for group in of.groups)
    compared: tuple[GroupComparison, ...] = tuple(one for one in found if one is not None)
    main = next((one for one in compared if one.code == of.indicator.main_group), None)
    return {"comparison": main, "comparisons": compared}


def notes_on(of: IndicatorFigures) -> Iterator[tuple[str, SeriesNote | None]]:
    """Yield what must be known to read the card, each with the registered note it tells of, if any."""
    place, moved, indicator = of.place, of.moved, of.indicator
    if place is None or moved is None:
        yield "Nothing has been received for this indicator.", None
        return
    if indicator.illustrative:
        yield MADE_UP, None
    if not moved.now.is_there:
        yield f"{headline_name(of)}: {gap_text(moved.now.gap)}.", None
    elif not moved.before.is_there:
        yield f"The year before: {gap_text(moved.before.gap)}.", None
    for note in notes_within(of.framework, indicator, place.end - 3 * YEAR + 1, place.end):
        if note.kind is NoteKind.INTERVENTION:
            continue  # told with what became of the figures
        last = note.first.first if note.kind.restarts_limits else note.last_month
        yield f"{months_text(range(note.first.first, min(last, place.end) + 1))}: {note.reason}", note
    if told := carried_words(place):
        yield told, None


def _said(of: IndicatorFigures, explanations: Iterable[ExplanationRecord]) -> tuple[ExplanationLine, ...]:
    return tuple(
        ExplanationLine(of.framework.partner_name(one.partner), one.reason, one.explanation)
        for one in explanations
        if one.indicator == of.indicator.code
    )


def _empty_card(
    of: IndicatorFigures, explanations: Iterable[ExplanationRecord], *, for_rows: bool
) -> IndicatorCard:
    """Return the card of an indicator for which nothing was ever received."""
    style = number_style(of.indicator)
    figures: dict[str, Any] = {
        "headline": Figure(None, "nothing received", style),
        **{name: Figure(None, DASH, style) for name in _FIGURES},
    }
    named = names_of_figures(of, month_label(of.end))._replace(rate_name="")
    target, rag = rate_target(of)
    variation = VariationLine(Variation.NOT_ASSESSED, "No figures.", Assurance.NOT_ASSESSED, "")
    return IndicatorCard(
        **_particulars(of.framework, of.indicator, named),
        **figures,
        **_comparisons(of, for_rows=for_rows),
        style=style,
        target=target,
        rag=rag,
        direction=Direction(Travel.UNKNOWN, Judgement.UNKNOWN, DASH),
        variation=variation,
        sparkline=(),
        sparkline_labels=(),
        year_on_year=None,
        control_chart=None,
        notes=tuple(words for words, _note in notes_on(of)),
        interventions=intervention_lines(of),
        explanations=_said(of, explanations),
        standing_words=standing_words(rag.rag, target, variation),
        strip=strip_of(figures, named, target, frozenset(), is_cumulative=False),
    )

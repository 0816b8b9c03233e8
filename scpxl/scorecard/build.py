"""From the record to the scorecard a board reads.  Pure: the same record gives the same scorecard."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from scpxl.figures.figures import Figures, work_out
from scpxl.figures.lookback import within_windows
from scpxl.model.framework import Edition, Framework, Indicator
from scpxl.model.observations import Observation
from scpxl.model.periods import Period
from scpxl.returns.form import Sheet
from scpxl.returns.parts import tab_of_parts
from scpxl.scorecard.cards.card import build_card
from scpxl.scorecard.cards.group import benchmark_table
from scpxl.scorecard.editions import framework_for, record_for, takes_typing
from scpxl.scorecard.ends.month_ends import month_ends
from scpxl.scorecard.lists.breakdowns import breakdown_tables, ward_map
from scpxl.scorecard.lists.exceptions import list_exceptions, open_decisions
from scpxl.scorecard.lists.matrix import known_marks, status_matrix
from scpxl.scorecard.lists.notes import build_notes
from scpxl.scorecard.lists.quality import Revision, grade_indicator, weakest_words
from scpxl.scorecard.lists.registers import action_plan, register_tables
from scpxl.scorecard.lists.returns import return_lines
from scpxl.scorecard.lists.summary import complete_words, summary_words
from scpxl.scorecard.lists.tables import benchmarks_table, figures_table, observations_table, wards_table
from scpxl.scorecard.lists.years import year_scorecard
from scpxl.scorecard.published.revised import mark_revised, mark_year, revised_lines
from scpxl.scorecard.records.board import QualityLine
from scpxl.scorecard.records.lines import ActionLine, CommentaryLine, TidyTable
from scpxl.scorecard.records.record import PeriodRecord as PeriodRecord  # noqa: PLC0414  (what a scorecard is built from)
from scpxl.scorecard.records.reported import reported_rows
from scpxl.scorecard.records.scorecard import BenchmarkTable, IndicatorCard, ObjectivePage, Scorecard
from scpxl.scorecard.records.shape import DashboardSettings
from scpxl.scorecard.shaping import shape_of
from scpxl.scorecard.texts.partner_words import said_words


def build_scorecard(
    framework: Framework,
    record: PeriodRecord,
    period: Period,
    made: datetime,
    run: str,
    edition: Edition = Edition.PARTNERSHIP,
    settings: DashboardSettings | None = None,
) -> Scorecard:
    """Return the whole scorecard for a period, as one edition may show it.

    What the edition may not show is out before anything is worked out (`editions`).  With `settings` it holds what a dashboard needs besides: every month end.

    Figures end with the period's last month, which may be any; returns, what partners wrote, decisions and lateness are those of the quarter that holds it, since
    returns are for quarters.  `made` and `run` are printed on every page; nothing else depends on the day it is made, but the lateness of returns that have not come.
    """
    written, record = _written(record), record_for(framework, record, edition)
    framework = framework_for(framework, edition)
    every_month = record.observations
    if settings is not None:
        # The record reaches further back, for the month ends before: what is listed is this period's own.
        record = replace(record, observations=within_windows(framework, every_month, period.last))
    figures = work_out(framework, every_month, period, settings.month_ends if settings else 1)
    indicators, quarter = _shown(framework, period), period.last_quarter
    commentary = tuple(_commentary(framework, record, edition))
    plan = action_plan(framework, record, quarter, edition)
    said = {line.indicator: said_words(line) for line in commentary if line.indicator}
    cards = {one.code: _card(figures, one, record, said.get(one.code, "")) for one in indicators}
    every = list(cards.values())
    year = year_scorecard(figures, indicators) if settings is not None else None
    year = mark_year(year, cards, period.last, record.published) if year is not None else None
    scorecard = Scorecard(
        **_named(framework, period, edition),
        made=made,
        run=run,
        pages=tuple(_pages(framework, every, plan.lines, commentary)),
        wards=ward_map(figures, indicators),
        actions=plan.lines,
        unreported_actions=plan.unreported,
        commentary=commentary,
        decided=tuple(record.decisions),
        breakdowns=breakdown_tables(figures, indicators),
        withheld=record.withheld,
        notes=build_notes(framework, period, record.framework_changes, record.withheld),
        revised=revised_lines(every, period.last, record.published, record.restated, year),
        registers=register_tables(framework, record.registers, record.free_keys, quarter, cards),
        **_judged(figures, indicators, every, record),
        **_received(figures, indicators, every, record, written, record.today or made.date()),
    )
    if settings is None:
        return scorecard
    shape = shape_of(framework, edition, period, settings=settings)
    return replace(
        scorecard,
        shape=shape,
        month_ends=month_ends(figures, shape, every, record.published),
        year=year,
        reported=reported_rows(framework, shape, record.observations, period),
    )


def _written(record: PeriodRecord) -> dict[Sheet, set[str]]:
    """Return who wrote something, told of every edition: that a text is not shown does not mean that none was given."""
    return {
        Sheet.ACTIONS: {action.partner for action in record.actions if action.partner},
        Sheet.COMMENTARY: {words.partner for words in record.commentary if words.partner},
    }


def _named(framework: Framework, period: Period, edition: Edition) -> dict[str, Any]:
    """Return what is printed of a scorecard before any figure."""
    quarter = period.last_quarter
    return {
        "title": "Performance dashboard",
        "partnership": framework.partnership,
        "period": period.title,
        "period_code": str(period),
        "edition": edition.value,
        "marking": framework.marking,
        "framework_version": framework.version,
        "area": framework.own_area.name,
        "parts_name": tab_of_parts(framework),
        "quarter_name": quarter.short_title,
        "since_name": quarter.shift(-1).short_title,
        "last_month": period.last,
    }


def _judged(
    figures: Figures, indicators: list[Indicator], cards: list[IndicatorCard], record: PeriodRecord
) -> dict[str, Any]:
    """Return what needs attention, what was decided about it, and the figures as tables."""
    tables = _benchmarks(figures, indicators)
    exceptions = list_exceptions(cards, {one.indicator: one for one in record.decisions})
    return {
        "exceptions": exceptions,
        "standing": open_decisions(record.decisions, [line.indicator for line in exceptions]),
        "benchmarks": tables,
        "data": tuple(_data(figures.framework, record, figures.period, cards, tables)),
    }


def _received(
    figures: Figures,
    indicators: Sequence[Indicator],
    cards: list[IndicatorCard],
    record: PeriodRecord,
    written: Mapping[Sheet, Collection[str]],
    today: date,
) -> dict[str, Any]:
    """Return what has come in by a day, how far it can be relied on, and the quarter in short, which says both."""
    framework, period, quarter = figures.framework, figures.period, figures.period.last_quarter
    returns = return_lines(framework, quarter, record.sendings, today)
    quality = grade_data(framework, record, indicators, period, today)
    return {
        "returns": returns,
        "quality": quality,
        "summary_words": (*summary_words(cards, returns, period), *weakest_words(quality)),
        "complete_words": complete_words(cards, returns, period),
        "status_rows": status_matrix(
            framework,
            quarter,
            record.sendings,
            known_marks(record.observations),
            written,
            today,
            record.nil_sections,
        ),
    }


def _card(figures: Figures, indicator: Indicator, record: PeriodRecord, said: str) -> IndicatorCard:
    card = build_card(figures.at(indicator), record.explanations)
    return replace(mark_revised(card, figures.period.last, record.published), said=said)


def grade_data(
    framework: Framework, record: PeriodRecord, indicators: Sequence[Indicator], period: Period, today: date
) -> tuple[QualityLine, ...]:
    """Return how far each indicator's figures can be relied on; nothing where no submissions are known."""
    if record.feeds is None:
        return ()
    seen: dict[str, list[Observation]] = {indicator.code: [] for indicator in indicators}
    for observed in record.observations:
        if observed.area == framework.area and not observed.breakdown and observed.indicator in seen:
            seen[observed.indicator].append(observed)
    revisions: dict[str, list[Revision]] = {}
    for revision in record.revisions:
        revisions.setdefault(revision.indicator, []).append(revision)
    return tuple(
        grade_indicator(
            framework, one, period, seen[one.code], record.feeds, revisions.get(one.code, []), today
        )
        for one in indicators
    )


def build_cards(
    framework: Framework, observations: Sequence[Observation], period: Period, edition: Edition
) -> tuple[IndicatorCard, ...]:
    """Return the cards of a period, the very ones its scorecard carries."""
    shown = framework_for(framework, edition)
    figures = work_out(shown, record_for(framework, PeriodRecord(observations), edition).observations, period)
    return tuple(build_card(figures.at(indicator)) for indicator in _shown(shown, period))


def _shown(framework: Framework, period: Period) -> list[Indicator]:
    return [one for one in framework.reported if one.reported_in(period)]


def build_one_card(
    framework: Framework, observations: Sequence[Observation], period: Period, code: str
) -> IndicatorCard:
    """Return one indicator's card, the very one the scorecard carries."""
    figures = work_out(framework, observations, period)
    return build_card(figures.at(framework.by_code[code]))


def _pages(
    framework: Framework,
    cards: list[IndicatorCard],
    actions: tuple[ActionLine, ...],
    commentary: tuple[CommentaryLine, ...],
) -> list[ObjectivePage]:
    return [
        ObjectivePage(
            code=objective.code,
            title=objective.title,
            tab=objective.tab,
            lead=objective.lead,
            cards=tuple(card for card in cards if card.objective == objective.code),
            commentary=tuple(
                line for line in commentary if line.objective == objective.code and not line.indicator
            ),
            actions=tuple(line for line in actions if line.objective == objective.code),
        )
        for objective in framework.objectives
    ]


def _commentary(framework: Framework, record: PeriodRecord, edition: Edition) -> Iterator[CommentaryLine]:
    """Yield what was written of objectives and of the framework's measures, ended ones too."""
    aims = {one.code: one.title for one in framework.objectives}
    measures = {one.code: one.title for one in framework.reported}
    for line in record.commentary:
        if line.indicator and line.indicator not in measures:
            continue
        yield CommentaryLine(
            objective=line.objective,
            objective_title=aims.get(line.objective, line.objective),
            partner=framework.partner_name(line.partner) if line.partner else framework.partnership,
            happened=line.happened,
            why=line.why,
            doing=line.doing,
            decision=line.decision,
            marking=line.marking,
            own="" if line.partner or not takes_typing(edition) else line.source.cell,
            indicator=line.indicator,
            measure=measures.get(line.indicator, ""),
        )


def _benchmarks(figures: Figures, indicators: list[Indicator]) -> tuple[BenchmarkTable, ...]:
    return tuple(
        benchmark_table(figures.framework, one)
        for indicator in indicators
        for one in figures.at(indicator).groups
    )


def _data(
    framework: Framework,
    record: PeriodRecord,
    period: Period,
    cards: list[IndicatorCard],
    tables: tuple[BenchmarkTable, ...],
) -> list[TidyTable]:
    shown = {card.code for card in cards}
    seen = [o for o in record.observations if o.indicator in shown]
    made = [
        figures_table(cards),
        observations_table(framework, seen, period),
        wards_table(framework, seen, period),
        benchmarks_table(tables),
    ]
    return [table for table in made if table is not None]

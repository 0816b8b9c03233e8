"""From the record to the scorecard a board reads.  Pure: the same record gives the same scorecard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from scpxl.figures.figures import Figures, work_out
from scpxl.figures.lookback import within_windows
from scpxl.model.documents import ActionRecord, CommentaryRecord
from scpxl.model.framework import Edition, Framework, Indicator
from scpxl.model.observations import Observation
from scpxl.model.periods import Period
from scpxl.model.words import capital
from scpxl.returns.form import Sheet
from scpxl.returns.parts import tab_of_parts
from scpxl.scorecard.board import QualityLine
from scpxl.scorecard.breakdowns import breakdown_tables
from scpxl.scorecard.card import build_card
from scpxl.scorecard.editions import framework_for, record_for, takes_typing
from scpxl.scorecard.escalation import standing_decisions
from scpxl.scorecard.exceptions import list_exceptions
from scpxl.scorecard.group import benchmark_table
from scpxl.scorecard.matrix import known_marks, status_matrix
from scpxl.scorecard.model import (
    ActionLine,
    BenchmarkTable,
    CommentaryLine,
    IndicatorCard,
    NumberStyle,
    ObjectivePage,
    ReturnLine,
    Scorecard,
    TidyTable,
)
from scpxl.scorecard.month_ends import month_ends
from scpxl.scorecard.notes import build_notes
from scpxl.scorecard.outlook import change_summary
from scpxl.scorecard.quality import Revision, grade_indicator, weakest_words
from scpxl.scorecard.record import Record as Record  # noqa: PLC0414  (what a scorecard is built from)
from scpxl.scorecard.reported import reported_rows
from scpxl.scorecard.returns import ACCEPTED, NOT_DUE, NOTHING_DUE, return_lines
from scpxl.scorecard.shape import Settings
from scpxl.scorecard.shaping import shape_of
from scpxl.scorecard.tables import benchmarks_table, figures_table, observations_table, wards_table
from scpxl.scorecard.wards import ward_map
from scpxl.scorecard.wording import count_of, figure, listed
from scpxl.verdicts import Rag, Variation


def build_scorecard(
    framework: Framework,
    record: Record,
    period: Period,
    made: datetime,
    run: str,
    edition: Edition = Edition.PARTNERSHIP,
    settings: Settings | None = None,
) -> Scorecard:
    """Return the whole scorecard for a period, as one edition may show it.

    What the edition may not show is out before anything is worked out (`editions`).
    With `settings` it holds what a dashboard needs besides: every month end that can be chosen in it.

    Figures end with the period's last month, which may be any; returns, what partners wrote, decisions and
    lateness are those of the quarter that holds it, since returns are for quarters.  `made` and `run` are printed on every page; nothing else here depends on the day it is made, but the
    lateness of returns that have not come.
    """
    # Who wrote something is told of every edition: that a text is not shown does not mean that none was given.
    written = {
        Sheet.ACTIONS: {action.partner for action in record.actions if action.partner},
        Sheet.COMMENTARY: {words.partner for words in record.commentary if words.partner},
    }
    record = record_for(framework, record, edition)
    framework = framework_for(framework, edition)
    every_month = record.observations
    if settings is not None:
        # The record reaches further back, for the month ends before: what is listed is this period's own.
        record = replace(record, observations=within_windows(framework, every_month, period.last))
    figures = work_out(framework, every_month, period, settings.month_ends if settings else 1)
    indicators, quarter = _shown(framework, period), period.last_quarter
    cards = {one.code: build_card(figures.at(one), record.explanations) for one in indicators}
    actions = tuple(_action(framework, a, quarter, edition) for a in record.actions)
    commentary = tuple(_commentary(framework, c, edition) for c in record.commentary)
    tables = _benchmarks(figures, indicators)
    exceptions = list_exceptions(cards.values(), {one.indicator: one for one in record.decisions})
    today = record.today or made.date()
    returns = return_lines(framework, quarter, record.sendings, today)
    quality = grade_data(framework, record, indicators, period, today)
    scorecard = Scorecard(
        title="Performance dashboard",
        partnership=framework.partnership,
        period=period.title,
        period_code=str(period),
        edition=edition.value,
        marking=framework.marking,
        framework_version=framework.version,
        made=made,
        run=run,
        area=framework.own_area.name,
        pages=tuple(_pages(framework, list(cards.values()), actions, commentary)),
        exceptions=exceptions,
        wards=ward_map(figures, indicators),
        parts_name=tab_of_parts(framework),
        benchmarks=tables,
        actions=actions,
        commentary=commentary,
        returns=returns,
        data=tuple(_data(framework, record, period, list(cards.values()), tables)),
        notes=build_notes(framework, period, record.framework_changes, record.withheld),
        summary_words=(*_summary(list(cards.values()), returns, period), *weakest_words(quality)),
        status_rows=status_matrix(
            framework,
            quarter,
            record.sendings,
            known_marks(record.observations),
            written,
            today,
            record.nil_sections,
        ),
        standing=standing_decisions(record.decisions, [line.indicator for line in exceptions]),
        decided=tuple(record.decisions),
        quality=quality,
        breakdowns=breakdown_tables(figures, indicators),
        withheld=record.withheld,
        quarter_name=quarter.title.partition(":")[0],
        since_name=quarter.shift(-1).title.partition(":")[0],
        complete_words=_complete_words(list(cards.values()), returns, period),
        last_month=period.last,
    )
    if settings is None:
        return scorecard
    shape = shape_of(framework, edition, period, settings=settings)
    return replace(
        scorecard,
        shape=shape,
        month_ends=month_ends(figures, shape, list(cards.values())),
        reported=reported_rows(framework, shape, record.observations, period),
    )


def _complete_words(
    cards: list[IndicatorCard], returns: tuple[ReturnLine, ...], period: Period
) -> tuple[str, ...]:
    """Return three lines on how complete the quarter is: returns, figures, and what may still change."""
    there = sum(card.headline.value is not None for card in cards)
    figures = f"{there} of {count_of(len(cards), 'measure')} have a figure"
    made_up = sum(card.illustrative for card in cards)
    examples = f"; {made_up} {'is' if made_up == 1 else 'are'} made up for the example" if made_up else ""
    provisional = sum("[p]" in card.headline.mark for card in cards)
    may_change = (
        f"{count_of(provisional, 'measure')} {'rests' if provisional == 1 else 'rest'} on provisional months and may change."
        if provisional
        else "No figure rests on provisional months."
    )
    told = _returns_words(returns, period) or ["No returns were expected."]
    return (told[0], f"{figures}{examples}.", may_change)


def grade_data(
    framework: Framework, record: Record, indicators: Sequence[Indicator], period: Period, today: date
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
    figures = work_out(shown, record_for(framework, Record(observations), edition).observations, period)
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
            commentary=tuple(line for line in commentary if line.objective == objective.code),
            actions=tuple(line for line in actions if line.objective == objective.code),
        )
        for objective in framework.objectives
    ]


def _action(framework: Framework, action: ActionRecord, quarter: Period, edition: Edition) -> ActionLine:
    own = "" if action.partner or not takes_typing(edition) else action.source.cell
    return ActionLine(
        reference=action.reference,
        objective=action.objective,
        action=action.action,
        owner=action.owner,
        due=action.due,
        status=action.status,
        complete=figure(action.complete, NumberStyle.WHOLE),
        rag=action.rag or (Rag.NOT_RATED.value if action.partner else ""),
        rag_reason=action.rag_reason,
        update=action.update,
        partner=framework.partner_name(action.partner) if action.partner else framework.partnership,
        overdue=action.is_due_by(quarter.last_day) and not action.is_closed,
        own=own,
        supporting=tuple(map(framework.partner_name, action.supporting)),
    )


def _commentary(framework: Framework, line: CommentaryRecord, edition: Edition) -> CommentaryLine:
    title = next((o.title for o in framework.objectives if o.code == line.objective), line.objective)
    own = "" if line.partner or not takes_typing(edition) else line.source.cell
    return CommentaryLine(
        objective=line.objective,
        objective_title=title,
        partner=framework.partner_name(line.partner) if line.partner else framework.partnership,
        happened=line.happened,
        why=line.why,
        doing=line.doing,
        decision=line.decision,
        marking=line.marking,
        own=own,
    )


def _benchmarks(figures: Figures, indicators: list[Indicator]) -> tuple[BenchmarkTable, ...]:
    return tuple(
        benchmark_table(figures.framework, one)
        for indicator in indicators
        for one in figures.at(indicator).groups
    )


def _data(
    framework: Framework,
    record: Record,
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


def _variation_words(cards: list[IndicatorCard]) -> list[str]:
    special = [card.variation.variation for card in cards if card.variation.variation.is_special]
    if not special:
        return []
    kinds = {
        "for the worse": {Variation.CONCERN_HIGH, Variation.CONCERN_LOW},
        "for the better": {Variation.IMPROVEMENT_HIGH, Variation.IMPROVEMENT_LOW},
        "with neither way better": {Variation.NEUTRAL_HIGH, Variation.NEUTRAL_LOW},
    }
    counts = {words: sum(found in kind for found in special) for words, kind in kinds.items()}
    told = ", ".join(f"{count} {words}" for words, count in counts.items() if count)
    head = f"The latest figure is outside random variation for {count_of(len(special), 'indicator')}"
    return [f"{head}: {told}."]


def _summary(cards: list[IndicatorCard], returns: tuple[ReturnLine, ...], period: Period) -> list[str]:
    """Return the sentences at the top of the page, all counted from the cards themselves."""
    words = []
    rated = {rag: sum(card.rag.rag is rag for card in cards) for rag in Rag}
    judged = sum(rated[rag] for rag in (Rag.GREEN, Rag.AMBER, Rag.RED))
    if judged:
        parts = [f"{rated[rag]} {rag.value}" for rag in (Rag.GREEN, Rag.AMBER, Rag.RED) if rated[rag]]
        words.append(f"Of {count_of(judged, 'indicator')} held against a target, {listed(parts)}.")
    words += change_summary(cards)
    words += _variation_words(cards)
    gaps = [card.title for card in cards if card.headline.value is None]
    if gaps:
        words.append(
            f"{count_of(len(gaps), 'indicator')} cannot be shown for want of figures: {_some(gaps)}."
        )
    words += _returns_words(returns, period)
    if made_up := sum(card.illustrative for card in cards):
        words.append(
            f"{count_of(made_up, 'indicator')} {'is' if made_up == 1 else 'are'} illustrative and marked so."
        )
    return words


def _returns_words(returns: tuple[ReturnLine, ...], period: Period) -> list[str]:
    if not returns:
        return []
    idle = [line.partner for line in returns if line.status == NOTHING_DUE]
    due = [line for line in returns if line.status != NOTHING_DUE]
    absent = [line.partner for line in due if line.status != NOT_DUE and not line.status.startswith(ACCEPTED)]
    accepted = sum(line.status.startswith(ACCEPTED) for line in due)
    quarter = period.last_quarter
    whose = "" if quarter == period else f" for {quarter.title.partition(':')[0]}"
    words = [f"{accepted} of {count_of(len(due), 'return')}{whose} accepted"] if due else []
    words += [f"nothing in force from {_some(absent)}"] if absent else []
    words += [f"no figure is due from {_some(idle)}"] if idle else []
    return [capital("; ".join(words)) + "."]


def _some(titles: list[str]) -> str:
    told = titles if len(titles) <= 3 else [*titles[:3], f"{len(titles) - 3} more"]
    if not any("," in title for title in told):
        return listed(told)
    # Names with commas of their own are parted by something else.
    return "; ".join(told[:-1]) + f"; and {told[-1]}" if len(told) > 1 else told[0]

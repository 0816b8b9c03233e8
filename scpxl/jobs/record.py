"""The one fetch: everything of the record that a period's scorecard is made of, and what has changed since the last.

How far back each figure looks the rules say themselves (`figures.lookback`); nothing here is worked out.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from scpxl.figures.lookback import first_needed, firsts_needed
from scpxl.jobs.publishing.framework_changes import framework_changes_since
from scpxl.jobs.refreshing.typed_rows import fetch_registers
from scpxl.jobs.returns.status import sendings
from scpxl.model.documents import CLOSED, ActionRecord, CommentaryRecord
from scpxl.model.framework import Edition, Framework, Indicator
from scpxl.model.observations import Observation, Source
from scpxl.model.periods import MONTH, QUARTER, Period
from scpxl.pages.tables import measure_key, measure_of
from scpxl.scorecard.build import PeriodRecord
from scpxl.scorecard.lists.exceptions import Choice
from scpxl.scorecard.lists.quality import Feed, Revision
from scpxl.scorecard.records.board import DecisionLine, decision_words
from scpxl.scorecard.texts.readers import DECISION, STANDING_TEXTS, decision_key
from scpxl.store.interface import Store
from scpxl.store.records import (
    Decision,
    Entry,
    EntryKind,
    Restatement,
    StoredReading,
    SubmissionKind,
    SubmissionStatus,
)


def fetch_record(
    store: Store,
    framework: Framework,
    period: Period,
    month_ends: int = 1,
    edition: Edition = Edition.PARTNERSHIP,
) -> PeriodRecord:
    """Return what the store holds that the period's scorecard is made of, with so many month ends.

    It is the whole record, whatever the edition: only how the framework was changed is told of what that may show.
    What is not a figure is that of the quarter which holds the period's last month.
    """
    quarter = period.last_quarter
    registers = fetch_registers(store, [name.value for name in framework.registers], quarter)
    plans = _plans(store, quarter)
    return PeriodRecord(
        observations=fetch_behind(store, framework, period, month_ends=month_ends),
        actions=_actions(store, framework, quarter),
        earlier_actions=[
            action
            for earlier in _quarters_before(store, plans, quarter)
            for action in _actions(store, framework, earlier)
        ],
        plans=plans,
        commentary=[
            *store.fetch_commentary(quarter),
            *(_own_comment(framework, one) for one in own_comments(store, framework, quarter)),
        ],
        explanations=store.fetch_explanations(quarter),
        sendings=sendings(store, quarter),
        framework_changes=framework_changes_since(store, framework, edition),
        chosen=chosen_editions(store, quarter),
        registers=registers.rows,
        free_keys=registers.free_keys,
        nil_sections=store.fetch_nil_sections(quarter),
        withheld=store.count_withheld(quarter),
        **fetch_data_facts(store, framework, quarter)._asdict(),
    )


def fetch_behind(
    store: Store,
    framework: Framework,
    period: Period,
    indicators: Sequence[str] | None = None,
    month_ends: int = 1,
) -> list[Observation]:
    """Return the observations a period's figures are worked out from: as far back as each rule looks.

    With more month ends, those of the earlier ones too.
    """
    first = period.last - month_ends + 1
    firsts = firsts_needed(framework, first)
    # What the framework does not know is listed with the observations of the last years, and nothing more.
    usual = first_needed(first, MONTH, ())
    return store.fetch_observations(indicators, first=usual, last=last_needed(period), firsts=firsts)


def last_needed(period: Period) -> int:
    """Return the last month a period's figures need: a year's population is estimated for its June.

    Figures later than the period itself are left out where they are worked out.
    """
    return period.last // 12 * 12 + 11


def own_comments(store: Store, framework: Framework, period: Period) -> list[Entry]:
    """Return what the partnership itself says of objectives and measures in a period; what was cleared is not among it."""
    known = {one.code for one in framework.objectives} | {measure_key(one.code) for one in framework.reported}
    found = store.fetch_entries(EntryKind.COMMENT, period)
    return [one for one in found if one.period == period and one.key in known and not one.is_blank]


def own_actions(store: Store, period: Period) -> list[Entry]:
    """Return the partnership's own actions of a period: as last entered, those closed in an earlier one left out."""
    found = store.fetch_entries(EntryKind.ACTION, period)
    return [
        one
        for one in found
        if not one.is_blank
        and not (one.period != period and one.words.get("status", "").casefold() in CLOSED)
    ]


def _actions(store: Store, framework: Framework, quarter: Period) -> list[ActionRecord]:
    """Return the actions of a quarter: partners', then the partnership's own, as they were at its end."""
    own = (_own_action(framework, one)._replace(period=quarter) for one in own_actions(store, quarter))
    return [*store.fetch_actions(quarter), *own]


def _plans(store: Store, quarter: Period) -> frozenset[tuple[str, Period]]:
    """Return partner and quarter of the returns in force up to a quarter."""
    sent = store.fetch_submissions(kind=SubmissionKind.RETURN)
    return frozenset(
        (one.partner, one.period)
        for one in sent
        if one.status.is_in_force and one.period.length == QUARTER and one.period.last <= quarter.last
    )


def _quarters_before(store: Store, plans: Collection[tuple[str, Period]], quarter: Period) -> list[Period]:
    """Return the quarters before one, the earliest first, back to the first that has a return or an own action."""
    first = min((period.first for _, period in plans), default=quarter.first)
    found: list[Period] = []
    earlier = quarter.shift(-1)
    while earlier.first >= first or store.fetch_entries(EntryKind.ACTION, earlier):
        found.append(earlier)
        earlier = earlier.shift(-1)
    return found[::-1]


def _own_comment(framework: Framework, entry: Entry) -> CommentaryRecord:
    code = measure_of(entry.key)
    aim = framework.by_code[code].objective if code else entry.key
    said = {name: entry.words.get(name, "") for name in ("happened", "why", "doing", "decision", "marking")}
    return CommentaryRecord("", entry.period, aim, **said, source=Source(cell=entry.key), indicator=code)


def _own_action(framework: Framework, entry: Entry) -> ActionRecord:
    said = {
        name: entry.words.get(name, "")
        for name in ("reference", "action", "owner", "status", "rag", "rag_reason", "update")
    }
    titled = {one.title: one.code for one in framework.objectives}
    aim, due, complete = (entry.words.get(name, "") for name in ("objective", "due", "complete"))
    helping = (name.strip() for name in entry.words.get("supporting", "").split(";"))
    return ActionRecord(
        "", entry.period, objective=titled.get(aim, aim), due=date.fromisoformat(due) if due else None,
        complete=float(complete) if complete else None, supporting=tuple(filter(None, helping)),
        source=Source(cell=entry.key), **said,
    )  # fmt: skip


class DataFacts(NamedTuple):
    """The parts of a scorecard's record that are about the data, by the names the record has for them."""

    decisions: tuple[DecisionLine, ...]
    feeds: tuple[Feed, ...]
    revisions: tuple[Revision, ...]


def fetch_data_facts(
    store: Store, framework: Framework, period: Period, indicators: Collection[str] | None = None
) -> DataFacts:
    """Return what the store knows about the data behind a period; of some indicators where named."""
    return DataFacts(
        tuple(decisions_in_force(store, framework, period).values()),
        tuple(_feeds(store)),
        tuple(_revisions(store, framework, indicators)),
    )


def decisions_in_force(store: Store, framework: Framework, period: Period) -> dict[str, DecisionLine]:
    """Return by indicator the decision that applies at the end of a period."""
    latest = store.latest_decisions(period)
    return {code: decision_line(framework, one) for code, one in latest.items() if code in framework.by_code}


def decision_line(framework: Framework, decision: Decision) -> DecisionLine:
    """Return a decision as a board reads it."""
    indicator = framework.by_code.get(decision.indicator)
    quarter = decision.period.short_title
    day = decision.recorded.date()
    choice = Choice(decision.decision)
    title = indicator.title if indicator else decision.indicator
    line = DecisionLine(
        decision.indicator, title, quarter, choice.value, decision.by, decision.reason, day, words=""
    )
    return replace(line, words=decision_words(line))


def _feeds(store: Store) -> list[Feed]:
    taken_in = {SubmissionStatus.ACCEPTED, SubmissionStatus.WITH_QUERIES, SubmissionStatus.SUPERSEDED}
    return [
        Feed(
            sent.reference,
            sent.partner,
            sent.period,
            sent.received.date(),
            sent.kind is SubmissionKind.RETURN,
            sent.status.is_in_force,
        )
        for sent in store.fetch_submissions()
        if sent.status in taken_in
    ]


def _revisions(store: Store, framework: Framework, indicators: Collection[str] | None) -> list[Revision]:
    """Return the first and the last value of each of the own area's figures that was restated.

    A correction between attempts at the return that first gave the figure is none: it was not yet anybody's.
    """
    first: dict[tuple[str, Period], float] = {}
    last: dict[tuple[str, Period], float] = {}
    for change in store.fetch_restatements(indicators=indicators):
        indicator = framework.by_code.get(change.series.indicator)
        if indicator is None or change.series.area != framework.area or change.series.breakdown:
            continue
        old, new = _value(indicator, change.old), _value(indicator, change.new)
        if old is None or new is None or _is_attempt(change):
            continue
        key = (indicator.code, change.period)
        first.setdefault(key, old)
        last[key] = new
    return [Revision(*key, old, last[key]) for key, old in first.items()]


def _is_attempt(change: Restatement) -> bool:
    # A return is for a quarter; an import is for as many months as it holds, and corrects what stood before.
    return change.corrects_own_period and change.submitted_for.length <= 3


def _value(indicator: Indicator, reading: StoredReading) -> float | None:
    if reading.numerator is None or not indicator.reports_denominator:
        return reading.numerator
    return reading.numerator / reading.denominator if reading.denominator else None


def chosen_editions(store: Store, quarter: Period) -> dict[str, Edition]:
    """Return by its key the widest edition that people chose for each text of a quarter.

    A choice about an action or a decision stands until another is made; a newer decision, like a quarter's new
    commentary, is another text, about which nobody has chosen yet.
    """
    decided = {decision_key(code): one.period for code, one in store.latest_decisions(quarter).items()}
    found: dict[str, Edition] = {}
    for choice in store.fetch_edition_choices(quarter):
        kind = choice.key.partition("/")[0]
        begins = decided.get(choice.key, choice.period) if kind == DECISION else choice.period
        if choice.period.last >= begins.last and (kind in STANDING_TEXTS or choice.period == quarter):
            found[choice.key] = Edition(choice.edition)
    return found

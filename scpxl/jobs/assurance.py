"""What the scorecard is told about the data itself: submissions, restatements, decisions."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

from scpxl.model.framework import Framework, Indicator
from scpxl.model.periods import Period
from scpxl.model.words import day_text
from scpxl.scorecard.board import DecisionLine
from scpxl.scorecard.escalation import Choice
from scpxl.scorecard.quality import Feed, Revision
from scpxl.store.interface import Store
from scpxl.store.records import Decision, Reading, Restatement, SubmissionKind, SubmissionStatus


class Told(NamedTuple):
    """The parts of a scorecard's record that are about the data."""

    decisions: tuple[DecisionLine, ...]
    feeds: tuple[Feed, ...]
    revisions: tuple[Revision, ...]

    def parts(self) -> dict[str, Any]:
        """Return them by the names the record has for them."""
        return self._asdict()


def fetch_told(
    store: Store, framework: Framework, period: Period, indicators: Collection[str] | None = None
) -> Told:
    """Return what the store knows about the data behind a period; of some indicators where named."""
    latest = store.latest_decisions(period)
    return Told(
        tuple(decision_line(framework, one) for code, one in latest.items() if code in framework.by_code),
        tuple(_feeds(store)),
        tuple(_revisions(store, framework, indicators)),
    )


def decision_line(framework: Framework, decision: Decision) -> DecisionLine:
    """Return a decision as a board reads it."""
    indicator = framework.by_code.get(decision.indicator)
    quarter = decision.period.title.partition(":")[0]
    day = decision.recorded.date()
    choice = Choice(decision.decision)
    words = f"{choice.value.capitalize()}: {decision.by}, {day_text(day)}, for {quarter}. {decision.reason}"
    title = indicator.title if indicator else decision.indicator
    return DecisionLine(
        decision.indicator, title, quarter, choice.value, decision.by, decision.reason, day, words
    )


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


def _value(indicator: Indicator, reading: Reading) -> float | None:
    if reading.numerator is None or not indicator.reports_denominator:
        return reading.numerator
    return reading.numerator / reading.denominator if reading.denominator else None

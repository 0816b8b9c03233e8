"""What people decided about exceptions: every decision is kept, the last one by a period stands."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from scpxl.model.periods import Period
from scpxl.privacy.guard import Use
from scpxl.store.database import Store
from scpxl.store.events import event_of, insert_event
from scpxl.store.values import moment_text, to_moment


class Decision(NamedTuple):
    """What was decided about an indicator in a period, by whom, and why."""

    indicator: str
    period: Period
    decision: str
    by: str
    reason: str
    recorded: datetime


_INSERT = """
INSERT INTO decision (indicator, first_month, length, decision, decided_by, reason, recorded)
VALUES (?, ?, ?, ?, ?, ?, ?)
"""
_FETCH = """
SELECT indicator, first_month, length, decision, decided_by, reason, recorded FROM decision
WHERE (:indicator IS NULL OR indicator = :indicator)
AND (:last IS NULL OR first_month + length - 1 <= :last)
ORDER BY first_month, id
"""


def save_decision(store: Store, decision: Decision) -> None:
    """Keep a decision; earlier ones stay."""
    period = decision.period
    with store.writing() as connection:
        connection.execute(
            _INSERT,
            (decision.indicator, period.first, period.length, decision.decision, decision.by, decision.reason,
             moment_text(decision.recorded)),
        )  # fmt: skip
        words, uses = "{indicator}: {decision}, by {by}: {reason}", {"by": Use.NAME, "reason": Use.TEXT}
        event = event_of(decision.recorded, "decided", words, decision._asdict(), period=period, uses=uses)
        insert_event(connection, event)


def fetch_decisions(
    store: Store, until: Period | None = None, indicator: str | None = None
) -> list[Decision]:
    """Return the decisions for periods up to the end of one, in the order of their periods.

    A name or reason that the guard withholds is not shown.
    """
    limits = {"indicator": indicator, "last": until.last if until else None}
    return [
        shown_decision(
            store, Decision(code, Period(first, length), decision, by, reason, to_moment(recorded))
        )
        for code, first, length, decision, by, reason, recorded in store.rows(_FETCH, limits)
    ]


def shown_decision(store: Store, decision: Decision) -> Decision:
    """Return a decision as it may be shown."""
    year = decision.recorded.year
    return decision._replace(
        by=store.guard.shown(decision.by, year, Use.NAME), reason=store.guard.shown(decision.reason, year)
    )


def latest_decisions(store: Store, until: Period) -> dict[str, Decision]:
    """Return by indicator the decision that stands at the end of a period: the last one made for it or before."""
    return {decision.indicator: decision for decision in fetch_decisions(store, until)}

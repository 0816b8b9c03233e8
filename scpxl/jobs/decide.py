"""Which exceptions there are, what is suggested, and what people decide about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from scpxl.errors import NotFoundError, SetUpError
from scpxl.jobs.folder import Folder
from scpxl.jobs.lookup import find_indicator
from scpxl.jobs.record import decision_line, decisions_in_force, fetch_behind
from scpxl.model.framework import Edition, IndicatorKind
from scpxl.model.periods import Period, to_month
from scpxl.scorecard.board import DecisionLine, ExceptionLine
from scpxl.scorecard.build import build_cards
from scpxl.scorecard.exceptions import Choice, list_exceptions, open_decisions
from scpxl.store.interface import Store
from scpxl.store.records import Decision


@dataclass(frozen=True)
class Exceptions:
    """The exceptions of a period in their order, and decisions still open about what is no longer one."""

    period: Period
    lines: tuple[ExceptionLine, ...]
    standing: tuple[DecisionLine, ...]


def list_for_decision(folder: Folder, period: Period) -> Exceptions:
    """Return what there is to decide about, the most serious first, each with what was last decided."""
    with folder.record_to_read() as store:
        return _list(store, folder, period)


def decide(
    folder: Folder, code: str, period: Period, choice: Choice, by: str, reason: str, now: datetime | None = None
) -> tuple[DecisionLine, ExceptionLine | None]:  # fmt: skip
    """Keep what was decided about an indicator; return it, and the exception it is about, if it is one.

    A decision may be about what is no exception: people know more than a rule.  It is in the quarters that
    follow until another is made.  Raises NotFoundError where the framework has no such indicator, SetUpError
    where nobody or nothing is named, or the quarter has not begun.
    """
    framework = folder.framework
    indicator = find_indicator(framework, code)
    if indicator.kind is IndicatorKind.CONTEXT:
        raise NotFoundError(
            f"{indicator.code} ({indicator.title}) is context for rates, not on the scorecard: there is nothing to decide."
        )
    by, reason = (" ".join(text.split()) for text in (by, reason))
    if not by or not reason:
        lacking = "who decided: --by NAME" if not by else "why: --reason TEXT"
        raise SetUpError(f"Say {lacking}. A decision is kept with the name and the reason.")
    if period.first > to_month(folder.today.year, folder.today.month):
        raise SetUpError(f"{period.title} has not begun. Decide about a quarter there are figures of.")
    made = Decision(indicator.code, period, choice.value, by, reason, now or datetime.now(UTC))
    with folder.open_record() as store:
        made = store.save_decision(made)
        found = _list(store, folder, period)
    line = next((one for one in found.lines if one.indicator == indicator.code), None)
    return decision_line(framework, made), line


def decisions_about(folder: Folder, code: str, period: Period) -> tuple[DecisionLine, ...]:
    """Return every decision about an indicator up to a period, the first one first."""
    indicator = find_indicator(folder.framework, code)
    with folder.record_to_read() as store:
        found = store.fetch_decisions(period, indicator.code)
    return tuple(decision_line(folder.framework, one) for one in found)


def _list(store: Store, folder: Folder, period: Period) -> Exceptions:
    framework = folder.framework
    latest = decisions_in_force(store, framework, period)
    cards = build_cards(framework, fetch_behind(store, framework, period), period, Edition.PARTNERSHIP)
    lines = list_exceptions(cards, latest)
    standing = open_decisions(latest.values(), [line.indicator for line in lines])
    return Exceptions(period, lines, standing)

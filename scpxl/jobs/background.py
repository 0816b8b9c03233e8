"""What is known of one indicator beside its figures: earlier versions, what was published, its grade, decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from scpxl.jobs.assurance import decision_line, fetch_told
from scpxl.jobs.changes import source_text, value_text
from scpxl.jobs.since import since_last_published
from scpxl.model.framework import Framework
from scpxl.model.observations import Observation
from scpxl.model.periods import YEAR, Period
from scpxl.model.words import day_text
from scpxl.scorecard.board import ChangedLine, DecisionLine, ExceptionLine, QualityLine
from scpxl.scorecard.build import Record, grade_data
from scpxl.scorecard.exceptions import list_exceptions
from scpxl.scorecard.model import IndicatorCard
from scpxl.scorecard.results import to_plain
from scpxl.store.interface import Store


class Version(NamedTuple):
    """A figure that was restated: what it was and where that was typed, and what came instead."""

    period: str
    was: str
    was_in: str
    now: str
    now_in: str
    made: str
    """The day the newer value came."""


@dataclass(frozen=True)
class Background:
    """The past of an indicator's figures, and what stands beside them."""

    versions: tuple[Version, ...]
    """Restated figures of the two years behind, in the order in which they were restated."""
    changed: ChangedLine | None
    """What of the last publication that differs is no longer so of this indicator."""
    changed_words: str
    quality: QualityLine | None
    exception: ExceptionLine | None
    """Why it is on the list of exceptions; its place there is the whole dashboard's to say, and 0 here."""
    decisions: tuple[DecisionLine, ...]
    """Every decision up to the period, the first one first."""

    def to_json(self) -> dict[str, Any]:
        """Return the same facts for machines."""
        return {
            "versions": [one._asdict() for one in self.versions],
            "changed": to_plain(self.changed),
            "quality": to_plain(self.quality),
            "exception": to_plain(self.exception),
            "decisions": to_plain(self.decisions),
        }


NO_BACKGROUND = Background((), None, "", None, None, ())


def fetch_background(
    store: Store, framework: Framework, period: Period, card: IndicatorCard,
    observations: Sequence[Observation], today: date,
) -> Background:  # fmt: skip
    """Return what is known of an indicator of the own area beside its figures."""
    code = card.code
    told = fetch_told(store, framework, period.last_quarter, [code])
    record = Record(observations, feeds=told.feeds, revisions=told.revisions)
    since = since_last_published(store, framework, period, [card], only=code)
    quality = grade_data(framework, record, [framework.by_code[code]], period, today)
    decisions = store.fetch_decisions(period.last_quarter, code)
    latest = {one.indicator: one for one in told.decisions}
    exceptions = [replace(one, place=0) for one in list_exceptions([card], latest)]
    return Background(
        versions=tuple(_versions(store, framework, period, code)),
        changed=since.lines[0] if since and since.lines else None,
        changed_words=f"Since {since.period.partition(':')[0]} was published on {day_text(since.published)}:"
        if since
        else "",
        quality=quality[0] if quality else None,
        exception=exceptions[0] if exceptions else None,
        decisions=tuple(decision_line(framework, one) for one in decisions),
    )


def _versions(store: Store, framework: Framework, period: Period, code: str) -> list[Version]:
    return [
        Version(
            change.period.code,
            value_text(change.old),
            source_text(change.old),
            value_text(change.new),
            source_text(change.new),
            day_text(change.made.date()),
        )
        for change in store.fetch_restatements(indicators=[code])
        if change.series.area == framework.area
        and not change.series.breakdown
        and period.last - 2 * YEAR < change.period.last <= period.last
    ]

"""Submissions of an invented partner, and the whole content of a store as text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from scpxl.checks.catalogue import finding
from scpxl.model.documents import ActionRecord, CommentaryRecord, ExplanationRecord
from scpxl.model.observations import Marker, Observation, Source
from scpxl.model.periods import Period, month_code
from scpxl.returns.cells import CellRef
from scpxl.returns.findings import Finding, ReturnVerdict
from scpxl.store.records import Brought, NewSubmission, SavedSubmission, SubmissionKind
from scpxl.store.sqlite import SqliteStore

Q3, Q4 = Period.quarter(2017, 3), Period.quarter(2017, 4)
BARNET = "E09000003"
BURGLARY = "BUR-01"
RECEIVED = datetime(2018, 4, 20, 9, 30, tzinfo=UTC)


def months_of(
    period: Period, values: Sequence[float | Marker], indicator: str = BURGLARY, area: str = BARNET
) -> list[Observation]:
    """Return a monthly series from the first month of a period on; a marker stands for a missing number."""
    found = []
    for step, value in enumerate(values):
        month = Period(period.first + step, 1)
        source = Source(sheet="Measures", cell=f"{chr(ord('F') + step)}12")
        number, marker = (None, value) if isinstance(value, Marker) else (value, Marker.NONE)
        found.append(Observation(indicator, area, "", "", month, number, None, marker, source))
    return found


def sending(
    content: str,
    verdict: ReturnVerdict = ReturnVerdict.ACCEPTED,
    period: Period = Q4,
    partner: str = "met",
    *,
    kind: SubmissionKind = SubmissionKind.RETURN,
    framework_version: str = "2017-18.1",
    days_later: int = 0,
) -> NewSubmission:
    """Return a sending of a file whose bytes are the content's."""
    return NewSubmission(
        partner=partner,
        period=period,
        sha256=sha256(content.encode()).hexdigest(),
        file=f"{content}.xlsx",
        verdict=verdict,
        received=RECEIVED + timedelta(days=days_later),
        framework_version=framework_version,
        figures=3,
        kind=kind,
        signed_name="A. Commander",
        signed_role="Borough Commander",
        signed_date=date(2018, 4, 14),
    )


def comment(words: str, period: Period = Q4) -> CommentaryRecord:
    """Return what a partner says of an objective."""
    return CommentaryRecord(
        "met", period, "O1", words, "why", "doing", "", "OFFICIAL", Source(sheet="Commentary", cell="C5")
    )


def action(reference: str, period: Period = Q4, due: date | None = date(2018, 6, 30)) -> ActionRecord:
    """Return a row of a partner's action plan."""
    return ActionRecord(
        "met", period, reference, "O1", "Target hardening", "Neighbourhood inspector", due, "In progress",
        0.4, "Amber", "Two streets late", "Forty homes done", Source(sheet="Actions", cell="A5"),
    )  # fmt: skip


def explanation() -> ExplanationRecord:
    """Return why a figure is as it is."""
    source = Source(sheet="Measures", cell="V12")
    return ExplanationRecord("met", Q4, BURGLARY, "Seasonal", "Dark evenings.", source)


def negative() -> Finding:
    """Return a finding a partner has to correct."""
    return finding("NEGATIVE", [CellRef("Measures", 11, 5), CellRef("Measures", 12, 5)], value=-3)


def save_months(store: SqliteStore, content: str, values: Sequence[float | Marker]) -> SavedSubmission:
    """Store an accepted return for 2017-18 Q4 with a month's figure each."""
    return store.save_submission(sending(content), Brought(months_of(Q4, values)))


def figures_by_month(observations: Sequence[Observation]) -> dict[str, float | Marker]:
    """Return the numbers by month; for a missing one, its marker."""
    return {
        month_code(o.period.first): o.marker if o.numerator is None else o.numerator for o in observations
    }


def dump(store: SqliteStore) -> str:
    """Return all that the store holds."""
    return "\n".join(store.connection.iterdump())

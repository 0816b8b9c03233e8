"""What we tell a partner about a return: where, what was found, and what to do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

from scpxl.privacy.guard import Guard
from scpxl.privacy.quoting import Quote
from scpxl.privacy.quoting import revealed as words_revealed
from scpxl.returns.cells import CellRef, address_list


class Severity(StrEnum):
    """Whether the return can be stored as it is."""

    MUST_FIX = "must fix"
    EXPLAIN = "explain"
    NOTE = "note"


class Stage(StrEnum):
    """The order in which findings are told: the first question is whether it is our form at all."""

    FILE = "file"
    FORM = "form"
    IDENTITY = "identity"
    STRUCTURE = "structure"
    VALUES = "values"
    SUMS = "sums"
    QUERIES = "queries"
    TIDIED = "tidied"


_STAGE_ORDER = {stage: place for place, stage in enumerate(Stage)}
_SEVERITY_ORDER = {severity: place for place, severity in enumerate(Severity)}


class Exemption(StrEnum):
    """Why a finding that would hold the return up, or ask something, does neither."""

    NO = ""
    WAIVER = "waiver"
    TRIAL = "trial"
    TOLERANCE = "tolerance"


class ReturnVerdict(StrEnum):
    """The answer's first line."""

    ACCEPTED = "Accepted"
    WITH_QUERIES = "Accepted with queries"
    RETURNED = "Returned"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to correct, to explain, or to know."""

    code: str
    severity: Severity
    stage: Stage
    fact: str
    advice: str
    cells: tuple[CellRef, ...] = ()
    let_by: Exemption = Exemption.NO
    """Set on a note that would be more, were it not for a waiver, a trial or a tolerance."""
    quotes: tuple[Quote, ...] = field(default=(), repr=False)
    """What was entered and is withheld from the words, in the order in which it would be there."""

    @property
    def where(self) -> str:
        """The cells concerned, as partners read addresses."""
        return address_list(self.cells)

    def __str__(self) -> str:
        text = " ".join(part for part in (self.fact, self.advice) if part)
        return f"{self.where}  {text}" if self.cells else text


def reveal_findings(findings: Iterable[Finding], guard: Guard, year: int | None) -> tuple[Finding, ...]:
    """Return findings as they may be shown: what a guard lets through of what they withhold is put back.

    `year` is that of the return.  For showing only: what is kept stays as it was made.
    """
    return tuple(_revealed(found, guard, year) if found.quotes else found for found in findings)


def _revealed(found: Finding, guard: Guard, year: int | None) -> Finding:
    fact, advice = words_revealed((found.fact, found.advice), found.quotes, guard, year)
    return replace(found, fact=fact, advice=advice)


def findings_in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings as they are listed: by stage, severity, then place; one line per distinct problem."""
    merged: dict[tuple[str, str, str, str, tuple[Quote, ...]], Finding] = {}
    for found in findings:
        sheet = found.cells[0].sheet if found.cells else ""
        same = (found.code, sheet, found.fact, found.advice, found.quotes)
        if same in merged:
            merged[same] = replace(merged[same], cells=merged[same].cells + found.cells)
        else:
            merged[same] = found
    return tuple(
        sorted(
            merged.values(),
            key=lambda f: (_STAGE_ORDER[f.stage], _SEVERITY_ORDER[f.severity], f.cells[:1], f.code),
        )
    )


def verdict_on(findings: Iterable[Finding]) -> ReturnVerdict:
    """Return the verdict the findings add up to."""
    gravities = {found.severity for found in findings}
    if Severity.MUST_FIX in gravities:
        return ReturnVerdict.RETURNED
    return ReturnVerdict.WITH_QUERIES if Severity.EXPLAIN in gravities else ReturnVerdict.ACCEPTED

"""Every check, one record per code: what is found, how serious it is, what to do, and what follows from that.

A finding is made by `finding(code, cells, **facts)`, and nowhere is a message written in another way.  Partners read
these words; keep them kind and exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from scpxl.checks.catalogue.files import FILES, FLAT_TABLES
from scpxl.checks.catalogue.questions import PERSONAL, QUESTIONS
from scpxl.checks.catalogue.record import Check, Ours, ShownAs
from scpxl.checks.catalogue.values import READ_AS, VALUES
from scpxl.privacy.guard import STRICT, Use
from scpxl.privacy.quoting import fields_of, say_guarded
from scpxl.returns.cells import CellRef
from scpxl.returns.findings import Finding

CHECKS: Mapping[str, Check] = {
    check.code: check for check in (*FILES, *VALUES, *QUESTIONS, *PERSONAL, *FLAT_TABLES, *READ_AS)
}
"""The checks by code, in the order in which they are listed."""

WAIVABLE = tuple(code for code, check in CHECKS.items() if not check.why_not_waivable)
"""Those that can be waived or put on trial."""

ABOUT_INDICATORS = frozenset(code for code in WAIVABLE if CHECKS[code].of_indicators)
"""Those of them that a waiver may name an indicator for."""

TOLERANT: Mapping[str, str] = {code: check.against for code, check in CHECKS.items() if check.against}
"""Those that take a tolerance, each with what an indicator must have for it to say anything."""

_USES = {"file": Use.FILE, "action": Use.REFERENCE}
"""What a fact is for, by its name, where it is not simply what is in a cell."""
_LONGEST = {"value": 60, "heading": 60, "row": 60, "found": 120}
"""Facts that are entered by people are cut after so many characters."""

_EXAMPLES: Mapping[str, object] = {
    "file": "met 2017-18-Q4.xlsx",
    "title": "Burglary",
    "sheet": "Measures",
    "sheets": "Start, Measures, Wards",
    "when": "Mar 2018",
    "value": "about 30",
    "example": 30,
    "row": "BUR-01",
    "heading": "Mar 2018",
    "detail": "a part of it is missing",
    "column": "column V",
    "span": "12 months",
    "range": "310–422",
    "part": "ward",
    "parts": "wards",
    "not_known": "Ward not known",
}
"""What a fact is in an example, where it means the same in every check."""


def facts_of(check: Check) -> tuple[str, ...]:
    """Return the names of the facts that a check's words hold, each once."""
    return tuple(dict.fromkeys((*fields_of(check.fact), *fields_of(check.advice))))


def finding(code: str, cells: Iterable[CellRef] = (), **facts: object) -> Finding:
    """Return a finding in the words of its check.

    Whatever of the facts may identify somebody is withheld here, for every code alike: from a message
    nobody has thought of yet as well.

    >>> str(finding("NEGATIVE", [CellRef("Measures", 11, 5)], value=-3))
    'Measures!F12  -3 is negative. Enter a number of 0 or more.'
    >>> finding("NOT_A_NUMBER", value="ask Jane 07700 900123", example=30).fact
    "'[withheld]' is not a number."
    """
    check = CHECKS[code]
    said = say_guarded((check.fact, check.advice), facts, _USES, _LONGEST)
    return Finding(
        code=code,
        severity=check.severity,
        stage=check.stage,
        fact=said.words[0],
        advice=said.words[1],
        cells=tuple(map(_shown, cells)),
        quotes=said.quotes,
    )


def _shown(cell: CellRef) -> CellRef:
    # The sheet of a file of figures has whatever name, and that of a CSV is the file's.
    return cell._replace(sheet=STRICT.shown(cell.sheet, None, Use.FILE))


def example_of(code: str) -> Finding:
    """Return a finding of a code, made with example facts.

    Raises KeyError where there is no example of a fact that the code's words name.

    >>> str(example_of("ABOVE_RANGE")).partition(" If")[0]
    'Measures!S12  Burglary: 604 for Mar 2018 is above its usual range over the last 12 months (310–422).'
    """
    check = CHECKS[code]
    facts = {
        name: check.example[name] if name in check.example else _EXAMPLES[name] for name in facts_of(check)
    }
    return finding(code, [check.at] if check.at else (), **facts)


def why_not(rule: str) -> str:
    """Return why a check can be neither waived nor put on trial; blank where it can.

    Raises KeyError where there is no such check.

    >>> why_not("BLANK"), why_not("FILE_ENCRYPTED")
    ('', 'the file cannot be read, or is not safe to read')
    """
    return CHECKS[rule].why_not_waivable


def checked_by_us() -> tuple[str, ...]:
    """Return, for the form's own list, what it cannot check itself: each reason once."""
    return tuple(dict.fromkeys(check.live.why for check in CHECKS.values() if isinstance(check.live, Ours)))


def form_code(code: str) -> str:
    """Return the code as which the form shows a check.

    >>> form_code("NOT_YET_KNOWN"), form_code("NEGATIVE")
    ('NOT_A_NUMBER', 'NEGATIVE')
    """
    live = CHECKS[code].live
    return live.code if isinstance(live, ShownAs) else code

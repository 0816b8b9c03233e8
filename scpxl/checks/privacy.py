"""What in a return may identify somebody: asked to be removed, and never repeated."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from scpxl.checks.catalogue import finding
from scpxl.model.framework import Framework
from scpxl.privacy.guard import STRICT, WITHHELD, Guard, Use
from scpxl.privacy.kinds import FoundKind
from scpxl.privacy.own import Own, to_own
from scpxl.returns.answers import use_of
from scpxl.returns.cells import CellRef
from scpxl.returns.findings import Finding, Severity
from scpxl.returns.form import Answer, ReturnForm
from scpxl.returns.normalise import read_text, show
from scpxl.returns.raw import CellValue, RawReturn

PERSONAL: dict[FoundKind, str] = {
    FoundKind.BIRTH: "PERSONAL_BIRTH",
    FoundKind.NHS: "PERSONAL_NHS",
    FoundKind.NI: "PERSONAL_NI",
    FoundKind.POSTCODE: "PERSONAL_POSTCODE",
    FoundKind.EMAIL: "PERSONAL_EMAIL",
    FoundKind.PHONE: "PERSONAL_PHONE",
    FoundKind.ADDRESS: "PERSONAL_ADDRESS",
    FoundKind.VEHICLE: "PERSONAL_VEHICLE",
    FoundKind.DOCUMENT: "PERSONAL_DOCUMENT",
    FoundKind.NAME: "PERSONAL_NAME",
}
"""The code of what is said of a text, by the kind of what was found in it."""

_CODES = frozenset(PERSONAL.values())


def own_of(framework: Framework) -> Own:
    """Return what is the partnership's own: its mailboxes, its words, and what `public_contacts` lists."""
    return to_own(
        framework.public_contacts,
        (framework.contact_email, *(partner.email for partner in framework.partners)),
        (framework.partnership, framework.contact, *_names_in(framework)),
    )


def _names_in(framework: Framework) -> Iterator[str]:
    for area in framework.areas:
        yield from (area.code, area.name, *area.other_names)
    for partner in framework.partners:
        yield from (partner.code, partner.name, partner.contact)
    for objective in framework.objectives:
        yield from (objective.code, objective.title, objective.short_title, objective.lead)
    for indicator in framework.indicators:
        yield from (indicator.code, indicator.title, *indicator.tags)
    for group in framework.benchmarks:
        yield group.title
    for breakdown in framework.breakdowns:
        yield breakdown.title
    for item in framework.items:
        yield item.title
    for waiver in framework.waivers:
        yield waiver.approved_by


def admitted(found: Finding, answer: str) -> Finding:
    """Return a finding of personal data as a note where Start says that naming somebody cannot be avoided.

    `answer` is that to "Does this return name or identify anyone?".  No, or none, changes nothing: what
    looks like somebody's is then still to be removed.  The text is withheld all the same.
    """
    if answer != "Yes" or found.code not in _CODES:
        return found
    advice = (
        "Start says that this cannot be avoided. We withhold the text until somebody here has cleared it."
    )
    return replace(found, severity=Severity.NOTE, advice=advice)


def check_privacy(raw: RawReturn, form: ReturnForm, guard: Guard = STRICT) -> Iterator[Finding]:
    """Yield a finding for each text and each kind of thing in it that may identify somebody.

    Looked at is everything that is kept as it was written: free text, and who signed the return off.  A
    text that a person has cleared has none.
    """
    year = form.period.last // 12
    for table in form.tables:
        found = raw.tables.get(table.sheet)
        free = [c.key for c in table.columns if c.answer in {Answer.TEXT, Answer.LONG_TEXT}]
        for row in found.rows if found else ():
            for key in free:
                place = row.columns.get(key)
                value = row.values[place] if place is not None else None
                if value is not None:
                    yield from _in_cell(value, row.cell(key).ref, year, use_of(key), guard)
    for question in form.questions:
        cell = raw.start.get(question.key)
        if cell is not None and question.answer is Answer.TEXT:
            yield from _in_cell(cell.value, cell.ref, year, use_of(question.key), guard)


def _in_cell(value: CellValue, ref: CellRef, year: int, use: Use, guard: Guard) -> Iterator[Finding]:
    typed = value if isinstance(value, str) else show(value)
    kinds = guard.kinds(typed, year, use)
    if kinds and not guard.is_cleared(read_text(value).text):
        for kind in kinds:
            yield finding(PERSONAL[kind], [ref])
    elif typed.strip() == WITHHELD:
        yield finding("STILL_WITHHELD", [ref])


def findings_of_quotes(findings: Iterable[Finding], guard: Guard, year: int | None) -> Iterator[Finding]:
    """Yield a note, at all the cells concerned, where findings withhold something of what they quote."""
    cells: dict[CellRef, None] = {}
    kinds: set[FoundKind] = set()
    for found in findings:
        held = [quote for quote in found.quotes if guard.withholds(quote.text, year, quote.use)]
        of_cells = [quote for quote in held if quote.use is not Use.FILE]
        if of_cells:
            cells |= dict.fromkeys(found.cells)
        kinds |= {kind for quote in of_cells for kind in guard.kinds(quote.text, year, quote.use)}
    if kinds:
        yield finding("QUOTES_WITHHELD", cells, kinds=_listed(kinds))


def findings_of_name(name: str, guard: Guard, year: int | None = None) -> Iterator[Finding]:
    """Yield a note where a file's name may identify somebody."""
    if guard.withholds(name, year, Use.FILE):
        yield finding("FILE_NAME_WITHHELD", kinds=_listed(set(guard.kinds(name, year, Use.FILE))))


def _listed(kinds: set[FoundKind]) -> str:
    return ", ".join(kind for kind in FoundKind if kind in kinds)

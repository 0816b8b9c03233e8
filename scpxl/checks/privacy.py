"""Free text that looks as if somebody could be known by it.  What it says is never repeated."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from scpxl.returns.findings import Finding, Severity
from scpxl.returns.form import Answer, ReturnForm
from scpxl.returns.messages import finding
from scpxl.returns.raw import RawReturn

_EMAIL = re.compile(r"[\w.+%-]+@[\w-]+(\.[\w-]+)+")
_PHONE = re.compile(
    r"(?<![\d.,/£])(?:(?:\+|00)44[ -]?(?:\(0\)[ -]?)?[1-9]|\(?0[1-9])(?:[ ()-]{0,2}\d){8,9}(?![\d,/])"
)
_NHS = re.compile(r"(?<![\d.,/£])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\d,/])")
_NI = re.compile(
    r"\b(?!BG|GB|NK|KN|TN|NT|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b",
    re.IGNORECASE,
)
_AREAS = (  # noqa: SIM905  (124 strings in quotes would fill the page)
    "AB AL B BA BB BD BF BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE DG DH DL DN DT DY E EC EH EN EX "
    "FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW KY L LA LD LE LL LN LS LU M ME MK ML N NE NG "
    "NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS "
    "TW UB W WA WC WD WF WN WR WS WV YO ZE"
).split()
"""Every postcode area there is: what merely has the shape of a postcode is none."""
_POSTCODE = re.compile(r"\b([A-Za-z]{1,2})(\d[A-Za-z\d]?)( ?)(\d[ABD-HJLNP-UW-Zabd-hjlnp-uw-z]{2})\b")
_ORDINAL = re.compile(r"\d(st|nd|rd|th)", re.IGNORECASE)
_DATE = r"\d{1,2}(?:[/.-]\d{1,2}[/.-]|(?:st|nd|rd|th)? (?:of )?[A-Za-z]{3,9},? )(?:19\d\d|20\d\d|\d\d)\b"
_SAID_BIRTH = re.compile(rf"\b(?:d\.?o\.?b\.?|date of birth|born)\b[^\d\n]{{0,12}}{_DATE}", re.IGNORECASE)
_NAME_AND_DATE = re.compile(rf"\b[A-Z][a-z'’-]+ [A-Z][A-Za-z'’-]+[ ,(:–-]{{1,4}}({_DATE})")
_TELLING = re.compile(r"[\d@]")
_LONG_NUMBER = re.compile(r"\d[\d ()-]{8,}")
_NI_NUMBER = re.compile(r"\d\d ?\d\d ?\d\d ?[A-Da-d]")
_INWARD = re.compile(r"\d[A-Za-z]{2}")
_YEAR = re.compile(r"\d\d\b")
"""The part of each that is found fast; only where it is there is the whole looked for."""
YOUNGEST = 10
"""A date this many years back or more, after a name, is taken for a date of birth; a later one for an event's."""


def has_nhs_number(text: str) -> bool:
    """Return whether the text holds ten digits whose last is the check digit of an NHS number.

    >>> has_nhs_number("Seen under 943 476 5919."), has_nhs_number("Seen under 943 476 5918.")
    (True, False)
    """
    return any(_is_nhs_number(re.sub(r"\D", "", found.group())) for found in _NHS.finditer(text))


def _is_nhs_number(digits: str) -> bool:
    # The repeated digit passes the check and is nobody's number.
    if len(set(digits)) == 1 or digits[0] == "0":
        return False
    rest = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(digits[:9])) % 11
    return rest != 10 and rest % 11 == int(digits[9])


def has_postcode(text: str) -> bool:
    """Return whether the text holds a full postcode; a district alone, such as EN5, names nobody.

    >>> has_postcode("a flat in EN5 4XY"), has_postcode("all of EN5"), has_postcode("since Q1 2nd week")
    (True, False, False)
    """
    return any(_is_postcode(*found.groups()) for found in _POSTCODE.finditer(text))


def _is_postcode(area: str, district: str, blank: str, inward: str) -> bool:
    if area.upper() not in _AREAS:
        return False
    whole = area + district + inward
    return whole.isupper() or (bool(blank) and not _ORDINAL.fullmatch(inward))


def _has_birth(text: str, year: int) -> bool:
    if not _YEAR.search(text):
        return False
    if _SAID_BIRTH.search(text):
        return True
    for found in _NAME_AND_DATE.finditer(text):
        written = re.search(r"\d+$", found.group(1))
        if written and len(written.group()) == 4 and int(written.group()) <= year - YOUNGEST:
            return True
    return False


def _has_at(text: str) -> bool:
    return "@" in text


KINDS: dict[str, tuple[Callable[[str], object], Callable[[str], object]]] = {
    "PERSONAL_EMAIL": (_has_at, _EMAIL.search),
    "PERSONAL_PHONE": (_LONG_NUMBER.search, _PHONE.search),
    "PERSONAL_NHS": (_LONG_NUMBER.search, has_nhs_number),
    "PERSONAL_NI": (_NI_NUMBER.search, _NI.search),
    "PERSONAL_POSTCODE": (_INWARD.search, has_postcode),
}
"""By code: what is found fast and must be there, and what decides."""


def personal_in(text: str, year: int) -> list[str]:
    """Return the codes of what a text seems to hold; `year` is that of the return.

    >>> personal_in("J.Smith@example.org rang.", 2018), personal_in("John Smith, 01/02/1990, was seen.", 2018)
    (['PERSONAL_EMAIL'], ['PERSONAL_BIRTH'])
    """
    # Whatever tells somebody apart has a digit or an @, which most sentences have not.
    if not _TELLING.search(text):
        return []
    found = [code for code, (hint, holds) in KINDS.items() if hint(text) and holds(text)]
    return [*found, "PERSONAL_BIRTH"] if _has_birth(text, year) else found


def admitted(found: Finding, answer: str) -> Finding:
    """Return a finding of personal data as a note where Start says that naming somebody cannot be avoided.

    `answer` is that to "Does this return name or identify anyone?".  No, or none, changes nothing: what
    looks like somebody's is then still to be taken out.
    """
    if answer != "Yes" or not found.code.startswith("PERSONAL_"):
        return found
    return replace(found, severity=Severity.NOTE, advice="Start says that this cannot be avoided.")


def check_privacy(raw: RawReturn, form: ReturnForm) -> Iterator[Finding]:
    """Yield a finding for each cell of free text and each kind of thing that may identify somebody."""
    for table in form.tables:
        found = raw.tables.get(table.sheet)
        free = [c.key for c in table.columns if c.answer in {Answer.TEXT, Answer.LONG_TEXT}]
        for row in found.rows if found else ():
            for key in free:
                place = row.columns.get(key)
                value = row.values[place] if place is not None else None
                if isinstance(value, str):
                    for code in personal_in(value, form.period.last // 12):
                        yield finding(code, [row.cell(key).ref])

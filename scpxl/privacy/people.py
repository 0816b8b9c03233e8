"""E-mail addresses, days as people write them, dates of birth, and names that say themselves to be names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from scpxl.privacy.kinds import Found, FoundKind, Pattern
from scpxl.privacy.vocabulary import FIRST_NAMES, NEVER_SURNAMES, NOT_NAMES, OF_A_ROLE, ROLES, SURNAMES_TOO

_MONTHS = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY, _MONTH, _YEAR = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])", r"(?:(?:19|20)\d\d|\d\d)"
_LONG_YEAR = r"(?:19|20)\d\d"
DATE = (
    rf"(?:{_LONG_YEAR}[-/.]{_MONTH}[-/.]{_DAY}(?!\d)"
    rf"|{_DAY} ?[/.-] ?{_MONTH} ?[/.-] ?{_YEAR}(?!\d)"
    rf"|{_DAY} {_MONTH} {_LONG_YEAR}(?!\d)"
    rf"|{_DAY}(?:st|nd|rd|th)?[ .-]?(?:of )?{_MONTHS}[ .,'-]{{1,2}}{_YEAR}(?!\d)"
    rf"|{_DAY}{_MONTHS}{_YEAR}(?!\d)"
    rf"|{_MONTHS}\.? {_DAY}(?:st|nd|rd|th)?,? {_YEAR}(?!\d))"
)
"""A day, month and year, in whichever way and order; to be compiled without regard to case."""
_OF_MONTHS = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
LIKE_A_DATE = Pattern(
    r"\d ?[ /.-] ?\d\d? ?[ /.-] ?\d"
    rf"|\d(?:st|nd|rd|th)?[ .-]?(?:of )?{_OF_MONTHS}"
    rf"|{_OF_MONTHS}[a-z]{{0,6}}\.? \d\d?(?!\d)",
    re.IGNORECASE,
)
"""Without one of these there is no `DATE`, which is long: most texts have none and are told apart by this alone."""
YOUNGEST, OLDEST = 10, 105
"""So many years before a text was written a day after a name is taken for a date of birth; later ones are events'."""
_UNKNOWN = 2018
"""The year a text is taken to be of where nobody knows."""
_LONE = Pattern(rf"\W*(?:{DATE})(?: 00:00(?::00)?)?\W*", re.IGNORECASE)


def written_year(written: str, year: int | None) -> int:
    """Return the year of a written day; two digits are of the last hundred years.

    >>> written_year("1990-02-01", 2018), written_year("01.02.90", 2018), written_year("1 Feb 12", 2018)
    (1990, 1990, 2012)
    """
    first = re.match(r"(?:19|20)\d\d(?=[-/.])", written)
    digits = first[0] if first else re.findall(r"\d+", written)[-1]
    if len(digits) >= 4:
        return int(digits[-4:])
    now = year or _UNKNOWN
    century = now - now % 100
    return century + int(digits[-2:]) - (100 if int(digits[-2:]) > now % 100 else 0)


def is_old_enough(written: str, year: int | None) -> bool:
    """Return whether who was born on a written day would be of an age to be written about.

    >>> is_old_enough("01/02/1990", 2018), is_old_enough("31/03/2018", 2018)
    (True, False)
    """
    now = year or _UNKNOWN
    return now - OLDEST <= written_year(written, year) <= now - YOUNGEST


def is_lone_old_day(text: str) -> bool:
    """Return whether a text is nothing but a day that lies long back.

    >>> is_lone_old_day("01/02/1990"), is_lone_old_day("31/03/2018"), is_lone_old_day("on 01/02/1990")
    (True, False, False)
    """
    if not LIKE_A_DATE.search(text) or not _LONE.fullmatch(text):
        return False
    return is_old_enough(text.strip().removesuffix("00:00").strip(), None)


_LOCAL = r"[\w][\w.+%'&-]*"
_EMAIL = Pattern(rf"(?<![\w.+-])({_LOCAL})( ?)@( ?)([\w-]+(?: ?\.{{1,2}} ?[\w-]+)*\.[ ]?[A-Za-z]{{2,}})")
_OPEN, _SHUT = r"[(\[{<]", r"[)\]}>]"
_DOT = rf"(?: ?\. ?| ?{_OPEN} ?(?:dot|\.) ?{_SHUT} ?| dot )"
_SPELLED = Pattern(
    rf"(?<![\w.+-])({_LOCAL}(?: dot {_LOCAL})*) ?(?:({_OPEN}) ?(?:at|@) ?{_SHUT}| at ) ?"
    rf"([\w-]+(?:{_DOT}[\w-]+)*{_DOT}(?:com|org|net|uk|gov|edu|info|eu|ie|me|io|co))\b",
    re.IGNORECASE,
)
_SPELLED_AT, _SPELLED_DOT = Pattern(r"\bat\b", re.IGNORECASE), Pattern(r"[(\[{<] ?at|\bdot\b", re.IGNORECASE)
_NOT_BOXES = frozenset(
    "look looked see seen found is are available hosted page site online us me on by follow tweet tweets via cc from".split()  # noqa: SIM905
)

_SAID = Pattern(
    r"(?<![A-Za-z])(?:d\.?[ ]?o\.?[ ]?b\b\.?|date[ -]of[ -]birth|birth ?date|birth ?day|(born)\b|(b\.?(?= ?\d)))"
    rf"([^\d]{{0,30}}?)({DATE}|\d{{8}}(?!\d)|\d{{6}}(?!\d))",
    re.IGNORECASE,
)
_BIRTH_WORD = Pattern(r"d\.? ?o\.? ?b\b|birth|born|\bb\b", re.IGNORECASE)
_WHOLE_YEAR, _SHORT_YEAR = Pattern(r"(?:19|20)\d\d"), Pattern(r"(?:[/.-]|[a-z] )\d\d(?!\d)", re.IGNORECASE)
_OF_MANY = Pattern(r"\b(?:before|after|between|since|until|by|from|need|for|of a)\b", re.IGNORECASE)
_NOT_BORN = Pattern(
    r"\b(?:scheme|project|initiative|operation|partnership|service|team|idea|unit|board|forum|programme|campaign|"
    r"strategy|plan|hub|charity|group|panel|network|borough|council|streets)\b[^.;]{0,40}$",
    re.IGNORECASE,
)
_NAME = r"(?:[^\W\d_a-z](?:[^\W\d_]|['-](?=[^\W\d_]))+)"
_INITIAL = r"(?:[A-Z]\.?)"
_BETWEEN = r"[ ,(:;\[-]{1,4}(?:aged? \d{1,3},? ?)?(?:dob:? ?)?"
_WHO_AND_DAY = Pattern(
    rf"(?<![\w-])(?<!\w')((?:{_NAME}|{_INITIAL}(?: ?{_INITIAL})?)(?:,? {_NAME}| ?{_INITIAL}){{0,2}},? ?{_NAME}){_BETWEEN}((?i:{DATE}))"
)
_DAY_AND_WHO = Pattern(rf"(?<![\d/.-])((?i:{DATE}))[ ,:;)\]-]{{1,4}}(({_NAME}) (?:{_INITIAL} )?{_NAME})")

_PARTICLE = r"(?:(?:de|da|di|du|van|von|der|den|ter|el|al|bin|ben|ibn|la|le|dos|O|St|Mac|Mc)[ '-]){0,3}"
PEOPLE = Pattern(
    r"\b(?:mr|mrs|ms|miss|mx|messrs|dr|prof|professor|revd?|reverend|imam|rabbi|pastor|sir|dame|lady|lord|w?p\.?c|pcso|t?dc|dci|ds|di|ps|sgt|"
    r"sergeant|insp|inspector|constable|victim|suspect|offender|perpetrator|complainant|informant|witness|resident|tenant|"
    r"patient|neighbour|nominal|defendant|accused|client|pupil|child|boy|girl|man|woman|male|female|mother|father|son|"
    r"daughter|wife|husband|brother|sister|carer|landlord|deceased|named|called|known|name)(?=\b|\d)",
    re.IGNORECASE,
)
"""Words beside which a name is looked for."""
_TITLE = Pattern(
    r"(?<![\w-])(?<!\w')(?:(Mr|Mrs|Ms|Miss|Mx|Messrs|Dr|Prof|Professor|Revd?|Reverend|Imam|Rabbi|Pastor"
    r"|MR|MRS|MS|MISS|MX|DR|PROF|REVD?|mr|mrs|ms|miss|dr)\.?[ ]?(?<=[ .])"
    r"(?:(?:and|&|AND) (?:Mr|Mrs|Ms|Miss|Dr|MRS|MR)\.? )?"
    rf"(?:{_INITIAL} ?){{0,3}}({_PARTICLE}{_NAME})"
    rf"|(mr|mrs)\.? (?:and mrs |& mrs )?(?:[a-z]\.? )?([a-z][a-z'-]{{2,}}))"
)
_HONOURED = Pattern(rf"(?<![\w-])(?<!\w')(?:Sir|Dame|Lady|Lord) ({_NAME}) (?:{_INITIAL} )?({_NAME})")
_PLAIN_TITLES = {"mr", "mrs", "mx", "messrs"}
_NOT_MR = {"speaker", "chairman", "chair", "president", "mayor", "justice", "punch", "vice", "right"}
"""After these titles hardly anything is not a name; after others much is: Ms Teams, Miss Out, Dr Foster's figures."""
_NOT_TITLED = NOT_NAMES - SURNAMES_TOO
_OFFICER = Pattern(
    r"(?<![\w-])(?<!\w')(W?P\.?C|PCSO|T?DC|PS|DS|DI|DCI|Sgt|Sergeant|Insp|Inspector|Constable)\.?(?: | ?(?=\d))"
    rf"(\d{{1,5}}[A-Z]{{0,2}} )?(?:{_INITIAL} )?({_NAME})(?: ({_NAME}))?"
)
_CALLED = Pattern(
    r"\b(?i:victim|suspect|offender|perpetrator|complainant|informant|witness|resident|tenant|patient|neighbour|nominal|"
    r"defendant|accused|client|pupil|child|boy|girl|man|woman|male|female|mother|father|son|daughter|wife|husband|"
    r"brother|sister|carer|landlord|deceased|named|called|known as|name is|name)(?:'s)?(?: name)?(?: is| was| named| called)?"
    rf"[ ,:;(-]{{1,3}}({_NAME}) (?:{_INITIAL} )?({_NAME})",
)


def emails(text: str) -> Iterator[Found]:
    """Yield e-mail addresses, also spelled out; a mailbox named for what it is for is nobody's."""
    spelled = _SPELLED_AT.search(text) and _SPELLED_DOT.search(text)
    if "@" not in text and not spelled:
        return
    for found in _EMAIL.finditer(text):
        # In 'follow us @example.org' the word before is nobody's mailbox.
        lone_sign = bool(found[2]) and not found[3] and found[1].casefold() in _NOT_BOXES
        if not lone_sign and not _is_role(found[1]):
            yield Found(FoundKind.EMAIL, found.start(), found.end())
    for found in _SPELLED.finditer(text) if spelled or "@" in text else ():
        words = found[3].casefold()
        said = bool(found[2]) or " dot " in words or "dot" in re.split(r"\W+", words)
        if said and found[1].casefold() not in _NOT_BOXES and not _is_role(found[1]):
            yield Found(FoundKind.EMAIL, found.start(), found.end())


def _is_role(local: str) -> bool:
    words = [word for word in re.split(r"[._\-' &%]+|\bdot\b", local.casefold().partition("+")[0]) if word]
    return bool(words) and (all(word in ROLES for word in words) or any(word in OF_A_ROLE for word in words))


def births(text: str, year: int | None) -> Iterator[Found]:
    """Yield dates said to be of a birth, and days beside a name that make the named old enough.

    `year` is when the text was written, as far as it is known.
    """
    for found in _SAID.finditer(text) if _BIRTH_WORD.search(text) else ():
        born, short, between, day = found[1], found[2], found[3], found[4]
        if born and (
            _OF_MANY.search(between) or _NOT_BORN.search(text[max(0, found.start() - 60) : found.start()])
        ):
            continue
        # Six or eight digits together are a day only after the plainest words; so is a lone b.
        if (born or short) and day.isdigit():
            continue
        if short and not is_old_enough(day, year):
            continue
        yield Found(FoundKind.BIRTH, found.start(), found.end())
    if not _has_old_year(text, year) or not LIKE_A_DATE.search(text):
        return
    for found in _WHO_AND_DAY.finditer(text):
        if _is_somebodys(found[1], found[2], year):
            yield Found(FoundKind.BIRTH, found.start(), found.end(), found.span(1))
    for found in _DAY_AND_WHO.finditer(text):
        words = _words(found[2])
        known = found[3].casefold() in FIRST_NAMES and not NOT_NAMES.intersection(words)
        if known and is_old_enough(found[1], year):
            yield Found(FoundKind.BIRTH, found.start(), found.end(), found.span(2))


def _has_old_year(text: str, year: int | None) -> bool:
    """Whether any year in a text lies long enough back, or is written with two digits."""
    return bool(_SHORT_YEAR.search(text)) or any(
        is_old_enough(found[0], year) for found in _WHOLE_YEAR.finditer(text)
    )


def _words(names: str) -> list[str]:
    return [word for word in re.split(r"[ ,.-]+", names.casefold()) if word]


def _is_somebodys(names: str, day: str, year: int | None) -> bool:
    words = _words(names)
    known = words[0] in FIRST_NAMES or (len(words) > 1 and words[-1] in FIRST_NAMES and "," in names)
    if NOT_NAMES.intersection(words) - ({words[0], *SURNAMES_TOO} if known else set()):
        return False
    # Two digits may be any year: then the name must be one we know.
    if not re.search(r"(?:19|20)\d\d", day) and not (known and written_year(day, year) < 2000):
        return False
    return is_old_enough(day, year)


def titled_names(text: str) -> Iterator[Found]:
    """Yield names after a title or a rank, and full names after a word such as victim.

    A single letter, as in Mr X, hides the name and is none.
    """
    first = PEOPLE.search(text)
    # A name stands after the word: "Signed off by (name)" has none.
    if first is None or not any(map(str.isalnum, text[first.end() :])):
        return
    for found in _TITLE.finditer(text):
        title, name = (found[1], found[2]) if found[1] else (found[3], found[4])
        word = name.casefold().split()[-1]
        lower = not found[1]
        if word in NEVER_SURNAMES or word in (_NOT_MR if title.casefold() in _PLAIN_TITLES else _NOT_TITLED):
            continue
        if title == "MS" and not name.isupper():
            continue
        # A small ms may be milliseconds, a small dr a drive, at the end of a sentence.
        if not lower and title.islower() and title not in {"mr", "mrs"} and text[found.end(1)] == ".":
            continue
        yield Found(FoundKind.NAME, found.start(), found.end())
    for found in _OFFICER.finditer(text):
        names = [name for name in (found[3], found[4]) if name]
        if names[0].casefold() not in NOT_NAMES and not names[0].isupper():
            yield Found(FoundKind.NAME, found.start(), found.end())
    for found in (*_CALLED.finditer(text), *_HONOURED.finditer(text)):
        if found[1].casefold() in FIRST_NAMES and found[2].casefold() not in NOT_NAMES:
            yield Found(FoundKind.NAME, found.start(1), found.end())

"""Telephone, NHS and National Insurance numbers, and those of documents, accounts and cards."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from scpxl.privacy.kinds import Found, FoundKind, Pattern

_GROUP = Pattern(r"\d+")
_BETWEEN = Pattern(r"[ ().\-/]{1,4}")
"""What may separate the groups of one number."""
_WEB = Pattern(r"(?:https?://|www\.)[^\s?]+|\b[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/[^\s?]+", re.IGNORECASE)
_DAY, _MONTH = r"(?:0?[1-9]|[12]\d|3[01])", r"(?:0?[1-9]|1[0-2])"
_WRITTEN_DAY = Pattern(
    rf"(?<![\d.])(?:{_DAY}[/.-]{_MONTH}[/.-](?:(?:19|20)\d\d|\d\d)|(?:19|20)\d\d[/.-]{_MONTH}[/.-]{_DAY})(?!\d)"
)
_REFERENCE = Pattern(
    r"\b(?:ref(?:erence)?|order|invoice|po|purchase order|uprn|usrn|serial|job|ticket|incident|crime|cris|cad|"
    r"log|urn|contract|charity|company|vat|isbn|issn|grant|asset|item|batch|cost code|code)"
    r"(?:[ .:#]|\bno\b|\bnumber\b|\bis\b){0,4}$",
    re.IGNORECASE,
)
"""Says that the number after it is a thing's, not a person's."""
_O_FOR_ZERO = Pattern(r"(?<![A-Za-z0-9])[Oo](?=7\d{3})")
_BLOTTED_OR_MONEY = ("£", "$", "€", "_")
_PART_OF = Pattern(r"\d[.,/-]$|(?<![A-Za-z])(?!(?:TEL|MOB|PHONE|FAX|CALL|NHS)[/-])[A-Z]{1,8}[-/]$")
_REST = Pattern(r"\.\d|%| ?per cent")
_SAID_PHONE = Pattern(
    r"\b(?:tel|telephone|phone|mob|mobile|ring|rang|rings|call|called|calls|text|texted|contact|number|no)\b\W{0,12}$",
    re.IGNORECASE,
)
_PUBLIC = ("3", "8", "9")
"""How numbers begin, after the 0, that are no person's: 03, 08, 09."""
_AREA_NOT_KNOWN = Pattern(
    r"\b(?:tel|telephone|phone|mob|mobile|landline)\b(?:[ :.(#-]|no\b|number\b|is\b|on\b){1,6}"
    r"(?!(?:19|20)\d\d[ -](?:19|20)\d\d)(\d{3,4}[ -]?\d{4}|\d{6})(?![\d,/])",
    re.IGNORECASE,
)
_SAID_NHS = Pattern(r"\bnhs\b(?:[ .:#(-]|\bno\b|\bnum(?:ber)?\b|\bis\b|\bwas\b|\bof\b){0,6}$", re.IGNORECASE)
_NHS_SHAPES = {(10,), (3, 3, 4), (3, 7), (6, 4)}
_NHS_BEGINS = {shape[0] for shape in _NHS_SHAPES}
_GAP = r"[ .\-/]{0,3}"
_NI = Pattern(
    rf"(?<![A-Za-z0-9])([A-Z]{{2}}|(?-i:[A-Z] [A-Z]))({_GAP})\d{{2}}{_GAP}\d{{2}}{_GAP}\d{{2}}{_GAP}[A-D](?![A-Za-z0-9])",
    re.IGNORECASE,
)
_NI_SAID = Pattern(
    rf"\b(?:ni|nino|national insurance)\b(?:[ .:#(-]|\bno\b|\bnumber\b|\bis\b){{0,6}}"
    rf"[A-Z]{{2}}{_GAP}\d{{2}}{_GAP}\d{{2}}{_GAP}\d{{2}}(?!\d)",
    re.IGNORECASE,
)
_NI_FIRST, _NI_SECOND = set("ABCEGHJKLMNOPRSTWXYZ"), set("ABCEGHJKLMNPRSTWXYZ")
_NEVER_NI = {"BG", "GB", "NK", "KN", "TN", "NT", "ZZ"}
_NI_OF_EXAMPLES = "QQ"
"""Given to nobody, and written by people who mean one."""
_WORDS_OF_TWO = {"at", "by", "as", "am", "an", "we", "he", "me", "my"}
_LIKE_A_DOCUMENT = Pattern(r"\d{6}|\d{4}[ -]?\d{4}|\d\d/\d\d")
"""Without one of these no number below is there."""
_PASSPORT = Pattern(r"\bpassport\b[^\d]{0,20}?[A-Z]?\d{8,9}(?!\d)", re.IGNORECASE)
_LICENCE = Pattern(
    r"(?<![A-Za-z0-9])[A-Z][A-Z9]{4} ?\d{6} ?[A-Z9]{2} ?\d[A-Z]{2}(?![A-Za-z0-9])", re.IGNORECASE
)
_BANK = Pattern(
    r"\b(?:sort code|account|a/c)\b.{0,40}?\b\d{2}[- ]\d{2}[- ]\d{2}\b.{0,40}?\b\d{8}\b"
    r"|\b(?:account|a/c)\b.{0,20}?\b\d{8}\b.{0,40}?\b\d{2}[- ]\d{2}[- ]\d{2}\b",
    re.IGNORECASE,
)
_IBAN = Pattern(r"\bGB\d{2} ?[A-Z]{4} ?\d{4} ?\d{4} ?\d{4} ?\d{2}\b", re.IGNORECASE)
_CARD = Pattern(r"(?<![\d.,])\d{4}([ -]?)\d{4}\1\d{4}\1\d{4}(?!\d)")
_POLICE = Pattern(
    r"\b(?:pnc|cro)\b(?:[ .:#(-]|\bid\b|\bno\b|\bnumber\b|\bis\b){0,6}\d{2,6}/\d{2,7}[A-Z]\b", re.IGNORECASE
)

_Group = tuple[int, int, str]


def without_web(text: str) -> str:
    """Return a text with addresses of the web blotted out, each by as many characters."""
    return _WEB.sub(lambda found: "_" * len(found[0]), text) if "/" in text or "www" in text else text


def _without_days(text: str) -> str:
    return _WRITTEN_DAY.sub(lambda found: "_" * len(found[0]), text)


def _groups(text: str) -> list[_Group]:
    return [(found.start(), found.end(), found[0]) for found in _GROUP.finditer(text)]


def _runs(text: str, begins: Callable[[_Group], bool]) -> Iterator[list[_Group]]:
    """Yield, for each group of digits that begins as wanted, it and those after it that may be of the same number."""
    groups = _groups(text)
    for place, first in enumerate(groups):
        if not begins(first):
            continue
        run = [first]
        for group in groups[place + 1 : place + 13]:
            if not _BETWEEN.fullmatch(text[run[-1][1] : group[0]]):
                break
            run.append(group)
        yield run


def _begins_inside(text: str, start: int) -> bool:
    """Whether what begins there is the rest of something: an amount, a decimal, a reference."""
    before = text[max(0, start - 12) : start]
    return before[-1:] in _BLOTTED_OR_MONEY or bool(_PART_OF.search(before))


def _goes_on(text: str, end: int) -> bool:
    """Whether what ends there is but the beginning of a decimal, or a percentage."""
    return bool(_REST.match(text[end : end + 9]))


def phone_digits(written: str) -> str:
    """Return a number's digits as they are dialled within the country.

    >>> phone_digits("+44 (0)20 7946 0123"), phone_digits("0044 7700 900123"), phone_digits("101")
    ('02079460123', '07700900123', '101')
    """
    digits = re.sub(r"\D", "", written)
    if written.lstrip("( ").startswith("+44") or digits.startswith("0044"):
        digits = digits.removeprefix("00").removeprefix("44")
        return "0" + digits.removeprefix("0")
    if len(digits) == 12 and digits.startswith("447"):
        return "0" + digits[2:]
    return digits


def phones(text: str) -> Iterator[Found]:
    """Yield the telephone numbers of people: not 03, 08 and 09, nor the short ones."""
    text = _O_FOR_ZERO.sub("0", _without_days(text))
    taken = -1
    plus = "+" in text
    for run in _runs(text, lambda group: plus or group[2][0] in "04"):
        start = run[0][0]
        if start < taken:
            continue
        international = _plus_before(text, start)
        if international < 0 and _begins_inside(text, start):
            continue
        before = text[max(0, start - 30) : start]
        said = bool(_SAID_PHONE.search(before))
        # A plus sign that is no country's stands before a number as any other sign may.
        end = (_end_of_phone(run, abroad=True, said=said) if international >= 0 else 0) or _end_of_phone(
            run, abroad=False, said=said
        )
        if end and not _goes_on(text, end) and not _is_of_a_thing(before, text[start:end]):
            taken = end
            yield Found(FoundKind.PHONE, international if international >= 0 else start, end)
    for found in _AREA_NOT_KNOWN.finditer(text):
        if found.start(1) >= taken:
            yield Found(FoundKind.PHONE, found.start(1), found.end(1))


def _is_of_a_thing(before: str, number: str) -> bool:
    """Whether a number without blanks, and unlike a handset's, comes after a word such as reference or order."""
    return number.isdigit() and not number.startswith("07") and bool(_REFERENCE.search(before))


def _plus_before(text: str, start: int) -> int:
    """Return where the plus sign of a number stands; -1 where there is none."""
    before = re.search(r"\+[ (]?$", text[max(0, start - 2) : start])
    return start - len(before[0]) if before else -1


def _end_of_phone(run: Sequence[_Group], *, abroad: bool, said: bool) -> int:
    """Return where the number that begins a run ends; 0 where it is none.

    Where a word such as ring is `said` before it, its digits may stand one by one.
    """
    digits = ""
    for count, (_, end, group) in enumerate(run, 1):
        digits += group
        lengths = [len(one[2]) for one in run[:count]]
        if _is_phone(digits, [2] if said and lengths.count(1) > 5 else lengths, abroad=abroad):
            return end
        if len(digits) > 15:
            break
    return 0


def _is_phone(digits: str, lengths: Sequence[int], *, abroad: bool) -> bool:
    if abroad and not digits.startswith("44"):
        return 10 <= len(digits) <= 15 and not digits.startswith("0")
    if abroad or digits.startswith("0044"):
        inland = digits.removeprefix("00").removeprefix("44").removeprefix("0")
        return _is_inland(inland)
    if digits.startswith("447") and len(digits) == 12:
        return min(lengths) > 1
    if not digits.startswith("0") or not _is_inland(digits[1:]):
        return False
    # A row of small figures is none; (0)7700 900123 is one.
    rest = lengths[1:] if lengths[0] == 1 and len(lengths) > 1 else lengths
    return min(rest) > 1 and (len(digits) == 11 or rest[0] >= 4)


def _is_inland(number: str) -> bool:
    """Whether the digits after the 0 are those of a line or a handset."""
    if not number or number[0] in _PUBLIC or number[0] not in "127":
        return False
    return len(number) == 10 or (len(number) == 9 and number[0] == "1")


def nhs_numbers(text: str) -> Iterator[Found]:
    """Yield ten digits whose last is the check digit of an NHS number, or that are said to be one."""
    text = _without_days(text)
    is_spoken_of = "nhs" in text.casefold()
    for run in _runs(text, lambda group: is_spoken_of or len(group[2]) in _NHS_BEGINS):
        start, digits = run[0][0], ""
        if _begins_inside(text, start):
            continue
        for count, (_, end, group) in enumerate(run, 1):
            digits += group
            if len(digits) < 10:
                continue
            shape = tuple(len(one[2]) for one in run[:count])
            said = bool(_SAID_NHS.search(text[max(0, start - 30) : start]))
            if (
                len(digits) == 10
                and not _goes_on(text, end)
                and _is_nhs(text, start, digits, shape, said=said)
            ):
                yield Found(FoundKind.NHS, start, end)
            break


def _is_nhs(text: str, start: int, digits: str, shape: tuple[int, ...], *, said: bool) -> bool:
    if said:
        return True
    if shape not in _NHS_SHAPES or not has_nhs_check_digit(digits):
        return False
    return len(shape) > 1 or not _is_of_a_thing(text[max(0, start - 30) : start], digits)


def has_nhs_check_digit(digits: str) -> bool:
    """Return whether ten digits end in the check digit of an NHS number.

    >>> has_nhs_check_digit("9434765919"), has_nhs_check_digit("9434765918")
    (True, False)
    """
    # The repeated digit passes the check and is nobody's number.
    if len(set(digits)) == 1 or digits[0] == "0":
        return False
    rest = 11 - sum(int(digit) * (10 - place) for place, digit in enumerate(digits[:9])) % 11
    return rest != 10 and rest % 11 == int(digits[9])


def ni_numbers(text: str) -> Iterator[Found]:
    """Yield National Insurance numbers; without the last letter only where they are said to be one."""
    for found in _NI.finditer(text):
        letters, gap = found[1], found[2]
        if letters.islower() and gap and letters in _WORDS_OF_TWO:
            continue
        prefix = letters.replace(" ", "").upper()
        proper = prefix[0] in _NI_FIRST and prefix[1] in _NI_SECOND and prefix not in _NEVER_NI
        if proper or prefix == _NI_OF_EXAMPLES:
            yield Found(FoundKind.NI, found.start(), found.end())
    for found in _NI_SAID.finditer(text):
        yield Found(FoundKind.NI, found.start(), found.end())


def documents(text: str) -> Iterator[Found]:
    """Yield the numbers of passports, driving licences, accounts, cards and police records."""
    if not _LIKE_A_DOCUMENT.search(text):
        return
    for pattern in (_PASSPORT, _LICENCE, _BANK, _IBAN, _POLICE):
        for found in pattern.finditer(text):
            yield Found(FoundKind.DOCUMENT, found.start(), found.end())
    for found in _CARD.finditer(text):
        if _has_card_check_digit(re.sub(r"\D", "", found[0])):
            yield Found(FoundKind.DOCUMENT, found.start(), found.end())


def _has_card_check_digit(digits: str) -> bool:
    doubled = [sum(divmod(2 * int(d), 10)) if place % 2 == 0 else int(d) for place, d in enumerate(digits)]
    return sum(doubled) % 10 == 0 and len(set(digits)) > 1

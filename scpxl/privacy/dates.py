"""Days as people write them, and whether one is likely somebody's date of birth."""

from __future__ import annotations

import re

from scpxl.privacy.patterns import Pattern

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


def year_of(written: str, year: int | None) -> int:
    """Return the year of a written day; two digits are of the last hundred years.

    >>> year_of("1990-02-01", 2018), year_of("01.02.90", 2018), year_of("1 Feb 12", 2018)
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
    return now - OLDEST <= year_of(written, year) <= now - YOUNGEST


def is_lone_old_day(text: str) -> bool:
    """Return whether a text is nothing but a day that lies long back.

    >>> is_lone_old_day("01/02/1990"), is_lone_old_day("31/03/2018"), is_lone_old_day("on 01/02/1990")
    (True, False, False)
    """
    if not LIKE_A_DATE.search(text) or not _LONE.fullmatch(text):
        return False
    return is_old_enough(text.strip().removesuffix("00:00").strip(), None)

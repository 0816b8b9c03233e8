"""How numbers, days, months, lists and plurals are written: the only place that says so, for every room."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache, lru_cache

_EXACT = Context(prec=400)
"""Room for every double, written out."""
_EXACTLY = 10**15
"""Whole numbers below it have no more digits than Excel keeps."""
_PLAINLY = 1e10
"""Up to it the fifteen digits that are kept are far finer than what decides how a number is rounded."""
_NEAR_A_HALF = 0.001
_KEPT = 2**14
"""A dashboard writes most of its numbers more than once: by month ends, in tables and in sentences."""


@lru_cache(maxsize=_KEPT)
def rounded(value: float, places: int = 0) -> str:
    """Return a number to so many decimal places, thousands marked: a half goes away from zero, as Excel shows it.

    Excel keeps 15 significant digits of a number and rounds those, so what a sentence says and what the cell
    beside it shows are the same.  The minus sign is a plain hyphen; zero has none.

    >>> rounded(19212.5), rounded(-2.45, 1), rounded(1.005, 2), rounded(-0.04, 1)
    ('19,213', '-2.5', '1.01', '0.0')
    """
    if -_EXACTLY < value < _EXACTLY:
        if not places and value == (whole := int(value)):
            return f"{whole:,}"
        # Well away from a half every way of rounding says the same, and this one is the quickest.
        scaled = abs(value) * 10**places
        if scaled < _PLAINLY and abs(scaled % 1 - 0.5) > _NEAR_A_HALF:
            text = f"{value:,.{places}f}"
            return text if text[0] != "-" or any(digit in "123456789" for digit in text) else text[1:]
    kept = Decimal(f"{value:.15g}")
    text = f"{kept.quantize(_unit(places), ROUND_HALF_UP, _EXACT):,f}"
    return text if text[0] != "-" or any(digit in "123456789" for digit in text) else text[1:]


def as_given(value: float, figures: int = 10) -> str:
    """Return a number as it was given, to so many significant figures; a whole one as it is.

    The minus sign is a true one.  Only what takes more digits than Excel keeps is written as a power of ten.  There are no
    words for what is no number.

    >>> as_given(8825001.0), as_given(0.3), as_given(12345678901.0), as_given(-12.5), as_given(math.nan)
    ('8,825,001', '0.3', '12,345,678,901', '−12.5', '')
    >>> as_given(0.0336412, 4), as_given(3577.25, 4), as_given(0.00001234, 4)
    ('0.03364', '3,577', '0.00001234')
    """
    if not math.isfinite(value):
        return ""
    if abs(value) >= _EXACTLY or 0 < abs(value) < 1 / _EXACTLY:
        return f"{value:g}".replace("-", "−")
    if value == int(value):
        return rounded(value).replace("-", "−")
    places = max(0, figures - 1 - math.floor(math.log10(abs(value))))
    text = rounded(value, places)
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace("-", "−")


@cache
def _unit(places: int) -> Decimal:
    return Decimal(1).scaleb(-places)


def count_of(number: int, thing: str, things: str = "") -> str:
    """Return a number of things.

    >>> count_of(1, "indicator"), count_of(3, "indicator")
    ('1 indicator', '3 indicators')
    """
    return f"{number:,} {thing if number == 1 else things or thing + 's'}"


def capital(words: str) -> str:
    """Return words as they begin a sentence; only the first letter changes.

    >>> capital("joint 9th of 32, in London"), capital("")
    ('Joint 9th of 32, in London', '')
    """
    return words[:1].upper() + words[1:]


def are(number: int) -> str:
    """Return the verb that goes with a number of things.

    >>> are(1), are(3)
    ('is', 'are')
    """
    return "is" if number == 1 else "are"


def listed(words: Sequence[str], last: str = "and") -> str:
    """Return words as a list in a sentence.

    >>> listed(["A"]), listed(["A", "B", "C"]), listed(["x", "z"], "or")
    ('A', 'A, B and C', 'x or z')
    """
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else ""


def listed_first(words: Sequence[str], most: int) -> str:
    """Return the first of many words as a list in a sentence, and how many more there are.

    >>> listed_first(["A", "B", "C", "D"], 2), listed_first(["A", "B"], 2)
    ('A, B and 2 more', 'A and B')
    """
    return listed(words if len(words) <= most else [*words[:most], f"{len(words) - most} more"])


def ordinal(number: int) -> str:
    """Return a rank as it is said.

    >>> [ordinal(n) for n in (1, 2, 3, 4, 11, 12, 13, 21, 32)]
    ['1st', '2nd', '3rd', '4th', '11th', '12th', '13th', '21st', '32nd']
    """
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def day_text(day: date) -> str:
    """Return a day as it is written in a sentence.

    >>> day_text(date(2018, 5, 2))
    '2 May 2018'
    """
    return f"{day.day} {day:%b %Y}"


def full_day_text(day: date) -> str:
    """Return a day with its month in full, as in a letter.

    >>> full_day_text(date(2018, 4, 2))
    '2 April 2018'
    """
    return f"{day.day} {day:%B %Y}"


def digits_of_day(day: date) -> str:
    """Return a day in digits, as it is entered on a form.

    >>> digits_of_day(date(2018, 4, 2))
    '02/04/2018'
    """
    return f"{day:%d/%m/%Y}"


def name_of_moment(moment: datetime, *, seconds: bool = False) -> str:
    """Return a day and time as they are part of a file's name, in the order of time.

    >>> name_of_moment(datetime(2018, 4, 2, 9, 30)), name_of_moment(datetime(2018, 4, 2, 9, 30, 5), seconds=True)
    ('2018-04-02 0930', '2018-04-02 093005')
    """
    return f"{moment:%Y-%m-%d %H%M%S}" if seconds else f"{moment:%Y-%m-%d %H%M}"


def moment_text(moment: datetime) -> str:
    """Return a day and time.

    >>> moment_text(datetime(2018, 4, 2, 9, 30))
    '2 Apr 2018 09:30'
    """
    return f"{day_text(moment)} {moment:%H:%M}"


MONTH_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def month_label(month: int) -> str:
    """Return a month, counted from the year 0, as people read it.

    >>> month_label(2018 * 12 + 2)
    'Mar 2018'
    """
    return f"{MONTH_NAMES[month % 12]} {month // 12}"


def month_code(month: int) -> str:
    """Return a month as machines read it.

    >>> month_code(2018 * 12 + 2)
    '2018-03'
    """
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def months_text(months: Sequence[int]) -> str:
    """Return months as short as can be read.

    >>> months_text([24216, 24217, 24218]), months_text([24195])
    ('Jan–Mar 2018', 'Apr 2016')
    """
    if not months:
        return ""
    runs = [[months[0]]]
    for month in months[1:]:
        if month == runs[-1][-1] + 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    return ", ".join(_run_text(run[0], run[-1]) for run in runs)


def _run_text(first: int, last: int) -> str:
    if first == last:
        return month_label(first)
    if first // 12 == last // 12:
        return f"{MONTH_NAMES[first % 12]}–{month_label(last)}"
    return f"{month_label(first)} – {month_label(last)}"


def months_listed(months: Sequence[int]) -> str:
    """Return months as a list in a sentence, the year after the last month of each.

    >>> months_listed((24216, 24217, 24218))
    'Jan, Feb and Mar 2018'
    """
    ends = {month // 12: month for month in months}
    return listed(
        [month_label(month) if ends[month // 12] == month else MONTH_NAMES[month % 12] for month in months]
    )


def withheld_words(number: int) -> str:
    """Return how many texts are withheld, as a sentence; whose they are is not said.

    >>> withheld_words(1), withheld_words(3)
    ('1 text is withheld because it may identify somebody.', '3 texts are withheld because they may identify somebody.')
    """
    verb, they = ("is", "it") if number == 1 else ("are", "they")
    return f"{count_of(number, 'text')} {verb} withheld because {they} may identify somebody."


def in_sentence(title: str) -> str:
    """Return a title as it is within a sentence; what begins with several capitals keeps them.

    >>> in_sentence("Type of home"), in_sentence("ASB type")
    ('type of home', 'ASB type')
    """
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


def plural(thing: str) -> str:
    """Return several of a thing, by the rules of English spelling.

    >>> plural("ward"), plural("local authority"), plural("parish"), plural("LSOA")
    ('wards', 'local authorities', 'parishes', 'LSOAs')
    """
    if thing.endswith("y") and thing[-2:-1] not in set("aeiou"):
        return f"{thing[:-1]}ies"
    return f"{thing}es" if thing.endswith(("s", "x", "z", "ch", "sh")) else f"{thing}s"


def possessive(thing: str) -> str:
    """Return a thing's own.

    >>> possessive("district"), possessive("boroughs")
    ("district's", "boroughs'")
    """
    return f"{thing}'" if thing.endswith("s") else f"{thing}'s"

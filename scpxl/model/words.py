"""Small wordings that every room uses, and the one way in which numbers are rounded to be read."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache

_EXACT = Context(prec=400)
"""Room for every double, written out."""
_EXACTLY = 10**15
"""Whole numbers below it have no more digits than Excel keeps."""


def rounded(value: float, places: int = 0) -> str:
    """Return a number to so many decimal places, thousands marked: a half goes away from zero, as Excel shows it.

    Excel keeps 15 significant digits of a number and rounds those, so what a sentence says and what the cell
    beside it shows are the same.  The minus sign is a plain hyphen; zero has none.

    >>> rounded(19212.5), rounded(-2.45, 1), rounded(1.005, 2), rounded(-0.04, 1)
    ('19,213', '-2.5', '1.01', '0.0')
    """
    if not places and -_EXACTLY < value < _EXACTLY and value == (whole := int(value)):
        return f"{whole:,}"
    kept = Decimal(f"{value:.15g}")
    text = f"{kept.quantize(_unit(places), ROUND_HALF_UP, _EXACT):,f}"
    return text if text[0] != "-" or any(digit in "123456789" for digit in text) else text[1:]


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


def day_text(day: date) -> str:
    """Return a day as a sentence carries it.

    >>> day_text(date(2018, 5, 2))
    '2 May 2018'
    """
    return f"{day:%d %b %Y}".lstrip("0")


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

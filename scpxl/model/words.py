"""Small wordings that every room uses."""

from __future__ import annotations

from datetime import date


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

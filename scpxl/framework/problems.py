"""A mistake in the framework, named by table, entry and field, in words that say what to do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from scpxl.framework.tables import TABLE_BY_KEY, TABLES
from scpxl.words import listed

_TABLE_ORDER = {table.key: place for place, table in enumerate(TABLES)}
_LONGEST_LIST = 8
_LONGEST_QUOTE = 60


class FrameworkProblem(NamedTuple):
    """One thing to correct in the framework."""

    table: str
    """The key of its table; `framework` for the settings."""
    place: int
    """Which entry of the table it is, counted from zero."""
    entry: str
    """The entry's code; for a target its indicator and year, for a note its kind and first month."""
    field: str
    """The field concerned; blank where it is the entry as a whole, or the table."""
    fact: str
    advice: str

    @property
    def words(self) -> str:
        """What is wrong and what to do."""
        return f"{self.fact} {self.advice}".strip()

    def __str__(self) -> str:
        noun = TABLE_BY_KEY[self.table].noun if self.table in TABLE_BY_KEY else self.table
        return ": ".join(part for part in (f"{noun} {self.entry}".strip(), self.field, self.words) if part)


def in_table_order(problems: Iterable[FrameworkProblem]) -> tuple[FrameworkProblem, ...]:
    """Return problems by table, entry and field, as one would work through the sheets."""

    def order(problem: FrameworkProblem) -> tuple[int, int, int]:
        table = TABLE_BY_KEY.get(problem.table)
        keys = list(table.by_key) if table else []
        field = keys.index(problem.field) if problem.field in keys else -1
        return _TABLE_ORDER.get(problem.table, -1), problem.place, field

    return tuple(sorted(dict.fromkeys(problems), key=order))


def short_quote(text: str) -> str:
    """Return text in quotes, short enough for a message.

    >>> short_quote("mett"), len(short_quote("x" * 1000))
    ("'mett'", 62)
    """
    return repr(text if len(text) <= _LONGEST_QUOTE else f"{text[: _LONGEST_QUOTE - 1]}…")


def nearest(word: str, known: Iterable[str]) -> str:
    """Return the known word that was probably meant, or a blank.

    >>> nearest("lowr", ["higher", "lower", "neither"]), nearest("x", ["higher"])
    ('lower', '')
    """
    if len(word) > _LONGEST_QUOTE:
        return ""
    by_fold = {name.casefold(): name for name in known}
    import difflib

    close = difflib.get_close_matches(word.casefold(), by_fold, n=1)
    return by_fold[close[0]] if close else ""


def choose_from(word: str, choices: Iterable[str]) -> str:
    """Return the advice to choose: the choice probably meant, or a short list whole.

    >>> choose_from("lowr", ["higher", "lower", "neither"])
    'Did you mean lower?'
    >>> choose_from("up", ["higher", "lower", "neither"])
    'Write higher, lower or neither.'
    """
    known = list(choices)
    if meant := nearest(word, known):
        return f"Did you mean {meant}?"
    if not 0 < len(known) <= _LONGEST_LIST:
        return ""
    return f"Write {listed(known, 'or')}."

"""Sentences that quote what was entered: what may identify somebody is withheld as the sentence is made.

What was withheld goes with the sentence, apart from its words, so that it can be put back when a person
clears it.  A reader who forgets to ask shows `[withheld]`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from string import Formatter
from typing import NamedTuple

from scpxl.privacy.guard import STRICT, WITHHELD, Guard, Use
from scpxl.privacy.plain import one_line


class Quote(NamedTuple):
    """A text that was withheld from a sentence."""

    text: str
    use: Use = Use.VALUE


LONGEST_QUOTE = 1_000
"""Of what is quoted so many characters are looked through; fewer are shown."""


class GuardedWords(NamedTuple):
    """Sentences, and what was withheld from them, in the order in which it stood."""

    words: tuple[str, ...]
    quotes: tuple[Quote, ...] = ()


@cache
def fields_of(template: str) -> tuple[str, ...]:
    """Return the names a format string holds, each as often and in the order in which it stands.

    >>> fields_of("{value!r} is not {what}; {value} is.")
    ('value', 'what', 'value')
    """
    return tuple(name for _, name, *_ in Formatter().parse(template) if name)


def say_guarded(
    templates: Iterable[str],
    facts: Mapping[str, object],
    uses: Mapping[str, Use] | None = None,
    longest: Mapping[str, int] | None = None,
) -> GuardedWords:
    """Return sentences made of format strings and facts; of a fact that may identify somebody, none of it.

    `uses` says what a fact is for, where it is not a quoted value; `longest` after how many characters it
    is cut, once it was looked through whole.

    >>> say_guarded(["{value!r} is not a number."], {"value": "ask Jane 07700 900123"}).words
    ("'[withheld]' is not a number.",)
    """
    made = tuple(templates)
    shown: dict[str, object] = {}
    held: dict[str, Quote] = {}
    # A fact that no sentence names is shown nowhere and need not be looked through.
    for name in dict.fromkeys(name for template in made for name in fields_of(template)):
        fact = shown[name] = facts[name]
        if not isinstance(fact, str):
            continue
        quote = Quote(str(fact[:LONGEST_QUOTE]), (uses or {}).get(name, Use.VALUE))
        if STRICT.withholds(quote.text, None, quote.use):
            held[name] = quote
            shown[name] = STRICT.shown(quote.text, None, quote.use)
        else:
            # What is looked through is longer than what is shown, so that nothing is cut in two.
            shown[name] = shortened(fact, (longest or {}).get(name, LONGEST_QUOTE - 100))
    quotes = (
        tuple(held[name] for template in made for name in fields_of(template) if name in held) if held else ()
    )
    # What a value holds must neither begin a line of its own nor be obeyed by a terminal.
    return GuardedWords(tuple(one_line(template.format(**shown)) for template in made), quotes)


def shortened(text: str, longest: int) -> str:
    """Return a text of no more than so many characters.

    >>> shortened("as it is", 8), shortened("as it is", 7)
    ('as it is', 'as i…')
    """
    return text if len(text) <= longest else text[: longest - 3] + "…"


def in_short(text: str, longest: int, use: Use = Use.VALUE) -> str:
    """Return a text among others in a sentence: withheld where it must be, else no more than so many characters.

    It is looked through before it is cut: half a number would be missed, and shown.

    >>> in_short("Our notes", 40), in_short("Mrs Jones", 40)
    ('Our notes', '[withheld]')
    """
    return shortened(STRICT.shown(text, None, use), longest)


def revealed(
    words: Sequence[str], quotes: Sequence[Quote], guard: Guard, year: int | None
) -> tuple[str, ...]:
    """Return sentences with whatever of the withheld the guard lets through put back.

    Where the words no longer hold as many gaps as there are quotes, nothing is put back.
    """
    gaps = sum(text.count(WITHHELD) for text in words)
    if not quotes or gaps != len(quotes):
        return tuple(words)
    rest = iter(quotes)
    return tuple(_with_quotes(text, rest, guard, year) for text in words)


def _with_quotes(text: str, rest: Iterator[Quote], guard: Guard, year: int | None) -> str:
    made, *parts = text.split(WITHHELD)
    for part in parts:
        quote = next(rest)
        shown = guard.shown(quote.text, year, quote.use)
        # Of a file's name the gap stood for all but the ending, which stands after it.
        ending = STRICT.shown(quote.text, None, quote.use).removeprefix(WITHHELD)
        made += (shown.removesuffix(ending) if ending and part.startswith(ending) else shown) + part
    return made

"""The one guard over every text that enters: what in it may identify somebody, and what is shown in its place.

A text in which something is found is withheld whole until a person has cleared that very text.  Nothing
else decides; whoever shows a text asks here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import StrEnum

from scpxl.privacy.kinds import Found, FoundKind, Pattern
from scpxl.privacy.numbers import documents, nhs_numbers, ni_numbers, phones, without_web
from scpxl.privacy.own import NOTHING_OWN, Own
from scpxl.privacy.people import PEOPLE, births, emails, is_lone_old_day, titled_names
from scpxl.privacy.places import addresses, postcodes, vehicles
from scpxl.privacy.plain import one_line, plain

WITHHELD = "[withheld]"
"""Stands wherever a text does that may identify somebody."""


class Use(StrEnum):
    """What a text is for: what would be private in one place is what another asks for."""

    TEXT = "text"
    """A sentence somebody wrote."""
    VALUE = "value"
    """What is in a cell that asks for no sentence, quoted: a number without its words tells more there."""
    NAME = "name"
    """Where a name is asked for: who signs a return off, who decided."""
    REFERENCE = "reference"
    """A code, which may look like a number plate."""
    FILE = "file"
    """The name of a file."""


_FIRST_LOOK = Pattern(
    r"[\d@]|\b(?:dot|flat|apartment|apt|bedsit|studio|maisonette)\b|[(\[{<] ?at ?[)\]}>]", re.IGNORECASE
)
_DIGIT = Pattern(r"\d")
_SIX_DIGITS = Pattern(r"\d(?:\D{0,4}\d){5}")
_LETTER = Pattern(r"[A-Za-z]")
_LOST_ZERO = Pattern(r"[127]\d{9}|447\d{9}")
"""A telephone number that a cell took for a number, where a number is."""
_SURELY_LOST_ZERO = Pattern(r"7[1-9]\d{8}|20[378]\d{7}|447\d{9}")
"""The same, where words are asked for."""
MANY = 200
"""So many things found in one text are enough: it is withheld whole."""
_LONGEST_BARE = 40
_ENDING = Pattern(r"\.[A-Za-z][A-Za-z0-9]{0,4}(?:\.gz)?")
_IN_NAMES = Pattern(
    r"_|%20|(?<=[A-Za-z])-|-(?=[A-Za-z])|(?<=[a-z])(?=[A-Z])|(?<=\d)(?=[A-Z][a-z])|(?<=[a-z])\.(?=[a-z])"
)
_QUOTED = Pattern(r"'[^']*'|‘[^’]*’|“[^”]*”|\"[^\"]*\"")


def never(_text: str) -> bool:
    """Clear nothing."""
    return False


class Guard:
    """What is withheld, for one partnership."""

    def __init__(
        self, own: Own | Callable[[], Own] = NOTHING_OWN, is_cleared: Callable[[str], bool] = never
    ) -> None:
        self._own = own
        self.is_cleared = is_cleared
        self._known: dict[tuple[str, int | None, Use], tuple[FoundKind, ...]] = {}

    @property
    def own(self) -> Own:
        """What is the partnership's own; asked for when something is found, not before."""
        if not isinstance(self._own, Own):
            self._own = self._own()
        return self._own

    def with_cleared(self, is_cleared: Callable[[str], bool]) -> Guard:
        """Return the guard of the same partnership that lets cleared texts through."""
        return Guard(self._own, is_cleared)

    def kinds(self, text: str, year: int | None = None, use: Use = Use.TEXT) -> tuple[FoundKind, ...]:
        """Return what a text holds that may identify somebody, whether or not it was cleared.

        `year` is when it was written: by it a day beside a name is told from an event's.

        >>> Guard().kinds("Mrs Jones, 07700 900123")
        (<FoundKind.PHONE: 'telephone number'>, <FoundKind.NAME: 'name of a person'>)
        """
        key = text, year, use
        found = self._known.get(key)
        if found is None:
            if len(self._known) > 20_000:
                self._known.clear()
            found = self._known[key] = self._look(text, year, use)
        return found

    def withholds(self, text: str, year: int | None = None, use: Use = Use.TEXT) -> bool:
        """Whether a text may not be shown: something is found in it, and nobody has cleared it."""
        return bool(self.kinds(text, year, use)) and not self.is_cleared(text)

    def shown(self, text: str, year: int | None = None, use: Use = Use.TEXT) -> str:
        """Return a text as it may be shown.

        >>> Guard().shown("Ring 07700 900123."), Guard().shown("Ring 101.")
        ('[withheld]', 'Ring 101.')
        >>> Guard().shown("Mrs Jones.xlsx", use=Use.FILE)
        '[withheld].xlsx'
        """
        if not self.withholds(text, year, use):
            # A sentence may have lines; a name or a value has one.
            return text if use is Use.TEXT else one_line(text)
        ending = _ENDING.search(text, max(0, len(text) - 9)) if use is Use.FILE else None
        return WITHHELD + (ending[0] if ending and ending.end() == len(text) else "")

    def masked(self, sentence: str, year: int | None = None) -> str:
        """Return a sentence with what was found in it withheld, and whatever is quoted around that.

        For sentences of which it is not known what in them was quoted.

        >>> Guard().masked("'ask Jane 07700 900123' is not a number.")
        "'[withheld]' is not a number."
        """
        if not self.kinds(sentence, year):
            return sentence
        spans = [found.original for found in self.find(sentence, year)]
        if len(spans) >= MANY:
            return WITHHELD
        for quoted in _QUOTED.finditer(sentence):
            inside = quoted.start() + 1, quoted.end() - 1
            spans = [inside if inside[0] <= a and b <= inside[1] else (a, b) for a, b in spans]
        shown, at = "", 0
        for start, end in sorted(set(spans)):
            if start >= at:
                shown += sentence[at:start] + WITHHELD
            at = max(at, end)
        return shown + sentence[at:]

    def find(self, text: str, year: int | None = None, use: Use = Use.TEXT) -> list[Spotted]:
        """Return everything found in a text, with where it was entered; what is the partnership's own is not there."""
        made = plain(text)
        if not _is_worth_a_look(made.text):
            return []
        taken: list[tuple[int, int]] = []
        spotted = []
        for found in _rules(made.text, year, use):
            if any(start < found.end and found.start < end for start, end in taken):
                continue
            taken.append((found.start, found.end))
            if len(taken) > MANY:
                break
            if not self.own.covers(made.text, found):
                spotted.append(Spotted(found.kind, made.original(found.start, found.end)))
        return spotted

    def _look(self, text: str, year: int | None, use: Use) -> tuple[FoundKind, ...]:
        if text.isascii() and not _is_worth_a_look(text) and use is not Use.FILE:
            return ()
        there = {spotted.kind for spotted in self.find(text, year, use)}
        if use is Use.FILE:
            there |= {spotted.kind for spotted in self.find(_as_words(text), year, use)}
        if not there and len(text) < _LONGEST_BARE:
            bare, value = plain(text).text.strip(), use is Use.VALUE
            if (_LOST_ZERO if value else _SURELY_LOST_ZERO).fullmatch(bare):
                there.add(FoundKind.PHONE)
            elif value and is_lone_old_day(bare):
                there.add(FoundKind.BIRTH)
        return tuple(kind for kind in FoundKind if kind in there)


def _is_worth_a_look(text: str) -> bool:
    """Whether a text has anything at which a rule begins: most short texts have not."""
    return bool(_FIRST_LOOK.search(text) or PEOPLE.search(text))


def _as_words(name: str) -> str:
    """Return the name of a file with blanks for what stands for them in names: Mrs_Jones, Mrs%20Jones, MrsJones."""
    return _IN_NAMES.sub(" ", name)


class Spotted:
    """Something found, and where in the text as it was entered."""

    __slots__ = ("kind", "original")

    def __init__(self, kind: FoundKind, original: tuple[int, int]) -> None:
        self.kind = kind
        self.original = original


def _rules(text: str, year: int | None, use: Use) -> Iterator[Found]:
    """Yield what each rule finds, the surest first: what one has found is no other's."""
    yield from emails(text)
    if _DIGIT.search(text):
        offline = without_web(text)
        if _SIX_DIGITS.search(offline):
            yield from documents(offline)
            yield from births(offline, year)
            yield from phones(offline)
            yield from ni_numbers(offline)
            yield from nhs_numbers(offline)
        else:
            yield from births(offline, year)
        if _LETTER.search(offline):
            yield from postcodes(offline)
            if use is not Use.REFERENCE:
                yield from vehicles(offline)
            yield from addresses(offline)
    if use is not Use.NAME:
        yield from titled_names(text)


STRICT = Guard()
"""Knows of no partnership, and of nothing cleared: withholds rather too much."""

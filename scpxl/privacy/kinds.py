"""What may identify somebody, by kind, where in a text it was found, and patterns compiled when they are first used.

A check that meets no text pays for none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple


class FoundKind(StrEnum):
    """What was found, as it is named to people."""

    BIRTH = "date of birth"
    NHS = "NHS number"
    NI = "National Insurance number"
    POSTCODE = "full postcode"
    EMAIL = "e-mail address"
    PHONE = "telephone number"
    ADDRESS = "street address"
    VEHICLE = "vehicle registration"
    DOCUMENT = "identity or account number"
    NAME = "name of a person"


class Found(NamedTuple):
    """Something found in a plain text: what, and from where to where."""

    kind: FoundKind
    start: int
    end: int
    core: tuple[int, int] | None = None
    """The part that tells somebody apart, where that is less: of a house, its street.  What is the
    partnership's own must cover it to be let through."""

    @property
    def telling(self) -> tuple[int, int]:
        """The part that tells somebody apart."""
        return self.core or (self.start, self.end)


class Pattern:
    """A regular expression.

    >>> Pattern("b+", re.IGNORECASE).search("aBb").group()
    'Bb'
    """

    def __init__(self, source: str, flags: re.RegexFlag = re.NOFLAG) -> None:
        self.source, self.flags = source, flags

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self.source, self.flags)

    @cached_property
    def search(self) -> Callable[..., re.Match[str] | None]:
        """Find it anywhere in a text."""
        return self._compiled.search

    @cached_property
    def match(self) -> Callable[..., re.Match[str] | None]:
        """Find it at the start of a text."""
        return self._compiled.match

    @cached_property
    def fullmatch(self) -> Callable[..., re.Match[str] | None]:
        """Find whether a text is it."""
        return self._compiled.fullmatch

    @cached_property
    def finditer(self) -> Callable[..., Iterator[re.Match[str]]]:
        """Find it wherever it is."""
        return self._compiled.finditer

    @cached_property
    def sub(self) -> Callable[..., str]:
        """Put something in its place."""
        return self._compiled.sub

"""Which texts name something that an edition may not show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from scpxl.model.framework import Edition, Framework, Indicator
from scpxl.model.plan import Objective

NOT_SHOWN: Final = "Not shown in this edition."
"""What is shown in the place of a text that must be there and names what is withheld."""


class Withheld:
    """The names of what an edition may not show, to be looked for in texts."""

    def __init__(self, framework: Framework, edition: Edition) -> None:
        shown = shown_in(framework, edition)
        codes = {one.code for one in shown}
        aims = {one.code for one in objectives_with(framework, codes)}
        titles = {_folded(one.title) for one in shown} | {
            _folded(one.title) for one in framework.objectives if one.code in aims
        }
        gone = [one for one in framework.indicators if one.code not in codes]
        lost = [one for one in framework.objectives if one.code not in aims]
        hidden = {_folded(one.title) for one in gone} | {_folded(one.title) for one in lost}
        hidden -= titles
        # "Knife crime with injury" names no withheld "Knife crime": what is shown is taken out first.
        self._shown = _pattern(title for title in titles if any(one in title for one in hidden))
        self._titles = _pattern(hidden)
        self._codes = _pattern([*(one.code for one in gone), *(one.code for one in lost)])

    def names(self, *texts: str) -> bool:
        """Return whether one of the texts names something that is withheld."""
        for text in filter(None, texts):
            if self._codes and self._codes.search(text):
                return True
            if self._titles:
                plain = _folded(text)
                if self._titles.search(self._shown.sub(" ", plain) if self._shown else plain):
                    return True
        return False

    def clean(self, text: str) -> str:
        """Return a text, or what is shown in its place where it names what is withheld."""
        return NOT_SHOWN if self.names(text) else text


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _pattern(words: Iterable[str]) -> re.Pattern[str] | None:
    ordered = sorted(set(words), key=lambda one: (-len(one), one))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)") if ordered else None


def shown_in(framework: Framework, edition: Edition) -> list[Indicator]:
    """Return the indicators an edition may show: none that is worked out of one it may not."""

    def may(one: Indicator | None) -> bool:
        return one is None or edition in one.editions

    by_code = framework.by_code
    return [one for one in framework.indicators if may(one) and may(by_code.get(one.whole_code))]


def objectives_with(framework: Framework, codes: Iterable[str]) -> Iterator[Objective]:
    """Yield the objectives of which something is shown, and those that have no indicators."""
    shown = set(codes)
    measured: dict[str, bool] = {}
    for one in framework.reported:
        measured[one.objective] = measured.get(one.objective, False) or one.code in shown
    yield from (one for one in framework.objectives if measured.get(one.code, True))

"""How easily people's texts are read: long sentences, and long words that have a plain short one.

A count of words, after the advice for public services in Britain: no sentence above 25 words.  No index of reading ease:
those count syllables, and the field's own words (perpetrators, safeguarding) have many.  It is told to whoever
publishes, and holds nothing up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from scpxl.scorecard.records.scorecard import Scorecard
from scpxl.scorecard.texts.text_check import texts_about
from scpxl.words import count_of, listed

MOST_WORDS: Final = 25
"""Words of a sentence that is easily read; longer ones are told."""
_ABBREVIATED: Final = frozenset(
    {"e.g.", "i.e.", "approx.", "cf.", "vs.", "no.", "st.", "mr.", "mrs.", "ms.", "dr."}
)
"""Words whose full stop ends no sentence."""
_CLOSING: Final = "\"')]’”"
PLAINER: Final[Mapping[str, str]] = {
    "utilise": "use",
    "utilised": "used",
    "utilising": "using",
    "utilisation": "use",
    "commence": "begin",
    "commenced": "began",
    "commencement": "start",
    "endeavour": "try",
    "ascertain": "find out",
    "ascertained": "found out",
    "approximately": "about",
    "subsequently": "later",
    "notwithstanding": "despite",
    "aforementioned": "these",
    "in order to": "to",
    "prior to": "before",
    "due to the fact that": "because",
    "in the event that": "if",
}
"""Long words and phrases that can always be said shorter; those the field needs are none."""
_LONG: Final = re.compile(rf"\b(?:{'|'.join(sorted(PLAINER, key=len, reverse=True))})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ReadingRemark:
    """A text with sentences that are hard to read."""

    where: str
    """Whose text it is, and what it is about."""
    long: int
    """How many of its sentences have more words than are easily read."""
    sentences: int
    longest: int
    """Words of the longest."""
    plainer: tuple[tuple[str, str], ...]
    """Long words in it, each with a plain one."""

    @property
    def words(self) -> str:
        """The same as a sentence."""
        told = []
        if self.long:
            are, which = ("is", "it") if self.long == 1 else ("are", "the longest")
            of = f"{self.long} of {count_of(self.sentences, 'sentence')}"
            told.append(f"{of} {are} longer than {MOST_WORDS} words: {which} has {self.longest}")
        if self.plainer:
            told.append(listed([f"{plain!r} for {long!r}" for long, plain in self.plainer]))
        return f"{self.where}: {'; '.join(told)}."


def check_reading(scorecard: Scorecard) -> tuple[ReadingRemark, ...]:
    """Return what is hard to read in the texts of a quarter, at most one remark for each.

    They are the texts whose numbers are compared with figures (`texts`); what one partner wrote of one objective is one.
    """
    texts: dict[str, list[str]] = {}
    rows: set[str] = set()
    for page in scorecard.pages:
        for said in texts_about(scorecard, page):
            if not said.row or said.row not in rows:
                texts.setdefault(said.where, []).append(said.text)
            rows.add(said.row)
    return tuple(found for where, parts in texts.items() if (found := _remark(where, parts)))


def _remark(where: str, parts: list[str]) -> ReadingRemark | None:
    lengths = [length for part in parts for length in sentence_lengths(part)]
    long = [length for length in lengths if length > MOST_WORDS]
    there = dict.fromkeys(found.casefold() for part in parts for found in _LONG.findall(part))
    if not long and not there:
        return None
    plainer = tuple((word, PLAINER[word]) for word in there)
    return ReadingRemark(where, len(long), len(lengths), max(lengths, default=0), plainer)


def sentence_lengths(text: str) -> Iterator[int]:
    """Yield how many words each sentence has; a new line ends a sentence, as an item of a list does.

    >>> list(sentence_lengths("Robbery rose to 31.4%. Patrols (e.g. at stations) began!")), list(sentence_lengths(" – "))
    ([4, 5], [])
    """
    for line in text.splitlines():
        length = 0
        for word in line.split():
            length += any(letter.isalnum() for letter in word)
            end = word.rstrip(_CLOSING)
            if end.endswith((".", "!", "?")) and end.casefold().lstrip("(") not in _ABBREVIATED and length:
                yield length
                length = 0
        if length:
            yield length

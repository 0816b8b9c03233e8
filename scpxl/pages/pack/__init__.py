"""The board pack: which slides there are, what is in each placeholder, and what a speaker needs to know.

A slide names its layout and its placeholders; where these are, and what they look like, is the template's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from scpxl.pages.blocks import Chart, Listing, Table, Text
from scpxl.pages.imprint import imprint_of
from scpxl.scorecard.cell_words import cut
from scpxl.scorecard.model import Scorecard
from scpxl.scorecard.shape import EXAMPLE

TITLE, SUBTITLE, MARKING = "Title", "Subtitle", "Marking"
TABLE, NOTE, CHART, WORDS = "Table", "Note", "Chart", "Words"
LEFT, RIGHT = "Chart left", "Chart right"


class Layout(StrEnum):
    """The layouts of a template, by the names they carry in it."""

    TITLE = "Board title"
    TABLE = "Board table"
    OBJECTIVE = "Board objective"
    CHART = "Board chart"


class Holds(StrEnum):
    """What a placeholder can take."""

    TEXT = "text"
    TABLE = "table"
    CHART = "chart"


PLACEHOLDERS: Final[Mapping[Layout, Mapping[str, Holds]]] = MappingProxyType({
    Layout.TITLE: {TITLE: Holds.TEXT, SUBTITLE: Holds.TEXT, MARKING: Holds.TEXT},
    Layout.TABLE: {TITLE: Holds.TEXT, TABLE: Holds.TABLE, NOTE: Holds.TEXT, MARKING: Holds.TEXT},
    Layout.OBJECTIVE: {TITLE: Holds.TEXT, LEFT: Holds.CHART, RIGHT: Holds.CHART, WORDS: Holds.TEXT, MARKING: Holds.TEXT},
    Layout.CHART: {TITLE: Holds.TEXT, CHART: Holds.CHART, NOTE: Holds.TEXT, MARKING: Holds.TEXT},
})  # fmt: skip
"""The contract with a template: what each layout must have, by name."""

LONGEST_TITLE: Final = 125
"""Characters of a title: two lines."""
_MARKING, _PARTNERSHIP = 40, 70
"""Characters of these at the foot."""
_SENTENCES: Final = re.compile(r"(?<=[.!?]) (?=[A-Z0-9])")
Box = Text | Listing | Table | Chart


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide: its layout, its title, what is in its placeholders, and the speaker's notes."""

    layout: Layout
    title: str
    boxes: Mapping[str, Box]
    """By the name of the placeholder; one that is not named stays out."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pack:
    """A board pack."""

    title: str
    partnership: str
    marking: str
    """What is at the foot of every slide."""
    keywords: str
    """What it says of itself for machines."""
    slides: tuple[Slide, ...]


def board_pack(scorecard: Scorecard) -> Pack:
    """Return the board pack of a quarter; the same scorecard gives the same pack."""
    from scpxl.pages.pack.guide import guide_slides
    from scpxl.pages.pack.objectives import objective_slides
    from scpxl.pages.pack.slides import closing_slides, opening_slides

    slides: list[Slide] = [
        _front(scorecard),
        *guide_slides(scorecard),
        *opening_slides(scorecard),
        *objective_slides(scorecard),
        *closing_slides(scorecard),
    ]
    edition = "" if scorecard.edition == "partnership" else f" · {scorecard.edition} edition"
    whose = f"{cut(scorecard.marking, _MARKING)} · {cut(scorecard.partnership, _PARTNERSHIP)}"
    foot = f"{whose} · {scorecard.quarter_name}{edition} · figures {scorecard.run}"
    return Pack(
        f"{scorecard.partnership}: board pack, {scorecard.quarter_name}",
        scorecard.partnership,
        foot,
        imprint_of(scorecard),
        tuple(_titled_apart(replace(one, title=cut(one.title, LONGEST_TITLE)) for one in slides)),
    )


def named(title: str, *, illustrative: bool, most: int) -> str:
    """Return a measure's title cut to a box, with a mark where its figures are made up.

    >>> named("Adults who finish treatment", illustrative=True, most=30), named("Robbery", illustrative=False, most=30)
    ('Adults who finish … [example]', 'Robbery')
    """
    return cut(f"{title}{EXAMPLE}" if illustrative else title, most)


def whole_sentences(text: str, most: int) -> str:
    """Return as many whole sentences of a text as fit so many characters; the first cut at a word where it does not.

    >>> whole_sentences("Fewer fires. More visits, 12% more. All is well.", 36), whole_sentences("One long sentence.", 12)
    ('Fewer fires. More visits, 12% more.', 'One long …')
    """
    kept = ""
    for sentence in _SENTENCES.split(" ".join(text.split())):
        longer = f"{kept} {sentence}".strip()
        if len(longer) > most:
            break
        kept = longer
    return kept or cut(text, most)


def _front(scorecard: Scorecard) -> Slide:
    words = Listing((Text(scorecard.period), Text(scorecard.partnership)))
    return Slide(
        Layout.TITLE,
        f"Community safety in {scorecard.area}: performance report to the board",
        {SUBTITLE: words},
        (*scorecard.summary_words, *scorecard.complete_words),
    )


def _titled_apart(slides: Iterable[Slide]) -> Iterator[Slide]:
    """Yield slides no two of which have one title: a reader of titles could not tell them apart."""
    seen: dict[str, int] = {}
    for slide in slides:
        seen[slide.title] = seen.get(slide.title, 0) + 1
        number = seen[slide.title]
        yield slide if number == 1 else replace(slide, title=f"{slide.title} (continued, {number})")

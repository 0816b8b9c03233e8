"""The board pack: which slides there are, what is in each placeholder, and what a speaker needs to know.

A slide names its layout and its placeholders; where these are, and what they look like, is the template's.  Three slides
explain the analysis to members before they are shown any of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from scpxl.pages.blocks import Cell, CellKind, Chart, Column, Listing, Table, Text
from scpxl.pages.imprint import imprint_of
from scpxl.pages.tables import range_chart
from scpxl.scorecard.records.scorecard import Direction, IndicatorCard, Scorecard
from scpxl.scorecard.records.shape import EXAMPLE
from scpxl.scorecard.texts.cell_words import assurance_words, change_words, cut, rag_words, variation_words
from scpxl.verdicts import Assurance, Judgement, Rag, Travel, Unrated, Variation

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
    from scpxl.pages.pack import guide_slides
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


_RANGE: Final = (
    "Every figure varies by chance. The dashed lines are the usual range, drawn from this measure's own past figures: nearly all lie within it while nothing "
    "changes. Only what lies outside, or a long run on one side of the middle, is worth a question; asking about any other single figure explains chance."
)
_WORDS: Final = (
    (rag_words(Rag.GREEN), "The target is met, or the path towards it by now."),
    (rag_words(Rag.AMBER), "It is missed, by no more than the tolerance the partnership agreed."),
    (rag_words(Rag.RED), "It is missed by more than the tolerance."),
    (rag_words(Rag.NOT_RATED, Unrated.NO_TARGET), "No target was agreed, so nothing is rated."),
    (change_words(Direction(Travel.UP, Judgement.WORSE, "")), "Up on the year before by more than usual variation, and down would be better."),
    (change_words(Direction(Travel.DOWN, Judgement.BETTER, "")), "Down on the year before by more than usual variation, and down is better."),
    (change_words(Direction(Travel.UP, Judgement.UNCLEAR, "")), "The year differs from the one before by no more than chance could make it."),
    (variation_words(Variation.COMMON_CAUSE), "The latest figure is one like any other of this measure."),
    (variation_words(Variation.CONCERN_HIGH), "The latest figure is outside its usual range, or in a long run, and that is worse."),
    (variation_words(Variation.IMPROVEMENT_LOW), "The same, and that is better."),
    (variation_words(Variation.NEUTRAL_HIGH), "The same, and neither up nor down is better."),
    (assurance_words(Assurance.CONSISTENTLY_MISSES), "As things run the target is never met: change what is done, or the target."),
)  # fmt: skip
_RANKS: Final = (
    ("22 of 32", "Place among the areas of the group that have figures; 1 is the lowest, not the best."),
    ("likely between 19th and 24th", "Next year's chance alone could move the area within these places: read the range, not the rank."),
    ("similar, higher, lower", "Against all the others together. Higher or lower is said only beyond what chance makes."),
    ("per 1,000 people", "Areas of different size are compared by rate, never by number."),
    ("provisional", "A month that may still change: drawn, and judged when it is final."),
    ("missing", "It was due and has not come. Nothing is estimated in its place."),
    ("[example]", "Made up for the example: no published series exists."),
)  # fmt: skip
_ABOUT: Final = ("Rank", "Plausible ranks", "Against the others", "Rate", "Provisional figures")
_ABOUT_CHANGE: Final = ("Change", "RAG", "Variation", "Can it be judged")


def guide_slides(scorecard: Scorecard) -> Iterator[Slide]:
    """Yield the three slides; the first with a chart of the measure that needs the board most, where one is drawn."""
    shown = _example(scorecard)
    chart = range_chart(scorecard, shown) if shown else None
    notes = _notes(scorecard, ("Special cause, rule", "Rare events", "Seasons"))
    title = "How to read this pack: a figure is unusual only outside its usual range"
    if chart is not None and shown is not None:
        told = f" Here: {shown.title}."
        yield Slide(
            Layout.CHART, title, {CHART: chart, NOTE: Text(_RANGE + told)}, (shown.variation.words, *notes)
        )
    else:
        rows = ((Cell("Usual range"), Cell(_RANGE)),)
        yield Slide(Layout.TABLE, title, {TABLE: _table("Usual range", rows)}, notes)
    yield Slide(
        Layout.TABLE,
        "How to read this pack: better and worse are said only of what is more than chance",
        {TABLE: _table("Signs and words", tuple((Cell(sign), Cell(words)) for sign, words in _WORDS))},
        _notes(scorecard, _ABOUT_CHANGE),
    )
    yield Slide(
        Layout.TABLE,
        "How to read this pack: a rank alone is no evidence of a difference",
        {TABLE: _table("Ranks and gaps", tuple((Cell(sign), Cell(words)) for sign, words in _RANKS))},
        _notes(scorecard, _ABOUT),
    )


def _example(scorecard: Scorecard) -> IndicatorCard | None:
    by_code = {card.code: card for card in scorecard.cards}
    first = [by_code[line.indicator] for line in scorecard.exceptions if line.indicator in by_code]
    drawn = (card for card in (*first, *scorecard.cards) if card.control_chart is not None)
    return next(drawn, None)


def _table(title: str, rows: tuple[tuple[Cell, ...], ...]) -> Table:
    columns = (Column("You read", CellKind.RATING, 2.6), Column("It means", share=9.4))
    return Table(title, columns, rows)


def _notes(scorecard: Scorecard, terms: tuple[str, ...]) -> tuple[str, ...]:
    """Return what Notes says of some terms, in the words of the methods."""
    return tuple(f"{note.term}. {note.words}" for note in scorecard.notes if note.term.startswith(terms))

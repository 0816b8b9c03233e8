"""Three slides that explain the analysis to members before they are shown any of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from scpxl.pages.blocks import Cell, Column, Kind, Table, Text
from scpxl.pages.charts import range_chart
from scpxl.pages.pack import CHART, NOTE, TABLE, Layout, Slide
from scpxl.scorecard.cell_words import assurance_words, change_words, rag_words, variation_words
from scpxl.scorecard.model import Direction, IndicatorCard, Scorecard
from scpxl.verdicts import Assurance, Judgement, Rag, Travel, Unrated, Variation

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
    columns = (Column("You read", Kind.RATING, 2.6), Column("It means", share=9.4))
    return Table(title, columns, rows)


def _notes(scorecard: Scorecard, terms: tuple[str, ...]) -> tuple[str, ...]:
    """Return what Notes says of some terms, in the words of the methods."""
    return tuple(f"{note.term}. {note.words}" for note in scorecard.notes if note.term.startswith(terms))

"""The pages of a quarter: its story, and each objective with what its charts say, what partners say and what is being done."""

from __future__ import annotations

from collections.abc import Iterator

from scpxl.pages.blocks import Block, Cell, CellKind, Column, Heading, Key, Listing, Page, Table, Text
from scpxl.pages.tables import actions_table, charts_of, commentary_table
from scpxl.scorecard.lists.narrative import describe_quarter, figure_sentences
from scpxl.scorecard.records.scorecard import IndicatorCard, ObjectivePage, Scorecard
from scpxl.scorecard.texts.cell_words import change_words, place_words, rag_words, variation_words


def briefing_page(scorecard: Scorecard) -> Page:
    """Return the briefing of a scorecard."""
    title = f"{scorecard.area}, {scorecard.period}"
    told = (
        (Heading(passage.title), Listing(tuple(Text(words, name) for name, words in passage.entries)))
        for passage in describe_quarter(scorecard)
    )
    return Page(title, scorecard.marking, (Heading(title, 1), *(block for pair in told for block in pair)))


MEASURES = (
    Column("Measure"), Column("Counts"), Column("Last 12 months", CellKind.NUMBER), Column("Year before", CellKind.NUMBER),
    Column("Change", CellKind.NUMBER), Column("What the change means", CellKind.RATING), Column("Against target", CellKind.RATING),
    Column("Target", CellKind.NUMBER), Column("Latest month", CellKind.RATING), Column("Rank in its group"),
)  # fmt: skip


def objective_page(scorecard: Scorecard, objective: ObjectivePage) -> Page:
    """Return the page of an objective."""
    return Page(objective.title, scorecard.marking, tuple(_blocks(scorecard, objective)))


def _blocks(scorecard: Scorecard, objective: ObjectivePage) -> Iterator[Block]:
    yield Heading(objective.title, 1)
    lead = f" Lead: {objective.lead}." if objective.lead else ""
    yield Text(f"{scorecard.partnership}, {scorecard.period}.{lead}")
    rows = tuple(_row(scorecard, card) for card in objective.cards)
    yield Table("Measures", MEASURES, rows)
    for card in objective.cards:
        yield Heading(card.title)
        yield Text(figure_sentences(card))
        yield from charts_of(scorecard, card)
        for note in card.notes:
            yield Text(note, "To know")
    if objective.commentary:
        yield Heading("What partners say")
        yield commentary_table(scorecard, objective.commentary)
    if objective.actions:
        yield Heading("What we are doing")
        yield actions_table(scorecard, objective.actions)


def _row(scorecard: Scorecard, card: IndicatorCard) -> tuple[Cell, ...]:
    key = Key(card.code, scorecard.period_code, scorecard.area)
    target = card.target.target if card.target else None
    return (
        Cell(card.title),
        Cell(card.unit),
        Cell.of(card.headline, key),
        Cell.of(card.before, key),
        Cell.of(card.change, key),
        Cell(change_words(card.direction)),
        Cell(rag_words(card.rag.rag, card.rag.why)),
        Cell.of(target, key) if target else Cell("none"),
        Cell(variation_words(card.variation.variation)),
        Cell(place_words(card.comparison)),
    )

"""The page of one objective: its measures, what each chart says, what partners say and what is being done."""

from __future__ import annotations

from collections.abc import Iterator

from scpxl.pages.blocks import Block, Cell, Chart, Column, Heading, Key, Kind, Line, Page, Series, Table, Text
from scpxl.pages.tables import actions_table, commentary_table
from scpxl.scorecard.cell_words import change_words, place_words, rag_words, variation_words
from scpxl.scorecard.model import IndicatorCard, ObjectivePage, Scorecard
from scpxl.scorecard.narrative import figures_of
from scpxl.words import capital

MEASURES = (
    Column("Measure"), Column("Counts"), Column("Last 12 months", Kind.NUMBER), Column("Year before", Kind.NUMBER),
    Column("Change", Kind.NUMBER), Column("What the change means", Kind.RATING), Column("Against target", Kind.RATING),
    Column("Target", Kind.NUMBER), Column("Latest month", Kind.RATING), Column("Rank in its group"),
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
        yield Text(figures_of(card))
        yield from _charts(scorecard, card)
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


def _charts(scorecard: Scorecard, card: IndicatorCard) -> Iterator[Chart]:
    key = Key(card.code, scorecard.period_code, scorecard.area)
    if card.control_chart is not None:
        drawn = card.control_chart
        parts = (
            ("Usual range", Line.LIMIT, drawn.upper), ("Usual range", Line.LIMIT, drawn.lower),
            ("Middle of the range", Line.MIDDLE, drawn.mean), (capital(card.period_unit or "Figures"), Line.FIGURES, drawn.values),
            ("Unusual and worse", Line.WORSE, drawn.concern), ("Unusual and better", Line.BETTER, drawn.improvement),
            ("Unusual, neither up nor down is better", Line.NEITHER, drawn.neutral),
        )  # fmt: skip
        series = tuple(Series(*part) for part in parts)
        words = f"{card.title}, {drawn.labels[0]} to {drawn.labels[-1]}. {card.variation.words}"
        yield Chart("Is it outside its usual range?", drawn.labels, series, words, key)
    if card.year_on_year is not None:
        year = card.year_on_year
        pair = (
            Series(year.last_name, Line.BEFORE, year.last_year),
            Series(year.this_name, Line.NOW, year.this_year),
        )
        words = f"{card.title}: {card.headline.text} against {card.before.text} the year before."
        yield Chart("Last 12 months against the 12 before", year.labels, pair, words, key)

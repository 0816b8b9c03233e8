"""The chapters of the annual report.  Of what there is nothing there is a plain sentence, or no chapter: never an empty table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from scpxl.model.breakdowns import BreakdownCategory
from scpxl.pages.blocks import Block, Cell, Column, Heading, Kind, Listing, Table, Text
from scpxl.pages.charts import range_chart, year_chart
from scpxl.pages.report import year_of
from scpxl.scorecard.cell_words import change_words, rag_words
from scpxl.scorecard.model import BreakdownTable, IndicatorCard, ObjectivePage, Scorecard
from scpxl.scorecard.narrative import figures_of
from scpxl.scorecard.shape import EXAMPLE
from scpxl.scorecard.year_records import YearLine
from scpxl.verdicts import Judgement, Rag
from scpxl.words import capital, count_of, in_sentence, listed


def opening_chapters(scorecard: Scorecard) -> Iterator[Block]:
    """Yield the year in short, what each other board is told, and the year's scorecard."""
    yield Heading("The year in short", 1)
    yield Listing(tuple(map(Text, scorecard.summary_words)))
    yield from _boards(scorecard)
    yield Heading("The year's scorecard", 1)
    yield Text(
        "Quarters are side by side, then each financial year, by each figure's own rule: a year's percentage is that of "
        "its sums, never the mean of four. A year of which a month is missing has no figure; the reason is in its place."
    )
    for page in scorecard.pages:
        if page.cards:
            yield _quarters(scorecard, page)


def objective_chapters(scorecard: Scorecard) -> Iterator[Block]:
    """Yield a chapter for each objective."""
    for page in scorecard.pages:
        yield Heading(page.title, 1)
        if page.lead:
            yield Text(f"Lead: {page.lead}.")
        if not page.cards:
            yield Text("Nothing is measured for this objective.")
        else:
            yield _years(scorecard, page)
            yield from _measures(scorecard, page)
            yield from _worked(page)
            yield from _divided(scorecard, page)
        yield from _said(page)


def name_of(card: IndicatorCard) -> str:
    """Return a measure's title, with a mark where its figures are made up."""
    return f"{card.title}{EXAMPLE}" if card.illustrative else card.title


def lines_of(scorecard: Scorecard) -> dict[str, YearLine]:
    """Return the year's lines by indicator."""
    return {one.indicator: one for one in year_of(scorecard).lines}


def _boards(scorecard: Scorecard) -> Iterator[Block]:
    by_code = {card.code: card for card in scorecard.cards}
    said = {line.objective: line for line in scorecard.commentary if line.decision}
    for board in year_of(scorecard).boards:
        cards = [by_code[code] for code in board.indicators if code in by_code]
        if not cards:
            continue
        yield Heading(f"For the {board.title}", 1)
        rated = [card.rag.rag for card in cards]
        counts = [
            f"{rated.count(rag)} {rag.value}" for rag in (Rag.RED, Rag.AMBER, Rag.GREEN) if rag in rated
        ]
        worse = [in_sentence(name_of(card)) for card in cards if card.direction.judgement is Judgement.WORSE]
        better = [
            in_sentence(name_of(card)) for card in cards if card.direction.judgement is Judgement.BETTER
        ]
        told = f"{count_of(len(cards), 'measure')} of this report {'concerns' if len(cards) == 1 else 'concern'} this board"
        yield Text(f"{told}; {listed(counts) if counts else 'none is rated'}.")
        yield Text(f"Worse than the year before by more than usual variation: {listed(worse) if worse else 'none'}. Better: {listed(better) if better else 'none'}.")  # fmt: skip
        yield _summary(scorecard, board.title, cards)
        asked = [Text(said[code].decision, said[code].partner) for code in board.objectives if code in said]
        if asked:
            yield Text("Decisions that partners seek:")
            yield Listing(tuple(asked))


def _summary(scorecard: Scorecard, title: str, cards: Iterable[IndicatorCard]) -> Table:
    columns = (
        Column("Measure", share=3.6), Column("Year or latest", Kind.NUMBER, 1.3), Column("Year before", Kind.NUMBER, 1.3),
        Column("Is it better?", Kind.RATING, 1.8), Column("Against target", Kind.RATING, 1.5),
    )  # fmt: skip
    rows = tuple(
        (Cell(name_of(card)), Cell.of(card.headline), Cell.of(card.before), Cell(change_words(card.direction)), Cell(rag_words(card.rag.rag, card.rag.why)))
        for card in cards
    )  # fmt: skip
    return Table(f"What concerns the {title}, {year_of(scorecard).name}", columns, rows)


def _quarters(scorecard: Scorecard, page: ObjectivePage) -> Table:
    lines, year = lines_of(scorecard), year_of(scorecard)
    heads = tuple(Column(f"Q{number}", Kind.NUMBER, 1.2) for number in range(1, 5))
    columns = (
        Column("Measure", share=3.0),
        Column("Quarters count", share=1.9),
        *heads,
        Column(year.name, Kind.NUMBER, 1.2),
    )
    rows = tuple(
        (Cell(name_of(card)), Cell(card.period_unit), *map(Cell.of, lines[card.code].quarters), Cell.of(lines[card.code].years[-1]))
        for card in page.cards
    )  # fmt: skip
    return Table(f"{page.title}: quarters of {year.name}", columns, rows)


def _years(scorecard: Scorecard, page: ObjectivePage) -> Table:
    lines, year = lines_of(scorecard), year_of(scorecard)
    heads = tuple(Column(name, Kind.NUMBER, 1.3) for name in year.years)
    columns = (Column("Measure", share=3.2), Column("Counts", share=1.9), *heads)
    rows = tuple(
        (Cell(name_of(card)), Cell(card.unit), *map(Cell.of, lines[card.code].years)) for card in page.cards
    )
    return Table(f"{page.title}: {count_of(len(year.years), 'financial year')}", columns, rows)


def _measures(scorecard: Scorecard, page: ObjectivePage) -> Iterator[Block]:
    there = [card for card in page.cards if card.headline.value is not None]
    order = {line.indicator: line.place for line in scorecard.exceptions}
    first = min(
        there, key=lambda card: (card.illustrative, order.get(card.code, len(order) + 1)), default=None
    )
    for card in there:
        yield Heading(name_of(card))
        yield Text(figures_of(replace(card, trend=None)))
        if card.trend is not None:
            yield Text(capital(card.trend.long_words.removeprefix("Long term, ")), "Long term")
            short = card.trend.short_words.removeprefix("Short term, ")
            yield Text(" ".join(filter(None, (capital(short), card.trend.step_words))), "Short term")
        if card is first:
            for chart in (year_chart(scorecard, card), range_chart(scorecard, card)):
                if chart is not None:
                    yield replace(chart, title=f"{name_of(card)}. {chart.title}")
        for note in card.notes:
            yield Text(note, "To know")
    silent = [f"{name_of(card)} ({card.headline.text})" for card in page.cards if card not in there]
    if silent:
        yield Text(f"No figure: {listed(silent)}.")


def _worked(page: ObjectivePage) -> Iterator[Block]:
    found = [Text(one.words, name_of(card)) for card in page.cards for one in card.interventions]
    yield Heading("What worked")
    yield (
        Listing(tuple(found))
        if found
        else Text("No intervention is registered for these measures in the last three years.")
    )


def _divided(scorecard: Scorecard, page: ObjectivePage) -> Iterator[Block]:
    codes = {card.code for card in page.cards}
    found = [one for one in scorecard.breakdowns if one.indicator in codes]
    yield Heading("Victims, offenders, locations and services")
    for one in found:
        yield _breakdown(one)
    there = {one.category for one in found}
    missing = [f"{one.value}s" for one in BreakdownCategory if one.value not in there]
    if missing:
        yield Text(f"Not collected for this objective: {listed(missing)}.")


def _breakdown(one: BreakdownTable) -> Table:
    columns = (
        Column(one.item_name, share=3.4), Column(one.year_name, Kind.NUMBER, 1.4), Column("Share", Kind.NUMBER, 1.1),
        Column("Year before", Kind.NUMBER, 1.4), Column("Change", Kind.NUMBER, 1.4),
    )  # fmt: skip
    rows = tuple(
        (
            Cell(row.item),
            Cell.of(row.year),
            Cell.of(row.share),
            Cell.of(row.before),
            Cell.of(row.change_percent),
        )
        for row in (*one.rows, one.whole)
    )
    return Table(f"{one.title}{EXAMPLE if one.illustrative else ''}", columns, rows, one.note)


def _said(page: ObjectivePage) -> Iterator[Block]:
    yield Heading("What partners say")
    told = []
    for line in page.commentary:
        sought = f"Decision sought: {line.decision}" if line.decision else ""
        told.append(Text(" ".join(filter(None, (line.happened, line.why, line.doing, sought))), line.partner))
    yield Listing(tuple(told)) if told else Text("No partner commented on this objective.")

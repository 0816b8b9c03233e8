"""The chapters of the objectives.  Of what there is nothing there is a plain sentence: never an empty table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from scpxl.model.plan import BreakdownCategory
from scpxl.pages.blocks import Block, Cell, CellKind, Column, Heading, Listing, Table, Text
from scpxl.pages.report import report_year
from scpxl.pages.report.chapters import lines_of, marked_title, measure_cell
from scpxl.pages.tables import range_chart, year_chart
from scpxl.scorecard.records.groups import GroupComparison
from scpxl.scorecard.records.scorecard import BreakdownTable, IndicatorCard, ObjectivePage, Scorecard
from scpxl.scorecard.records.shape import EXAMPLE, MADE_UP
from scpxl.scorecard.texts.cell_words import change_words, rag_words
from scpxl.words import capital, in_sentence, listed, listed_first, ordinal

_NAMED: Final = 3
"""So many measures are named that share a note."""


def objective_chapters(scorecard: Scorecard) -> Iterator[Block]:
    """Yield a chapter for each objective."""
    for page in scorecard.pages:
        yield Heading(page.title, 1)
        if page.lead:
            yield Text(f"{page.lead}.", "Lead")
        if not page.cards:
            yield Text("Nothing is measured for this objective.")
        else:
            yield _years(scorecard, page)
            yield from _measures(scorecard, page)
            yield from _beside(scorecard, page)
            yield from _worked(page)
            yield from _divided(scorecard, page)
        yield from _said(page)


def _years(scorecard: Scorecard, page: ObjectivePage) -> Table:
    lines, year = lines_of(scorecard), report_year(scorecard)
    columns = (
        Column("Measure", share=3.4), *(Column(name, CellKind.NUMBER, 1.4) for name in year.years),
        Column("Is it better?", CellKind.RATING, 1.8), Column("Against target", CellKind.RATING, 1.4),
    )  # fmt: skip
    rows = tuple(
        (measure_cell(card, card.unit), *map(Cell.of, lines[card.code].years), Cell(change_words(card.direction)), Cell(rag_words(card.rag.rag, card.rag.why)))
        for card in page.cards
    )  # fmt: skip
    return Table(f"{page.title}: year by year", columns, rows)


def _measures(scorecard: Scorecard, page: ObjectivePage) -> Iterator[Block]:
    """Yield each measure in words; with its charts those that are listed for attention, and one in any case."""
    there = [card for card in page.cards if card.headline.value is not None]
    order = {line.indicator: line.place for line in scorecard.exceptions}
    first = min(
        there, key=lambda card: (card.illustrative, order.get(card.code, len(order) + 1)), default=None
    )
    several = {note: cards for note, cards in _notes(there).items() if len(cards) > 1}
    for note, cards in several.items():
        yield Text(
            note, f"Note on {listed_first([in_sentence(marked_title(card)) for card in cards], _NAMED)}"
        )
    for card in there:
        yield Heading(marked_title(card))
        if card.said:
            yield Text(card.said, scorecard.partnership)
        yield Text(card.draft)
        if card.trend is not None:
            yield Text(" ".join(filter(None, (card.trend.long_words, card.trend.short_words, card.trend.step_words))), "Trend")  # fmt: skip
        for line in card.explanations:
            yield Text(line.text, "Explanation")
        if card is first or card.code in order:
            yield from filter(None, (year_chart(scorecard, card), range_chart(scorecard, card)))
        for note in _notes([card]):
            if note not in several:
                yield Text(note, "Note")
    silent = [f"{marked_title(card)} ({card.headline.text})" for card in page.cards if card not in there]
    if silent:
        yield Text(f"{listed(silent)}.", "No figure")


def _notes(cards: Sequence[IndicatorCard]) -> dict[str, list[IndicatorCard]]:
    """Return each note, with the measures that have it; that figures are made up is said beside each title."""
    found: dict[str, list[IndicatorCard]] = {}
    for card in cards:
        for note in card.notes:
            if note != MADE_UP:
                found.setdefault(note, []).append(card)
    return found


def _beside(scorecard: Scorecard, page: ObjectivePage) -> Iterator[Block]:
    """Yield the measures beside the areas of their benchmark group, a table for each group."""
    groups: dict[str, list[tuple[IndicatorCard, GroupComparison]]] = {}
    for card in page.cards:
        for one in card.in_groups:
            if one.rank is not None:
                groups.setdefault(one.group, []).append((card, one))
    if not groups:
        return
    yield Heading("Beside other areas")
    columns = (
        Column("Measure", share=3.4), Column(scorecard.area, CellKind.NUMBER, 1.1), Column("Average", CellKind.NUMBER, 1.1), Column("Rank", CellKind.NUMBER, 1.3),
        Column("Likely rank", CellKind.NUMBER, 1.5), Column("Others' change", CellKind.NUMBER, 1.2), Column("Does it stand out?", share=2.4),
    )  # fmt: skip
    for group, found in groups.items():
        rows = tuple(_compared(card, one) for card, one in found)
        yield Table(
            f"{page.title}: beside {group}",
            columns,
            rows,
            "Rank 1 is the lowest figure, whether low is good or bad.",
        )


def _compared(card: IndicatorCard, one: GroupComparison) -> tuple[Cell, ...]:
    chance = one.likelihood
    unit = card.rate_name or card.unit
    return (
        measure_cell(card, unit), Cell.of(one.own), Cell.of(one.average), Cell(f"{ordinal(one.rank or 0)} of {one.of}"),
        Cell(chance.ranks), Cell.of(one.group_change), Cell(capital(chance.words) or "–"),
    )  # fmt: skip


def _worked(page: ObjectivePage) -> Iterator[Block]:
    found = [Text(one.words, marked_title(card)) for card in page.cards for one in card.interventions]
    if found:
        yield Heading("What worked")
        yield Listing(tuple(found))
    else:
        yield Text("No intervention is registered for these measures in the last three years.", "What worked")


def _divided(scorecard: Scorecard, page: ObjectivePage) -> Iterator[Block]:
    codes = {card.code for card in page.cards}
    found = [one for one in scorecard.breakdowns if one.indicator in codes]
    there = {one.category for one in found}
    missing = [f"{one.value}s" for one in BreakdownCategory if one.value not in there]
    if found:
        yield Heading("Victims, offenders, locations and services")
        yield from map(_breakdown, found)
    if missing:
        yield Text(
            f"{capital(listed(missing))}: not collected for this objective.", "" if found else "Who and where"
        )


def _breakdown(one: BreakdownTable) -> Table:
    columns = (
        Column(one.item_name, share=3.4), Column(one.year_name, CellKind.NUMBER, 1.4), Column("Share", CellKind.NUMBER, 1.1),
        Column("Year before", CellKind.NUMBER, 1.4), Column("Change", CellKind.NUMBER, 1.4),
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
    told = []
    for line in page.commentary:
        sought = f"Decision sought: {line.decision}" if line.decision else ""
        told.append(Text(" ".join(filter(None, (line.happened, line.why, line.doing, sought))), line.partner))
    if told:
        yield Heading("What partners say")
        yield Listing(tuple(told))
    else:
        yield Text("No partner commented on this objective.", "What partners say")

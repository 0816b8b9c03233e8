"""The slides before and after the objectives: scorecard, exceptions; the group, places, decisions, actions, changes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from scpxl.pages.blocks import Cell, CellKind, Column, Table, Text
from scpxl.pages.pack import CHART, LONGEST_TITLE, NOTE, TABLE, Layout, Slide, named, whole_sentences
from scpxl.pages.pack.registers import action_slides, register_slides
from scpxl.pages.tables import rank_chart
from scpxl.scorecard.lists.exceptions import Choice
from scpxl.scorecard.lists.narrative import figure_sentences, from_the_highest
from scpxl.scorecard.records.board import ExceptionLine
from scpxl.scorecard.records.scorecard import IndicatorCard, Scorecard, WardMap
from scpxl.scorecard.texts.cell_words import (
    brief_rank,
    change_words,
    cut,
    rag_words,
    variation_words,
)
from scpxl.scorecard.texts.partner_words import sought_words
from scpxl.verdicts import Judgement, Rag
from scpxl.words import capital, count_of, in_sentence

ROWS: Final = 12
"""Most rows of a slide's scorecard or list."""
EXCEPTIONS: Final = 6
"""Most exceptions of a slide."""
PLACES: Final = 4
"""Parts named for each measure."""
_CHOICES: Final = " ".join(f"{capital(one)}: {one.words}." for one in (Choice.ESCALATE, Choice.WATCH))
_NAME, _PLACE, _WHY, _ONE_LINE, _TWO_LINES = 46, 24, 260, 72, 130

SCORECARD: Final = (
    Column("Measure", share=4.1), Column("Year or latest", CellKind.NUMBER, 1.25), Column("Year before", CellKind.NUMBER, 1.25),
    Column("Change", CellKind.NUMBER, 1.1), Column("Is it better?", CellKind.RATING, 1.85), Column("Against target", CellKind.RATING, 1.4),
    Column("Latest month", CellKind.RATING, 1.8), Column("Rank", share=1.2),
)  # fmt: skip


def opening_slides(scorecard: Scorecard) -> Iterator[Slide]:
    """Yield the scorecard and the exceptions."""
    chosen, more = _headlines(scorecard)
    if chosen:
        rows = tuple(_row(card) for card in chosen)
        others = f" {count_of(more, 'more measure')} on the dashboard." if more else ""
        yield Slide(
            Layout.TABLE,
            scorecard.summary_words[0],
            {
                TABLE: Table("Scorecard", SCORECARD, rows),
                NOTE: Text(" ".join(scorecard.complete_words[:2]) + others),
            },
            tuple(_sourced(card) for card in chosen),
        )
    yield from _exceptions(scorecard)


def _headlines(scorecard: Scorecard) -> tuple[list[IndicatorCard], int]:
    """Return the measures of the scorecard, those the framework marks, and how many others there are."""
    marked = {one.code for one in scorecard.shape.measures if one.is_headline} if scorecard.shape else set()
    cards = [card for card in scorecard.cards if card.code in marked] or [
        card for page in scorecard.pages for card in page.cards[:2]
    ]
    return cards[:ROWS], len(scorecard.cards) - len(cards[:ROWS])


def _row(card: IndicatorCard) -> tuple[Cell, ...]:
    moved = card.change_percent if card.change_percent.value is not None else card.change
    return (
        Cell(named(card.title, illustrative=card.illustrative, most=_NAME)), Cell.of(card.headline), Cell.of(card.before), Cell.of(moved), Cell(change_words(card.direction)),
        Cell(rag_words(card.rag.rag, card.rag.why)), Cell(variation_words(card.variation.variation)),
        Cell(brief_rank(card.comparison)),
    )  # fmt: skip


def _sourced(card: IndicatorCard) -> str:
    source = f" Source: {card.source.rstrip('.')}." if card.source else ""
    return f"{card.title} ({card.unit}). {figure_sentences(card)}{source}"


def _exceptions(scorecard: Scorecard) -> Iterator[Slide]:
    lines = [line for line in scorecard.exceptions if line.judgement is not Judgement.BETTER]
    made_up = {card.code for card in scorecard.cards if card.illustrative}
    columns = (
        Column("Measure", share=2.3), Column("Why it is here", share=6.6), Column("Against target", CellKind.RATING, 1.4),
        Column("Asked of the board", share=1.9),
    )  # fmt: skip
    for first in range(0, len(lines), EXCEPTIONS):
        part = lines[first : first + EXCEPTIONS]
        rows = tuple(
            (Cell(named(line.title, illustrative=line.indicator in made_up, most=_NAME)), Cell(whole_sentences(f"{line.rule}. {line.words}", _WHY)), Cell(_rating(line.rag)), Cell(_asked(line)))
            for line in part
        )  # fmt: skip
        yield Slide(
            Layout.TABLE,
            _exceptions_title(lines),
            {TABLE: Table("Exceptions", columns, rows), NOTE: Text(f"A rule only suggests; people decide. {_CHOICES}")},
            tuple(f"{line.title}: {line.words} {line.rule_words}" for line in part),
        )  # fmt: skip


def _exceptions_title(lines: Sequence[ExceptionLine]) -> str:
    escalated = sum(
        (line.decision.decision if line.decision else line.suggestion) == Choice.ESCALATE for line in lines
    )
    watched = len(lines) - escalated
    if not escalated:
        return f"{count_of(watched, 'measure')} to watch, none for the board to decide"
    rest = f"; {watched} more to watch" if watched else ""
    return f"{count_of(escalated, 'measure')} {'needs' if escalated == 1 else 'need'} the board{rest}"


def _rating(rag: Rag) -> str:
    return "–" if rag is Rag.NOT_RATED else rag_words(rag)


def _asked(line: ExceptionLine) -> str:
    if line.decision is not None:
        return f"{line.decision.decision.capitalize()} (decided for {line.decision.period})"
    return f"Suggested: {line.suggestion}" if line.suggestion else "–"


def closing_slides(scorecard: Scorecard) -> Iterator[Slide]:
    """Yield what comes after the objectives; of what there is nothing, no slide."""
    yield from _group(scorecard)
    yield from _places(scorecard)
    yield from _sought(scorecard)
    yield from action_slides(scorecard)
    yield from _decided(scorecard)
    yield from register_slides(scorecard)
    yield from _changed(scorecard)


def _group(scorecard: Scorecard) -> Iterator[Slide]:
    """Yield the rank of the measure that needs the board most, of those that are compared."""
    place = {line.indicator: line.place for line in scorecard.exceptions}
    made_up = {card.code for card in scorecard.cards if card.illustrative}
    compared = [one for one in scorecard.benchmarks if one.indicator not in made_up]
    table = min(compared, key=lambda one: place.get(one.indicator, len(place) + 1), default=None)
    chart = rank_chart(scorecard, table) if table else None
    if table is None or chart is None:
        return
    average = f"{capital(table.average_kind)}: {table.average.text} {in_sentence(table.rate_name)}."
    others = [f"{one.title}, {one.group}: {one.rank_words}." for one in compared if one.group == table.group]
    own = (one for card in scorecard.cards if card.code == table.indicator for one in card.in_groups)
    rank = next((one.rank_words for one in own if one.group == table.group), table.rank_words)
    title = f"{cut(table.title, _NAME)}: {rank} among {table.group}"
    yield Slide(Layout.CHART, title, {CHART: chart, NOTE: Text(average)}, (table.note, *others))


def _places(scorecard: Scorecard) -> Iterator[Slide]:
    """Yield the parts with the most of each measure, as many measures as fit."""
    found = scorecard.wards
    if found is None:
        return
    kind = found.kind.lower()
    rows, highest = [], []
    for column, title in enumerate(found.indicators[:ROWS]):
        most = _most(found, column)
        cells = [f"{cut(name, _PLACE)}: {said}" for name, said in most]
        rows.append((Cell(cut(title, _NAME)), *map(Cell, (*cells, *[""] * PLACES)[:PLACES])))
        if most:
            what = cut(in_sentence(title.removesuffix(f" by {kind}")), _NAME)
            highest.append(f"{what} in {cut(most[0][0], _PLACE)}")
    if not highest:
        return
    heads = ("Most", "Second", "Third", "Fourth")
    columns = (Column("Measure", share=3), *(Column(head, share=2.3) for head in heads))
    # As many as a title of two lines has room for.
    told = ["; ".join(highest[:number]) for number in (3, 2, 1)]
    title = next((one for one in told if len(one) <= LONGEST_TITLE - 9), told[-1])
    words = f"The last 12 months, and the change on the 12 before. Every {kind} is on the dashboard's page {scorecard.parts_name}."
    table = Table(scorecard.parts_name, columns, tuple(rows))
    yield Slide(Layout.TABLE, f"Highest: {title}", {TABLE: table, NOTE: Text(words)}, (found.note,))


def _most(found: WardMap, column: int) -> list[tuple[str, str]]:
    """Return the parts with the most of a measure, each with its figure and change."""
    told = []
    for at in from_the_highest(found, column)[:PLACES]:
        figure, change = found.rolling[at][column], found.change_percent[at][column]
        told.append(
            (found.wards[at], f"{figure.text}{f' ({change.text})' if change.value is not None else ''}")
        )
    return told


def _sought(scorecard: Scorecard) -> Iterator[Slide]:
    lines = [line for line in scorecard.commentary if line.decision]
    tabs = {page.code: page.tab for page in scorecard.pages}
    columns = (
        Column("Objective", share=2.4),
        Column("Decision sought", share=6.4),
        Column("Who asks", share=3.4),
    )
    title = f"Partners ask the board for {count_of(len(lines), 'decision')}"
    for first in range(0, len(lines), ROWS):
        rows = tuple(
            (Cell(tabs.get(line.objective, line.objective_title)), Cell(cut(sought_words(line), _TWO_LINES)), Cell(cut(line.partner, 66)))
            for line in lines[first : first + ROWS]
        )  # fmt: skip
        notes = tuple(f"{line.partner}: {line.why} {line.doing}" for line in lines[first : first + ROWS])
        yield Slide(Layout.TABLE, title, {TABLE: Table("Decisions sought", columns, rows)}, notes)


def _decided(scorecard: Scorecard) -> Iterator[Slide]:
    columns = (
        Column("Measure", share=2.6), Column("Decision", share=1.2), Column("Of", share=1.5), Column("Why", share=6.9),
    )  # fmt: skip
    lines = scorecard.decided
    title = f"What was decided: {count_of(len(lines), 'measure')}, standing until decided otherwise"
    for first in range(0, len(lines), EXCEPTIONS):
        part = lines[first : first + EXCEPTIONS]
        rows = tuple(
            (
                Cell(cut(line.title, _NAME)),
                Cell(line.decision.capitalize()),
                Cell(line.period),
                Cell(cut(line.reason, _WHY)),
            )
            for line in part
        )
        yield Slide(
            Layout.TABLE,
            title,
            {TABLE: Table("Decisions", columns, rows)},
            tuple(f"{one.title}. {one.words}" for one in part),
        )


def _changed(scorecard: Scorecard) -> Iterator[Slide]:
    found = scorecard.changed
    if found is None or not (found.lines or found.gone or found.come):
        return
    columns = (
        Column("Measure", share=3),
        Column("Published", CellKind.NUMBER, 1.3),
        Column("Now", CellKind.NUMBER, 1.3),
        Column("What changed", share=6.6),
    )
    rows = [
        (Cell(cut(line.title, _NAME)), Cell(line.published), Cell(line.now), Cell(cut(". ".join(filter(None, (line.figures, line.effects))), _TWO_LINES)))
        for line in found.lines
    ]  # fmt: skip
    rows += [
        (Cell(cut(title, _NAME)), Cell(""), Cell(""), Cell("No longer reported.")) for title in found.gone
    ]
    rows += [(Cell(cut(title, _NAME)), Cell(""), Cell(""), Cell("New.")) for title in found.come]
    more = len(rows) - EXCEPTIONS
    words = f"{more} more on the dashboard's sheet Changes." if more > 0 else ""
    yield Slide(
        Layout.TABLE, cut(found.words, _TWO_LINES), {TABLE: Table("Changes", columns, tuple(rows[:EXCEPTIONS])), NOTE: Text(words)},
        (found.words, *(f"{line.title}: {'. '.join(filter(None, (line.figures, line.effects, line.why)))}." for line in found.lines)),
    )  # fmt: skip

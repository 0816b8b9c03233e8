"""The first chapters of the annual report: the year in short, what each other board is told, four quarters of every measure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scpxl.pages.blocks import Block, Cell, CellKind, Column, Heading, Listing, Table, Text
from scpxl.pages.report import report_year
from scpxl.scorecard.records.lines import BoardLine, CommentaryLine, YearLine
from scpxl.scorecard.records.scorecard import IndicatorCard, ObjectivePage, Scorecard
from scpxl.scorecard.records.shape import EXAMPLE
from scpxl.scorecard.texts.cell_words import change_words, rag_words
from scpxl.scorecard.texts.partner_words import sought_words
from scpxl.verdicts import Judgement, Rag
from scpxl.words import count_of, in_sentence, listed


def opening_chapters(scorecard: Scorecard) -> Iterator[Block]:
    """Yield the year in short, what each other board is told, and the year's scorecard."""
    yield Heading("The year in short", 1)
    yield Listing(tuple(map(Text, scorecard.summary_words)))
    if any(page.cards for page in scorecard.pages):
        yield _glance(scorecard)
    yield from _boards(scorecard)
    yield Heading("The year's scorecard", 1)
    yield Text(
        "Quarters are side by side, then each financial year, by each figure's own rule: a year's percentage is that of "
        "its sums, never the mean of four. A year of which a month is missing has no figure; the reason is in its place."
    )
    for page in scorecard.pages:
        if page.cards:
            yield _quarters(scorecard, page)


def marked_title(card: IndicatorCard) -> str:
    """Return a measure's title, with a mark where its figures are made up."""
    return f"{card.title}{EXAMPLE}" if card.illustrative else card.title


def lines_of(scorecard: Scorecard) -> dict[str, YearLine]:
    """Return the year's lines by indicator."""
    return {one.indicator: one for one in report_year(scorecard).lines}


def measure_cell(card: IndicatorCard, unit: str) -> Cell:
    """Return what a row is about: the measure, and what its numbers count where its title does not say so."""
    told = not unit or unit.casefold() in card.title.casefold()
    return Cell(marked_title(card) if told else f"{marked_title(card)}, {unit}")


def _glance(scorecard: Scorecard) -> Table:
    """Return how many measures of each objective are where, in a row each."""
    ratings, ways = (Rag.RED, Rag.AMBER, Rag.GREEN), (Judgement.WORSE, Judgement.BETTER)
    heads = [*(str(one.value) for one in ratings), *(f"Clearly {one.value}" for one in ways)]
    columns = (
        Column("Objective", share=5.0),
        Column("Measures", CellKind.NUMBER),
        *(Column(head, CellKind.NUMBER) for head in heads),
    )
    rows = []
    for page in (page for page in scorecard.pages if page.cards):
        rated, moved = (
            [card.rag.rag for card in page.cards],
            [card.direction.judgement for card in page.cards],
        )
        counts = [
            len(page.cards),
            *(rated.count(one) for one in ratings),
            *(moved.count(one) for one in ways),
        ]
        rows.append((Cell(page.title), *(Cell(str(number), float(number)) for number in counts)))
    lead = "Clearly worse and clearly better: the change on the year before is more than usual variation."
    return Table("The objectives at a glance", columns, tuple(rows), lead)


def _boards(scorecard: Scorecard) -> Iterator[Block]:
    by_code = {card.code: card for card in scorecard.cards}
    for board in report_year(scorecard).boards:
        cards = [by_code[code] for code in board.indicators if code in by_code]
        if not cards:
            continue
        yield Heading(f"For the {board.title}", 1)
        rated = [card.rag.rag for card in cards]
        counts = [
            f"{rated.count(rag)} {rag.value}" for rag in (Rag.RED, Rag.AMBER, Rag.GREEN) if rag in rated
        ]
        worse = [
            in_sentence(marked_title(card)) for card in cards if card.direction.judgement is Judgement.WORSE
        ]
        better = [
            in_sentence(marked_title(card)) for card in cards if card.direction.judgement is Judgement.BETTER
        ]
        told = f"{count_of(len(cards), 'measure')} of this report {'concerns' if len(cards) == 1 else 'concern'} this board"
        yield Text(f"{told}; {listed(counts) if counts else 'none is rated'}.")
        yield Text(f"Worse than the year before by more than usual variation: {listed(worse) if worse else 'none'}. Better: {listed(better) if better else 'none'}.")  # fmt: skip
        yield _summary(scorecard, board.title, cards)
        asked = [
            Text(sought_words(line), line.partner)
            for line in scorecard.commentary
            if line.decision and _is_told(board, line)
        ]
        if asked:
            yield Text("Decisions that partners seek:")
            yield Listing(tuple(asked))


def _is_told(board: BoardLine, line: CommentaryLine) -> bool:
    return line.indicator in board.indicators if line.indicator else line.objective in board.objectives


def _summary(scorecard: Scorecard, title: str, cards: Iterable[IndicatorCard]) -> Table:
    columns = (
        Column("Measure", share=3.6), Column("Year or latest", CellKind.NUMBER, 1.3), Column("Year before", CellKind.NUMBER, 1.3),
        Column("Is it better?", CellKind.RATING, 1.8), Column("Against target", CellKind.RATING, 1.5),
    )  # fmt: skip
    rows = tuple(
        (Cell(marked_title(card)), Cell.of(card.headline), Cell.of(card.before), Cell(change_words(card.direction)), Cell(rag_words(card.rag.rag, card.rag.why)))
        for card in cards
    )  # fmt: skip
    return Table(f"What concerns the {title}, {report_year(scorecard).name}", columns, rows)


def _quarters(scorecard: Scorecard, page: ObjectivePage) -> Table:
    lines, year = lines_of(scorecard), report_year(scorecard)
    heads = tuple(Column(f"Q{number}", CellKind.NUMBER, 1.2) for number in range(1, 5))
    columns = (Column("Measure", share=4.6), *heads, Column(year.name, CellKind.NUMBER, 1.3))
    rows = tuple(
        (measure_cell(card, card.period_unit), *map(Cell.of, lines[card.code].quarters), Cell.of(lines[card.code].years[-1]))
        for card in page.cards
    )  # fmt: skip
    return Table(f"{page.title}: quarters of {year.name}", columns, rows)

"""The chapters of the annual report.  Of what there is nothing there is a plain sentence, or no chapter: never an empty table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import combinations
from typing import Final

from scpxl.model.breakdowns import BreakdownCategory
from scpxl.pages.blocks import Block, Cell, Column, Heading, Kind, Listing, Table, Text
from scpxl.pages.charts import range_chart, year_chart
from scpxl.pages.registers import register_page
from scpxl.pages.report import year_of
from scpxl.scorecard.cell_words import change_words, rag_words
from scpxl.scorecard.model import BreakdownTable, IndicatorCard, ObjectivePage, Scorecard, WardMap
from scpxl.scorecard.narrative import figures_of
from scpxl.scorecard.shape import EXAMPLE
from scpxl.scorecard.year_records import YearLine
from scpxl.verdicts import Judgement, Rag
from scpxl.words import capital, count_of, in_sentence, listed

_PLACES: Final = 8
_PAIRS: Final = 3
_SHOWN_APART: Final = frozenset(
    {
        "consultation",
        "plan",
        "risks",
        "money",
        "referrals",
        "follow-up",
        "escalations",
        "analysis",
        "agreements",
    }
)


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


def closing_chapters(scorecard: Scorecard) -> Iterator[Block]:
    """Yield what is about all objectives together, then the plan, the methods and the quality of the data."""
    yield from _places(scorecard)
    yield from _emerging(scorecard)
    yield from _ahead(scorecard)
    yield from _registers(scorecard)
    yield from _quality(scorecard)
    yield from _changed(scorecard)


def _name(card: IndicatorCard) -> str:
    return f"{card.title}{EXAMPLE}" if card.illustrative else card.title


def _lines(scorecard: Scorecard) -> dict[str, YearLine]:
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
        worse = [in_sentence(_name(card)) for card in cards if card.direction.judgement is Judgement.WORSE]
        better = [in_sentence(_name(card)) for card in cards if card.direction.judgement is Judgement.BETTER]
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
        (Cell(_name(card)), Cell.of(card.headline), Cell.of(card.before), Cell(change_words(card.direction)), Cell(rag_words(card.rag.rag, card.rag.why)))
        for card in cards
    )  # fmt: skip
    return Table(f"What concerns the {title}, {year_of(scorecard).name}", columns, rows)


def _quarters(scorecard: Scorecard, page: ObjectivePage) -> Table:
    lines, year = _lines(scorecard), year_of(scorecard)
    heads = tuple(Column(f"Q{number}", Kind.NUMBER, 1.2) for number in range(1, 5))
    columns = (
        Column("Measure", share=3.0),
        Column("Quarters count", share=1.9),
        *heads,
        Column(year.name, Kind.NUMBER, 1.2),
    )
    rows = tuple(
        (Cell(_name(card)), Cell(card.period_unit), *map(Cell.of, lines[card.code].quarters), Cell.of(lines[card.code].years[-1]))
        for card in page.cards
    )  # fmt: skip
    return Table(f"{page.title}: quarters of {year.name}", columns, rows)


def _years(scorecard: Scorecard, page: ObjectivePage) -> Table:
    lines, year = _lines(scorecard), year_of(scorecard)
    heads = tuple(Column(name, Kind.NUMBER, 1.3) for name in year.years)
    columns = (Column("Measure", share=3.2), Column("Counts", share=1.9), *heads)
    rows = tuple(
        (Cell(_name(card)), Cell(card.unit), *map(Cell.of, lines[card.code].years)) for card in page.cards
    )
    return Table(f"{page.title}: {count_of(len(year.years), 'financial year')}", columns, rows)


def _measures(scorecard: Scorecard, page: ObjectivePage) -> Iterator[Block]:
    there = [card for card in page.cards if card.headline.value is not None]
    order = {line.indicator: line.place for line in scorecard.exceptions}
    first = min(
        there, key=lambda card: (card.illustrative, order.get(card.code, len(order) + 1)), default=None
    )
    for card in there:
        yield Heading(_name(card))
        yield Text(figures_of(replace(card, trend=None)))
        if card.trend is not None:
            yield Text(card.trend.long_words.removeprefix("Long term, ").capitalize(), "Long term")
            short = card.trend.short_words.removeprefix("Short term, ")
            yield Text(" ".join(filter(None, (capital(short), card.trend.step_words))), "Short term")
        if card is first:
            for chart in (year_chart(scorecard, card), range_chart(scorecard, card)):
                if chart is not None:
                    yield replace(chart, title=f"{_name(card)}. {chart.title}")
        for note in card.notes:
            yield Text(note, "To know")
    silent = [f"{_name(card)} ({card.headline.text})" for card in page.cards if card not in there]
    if silent:
        yield Text(f"No figure: {listed(silent)}.")


def _worked(page: ObjectivePage) -> Iterator[Block]:
    found = [Text(one.words, _name(card)) for card in page.cards for one in card.interventions]
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


def _places(scorecard: Scorecard) -> Iterator[Block]:
    """Yield two partners' measures over the same parts side by side."""
    found = scorecard.wards
    if found is None:
        return
    kind = found.kind.lower()
    yield Heading(f"Two partners' figures of the same {scorecard.parts_name.lower()}", 1)
    by_code = {card.code: card for card in scorecard.cards}
    columns = [(at, by_code[code]) for at, code in enumerate(found.codes) if code in by_code]
    pairs = [(one, other) for one, other in combinations(columns, 2) if one[1].partner != other[1].partner]
    if not pairs:
        partners = listed(sorted({card.partner for _, card in columns}))
        yield Text(f"Only one partner gives figures by {kind} ({partners}), so nothing can be read across agencies. A second partner's figures by {kind} would allow it.")  # fmt: skip
    else:
        yield Text(f"A {kind} that is high on both is where a joint look is worthwhile. That both are high does not show that one causes the other.")  # fmt: skip
    for one, other in pairs[:_PAIRS]:
        yield _pair(found, one, other)
    yield from _highest(found, columns)


def _pair(found: WardMap, one: tuple[int, IndicatorCard], other: tuple[int, IndicatorCard]) -> Table:
    order = sorted(range(len(found.wards)), key=lambda at: -(found.rolling[at][one[0]].value or 0.0))
    heads = (Column(f"{card.title} ({card.partner})", Kind.NUMBER, 2.4) for _, card in (one, other))
    rows = tuple((Cell(found.wards[at]), *(Cell.of(found.rolling[at][column]) for column, _ in (one, other))) for at in order[:_PLACES])  # fmt: skip
    return Table(f"{one[1].title} and {in_sentence(other[1].title)}, by {found.kind.lower()}", (Column(found.kind, share=2), *heads), rows, found.note)  # fmt: skip


def _highest(found: WardMap, columns: list[tuple[int, IndicatorCard]]) -> Iterator[Block]:
    if columns:
        at = columns[0][0]
        order = sorted(range(len(found.wards)), key=lambda row: -(found.rolling[row][at].value or 0.0))[
            :_PLACES
        ]
        heads = (Column(_name(card), Kind.NUMBER, 1.8) for _, card in columns)
        rows = tuple((Cell(found.wards[row]), *(Cell.of(found.rolling[row][column]) for column, _ in columns)) for row in order)  # fmt: skip
        yield Table(f"The {found.kind.lower()}s with the most of the first measure", (Column(found.kind, share=2), *heads), rows, found.note)  # fmt: skip


def _emerging(scorecard: Scorecard) -> Iterator[Block]:
    yield Heading("Emerging issues", 1)
    lines = [line for line in scorecard.exceptions if line.judgement is not Judgement.BETTER]
    made_up = {card.code for card in scorecard.cards if card.illustrative}
    told = [Text(f"{line.rule}. {line.words}", f"{line.title}{EXAMPLE if line.indicator in made_up else ''}") for line in lines]  # fmt: skip
    yield Listing(tuple(told)) if told else Text("No measure is unusual and worse, or off target.")
    if scorecard.month_ends and (newly := [one for one in scorecard.month_ends[-1].newly if one]):
        yield Text(" ".join(newly), "Since the quarter before")


def _ahead(scorecard: Scorecard) -> Iterator[Block]:
    yield Heading("Recommendations and targets", 1)
    sought = [Text(line.decision, f"{line.partner}, {in_sentence(line.objective_title)}") for line in scorecard.commentary if line.decision]  # fmt: skip
    escalated = [Text(f"{capital(line.suggestion)}: {line.rule}.", line.title) for line in scorecard.exceptions if line.suggestion == "escalate"]  # fmt: skip
    if sought or escalated:
        yield Listing((*sought, *escalated))
    else:
        yield Text("Nothing is put to the board for decision.")
    year = year_of(scorecard)
    if not year.ahead:
        yield Text(f"No targets are set for the years after {year.name}. They are set in the framework, one row per indicator and year.")  # fmt: skip
        return
    lines = _lines(scorecard)
    columns = (
        Column("Measure", share=3.4), Column("Counts", share=1.8), Column(year.name, Kind.NUMBER, 1.3),
        *(Column(f"Target {name}", Kind.NUMBER, 1.4) for name in year.ahead),
    )  # fmt: skip
    rows = tuple(
        (Cell(_name(card)), Cell(card.unit), Cell.of(lines[card.code].years[-1]), *map(Cell.of, lines[card.code].targets))
        for card in scorecard.cards
        if any(one.value is not None for one in lines[card.code].targets)
    )  # fmt: skip
    yield Table(
        "Targets for the years to come",
        columns,
        rows,
        "Measures that are not listed have no target after this year.",
    )


def _registers(scorecard: Scorecard) -> Iterator[Block]:
    kept = [one for one in scorecard.registers if one.name in _SHOWN_APART and one.lines]
    if not kept:
        return
    yield Heading("Plan, risks, money and decisions", 1)
    for one in kept:
        whole = register_page(one, len(one.lines))
        yield Heading(one.title)
        yield Text(whole.lead)
        for row in whole.rows:
            said = [f"{column.head}: {cell.text}" for column, cell in zip(whole.columns[1:], row[1:], strict=True) if cell.text]  # fmt: skip
            yield Text("; ".join(said) + "." if said else "", row[0].text)
    if scorecard.decided:
        yield Heading("What was decided")
        yield Listing(tuple(Text(one.words, one.title) for one in scorecard.decided))


def _quality(scorecard: Scorecard) -> Iterator[Block]:
    yield Heading("Methods and quality of the data", 1)
    yield Listing(tuple(map(Text, scorecard.complete_words)))
    if scorecard.quality:
        columns = (Column("Measure", share=3), Column("Grade", share=0.8), Column("Why", share=6))
        rows = tuple((Cell(one.title), Cell(one.grade), Cell(one.words)) for one in scorecard.quality)
        yield Table(
            "How far each measure can be relied on", columns, rows, "A is the best grade, D the worst."
        )
    methods = tuple(Text(note.words, note.term) for note in scorecard.notes if note.group == "Methods")
    if methods:
        yield Heading("How figures are worked out")
        yield Listing(methods)


def _changed(scorecard: Scorecard) -> Iterator[Block]:
    yield Heading("What has changed since it was published", 1)
    found = scorecard.changed
    if found is None:
        yield Text("Nothing was published before that differs.")
        return
    yield Text(found.words)
    changed = tuple(Text(f"{one.published} was published; now {one.now}. {one.figures} {one.effects}", one.title) for one in found.lines)  # fmt: skip
    if changed:
        yield Listing(changed)
    if found.gone:
        yield Text(f"No longer reported: {listed(found.gone)}.")
    if found.come:
        yield Text(f"New: {listed(found.come)}.")

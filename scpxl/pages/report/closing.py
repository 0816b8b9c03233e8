"""The last chapters of the annual report: places, emerging issues, what is recommended, the plan, quality and changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from typing import Final

from scpxl.model.registers import RegisterName
from scpxl.pages.blocks import Block, Cell, CellKind, Column, Heading, Listing, Table, Text
from scpxl.pages.pack.registers import by_urgency, closed_table, money_table, open_table, register_table
from scpxl.pages.report import report_year
from scpxl.pages.report.chapters import lines_of, marked_title, measure_cell
from scpxl.scorecard.lists.narrative import closed_since, from_the_highest, high_on_both, plan_words
from scpxl.scorecard.records.board import ChangedSince
from scpxl.scorecard.records.figures import REVISED
from scpxl.scorecard.records.scorecard import IndicatorCard, Scorecard, WardMap
from scpxl.scorecard.records.shape import EXAMPLE
from scpxl.scorecard.texts.register_words import register_stories
from scpxl.verdicts import Judgement
from scpxl.words import capital, in_sentence, listed, month_label

_PLACES: Final = 8
_PAIRS: Final = 3


def closing_chapters(scorecard: Scorecard) -> Iterator[Block]:
    """Yield what is about all objectives together, then the plan, the methods and the quality of the data."""
    yield from _places(scorecard)
    yield from _emerging(scorecard)
    yield from _ahead(scorecard)
    yield from _plan(scorecard)
    yield from _quality(scorecard)
    yield from _changed(scorecard)


def _places(scorecard: Scorecard) -> Iterator[Block]:
    """Yield two partners' measures over the same parts side by side."""
    found = scorecard.wards
    if found is None:
        return
    kind, by_code = found.kind.lower(), {card.code: card for card in scorecard.cards}
    columns = [
        (at, by_code[code])
        for at, code in enumerate(found.codes)
        if code in by_code and from_the_highest(found, at)
    ]
    if not columns:
        return
    yield Heading(f"Two partners' figures of the same {scorecard.parts_name.lower()}", 1)
    pairs = [(one, other) for one, other in combinations(columns, 2) if one[1].partner != other[1].partner]
    if not pairs:
        partners = listed(sorted({card.partner for _, card in columns}))
        yield Text(f"Only one partner gives figures by {kind} ({partners}), so nothing can be read across agencies. A second partner's figures by {kind} would allow it.")  # fmt: skip
    else:
        yield Text(f"A {kind} that is high on both is where a joint look is worthwhile. That both are high does not show that one causes the other.")  # fmt: skip
    for one, other in pairs[:_PAIRS]:
        yield _pair(found, one, other, scorecard.last_month)
    if not pairs:
        yield _highest(found, columns)


def _pair(
    found: WardMap, one: tuple[int, IndicatorCard], other: tuple[int, IndicatorCard], month: int
) -> Table:
    columns = (one[0], other[0])
    both = high_on_both(found, columns)
    heads = (
        Column(f"{marked_title(card)} ({card.partner})", CellKind.NUMBER, 2.4) for _, card in (one, other)
    )
    rows = tuple((Cell(found.wards[at]), *(Cell.of(found.rolling[at][column]) for column in columns)) for at in from_the_highest(found, one[0])[:_PLACES])  # fmt: skip
    title = f"{marked_title(one[1])} beside {in_sentence(marked_title(other[1]))}"
    return Table(title, (Column(found.kind, share=2), *heads), rows, f"Among the highest quarter of both: {listed(both) if both else 'none'}. The year to {month_label(month)}.")  # fmt: skip


def _highest(found: WardMap, columns: list[tuple[int, IndicatorCard]]) -> Table:
    heads = (Column(marked_title(card), CellKind.NUMBER, 1.8) for _, card in columns)
    order = from_the_highest(found, columns[0][0])[:_PLACES]
    rows = tuple((Cell(found.wards[row]), *(Cell.of(found.rolling[row][column]) for column, _ in columns)) for row in order)  # fmt: skip
    return Table(f"The {found.kind.lower()}s with the most of the first measure", (Column(found.kind, share=2), *heads), rows, found.note)  # fmt: skip


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
    sought = [Text(line.decision, f"{line.partner}, {in_sentence(line.about)}") for line in scorecard.commentary if line.decision]  # fmt: skip
    escalated = [Text(f"{capital(line.suggestion)}: {line.rule}.", line.title) for line in scorecard.exceptions if line.suggestion == "escalate"]  # fmt: skip
    if sought or escalated:
        yield Listing((*sought, *escalated))
    else:
        yield Text("Nothing is put to the board for decision.")
    year = report_year(scorecard)
    if not year.ahead:
        yield Text(f"No targets are set for the years after {year.name}. They are set in the framework, one row per indicator and year.")  # fmt: skip
        return
    lines = lines_of(scorecard)
    columns = (
        Column("Measure", share=4.6), Column(year.name, CellKind.NUMBER, 1.3),
        *(Column(f"Target {name}", CellKind.NUMBER, 1.4) for name in year.ahead),
    )  # fmt: skip
    rows = tuple(
        (measure_cell(card, card.unit), Cell.of(lines[card.code].years[-1]), *map(Cell.of, lines[card.code].targets))
        for card in scorecard.cards
        if any(one.value is not None for one in lines[card.code].targets)
    )  # fmt: skip
    yield Table(
        "Targets for the years to come",
        columns,
        rows,
        "Measures that are not listed have no target after this year.",
    )


def _plan(scorecard: Scorecard) -> Iterator[Block]:
    """Yield the action plan and the registers: each in a sentence, then its rows whole."""
    lines, closed, stories = by_urgency(scorecard), closed_since(scorecard), list(register_stories(scorecard))
    if not (lines or closed or stories or scorecard.decided):
        return
    yield Heading("Plan, risks, money and decisions", 1)
    if lines or closed:
        yield Heading("Action plan")
        yield Text(f"{plan_words(scorecard)}.")
        if lines:
            yield open_table(lines, whole=True)
        if closed:
            yield replace(closed_table(closed, whole=True), title=f"Closed in {scorecard.quarter_name}")
    for story in stories:
        yield Heading(story.table.title)
        yield Text(f"{story.table.help} {capital(story.says)}.")
        if story.table.name == RegisterName.MONEY:
            yield replace(money_table(story), title="Money by objective")
        if story.lines:
            yield register_table(story)
    if scorecard.decided:
        yield Heading("What was decided")
        yield Listing(tuple(Text(one.words, one.title) for one in scorecard.decided))


def _quality(scorecard: Scorecard) -> Iterator[Block]:
    yield Heading("Methods and quality of the data", 1)
    yield Listing(tuple(map(Text, scorecard.complete_words)))
    if scorecard.quality:
        columns = (Column("Measure", share=4), Column("Grade", share=0.8), Column("Why", share=6))
        rows = tuple((Cell(one.title), Cell(one.grade), Cell(one.words)) for one in scorecard.quality)
        yield Table(
            "How far each measure can be relied on", columns, rows, "A is the best grade, D the worst."
        )
    methods = tuple(Text(note.words, note.term) for note in scorecard.notes if note.group == "Methods")
    if methods:
        yield Heading("How figures are worked out")
        yield Listing(methods)


def _changed(scorecard: Scorecard) -> Iterator[Block]:
    found = scorecard.changed
    revised = tuple(Text(f"{REVISED} {'. '.join(filter(None, (one.figures, one.why)))}.", one.title) for one in scorecard.revised)  # fmt: skip
    if found is None and not revised:
        yield Text("Nothing was published before that differs.", "Changed figures")
        return
    yield Heading("What has changed since it was published", 1)
    if found is not None:
        yield from _since(found)
    if revised:
        yield Listing(revised)


def _since(found: ChangedSince) -> Iterator[Block]:
    yield Text(found.words)
    changed = tuple(Text(". ".join(filter(None, (f"{one.published} was published; now {one.now}", one.figures, one.effects, one.why))) + ".", one.title) for one in found.lines)  # fmt: skip
    if changed:
        yield Listing(changed)
    if found.gone:
        yield Text(f"No longer reported: {listed(found.gone)}.")
    if found.come:
        yield Text(f"New: {listed(found.come)}.")

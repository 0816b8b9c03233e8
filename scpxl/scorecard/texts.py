"""What people typed that is about figures of a quarter: whose it is, and about which measures.

Commentary, explanations, actions, decisions, and the rows of registers about an objective or a measure.  Decisions and
rows of earlier quarters are passed over: they were about the figures of their own time.  Drafts are nobody's words.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from scpxl.model.periods import Period
from scpxl.model.registers import REGISTERS, Takes
from scpxl.scorecard.model import ObjectivePage, Scorecard

_NAMES: Final = frozenset({Takes.OBJECTIVE, Takes.MEASURE})
"""What columns of a register take that say what a row is about."""


class Said(NamedTuple):
    """A text, whose it is, and the codes of the measures it is about, where that is known."""

    where: str
    text: str
    about: frozenset[str] = frozenset()
    row: str = ""
    """Which row of which register it is of; the same row may be about two objectives."""


def texts_about(scorecard: Scorecard, page: ObjectivePage) -> Iterator[Said]:
    """Yield each text of a quarter that is about an objective or its measures."""
    yield from _written(scorecard, page)
    yield from _decided(scorecard, page)
    yield from _entered(scorecard, page)


def _written(scorecard: Scorecard, page: ObjectivePage) -> Iterator[Said]:
    """Yield commentary, explanations and actions."""
    codes = {card.code for card in page.cards}
    of_measures = [one for one in scorecard.commentary if one.measure and one.objective == page.code]
    for line in (*page.commentary, *of_measures):
        where, about = f"{line.partner} on {line.measure or page.tab}", codes & {line.indicator}
        for text in (line.happened, line.why, line.doing, line.decision):
            yield Said(where, text, frozenset(about))
    for card in page.cards:
        for said in card.explanations:
            yield Said(f"{said.partner} on {card.title}", said.words, frozenset({card.code}))
    for action in page.actions:
        where = f"{action.partner}, action {action.reference}".rstrip()
        yield from (Said(where, text) for text in (action.action, action.update, action.rag_reason))


def _decided(scorecard: Scorecard, page: ObjectivePage) -> Iterator[Said]:
    codes = {card.code for card in page.cards}
    for one in scorecard.decided:
        if one.indicator in codes and one.period == scorecard.quarter_name:
            yield Said(f"The decision on {one.title}", one.reason, frozenset({one.indicator}))


def _entered(scorecard: Scorecard, page: ObjectivePage) -> Iterator[Said]:
    """Yield the words in rows of registers that are about the objective, or about a measure of it."""
    for table in scorecard.registers:
        register = REGISTERS[table.name]
        for line in table.lines:
            if Period.parse(line.typed_in).short_title != scorecard.quarter_name:
                continue
            said = {cell.name: cell.text for cell in line.typed}
            named = {said[one.name] for one in register.fields if one.takes in _NAMES} - {""}
            about = frozenset(card.code for card in page.cards if named & {card.code, card.title})
            if about or named & {page.code, page.title, page.tab}:
                for field in register.fields:
                    if field.takes is Takes.TEXT and not field.person:
                        where = f"{table.title}, {field.head}, on {page.tab}"
                        yield Said(where, said[field.name], about, f"{table.name} {line.key} {field.name}")

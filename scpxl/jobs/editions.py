"""Which texts of a quarter observers may read, and what people choose about them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from scpxl.errors import NotFoundError, SetUpError
from scpxl.jobs.folder import Folder
from scpxl.jobs.record import fetch_record
from scpxl.model.documents import ActionRecord
from scpxl.model.framework import Edition
from scpxl.model.periods import Period
from scpxl.model.registers import REGISTERS
from scpxl.scorecard.cell_words import cut
from scpxl.scorecard.editions import record_for
from scpxl.scorecard.record import Record
from scpxl.scorecard.text_keys import (
    USUAL,
    action_key,
    commentary_key,
    decision_key,
    explanation_key,
    register_key,
    usual_edition,
)
from scpxl.store.records import EditionChoice

_SHOWN = 70
"""Characters of a text that a list quotes."""


@dataclass(frozen=True, slots=True)
class TextLine:
    """A text of a quarter, the widest edition it may be read in, and whether observers do."""

    key: str
    words: str
    """How it begins."""
    edition: Edition
    chosen: bool
    """Whether somebody chose its edition; else it has the usual one."""
    observers: bool
    """Whether the observers' edition holds it."""
    why_not: str
    """Why observers do not read it; blank where they do."""


def list_texts(folder: Folder, period: Period) -> tuple[TextLine, ...]:
    """Return the commentary, actions, decisions, explanations and registers of a quarter, each with who may read it."""
    framework = folder.framework
    with folder.record_to_read() as store:
        record = fetch_record(store, framework, period)
    left = {key for key, _, _ in _texts(record_for(framework, record, Edition.OBSERVERS))}
    return tuple(_line(record, one, shown=one[0] in left) for one in _texts(record))


def choose_edition(
    folder: Folder, key: str, period: Period, edition: Edition, by: str, reason: str, now: datetime | None = None
) -> EditionChoice:  # fmt: skip
    """Keep which edition a text of a quarter may be read in; return what was kept, as it may be shown.

    Raises NotFoundError where the quarter has no such text, SetUpError where nobody or nothing is named.
    """
    by, reason = (" ".join(text.split()) for text in (by, reason))
    if not by or not reason:
        lacking = "who chose: --by NAME" if not by else "why: --reason TEXT"
        raise SetUpError(f"Say {lacking}. A choice is kept with the name and the reason.")
    known = [one.key for one in list_texts(folder, period)]
    found = next((one for one in known if one.casefold() == key.casefold()), None)
    if found is None:
        there = ", ".join(known[:12]) + (" …" if len(known) > 12 else "")
        raise NotFoundError(f"{period.title} has no text {key!r}. There are: {there or 'none'}.")
    made = EditionChoice(found, period, edition.value, by, reason, now or datetime.now(UTC))
    with folder.open_record() as store:
        return store.save_edition_choice(made)


def _texts(record: Record) -> Iterator[tuple[str, str, Edition]]:
    """Yield the key, the words and the usual edition of each text."""
    for said in record.commentary:
        words = " ".join(filter(None, (said.happened, said.why, said.doing, said.decision)))
        yield commentary_key(said), words, usual_edition(said)
    for action in record.actions:
        yield action_key(action), _words_of(action), USUAL
    for decision in record.decisions:
        yield decision_key(decision.indicator), f"{decision.decision}: {decision.reason}", USUAL
    for why in record.explanations:
        yield explanation_key(why), f"{why.reason} {why.explanation}".strip(), USUAL
    for row in record.registers:
        words = " ".join(row.words.get(one.name, "") for one in REGISTERS[row.register].fields)
        yield register_key(row), " ".join(words.split()), REGISTERS[row.register].edition


def _words_of(action: ActionRecord) -> str:
    return " ".join(filter(None, (action.action, action.update)))


def _line(record: Record, text: tuple[str, str, Edition], *, shown: bool) -> TextLine:
    key, words, usual = text
    edition = record.chosen.get(key, usual)
    why = ""
    if not shown:
        why = "partnership only" if edition is Edition.PARTNERSHIP else "is about what observers do not see"
    return TextLine(key, cut(words, _SHOWN), edition, key in record.chosen, shown, why)

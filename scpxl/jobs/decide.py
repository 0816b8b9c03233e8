"""What people decide: about exceptions, each with what is suggested, and about which texts observers may read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from scpxl.errors import NotFoundError, SetUpError
from scpxl.jobs.folder import Folder
from scpxl.jobs.lookup import find_indicator
from scpxl.jobs.record import decision_line, decisions_in_force, fetch_behind, fetch_record
from scpxl.model.documents import ActionRecord
from scpxl.model.framework import Edition, IndicatorKind
from scpxl.model.periods import Period, to_month
from scpxl.model.registers import REGISTERS
from scpxl.scorecard.build import build_cards
from scpxl.scorecard.editions import record_for
from scpxl.scorecard.lists.exceptions import Choice, list_exceptions, open_decisions
from scpxl.scorecard.records.board import DecisionLine, ExceptionLine
from scpxl.scorecard.records.record import PeriodRecord
from scpxl.scorecard.texts.cell_words import cut
from scpxl.scorecard.texts.readers import (
    USUAL,
    action_text_key,
    commentary_key,
    decision_key,
    explanation_key,
    register_key,
    usual_edition,
)
from scpxl.store.interface import Store
from scpxl.store.records import Decision, EditionChoice


@dataclass(frozen=True)
class Exceptions:
    """The exceptions of a period in their order, and decisions still open about what is no longer one."""

    period: Period
    lines: tuple[ExceptionLine, ...]
    standing: tuple[DecisionLine, ...]


def list_for_decision(folder: Folder, period: Period) -> Exceptions:
    """Return what there is to decide about, the most serious first, each with what was last decided."""
    with folder.record_to_read() as store:
        return _list(store, folder, period)


def decide(
    folder: Folder, code: str, period: Period, choice: Choice, by: str, reason: str, now: datetime | None = None
) -> tuple[DecisionLine, ExceptionLine | None]:  # fmt: skip
    """Keep what was decided about an indicator; return it, and the exception it is about, if it is one.

    A decision may be about what is no exception: people know more than a rule.  It is in the quarters that
    follow until another is made.  Raises NotFoundError where the framework has no such indicator, SetUpError
    where nobody or nothing is named, or the quarter has not begun.
    """
    framework = folder.framework
    indicator = find_indicator(framework, code)
    if indicator.kind is IndicatorKind.CONTEXT:
        raise NotFoundError(
            f"{indicator.code} ({indicator.title}) is context for rates, not on the scorecard: there is nothing to decide."
        )
    by, reason = (" ".join(text.split()) for text in (by, reason))
    if not by or not reason:
        lacking = "who decided: --by NAME" if not by else "why: --reason TEXT"
        raise SetUpError(f"Say {lacking}. A decision is kept with the name and the reason.")
    if period.first > to_month(folder.today.year, folder.today.month):
        raise SetUpError(f"{period.title} has not begun. Decide about a quarter there are figures of.")
    made = Decision(indicator.code, period, choice.value, by, reason, now or datetime.now(UTC))
    with folder.open_record() as store:
        made = store.save_decision(made)
        found = _list(store, folder, period)
    line = next((one for one in found.lines if one.indicator == indicator.code), None)
    return decision_line(framework, made), line


def decisions_about(folder: Folder, code: str, period: Period) -> tuple[DecisionLine, ...]:
    """Return every decision about an indicator up to a period, the first one first."""
    indicator = find_indicator(folder.framework, code)
    with folder.record_to_read() as store:
        found = store.fetch_decisions(period, indicator.code)
    return tuple(decision_line(folder.framework, one) for one in found)


def _list(store: Store, folder: Folder, period: Period) -> Exceptions:
    framework = folder.framework
    latest = decisions_in_force(store, framework, period)
    cards = build_cards(framework, fetch_behind(store, framework, period), period, Edition.PARTNERSHIP)
    lines = list_exceptions(cards, latest)
    standing = open_decisions(latest.values(), [line.indicator for line in lines])
    return Exceptions(period, lines, standing)


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


def _texts(record: PeriodRecord) -> Iterator[tuple[str, str, Edition]]:
    """Yield the key, the words and the usual edition of each text."""
    for said in record.commentary:
        words = " ".join(filter(None, (said.happened, said.why, said.doing, said.decision)))
        yield commentary_key(said), words, usual_edition(said)
    for action in record.actions:
        yield action_text_key(action), _words_of(action), USUAL
    for decision in record.decisions:
        yield decision_key(decision.indicator), f"{decision.decision}: {decision.reason}", USUAL
    for why in record.explanations:
        yield explanation_key(why), f"{why.reason} {why.explanation}".strip(), USUAL
    for row in record.registers:
        words = " ".join(row.words.get(one.name, "") for one in REGISTERS[row.register].fields)
        yield register_key(row), " ".join(words.split()), REGISTERS[row.register].edition


def _words_of(action: ActionRecord) -> str:
    return " ".join(filter(None, (action.action, action.update)))


def _line(record: PeriodRecord, text: tuple[str, str, Edition], *, shown: bool) -> TextLine:
    key, words, usual = text
    edition = record.chosen.get(key, usual)
    why = ""
    if not shown:
        why = "partnership only" if edition is Edition.PARTNERSHIP else "is about what observers do not see"
    return TextLine(key, cut(words, _SHOWN), edition, key in record.chosen, shown, why)

"""The words of a return: sign-off, action plan, commentary, explanations; and what is asked of each action."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from scpxl.checks.catalogue import finding
from scpxl.checks.numbers.figures import as_fraction
from scpxl.checks.numbers.usual import is_fraction, is_on_another_scale
from scpxl.checks.reading import ReadRow, Values
from scpxl.model.documents import ActionRecord, CommentaryRecord, ExplanationRecord
from scpxl.model.observations import Source
from scpxl.returns.cells import CellRef
from scpxl.returns.findings import Finding
from scpxl.returns.form import ReturnForm, Sheet
from scpxl.returns.normalise import fold, show
from scpxl.returns.prefill import Prefill
from scpxl.returns.raw import RawReturn, RawRow
from scpxl.words import digits_of_day


class Words:
    """What the partner wrote, as it is kept, and what was wrong with it."""

    def __init__(self) -> None:
        self.answers: dict[str, str] = {}
        """Answers on Start by key; dates as YYYY-MM-DD."""
        self.actions: list[ActionRecord] = []
        self.commentary: list[CommentaryRecord] = []
        self.explanations: list[ExplanationRecord] = []
        self.provisional: set[str] = set()
        """Codes of the indicators whose figures of the period may still change."""
        self.findings: list[Finding] = []


def read_words(values: Values, file: str) -> Words:
    """Return everything written in the return that is valid; `file` is what its file is called."""
    words = Words()
    for key in values.start:
        answer = values.answer(key)
        words.answers[key] = answer.isoformat() if isinstance(answer, date) else answer or ""
    made = _WordsMaker(values, file)
    words.actions = list(made.actions(words.findings))
    words.commentary = list(made.commentary())
    for read in values.rows.get(Sheet.MEASURES, ()):
        if read.text("provisional") == "Yes":
            words.provisional.add(read.found.key[0])
        made.explain(read, words.explanations)
    return words


class _WordsMaker:
    """Makes the records of one return's words."""

    def __init__(self, values: Values, file: str) -> None:
        self._values, self._form, self._file = values, values.form, file

    def _source(self, read: ReadRow) -> Source:
        return Source(self._form.partner.code, "", self._file, read.found.sheet, read.found.first.a1)

    def actions(self, findings: list[Finding]) -> Iterator[ActionRecord]:
        """Yield each action once, by its reference."""
        seen: set[tuple[str, ...]] = set()
        for read in self._values.rows.get(Sheet.ACTIONS, ()):
            complete = read.answer("complete")
            if complete is not None:
                findings += as_fraction(complete, read.found.cell("complete"), "update")
            reference = read.text("reference")
            is_repeated = bool(reference) and (fold(reference),) in seen
            seen.add(tuple(map(fold, read.found.key)))
            if is_repeated:
                findings.append(finding("ROW_REPEATED", [read.found.first], row=reference))
                continue
            yield ActionRecord(
                partner=self._form.partner.code,
                period=self._form.period,
                reference=reference,
                objective=read.text("objective"),
                action=read.text("action"),
                owner=read.text("owner"),
                due=read.answer("due"),
                status=read.text("status"),
                complete=None if complete is None else float(complete),
                rag=read.text("rag"),
                rag_reason=read.text("rag_reason"),
                update=read.text("update"),
                source=self._source(read),
                supporting=self._supporting(read, findings),
            )

    def _supporting(self, read: ReadRow, findings: list[Finding]) -> tuple[str, ...]:
        """Return the other partners who help with an action; whose plan it is in leads it anyway."""
        named, own = read.answer("supporting") or [], self._form.partner
        if own.code in named:
            findings.append(finding("LEADS_ANYWAY", [read.found.cell("supporting").ref], partner=own.name))
        return tuple(code for code in named if code != own.code)

    def commentary(self) -> Iterator[CommentaryRecord]:
        """Yield the words of each objective that anything was written about."""
        for read in self._values.rows.get(Sheet.COMMENTARY, ()):
            said = {part: read.text(part) for part in ("happened", "why", "doing", "decision")}
            if read.row is not None and any(said.values()):
                yield CommentaryRecord(
                    partner=self._form.partner.code,
                    period=self._form.period,
                    objective=read.row.objective,
                    marking=read.text("marking") or self._form.marking,
                    source=self._source(read),
                    **said,
                )

    def explain(self, read: ReadRow, told: list[ExplanationRecord]) -> None:
        """Add what is said beside a measure's row to the explanations."""
        reason, explanation, code = read.text("reason"), read.text("explanation"), read.found.key[0]
        if not reason and not explanation:
            return
        earlier = next((place for place, one in enumerate(told) if one.indicator == code), None)
        if earlier is not None:
            # Said beside the number and again beside what it is out of: one explanation, in both their words.
            one = told[earlier]
            both = " ".join(filter(None, dict.fromkeys((one.explanation, explanation))))
            told[earlier] = one._replace(reason=one.reason or reason, explanation=both)
            return
        source, partner = self._source(read), self._form.partner.code
        told.append(ExplanationRecord(partner, self._form.period, code, reason, explanation, source))


class AskedAction(NamedTuple):
    """One action as it is asked about: what is in its row, and what is known besides."""

    action: ActionRecord
    row: RawRow
    ended: date
    """The last day of the return's period."""
    was: float | None
    """The share that was done last time."""

    def cell(self, key: str) -> list[CellRef]:
        """Return one of its cells; none where its column is not there."""
        return [self.row.cell(key).ref] if key in self.row.columns else []


_Question = Callable[[AskedAction], Iterator[Finding]]
_QUESTIONS: list[_Question] = []


def of_each_action(question: _Question) -> _Question:
    """Ask this of each action."""
    _QUESTIONS.append(question)
    return question


def check_actions(raw: RawReturn, form: ReturnForm, words: Words, known: Prefill) -> Iterator[Finding]:
    """Yield what is asked of each action; `known` holds the actions as they were given last time."""
    found = raw.tables.get(Sheet.ACTIONS)
    if found is None or "update" not in found.columns:
        return
    rows = {row.first.a1: row for row in found.rows}
    before = {fold(str(one.get("reference") or "")): one.get("complete") for one in known.actions}
    for action in words.actions:
        row = rows.get(action.source.cell)
        if row is not None:
            was = before.get(fold(action.reference))
            about = AskedAction(
                action, row, form.period.last_day, was if isinstance(was, (int, float)) else None
            )
            for question in _QUESTIONS:
                yield from question(about)


@of_each_action
def _overdue(about: AskedAction) -> Iterator[Finding]:
    action = about.action
    if (
        action.due is not None
        and action.is_due_by(about.ended)
        and not action.update
        and not action.is_closed
    ):
        due = digits_of_day(action.due)
        yield finding("ACTION_OVERDUE", about.cell("update"), action=action.reference, due=due)


@of_each_action
def _share_done(about: AskedAction) -> Iterator[Finding]:
    now, was = about.action.complete, about.was
    # Less than one per cent has a question of its own; an update that gives the share answers this one.
    if now is None or was is None or now >= was or is_fraction(now):
        return
    if f"{show(now)}%" not in about.action.update and is_on_another_scale(now, was, was, least=1):
        facts = {"action": about.action.reference, "was": show(was), "now": show(now)}
        yield finding("COMPLETE_FELL", about.cell("complete"), **facts)


@of_each_action
def _status_at_odds(about: AskedAction) -> Iterator[Finding]:
    done, status = about.action.complete, about.action.status
    fits = {
        "Not started": done == 0,
        "In progress": done != 100,
        "Overdue": done != 100,
        "Complete": done == 100,
    }
    # Less than one per cent has a question of its own.
    if done is not None and not is_fraction(done) and not fits.get(status, True):
        facts = {"action": about.action.reference, "complete": show(done), "status": status}
        yield finding("STATUS_AT_ODDS", about.cell("status"), **facts)

"""The words of a return: sign-off, action plan, commentary, explanations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from scpxl.checks.figures import as_fraction
from scpxl.checks.tidying import as_typed, fold, read_choice, read_date, read_figure, read_text, show
from scpxl.model.documents import ActionRecord, CommentaryRecord, ExplanationRecord
from scpxl.model.observations import Source
from scpxl.model.periods import Period
from scpxl.returns.findings import Finding, Severity
from scpxl.returns.form import Answer, Column, ReturnForm, Sheet, Table
from scpxl.returns.messages import finding
from scpxl.returns.raw import CellError, RawCell, RawReturn, RawRow, Uncalculated

ANSWER_LIMIT = 120
"""The most characters an answer on Start takes."""
_WHAT_IS_MISSING = {"action": "description"}
"""What a column holds, where its heading would not do: "The action has no action."."""


@dataclass
class Words:
    """What the partner wrote, as it is kept, and what was wrong with it."""

    answers: dict[str, str] = field(default_factory=dict)
    """Answers on Start by key; dates as YYYY-MM-DD."""
    actions: list[ActionRecord] = field(default_factory=list)
    commentary: list[CommentaryRecord] = field(default_factory=list)
    explanations: list[ExplanationRecord] = field(default_factory=list)
    provisional: set[str] = field(default_factory=set)
    """Codes of the indicators whose figures of the period may still change."""
    findings: list[Finding] = field(default_factory=list)


@dataclass
class _Page:
    """A table being read: its form and file, where the words go, and the keys met so far."""

    table: Table
    form: ReturnForm
    file: str
    words: Words
    asked: tuple[tuple[Column, int], ...]
    """The columns that take words, each with where it was found."""
    window: tuple[date, date]
    seen: set[tuple[str, ...]] = field(default_factory=set)


def read_words(raw: RawReturn, form: ReturnForm) -> Words:
    """Return everything written in the return, with a finding for each cell that cannot stand."""
    words = Words()
    # Where the sheet Start is missing, that is said once, not for each of its questions.
    if fold(Sheet.START) in {fold(name) for name in raw.sheet_names}:
        _read_start(raw, form, words)
    readers = {
        Sheet.ACTIONS: _read_action,
        Sheet.COMMENTARY: _read_commentary,
        Sheet.MEASURES: _read_measure_words,
    }
    for sheet, read_row in readers.items():
        table, found = form.table.get(sheet), raw.tables.get(sheet)
        if table is None or found is None:
            continue
        asked = tuple(
            (column, found.columns[column.key])
            for column in table.columns
            if column.month is None and column.answer is not Answer.LABEL and column.key in found.columns
        )
        page = _Page(table, form, raw.file, words, asked, window_of(form.period))
        for row in found.rows:
            read_row(row, page)
            page.seen.add(row.key if table.rows else tuple(map(fold, row.key)))
    return words


def _read_start(raw: RawReturn, form: ReturnForm, words: Words) -> None:
    window = window_of(form.period)
    for question in form.questions:
        cell = raw.start.get(question.key, RawCell(None, question.cell))
        column = Column(
            question.key, question.words, question.answer, 0, choices=question.choices, limit=ANSWER_LIMIT
        )
        before = len(words.findings)
        answer = _read_cell(cell, column, window, words.findings)
        if question.required and not answer and not _must_be_fixed(words.findings[before:]):
            words.findings.append(finding("ANSWER_MISSING", [cell.ref], words=question.words))
        words.answers[question.key] = answer


def _must_be_fixed(findings: list[Finding]) -> bool:
    return any(found.severity is Severity.MUST_FIX for found in findings)


def window_of(period: Period) -> tuple[date, date]:
    """Return the first and last day that a date in a period's return may be."""
    begins = date(period.first // 12, period.first % 12 + 1, 1)
    return begins.replace(year=begins.year - 5), begins.replace(year=begins.year + 10)


def _read_cell(cell: RawCell, column: Column, window: tuple[date, date], findings: list[Finding]) -> str:
    """Return a cell's answer as text ('' where there is none or it cannot stand)."""
    if column.answer is Answer.CHOICE and column.choices is not None:
        return _choice(cell, column, findings)
    if column.answer is Answer.DATE:
        return _date(cell, window, findings)
    if column.answer is Answer.PERCENT:
        return _percent(cell, findings)
    if isinstance(cell.value, (CellError, Uncalculated)):
        code = "CELL_ERROR" if isinstance(cell.value, CellError) else "NOT_CALCULATED"
        findings.append(finding(code, [cell.ref], value=show(cell.value)))
        return ""
    text, changed = read_text(cell.value)
    if changed:
        findings.append(finding("TEXT_CLEANED", [cell.ref]))
    if column.limit and len(text) > column.limit:
        findings.append(finding("TEXT_TOO_LONG", [cell.ref], length=len(text), limit=column.limit))
    return text


def _choice(cell: RawCell, column: Column, findings: list[Finding]) -> str:
    assert column.choices is not None  # noqa: S101  (for the type checker; the caller asks)
    chosen = read_choice(cell.value, column.choices)
    if chosen is None:
        choices = ", ".join(column.choices.choices)
        findings.append(finding("NOT_IN_LIST", [cell.ref], value=show(cell.value), choices=choices))
        return ""
    if chosen and chosen != cell.value:
        findings.append(finding("TIDIED", [cell.ref], was=as_typed(str(cell.value)), now=chosen))
    return chosen


def _date(cell: RawCell, window: tuple[date, date], findings: list[Finding]) -> str:
    day, problem, tidied_from = read_date(cell.value)
    if problem:
        findings.append(finding(problem, [cell.ref], value=show(cell.value)))
    if day is None:
        return ""
    if not window[0] <= day <= window[1]:
        first, last = (f"{edge:%d/%m/%Y}" for edge in window)
        findings.append(
            finding("DATE_IMPLAUSIBLE", [cell.ref], value=f"{day:%d/%m/%Y}", first=first, last=last)
        )
        return ""
    if tidied_from:
        findings.append(finding("TIDIED", [cell.ref], was=as_typed(tidied_from), now=f"{day:%d %b %Y}"))
    return day.isoformat()


def _percent(cell: RawCell, findings: list[Finding]) -> str:
    number, _marker, problem, tidied_from = read_figure(cell.value, percent=True)
    if problem:
        findings.append(finding(problem, [cell.ref], value=show(cell.value), title="% complete", example=50))
    if number is None:
        return ""
    if not 0 <= number <= 100:
        findings.append(finding("PERCENT_RANGE", [cell.ref], value=show(number)))
        return ""
    findings += as_fraction(number, cell, "update")
    if tidied_from:
        findings.append(finding("TIDIED", [cell.ref], was=as_typed(tidied_from), now=show(number)))
    return str(number)


def _answers(row: RawRow, page: _Page, findings: list[Finding]) -> dict[str, str]:
    return {
        column.key: ""
        if row.values[place] is None
        else _read_cell(row.cell(column.key), column, page.window, findings)
        for column, place in page.asked
    }


def _source(form: ReturnForm, file: str, row: RawRow) -> Source:
    return Source(form.partner.code, "", file, row.sheet, row.first.a1)


def _read_action(row: RawRow, page: _Page) -> None:
    found: list[Finding] = []
    answers = _answers(row, page, found)
    reference = answers.get("reference", "")
    unusable = {cell for made in found if made.severity is Severity.MUST_FIX for cell in made.cells}
    for what, missing in _gaps(page.table, row, answers):
        # A cell with something unusable in it has a finding already.
        if missing.ref not in unusable:
            found.append(finding("ACTION_INCOMPLETE", [missing.ref], what=what))
    page.words.findings += found
    if reference and (fold(reference),) in page.seen:
        page.words.findings.append(finding("ROW_REPEATED", [row.first], row=reference))
        return
    complete, due = answers.get("complete", ""), answers.get("due", "")
    page.words.actions.append(
        ActionRecord(
            partner=page.form.partner.code,
            period=page.form.period,
            reference=reference,
            objective=answers.get("objective", ""),
            action=answers.get("action", ""),
            owner=answers.get("owner", ""),
            due=date.fromisoformat(due) if due else None,
            status=answers.get("status", ""),
            complete=float(complete) if complete else None,
            rag=answers.get("rag", ""),
            rag_reason=answers.get("rag_reason", ""),
            update=answers.get("update", ""),
            source=_source(page.form, page.file, row),
        )
    )


def _gaps(table: Table, row: RawRow, answers: dict[str, str]) -> Iterator[tuple[str, RawCell]]:
    for column in table.columns:
        if (column.required or column.is_key) and column.key in row.columns and not answers[column.key]:
            yield _WHAT_IS_MISSING.get(column.key, fold(column.heading)), row.cell(column.key)


def _read_commentary(row: RawRow, page: _Page) -> None:
    known = {laid.key: laid.objective for laid in page.table.rows}
    if row.key not in known or row.key in page.seen:
        return
    answers = _answers(row, page, page.words.findings)
    if not any(answers.get(part) for part in ("happened", "why", "doing", "decision")):
        return
    page.words.commentary.append(
        CommentaryRecord(
            partner=page.form.partner.code,
            period=page.form.period,
            objective=known[row.key],
            happened=answers.get("happened", ""),
            why=answers.get("why", ""),
            doing=answers.get("doing", ""),
            decision=answers.get("decision", ""),
            marking=answers.get("marking", "") or page.form.marking,
            source=_source(page.form, page.file, row),
        )
    )


def _read_measure_words(row: RawRow, page: _Page) -> None:
    if row.key in page.seen or row.key not in page.table.row:
        return
    answers = _answers(row, page, page.words.findings)
    if answers.get("provisional") == "Yes":
        page.words.provisional.add(row.key[0])
    reason, explanation = answers.get("reason", ""), answers.get("explanation", "")
    if not reason and not explanation:
        return
    told = page.words.explanations
    earlier = next((place for place, one in enumerate(told) if one.indicator == row.key[0]), None)
    if earlier is not None:
        # Said beside the number and again beside what it is out of: one explanation, in both their words.
        one = told[earlier]
        both = " ".join(filter(None, dict.fromkeys((one.explanation, explanation))))
        told[earlier] = one._replace(reason=one.reason or reason, explanation=both)
        return
    source = _source(page.form, page.file, row)
    told.append(
        ExplanationRecord(page.form.partner.code, page.form.period, row.key[0], reason, explanation, source)
    )

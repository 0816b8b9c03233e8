"""One return, checked whole: everything that is in it, and everything to be said about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import repeat
from operator import add
from typing import Any, NamedTuple

from scpxl.checks.catalogue import finding
from scpxl.checks.numbers.explanations import (
    answered,
    check_changes,
    check_cleared_since,
    explanation_column,
    judge_explanations,
)
from scpxl.checks.numbers.figures import TableFigures, none_filled, period_ending, read_figures
from scpxl.checks.numbers.queries import check_queries
from scpxl.checks.numbers.rows import RowFigures, can_be_read
from scpxl.checks.numbers.sums import check_division, check_parts, check_shares
from scpxl.checks.privacy import admitted, check_privacy, findings_of_quotes
from scpxl.checks.reading import Values
from scpxl.checks.structure import check_structure
from scpxl.checks.texts import Words, check_actions, read_words
from scpxl.checks.values import read_values
from scpxl.model.agreements import Trial, Waiver, ended_waiver, trial_of, waiver_for
from scpxl.model.documents import ActionRecord, CommentaryRecord, ExplanationRecord
from scpxl.model.framework import Framework
from scpxl.model.observations import Marker, Observation, Source
from scpxl.model.periods import Period
from scpxl.privacy.guard import STRICT, Guard
from scpxl.returns.cells import column_letters
from scpxl.returns.findings import Exemption, Finding, ReturnVerdict, Severity, findings_in_order, verdict_on
from scpxl.returns.form import FormColumn, Part, ReturnForm, Sheet
from scpxl.returns.layout import NIL_SECTIONS, PARTS_OF_FIGURES
from scpxl.returns.prefill import Prefill
from scpxl.returns.raw import RawReturn
from scpxl.words import day_text

_new: Callable[..., Any] = tuple.__new__


class CheckedReturn(NamedTuple):
    """What a return holds, as far as it is valid, and the findings in the order in which they are listed."""

    findings: tuple[Finding, ...]
    observations: tuple[Observation, ...] = ()
    actions: tuple[ActionRecord, ...] = ()
    commentary: tuple[CommentaryRecord, ...] = ()
    explanations: tuple[ExplanationRecord, ...] = ()
    answers: dict[str, str] | None = None
    waived: tuple[tuple[Waiver, int], ...] = ()
    """The waivers that were applied, each with how many findings it covered."""

    @property
    def verdict(self) -> ReturnVerdict:
        """The answer's first line."""
        return verdict_on(self.findings)


def check_return(
    raw: RawReturn,
    form: ReturnForm,
    earlier: tuple[Finding, ...] = (),
    known: Prefill | None = None,
    framework: Framework | None = None,
    guard: Guard = STRICT,
) -> CheckedReturn:
    """Check a return against its form.

    `earlier` are findings already made, about the file and its identity.  `known` is what the form was
    issued with; where it is given, each earlier figure that was changed or erased is told.  `framework`
    says where a series begins afresh, so that figures are not compared with those of another definition.
    `guard` knows what is the partnership's own and what was cleared.  What the findings quote is withheld
    by whatever it is; `scpxl.returns.findings.revealed` puts back what the guard lets through.
    """
    values = read_values(raw, form)
    words = read_words(values, raw.file)
    measures = _figures(Sheet.MEASURES, raw, form, values)
    parts = {sheet: _figures(sheet, raw, form, values) for sheet in PARTS_OF_FIGURES if sheet in form.table}
    findings = [*earlier, *check_structure(raw, form), *values.findings, *words.findings, *measures.findings]
    findings += [found for figures in parts.values() for found in figures.findings]
    sums = [*check_parts(measures, form.table[Sheet.MEASURES])]
    sums += check_shares(measures, form.table[Sheet.MEASURES])
    for sheet, figures in parts.items():
        sums += check_division(measures, figures, form.table[sheet])
    findings += sums
    if known is not None:
        findings += check_changes(raw, form, known)
        for sheet, figures in {Sheet.MEASURES: measures, **parts}.items():
            findings += check_cleared_since(figures, form.table[sheet], known, raw)
    known = known or Prefill()
    findings += check_queries(raw, form, measures, parts, known, framework, sums)
    findings += [*check_actions(raw, form, words, known), *check_privacy(raw, form, guard)]
    findings = _after_explanations(findings, raw, form, words)
    findings += findings_of_quotes(findings, guard, form.period.last // 12)
    findings, waived = after_agreements(findings, form, indicators_by_row(raw))
    return CheckedReturn(
        findings=findings_in_order(findings),
        observations=(*_of_measures(measures, words, form, raw), *_of_parts(parts, form, raw)),
        actions=tuple(words.actions),
        commentary=tuple(words.commentary),
        explanations=tuple(words.explanations),
        answers=words.answers,
        waived=waived,
    )


def _after_explanations(
    findings: list[Finding], raw: RawReturn, form: ReturnForm, words: Words
) -> list[Finding]:
    """Return the findings, each question answered by what is beside its measure."""
    titles = {row.key[0]: row.labels["title"] for row in form.table[Sheet.MEASURES].rows}
    judged = judge_explanations(words.explanations, titles)
    column = f"{explanation_column(raw)} of Measures"
    about = indicators_by_row(raw)

    def answer(one: Finding) -> Finding:
        one = admitted(one, words.answers.get("contains_personal", ""))
        codes = {about.get((cell.sheet, cell.row), "") for cell in one.cells}
        said = [judged[code] for code in sorted(codes) if code in judged]
        if not said or len(said) < len(codes):
            return one
        # What is about several measures is answered where each of them is explained.
        return answered(one, next((each for each in said if each[1]), said[0]), column)

    return [answer(one) for one in findings]


def indicators_by_row(raw: RawReturn) -> dict[tuple[str, int], str]:
    """Return which indicator each row of figures is about, by sheet and row."""
    return {
        (row.sheet, row.number): row.key[0]
        for sheet in (Sheet.MEASURES, *PARTS_OF_FIGURES)
        if sheet in raw.tables
        for row in raw.tables[sheet].rows
        if row.key
    }


def _figures(sheet: Sheet, raw: RawReturn, form: ReturnForm, values: Values) -> TableFigures:
    table, found = form.table.get(sheet), raw.tables.get(sheet)
    if table is None or found is None or not can_be_read(table, found):
        return TableFigures()
    nil = values.answer(NIL_SECTIONS[sheet]) == "Yes"
    rows = values.rows[sheet]
    blank = none_filled(rows)
    needed = any(table.is_needed(row) and table.has_due(row) for row in table.rows)
    nothing_filled = blank and not nil and needed
    figures = read_figures(table, rows, nil=nil, nothing_filled=nothing_filled)
    if nothing_filled:
        figures.findings.append(finding("NOTHING_FILLED", period=f"{form.period.title} on {table.name}"))
    if nil and not blank:
        cell = raw.start.get(NIL_SECTIONS[sheet])
        figures.findings.append(finding("NIL_CONTRADICTED", [cell.ref] if cell else (), sheet=table.name))
    return figures


def _of_measures(measures: TableFigures, words: Words, form: ReturnForm, raw: RawReturn) -> list[Observation]:
    maker = _Observations(form, raw)
    found: list[Observation] = []
    for given in measures.rows.values():
        row = given.row
        if row.part is not Part.NUMBER:
            continue
        made = maker.of_row(given)
        if row.key[0] in words.provisional:
            made = map(_provisional, given.columns, made)
        if row.indicator is not None and row.indicator.reports_denominator:
            made = _with_wholes(measures.rows.get((row.key[0], Part.OUT_OF)), given.months, made)
        found.extend(made)
    return found


def _provisional(column: FormColumn, seen: Observation) -> Observation:
    asked = seen.marker is Marker.NONE and column.in_period
    return seen._replace(marker=Marker.PROVISIONAL) if asked else seen


def _with_wholes(
    wholes: RowFigures | None, months: Sequence[int], made: Iterator[Observation]
) -> Iterator[Observation]:
    of_month = wholes.by_month() if wholes is not None else {}
    for month, seen in zip(months, made, strict=True):
        # Half a figure is none; it has its finding.
        if month in of_month and (of_month[month] is None) == (seen.numerator is None):
            yield seen._replace(denominator=of_month[month])


def _of_parts(parts: dict[Sheet, TableFigures], form: ReturnForm, raw: RawReturn) -> list[Observation]:
    made: list[Observation] = []
    for figures in parts.values():
        # A maker remembers where columns are, and they stand elsewhere on the next sheet.
        maker = _Observations(form, raw)
        for given in figures.rows.values():
            made.extend(maker.of_row(given))
    return made


class _Observations:
    """Makes one observation per cell.  Thousands of cells: each is made without a Python call."""

    def __init__(self, form: ReturnForm, raw: RawReturn) -> None:
        self.given_by = repeat(form.partner.code), repeat(""), repeat(raw.file)
        self.columns: Sequence[FormColumn] = ()
        self.letters: list[str] = []
        self.length = 0
        self.periods: list[Period] = []

    def of_row(self, given: RowFigures) -> Iterator[Observation]:
        """Return the observations of one row's figures."""
        row, found, columns = given.row, given.found, given.columns
        length = row.indicator.frequency.months if row.indicator else 1
        # Most rows give figures in the same columns as the row above.
        if columns != self.columns or length != self.length:
            self.columns, self.length = columns, length
            self.letters = [column_letters(found.columns[column.key]) for column in columns]
            self.periods = [period_ending(column.month or 0, length) for column in columns]
        addresses = map(add, self.letters, repeat(str(found.number + 1)))
        sources = map(_new, repeat(Source), zip(*self.given_by, repeat(found.sheet), addresses, strict=False))
        what = row.series
        seen = given.numbers, repeat(None), given.markers
        parts = zip(*map(repeat, what), self.periods, *seen, sources, strict=False)
        return map(_new, repeat(Observation), parts)


_WILL_BE = {Severity.MUST_FIX: "refused", Severity.EXPLAIN: "asked about"}


def after_agreements(
    findings: Iterable[Finding], form: ReturnForm, about: Mapping[tuple[str, int], str]
) -> tuple[list[Finding], tuple[tuple[Waiver, int], ...]]:
    """Return the findings as they are after waivers and trials, and the waivers with how many each covered.

    `about` says which indicator each row of figures is about, by sheet and row.  A finding let by is a
    note that says by whom and until when, or from which day on it will be more.  Where a waiver has
    ended, the finding stays as it is and says so.
    """
    used: Counter[Waiver] = Counter()
    told = []
    for one in findings:
        if one.severity is Severity.NOTE or not (form.waivers or form.trials):
            told.append(one)
            continue
        indicator = _indicator_of(one, about)
        waiver = waiver_for(form.waivers, one.code, indicator, form.due)
        trial = trial_of(form.trials, one.code, form.due)
        if waiver is not None:
            used[waiver] += 1
            told.append(replace(one, severity=Severity.NOTE, advice=waiver.words, let_by=Exemption.WAIVER))
        elif trial is not None:
            told.append(_on_trial(one, trial))
        else:
            told.append(_after_the_end(one, ended_waiver(form.waivers, one.code, indicator, form.due)))
    return told, tuple(used.items())


def _indicator_of(one: Finding, about: Mapping[tuple[str, int], str]) -> str:
    """Return the one indicator that a finding is about; blank where it is about none."""
    codes = {about.get((cell.sheet, cell.row), "") for cell in one.cells}
    return codes.pop() if len(codes) == 1 else ""


def _on_trial(one: Finding, trial: Trial) -> Finding:
    fact = f"From {day_text(trial.begins)} this will be {_WILL_BE[one.severity]}: {one.fact}"
    advice = " ".join(part for part in (one.advice, trial.note) if part)
    return replace(one, severity=Severity.NOTE, fact=fact, advice=advice, let_by=Exemption.TRIAL)


def _after_the_end(one: Finding, ended: Waiver | None) -> Finding:
    if ended is None:
        return one
    return replace(
        one, advice=f"{one.advice} The waiver of this rule ended on {day_text(ended.until)}.".strip()
    )

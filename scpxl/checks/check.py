"""One return, checked whole: everything that stands in it, and everything to be said about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from scpxl.checks.changes import check_changes
from scpxl.checks.figures import FigureCell, Figures, can_be_read, is_blank, period_of, read_figures
from scpxl.checks.structure import check_structure
from scpxl.checks.sums import check_parts, check_wards
from scpxl.checks.texts import Words, read_words
from scpxl.model.documents import ActionRecord, CommentaryRecord, ExplanationRecord
from scpxl.model.observations import NOT_KNOWN, Marker, Observation, Source
from scpxl.returns.findings import Finding, Verdict, in_order, verdict_on
from scpxl.returns.form import Part, ReturnForm, Sheet
from scpxl.returns.layout import NIL_SECTIONS, WARD
from scpxl.returns.messages import finding
from scpxl.returns.prefill import Prefill
from scpxl.returns.raw import RawReturn


@dataclass(frozen=True)
class CheckedReturn:
    """What a return holds, as far as it stands, and the findings in the order they are told."""

    findings: tuple[Finding, ...]
    observations: tuple[Observation, ...] = ()
    actions: tuple[ActionRecord, ...] = ()
    commentary: tuple[CommentaryRecord, ...] = ()
    explanations: tuple[ExplanationRecord, ...] = ()
    answers: dict[str, str] | None = None

    @property
    def verdict(self) -> Verdict:
        """The answer's first line."""
        return verdict_on(self.findings)


def check_return(
    raw: RawReturn, form: ReturnForm, earlier: tuple[Finding, ...] = (), known: Prefill | None = None
) -> CheckedReturn:
    """Check a return against its form.

    `earlier` are findings already made, about the file and its identity.  `known` is what the form was
    issued with; where it is given, each earlier figure that was changed or erased is told.
    """
    words = read_words(raw, form)
    figures = {sheet: _figures(sheet, raw, form, words) for sheet in (Sheet.MEASURES, Sheet.WARDS)}
    measures, wards = figures[Sheet.MEASURES], figures[Sheet.WARDS]
    findings = [*earlier, *check_structure(raw, form), *words.findings, *measures.findings, *wards.findings]
    findings += [*check_parts(measures), *_wards_checked(measures, wards, form)]
    if known is not None:
        findings += check_changes(raw, form, known)
    return CheckedReturn(
        findings=in_order(findings),
        observations=(*_of_measures(measures, words, form, raw), *_of_wards(wards, form, raw)),
        actions=tuple(words.actions),
        commentary=tuple(words.commentary),
        explanations=tuple(words.explanations),
        answers=words.answers,
    )


def _figures(sheet: Sheet, raw: RawReturn, form: ReturnForm, words: Words) -> Figures:
    table, found = form.table.get(sheet), raw.tables.get(sheet)
    if table is None or found is None or not can_be_read(table, found):
        return Figures()
    nil = words.answers.get(NIL_SECTIONS[sheet]) == "Yes"
    blank = is_blank(table, found)
    needed = any(row.indicator is not None and row.indicator.required for row in table.rows)
    nothing_filled = blank and not nil and needed
    figures = read_figures(table, found, nil=nil, nothing_filled=nothing_filled)
    if nothing_filled:
        figures.findings.append(finding("NOTHING_FILLED", period=f"{form.period.title} on {sheet}"))
    if nil and not blank:
        cell = raw.start.get(NIL_SECTIONS[sheet])
        figures.findings.append(finding("NIL_CONTRADICTED", [cell.ref] if cell else (), sheet=sheet))
    return figures


def _wards_checked(measures: Figures, wards: Figures, form: ReturnForm) -> Iterator[Finding]:
    table = form.table.get(Sheet.WARDS)
    return check_wards(measures, wards, table) if table is not None else iter(())


def _observation(cell: FigureCell, form: ReturnForm, raw: RawReturn, marker: Marker) -> Observation:
    row = cell.row
    source = Source(form.partner.code, "", raw.file, cell.raw.ref.sheet, cell.raw.ref.a1)
    breakdown = WARD if row.item == NOT_KNOWN else ""
    return Observation(
        row.key[0], row.area, breakdown, row.item, period_of(cell), cell.reading.number, None, marker, source
    )


def _of_measures(measures: Figures, words: Words, form: ReturnForm, raw: RawReturn) -> Iterator[Observation]:
    for (key, month), cell in measures.cells.items():
        if key[1] != Part.NUMBER:
            continue
        marker = cell.reading.marker
        if marker is Marker.NONE and cell.column.in_period and key[0] in words.provisional:
            marker = Marker.PROVISIONAL
        seen = _observation(cell, form, raw, marker)
        if cell.row.indicator is not None and cell.row.indicator.reports_denominator:
            whole = measures.cells.get(((key[0], Part.OUT_OF), month))
            if whole is None or (whole.reading.number is None) != (cell.reading.number is None):
                continue  # half a figure is none; it has its finding
            seen = seen._replace(denominator=whole.reading.number)
        yield seen


def _of_wards(wards: Figures, form: ReturnForm, raw: RawReturn) -> Iterator[Observation]:
    return (_observation(cell, form, raw, cell.reading.marker) for cell in wards.cells.values())

"""What a partner changed or cleared among the figures on record, and whether what is written beside a figure explains it.

Changes are welcome; what is blank is asked about.  An explanation counts where it gives a cause and is specific.  One
that does not leaves the question open, and the partner is told why.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from scpxl.checks.catalogue import CHECKS, finding
from scpxl.checks.numbers.figures import TableFigures, period_of
from scpxl.checks.numbers.rows import FigureCell, open_rows
from scpxl.model.documents import ExplanationRecord
from scpxl.model.framework import Unit
from scpxl.model.observations import Marker
from scpxl.model.periods import MONTH, month_label
from scpxl.privacy.kinds import Pattern
from scpxl.returns.cells import column_letters
from scpxl.returns.findings import Finding, Severity
from scpxl.returns.form import FormTable, Part, ReturnForm, Sheet
from scpxl.returns.normalise import fold, read_figure, show
from scpxl.returns.prefill import Prefill
from scpxl.returns.raw import RawReturn

FEWEST_WORDS = 5
"""Fewer words than this give no cause."""

PASTED = 3
"""The same text given for so many measures explains none of them."""

_NOTHING_SAID = Pattern(
    r"(the |this |these |that |those |it )?(figures?|numbers?|data|it|this|they|all|we|i)?( have| has| had| been| was| were| is| are|'s|’s|'ve|’ve)*"
    r"( |^)*(been )?(ok(ay)?|fine|correct|right|true|accurate|checked|double checked|verified|confirmed|changed|higher|lower|up|down|increased|decreased|gone (up|down)|normal|as expected|"
    r"don'?t know|don’t know|do not know|not known|unknown|no (change|comment|idea|reason)|not sure|see (above|below|commentary)|as (above|before|per system))"
    r"( (and|with|by|on|the|our|again|twice|team|system|records?|data|figures?|ok(ay)?|correct|right|checked|confirmed|before|now|than|last|time|month|quarter|year|usual|so|is|are|why|it))*"
)


def judge(explanation: ExplanationRecord, title: str, times_pasted: int) -> str:
    """Return why an explanation will not do, as the end of a sentence; blank where it does.

    >>> from scpxl.model.periods import Period
    >>> record = ExplanationRecord("met", Period.parse("2017-18 Q4"), "BUR-01", "Seasonal", "Checked, OK.")
    >>> judge(record, "Burglary", 1)
    'it does not say what caused the figure'
    >>> judge(record._replace(explanation="Twelve sheds on one allotment were broken into."), "Burglary", 1)
    ''
    """
    said = re.sub(r"[.,;:!?]+", " ", fold(explanation.explanation))
    said = " ".join(said.split())
    if not said:
        return "a reason alone, without a sentence, is not specific"
    if said in {fold(title), fold(explanation.indicator)}:
        return "it only names the measure"
    if _NOTHING_SAID.fullmatch(said):
        return "it does not say what caused the figure"
    if len(said.split()) < FEWEST_WORDS:
        return "it is too short to say what caused the figure"
    if times_pasted >= PASTED:
        return f"the same text is given for {times_pasted} measures"
    if fold(explanation.reason) == fold("Not yet known"):
        return "it says that the cause is not yet known"
    return ""


def judge_explanations(
    explanations: Iterable[ExplanationRecord], titles: Mapping[str, str]
) -> dict[str, tuple[ExplanationRecord, str]]:
    """Return each explanation by indicator, with why it will not do (blank where it does)."""
    given = list(explanations)
    pasted = Counter(fold(one.explanation) for one in given)
    return {
        one.indicator: (one, judge(one, titles.get(one.indicator, ""), pasted[fold(one.explanation)]))
        for one in given
    }


def explanation_column(raw: RawReturn) -> str:
    """Return where an explanation goes on Measures, in words."""
    found = raw.tables.get(Sheet.MEASURES)
    place = found.columns.get("explanation") if found else None
    return f"column {column_letters(place)}" if place is not None else "the column Explanation"


def answered(found: Finding, judged: tuple[ExplanationRecord, str] | None, column: str) -> Finding:
    """Return a question as it is after its explanation: a note where that does, else with what it lacks.

    The text itself is not repeated: what is free text may name somebody.
    """
    if judged is None or found.severity is not Severity.EXPLAIN or not CHECKS[found.code].answered:
        return found
    explanation, lacks = judged
    if lacks:
        advice = f"{column[:1].upper()}{column[1:]} has an explanation, but {lacks}. Say what caused it, and how much; if the figure is wrong, correct it."
        return replace(found, advice=advice)
    reason = f": {explanation.reason}" if explanation.reason else ""
    return replace(found, severity=Severity.NOTE, advice=f"Explained in {column}{reason}.")


MOST_MEASURES = 5
"""Where the figures of more measures were cleared than this, the form was filled in again: one question says so."""


class _Cleared(NamedTuple):
    """A cell that is blank, and the number on record for it."""

    cell: FigureCell
    was: float


def check_changes(raw: RawReturn, form: ReturnForm, known: Prefill) -> Iterator[Finding]:
    """Yield a note for each earlier figure that differs from the one on record, and a question for those cleared.

    A blank withdraws nothing: the recorded figure is kept.  Figures cleared are asked about by measure, or,
    where a form was filled in again, in one question per sheet.  A figure that cannot be read has a finding of its
    own and is left out here.
    """
    column = f"{explanation_column(raw)} of Measures"
    for table in form.tables:
        found = raw.tables.get(table.sheet)
        if found is None or not table.months:
            continue
        erased: dict[str, list[_Cleared]] = defaultdict(list)
        for row, raw_row, taking, values in open_rows(table, found):
            for place, value in zip(taking.columns, values, strict=True):
                was = known.figures.get((table.sheet, row.key, place.key))
                # Nearly every figure is as it was, and then need not be read.
                if was is None or place.in_period or value == was:
                    continue
                percent = row.indicator is not None and row.indicator.unit is Unit.SURVEY
                cell = FigureCell(row, place, raw_row, read_figure(value, percent=percent))
                if cell.reading.marker is not Marker.BLANK:
                    yield from _change(cell, was)
                elif not isinstance(was, str):
                    # A mark has nothing to withdraw.
                    erased[row.key[0]].append(_Cleared(cell, was))
        if len(erased) > MOST_MEASURES:
            erased = {"": [one for cleared in erased.values() for one in cleared]}
        yield from (_erased(cleared, column) for cleared in erased.values())


def check_cleared_since(
    figures: TableFigures, table: FormTable, known: Prefill, raw: RawReturn
) -> Iterator[Finding]:
    """Yield a question for each figure of the period that is blank, need not be given, and was given before.

    A later attempt at a return stands whole, so that the figure is then no longer shown.
    """
    # Where all are numbers, none is blank.
    for cell in (cell for given in figures.rows.values() if not given.plain for cell in given.cells()):
        was = known.given.get((table.sheet, cell.row.key, cell.column.key))
        if was is not None and cell.reading.marker is Marker.BLANK:
            facts = {"title": _title(cell), "when": _when(cell), "was": show(was)}
            yield finding(
                "CLEARED_SINCE", [cell.raw.ref], column=f"{explanation_column(raw)} of Measures", **facts
            )


def _change(cell: FigureCell, was: float | str) -> Iterator[Finding]:
    reading = cell.reading
    now = reading.marker.shorthand if reading.number is None else reading.number
    if not reading.problem and now != was:
        facts = {"title": _title(cell), "when": _when(cell)}
        yield finding("RESTATED", [cell.raw.ref], was=show(was), now=show(now), **facts)


def _erased(cleared: list[_Cleared], column: str) -> Finding:
    cells = [one.cell for one in cleared]
    measures = {cell.row.key[0] for cell in cells}
    if len(cells) == 1:
        what = f"{_title(cells[0])} for {_when(cells[0])} was"
        kept, it = f"the recorded figure, {show(cleared[0].was)}, has been kept", "it"
    else:
        of = f"{cells[0].row.labels['title']}: " if len(measures) == 1 else ""
        what, kept, it = (
            f"{of}{len(cells):,} earlier figures were",
            "the recorded figures have been kept",
            "them",
        )
    return finding("ERASED", [cell.raw.ref for cell in cells], what=what, kept=kept, it=it, column=column)


def _title(cell: FigureCell) -> str:
    title = cell.row.labels["title"]
    if cell.row.part is Part.OUT_OF:
        return f"{title} (out of)"
    return ", ".join(filter(None, (title, cell.row.called)))


def _when(cell: FigureCell) -> str:
    period = period_of(cell)
    return month_label(period.first) if period.length == MONTH else str(period)

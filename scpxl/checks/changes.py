"""What a partner changed or cleared among the figures on record.  Changes are welcome; what is blank is asked about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from scpxl.checks.catalogue import finding
from scpxl.checks.explanations import explanation_column
from scpxl.checks.figure_rows import FigureCell, open_rows
from scpxl.checks.figures import Figures, period_of
from scpxl.model.framework import Unit
from scpxl.model.observations import Marker
from scpxl.model.periods import MONTH, month_label
from scpxl.returns.findings import Finding
from scpxl.returns.form import Part, ReturnForm, Table
from scpxl.returns.normalise import read_figure, show
from scpxl.returns.prefill import Prefill
from scpxl.returns.raw import RawReturn

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


def check_cleared_since(figures: Figures, table: Table, known: Prefill, raw: RawReturn) -> Iterator[Finding]:
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

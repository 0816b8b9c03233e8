"""What a partner changed among the earlier figures the form was issued with.  Judges nothing: all are welcome."""

from __future__ import annotations

from collections.abc import Iterator

from scpxl.checks.figures import FigureCell, open_rows, period_of
from scpxl.checks.tidying import read_figure, show
from scpxl.model.framework import Unit
from scpxl.model.observations import Marker
from scpxl.model.periods import MONTH, month_label
from scpxl.returns.findings import Finding
from scpxl.returns.form import Part, ReturnForm
from scpxl.returns.messages import finding
from scpxl.returns.prefill import Prefill
from scpxl.returns.raw import RawReturn


def check_changes(raw: RawReturn, form: ReturnForm, known: Prefill) -> Iterator[Finding]:
    """Yield a note for each earlier figure that differs from the one the form was issued with.

    Those that were cleared are told together, a line a sheet.  A figure that cannot be read has a finding
    of its own and is left out here.
    """
    for table in form.tables:
        found = raw.tables.get(table.sheet)
        if found is None or not table.months:
            continue
        erased: list[FigureCell] = []
        for row, raw_row, columns, values in open_rows(table, found):
            for column, value in zip(columns, values, strict=True):
                was = known.figures.get((table.sheet, row.key, column.key))
                if was is None or column.in_period:
                    continue
                # Nearly every figure is as it was, and then need not be read.
                if value != was:
                    percent = row.indicator is not None and row.indicator.unit is Unit.SURVEY
                    cell = FigureCell(row, column, raw_row, read_figure(value, percent=percent))
                    if cell.reading.marker is Marker.BLANK:
                        erased.append(cell)
                    else:
                        yield from _change(cell, was)
        if erased:
            yield _erased(erased)


def _change(cell: FigureCell, was: float | str) -> Iterator[Finding]:
    reading = cell.reading
    now = reading.marker.shorthand if reading.number is None else reading.number
    if not reading.problem and now != was:
        facts = {"title": _title(cell), "when": _when(cell)}
        yield finding("RESTATED", [cell.raw.ref], was=show(was), now=show(now), **facts)


def _erased(cells: list[FigureCell]) -> Finding:
    # A form filled in anew, or pasted over, has hundreds: one line, or nobody reads the others.
    one = f"{_title(cells[0])} for {_when(cells[0])} is"
    what = one if len(cells) == 1 else f"{len(cells):,} earlier figures are"
    return finding("ERASED", [cell.raw.ref for cell in cells], what=what)


def _title(cell: FigureCell) -> str:
    title = cell.row.labels["title"]
    if cell.row.part is Part.OUT_OF:
        return f"{title} (out of)"
    return ", ".join(filter(None, (title, cell.row.called)))


def _when(cell: FigureCell) -> str:
    period = period_of(cell)
    return month_label(period.first) if period.length == MONTH else str(period)

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

    A figure that cannot be read has a finding of its own and is left out here.
    """
    for table in form.tables:
        found = raw.tables.get(table.sheet)
        if found is None or not table.months:
            continue
        for row, raw_row, columns, values in open_rows(table, found):
            for column, value in zip(columns, values, strict=True):
                was = known.figures.get((table.sheet, row.key, column.key))
                if was is None or column.in_period:
                    continue
                # Nearly every figure is as it was, and then need not be read.
                if value != was:
                    percent = row.indicator is not None and row.indicator.unit is Unit.SURVEY
                    reading = read_figure(value, percent=percent)
                    yield from _change(FigureCell(row, column, raw_row, reading), was)


def _change(cell: FigureCell, was: float | str) -> Iterator[Finding]:
    reading = cell.reading
    facts = {"title": _title(cell), "when": _when(cell)}
    if reading.marker is Marker.BLANK:
        yield finding("ERASED", [cell.raw.ref], **facts)
    elif not reading.problem:
        now = reading.marker.shorthand if reading.number is None else reading.number
        if now != was:
            yield finding("RESTATED", [cell.raw.ref], was=show(was), now=show(now), **facts)


def _title(cell: FigureCell) -> str:
    title = cell.row.labels["title"]
    if cell.row.part is Part.OUT_OF:
        return f"{title} (out of)"
    return ", ".join(filter(None, (title, cell.row.called)))


def _when(cell: FigureCell) -> str:
    period = period_of(cell)
    return month_label(period.first) if period.length == MONTH else str(period)

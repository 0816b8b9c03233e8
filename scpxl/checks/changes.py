"""What a partner changed among the earlier figures the form was issued with.  Judges nothing: all are welcome."""

from __future__ import annotations

from collections.abc import Iterator

from scpxl.checks.figures import FigureCell, open_cells, period_of
from scpxl.checks.tidying import show
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
        for cell in open_cells(table, found):
            was = known.figures.get((table.sheet, cell.row.key, cell.column.key))
            if was is not None and not cell.column.in_period:
                yield from _change(cell, was)


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
    title = cell.row.indicator.title if cell.row.indicator else cell.row.key[0]
    if cell.row.part is Part.OUT_OF:
        return f"{title} (out of)"
    place = cell.row.labels.get("ward")
    return f"{title}, {place}" if place else title


def _when(cell: FigureCell) -> str:
    period = period_of(cell)
    return month_label(period.first) if period.length == MONTH else str(period)

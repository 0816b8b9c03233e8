"""Issue the blank returns of a period, with what is already known filled in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from scpxl.errors import UnknownThingError
from scpxl.jobs.check import Progress, no_progress
from scpxl.jobs.folder import Folder
from scpxl.model.documents import ActionRecord
from scpxl.model.framework import Partner
from scpxl.model.observations import Marker, Observation, SeriesKey
from scpxl.model.periods import Period
from scpxl.render.return_template import write_return
from scpxl.returns.layout import WARD, Part, ReturnForm, Row, Table, lay_out_return
from scpxl.returns.prefill import FigureKey, Prefill
from scpxl.store.database import Store, open_store
from scpxl.store.documents import latest_actions
from scpxl.store.observations import fetch_series_history

_TYPED_MARKS = {Marker.NOT_AVAILABLE, Marker.NOT_APPLICABLE, Marker.SUPPRESSED}
"""The marks a partner can type; the others say why a cell was left empty, and it stays empty."""


@dataclass(frozen=True)
class IssuedReturn:
    """One blank return."""

    partner: Partner
    path: Path
    figures: int
    """How many earlier figures were filled in."""


def issue_returns(
    folder: Folder, period: Period, partner: str | None = None, progress: Progress = no_progress
) -> tuple[IssuedReturn, ...]:
    """Write a blank return for each partner who reports anything in the period.

    Raises UnknownThingError where `partner` is not one of them.
    """
    framework = folder.framework
    codes = [p.code for p in framework.partners if framework.indicators_for(p.code, period)]
    if partner is not None:
        if partner not in codes:
            raise UnknownThingError(
                f"{partner!r} sends no return for {period}. Partners who do: {', '.join(codes)}."
            )
        codes = [partner]
    issued = []
    with open_store(folder.store_path) as store:
        for done, code in enumerate(codes):
            progress(done, len(codes), framework.partner_by_code[code].name)
            form = lay_out_return(framework, code, period)
            known = prefill(store, form)
            path = folder.issued(period) / form.file_name
            write_return(form, path, known)
            issued.append(IssuedReturn(form.partner, path, len(known.figures)))
    progress(len(codes), len(codes), "")
    folder.returns(period).mkdir(parents=True, exist_ok=True)
    return tuple(issued)


def prefill(store: Store, form: ReturnForm) -> Prefill:
    """Return the last twelve months' figures and last time's actions, as the store holds them."""
    figures: dict[FigureKey, float | str] = {}
    for table in form.tables:
        if not table.months:
            continue
        keys = {row.key: _series(row) for row in table.rows}
        history = fetch_series_history(store, keys.values(), table.months[0].month, form.period.first - 1)
        for row in table.rows:
            figures.update(_row_figures(table, row, history[keys[row.key]]))
    actions = latest_actions(store, form.partner.code, form.period)
    return Prefill(figures, tuple(_action(action) for action in actions))


def _series(row: Row) -> SeriesKey:
    return SeriesKey(row.key[0], row.area, WARD if row.item else "", row.item)


def _row_figures(table: Table, row: Row, known: dict[Period, Observation]) -> dict[FigureKey, float | str]:
    step = row.indicator.frequency.months if row.indicator else 1
    figures: dict[FigureKey, float | str] = {}
    for column in table.months:
        if column.month is None or column.in_period or not table.is_open(row, column):
            continue
        seen = known.get(Period(column.month - step + 1, step))
        if seen is None:
            continue
        number = seen.denominator if row.part is Part.OUT_OF else seen.numerator
        if number is not None:
            figures[table.sheet, row.key, column.key] = number
        elif seen.marker in _TYPED_MARKS:
            figures[table.sheet, row.key, column.key] = seen.marker.shorthand
    return figures


def _action(action: ActionRecord) -> dict[str, str | float | date | None]:
    return {
        "reference": action.reference,
        "objective": action.objective,
        "action": action.action,
        "owner": action.owner,
        "due": action.due,
        "status": action.status,
        "complete": action.complete,
        "rag": action.rag,
        "rag_reason": action.rag_reason,
        "update": action.update,
    }

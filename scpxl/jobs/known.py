"""What is already known of a partner's figures: filled in when a form is issued, compared when it comes back."""

from __future__ import annotations

from datetime import date

from scpxl.model.documents import ActionRecord
from scpxl.model.observations import Marker, Observation, SeriesKey
from scpxl.model.periods import Period
from scpxl.returns.form import Part, ReturnForm, Row, Table
from scpxl.returns.layout import WARD
from scpxl.returns.prefill import FigureKey, Prefill
from scpxl.store.database import Store
from scpxl.store.documents import latest_actions
from scpxl.store.observations import fetch_series_history

_TYPED_MARKS = {Marker.NOT_AVAILABLE, Marker.NOT_APPLICABLE, Marker.SUPPRESSED}
"""The marks a partner can type; the others say why a cell was left empty, and it stays empty."""


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

"""What is already known of a partner's figures: filled in when a form is issued, compared when it comes back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from scpxl.checks.numbers.explanations import judge_explanations
from scpxl.checks.numbers.queries import LONGEST_MONTHS, to_value
from scpxl.jobs.folder import Folder
from scpxl.jobs.returns.check import Known, nothing_known
from scpxl.model.documents import ActionRecord
from scpxl.model.framework import Indicator
from scpxl.model.observations import Marker, Observation
from scpxl.model.periods import Period
from scpxl.privacy.guard import Guard
from scpxl.returns.choices import choices_text
from scpxl.returns.form import FormTable, Part, ReturnForm, Row, Sheet
from scpxl.returns.layout import PARTS_OF_FIGURES
from scpxl.returns.prefill import FigureKey, Prefill, series_name

if TYPE_CHECKING:
    # A store has many records, which a check without one does without.
    from scpxl.store.interface import Store

_TYPED_MARKS = {Marker.NOT_AVAILABLE, Marker.NOT_APPLICABLE, Marker.SUPPRESSED}
"""The marks a partner can type; the others say why a cell was left empty, and it stays empty."""


@contextmanager
def on_record(folder: Folder) -> Iterator[Known]:
    """Give what the folder's store holds of a form's earlier figures, while it is open; changes nothing."""
    with with_guard(folder) as (known, _guard):
        yield known


@contextmanager
def with_guard(folder: Folder) -> Iterator[tuple[Known, Guard]]:
    """Give what is on record of a form's earlier figures, and the guard that knows which texts were cleared."""
    with folder.record_if_any() as store:
        if store is None:
            yield nothing_known, folder.guard
        else:
            yield lambda form: prefill(store, form), store.guard


def prefill(store: Store, form: ReturnForm) -> Prefill:
    """Return the last twelve months' figures and last time's actions, as the store holds them."""
    figures: dict[FigureKey, float | str] = {}
    given: dict[FigureKey, float] = {}
    for table in form.tables:
        if not table.months:
            continue
        keys = {row.key: row.series for row in table.rows}
        history = store.fetch_series_history(keys.values(), table.months[0].month, form.period.last)
        for row in table.rows:
            for key, value, in_period in _row_figures(table, row, history[keys[row.key]]):
                if not in_period:
                    figures[key] = value
                elif isinstance(value, float):
                    given[key] = value
    actions = store.latest_actions(form.partner.code, form.period)
    return Prefill(
        figures=figures,
        given=given,
        actions=tuple(_action(action, form) for action in actions),
        longer=_longer(store, form),
        explained=_explained(store, form),
    )


def _of_figures(form: ReturnForm, *sheets: Sheet) -> list[tuple[Row, Indicator]]:
    tables = [form.table[sheet] for sheet in sheets if sheet in form.table]
    return [(row, row.indicator) for table in tables for row in table.rows if row.indicator]


def _longer(store: Store, form: ReturnForm) -> dict[str, dict[int, float]]:
    """Return the values of the months before the form's, as far back as queries look."""
    rows = _of_figures(form, Sheet.MEASURES)
    shown = form.table[Sheet.MEASURES].months[0].month or form.period.first
    first = form.period.first - LONGEST_MONTHS
    history = store.fetch_series_history([row.series for row, _ in rows], first, shown - 1)
    return {series_name(row): _by_month(row, i, history[row.series]) for row, i in rows}


def _by_month(row: Row, indicator: Indicator, known: dict[Period, Observation]) -> dict[int, float]:
    values = {
        period.last: seen.denominator
        if row.part is Part.OUT_OF
        else to_value(indicator, seen.numerator, seen.denominator)
        for period, seen in known.items()
        if period.length == indicator.frequency.months
    }
    return {month: value for month, value in values.items() if value is not None}


def _explained(store: Store, form: ReturnForm) -> frozenset[tuple[str, int, float]]:
    """Return the figures that the return in force explains well enough."""
    period, partner = form.period, form.partner.code
    titles = {indicator.code: indicator.title for _, indicator in _of_figures(form, Sheet.MEASURES)}
    # A rule reads them here, and nobody else: one that is withheld explains its figure all the same.
    given = [one for one in store.explanations_as_written(period) if one.partner == partner]
    good = {code for code, (_, lacks) in judge_explanations(given, titles).items() if not lacks}
    if not good:
        return frozenset()
    rows = [(r, i) for r, i in _of_figures(form, Sheet.MEASURES, *PARTS_OF_FIGURES) if i.code in good]
    history = store.fetch_series_history([row.series for row, _ in rows], period.first, period.last)
    return frozenset(
        (series_name(row), month, value)
        for row, indicator in rows
        for month, value in _by_month(row, indicator, history[row.series]).items()
    )


def _row_figures(
    table: FormTable, row: Row, known: dict[Period, Observation]
) -> Iterator[tuple[FigureKey, float | str, bool]]:
    """Yield what is on record of a row's cells, and whether the period asks for them."""
    step = row.indicator.frequency.months if row.indicator else 1
    for column in table.months:
        if column.month is None or not table.is_open(row, column):
            continue
        seen = known.get(Period(column.month - step + 1, step))
        if seen is None:
            continue
        number = seen.denominator if row.part is Part.OUT_OF else seen.numerator
        key = table.sheet, row.key, column.key
        if number is not None:
            yield key, number, column.in_period
        elif seen.marker in _TYPED_MARKS:
            yield key, seen.marker.shorthand, column.in_period


def _action(action: ActionRecord, form: ReturnForm) -> dict[str, str | float | date | None]:
    # A supporting partner who has left the framework since is not carried on: the form would not take it.
    table = form.table[Sheet.ACTIONS]
    partners = table.columns[table.position["supporting"]].choices
    return {
        "reference": action.reference,
        "objective": action.objective,
        "action": action.action,
        "owner": action.owner,
        "supporting": choices_text(action.supporting, partners) if partners else "",
        "due": action.due,
        "status": action.status,
        "complete": action.complete,
        "rag": action.rag,
        "rag_reason": action.rag_reason,
        "update": action.update,
    }

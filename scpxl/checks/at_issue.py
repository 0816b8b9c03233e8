"""Whether a form that is issued with what is known stands as an empty one does: then what it says of itself is known."""

from __future__ import annotations

from collections.abc import Mapping

from scpxl.checks.catalogue import shown_as
from scpxl.checks.live import live_checks
from scpxl.checks.return_check import check_return
from scpxl.returns.cells import CellRef
from scpxl.returns.findings import Severity
from scpxl.returns.form import FIRST_ROW, HEADER_ROW, Answer, ReturnForm, Table
from scpxl.returns.prefill import Prefill, Typed
from scpxl.returns.raw import CellValue, RawCell, RawReturn, RawRow, RawTable


def stands_as_empty(form: ReturnForm, known: Prefill, typed: Mapping[CellRef, Typed]) -> bool:
    """Return whether nothing is filled in that a live check of the form says anything of.

    Earlier figures and actions that were accepted once are such; a figure of the period, an answer on Start, or a
    figure on record that would not be accepted now is not.
    """
    now = {column.key for table in form.tables for column in table.columns if column.in_period}
    if typed or known.answers or any(column in now for _, _, column in known.figures):
        return False
    checks = live_checks(form)
    expected = {(check.code, str(check.sheet)) for check in checks if check.at_issue}
    live = {check.code for check in checks if check.severity is not Severity.NOTE}
    found = check_return(_as_issued(form, known), form).findings
    told = {(shown_as(one.code), cell.sheet) for one in found for cell in one.cells}
    return {one for one in told if one[0] in live} <= expected


def _as_issued(form: ReturnForm, known: Prefill) -> RawReturn:
    names = tuple(table.name for table in form.tables)
    return RawReturn(
        file=form.file_name,
        sha256="",
        sheet_names=("Start", *names),
        identity=dict(form.identity),
        identity_cells={},
        start={question.key: RawCell(question.given or None, question.cell) for question in form.questions},
        tables={table.sheet: _table(table, known) for table in form.tables},
    )


def _table(table: Table, known: Prefill) -> RawTable:
    columns = {column.key: place for place, column in enumerate(table.columns)}
    given = {key[1:]: value for key, value in known.figures.items() if key[0] == table.sheet}
    rows: list[tuple[tuple[str, ...], list[CellValue]]] = [
        (
            row.key,
            [
                row.labels[column.key] if column.answer is Answer.LABEL else given.get((row.key, column.key))
                for column in table.columns
            ],
        )
        for row in table.rows
    ]
    for action in known.actions if table.blank_rows else ():
        key = tuple(str(action.get(column.key) or "") for column in table.keys)
        rows.append((key, [action.get(column.key) for column in table.columns]))
    return RawTable(
        sheet=table.name,
        header_row=HEADER_ROW,
        columns=columns,
        unmatched_headers=(),
        repeated_headers=(),
        rows=tuple(
            RawRow(FIRST_ROW + place, key, table.name, columns, values)
            for place, (key, values) in enumerate(rows)
        ),
    )

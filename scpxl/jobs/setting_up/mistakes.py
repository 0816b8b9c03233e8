"""How the mistakes that the catalogue of checks names are made in a return that was right.

A mistake is made the way it happens: something entered into a cell, a part of the form left out, a file
spoilt on its way.  `None` says that a form has nothing this mistake can be made with.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from scpxl.checks.catalogue.record import Among, Deed, InAction, InFigure, InIdentity, Mistake
from scpxl.jobs.setting_up.spoilt import SPOILT, Spoil
from scpxl.model.framework import Unit
from scpxl.returns.answers import NumberKind, number_kind_of
from scpxl.returns.cells import CellRef
from scpxl.returns.form import (
    FIRST_ROW,
    HEADER_ROW,
    Answer,
    FormColumn,
    FormTable,
    Part,
    ReturnForm,
    Row,
    Sheet,
)
from scpxl.returns.layout import WARD
from scpxl.returns.prefill import Typed

BESIDE = 3
"""How far right of a table a partner's own column is."""


@dataclass(frozen=True)
class Practice:
    """A return filled in without a mistake: the form, and what is entered into it."""

    form: ReturnForm
    typed: dict[CellRef, Typed]

    def cell(
        self, wanted: Callable[[Row], bool], month: int = 1, sheet: Sheet = Sheet.MEASURES
    ) -> CellRef | None:
        """Return the cell of a month of the period, in the first row of that sort; None where none is."""
        table = self.form.table.get(sheet)
        for place, row in enumerate(table.rows if table else ()):
            columns = [c for c in table.months if c.in_period and table.is_open(row, c)] if table else []
            if table and columns and wanted(row):
                return table.cell(place, columns[min(month, len(columns)) - 1].key)
        return None

    def type(self, cell: CellRef | None, value: Typed) -> Practice | None:
        """Return the practice with one cell overwritten; None where there is no such cell."""
        return None if cell is None else replace(self, typed={**self.typed, cell: value})

    def without(self, cells: list[CellRef]) -> Practice:
        """Return the practice with some cells left empty."""
        return replace(self, typed={cell: value for cell, value in self.typed.items() if cell not in cells})

    def action(self, key: str) -> CellRef:
        """Return a cell of the first action."""
        return self.form.table[Sheet.ACTIONS].cell(0, key)

    def answer(self, key: str) -> CellRef:
        """Return where a question on Start is answered."""
        return next(question.cell for question in self.form.questions if question.key == key)

    def identity(self, key: str) -> CellRef:
        """Return where the hidden sheet says what the form is."""
        return CellRef(Sheet.IDENTITY, list(self.form.identity).index(key), 1)

    def with_table(self, sheet: Sheet, changed: Callable[[FormTable], FormTable | None]) -> Practice:
        """Return the practice on a form one of whose tables is another, or is gone."""
        tables = [changed(table) if table.sheet is sheet else table for table in self.form.tables]
        kept = tuple(table for table in tables if table is not None)
        sheets = {table.name for table in kept} | {Sheet.START, Sheet.IDENTITY}
        typed = {cell: value for cell, value in self.typed.items() if cell.sheet in sheets}
        return Practice(replace(self.form, tables=kept), typed)


Change = Callable[[Practice], Practice | None]


def _counts(row: Row) -> bool:
    return (
        row.part is Part.NUMBER
        and row.indicator is not None
        and number_kind_of(row.indicator, row.part) is NumberKind.WHOLE
        and not row.indicator.reports_denominator
    )


def _pair(row: Row) -> bool:
    indicator = row.indicator if row.part is Part.NUMBER else None
    return indicator is not None and indicator.unit is Unit.PERCENTAGE and indicator.reports_denominator


def _survey(row: Row) -> bool:
    return row.indicator is not None and row.indicator.unit is Unit.SURVEY


def _blank(practice: Practice) -> Practice | None:
    cell = practice.cell(_counts)
    return None if cell is None else practice.without([cell])


def _nothing(practice: Practice) -> Practice:
    return practice.without([cell for cell in practice.typed if cell.sheet == Sheet.MEASURES])


def _adds_up(row: Row) -> bool:
    return row.breakdown is not None and row.breakdown.exclusive


def _overlaps(row: Row) -> bool:
    return row.breakdown is not None and not row.breakdown.exclusive


def _with_history(
    practice: Practice, sheet: Sheet, wanted: Callable[[Row], bool], value: float, month: int = 1
) -> Practice | None:
    """Return the practice with a figure in each month before one of the period's, in the first row of a sort."""
    table, now = practice.form.table.get(sheet), practice.cell(wanted, month, sheet)
    if table is None or now is None:
        return None
    row = table.rows[now.row - FIRST_ROW]
    past = [c for c in table.months if table.position[c.key] < now.column and table.is_open(row, c)]
    typed: dict[CellRef, Typed] = {table.cell(now.row - FIRST_ROW, c.key): value for c in past}
    return replace(practice, typed={**practice.typed, **typed})


def _wards_swapped(practice: Practice) -> Practice | None:
    first, last = (practice.cell(of, sheet=Sheet.WARDS) for of in (_a_ward, _no_ward))
    changed = practice.type(first, 20)
    changed = changed and changed.type(last, 0)
    changed = changed and _with_history(changed, Sheet.WARDS, _a_ward, 0)
    return changed and _with_history(changed, Sheet.WARDS, _no_ward, 20)


def _a_ward(row: Row) -> bool:
    return not row.item


def _no_ward(row: Row) -> bool:
    return bool(row.item)


def _beside(sheet: Sheet, heading: Callable[[FormTable], str]) -> Change:
    def change(practice: Practice) -> Practice | None:
        table = practice.form.table[sheet]
        return practice.type(CellRef(sheet, HEADER_ROW, len(table.columns) + BESIDE), heading(table))

    return change


def _below(cells: dict[str, Typed]) -> Change:
    def change(practice: Practice) -> Practice | None:
        table, changed = practice.form.table[Sheet.MEASURES], practice
        for key, value in cells.items():
            column = table.position[key or next(c.key for c in table.months if c.in_period)]
            below = table.cell(len(table.rows) + 2, table.columns[column].key)
            changed = replace(changed, typed={**changed.typed, below: value})
        return changed

    return change


def _second_action(practice: Practice) -> Practice:
    table = practice.form.table[Sheet.ACTIONS]
    same = {table.cell(1, c.key): practice.typed.get(table.cell(0, c.key)) for c in table.columns}
    return replace(practice, typed={**practice.typed, **same})


def _no_headings(practice: Practice) -> Practice:
    table = practice.form.table[Sheet.COMMENTARY]
    return replace(
        practice,
        typed={
            **practice.typed,
            **{CellRef(table.sheet, HEADER_ROW, c): "heading" for c in range(len(table.columns))},
        },
    )


def _without_last_row(practice: Practice) -> Practice | None:
    # The only row stays: a table without any would be a mistake of another kind.
    if len(practice.form.table[Sheet.COMMENTARY].rows) < 2:
        return None
    return practice.with_table(Sheet.COMMENTARY, lambda table: replace(table, rows=table.rows[:-1]))


def _columns(drop: Callable[[FormColumn], bool]) -> Callable[[FormTable], FormTable | None]:
    return lambda table: replace(table, columns=tuple(c for c in table.columns if not drop(c)))


def _swapped(table: FormTable) -> FormTable:
    columns = list(table.columns)
    columns[1], columns[3] = columns[3], columns[1]
    return replace(table, columns=tuple(columns))


@dataclass(frozen=True)
class Made:
    """A mistake made in a return: what is entered where, and what is done to the file."""

    practice: Practice
    spoil: Spoil | None = None


_AMONG: Mapping[Among, tuple[Sheet, Callable[[Row], bool]]] = {
    Among.COUNTS: (Sheet.MEASURES, _counts),
    Among.PAIRS: (Sheet.MEASURES, _pair),
    Among.SURVEYS: (Sheet.MEASURES, _survey),
    Among.A_WARD: (Sheet.WARDS, _a_ward),
    Among.NO_WARD: (Sheet.WARDS, _no_ward),
    Among.ADDING_UP: (Sheet.BREAKDOWNS, _adds_up),
    Among.OVERLAPPING: (Sheet.BREAKDOWNS, _overlaps),
}

_CHANGES: Mapping[Deed, Change] = {
    Deed.TYPED_FAR_AWAY: lambda p: p.type(CellRef(Sheet.MEASURES, 199_999, 999), " "),
    Deed.LAST_PERIOD: lambda p: p.type(p.identity("period"), str(p.form.period.shift(-1))),
    Deed.SHEET_DELETED: lambda p: p.with_table(Sheet.COMMENTARY, lambda _table: None),
    Deed.HEADINGS_OVERTYPED: _no_headings,
    Deed.COLUMN_DELETED: lambda p: p.with_table(Sheet.COMMENTARY, _columns(lambda c: c.key == "why")),
    Deed.COLUMN_ADDED: _beside(Sheet.MEASURES, lambda _table: "Our notes"),
    Deed.COLUMN_COPIED: _beside(Sheet.MEASURES, lambda table: table.months[-1].heading),
    Deed.ROW_DELETED: _without_last_row,
    Deed.ROW_ADDED: _below({"code": "OWN-01", "part": "Number", "": 12}),
    Deed.TOTAL_ADDED: _below({"": 212}),
    Deed.ACTION_REPEATED: _second_action,
    Deed.OWN_NAME_SUPPORTING: lambda p: p.type(p.action("supporting"), p.form.partner.name),
    Deed.COLUMNS_MOVED: lambda p: p.with_table(Sheet.COMMENTARY, _swapped),
    Deed.FIGURE_FORGOTTEN: _blank,
    Deed.NOTHING_TYPED: _nothing,
    Deed.WARDS_SWAPPED: _wards_swapped,
}


def make(mistake: Mistake, practice: Practice) -> Made | None:
    """Return a return without a mistake with this one made in it; None where its form has nothing to make it with."""
    by = mistake.by
    changed: Practice | None
    if isinstance(by, Deed):
        if by in SPOILT:
            return Made(practice, SPOILT[by])
        changed = _CHANGES[by](practice)
    elif isinstance(by, InFigure):
        changed = _in_figure(by, practice)
    elif isinstance(by, InIdentity):
        changed = practice.type(practice.identity(by.key), by.value)
    else:
        cell = practice.action(by.key) if isinstance(by, InAction) else practice.answer(by.key)
        changed = practice.without([cell]) if by.value is None else practice.type(cell, by.value)
    return Made(changed) if changed is not None else None


def _in_figure(by: InFigure, practice: Practice) -> Practice | None:
    sheet, wanted = _AMONG[by.among]
    cell = practice.cell(wanted, by.month, sheet)
    changed = practice.type(cell and cell._replace(row=cell.row + by.below), by.value)
    if changed is None or by.earlier is None:
        return changed
    return _with_history(changed, sheet, wanted, by.earlier, by.month)


def kinds_answered(form: ReturnForm) -> dict[CellRef, Typed]:
    """Return what a partner enters who makes no mistake."""
    typed: dict[CellRef, Typed] = {}
    for table in form.tables:
        for place, row in enumerate(table.rows):
            for column in table.months:
                if column.in_period and table.is_open(row, column):
                    typed[table.cell(place, column.key)] = _steady(table, row)
    last = date(form.period.last // 12, form.period.last % 12 + 1, 20)
    typed |= {
        q.cell: {Answer.DATE: last}.get(q.answer, "Performance officer") for q in form.questions if q.required
    }
    action: dict[str, Typed] = {
        "reference": "ACT-01", "objective": form.lists[-1].choices[0], "action": "Joint patrols.",
        "owner": "Neighbourhood inspector", "due": last, "status": "In progress", "complete": 40, "rag": "Green",
        "rag_reason": "On time.", "update": "Begun.",
    }  # fmt: skip
    table = form.table[Sheet.ACTIONS]
    return typed | {table.cell(0, key): value for key, value in action.items()}


def _steady(table: FormTable, row: Row) -> float:
    if row.breakdown is not None and row.breakdown.exclusive:
        # All of it under one of them: what has no ward, or the first item.
        of_it = [other for other in table.rows if other.group == row.group]
        return 20 if row == (of_it[-1] if row.breakdown.code == WARD else of_it[0]) else 0
    return 40 if row.part is Part.OUT_OF else 20

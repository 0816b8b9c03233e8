"""The mistakes people make in a return, each as what they did to a return that was right.

A mistake is made the way it happens: something typed into a cell, a part of the form left out, a file
spoilt on its way.  `None` says that a form has nothing this mistake can be made with.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from scpxl.model.framework import Unit
from scpxl.returns.answers import NumberKind, kind_of
from scpxl.returns.cells import CellRef
from scpxl.returns.form import FIRST_ROW, HEADER_ROW, Answer, Column, Part, ReturnForm, Row, Sheet, Table
from scpxl.returns.layout import NIL_SECTIONS, WARD
from scpxl.returns.prefill import Formula, Typed

MANY = 400
BESIDE = 3
"""How far right of a table somebody's own column stands."""


@dataclass(frozen=True)
class Practice:
    """A return filled in without a mistake: the form, and what is typed into it."""

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
        """Return the practice with one cell typed over; None where there is no such cell."""
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

    def with_table(self, sheet: Sheet, changed: Callable[[Table], Table | None]) -> Practice:
        """Return the practice on a form one of whose tables is another, or is gone."""
        tables = [changed(table) if table.sheet is sheet else table for table in self.form.tables]
        kept = tuple(table for table in tables if table is not None)
        sheets = {table.name for table in kept} | {Sheet.START, Sheet.IDENTITY}
        typed = {cell: value for cell, value in self.typed.items() if cell.sheet in sheets}
        return Practice(replace(self.form, tables=kept), typed)


Change = Callable[[Practice], Practice | None]
Spoil = Callable[[bytes], bytes]


def _counts(row: Row) -> bool:
    return (
        row.part is Part.NUMBER
        and row.indicator is not None
        and kind_of(row.indicator, row.part) is NumberKind.WHOLE
        and not row.indicator.reports_denominator
    )


def _pair(row: Row) -> bool:
    indicator = row.indicator if row.part is Part.NUMBER else None
    return indicator is not None and indicator.unit is Unit.PERCENTAGE and indicator.reports_denominator


def _survey(row: Row) -> bool:
    return row.indicator is not None and row.indicator.unit is Unit.SURVEY


def _typed(value: Typed, wanted: Callable[[Row], bool] = _counts) -> Change:
    return lambda practice: practice.type(practice.cell(wanted), value)


def _blank(practice: Practice) -> Practice | None:
    cell = practice.cell(_counts)
    return None if cell is None else practice.without([cell])


def _nothing(practice: Practice) -> Practice:
    return practice.without([cell for cell in practice.typed if cell.sheet == Sheet.MEASURES])


def _out_of(value: Typed) -> Change:
    def change(practice: Practice) -> Practice | None:
        number = practice.cell(_pair)
        return practice.type(number and number._replace(row=number.row + 1), value)

    return change


def _part(sheet: Sheet, value: float, wanted: Callable[[Row], bool]) -> Change:
    return lambda practice: practice.type(practice.cell(wanted, sheet=sheet), value)


def _adds_up(row: Row) -> bool:
    return row.breakdown is not None and row.breakdown.exclusive


def _overlaps(row: Row) -> bool:
    return row.breakdown is not None and not row.breakdown.exclusive


def _after(earlier: float, now: float, month: int = 1) -> Change:
    """Type a figure in a month of the period of a count, and another in every month before."""

    def change(practice: Practice) -> Practice | None:
        changed = practice.type(practice.cell(_counts, month), now)
        return changed and _with_history(changed, Sheet.MEASURES, _counts, earlier, month)

    return change


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


def _beside(sheet: Sheet, heading: Callable[[Table], str]) -> Change:
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


def _columns(drop: Callable[[Column], bool]) -> Callable[[Table], Table | None]:
    return lambda table: replace(table, columns=tuple(c for c in table.columns if not drop(c)))


def _swapped(table: Table) -> Table:
    columns = list(table.columns)
    columns[1], columns[3] = columns[3], columns[1]
    return replace(table, columns=tuple(columns))


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def pack(parts: dict[str, bytes]) -> bytes:
    """Return parts as a zip, the same bytes at any time."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    return made.getvalue()


def _without_part(name: str) -> Spoil:
    return lambda content: pack({part: data for part, data in _parts(content).items() if part != name})


def _with_part(name: str, data: bytes) -> Spoil:
    return lambda content: pack({**_parts(content), name: data})


def _hidden_row(content: bytes) -> bytes:
    parts = _parts(content)
    name = "xl/worksheets/sheet2.xml"
    return pack({**parts, name: parts[name].replace(b'<row r="6"', b'<row r="6" hidden="1"', 1)})


@dataclass(frozen=True)
class Mistake:
    """One mistake: the code its finding has, what was done, and how to do it."""

    code: str
    done: str
    change: Change | None = None
    spoil: Spoil | None = None
    suffix: str = ".xlsx"
    also: tuple[str, ...] = ()
    """Codes that come with it and are as true."""


OLD_DAY = date(1905, 7, 14)
MISTAKES: tuple[Mistake, ...] = (
    Mistake("FILE_EMPTY", "the file is empty", spoil=lambda _content: b""),
    Mistake("FILE_IS_HTML", "a web page was saved instead", spoil=lambda _c: b"<!DOCTYPE html><html><title>Sign in</title></html>"),
    Mistake("FILE_IS_CSV", "plain text was sent", spoil=lambda _content: b"Code,Jan 2018\nBUR-01,30\n"),
    Mistake("FILE_WRONG_TYPE", "a PDF was renamed", spoil=lambda _content: b"%PDF-1.7\n1 0 obj\n"),
    Mistake("FILE_CORRUPT", "the file broke off", spoil=lambda content: content[: len(content) // 2]),
    Mistake("FILE_IS_ZIP", "the return was zipped", spoil=lambda content: pack({"return.xlsx": content})),
    Mistake("FILE_IS_ODS", "saved as OpenDocument", spoil=lambda _c: pack({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"})),
    Mistake("PACKAGE_INCOMPLETE", "the workbook lost a part", spoil=_without_part("xl/workbook.xml")),
    Mistake("MACRO_PRESENT", "saved with macros", spoil=_with_part("xl/vbaProject.bin", b"macros")),
    Mistake("FILE_WRONG_EXTENSION", "named .xls though it is not", spoil=lambda content: content, suffix=".xls"),
    Mistake("EXTERNAL_LINK", "figures from another workbook", spoil=_with_part("xl/externalLinks/externalLink1.xml", b"<externalLink/>")),
    Mistake("HIDDEN_ROWS", "a row is hidden", spoil=_hidden_row),
    Mistake("STRAY_CELL_FAR_AWAY", "a blank was typed far away", lambda p: p.type(CellRef(Sheet.MEASURES, 199_999, 999), " ")),
    Mistake("TEMPLATE_OLD", "last year's form", lambda p: p.type(p.identity("template"), "0")),
    Mistake("FRAMEWORK_OTHER", "issued under an earlier framework", lambda p: p.type(p.identity("framework"), "earlier")),
    Mistake("PARTNER_UNKNOWN", "a stranger's form", lambda p: p.type(p.identity("partner"), "stranger")),
    Mistake("PERIOD_OTHER", "last quarter's form", lambda p: p.type(p.identity("period"), str(p.form.period.shift(-1)))),
    Mistake("PERIOD_UNKNOWN", "the period is unreadable", lambda p: p.type(p.identity("period"), "sometime")),
    Mistake("SHEET_MISSING", "a sheet was deleted", lambda p: p.with_table(Sheet.COMMENTARY, lambda _table: None)),
    Mistake("TABLE_MISSING", "the headings were typed over", _no_headings),
    Mistake("COLUMN_MISSING", "a column was deleted", lambda p: p.with_table(Sheet.COMMENTARY, _columns(lambda c: c.key == "why")), also=("MOVED",)),
    Mistake("COLUMN_UNEXPECTED", "a column of own notes", _beside(Sheet.MEASURES, lambda _table: "Our notes")),
    Mistake("COLUMN_REPEATED", "a month's column was copied", _beside(Sheet.MEASURES, lambda t: t.months[-1].heading)),
    Mistake("ROW_MISSING", "a row was deleted", _without_last_row),
    Mistake("ROW_UNKNOWN", "a row of one's own", _below({"code": "OWN-01", "part": "Number", "": 12})),
    Mistake("ROW_WITHOUT_CODE", "a total below the table", _below({"": 212})),
    Mistake("ROW_REPEATED", "the same action twice", _second_action),
    Mistake("MOVED", "columns were moved", lambda p: p.with_table(Sheet.COMMENTARY, _swapped)),
    Mistake("BLANK", "a month was forgotten", _blank),
    Mistake("NOT_A_NUMBER", "words instead of a number", _typed("about 30")),
    Mistake("AMBIGUOUS_NUMBER", "a point that could be a comma", _typed("1.234")),
    Mistake("SMALL_NUMBER_HIDDEN", "a small number hidden", _typed("<5")),
    Mistake("NOT_YET_KNOWN", "to be confirmed", _typed("TBC")),
    Mistake("PERCENT_IN_COUNT", "a percentage for a count", _typed("12%")),
    Mistake("NOT_WHOLE", "half an offence", _typed(37.5)),
    Mistake("NEGATIVE", "below zero", _typed(-3)),
    Mistake("TOO_LARGE", "a telephone number", _typed(2_083_592_000), also=("QUOTES_WITHHELD",)),
    Mistake("PERCENT_RANGE", "more than all of it done", lambda p: p.type(p.action("complete"), 120)),
    Mistake("PERCENT_AS_FRACTION", "a fraction for a percentage", _typed(0.68, _survey)),
    Mistake("DATE_IN_NUMBER", "a number became a date", _typed(date(2018, 2, 1))),
    Mistake("CELL_ERROR", "a formula that does not work", _typed(Formula("=1/0", "#DIV/0!"))),
    Mistake("NOT_CALCULATED", "a formula saved without its result", _typed(Formula("=SUM(A1:A2)"))),
    Mistake("NOT_IN_LIST", "pasted over a list", lambda p: p.type(p.action("status"), "Ongoing")),
    Mistake("TEXT_TOO_LONG", "a whole report in one cell", lambda p: p.type(p.action("action"), "word " * MANY)),
    Mistake("NOT_A_DATE", "a date in words", lambda p: p.type(p.answer("signed_date"), "last week")),
    Mistake("DATE_AMBIGUOUS", "a date that reads both ways", lambda p: p.type(p.answer("signed_date"), f"03/04/{p.form.due.year}")),
    Mistake("DATE_IMPLAUSIBLE", "a year typed into a date", lambda p: p.type(p.answer("signed_date"), OLD_DAY)),
    Mistake("ANSWER_MISSING", "not signed off", lambda p: p.without([p.answer("signed_name")])),
    Mistake("ACTION_INCOMPLETE", "an action without an owner", lambda p: p.without([p.action("owner")])),
    Mistake("NOTHING_FILLED", "sent back blank", _nothing),
    Mistake("NIL_CONTRADICTED", "nothing to report, and figures", lambda p: p.type(p.answer(NIL_SECTIONS[Sheet.MEASURES]), "Yes")),
    Mistake("PART_OVER_WHOLE", "more than all of them", _typed(500, _pair)),
    Mistake("OUT_OF_NOUGHT", "some out of none", _out_of(0)),
    Mistake("HALF_GIVEN", "only one of the two numbers", _out_of("[x]")),
    Mistake("WARDS_OVER_BOROUGH", "wards above the borough", _part(Sheet.WARDS, 500, _a_ward)),
    Mistake("WARDS_UNDER_BOROUGH", "wards below the borough", _part(Sheet.WARDS, 5, _no_ward)),
    Mistake("ITEMS_OVER_WHOLE", "items above the whole", _part(Sheet.BREAKDOWNS, 500, _adds_up)),
    Mistake("ITEMS_UNDER_WHOLE", "items below the whole", _part(Sheet.BREAKDOWNS, 5, _adds_up)),
    Mistake("ITEM_OVER_WHOLE", "one item above the whole", _part(Sheet.BREAKDOWNS, 500, _overlaps)),
    Mistake("PERSONAL_PHONE", "a telephone number in a text", lambda p: p.type(p.action("update"), "Begun: ring 07700 900123.")),
    Mistake("PERSONAL_NAME", "an action with a name for its owner", lambda p: p.type(p.action("owner"), "Mrs Example")),
    Mistake("ABOVE_RANGE", "three times as many", _after(20, 60)),
    Mistake("BELOW_RANGE", "a quarter as many", _after(20, 5)),
    Mistake("ROSE_FROM_NOUGHT", "some after a year of none", _after(0, 20, 3)),
    Mistake("OTHER_SCALE", "a digit too many", _after(20, 200)),
    Mistake("PARTS_UNUSUAL", "one ward's figure in another's row", _wards_swapped),
    Mistake("TIDIED", "a number typed as text", _typed("1,204")),
    Mistake("MARGIN_NOT_KEPT", "a survey's margin in the same cell", _typed("77.1 (±1.6)", _survey)),
    Mistake("TEXT_CLEANED", "characters nobody sees", lambda p: p.type(p.action("update"), "Begun.\u200b\u200b")),
)  # fmt: skip


def kinds_answered(form: ReturnForm) -> dict[CellRef, Typed]:
    """Return what a partner types who makes no mistake."""
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


def _steady(table: Table, row: Row) -> float:
    if row.breakdown is not None and row.breakdown.exclusive:
        # All of it under one of them: what has no ward, or the first item.
        of_it = [other for other in table.rows if other.group == row.group]
        return 20 if row == (of_it[-1] if row.breakdown.code == WARD else of_it[0]) else 0
    return 40 if row.part is Part.OUT_OF else 20

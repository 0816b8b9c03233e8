"""Write the blank return that a partner is sent: an ordinary workbook, no macro, no password.

Every address, heading, prompt and choice is the form's; this module only dresses it.  What is known is filled in, and
what the sheet says of itself is kept where that changes nothing of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from xlsxwriter.utility import xl_range_abs

from scpxl.checks.catalogue import form_code
from scpxl.checks.live import live_checks
from scpxl.checks.return_check import check_return
from scpxl.errors import WriterError
from scpxl.files.writing import Written
from scpxl.render.book import StrictWorkbook, StrictWorksheet, clean_text, new_book
from scpxl.render.forms.check_sheet import verdict_at_issue, write_changed, write_checks, write_workings
from scpxl.render.forms.live import LiveFormula, live_formulas, row_status
from scpxl.render.forms.looks import FormLooks
from scpxl.render.forms.places import LivePlaces
from scpxl.render.forms.start import answer_name, write_live_verdict, write_start
from scpxl.render.forms.tables import write_table, write_value
from scpxl.returns.cells import CellRef
from scpxl.returns.findings import Severity
from scpxl.returns.form import FIRST_ROW, HEADER_ROW, Answer, FormTable, ReturnForm, Sheet
from scpxl.returns.layout import NIL_SECTIONS
from scpxl.returns.prefill import Formula, Prefill, Typed
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
    told = {(form_code(one.code), cell.sheet) for one in found for cell in one.cells}
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


def _table(table: FormTable, known: Prefill) -> RawTable:
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


A4 = 9
MAY_STILL = {
    "format_columns": True,
    "format_rows": True,
    "sort": True,
    "autofilter": True,
}
"""What protection leaves free; labels are safe, nobody is locked out."""


def write_return(
    form: ReturnForm, path: Path, prefill: Prefill | None = None, typed: Mapping[CellRef, Typed] | None = None
) -> Written:
    """Write the form to `path`, with what is already known filled in, and return where it is.

    Figures that were never given stay blank.  Formulas are kept with what they come to on the form as it is issued;
    where more is filled in than that, they are kept without, for Excel to work out.  `typed` is what a partner would type into it, for training:
    it goes into any cell, open or not, and may be wrong.  Raises `WriterError` where `prefill` holds a figure or an
    action for which the form has no open cell, `OutputError` where it cannot be written.
    """
    known = prefill or Prefill()
    if lost := {sheet for sheet, _, _ in known.figures} - set(form.table):
        raise WriterError(f"{form.file_name} has no sheet {min(lost)} for what is filled in beforehand.")
    checks = live_formulas(form, len(known.actions))
    kept = LivePlaces(form).tables
    with new_book(path) as book:
        book.keeps_results = stands_as_empty(form, known, typed or {})
        looks = FormLooks(book)
        _describe(book, form)
        larger = FormLooks(book, size=11)
        sheets = [write_start(book, form, larger, known.answers)]
        write_live_verdict(sheets[0], verdict_at_issue(checks), larger)
        names = {question.key: answer_name(question) for question in form.questions}
        for table in form.tables:
            sheet = book.add_worksheet(table.name)
            nil_name = names.get(NIL_SECTIONS.get(table.sheet, ""), "")
            own = kept.get(table.sheet)
            statuses = tuple(row_status(form, own, row) for row in range(len(table.rows))) if own else ()
            write_table(sheet, table, known, looks, nil_name, statuses)
            write_changed(sheet, form, checks, looks)
            sheets.append(sheet)
        sheets.append(write_checks(book, form, checks, looks))
        for sheet in sheets:
            _set_up_page(sheet, form)
        first = form.questions[0].cell
        sheets[0].set_selection(first.row, first.column, first.row, first.column)
        sheets[0].activate()
        _write_lists(book, form, checks, known)
        _write_identity(book, form.identity)
        for cell, value in (typed or {}).items():
            _type(book, cell, value)
    return book.written


def _type(book: StrictWorkbook, cell: CellRef, value: Typed) -> None:
    sheet = book.get_worksheet_by_name(cell.sheet)
    if sheet is None:
        raise WriterError(f"{cell} cannot be entered into: the form has no such sheet.")
    if isinstance(value, Formula):
        sheet.write_formula(cell.row, cell.column, value.text, None, value.shown)
    else:
        look = book.add_format({"num_format": "dd/mm/yyyy"}) if isinstance(value, date) else book.formats[0]
        write_value(sheet, cell.row, cell.column, value, look)


def _describe(book: StrictWorkbook, form: ReturnForm) -> None:
    partnership = clean_text(form.partnership)
    book.set_properties(
        {
            "title": f"{clean_text(form.partner.name)}: return for {form.period.title}",
            "subject": f"Return for {form.period}",
            "author": partnership,
            "company": partnership,
            "category": clean_text(form.marking),
        }
    )


def _set_up_page(sheet: StrictWorksheet, form: ReturnForm) -> None:
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.7)
    sheet.fit_to_pages(1, 0)
    partner, marking = (clean_text(text).replace("&", "&&") for text in (form.partner.name, form.marking))
    sheet.set_footer(f"&L{partner}, {form.period}&C{marking}&RPage &P of &N")
    sheet.protect("", MAY_STILL)


def _write_lists(
    book: StrictWorkbook, form: ReturnForm, checks: tuple[LiveFormula, ...], known: Prefill
) -> None:
    sheet = book.add_worksheet(Sheet.LISTS)
    for column, choices in enumerate(form.lists):
        sheet.write_string(0, column, choices.name)
        for row, choice in enumerate(choices.choices, start=1):
            sheet.write_string(row, column, clean_text(choice))
        if choices.choices:
            cells = xl_range_abs(1, column, len(choices.choices), column)
            book.define_name(choices.name, f"={Sheet.LISTS}!{cells}")
    write_workings(sheet, form, checks, known)
    sheet.protect()
    sheet.hide()


def _write_identity(book: StrictWorkbook, identity: dict[str, str]) -> None:
    sheet = book.add_worksheet(Sheet.IDENTITY)
    for row, (key, value) in enumerate(identity.items()):
        sheet.write_string(row, 0, key)
        sheet.write_string(row, 1, value)
    sheet.protect()
    sheet.very_hidden()

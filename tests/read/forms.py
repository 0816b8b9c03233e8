"""Issue and fill in a small return in memory, as a partner would with any spreadsheet program."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from typing import Any

import xlsxwriter

from scpxl.model.framework import Area, Framework, Indicator
from scpxl.model.periods import Period
from scpxl.model.plan import Objective, Partner
from scpxl.returns.form import FIRST_ROW, GUIDANCE_ROW, HEADER_ROW, TITLE_ROW, FormTable, ReturnForm, Sheet
from scpxl.returns.layout import WARD, lay_out_return

PERIOD = Period.parse("2017-18 Q4")
IDENTITY_ON_START = {
    "template": "Form version",
    "framework": "Framework",
    "partner": "Partner code",
    "period": "Period",
}
Change = Callable[[Any], object]
Figure = Callable[[int, int], object]


def small_framework(counts: int = 2, wards: int = 3) -> Framework:
    """A borough, some wards, one partner, some counts reported by ward and one ratio."""
    borough = Area(code="E09000003", name="Barnet", kind="borough")
    places = tuple(
        Area(code=f"E0500{n:04d}", name=f"Ward {n}", kind="ward", parent="E09000003") for n in range(wards)
    )
    given = {"kind": "outcome", "objective": "O1", "polarity": "lower", "partner": "met"}
    counted = tuple(
        Indicator.model_validate(
            {"code": f"BUR-{n:02d}", "title": f"Burglary {n}", "unit": "count", "counted": "offences",
             "breakdowns": (WARD,), **given}
        )
        for n in range(1, counts + 1)
    )  # fmt: skip
    ratio = Indicator.model_validate(
        {"code": "DAB-01", "title": "Charged", "unit": "percentage", "denominator": "reported",
         "denominator_title": "offences", **given}
    )  # fmt: skip
    return Framework(
        version="2017-18.1",
        partnership="Safer Communities Partnership",
        area="E09000003",
        objectives=(Objective(code="O1", title="Fewer burglaries"),),
        partners=(Partner(code="met", name="Metropolitan Police"),),
        areas=(borough, *places),
        indicators=(*counted, ratio),
    )


def small_form(counts: int = 2, wards: int = 3) -> ReturnForm:
    """The form of that framework's partner for the last quarter of 2017-18."""
    return lay_out_return(small_framework(counts, wards), "met", PERIOD)


def filled_form(
    form: ReturnForm,
    *,
    names: dict[str, str] | None = None,
    with_identity: bool = True,
    rows_down: int = 0,
    columns_right: int = 0,
    headings: dict[str, object] | None = None,
    drop: tuple[str, ...] = (),
    figure: Figure = lambda row, column: row * 100 + column,
    change: Change | None = None,
) -> bytes:
    """Return the form as a workbook with a figure in every month.

    `names` gives sheets other names; `headings` gives columns other headings; `rows_down` and
    `columns_right` push every table away from its place; `drop` leaves sheets out; `change` is handed
    the open workbook to write whatever else into it.
    """
    out = io.BytesIO()
    called = {str(sheet): (names or {}).get(sheet, str(sheet)) for sheet in Sheet}
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        if Sheet.START not in drop:
            _write_start(book.add_worksheet(called[Sheet.START]), form)
        for table in form.tables:
            if table.sheet not in drop:
                page = book.add_worksheet(called[table.sheet])
                at = (HEADER_ROW + rows_down, columns_right)
                _write_table(book, page, table, at, headings or {}, figure)
        lists = book.add_worksheet(called[Sheet.LISTS])
        lists.write_column(0, 0, ["Yes", "No"])
        lists.hide()
        if with_identity:
            hidden = book.add_worksheet(called[Sheet.IDENTITY])
            for number, (key, value) in enumerate(form.identity.items()):
                hidden.write_row(number, 0, [key, value])
            hidden.very_hidden()
        if change:
            change(book)
    return out.getvalue()


def _write_table(
    book: Any, page: Any, table: FormTable, at: tuple[int, int], headings: dict[str, object], figure: Figure
) -> None:
    day = book.add_format({"num_format": "mmm yyyy"})
    page.write_string(TITLE_ROW, 0, table.title)
    page.write_string(GUIDANCE_ROW, 0, table.guidance)
    top, left = at
    for place, column in enumerate(table.columns):
        heading = headings.get(column.heading, column.heading)
        if isinstance(heading, date):
            page.write_datetime(top, left + place, heading, day)
        else:
            page.write_string(top, left + place, str(heading))
    for number, row in enumerate(table.rows):
        for place, column in enumerate(table.columns):
            cell = (top + FIRST_ROW - HEADER_ROW + number, left + place)
            if column.key in row.labels:
                page.write_string(*cell, str(row.labels[column.key]))
            elif column.month is not None and table.is_open(row, column):
                page.write(*cell, figure(number, place))


def _write_start(sheet: Any, form: ReturnForm) -> None:
    for number, (key, label) in enumerate(IDENTITY_ON_START.items()):
        sheet.write_string(8 + number, 1, label)
        sheet.write_string(8 + number, 2, form.identity[key])
    for question in form.questions:
        sheet.write_string(question.cell.row, question.cell.column - 1, question.words)
        sheet.write_string(question.cell.row, question.cell.column, f"answer to {question.key}")

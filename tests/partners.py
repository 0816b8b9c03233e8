"""Partners for the tests: they open the issued form in their own program, type, and save."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from scpxl.model.framework import Framework
from scpxl.model.periods import Period
from scpxl.returns.form import Answer, FormColumn, FormTable, Part, Row
from scpxl.returns.layout import lay_out_return

Typed = str | float | int | date | None
Hand = Callable[[FormTable, Row, FormColumn], Typed]


def with_needs(text: str) -> str:
    """Return the shipped framework's text with visits divided by needs, of which a home may have several."""
    need = (
        '  { code = "need", title = "Need", category = "service", exclusive = false, not_known = true },\n]\n'
    )
    items = '\nitems = [\n  { breakdown = "need", item = "alarm", title = "Smoke alarm" },\n'
    for was, now in (
        ("]\n\nitems = [\n", need + items),
        ('code = "FIR-02"\n', 'code = "FIR-02"\nbreakdowns = ["need"]\n'),
    ):
        assert text.count(was) == 1
        text = text.replace(was, now)
    return text


def steady_hand(table: FormTable, row: Row, column: FormColumn) -> Typed:
    """Enter a number that passes every check: 20 of 40, 20 split over no ward but 'not known'."""
    del column
    if table.sheet == "Wards":
        return 20 if row.item else 0
    if table.sheet == "Breakdowns":
        return 20 if row == next(other for other in table.rows if other.group == row.group) else 0
    return 40 if row.part is Part.OUT_OF else 20


def fill_in(
    issued: Path, to: Path, framework: Framework, partner: str, period: Period,
    hand: Hand = steady_hand, cells: dict[str, Typed] | None = None, *, signed: bool = True,
) -> Path:  # fmt: skip
    """Fill an issued form in and save it as `to`.  `cells` are entered last, by address (`Measures!Q5`)."""
    form = lay_out_return(framework, partner, period)
    book: Any = load_workbook(issued)
    for table in form.tables:
        sheet = book[table.name]
        for place, row in enumerate(table.rows):
            for column in table.columns:
                if column.in_period and table.is_open(row, column):
                    cell = table.cell(place, column.key)
                    sheet.cell(cell.row + 1, cell.column + 1).value = hand(table, row, column)
    if signed:
        answers = {
            "signed_name": "Performance officer",
            "signed_role": "Officer",
            "signed_date": date(2018, 4, 14),
        }
        for question in form.questions:
            if question.key in answers:
                cell = question.cell
                assert question.answer in {Answer.TEXT, Answer.DATE}
                book[cell.sheet].cell(cell.row + 1, cell.column + 1).value = answers[question.key]
    for address, typed in (cells or {}).items():
        name, place_in = address.split("!")
        book[name][place_in] = typed
    to.parent.mkdir(parents=True, exist_ok=True)
    book.save(to)
    return to

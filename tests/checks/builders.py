"""A small form, and returns of it filled in by memory alone: no workbook is written or read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from scpxl.checks.return_check import CheckedReturn
from scpxl.model.framework import Area, Breakdown, BreakdownCategory, BreakdownItem, Framework, Indicator
from scpxl.model.observations import Observation
from scpxl.model.periods import Period
from scpxl.model.plan import Objective, Partner
from scpxl.returns.findings import Finding
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
from scpxl.returns.layout import PARTS_OF_FIGURES, WARD, lay_out_return
from scpxl.returns.raw import CellValue, RawCell, RawReturn, RawRow, RawTable

Q4 = Period.parse("2017-18 Q4")
BARNET = "E09000003"
WARDS = ("E05000044", "E05000045", "E05000046")
_COMMON = {"kind": "outcome", "objective": "O1", "polarity": "lower", "partner": "met"}
BURGLARY = Indicator.model_validate(
    {"code": "BUR-01", "title": "Burglary", "unit": "count", "breakdowns": (WARD,), **_COMMON}
)
CHARGED = Indicator.model_validate(
    {"code": "DAB-01", "title": "Charged", "unit": "percentage", "denominator": "reported",
     "denominator_title": "offences", **_COMMON}
)  # fmt: skip
TRUST = Indicator.model_validate(
    {"code": "CON-01", "title": "Trust", "unit": "survey percentage", "frequency": "quarterly",
     "aggregation": "latest", **_COMMON}
)  # fmt: skip
SAVED = Indicator.model_validate({"code": "SAV-01", "title": "Money saved", "unit": "money", **_COMMON})
VICTIMS = Indicator.model_validate(
    {
        "code": "VIC-01",
        "title": "Victims supported",
        "unit": "count",
        "breakdowns": ("age", "need"),
        **_COMMON,
    }
)
AGE = Breakdown(
    code="age", title="Age of victim", category=BreakdownCategory.VICTIM, plural="age groups", not_known=True
)
NEED = Breakdown(code="need", title="Need", category=BreakdownCategory.SERVICE, exclusive=False)
ITEMS = tuple(
    BreakdownItem(breakdown=breakdown, item=item, title=title)
    for breakdown, item, title in (
        ("age", "0-17", "Under 18"), ("age", "18-64", "18 to 64"), ("age", "65", "65 or over"),
        ("need", "home", "Housing"), ("need", "advice", "Advice"),
    )
)  # fmt: skip


def framework(*indicators: Indicator) -> Framework:
    """A borough of three wards, with one partner who reports the indicators."""
    return Framework(
        version="2017-18.1",
        partnership="Safer Communities Partnership",
        area=BARNET,
        objectives=(Objective(code="O1", title="Fewer burglaries"), Objective(code="O2", title="Trust")),
        partners=(Partner(code="met", name="Metropolitan Police"), Partner(code="lfb", name="Fire Brigade")),
        areas=(
            Area(code=BARNET, name="Barnet", kind="borough"),
            *(
                Area(code=code, name=f"Ward {number}", kind="ward", parent=BARNET)
                for number, code in enumerate(WARDS, 1)
            ),
        ),
        indicators=indicators or (BURGLARY, CHARGED, TRUST),
        breakdowns=(AGE, NEED),
        items=ITEMS,
    )


FRAMEWORK = framework()
FORM = lay_out_return(FRAMEWORK, "met", Q4)
"""On Measures: burglary in row 5, charged in 6 and 7, trust in 8; January to March 2018 in Q, R and S."""


def form_of(*indicators: Indicator) -> ReturnForm:
    """The partner's form for these indicators."""
    return lay_out_return(framework(*indicators), "met", Q4)


ANSWERS: dict[str, CellValue] = {
    "signed_name": "A. Commander",
    "signed_role": "Borough Commander",
    "signed_date": date(2018, 4, 14),
}
ACTION: dict[str, CellValue] = {
    "reference": "A1",
    "objective": "O1",
    "action": "Fit locks.",
    "owner": "Housing",
    "status": "In progress",
}


def filled(
    changes: Mapping[tuple[str, ...], CellValue] | None = None,
    *,
    form: ReturnForm = FORM,
    actions: Iterable[dict[str, CellValue]] = (),
    without_sheet: str = "",
    without_columns: Iterable[str] = (),
    without_row: tuple[str, ...] = (),
) -> RawReturn:
    """Return the form filled in: 60 burglaries a month, 15 in each ward or item; 60 of 100 charged; trust 55.

    `changes` are what is entered instead, by sheet, row's key and column's key; on Start by the question.
    """
    typed = dict(changes or {})
    start = {
        question.key: RawCell(
            typed.pop((Sheet.START, question.key), ANSWERS.get(question.key)), question.cell
        )
        for question in form.questions
    }
    tables = {}
    for table in form.tables:
        laid = [row for row in table.rows if (table.sheet, *row.key) != without_row]
        filled_in = [_cells(table, row, typed) for row in laid]
        keys = [row.key for row in laid]
        if table.sheet is Sheet.ACTIONS:
            filled_in = [{c.key: one.get(c.key) for c in table.columns} for one in actions]
            keys = [(str(one.get("reference") or ""),) for one in filled_in]
        tables[str(table.sheet)] = _table(table, keys, filled_in, set(without_columns))
    assert not typed, f"no such cells: {typed}"
    tables.pop(without_sheet, None)
    names = tuple(str(sheet) for sheet in (Sheet.START, *form.table, Sheet.LISTS, Sheet.IDENTITY))
    return RawReturn(
        file="return.xlsx",
        sha256="0" * 64,
        sheet_names=tuple(name for name in names if name != without_sheet),
        identity=form.identity,
        identity_cells={},
        start={} if without_sheet == Sheet.START else start,
        tables=tables,
    )


def _cells(table: FormTable, row: Row, typed: dict[tuple[str, ...], CellValue]) -> dict[str, CellValue]:
    return {
        column.key: typed.pop((table.sheet, *row.key, column.key), _usual(table, row, column))
        for column in table.columns
    }


def _usual(table: FormTable, row: Row, column: FormColumn) -> CellValue:
    if column.key in row.labels:
        return row.labels[column.key]
    if column.answer is not Answer.FIGURE or not table.is_open(row, column):
        return None
    if table.sheet in PARTS_OF_FIGURES:
        return 15
    if row.part is Part.OUT_OF:
        return 100
    return 55 if row.key[0] == "CON-01" else 60


def _table(
    table: FormTable, keys: list[tuple[str, ...]], filled_in: list[dict[str, CellValue]], without: set[str]
) -> RawTable:
    columns = {key: place for key, place in table.position.items() if key not in without}
    lost = [place for place, column in enumerate(table.keys) if column.key in without]
    rows = tuple(
        RawRow(
            number=FIRST_ROW + number,
            key=tuple(part for place, part in enumerate(key) if place not in lost),
            sheet=str(table.sheet),
            columns=columns,
            values=[values[key] for key in table.position],
        )
        for number, (key, values) in enumerate(zip(keys, filled_in, strict=True))
    )
    return RawTable(str(table.sheet), HEADER_ROW, columns, (), (), rows)


def changed(raw: RawReturn, sheet: str, **parts: object) -> RawReturn:
    """Return the return with parts of one table replaced."""
    table = raw.tables[sheet]._replace(**parts)  # type: ignore[arg-type]
    return raw._replace(tables={**raw.tables, sheet: table})


def told(found: CheckedReturn | Iterable[Finding]) -> list[tuple[str, str]]:
    """Return each finding's code, and the line a partner reads: cells, fact, advice."""
    findings = found.findings if isinstance(found, CheckedReturn) else found
    return [(one.code, str(one)) for one in findings]


def figures_of(found: CheckedReturn, indicator: str, area: str = BARNET) -> dict[str, Observation]:
    """Return the observations of one series, ward 'not known' left out, by period."""
    return {
        str(one.period): one
        for one in found.observations
        if (one.indicator, one.area, one.item) == (indicator, area, "")
    }

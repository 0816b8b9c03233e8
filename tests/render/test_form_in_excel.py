"""What a partner's program makes of the form's cells: decimals, dates, signs nobody sees, words of its messages."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import formulon
import pytest
from openpyxl import load_workbook

from scpxl.checks.live import live_checks
from scpxl.render.forms.template import write_return
from scpxl.returns.cells import CellRef
from scpxl.returns.form import FIRST_ROW, Part, Sheet
from scpxl.returns.normalise import BLANKS, UNSEEN, fold, read_figure, read_text
from scpxl.returns.prefill import Prefill
from tests.render.return_forms import ACTIONS, LARGE, SMALL, known_history
from tests.second_engine import work_out

TITLE, ERROR, PROMPT = 32, 225, 255
"""Characters that Excel takes in a validation's messages: its dialogue cuts what it is given beyond 225 in an error."""
MEASURES = LARGE.table[Sheet.MEASURES]
LAST = MEASURES.months[-1].key
COUNT = MEASURES.cell(0, LAST)
SURVEY = next(
    MEASURES.cell(place, LAST)
    for place, row in enumerate(MEASURES.rows)
    if row.indicator and row.indicator.decimals
)
SHARE = CellRef(Sheet.ACTIONS, FIRST_ROW, LARGE.table[Sheet.ACTIONS].position["complete"])
SIGNED = {question.key: question.cell for question in LARGE.questions}


class Program:
    """The form as a second program has it open: entered into, worked out, looked at."""

    def __init__(self, path: Path) -> None:
        styled: Any = load_workbook(path)
        self.looks: list[Any] = styled._differential_styles.styles
        self.book = formulon.Workbook.load(path.read_bytes())
        self.sheets = [str(self.book.sheet_name(place)) for place in range(self.book.sheet_count())]

    def type(self, at: CellRef, value: str | float) -> None:
        place = self.sheets.index(at.sheet)
        if isinstance(value, str):
            self.book.set_text(place, at.row, at.column, value)
        else:
            self.book.set_number(place, at.row, at.column, value)
        self.book.recalc()

    def shows(self, at: CellRef) -> object:
        return self.book.get_value(self.sheets.index(at.sheet), at.row, at.column).to_python()

    def status(self, code: str, sheet: Sheet) -> object:
        """Return the status of one line of Check."""
        checks = live_checks(LARGE)
        place = next(n for n, check in enumerate(checks) if (check.code, check.sheet) == (code, sheet))
        return self.shows(CellRef(Sheet.CHECK, FIRST_ROW + place, 0))

    def format_at(self, at: CellRef) -> str:
        """Return the number format that a rule gives a cell; blank where none does."""
        found = self.book.evaluate_cf_range(self.sheets.index(at.sheet), at.row, at.column, at.row, at.column)
        given = [self.looks[match.dxf_id].numFmt for cell in found for match in cell.matches]
        return next((str(one.formatCode) for one in given if one is not None), "")


@pytest.fixture(scope="module")
def issued(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("issued") / "form.xlsx"
    write_return(LARGE, path)
    return path


@pytest.fixture
def program(issued: Path) -> Iterator[Program]:
    made = Program(issued)
    yield made
    made.book.close()


@pytest.mark.parametrize(
    ("at", "typed", "shown"),
    [
        (COUNT, 37.5, "#,##0.##########"),
        (COUNT, 38, ""),
        (COUNT, "[x]", ""),
        (MEASURES.cell(0, MEASURES.months[0].key), 37.5, "#,##0.##########"),
        (SURVEY, 77.15, "#,##0.0##########"),
        (SURVEY, 77.1, ""),
        (SHARE, 0.4, "0.##########"),
        (SHARE, 40, ""),
    ],
)
def test_no_cell_shows_a_rounder_number_than_was_typed(
    program: Program, at: CellRef, typed: str | float, shown: str
) -> None:
    program.type(at, typed)
    assert program.format_at(at) == shown


@pytest.mark.parametrize(("from_1904", "zero"), [(False, date(1899, 12, 30)), (True, date(1904, 1, 1))])
def test_the_window_of_likely_dates_is_the_same_in_a_workbook_that_counts_from_1904(
    program: Program, zero: date, *, from_1904: bool
) -> None:
    program.book.set_date1904(from_1904)
    first, last = LARGE.date_window
    for day, status in (
        (first, "OK"),
        (last, "OK"),
        (date(first.year - 1, 12, 31), "To fix"),
        (date(last.year + 2, 1, 1), "To fix"),
    ):
        program.type(SIGNED["signed_date"], (day - zero).days)
        assert program.status("DATE_IMPLAUSIBLE", Sheet.START) == status


def test_the_messages_of_cells_are_as_long_as_excel_takes_them(issued: Path) -> None:
    seen = 0
    for sheet in load_workbook(issued):
        for rule in sheet.data_validations.dataValidation:
            seen += 1
            assert len(rule.error or "") <= ERROR
            assert len(rule.errorTitle or "") <= TITLE
            assert len(rule.prompt or "") <= PROMPT
            assert len(rule.promptTitle or "") <= TITLE
            assert rule.type != "date" or rule.formula1.startswith("DATE(")
    assert seen > 10


@pytest.mark.parametrize("sign", [*BLANKS, *UNSEEN], ids=lambda sign: f"U+{ord(sign):04X}")
def test_a_sign_nobody_sees_is_the_same_to_the_sheet_and_to_python(program: Program, sign: str) -> None:
    # Python: nothing but the sign is a blank, and around a word or a number it goes.
    assert read_text(sign).text == ""
    assert read_figure(f"{sign}20{sign}").number == 20
    assert fold(f"Yes{sign}") == "yes"
    # The sheet says the same: of a name and of a figure that are not there, of a choice, and of digits.
    asked = program.shows(CellRef(Sheet.CHECK, FIRST_ROW, 3))
    program.type(SIGNED["signed_name"], sign)
    assert program.shows(CellRef(Sheet.CHECK, FIRST_ROW, 3)) == asked
    program.type(SIGNED["signed_name"], f"{sign}Ann{sign}")
    assert program.shows(CellRef(Sheet.CHECK, FIRST_ROW, 3)) == asked - 1  # type: ignore[operator]
    program.type(SIGNED["nil_measures"], f"Yes{sign}")
    assert program.status("NOT_IN_LIST", Sheet.START) == "OK"
    assert program.status("NOTHING_FILLED", Sheet.MEASURES) == "OK"
    program.type(COUNT, f"{sign}20{sign}")
    assert (program.status("NOT_A_NUMBER", Sheet.MEASURES), program.status("TIDIED", Sheet.MEASURES)) == (
        "OK",
        "To know",
    )
    program.type(COUNT, f"{sign}[x]{sign}")
    assert (program.status("NOT_A_NUMBER", Sheet.MEASURES), program.status("TIDIED", Sheet.MEASURES)) == (
        "OK",
        "OK",
    )


@pytest.mark.parametrize("form", [SMALL, LARGE], ids=["small", "large"])
def test_what_is_kept_beside_each_formula_is_what_it_comes_to_on_hidden_sheets_too(
    form: Any, tmp_path: Path
) -> None:
    known = known_history(form)._replace(actions=ACTIONS[:1])
    write_return(form, tmp_path / "issued.xlsx", known)
    worked = work_out((tmp_path / "issued.xlsx").read_bytes())
    assert worked.stale == {}
    assert worked.kept[CellRef(Sheet.START, 13, 2)] == f"{2 + (form is LARGE)} to fix: see Check"


def test_where_more_is_filled_in_than_accepted_figures_nothing_is_kept_that_might_be_untrue(
    tmp_path: Path,
) -> None:
    half = next(place for place, row in enumerate(MEASURES.rows) if row.part is Part.OUT_OF)
    broken = Prefill({(Sheet.MEASURES, MEASURES.rows[half].key, MEASURES.months[0].key): 5})
    cases: dict[str, dict[str, Any]] = {
        "typed": {"typed": {COUNT: 5}},
        "an answer": {"prefill": Prefill(answers={"signed_name": "Ann"})},
        "a figure of the period": {"prefill": Prefill({(Sheet.MEASURES, MEASURES.rows[0].key, LAST): 5})},
        "half of an earlier figure": {"prefill": broken},
        "an action without its owner": {"prefill": Prefill(actions=ACTIONS[1:])},
    }
    for name, given in cases.items():
        write_return(LARGE, tmp_path / "form.xlsx", **given)
        worked = work_out((tmp_path / "form.xlsx").read_bytes())
        assert set(worked.kept.values()) <= {None, 0.0, ""}, name
        assert "to fix" in str(worked.now[CellRef(Sheet.CHECK, 2, 0)])

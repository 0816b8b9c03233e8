"""A mark is seen: its colour lies over the form's own conditional formats, and the value in it is shown as entered."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import formulon
import pytest
from openpyxl import load_workbook

from scpxl.checks.catalogue import finding
from scpxl.render.annotated_copy import CopyHeading, annotated_copy
from scpxl.render.annotated_copy.styles import FILL
from scpxl.render.forms.template import write_return
from scpxl.returns.cells import CellRef
from scpxl.returns.findings import Finding, Severity
from scpxl.returns.form import FIRST_ROW, Sheet
from tests.partners import Typed
from tests.render.return_forms import SMALL

MEASURES, ACTIONS = SMALL.table[Sheet.MEASURES], SMALL.table[Sheet.ACTIONS]
MONTHS = [column.key for column in MEASURES.months if column.in_period]
NAME = next(question.cell for question in SMALL.questions if question.required)
BLANK, WANTED_TOO, BROKEN = (MEASURES.cell(0, key) for key in MONTHS)
EARLIER = MEASURES.cell(0, MEASURES.months[0].key)
QUARTER = MEASURES.cell(1, MONTHS[-1])
OWNER, STATUS, SHARE = (
    CellRef(ACTIONS.name, FIRST_ROW, ACTIONS.position[key]) for key in ("owner", "status", "complete")
)
TYPED: dict[CellRef, Typed] = {
    BROKEN: 1234.5, EARLIER: -3, QUARTER: 604, STATUS: "Ongoing", SHARE: 0.65,
    CellRef(ACTIONS.name, FIRST_ROW, 0): "A1",
}  # fmt: skip
MARKED: dict[Severity, dict[CellRef, Finding]] = {
    Severity.MUST_FIX: {
        BLANK: finding("BLANK", [BLANK], title="Fires", when="Jan 2018"),
        BROKEN: finding("NOT_WHOLE", [BROKEN], value="1234.5", title="Fires"),
        EARLIER: finding("NEGATIVE", [EARLIER], value=-3),
        OWNER: finding("ACTION_INCOMPLETE", [OWNER], what="owner"),
        STATUS: finding("NOT_IN_LIST", [STATUS], value="Ongoing", choices="Not started"),
        NAME: finding("ANSWER_MISSING", [NAME], words="Signed off by (name)"),
    },
    Severity.EXPLAIN: {
        SHARE: finding("PERCENT_AS_FRACTION", [SHARE], value="0.65", meant="65", column="update"),
    },
    Severity.NOTE: {WANTED_TOO: finding("TIDIED", [WANTED_TOO], was="20 ", now=20)},
}
EVERY = {at: severity for severity, found in MARKED.items() for at in found}


def typed_into(path: Path, cells: dict[CellRef, Typed]) -> Path:
    """Return the form with cells entered in, as a partner's program saves it."""
    write_return(SMALL, path)
    book = load_workbook(path)
    for at, value in cells.items():
        book[at.sheet].cell(at.row + 1, at.column + 1).value = value
    book.save(path)
    return path


@dataclass(frozen=True)
class Copy:
    """A marked copy, and which of its rules win at each cell."""

    content: bytes

    def look_at(self, at: CellRef) -> list[int]:
        """Return the looks of the conditional formats that hold at a cell, the one that wins first."""
        with formulon.Workbook.load(self.content) as book:
            book.recalc()
            names = [book.sheet_name(place) for place in range(book.sheet_count())]
            here = (at.row, at.column)
            found = book.evaluate_cf_range(names.index(at.sheet), *here, *here)
            matches = [match for cell in found for match in cell.matches]
            return [one.dxf_id for one in sorted(matches, key=lambda match: match.priority)]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    path = typed_into(tmp_path_factory.mktemp("marked") / "typed.xlsx", TYPED)
    findings = [one for found in MARKED.values() for one in found.values()]
    return Copy(
        annotated_copy(path.read_bytes(), findings, CopyHeading("Returned", "Fire, Q4", "Correct it."))
    )


@pytest.mark.parametrize("at", EVERY, ids=str)
def test_the_marks_colour_wins_over_every_rule_of_the_form(copy: Copy, at: CellRef) -> None:
    book: Any = load_workbook(io.BytesIO(copy.content))
    fill = book._differential_styles.styles[copy.look_at(at)[0]].fill
    assert fill.bgColor.rgb == f"FF{FILL[EVERY[at]]}"


def test_the_forms_own_rule_holds_there_too_but_after_the_mark(copy: Copy) -> None:
    # A blank that is wanted, an owner that is missing, a sign-off that is, a number shown with its decimals.
    for at in (BLANK, WANTED_TOO, OWNER, NAME, BROKEN, SHARE):
        assert len(copy.look_at(at)) > 1, at
    elsewhere = MEASURES.cell(1, MEASURES.months[2].key)
    assert copy.look_at(elsewhere) == []


def test_what_is_marked_is_shown_with_its_decimals_where_one_rule_alone_is_heeded(copy: Copy) -> None:
    book = load_workbook(io.BytesIO(copy.content))
    for at in (BROKEN, SHARE):
        assert book[at.sheet].cell(at.row + 1, at.column + 1).number_format == "General"
    whole = book[QUARTER.sheet].cell(QUARTER.row + 1, QUARTER.column + 1)
    assert whole.number_format == "#,##0"


def test_a_sheet_without_rules_of_its_own_gets_none_of_ours(tmp_path: Path) -> None:
    path = typed_into(tmp_path / "typed.xlsx", {NAME: "Ann"})
    about = [finding("TIDIED", [CellRef(Sheet.LISTS, 1, 0)], was="a", now="b")]
    copy = annotated_copy(path.read_bytes(), about, CopyHeading("Accepted", "Fire, Q4", ""))
    book = load_workbook(io.BytesIO(copy))
    assert not list(book[Sheet.LISTS].conditional_formatting)
    assert list(book[Sheet.MEASURES].conditional_formatting)

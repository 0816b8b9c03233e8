"""What the form itself checks while it is filled in: every check once, in functions every Excel knows."""

from __future__ import annotations

import re

import pytest

from scpxl.checks.catalogue import CHECKS
from scpxl.checks.catalogue.record import Ours, ShownAs
from scpxl.checks.live import live_checks
from scpxl.render.forms.live import live_formulas, row_status
from scpxl.render.forms.places import LivePlaces
from scpxl.returns.findings import Stage
from scpxl.returns.form import ReturnForm, Sheet
from tests.checks.builders import BURGLARY, CHARGED, FORM, SAVED, VICTIMS, form_of

KNOWN_SINCE_2010 = {
    "ABS", "ADDRESS", "AND", "CHAR", "COLUMN", "COUNTIF", "DATE", "FIND", "HYPERLINK", "IF", "IFERROR", "INT", "ISBLANK",
    "ISERROR", "ISLOGICAL", "ISNUMBER", "ISTEXT", "LEFT", "LEN", "LOWER", "MAX", "MIN", "MMULT", "MOD", "NOT", "OR", "ROUND",
    "ROW", "SUBSTITUTE", "SUM", "TRANSPOSE", "TRIM", "VALUE",
}  # fmt: skip
"""Functions in every Excel since 2010, on the Mac and online too, and in LibreOffice."""
LONGEST_FORMULA, MOST_LEVELS = 8192, 64


def formulas_of(form: ReturnForm) -> list[str]:
    places = LivePlaces(form)
    checks = [text for made in live_formulas(form, 3) for text in (made.counting, made.first)]
    rows = [
        row_status(form, kept, row)[0]
        for kept in places.tables.values()
        for row in range(len(kept.table.rows))
    ]
    return [*checks, *rows, *(formula for _, _, formula in places.gaps())]


def levels_of(formula: str) -> int:
    deepest = level = 0
    for sign in re.sub(r'"[^"]*"', "", formula):
        level += (sign == "(") - (sign == ")")
        deepest = max(deepest, level)
    assert level == 0, formula
    return deepest


@pytest.mark.parametrize(
    "form",
    [FORM, form_of(SAVED), form_of(CHARGED), form_of(VICTIMS, BURGLARY)],
    ids=["all", "money", "ratio", "divided"],
)
def test_every_formula_is_one_that_every_excel_since_2010_can_work_out(form: ReturnForm) -> None:
    for formula in formulas_of(form):
        assert set(re.findall(r"\b([A-Z]+)\(", re.sub(r'"[^"]*"', "", formula))) <= KNOWN_SINCE_2010
        assert len(formula) < LONGEST_FORMULA
        assert levels_of(formula) < MOST_LEVELS


def test_every_check_of_values_and_sums_is_live_or_said_to_be_ours_to_make() -> None:
    live = {check.code for form in (FORM, form_of(SAVED), form_of(VICTIMS)) for check in live_checks(form)}
    assert live == {code for code, check in CHECKS.items() if isinstance(check.live, str)}
    stages = {Stage.VALUES, Stage.SUMS, Stage.TIDIED}
    judged = {
        code for code, check in CHECKS.items() if check.stage in stages and not code.startswith("TIDY_")
    }
    for code in judged - live:
        said = CHECKS[code].live
        assert isinstance(said, Ours) or (isinstance(said, ShownAs) and said.code in live), code


def test_a_live_check_is_as_grave_as_the_finding_and_gives_its_advice() -> None:
    for check in live_checks(FORM):
        message = CHECKS[check.code]
        assert check.severity is message.severity
        assert check.advice == (message.advice.format(**check.facts) or check.aside)
        assert "{" not in check.advice + check.what


def test_a_check_stands_only_where_its_mistake_can_be_made() -> None:
    codes = {check.code for check in live_checks(form_of(SAVED)) if check.sheet is Sheet.MEASURES}
    assert "NEGATIVE" in codes
    assert not codes & {"NOT_WHOLE", "PERCENT_AS_FRACTION", "HALF_GIVEN", "WARDS_OVER_BOROUGH"}


def test_last_times_actions_are_looked_at_with_the_empty_rows_below() -> None:
    def rows(prefilled: int) -> str:
        found = next(made for made in live_formulas(FORM, prefilled) if made.check.code == "ROW_REPEATED")
        return found.counting

    assert "Actions!$A$5:$A$29" in rows(0)
    assert "Actions!$A$5:$A$32" in rows(3)

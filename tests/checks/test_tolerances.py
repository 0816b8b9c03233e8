"""A difference that the framework lets by is a note: figures come in as they were published."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scpxl.checks.return_check import CheckedReturn, check_return
from scpxl.model.agreements import Tolerance
from scpxl.render.forms.formulas import is_within
from scpxl.returns.findings import Exemption, ReturnVerdict, Severity
from scpxl.returns.layout import lay_out_return
from scpxl.returns.raw import CellValue
from tests.checks.builders import BURGLARY, CHARGED, Q4, VICTIMS, WARDS, filled, framework, told

WHY = "The police publish wards and borough apart."
Changes = dict[tuple[str, ...], CellValue]


def check(changes: Changes, *tolerances: dict[str, Any]) -> CheckedReturn:
    """Check the usual return of burglary by ward, a percentage, and victims by age and need."""
    agreed = framework(BURGLARY, CHARGED, VICTIMS).model_copy(
        update={"tolerances": tuple(Tolerance(reason=WHY, **one) for one in tolerances)}
    )
    form = lay_out_return(agreed, "met", Q4)
    return check_return(filled(changes, form=form), form)


def ward(value: float) -> Changes:
    return {("Wards", "BUR-01", WARDS[0], "2018-01"): value}


@pytest.mark.parametrize(("wards", "code"), [(16, "WARDS_OVER_BOROUGH"), (14, "WARDS_UNDER_BOROUGH")])
def test_wards_a_little_off_are_a_note_that_says_why(wards: float, code: str) -> None:
    assert [one.severity for one in check(ward(wards)).findings] != [Severity.NOTE]
    found = check(ward(wards), {"rule": code, "number": 1})
    (note,) = found.findings
    assert (note.code, note.severity, note.let_by) == (code, Severity.NOTE, Exemption.TOLERANCE)
    assert note.advice == f"Within the tolerance agreed (1): {WHY}"
    assert found.verdict is ReturnVerdict.ACCEPTED


def test_a_tolerance_of_one_rule_lets_no_other_by() -> None:
    (found,) = check(ward(14), {"rule": "WARDS_OVER_BOROUGH", "number": 5}).findings
    assert (found.code, found.severity) == ("WARDS_UNDER_BOROUGH", Severity.EXPLAIN)


def test_beyond_the_tolerance_the_rule_holds() -> None:
    found = check(ward(18), {"rule": "WARDS_OVER_BOROUGH", "number": 2, "per_cent": 4})
    assert found.verdict is ReturnVerdict.RETURNED
    # 5% of 60 is 3.
    assert check(ward(18), {"rule": "WARDS_OVER_BOROUGH", "per_cent": 5}).verdict is ReturnVerdict.ACCEPTED


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({("Measures", "DAB-01", "Number", "2018-01"): 102}, "PART_OVER_WHOLE"),
        ({("Breakdowns", "VIC-01", "age", "65", "2018-01"): 17}, "ITEMS_OVER_WHOLE"),
        ({("Breakdowns", "VIC-01", "age", "65", "2018-01"): 13}, "ITEMS_UNDER_WHOLE"),
        ({("Breakdowns", "VIC-01", "need", "home", "2018-01"): 62,
          ("Breakdowns", "VIC-01", "need", "advice", "2018-01"): 15}, "ITEM_OVER_WHOLE"),
    ],
)  # fmt: skip
def test_every_comparison_of_two_figures_takes_a_tolerance(changes: Changes, code: str) -> None:
    assert [one.code for one in check(changes).findings] == [code]
    (found,) = check(changes, {"rule": code, "number": 2}).findings
    assert (found.code, found.let_by) == (code, Exemption.TOLERANCE)
    (found,) = check(changes, {"rule": code, "number": 1}).findings
    assert (found.code, found.let_by) == (code, Exemption.NO)


def test_what_was_taken_within_a_tolerance_is_kept_as_it_is() -> None:
    found = check(
        {("Measures", "DAB-01", "Number", "2018-01"): 102}, {"rule": "PART_OVER_WHOLE", "number": 2}
    )
    assert (102, 100) in {(one.numerator, one.denominator) for one in found.observations}


@pytest.mark.parametrize(
    ("named", "is_let_by"),
    [
        ({}, True),
        ({"indicator": "BUR-01"}, True),
        ({"indicator": "VIC-01"}, False),
        ({"partner": "met"}, True),
        ({"partner": "lfb"}, False),
    ],
)
def test_a_tolerance_holds_for_the_indicator_and_partner_it_names(
    named: dict[str, str],
    is_let_by: bool,  # noqa: FBT001
) -> None:
    found = check(ward(16), {"rule": "WARDS_OVER_BOROUGH", "number": 1, **named})
    assert (found.verdict is ReturnVerdict.ACCEPTED) is is_let_by


def test_the_tolerance_that_names_the_indicator_goes_before_the_one_for_all() -> None:
    tight = {"rule": "WARDS_OVER_BOROUGH", "number": 1, "indicator": "BUR-01"}
    wide = {"rule": "WARDS_OVER_BOROUGH", "number": 50}
    assert check(ward(20), wide, tight).verdict is ReturnVerdict.RETURNED
    assert told(check(ward(20), wide))[0][0] == "WARDS_OVER_BOROUGH"


@given(
    st.integers(0, 500), st.integers(0, 500), st.floats(0, 100).map(lambda x: round(x, 2)), st.integers(0, 9)
)
def test_the_formula_of_the_form_says_what_python_says(
    part: int, whole: int, per_cent: float, number: int
) -> None:
    tolerance = Tolerance(rule="PART_OVER_WHOLE", reason=WHY, per_cent=per_cent, number=number)
    if not (per_cent or number):
        return
    formula = is_within(tolerance, "A1-B1", "B1").replace("A1", str(part)).replace("B1", str(whole))
    said = eval(formula, {"ROUND": round})  # noqa: S307  (worksheet arithmetic is Python's here)
    assert bool(said) is tolerance.allows(part - whole, whole)

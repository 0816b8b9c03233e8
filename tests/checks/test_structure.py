"""What is missing, moved, repeated or added in a return is told once, at its cause."""

from __future__ import annotations

import pytest

from scpxl.checks.return_check import check_return
from scpxl.checks.structure import check_identity
from scpxl.model.periods import Period
from scpxl.returns.cells import CellRef
from scpxl.returns.layout import lay_out_return
from scpxl.returns.raw import RawCell, RawRow
from tests.checks.builders import FORM, FRAMEWORK, Q4, changed, figures_of, filled, told

FRESH = "or copy your figures into a fresh copy of the form."


def test_a_missing_sheet_is_said_once_and_nothing_else_of_it() -> None:
    assert told(check_return(filled(without_sheet="Wards"), FORM)) == [
        ("SHEET_MISSING", "The sheet Wards is missing. The file has: Start, Measures, Actions, Commentary. Copy your figures into a fresh copy of the form and send that.")
    ]  # fmt: skip


def test_a_missing_start_sheet_hides_its_unanswered_questions() -> None:
    assert [code for code, _line in told(check_return(filled(without_sheet="Start"), FORM))] == [
        "SHEET_MISSING"
    ]


def test_a_sheet_without_its_headings_is_said_once() -> None:
    raw = filled()
    raw = raw._replace(tables={name: table for name, table in raw.tables.items() if name != "Measures"})
    assert told(check_return(raw, FORM)) == [
        ("TABLE_MISSING", "The heading row of the table on Measures was not found. Put back the headings (Code, Part), " + FRESH)
    ]  # fmt: skip


def test_a_missing_month_is_one_finding_and_the_other_months_stand() -> None:
    found = check_return(filled(without_columns=["2018-02"]), FORM)
    assert told(found) == [
        ("COLUMN_MISSING", f"The column 'Feb 2018' of {sheet} is missing. Put it back under its heading, " + FRESH)
        for sheet in ("Measures", "Wards")
    ]  # fmt: skip
    assert "2018-01" in figures_of(found, "BUR-01")
    assert "2018-02" not in figures_of(found, "BUR-01")


def test_an_earlier_month_may_be_deleted() -> None:
    assert told(check_return(filled(without_columns=["2017-02"]), FORM)) == []


def test_a_missing_key_column_hides_that_no_row_can_be_known() -> None:
    found = told(check_return(filled(without_columns=["part"]), FORM))
    assert found == [
        (
            "COLUMN_MISSING",
            "The column 'Part' of Measures is missing. Put it back under its heading, " + FRESH,
        )
    ]


def test_every_month_of_the_period_missing_is_not_told_again_as_nothing_filled() -> None:
    found = told(check_return(filled(without_columns=["2018-01", "2018-02", "2018-03"]), FORM))
    assert {code for code, _line in found} == {"COLUMN_MISSING"}


def test_a_missing_row_is_told_and_the_wards_sum_is_left_alone() -> None:
    found = check_return(filled(without_row=("Wards", "BUR-01", "E05000045")), FORM)
    assert told(found) == [
        ("ROW_MISSING", "The row BUR-01 E05000045 of Wards is missing. Put it back with its code, " + FRESH)
    ]


def test_a_row_met_twice_is_asked_about_and_the_first_is_read() -> None:
    raw = filled()
    rows = raw.tables["Measures"].rows
    again = rows[0]._replace(number=20, values=[99] * len(rows[0].values))
    found = check_return(changed(raw, "Measures", rows=(*rows, again)), FORM)
    assert told(found) == [
        ("ROW_REPEATED", "Measures!A21  The row BUR-01 Number appears twice. Delete the duplicate.")
    ]
    assert found.verdict == "Returned"
    assert figures_of(found, "BUR-01")["2018-01"].numerator == 60


def test_rows_of_the_partners_own_are_noted_and_not_read() -> None:
    raw = filled()
    rows = raw.tables["Measures"].rows
    own = [
        RawRow(20 + n, key, "Measures", {"code": 0, "2018-01": 16}, [key[0], *[None] * 15, 180])
        for n, key in enumerate([("CS99", "Number"), ("", "")])
    ]
    found = check_return(changed(raw, "Measures", rows=(*rows, *own)), FORM)
    assert told(found) == [
        ("ROW_UNKNOWN", "Measures!A21  The row 'CS99 Number' is not one the form asks for and was ignored."),
        ("ROW_WITHOUT_CODE", "Measures!A22  This row has no indicator code, so it was ignored."),
    ]
    assert found.verdict == "Accepted"


def test_columns_added_or_repeated_are_told_by_their_heading() -> None:
    at = CellRef("Measures", 3, 30)
    raw = changed(filled(), "Measures", unmatched_headers=(RawCell("Target", at),),
                  repeated_headers=(RawCell("Jan 2018", at._replace(column=31)),))  # fmt: skip
    assert told(check_return(raw, FORM)) == [
        (
            "COLUMN_REPEATED",
            "Measures!AF4  The column 'Jan 2018' appears twice. Delete the duplicate.",
        ),
        ("COLUMN_UNEXPECTED", "Measures!AE4  The column 'Target' is not part of the form and was ignored."),
    ]


def test_what_has_moved_is_read_and_said_in_one_line() -> None:
    raw = filled()._replace(moved=(CellRef("Wards", 4, 4), CellRef("Wards", 4, 5)))
    assert told(check_return(raw, FORM)) == [
        (
            "MOVED",
            "Wards!E5–F5  Rows or columns of Wards have been moved; they were read by their headings and codes.",
        )
    ]


def test_a_sheet_not_of_this_form_is_never_dropped_silently() -> None:
    raw = filled()
    raw = raw._replace(sheet_names=(*raw.sheet_names, "Southshire", "wards "))
    assert told(check_return(raw, FORM)) == [
        ("SHEET_UNEXPECTED", "The sheet 'Southshire' is not part of the form and was ignored.")
    ]
    without_wards = lay_out_return(FRAMEWORK.model_copy(
        update={"indicators": FRAMEWORK.indicators[1:]}), "met", Q4)  # fmt: skip
    raw = filled(form=without_wards)
    raw = raw._replace(sheet_names=(*raw.sheet_names, "Wards"))
    assert told(check_return(raw, without_wards)) == [
        ("SHEET_UNEXPECTED", "The sheet 'Wards' is not part of the form and was ignored.")
    ]


@pytest.mark.parametrize(
    ("said", "lines"),
    [
        ({}, []),
        ({"template": "0"}, [("TEMPLATE_OLD", "The form's version is 0; version 2 is in use. Ask for the current form, copy your figures across, and send that.")]),
        ({"template": ""}, [("TEMPLATE_OLD", "The form's version is unknown; version 2 is in use. Ask for the current form, copy your figures across, and send that.")]),
        ({"framework": "2016"}, [("FRAMEWORK_OTHER", "This form was issued under framework 2016; 2017-18.1 now applies.")]),
        ({"framework": ""}, [("FRAMEWORK_OTHER", "This form was issued under framework not stated; 2017-18.1 now applies.")]),
        ({"partner": "nhs"}, [("PARTNER_UNKNOWN", "The form says it is from 'nhs', which is not one of the partners. Fill in the form that was sent to you.")]),
        ({"partner": ""}, [("PARTNER_NOT_STATED", "The form does not say which partner it is from. Copy your figures into the form that was sent to you and send that.")]),
        ({"partner": "lfb"}, [("PARTNER_OTHER", "This is the form of Fire Brigade; Metropolitan Police was expected. Check that you sent the right file.")]),
        ({"period": "2017-18 Q3"}, [("PERIOD_OTHER", "This return is for Q3 2017-18: Oct 2017 – Dec 2017; Q4 2017-18: Jan 2018 – Mar 2018 is due. Check that you sent the right file.")]),
        ({"period": "spring"}, [("PERIOD_UNKNOWN", "The form says it is for 'spring', which is not a period. Fill in the form that was sent to you.")]),
        ({"period": ""}, [("PERIOD_NOT_STATED", "The form does not say which period it is for. Copy your figures into the form that was sent to you and send that.")]),
    ],
)  # fmt: skip
def test_whose_form_it_is_comes_first(said: dict[str, str], lines: list[tuple[str, str]]) -> None:
    assert told(check_identity(FORM.identity | said, FRAMEWORK, Q4, "met")) == lines


def test_with_nothing_expected_any_partner_and_period_will_do() -> None:
    other = FORM.identity | {"partner": "lfb", "period": "2016-17 Q1"}
    assert check_identity(other, FRAMEWORK) == ()
    assert check_identity(other, FRAMEWORK, Period.parse("2016-17 Q1"), "lfb") == ()

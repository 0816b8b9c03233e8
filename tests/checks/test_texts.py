"""The words of a return: sign-off, action plan, commentary, explanations."""

from __future__ import annotations

from datetime import date

import pytest

from scpxl.checks.return_check import CheckedReturn, check_return
from scpxl.returns.raw import CellError, CellValue, Uncalculated
from tests.checks.builders import ACTION, FORM, filled, told

STATUSES = "Not started, In progress, Complete, Overdue, Cancelled"


def check(changes: dict[tuple[str, ...], CellValue]) -> CheckedReturn:
    return check_return(filled(changes), FORM)


def check_actions(*actions: dict[str, CellValue]) -> CheckedReturn:
    return check_return(filled(actions=actions), FORM)


def test_sign_off_is_kept_with_its_date_as_written_by_machines() -> None:
    answers = check({}).answers or {}
    assert answers["signed_name"] == "A. Commander"
    assert answers["signed_date"] == "2018-04-14"
    assert answers["nil_measures"] == ""


@pytest.mark.parametrize("typed", [None, "", "   ", "\u200b"])
def test_a_blank_sign_off_is_asked_for_whatever_the_blank_is_made_of(typed: CellValue) -> None:
    assert ("ANSWER_MISSING", "Start!C21  'Signed off by (name)' is not answered. Fill it in.") in told(
        check({("Start", "signed_name"): typed})
    )


@pytest.mark.parametrize(
    ("typed", "code", "line"),
    [
        ("03/04/2018", "DATE_AMBIGUOUS", "'03/04/2018' reads both as day/month and as month/day. Enter it with the month in letters, for example 3 Apr 2018."),
        ("yesterday", "NOT_A_DATE", "'yesterday' is not a date. Enter it as day/month/year, for example 31/03/2018."),
        ("14 Apr 1905", "DATE_IMPLAUSIBLE", "14/04/1905 is outside the dates allowed. Dates must be from 01/01/2013 to 01/01/2028."),
        ("  ", "ANSWER_MISSING", "'Date of sign-off' is not answered. Fill it in."),
        ("14 April 2018", "TIDIED", "'14 April 2018' was read as 14 Apr 2018."),
        (CellError("#VALUE!"), "CELL_ERROR", "The cell contains an Excel error (#VALUE!). Enter the value."),
    ],
)  # fmt: skip
def test_the_date_of_sign_off_is_one_likely_day(typed: CellValue, code: str, line: str) -> None:
    assert told(check({("Start", "signed_date"): typed})) == [(code, f"Start!C23  {line}")]


def test_an_action_is_kept_with_its_choices_folded_and_its_date_read() -> None:
    row: dict[str, CellValue] = {
        "status": " in PROGRESS",
        "due": "30/06/2018",
        "complete": "40%",
        "rag": "amber",
    }
    found = check_actions({**ACTION, **row})
    (action,) = found.actions
    assert (action.status, action.due, action.complete, action.rag) == (
        "In progress",
        date(2018, 6, 30),
        40,
        "Amber",
    )
    assert (action.source.sheet, action.source.cell) == ("Actions", "A5")
    assert told(found) == [
        ("TIDIED", "Actions!E5  '30/06/2018' was read as 30 Jun 2018."),
        ("TIDIED", "Actions!F5  ' in PROGRESS' was read as In progress."),
        ("TIDIED", "Actions!G5  '40%' was read as 40."),
        ("TIDIED", "Actions!H5  'amber' was read as Amber."),
    ]


@pytest.mark.parametrize(
    ("cell", "typed", "code", "line"),
    [
        ("reference", None, "ACTION_INCOMPLETE", "Actions!A5  The action has no reference. Fill it in."),
        ("objective", " ", "ACTION_INCOMPLETE", "Actions!B5  The action has no objective. Fill it in."),
        ("action", None, "ACTION_INCOMPLETE", "Actions!C5  The action has no description. Fill it in."),
        ("owner", None, "ACTION_INCOMPLETE", "Actions!D5  The action has no owner. Fill it in."),
        ("status", "On track", "NOT_IN_LIST", f"Actions!F5  'On track' is not in the list. Choose from the list: {STATUSES}."),
        ("rag", "Purple", "NOT_IN_LIST", "Actions!H5  'Purple' is not in the list. Choose from the list: Red, Amber, Green."),
        ("objective", "O9", "NOT_IN_LIST", "Actions!B5  'O9' is not in the list. Choose from the list: O1, O2."),
        ("complete", 140, "PERCENT_RANGE", "Actions!G5  140 is not a percentage from 0 to 100. Enter 12 for 12%."),
        ("complete", "half", "NOT_A_NUMBER", "Actions!G5  'half' is not a number. Enter the number only, for example 50."),
        ("complete", 0.4, "PERCENT_AS_FRACTION", "Actions!G5  0.4 would be less than one per cent. If you mean 40%, enter 40; if it is right, say so in the update."),
        ("due", "Q2", "NOT_A_DATE", "Actions!E5  'Q2' is not a date. Enter it as day/month/year, for example 31/03/2018."),
        ("owner", "x" * 81, "TEXT_TOO_LONG", "Actions!D5  The text is 81 characters long; the limit is 80. Shorten it."),
        ("update", "Locks\u200b fitted.", "TEXT_CLEANED", "Actions!J5  Invisible characters were removed."),
        ("update", CellError("#NAME?"), "CELL_ERROR", "Actions!J5  The cell contains an Excel error (#NAME?). Enter the value."),
        ("action", Uncalculated("=-locks"), "NOT_CALCULATED", "Actions!C5  The cell holds a formula that was saved without its result. Open the file in Excel, save it and send it again, or enter the value."),
    ],
)  # fmt: skip
def test_a_cell_of_an_action_that_cannot_stand_has_one_finding(
    cell: str, typed: CellValue, code: str, line: str
) -> None:
    assert told(check_actions({**ACTION, cell: typed})) == [(code, line)]


def test_an_empty_row_with_an_update_alone_is_asked_for_all_it_lacks() -> None:
    found = told(check_actions({"update": "Done."}))
    assert [line.partition("  ")[0] for _code, line in found] == [f"Actions!{c}5" for c in "ABCDF"]


@pytest.mark.parametrize("again", ["A1", "a1", " A1 "])
def test_a_reference_used_twice_is_asked_about(again: str) -> None:
    found = check_actions(ACTION, {**ACTION, "reference": "A2"}, {**ACTION, "reference": again})
    assert told(found) == [
        (
            "ROW_REPEATED",
            f"Actions!A7  The row {again.strip()} appears twice. Delete the duplicate.",
        )
    ]
    assert [action.reference for action in found.actions] == ["A1", "A2"]


def test_two_actions_without_a_reference_are_two_actions_to_be_named() -> None:
    nameless = {**ACTION, "reference": None}
    found = check_actions(nameless, nameless)
    assert told(found) == [("ACTION_INCOMPLETE", "Actions!A5–A6  The action has no reference. Fill it in.")]
    assert len(found.actions) == 2


def test_commentary_is_kept_with_its_marking_and_none_is_made_of_nothing() -> None:
    found = check(
        {("Commentary", "O1", "happened"): "  Fewer burglaries.\n", ("Commentary", "O1", "why"): "Locks."}
    )
    (said,) = found.commentary
    assert (said.objective, said.happened, said.why, said.marking) == (
        "O1",
        "Fewer burglaries.",
        "Locks.",
        "OFFICIAL",
    )
    assert check({}).commentary == ()
    assert check({("Commentary", "O1", "marking"): "official-sensitive"}).commentary == ()


def test_text_longer_than_is_taken_is_sent_back_not_cut() -> None:
    found = check({("Commentary", "O1", "happened"): "x" * 2001})
    assert told(found) == [
        ("TEXT_TOO_LONG", "Commentary!C5  The text is 2001 characters long; the limit is 2000. Shorten it.")
    ]


def test_an_explanation_is_kept_with_its_indicator() -> None:
    found = check({("Measures", "BUR-01", "Number", "reason"): "seasonal",
                   ("Measures", "BUR-01", "Number", "explanation"): "Dark evenings."})  # fmt: skip
    (said,) = found.explanations
    assert (said.indicator, said.reason, said.explanation, said.source.cell) == (
        "BUR-01",
        "Seasonal",
        "Dark evenings.",
        "A5",
    )


def test_an_explanation_beside_what_a_number_is_out_of_is_not_lost() -> None:
    out_of: dict[tuple[str, ...], CellValue] = {
        ("Measures", "DAB-01", "Out of", "explanation"): "A new court."
    }
    assert [said.explanation for said in check(out_of).explanations] == ["A new court."]
    both: dict[tuple[str, ...], CellValue] = {
        **out_of,
        ("Measures", "DAB-01", "Number", "explanation"): "Fewer trials.",
    }
    assert [said.explanation for said in check(both).explanations] == ["Fewer trials. A new court."]

"""What may identify somebody is asked to be removed, is never repeated, and can be cleared."""

from __future__ import annotations

import pytest

from scpxl.checks.catalogue import CHECKS, WAIVABLE, example_of, facts_of, finding
from scpxl.checks.privacy import PERSONAL, own_of
from scpxl.checks.return_check import check_return
from scpxl.privacy.guard import WITHHELD, Guard
from scpxl.privacy.kinds import FoundKind
from scpxl.returns.cells import CellRef
from scpxl.returns.findings import ReturnVerdict, Severity, findings_in_order, reveal_findings
from tests.checks.builders import ACTION, FORM, filled
from tests.framework.example import example_framework

HAPPENED = ("Commentary", "O1", "happened")
ALL_AT_ONCE = "Mrs Jones, 07700 900123, EN5 4XY"


@pytest.mark.parametrize(
    ("place", "cell"),
    [(HAPPENED, "Commentary!C5"), (("Measures", "BUR-01", "Number", "explanation"), "Measures!V5")],
)
def test_it_is_told_at_its_cell_and_the_text_is_not_repeated(place: tuple[str, ...], cell: str) -> None:
    found = check_return(filled({place: "Seen by Jane Roe, jane.roe@example.org, on Monday."}), FORM)
    (told,) = found.findings
    assert str(told) == (
        f"{cell}  The text contains what looks like an e-mail address, so it is withheld from every report. "
        "Remove it, or give a role. If it must stay, answer Yes on Start. If it is not personal data, tell us."
    )
    assert found.verdict is ReturnVerdict.WITH_QUERIES


def test_each_kind_has_a_finding_of_its_own_and_none_can_be_waived() -> None:
    assert set(PERSONAL) == set(FoundKind)
    assert set(PERSONAL.values()) == {code for code in CHECKS if code.startswith("PERSONAL_")}
    assert not set(PERSONAL.values()) & set(WAIVABLE)
    found = check_return(filled({HAPPENED: ALL_AT_ONCE}), FORM).findings
    assert {one.code for one in found} == {"PERSONAL_NAME", "PERSONAL_PHONE", "PERSONAL_POSTCODE"}


def test_only_yes_on_start_answers_it_and_the_text_is_withheld_all_the_same() -> None:
    for answer, verdict in (
        ("Yes", ReturnVerdict.ACCEPTED),
        ("No", ReturnVerdict.WITH_QUERIES),
        (None, ReturnVerdict.WITH_QUERIES),
    ):
        raw = filled({HAPPENED: "Ring 07700 900123.", ("Start", "contains_personal"): answer})
        found = check_return(raw, FORM)
        assert [one.code for one in found.findings] == ["PERSONAL_PHONE"]
        assert found.verdict is verdict
    found = check_return(
        filled({HAPPENED: "Ring 07700 900123.", ("Start", "contains_personal"): "Yes"}), FORM
    )
    assert found.findings[0].severity is Severity.NOTE
    assert "withhold the text until somebody here has cleared it" in found.findings[0].advice


def test_the_action_plan_and_the_sign_off_are_looked_through_too() -> None:
    raw = filled(
        {("Start", "signed_role"): "Officer, 07700 900123"}, actions=[{**ACTION, "owner": "Mrs Jones"}]
    )
    found = check_return(raw, FORM).findings
    assert {(one.code, one.where.partition("!")[0]) for one in found} == {
        ("PERSONAL_PHONE", "Start"),
        ("PERSONAL_NAME", "Actions"),
    }


def test_who_signs_off_may_be_named_and_a_reference_may_look_like_a_number_plate() -> None:
    raw = filled({("Start", "signed_name"): "Mrs Jones"}, actions=[{**ACTION, "reference": "AB12 CDE"}])
    assert check_return(raw, FORM).findings == ()


def test_a_text_that_was_cleared_is_not_asked_about_again_and_a_changed_one_is() -> None:
    guard = Guard(is_cleared={"Ring 07700 900123."}.__contains__)
    assert check_return(filled({HAPPENED: "Ring 07700 900123. "}), FORM, guard=guard).findings == ()
    (again,) = check_return(filled({HAPPENED: "Ring 07700 900124."}), FORM, guard=guard).findings
    assert again.code == "PERSONAL_PHONE"


def test_what_is_the_partnerships_own_is_not_asked_about() -> None:
    guard = Guard(
        lambda: own_of(
            example_framework(public_contacts=("020 8359 2000",), contact_email="jo.bloggs@example.org")
        )
    )
    for text in ("Write to jo.bloggs@example.org.", "Ring 020 8359 2000."):
        assert check_return(filled({HAPPENED: text}), FORM, guard=guard).findings == ()
        assert check_return(filled({HAPPENED: text}), FORM).findings != ()


def test_a_text_that_still_says_withheld_is_asked_about() -> None:
    raw = filled(actions=[{**ACTION, "update": WITHHELD}])
    assert [one.code for one in check_return(raw, FORM).findings] == ["STILL_WITHHELD"]


def test_what_is_quoted_from_cells_that_ask_for_no_sentence_is_withheld_and_said_to_be() -> None:
    typed = {
        ("Measures", "BUR-01", "Number", "2018-01"): "ask Jane 07700 900123",
        ("Measures", "BUR-01", "Number", "provisional"): "Mrs Jones",
        ("Start", "signed_date"): "dob 01/02/1990",
    }
    found = check_return(filled(typed), FORM).findings
    assert {one.code for one in found if one.quotes} == {"NOT_A_DATE", "NOT_A_NUMBER", "NOT_IN_LIST"}
    assert all(one.fact.startswith("'[withheld]' is not ") for one in found if one.quotes)
    (told,) = (one for one in found if one.code == "QUOTES_WITHHELD")
    assert "(date of birth, telephone number, name of a person)" in told.fact
    assert len(told.cells) == 3
    assert not any(word in repr(found) for word in ("Jane", "900123", "Jones", "1990"))


@pytest.mark.parametrize("code", CHECKS)
def test_no_message_repeats_what_may_identify_somebody(code: str) -> None:
    for name in facts_of(CHECKS[code]):
        facts: dict[str, object] = dict.fromkeys(facts_of(CHECKS[code]), "1")
        for private in (ALL_AT_ONCE, "x" * 200 + ALL_AT_ONCE, "mrs\u00a0jones ０７７００ 900123"):
            made = finding(code, [CellRef(private, 3, 4)], **{**facts, name: private})
            told = f"{made} {made!r} {made.where} {made.cells}"
            assert not any(word in told for word in ("Jones", "jones", "900123", "EN5")), name
            assert [quote.text for quote in made.quotes] == [private] * len(made.quotes) != []


def test_a_finding_shows_again_what_a_guard_lets_through() -> None:
    made = finding("NOT_A_NUMBER", value="Mrs Jones", example=30)
    assert (
        reveal_findings([made], Guard(is_cleared={"Mrs Jones"}.__contains__), 2018)[0].fact
        == "'Mrs Jones' is not a number."
    )
    assert reveal_findings([made], Guard(), 2018) == (made,)


def test_two_withheld_values_are_two_lines() -> None:
    cells = [CellRef("Measures", 4, 16), CellRef("Measures", 5, 16)]
    made = [
        finding("NOT_A_NUMBER", [cell], value=f"Mrs {name}", example=30)
        for cell, name in zip(cells, ("Jones", "Brown"), strict=True)
    ]
    assert len(findings_in_order(made)) == 2
    assert (
        len(findings_in_order([made[0], finding("NOT_A_NUMBER", [cells[1]], value="Mrs Jones", example=30)]))
        == 1
    )


def test_the_examples_of_the_guides_hold_nothing_that_is_withheld() -> None:
    assert not any(example_of(code).quotes for code in CHECKS)

"""What may identify somebody is asked to be taken out, and is never repeated."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scpxl.checks.check import check_return
from scpxl.checks.privacy import KINDS, personal_in
from scpxl.returns.findings import Severity, Verdict
from tests.checks.builders import ACTION, FORM, filled

PERSONAL = [
    ("John Smith, born 01/02/1990, was arrested.", "PERSONAL_BIRTH"),
    ("DOB 1 February 1990", "PERSONAL_BIRTH"),
    ("John Smith (01.02.1990) was arrested.", "PERSONAL_BIRTH"),
    ("Patient 943 476 5919 was seen.", "PERSONAL_NHS"),
    ("Patient 9434765919 was seen.", "PERSONAL_NHS"),
    ("Her number is QQ 12 34 56 C.".replace("QQ", "AB"), "PERSONAL_NI"),
    ("ab123456c", "PERSONAL_NI"),
    ("It happened at NW9 4XY.", "PERSONAL_POSTCODE"),
    ("It happened at en5 4xy.", "PERSONAL_POSTCODE"),
    ("It happened at W1A1AA again.", "PERSONAL_POSTCODE"),
    ("Write to j.smith@example.org.", "PERSONAL_EMAIL"),
    ("Ring 07700 900123.", "PERSONAL_PHONE"),
    ("Ring (020) 7946 0123.", "PERSONAL_PHONE"),
    ("Ring +44 20 7946 0123.", "PERSONAL_PHONE"),
]
HARMLESS = [
    "2,058 offences, against 1,959 in 2016-17.",
    "The wards in EN5 and NW9 had most.",
    "From Q1 2nd week on, patrols in the A5 and the M1.",
    "Operation Autumn Nights (31/10/2017) went well.",
    "Barnet Homes, 31/03/2018: all doors fitted.",
    "Budget of £1234567890 and 1,234,567,890 pounds.",
    "Reference 943 476 5918 of the contract.",
    "Born of a need for 24/7 cover, since 01/04/2017.",
    "Call 101 or 999; see section 35 and form 1234.",
    "Between 2016 2017 2018 there were 310 422 370.",
]


@pytest.mark.parametrize(("text", "code"), PERSONAL)
def test_what_may_identify_somebody_is_found(text: str, code: str) -> None:
    assert personal_in(text, 2018) == [code]


@pytest.mark.parametrize("text", HARMLESS)
def test_what_identifies_nobody_is_left_alone(text: str) -> None:
    assert personal_in(text, 2018) == []


@pytest.mark.parametrize(
    ("place", "cell"),
    [
        (("Commentary", "O1", "happened"), "Commentary!C5"),
        (("Measures", "BUR-01", "Number", "explanation"), "Measures!V5"),
    ],
)
def test_it_is_told_at_its_cell_and_the_text_is_not_repeated(place: tuple[str, ...], cell: str) -> None:
    found = check_return(filled({place: "Seen by Jane Roe, jane.roe@example.org, on Monday."}), FORM)
    assert [str(one) for one in found.findings] == [
        f"{cell}  The text holds what looks like an e-mail address. Take it out, or give a role; if it cannot be avoided, say Yes on Start; if it is something else, tell us so."
    ]
    assert found.verdict is Verdict.WITH_QUERIES


def test_only_yes_on_start_answers_it() -> None:
    place, text = ("Commentary", "O1", "happened"), "Ring 07700 900123."
    for answer, verdict in (
        ("Yes", Verdict.ACCEPTED),
        ("No", Verdict.WITH_QUERIES),
        (None, Verdict.WITH_QUERIES),
    ):
        found = check_return(filled({place: text, ("Start", "contains_personal"): answer}), FORM)
        assert [one.code for one in found.findings] == ["PERSONAL_PHONE"]
        assert found.verdict is verdict
    found = check_return(filled({place: text, ("Start", "contains_personal"): "Yes"}), FORM)
    assert found.findings[0].severity is Severity.NOTE
    assert found.findings[0].advice == "Start says that this cannot be avoided."


def test_the_action_plan_is_looked_through_too() -> None:
    action = {**ACTION, "owner": "07700 900123"}
    (one,) = check_return(filled(actions=[action]), FORM).findings
    assert (one.code, one.where) == ("PERSONAL_PHONE", "Actions!D5")
    assert "07700" not in str(one)


PIECES = st.sampled_from(
    ["+44 20 8359 2000", "0044 (0) 20 83592000", "(020) 83592000", "943 476 5919", "9434765919", "AB 12 34 56 C",
     "ab123456d", "EN5 4XY", "en54xy", "a.b@example.org", " and ", "(", "-", " ", ", ", "12", "x"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=8).map("".join))
def test_what_is_looked_for_first_never_hides_what_is_there(text: str) -> None:
    for code, (hint, holds) in KINDS.items():
        assert hint(text) or not holds(text), code

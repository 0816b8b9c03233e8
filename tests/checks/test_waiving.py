"""What a waiver, an ended waiver and a trial make of a finding."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scpxl.checks.catalogue import CHECKS, WAIVABLE, why_not
from scpxl.checks.return_check import CheckedReturn, check_return
from scpxl.model.agreements import Trial, Waiver, ended_waiver, is_exempt, waiver_for
from scpxl.model.observations import Marker
from scpxl.returns.findings import Exemption, Finding, ReturnVerdict, Severity, Stage
from scpxl.returns.form import Part, ReturnForm
from scpxl.returns.layout import due_date, lay_out_return
from scpxl.returns.raw import CellValue
from tests.checks.builders import FRAMEWORK, Q4, WARDS, filled

DUE = due_date(FRAMEWORK, Q4)
JAN, FEB = ("Measures", "BUR-01", Part.NUMBER, "2018-01"), ("Measures", "BUR-01", Part.NUMBER, "2018-02")
CHARGED = ("Measures", "DAB-01", Part.NUMBER, "2018-01")

Changes = dict[tuple[str, ...], CellValue]


def waiver(rule: str, indicator: str = "", until: date = DUE, **more: str) -> Waiver:
    said = {"partner": "met", "reason": "The system moves", "approved_by": "the Chair", **more}
    return Waiver(rule=rule, indicator=indicator, until=until, **said)


def form_with(*agreed: Waiver | Trial) -> ReturnForm:
    waivers = tuple(one for one in agreed if isinstance(one, Waiver))
    trials = tuple(one for one in agreed if isinstance(one, Trial))
    return lay_out_return(FRAMEWORK.model_copy(update={"waivers": waivers, "trials": trials}), "met", Q4)


def checked(changes: Changes, *agreed: Waiver | Trial) -> CheckedReturn:
    form = form_with(*agreed)
    return check_return(filled(changes, form=form), form)


def told(made: CheckedReturn) -> list[Finding]:
    """What is told but for figures that are only unusual, which have their own tests."""
    return [one for one in made.findings if one.stage is not Stage.QUERIES]


def only(made: CheckedReturn) -> Finding:
    (one,) = told(made)
    return one


def seen_in(made: CheckedReturn, indicator: str, month: int) -> Any:
    (seen,) = (
        o for o in made.observations
        if (o.indicator, o.item, o.period.first) == (indicator, "", Q4.first + month) and o.area == "E09000003"
    )  # fmt: skip
    return seen


def test_a_figure_that_need_not_be_given_holds_nothing_up_and_stays_a_gap() -> None:
    blank: Changes = {FEB: None}
    assert checked(blank).verdict is ReturnVerdict.RETURNED
    made = checked(blank, waiver("BLANK", "BUR-01"))
    assert made.verdict is ReturnVerdict.ACCEPTED
    one = only(made)
    assert (one.severity, one.let_by) == (Severity.NOTE, Exemption.WAIVER)
    assert str(one) == (
        "Measures!R5  Burglary: nothing is filled in for Feb 2018. "
        f"Waived by the Chair until {DUE:%d %b %Y}: The system moves."
    )
    assert (seen_in(made, "BUR-01", 1).numerator, seen_in(made, "BUR-01", 1).marker) == (None, Marker.BLANK)
    assert made.waived == ((waiver("BLANK", "BUR-01"), 1),)


def test_a_waiver_is_of_its_partner_indicator_and_rule_alone() -> None:
    blank: Changes = {FEB: None}
    others = (
        waiver("BLANK", "DAB-01"), waiver("NOT_WHOLE", "BUR-01"), waiver("BLANK", "BUR-01", partner="lfb"),
    )  # fmt: skip
    made = checked(blank, *others)
    assert made.verdict is ReturnVerdict.RETURNED
    assert made.waived == ()
    assert made.findings == checked(blank).findings


def test_a_waiver_without_an_indicator_covers_all_of_them() -> None:
    made = checked(
        {FEB: None, CHARGED: None, ("Measures", "DAB-01", Part.OUT_OF, "2018-01"): None}, waiver("BLANK")
    )
    assert made.verdict is ReturnVerdict.ACCEPTED
    assert {one.let_by for one in made.findings} == {Exemption.WAIVER}
    assert made.waived == ((waiver("BLANK"), 3),)


def test_a_waiver_covers_returns_due_on_its_last_day_and_none_due_the_day_after() -> None:
    blank: Changes = {FEB: None}
    ended = waiver("BLANK", "BUR-01", DUE - timedelta(days=1))
    assert checked(blank, waiver("BLANK", "BUR-01", DUE)).verdict is ReturnVerdict.ACCEPTED
    one = only(checked(blank, ended))
    assert (one.severity, one.let_by) == (Severity.MUST_FIX, Exemption.NO)
    assert one.advice == (
        f"{only(checked(blank)).advice} The waiver of this rule ended on {ended.until:%d %b %Y}."
    )
    still = waiver("BLANK", "", DUE)
    assert "ended" not in only(checked(blank, ended, still)).advice


def test_a_whole_sheet_left_blank_by_agreement_is_no_empty_return() -> None:
    form = form_with(waiver("BLANK"))
    blank: dict[tuple[str, ...], CellValue] = {
        (table.sheet, *row.key, column.key): None
        for table in form.tables
        for row in table.rows
        for column in table.months
        if column.in_period and table.is_open(row, column)
    }
    made = check_return(filled(blank, form=form), form)
    assert made.verdict is ReturnVerdict.ACCEPTED
    assert {one.code for one in made.findings} == {"BLANK"}


@pytest.mark.parametrize(
    ("rule", "indicator", "changes", "kept"),
    [
        ("NOT_WHOLE", "BUR-01", {JAN: 60.5, ("Wards", "BUR-01", WARDS[0], "2018-01"): 15.5}, 60.5),
        ("WARDS_OVER_BOROUGH", "BUR-01", {JAN: 59}, 59),
        ("WARDS_UNDER_BOROUGH", "BUR-01", {JAN: 61}, 61),
        ("PART_OVER_WHOLE", "DAB-01", {CHARGED: 130}, 130),
        ("PERCENT_AS_FRACTION", "CON-01", {("Measures", "CON-01", Part.NUMBER, "2018-03"): 0.6}, 0.6),
    ],
)
def test_a_figure_that_is_let_by_is_kept_as_it_was_typed(
    rule: str, indicator: str, changes: dict[tuple[str, ...], CellValue], kept: float
) -> None:
    assert all(one.severity is not Severity.NOTE for one in told(checked(changes)))
    made = checked(changes, waiver(rule, indicator))
    assert {(one.code, one.severity, one.let_by) for one in told(made)} == {
        (rule, Severity.NOTE, Exemption.WAIVER)
    }
    assert kept in {seen.numerator for seen in made.observations if seen.indicator == indicator}


def test_a_broken_number_below_nought_is_not_let_by_with_the_broken_ones() -> None:
    made = checked({JAN: -3.5}, waiver("NOT_WHOLE", "BUR-01"))
    assert made.verdict is ReturnVerdict.RETURNED
    assert {one.code: one.severity for one in made.findings}["NEGATIVE"] is Severity.MUST_FIX


def test_what_is_written_can_be_let_by_too() -> None:
    unsigned: Changes = {("Start", "signed_name"): None}
    assert checked(unsigned).verdict is ReturnVerdict.RETURNED
    assert only(checked(unsigned, waiver("ANSWER_MISSING"))).let_by is Exemption.WAIVER


def test_a_rule_on_trial_says_from_when_it_will_refuse_and_refuses_nothing() -> None:
    trial = Trial(rule="BLANK", until=DUE, note="Ask us how.")
    made = checked({FEB: None}, trial)
    assert made.verdict is ReturnVerdict.ACCEPTED
    one = only(made)
    begins = DUE + timedelta(days=1)
    assert one.let_by is Exemption.TRIAL
    assert one.fact == (
        f"From {begins.day} {begins:%b %Y} this will be refused: Burglary: nothing is filled in for Feb 2018."
    )
    assert one.advice == f"{CHECKS['BLANK'].advice} Ask us how."
    assert made.waived == ()


def test_a_question_on_trial_will_be_asked() -> None:
    one = only(checked({JAN: 61}, Trial(rule="WARDS_UNDER_BOROUGH", until=DUE)))
    assert " this will be asked about: The wards of Burglary" in one.fact


def test_after_its_trial_a_rule_applies() -> None:
    over = Trial(rule="BLANK", until=DUE - timedelta(days=1))
    assert checked({FEB: None}, over).findings == checked({FEB: None}).findings


def test_what_is_waived_and_on_trial_is_waived() -> None:
    one = only(checked({FEB: None}, Trial(rule="BLANK", until=DUE), waiver("BLANK")))
    assert one.let_by is Exemption.WAIVER


def test_every_rule_can_be_waived_or_it_is_said_why_not() -> None:
    assert set(WAIVABLE) == {rule for rule in CHECKS if why_not(rule) == ""}
    assert {"BLANK", "WARDS_UNDER_BOROUGH", "ABOVE_RANGE", "ACTION_OVERDUE"} <= set(WAIVABLE)
    for rule in ("FILE_ENCRYPTED", "PARTNER_OTHER", "ROW_MISSING", "NOT_A_NUMBER", "TIDIED", "TIDY_HALF"):
        assert why_not(rule)


DAYS = st.dates(date(2015, 1, 1), date(2020, 12, 31))


@given(untils=st.lists(st.tuples(DAYS, st.sampled_from(["", "BUR-01", "DAB-01"])), max_size=5), due=DAYS)
def test_the_waiver_that_covers_is_the_one_that_lasts_longest_and_one_that_ended_never_covers(
    untils: list[tuple[date, str]], due: date
) -> None:
    agreed = [waiver("BLANK", indicator, until) for until, indicator in untils]
    of_it = [until for until, indicator in untils if indicator in {"", "BUR-01"}]
    covering = waiver_for(agreed, "BLANK", "BUR-01", due)
    ended = ended_waiver(agreed, "BLANK", "BUR-01", due)
    latest = max(of_it, default=None)
    assert (covering.until if covering else None) == (latest if latest and latest >= due else None)
    assert (ended.until if ended else None) == (latest if latest and latest < due else None)
    assert is_exempt(agreed, (), "BLANK", "BUR-01", due) is (covering is not None)
    assert not is_exempt(agreed, (), "NOT_WHOLE", "BUR-01", due)

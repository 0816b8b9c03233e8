"""What a return holds is said back: so much of so much, never a gap taken for a number."""

from __future__ import annotations

from scpxl.checks.playback import months_short, playback
from scpxl.checks.return_check import check_return
from scpxl.model.periods import Period
from scpxl.returns.form import Sheet
from scpxl.returns.raw import CellValue
from tests.checks.builders import ACTION, BURGLARY, CHARGED, FORM, SAVED, TRUST, WARDS, filled, form_of

JANUARY = ("Measures", "BUR-01", "Number", "2018-01")


def said(changes: dict[tuple[str, ...], CellValue] | None = None) -> str:
    return playback(check_return(filled(changes), FORM), FORM)


def test_a_whole_return_holds_all_that_is_asked() -> None:
    assert said() == "This return holds 3 of 3 measures for Jan–Mar 2018; Burglary 180; 3 of 3 wards."


def test_a_measure_with_a_month_that_is_not_available_is_not_held_and_has_no_total() -> None:
    assert said({JANUARY: "[x]"}) == "This return holds 2 of 3 measures for Jan–Mar 2018; 3 of 3 wards."
    assert said({JANUARY: None}) == said({JANUARY: "[x]"})


def test_nought_is_a_number() -> None:
    assert "3 of 3 measures" in said({JANUARY: 0})
    assert "Burglary 120" in said({JANUARY: 0})


def test_half_a_percentage_is_not_held() -> None:
    assert "2 of 3 measures" in said({("Measures", "DAB-01", "Out of", "2018-01"): None})


def test_a_ward_with_a_gap_is_not_held() -> None:
    assert "2 of 3 wards" in said({("Wards", "BUR-01", WARDS[0], "2018-02"): "[x]"})


def test_an_earlier_months_figure_is_no_part_of_what_the_period_holds() -> None:
    assert said({("Measures", "BUR-01", "Number", "2017-06"): 9_999}) == said()


def test_actions_and_commentary_are_counted() -> None:
    changes: dict[tuple[str, ...], CellValue] = {("Commentary", "O1", "happened"): "Fewer."}
    made = check_return(filled(changes, actions=[ACTION]), FORM)
    assert playback(made, FORM).endswith("; 1 action; commentary on 1 objective.")


def test_actions_with_supporting_partners_are_counted_apart() -> None:
    actions = [
        {**ACTION, "reference": name, "supporting": who} for name, who in (("A1", "lfb"), ("A2", None))
    ]
    made = check_return(filled(actions=actions), FORM)
    assert playback(made, FORM).endswith("; 2 actions, 1 with supporting partners.")


def test_nothing_to_report_is_said_so() -> None:
    blank: dict[tuple[str, ...], CellValue] = {
        ("Measures", *row.key, column.key): None
        for row in FORM.table[Sheet.MEASURES].rows
        for column in FORM.table[Sheet.MEASURES].months
        if FORM.table[Sheet.MEASURES].is_open(row, column)
    }
    told = said({**blank, ("Start", "nil_measures"): "Yes"})
    assert told.startswith("This return says there is nothing to report on Measures for Jan–Mar 2018; ")


def test_the_largest_total_is_the_one_given() -> None:
    second = BURGLARY.model_copy(update={"code": "ALL-01", "title": "All offences", "breakdowns": ()})
    form = form_of(BURGLARY, second, CHARGED, TRUST, SAVED)
    changes: dict[tuple[str, ...], CellValue] = {("Measures", "ALL-01", "Number", "2018-03"): 6_792}
    made = check_return(filled(changes, form=form), form)
    assert "; All offences 6,912; " in playback(made, form)


def test_months_across_two_years_carry_both() -> None:
    assert months_short(Period(Period.quarter(2017, 3).first + 1, 3)) == "Nov 2017–Jan 2018"

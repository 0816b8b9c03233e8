"""Figures are compared with each other: a part against its whole, the wards against the borough."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scpxl.checks.return_check import CheckedReturn, check_return
from scpxl.model.framework import Unit
from scpxl.returns.findings import Stage
from scpxl.returns.layout import WARD
from scpxl.returns.raw import CellValue
from tests.checks.builders import BURGLARY, CHARGED, FORM, SAVED, WARDS, figures_of, filled, form_of, told

Changes = dict[tuple[str, ...], CellValue]
NUMBER, OUT_OF = ("Measures", "DAB-01", "Number"), ("Measures", "DAB-01", "Out of")
CORRECT = "Correct one of the two cells."


def told_of(changes: Changes) -> list[tuple[str, str]]:
    return sums_told(check_return(filled(changes), FORM))


def sums_told(found: CheckedReturn) -> list[tuple[str, str]]:
    """What is told but for figures that are only unusual, which have their own tests."""
    return told(one for one in found.findings if one.stage is not Stage.QUERIES)


def test_a_number_is_no_more_than_what_it_is_out_of() -> None:
    assert told_of({(*NUMBER, "2018-01"): 101}) == [
        ("PART_OVER_WHOLE", f"Measures!Q6–Q7  101 is more than its total, 100. {CORRECT}")
    ]
    assert told_of({(*NUMBER, "2018-01"): 100}) == []


def test_an_earlier_month_that_was_restated_is_held_to_the_same() -> None:
    assert told_of({(*NUMBER, "2017-06"): 101}) == [
        ("PART_OVER_WHOLE", f"Measures!J6–J7  101 is more than its total, 100. {CORRECT}")
    ]


def test_something_out_of_nothing_cannot_be_and_nothing_out_of_nothing_can() -> None:
    assert told_of({(*OUT_OF, "2018-02"): 0}) == [
        ("OUT_OF_NOUGHT", f"Measures!R6–R7  A total of 0 cannot include 60. {CORRECT}")
    ]
    assert told_of({(*NUMBER, "2018-02"): 0, (*OUT_OF, "2018-02"): 0}) == []


@pytest.mark.parametrize("month", ["2018-03", "2017-03"])
@pytest.mark.parametrize("row", [NUMBER, OUT_OF])
def test_a_mark_beside_a_number_is_half_an_answer(row: tuple[str, ...], month: str) -> None:
    column, when = {"2018-03": ("S", "Mar 2018"), "2017-03": ("G", "Mar 2017")}[month]
    found = check_return(filled({(*row, month): "[x]"}), FORM)
    assert told(found) == [
        ("HALF_GIVEN", f"Measures!{column}6–{column}7  Charged, {when}: enter both the number and its total. Give both, or the same mark in both.")
    ]  # fmt: skip
    assert month not in figures_of(found, "DAB-01")


def test_erasing_half_of_an_earlier_figure_is_asked_about_and_erasing_both_halves_is_not() -> None:
    halved: Changes = {(*OUT_OF, "2017-03"): None}
    assert [code for code, _line in told_of(halved)] == ["HALF_GIVEN"]
    assert told_of({**halved, (*NUMBER, "2017-03"): None}) == []


def test_an_unreadable_or_blank_half_hides_that_the_other_stands_alone() -> None:
    assert [code for code, _line in told_of({(*NUMBER, "2018-01"): "TBC"})] == ["NOT_YET_KNOWN"]
    assert [code for code, _line in told_of({(*OUT_OF, "2018-01"): None})] == ["BLANK"]


def test_an_average_may_be_more_than_one() -> None:
    minutes = CHARGED.model_copy(update={"unit": Unit.AVERAGE})
    form = form_of(minutes)
    assert sums_told(check_return(filled({(*NUMBER, "2018-01"): 950.5}, form=form), form)) == []


def test_wards_that_exceed_the_borough_must_be_put_right() -> None:
    assert told_of({("Wards", "BUR-01", WARDS[0], "2018-01"): 16}) == [
        ("WARDS_OVER_BOROUGH", "Measures!Q5  The wards of Burglary for Jan 2018 add up to 61; Measures says 60. Correct the wards or the figure on Measures; what has no ward goes in 'Ward not known'.")
    ]  # fmt: skip


def test_wards_that_fall_short_of_the_borough_are_asked_about() -> None:
    found = check_return(filled({("Wards", "BUR-01", "not known", "2018-03"): 0}), FORM)
    assert told(found) == [
        ("WARDS_UNDER_BOROUGH", "Measures!S5  The wards of Burglary for Mar 2018 add up to 45; Measures says 60. Enter any with no known ward under 'Ward not known'; otherwise correct the figures.")
    ]  # fmt: skip
    assert found.verdict == "Accepted with queries"


@pytest.mark.parametrize("mark", ["[x]", "[z]", "[c]"])
def test_a_month_with_a_marked_ward_is_left_alone(mark: str) -> None:
    found = check_return(filled({("Wards", "BUR-01", WARDS[0], "2018-01"): mark}), FORM)
    assert found.findings == ()
    assert figures_of(found, "BUR-01", WARDS[0])["2018-01"].marker.shorthand == mark


def test_a_month_marked_on_measures_is_left_alone() -> None:
    assert told_of({("Measures", "BUR-01", "Number", "2018-01"): "[x]"}) == []


def test_a_ward_left_blank_in_every_month_is_told_as_blank_and_its_sum_is_left_alone() -> None:
    # A ward without history has no figure in any month; the others' sum says nothing without it.
    found = told_of({("Wards", "BUR-01", WARDS[0], column.key): None for column in FORM.tables[1].months})
    assert [code for code, _line in found] == ["BLANK"]


def test_what_has_no_ward_is_the_boroughs_own_and_is_kept_apart() -> None:
    found = check_return(filled(), FORM)
    not_known = [one for one in found.observations if one.item]
    assert {(one.area, one.breakdown, one.item) for one in not_known} == {("E09000003", "ward", "not known")}
    assert len(not_known) == 15


SHARES = st.lists(st.integers(0, 10**6), min_size=4, max_size=4)


@given(SHARES, st.integers(-3, 3))
def test_wards_are_held_against_the_borough_exactly(counts: list[int], astray: int) -> None:
    rows = (*WARDS, "not known")
    typed: Changes = {
        ("Wards", "BUR-01", row, "2018-01"): count for row, count in zip(rows, counts, strict=True)
    }
    borough = max(0, sum(counts) + astray)
    codes = [code for code, _line in told_of({**typed, ("Measures", "BUR-01", "Number", "2018-01"): borough})]
    expected = "WARDS_OVER_BOROUGH" if sum(counts) > borough else "WARDS_UNDER_BOROUGH"
    assert codes == ([] if sum(counts) == borough else [expected])


@given(SHARES)
def test_pounds_and_pence_add_up_as_on_paper(pence: list[int]) -> None:
    form = form_of(SAVED.model_copy(update={"breakdowns": (WARD,)}), BURGLARY)
    usual: Changes = {("Measures", "SAV-01", "Number", month): 60 for month in ("2018-02", "2018-03")}
    typed: Changes = {
        ("Wards", "SAV-01", row, "2018-01"): count / 100
        for row, count in zip((*WARDS, "not known"), pence, strict=True)
    }
    typed[("Measures", "SAV-01", "Number", "2018-01")] = sum(pence) / 100
    assert sums_told(check_return(filled({**usual, **typed}, form=form), form)) == []

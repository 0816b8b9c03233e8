"""Figures divided by victim, offender, location or service: laid out, compared with the whole, kept and said back."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scpxl.checks.attempts import compare_attempts
from scpxl.checks.flat_tables.check import check_flat_table
from scpxl.checks.numbers.explanations import check_changes
from scpxl.checks.playback import playback
from scpxl.checks.return_check import check_return
from scpxl.model.framework import Frequency
from scpxl.returns.findings import ReturnVerdict
from scpxl.returns.form import Sheet
from scpxl.returns.prefill import Prefill
from scpxl.returns.raw import CellValue, FlatRow
from tests.checks.builders import BARNET, BURGLARY, FORM, VICTIMS, changed, filled, form_of, framework, told

BROKEN_DOWN = form_of(VICTIMS, BURGLARY)
ITEMS = ("0-17", "18-64", "65", "not known")
Changes = Mapping[tuple[str, ...], CellValue]


def age(item: str, month: str = "2018-01") -> tuple[str, ...]:
    return ("Breakdowns", "VIC-01", "age", item, month)


def need(item: str, month: str = "2018-01") -> tuple[str, ...]:
    return ("Breakdowns", "VIC-01", "need", item, month)


WHOLE = ("Measures", "VIC-01", "Number", "2018-01")


def told_of(changes: Changes) -> list[tuple[str, str]]:
    return told(check_return(filled(changes, form=BROKEN_DOWN), BROKEN_DOWN))


# The form.


def test_the_sheet_is_there_only_where_the_framework_asks_for_it() -> None:
    assert Sheet.BREAKDOWNS not in FORM.table
    assert not [question for question in FORM.questions if question.key == "nil_breakdowns"]
    assert [table.sheet for table in BROKEN_DOWN.tables] == [
        "Measures", "Wards", "Breakdowns", "Actions", "Commentary",
    ]  # fmt: skip
    assert "nil_breakdowns" in {question.key for question in BROKEN_DOWN.questions}


def test_each_item_has_a_row_and_not_known_stands_last_where_it_is_asked_for() -> None:
    table = BROKEN_DOWN.table[Sheet.BREAKDOWNS]
    assert [row.key for row in table.rows] == [
        *(("VIC-01", "age", item) for item in ITEMS),
        ("VIC-01", "need", "home"),
        ("VIC-01", "need", "advice"),
    ]
    assert [row.labels["item"] for row in table.rows[:4]] == [
        "Under 18",
        "18 to 64",
        "65 or over",
        "Not known",
    ]
    assert table.rows[0].labels["title"] == "Victims supported, by age of victim"
    assert "but in Victims supported, by need one thing may count under several" in table.guidance
    assert [c.heading for c in table.months] == [c.heading for c in BROKEN_DOWN.table[Sheet.MEASURES].months]


def test_a_quarterly_figure_is_divided_in_the_quarters_last_month() -> None:
    quarterly = form_of(VICTIMS.model_copy(update={"frequency": Frequency.QUARTERLY})).table[Sheet.BREAKDOWNS]
    now = [c for c in quarterly.months if c.in_period]
    assert [quarterly.is_open(quarterly.rows[0], column) for column in now] == [False, False, True]


# Sums.


def test_a_return_whose_items_add_up_is_accepted() -> None:
    found = check_return(filled(form=BROKEN_DOWN), BROKEN_DOWN)
    assert (found.verdict, found.findings) == (ReturnVerdict.ACCEPTED, ())


def test_items_that_exceed_the_whole_must_be_put_right() -> None:
    assert told_of({age("65"): 16}) == [
        ("ITEMS_OVER_WHOLE", "Measures!Q5  The items of Victims supported, by age of victim for Jan 2018 add up to 61; Measures says 60. Correct the items on Breakdowns or the figure on Measures; each thing counts under one item only.")
    ]  # fmt: skip


def test_items_that_fall_short_of_the_whole_are_asked_about_and_an_explanation_answers() -> None:
    found = check_return(filled({age("not known"): 0}, form=BROKEN_DOWN), BROKEN_DOWN)
    assert [(one.code, one.cells[0].a1) for one in found.findings] == [("ITEMS_UNDER_WHOLE", "Q5")]
    assert found.verdict is ReturnVerdict.WITH_QUERIES
    said: Changes = {
        age("not known"): 0,
        ("Measures", "VIC-01", "Number", "explanation"): "Fifteen people supported by telephone gave no age.",
    }
    assert check_return(filled(said, form=BROKEN_DOWN), BROKEN_DOWN).verdict is ReturnVerdict.ACCEPTED


@pytest.mark.parametrize("mark", ["[x]", "[z]", "[c]"])
def test_a_month_with_a_marked_item_is_left_alone(mark: str) -> None:
    assert told_of({age("65"): mark}) == []


def test_items_that_may_overlap_may_add_up_to_more_but_none_exceeds_the_whole() -> None:
    assert [code for code, _line in told_of({need("home"): 60, need("advice"): 60})] == ["PARTS_UNUSUAL"]
    assert told_of({need("home"): 61, need("advice"): "[x]"}) == [
        ("ITEM_OVER_WHOLE", "Measures!Q5  Victims supported, by need for Jan 2018: Housing is 61; Measures says 60 in all. Correct the item on Breakdowns or the figure on Measures.")
    ]  # fmt: skip


SHARES = st.lists(st.integers(0, 10**6), min_size=4, max_size=4)


@given(SHARES, st.integers(-3, 3))
def test_items_are_held_against_the_whole_exactly_whatever_their_order(
    counts: list[int], astray: int
) -> None:
    whole = max(0, sum(counts) + astray)
    small: Changes = {need("home"): 0, need("advice"): 0, WHOLE: whole}

    def codes(order: list[int]) -> list[str]:
        typed = {age(item): count for item, count in zip(ITEMS, order, strict=True)}
        return [code for code, _line in told_of({**small, **typed}) if code.startswith("ITEM")]

    expected = "ITEMS_OVER_WHOLE" if sum(counts) > whole else "ITEMS_UNDER_WHOLE"
    assert codes(counts) == codes(counts[::-1]) == ([] if sum(counts) == whole else [expected])


# Values and structure.


@pytest.mark.parametrize(
    ("typed", "code"),
    [(None, "BLANK"), ("about 30", "NOT_A_NUMBER"), (-1, "NEGATIVE"), (0.5, "NOT_WHOLE"), ("<5", "SMALL_NUMBER_HIDDEN")],
)  # fmt: skip
def test_an_item_takes_what_its_measure_takes_and_its_sum_is_then_left_alone(
    typed: CellValue, code: str
) -> None:
    ((found, line),) = told_of({age("65"): typed})
    assert (found, line.split()[0]) == (code, "Breakdowns!R7")


def test_a_missing_and_an_unknown_item_are_told_apart() -> None:
    missing = filled(form=BROKEN_DOWN, without_row=("Breakdowns", "VIC-01", "age", "65"))
    found = check_return(missing, BROKEN_DOWN)
    assert [one.code for one in found.findings] == ["ROW_MISSING"]
    whole = filled(form=BROKEN_DOWN)
    rows = whole.tables["Breakdowns"].rows
    stranger = rows[0]._replace(key=("VIC-01", "age", "66"), number=40)
    found = check_return(changed(whole, "Breakdowns", rows=(*rows, stranger)), BROKEN_DOWN)
    assert told(found) == [("ROW_UNKNOWN", told(found)[0][1])]
    assert "VIC-01 age 66" in found.findings[0].fact


def test_nothing_to_report_on_breakdowns_makes_its_blanks_mean_that() -> None:
    blank: dict[tuple[str, ...], CellValue] = {
        ("Breakdowns", *row.key, column.key): None
        for row in BROKEN_DOWN.table[Sheet.BREAKDOWNS].rows
        for column in BROKEN_DOWN.table[Sheet.BREAKDOWNS].months
    }
    assert [code for code, _line in told_of(blank)] == ["NOTHING_FILLED"]
    assert told_of({**blank, ("Start", "nil_breakdowns"): "Yes"}) == []
    assert [code for code, _line in told_of({("Start", "nil_breakdowns"): "Yes"})] == ["NIL_CONTRADICTED"]


# What is kept, and said back.


def test_each_item_is_kept_under_its_breakdown_with_its_cell() -> None:
    found = check_return(filled({age("18-64"): 15}, form=BROKEN_DOWN), BROKEN_DOWN)
    kept = {
        (one.breakdown, one.item): (one.area, one.numerator, one.source.sheet, one.source.cell)
        for one in found.observations
        if str(one.period) == "2018-01" and one.indicator == "VIC-01"
    }
    assert kept["", ""] == (BARNET, 60, "Measures", "Q5")
    assert kept["age", "18-64"] == (BARNET, 15, "Breakdowns", "R6")
    assert kept["age", "not known"] == (BARNET, 15, "Breakdowns", "R8")
    assert kept["need", "advice"] == (BARNET, 15, "Breakdowns", "R10")
    assert len(kept) == 7


def test_the_partner_is_told_how_many_items_the_return_holds() -> None:
    def said(changes: Changes) -> str:
        return playback(check_return(filled(changes, form=BROKEN_DOWN), BROKEN_DOWN), BROKEN_DOWN)

    assert said({}).endswith("3 of 3 wards; 4 of 4 age groups; 2 of 2 items of need.")
    assert "3 of 4 age groups" in said({age("65"): "[x]"})


def test_an_earlier_item_overtyped_is_told_with_what_it_was() -> None:
    key = (Sheet.BREAKDOWNS, ("VIC-01", "age", "0-17"), "2017-03")
    raw = filled({age("0-17", "2017-03"): 12}, form=BROKEN_DOWN)
    ((code, line),) = told(check_changes(raw, BROKEN_DOWN, Prefill({key: 11.0})))
    assert (code, line.split("  ")[1]) == (
        "RESTATED",
        "Victims supported, by age of victim, Under 18 for Mar 2017 was 11 and is now 12.",
    )


def test_two_attempts_are_compared_item_by_item() -> None:
    first, second = filled(form=BROKEN_DOWN), filled({age("65"): 14}, form=BROKEN_DOWN)
    (change,) = compare_attempts(first, second, BROKEN_DOWN)
    assert (change.what, change.was, change.now) == (
        "Victims supported, by age of victim, 65 or over, Jan 2018", "15", "14",
    )  # fmt: skip


# History.


@pytest.mark.parametrize(
    ("breakdown", "item", "line"),
    [
        ("age", "0-17", ""),
        ("ward", "not known", ""),
        ("sex", "0-17", "'sex' is not a breakdown of the framework."),
        ("", "0-17", "is not a breakdown of the framework."),
        ("age", "66", "'66' is not an item of age of the framework."),
        ("need", "not known", "'not known' is not an item of need of the framework."),
        ("age", "", "is not an item of age of the framework."),
    ],
)
def test_history_is_taken_by_item_where_the_framework_has_it(breakdown: str, item: str, line: str) -> None:
    row = FlatRow("h.csv", 2, {}, "VIC-01", BARNET, "2017-06", 7, None, breakdown, item)
    found = check_flat_table([row], framework(VICTIMS), "h.csv")
    assert len(found.observations) == (0 if line else 1)
    assert (line in str(found.findings[0])) if line else not found.findings

"""Each figure of a return: what it may be, what stands where there is none, and what the partner is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scpxl.checks.return_check import CheckedReturn, check_return
from scpxl.model.framework import Indicator, Unit
from scpxl.model.observations import Marker
from scpxl.model.periods import Period
from scpxl.returns.answers import NumberKind, number_kind_of
from scpxl.returns.cells import CellRef
from scpxl.returns.findings import Stage
from scpxl.returns.form import Part
from scpxl.returns.layout import lay_out_return
from scpxl.returns.raw import CellError, CellValue, Uncalculated
from tests.checks.builders import (
    BURGLARY,
    CHARGED,
    FORM,
    FRAMEWORK,
    SAVED,
    TRUST,
    figures_of,
    filled,
    form_of,
    told,
)

JAN = ("Measures", "BUR-01", "Number", "2018-01")
TRUST_CELL = ("Measures", "CON-01", "Number", "2018-03")
MARKS = "Enter the number: 0 if there were none, [x] if it is not available yet, [z] if it does not apply."


def check(changes: dict[tuple[str, ...], CellValue] | None = None) -> CheckedReturn:
    return check_return(filled(changes), FORM)


def without_ward_sums(changes: dict[tuple[str, ...], CellValue]) -> CheckedReturn:
    """Burglary of another number than its wards' would be asked about; here it is by itself."""
    form = form_of(BURGLARY.model_copy(update={"breakdowns": ()}), CHARGED, TRUST)
    return check_return(filled(changes, form=form), form)


def test_a_return_with_every_figure_in_its_place_leaves_nothing_to_say() -> None:
    found = check()
    assert found.findings == ()
    assert [one.numerator for one in figures_of(found, "BUR-01").values()] == [60] * 15
    assert {(one.numerator, one.denominator) for one in figures_of(found, "DAB-01").values()} == {(60, 100)}


def test_a_quarterly_figure_is_typed_under_the_quarters_last_month_and_is_of_the_quarter() -> None:
    assert list(figures_of(check(), "CON-01")) == ["2016-17 Q4", *(f"2017-18 Q{n}" for n in (1, 2, 3, 4))]


@pytest.mark.parametrize(
    ("typed", "code", "line"),
    [
        ("about 30", "NOT_A_NUMBER", "'about 30' is not a number. Enter the number only, for example 30."),
        ("nan", "NOT_A_NUMBER", "'nan' is not a number. Enter the number only, for example 30."),
        (True, "NOT_A_NUMBER", "'TRUE' is not a number. Enter the number only, for example 30."),
        (float("nan"), "NOT_A_NUMBER", "'nan' is not a number. Enter the number only, for example 42."),
        (float("inf"), "NOT_A_NUMBER", "'inf' is not a number. Enter the number only, for example 42."),
        ("1.234", "AMBIGUOUS_NUMBER", "'1.234' can be read in more than one way. Enter the number only, with digits and at most one decimal point."),
        ("<5", "SMALL_NUMBER_HIDDEN", "'<5' is a range. Enter the number, or [c] if it must be suppressed."),
        ("TBC", "NOT_YET_KNOWN", "'TBC' is not a number. Enter [x] if the figure is not available yet, [z] if it does not apply."),
        ("12%", "PERCENT_IN_COUNT", "'12%' is a percentage where a count is asked for. Enter the count itself."),
        (37.5, "NOT_WHOLE", "37.5 is not a whole number. Burglary is a count: enter a whole number."),
        (-3, "NEGATIVE", "-3 is negative. Enter a number of 0 or more."),
        (3_079_460_000, "TOO_LARGE", "3079460000 is larger than Burglary can be. Check for a number entered twice or a date in the cell."),
        (1e300, "TOO_LARGE", "1e+300 is larger than Burglary can be. Check for a number entered twice or a date in the cell."),
        (CellError("#REF!"), "CELL_ERROR", "The cell contains an Excel error (#REF!). Enter the value."),
        (Uncalculated("=A1+1"), "NOT_CALCULATED", "The cell holds a formula that was saved without its result. Open the file in Excel, save it and send it again, or enter the value."),
        (None, "BLANK", f"Burglary: nothing is filled in for Jan 2018. {MARKS}"),
        ("  ", "BLANK", f"Burglary: nothing is filled in for Jan 2018. {MARKS}"),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_stand_is_told_where_and_what_to_do(
    typed: CellValue, code: str, line: str
) -> None:
    found = check({JAN: typed})
    assert told(found) == [(code, f"Measures!Q5  {line}")]
    assert "2018-01" not in figures_of(found, "BUR-01")


def test_a_number_as_text_stands_and_the_tidying_is_told() -> None:
    found = check({JAN: "\u00a060 "})
    assert told(found) == [("TIDIED", "Measures!Q5  ' 60 ' was read as 60.")]
    assert figures_of(found, "BUR-01")["2018-01"].numerator == 60


TRUSTED = ("Measures", "CON-01", "Number", "2018-03")
TRUSTED_BEFORE = [(*TRUSTED[:3], month) for month in ("2017-03", "2017-06", "2017-09", "2017-12")]


@pytest.mark.parametrize(
    "typed",
    ["77.1 (±1.6)", "77.1% ±1.6", "77.1 +/- 1.6 points", "77.1%(+-1.6%)", "77.1 (75.5–78.7)", "77.1% (95% CI: 75.5 to 78.7)"],
)  # fmt: skip
def test_a_surveys_margin_of_error_is_left_out_and_that_is_told(typed: str) -> None:
    found = check({TRUSTED: typed, **dict.fromkeys(TRUSTED_BEFORE, 77)})
    assert told(found) == [
        ("MARGIN_NOT_KEPT", f"Measures!S8  {typed!r} was read as 77.1; the margin beside it is not kept.")
    ]
    assert figures_of(found, "CON-01")["2017-18 Q4"].numerator == 77.1


@pytest.mark.parametrize("typed", ["77.1 (about)", "77.1 (1.6)", "±1.6", "77.1 to 78.7", "-"])
def test_what_is_no_margin_is_not_taken_for_one(typed: str) -> None:
    assert "CON-01" not in {
        one.indicator for one in check({TRUSTED: typed}).observations if one.period == Period.quarter(2017, 4)
    }


def test_a_count_has_no_margin() -> None:
    assert told(check({JAN: "60 (±2)"}))[0][0] == "NOT_A_NUMBER"


def test_a_mark_stands_for_the_number_and_is_kept() -> None:
    found = check({JAN: "[x]"})
    assert found.findings == ()
    assert figures_of(found, "BUR-01")["2018-01"][5:8] == (None, None, Marker.NOT_AVAILABLE)


def test_the_blanks_of_a_row_are_one_line() -> None:
    found = check(
        {("Measures", "DAB-01", "Out of", month): None for month in ("2018-01", "2018-02", "2018-03")}
    )
    assert told(found) == [
        ("BLANK", f"Measures!Q7–S7  Charged (out of): nothing is filled in for Jan 2018, Feb 2018 and Mar 2018. {MARKS}")
    ]  # fmt: skip


def test_the_same_words_in_many_cells_are_one_line_with_all_its_cells() -> None:
    found = without_ward_sums({JAN: "TBC", ("Measures", "DAB-01", "Number", "2018-01"): "TBC"})
    assert told(found)[0][1].startswith("Measures!Q5–Q6  'TBC' is not a number.")


def test_a_blank_earlier_month_withdraws_nothing() -> None:
    found = check({("Measures", "BUR-01", "Number", "2017-06"): None})
    assert found.findings == ()
    assert "2017-06" not in figures_of(found, "BUR-01")


def test_a_blank_that_is_not_required_is_kept_as_not_filled_in() -> None:
    form = form_of(BURGLARY.model_copy(update={"required": False, "breakdowns": ()}), CHARGED, TRUST)
    found = check_return(filled({JAN: None}, form=form), form)
    assert found.findings == ()
    assert figures_of(found, "BUR-01")["2018-01"].marker is Marker.BLANK


def test_a_sheet_left_wholly_blank_is_one_line() -> None:
    blank: dict[tuple[str, ...], CellValue] = {("Measures", *row.key, month): None for row in FORM.tables[0].rows
             for month in ("2018-01", "2018-02", "2018-03")}  # fmt: skip
    assert told(check(blank)) == [
        ("NOTHING_FILLED", "No figures were found for Q4 2017-18: Jan 2018 – Mar 2018 on Measures. If you pasted a picture or a text box, enter the figures into the cells. If there is nothing to report, say so on Start.")
    ]  # fmt: skip


def test_nothing_to_report_makes_the_blanks_mean_that() -> None:
    blank: dict[tuple[str, ...], CellValue] = {
        ("Measures", *row.key, month): None
        for row in FORM.tables[0].rows
        for month in ("2018-01", "2018-02", "2018-03")
    }
    found = check({**blank, ("Start", "nil_measures"): "yes"})
    assert told(found) == [("TIDIED", "Start!C17  'yes' was read as Yes.")]
    assert figures_of(found, "BUR-01")["2018-01"].marker is Marker.NIL
    assert figures_of(found, "DAB-01")["2018-03"].marker is Marker.NIL
    assert figures_of(found, "CON-01")["2017-18 Q4"].marker is Marker.NIL
    assert figures_of(found, "BUR-01")["2017-12"].numerator == 60


def test_nothing_to_report_beside_figures_is_a_contradiction() -> None:
    assert told(check({("Start", "nil_measures"): "Yes"})) == [
        ("NIL_CONTRADICTED", "Start!C17  Start says there is nothing to report on Measures, but something is filled in there. Choose No on Start, or clear what is filled in.")
    ]  # fmt: skip


@pytest.mark.parametrize("row", ["Number", "Out of"])
def test_provisional_holds_for_the_periods_figures_whichever_of_the_two_rows_it_stands_in(row: str) -> None:
    found = figures_of(check({("Measures", "DAB-01", row, "provisional"): "Yes"}), "DAB-01")
    assert [found[month].marker for month in ("2017-12", "2018-01", "2018-03")] == [
        Marker.NONE, Marker.PROVISIONAL, Marker.PROVISIONAL,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "line"),
    [(101, "101 is not a percentage from 0 to 100. Enter 12 for 12%."), (-1, "-1 is not a percentage from 0 to 100. Enter 12 for 12%.")],
)  # fmt: skip
def test_a_percentage_is_from_0_to_100(typed: float, line: str) -> None:
    assert told(check({TRUST_CELL: typed})) == [("PERCENT_RANGE", f"Measures!S8  {line}")]


def test_a_percentage_that_excel_stored_as_a_fraction_is_asked_about_and_never_multiplied() -> None:
    found = check({TRUST_CELL: 0.65})
    assert told(found) == [
        ("PERCENT_AS_FRACTION", "Measures!S8  0.65 would be less than one per cent. If you mean 65%, enter 65; if it is right, say so in the explanation.")
    ]  # fmt: skip
    assert figures_of(found, "CON-01")["2017-18 Q4"].numerator == 0.65


@pytest.mark.parametrize(
    ("indicator", "part", "kind"),
    [
        (BURGLARY, Part.NUMBER, NumberKind.WHOLE),
        (CHARGED, Part.NUMBER, NumberKind.WHOLE),
        (CHARGED, Part.OUT_OF, NumberKind.WHOLE),
        (TRUST, Part.NUMBER, NumberKind.PERCENTAGE),
        (SAVED, Part.NUMBER, NumberKind.AMOUNT),
        (BURGLARY.model_copy(update={"unit": Unit.RATE}), Part.NUMBER, NumberKind.WHOLE),
        (CHARGED.model_copy(update={"unit": Unit.AVERAGE}), Part.NUMBER, NumberKind.AMOUNT),
        (CHARGED.model_copy(update={"unit": Unit.AVERAGE}), Part.OUT_OF, NumberKind.WHOLE),
    ],
)
def test_things_are_counted_whole_and_money_is_not(
    indicator: Indicator, part: Part, kind: NumberKind
) -> None:
    assert number_kind_of(indicator, part) is kind


@given(st.integers(0, 10_000_000))
def test_every_possible_count_stands_as_typed(count: int) -> None:
    found = without_ward_sums({JAN: count})
    assert {one.stage for one in found.findings} <= {Stage.QUERIES}
    assert figures_of(found, "BUR-01")["2018-01"].numerator == count


JANUARY_CELL = CellRef("Measures", 4, 16)


@given(st.floats(allow_nan=True, allow_infinity=True, width=64))
def test_no_number_whatever_stops_the_check(number: float) -> None:
    found = without_ward_sums({JAN: number, ("Measures", "CON-01", "Number", "2018-03"): number})
    kept = figures_of(found, "BUR-01").get("2018-01")
    refused = [one for one in found.findings if one.severity == "must fix" and JANUARY_CELL in one.cells]
    assert (kept is None) == bool(refused)


def test_a_month_outside_the_indicators_life_is_not_asked_for() -> None:
    ended = BURGLARY.model_copy(
        update={"first": Period.month(2017, 6), "last": Period.month(2018, 2), "breakdowns": ()}
    )
    form = form_of(ended, CHARGED, TRUST)
    found = check_return(filled(form=form), form)
    assert found.findings == ()
    assert list(figures_of(found, "BUR-01")) == [
        *(f"2017-{n:02d}" for n in range(6, 13)),
        "2018-01",
        "2018-02",
    ]


def test_a_partner_with_quarterly_indicators_alone_is_asked_once_a_quarter() -> None:
    form = form_of(TRUST)
    found = check_return(filled(form=form), form)
    assert found.findings == ()
    assert len(figures_of(found, "CON-01")) == 5
    # The second table is the action plan: without wards there is no Wards sheet.
    assert [str(table.sheet) for table in form.tables] == ["Measures", "Actions", "Commentary"]


def test_a_return_for_a_single_month_asks_for_that_month() -> None:
    form = lay_out_return(FRAMEWORK, "met", Period.month(2018, 2))
    found = check_return(filled(form=form), form)
    assert found.findings == ()
    assert list(figures_of(found, "BUR-01"))[-1] == "2018-02"
    # The quarter does not end in February, so nothing of it is due.
    assert list(figures_of(found, "CON-01"))[-1] == "2017-18 Q3"

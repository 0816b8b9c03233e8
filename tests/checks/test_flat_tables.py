"""Rows of a tidy file (history, benchmarks) are held to what a return is held to."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scpxl.checks.flat_tables.check import CheckedFlatTable, Recorded, check_flat_table
from scpxl.model.agreements import Tolerance
from scpxl.model.framework import Area, Indicator
from scpxl.model.observations import Marker, Observation, Source
from scpxl.model.periods import Period
from scpxl.returns.raw import CellError, CellValue, FlatRow, Percent
from tests.checks.builders import BARNET, BURGLARY, CHARGED, SAVED, TRUST, framework, told

PEOPLE = Indicator.model_validate(
    {"code": "POP", "title": "People", "objective": "", "kind": "context", "unit": "stock",
     "frequency": "annual", "aggregation": "latest", "polarity": "neither"}
)  # fmt: skip
FRAMEWORK = framework(BURGLARY, CHARGED, TRUST, SAVED, PEOPLE)
COLUMNS = {name: place for place, name in enumerate(FlatRow._fields[3:])}


def row(indicator: str = "BUR-01", period: CellValue = "2018-03", numerator: CellValue = "12", *, number: int = 2,
        area: str = BARNET, **more: CellValue) -> FlatRow:  # fmt: skip
    """A row of the file history.csv; by default twelve burglaries in March 2018."""
    return FlatRow("history.csv", number, COLUMNS, indicator, area, period, numerator, **more)


def check(*rows: FlatRow) -> CheckedFlatTable:
    return check_flat_table(rows, FRAMEWORK, "history.csv", "met")


def test_a_row_becomes_an_observation_with_the_cell_it_stood_in() -> None:
    (seen,) = check(row()).observations
    assert seen[:8] == ("BUR-01", BARNET, "", "", Period.month(2018, 3), 12.0, None, Marker.NONE)
    assert seen.source == ("met", "", "history.csv", "history.csv", "D2")


def test_a_surveys_margin_is_left_out_of_an_import_too_and_that_is_told() -> None:
    found = check(row("CON-01", "2017-18 Q4", "77.1 (±1.6)"))
    assert [seen.numerator for seen in found.observations] == [77.1]
    assert [(one.code, one.severity.value) for one in found.findings] == [("MARGIN_NOT_KEPT", "note")]


@pytest.mark.parametrize(
    ("given", "period"),
    [
        (row(period="2010-11"), Period.month(2010, 11)),
        (row(period="Mar 2018"), Period.month(2018, 3)),
        (row(period=date(2018, 3, 1)), Period.month(2018, 3)),
        (row(period=datetime(2018, 3, 1)), Period.month(2018, 3)),  # noqa: DTZ001  (a cell has no time zone)
        (row("CON-01", "2017-18-Q4"), Period.quarter(2017, 4)),
        (row("POP", "2017-06", "391000"), Period.month(2017, 6)),
        (row("POP", date(2017, 6, 1), 391000), Period.month(2017, 6)),
    ],
)
def test_periods_are_read_as_the_indicator_reports_them(given: FlatRow, period: Period) -> None:
    assert [seen.period for seen in check(given).observations] == [period]


@pytest.mark.parametrize(
    ("given", "code", "line"),
    [
        (row("BUR-9"), "TIDY_UNKNOWN", "history.csv!A2  'BUR-9' is not an indicator of the framework. Did you mean BUR-01? Use the codes of the framework, or add it there."),
        (row("Burglery"), "TIDY_UNKNOWN", "history.csv!A2  'Burglery' is not an indicator of the framework. Did you mean BUR-01 (Burglary)? Use the codes of the framework, or add it there."),
        (row(area="Barnett"), "TIDY_UNKNOWN", "history.csv!B2  'Barnett' is not an area of the framework. Did you mean E09000003 (Barnet)? Use the codes of the framework, or add it there."),
        (row(area="Leeds"), "TIDY_UNKNOWN", "history.csv!B2  'Leeds' is not an area of the framework. Use the codes of the framework, or add it there."),
        (row(period="2017-18 Q4"), "TIDY_PERIOD", "history.csv!C2  '2017-18 Q4' is not a period for a monthly figure. Write a month as 2018-03, a quarter as 2017-18-Q4, a year as FY2017-18."),
        (row("CON-01", date(2018, 3, 1)), "TIDY_PERIOD", "history.csv!C2  '01/03/2018' is not a period for a quarterly figure. Write a month as 2018-03, a quarter as 2017-18-Q4, a year as FY2017-18."),
        (row(period=None), "TIDY_PERIOD", "history.csv!C2  '' is not a period for a monthly figure. Write a month as 2018-03, a quarter as 2017-18-Q4, a year as FY2017-18."),
        (row(numerator=None), "TIDY_NO_NUMBER", "history.csv!D2  The number and the marker do not fit together. Give a number, or the marker x, z or c in its place; p and u are beside a number."),
        (row(marker="x"), "TIDY_NO_NUMBER", "history.csv!D2  The number and the marker do not fit together. Give a number, or the marker x, z or c in its place; p and u are beside a number."),
        (row(marker="late"), "NOT_IN_LIST", "history.csv!H2  'late' is not in the list. Choose from the list: x, z, c, p, u or nothing."),
        (row("DAB-01"), "TIDY_HALF", "history.csv!E2  Only one of numerator and denominator is given. Give both, or the marker x in their place."),
        (row("DAB-01", denominator="11"), "PART_OVER_WHOLE", "history.csv!D2  12 is more than its total, 11. Correct one of the two cells."),
        (row("DAB-01", denominator="0"), "OUT_OF_NOUGHT", "history.csv!D2  A total of 0 cannot include 12. Correct one of the two cells."),
        (row(numerator="<5"), "SMALL_NUMBER_HIDDEN", "history.csv!D2  '<5' is a range. Enter the number, or [c] if it must be suppressed."),
        (row(numerator="-3"), "NEGATIVE", "history.csv!D2  -3 is negative. Enter a number of 0 or more."),
        (row(numerator=3.5), "NOT_WHOLE", "history.csv!D2  3.5 is not a whole number. Burglary is a count: enter a whole number."),
        (row(numerator=float("nan")), "NOT_A_NUMBER", "history.csv!D2  'nan' is not a number. Enter the number only, for example 30."),
        (row(numerator=float("inf")), "TOO_LARGE", "history.csv!D2  inf is larger than Burglary can be. Check for a number entered twice or a date in the cell."),
        (row(numerator=CellError("#N/A")), "CELL_ERROR", "history.csv!D2  The cell contains an Excel error (#N/A). Enter the value."),
        (row("CON-01", "2017-18-Q4", "120"), "PERCENT_RANGE", "history.csv!D2  120 is not a percentage from 0 to 100. Enter 12 for 12%."),
    ],
)  # fmt: skip
def test_a_row_that_cannot_stand_is_told_where_and_left_out(given: FlatRow, code: str, line: str) -> None:
    found = check(given)
    assert told(found.findings) == [(code, line)]
    assert found.observations == ()
    assert found.verdict == "Returned"


@pytest.mark.parametrize(
    ("typed", "marker"),
    [
        ("x", Marker.NOT_AVAILABLE),
        ("[C]", Marker.SUPPRESSED),
        ("nil", Marker.NIL),
    ],
)
def test_a_marker_stands_for_a_number_that_is_not_there(typed: str, marker: Marker) -> None:
    assert [seen.marker for seen in check(row(numerator=None, marker=typed)).observations] == [marker]


def test_a_mark_typed_in_the_numbers_place_stands_as_in_a_return() -> None:
    (seen,) = check(row(numerator="[z]")).observations
    assert (seen.numerator, seen.marker) == (None, Marker.NOT_APPLICABLE)
    (pair,) = check(row("DAB-01", numerator="[x]", denominator="[x]")).observations
    assert (pair.numerator, pair.denominator, pair.marker) == (None, None, Marker.NOT_AVAILABLE)


@pytest.mark.parametrize("marker", ["p", "[u]"])
def test_provisional_and_unreliable_stand_beside_a_number(marker: str) -> None:
    (seen,) = check(row(marker=marker)).observations
    assert (seen.numerator, seen.marker.value) == (12, marker.strip("[]"))


def test_the_same_figure_twice_is_taken_once_and_the_second_named() -> None:
    found = check(row(), row(number=3, period="2018-04"), row(number=4))
    assert told(found.findings) == [
        ("TIDY_REPEATED", "history.csv!A4  The same figure is given twice, first in row 2. Keep one of them.")
    ]
    assert len(found.observations) == 2
    assert (found.aside, found.refused) == (1, False)


def test_two_numbers_for_the_same_figure_are_both_set_aside() -> None:
    found = check(
        row(), row(number=3, period="2018-04"), row(number=4, numerator="15"), row(number=5, period="2018-05")
    )
    assert told(found.findings) == [
        ("TIDY_CONTRADICTED", "history.csv!D2, D4  Rows 2, 4 give different numbers for the same figure: 12, 15. Keep the one that is right.")
    ]  # fmt: skip
    assert [str(seen.period) for seen in found.observations] == ["2018-04", "2018-05"]
    assert found.aside == 2


def test_a_row_that_cannot_stand_keeps_none_of_the_others_out() -> None:
    good = [row(number=n, period=f"2017-{n:02}") for n in range(1, 10)]
    found = check(*good, row("DAB-01", numerator="6", denominator="4", number=10))
    assert len(found.observations) == 9
    assert [(one.code, one.where) for one in found.findings] == [("PART_OVER_WHOLE", "history.csv!D10")]
    assert (found.aside, found.verdict) == (1, "Accepted with queries")


def test_a_file_most_of_whose_rows_cannot_stand_is_refused_whole() -> None:
    found = check(row(), *(row(f"X-{n}", number=n) for n in range(3, 6)))
    assert found.observations == ()
    assert (found.aside, found.verdict) == (3, "Returned")
    assert ("TIDY_MOSTLY_WRONG", "3 of the 4 rows of history.csv cannot be used. It is probably another file, or a column is under the wrong heading; correct it and import it again.") in told(found.findings)  # fmt: skip


@pytest.mark.parametrize("named", ["bur-01", "ＢＵＲ-01", "Bur-01\u00a0"])
def test_a_code_is_read_however_it_is_typed_and_that_is_said(named: str) -> None:
    found = check(row(named))
    assert [seen.indicator for seen in found.observations] == ["BUR-01"]
    assert [one.code for one in found.findings] == ["TIDY_SPELT"]


@pytest.mark.parametrize(
    ("said", "period", "code"),
    [
        ("e09000003", "2018-03", BARNET),
        ("BARNET", "2018-03", BARNET),
        ("London Borough of Barnet", "2018-03", BARNET),
        ("Ward 1", "2018-03", "E05000044"),
        # A ward that kept its name and got another code.
        ("Hale", "2018-03", "E05000054"),
        ("Hale", "2023-03", "E05013640"),
    ],
)
def test_an_area_may_be_named_as_the_framework_or_a_published_file_spells_it(
    said: str, period: str, code: str
) -> None:
    places = tuple(
        area.model_copy(update={"other_names": ("London Borough of Barnet",)})
        if area.code == BARNET
        else area
        for area in FRAMEWORK.areas
    )
    old = Area(code="E05000054", name="Hale", kind="ward", parent=BARNET, last=Period.month(2022, 4))
    new = old.model_copy(update={"code": "E05013640", "first": Period.month(2022, 5), "last": None})
    agreed = FRAMEWORK.model_copy(update={"areas": (*places, old, new)})
    found = check_flat_table([row(area=said, period=period)], agreed, "h.csv")
    assert [seen.area for seen in found.observations] == [code]


def test_a_name_that_several_areas_bear_is_asked_about() -> None:
    twins = tuple(Area(code=code, name="Hale", kind="borough") for code in ("E07000001", "E07000002"))
    agreed = FRAMEWORK.model_copy(update={"areas": (*FRAMEWORK.areas, *twins)})
    (found,) = check_flat_table([row(area="Hale")], agreed, "h.csv").findings
    assert "It names E07000001 and E07000002: write the code." in found.advice


MAY_2018 = Period.month(2018, 5).first


@pytest.mark.parametrize(
    ("given", "is_far"),
    [
        (row(period="2018-05"), False),
        (row(period="2018-06"), True),
        (row(period="2999-03"), True),
        (row(period="1918-03"), True),
        (row(period="0201-03"), True),
        (row(period="1970-03"), False),
        (row("CON-01", "2018-19-Q1", "60"), False),
        (row("CON-01", "2018-19-Q2", "60"), True),
        (row("POP", "2030-06", "400000"), False),
        (row("POP", "2999-06", "400000"), True),
    ],
)
def test_a_period_that_has_not_begun_or_is_long_past_is_a_slip(given: FlatRow, is_far: bool) -> None:  # noqa: FBT001
    found = check_flat_table([given], FRAMEWORK, "h.csv", latest=MAY_2018)
    assert [one.code for one in found.findings] == ["TIDY_PERIOD_FAR"] * is_far
    assert len(found.observations) == (not is_far)


def given_by_a_return(number: float | None = 231, marker: Marker = Marker.NONE) -> Recorded:
    source = Source("lfb", "R-3JKF77", "lfb.xlsx", "Measures", "S6")
    seen = Observation("BUR-01", BARNET, "", "", Period.month(2018, 3), number, None, marker, source)
    return Recorded((seen,))


def test_a_figure_that_a_partner_returned_otherwise_is_set_aside_with_both_numbers() -> None:
    found = check_flat_table([row(numerator="1,231")], FRAMEWORK, "h.csv", recorded=given_by_a_return())
    assert found.observations == ()
    assert told(found.findings) == [
        ("TIDY_OVER_RETURN", "history.csv!D2  BUR-01 Burglary, Barnet, Mar 2018: the file says 1,231; Fire Brigade returned 231 (R-3JKF77 Measures!S6). If the file is right, import it with --restate, or have the partner correct its figure.")
    ]  # fmt: skip
    agreed = check_flat_table(
        [row(numerator="1231")], FRAMEWORK, "h.csv", recorded=given_by_a_return(), restate=True
    )
    assert [seen.numerator for seen in agreed.observations] == [1231]
    assert "TIDY_RESTATES_RETURN" in {one.code for one in agreed.findings}


def test_the_same_figure_as_the_partners_and_one_the_partner_had_not_to_give_are_taken() -> None:
    for recorded in (given_by_a_return(12), given_by_a_return(None, Marker.NOT_AVAILABLE)):
        found = check_flat_table([row()], FRAMEWORK, "h.csv", recorded=recorded)
        assert len(found.observations) == 1
        assert found.aside == 0
    hidden = check_flat_table(
        [row()], FRAMEWORK, "h.csv", recorded=given_by_a_return(None, Marker.SUPPRESSED)
    )
    assert [one.code for one in hidden.findings] == ["TIDY_OVER_RETURN"]


def months(values: list[str], code: str = "BUR-01") -> list[FlatRow]:
    """Rows of the first months of 2017."""
    return [row(code, f"2017-{n:02}", value, number=n + 1) for n, value in enumerate(values, 1)]


def test_figures_far_from_their_series_others_are_named_and_taken() -> None:
    found = check(*months(["310", "330", "350", "320", "340", "360", "3400", "900"]))
    assert len(found.observations) == 8
    assert told(found.findings) == [
        ("OTHER_SCALE", "history.csv!D8  Burglary, Barnet: 3,400 for Jul 2017 is on a different scale from the last 6 months (310–360). Compare it with where it comes from.")
    ]  # fmt: skip
    assert found.verdict == "Accepted"


def test_what_the_record_holds_of_the_series_counts_and_what_it_holds_already_is_not_remarked() -> None:
    earlier = Recorded(
        tuple(
            Observation("BUR-01", BARNET, "", "", Period.month(2017, n), 310.0 + n, None, Marker.NONE)
            for n in range(1, 9)
        )
    )
    (remark,) = check_flat_table(
        [row(period="2017-09", numerator="31")], FRAMEWORK, "h.csv", recorded=earlier
    ).findings
    assert remark.code == "OTHER_SCALE"
    odd = earlier.observations[-1]._replace(numerator=3100.0)
    again = Recorded((*earlier.observations[:-1], odd))
    assert (
        check_flat_table(
            [row(period="2017-08", numerator="3100")], FRAMEWORK, "h.csv", recorded=again
        ).findings
        == ()
    )


def test_a_survey_given_as_a_fraction_is_remarked() -> None:
    quarters = [
        row("CON-01", f"2017-18-Q{n}", value, number=n + 1) for n, value in enumerate(("0.69", "0.7"), 1)
    ]
    found = check(*quarters)
    assert [(one.code, one.where) for one in found.findings] == [("PERCENT_AS_FRACTION", "history.csv!D2")]
    mixed = check(
        *[row("CON-01", f"2017-18-Q{n}", v, number=n + 1) for n, v in enumerate(("69", "70", "0.7"), 1)]
    )
    assert [(one.code, one.where) for one in mixed.findings] == [("OTHER_SCALE", "history.csv!D4")]
    shown = check(row("CON-01", "2017-18-Q1", Percent(0.69)))
    assert ([seen.numerator for seen in shown.observations], [one.code for one in shown.findings]) == (
        [69],
        ["TIDY_TIDIED"],
    )


def test_what_was_read_another_way_or_not_at_all_is_said_in_a_line_each() -> None:
    found = check(
        row(numerator="1,234"), row(period="2018-04", numerator=" 1234 ", number=3),
        row(period="2018-05", numerator="1300", denominator="9", number=4),
    )  # fmt: skip
    assert told(found.findings) == [
        ("TIDY_TIDIED", "history.csv!D2–D3  2 numbers were written in another way and read, such as '1,234' as 1234."),
        ("TIDY_UNUSED", "history.csv!E4  1 denominator was not read. The framework has the denominator of these figures elsewhere, or none."),
    ]  # fmt: skip


def test_figures_outside_the_years_of_their_indicator_are_taken_and_that_is_said() -> None:
    late = BURGLARY.model_copy(update={"first": Period.month(2018, 4)})
    found = check_flat_table([row(), row(period="2018-04", number=3)], framework(late), "h.csv")
    assert len(found.observations) == 2
    assert [(one.code, one.where) for one in found.findings] == [("TIDY_UNCOVERED", "history.csv!C2")]


def test_a_tolerance_of_the_framework_lets_published_figures_in() -> None:
    let_by = Tolerance(
        rule="PART_OVER_WHOLE", indicator="DAB-01", number=2, reason="Outcomes of earlier offences."
    )
    agreed = FRAMEWORK.model_copy(update={"tolerances": (let_by,)})
    found = check_flat_table([row("DAB-01", numerator="6", denominator="4")], agreed, "h.csv")
    assert [(seen.numerator, seen.denominator) for seen in found.observations] == [(6, 4)]
    (note,) = found.findings
    assert (note.severity, note.advice) == (
        "note",
        "Within the tolerance agreed (2): Outcomes of earlier offences.",
    )


CELLS = st.one_of(
    st.sampled_from(
        ["BUR-01", "bur-01", "DAB-01", "CON-01", "POP", "XXX", "", "E09000003", "Barnet", "2018-03", "2017-18-Q4",
         "12", "0.5", "-1", "1,234", "[x]", "x", "69%", "2999-01", "FY2017-18", None, 12, 0.7, Percent(0.7), True]
    ),
    st.text(max_size=6),
    st.floats(allow_nan=True),
)  # fmt: skip


@given(st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS, CELLS, CELLS), min_size=1, max_size=8))
def test_any_row_is_taken_or_set_aside_with_a_reason(cells: list[tuple[Any, ...]]) -> None:
    usual = [row(number=n, period=f"2016-{n:02}") for n in range(1, 10)]
    odd = [
        FlatRow("history.csv", n, COLUMNS, code, area, period, number, whole, None, None, marker)
        for n, (code, area, period, number, whole, marker) in enumerate(cells, 20)
    ]
    found = check_flat_table([*usual, *odd], FRAMEWORK, "history.csv", latest=MAY_2018)
    aside = {cell.row + 1 for one in found.findings if one.severity == "must fix" for cell in one.cells}
    taken = {int(seen.source.cell.lstrip("ABCDEFGH")) for seen in found.observations}
    assert taken | aside == {one.number for one in [*usual, *odd]} or found.refused
    assert not taken & aside
    assert found.aside == len(aside)


def test_a_file_of_headings_alone_is_told() -> None:
    assert told(check().findings) == [
        ("TIDY_EMPTY", "history.csv has headings but no rows. Check that you chose the right file.")
    ]

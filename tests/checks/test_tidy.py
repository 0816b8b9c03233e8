"""Rows of a tidy file (history, benchmarks) are held to what a return is held to."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from scpxl.checks.tidy import CheckedTidy, check_tidy
from scpxl.model.framework import Indicator
from scpxl.model.observations import Marker
from scpxl.model.periods import Period
from scpxl.returns.raw import CellError, CellValue
from scpxl.returns.tidy import TidyRow
from tests.checks.builders import BARNET, BURGLARY, CHARGED, SAVED, TRUST, framework, told

PEOPLE = Indicator.model_validate(
    {"code": "POP", "title": "People", "objective": "", "kind": "context", "unit": "stock",
     "frequency": "annual", "adds_up": "latest", "polarity": "neither"}
)  # fmt: skip
FRAMEWORK = framework(BURGLARY, CHARGED, TRUST, SAVED, PEOPLE)
COLUMNS = {name: place for place, name in enumerate(TidyRow._fields[3:])}


def row(indicator: str = "BUR-01", period: CellValue = "2018-03", numerator: CellValue = "12", *, number: int = 2,
        area: str = BARNET, **more: CellValue) -> TidyRow:  # fmt: skip
    """A row of the file history.csv; by default twelve burglaries in March 2018."""
    return TidyRow("history.csv", number, COLUMNS, indicator, area, period, numerator, **more)


def check(*rows: TidyRow) -> CheckedTidy:
    return check_tidy(rows, FRAMEWORK, "history.csv", "met")


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
def test_periods_are_read_as_the_indicator_reports_them(given: TidyRow, period: Period) -> None:
    assert [seen.period for seen in check(given).observations] == [period]


@pytest.mark.parametrize(
    ("given", "code", "line"),
    [
        (row("BUR-9"), "TIDY_UNKNOWN", "history.csv!A2  'BUR-9' is not an indicator of the framework. Use the codes of the framework, or add it there."),
        (row(area="Barnet"), "TIDY_UNKNOWN", "history.csv!B2  'Barnet' is not an area of the framework. Use the codes of the framework, or add it there."),
        (row(period="2017-18 Q4"), "TIDY_PERIOD", "history.csv!C2  '2017-18 Q4' is not a period for a monthly figure. Write a month as 2018-03, a quarter as 2017-18-Q4, a year as FY2017-18."),
        (row("CON-01", date(2018, 3, 1)), "TIDY_PERIOD", "history.csv!C2  '01/03/2018' is not a period for a quarterly figure. Write a month as 2018-03, a quarter as 2017-18-Q4, a year as FY2017-18."),
        (row(period=None), "TIDY_PERIOD", "history.csv!C2  '' is not a period for a monthly figure. Write a month as 2018-03, a quarter as 2017-18-Q4, a year as FY2017-18."),
        (row(numerator=None), "TIDY_NO_NUMBER", "history.csv!D2  The number and the marker do not fit together. Give a number, or the marker x, z or c in its place; p and u stand beside a number."),
        (row(marker="x"), "TIDY_NO_NUMBER", "history.csv!D2  The number and the marker do not fit together. Give a number, or the marker x, z or c in its place; p and u stand beside a number."),
        (row(marker="late"), "NOT_IN_LIST", "history.csv!H2  'late' is not one of the choices. Choose from the list: x, z, c, p, u or nothing."),
        (row("DAB-01"), "TIDY_HALF", "history.csv!E2  Only one of numerator and denominator is given. Give both, or the marker x in their place."),
        (row("DAB-01", denominator="11"), "PART_OVER_WHOLE", "history.csv!D2  12 is more than the 11 it is out of. Correct one of the two cells."),
        (row("DAB-01", denominator="0"), "OUT_OF_NOUGHT", "history.csv!D2  12 out of 0 cannot be. Correct one of the two cells."),
        (row(numerator="<5"), "SMALL_NUMBER_HIDDEN", "history.csv!D2  '<5' hides the number. Type the number; if you may not give it, type [c]."),
        (row(numerator="-3"), "NEGATIVE", "history.csv!D2  -3 is below nought. Type a number of 0 or more."),
        (row(numerator=3.5), "NOT_WHOLE", "history.csv!D2  3.5 is not a whole number. Burglary counts things; type a whole number."),
        (row(numerator=float("nan")), "NOT_A_NUMBER", "history.csv!D2  'nan' is not a number. Type the number only, for example 30."),
        (row(numerator=float("inf")), "TOO_LARGE", "history.csv!D2  inf is larger than Burglary can be. Check for a number typed twice or a date in the cell."),
        (row(numerator=CellError("#N/A")), "CELL_ERROR", "history.csv!D2  The cell shows #N/A: its formula does not work. Type what should stand there."),
        (row("CON-01", "2017-18-Q4", "120"), "PERCENT_RANGE", "history.csv!D2  120 is not a percentage from 0 to 100. Type 12 for 12%."),
    ],
)  # fmt: skip
def test_a_row_that_cannot_stand_is_told_where_and_left_out(given: TidyRow, code: str, line: str) -> None:
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


def test_the_same_figure_twice_names_the_row_it_was_first_in() -> None:
    found = check(row(), row(number=3, period="2018-04"), row(number=4))
    assert told(found.findings) == [
        ("TIDY_REPEATED", "history.csv!A4  The same figure is given twice, first in row 2. Keep one of them.")
    ]
    assert len(found.observations) == 2


def test_a_file_of_headings_alone_is_told() -> None:
    assert told(check().findings) == [
        ("TIDY_EMPTY", "history.csv has headings but no rows. Check that you chose the right file.")
    ]

from __future__ import annotations

import time

import numpy as np
import pytest

from scpxl.errors import NotFoundError
from scpxl.figures.series import MARKERS, NO_OBSERVATION, to_series
from scpxl.model.observations import Marker, Observation, SeriesKey
from scpxl.model.periods import Period, to_month

BARNET, CAMDEN = "E09000003", "E09000007"
BURGLARY = SeriesKey("BUR", BARNET)


def observed(
    month: int, number: float | None, marker: Marker = Marker.NONE, area: str = BARNET
) -> Observation:
    return Observation("BUR", area, "", "", Period.month(2018, month), number, None, marker)


def test_months_nobody_reported_have_a_column_of_their_own() -> None:
    matrix = to_series([observed(1, 10), observed(4, 40)], 1)

    assert matrix.months.tolist() == [to_month(2018, month) for month in (1, 2, 3, 4)]
    np.testing.assert_array_equal(matrix.numerator, [[10, np.nan, np.nan, 40]])
    assert matrix.marker_at(0, 1) is None


def test_every_kind_of_missing_stays_what_it_was_and_none_is_zero() -> None:
    kinds = [marker for marker in MARKERS if marker.is_missing]
    said = [observed(month, None, marker) for month, marker in enumerate(kinds, start=1)]
    matrix = to_series(
        [*said, observed(len(kinds) + 1, 0), observed(len(kinds) + 3, 5, Marker.PROVISIONAL)], 1
    )

    assert [matrix.marker_at(0, column) for column in range(len(kinds))] == kinds
    assert np.isnan(matrix.numerator[0, : len(kinds)]).all()
    assert matrix.numerator[0, len(kinds)] == 0
    assert matrix.marker[0, len(kinds) + 1] == NO_OBSERVATION
    assert MARKERS[matrix.marker[0, -1]] is Marker.PROVISIONAL
    assert matrix.numerator[0, -1] == 5


def test_a_denominator_stands_beside_its_numerator() -> None:
    survey = observed(1, 45)._replace(denominator=60.0)
    matrix = to_series([survey, observed(2, 50)], 1)

    np.testing.assert_array_equal(matrix.denominator, [[60, np.nan]])


def test_quarters_and_years_are_lined_up_by_themselves() -> None:
    quarters = [observed(1, 1)._replace(period=Period.quarter(2017, n), numerator=float(n)) for n in (2, 4)]
    matrix = to_series([*quarters, observed(1, 99)], 3)

    assert matrix.months.tolist() == [to_month(2017, 9), to_month(2017, 12), to_month(2018, 3)]
    np.testing.assert_array_equal(matrix.numerator, [[2, np.nan, 4]])
    assert matrix.column(to_month(2018, 3)) == 2
    with pytest.raises(NotFoundError, match="Feb 2018"):
        matrix.column(to_month(2018, 2))


def test_a_quarter_that_begins_between_quarters_is_refused() -> None:
    astray = observed(1, 1)._replace(period=Period(to_month(2018, 2), 3))

    with pytest.raises(ValueError, match="starts between two of the columns"):
        to_series([observed(1, 1)._replace(period=Period.quarter(2017, 4)), astray], 3)


def test_the_span_asked_for_is_the_span_given() -> None:
    matrix = to_series(
        [observed(month, month) for month in (1, 2, 3)], 1, first=to_month(2018, 2), last=to_month(2018, 5)
    )

    np.testing.assert_array_equal(matrix.numerator, [[2, 3, np.nan, np.nan]])


@pytest.mark.parametrize(
    ("first", "last", "columns"), [(None, None, 0), (None, 24216, 0), (24205, 24216, 12)]
)
def test_a_partnership_with_no_figures_yet_gets_an_empty_matrix(
    first: int | None, last: int | None, columns: int
) -> None:
    matrix = to_series([], 1, first, last)

    assert matrix.numerator.shape == (0, columns)
    assert matrix.select([BURGLARY]).numerator.shape == (1, columns)


def test_the_later_of_two_observations_of_one_cell_stands() -> None:
    matrix = to_series([observed(1, 10), observed(2, 5), observed(1, 12), observed(3, 1), observed(1, 11)], 1)

    np.testing.assert_array_equal(matrix.numerator, [[11, 5, 1]])


def test_a_series_is_found_by_its_key_and_an_unknown_one_is_named() -> None:
    matrix = to_series([observed(1, 10), observed(1, 20, area=CAMDEN)], 1)

    assert matrix.row(SeriesKey("BUR", CAMDEN)) == 1
    assert BURGLARY in matrix.rows
    with pytest.raises(NotFoundError, match="BUR nowhere"):
        matrix.row(SeriesKey("BUR", "nowhere"))


def test_selecting_a_series_nobody_reported_gives_a_row_of_gaps() -> None:
    matrix = to_series([observed(1, 10), observed(1, 20, area=CAMDEN)], 1)
    chosen = matrix.select([SeriesKey("BUR", CAMDEN), SeriesKey("BUR", "E09000033"), BURGLARY])

    np.testing.assert_array_equal(chosen.numerator[:, 0], [20, np.nan, 10])
    assert [chosen.marker_at(row, 0) for row in range(3)] == [Marker.NONE, None, Marker.NONE]


def test_what_came_later_can_be_cut_off() -> None:
    matrix = to_series([observed(month, month) for month in (1, 2, 3)], 1)

    np.testing.assert_array_equal(matrix.through(to_month(2018, 2)).numerator, [[1, 2]])
    assert matrix.through(to_month(2018, 2)).column(to_month(2018, 2)) == 1
    assert matrix.through(to_month(2017, 12)).numerator.shape == (1, 0)
    assert matrix.through(to_month(2030, 1)).numerator.shape == (1, 3)


def test_two_hundred_thousand_observations_take_no_longer_than_a_few_passes_over_them() -> None:
    months = [Period(24000 + place, 1) for place in range(120)]
    one = observed(1, 1.0)
    many = [
        Observation(f"I{series}", *one[1:4], month, float(series))
        for series in range(1700)
        for month in months
    ]

    began = time.process_time()
    keys = [one.series for one in many]
    yardstick = time.process_time() - began
    began = time.process_time()
    matrix = to_series(many, 1)
    taken = time.process_time() - began

    assert matrix.numerator.shape == (1700, 120) == (len(set(keys)), 120)
    assert taken < 10 * yardstick

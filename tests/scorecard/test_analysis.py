"""The year's figure, the year so far, ratios, rates and control limits: exact, and refused where a month is missing."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scpxl.figures.figures import work_out
from scpxl.model.periods import Period, month_code
from scpxl.statistics.windows import year_to_date
from tests.scorecard.builders import (
    PEOPLE,
    PERCENTAGE,
    Q4,
    SURVEY,
    Value,
    broken,
    card,
    card_of,
    framework,
    indicator,
    population,
    series,
)

COUNTS = st.lists(st.integers(0, 10**6).map(float) | st.none(), min_size=24, max_size=24)
PER_HEAD: dict[str, Any] = {"denominator": "POP"}


def total(values: list[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return sum(known) if len(known) == len(values) else None


@given(COUNTS)
def test_a_year_is_the_plain_sum_of_its_twelve_months_or_no_number(values: list[float | None]) -> None:
    shown = card([*values])
    year, before = total(values[12:]), total(values[:12])
    assert shown.headline.value == year
    assert shown.before.value == before
    assert shown.quarter.value == total(values[21:])
    assert shown.quarter_year_ago.value == total(values[9:12])
    assert shown.latest.value == values[-1]
    assert shown.change.value == (None if year is None or before is None else year - before)


@given(COUNTS, st.integers(1, 12))
def test_the_year_to_date_adds_up_from_april(values: list[float | None], months: int) -> None:
    period = Period(Q4.last - 12 + months, 1)
    shown = card([*values], period)
    assert shown.year_to_date.value == total(values[12 : 12 + months])


def test_no_column_starting_a_year_is_no_year_to_date() -> None:
    import numpy as np

    months = np.arange(Period.parse("May 2017").first, Period.parse("Aug 2017").last + 1)
    assert np.isnan(year_to_date(np.ones((1, len(months))), months)).all()


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 500)), min_size=12, max_size=12))
def test_the_ratio_of_a_year_is_the_ratio_of_its_sums(pairs: list[tuple[int, int]]) -> None:
    months: list[Value] = [(float(a), float(a + b)) for a, b in pairs]
    shown = card_of(framework(indicator(**PERCENTAGE)), series(months))
    expected = 100 * sum(a for a, _b in pairs) / sum(a + b for a, b in pairs)
    assert shown.headline.value == pytest.approx(expected)
    assert shown.year_to_date.value == pytest.approx(expected)


def test_an_average_is_total_over_total_without_a_percentage() -> None:
    minutes = {"unit": "average", "denominator": "reported", "aggregation": "ratio of sums"}
    shown = card_of(framework(indicator(**minutes)), series([(90.0, 10.0)] * 23 + [(10.0, 10.0)]))
    assert shown.headline.value == pytest.approx(1000 / 120)
    assert shown.change_percent.value == pytest.approx(-7.407407)


def test_quarterly_counts_make_a_year_of_four() -> None:
    agreed = framework(indicator(frequency="quarterly"))
    shown = card_of(agreed, series([25.0] * 4 + [30.0, 31.0, 32.0, 33.0], step=3))
    assert (shown.headline.text, shown.before.text, shown.change_percent.text) == ("126", "100", "+26.0%")
    assert (shown.latest.text, shown.latest_label, shown.quarter.text) == ("33", "2017-18 Q4", "33")
    assert (shown.headline_name, shown.year_to_date.text) == ("Year to Mar 2018", "126")
    assert shown.year_on_year is not None
    assert shown.year_on_year.labels == ("Apr–Jun", "Jul–Sep", "Oct–Dec", "Jan–Mar")


def test_annual_figures_stand_by_themselves() -> None:
    agreed = framework(indicator(frequency="annual"))
    shown = card_of(agreed, series([100.0, 120.0], step=12))
    assert (shown.headline_name, shown.headline.text, shown.before.text) == ("2017-18", "120", "100")
    assert shown.year_on_year is None
    assert (shown.quarter.value, shown.quarter.text) == (None, "–")


def test_a_month_in_the_midst_of_a_quarter_shows_the_last_quarter_that_ended() -> None:
    agreed = framework(indicator("CON", **SURVEY))
    shown = card_of(
        agreed, series([60.0, 64.0], "CON", step=3, until="2017-12"), Period.month(2018, 2), "CON"
    )
    assert (shown.latest_label, shown.headline.text) == ("2017-18 Q3", "64.0%")


def test_a_partner_with_quarterly_figures_alone_has_a_scorecard() -> None:
    agreed = framework(indicator("CON", **SURVEY))
    figures = work_out(agreed, series([60.0] * 8, "CON", step=3), Q4)
    assert list(figures.tracks) == [3]


def test_small_numbers_are_given_as_numbers_not_per_cent() -> None:
    shown = card([1.0] * 12 + [2.0] * 12)
    assert (shown.change.text, shown.change_percent.text) == ("+12", "small numbers")
    assert shown.direction.words == "up 12 on the year before: no clear change"
    from_nought = card([0.0] * 12 + [2.0] * 12)
    assert from_nought.change_percent.text == "small numbers"


def test_an_average_below_twenty_is_not_small_numbers() -> None:
    shown = card([9.0] * 12 + [12.0] * 12, unit="average", aggregation="latest")
    assert shown.change_percent.text == "+33.3%"


def test_a_break_refuses_comparison_and_splits_the_chart() -> None:
    values = series([10.0, 12.0] * 12 + [40.0, 42.0] * 6)
    shown = card_of(framework(indicator(), notes=[broken("2017-04")]), values)
    refused = "[b] series broken Apr 2017"
    assert (shown.change.text, shown.change_percent.text) == (refused, refused)
    assert (shown.direction.words, shown.headline.text) == (refused, "492")
    chart = shown.control_chart
    assert chart is not None
    means = dict(zip(chart.labels, chart.mean, strict=True))
    assert (means["Mar 2017"], means["Apr 2017"]) == (11, 41)
    unbroken = card_of(framework(indicator()), values)
    assert unbroken.control_chart is not None
    assert len(set(unbroken.control_chart.mean)) == 1


def test_a_break_within_the_year_marks_it_and_one_before_both_years_refuses_nothing() -> None:
    values = series([10.0] * 36)
    assert card_of(framework(indicator(), notes=[broken("2018-01")]), values).headline.mark == "[b]"
    old = card_of(framework(indicator(), notes=[broken("2016-04")]), values)
    assert (old.change.text, old.headline.mark, old.before.mark) == ("0", "", "")


def test_the_break_of_another_indicator_is_no_concern() -> None:
    shown = card_of(framework(indicator(), notes=[broken("2017-06", "ROB")]), series([10.0] * 24))
    assert shown.change.text == "0"


@given(st.lists(st.integers(1, 10**6), min_size=4, max_size=4))
def test_a_rate_is_per_head_of_the_year_each_month_falls_in(people: list[int]) -> None:
    agreed = framework(indicator(**PER_HEAD), PEOPLE)
    estimates = {2015 + place: float(count) for place, count in enumerate(people)}
    shown = card_of(agreed, series([10.0] * 24) + population(estimates)).rate
    mean = math.fsum([*[estimates[2017]] * 9, *[estimates[2018]] * 3]) / 12
    assert shown.value == pytest.approx(1000 * 120 / mean)


def test_the_latest_population_is_carried_forward_and_said_and_never_back() -> None:
    agreed = framework(indicator(**PER_HEAD), PEOPLE)
    values = series([10.0] * 24)
    carried = card_of(agreed, values + population({2016: 12_000}))
    assert carried.rate.text == "10.0"
    assert "Rates use the population estimate of 2016, the latest before 2018." in carried.notes
    assert card_of(agreed, values + population({2018: 12_000})).rate.text == "no population known"
    assert card_of(agreed, values).rate.text == "no population known"


def test_a_rate_with_a_month_missing_says_which() -> None:
    agreed = framework(indicator(**PER_HEAD), PEOPLE)
    shown = card_of(agreed, series([*[10.0] * 23, None]) + population({2016: 12_000}))
    assert shown.rate.text == "Mar 2018 not received"


def test_an_indicator_that_is_a_rate_is_headed_by_it() -> None:
    agreed = framework(indicator(unit="rate", **PER_HEAD), PEOPLE)
    shown = card_of(agreed, series([10.0] * 12 + [11.0] * 12) + population({2015: 12_000}))
    assert (shown.headline_name, shown.headline.text, shown.latest.text) == (
        "Per 1,000 people, year to Mar 2018",
        "11.0",
        "11",
    )
    assert (shown.change.text, shown.change_percent.text) == ("+1.0", "+10.0%")
    assert shown.sparkline[-1] == pytest.approx(11)
    few = card_of(agreed, series([1.0] * 12 + [2.0] * 12) + population({2015: 120}))
    assert few.change_percent.text == "small numbers"
    unpeopled = card_of(agreed, series([10.0] * 24))
    assert (unpeopled.headline.text, unpeopled.latest.text) == ("no population known", "10")


def test_a_rolling_survey_has_no_control_chart() -> None:
    agreed = framework(indicator("CON", rolling=True, **SURVEY))
    shown = card_of(agreed, series([60.0, 61.0] * 8, "CON", step=3), code="CON")
    assert shown.control_chart is None


@given(st.integers(1, 36))
def test_history_of_any_length_gives_a_card(length: int) -> None:
    shown = card([10.0, 12.0] * 18, Period(Q4.last - 36 + length, 1))
    assert (shown.headline.value is not None) == (length >= 12)
    assert (shown.before.value is not None) == (length >= 24)
    assert shown.latest_label.endswith(month_code(Q4.last - 36 + length)[:4])
    assert work_out(framework(indicator()), series([10.0]), Q4).place(indicator()) is not None

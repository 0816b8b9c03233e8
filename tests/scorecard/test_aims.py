"""A target of a rate is on the rate's scale, or on that of the total, as the framework says; and both are walked to."""

from __future__ import annotations

from typing import Any

import pytest

from scpxl.model.framework import Framework
from scpxl.model.periods import Period
from scpxl.scorecard.explaining import explain_card
from scpxl.scorecard.records.scorecard import IndicatorCard
from scpxl.verdicts import Assurance, Rag
from tests.scorecard.builders import PEOPLE, Q4, card_of, framework, indicator, population, series, target

SEPTEMBER = Period.quarter(2017, 2)
RATE: dict[str, Any] = {"unit": "rate", "denominator": "POP", "counted": "offences"}
SPRING = [10.0, 20.0, 30.0, 40.0, 50.0, 60, 65, 70, 80, 90, 95, 100]


def agreed(value: float, *, form: int = 2, rate: dict[str, Any] | None = None, **more: Any) -> Framework:
    made = framework(indicator(**(rate or RATE)), PEOPLE, targets=[target(value, **more)])
    return made.model_copy(update={"format": form})


def shown(value: float, monthly: float = 55.0, **more: Any) -> IndicatorCard:
    """Half a year of so many offences a month, of 60,000 people, after two years of 50."""
    figures = series([50.0] * 24 + [monthly] * 6, until="2017-09") + population({2014: 60_000})
    return card_of(agreed(value, **more), figures, SEPTEMBER)


def test_half_way_through_the_year_half_of_the_rate_is_expected() -> None:
    line = shown(10.0).target
    assert line is not None
    assert (line.target.text, line.expected.text, line.actual.text) == ("10.0", "5.0", "5.5")
    assert line.words == "5.5 per 1,000 people in Apr–Sep 2017 against 5.0 expected by then."
    assert line.unit == "per 1,000 people"


def test_a_rates_path_follows_the_profile_as_a_totals_does() -> None:
    on_rate, on_total = shown(10.0, profile=SPRING), shown(600.0, of="total", profile=SPRING)
    assert on_rate.target is not None
    assert on_total.target is not None
    assert (on_rate.target.expected.text, on_total.target.expected.text) == ("6.0", "360")
    assert on_rate.rag.rag is on_total.rag.rag is Rag.GREEN


def test_a_total_may_still_be_meant_and_says_what_it_counts() -> None:
    line = shown(600.0, of="total").target
    assert line is not None
    assert line.words == "330 offences in Apr–Sep 2017 against 300 expected by then."
    assert (line.unit, line.target.text) == ("offences", "600")


def test_a_framework_of_before_means_the_total_where_it_does_not_say() -> None:
    old = shown(600.0, form=1)
    assert old.target == shown(600.0, of="total").target
    assert shown(10.0, form=1, of="rate").target == shown(10.0).target


def test_both_readings_are_rated_alike() -> None:
    for monthly, rag in ((50.0, Rag.GREEN), (52.0, Rag.AMBER), (60.0, Rag.RED)):
        assert shown(10.0, monthly).rag.rag is shown(600.0, monthly, of="total").rag.rag is rag


@pytest.mark.parametrize(("monthly", "rag"), [(50.0, Rag.GREEN), (55.0, Rag.AMBER), (56.0, Rag.RED)])
def test_a_floor_lies_on_the_same_path(monthly: float, rag: Rag) -> None:
    one = shown(10.0, monthly, scheme="floor", floor=11.0)
    assert one.rag.rag is rag
    if rag is Rag.RED:
        assert one.rag.reason == (
            "Red: 5.6 against a target path of 5.0 per 1,000 people is 12.0% worse, outside the floor of 5.5."
        )


def test_a_floor_of_a_target_of_zero_is_walked_to_as_well() -> None:
    half = shown(0.0, 5.0, scheme="floor", floor=1.2)
    assert half.rag.rag is Rag.AMBER, half.rag.reason


def test_improvement_compares_rates_of_the_same_months_a_year_ago() -> None:
    one = shown(8.0, 50.0, scheme="improvement")
    assert one.rag.reason.endswith("and no worse than a year ago (5.0).")
    assert shown(8.0, 51.0, scheme="improvement").rag.reason.endswith("and worse than a year ago (5.0).")


def test_control_limits_of_counts_are_held_to_what_the_rate_comes_to_in_a_month() -> None:
    months = [50.0 + (place * 7) % 5 for place in range(36)]
    figures = series(months) + population({2014: 60_000})
    for value, sure in ((9.0, Assurance.CONSISTENTLY_MISSES), (10.4, Assurance.HIT_OR_MISS),
                        (14.0, Assurance.CONSISTENTLY_MEETS)):  # fmt: skip
        on_rate = card_of(agreed(value), figures).variation.assurance
        on_total = card_of(agreed(value * 60, of="total"), figures).variation.assurance
        assert on_rate is on_total is sure


def test_the_year_end_is_told_beside_the_total_that_the_rate_comes_to() -> None:
    months = [50.0 + (place * 7) % 5 for place in range(54)]
    figures = series(months, until="2017-09") + population({2012: 60_000})
    one = card_of(agreed(11.0), figures, SEPTEMBER)
    assert one.outturn is not None
    assert "Target 11.0 per 1,000 people, about 660." in one.outturn.words


def test_what_stands_behind_a_rates_target_can_be_worked_out_again() -> None:
    figures = series([50.0] * 24 + [55.0] * 6, until="2017-09") + population({2014: 60_000})
    told = [line.text for line in explain_card(agreed(10.0), figures, SEPTEMBER, "BUR")[1]]
    assert "Rate of the year to date: 5.5 per 1,000 people. 1,000 × 330 / 60,000 = 5.5." in told
    assert any(line.startswith("Target: 5.5 per 1,000 people in Apr–Sep 2017") and line.endswith("10.0 × 50% = 5.0.") for line in told)  # fmt: skip


REPORTED: dict[str, Any] = {"unit": "rate", "denominator": "reported", "denominator_title": "homes",
                            "counted": "repairs"}  # fmt: skip


def test_a_rate_of_what_adds_up_as_well_is_of_the_same_size_all_year() -> None:
    pairs: list[tuple[float, float]] = [(55.0, 1_000.0)] * 30
    figures = series(pairs, until="2017-09")
    one = card_of(agreed(50.0, rate=REPORTED), figures, SEPTEMBER)
    assert one.target is not None
    assert one.target.words == "55.0 per 1,000 homes against a target of 50.0."
    total = card_of(agreed(600.0, rate=REPORTED, of="total"), figures, SEPTEMBER)
    assert total.target is not None
    assert total.target.words == "330 repairs in Apr–Sep 2017 against 300 expected by then."


def test_the_figures_across_a_card_are_each_there_once_with_their_unit() -> None:
    figures = series([50.0] * 24 + [55.0] * 6, until="2017-09") + population({2014: 60_000})
    one = card_of(agreed(600.0, of="total"), figures, SEPTEMBER)
    assert [figure.name for figure in one.strip] == [
        "Per 1,000 people, year to Sep 2017", "A year before", "Change", "Change, %", "Latest quarter, offences",
        "Same quarter a year ago, offences", "Year to date, offences", "Sep 2017, offences", "Target, offences",
        "Expected by now, offences",
    ]  # fmt: skip
    assert (one.unit, one.period_unit) == ("per 1,000 people", "offences")
    on_rate = card_of(agreed(10.0), figures, SEPTEMBER)
    assert [figure.name for figure in on_rate.strip[-3:]] == ["Target", "Expected by now", "Actual so far"]


def test_a_quarterly_percentage_has_neither_a_second_quarter_nor_an_empty_rate() -> None:
    share = {"unit": "percentage", "denominator": "reported", "aggregation": "ratio of sums",
             "frequency": "quarterly", "polarity": "higher"}  # fmt: skip
    pairs: list[tuple[float, float]] = [(60.0, 100.0)] * 8
    one = card_of(framework(indicator(**share)), series(pairs, step=3), Q4)
    assert [figure.name for figure in one.strip] == [
        "Year to Mar 2018", "A year before", "Change", "Change, %", "Latest quarter", "Same quarter a year ago",
        "Year to date",
    ]  # fmt: skip


def test_a_level_is_shown_once_whatever_its_frequency() -> None:
    level = {"unit": "stock", "aggregation": "latest", "counted": "homes"}
    one = card_of(framework(indicator(**level)), series([60.0] * 24), Q4)
    assert [figure.name for figure in one.strip] == ["Mar 2018", "A year before", "Change", "Change, %"]

"""Where nothing has happened little is said, and what has happened is found: the simulation in benchmarks/, made small."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parents[1] / "benchmarks"))

import few_events

SERIES = 200


@pytest.mark.parametrize("months", [36, 73])
@pytest.mark.parametrize("rate", [0.05, 0.1, 0.3, 1.0, 2.0, 3.0])
def test_the_latest_period_is_flagged_in_at_most_one_of_25_series_that_do_not_change(
    rate: float, months: int
) -> None:
    assert few_events.false_flags(rate, months, SERIES) <= few_events.MOST_FLAGGED


def test_of_areas_alike_at_most_one_in_two_hundred_is_beyond_998() -> None:
    assert few_events.beyond(3, 32, groups=40) <= few_events.MOST_BEYOND


@pytest.mark.parametrize(
    ("rate", "times", "within_a_year", "within_two"), [(1.0, 2.0, 35, 60), (0.3, 3.0, 35, 60)]
)
def test_a_change_of_rare_events_is_found_in_reasonable_time(
    rate: float, times: float, within_a_year: float, within_two: float
) -> None:
    found = few_events.found_by(rate, times, SERIES)

    assert found[few_events.AFTER.index(12)] >= within_a_year
    assert found[few_events.AFTER.index(24)] >= within_two
    assert found == sorted(found)


@pytest.mark.parametrize("rate", [0.3, 3.0])
def test_changes_and_trends_are_called_significant_in_about_one_of_a_hundred(rate: float) -> None:
    assert few_events.significant_changes(rate, 1.0, 1000) <= 1.5
    assert few_events.significant_trends(rate, 300) <= 1.5
    assert few_events.significant_changes(3.0, 2.0, 500) > 50


@pytest.mark.parametrize("resembles", [0.0, 0.5, 0.9])
def test_levels_that_resemble_themselves_are_seldom_flagged(resembles: float) -> None:
    assert few_events.levels(resembles, 36, SERIES) <= few_events.MOST_FLAGGED

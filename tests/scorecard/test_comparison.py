"""The own area among its neighbours: ranks, averages, and who is left out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scpxl.figures.figures import work_out
from scpxl.model.framework import Framework
from scpxl.model.observations import Observation
from scpxl.scorecard.cards.group import benchmark_table
from scpxl.scorecard.records.scorecard import BenchmarkTable, GroupComparison
from tests.scorecard.builders import (
    OWN,
    PEOPLE,
    Q4,
    SURVEY,
    broken,
    card_of,
    framework,
    indicator,
    population,
    series,
)

AREAS = (OWN, "A", "B", "C")


def yearly(totals: dict[str, float], before: float = 1200) -> list[Observation]:
    """Two years of each area: the same months in each of them."""
    return [
        one
        for area, total in totals.items()
        for one in series([before / 12] * 12 + [total / 12] * 12, area=area)
    ]


def compared(agreed: Framework, observations: list[Observation], code: str = "BUR") -> GroupComparison:
    found = card_of(agreed, observations, code=code).comparison
    assert found is not None
    return found


def table(agreed: Framework, observations: list[Observation]) -> BenchmarkTable:
    (found,) = work_out(agreed, observations, Q4).at(agreed.by_code["BUR"]).groups
    return benchmark_table(agreed, found)


COUNTED = framework(indicator(benchmark="near"), areas=AREAS)


def test_the_own_area_has_its_rank_and_its_distance_from_the_average() -> None:
    found = compared(COUNTED, yearly({OWN: 1200, "A": 600, "B": 1800, "C": 2400}))
    assert (found.rank, found.of, found.rank_words) == (2, 4, "2nd of 4 (1 = lowest)")
    assert (found.average.text, found.average_kind) == ("1,500", "mean of the areas")
    assert found.difference_words == "20% below the average of our neighbours"
    assert (found.group_change.text, found.missing) == ("+25.0%", ())


def test_ties_share_the_smallest_rank_and_say_so() -> None:
    found = compared(COUNTED, yearly({OWN: 1200, "A": 600, "B": 1200, "C": 2400}))
    assert found.rank_words == "joint 2nd of 4 (1 = lowest)"
    ranks = [row.rank for row in table(COUNTED, yearly({OWN: 1200, "A": 600, "B": 1200, "C": 2400})).rows]
    assert ranks == [1, 2, 2, 4]


def test_areas_without_figures_are_neither_ranked_nor_counted_and_are_named() -> None:
    observations = yearly({OWN: 1200, "A": 600}) + series([100.0] * 6 + [None] + [100.0] * 5, area="B")
    found = compared(COUNTED, observations)
    assert (found.rank_words, found.missing) == ("2nd of 2 (1 = lowest)", ("Area B", "Area C"))
    assert found.difference_words == "33% above the average of our neighbours (2 with figures)"
    shown = table(COUNTED, observations)
    assert shown.rank_words == "2nd of 2 (1 = lowest). No complete figures for Area B and Area C."
    assert [(row.area, row.rank, row.rate.text) for row in shown.rows][2:] == [
        ("Area B", None, "no figure"), ("Area C", None, "no figure"),
    ]  # fmt: skip


def test_an_own_area_without_figures_is_not_ranked_and_the_others_are() -> None:
    found = compared(COUNTED, yearly({"A": 600, "B": 1200}))
    assert (found.rank, found.rank_words) == (None, "not ranked: no figure (2 areas have one)")
    assert (found.own.text, found.difference_words) == ("no figure", "")


def test_an_own_area_outside_the_group_is_not_compared_and_the_table_says_who_is_missing() -> None:
    agreed = framework(indicator(benchmark="near"), areas=("A", "B"))
    observations = yearly({OWN: 1200, "A": 600})
    assert card_of(agreed, observations).comparison is None
    assert table(agreed, observations).rank_words == "No complete figures for Area B."


def test_a_group_nobody_has_figures_for_is_no_comparison() -> None:
    assert card_of(COUNTED, []).comparison is None
    assert card_of(framework(indicator(), areas=AREAS), yearly({OWN: 1})).comparison is None


@pytest.mark.parametrize(
    ("average", "words", "kind"),
    [("pooled", "6.5", "all counts over all people"), ("unweighted", "9.0", "mean of the areas")],
)
def test_the_average_is_taken_as_the_framework_says_and_says_so(average: str, words: str, kind: str) -> None:
    agreed = framework(
        indicator(benchmark="near", denominator="POP"), PEOPLE, areas=(OWN, "A"), average=average
    )
    people = population({2015: 60_000}, OWN) + population({2015: 20_000}, "A")
    found = compared(agreed, yearly({OWN: 240, "A": 280}) + people)
    assert (found.own.text, found.average.text, found.average_kind) == ("4.0", words, kind)  # fmt: skip


@given(st.lists(st.tuples(st.integers(0, 10**4), st.integers(1, 10**5)), min_size=4, max_size=4))
def test_ranks_and_averages_are_those_of_plain_arithmetic(areas: list[tuple[int, int]]) -> None:
    agreed = framework(indicator(benchmark="near", denominator="POP"), PEOPLE, areas=AREAS, average="pooled")
    totals = {area: 12.0 * count for area, (count, _people) in zip(AREAS, areas, strict=True)}
    people = {area: float(n) for area, (_count, n) in zip(AREAS, areas, strict=True)}
    found = compared(
        agreed, yearly(totals) + [o for a, n in people.items() for o in population({2015: n}, a)]
    )
    rates = {area: 1000 * totals[area] / people[area] for area in AREAS}
    assert found.rank == 1 + sum(rate < rates[OWN] for rate in rates.values())
    assert found.average.value == pytest.approx(1000 * sum(totals.values()) / sum(people.values()))


def test_a_rate_is_compared_by_its_rate_and_listed_with_its_count() -> None:
    agreed = framework(indicator(unit="rate", benchmark="near", denominator="POP"), PEOPLE, areas=(OWN, "A"))
    people = population({2015: 60_000}, OWN) + population({2015: 20_000}, "A")
    shown = table(agreed, yearly({OWN: 240, "A": 300}) + people)
    assert shown.rate_name == "Per 1,000 people, year to Mar 2018"
    assert [(row.area, row.rate.text, row.count.text) for row in shown.rows] == [
        ("Area OWN", "4.0", "240"), ("Area A", "15.0", "300"),
    ]  # fmt: skip


def test_levels_are_apart_by_points_and_changed_by_points() -> None:
    agreed = framework(indicator("CON", benchmark="near", **SURVEY), areas=(OWN, "A"))
    observations = [
        *series([60.0] * 4 + [64.0], "CON", step=3),
        *series([50.0] * 4 + [70.0], "CON", "A", step=3),
    ]
    found = compared(agreed, observations, "CON")
    assert (found.difference_words, found.group_change.text) == (
        "3.0 points below the average of our neighbours",
        "–",
    )
    (found_group,) = work_out(agreed, observations, Q4).at(agreed.by_code["CON"]).groups
    assert [row.change_percent.text for row in benchmark_table(agreed, found_group).rows] == [
        "+4.0 points",
        "+20.0 points",
    ]


def test_an_average_below_twenty_is_not_called_small_numbers_among_neighbours() -> None:
    agreed = framework(indicator(unit="average", aggregation="latest", benchmark="near"), areas=(OWN, "A"))
    observations = series([9.0] * 12 + [12.0] * 12) + series([2.0] * 12 + [1.0] * 12, area="A")
    assert [row.change_percent.text for row in table(agreed, observations).rows] == ["−50.0%", "+33.3%"]


def test_small_counts_are_not_given_as_per_cent() -> None:
    assert [row.change_percent.text for row in table(COUNTED, yearly({OWN: 24, "A": 12}, before=12)).rows[:2]] == [
        "small numbers", "small numbers",
    ]  # fmt: skip


def test_a_break_refuses_the_groups_change_too() -> None:
    agreed = framework(indicator(benchmark="near"), areas=AREAS, notes=[broken("2017-04")])
    observations = yearly({OWN: 1200, "A": 600})
    assert compared(agreed, observations).group_change.text == "[b] series broken Apr 2017"
    assert table(agreed, observations).rows[0].change_percent.text == "[b] series broken Apr 2017"

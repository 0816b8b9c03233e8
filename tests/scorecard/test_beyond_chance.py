"""What the scorecard says of chance where it says how an area compares."""

from __future__ import annotations

import pytest

from scpxl.figures.figures import work_out
from scpxl.model.observations import Observation
from scpxl.scorecard.cards.group import benchmark_table
from scpxl.scorecard.records.groups import NOT_ASSESSED, Beside
from scpxl.scorecard.records.scorecard import BenchmarkTable, GroupComparison
from scpxl.verdicts import Judgement
from tests.scorecard.builders import (
    OWN,
    PEOPLE,
    Q4,
    SURVEY,
    card_of,
    framework,
    indicator,
    population,
    series,
)

AREAS = (OWN, *"ABCDEFGHIJK")
MONTHLY = 60.0
SHAPE = (0.9, 1.1, 1.0, 0.8, 1.2, 1.0, 1.05, 0.95, 1.1, 0.9, 0.85, 1.15)


def months(level: float) -> list[float]:
    return [float(round(level * part)) for part in SHAPE] * 2


def group(own: float, *, polarity: str = "lower", without: str = "", years: int = 2) -> GroupComparison:
    """The own area at so many a month among eleven others near sixty, of a hundred thousand people each."""
    agreed = framework(indicator(benchmark="near", denominator="POP", polarity=polarity), PEOPLE, areas=AREAS)
    found = card_of(agreed, observations(own, without, years)).comparison
    assert found is not None
    return found


def observations(own: float, without: str = "", years: int = 2) -> list[Observation]:
    found: list[Observation] = []
    for place, area in enumerate(AREAS):
        level = own if area == OWN else MONTHLY + 2 * (place - 6)
        if area not in without:
            found += series(months(level)[-12 * years :], area=area)
        found += population({2015: 100_000}, area)
    return found


def test_an_area_among_the_others_is_similar_and_its_rank_is_one_of_many() -> None:
    found = group(60).likelihood

    assert found.words == "within the spread of the other 11"
    assert found.judgement is Judgement.SAME
    assert found.rank_first is not None
    assert found.rank_last is not None
    assert found.rank_last - found.rank_first > 4
    assert found.rank_words.startswith("likely between ")


@pytest.mark.parametrize(
    ("own", "polarity", "words", "judgement"),
    [
        (200, "lower", "higher than the other 11 by more than chance: worse", Judgement.WORSE),
        (200, "higher", "higher than the other 11 by more than chance: better", Judgement.BETTER),
        (10, "lower", "lower than the other 11 by more than chance: better", Judgement.BETTER),
        (10, "neither", "lower than the other 11 by more than chance", Judgement.NEUTRAL),
    ],
)
def test_an_area_beyond_the_others_is_said_to_be_and_whether_that_is_better(
    own: float, polarity: str, words: str, judgement: Judgement
) -> None:
    found = group(own, polarity=polarity)

    assert (found.likelihood.words, found.likelihood.judgement) == (words, judgement)
    assert found.likelihood.ranks == ("12" if own == 200 else "1")


def test_between_the_limits_chance_is_not_ruled_out() -> None:
    between = [found for own in range(66, 90) if (found := group(own).likelihood).beside is Beside.ABOVE]

    assert between
    for found in between:
        assert found.words == "higher than is usual among the other 11, but it could be chance"
        assert found.judgement is Judgement.SAME
        assert found.beside.brief == "similar"


def test_the_others_average_is_theirs_alone_and_its_limits_are_those_of_the_words() -> None:
    found = group(200).likelihood

    assert found.others.text == "7.2"
    assert found.limits_words == f"99.8% limits {found.lower.text} to {found.upper.text} per 1,000 people"
    assert found.upper.value is not None
    assert found.upper.value < 12 * 200 / 100


def test_fewer_than_ten_areas_are_not_held_against_chance() -> None:
    assert group(60, without="ABC").likelihood == NOT_ASSESSED
    assert group(60, without="AB").likelihood != NOT_ASSESSED


def test_an_area_without_a_figure_is_not_assessed_and_not_one_of_the_others() -> None:
    assert group(60, without="A").likelihood.words == "within the spread of the other 10"
    shown = table(observations(60, without="A"))
    assert [row.likelihood for row in shown.rows if row.rank is None] == [NOT_ASSESSED]


def test_without_a_second_year_a_rank_has_no_band_and_the_funnel_stands() -> None:
    found = group(60, years=1).likelihood

    assert (found.rank_first, found.rank_last, found.rank_words, found.ranks) == (None, None, "", "–")
    assert found.words == "within the spread of the other 11"


def test_a_group_without_any_event_has_ranks_and_no_funnel() -> None:
    agreed = framework(indicator(benchmark="near", denominator="POP"), PEOPLE, areas=AREAS)
    nothing = [
        o for area in AREAS for o in [*series([0.0] * 24, area=area), *population({2015: 10**5}, area)]
    ]
    found = card_of(agreed, nothing).comparison
    assert found is not None
    assert (found.rank_words, found.likelihood.beside) == (
        "joint 1st of 12 (1 = lowest)",
        Beside.NOT_ASSESSED,
    )


def test_levels_and_plain_counts_are_not_held_against_chance() -> None:
    survey = framework(indicator("CON", benchmark="near", **SURVEY), areas=AREAS)
    levels = [o for area in AREAS for o in series([60.0 + len(area)] * 5, "CON", area, step=3)]
    counted = framework(indicator(benchmark="near"), areas=AREAS)
    for agreed, found, code in ((survey, levels, "CON"), (counted, observations(60), "BUR")):
        shown = card_of(agreed, found, code=code).comparison
        assert shown is not None
        assert shown.likelihood == NOT_ASSESSED


def table(found: list[Observation]) -> BenchmarkTable:
    agreed = framework(indicator(benchmark="near", denominator="POP"), PEOPLE, areas=AREAS)
    (standing,) = work_out(agreed, found, Q4).at(agreed.by_code["BUR"]).groups
    return benchmark_table(agreed, standing)


def test_every_area_of_the_table_is_held_against_the_others() -> None:
    shown = table(observations(200))

    assert [row.likelihood.beside.brief for row in shown.rows] == ["similar"] * 11 + ["higher"]
    assert shown.rows[-1].is_own
    assert "95 times in 100" in shown.note
    assert shown.average_kind == "mean of the areas"


def test_the_card_names_the_quarter_and_the_distance_from_the_average() -> None:
    low, high = group(10), group(200)

    assert (low.quartile, low.quartile_words) == (1, "lowest quarter")
    assert (high.quartile, high.quartile_words) == (4, "highest quarter")
    assert low.difference.text.startswith("−")
    assert high.difference.text.startswith("+")


def test_a_group_that_says_nothing_of_its_average_is_pooled_and_levels_say_they_are_not() -> None:
    agreed = framework(indicator("CON", benchmark="near", **SURVEY), areas=AREAS, average="pooled")
    levels = [o for area in AREAS for o in series([60.0 + len(area)] * 5, "CON", area, step=3)]
    shown = card_of(agreed, levels, code="CON").comparison
    assert shown is not None
    assert shown.average_kind == "mean of the areas"
    assert type(agreed.benchmarks[0])(code="x", title="X").average.value == "pooled"

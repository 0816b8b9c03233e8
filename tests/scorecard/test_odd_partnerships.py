"""Whatever a partnership's figures are like, its scorecard is made and says nothing but words and numbers."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from scpxl.model.framework import Framework
from scpxl.model.observations import Marker, Observation
from scpxl.model.periods import Period
from scpxl.scorecard.build import PeriodRecord, build_scorecard
from scpxl.scorecard.lists.narrative import describe_quarter
from scpxl.scorecard.published.results import to_results
from scpxl.scorecard.records.scorecard import Scorecard
from tests.scorecard.builders import (
    OWN,
    PEOPLE,
    PERCENTAGE,
    Q4,
    SURVEY,
    Value,
    card,
    framework,
    indicator,
    outlook_lines,
    population,
    series,
    target,
)

MADE = datetime(2018, 5, 2, tzinfo=UTC)
NO_WORD = re.compile(r"(?<![A-Za-z])(nan|NaN|None|inf|[-−]0(\.0+)?%?(?![\d.]))(?![A-Za-z])")


def noise(months: int) -> list[Value]:
    """Counts that vary as chance makes them, the same each time."""
    drawn = random.Random(months)  # noqa: S311  (figures for a test)
    return [float(max(0, round(drawn.gauss(30, 30**0.5)))) for _ in range(months)]


def shares(months: int) -> list[Value]:
    return [(value, 100.0) for value in noise(months) if isinstance(value, float)]


def alone(values: list[Value], aim: float = 300, until: str = "2018-03", **more: Any) -> Any:
    return framework(indicator(**more), targets=[target(aim)]), series(values, until=until)


def among(areas: list[str], values: list[Value] | None = None) -> Any:
    agreed = framework(indicator(benchmark="near"), PEOPLE, areas=areas, targets=[target(300)])
    seen: list[Observation] = []
    for place, area in enumerate({OWN, *areas}):
        seen += series(noise(48 + place)[place:] if values is None else values, area=area)
        seen += population({2014: 1e5, 2017: 1e5}, area)
    return agreed, seen


ODD: dict[str, Any] = {
    **{f"{months} months of counts": alone(noise(months)) for months in (1, 2, 3, 5, 12, 13, 24, 25, 36, 37)},
    **{
        f"{months} months of shares": alone(shares(months), 30, **PERCENTAGE) for months in (1, 5, 13, 25, 48)
    },
    "no figures": alone([]),
    "nothing received": alone([None] * 40),
    "nothing but zeros": alone([0.0] * 48, 0),
    "a target of nothing": alone(noise(40), 0),
    "always the same": alone([10.0] * 48, 120),
    "one a quarter": alone([0.0, 0.0, 1.0] * 16, 1),
    "one huge month": alone([*noise(39), 1e12]),
    "one month without end": alone([*noise(20), 1e150, *noise(19)]),
    "shares of nothing": alone([(0.0, 0.0)] * 40, 50, polarity="higher", **PERCENTAGE),
    "now and then a share of nothing": alone(
        [(5.0, 10.0), (0.0, 0.0)] * 20, 50, polarity="higher", **PERCENTAGE
    ),
    "the last month missing": alone(noise(40), until="2018-02"),
    "the last month not available": alone([*noise(40), Marker.NOT_AVAILABLE]),
    "a gap": alone([*noise(20), None, None, *noise(14)]),
    "four surveys": alone([50.0, 51.0, 52.0, 40.0], 50, **SURVEY),
    "a group of three": among([OWN, "A", "B"]),
    "a group of itself": among([OWN]),
    "a group of others": among(["A", "B"]),
    "a group of zeros": among([OWN, *(f"A{place}" for place in range(12))], [0.0] * 48),
    "a group of thirteen": among([OWN, *(f"A{place}" for place in range(12))]),
}


def texts(thing: Any) -> Iterator[str]:
    if isinstance(thing, dict):
        for part in thing.values():
            yield from texts(part)
    elif isinstance(thing, list | tuple):
        for part in thing:
            yield from texts(part)
    elif isinstance(thing, str | float):
        yield str(thing)


def story(made: Scorecard) -> list[str]:
    told = [words for passage in describe_quarter(made) for _, words in passage.entries]
    return [*told, *(words for shown in made.cards for _, words in outlook_lines(shown))]


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("period", ["2017-18 Q4", "2017-18 Q2"])
def test_odd_figures_give_a_scorecard_without_a_word_that_is_none(name: str, period: str) -> None:
    agreed, seen = ODD[name]
    until = Period.parse(period)
    made = build_scorecard(
        agreed, PeriodRecord([one for one in seen if one.period.last <= until.last]), until, MADE, "R"
    )
    said = [*texts(to_results(made)), *story(made)]
    assert [words for words in said if NO_WORD.search(words)] == []


def only_story(agreed: Framework, seen: list[Observation]) -> str:
    return " ".join(story(build_scorecard(agreed, PeriodRecord(seen), Q4, MADE, "R")))


def test_a_year_without_one_before_it_says_so_once() -> None:
    told = only_story(*ODD["12 months of counts"])
    assert "Against the year before: figures begin Apr 2017." in told


def test_of_a_target_of_nothing_any_miss_is_red_and_no_tolerance_is_named() -> None:
    told = only_story(*ODD["a target of nothing"])
    assert "worse, and against a target of 0 any miss is red." in told
    assert "against target of 0" in told
    assert "tolerance" not in told


def test_figures_that_never_vary_hold_no_season() -> None:
    assert "Season: 48 months, too little variation to hold one." in card([10.0] * 48).variation.how


def test_an_interval_that_knows_nothing_has_an_end_in_words() -> None:
    assert "to more than +10,000%." in only_story(*ODD["one huge month"])


def test_a_percentage_is_as_many_points_from_its_target_as_its_rating_says() -> None:
    agreed, seen = alone(shares(36), 30, **PERCENTAGE)
    shown = build_scorecard(agreed, PeriodRecord(seen), Q4, MADE, "R").cards[0]
    (points,) = re.findall(r"is (\d\.\d points)", shown.rag.reason)
    assert shown.standing_words.startswith(f"{shown.rag.rag}: {points} ")


def test_a_trend_ends_with_the_last_figure_there_is() -> None:
    agreed, seen = ODD["the last month missing"]
    shown = build_scorecard(agreed, PeriodRecord(seen), Q4, MADE, "R").cards[0]
    assert shown.trend is not None
    assert shown.trend.window == "the 40 months to Feb 2018"

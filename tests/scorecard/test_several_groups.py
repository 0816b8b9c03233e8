"""An indicator compared with several groups: a rank, an average and a distance in each, the main one first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from scpxl.model.framework import Area, BenchmarkGroup, Framework
from scpxl.model.observations import Observation
from scpxl.read.framework_file import read_framework
from scpxl.render.framework_text import to_framework_text, write_framework_toml
from scpxl.render.framework_workbook import write_framework_workbook
from scpxl.scorecard.build import PeriodRecord, build_scorecard
from scpxl.scorecard.explaining import explain_card
from scpxl.scorecard.lists.narrative import figure_sentences
from scpxl.scorecard.records.scorecard import IndicatorCard
from tests.scorecard.builders import OWN, Q4, card_of, framework, indicator, series
from tests.scorecard.test_pages import MADE

YEARS = {OWN: 40, "A": 10, "B": 20, "C": 60, "D": 80, "E": 90}
NEAR, LIKE = ("A", "B", "C", "D", OWN), ("C", "D", "E", OWN)


def agreed(*groups: str) -> Framework:
    """The own area and five others; four of them with it in 'near', three with it in 'like'."""
    areas = tuple(
        Area(code=code, name=f"Area {code}", kind="borough",
             groups=("near",) * (code in NEAR) + ("like",) * (code in LIKE))
        for code in YEARS
    )  # fmt: skip
    titles = {"near": "our neighbours", "like": "areas like ours"}
    return framework(indicator(benchmark=groups)).model_copy(
        update={
            "areas": areas,
            "benchmarks": tuple(BenchmarkGroup(code=code, title=title) for code, title in titles.items()),
        }
    )


def figures() -> list[Observation]:
    return [one for area, year in YEARS.items() for one in series([year / 12] * 24, area=area)]


@dataclass
class Place:
    """What plain Python makes of a group: rank from below, how many, mean."""

    rank: int
    of: int
    mean: float


def by_hand(group: tuple[str, ...]) -> Place:
    years = sorted(YEARS[area] for area in group)
    return Place(1 + sum(year < YEARS[OWN] for year in years), len(years), sum(years) / len(years))


def test_each_group_has_its_own_rank_average_and_distance() -> None:
    shown = card_of(agreed("near", "like"), figures())
    assert [one.code for one in shown.comparisons] == ["near", "like"]
    assert shown.comparison == shown.comparisons[0]
    for found, group in zip(shown.comparisons, (NEAR, LIKE), strict=True):
        right = by_hand(group)
        assert (found.rank, found.of) == (right.rank, right.of)
        assert found.average.value == pytest.approx(right.mean)
        assert found.difference.value == pytest.approx(100 * (YEARS[OWN] / right.mean - 1))
    assert [one.rank_words for one in shown.comparisons] == ["3rd of 5 (1 = lowest)", "1st of 4 (1 = lowest)"]


def test_the_first_group_is_the_one_used_where_only_one_can_be() -> None:
    shown = card_of(agreed("like", "near"), figures())
    assert shown.comparison is not None
    assert shown.comparison.group == "areas like ours"


def test_a_group_without_the_own_area_gives_a_table_and_no_rank() -> None:
    alone = agreed("like", "near")
    others = tuple(a.model_copy(update={"groups": ()}) if a.code == OWN else a for a in alone.areas)
    without = alone.model_copy(update={"areas": others})
    assert card_of(without, figures()).comparisons == ()
    made = build_scorecard(without, PeriodRecord(figures()), Q4, MADE, "run")
    assert [(table.indicator, table.group_code) for table in made.benchmarks] == [
        ("BUR", "like"),
        ("BUR", "near"),
    ]


def test_sheet_data_and_sentences_name_each_group() -> None:
    made = build_scorecard(agreed("near", "like"), PeriodRecord(figures()), Q4, MADE, "run")
    (card,) = made.cards
    assert [(table.group, len(table.rows)) for table in made.benchmarks] == [
        ("our neighbours", 5),
        ("areas like ours", 4),
    ]
    rows = next(table for table in made.data if table.name == "Benchmark figures").rows
    assert {row[2] for row in rows} == {"our neighbours", "areas like ours"}
    said = figure_sentences(card)
    assert "3rd of 5 (1 = lowest); 4.8% below the average of our neighbours." in said
    assert "1st of 4 (1 = lowest); 41% below the average of areas like ours." in said


def test_explain_tells_the_rank_in_each_group_and_which_it_is() -> None:
    _card, lines = explain_card(agreed("near", "like"), figures(), Q4, "BUR")
    told = {line.what: line.text for line in lines}
    assert told["Rank"] == "Rank: 3rd of 5 (1 = lowest), among our neighbours. 2 lower + 1 = 3 of 5."
    assert told["Rank, areas like ours"] == (
        "Rank, areas like ours: 1st of 4 (1 = lowest), among areas like ours. 0 lower + 1 = 1 of 4."
    )


Save = Callable[[Framework, Path], None]


@pytest.mark.parametrize(
    ("save", "name"), [(write_framework_toml, "f.toml"), (write_framework_workbook, "f.xlsx")]
)
@pytest.mark.parametrize("groups", [(), ("near",), ("near", "like")])
def test_groups_travel_through_both_forms_of_the_framework(
    save: Save, name: str, groups: tuple[str, ...], tmp_path: Path
) -> None:
    framed = agreed(*groups)
    save(framed, tmp_path / name)
    assert read_framework(tmp_path / name) == framed


def test_one_group_is_written_as_one_and_may_be_read_so() -> None:
    assert 'benchmark = "near"' in to_framework_text(agreed("near"))
    assert 'benchmark = ["near", "like"]' in to_framework_text(agreed("near", "like"))
    assert indicator(benchmark="near").benchmark == ("near",)
    assert indicator(benchmark="near, like").benchmark == ("near", "like")


def test_a_rating_by_chance_needs_ten_areas_in_the_group_itself() -> None:
    shown: IndicatorCard = card_of(agreed("near", "like"), figures())
    assert [one.likelihood.words for one in shown.comparisons] == ["", ""]

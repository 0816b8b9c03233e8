"""Everything a card says is explained: the formula with its numbers in, and the rule behind the words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from scpxl.figures.items import as_item
from scpxl.figures.working import Term, Working
from scpxl.model.framework import Framework
from scpxl.model.observations import Marker, Observation, SeriesKey
from scpxl.model.periods import Period
from scpxl.model.series_notes import NoteKind, SeriesNote
from scpxl.scorecard.explaining import ExplainedLine, explain_card
from scpxl.scorecard.explaining.line import explained
from tests.scorecard.builders import (
    OWN,
    PEOPLE,
    PERCENTAGE,
    Q4,
    STEADY,
    Value,
    broken,
    framework,
    indicator,
    population,
    series,
    target,
)

THREE_YEARS = [*STEADY, 12.0]


def lines_of(
    agreed: Framework, observations: Sequence[Observation], period: Period = Q4
) -> dict[str, ExplainedLine]:
    _card, lines = explain_card(agreed, observations, period, "BUR")
    return {line.what: line for line in lines}


def alone(values: Sequence[Value], period: Period = Q4, **more: Any) -> dict[str, ExplainedLine]:
    until = "2018-03" if period == Q4 else "2017-12"
    return lines_of(framework(indicator(**more)), series(values, until=until), period)


def test_a_year_is_added_up_month_by_month() -> None:
    year = alone(THREE_YEARS)["Year to Mar 2018"]
    assert year.formula == "10 + 12 + 10 + 12 + 10 + 12 + 10 + 12 + 10 + 12 + 10 + 12 = 132"
    assert [number.name for number in year.numbers[:2]] == ["Apr 2017", "May 2017"]
    assert "ratio of the two sums" in year.rule


def test_a_percentage_is_all_parts_over_all_wholes() -> None:
    found = alone([(30.0, 60.0)] * 12 + [(45.0, 60.0)] * 12, **PERCENTAGE)
    assert found["Year to Mar 2018"].formula == "100 × 540 / 720 = 75.0%"
    assert found["Change"].words == "+25.0 points"
    assert "points" in found["Change"].rule
    assert found["Is the change more than usual variation?"].formula.startswith(
        "100 × (540 / 720 − 360 / 720) = 25 points; dispersion phi 0"
    )


def test_what_is_missing_has_words_and_no_formula() -> None:
    found = alone([*THREE_YEARS[:-1], Marker.NOT_AVAILABLE])
    assert found["Year to Mar 2018"].words == "[x] Mar 2018 not available"
    assert not found["Year to Mar 2018"].formula
    assert not found["Change"].formula
    assert "Is the change more than usual variation?" not in found


def test_a_change_across_a_break_is_refused_and_the_break_named() -> None:
    agreed = framework(indicator(), notes=[broken("2017-06")])
    found = lines_of(agreed, series(THREE_YEARS))
    assert found["Change"].words == "[b] series broken Jun 2017"
    assert not found["Change"].formula
    assert found["Note"].words.endswith("A new system.")
    assert "no change is worked out across it" in found["Note"].rule


def test_small_numbers_say_why_there_is_no_percentage() -> None:
    found = alone([1.0] * 36)
    assert found["Change in per cent"].words == "small numbers"
    assert "Fewer than 20" in found["Change in per cent"].rule
    assert found["Is the change more than usual variation?"].formula.startswith("Ratio 12 / 12 = 1;")
    few = alone([0.0, 1.0, 0.0] * 12)
    assert few["Is the change more than usual variation?"].words.startswith(
        "Too few to test. 4 against 4 a year before: too few to test"
    )
    assert (
        few["Is the change more than usual variation?"].formula == "4 and 4, at least 5 in one of them needed"
    )
    some = alone([1.0, 0.0] * 18)
    assert (
        some["Is the change more than usual variation?"].formula
        == "exact test (mid-p) of 6 against 6; p 1.0000, significant below 0.01"
    )


def test_a_real_change_carries_dispersion_error_and_interval() -> None:
    found = alone([*[20.0, 22.0] * 12, *[40.0, 42.0] * 6])["Is the change more than usual variation?"]
    assert found.words.startswith(
        "Yes, statistically significant (99%). Up 95.2% (more than usual variation). 95% interval +"
    )
    named = {number.name: number for number in found.numbers}
    assert {"dispersion (phi)", "standard error", "degrees", "quantile of t", "p"} <= set(named)
    assert named["degrees"].value == 22
    assert named["low"].text in found.words
    assert named["high"].text in found.words
    assert "at 99%" in found.rule


def test_the_rate_names_its_population() -> None:
    agreed = framework(PEOPLE, indicator(denominator="POP", per=1000))
    found = lines_of(agreed, [*series(THREE_YEARS), *population({2017: 1000.0})])
    rate = found["Rate per 1,000 people"]
    assert rate.formula == "1,000 × 132 / 1,000 = 132.0"
    assert rate.rule.endswith("Population estimates of 2017.")
    assert "latest before 2018" in found["Note"].words


def test_what_chance_alone_leaves_of_a_rate_or_a_percentage_is_told_with_what_it_supposes() -> None:
    agreed = framework(PEOPLE, indicator(denominator="POP", per=1000))
    rate = lines_of(agreed, [*series(THREE_YEARS), *population({2017: 1000.0})])["Interval of the rate"]
    # Byar by hand: 132 × (1 − 1/1,188 − 1.96/(3√132))³ and 133 × (1 − 1/1,197 + 1.96/(3√133))³.
    assert rate.formula == "1,000 × 110.4 / 1,000 = 110.4 and 1,000 × 156.5 / 1,000 = 156.5"
    assert rate.words == "110.4 to 156.5 (95%)"
    assert "too narrow" in rate.rule
    share = alone([(30.0, 60.0)] * 12 + [(45.0, 60.0)] * 12, **PERCENTAGE)["Interval of the percentage"]
    # Wilson by hand: (1,080 + 3.84 ∓ 1.96 × √(3.84 + 4 × 540 × ¼)) / (2 × 723.84).
    assert (share.words, share.formula) == ("71.7% to 78.0% (95%)", "540 of 720: 71.7% to 78.0%")


def test_no_interval_is_given_of_a_figure_that_is_missing_or_a_plain_count() -> None:
    whats = [*alone(THREE_YEARS), *alone([*THREE_YEARS[:-1], Marker.NOT_AVAILABLE])]
    assert not [what for what in whats if what.startswith("Interval")]


@pytest.mark.parametrize(
    ("more", "formula", "rule"),
    [
        ({}, "100 × (132 − 120) / 120 = +10.0%, lower is better; tolerance 5%", "Scheme tolerance"),
        ({"scheme": "floor", "floor": 140}, "100 × (132 − 120) / 120 = +10.0%, lower is better; floor 140", "Scheme floor"),
        ({"scheme": "improvement"}, "100 × (132 − 120) / 120 = +10.0%, lower is better; tolerance 5%; a year ago 132", "Scheme improvement"),
    ],
)  # fmt: skip
def test_a_rating_carries_its_scheme_and_threshold(more: dict[str, Any], formula: str, rule: str) -> None:
    agreed = framework(indicator(), targets=[target(120, **more)])
    found = lines_of(agreed, series(THREE_YEARS))
    assert found["Target"].formula == "120 × 100% = 120"
    assert found["Rating"].formula == formula
    assert found["Rating"].rule.startswith(rule)
    assert found["Assurance"].formula.startswith("120 / 12 = 10 against limits ")


def test_a_special_cause_names_the_rule_that_holds_and_a_common_one_those_that_do_not() -> None:
    flagged = alone([*THREE_YEARS[:-1], 90.0])["Variation"]
    assert "Rule 1 holds: outside the control limits." in flagged.rule
    assert flagged.formula.startswith("90 against limits ")
    assert "None of the four rules holds: 1. outside" in alone(THREE_YEARS)["Variation"].rule


def test_a_provisional_month_is_explained_where_it_is_said() -> None:
    observations = series(THREE_YEARS)
    observations[-1] = observations[-1]._replace(marker=Marker.PROVISIONAL)
    found = lines_of(framework(indicator()), observations)
    assert found["Year to Mar 2018"].words == "132 [p]"
    assert "provisional" in found["Year to Mar 2018"].rule
    assert "drawn and not judged" in found["Variation"].rule


def test_the_years_end_carries_its_shares_its_errors_and_its_chance() -> None:
    december = Period.parse("2017-18 Q3")
    areas = [f"A{number}" for number in range(20)]
    agreed = framework(indicator(benchmark="near"), areas=[OWN, *areas], targets=[target(130)])
    values = [10.0 + (month * 7 % 5) for month in range(69)]
    observations = [one for area in [OWN, *areas] for one in series(values, area=area, until="2017-12")]
    found = lines_of(agreed, observations, december)
    end, spread, chance = (found[f"Year's end{part}"] for part in ("", ", range", ", chance of the target"))
    assert [number.name for number in end.numbers][2:5] == [
        "share gone 1 year ago",
        "share gone 2 years ago",
        "share gone 3 years ago",
    ]
    assert "quantiles of 42 past forecasts" in spread.formula
    assert chance.formula.startswith("100 × (0 + ½) / (42 + 1) = 1.2%")


def test_an_intervention_carries_before_and_after() -> None:
    since = SeriesNote(
        kind=NoteKind.INTERVENTION,
        first=Period.parse_month("2017-10"),
        last=Period.parse_month("2018-09"),
        reason="Locks fitted.",
    )
    found = lines_of(framework(indicator(), notes=[since]), series([*[40.0, 42.0] * 15, *[20.0, 22.0] * 3]))
    line = found["Intervention"]
    assert line.formula.startswith("(126 / 246) = 0.5122; error of its logarithm ")
    assert "no proof" in line.rule


def test_a_group_is_explained_from_rank_to_average_and_the_others() -> None:
    areas = [f"A{number}" for number in range(12)]
    agreed = framework(
        PEOPLE,
        indicator(denominator="POP", per=1000, benchmark="near"),
        areas=[OWN, *areas],
        average="pooled",
    )
    observations = [
        one
        for place, area in enumerate([OWN, *areas])
        for one in (
            *series([10.0 + place, 12.0 + place] * 18, area=area),
            *population({2016: 1000.0}, area),
        )
    ]
    found = lines_of(agreed, observations)
    assert found["Rank"].formula == "0 lower + 1 = 1 of 13"
    assert found["Quarter of the group"].formula == "5 − ⌈4 × (13 + 1 − 1) / 13⌉ = 1"
    assert found["Average"].formula == "1,000 × 2,652 / 13,000 = 204.0"
    assert found["Distance from the average"].formula == "100 × (132.0 / 204.0 − 1) = −35.3%"
    assert found["Plausible ranks"].formula.startswith("√((132 + ⅜) / 1,000) = ")
    assert "tau²" in found["Funnel"].formula
    alike = {number.name for number in found["Change, relative to the group"].numbers}
    assert {"own error", "others' error", "error of the two"} <= alike


def test_fewer_areas_are_not_held_against_chance() -> None:
    agreed = framework(indicator(benchmark="near"), areas=[OWN, "A1"])
    found = lines_of(agreed, [*series(THREE_YEARS), *series(THREE_YEARS, area="A1")])
    assert found["Funnel"].words == "Not tested against chance."
    assert "10 or more areas" in found["Funnel"].rule


def test_nothing_received_is_explained_too() -> None:
    found = lines_of(framework(indicator()), [])
    assert found["Year to Mar 2018"].words == "nothing received"
    assert found["Note"].words == "Nothing has been received for this indicator."


def test_an_item_is_an_indicator_without_rate_group_or_target() -> None:
    agreed = framework(PEOPLE, indicator(denominator="POP", benchmark="near"), targets=[target(120)])
    observations = [*series(THREE_YEARS), *series([3.0] * 36, breakdown="home", item="flat")]
    key = SeriesKey("BUR", OWN, "home", "flat")
    shown, its = as_item(agreed, observations, key)
    found = lines_of(shown, its)
    assert found["Year to Mar 2018"].words == "36"
    assert found["Rating"].words == "No target is set for 2017-18."
    assert not {"Rank", "Rate per 1,000 people"} & set(found)
    assert agreed.by_code["BUR"].benchmark == ("near",)


def test_a_number_that_is_missing_leaves_no_formula() -> None:
    line = explained("Rate", "–", "", Working("{} / {}", (Term("count", 3.0), Term("people", float("nan")))))
    assert (line.formula, line.numbers, line.text) == ("", (), "Rate: –.")

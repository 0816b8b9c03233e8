"""What the control chart says of the latest figure, and of the process against the target."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from scpxl.model.observations import Marker
from scpxl.scorecard.cards.variation import rules_in_words
from scpxl.statistics.spc.variation import SpcOptions
from scpxl.verdicts import Assurance, Variation
from tests.scorecard.builders import (
    PERCENTAGE,
    STEADY,
    Value,
    card,
    card_of,
    framework,
    indicator,
    series,
    target,
)


@pytest.mark.parametrize(
    ("ending", "polarity", "found", "words"),
    [
        ([12.0], "lower", Variation.COMMON_CAUSE, "Mar 2018 (12) is within its usual range (6–16)."),
        ([30.0], "lower", Variation.CONCERN_HIGH, "Unusually high, and worse: Mar 2018 (30) is above its usual range (6–16). Mar 2018 is far from all the others, so the middle line is the median."),
        ([30.0], "higher", Variation.IMPROVEMENT_HIGH, "Unusually high, and better: Mar 2018 (30) is above its usual range (6–16). Mar 2018 is far from all the others, so the middle line is the median."),
        ([0.0], "neither", Variation.NEUTRAL_LOW, "Unusually low: Mar 2018 (0) is below its usual range (6–16)."),
        ([8.0, 9.0, 10.0, 11.0, 12.0, 13.0, 14.0], "lower", Variation.CONCERN_HIGH, "Unusually high, and worse: Mar 2018 (14) is the latest of 7 or more in a row that rise (usual range 6–16)."),
        ([14.9, 14.0, 15.0], "lower", Variation.CONCERN_HIGH, "Unusually high, and worse: Mar 2018 (15) is one of 2 in 3 close to the top of its usual range (6–16)."),
        ([12.0, 12.0, 12.5, 12.0, 12.5, 12.0, 12.5], "higher", Variation.IMPROVEMENT_HIGH, "Unusually high, and better: Mar 2018 (13) is the latest of 7 or more in a row above average (usual range 7–16)."),
    ],
)  # fmt: skip
def test_the_latest_month_is_judged_by_the_rule_that_applies(
    ending: list[float], polarity: str, found: Variation, words: str
) -> None:
    shown = card([*STEADY, *ending], polarity=polarity).variation
    assert (shown.variation, shown.words) == (found, words)


def test_each_rule_the_chart_knows_has_words() -> None:
    assert set(rules_in_words(SpcOptions())) == {1, 2, 3, 4}


@pytest.mark.parametrize(
    ("values", "more", "words"),
    [
        ([*STEADY, None], {}, "No figure for the latest period."),
        ([*STEADY, Marker.NIL], {}, "No figure for the latest period."),
        ([10.0], {}, "Too few figures to judge: 1, and 12 are needed."),
        ([10.0, 12.0, 11.0] * 3 + [13.0, 10.0], {}, "Too few figures to judge: 11, and 12 are needed."),
        ([10.0] * 36, {}, "The figures do not vary enough for control limits."),
        (STEADY, {"rolling": True}, "Each figure covers a year already, so no control chart is drawn."),
    ],
)
def test_what_cannot_be_assessed_says_why(values: Sequence[Value], more: dict[str, Any], words: str) -> None:
    shown = card(values, **more).variation
    assert (shown.variation, shown.words, shown.assurance) == (
        Variation.NOT_ASSESSED, words, Assurance.NOT_ASSESSED,
    )  # fmt: skip


def test_limits_from_few_figures_are_provisional() -> None:
    assert card([10.0, 12.0, 11.0, 13.0] * 3).variation.words.endswith(
        "Limits are provisional: fewer than 13 figures."
    )


def test_limits_are_shown_no_further_than_a_percentage_reaches() -> None:
    low, high = (90.0, 100.0), (99.0, 100.0)
    months: Sequence[Value] = [low, high] * 6 + [high, low] * 6 + [low, high] * 6
    shown = card_of(framework(indicator(**PERCENTAGE)), series(months))
    assert "–100.0%)" in shown.variation.words
    assert shown.control_chart is not None
    assert {value for value in shown.control_chart.upper if value} == {100.0}


@pytest.mark.parametrize(
    ("aim", "found", "words"),
    [
        (12 * 30, Assurance.CONSISTENTLY_MEETS, "As things run, it meets the target in every month."),
        (12 * 3, Assurance.CONSISTENTLY_MISSES, "As things run, it will not reach the target."),
        (12 * 11, Assurance.HIT_OR_MISS, "As things run, it meets the target in some months and not in others."),
    ],
)  # fmt: skip
def test_assurance_holds_the_limits_of_a_month_against_a_twelfth_of_the_target(
    aim: float, found: Assurance, words: str
) -> None:
    shown = card_of(framework(indicator(), targets=[target(aim)]), series([*STEADY, 12.0])).variation
    assert (shown.assurance, shown.assurance_words) == (found, words)

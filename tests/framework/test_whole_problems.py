"""What a figure cannot be out of is refused by the fields that do not fit, before anybody is asked for it."""

from __future__ import annotations

from typing import Any

import pytest

from scpxl.framework.checks import check_framework
from scpxl.model.framework import Indicator
from tests.framework.example import example_framework

COUNT = {"code": "N", "title": "Calls", "objective": "O1", "kind": "output", "unit": "count", "partner": "met",
         "polarity": "neither"}  # fmt: skip
SHARE = {**COUNT, "code": "P", "title": "Calls met", "unit": "percentage", "adds_up": "ratio of sums",
         "denominator": "N"}  # fmt: skip


def told(whole: dict[str, Any], figure: dict[str, Any]) -> list[str]:
    indicators = tuple(Indicator.model_validate(one) for one in ({**COUNT, **whole}, {**SHARE, **figure}))
    agreed = example_framework(
        indicators=indicators, targets=(), notes=(), waivers=(), trials=(), tolerances=()
    )
    return [str(problem).removeprefix("indicator ") for problem in check_framework(agreed)]


STOCK = {"unit": "stock", "adds_up": "latest"}


@pytest.mark.parametrize(
    ("whole", "figure"),
    [
        ({}, {}),
        ({}, {"frequency": "quarterly"}),
        ({"frequency": "quarterly"}, {"frequency": "annual", "adds_up": "latest"}),
        (STOCK, {}),
        ({**STOCK, "frequency": "annual"}, {}),
        ({"unit": "money"}, {"unit": "rate", "adds_up": "sum"}),
        ({"unit": "rate", "denominator": "reported"}, {}),
        ({}, {"unit": "average"}),
        ({}, {"unit": "count", "adds_up": "sum"}),
        (STOCK, {"unit": "stock", "adds_up": "latest"}),
        ({}, {"rolling": True, "adds_up": "latest"}),
        ({**STOCK, "rolling": True}, {"rolling": True, "adds_up": "latest"}),
        ({"breakdowns": ["ward"]}, {"breakdowns": ["ward"]}),
        ({"kind": "context", **STOCK, "frequency": "annual"}, {"breakdowns": ["ward"]}),
        ({}, {"chart": "exposure", "adds_up": "latest"}),
    ],
)
def test_what_can_be_worked_out_is_sound(whole: dict[str, Any], figure: dict[str, Any]) -> None:
    assert told(whole, figure) == []


@pytest.mark.parametrize(
    ("whole", "figure", "line"),
    [
        ({}, {"unit": "count", "adds_up": "sum", "denominator": "reported"},
         "P: denominator: is 'reported', and the unit is count: its figure is not out of anything. Leave it blank, name an indicator, or make the unit rate or percentage."),
        ({}, {"unit": "survey percentage", "adds_up": "latest", "denominator": "reported"},
         "P: denominator: is 'reported', and a survey percentage is typed as it is shown, out of nothing. Leave it blank, or make the unit percentage."),
        ({"unit": "survey percentage", "adds_up": "latest"}, {},
         "P: denominator: N is a survey percentage, which nothing can be out of. Name a count, a rate's count or a stock."),
        ({"unit": "average", "adds_up": "ratio of sums", "denominator": "reported"}, {},
         "P: denominator: N is an average, which nothing can be out of. Name a count, a rate's count or a stock."),
        ({"unit": "money", "may_be_negative": True}, {},
         "P: denominator: N may be below zero (may_be_negative), and nothing is out of less than nothing. Name another, or say No under its may_be_negative."),
        ({"frequency": "quarterly"}, {},
         "P: denominator: N is quarterly, and P is monthly: what adds up is not known of a part of its period. Make the frequency of P quarterly, or name another."),
        ({**STOCK, "rolling": True}, {},
         "P: denominator: each figure of N covers a year (rolling), and those of P do not. Name an indicator of single periods, or make both rolling."),
        ({**STOCK, "rolling": True, "frequency": "quarterly"}, {"rolling": True, "adds_up": "latest"},
         "P: denominator: N is rolling and quarterly, and P is monthly. Give both the same frequency."),
        ({}, {"rolling": True},
         "P: rolling: is yes, and adds_up is 'ratio of sums': figures that each cover a year do not add up. Make adds_up latest."),
        ({"rolling": True}, {},
         "N: rolling: is yes, and adds_up is 'sum': figures that each cover a year do not add up. Give single periods, or make the unit stock and adds_up latest."),
        ({}, {"breakdowns": ["age"]},
         "P: breakdowns: asks for age, and items have no figure of their own of N, the denominator. Divide an indicator that counts."),
        ({}, {"breakdowns": ["ward"]},
         "P: breakdowns: asks for it by ward, and N, the denominator, is not asked for by ward. Ask for N by ward too, or leave ward out."),
        ({}, {"breakdowns": ["ward"], "denominator": "reported"},
         "P: breakdowns: asks for it by ward, but the partner reports what the figure is out of, and a ward has a number only. Leave ward out, or name an indicator by ward as the denominator."),
        ({}, {"unit": "stock", "adds_up": "latest", "chart": "exposure", "denominator": ""},
         "P: chart: is exposure, and a level has neither days nor a denominator that limits could follow. Choose XmR or automatic."),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_by_its_field(
    whole: dict[str, Any], figure: dict[str, Any], line: str
) -> None:
    assert told(whole, figure) == [line]


def test_what_is_said_of_a_denominator_waits_until_that_is_right_itself() -> None:
    wrong = {"unit": "survey percentage", "adds_up": "sum"}
    assert told(wrong, {}) == [
        "N: adds_up: is 'sum', which does not fit the unit 'survey percentage'. Write latest."
    ]

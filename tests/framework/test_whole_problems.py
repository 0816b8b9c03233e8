"""What a figure cannot be out of is refused by the fields that do not fit, before anybody is asked for it."""

from __future__ import annotations

from typing import Any

import pytest

from scpxl.framework.checks import check_framework
from scpxl.model.framework import Indicator
from tests.framework.example import example_framework

COUNT = {"code": "N", "title": "Calls", "objective": "O1", "kind": "output", "unit": "count", "partner": "met",
         "polarity": "neither"}  # fmt: skip
SHARE = {**COUNT, "code": "P", "title": "Calls met", "unit": "percentage", "aggregation": "ratio of sums",
         "denominator": "N"}  # fmt: skip


def told(whole: dict[str, Any], figure: dict[str, Any]) -> list[str]:
    indicators = tuple(Indicator.model_validate(one) for one in ({**COUNT, **whole}, {**SHARE, **figure}))
    agreed = example_framework(
        boards=(), indicators=indicators, targets=(), notes=(), waivers=(), trials=(), tolerances=()
    )
    return [str(problem).removeprefix("indicator ") for problem in check_framework(agreed)]


STOCK = {"unit": "stock", "aggregation": "latest"}


@pytest.mark.parametrize(
    ("whole", "figure"),
    [
        ({}, {}),
        ({}, {"frequency": "quarterly"}),
        ({"frequency": "quarterly"}, {"frequency": "annual", "aggregation": "latest"}),
        (STOCK, {}),
        ({**STOCK, "frequency": "annual"}, {}),
        ({"unit": "money"}, {"unit": "rate", "aggregation": "sum"}),
        ({"unit": "rate", "denominator": "reported"}, {}),
        ({}, {"unit": "average"}),
        ({}, {"unit": "count", "aggregation": "sum"}),
        (STOCK, {"unit": "stock", "aggregation": "latest"}),
        ({}, {"rolling": True, "aggregation": "latest"}),
        ({**STOCK, "rolling": True}, {"rolling": True, "aggregation": "latest"}),
        ({"breakdowns": ["ward"]}, {"breakdowns": ["ward"]}),
        ({"kind": "context", **STOCK, "frequency": "annual"}, {"breakdowns": ["ward"]}),
        ({}, {"chart": "exposure", "aggregation": "latest"}),
    ],
)
def test_what_can_be_worked_out_is_sound(whole: dict[str, Any], figure: dict[str, Any]) -> None:
    assert told(whole, figure) == []


@pytest.mark.parametrize(
    ("whole", "figure", "line"),
    [
        ({}, {"unit": "count", "aggregation": "sum", "denominator": "reported"},
         "P: denominator: is 'reported', and the unit is count: its figure is not out of anything. Leave it blank, name an indicator, or make the unit rate or percentage."),
        ({}, {"unit": "survey percentage", "aggregation": "latest", "denominator": "reported"},
         "P: denominator: is 'reported', and a survey percentage is entered as it is shown, out of nothing. Leave it blank, or make the unit percentage."),
        ({"unit": "survey percentage", "aggregation": "latest"}, {},
         "P: denominator: N is a survey percentage, which cannot be a total. Name a count, a rate's count or a stock."),
        ({"unit": "average", "aggregation": "ratio of sums", "denominator": "reported"}, {},
         "P: denominator: N is an average, which cannot be a total. Name a count, a rate's count or a stock."),
        ({"unit": "money", "may_be_negative": True}, {},
         "P: denominator: N may be below zero (may_be_negative), and a total cannot be negative. Name another, or say No under its may_be_negative."),
        ({"frequency": "quarterly"}, {},
         "P: denominator: N is quarterly, and P is monthly: what adds up is not known of a part of its period. Make the frequency of P quarterly, or name another."),
        ({**STOCK, "rolling": True}, {},
         "P: denominator: each figure of N covers a year (rolling), and those of P do not. Name an indicator of single periods, or make both rolling."),
        ({**STOCK, "rolling": True, "frequency": "quarterly"}, {"rolling": True, "aggregation": "latest"},
         "P: denominator: N is rolling and quarterly, and P is monthly. Give both the same frequency."),
        ({}, {"rolling": True},
         "P: rolling: is yes, and aggregation is 'ratio of sums': figures that each cover a year do not add up. Make aggregation latest."),
        ({"rolling": True}, {},
         "N: rolling: is yes, and aggregation is 'sum': figures that each cover a year do not add up. Give single periods, or make the unit stock and aggregation latest."),
        ({}, {"breakdowns": ["age"]},
         "P: breakdowns: asks for age, and items have no figure of their own of N, the denominator. Divide an indicator that counts."),
        ({}, {"breakdowns": ["ward"]},
         "P: breakdowns: asks for it by ward, and N, the denominator, is not asked for by ward. Ask for N by ward too, or leave ward out."),
        ({}, {"breakdowns": ["ward"], "denominator": "reported"},
         "P: breakdowns: asks for it by ward, but the partner reports what the figure is out of, and a ward has a number only. Leave ward out, or name an indicator by ward as the denominator."),
        ({}, {"unit": "stock", "aggregation": "latest", "chart": "exposure", "denominator": ""},
         "P: chart: is exposure, and a level has neither days nor a denominator that limits could follow. Choose XmR or automatic."),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_by_its_field(
    whole: dict[str, Any], figure: dict[str, Any], line: str
) -> None:
    assert told(whole, figure) == [line]


def test_what_is_said_of_a_denominator_waits_until_that_is_right_itself() -> None:
    wrong = {"unit": "survey percentage", "aggregation": "sum"}
    assert told(wrong, {}) == [
        "N: aggregation: is 'sum', which does not fit the unit 'survey percentage'. Write latest."
    ]

"""How numbers are put into words."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scpxl.model.framework import Unit
from scpxl.model.periods import months_text, to_month
from scpxl.scorecard.records.scorecard import NumberStyle
from scpxl.scorecard.wording import (
    count_style,
    figure,
    listed,
    number_style,
    number_text,
    ordinal,
    signed,
)
from tests.scorecard.builders import indicator


@pytest.mark.parametrize(
    ("number", "style", "text"),
    [
        (26219, NumberStyle.WHOLE, "26,219"),
        (0, NumberStyle.WHOLE, "0"),
        (70.41, NumberStyle.ONE_PLACE, "70.4"),
        (0.256, NumberStyle.TWO_PLACES, "0.26"),
        (64.96, NumberStyle.PERCENT, "65.0%"),
        (1234.4, NumberStyle.MONEY, "£1,234"),
        (-1234.4, NumberStyle.MONEY, "−£1,234"),
        (3, NumberStyle.SIGNED_WHOLE, "+3"),
        (-3, NumberStyle.SIGNED_WHOLE, "−3"),
        (0, NumberStyle.SIGNED_WHOLE, "0"),
        (-3.14, NumberStyle.SIGNED_PERCENT, "−3.1%"),
        (-0.04, NumberStyle.SIGNED_PERCENT, "0.0%"),
        (2.0, NumberStyle.SIGNED_POINTS, "+2.0 points"),
        (-0.25, NumberStyle.SIGNED_ONE_PLACE, "−0.3"),
    ],
)
def test_a_number_is_written_as_a_sentence_carries_it(number: float, style: NumberStyle, text: str) -> None:
    assert number_text(number, style) == text


@given(st.integers(-(10**12), 10**12))
def test_a_whole_number_in_words_reads_back_the_same(number: int) -> None:
    text = number_text(number, NumberStyle.WHOLE)
    assert int(text.replace(",", "").replace("−", "-")) == number


@given(st.floats(-1e9, 1e9), st.sampled_from([NumberStyle.SIGNED_PERCENT, NumberStyle.SIGNED_POINTS]))
def test_what_rounds_to_nought_is_not_below_it(number: float, style: NumberStyle) -> None:
    text = number_text(number, style)
    assert not text.startswith("−0.0")
    assert text.startswith("−") == (round(number, 1) < 0)


def test_what_is_missing_is_said_in_the_numbers_place() -> None:
    assert figure(math.nan, NumberStyle.WHOLE, "[x] not available").text == "[x] not available"
    assert figure(None, NumberStyle.WHOLE).value is None
    assert figure(0, NumberStyle.WHOLE, "never said").text == "0"


@pytest.mark.parametrize(
    ("months", "text"),
    [
        ([(2016, 4)], "Apr 2016"),
        ([(2018, 1), (2018, 2), (2018, 3)], "Jan–Mar 2018"),
        ([(2017, 12), (2018, 1)], "Dec 2017 – Jan 2018"),
        ([(2017, 5), (2017, 7), (2017, 8)], "May 2017, Jul–Aug 2017"),
        ([], ""),
    ],
)
def test_months_are_drawn_together(months: list[tuple[int, int]], text: str) -> None:
    assert months_text([to_month(*month) for month in months]) == text


@given(st.integers(1, 10_000))
def test_ordinals_end_as_they_are_said(number: int) -> None:
    endings = {"1": "st", "2": "nd", "3": "rd"}
    teen = str(number)[-2:-1] == "1"
    assert ordinal(number) == f"{number}{'th' if teen else endings.get(str(number)[-1], 'th')}"


def test_lists_end_in_and() -> None:
    assert [listed(words) for words in ([], ["A"], ["A", "B"], ["A", "B", "C"])] == [
        "",
        "A",
        "A and B",
        "A, B and C",
    ]


@pytest.mark.parametrize(
    ("unit", "decimals", "style", "counts"),
    [
        (Unit.COUNT, 0, NumberStyle.WHOLE, NumberStyle.WHOLE),
        (Unit.RATE, None, NumberStyle.ONE_PLACE, NumberStyle.WHOLE),
        (Unit.RATE, 2, NumberStyle.TWO_PLACES, NumberStyle.WHOLE),
        (Unit.PERCENTAGE, None, NumberStyle.PERCENT, NumberStyle.PERCENT),
        (Unit.PERCENTAGE, 0, NumberStyle.PERCENT_WHOLE, NumberStyle.PERCENT_WHOLE),
        (Unit.SURVEY, 1, NumberStyle.PERCENT, NumberStyle.PERCENT),
        (Unit.MONEY, 0, NumberStyle.MONEY, NumberStyle.MONEY),
        (Unit.MONEY, 2, NumberStyle.MONEY_TWO_PLACES, NumberStyle.MONEY_TWO_PLACES),
        (Unit.AVERAGE, None, NumberStyle.ONE_PLACE, NumberStyle.ONE_PLACE),
        (Unit.AVERAGE, 0, NumberStyle.WHOLE, NumberStyle.WHOLE),
        (Unit.AVERAGE, 2, NumberStyle.TWO_PLACES, NumberStyle.TWO_PLACES),
        (Unit.STOCK, None, NumberStyle.WHOLE, NumberStyle.WHOLE),
        (Unit.STOCK, 1, NumberStyle.ONE_PLACE, NumberStyle.ONE_PLACE),
    ],
)
def test_each_unit_has_its_style_and_each_style_its_change(
    unit: Unit, decimals: int | None, style: NumberStyle, counts: NumberStyle
) -> None:
    measured = indicator(unit=unit, decimals=decimals)
    assert (number_style(measured), count_style(measured)) == (style, counts)
    assert signed(style).startswith("signed")

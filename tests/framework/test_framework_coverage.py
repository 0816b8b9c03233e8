"""Figures on record that the framework no longer covers are counted and named, with what to do."""

from __future__ import annotations

from typing import Any

import pytest

from scpxl.framework.remarks import MOST_TOLD, HeldSeries, names_in, uncovered
from scpxl.model.framework import Framework, Frequency
from scpxl.model.observations import NOT_KNOWN, SeriesKey
from scpxl.model.periods import Period
from tests.framework.example import (
    AREAS,
    BENCHMARKS,
    BURGLARY,
    POPULATION,
    RESOLVED,
    example_framework,
)

MONTHS = tuple(Period.month(2011, month) for month in range(1, 13))
BARNET = "E09000003"


def held(code: str = "BUR-01", area: str = BARNET, breakdown: str = "", item: str = "", partner: str = "met",
         periods: tuple[Period, ...] = MONTHS) -> HeldSeries:  # fmt: skip
    return HeldSeries(SeriesKey(code, area, breakdown, item), partner, periods)


def told(one: HeldSeries, framework: Framework | None = None) -> list[str]:
    return list(uncovered(framework or example_framework(), [one], names_in(example_framework())))


@pytest.mark.parametrize(
    "one",
    [
        held(),
        held(partner=""),
        held(area="E05000041"),
        held(breakdown="ward", item=NOT_KNOWN),
        held("POP", periods=(Period.month(2017, 6),), partner=""),
    ],
)
def test_what_is_covered_is_not_told(one: HeldSeries) -> None:
    assert told(one) == []


@pytest.mark.parametrize(
    ("one", "changes", "line"),
    [
        (held("BUR-99"), {}, "Indicator BUR-99 is not in the framework: 12 figures on record, Jan 2011 to Dec 2011. If its code changed, keep the old row with last and give the new one first; if they are to go, nothing need be done."),
        (held(area="E05000041"), {"areas": (AREAS[0], AREAS[2])}, "Area E05000041 (Burnt Oak) is not in the framework: 12 figures on record, Jan 2011 to Dec 2011. If its code"),
        (held(partner="lfb"), {}, "Partner lfb is not in the framework, though it returned figures: 12 figures on record, Jan 2011 to Dec 2011. They are still shown; its returns are not."),
        (held(breakdown="sex", item="f"), {}, "Breakdown sex is not in the framework: 12 figures on record"),
        (held(breakdown="age", item="0-9"), {}, "Item 0-9 of age is not in the framework: 12 figures on record"),
        (held("ASB-01", breakdown="age", item="10-17"), {}, "ASB-01 no longer asks for age: "),
        (held(area="E05000041"), {"indicators": (BURGLARY.model_copy(update={"breakdowns": ()}), RESOLVED, POPULATION)}, "BUR-01 no longer asks for ward: 12 figures"),
        (held(periods=MONTHS[:1]), {"indicators": (BURGLARY.model_copy(update={"frequency": Frequency.QUARTERLY, "first": None}), RESOLVED, POPULATION)}, "BUR-01 is quarterly now, and figures are of other periods: 1 figure on record, Jan 2011. Give the indicator"),
        (held(periods=(Period.month(2009, 1), *MONTHS)), {}, "BUR-01 is not reported then, by its first and last: 1 figure on record, Jan 2009. Correct first and last"),
        (held(area="E05000041", periods=(*MONTHS, Period.month(2012, 1), Period.month(2012, 2))), {}, "Area E05000041 (Burnt Oak) does not exist then, by its first and last: 2 figures on record, Jan 2012 to Feb 2012."),
    ],
)  # fmt: skip
def test_figures_without_a_place_are_counted_with_their_span(
    one: HeldSeries, changes: dict[str, Any], line: str
) -> None:
    (said,) = told(one, example_framework(**changes))
    assert said.startswith(line)


def test_figures_of_one_code_are_one_line() -> None:
    gone = [held(area=f"E0500{n:04}", code=code) for n in range(2) for code in ("BUR-01", "ASB-01")]
    assert [line.partition(":")[0] for line in uncovered(example_framework(), gone, {})] == [
        "Area E05000000 is not in the framework",
        "Area E05000001 is not in the framework",
    ]
    assert "24 figures" in uncovered(example_framework(), gone, {})[0]


def test_a_hundred_codes_are_not_a_hundred_lines() -> None:
    gone = [held(area=f"E0700{n:04}") for n in range(100)]
    lines = uncovered(example_framework(benchmarks=BENCHMARKS), gone, {})
    assert len(lines) == MOST_TOLD + 1
    assert lines[-1] == f"And {100 - MOST_TOLD} more such codes."

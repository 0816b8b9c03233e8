"""A year beside the years before it: against sums made by hand, one observation at a time."""

from __future__ import annotations

from collections import defaultdict

from scpxl.model.framework import Aggregation, Unit
from scpxl.model.periods import Period
from scpxl.scorecard.build import PeriodRecord, build_scorecard
from scpxl.scorecard.records.shape import DashboardSettings
from tests.figures.test_month_ends import MADE, boroughs
from tests.scorecard.builders import Q4

MONTHS, YEAR = range(3, 15), 12
"""April to March, from the January in which a financial year begins."""


def test_quarters_and_years_of_counts_are_the_sums_of_their_months() -> None:
    agreed, every = boroughs()
    lost = Period.parse("Jun 2015")
    seen = [one for one in every if one.area != agreed.area or one.period != lost]
    made = build_scorecard(
        agreed, PeriodRecord(seen), Q4, MADE, "RUN", settings=DashboardSettings(month_ends=1)
    ).year
    assert made is not None
    by_month: defaultdict[str, dict[int, float]] = defaultdict(dict)
    for one in seen:
        if one.area == agreed.area and not one.breakdown and one.numerator is not None:
            by_month[one.indicator][one.period.first] = one.numerator
    compared = 0
    for line in made.lines:
        indicator = agreed.by_code[line.indicator]
        if (
            indicator.aggregation is not Aggregation.SUM
            or indicator.unit is not Unit.COUNT
            or indicator.frequency.months > 1
        ):
            continue
        months = by_month[line.indicator]
        for name, figure in zip(made.years, line.years, strict=True):
            wanted = [months.get(int(name[:4]) * YEAR + month) for month in MONTHS]
            there = [one for one in wanted if one is not None]
            # A year of which a month is missing has no figure, and a reason in its place.
            assert figure.value == (sum(there) if len(there) == YEAR else None), (line.indicator, name)
            assert figure.text
            compared += figure.value is not None
        for number, figure in enumerate(line.quarters):
            first = int(made.name[:4]) * YEAR + MONTHS[number * 3]
            there = [months[month] for month in range(first, first + 3) if month in months]
            assert figure.value == (sum(there) if len(there) == 3 else None)
    # Of five years one has lost a month.
    assert compared == len(made.years) - 1 == 4
    assert made.years[-1] == made.name == "2017-18"


def test_a_quarter_that_ends_no_year_has_no_years_scorecard() -> None:
    agreed, seen = boroughs()
    assert (
        build_scorecard(
            agreed, PeriodRecord(seen), Q4.shift(-1), MADE, "RUN", settings=DashboardSettings(month_ends=1)
        ).year
        is None
    )

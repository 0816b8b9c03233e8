"""The year's scorecard: quarters side by side, years side by side, targets of the years to come, and who is told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from scpxl.figures.figures import Figures
from scpxl.figures.readings import Result
from scpxl.figures.years import year_figures, years_shown
from scpxl.model.framework import Framework, Indicator
from scpxl.model.periods import MONTH, QUARTER, YEAR, Period
from scpxl.scorecard.cards.strip import headline_name
from scpxl.scorecard.gaps import gap_text
from scpxl.scorecard.records.figures import MISSING, Figure, NumberStyle
from scpxl.scorecard.records.lines import BoardLine, YearLine, YearScorecard
from scpxl.scorecard.wording import DASH, count_style, figure, number_style, period_style

AHEAD: Final = 3
"""Years to come whose targets are shown, at most."""
NOT_SET: Final = "not set"


def year_scorecard(figures: Figures, shown: Sequence[Indicator]) -> YearScorecard | None:
    """Return the year that ends with the figures' period; None where the period ends within a year.

    `shown` are the indicators that the edition may show.
    """
    year = Period(figures.period.last, MONTH).financial_year
    if year.last != figures.period.last:
        return None
    framework, years = figures.framework, _with_figures(figures, shown, years_shown(figures))
    codes = {one.code for one in shown}
    later = {one.year for one in framework.targets if one.year > year and one.indicator in codes}
    ahead = tuple(sorted(later)[:AHEAD])
    return YearScorecard(
        name=str(year),
        years=tuple(map(str, years)),
        ahead=tuple(map(str, ahead)),
        lines=tuple(_line(figures, one, years, ahead) for one in shown),
        boards=tuple(_boards(framework, shown)),
    )


def _with_figures(
    figures: Figures, shown: Sequence[Indicator], years: tuple[Period, ...]
) -> tuple[Period, ...]:
    """Return the years from the first in which any indicator has a figure; the year itself in any case."""
    found = [year_figures(figures, one, years).years for one in shown]
    there = [any(one is not None and one.is_there for one in column) for column in zip(*found, strict=True)]
    return years[there.index(True) if True in there else -1 :]


def _line(
    figures: Figures, indicator: Indicator, years: tuple[Period, ...], ahead: tuple[Period, ...]
) -> YearLine:
    found = year_figures(figures, indicator, years)
    style, single = number_style(indicator), period_style(figures.framework, indicator)
    first = years[-1].first
    by_quarters = indicator.frequency.months <= QUARTER
    ends = range(first + QUARTER - 1, first + YEAR, QUARTER)
    of = figures.at(indicator)
    is_latest = of.place is None or of.place.end == years[-1].last
    return YearLine(
        indicator.code,
        tuple(
            _shown(result, single, due=by_quarters and indicator.reported_in(Period(end, MONTH)))
            for end, result in zip(ends, found.quarters, strict=True)
        ),
        tuple(
            _shown(result, style, due=indicator.reported_in(year))
            for year, result in zip(years, found.years, strict=True)
        ),
        tuple(_target(figures.framework, indicator, year) for year in ahead),
        tuple(
            headline_name(of, years_back=back) if is_latest else "" for back in reversed(range(len(years)))
        ),
    )


def _shown(found: Result | None, style: NumberStyle, *, due: bool) -> Figure:
    """Return a figure or why there is none: of what was due and never came, that it is missing."""
    if found is None:
        return Figure(None, MISSING if due else DASH, style)
    return figure(found.value, style, gap_text(found.gap), found.marks)


def _target(framework: Framework, indicator: Indicator, year: Period) -> Figure:
    target = framework.target_for(indicator.code, year)
    if target is None:
        return Figure(None, NOT_SET, number_style(indicator))
    style = count_style(indicator) if framework.is_of_total(target) else number_style(indicator)
    return figure(target.value, style)


def _boards(framework: Framework, shown: Sequence[Indicator]) -> list[BoardLine]:
    return [
        BoardLine(
            board.code,
            board.title,
            board.objectives,
            tuple(
                one.code for one in shown if one.objective in board.objectives or one.code in board.indicators
            ),
        )
        for board in framework.boards
    ]

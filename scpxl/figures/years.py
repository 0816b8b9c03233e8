"""A financial year beside the years before it: the four quarters of the one, and the years' own figures.

Everything is read from what is worked out for all series at once (`tracks`): by each figure's own rule, so that a
year's percentage is that of its sums and never the mean of four.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from scpxl.figures.figures import Figures
from scpxl.figures.readings import Result
from scpxl.figures.tracks import HEADLINE, QUARTERLY
from scpxl.model.framework import Indicator
from scpxl.model.periods import MONTH, QUARTER, YEAR, Period

YEARS: Final = 5
"""Financial years side by side, at most."""


@dataclass(frozen=True)
class YearFigures:
    """One indicator's quarters of a financial year, and its years."""

    quarters: tuple[Result | None, ...]
    """Four, April to June first; None where no figure of its own ends there, as of what is reported once a year."""
    years: tuple[Result | None, ...]
    """As many as were asked for, the latest last; of levels the figure at the year's end."""


def years_shown(figures: Figures) -> tuple[Period, ...]:
    """Return the financial years side by side, the latest last: none of which no series has a figure yet."""
    last = Period(figures.period.last, MONTH).financial_year
    begins = min(
        (int(track.matrix.months[0]) - step + 1 for step, track in figures.tracks.items()), default=last.first
    )
    years = (last.shift(-back) for back in reversed(range(YEARS)))
    return tuple(one for one in years if one.last >= begins)


def year_figures(figures: Figures, indicator: Indicator, years: tuple[Period, ...]) -> YearFigures:
    """Return an indicator's figures of the own area for the quarters of the last of some years, and for each year."""
    place = figures.place(indicator, figures.ends[-1])
    if place is None:
        return YearFigures((None,) * (YEAR // QUARTER), (None,) * len(years))
    last = years[-1]
    ends = range(last.first + QUARTER - 1, last.last + 1, QUARTER)
    by_quarters = indicator.frequency.months <= QUARTER
    width = 1 if place.is_level else None
    return YearFigures(
        tuple(place.ending(QUARTERLY, end, width) if by_quarters else None for end in ends),
        tuple(place.ending(HEADLINE, one.last) for one in years),
    )

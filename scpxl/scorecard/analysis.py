"""Every series' figures over time, worked out at once: the year's figure, the year before, rates, limits.

Rows are series, columns the months, quarters or years of one frequency, up to the period shown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scpxl.figures.series import SeriesMatrix, to_series
from scpxl.model.areas import BY_PARTS
from scpxl.model.framework import AddsUp, Framework, Indicator, Unit
from scpxl.model.observations import Observation, SeriesKey
from scpxl.model.periods import QUARTER, YEAR, Period
from scpxl.model.wholes import is_yearly_rate
from scpxl.scorecard.chart_records import ChartOf
from scpxl.scorecard.charting import chart_all
from scpxl.scorecard.wholes import Wholes, Windows, find_wholes
from scpxl.statistics.rates import ratio
from scpxl.statistics.windows import lag, rolling_sum, year_to_date

Floats = npt.NDArray[np.float64]
STEPS = (1, 3, 12)


@dataclass(frozen=True, eq=False)
class Track:
    """The series of one frequency.  Every array is [series, periods], NaN where there is no number."""

    matrix: SeriesMatrix
    number: Windows
    """What was counted, summed over each window; for levels, the level."""
    wholes: Wholes
    """What it is out of, over the same windows."""
    figure: Windows
    """The figure in the indicator's unit: number over whole, or the number where it is out of nothing."""
    shown: Windows
    """As single periods are shown: the figure, but of a yearly rate the count."""
    parts: Windows
    """As parts of an indicator are shown, such as wards and items: the figure, but of a rate the count."""
    rate: Floats
    """The year's number for so many of its whole, where it has one; for levels, that of the latest."""

    @property
    def whole(self) -> Windows:
        """What each series is out of, over each window."""
        return self.wholes.windows

    @property
    def year_before(self) -> Floats:
        """The figure of the year before the one that ends with each period."""
        return lag(self.figure.year, self.width)

    @property
    def step(self) -> int:
        """Months in a column."""
        return self.matrix.step

    @property
    def width(self) -> int:
        """Columns in a year."""
        return YEAR // self.step

    @property
    def last(self) -> int:
        """The last column."""
        return len(self.matrix.months) - 1


@dataclass(frozen=True, eq=False)
class Analysis:
    """All figures up to a period, by frequency."""

    framework: Framework
    period: Period
    tracks: dict[int, Track]
    charts: dict[str, ChartOf]
    """The control chart of each indicator that has one."""

    def place(self, indicator: Indicator, area: str) -> tuple[Track, int] | None:
        """Return where an indicator's series for an area is; None where nothing was ever reported."""
        track = self.tracks.get(indicator.frequency.months)
        row = track.matrix.rows.get(SeriesKey(indicator.code, area)) if track else None
        return (track, row) if track and row is not None else None


def analyse(framework: Framework, observations: Sequence[Observation], period: Period) -> Analysis:
    """Work out every series' figures up to the end of a period."""
    matrices: dict[int, SeriesMatrix] = {}
    for step in STEPS:
        end = period.last - (period.last - 2) % step
        # The first column is the same for all, so that a year before exists where its figures do.
        starts = [o.period.last for o in observations if o.period.length == step]
        if starts:
            first = min(*starts, end - (2 * YEAR - step))
            matrices[step] = to_series(observations, step, first - (first - 2) % step, end)
    tracks = {
        step: _track(framework, matrix, find_wholes(framework, matrix, matrices, observations))
        for step, matrix in matrices.items()
    }
    charts = {}
    for track in tracks.values():
        charts.update(chart_all(framework, track.matrix, track.shown.one, track.wholes))
    return Analysis(framework, period, tracks, charts)


def _track(framework: Framework, matrix: SeriesMatrix, wholes: Wholes) -> Track:
    indicators = [framework.by_code.get(key.indicator) for key in matrix.keys]

    def rows(say: Callable[[Indicator], bool]) -> npt.NDArray[np.bool_]:
        return np.array([one is not None and say(one) for one in indicators], dtype=np.bool_)[:, None]

    one, width = matrix.numerator, YEAR // matrix.step
    level = rows(lambda indicator: indicator.adds_up is AddsUp.LATEST)
    added = (
        one,
        rolling_sum(one, max(1, QUARTER // matrix.step)),
        rolling_sum(one, width),
        year_to_date(one, matrix.months, step=matrix.step),
    )
    number = Windows(*(np.where(level, one, window) for window in added))
    divides = rows(lambda indicator: indicator.divides)
    scale = np.array([indicator.scale if indicator else 1.0 for indicator in indicators])[:, None]
    per = np.array([float(indicator.per) if indicator else 1.0 for indicator in indicators])[:, None]
    # An item of a breakdown has no whole of its own: it is a count beside its indicator's.
    divides &= np.array([key.breakdown in {"", BY_PARTS} for key in matrix.keys], dtype=np.bool_)[:, None]
    pairs = zip(number, wholes.windows, strict=True)
    figure = Windows(*(np.where(divides, scale * ratio(n, whole, 1), n) for n, whole in pairs))

    def unless(as_count: npt.NDArray[np.bool_]) -> Windows:
        return Windows(*(np.where(as_count, n, f) for n, f in zip(number, figure, strict=True)))

    return Track(
        matrix=matrix,
        number=number,
        wholes=wholes,
        figure=figure,
        shown=unless(rows(lambda indicator: is_yearly_rate(framework, indicator))),
        parts=unless(rows(lambda indicator: indicator.unit is Unit.RATE)),
        rate=np.where(divides, figure.year, per * ratio(number.year, wholes.windows.year, 1)),
    )

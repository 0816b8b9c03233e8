"""Every series' figures over time, worked out at once: the year's figure, the year before, rates, limits.

Rows are series, columns the months, quarters or years of one frequency, up to the period shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scpxl.metrics.rates import ratio, spread_population
from scpxl.metrics.series import SeriesMatrix, to_series
from scpxl.metrics.windows import lag, rolling_mean, rolling_sum, year_to_date
from scpxl.model.framework import AddsUp, Framework, Indicator, Unit
from scpxl.model.observations import Observation, SeriesKey
from scpxl.model.periods import QUARTER, YEAR, Period
from scpxl.scorecard.chart_records import ChartOf
from scpxl.scorecard.charting import chart_all

Floats = npt.NDArray[np.float64]
STEPS = (1, 3, 12)


@dataclass(frozen=True, eq=False)
class Track:
    """The series of one frequency.  Every array is [series, periods], NaN where there is no number."""

    matrix: SeriesMatrix
    values: Floats
    """Each period's own figure: a count, a ratio, or a level."""
    year: Floats
    """The figure for the year that ends with each period; for levels, the level."""
    year_before: Floats
    quarter: Floats
    """The figure for the quarter that ends with each period."""
    to_date: Floats
    """The financial year so far."""
    per_head: Floats
    """The year's rate per head, where the indicator has a population."""
    per_head_before: Floats
    people: Floats
    """The mean population of the year, where there is one."""
    population_year: npt.NDArray[np.int64]
    """The calendar year whose population estimate applies to each period; 0 where none."""

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
    tracks = {}
    populations = _populations(framework, observations)
    for step in STEPS:
        end = period.last - (period.last - 2) % step
        # The first column is the same for all, so that a year before exists where its figures do.
        starts = [o.period.last for o in observations if o.period.length == step]
        if not starts:
            continue
        first = min(*starts, end - (2 * YEAR - step))
        matrix = to_series(observations, step, first - (first - 2) % step, end)
        tracks[step] = _track(framework, matrix, populations)
    charts = {}
    for track in tracks.values():
        charts.update(chart_all(framework, track.matrix, track.values, track.people))
    return Analysis(framework, period, tracks, charts)


def _track(
    framework: Framework, matrix: SeriesMatrix, populations: dict[tuple[str, str], dict[int, float]]
) -> Track:
    indicators = [framework.by_code.get(key.indicator) for key in matrix.keys]
    adds = np.array([i.adds_up if i else AddsUp.SUM for i in indicators])[:, None]
    scale = np.array([100.0 if i and i.unit is Unit.PERCENTAGE else 1.0 for i in indicators])[:, None]
    number, whole, width = matrix.numerator, matrix.denominator, YEAR // matrix.step
    is_pair = np.array([bool(i and i.reports_denominator) for i in indicators])[:, None]
    values = np.where(is_pair, scale * ratio(number, whole, 1), number)

    def added(window: int) -> Floats:
        sums = rolling_sum(number, window)
        return _by_kind(adds, sums, scale * ratio(sums, rolling_sum(whole, window), 1), values)

    year = added(width)
    numbers_to_date = year_to_date(number, matrix.months, step=matrix.step)
    to_date = _by_kind(
        adds,
        numbers_to_date,
        scale * ratio(numbers_to_date, year_to_date(whole, matrix.months, step=matrix.step), 1),
        values,
    )
    people, used = _people(indicators, matrix, populations, width)
    per = np.array([float(i.per) if i else 1.0 for i in indicators])[:, None]
    per_head = per * ratio(year, people, 1)
    return Track(
        matrix=matrix,
        values=values,
        year=year,
        year_before=lag(year, width),
        quarter=added(max(1, QUARTER // matrix.step)),
        to_date=to_date,
        per_head=per_head,
        per_head_before=lag(per_head, width),
        people=people,
        population_year=used,
    )


def _by_kind(adds: npt.NDArray[np.str_], sums: Floats, ratios: Floats, levels: Floats) -> Floats:
    result: Floats = np.where(adds == AddsUp.SUM, sums, np.where(adds == AddsUp.RATIO, ratios, levels))
    return result


def _populations(
    framework: Framework, observations: Iterable[Observation]
) -> dict[tuple[str, str], dict[int, float]]:
    """Return the population by calendar year of each denominator indicator and area."""
    wanted = {i.denominator for i in framework.indicators if i.is_per_head}
    found: dict[tuple[str, str], dict[int, float]] = {}
    for o in observations:
        if o.indicator in wanted and not o.breakdown and o.numerator is not None:
            found.setdefault((o.indicator, o.area), {})[o.period.last // YEAR] = o.numerator
    return found


def _people(
    indicators: list[Indicator | None],
    matrix: SeriesMatrix,
    populations: dict[tuple[str, str], dict[int, float]],
    width: int,
) -> tuple[Floats, npt.NDArray[np.int64]]:
    shape = matrix.numerator.shape
    people, used = np.full(shape, np.nan), np.zeros(shape, dtype=np.int64)
    spread: dict[tuple[str, str], tuple[Floats, npt.NDArray[np.int64]]] = {}
    for row, (key, indicator) in enumerate(zip(matrix.keys, indicators, strict=True)):
        if indicator is None or not indicator.is_per_head or key.breakdown:
            continue
        place = (indicator.denominator, key.area)
        if place not in spread:
            monthly = spread_population(populations.get(place, {}), matrix.months)
            spread[place] = (rolling_mean(monthly.population[None, :], width)[0], monthly.year)
        people[row], used[row] = spread[place]
    return people, used

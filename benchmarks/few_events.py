"""How often what is said is said where nothing has happened, and how soon it is said where something has.

Run `python benchmarks/few_events.py [SERIES]`.  Everything is drawn from seeded random numbers and judged by the very
functions that make a card: control charts of Poisson counts from 0.05 to 50 a month over 36 to 73 months, changes on a
year ago, trends, funnels of areas that are alike, levels that resemble themselves, and seasons.  Where nothing changed
the latest period should be flagged in at most 4% of series at every rate; of areas alike, at most 0.5% should lie
beyond 99.8%.  The bounds in `scpxl/statistics/judgeable.py` were chosen by this table (docs/adr/0016).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from scpxl.figures.charts.judged import draw_all
from scpxl.figures.charts.records import ChartOf
from scpxl.figures.charts.subjects import Subject
from scpxl.model.framework import Indicator
from scpxl.statistics.change.trend import loglinear_trend, trend_rests_on
from scpxl.statistics.change.yearly_change import judge_changes
from scpxl.statistics.groups.overdispersion import rate_funnel
from scpxl.statistics.groups.rank_band import floored_phi, rank_bands, rate_estimates
from scpxl.statistics.groups.ranking import rank_low_first
from scpxl.statistics.judgeable import band_is_wide, can_have_a_trend
from scpxl.statistics.spc.variation import SpcOptions
from scpxl.verdicts import SHOWN_LEVEL, SIGNIFICANCE_LEVEL, Verdict

SERIES = 2000
RATES = (0.05, 0.1, 0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 2.5, 3.0, 5.0, 20.0, 50.0)
MONTHS = (36, 48, 60, 73)
MARCH_2018 = 12 * 2018 + 2
MOST_FLAGGED, MOST_BEYOND = 4.0, 0.5
"""Per cent, where nothing has happened."""
CHANGES = ((1.0, 2.0), (0.3, 3.0), (0.5, 3.0), (1.5, 2.0), (1.0, 1 / 3), (3.0, 2.0), (10.0, 1.5))
"""What changes and by how much: a doubling at 1 a month, three times as many at 0.3."""
BEFORE, AFTER = 48, (3, 6, 12, 18, 24)
COUNT: dict[str, Any] = {"unit": "count"}
LEVEL: dict[str, Any] = {"unit": "survey percentage", "aggregation": "latest"}


def random(seed: int) -> np.random.Generator:
    return np.random.default_rng([20180331, seed])


def charts(values: npt.NDArray[np.number], end: int = MARCH_2018, **kind: Any) -> list[ChartOf]:
    """Return the control charts of rows of months that end with March 2018."""
    indicator = Indicator.model_validate(
        {
            "code": "SIM",
            "title": "Simulated",
            "objective": "O",
            "kind": "outcome",
            "polarity": "lower",
            **(kind or COUNT),
        }
    )
    months = end - values.shape[1] + 1 + np.arange(values.shape[1])
    nothing = np.full(values.shape[1], np.nan)
    firm = np.zeros(values.shape[1], dtype=np.bool_)
    subjects = [Subject(indicator, row, nothing, nothing, firm, ()) for row in values.astype(np.float64)]
    return draw_all(subjects, months, 1, SpcOptions())


def flagged(values: npt.NDArray[np.number], end: int = MARCH_2018, **kind: Any) -> npt.NDArray[np.bool_]:
    """Return of which rows the latest period is flagged."""
    return np.array([bool(chart.rule[chart.judged]) for chart in charts(values, end, **kind)])


def false_flags(rate: float, months: int, series: int = SERIES, end: int = MARCH_2018) -> float:
    """Return in how many of a hundred series in which nothing changes the latest period is flagged."""
    return 100 * float(flagged(random(months).poisson(rate, (series, months)), end).mean())


def found_by(rate: float, times: float, series: int = SERIES) -> list[float]:
    """Return in how many of a hundred series a change has been flagged at least once by so many months after it."""
    draw = random(round(1000 * rate))
    before, after = draw.poisson(rate, (series, BEFORE)), draw.poisson(rate * times, (series, AFTER[-1]))
    seen, result = np.zeros(series, dtype=np.bool_), []
    for month in range(3, AFTER[-1] + 1, 3):
        seen |= flagged(np.concatenate([before, after[:, :month]], axis=1), MARCH_2018 + month)
        if month in AFTER:
            result.append(100 * float(seen.mean()))
    return result


def beyond(events: float, areas: int, spread: float = 0.0, groups: int = 200) -> float:
    """Return how many of a hundred areas are called higher or lower than the others beyond chance."""
    draw, said = random(areas), 0
    for _ in range(groups):
        people = draw.uniform(150e3, 400e3, areas)
        rate = events / people.mean() * np.exp(spread * draw.standard_normal(areas))
        months = draw.poisson(np.repeat((rate * people / 12)[:, None], 24, axis=1)).astype(np.float64)
        year = months[:, 12:].sum(axis=1)
        ranks = rank_low_first(year / people)
        estimates = rate_estimates(year, people, floored_phi(months.reshape(areas, 2, 12)))
        bands = rank_bands(estimates, ranks)
        far = np.abs(rate_funnel(year, people).classes) > 1
        said += int((far & ~band_is_wide(bands.first, bands.last, areas)).sum())
    return 100 * said / (groups * areas)


def significant_changes(rate: float, times: float = 1.0, series: int = SERIES) -> float:
    """Return how many of a hundred changes on a year ago are called significant."""
    draw = random(round(100 * rate))
    table = np.stack([draw.poisson(rate * factor, (series, 12)) for factor in (1.0, 1.0, times)], axis=1)
    return 100 * float((judge_changes(table.astype(np.float64)).verdict == Verdict.SIGNIFICANT).mean())


def significant_trends(rate: float, series: int = SERIES) -> float:
    """Return how many of a hundred trends over five years are called significant where there is none."""
    counts = random(round(100 * rate)).poisson(rate, (series, 60)).astype(np.float64)
    told = can_have_a_trend(counts)
    if not told.any():
        return 0.0
    found = loglinear_trend(counts[told], level=SHOWN_LEVEL)
    sure = (found.p < 1 - SIGNIFICANCE_LEVEL) & ~trend_rests_on(counts[told], 12, found).any(axis=1)
    return 100 * float(sure.sum()) / series


def levels(resembles: float, months: int = 36, series: int = SERIES) -> float:
    """Return in how many of a hundred levels, each drawn from the one before, the latest is flagged."""
    draw = random(round(100 * resembles))
    walk = np.zeros((series, months + 100))
    for place in range(1, walk.shape[1]):
        walk[:, place] = resembles * walk[:, place - 1] + draw.normal(size=series)
    return 100 * float(flagged(50 + walk[:, -months:], **LEVEL).mean())


def seasons(swing: float, months: int, mean: float = 100.0, series: int = SERIES) -> float:
    """Return the same of counts that rise and fall with the year and do not change otherwise."""
    at = MARCH_2018 - months + 1 + np.arange(months)
    usual = mean * (1 + swing * np.sin(2 * np.pi * at / 12))
    return 100 * float(flagged(random(months).poisson(usual, (series, months))).mean())


def report(series: int) -> Iterator[str]:
    """Yield the tables, line by line."""
    yield "Nothing changed: latest period flagged, % of series (Poisson a month; months of figures)"
    yield _row("", [f"{months}" for months in MONTHS])
    for rate in RATES:
        yield _row(f"{rate:g}", [f"{false_flags(rate, months, series):.1f}" for months in MONTHS])
    yield "\nSomething changed: flagged by then, % of series (months since the change; four years before it)"
    yield _row("", [f"{months}" for months in AFTER])
    for rate, times in CHANGES:
        yield _row(
            f"{rate:g} x {times:.2g}", [f"{share:.0f}" for share in found_by(rate, times, series // 4)]
        )
    yield "\nAreas alike: beyond chance, % of areas (events a year each; areas); and areas that differ by 30%"
    yield _row("", ["12", "32", "32, differ"])
    for events in (0.5, 1, 2, 3, 5, 7, 10, 30):
        yield _row(
            f"{events:g}",
            [f"{share:.2f}" for share in (beyond(events, 12), beyond(events, 32), beyond(events, 32, 0.3))],
        )
    yield "\nChanges on a year ago: significant, % of series (a month; no change, x 1.5, x 2) and trends (no trend)"
    yield _row("", ["none", "x 1.5", "x 2", "trend"])
    for rate in (0.3, 1.0, 3.0, 10.0, 50.0):
        shares = [significant_changes(rate, times, series) for times in (1.0, 1.5, 2.0)]
        yield _row(
            f"{rate:g}", [f"{share:.1f}" for share in (*shares, significant_trends(rate, series // 2))]
        )
    yield "\nLevels that resemble the last one: flagged, % of series (lag-1 correlation; months of figures)"
    yield _row("", ["12", "20", "36"])
    for resembles in (0.0, 0.3, 0.5, 0.7, 0.9, 1.0):
        yield _row(f"{resembles:g}", [f"{levels(resembles, months, series):.1f}" for months in (12, 20, 36)])
    yield "\nSeasons of 30%: flagged, % of series (a month; months of figures)"
    yield _row("", ["36", "48", "60", "84", "120"])
    for mean in (20.0, 100.0):
        yield _row(
            f"{mean:g}", [f"{seasons(0.3, months, mean, series):.1f}" for months in (36, 48, 60, 84, 120)]
        )


def _row(name: str, cells: list[str]) -> str:
    return f"{name:>10}" + "".join(f"{cell:>12}" for cell in cells)


if __name__ == "__main__":
    for line in report(int(sys.argv[1]) if len(sys.argv) > 1 else SERIES):
        print(line, flush=True)

"""Each indicator's control chart: which figures it judges, by which limits, and what was done to be fair.

Charts are of single periods' figures, never of rolling ones.  Before anything is drawn it is asked whether the figures
can carry limits (`statistics.judgeable`), of all series at once.  A figure that is still provisional is drawn and not
judged.  Where a series has seasons it is judged without them, and its limits are drawn with them.  Limits start afresh
at every registered break and rebase.  Events too rare for single months are gathered into quarters with exact limits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from typing import NamedTuple

import numpy as np

from scpxl.figures.series import SeriesMatrix
from scpxl.model.framework import AddsUp, Framework
from scpxl.model.observations import SeriesKey
from scpxl.model.periods import MONTH
from scpxl.model.wholes import WholeKind, is_yearly_rate
from scpxl.scorecard.chart_limits import Judged, judge_all, not_judged
from scpxl.scorecard.chart_records import NO_SEASON, Carried, ChartOf, Season
from scpxl.scorecard.chart_subjects import Prepared, Subject, prepare, still_provisional
from scpxl.scorecard.rare_charts import RareChart, rare_charts
from scpxl.scorecard.wholes import Wholes
from scpxl.scorecard.windows import SEASON_MONTHS
from scpxl.statistics.arrays import Floats, Months, row_median
from scpxl.statistics.dispersion import autocorrelation
from scpxl.statistics.judgeable import Chartable, can_be_charted, can_be_runs_tested
from scpxl.statistics.runs import RunsResult, judge_runs
from scpxl.statistics.seasonality import Seasons, adjusted, at_each_month, decompose, judge_seasons
from scpxl.statistics.spc import SpcOptions


def chart_all(
    framework: Framework, matrix: SeriesMatrix, values: Floats, wholes: Wholes
) -> dict[str, ChartOf]:
    """Return by code the control charts of the own area's series.

    `values` are each period's own figure, [series, periods], and `wholes` what it is out of.
    """
    options = SpcOptions(shift=framework.shift, trend=framework.trend, screen=framework.screening)
    subjects = []
    for indicator in framework.reported:
        row = matrix.rows.get(SeriesKey(indicator.code, framework.area))
        if indicator.rolling or indicator.frequency.months != matrix.step or row is None:
            continue
        notes = tuple(note for note in framework.notes_for(indicator) if note.kind.begins_anew)
        whole, nothing = wholes.windows.one[row], np.full(len(matrix.months), np.nan)
        is_share = indicator.divides and not is_yearly_rate(framework, indicator)
        is_level = wholes.of[row].kind is WholeKind.LEVEL
        subjects.append(
            Subject(
                indicator=indicator,
                values=values[row],
                denominator=whole if is_share else nothing,
                people=whole if is_level and not is_share else nothing,
                provisional=still_provisional(matrix.marker[row]),
                notes=notes,
                out_of=wholes.of[row].name,
                adds_up=wholes.of[row].adds_up,
            )
        )
    charts = draw_all(subjects, matrix.months, matrix.step, options)
    return {subject.indicator.code: chart for subject, chart in zip(subjects, charts, strict=True)}


def draw_all(subjects: Sequence[Subject], months: Months, step: int, options: SpcOptions) -> list[ChartOf]:
    """Return the charts of series over the same months; `ValueError` where figures overlap."""
    prepared = [prepare(subject, months, step) for subject in subjects]
    if not prepared:
        return []
    firm = np.array([one.firm for one in prepared])
    seasons = _seasons(prepared, firm, months, step)
    fair = np.array([_without(row, season, months) for row, season in zip(firm, seasons, strict=True)])
    carried = _carried(prepared, fair)
    rare = rare_charts(
        {
            place: one
            for place, (one, carries) in enumerate(zip(prepared, carried, strict=True))
            if carries.answer is Chartable.TOO_RARE and one.is_counted
        },
        months,
        step,
    )
    charted = [place for place, carries in enumerate(carried) if carries.answer is Chartable.YES]
    judged = dict(
        zip(charted, judge_all([prepared[n] for n in charted], fair[charted], options), strict=True)
    )
    # Where nothing is judged nothing was taken out.
    seasons = [season if place in judged else NO_SEASON for place, season in enumerate(seasons)]
    fair = np.where(np.isin(np.arange(len(prepared)), charted)[:, None], fair, firm)
    second = _second_opinions(prepared, fair)
    return [
        _of_rare(one, carried[place], rare[place], options)
        if place in rare
        else _drawn(
            _Found(
                one, carried[place], seasons[place], fair[place], judged.get(place, not_judged(len(months)))
            ),
            second[place],
            months,
            step,
            options,
        )
        for place, one in enumerate(prepared)
    ]


def _carried(prepared: Sequence[Prepared], fair: Floats) -> list[Carried]:
    """Return of all series at once whether their figures can carry limits."""
    found = can_be_charted(
        fair,
        np.array([one.events for one in prepared]),
        np.array([one.used for one in prepared]),
        is_level=np.array([one.is_level for one in prepared]),
    )
    return [
        Carried(Chartable(code), int(figures), float(mean), float(memory))
        for figures, mean, _zeros, memory, code in zip(*found, strict=True)
    ]


class _Second(NamedTuple):
    """What needs no limits: memory, and the runs test."""

    memory: float
    runs: RunsResult
    told: bool


def _second_opinions(prepared: Sequence[Prepared], fair: Floats) -> list[_Second]:
    """Return of all series at once how they resemble themselves and what the runs test finds, since the last break."""
    first = prepared[0].first
    seen = np.where(np.array([one.stretches.latest for one in prepared]), fair, np.nan)[:, first:]
    memory, runs = autocorrelation(seen)[:, 0], judge_runs(seen, row_median(seen))
    told = can_be_runs_tested(runs.useful, (~np.isnan(seen)).sum(axis=1))
    return [
        _Second(
            float(memory[row]),
            RunsResult(
                **{field.name: getattr(runs, field.name)[row : row + 1] for field in fields(RunsResult)}
            ),
            bool(told[row]),
        )
        for row in range(len(prepared))
    ]


class _Found(NamedTuple):
    """A series with all that was found of it; arrays are [columns of the track]."""

    one: Prepared
    carried: Carried
    season: Season
    fair: Floats
    judged: Judged


def _drawn(found: _Found, second: _Second, months: Months, step: int, options: SpcOptions) -> ChartOf:
    one, season, judged = found.one, found.season, found.judged
    first, result = one.first, found.judged.result
    lines = [line[first:] for line in (result.mean, result.lower, result.upper)]
    latest = one.stretches.latest[first:]
    lower, upper = (_average(line[latest]) for line in lines[1:])
    if season.seasons is not None:
        at = at_each_month(season.seasons, months)[0, first:]
        lines = [line * at if season.seasons.multiplied else line + at for line in lines]
    waiting = np.flatnonzero(~one.subject.provisional[first:])
    at_last = int(waiting[-1]) if len(waiting) else -1
    # Beside a missing figure there is no limit either.
    missing = np.isnan(one.subject.values[first:]) & (np.arange(len(months) - first) >= at_last)
    drawn = [np.where(missing, np.nan, line) for line in lines]
    return ChartOf(
        months=months[first:],
        step=step,
        options=options,
        kind=one.exposure.kind,
        carried=found.carried,
        values=one.subject.values[first:],
        fair=found.fair[first:],
        mean=drawn[0],
        lower=drawn[1],
        upper=drawn[2],
        rule=result.rule[first:],
        side=result.side[first:],
        assessed=result.assessed[first:],
        short=result.short[first:],
        latest=latest,
        level=(lower, upper),
        judged=at_last,
        baseline=one.baseline,
        season=season,
        exposed_to=one.exposure.words,
        memory=second.memory,
        runs=second.runs,
        runs_told=second.told,
        median=bool(judged.median[one.stretches.latest].any()),
        odd=tuple(
            int(place) - first
            for place in np.flatnonzero(judged.odd & one.stretches.latest)
            if place >= first
        ),
        outside=judged.outside,
    )


def _of_rare(one: Prepared, carried: Carried, rare: RareChart, options: SpcOptions) -> ChartOf:
    """Return the chart of events that are gathered into longer periods, or of too few of those."""
    seen = np.where(rare.latest, rare.values, np.nan)[None, :]
    nothing = judge_runs(np.full((1, 1), np.nan), np.zeros((1, 1)))
    return ChartOf(
        months=rare.months,
        step=rare.step,
        options=options,
        kind=None,
        carried=carried,
        values=rare.values,
        fair=seen[0],
        mean=rare.mean,
        lower=rare.lower,
        upper=rare.upper,
        rule=rare.rule,
        side=rare.side,
        assessed=rare.assessed,
        short=np.zeros(len(rare.values), dtype=np.bool_),
        latest=rare.latest,
        level=(_average(rare.lower[rare.latest]), _average(rare.upper[rare.latest])),
        judged=rare.judged,
        baseline=one.baseline,
        season=NO_SEASON,
        exposed_to=one.exposure.words,
        memory=float(autocorrelation(seen)[0, 0]),
        runs=nothing,
        runs_told=False,
        rare=rare,
    )


def _average(line: Floats) -> float:
    """Return the mean of a line where it is known; of one number, that very number."""
    known = line[~np.isnan(line)]
    if not len(known):
        return float("nan")
    return float(known[0]) if (known == known[0]).all() else float(known.mean())


def _seasons(prepared: Sequence[Prepared], firm: Floats, months: Months, step: int) -> list[Season]:
    """Return of all series at once what the figures since the last break say of seasons: monthly ones, 36 or more."""
    if step != MONTH:
        return [NO_SEASON] * len(prepared)
    latest = np.array([one.stretches.latest for one in prepared])
    history, at = np.where(latest, firm, np.nan)[:, -SEASON_MONTHS:], months[-SEASON_MONTHS:]
    added, times = decompose(history, at), decompose(history, at, multiplied=True)
    sums = np.array([one.subject.indicator.adds_up is AddsUp.SUM for one in prepared])
    # Factors of zero, or less, are no factors.
    as_factors = sums & (times.index > 0).all(axis=1) & ~(times.trend <= 0).any(axis=1)
    tests = judge_seasons(history, times, at), judge_seasons(history, added, at)
    number = (~np.isnan(history)).sum(axis=1)
    found = []
    for row, multiplied in enumerate(as_factors):
        test, seasons = (tests[0], times) if multiplied else (tests[1], added)
        theirs = Seasons(seasons.trend[row : row + 1], seasons.index[row : row + 1], bool(multiplied))
        found.append(
            Season(
                tested=bool(test.tested[row]),
                strength=float(test.strength[row]),
                p_value=float(test.p_value[row]),
                seasons=theirs if test.seasonal[row] else None,
                months=int(number[row]),
            )
        )
    return found


def _without(firm: Floats, season: Season, months: Months) -> Floats:
    return firm if season.seasons is None else adjusted(firm[None, :], season.seasons, months)[0]

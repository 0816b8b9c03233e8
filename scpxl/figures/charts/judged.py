"""Each indicator's control chart: which figures it judges, by which limits, and what was done to be fair.

Charts are of single periods' figures, never of rolling ones.  Before anything is drawn it is asked whether the figures
can carry limits (`statistics.judgeable`), of all series at once.  A figure that is still provisional is drawn and not
judged.  Where a series has seasons it is judged without them, and its limits are drawn with them.  Limits start afresh
at every registered break and rebase.  Events too rare for single months are gathered into quarters with exact limits.

Rows are an indicator at a month end: figures later than that are not seen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import NamedTuple

import numpy as np

from scpxl.figures.charts.limits import Judged, judge_points, not_judged
from scpxl.figures.charts.rare import RareChart, rare_charts
from scpxl.figures.charts.records import NO_RUNS, NO_SEASON, Carried, ChartOf, Runs, Season
from scpxl.figures.charts.subjects import Prepared, Subject, prepare_series, still_provisional
from scpxl.figures.lookback import SEASON_MONTHS
from scpxl.figures.readings import SeriesPlace
from scpxl.figures.tracks import LATEST
from scpxl.model.framework import Aggregation, Framework
from scpxl.model.periods import MONTH
from scpxl.model.wholes import WholeKind, is_yearly_rate
from scpxl.statistics.arrays import YEAR, Flags, Floats, Months, row_median
from scpxl.statistics.change.seasonality import Seasons, adjusted, decompose, judge_seasons
from scpxl.statistics.dispersion import autocorrelation
from scpxl.statistics.judgeable import Chartable, can_be_charted, can_be_runs_tested
from scpxl.statistics.spc.rules import RunsResult, judge_runs
from scpxl.statistics.spc.variation import SpcOptions
from scpxl.statistics.windows import days_in


def chart_all(framework: Framework, places: Sequence[SeriesPlace]) -> list[ChartOf]:
    """Return the control charts of series of one track, each seen up to its column."""
    if not places:
        return []
    options = SpcOptions(shift=framework.shift, trend=framework.trend, screen=framework.screening)
    track = places[0].track
    values, nothing = track.values(LATEST), np.full(len(track.matrix.months), np.nan)
    subjects = []
    for place in places:
        indicator, row = place.indicator, place.row
        whole = track.wholes.windows.one[row]
        is_share = indicator.divides and not is_yearly_rate(framework, indicator)
        is_level = place.whole.kind is WholeKind.LEVEL
        provisional = np.zeros(len(nothing), dtype=np.bool_)
        provisional[: place.column + 1] = still_provisional(track.matrix.marker[row, : place.column + 1])
        subjects.append(
            Subject(
                indicator=indicator,
                values=values[row],
                denominator=whole if is_share else nothing,
                people=whole if is_level and not is_share else nothing,
                provisional=provisional,
                notes=tuple(note for note in framework.notes_for(indicator) if note.kind.restarts_limits),
                out_of=place.whole.name,
                adds_up=place.whole.adds_up,
                end=place.column,
            )
        )
    return draw_all(subjects, track.matrix.months, track.step, options)


def draw_all(subjects: Sequence[Subject], months: Months, step: int, options: SpcOptions) -> list[ChartOf]:
    """Return the charts of series over the same months; `ValueError` where figures overlap."""
    days = days_in(months, step)
    prepared = [prepare_series(subject, months, step, days) for subject in subjects]
    if not prepared:
        return []
    firm = np.array([one.firm for one in prepared])
    seasons, fair = _without_seasons(prepared, firm, months, step)
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
        zip(charted, judge_points([prepared[n] for n in charted], fair[charted], options), strict=True)
    )
    # Where nothing is judged nothing was taken out.
    seasons = [season if place in judged else NO_SEASON for place, season in enumerate(seasons)]
    fair = np.where(np.isin(np.arange(len(prepared)), charted)[:, None], fair, firm)
    second, none = _second_opinions(prepared, fair), not_judged(len(months))
    return [
        _of_rare(one, carried[place], rare[place], options)
        if place in rare
        else _drawn(
            _Found(one, carried[place], seasons[place], fair[place], judged.get(place, none)),
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
    runs: Runs


def _second_opinions(prepared: Sequence[Prepared], fair: Floats) -> list[_Second]:
    """Return of all series at once how they resemble themselves and what the runs test finds, since the last break."""
    width = max(one.end + 1 - one.first for one in prepared)
    at = np.array([one.end for one in prepared])[:, None] - np.arange(width)[::-1]
    latest = np.where(np.array([one.latest for one in prepared]), fair, np.nan)
    seen = np.where(at >= 0, np.take_along_axis(latest, np.maximum(at, 0), axis=1), np.nan)
    memory, runs = autocorrelation(seen)[:, 0], judge_runs(seen, row_median(seen))
    told = can_be_runs_tested(runs.useful, (~np.isnan(seen)).sum(axis=1))
    columns = [getattr(runs, field.name).tolist() for field in fields(RunsResult)]
    found = zip(memory.tolist(), zip(*columns, told.tolist(), strict=True), strict=True)
    return [_Second(remembers, Runs(*row)) for remembers, row in found]


class _Found(NamedTuple):
    """A series with all that was found of it; arrays are [columns of the track]."""

    one: Prepared
    carried: Carried
    season: Season
    fair: Floats
    judged: Judged


def _drawn(found: _Found, second: _Second, months: Months, step: int, options: SpcOptions) -> ChartOf:
    one, season, judged = found.one, found.season, found.judged
    shown, result = one.shown, found.judged.result
    lines = [line[shown] for line in (result.mean, result.lower, result.upper)]
    latest = one.latest[shown]
    lower, upper = (_average(line[latest]) for line in lines[1:])
    if season.index is not None:
        at = season.index[months[shown] % YEAR]
        lines = [line * at if season.multiplied else line + at for line in lines]
    waiting = np.flatnonzero(~one.subject.provisional[shown])
    at_last = int(waiting[-1]) if len(waiting) else -1
    # Beside a missing figure there is no limit either.
    values = one.subject.values[shown]
    missing = np.isnan(values) & (np.arange(len(values)) >= at_last)
    drawn = [np.where(missing, np.nan, line) for line in lines]
    return ChartOf(
        months=months[shown],
        step=step,
        options=options,
        kind=one.exposure.kind,
        carried=found.carried,
        values=values,
        fair=found.fair[shown],
        mean=drawn[0],
        lower=drawn[1],
        upper=drawn[2],
        rule=result.rule[shown],
        side=result.side[shown],
        assessed=result.assessed[shown],
        short=result.short[shown],
        latest=latest,
        level=(lower, upper),
        judged=at_last,
        baseline=one.baseline,
        season=season,
        exposed_to=one.exposure.words,
        memory=second.memory,
        runs=second.runs,
        median=bool(judged.median[one.latest].any()),
        odd=tuple(int(place) for place in np.flatnonzero((judged.odd & one.latest)[shown])),
        outside=judged.outside,
    )


def _of_rare(one: Prepared, carried: Carried, rare: RareChart, options: SpcOptions) -> ChartOf:
    """Return the chart of events that are gathered into longer periods, or of too few of those."""
    return ChartOf(
        months=rare.months,
        step=rare.step,
        options=options,
        kind=None,
        carried=carried,
        values=rare.values,
        fair=np.where(rare.latest, rare.values, np.nan),
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
        memory=rare.memory,
        runs=NO_RUNS,
        rare=rare,
    )


def _average(line: Floats) -> float:
    """Return the mean of a line where it is known; of one number, that very number."""
    known = line[~np.isnan(line)]
    if not len(known):
        return float("nan")
    return float(known[0]) if (known == known[0]).all() else float(known.mean())


def _without_seasons(
    prepared: Sequence[Prepared], firm: Floats, months: Months, step: int
) -> tuple[list[Season], Floats]:
    """Return what the figures since the last break say of seasons (monthly ones, 36 or more), and the figures without."""
    if step != MONTH:
        return [NO_SEASON] * len(prepared), firm
    seasons, fair = [NO_SEASON] * len(prepared), firm.copy()
    latest = np.where(np.array([one.latest for one in prepared]), firm, np.nan)
    # Series are looked at over so many months to their own last one, those of as many together.
    widths: defaultdict[int, list[int]] = defaultdict(list)
    for place, one in enumerate(prepared):
        widths[min(one.end + 1, SEASON_MONTHS)].append(place)
    for width, places in widths.items():
        ends = np.array([prepared[place].end for place in places])
        seen = ends[:, None] - np.arange(width)[::-1]
        history = np.take_along_axis(latest[places], seen, axis=1)
        sums = np.array(
            [prepared[place].subject.indicator.aggregation is Aggregation.SUM for place in places]
        )
        found = _seasons(history, months[seen], sums)
        for number, place in enumerate(places):
            seasons[place] = found[number]
        for way in (False, True):
            with_one = [n for n, one in found.items() if one.index is not None and one.multiplied is way]
            if with_one:
                rows = [places[n] for n in with_one]
                index = np.array([found[n].index for n in with_one])
                fair[rows] = adjusted(firm[rows], Seasons(firm[rows], index, way), months)
    return seasons, fair


def _seasons(history: Floats, months: Months, sums: Flags) -> Mapping[int, Season]:
    """Return of rows of figures, each over its own months, what they say of seasons; `sums` says which may be factors."""
    added, times = decompose(history, months), decompose(history, months, multiplied=True)
    # Factors of zero, or less, are no factors.
    as_factors = sums & (times.index > 0).all(axis=1) & ~(times.trend <= 0).any(axis=1)
    tests = judge_seasons(history, times, months), judge_seasons(history, added, months)
    number = (~np.isnan(history)).sum(axis=1)
    found = {}
    for row, multiplied in enumerate(as_factors.tolist()):
        test, seasons = (tests[0], times) if multiplied else (tests[1], added)
        found[row] = Season(
            tested=bool(test.tested[row]),
            strength=float(test.strength[row]),
            p_value=float(test.p_value[row]),
            index=seasons.index[row] if test.seasonal[row] else None,
            multiplied=multiplied,
            months=int(number[row]),
        )
    return found

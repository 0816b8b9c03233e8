"""Each indicator's control chart: which figures it judges, by which limits, and what was done to be fair.

Charts are of single periods' figures, never of rolling ones.  A figure that is still provisional is drawn and not
judged.  Where a series has seasons it is judged without them, and its limits are drawn with them.  Limits
start afresh at every registered break and rebase.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scpxl.metrics.arrays import Codes, Flags, Floats, Months
from scpxl.metrics.dispersion import autocorrelation
from scpxl.metrics.runs import RunsResult, judge_runs
from scpxl.metrics.seasonality import (
    Seasons,
    adjusted,
    at_each_month,
    decompose,
    judge_seasons,
)
from scpxl.metrics.series import MARKERS, SeriesMatrix
from scpxl.metrics.spc import SpcOptions, XmrResult, single_periods, xmr
from scpxl.metrics.spc_charts import ChartKind, draw_chart, judge_chart
from scpxl.metrics.spc_limits import LEAST_BASELINE
from scpxl.model.framework import AddsUp, ChartLimits, Framework, Indicator, NoteKind, SeriesNote, Unit
from scpxl.model.observations import Marker, SeriesKey
from scpxl.model.periods import MONTH, YEAR

CHARTED = {1: 36, 3: 20, 12: 15}
"""Columns shown on a control chart, and from which its limits are made: three years of months."""
HISTORY = 120
"""Months from which seasons are worked out, at most."""
_UNEVEN = 0.25
"""From such a part of their mean on, denominators differ too much for one pair of limits."""
_PROVISIONAL = MARKERS.index(Marker.PROVISIONAL)


@dataclass(frozen=True, eq=False)
class Season:
    """What the test for seasons found, and what was done about it."""

    tested: bool
    strength: float
    p_value: float
    seasons: Seasons | None
    """What was taken out before judging; None where nothing was."""
    months: int
    """Figures the test rests on."""


@dataclass(frozen=True, eq=False)
class ChartOf:
    """One indicator's control chart.  Arrays are [columns shown], the last that of the period."""

    first: int
    """The column of the track that the chart begins with."""
    options: SpcOptions
    kind: ChartKind | None
    """None for XmR."""
    values: Floats
    """The figures themselves."""
    fair: Floats
    """What was judged: without seasons, and NaN where provisional."""
    mean: Floats
    """Drawn with seasons, as the limits are."""
    lower: Floats
    upper: Floats
    rule: Codes
    side: Codes
    assessed: Flags
    short: Flags
    level: tuple[float, float]
    """The limits of an average period of the last group."""
    judged: int
    """The latest column that is not provisional."""
    baseline: tuple[int, int] | None
    """First and last month of the figures that the last group's limits are fixed on."""
    season: Season
    exposed_to: str
    """What limits follow, in words; blank for none."""
    memory: float
    """Lag-1 autocorrelation of what was judged."""
    runs: RunsResult


class Subject(NamedTuple):
    """A series to be charted: arrays are [columns of the track]."""

    indicator: Indicator
    values: Floats
    denominator: Floats
    people: Floats
    provisional: Flags
    notes: tuple[SeriesNote, ...]


def chart_all(
    framework: Framework, matrix: SeriesMatrix, values: Floats, people: Floats
) -> dict[str, ChartOf]:
    """Return by code the control charts of the own area's series.

    `values` are each period's own figure and `people` the population, both [series, periods].
    """
    found = {}
    options = SpcOptions(shift=framework.shift, trend=framework.trend, screen=framework.screening)
    for indicator in framework.reported:
        row = matrix.rows.get(SeriesKey(indicator.code, framework.area))
        if indicator.rolling or indicator.frequency.months != matrix.step or row is None:
            continue
        notes = tuple(note for note in framework.notes_for(indicator) if note.kind.begins_anew)
        subject = Subject(
            indicator,
            values[row],
            matrix.denominator[row],
            people[row],
            still_provisional(matrix.marker[row]),
            notes,
        )
        found[indicator.code] = chart_one(subject, matrix.months, matrix.step, options)
    return found


def chart_one(subject: Subject, months: Months, step: int, options: SpcOptions) -> ChartOf:
    """Return a series' control chart; `ValueError` where its figures overlap."""
    covers = YEAR if subject.indicator.rolling else step
    values = single_periods(subject.values, covers=covers, step=step)
    firm: Floats = np.where(subject.provisional, np.nan, values)
    groups = _groups(subject.notes, months)
    fixed = _baseline(subject.notes, months, groups)
    first = max(0, len(months) - CHARTED[step])
    begin = first if fixed is None else min(first, int(np.flatnonzero(fixed & (groups == groups[-1]))[0]))
    season = _season(subject.indicator, firm, months, groups, step)
    fair = firm if season.seasons is None else adjusted(firm[None, :], season.seasons, months)[0]
    # The windows of three years or less that are judged; a baseline may lie before them.
    seen = slice(begin, None)
    kept = np.ones(len(months), dtype=np.bool_) if fixed is None else fixed
    pieces = (fair[seen], groups[seen], kept[seen])
    kind, exposure, words = _exposure(subject, months, step, first)
    if kind is None or exposure is None:
        result = xmr(pieces[0][None, :], pieces[1][None, :], options, pieces[2][None, :])
    else:
        result = _with_exposure(kind, pieces, exposure[seen], subject.indicator, options)
    shown = first - begin
    result = XmrResult(**{f.name: getattr(result, f.name)[:, shown:] for f in fields(XmrResult)})
    return _drawn(subject, _Judged(first, options, kind, words, fair, season, fixed), months, groups, result)


class _Judged(NamedTuple):
    """How a chart came about."""

    first: int
    options: SpcOptions
    kind: ChartKind | None
    exposed_to: str
    fair: Floats
    season: Season
    fixed: Flags | None


def _drawn(
    subject: Subject, how: _Judged, months: Months, groups: npt.NDArray[np.int64], result: XmrResult
) -> ChartOf:
    first, season = how.first, how.season
    last_group = groups[first:] == groups[-1]
    mean, lower, upper = result.mean[0], result.lower[0], result.upper[0]
    level = (_average(lower[last_group]), _average(upper[last_group]))
    if season.seasons is not None:
        at = at_each_month(season.seasons, months)[0, first:]
        mean, lower, upper = (
            line * at if season.seasons.multiplied else line + at for line in (mean, lower, upper)
        )
    fair = np.where(last_group, how.fair[first:], np.nan)[None, :]
    middle = np.nanmedian(fair, axis=1, keepdims=True) if (~np.isnan(fair)).any() else np.full((1, 1), np.nan)
    firm = np.flatnonzero(~subject.provisional[first:])
    return ChartOf(
        first=first,
        options=how.options,
        kind=how.kind,
        values=subject.values[first:],
        fair=how.fair[first:],
        mean=mean,
        lower=lower,
        upper=upper,
        rule=result.rule[0],
        side=result.side[0],
        assessed=result.assessed[0],
        short=result.short[0],
        level=level,
        judged=int(firm[-1]) if len(firm) else -1,
        baseline=_months_of(how.fixed, months, groups),
        season=season,
        exposed_to=how.exposed_to,
        memory=float(autocorrelation(fair)[0, 0]),
        runs=judge_runs(fair, middle),
    )


def _average(line: Floats) -> float:
    known = line[~np.isnan(line)]
    return float(known.mean()) if len(known) else float("nan")


def still_provisional(marker: Codes) -> Flags:
    """Return the provisional months up to the latest figure: an older one the partner has let stand is judged."""
    firm = np.flatnonzero(marker != _PROVISIONAL)
    result = np.zeros(len(marker), dtype=np.bool_)
    result[(int(firm[-1]) + 1 if len(firm) else 0) :] = True
    return result


def _groups(notes: Sequence[SeriesNote], months: Months) -> npt.NDArray[np.int64]:
    """Return which stretch between registered breaks and rebases each column is in."""
    firsts = {note.first.first for note in notes}
    return np.asarray(sum((months >= first for first in firsts), np.zeros(len(months), dtype=np.int64)))


def _baseline(notes: Sequence[SeriesNote], months: Months, groups: npt.NDArray[np.int64]) -> Flags | None:
    """Return the figures limits are made from, where a rebase says so; None for all."""
    fixing = [note for note in notes if note.kind is NoteKind.REBASE and note.last is not None]
    kept = np.ones(len(months), dtype=np.bool_)
    for note in fixing:
        inside = (months >= note.first.first) & (months <= note.last_month)
        if inside.sum() < LEAST_BASELINE:
            continue  # its figures are not at hand, or not there yet
        group = groups[np.flatnonzero(inside)[0]]
        kept &= (groups != group) | inside
    return None if kept.all() else kept


def _months_of(fixed: Flags | None, months: Months, groups: npt.NDArray[np.int64]) -> tuple[int, int] | None:
    if fixed is None or fixed[groups == groups[-1]].all():
        return None
    theirs = months[fixed & (groups == groups[-1])]
    return int(theirs[0]), int(theirs[-1])


def _season(
    indicator: Indicator, firm: Floats, months: Months, groups: npt.NDArray[np.int64], step: int
) -> Season:
    """Return what the figures since the last break say of seasons: monthly ones only, and 36 or more."""
    if step != MONTH:
        return Season(tested=False, strength=np.nan, p_value=np.nan, seasons=None, months=0)
    history = np.where(groups == groups[-1], firm, np.nan)[None, -HISTORY:]
    at = months[-HISTORY:]
    seasons = decompose(history, at)
    if indicator.adds_up is AddsUp.SUM:
        factors = decompose(history, at, multiplied=True)
        # Factors of nothing, or below nothing, are no factors.
        if (factors.index > 0).all() and not (factors.trend <= 0).any():
            seasons = factors
    found = judge_seasons(history, seasons, at)
    return Season(
        tested=bool(found.tested[0]),
        strength=float(found.strength[0]),
        p_value=float(found.p_value[0]),
        seasons=seasons if found.seasonal[0] else None,
        months=int((~np.isnan(history)).sum()),
    )


def _exposure(
    subject: Subject, months: Months, step: int, first: int
) -> tuple[ChartKind | None, Floats | None, str]:
    """Return which chart follows what its figures are out of, that, and its name; None for an XmR chart."""
    indicator, whole = subject.indicator, subject.denominator
    if indicator.chart is ChartLimits.XMR:
        return None, None, ""
    if indicator.reports_denominator:
        uneven = _uneven(whole[first:])
        if not uneven and indicator.chart is ChartLimits.AUTOMATIC:
            return None, None, ""
        kind = ChartKind.SHARES_PRIME if indicator.unit is Unit.PERCENTAGE else ChartKind.INDIVIDUALS_PRIME
        return kind, whole, indicator.denominator_title or "what each figure is out of"
    if indicator.chart is ChartLimits.AUTOMATIC or indicator.adds_up is not AddsUp.SUM:
        return None, None, ""
    days = np.array([_days(int(month), step) for month in months], dtype=np.float64)
    if np.isnan(subject.people[first:]).any():
        return ChartKind.RATES_PRIME, days, "days in the month" if step == MONTH else "days"
    return ChartKind.RATES_PRIME, days * subject.people, "days and people"


def _uneven(whole: Floats) -> bool:
    known = whole[whole > 0]
    if not len(known):
        return False
    mean = known.mean()
    return bool(max(known.max() - mean, mean - known.min()) > _UNEVEN * mean)


def _days(last: int, step: int) -> int:
    return sum(monthrange(month // YEAR, month % YEAR + 1)[1] for month in range(last - step + 1, last + 1))


def _with_exposure(
    kind: ChartKind,
    pieces: tuple[Floats, npt.NDArray[np.int64], Flags],
    exposure: Floats,
    indicator: Indicator,
    options: SpcOptions,
) -> XmrResult:
    """Return a chart whose limits follow the exposure, in the figures' own units, group by group."""
    fair, groups, kept = pieces
    shares = kind is ChartKind.SHARES_PRIME
    # A share is of one and shown of a hundred; a count is a rate of its exposure; an average is as it is.
    scale = np.full(len(fair), 100.0 if shares else 1.0)
    counts = fair * exposure / 100 if shares else fair * exposure
    if kind is ChartKind.RATES_PRIME:
        scale, counts = exposure, fair
    whole: XmrResult | None = None
    for group in np.unique(groups):
        inside = groups == group
        chart = draw_chart(
            kind,
            np.where(inside, counts, np.nan)[None, :],
            exposure[None, :],
            baseline=kept[None, :],
            screen=options.screen,
        )
        part = _scaled(judge_chart(chart, options), scale)
        whole = part if whole is None else _merged(whole, part, inside)
    if whole is None:
        raise ValueError(f"{indicator.code}: there are no periods to chart.")
    return whole


def _scaled(result: XmrResult, scale: Floats) -> XmrResult:
    lines = ("mean", "lower", "upper", "lower2", "upper2")
    return replace(result, **{name: getattr(result, name) * scale for name in lines})


def _merged(one: XmrResult, other: XmrResult, inside: Flags) -> XmrResult:
    return XmrResult(
        **{
            field.name: np.where(inside, getattr(other, field.name), getattr(one, field.name))
            for field in fields(XmrResult)
        }
    )

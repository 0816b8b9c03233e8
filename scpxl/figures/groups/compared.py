"""Areas beside each other in benchmark groups: average, ranks, and the group's own change; every group at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scpxl.figures.gaps import break_within
from scpxl.figures.groups.chances import Chances, GroupTable, all_chances, is_tested
from scpxl.figures.groups.records import GroupFigures, is_pooled, scale_of
from scpxl.figures.tracks import HEADLINE, NUMBER, RATE, Track
from scpxl.model.framework import (
    Aggregation,
    Area,
    BenchmarkGroup,
    Framework,
    Indicator,
    Unit,
)
from scpxl.model.observations import SeriesKey
from scpxl.model.periods import YEAR
from scpxl.model.wholes import WholeKind, whole_of
from scpxl.statistics.arrays import Flags, Floats
from scpxl.statistics.change.differences import percent_change
from scpxl.statistics.groups.ranking import mean_unweighted, pooled, rank_low_first, ranked_count, told_group
from scpxl.statistics.intervals import Interval, rate_interval, wilson

QUARTERS = 4
_SHARES = {Unit.PERCENTAGE, Unit.SURVEY}


class _Asked(NamedTuple):
    """A group, an indicator and a column, its areas' rows (-1: nothing was ever reported), and which are judged."""

    indicator: Indicator
    group: BenchmarkGroup
    areas: tuple[Area, ...]
    column: int
    rows: npt.NDArray[np.intp]
    judged: Flags


def all_groups(
    framework: Framework, track: Track, asked: Sequence[tuple[Indicator, int]], last: int
) -> dict[tuple[str, str, int], GroupFigures]:
    """Return by indicator, group and column how areas are in each group of each indicator; without empty ones.

    Every area is judged in the `last` column; in earlier ones the own area is, and the others have their limits.
    """
    groups = {group.code: group for group in framework.benchmarks}
    members = {code: framework.members(code) for code in groups}
    sizes: defaultdict[int, list[_Asked]] = defaultdict(list)
    placed: dict[tuple[str, str], npt.NDArray[np.intp]] = {}
    for indicator, column in asked:
        for code in indicator.benchmark:
            if code in groups:
                areas = members[code]
                if (indicator.code, code) not in placed:
                    keys = (SeriesKey(indicator.code, area.code) for area in areas)
                    placed[indicator.code, code] = np.array(
                        [track.matrix.rows.get(key, -1) for key in keys], dtype=np.intp
                    )
                judged = np.array([column == last or area.code == framework.area for area in areas])
                one = _Asked(indicator, groups[code], areas, column, placed[indicator.code, code], judged)
                sizes[len(areas)].append(one)
    found: dict[tuple[str, str, int], GroupFigures] = {}
    for chosen in sizes.values():
        for one, made in zip(chosen, _of_a_size(framework, track, chosen), strict=True):
            if made is not None:
                found[one.indicator.code, one.group.code, one.column] = made
    return found


def _of_a_size(framework: Framework, track: Track, asked: list[_Asked]) -> list[GroupFigures | None]:
    rows, columns = np.array([one.rows for one in asked]), np.array([[one.column] for one in asked])
    at = partial(_seen_at, rows, columns)
    wholes_of = [whole_of(framework, one.indicator) for one in asked]
    has_rate = np.array([[whole.kind is not WholeKind.NONE] for whole in wholes_of])
    number, year = track.values(NUMBER), track.wholes.windows.year
    counts, figures, rates = at(number), at(track.values(HEADLINE)), at(track.values(RATE))
    compared = np.where(has_rate, rates, figures)
    before = tuple(at(values, track.width) for values in (number, year, track.values(HEADLINE)))
    wholes = at(year)
    scale = np.array([scale_of(one.indicator) for one in asked])
    pool = np.array([is_pooled(one.group, whole) for one, whole in zip(asked, wholes_of, strict=True)])
    # Areas run down the first axis of every method; here they lie side by side in memory.
    average = np.where(pool, scale * pooled(counts.T, wholes.T, 1), mean_unweighted(compared.T))
    ranks, of = rank_low_first(compared.T).T, ranked_count(compared.T)
    quarters, changes = told_group(compared.T, QUARTERS).T, percent_change(figures, before[2])
    lower, upper = _intervals(asked, counts, wholes, has_rate)
    chances = _chances(track, asked, (counts, wholes, rates, ranks), of)
    # Plain numbers are made of whole arrays at once.
    lists = {
        "compared": compared,
        "counts": counts,
        "counts_before": before[0],
        "wholes": wholes,
        "wholes_before": before[1],
        "figures": figures,
        "figures_before": before[2],
        "changes": changes,
        "ranks": ranks,
        "quarters": quarters,
        "lower": lower,
        "upper": upper,
    }
    plain = {name: values.tolist() for name, values in lists.items()}
    made: list[GroupFigures | None] = []
    for case, one in enumerate(asked):
        if not of[case]:
            made.append(None)
            continue
        end = int(track.matrix.months[one.column])
        reach = track.step if one.indicator.aggregation is Aggregation.LATEST else YEAR
        made.append(
            GroupFigures(
                indicator=one.indicator,
                group=one.group,
                areas=one.areas,
                end=end,
                whole=wholes_of[case],
                **{name: values[case] for name, values in plain.items()},
                average=float(average[case]),
                of=int(of[case]),
                parting=break_within(framework, one.indicator, end - YEAR - reach + 1, end),
                chances=chances.get(case),
            )
        )
    return made


def _seen_at(
    rows: npt.NDArray[np.intp], columns: npt.NDArray[np.intp], values: Floats, back: int = 0
) -> Floats:
    """Return [cases, areas] of values [series, columns]; NaN where there is no such series or column."""
    column = columns - back
    seen = values[rows, np.maximum(column, 0)]
    return np.where((rows >= 0) & (column >= 0), seen, np.nan)


def _intervals(asked: list[_Asked], counts: Floats, wholes: Floats, has_rate: Flags) -> Interval:
    """Return the 95% intervals of rates and percentages [cases, areas]; NaN for what is no count out of anything."""
    indicators = [one.indicator for one in asked]
    added = np.array([[one.aggregation is not Aggregation.LATEST] for one in indicators])
    is_share = np.array([[one.unit in _SHARES] for one in indicators])
    is_share &= np.array([[one.divides] for one in indicators]) | ~has_rate
    per = np.array([[scale_of(one)] for one in indicators])
    shares = wilson(np.where(added & is_share, counts, np.nan), wholes).scaled(100.0)
    rates = rate_interval(np.where(added & ~is_share, counts, np.nan), wholes, per)
    return Interval(*(np.where(is_share, share, rate) for share, rate in zip(shares, rates, strict=True)))


def _chances(
    track: Track,
    asked: list[_Asked],
    arrays: tuple[Floats, Floats, Floats, Floats],
    of: npt.NDArray[np.int64],
) -> dict[int, Chances]:
    tested = [case for case, one in enumerate(asked) if is_tested(one.indicator, int(of[case]))]
    counts, wholes, rates, ranks = arrays
    wanted = [
        GroupTable(
            asked[case].indicator,
            counts[case],
            wholes[case],
            rates[case],
            ranks[case],
            _two_years(track, asked[case]),
            asked[case].judged,
        )
        for case in tested
    ]
    return dict(zip(tested, all_chances(wanted), strict=True))


def _two_years(track: Track, one: _Asked) -> Floats:
    """Return [areas, 2, periods of a year] of single periods; NaN where there are no two years yet."""
    span = 2 * track.width
    if one.column + 1 < span:
        return np.full((len(one.rows), 2, track.width), np.nan)
    seen = track.matrix.numerator[one.rows, one.column + 1 - span : one.column + 1]
    return np.where((one.rows >= 0)[:, None], seen, np.nan).reshape(len(one.rows), 2, track.width)

"""Whether the change on a year ago is real, and whether it differs from the benchmark group's: all indicators at once.

Counts are judged by like months of two or three years; percentages and rates out of what adds up too by the months
about their own year's.  None where the two years are not both whole, or a registered break parts them.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from scpxl.figures.beside import GroupChange, all_beside
from scpxl.figures.chart_subjects import still_provisional
from scpxl.figures.counts import Counts
from scpxl.figures.gaps import break_within
from scpxl.figures.lookback import COMPARED_YEARS
from scpxl.figures.readings import Place
from scpxl.figures.working import Printed, Term, Working
from scpxl.model.framework import AddsUp, Unit
from scpxl.model.periods import YEAR, period_label
from scpxl.model.wholes import is_yearly_rate
from scpxl.statistics.arrays import Flags, Floats, Months
from scpxl.statistics.share_change import FORMULA as SHARES
from scpxl.statistics.share_change import judge_shares
from scpxl.statistics.yearly_change import (
    EXACT_FORMULA,
    INTERVAL,
    SPREAD,
    QuasiChange,
    RatioInterval,
    YearlyChange,
    days_in,
    judge_changes,
    judge_rates,
    quasi_change,
    ratio_interval,
)
from scpxl.verdicts import FEW_TOGETHER, FEWEST, JUDGED, SHOWN_LEVEL, Verdict


class Kind(NamedTuple):
    """What a change was judged by."""

    counts: bool = False
    shares: bool = False
    rates: bool = False


@dataclass(frozen=True)
class ChangeFigures:
    """A change on a year ago as judged: in per cent, of percentages in points."""

    kind: Kind
    verdict: Verdict
    new: float
    old: float
    percent: float
    low: float
    high: float
    rests_on: str
    """The month that alone makes it significant; blank for none."""
    provisional: bool
    """Whether the latest months are provisional."""
    working: Working | None
    group: GroupChange | None = None
    """The change of the group's other areas beside it."""

    @property
    def is_few(self) -> bool:
        """Whether the exact test for small counts decides."""
        return self.new + self.old < FEW_TOGETHER or min(self.new, self.old) < FEWEST


class Table(NamedTuple):
    """One series' change before it is judged."""

    place: Place
    counts: Counts | None
    values: Floats
    """[years, months of a year] counts, or parts."""
    exposure: Floats
    """[years, months] days (times people), or what the parts are out of."""
    per_head: float = 1.0
    """People (or homes) of the year before over those of the new one where the headline is a rate, else 1."""

    @property
    def key(self) -> tuple[str, int]:
        """Its indicator and column."""
        return self.place.indicator.code, self.place.column


def all_changes(
    places: Sequence[Place], counts: dict[tuple[str, int], Counts]
) -> dict[tuple[str, int], ChangeFigures]:
    """Return by indicator and column every change of the series of one track that can be judged."""
    tables = [_of_counts(one) for one in counts.values()]
    found = _judged_counts([table for table in tables if table is not None])
    others = [place for place in places if (place.indicator.code, place.column) not in counts]
    shares = [_parted(place) for place in others if _is_share(place)]
    found |= _judged_shares([table for table in shares if table is not None])
    left = [
        place
        for place in others
        if (place.indicator.code, place.column) not in found and _is_plain_rate(place)
    ]
    rates = [_parted(place) for place in left]
    return found | _judged_rates([table for table in rates if table is not None])


def _of_counts(counts: Counts) -> Table | None:
    if not whole_years(counts, counts.own[None, :], 2)[0]:
        return None
    years = COMPARED_YEARS if whole_years(counts, counts.own[None, :], COMPARED_YEARS)[0] else 2
    place, width = counts.place, counts.width
    days = days_in(counts.months[-years * width :], counts.step).reshape(years, width)
    people = np.ones(years)
    if place.indicator.unit is Unit.RATE:
        columns = [place.column - back * width for back in reversed(range(years))]
        people = place.track.wholes.windows.year[place.row, columns]
    if np.isnan(people).any():
        return None
    table = counts.years(counts.own, years)
    return Table(place, counts, table, days * people[:, None], float(people[-2] / people[-1]))


def whole_years(counts: Counts, rows: Floats, years: int) -> Flags:
    """Return which rows have every figure of the last so many years."""
    span = years * counts.width
    if rows.shape[-1] < span:
        return np.zeros(len(rows), dtype=np.bool_)
    return np.asarray(~np.isnan(rows[:, -span:]).any(axis=1))


def _is_share(place: Place) -> bool:
    indicator = place.indicator
    share = indicator.unit is Unit.PERCENTAGE and indicator.adds_up is AddsUp.RATIO
    return share and place.whole.adds_up


def _is_plain_rate(place: Place) -> bool:
    indicator = place.indicator
    is_rate = indicator.unit is Unit.RATE and not is_yearly_rate(place.framework, indicator)
    return is_rate and indicator.adds_up is not AddsUp.LATEST


def _parted(place: Place) -> Table | None:
    """Return two years of numbers and what they are out of; None where they are not whole, or not parts of it."""
    indicator, track = place.indicator, place.track
    parted = break_within(place.framework, indicator, place.end - 2 * YEAR + 1, place.end)
    if indicator.rolling or track.step == YEAR or parted is not None or place.column + 1 < 2 * track.width:
        return None
    span = slice(place.column + 1 - 2 * track.width, place.column + 1)
    parts, wholes = (
        values[place.row, span].reshape(2, track.width)
        for values in (track.matrix.numerator, track.wholes.windows.one)
    )
    # More than a hundred per cent, as of what is out of a level, is no proportion that could be judged as one.
    too_much = indicator.unit is Unit.PERCENTAGE and (parts > wholes).any()
    return None if np.isnan(parts + wholes).any() or too_much else Table(place, None, parts, wholes)


def _judged_counts(tables: Sequence[Table]) -> dict[tuple[str, int], ChangeFigures]:
    found = {}
    beside = all_beside(
        [(table.place, table.counts, table.values, table.per_head) for table in tables if table.counts]
    )
    for rows in by_shape(tables):
        counts, exposure = (np.array([getattr(one, name) for one in rows]) for name in ("values", "exposure"))
        judged, plain = judge_changes(counts, exposure), quasi_change(counts)
        days = exposure.sum(axis=-1)
        ratio = ratio_interval(plain, supposed=days[:, -1] / days[:, -2])
        for row, table in enumerate(rows):
            head = table.per_head
            percent, low, high = (
                100 * ((1 + float(x[row]) / 100) * head - 1)
                for x in (judged.percent, judged.low, judged.high)
            )
            change = _change(Kind(counts=True), judged, row, table, (percent, low, high))
            found[table.key] = replace(
                change,
                working=_working_of_counts(
                    change, judged, row, table, one_of(plain, row), one_of(ratio, row)
                ),
                group=beside.get(table.key),
            )
    return found


def _judged_shares(tables: Sequence[Table]) -> dict[tuple[str, int], ChangeFigures]:
    found = {}
    for rows in by_shape(tables):
        parts, wholes = (np.array([getattr(one, name) for one in rows]) for name in ("values", "exposure"))
        judged = judge_shares(parts, wholes)
        for row, table in enumerate(rows):
            edges = (float(x[row]) for x in (judged.percent, judged.low, judged.high))
            change = _change(Kind(shares=True), judged, row, table, tuple(edges))
            if change.verdict is not Verdict.NOT_ASSESSED:
                found[table.key] = replace(change, working=_working_of_shares(change, judged, row, table))
    return found


def _judged_rates(tables: Sequence[Table]) -> dict[tuple[str, int], ChangeFigures]:
    found = {}
    for rows in by_shape(tables):
        counts, wholes = (np.array([getattr(one, name) for one in rows]) for name in ("values", "exposure"))
        judged, plain = judge_rates(counts, wholes), quasi_change(counts, wholes, month_effects=False)
        ratio = ratio_interval(plain)
        for row, table in enumerate(rows):
            edges = tuple(float(x[row]) for x in (judged.percent, judged.low, judged.high))
            change = _change(Kind(rates=True), judged, row, table, edges)
            working = _working_of_rates(change, judged, row, table, one_of(plain, row), one_of(ratio, row))
            found[table.key] = replace(change, working=working)
    return found


def by_shape(tables: Iterable[Table]) -> Iterable[list[Table]]:
    """Return tables that can be judged together: those of as many years and months."""
    shapes: defaultdict[tuple[int, ...], list[Table]] = defaultdict(list)
    for table in tables:
        shapes[table.values.shape].append(table)
    return shapes.values()


def one_of(found: QuasiChange | RatioInterval, row: int) -> dict[str, float]:
    """Return the numbers of one series."""
    return {name: float(np.asarray(getattr(found, name))[row]) for name in found._fields}


def _change(
    kind: Kind, judged: YearlyChange, row: int, table: Table, edges: tuple[float, ...]
) -> ChangeFigures:
    place, width = table.place, table.values.shape[-1]
    months = place.track.matrix.months[place.column + 1 - width : place.column + 1]
    compared = table.values
    if not kind.counts:
        compared = table.values / np.where(table.exposure > 0, table.exposure, np.nan)
    marker = place.track.matrix.marker[place.row, : place.column + 1]
    return ChangeFigures(
        kind=kind,
        verdict=judged.verdict[row],
        new=float(judged.new[row]),
        old=float(judged.old[row]),
        percent=edges[0],
        low=edges[1],
        high=edges[2],
        rests_on=month_it_rests_on(months, place.track.step, compared, judged.rests_on[row]),
        provisional=bool(still_provisional(marker)[-place.track.width :].any()),
        working=None,
    )


def month_it_rests_on(ends: Months, step: int, table: Floats, rests_on: Flags) -> str:
    """Return the month that alone makes a change of a table [years, months] significant; blank where none does.

    `ends` holds the month that ends each column of the new year, `rests_on` the columns the change rests on.
    """
    places = np.flatnonzero(rests_on)
    if not len(places):
        return ""
    # The odd one: of the months named, and of the two years, the one furthest from the other months of its year.
    apart = np.array(
        [
            np.abs(table[-2:, place] - np.nanmean(np.delete(table[-2:], place, axis=1), axis=1))
            for place in places
        ]
    )
    month, year = np.unravel_index(int(np.argmax(np.nan_to_num(apart))), apart.shape)
    return period_label(int(ends[places[month]]) - (0 if year else YEAR), step)


def edges_of(ratio: float, low: float, high: float, error: float) -> tuple[Term, ...]:
    """Return the numbers of an interval: middle, quantile of t, error, and its edges in per cent."""
    return (
        Term("ratio, again", ratio),
        Term("quantile of t", math.log(high / ratio) / error),
        Term("standard error, again", error),
        Term("low ratio", low),
        Term("high ratio", high),
        Term("low", 100 * (low - 1), Printed.CHANGE),
        Term("high", 100 * (high - 1), Printed.CHANGE),
    )


def _spread(change: dict[str, float], new: float, old: float) -> tuple[Term, ...]:
    return (
        Term("dispersion (phi)", change["dispersion"]),
        Term("dispersion, at least 1", max(1.0, change["dispersion"])),
        Term("this year, again", new),
        Term("the year before, again", old),
        Term("standard error", change["error"]),
        Term("degrees", change["degrees"]),
    )


def _working_of_counts(
    change: ChangeFigures, judged: YearlyChange, row: int, table: Table,
    plain: dict[str, float], ratio: dict[str, float],
) -> Working | None:  # fmt: skip
    new, old = change.new, change.old
    both: tuple[Term, ...] = (Term("this year", new), Term("the year before", old))
    p = Term("p", float(judged.p[row]), Printed.CHANCE)
    if change.verdict is Verdict.NOT_ASSESSED:
        return None
    if change.verdict is Verdict.TOO_FEW:
        return Working("{} and {}, at least {} in one of them needed", (*both, Term("fewest", float(FEWEST))))
    if change.is_few:
        # Few counts say too little of their own spread; of many, next to none of which are of one year, it is known.
        phi = max(1.0, float(judged.dispersion[row])) if new + old >= FEW_TOGETHER else 1.0
        formula = EXACT_FORMULA
        if phi > 1:
            formula, both = (
                f"{formula}, each over the dispersion {{}}",
                (*both, Term("dispersion (phi)", phi)),
            )
        return Working(f"{formula}{JUDGED}", (*both, p))
    out_of = table.place.whole.name if table.place.indicator.unit is Unit.RATE else ""
    head, days = table.per_head, table.exposure.sum(axis=-1)
    formula, terms = "Ratio {} / {}", both
    if out_of:
        formula, terms = f"{formula} × {{}}", (*terms, Term(f"{out_of} before over {out_of} now", head))
    scaled = {name: ratio[name] * head for name in ("ratio", "low", "high")}
    terms += (
        Term("ratio", scaled["ratio"]),
        *_spread(plain, new, old),
        Term("years", float(len(table.values))),
    )
    formula += f" = {{}}; {SPREAD} ({{}} years of like months); {INTERVAL}{JUDGED}"
    terms += (*edges_of(**scaled, error=plain["error"]), p)
    if days[-1] != days[-2]:
        formula += f", compared with {{}} for the days{f' and {out_of}' * bool(out_of)} alone"
        terms += (Term("ratio of exposure", float(days[-1] / days[-2])),)
    return Working(formula, terms)


def _working_of_shares(change: ChangeFigures, judged: YearlyChange, row: int, table: Table) -> Working:
    parts, wholes = table.values.sum(axis=-1), table.exposure.sum(axis=-1)
    share = parts / wholes
    phi = float(judged.dispersion[row])
    error = 100 * math.sqrt(max(phi, 1.0) * float((share * (1 - share) / wholes).sum()))
    terms: tuple[Term, ...] = (
        Term("parts this year", float(parts[1])),
        Term("wholes this year", float(wholes[1])),
        Term("parts the year before", float(parts[0])),
        Term("wholes the year before", float(wholes[0])),
        Term("difference in points", change.percent),
        Term("dispersion (phi)", phi),
        Term("standard error in points", error),
    )
    if change.verdict is Verdict.TOO_FEW or math.isnan(change.low + change.high):
        return Working(SHARES, terms)
    half = (change.high - change.low) / 2
    terms += (
        Term("quantile of t", half / error),
        Term("low", change.low, Printed.CARD),
        Term("high", change.high, Printed.CARD),
        Term("p", float(judged.p[row]), Printed.CHANCE),
    )
    return Working(f"{SHARES}; {SHOWN_LEVEL:.0%} interval ± {{}} errors: {{}} to {{}}{JUDGED}", terms)


def _working_of_rates(
    change: ChangeFigures, judged: YearlyChange, row: int, table: Table,
    plain: dict[str, float], ratio: dict[str, float],
) -> Working:  # fmt: skip
    """Return how the change of a rate was judged whose whole adds up: by months about their own year's rate."""
    (old, new), (before, now) = (
        (float(one) for one in values.sum(axis=-1)) for values in (table.values, table.exposure)
    )
    terms: tuple[Term, ...] = (
        Term("number this year", new),
        Term("whole this year", now),
        Term("number the year before", old),
        Term("whole the year before", before),
    )
    formula = "({} / {}) / ({} / {})"
    p = Term("p", float(judged.p[row]), Printed.CHANCE)
    if math.isnan(change.low) or math.isinf(change.low) or min(new, old) < FEWEST:
        return Working(f"exact test (mid-p) of {formula}{JUDGED}", (*terms, p))
    terms += (Term("ratio", ratio["ratio"]), *_spread(plain, new, old))
    terms += (*edges_of(ratio["ratio"], ratio["low"], ratio["high"], plain["error"]), p)
    return Working(f"{formula} = {{}}; {SPREAD}; {INTERVAL}{JUDGED}", terms)

"""A change with the group's taken out: of the year, and of what came after an intervention; all of a shape at once."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scpxl.figures.counts import Counts
from scpxl.figures.readings import SeriesPlace
from scpxl.figures.working import Printed, Term, Working
from scpxl.model.framework import Unit
from scpxl.statistics.arrays import Flags, Floats, quotient
from scpxl.statistics.change.effect import (
    APART,
    EXACT_RELATIVE,
    SINCE,
    by_count,
    difference_in_change,
    relative_effect,
)
from scpxl.statistics.change.yearly_change import INTERVAL, quasi_change, ratio_interval
from scpxl.verdicts import JUDGED, SMALL_BASE, Judgement, Verdict


@dataclass(frozen=True)
class JudgedEffect:
    """A change of own counts with the others' taken out, as judged; numbers are NaN where there are none."""

    before: float
    after: float
    others_before: float
    others_after: float
    ratio: float
    low: float
    high: float
    p: float
    verdict: Verdict
    exactly: bool
    """Whether the own counts are few, and are tested exactly beside the others' ratio."""
    numbers: dict[str, float]
    """What the t distribution has it from: the two ratios, their errors, the degrees."""

    @property
    def is_small(self) -> bool:
        """Whether there were too few before for a percentage."""
        return self.before < SMALL_BASE

    @property
    def percent(self) -> tuple[float, float, float]:
        """The change in per cent and the edges of its interval; NaN where there were too few before."""
        edges = (self.ratio, self.low, self.high)
        return tuple(math.nan if self.is_small else 100 * (edge - 1) for edge in edges)  # type: ignore[return-value]  # three of them

    @property
    def has_others(self) -> bool:
        """Whether there were others to compare with."""
        return not math.isnan(self.others_before)

    def judgement(self, sign: int) -> Judgement:
        """Return whether the difference is for the better: said only where it is significant."""
        if self.verdict is not Verdict.SIGNIFICANT:
            return Judgement.UNKNOWN
        if not sign:
            return Judgement.NEUTRAL
        return Judgement.BETTER if (self.ratio - 1) * sign > 0 else Judgement.WORSE

    @property
    def _exact(self) -> Working:
        terms = (
            Term("own, new", self.after),
            Term("own, before", self.before),
            Term("others, new", self.others_after),
            Term("others, before", self.others_before),
            Term("p", self.p, Printed.CHANCE),
        )
        return Working(f"{EXACT_RELATIVE}{JUDGED}", terms)

    @property
    def _edges(self) -> tuple[Term, ...]:
        found, ratio, high = self.numbers, self.numbers["ratio"], self.numbers["high"]
        return (
            Term("ratio, again", ratio),
            Term("quantile of t", math.log(high / ratio) / found["error"]),
            Term("standard error, again", found["error"]),
            Term("low ratio", found["low"]),
            Term("high ratio", high),
            Term("low", 100 * (found["low"] - 1), Printed.CHANGE),
            Term("high", 100 * (high - 1), Printed.CHANGE),
            Term("p", found["p"], Printed.CHANCE),
        )

    def relative_to_group(self, out_of: str) -> Working:
        """Return how a year's change was compared with the others'; of a rate the new counts are for the people of before."""
        if self.exactly:
            return self._exact
        found = self.numbers
        now = f"others this year, for the {out_of} of the year before" if out_of else "others this year"
        terms = (
            Term("own ratio", found["own ratio"]),
            Term(now, self.others_after),
            Term("others the year before", self.others_before),
            Term("others' ratio", found["others' ratio"]),
            Term("ratio of the two", found["ratio"]),
            Term("own error", found["own error"]),
            Term("others' error", found["others' error"]),
            Term("error of the two", found["error"]),
            *self._edges,
        )
        return Working(f"{APART}; {INTERVAL}{JUDGED}", terms)

    @property
    def since(self) -> Working | None:
        """How the change since an intervention was judged; None where there is no percentage."""
        if math.isnan(self.percent[0]) or math.isinf(self.percent[0]):
            return None
        if self.has_others and self.exactly:
            return self._exact
        terms: tuple[Term, ...] = (Term("since", self.after), Term("the same months before", self.before))
        if self.has_others:
            terms += (Term("others since", self.others_after), Term("others before", self.others_before))
        found = self.numbers
        terms += (
            Term("ratio", found["ratio"]),
            Term("standard error", found["error"]),
            Term("degrees", found["degrees"]),
        )
        return Working(f"{SINCE[self.has_others]}; {INTERVAL}{JUDGED}", (*terms, *self._edges))


@dataclass(frozen=True)
class GroupChange:
    """The change of a group's other areas, and the own one with it taken out."""

    effect: JudgedEffect
    out_of: str
    """What its rate is out of; blank for a count."""

    @property
    def working(self) -> Working:
        """How it was compared with the others'."""
        return self.effect.relative_to_group(self.out_of)


def judge_effects(pairs: Sequence[tuple[Floats, Floats | None]]) -> list[JudgedEffect]:
    """Return the effect of own counts [years, columns] beside the others' likewise, or by themselves; in order."""
    shapes: defaultdict[object, list[int]] = defaultdict(list)
    for place, (own, others) in enumerate(pairs):
        shapes[own.shape, None if others is None else others.shape].append(place)
    found: dict[int, JudgedEffect] = {}
    for places in shapes.values():
        own = np.array([pairs[place][0] for place in places])
        beside = [pairs[place][1] for place in places]
        others = None if beside[0] is None else np.array(beside)
        found |= dict(zip(places, _judged(own, others), strict=True))
    return [found[place] for place in range(len(pairs))]


def _judged(own: Floats, others: Floats | None) -> list[JudgedEffect]:
    effect, few, change = relative_effect(own, others), by_count(own), quasi_change(own)
    nothing = np.full(len(own), np.nan)
    ratios = {"own ratio": np.exp(change.log_ratio), "own error": change.error}
    sums = [own.sum(axis=-1)[:, -2], own.sum(axis=-1)[:, -1], nothing, nothing]
    if others is not None:
        theirs = quasi_change(others)
        ratios |= {"others' ratio": np.exp(theirs.log_ratio), "others' error": theirs.error}
        change = difference_in_change(change, theirs)
        sums[2:] = [others.sum(axis=-1)[:, -2], others.sum(axis=-1)[:, -1]]
    apart = ratio_interval(change)
    ratios |= {"error": change.error, "degrees": change.degrees, **apart._asdict()}
    return [
        JudgedEffect(
            before=float(sums[0][row]),
            after=float(sums[1][row]),
            others_before=float(sums[2][row]),
            others_after=float(sums[3][row]),
            ratio=float(effect.ratio[row]),
            low=float(effect.low[row]),
            high=float(effect.high[row]),
            p=float(effect.p[row]),
            verdict=effect.verdict[row],
            exactly=bool(few[row]),
            numbers={name: float(values[row]) for name, values in ratios.items()},
        )
        for row in range(len(own))
    ]


def all_relative_changes(
    changes: Sequence[tuple[SeriesPlace, Counts, Floats, float]],
) -> dict[tuple[str, int], GroupChange]:
    """Return by indicator and column the own change beside the others'; without those that have no others.

    Each is its place, its counts, its table [years, columns], and the people of the year before over those of the new.
    """
    pairs, kept = [], []
    for place, counts, table, per_head in changes:
        own, others = _on_one_footing(place, counts, table, per_head)
        if others is not None:
            pairs.append((own, others))
            kept.append(place)
    found = {}
    for place, effect in zip(kept, judge_effects(pairs), strict=True):
        out_of = place.whole.name if place.indicator.unit is Unit.RATE else ""
        found[place.indicator.code, place.column] = GroupChange(effect, out_of)
    return found


def _on_one_footing(
    place: SeriesPlace, counts: Counts, table: Floats, per_head: float
) -> tuple[Floats, Floats | None]:
    """Return the own counts and the others' together [years, columns], so that their changes can be compared.

    Of a rate those of the new year are for as many people as there were the year before, here and there.  Both have
    the same days, which leave the ratio of the two ratios alone.  None for the others where none has both years.
    """
    own = table.copy()
    own[-1] *= per_head
    if not len(counts.others):
        return own, None
    there: Flags = np.asarray(~np.isnan(counts.others[:, -2 * counts.width :]).any(axis=1))
    fewer = 1.0
    if place.indicator.unit is Unit.RATE:
        columns = [place.column - counts.width, place.column]
        people = place.track.wholes.windows.year[list(counts.other_rows)][:, columns]
        there &= ~np.isnan(people).any(axis=1)
        fewer = float(quotient(*people[there].sum(axis=0)))
    if not there.any():
        return own, None
    others = counts.years(counts.others[there].sum(axis=0), 2).copy()
    others[-1] *= fewer
    return own, others

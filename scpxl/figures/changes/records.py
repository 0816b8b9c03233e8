"""A change on a year ago: what it is judged from, what came of it, and the formula it came about by."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from scpxl.figures.changes.relative import GroupChange
from scpxl.figures.counts import Counts
from scpxl.figures.readings import SeriesPlace
from scpxl.figures.working import Printed, Term, Working
from scpxl.model.framework import Unit
from scpxl.statistics.arrays import Floats
from scpxl.statistics.change.differences import FORMULA as SHARES
from scpxl.statistics.change.yearly_change import (
    EXACT_FORMULA,
    INTERVAL,
    SPREAD,
    YearlyChange,
)
from scpxl.verdicts import FEW_TOGETHER, FEWEST, JUDGED, SHOWN_LEVEL, Verdict


class JudgedBy(NamedTuple):
    """What a change was judged by."""

    counts: bool = False
    shares: bool = False
    rates: bool = False


@dataclass(frozen=True)
class ChangeFigures:
    """A change on a year ago as judged: in per cent, of percentages in points."""

    kind: JudgedBy
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
    make: Callable[[ChangeFigures], Working | None]
    group: GroupChange | None = None
    """The change of the group's other areas beside it."""

    @property
    def working(self) -> Working | None:
        """How it was judged; None where it was not."""
        return self.make(self)

    @property
    def is_few(self) -> bool:
        """Whether the exact test for small counts decides."""
        return self.new + self.old < FEW_TOGETHER or min(self.new, self.old) < FEWEST


class ChangeTable(NamedTuple):
    """One series' change before it is judged."""

    place: SeriesPlace
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


def working_of_counts(
    change: ChangeFigures, judged: YearlyChange, row: int, table: ChangeTable,
    plain: dict[str, float], ratio: dict[str, float],
) -> Working | None:  # fmt: skip
    """Return how a change of counts was judged; None where it was not."""
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


def working_of_shares(change: ChangeFigures, judged: YearlyChange, row: int, table: ChangeTable) -> Working:
    """Return how a change of a percentage was judged."""
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


def working_of_rates(
    change: ChangeFigures, judged: YearlyChange, row: int, table: ChangeTable,
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

"""Whether a year's counts differ from the year before by more than their own variation.

A plain Poisson test is too eager: recorded crime varies between months more than chance makes it, and at a
nominal 5% one series in four is called changed where its variance is three times its mean.  So the spread
is measured on a table of years by like months (`dispersion.table_spread`), never taken below 1, and

    log RR = ln(a / b),  SE = sqrt(phi (1/a + 1/b)),  interval exp(log RR +/- t SE)

with t on (years - 1)(months - 1) degrees.  This is the quasi-Poisson regression on year and month in closed
form; seasons fall out because each year holds each month once.  The logarithm is a poor scale where one of the
years has next to nothing: there the exact test is used, of the counts over phi.

One odd month can make a year: a change at 99% counts only if it is still beyond 95% with each month of the year left
out in turn.

Source: McCullagh and Nelder 1989; the same as R's glm(y ~ year + month, quasipoisson), except where no year
has any count in a month (`strict`).  Missing data: a table with any month missing has no result.  Only
complete like months are compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scpxl.statistics.arrays import Flags, Floats, quotient
from scpxl.statistics.dispersion import TableSpread, table_spread
from scpxl.statistics.intervals import exact_test, mid_interval
from scpxl.statistics.judgeable import too_few_to_compare
from scpxl.verdicts import FEW_TOGETHER, FEWEST, SHOWN_LEVEL, SIGNIFICANCE_LEVEL, SMALL_BASE, Verdict

EXACT_FORMULA = "exact test (mid-p) of {} against {}"
SPREAD = "dispersion phi {}, error of its logarithm √({} × (1/{} + 1/{})) = {} on {} degrees"
INTERVAL = f"{SHOWN_LEVEL:.0%} interval {{}} × exp(± {{}} × {{}}) = {{}} to {{}}, so {{}} to {{}}"
"""What the numbers of a change are put into: phi and the error; the ratio, the quantile of t, and the interval's edges."""


class QuasiChange(NamedTuple):
    """The change between two years on the log scale; every field has the shape of the series."""

    log_ratio: Floats
    """Natural logarithm of the ratio of the rates."""
    error: Floats
    """Its standard error, dispersion taken in."""
    degrees: Floats
    """Degrees of freedom of its t distribution."""
    dispersion: Floats
    """Variance over mean as measured, before it is kept from falling below 1."""


class RatioInterval(NamedTuple):
    """A ratio with its interval, and the probability of one as far from what was supposed."""

    ratio: Floats
    low: Floats
    high: Floats
    p: Floats


@dataclass(frozen=True, eq=False)
class YearlyChange:
    """The verdict on each series' change; every field is [series]."""

    new: Floats
    old: Floats
    percent: Floats
    """Change in per cent; NaN where the counts are too small for one."""
    low: Floats
    """Edge of the interval of `percent`, at `SHOWN_LEVEL`."""
    high: Floats
    p: Floats
    """Probability of a change as large where there is none but normal variation."""
    dispersion: Floats
    verdict: npt.NDArray[np.object_]
    rests_on: Flags
    """[series, months] The months of the year without which the change is no longer significant."""


def quasi_change(
    table: npt.ArrayLike,
    exposure: npt.ArrayLike = 1.0,
    *,
    month_effects: bool = True,
    floor: float = 1.0,
    strict: bool = False,
) -> QuasiChange:
    """Return the change from the last year but one to the last of tables [..., years, months].

    log RR = ln(a / b), SE = sqrt(phi (1/a + 1/b)), phi and its degrees as `table_spread` has them.

    More years than two only measure the dispersion better.  `exposure` is the days (or people) of each
    month, of a shape that fits the table's; the ratio is that of counts per day.  Without month effects the
    months are taken to differ by their exposure and chance alone.  NaN where a month is missing, a year is 0,
    or no degree of freedom is left.

    >>> found = quasi_change([[10.0, 20, 30], [12, 18, 33]])
    >>> found.log_ratio.round(4), found.degrees, found.dispersion.round(3)
    (np.float64(0.0488), array(2.), np.float64(0.178))
    """
    counts = np.asarray(table, dtype=np.float64)
    time = np.broadcast_to(np.asarray(exposure, dtype=np.float64), counts.shape)
    spread = table_spread(counts, time, month_effects=month_effects, strict=strict)
    return change_of(counts, time, spread, floor)


def change_of(counts: Floats, time: Floats, spread: TableSpread, floor: float = 1.0) -> QuasiChange:
    """Return the change of tables [..., years, months] whose spread is known: log RR and SE as above.

    `time` is each month's days (or people).  NaN where a month is missing, a year is 0 or phi is not known.

    >>> table = np.array([[10.0, 20, 30], [12, 18, 33]])
    >>> change_of(table, np.ones_like(table), table_spread(table)).log_ratio.round(4)
    np.float64(0.0488)
    """
    years, days = counts.sum(-1), time.sum(-1)
    new, old = years[..., -1], years[..., -2]
    ratio = quotient(new * days[..., -2], old * days[..., -1])
    ratio = np.where((ratio > 0) & ~np.isnan(spread.phi), ratio, np.nan)
    error = np.sqrt(np.maximum(spread.phi, floor) * (quotient(1.0, new) + quotient(1.0, old)))
    return QuasiChange(
        np.log(ratio), np.where(np.isnan(ratio), np.nan, error), np.asarray(spread.degrees), spread.phi
    )


def ratio_interval(
    change: QuasiChange, level: float = SHOWN_LEVEL, supposed: npt.ArrayLike = 1.0
) -> RatioInterval:
    """Return the ratio, its t interval, and the p of its being `supposed`.

    >>> found = ratio_interval(quasi_change([[100.0, 200, 300], [150, 290, 460]]))
    >>> found.ratio.round(2), found.low.round(2), found.high.round(2), bool(found.p < 0.05)
    (np.float64(1.5), np.float64(1.2), np.float64(1.88), True)
    """
    from scipy import special

    degrees = np.where(change.degrees > 0, change.degrees, np.nan)
    reach = special.stdtrit(degrees, (1 + level) / 2) * change.error
    away = np.abs(change.log_ratio - np.log(supposed)) / change.error
    with np.errstate(over="ignore"):
        low, high = np.exp(change.log_ratio - reach), np.exp(change.log_ratio + reach)
    return RatioInterval(np.exp(change.log_ratio), low, high, 2 * special.stdtr(degrees, -away))


def judge_rates(table: npt.ArrayLike, exposure: npt.ArrayLike) -> YearlyChange:
    """Return the verdict on changes of rates, from tables [series, years, months] of counts and what they are out of.

    `percent`, `low` and `high` are of the rates; the spread is that of the months about their own year's rate,
    so that seasons of the rate count as spread, which makes it more careful and not less.  Too few are judged as in
    `judge_changes`; a year out of 0 is not assessed.

    >>> judged = judge_rates([[[20.0] * 12, [40.0] * 12]], [[[200.0] * 12, [400.0] * 12]])
    >>> str(judged.verdict[0]), judged.percent.round(9).tolist()
    ('not significant', [0.0])
    """
    counts = np.asarray(table, dtype=np.float64)
    time = np.broadcast_to(np.asarray(exposure, dtype=np.float64), counts.shape)
    new, old = counts[..., -1, :].sum(-1), counts[..., -2, :].sum(-1)
    spread = table_spread(counts, time, month_effects=False)
    found = probability(counts, time, spread)
    verdict = is_significant(found.p)
    verdict[too_few_to_compare(new, old)] = Verdict.TOO_FEW
    rests_on = without_each_month(counts, time, spread, verdict == Verdict.SIGNIFICANT, month_effects=False)
    verdict[rests_on.any(-1)] = Verdict.NORMAL
    show = (new + old >= FEW_TOGETHER) & (old >= SMALL_BASE)
    percent, low, high = (
        np.where(show, 100 * (edge - 1), np.nan) for edge in (found.ratio, found.low, found.high)
    )
    return YearlyChange(new, old, percent, low, high, found.p, spread.phi, verdict, rests_on)


def judge_changes(table: npt.ArrayLike, exposure: npt.ArrayLike = 1.0) -> YearlyChange:
    """Return the verdict on each series of tables [series, years, months], the new year last.

    `exposure` is the days (or people) of each month, of a shape that fits the table's.  The percentage is
    that of the counts as published; the verdict asks whether it differs from what the exposure alone would
    make, so that a leap day is no rise.

    Counts below `FEWEST` in both years are too few to assess.  Below `FEW_TOGETHER` in both together the mid-p
    exact test decides; where only one of the years is below `FEWEST`, the same test of the counts over phi.
    No percentage is given in the first case, nor below `SMALL_BASE` a year ago.  A change is significant only
    if it stays so with each month left out of all years in turn.  A series with a month missing is not assessed.

    >>> judged = judge_changes([[[20.0] * 12, [31.0] * 12], [[20.0] * 12, [20.5] * 12], [[0.0] * 12, [0.2] * 12]])
    >>> [str(word) for word in judged.verdict], judged.percent.round(1).tolist()
    (['significant', 'not significant', 'too few to assess'], [55.0, 2.5, nan])
    """
    counts = np.asarray(table, dtype=np.float64)
    time = np.broadcast_to(np.asarray(exposure, dtype=np.float64), counts.shape)
    new, old = counts[..., -1, :].sum(-1), counts[..., -2, :].sum(-1)
    spread = table_spread(counts)
    found = probability(counts, time, spread)
    verdict = is_significant(found.p)
    verdict[too_few_to_compare(new, old)] = Verdict.TOO_FEW
    rests_on = without_each_month(counts, time, spread, verdict == Verdict.SIGNIFICANT)
    verdict[rests_on.any(-1)] = Verdict.NORMAL
    show = (new + old >= FEW_TOGETHER) & (old >= SMALL_BASE)
    days = quotient(time.sum(-1)[..., -1], time.sum(-1)[..., -2])
    return YearlyChange(
        new=new,
        old=old,
        percent=np.where(show, 100 * (quotient(new, old) - 1), np.nan),
        low=np.where(show, 100 * (found.low * days - 1), np.nan),
        high=np.where(show, 100 * (found.high * days - 1), np.nan),
        p=found.p,
        dispersion=spread.phi,
        verdict=verdict,
        rests_on=rests_on,
    )


def probability(counts: Floats, time: Floats, spread: TableSpread) -> RatioInterval:
    """Return the ratio of the last two years' rates, its interval, and the p of there being no change.

    By the t distribution of the log ratio; by the exact mid-p test below `FEW_TOGETHER` in both years together, and
    of the counts / phi where one of the two is below `FEWEST`.  Tables are [..., years, months], `time` their days
    (or people); NaN where a month is missing or a spread that is needed is not known.

    >>> table = np.array([[5.0] * 12, [1.0] + [0] * 11])
    >>> bool(probability(table, np.ones_like(table), table_spread(table)).p < 1e-6)
    True
    """
    years, days = counts.sum(-1), time.sum(-1)
    new, old = years[..., -1], years[..., -2]
    found = RatioInterval(*(np.array(one) for one in ratio_interval(change_of(counts, time, spread))))
    few = new + old < FEW_TOGETHER
    lopsided = ~few & (np.minimum(new, old) < FEWEST)
    by_count = np.atleast_1d(few | lopsided)
    if not by_count.any():
        return found
    # Few counts say too little of their own spread: chance alone is supposed of them.
    phi = np.where(few | np.isnan(spread.phi), 1.0, np.maximum(spread.phi, 1.0))
    chosen = [
        np.atleast_1d(np.broadcast_to(one, few.shape))[by_count]
        for one in (new / phi, old / phi, days[..., -1], days[..., -2])
    ]
    sure = mid_interval(*chosen, level=SHOWN_LEVEL)
    ratio = quotient(chosen[0] * chosen[3], chosen[1] * chosen[2])
    exact = RatioInterval(ratio, sure.lower, sure.upper, exact_test(*chosen).mid)
    for usual, one in zip(found, exact, strict=True):
        np.atleast_1d(usual)[by_count] = one
    return found


def without_each_month(
    counts: Floats, time: Floats, spread: TableSpread, asked: npt.ArrayLike, *, month_effects: bool = True
) -> Flags:
    """Return [..., months] the months without which a change is not significant, for the series asked about.

    Each month is left out of all years of [..., years, months]; what is left must still be beyond its own 95%
    interval, p < 5%.  (At 99% a change of half would be missed one time in three for lack of a month, and any month
    would be named.)  What is left has the degrees of the whole, as a few quarters would else have none, and the phi
    of the whole where it has none of its own.  False for a series not asked about.

    >>> odd = np.array([[[20.0] * 12, [21.0] * 12, [31.0] * 12], [[20.0] * 12, [21.0] * 12, [20.0] * 11 + [500.0]]])
    >>> without_each_month(odd, np.ones_like(odd), table_spread(odd), [True, True]).sum(-1).tolist()
    [0, 1]
    """
    width = counts.shape[-1]
    result = np.zeros((*counts.shape[:-2], width), dtype=np.bool_)
    rows = np.flatnonzero(asked)
    if len(rows) and width > 1:
        left, days = (left_out(x.reshape(-1, *x.shape[-2:])[rows]) for x in (counts, time))
        whole, degrees = (np.asarray(x).reshape(-1)[rows, None] for x in spread)
        phi = table_spread(left, 1.0 if month_effects else days, month_effects=month_effects).phi
        phi = np.where(np.isnan(phi), whole, phi)
        found = probability(left, days, TableSpread(phi, np.broadcast_to(degrees, phi.shape)))
        result.reshape(-1, width)[rows] = ~(found.p < 1 - SHOWN_LEVEL)
    return result


def left_out(tables: Floats) -> Floats:
    """Return [series, months, years, months - 1]: tables [series, years, months] with each month left out in turn.

    >>> left_out(np.array([[[1.0, 2, 3]]])).tolist()
    [[[[2.0, 3.0]], [[1.0, 3.0]], [[1.0, 2.0]]]]
    """
    width = tables.shape[-1]
    others = np.array([[month for month in range(width) if month != out] for out in range(width)])
    return tables[..., others].swapaxes(1, 2)


def is_significant(p: npt.ArrayLike) -> npt.NDArray[np.object_]:
    """Return the verdict that goes with a probability: significant below 1 - `SIGNIFICANCE_LEVEL`; NaN is not assessed.

    >>> [str(word) for word in is_significant([0.001, 0.03, np.nan])]
    ['significant', 'not significant', 'not assessed']
    """
    chances = np.asarray(p, dtype=np.float64)
    judged = np.where(chances < 1 - SIGNIFICANCE_LEVEL, 0, np.where(np.isnan(chances), 2, 1))
    # Taken from a list: numpy would turn a verdict that fills an array into plain text.
    return np.array([Verdict.SIGNIFICANT, Verdict.NORMAL, Verdict.NOT_ASSESSED], dtype=np.object_)[judged]

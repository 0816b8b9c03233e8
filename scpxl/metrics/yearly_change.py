"""Whether a year's counts differ from the year before by more than their own variation.

A plain Poisson test is too eager: recorded crime varies between months more than chance makes it, and at a
nominal 5% one series in four is called changed where its variance is three times its mean.  So the spread
is measured: a table of years by like months, each expected at row x column / total, gives the dispersion
phi = sum((T - E)^2 / E) / ((years - 1)(months - 1)), never below 1, and

    log RR = ln(a / b),  SE = sqrt(phi (1/a + 1/b)),  interval exp(log RR +/- t SE)

with t on (years - 1)(months - 1) degrees.  This is the quasi-Poisson regression on year and month in closed
form; seasons fall out because each year holds each month once.  Source: McCullagh and Nelder
1989; the same as R's glm(y ~ year + month, quasipoisson).

Missing data: a table with any month missing has no result.  Only complete like months are compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scpxl.metrics.arrays import Floats, Months, quotient
from scpxl.metrics.two_counts import exact_test
from scpxl.model.verdicts import FEW_TOGETHER, FEWEST, REAL_LEVEL, SHOWN_LEVEL, SMALL_BASE, Verdict


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


def quasi_change(
    table: npt.ArrayLike, exposure: npt.ArrayLike = 1.0, *, month_effects: bool = True, floor: float = 1.0
) -> QuasiChange:
    """Return the change from the last year but one to the last of tables [..., years, months].

    More years than two only measure the dispersion better.  `exposure` is the days (or people) of each
    month, of a shape that fits the table's; the ratio is that of counts per day.  Without month effects the
    months are taken to differ by their exposure and chance alone.  A month that is 0 in every year says
    nothing of the spread and is left out of it.  NaN where a month is missing, a year is 0, or no degree
    of freedom is left.

    >>> found = quasi_change([[10.0, 20, 30], [12, 18, 33]])
    >>> found.log_ratio.round(4), found.degrees, found.dispersion.round(3)
    (np.float64(0.0488), array(2.), np.float64(0.178))
    """
    counts = np.asarray(table, dtype=np.float64)
    years, months = counts.sum(-1, keepdims=True), counts.sum(-2, keepdims=True)
    total = years.sum(-2, keepdims=True)
    time = np.broadcast_to(np.asarray(exposure, dtype=np.float64), counts.shape)
    days, width = time.sum(-1), counts.shape[-1]
    expected = years * (quotient(months, total) if month_effects else quotient(time, days[..., None]))
    spread = np.where(expected > 0, quotient((counts - expected) ** 2, expected), 0.0).sum((-2, -1))
    live = (months[..., 0, :] > 0).sum(-1) if month_effects else np.full(counts.shape[:-2], width)
    rows = counts.shape[-2]
    degrees = (rows - 1.0) * (live - 1.0) if month_effects else rows * (live - 1.0)
    gone = np.isnan(total[..., 0, 0]) | (degrees <= 0)
    dispersion = np.where(gone, np.nan, quotient(spread, np.maximum(degrees, 1)))
    new, old = years[..., -1, 0], years[..., -2, 0]
    ratio = quotient(new * days[..., -2], old * days[..., -1])
    ratio = np.where((ratio > 0) & ~gone, ratio, np.nan)
    error = np.sqrt(np.maximum(dispersion, floor) * (quotient(1.0, new) + quotient(1.0, old)))
    return QuasiChange(
        np.log(ratio), np.where(np.isnan(ratio), np.nan, error), np.asarray(degrees), dispersion
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


def difference_in_change(own: QuasiChange, others: QuasiChange) -> QuasiChange:
    """Return the own change with the others' taken out: the ratio of the two ratios, as a change of its own.

    `others` must not hold the own area: what is compared with itself differs too little.  Degrees by
    Welch and Satterthwaite.

    >>> up, level = quasi_change([[100.0, 200], [150, 290]]), quasi_change([[900.0, 800], [910, 790]])
    >>> np.exp(difference_in_change(up, level).log_ratio).round(3)
    np.float64(1.467)
    """
    one, other = own.error**2, others.error**2
    degrees = quotient((one + other) ** 2, quotient(one**2, own.degrees) + quotient(other**2, others.degrees))
    return QuasiChange(
        own.log_ratio - others.log_ratio,
        np.sqrt(one + other),
        degrees,
        np.maximum(own.dispersion, others.dispersion),
    )


def judge_changes(table: npt.ArrayLike, exposure: npt.ArrayLike = 1.0) -> YearlyChange:
    """Return the verdict on each series of tables [series, years, months], the new year last.

    `exposure` is the days (or people) of each month, of a shape that fits the table's.  The percentage is
    that of the counts as published; the verdict asks whether it differs from what the exposure alone would
    make, so that a leap day is no rise.

    A count below `FEWEST` in either year is too few to assess.  Below `FEW_TOGETHER` in both together the
    mid-p exact test decides and no percentage is given; no percentage either below `SMALL_BASE` a year
    ago.  A series with a month missing is not assessed.

    >>> judged = judge_changes([[[20.0] * 12, [31.0] * 12], [[20.0] * 12, [20.5] * 12], [[0.0] * 12, [0.2] * 12]])
    >>> [str(word) for word in judged.verdict], judged.percent.round(1).tolist()
    (['real', 'within normal variation', 'too few to assess'], [55.0, 2.5, nan])
    """
    counts = np.asarray(table, dtype=np.float64)
    new, old = counts[..., -1, :].sum(-1), counts[..., -2, :].sum(-1)
    days = np.broadcast_to(np.asarray(exposure, dtype=np.float64), counts.shape).sum(-1)
    found = quasi_change(counts)
    spread = ratio_interval(found, supposed=quotient(days[..., -1], days[..., -2]))
    exact = exact_test(new, old, days[..., -1], days[..., -2])
    few = new + old < FEW_TOGETHER
    p = np.where(few, exact.mid, spread.p)
    show = ~few & (old >= SMALL_BASE)
    return YearlyChange(
        new=new,
        old=old,
        percent=np.where(show, 100 * (quotient(new, old) - 1), np.nan),
        low=np.where(show, 100 * (spread.low - 1), np.nan),
        high=np.where(show, 100 * (spread.high - 1), np.nan),
        p=p,
        dispersion=found.dispersion,
        verdict=_verdicts(new, old, p),
    )


def _verdicts(new: Floats, old: Floats, p: Floats) -> npt.NDArray[np.object_]:
    known = ~np.isnan(new + old)
    result = is_real(np.where(known, p, np.nan))
    result[known & ((new < FEWEST) | (old < FEWEST))] = Verdict.TOO_FEW
    return result


def days_in(months: Months, step: int = 1) -> Floats:
    """Return the days of the `step` months that end with each month.

    >>> days_in(np.array([2016 * 12 + 1, 2017 * 12 + 1])), days_in(np.array([2016 * 12 + 2]), step=3)
    (array([29., 28.]), array([91.]))
    """
    begins = (np.asarray(months) - step + 1 - 1970 * 12).astype("datetime64[M]")
    ends = (begins + step).astype("datetime64[D]")
    return np.asarray((ends - begins.astype("datetime64[D]")).astype(np.float64))


def is_real(p: npt.ArrayLike) -> npt.NDArray[np.object_]:
    """Return the verdict that goes with a probability: real below 1 - `REAL_LEVEL`; NaN is not assessed.

    >>> [str(word) for word in is_real([0.001, 0.03, np.nan])]
    ['real', 'within normal variation', 'not assessed']
    """
    chances = np.asarray(p, dtype=np.float64)
    judged = np.where(chances < 1 - REAL_LEVEL, 0, np.where(np.isnan(chances), 2, 1))
    # Taken from a list: numpy would turn a verdict that fills an array into plain text.
    return np.array([Verdict.REAL, Verdict.NORMAL, Verdict.NOT_ASSESSED], dtype=np.object_)[judged]

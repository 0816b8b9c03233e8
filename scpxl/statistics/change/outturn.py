"""The year-end outturn: what the financial year will come to, and how far such forecasts have been off.

    outturn = year to date + rolling twelve months x (1 - mean share of the year past by this month)

the share taken over the last three years.  On recorded crime of 32 boroughs it missed by 10, 7 and 4% after
3, 6 and 9 months, less than the other methods.  Intervals by formula cover too little, since levels drift,
so the interval is that of the relative errors the same method made at the same month in past years.
Source: our own back-test on the published recorded crime of 32 London boroughs, 2010-11 to 2019-20 (docs/methods.md).

Arrays are [series, columns], NaN where there is no number; a forecast that needs a missing one is NaN.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scpxl.statistics.arrays import APRIL, YEAR, Floats, Months, quotient
from scpxl.statistics.windows import lag, rolling_sum, year_to_date
from scpxl.verdicts import SHOWN_LEVEL, Evidence

SHARE_YEARS = 3
"""Years whose mean share past is used."""
LEAST_MONTHS = 3
"""No forecast before so many months of the year."""
FEWEST_POOLED = 20
"""Past errors of the group's areas from which an interval is made."""
FEWEST_OWN = 5
"""Past years of the area's own from which a range is given, where the group has too few."""
ERROR_YEARS = 7
"""Past years whose errors are used, at most."""


FORMULA = "{} + {} × (1 − ({} + {} + {}) / {}) = {}"
RANGE_FORMULA = {
    True: "Errors {} to {}, the 2.5% and 97.5% quantiles of {} past forecasts, on {}: {} to {}",
    False: "Errors {} to {}, the least and the greatest of {} past forecasts, on {}: {} to {}",
}
"""What the numbers of a forecast are put into, and those of its range: pooled of a group's areas, or of the area's own years."""


class OutturnInterval(NamedTuple):
    """How far the outturn may be from its forecast, and what that rests on."""

    low: float
    high: float
    evidence: Evidence
    errors: Floats
    """Past outturns over their forecasts, less 1; sorted."""


def columns_elapsed(months: Months, step: int = 1) -> npt.NDArray[np.int64]:
    """Return how many columns of its financial year have gone by the end of each.

    >>> columns_elapsed(np.array([24219, 24220, 24230]))  # April, May 2018 and March 2019: month = 12 * year + month - 1
    array([ 1,  2, 12])
    """
    return ((np.asarray(months) - (APRIL - 1)) % YEAR) // step + 1


def shares_elapsed(values: Floats, months: Months, step: int = 1) -> Floats:
    """Return which share of its financial year had gone by each column; NaN where the year has not ended.

    >>> months = np.arange(24219, 24231)
    >>> shares_elapsed(np.full((1, 12), 10.0), months)[0, [0, 5, 11]].round(3).tolist()
    [0.083, 0.5, 1.0]
    """
    width = YEAR // step
    whole = _at_year_end(rolling_sum(values, width), columns_elapsed(months, step), width)
    return quotient(year_to_date(values, months, step=step), whole)


def share_outturn(values: Floats, months: Months, step: int = 1) -> Floats:
    """Return the forecast of each column's financial year as it would have been made at that column.

    NaN before `LEAST_MONTHS` of the year, and without three whole years before it.  At the year's last
    column it is the year itself.

    >>> months = np.arange(24219 - 36, 24219 + 12)
    >>> level = share_outturn(np.full((1, 48), 10.0), months)
    >>> level[0, 36:].round(6).tolist()
    [nan, nan, 120.0, 120.0, 120.0, 120.0, 120.0, 120.0, 120.0, 120.0, 120.0, 120.0]
    """
    width = YEAR // step
    gone = columns_elapsed(months, step)
    to_date, year = year_to_date(values, months, step=step), rolling_sum(values, width)
    share = shares_elapsed(values, months, step)
    # The share of a year is known only when the year has ended: it is used a year later at the earliest.
    mean: Floats = sum(
        (lag(share, width * back) for back in range(1, SHARE_YEARS + 1)), np.zeros(values.shape)
    )
    forecast = to_date + year * (1 - mean / SHARE_YEARS)
    return np.where((gone * step >= LEAST_MONTHS) & ~np.isnan(forecast), forecast, np.nan)


def past_errors(values: Floats, months: Months, step: int = 1) -> Floats:
    """Return outturn / forecast - 1 at every column [series, columns]; NaN where the year has not ended.

    >>> months = np.arange(24219 - 36, 24219 + 12)
    >>> steps = np.concatenate([np.full(36, 10.0), np.full(12, 20.0)])[None, :]
    >>> past_errors(steps, months)[0, [38, 47]].round(3).tolist()
    [0.391, 0.0]
    """
    width = YEAR // step
    actual = _at_year_end(rolling_sum(values, width), columns_elapsed(months, step), width)
    return quotient(actual, share_outturn(values, months, step)) - 1


def errors_at(values: Floats, months: Months, column: int, step: int = 1) -> Floats:
    """Return the errors made at the same month of the last `ERROR_YEARS` years [series, years]; NaN where there is none."""
    width = YEAR // step
    return past_errors(values[:, :column], months[:column], step)[:, column % width :: width][
        :, -ERROR_YEARS:
    ]


def _at_year_end(year: Floats, gone: npt.NDArray[np.int64], width: int) -> Floats:
    """Return the whole financial year's sum at each of its columns; NaN where it has not ended."""
    ends = np.arange(year.shape[-1]) + (width - gone)
    inside = ends < year.shape[-1]
    result: Floats = np.full(year.shape, np.nan)
    result[..., inside] = year[..., ends[inside]]
    return result


def outturn_interval(
    forecast: float, group_errors: npt.ArrayLike, own_errors: npt.ArrayLike
) -> OutturnInterval:
    """Return where the outturn lies if this forecast is off as such forecasts have been.

    With `FEWEST_POOLED` errors of the group's areas: their quantiles (Weibull's, which do not reach beyond
    what was seen).  Else the range of the area's own past errors, a weaker ground, where there are `FEWEST_OWN`;
    else none.  Where all past errors have one sign the range is drawn out to the forecast itself: low <= forecast
    <= high.

    >>> found = outturn_interval(100.0, np.linspace(-0.1, 0.1, 41), [])
    >>> round(float(found.low), 1), round(float(found.high), 1), str(found.evidence)
    (90.0, 110.0, "past years of the group's areas")
    >>> own = outturn_interval(100.0, [], [0.01, 0.02, 0.02, 0.03, 0.05])
    >>> float(own.low), float(own.high), outturn_interval(100.0, [], [-0.1, 0.1]).evidence.value
    (100.0, 105.0, 'none')
    """
    pooled, own = (np.sort(_known(errors)) for errors in (group_errors, own_errors))
    if len(pooled) >= FEWEST_POOLED:
        tail = (1 - SHOWN_LEVEL) / 2
        low, high = np.quantile(pooled, [tail, 1 - tail], method="weibull")
        return _about(forecast, low, high, Evidence.POOLED, pooled)
    if len(own) >= FEWEST_OWN:
        return _about(forecast, own[0], own[-1], Evidence.OWN, own)
    return OutturnInterval(np.nan, np.nan, Evidence.NONE, own)


def _about(forecast: float, low: float, high: float, evidence: Evidence, errors: Floats) -> OutturnInterval:
    below, above = min(float(low), 0.0), max(float(high), 0.0)
    return OutturnInterval(forecast * (1 + below), forecast * (1 + above), evidence, errors)


def _known(errors: npt.ArrayLike) -> Floats:
    flat = np.asarray(errors, dtype=np.float64).ravel()
    return flat[np.isfinite(flat)]


def chance_of_meeting(target: float, forecast: float, errors: Floats, sign: int) -> float:
    """Return the chance that the year's total meets its target: the share of past errors with which it would.

    `sign` is 1 where more is better, -1 where less is.  Half an error is added on either side, since what
    was never seen is not impossible.  NaN where neither way is better, or without `FEWEST_POOLED` errors.

    >>> chance_of_meeting(100.0, 100.0, np.linspace(-0.1, 0.1, 40), -1)
    0.5
    """
    if not sign or len(errors) < FEWEST_POOLED:
        return float("nan")
    return (errors_that_meet(target, forecast, errors, sign) + 0.5) / (len(errors) + 1)


def errors_that_meet(target: float, forecast: float, errors: Floats, sign: int) -> int:
    """Return how many past errors would meet the target: sign x (forecast x (1 + error) - target) >= 0.

    No error is missing (NaN); `sign` is as in `chance_of_meeting`.

    >>> errors_that_meet(100.0, 95.0, np.array([0.0, 0.06]), 1)
    1
    """
    return int(np.count_nonzero(sign * (forecast * (1 + errors) - target) >= 0))

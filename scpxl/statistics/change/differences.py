"""What changed between two figures, and whether a percentage differs from the year before by more than its own variation.

Changes are the difference, and in per cent of the earlier figure, as the Office for National Statistics gives them.

For percentages the spread of the months about their year's percentage gives the dispersion
phi = sum((x - n p)^2 / (n p (1 - p))) / (months - years), never below 1, and the difference in points has
SE = sqrt(phi (p (1 - p) / n of one year + the same of the other)): quasi-binomial regression on the year.
Seasons count as spread here, which makes it more careful and not less.  Where one of the years has next to no parts
(or next to nothing that is no part) that scale is poor, and the exact test of two percentages is used (Fisher's,
mid-p), of the counts over phi.  A change is significant only if it stays so with each month left out in turn.

Source: McCullagh and Nelder 1989, section 4.5; Fisher 1934, mid-p as in Lancaster 1961.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from scpxl.statistics.arrays import Flags, Floats, quotient
from scpxl.statistics.change.yearly_change import YearlyChange, is_significant
from scpxl.statistics.judgeable import too_few_to_compare
from scpxl.verdicts import FEWEST, SHOWN_LEVEL, Verdict


def change(new: npt.ArrayLike, old: npt.ArrayLike) -> Floats:
    """Return new - old; NaN where either is missing.

    >>> change([120.0, 5.0], [100.0, np.nan])
    array([20., nan])
    """
    result: Floats = np.subtract(new, old, dtype=np.float64)
    return result


def percent_change(new: npt.ArrayLike, old: npt.ArrayLike) -> Floats:
    """Return the change in per cent of the old figure; NaN where that is 0 or below, or either is missing.

    100 x (new - old) / old.

    From nothing to something is no percentage, nor from below zero to above it.

    >>> percent_change([120.0, 5.0, 7.0, 3.0], [100.0, 0.0, np.nan, -2.0])
    array([20., nan, nan, nan])
    """
    base = np.asarray(old, dtype=np.float64)
    return 100 * quotient(change(new, base), np.where(base > 0, base, np.nan))


FORMULA = "100 × ({} / {} − {} / {}) = {} points; dispersion phi {}, error {} points"


def judge_shares(part: npt.ArrayLike, whole: npt.ArrayLike) -> YearlyChange:
    """Return the verdict on changes of percentages, from tables [series, years, months] of parts and wholes.

    In the result `percent`, `low` and `high` are percentage points, `new` and `old` the two years' parts.
    A month out of 0 says nothing and is left out.  Fewer than `FEWEST` parts in both years, or wholes that are not
    parts, are too few to assess; in one of them only, the exact test decides.  A series with a month missing, or a
    year out of 0, is not assessed.

    >>> judged = judge_shares([[[30.0] * 12, [45.0] * 12]], [[[60.0] * 12, [60.0] * 12]])
    >>> str(judged.verdict[0]), judged.percent.tolist(), judged.low.round(1).tolist()
    ('significant', [25.0], [19.9])
    """
    parts, wholes = np.asarray(part, dtype=np.float64), np.asarray(whole, dtype=np.float64)
    moved, reach, p, phi = _judged(parts, wholes)
    yearly, totals = parts.sum(-1), wholes.sum(-1)
    others = totals - yearly
    verdict = is_significant(p)
    few = too_few_to_compare(yearly[..., -1], yearly[..., -2]) | too_few_to_compare(
        others[..., -1], others[..., -2]
    )
    verdict[few & ~np.isnan(moved)] = Verdict.TOO_FEW
    rests_on = _without_each_month(parts, wholes, np.flatnonzero(verdict == Verdict.SIGNIFICANT))
    verdict[rests_on.any(-1)] = Verdict.NORMAL
    return YearlyChange(
        new=yearly[..., -1],
        old=yearly[..., -2],
        percent=100 * moved,
        low=100 * (moved - reach),
        high=100 * (moved + reach),
        p=p,
        dispersion=phi,
        verdict=verdict,
        rests_on=rests_on,
    )


def _judged(parts: Floats, wholes: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Return the difference of the two years' shares, half its interval, its p, and the dispersion."""
    from scipy import special

    yearly, totals = parts.sum(-1), wholes.sum(-1)
    share = quotient(yearly, totals)
    expected = wholes * share[..., None]
    spread = expected * (1 - share[..., None])
    squares = np.where(spread > 0, quotient((parts - expected) ** 2, spread), 0.0).sum((-2, -1))
    degrees = (wholes > 0).sum((-2, -1)) - float(parts.shape[-2])
    gone = np.isnan(share).any(-1) | (degrees <= 0)
    phi = np.where(gone, np.nan, squares / np.maximum(degrees, 1))
    sampling = quotient(share * (1 - share), totals)
    error = np.sqrt(np.maximum(phi, 1.0) * (sampling[..., -1] + sampling[..., -2]))
    moved = share[..., -1] - share[..., -2]
    free = np.where(gone, np.nan, degrees)
    p = 2 * special.stdtr(free, -np.abs(quotient(moved, error)))
    smallest = np.minimum(yearly, totals - yearly)[..., -2:].min(-1)
    exact = _fisher(yearly[..., -2:], totals[..., -2:], np.maximum(phi, 1.0))
    p = np.where(~gone & (smallest < FEWEST), exact, p)
    reach: Floats = np.asarray(special.stdtrit(free, (1 + SHOWN_LEVEL) / 2) * error, dtype=np.float64)
    return moved, reach, np.asarray(p), np.asarray(phi)


def _fisher(parts: Floats, wholes: Floats, phi: Floats) -> Floats:
    """Return the mid-p of Fisher's exact test of two shares [..., 2], of the counts / phi."""
    from scipy import special

    # The smallest of the four counts: seen from there, one tail is a handful of outcomes.
    cells = np.concatenate([parts, wholes - parts], axis=-1)
    smallest = cells.argmin(-1)
    count = np.take_along_axis(cells, smallest[..., None], -1)[..., 0] / phi
    of_kind = np.where(smallest < 2, parts.sum(-1), (wholes - parts).sum(-1)) / phi
    year = np.where(smallest % 2 == 0, wholes[..., 0], wholes[..., 1]) / phi
    everything = wholes.sum(-1) / phi

    def chance(number: Floats) -> Floats:
        known = (number <= year) & (number <= of_kind) & (everything - of_kind >= year - number)
        logs = (
            _log_choose(of_kind, number)
            + _log_choose(everything - of_kind, year - number)
            - _log_choose(everything, year)
        )
        return np.where(known, np.exp(np.where(known, logs, 0.0)), 0.0)

    def _log_choose(total: Floats, chosen: Floats) -> Floats:
        left = np.maximum(total - chosen, 0.0)
        result: Floats = special.gammaln(total + 1) - special.gammaln(chosen + 1) - special.gammaln(left + 1)
        return result

    there = chance(count)
    below = sum(
        (np.where(count >= 1 + back, chance(np.maximum(count - 1 - back, 0)), 0.0) for back in range(FEWEST)),
        np.zeros(count.shape),
    )
    half = below + there / 2
    result: Floats = np.clip(2 * np.minimum(half, 1 - half), 0.0, 1.0)
    return result


def _without_each_month(parts: Floats, wholes: Floats, rows: npt.NDArray[np.intp]) -> Flags:
    """Return [series, months] the months without which a change is not significant, for the rows asked about."""
    width = parts.shape[-1]
    result = np.zeros((len(parts), width), dtype=np.bool_)
    if len(rows) and width > 1:
        others = np.array([[month for month in range(width) if month != out] for out in range(width)])
        left = (x[rows][..., others].swapaxes(1, 2) for x in (parts, wholes))
        _, _, p, _ = _judged(*left)
        result[rows] = ~(p < 1 - SHOWN_LEVEL)
    return result

"""Whether a year's percentage differs from the year before by more than its own variation.

The spread of the months about their year's percentage gives the dispersion
phi = sum((x - n p)^2 / (n p (1 - p))) / (months - years), never below 1, and the difference in points has
SE = sqrt(phi (p (1 - p) / n of one year + the same of the other)): quasi-binomial regression on the year.
Seasons count as spread here, which makes it more careful and not less.  Source: McCullagh and Nelder
1989, section 4.5.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from scpxl.metrics.arrays import quotient
from scpxl.metrics.yearly_change import YearlyChange, is_real
from scpxl.model.verdicts import FEWEST, SHOWN_LEVEL, Verdict


def judge_shares(part: npt.ArrayLike, whole: npt.ArrayLike) -> YearlyChange:
    """Return the verdict on changes of percentages, from tables [series, years, months] of parts and wholes.

    In the result `percent`, `low` and `high` are percentage points, `new` and `old` the two years' parts.
    A month out of 0 says nothing and is left out.  Fewer than `FEWEST` parts, or wholes that are not parts,
    in either year are too few to assess.  A series with a month missing, or a year out of 0, is not assessed.

    >>> judged = judge_shares([[[30.0] * 12, [45.0] * 12]], [[[60.0] * 12, [60.0] * 12]])
    >>> str(judged.verdict[0]), judged.percent.tolist(), judged.low.round(1).tolist()
    ('real', [25.0], [19.9])
    """
    from scipy import special

    parts, wholes = np.asarray(part, dtype=np.float64), np.asarray(whole, dtype=np.float64)
    yearly, totals = parts.sum(-1), wholes.sum(-1)
    share = quotient(yearly, totals)
    expected = wholes * share[..., None]
    spread = expected * (1 - share[..., None])
    squares = np.where(spread > 0, quotient((parts - expected) ** 2, spread), 0.0).sum((-2, -1))
    degrees = (wholes > 0).sum((-2, -1)) - float(parts.shape[-2])
    gone = np.isnan(share).any(-1) | (degrees <= 0)
    dispersion = np.where(gone, np.nan, squares / np.maximum(degrees, 1))
    sampling = quotient(share * (1 - share), totals)
    error = np.sqrt(np.maximum(dispersion, 1.0) * (sampling[..., -1] + sampling[..., -2]))
    moved = share[..., -1] - share[..., -2]
    free = np.where(gone, np.nan, degrees)
    reach = special.stdtrit(free, (1 + SHOWN_LEVEL) / 2) * error
    p = 2 * special.stdtr(free, -np.abs(quotient(moved, error)))
    verdict = is_real(p)
    fewest = np.minimum(yearly, totals - yearly)[..., -2:].min(-1)
    verdict[~gone & (fewest < FEWEST)] = Verdict.TOO_FEW
    return YearlyChange(
        new=yearly[..., -1],
        old=yearly[..., -2],
        percent=100 * moved,
        low=100 * (moved - reach),
        high=100 * (moved + reach),
        p=p,
        dispersion=dispersion,
        verdict=verdict,
    )

"""A change with the others' change taken out: the ratio of two ratios, how sure it is, and what it rests on.

What comes anyway is read from the other areas over the same months.  Both ratios vary by their own dispersion; where
the own area has next to no events in one of the two years, or few in both, the others' ratio is taken as known and
the own counts are tested exactly.  As in `yearly_change`, an effect is significant only if it stays so with each
month left out in turn, of both sides.

Source: as `yearly_change`; Welch and Satterthwaite for the degrees.  A table with a month missing has no effect (NaN).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scpxl.statistics.arrays import Flags, Floats, quotient
from scpxl.statistics.change.yearly_change import (
    QuasiChange,
    RatioInterval,
    change_of,
    is_significant,
    left_out,
    probability,
    ratio_interval,
)
from scpxl.statistics.dispersion import TableSpread, table_spread
from scpxl.statistics.judgeable import too_few_to_compare
from scpxl.verdicts import FEW_TOGETHER, FEWEST, SHOWN_LEVEL, Verdict

EXACT_RELATIVE = "exact test (mid-p) of {} against {}, where the others' ratio is {} / {}"
APART = "{} / ({} / {} = {}) = {}; error √({}² + {}²) = {}"
SINCE = (
    "({} / {}) = {}; error of its logarithm {} on {} degrees",
    "({} / {}) / ({} / {}) = {}; error of its logarithm {} on {} degrees",
)
"""What the numbers of an effect are put into; since an intervention without and with others."""


class Effect(NamedTuple):
    """The ratio of the new count to the old with the others' taken out; every field has the tables' leading shape."""

    ratio: Floats
    low: Floats
    """Edge of the interval of the ratio, at `SHOWN_LEVEL`."""
    high: Floats
    p: Floats
    verdict: npt.NDArray[np.object_]
    rests_on: Flags
    """[..., columns] The columns without which it is no longer significant."""


def difference_in_change(own: QuasiChange, others: QuasiChange) -> QuasiChange:
    """Return the own change with the others' taken out: the ratio of the two ratios, as a change of its own.

    error² = own error² + the others' error²; degrees by Welch and Satterthwaite.  `others` must not hold the own area:
    what is compared with itself differs too little.

    >>> from scpxl.statistics.change.yearly_change import quasi_change
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


def relative_effect(own: Floats, others: Floats | None) -> Effect:
    """Return the effect on own counts [series, years, columns], the new ones last, beside the others' likewise.

    own new / own old over others new / others old; without others, the change itself.  Years before the last two
    only measure the spread better.  `others` must not hold the own area.  Counts below `FEWEST` in both of the own
    years are too few to assess.

    >>> found = relative_effect(np.array([[[50.0] * 6, [25.0] * 6]]), np.array([[[900.0] * 6, [905.0] * 6]]))
    >>> found.ratio.round(3), str(found.verdict[0])
    (array([0.497]), 'significant')
    """
    spreads = table_spread(own), None if others is None else table_spread(others)
    found = _judged(own, others, *spreads)
    verdict = is_significant(found.p)
    verdict[too_few_to_compare(own[:, -1].sum(-1), own[:, -2].sum(-1))] = Verdict.TOO_FEW
    rests_on = _without_each(own, others, spreads, np.flatnonzero(verdict == Verdict.SIGNIFICANT))
    verdict[rests_on.any(-1)] = Verdict.NORMAL
    return Effect(*found, verdict, rests_on)


def by_count(own: Floats) -> Flags:
    """Return whether own counts [..., years, columns] are judged exactly: new + old < 20, or either < 5.

    NaN, where a month is missing, is not.

    >>> bool(by_count(np.array([[1.0, 2], [30, 31]])))
    True
    """
    new, old = own[..., -1, :].sum(-1), own[..., -2, :].sum(-1)
    return np.asarray((new + old < FEW_TOGETHER) | (np.minimum(new, old) < FEWEST))


def _judged(
    own: Floats, others: Floats | None, spread: TableSpread, spread_of_others: TableSpread | None
) -> RatioInterval:
    if others is None or spread_of_others is None:
        return probability(own, np.ones_like(own), spread)
    change = change_of(own, np.ones_like(own), spread)
    apart = difference_in_change(change, change_of(others, np.ones_like(others), spread_of_others))
    usual = ratio_interval(apart)
    # The others' counts stand where days would: the own ones are compared with what the others' ratio makes of them.
    whole = np.ones_like(own)
    whole[..., -2:, :] = others[..., -2:, :].sum(-1, keepdims=True)
    exact = probability(own, np.where(whole > 0, whole, np.nan), spread)
    return RatioInterval(
        *(np.where(by_count(own), one, other) for one, other in zip(exact, usual, strict=True))
    )


def _without_each(
    own: Floats,
    others: Floats | None,
    spreads: tuple[TableSpread, TableSpread | None],
    rows: npt.NDArray[np.intp],
) -> Flags:
    """Return [series, columns] the columns without which an effect is not significant, for the rows asked about."""
    width = own.shape[-1]
    result = np.zeros((len(own), width), dtype=np.bool_)
    if not len(rows) or width < 2:
        return result
    left = left_out(own[rows])
    beside = None if others is None else left_out(others[rows])
    spread = _spread_left(left, spreads[0], rows)
    of_others = None if beside is None or spreads[1] is None else _spread_left(beside, spreads[1], rows)
    result[rows] = ~(_judged(left, beside, spread, of_others).p < 1 - SHOWN_LEVEL)
    return result


def _spread_left(left: Floats, whole: TableSpread, rows: npt.NDArray[np.intp]) -> TableSpread:
    """Return the spread of what is left, on the degrees of the whole, whose phi stands in where none can be told."""
    phi = table_spread(left).phi
    known, degrees = (np.asarray(part)[rows, None] for part in whole)
    return TableSpread(np.where(np.isnan(phi), known, phi), np.broadcast_to(degrees, phi.shape))

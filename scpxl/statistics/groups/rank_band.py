"""How sure a rank is: the ranks an area may plausibly have, given how far its figures move by chance.

A year's count moves by chance, and by more than Poisson's chance alone: each area's own months say by how much
(phi).  Areas' true figures are taken to vary about a common mean (normal on the square root, a variance tau²
estimated from the figures); each area's figure is drawn towards it by as much as it is uncertain.  What then is
the chance of each rank?  It is worked out, not simulated: given the area's own value the others lie below it
independently, and their number has a Poisson-binomial distribution; over the area's own value it is averaged on
a grid.  That is what infinitely many draws would give, the same to the last bit in whatever order areas come.

Without drawing figures together a band would be too narrow where areas hardly differ.  With it, bands of made-up
areas whose phi is estimated hold the true rank in 94 to 99 of 100; in 91 where areas do not differ at all.

Source: Goldstein and Spiegelhalter 1996; Marshall and Spiegelhalter 1998 (intervals of ranks in league tables).
"""

from __future__ import annotations

from typing import Final, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy import special

from scpxl.statistics.arrays import Flags, Floats, blocks, quotient
from scpxl.statistics.dispersion import table_spread
from scpxl.statistics.groups.overdispersion import dispersion
from scpxl.statistics.groups.ranking import mean_unweighted, median

CONFIDENCE: Final = 0.95
"""The chance that a band holds the true rank, on average over the areas."""
_GRID: Final[Floats] = np.linspace(-6.0, 6.0, 49)
"""Places of an area's own value, in standard errors, that its chances are averaged over: twice as many change none by 1e-7."""
_TOGETHER: Final = 32
"""How many areas' chances are worked out at a time."""
_BARELY: Final = 1e-9
"""Chances apart by less are the same: the order of adding up must not move a bound."""


FORMULA: Final = "√(({} + ⅜) / {}) = {}, error √{} / 2√{} = {}; ranks {} to {} hold 95% of the chances"
"""What the numbers of an area's plausible ranks are put into."""


Places: TypeAlias = npt.NDArray[np.intp]


class Estimates(NamedTuple):
    """Figures on a scale on which chance spreads them normally, and their standard errors there."""

    values: Floats
    errors: Floats


class RankBand(NamedTuple):
    """The first and the last plausible rank of each area; NaN where it has none."""

    first: Floats
    last: Floats


def floored_phi(months: Floats) -> Floats:
    """Return phi, how much more an area's counts vary than Poisson's, not below 1: `dispersion.table_spread`.

    `months` is [areas, years, months].  phi = sum((x - E)² / E) / degrees.  NaN where a month is missing, or where
    nothing, or nothing but one month of the year, was ever counted.

    >>> same = np.tile(np.arange(10.0, 22.0), (2, 1))
    >>> odd = same.copy(); odd[1, 0] += 30
    >>> floored_phi(np.stack([same, odd])).round(2)
    array([1.  , 1.44])
    """
    return np.maximum(1.0, table_spread(months).phi)


def rate_estimates(counts: Floats, people: Floats, phi: Floats) -> Estimates:
    """Return rates on the square root: √((x + 3/8) / n), with the error √phi / 2√n.

    An area whose own phi is not known takes the middle one of the others; NaN for all where none is known.

    >>> found = rate_estimates(np.array([0.0, 100.0]), np.array([400.0, 400.0]), np.array([np.nan, 4.0]))
    >>> found.values.round(4), found.errors
    (array([0.0306, 0.5009]), array([0.05, 0.05]))
    """
    filled = np.where(np.isnan(phi), median(phi), phi)
    room = np.where(people > 0, people, np.nan)
    return Estimates(np.sqrt((counts + 0.375) / room), np.sqrt(filled) / (2 * np.sqrt(room)))


def rank_bands(
    estimates: Estimates,
    ranks: Floats,
    confidence: float = CONFIDENCE,
    *,
    high_first: bool = False,
    asked: Flags | None = None,
) -> RankBand:
    """Return each area's plausible ranks; a band always holds the rank the area has.

    `ranks` are those of the figures (`rank_low_first`, or `rank_high_first` with `high_first`), [areas] or [areas,
    cases], each case by itself; all three are NaN where an area has no figure, and it takes no part.  Only areas
    that are `asked` for have a band, all by default: the others cost next to nothing.  Fewer than two areas: NaN.
    Where the areas differ by no more than chance, every rank is plausible for each.

    >>> sure = Estimates(np.array([1.0, 2.0, 3.0, 9.0]), np.array([0.6, 0.6, 0.6, 0.6]))
    >>> [end.tolist() for end in rank_bands(sure, np.array([1.0, 2.0, 3.0, 4.0]))]
    [[1.0, 1.0, 2.0, 4.0], [2.0, 3.0, 3.0, 4.0]]
    """
    if ranks.ndim == 1:
        columns = Estimates(*(part[:, None] for part in estimates))
        flags = None if asked is None else asked[:, None]
        found = rank_bands(columns, ranks[:, None], confidence, high_first=high_first, asked=flags)
        return RankBand(found.first[:, 0], found.last[:, 0])
    values, errors = estimates
    there = ~(np.isnan(values) | np.isnan(errors) | np.isnan(ranks))
    values, errors = (np.where(there, part, np.nan) for part in (-values if high_first else values, errors))
    # Sums depend in their last bit on the order of what is added; areas are always added in one, the missing last.
    order = np.lexsort((errors, values), axis=0)
    values, errors = (np.take_along_axis(part, order, axis=0) for part in (values, errors))
    count = there.sum(axis=0)
    wanted = there & (count > 1) if asked is None else there & (count > 1) & asked
    places, cases = np.nonzero(np.take_along_axis(wanted, order, axis=0))
    drawn = Estimates(*_drawn_together(values, errors))
    reached = np.cumsum(_chances(drawn, count, places, cases), axis=1)
    tail = (1 - confidence) / 2
    low = 1.0 + (reached <= tail + _BARELY).sum(axis=1)
    high = 1.0 + (reached < 1 - tail - _BARELY).sum(axis=1)
    first, last = (np.full(there.shape, np.nan) for _ in range(2))
    at = order[places, cases], cases
    first[at] = np.minimum(low, ranks[at])
    last[at] = np.maximum(np.minimum(high, count[cases]), ranks[at])
    return RankBand(first, last)


def _chances(drawn: Estimates, count: Places, places: Places, cases: Places) -> Floats:
    """Return [asked, ranks]: the chance of each rank of the area in that place of that case; `drawn` is [areas, cases]."""
    areas = len(drawn.values)
    # Where nothing is left of an area's uncertainty all areas are drawn together, and each rank is as likely.
    found = np.where(np.arange(areas) < count[cases, None], 1 / count[cases, None], 0.0)
    moving = np.flatnonzero(drawn.errors[places, cases] > 0)
    for block in blocks(len(moving), _TOGETHER):
        part = moving[block]
        found[part] = _counted(drawn, places[part], cases[part])
    return found


def _counted(drawn: Estimates, places: Places, cases: Places) -> Floats:
    """Return the same of few enough to be held in the processor's own memory."""
    centres, spreads = (part[:, cases] for part in drawn)
    each = np.arange(len(places))
    weights = np.exp(-(_GRID**2) / 2)
    own = centres[places, each][:, None] + spreads[places, each][:, None] * _GRID
    # [others, asked, grid]: the chance that the other lies below an area's own value; a missing one never does.
    below = special.ndtr((own - centres[..., None]) / spreads[..., None])
    below[np.isnan(centres)] = 0.0
    below[places, each] = 0.0
    # [ranks, asked, grid]: the chance that so many of the others lie below.
    chances = np.zeros((len(centres), *own.shape))
    chances[0] = 1.0
    room = np.empty_like(chances)
    for other, less in enumerate(below):
        moved = np.multiply(chances[: other + 1], less, out=room[: other + 1])
        chances[: other + 1] -= moved
        chances[1 : other + 2] += moved[: len(centres) - 1]
    result: Floats = (chances @ (weights / weights.sum())).T
    return result


def _drawn_together(values: Floats, errors: Floats) -> tuple[Floats, Floats]:
    """Return each value drawn towards the common mean by its uncertainty, and what uncertainty is left; 0 if none.

    All are [areas, cases], NaN where an area takes no part.
    """
    plain = 1 / errors**2
    about = quotient(np.nansum(plain * values, axis=0), np.nansum(plain, axis=0))
    tau2 = dispersion((values - about) / errors, errors).tau2
    weights = quotient(1.0, errors**2 + tau2)
    middle = quotient(np.nansum(weights * values, axis=0), np.nansum(weights, axis=0))
    middle = np.where(tau2 > 0, middle, mean_unweighted(values))
    kept = tau2 / (errors**2 + tau2)
    return middle + kept * (values - middle), np.sqrt(kept) * errors

"""What chance leaves of the ranks and differences of a benchmark group, worked out and in words.

Only for yearly rates of counts: of levels and percentages the framework does not know how sure they are.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from scpxl.model.framework import AddsUp, Framework, Indicator, Unit
from scpxl.model.wholes import rate_name
from scpxl.model.words import rounded
from scpxl.scorecard.analysis import Track
from scpxl.scorecard.figures import NO_FIGURE, Figure, NumberStyle
from scpxl.scorecard.likelihood import NOT_ASSESSED, Beside, Likelihood
from scpxl.scorecard.wording import figure, ordinal, rate_style
from scpxl.statistics.arrays import Flags, Floats
from scpxl.statistics.judgeable import band_is_wide
from scpxl.statistics.overdispersion import Funnel, rate_funnel
from scpxl.statistics.rank_band import Estimates, RankBand, floored_phi, rank_bands, rate_estimates
from scpxl.verdicts import Judgement

FEWEST_AREAS: Final = 10
"""With fewer, how much a group varies beyond chance cannot be told."""
NOTE: Final = (
    "Plausible ranks hold the true rank 95 times in 100, given how each area's months vary. Against the others: "
    "each area is compared with all the others together, with limits (99.8%) that allow for how much the others "
    "vary among themselves; only beyond them, and where its plausible ranks hold less than half of the group, is a "
    "difference more than chance."
)
NOTE_NOT_ASSESSED: Final = (
    "Ranks and differences are not tested here: only yearly rates of counts are, among ten areas or more."
)
SMALL_RATE: Final = 0.1
"""Below such a rate one decimal place says too little."""
_CLASSES: Final = {
    2: Beside.FAR_ABOVE,
    1: Beside.ABOVE,
    0: Beside.SIMILAR,
    -1: Beside.BELOW,
    -2: Beside.FAR_BELOW,
}


class Chances(NamedTuple):
    """What the judgement of a group rests on; arrays are [areas], NaN for an area that is not ranked."""

    counts: Floats
    people: Floats
    rates: Floats
    funnel: Funnel
    wide: Flags
    """Whether an area's plausible ranks hold half the group: then it is not beyond chance, whatever the funnel says."""
    phi: Floats
    """How much more each area's months vary than chance makes them."""
    estimates: Estimates
    bands: RankBand


def likelihoods(
    framework: Framework, indicator: Indicator, track: Track, rows: Sequence[int | None], ranks: Floats
) -> tuple[Likelihood, ...] | None:
    """Return what chance leaves of each area's rank and difference, in the order of rows; None where not assessed.

    `rows` are the areas' rows in the track, None for an area nobody has reported; `ranks` those of the last
    column, 1 the lowest.
    """
    found = chances_of(indicator, track, rows, ranks)
    if found is None:
        return None
    return tuple(
        _likelihood(indicator, rate_name(framework, indicator), place, found) for place in range(len(rows))
    )


def chances_of(
    indicator: Indicator, track: Track, rows: Sequence[int | None], ranks: Floats
) -> Chances | None:
    """Return what the judgement rests on, of the same; None where nothing is assessed."""
    counted = indicator.unit in {Unit.COUNT, Unit.RATE} and not indicator.takes_decimals
    if not (counted and indicator.denominator) or indicator.adds_up is AddsUp.LATEST:
        return None
    there = ~np.isnan(ranks)
    if there.sum() < FEWEST_AREAS:
        return None
    counts, people, rates = (
        np.where(there, _at(array, rows, track.last), np.nan)
        for array in (track.number.year, track.whole.year, track.rate)
    )
    funnel = rate_funnel(counts, people, indicator.per)
    phi = floored_phi(_two_years(track, rows))
    estimates = rate_estimates(counts, people, phi)
    bands = rank_bands(estimates, ranks)
    wide = band_is_wide(bands.first, bands.last, float(there.sum()))
    return Chances(counts, people, rates, funnel, wide, phi, estimates, bands)


def _at(array: Floats, rows: Sequence[int | None], column: int) -> Floats:
    return np.array([math.nan if row is None else array[row, column] for row in rows])


def _two_years(track: Track, rows: Sequence[int | None]) -> Floats:
    """Return [areas, 2, periods of a year] of single periods; NaN where there are no two years yet."""
    span = 2 * track.width
    found = np.full((len(rows), span), np.nan)
    if track.last + 1 >= span:
        for place, row in enumerate(rows):
            if row is not None:
                found[place] = track.matrix.numerator[row, track.last + 1 - span : track.last + 1]
    return found.reshape(len(rows), 2, track.width)


def _likelihood(indicator: Indicator, rate: str, place: int, found: Chances) -> Likelihood:
    rates, funnel, bands = found.rates, found.funnel, found.bands
    if math.isnan(rates[place]):
        return NOT_ASSESSED
    others = int(np.count_nonzero(~np.isnan(rates))) - 1
    average, outer = float(funnel.average[place]), funnel.limits.outer
    known = not math.isnan(average)
    code = int(funnel.classes[place])
    if found.wide[place]:
        code = max(-1, min(1, code))
    beside = _CLASSES[code] if known else Beside.NOT_ASSESSED
    shown = [
        _rate_figure(float(value), rate_style(indicator), exact=bool(funnel.exact[place]))
        if known
        else NO_FIGURE
        for value in (average, outer.lower[place], outer.upper[place])
    ]
    judgement = _judgement(beside, indicator.polarity.sign)
    within = f"99.8% limits {shown[1].text} to {shown[2].text} {rate}"
    if funnel.exact[place]:
        within += f": {_counts_words(found, place, indicator)}"
    first, last = float(bands.first[place]), float(bands.last[place])
    return Likelihood(
        rank_first=None if math.isnan(first) else int(first),
        rank_last=None if math.isnan(last) else int(last),
        rank_words=band_words(first, last),
        beside=beside,
        words=_words(beside, judgement, others) if known else "",
        limits_words=within if known else "",
        others=shown[0],
        lower=shown[1],
        upper=shown[2],
        judgement=judgement,
    )


def _rate_figure(rate: float, style: NumberStyle, *, exact: bool) -> Figure:
    """Return a rate as it is shown, or to as many places as it takes: not 0.0 but 0.013, and of few events 0.13."""
    if not math.isfinite(rate) or rate == 0 or rate >= (1 if exact else SMALL_RATE):
        return figure(rate, style)
    return Figure(rate, rounded(rate, 1 - math.floor(math.log10(rate))), NumberStyle.TWO_PLACES)


def _counts_words(found: Chances, place: int, indicator: Indicator) -> str:
    """Return the same limits in events, which is what a handful of events is read in."""
    outer, per_event = found.funnel.limits.outer, indicator.per / float(found.people[place])
    low, high = (round(float(end[place]) / per_event) for end in (outer.lower, outer.upper))
    return f"{low} to {high}, by exact tails, as about {_short(float(found.funnel.average[place]) / per_event)} are expected"


def _short(number: float) -> str:
    return rounded(number, 1 if number >= 1 else 2)


def band_words(first: float, last: float) -> str:
    """Return plausible ranks as they are said; blank where there are none.

    >>> band_words(6, 11), band_words(3, 3), band_words(math.nan, math.nan)
    ('plausibly 6th to 11th', 'plausibly 3rd and no other', '')
    """
    if math.isnan(first):
        return ""
    if first == last:
        return f"plausibly {ordinal(int(first))} and no other"
    return f"plausibly {ordinal(int(first))} to {ordinal(int(last))}"


def _judgement(beside: Beside, sign: int) -> Judgement:
    way = {Beside.FAR_ABOVE: 1, Beside.FAR_BELOW: -1}.get(beside, 0)
    if beside is Beside.NOT_ASSESSED:
        return Judgement.UNKNOWN
    if not way:
        return Judgement.SAME
    return Judgement.NEUTRAL if not sign else Judgement.BETTER if way == sign else Judgement.WORSE


def _words(beside: Beside, judgement: Judgement, others: int) -> str:
    """Return the class as a sentence carries it."""
    said = {Judgement.BETTER: ": better", Judgement.WORSE: ": worse"}.get(judgement, "")
    way = "higher" if beside in {Beside.FAR_ABOVE, Beside.ABOVE} else "lower"
    if beside is Beside.SIMILAR:
        return f"within the spread of the other {others}"
    if beside in {Beside.ABOVE, Beside.BELOW}:
        return f"{way} than is usual among the other {others}, but it could be chance"
    return f"{way} than the other {others} beyond chance{said}"

"""How far back each rule looks: declared here once, used by the rules, and fetched by whoever reads the record.

A window that is not fetched is silently a shorter one, so what is fetched is worked out from these and from nothing
else (`months_behind`).  docs/methods.md states each.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from scpxl.model.framework import Framework, Frequency
from scpxl.model.observations import Observation
from scpxl.model.periods import MONTH, QUARTER, YEAR
from scpxl.model.series_notes import NoteKind, SeriesNote
from scpxl.statistics.change.outturn import ERROR_YEARS, SHARE_YEARS
from scpxl.statistics.change.trend import POINTS


class Span(NamedTuple):
    """How many months a quarter and a year add up."""

    quarter: int
    year: int


SPAN = Span(QUARTER, YEAR)
"""Every sum over a quarter or a year, and every formula that lists its months, is made from this."""
CHARTED: Final = {MONTH: 36, QUARTER: 20, YEAR: 15}
"""Columns shown on a control chart, and from which its limits are made: three years of months."""
SEASON_MONTHS: Final = 120
"""Months from which seasons are worked out, at most."""
TREND_MONTHS: Final = (36, 60)
"""A trend is taken from three to five years."""
COMPARED_YEARS: Final = 3
"""Years of like months that measure a change's dispersion, where they are there; else two."""
SPARK: Final = {MONTH: 36, QUARTER: 20, YEAR: 15}
"""Columns of the small line of rolling years beside an indicator."""
SHOWN_FOR: Final = 3 * YEAR
"""Months that an intervention stays on the card; it is compared with the year before it."""


def months_behind(step: int) -> int:
    """Return how many months of figures of `step` months the rules look at, the period's own among them.

    A quarter's or a year's figure may end before the period does: that much more is needed.

    >>> months_behind(1), months_behind(3), months_behind(12)
    (132, 134, 191)
    """
    rolling = YEAR - step
    looked_at = [CHARTED[step] * step, SPARK[step] * step + rolling, SHOWN_FOR + YEAR]
    if step == MONTH:
        # Rare events are charted by quarters.
        looked_at += [SEASON_MONTHS, CHARTED[QUARTER] * QUARTER]
    if step < YEAR:
        looked_at += [TREND_MONTHS[1], COMPARED_YEARS * YEAR, (SHARE_YEARS + ERROR_YEARS + 1) * YEAR]
    else:
        looked_at.append(POINTS * YEAR)
    return max(looked_at) + step - 1


def first_needed(last: int, step: int, notes: Iterable[SeriesNote]) -> int:
    """Return the first month that figures of `step` months up to `last` are needed from: a baseline may lie further back."""
    fixed = [
        n.first.first
        for n in notes
        if n.kind is NoteKind.REBASE and n.last is not None and n.first.first <= last
    ]
    return min([last - months_behind(step) + 1, *fixed])


_EVER = -1
"""A month before all."""


def firsts_needed(framework: Framework, last: int) -> dict[str, int]:
    """Return by indicator the first month that figures ending with `last` are worked out from.

    A population serves until there is a later one, however old, so what others are divided by is needed from its
    beginning.
    """
    divided_by = {indicator.denominator for indicator in framework.indicators}
    return {
        one.code: _EVER
        if one.code in divided_by and one.frequency is Frequency.ANNUAL
        else first_needed(last, one.frequency.months, framework.notes_for(one))
        for one in framework.indicators
    }


def within_windows(framework: Framework, observations: Iterable[Observation], last: int) -> list[Observation]:
    """Return the observations that figures ending with a month are worked out from, of those there are."""
    firsts, usual = firsts_needed(framework, last), first_needed(last, MONTH, ())
    return [one for one in observations if one.period.last >= firsts.get(one.indicator, usual)]

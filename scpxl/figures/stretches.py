"""The stretches of a series that may be compared: where a registered break or rebase parts it, and what limits rest on.

One rule for charts, changes and trends: a new stretch begins with the first period that lies wholly after a break.  A
quarter or a year that a break falls inside holds some of both countings; it belongs to neither stretch, is drawn, and
is neither judged nor compared.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scpxl.model.series_notes import NoteKind, SeriesNote
from scpxl.statistics.arrays import Flags, Floats, Months
from scpxl.statistics.judgeable import LEAST_FIGURES


class Stretches(NamedTuple):
    """[columns] each."""

    group: npt.NDArray[np.int64]
    """Which stretch a column is in; one more from each break or rebase on."""
    mixed: Flags
    """Whether a break or rebase falls inside the column."""
    end: int
    """The last column that is seen."""

    @property
    def last(self) -> Flags:
        """The columns of the last stretch that are seen, those a break falls inside among them."""
        if not len(self.group):
            return np.zeros(0, dtype=np.bool_)
        result: Flags = self.group == self.group[self.end]
        result[self.end + 1 :] = False
        return result

    @property
    def latest(self) -> Flags:
        """The columns of the last stretch that are seen and whole."""
        return np.asarray(self.last & ~self.mixed)


class Baseline(NamedTuple):
    """What a series' limits rest on, where a rebase fixes them."""

    kept: Flags
    """[columns] The figures limits are made from; all, where nothing fixes them."""
    fixed: bool
    """Whether the last stretch's limits are fixed."""
    months: tuple[int, int] | None
    """The first and last month of the baseline the framework names for the last stretch; None where it names none."""
    figures: int
    """How many figures those months hold: fewer than twelve fix nothing."""


def stretches_of(notes: Sequence[SeriesNote], months: Months, step: int, end: int = -1) -> Stretches:
    """Return the stretches of columns of `step` months that end with the months given, seen up to column `end`."""
    begins = months - step + 1
    group, mixed = np.zeros(len(months), dtype=np.int64), np.zeros(len(months), dtype=np.bool_)
    for first in {note.first.first for note in notes if note.kind.restarts_limits}:
        group += months >= first
        mixed |= (begins < first) & (first <= months)
    return Stretches(group, mixed, end if end >= 0 else len(months) - 1)


def baseline_of(
    notes: Sequence[SeriesNote], months: Months, step: int, found: Stretches, firm: Floats
) -> Baseline:
    """Return the figures limits are made from.  A baseline needs twelve figures, not twelve months."""
    kept = np.ones(len(months), dtype=np.bool_)
    named: tuple[int, int] | None = None
    fixed, number = False, 0
    for note in notes:
        if note.kind is not NoteKind.REBASE or note.last is None:
            continue
        inside = (months - step + 1 >= note.first.first) & (months <= note.last_month)
        inside[found.end + 1 :] = False
        of_group = found.group == (found.group[inside][0] if inside.any() else -1)
        is_latest = bool(of_group.any() and of_group[found.end])
        there = int((inside & ~np.isnan(firm)).sum())
        if is_latest:
            named, number = (note.first.first, note.last_month), there
        if there >= LEAST_FIGURES:
            kept &= ~of_group | inside
            fixed |= is_latest
    return Baseline(kept, fixed, named, number)

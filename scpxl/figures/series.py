"""Lines observations up as a matrix, one row per series and one column per period, and says which of it may be compared.

One rule for charts, changes and trends: a new stretch begins with the first period that lies wholly after a break.  A
quarter or a year that a break falls inside holds some of both countings; it belongs to neither stretch, is drawn, and
is neither judged nor compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from scpxl.errors import NotFoundError
from scpxl.model.observations import Marker, Observation, SeriesKey
from scpxl.model.periods import month_label
from scpxl.model.series_notes import NoteKind, SeriesNote
from scpxl.statistics.arrays import Codes, Flags, Floats, Months
from scpxl.statistics.judgeable import LEAST_FIGURES

MARKERS: tuple[Marker, ...] = tuple(Marker)
"""What the codes in `SeriesMatrix.marker` stand for."""

NO_OBSERVATION = -1
"""The code where nobody has said anything: no return, or none that was accepted.  Not the same as BLANK."""

_CODE_OF = {marker: code for code, marker in enumerate(MARKERS)}
_DOUBTS = [_CODE_OF[one] for one in (Marker.PROVISIONAL, Marker.UNRELIABLE)]


@dataclass(frozen=True, eq=False)
class SeriesMatrix:
    """Figures of many series over the same run of periods, with no period left out.

    `first` is the number of the month that ends the first column, and each column is `step` months
    (1, 3 or 12) after the one before.  `numerator` and `denominator` are [series, periods], NaN where
    there is no number; `marker` holds codes into `MARKERS`, or `NO_OBSERVATION`.
    """

    keys: tuple[SeriesKey, ...]
    first: int
    step: int
    numerator: Floats
    denominator: Floats
    marker: Codes

    @cached_property
    def months(self) -> Months:
        """The month that ends each column."""
        return self.first + self.step * np.arange(self.numerator.shape[1], dtype=np.int64)

    @cached_property
    def rows(self) -> dict[SeriesKey, int]:
        """The row of each series."""
        return {key: row for row, key in enumerate(self.keys)}

    @cached_property
    def doubted(self) -> frozenset[int]:
        """The rows with a figure that is provisional or of low reliability."""
        return frozenset(np.flatnonzero(np.isin(self.marker, _DOUBTS).any(axis=1)).tolist())

    def row(self, key: SeriesKey) -> int:
        """Return the row of a series; `NotFoundError` where it has none (see `rows` and `select`)."""
        try:
            return self.rows[SeriesKey(*key)]
        except KeyError:
            named = " ".join(filter(None, key))
            raise NotFoundError(f"{named}: there are no figures for this series.") from None

    def column(self, month: int) -> int:
        """Return the column that ends in a month; `NotFoundError` where none does."""
        column, left = divmod(month - self.first, self.step)
        if left or not 0 <= column < len(self.months):
            raise NotFoundError(f"{month_label(month)}: the figures at hand have no column ending there.")
        return column

    def marker_at(self, row: int, column: int) -> Marker | None:
        """Return what is beside or instead of a number; None where there is no observation."""
        code = int(self.marker[row, column])
        return None if code == NO_OBSERVATION else MARKERS[code]

    def select(self, keys: Iterable[SeriesKey]) -> SeriesMatrix:
        """Return these series in this order; one with no observations becomes a row of gaps."""
        wanted = tuple(SeriesKey(*key) for key in keys)
        found = np.array([self.rows.get(key, -1) for key in wanted], dtype=np.intp)
        known = found >= 0
        result = _empty(wanted, self.first, self.step, len(self.months))
        result.numerator[known] = self.numerator[found[known]]
        result.denominator[known] = self.denominator[found[known]]
        result.marker[known] = self.marker[found[known]]
        return result

    def through(self, month: int) -> SeriesMatrix:
        """Return the columns that end in a month or before it: what was known to be asked by then."""
        width = max(0, min((month - self.first) // self.step + 1, len(self.months)))
        return replace(
            self,
            numerator=self.numerator[:, :width],
            denominator=self.denominator[:, :width],
            marker=self.marker[:, :width],
        )


def to_series(
    observations: Iterable[Observation], step: int, first: int | None = None, last: int | None = None
) -> SeriesMatrix:
    """Return the observations whose period is `step` months long, lined up; others are left out.

    Rows are in the order in which series are first met.  Columns run without a gap from the one ending
    in month `first` to the one ending in `last` (from the earliest and to the latest observation, if not
    given); observations outside them are left out.  Where two observations are of one cell, the later
    one given stands.  A period that starts between two columns' starts is a `ValueError`.

    >>> from scpxl.model.periods import Period, to_month
    >>> months = [Period.month(2018, 1), Period.month(2018, 3)]
    >>> observed = [Observation("BUR", "E09000003", "", "", month, 10.0) for month in months]
    >>> matrix = to_series(observed, step=1)
    >>> matrix.numerator, matrix.months[0] == to_month(2018, 1)
    (array([[10., nan, 10.]]), np.True_)
    >>> matrix.marker_at(0, 0), matrix.marker_at(0, 1)
    (<Marker.NONE: ''>, None)
    """
    taken = [observed for observed in observations if observed.period.length == step]
    ends = np.array([observed.period.first for observed in taken], dtype=np.int64) + (step - 1)
    start, width = _span(ends, step, first, last)
    columns, misplaced = np.divmod(ends - start, step)
    if misplaced.any():
        strange = taken[int(np.flatnonzero(misplaced)[0])].period
        raise ValueError(f"{strange} starts between two of the columns of {step} months it should be in.")
    rows: dict[tuple[str, str, str, str], int] = {}
    row_of = np.array([rows.setdefault(observed[:4], len(rows)) for observed in taken], dtype=np.intp)
    matrix = _empty(tuple(SeriesKey(*key) for key in rows), start, step, width)
    inside = np.flatnonzero((columns >= 0) & (columns < width))
    used = _last_of_each(inside, row_of[inside] * width + columns[inside])
    cells = row_of[used], columns[used]
    chosen = taken if len(used) == len(taken) else [taken[place] for place in used.tolist()]
    matrix.numerator[cells] = np.array([observed.numerator for observed in chosen], dtype=np.float64)
    matrix.denominator[cells] = np.array([observed.denominator for observed in chosen], dtype=np.float64)
    matrix.marker[cells] = np.array([_CODE_OF[observed.marker] for observed in chosen], dtype=np.int8)
    return matrix


def _span(ends: Months, step: int, first: int | None, last: int | None) -> tuple[int, int]:
    """Return the month that ends the first column, and how many columns there are."""
    if not len(ends) and (first is None or last is None):
        return (first if first is not None else 0), 0
    start = first if first is not None else int(ends.min())
    end = last if last is not None else int(ends.max())
    return start, max(0, (end - start) // step + 1)


def _last_of_each(places: npt.NDArray[np.intp], cells: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    """Return the places without those whose cell comes again later."""
    # numpy does not promise which of two assignments to one cell wins, so none is left to chance.
    if not len(cells) or np.bincount(cells).max() == 1:
        return places
    _, from_the_end = np.unique(cells[::-1], return_index=True)
    return places[np.sort(len(cells) - 1 - from_the_end)]


def _empty(keys: tuple[SeriesKey, ...], first: int, step: int, width: int) -> SeriesMatrix:
    """Return a matrix in which nobody has said anything."""
    shape = (len(keys), width)
    marker = np.full(shape, NO_OBSERVATION, dtype=np.int8)
    return SeriesMatrix(keys, first, step, np.full(shape, np.nan), np.full(shape, np.nan), marker)


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

"""Whether a hidden count can be worked out from what is published, and which further cells to hide until it cannot.

A table is a list of cells; each cell, total or not, is a sum of the same smallest counts.  What a reader can know
of a hidden cell is the range between its least and its greatest value over all tables of counts that agree with
everything published: two linear programmes a cell.  A cell is safe where that range is wide enough.

Every published number that is a sum of counts must be in the table: totals, quarters, years, rolling years, also
what stands only behind a chart.  A percentage with a known base gives its count away and belongs in it as that count.

This product's trap: two rolling years that follow each other differ by one month less the same month a year ago.
Where rolling years are published, a hidden month is recovered from them and its year-ago month (`time_table`).

A cell whose count is missing has no place in a table: leave it out, or hide it. Counts are of people or
events. Source: Hundepool and others, Statistical Disclosure Control, 2012 (secondary suppression and its
audit by linear programmes); patterns and ranges compared with the R package GaussSuppression.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from scpxl.model.periods import month_code
from scpxl.statistics.arrays import Flags, Floats

TOLERANCE: Final = 1e-6
"""How near to a whole number, or to each other, the solver's numbers count as the same."""


@dataclass(frozen=True, eq=False)
class PublishedTable:
    """Cells that may be published.

    `labels` name the cells; `members` is [cells, smallest counts], True where a count is part of a cell; `values`
    are the cells' true values.
    """

    labels: tuple[tuple[str, ...], ...]
    members: Flags
    values: Floats

    def __post_init__(self) -> None:
        """Refuse a table whose parts do not fit, or that is not of counts."""
        if self.members.shape[0] != len(self.values) or len(self.labels) != len(self.values):
            raise ValueError("A table needs as many labels and rows of members as it has values.")
        bad = ~np.isfinite(self.values) | (self.values < 0)
        if bad.any():
            raise ValueError(f"{self.values[bad][0]:,} is not a count; leave out what is missing.")


class Bounds(NamedTuple):
    """The least and the greatest value of each cell that agree with what is published; inf where there is no end."""

    low: Floats
    high: Floats

    @property
    def width(self) -> Floats:
        """How much is left open."""
        return self.high - self.low

    @property
    def recoverable(self) -> Flags:
        """Which cells can be known exactly."""
        return np.asarray(self.width < TOLERANCE)


TOTAL: Final = "Total"


def cross_table(counts: npt.ArrayLike, *axes: Sequence[str]) -> PublishedTable:
    """Return counts in one, two or more directions with all their totals, the grand total first.

    Each total is the sum of its smallest counts: in two directions, total of a row = sum of its cells.

    `axes` name the places along each direction.

    >>> made = cross_table([[3, 20], [15, 30]], ["North", "South"], ["Theft", "Arson"])
    >>> [(" ".join(label), int(value)) for label, value in zip(made.labels, made.values)][:4]
    [('Total Total', 68), ('Total Theft', 18), ('Total Arson', 50), ('North Total', 23)]
    """
    values = np.asarray(counts, dtype=np.float64)
    if values.shape != tuple(len(axis) for axis in axes):
        raise ValueError(f"Counts of shape {values.shape} need as many names along each direction.")
    places = np.indices(values.shape).reshape(values.ndim, -1)
    labels, members = [], []
    for where in product(*(range(-1, len(axis)) for axis in axes)):
        labels.append(tuple(TOTAL if at < 0 else axis[at] for at, axis in zip(where, axes, strict=True)))
        chosen = [(along == at) | (at < 0) for along, at in zip(places, where, strict=True)]
        members.append(np.logical_and.reduce(chosen))
    part = np.array(members)
    return PublishedTable(tuple(labels), part, part @ values.ravel())


def time_table(
    first_month: int, counts: npt.ArrayLike, *, rolling: Sequence[int] = (12,), quarters: bool = True,
    years: bool = True, to_date: bool = True,
) -> PublishedTable:  # fmt: skip
    """Return months with the sums that a dashboard publishes of them.

    Rolling year of a month = the sum of the twelve months that end with it; the others alike.

    `first_month` is a month as a number (`Period.first`).  Rolling sums end in every month that has so many before
    it; quarters, financial years from April and years to date are those whose months are all there.  A sum that is
    there twice is one cell, under its first name.

    >>> from scpxl.model.periods import to_month
    >>> made = time_table(to_month(2017, 4), [7, 9, 3, 8], rolling=[3], years=False, to_date=False)
    >>> [" ".join(label) for label in made.labels]
    ['month 2017-04', 'month 2017-05', 'month 2017-06', 'month 2017-07', '3 months to 2017-06', '3 months to 2017-07']
    """
    values = np.asarray(counts, dtype=np.float64)
    spans = [(("month", month_code(first_month + at)), at, at) for at in range(len(values))]
    for width in rolling:
        ends = range(width - 1, len(values))
        spans += [
            ((f"{width} months to", month_code(first_month + end)), end - width + 1, end) for end in ends
        ]
    for end in range(len(values)):
        month = first_month + end
        since_april = (month - 3) % 12
        if quarters and since_april % 3 == 2:
            spans.append((("quarter to", month_code(month)), end - 2, end))
        if (years and since_april == 11) or to_date:
            name = "year to" if since_april == 11 else "year to date to"
            spans.append(((name, month_code(month)), end - since_april, end))
    named: dict[tuple[int, int], tuple[str, ...]] = {}
    for label, start, end in spans:
        if start >= 0:
            named.setdefault((start, end), label)
    at = np.arange(len(values))
    part = np.array([(at >= start) & (at <= end) for start, end in named]).reshape(len(named), len(values))
    return PublishedTable(tuple(named.values()), part, part @ values)


def audit(
    table: PublishedTable, hidden: npt.ArrayLike, *, rounded_to: int = 1, most: npt.ArrayLike = math.inf
) -> Bounds:
    """Return the range in which a reader can place each cell, knowing every cell that is not hidden.

    For each cell: the least and the greatest sum of x over its smallest counts, subject to the published
    cells = their sums and 0 <= x <= most.

    The reader knows that counts are whole and not below zero, and that none is above `most` (one number, or one
    for each smallest count: for those hidden under a known threshold, the threshold less 1).  With `rounded_to`,
    what is published is rounded to that base, halves up.  Raises ValueError where no counts agree with what is
    published.

    >>> made = cross_table([[3, 20], [15, 30]], ["N", "S"], ["Theft", "Arson"])
    >>> only_the_small_one = [label == ("N", "Theft") for label in made.labels]
    >>> audit(made, only_the_small_one).recoverable.all()
    np.True_
    """
    concealed = _flags(hidden, len(table.values))
    low, high = table.values.copy(), table.values.copy()
    # What is printed as it is, is known; what is printed rounded is known only nearly.
    wanted = np.flatnonzero(concealed | (rounded_to != 1))
    limits = _limits(table, concealed, rounded_to, most)
    for cell in wanted:
        low[cell], high[cell] = _range(table.members[cell].astype(np.float64), limits)
    return Bounds(low, high)


def is_safe(table: PublishedTable, hidden: npt.ArrayLike, protected: npt.ArrayLike, width: float = 1) -> bool:
    """Return whether every protected cell is left open by at least so much; an exactly known one never is.

    Greatest less least >= `width`, in counts.

    The strict choice of `width` is the threshold itself.
    """
    concealed, wanted = _flags(hidden, len(table.values)), _flags(protected, len(table.values))
    if (wanted & ~concealed).any():
        return False
    return not _unsafe(table, concealed, wanted, width).any()


def suppress(table: PublishedTable, primary: npt.ArrayLike, width: float = 1) -> Flags:
    """Return the cells to hide: the primary ones, and as many others as keep each primary one open by `width`.

    Safe is what `is_safe` says: greatest - least >= `width`.

    Cells are published one after another, zeros first, then from the largest to the smallest, as long as no
    primary cell becomes a sum and difference of published ones.  The result is audited; while a primary cell's range
    is still too narrow, the smallest published cell that overlaps it is hidden too.  So the result is always safe,
    if not always with the fewest cells.  The same table gives the same cells.

    >>> made = cross_table([6, 8, 3, 12, 5], ["Jan", "Feb", "Mar", "Apr", "May"])
    >>> [label[0] for label, hide in zip(made.labels, suppress(made, made.values == 3)) if hide]
    ['Mar', 'May']
    """
    wanted = _flags(primary, len(table.values))
    hidden = _independent(table, wanted)
    order = np.lexsort((np.arange(len(hidden)), table.values))
    while (unsafe := _unsafe(table, hidden, wanted, width)).any():
        overlap = (table.members[unsafe].astype(int).sum(axis=0) > 0).astype(int)
        touching = (table.members.astype(int) @ overlap) > 0
        following = [cell for cell in order if not hidden[cell] and touching[cell] and table.values[cell] > 0]
        following = following or [cell for cell in order if not hidden[cell]]
        hidden[following[0]] = True
    return hidden


def _independent(table: PublishedTable, wanted: Flags) -> Flags:
    """Return what stays hidden when cells are published greedily and no wanted one may become their combination."""
    parts = table.members.sum(axis=1)
    zero_first = np.where(table.values == 0, np.inf, table.values)
    order = np.lexsort((np.arange(len(parts)), -parts, -zero_first))
    hidden = np.ones(len(parts), dtype=bool)
    published = _Span(table.members.shape[1])
    targets = table.members[wanted].astype(np.float64)
    for cell in order:
        if wanted[cell]:
            continue
        row = table.members[cell].astype(np.float64)
        wider = published.with_row(row)
        if not any(wider.holds(target) for target in targets):
            published, hidden[cell] = wider, False
    return hidden


class _Span:
    """All sums and differences of some rows, kept as an orthonormal basis."""

    def __init__(self, size: int, basis: Floats | None = None) -> None:
        self._basis: Floats = np.zeros((0, size)) if basis is None else basis

    def _rest(self, row: Floats) -> Floats:
        rest: Floats = row - (self._basis @ row) @ self._basis
        # Twice, so that rounding of the first pass does not look like a new direction.
        return rest - (self._basis @ rest) @ self._basis

    def holds(self, row: Floats) -> bool:
        return bool(np.linalg.norm(self._rest(row)) <= TOLERANCE * np.linalg.norm(row))

    def with_row(self, row: Floats) -> _Span:
        if self.holds(row):
            return self
        rest = self._rest(row)
        return _Span(len(row), np.vstack([self._basis, rest / np.linalg.norm(rest)]))


def _unsafe(table: PublishedTable, hidden: Flags, wanted: Flags, width: float) -> Flags:
    """Return the wanted cells whose range is narrower than it must be."""
    unsafe = np.zeros(len(table.values), dtype=bool)
    limits = _limits(table, hidden, 1, math.inf)
    for cell in np.flatnonzero(wanted):
        low, high = _range(table.members[cell].astype(np.float64), limits)
        unsafe[cell] = high - low < max(width, TOLERANCE) - TOLERANCE
    return unsafe


def _limits(table: PublishedTable, hidden: Flags, rounded_to: int, most: npt.ArrayLike) -> dict[str, Any]:
    shown = ~hidden
    rows, values = table.members[shown].astype(np.float64), table.values[shown]
    highest = np.broadcast_to(np.asarray(most, dtype=np.float64), table.members.shape[1])
    limits: dict[str, Any] = {"bounds": [(0, None if math.isinf(one) else one) for one in highest]}
    if not len(rows):
        return limits
    if rounded_to == 1:
        return {**limits, "A_eq": rows, "b_eq": values}
    # A multiple of 5 stands for two either side; halves go up, so of 10 it is five below and four above.
    near = np.floor(values / rounded_to + 0.5) * rounded_to
    above, below = near + (rounded_to - 1) // 2, near - rounded_to // 2
    return {**limits, "A_ub": np.vstack([rows, -rows]), "b_ub": np.concatenate([above, -below])}


def _range(row: Floats, limits: dict[str, Any]) -> tuple[float, float]:
    return float(_least(row, limits)), -float(_least(-row, limits))


def _least(row: Floats, limits: dict[str, Any]) -> float:
    """Return the least value of a sum of counts; -inf where there is no end."""
    # Loaded only here: checking a return, and everything else, does without scipy's solvers.
    from scipy.optimize import linprog

    found = linprog(row, method="highs", **limits)
    # In tables and runs of months the best is whole by itself; where cells overlap otherwise it may not be.
    if found.x is not None and np.abs(found.x - np.round(found.x)).max() > TOLERANCE:
        found = linprog(row, method="highs", integrality=1, **limits)
    if found.status == 3:
        return -math.inf
    if found.status == 2:
        raise ValueError("What is published contradicts itself: no counts add up to it.")
    if found.status != 0 or found.fun is None:
        raise ValueError(f"The range of a cell could not be found: {found.message}")
    # Adding zero turns -0.0 into 0.0.
    return round(float(found.fun)) + 0.0


def _flags(which: npt.ArrayLike, size: int) -> Flags:
    flags = np.array(which, dtype=bool)
    if flags.shape != (size,):
        raise ValueError(f"{flags.size} marks for {size} cells: give one for each.")
    return flags

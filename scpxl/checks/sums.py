"""Whether the figures agree with each other: parts with wholes, wards with the borough."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator

from scpxl.checks.figures import FigureCell, Figures, cells_of
from scpxl.checks.tidying import show
from scpxl.model.framework import Unit
from scpxl.model.periods import month_label
from scpxl.returns.findings import Finding
from scpxl.returns.form import Part, Table
from scpxl.returns.messages import finding

_SAME = 1e-12
"""Relative difference below which two sums are the same."""


def check_parts(measures: Figures) -> Iterator[Finding]:
    """Say where a number exceeds what it is out of, or only one of the two is given."""
    # Earlier months too: one restated is held to the same.
    found = measures.left_blank | measures.cells
    paired = {key[0] for key, _month in found if key[1] == Part.OUT_OF}
    for (key, month), number in found.items():
        indicator = number.row.indicator
        if key[0] not in paired or key[1] != Part.NUMBER or indicator is None:
            continue
        whole = found.get(((key[0], Part.OUT_OF), month))
        if whole is not None:
            yield from _check_pair(number, whole, indicator.unit, indicator.title, month)


def _check_pair(
    number: FigureCell, whole: FigureCell, unit: Unit, title: str, month: int
) -> Iterator[Finding]:
    part_value, whole_value = number.reading.number, whole.reading.number
    cells = cells_of(number, whole)
    if (part_value is None) != (whole_value is None):
        yield finding("HALF_GIVEN", cells, title=title, when=month_label(month))
    elif part_value is None or whole_value is None:
        return
    elif whole_value == 0 and part_value > 0:
        yield finding("OUT_OF_NOUGHT", cells, number=show(part_value))
    elif unit is Unit.PERCENTAGE and part_value > whole_value:
        yield finding("PART_OVER_WHOLE", cells, number=show(part_value), whole=show(whole_value))


def check_wards(measures: Figures, wards: Figures, table: Table) -> Iterator[Finding]:
    """Say where the wards, with what has no ward, do not add up to the figure on Measures.

    `table` says which wards there are.  A month with any of them missing or marked is left alone:
    nothing can be said of its sum.
    """
    rows_of = Counter(row.key[0] for row in table.rows)
    by_month: dict[tuple[str, int], list[FigureCell]] = defaultdict(list)
    asked = {column.month for column in table.months if column.in_period}
    for (key, month), cell in wards.cells.items():
        if month in asked:
            by_month[key[0], month].append(cell)
    for (code, month), cells in by_month.items():
        borough = measures.cells.get(((code, Part.NUMBER), month))
        counts = [cell.reading.number for cell in cells if cell.reading.number is not None]
        if borough is None or borough.reading.number is None or len(counts) < rows_of[code]:
            continue
        total, given = math.fsum(counts), borough.reading.number
        # Pounds and pence do not add up to the last binary fraction.
        if not math.isclose(total, given, rel_tol=_SAME) and borough.row.indicator is not None:
            problem = "WARDS_OVER_BOROUGH" if total > given else "WARDS_UNDER_BOROUGH"
            yield finding(
                problem,
                cells_of(borough),
                title=borough.row.indicator.title,
                when=month_label(month),
                wards=show(total),
                borough=show(given),
            )

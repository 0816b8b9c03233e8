"""Which figures of a form belong together, and whether they agree: parts with wholes, wards and items with their measure."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby
from operator import itemgetter

from scpxl.checks.catalogue import finding
from scpxl.checks.numbers.figures import TableFigures, cells_of
from scpxl.checks.numbers.rows import FigureCell, RowFigures, RowKey
from scpxl.model.agreements import Tolerance
from scpxl.model.framework import Breakdown, Indicator, Unit
from scpxl.model.periods import month_label
from scpxl.returns.findings import Exemption, Finding, Severity
from scpxl.returns.form import FormTable, Part, ReturnForm, Row, Sheet
from scpxl.returns.normalise import show
from scpxl.returns.parts import WARD, part_words


class Bond(StrEnum):
    """How a number is bound to what it is out of."""

    RATIO = "ratio"
    SHARE = "share"
    """It is a part of it, so that it cannot be more."""


def bond_of(table: FormTable, row: Row) -> Bond | None:
    """Return how a row's number is bound to the row below, what it is out of; None where it is not."""
    indicator = row.indicator
    if indicator is None or table.sheet is not Sheet.MEASURES or row.part is not Part.NUMBER:
        return None
    if not indicator.reports_denominator:
        return None
    return Bond.SHARE if indicator.unit is Unit.PERCENTAGE else Bond.RATIO


class Division(StrEnum):
    """How rows elsewhere divide a figure on Measures."""

    WARDS = "wards"
    ITEMS = "items"
    OVERLAPPING = "overlapping items"


@dataclass(frozen=True, slots=True)
class DividedRows:
    """The rows that divide one measure in one way: its wards, or the items of one breakdown."""

    table: FormTable
    first: int
    last: int
    division: Division


def groups_of(form: ReturnForm) -> dict[str, list[DividedRows]]:
    """Return the rows that divide each measure, by its code, group by group."""
    found: dict[str, list[DividedRows]] = {}
    for table in form.tables:
        for key, run in groupby(enumerate(table.rows), key=lambda at: at[1].group):
            rows = list(run)
            breakdown = rows[0][1].breakdown
            if breakdown is not None and table.months:
                is_sum = Division.WARDS if breakdown.code == WARD else Division.ITEMS
                division = is_sum if breakdown.exclusive else Division.OVERLAPPING
                found.setdefault(key[0], []).append(DividedRows(table, rows[0][0], rows[-1][0], division))
    return found


PAIR = "the two cells"
"""What the number and what it is out of are called, where the two are below each other."""
_SAME = 1e-12
"""Relative difference below which two sums are the same."""


def within(found: Finding, tolerance: Tolerance | None, difference: float, whole: float) -> Finding:
    """Return a finding about a difference as it is after the tolerance of its rule: within it, a note."""
    if tolerance is None or not tolerance.allows(difference, whole):
        return found
    return replace(found, severity=Severity.NOTE, advice=tolerance.words, let_by=Exemption.TOLERANCE)


def check_parts(measures: TableFigures, table: FormTable) -> Iterator[Finding]:
    """Say where a number exceeds what it is out of, or only one of the two is given; `table` is Measures."""
    # Earlier months too: one restated is held to the same.
    for code, part in measures.rows | measures.left_blank:
        if part != Part.OUT_OF:
            continue
        wholes = measures.with_blanks((code, Part.OUT_OF))
        for month, number in measures.with_blanks((code, Part.NUMBER)).items():
            indicator, whole = number.row.indicator, wholes.get(month)
            if indicator is not None and whole is not None:
                yield from _check_pair(number, whole, indicator, table)


def _check_pair(
    number: FigureCell, whole: FigureCell, indicator: Indicator, table: FormTable
) -> Iterator[Finding]:
    part_value, whole_value = number.reading.number, whole.reading.number
    cells = cells_of(number, whole)
    if (part_value is None) != (whole_value is None):
        when = month_label(number.column.month or 0)
        yield finding("HALF_GIVEN", cells, title=indicator.title, when=when)
    elif part_value is None or whole_value is None:
        return
    elif whole_value == 0 and part_value > 0:
        yield finding("OUT_OF_NOUGHT", cells, number=show(part_value))
    elif indicator.unit is Unit.PERCENTAGE and part_value > whole_value:
        facts = {"number": show(part_value), "whole": show(whole_value), "which": PAIR}
        over = finding("PART_OVER_WHOLE", cells, **facts)
        tolerance = table.tolerance(over.code, number.row)
        yield within(over, tolerance, part_value - whole_value, whole_value)


def check_shares(measures: TableFigures, table: FormTable) -> Iterator[Finding]:
    """Say where a percentage's number exceeds what another measure of the return gives for the same months.

    Nothing is said where one of those months has no figure.
    """
    for parts in measures.rows.values():
        wholes = measures.rows.get((parts.row.whole, Part.NUMBER)) if parts.row.whole else None
        if wholes is not None:
            yield from _check_share(parts, wholes, table)


def _check_share(parts: RowFigures, wholes: RowFigures, table: FormTable) -> Iterator[Finding]:
    of_month, row = wholes.by_month(), parts.row
    for place, (month, part) in enumerate(zip(parts.months, parts.numbers, strict=True)):
        ends = [of_month.get(month - back) for back in row.whole_ends]
        given = [number for number in ends if number is not None]
        whole = math.fsum(given)
        if part is not None and len(given) == len(ends) and is_over(part, whole):
            title = wholes.row.labels["title"]
            facts = {"number": show(part), "whole": show(whole), "which": other_words(title)}
            over = finding("PART_OVER_WHOLE", cells_of(parts.cell(place)), **facts)
            yield within(over, table.tolerance(over.code, row), part - whole, whole)


def is_over(part: float, whole: float) -> bool:
    """Whether a part exceeds its whole, and not only in the last binary fraction of a sum.

    >>> is_over(0.3, 0.1 + 0.2), is_over(3, 2)
    (False, True)
    """
    return part > whole and not math.isclose(part, whole, rel_tol=_SAME)


def other_words(title: str) -> str:
    """Return which cells one of is to be corrected, where the whole is another measure's figure."""
    return f"them: it is out of {title}"


def check_division(measures: TableFigures, parts: TableFigures, table: FormTable) -> Iterator[Finding]:
    """Say where wards, or the items of a breakdown, do not agree with the figure on Measures they divide.

    `table` says which there are.  Those that add up to the whole must do so; a month with any of them
    missing or marked is left alone, since nothing can be said of its sum.  Of those that may overlap,
    none may exceed the whole.
    """
    rows_of = Counter(row.group for row in table.rows)
    by_month: dict[tuple[RowKey, int], list[tuple[float | None, Row]]] = defaultdict(list)
    asked = {column.month for column in table.months if column.in_period}
    for key, given in parts.rows.items():
        for month, number in zip(given.months, given.numbers, strict=True):
            if month in asked:
                by_month[key[:-1], month].append((number, given.row))
    for (group, month), found in by_month.items():
        whole = measures.cell((group[0], Part.NUMBER), month)
        breakdown, counted = found[0][1].breakdown, [(n, row) for n, row in found if n is not None]
        if whole is None or whole.reading.number is None or breakdown is None or not counted:
            continue
        if not breakdown.exclusive:
            yield from _check_overlapping(counted, whole, table)
        elif len(counted) == rows_of[group]:
            yield from _check_sum(counted, whole, breakdown, table)


def _check_sum(
    counted: list[tuple[float, Row]], whole: FigureCell, breakdown: Breakdown, table: FormTable
) -> Iterator[Finding]:
    total = math.fsum([number for number, _ in counted])
    given = whole.reading.number or 0
    # Pounds and pence do not add up to the last binary fraction.
    if math.isclose(total, given, rel_tol=_SAME) or whole.row.indicator is None:
        return
    title, when = whole.row.indicator.title, month_label(whole.column.month or 0)
    told: dict[str, object] = {"whole": show(given), "total": show(total)}
    side = "OVER" if total > given else "UNDER"
    if breakdown.code == WARD:
        facts = {"title": title, **told, **part_words(breakdown)}
        differs = finding(f"WARDS_{side}_BOROUGH", cells_of(whole), when=when, **facts)
    else:
        of = counted[0][1].labels["title"]
        differs = finding(f"ITEMS_{side}_WHOLE", cells_of(whole), title=of, when=when, **told)
    yield within(differs, table.tolerance(differs.code, whole.row), abs(total - given), given)


def _check_overlapping(
    counted: list[tuple[float, Row]], whole: FigureCell, table: FormTable
) -> Iterator[Finding]:
    (number, row), given = max(counted, key=itemgetter(0)), whole.reading.number or 0
    if number > given and not math.isclose(number, given, rel_tol=_SAME):
        when = month_label(whole.column.month or 0)
        facts = {"title": row.labels["title"], "item": row.called, "when": when}
        over = finding("ITEM_OVER_WHOLE", cells_of(whole), number=show(number), whole=show(given), **facts)
        yield within(over, table.tolerance(over.code, whole.row), number - given, given)

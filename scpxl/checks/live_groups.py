"""Which figures of a form belong together: a number and what it is out of, parts and their whole."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from scpxl.model.framework import Unit
from scpxl.returns.form import Part, ReturnForm, Row, Sheet, Table
from scpxl.returns.layout import WARD


class Bond(StrEnum):
    """How a number is bound to what it is out of."""

    RATIO = "ratio"
    SHARE = "share"
    """It is a part of it, so that it cannot be more."""


def bond_of(table: Table, row: Row) -> Bond | None:
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
class Group:
    """The rows that divide one measure in one way: its wards, or the items of one breakdown."""

    table: Table
    first: int
    last: int
    division: Division


def groups_of(form: ReturnForm) -> dict[str, list[Group]]:
    """Return the rows that divide each measure, by its code, group by group."""
    found: dict[str, list[Group]] = {}
    for table in form.tables:
        for key, run in groupby(enumerate(table.rows), key=lambda at: at[1].group):
            rows = list(run)
            breakdown = rows[0][1].breakdown
            if breakdown is not None and table.months:
                is_sum = Division.WARDS if breakdown.code == WARD else Division.ITEMS
                division = is_sum if breakdown.exclusive else Division.OVERLAPPING
                found.setdefault(key[0], []).append(Group(table, rows[0][0], rows[-1][0], division))
    return found

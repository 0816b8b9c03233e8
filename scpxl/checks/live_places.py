"""Where the live checks of a form keep what they work with: beside the choices, on the hidden sheet.

For each row of figures it says what numbers it takes and whether it must be filled in; then, where the
form asks for wards, by how much they differ from the borough; then each check's count and first cell.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from scpxl.checks.figures import NumberKind, kind_of, kind_taken
from scpxl.checks.live_formulas import KIND_LETTER, stands
from scpxl.model.framework import Unit
from scpxl.returns.cells import column_letters
from scpxl.returns.form import FIRST_ROW, Column, Part, ReturnForm, Row, Sheet, Table

RATIO, SHARE = 1, 2
"""A number that is out of another, and one that is a part of it."""


def kind_of_row(row: Row) -> NumberKind:
    """Return what numbers a row of figures takes."""
    if row.indicator is None:
        raise TypeError(f"The row {row.key} of the form takes figures but is of no indicator.")
    return kind_of(row.indicator, row.part)


def span(sheet: str, first: tuple[int, int], last: tuple[int, int]) -> str:
    """Return a range with its sheet, that stays where it is; rows and columns count from nought.

    >>> span("Measures", (4, 16), (5, 18))
    'Measures!$Q$5:$S$6'
    """
    ends = [f"${column_letters(column)}${row + 1}" for row, column in (first, last)]
    return f"{sheet}!" + (ends[0] if first == last else ":".join(ends))


@dataclass(frozen=True)
class Kept:
    """What is kept for the rows of one table of figures; columns are of the hidden sheet."""

    table: Table
    at: int

    @property
    def now(self) -> tuple[Column, ...]:
        """The period's months."""
        return tuple(column for column in self.table.months if column.in_period)

    @property
    def past(self) -> tuple[Column, ...]:
        """The earlier months."""
        return tuple(column for column in self.table.months if not column.in_period)

    @property
    def last(self) -> int:
        """The table's last row."""
        return FIRST_ROW + len(self.table.rows) - 1

    @property
    def end(self) -> int:
        """The first column after what is kept."""
        return self.known_at + len(self.past)

    def kept(self, what: int, width: int = 1, *, shift: int = 0, cut: int = 0) -> str:
        """Return a range of the hidden sheet for all rows; `shift` starts lower, `cut` ends higher."""
        left = self.at + what
        return span(Sheet.LISTS, (FIRST_ROW + shift, left), (self.last - cut, left + width - 1))

    @property
    def kinds(self) -> str:
        """For each row, the letter of its kind of number."""
        return self.kept(0)

    @property
    def wanted(self) -> str:
        """For each cell of the period, 1 where it must not stay blank."""
        return self.kept(3, len(self.now))

    @property
    def gaps(self) -> str:
        """For each cell of the period on Measures, by how much its wards exceed it."""
        return self.kept(3 + len(self.now), len(self.now))

    @property
    def known_at(self) -> int:
        """The first column of the earlier figures, as they were filled in beforehand."""
        return self.at + 3 + 2 * len(self.now)

    @property
    def known(self) -> str:
        """For each cell of an earlier month, what was filled in beforehand."""
        return self.kept(3 + 2 * len(self.now), len(self.past))

    @property
    def past_figures(self) -> str:
        """The cells of the earlier months."""
        left, right = (self.table.position[self.past[end].key] for end in (0, -1))
        return span(self.table.sheet, (FIRST_ROW, left), (self.last, right))

    def kind_letter(self, row: Row) -> str:
        """Return the letter of the numbers a row takes, as a formula has it."""
        return KIND_LETTER[kind_taken(self.table, row)]

    def rows_let_by(self, rule: str) -> list[int]:
        """Return the rows of which a rule asks nothing, as they stand on the sheet."""
        return [FIRST_ROW + n for n, row in enumerate(self.table.rows) if self.table.lets_by(rule, row)]

    def figures(self, *, now: bool = False, shift: int = 0, cut: int = 0) -> str:
        """Return the cells of all months, or of the period's."""
        months = self.now if now else self.table.months
        left, right = (self.table.position[months[end].key] for end in (0, -1))
        return span(self.table.sheet, (FIRST_ROW + shift, left), (self.last - cut, right))

    def row_figures(self, number: int, *, now: bool = False) -> str:
        """Return one row's cells of all months, or of the period's."""
        months = self.now if now else self.table.months
        left, right = (self.table.position[months[end].key] for end in (0, -1))
        return span(self.table.sheet, (FIRST_ROW + number, left), (FIRST_ROW + number, right))

    def pair_of(self, number: int) -> int:
        """Return how a row's number is bound to the row below, what it is out of: 0 where it is not."""
        row = self.table.rows[number]
        indicator = row.indicator
        is_first = self.table.sheet == Sheet.MEASURES and row.part is Part.NUMBER
        if indicator is None or not is_first or not indicator.reports_denominator:
            return 0
        return SHARE if indicator.unit is Unit.PERCENTAGE else RATIO

    def facts(self) -> Iterator[tuple[int, int, str | int]]:
        """Yield what is kept, with its row and column on the hidden sheet."""
        for number, row in enumerate(self.table.rows):
            kind = self.kind_letter(row).strip('"')
            is_required = int(self.table.is_needed(row))
            is_wanted = [is_required * self.table.is_open(row, column) for column in self.now]
            own: tuple[str | int, ...] = (kind, is_required, self.pair_of(number), *is_wanted)
            for place, value in enumerate(own):
                yield FIRST_ROW + number, self.at + place, value


@dataclass(frozen=True)
class LivePlaces:
    """What a form keeps on its hidden sheet, and where."""

    form: ReturnForm

    @cached_property
    def tables(self) -> dict[Sheet, Kept]:
        """What is kept of each table of figures that has rows."""
        kept: dict[Sheet, Kept] = {}
        at = len(self.form.lists) + 1
        for table in self.form.tables:
            if table.months and table.rows:
                kept[table.sheet] = Kept(table, at)
                at = kept[table.sheet].end + 1
        return kept

    @property
    def checks_at(self) -> int:
        """The column of the checks' counts; that of their first cells follows."""
        return max((kept.end for kept in self.tables.values()), default=len(self.form.lists)) + 1

    def gaps(self) -> Iterator[tuple[int, int, str]]:
        """Yield a formula for each figure whose wards are asked for: their sum less the figure, or 0.

        A month with a ward missing or marked says nothing of its sum.
        """
        kept = self.tables
        measures, wards = kept.get(Sheet.MEASURES), kept.get(Sheet.WARDS)
        if measures is None or wards is None:
            return
        first_gap = measures.at + 3 + len(measures.now)
        for number, row in enumerate(measures.table.rows):
            own = [place for place, ward in enumerate(wards.table.rows) if ward.key[0] == row.key[0]]
            if row.part is not Part.NUMBER or not own:
                continue
            kind = measures.kind_letter(row)
            for place, column in enumerate(measures.now):
                if measures.table.is_open(row, column):
                    figure = measures.table.cell(number, column.key)
                    borough = span(Sheet.MEASURES, figure[1:], figure[1:])
                    ends = [wards.table.cell(end, column.key)[1:] for end in (own[0], own[-1])]
                    parts = span(Sheet.WARDS, *ends)
                    known = f"AND(SUM({stands(parts, kind)})={len(own)},{stands(borough, kind)}=1)"
                    difference = f"IF({known},ROUND(SUM({parts})-{borough},6),0)"
                    yield FIRST_ROW + number, first_gap + place, f"=IFERROR({difference},0)"

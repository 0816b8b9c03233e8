"""Where the live checks of a form keep what they work with: beside the choices, on the hidden sheet.

For each row of figures it says what numbers it takes and whether it must be filled in; then, where the
form asks for wards or items, by how much they differ from the figure they divide; then each check's count
and first cell.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from scpxl.checks.live import OVER_AND_UNDER
from scpxl.checks.numbers.sums import Bond, DividedRows, Division, bond_of, groups_of
from scpxl.model.agreements import Tolerance
from scpxl.render.forms.formulas import KIND_LETTER, is_within, stands
from scpxl.returns.answers import kind_taken
from scpxl.returns.cells import column_letters, quoted_sheet
from scpxl.returns.form import FIRST_ROW, FormColumn, FormTable, Part, ReturnForm, Row, Sheet

_BONDS = {None: 0, Bond.RATIO: 1, Bond.SHARE: 2}
RATIO, SHARE = _BONDS[Bond.RATIO], _BONDS[Bond.SHARE]
"""How a number that is out of another, and one that is a part of it, are told apart on the hidden sheet."""


def fixed_span(sheet: str, first: tuple[int, int], last: tuple[int, int]) -> str:
    """Return a range with its sheet, that stays where it is; rows and columns count from zero.

    >>> fixed_span("Measures", (4, 16), (5, 18))
    'Measures!$Q$5:$S$6'
    """
    ends = [f"${column_letters(column)}${row + 1}" for row, column in (first, last)]
    return f"{quoted_sheet(sheet)}!" + (ends[0] if first == last else ":".join(ends))


@dataclass(frozen=True)
class KeptColumns:
    """What is kept for the rows of one table of figures; columns are of the hidden sheet."""

    table: FormTable
    at: int
    divisions: tuple[Division, ...] = ()
    """For each place kept beside a figure of Measures, which kind of division it is for."""

    @property
    def now(self) -> tuple[FormColumn, ...]:
        """The period's months."""
        return tuple(column for column in self.table.months if column.in_period)

    @property
    def past(self) -> tuple[FormColumn, ...]:
        """The earlier months."""
        return tuple(column for column in self.table.months if not column.in_period)

    @property
    def last(self) -> int:
        """The table's last row."""
        return FIRST_ROW + len(self.table.rows) - 1

    @property
    def end(self) -> int:
        """The first column after what is kept."""
        return self.over_at + len(self.table.months) * self.has_wholes

    @property
    def has_wholes(self) -> bool:
        """Whether a number of the table is a part of what another row gives."""
        return any(row.whole for row in self.table.rows)

    @property
    def over_at(self) -> int:
        """The first column of what is kept of such numbers."""
        return self.known_at + len(self.past)

    @property
    def over(self) -> str:
        """For each cell of all months, 1 where it exceeds what another row gives for the same months."""
        return self.kept(self.over_at - self.at, len(self.table.months))

    def row_over(self, number: int) -> str:
        """Return what is kept so of one row."""
        at = FIRST_ROW + number
        return fixed_span(Sheet.LISTS, (at, self.over_at), (at, self.end - 1))

    def kept(self, what: int, width: int = 1, *, shift: int = 0, cut: int = 0) -> str:
        """Return a range of the hidden sheet for all rows; `shift` starts lower, `cut` ends higher."""
        left = self.at + what
        return fixed_span(Sheet.LISTS, (FIRST_ROW + shift, left), (self.last - cut, left + width - 1))

    @property
    def kinds(self) -> str:
        """For each row, the letter of its kind of number."""
        return self.kept(0)

    @property
    def wanted(self) -> str:
        """For each cell of the period, 1 where it must not stay blank."""
        return self.kept(3, len(self.now))

    def gaps_at(self, slot: int) -> int:
        """Return the first column of what is kept of one division."""
        return self.at + 3 + len(self.now) * (1 + slot)

    def gaps(self, slot: int) -> str:
        """For each cell of the period on Measures, by how much the parts of one division exceed it."""
        return self.kept(self.gaps_at(slot) - self.at, len(self.now))

    def row_gaps(self, number: int, slot: int) -> str:
        """Return what is kept of one row's division."""
        at, left = FIRST_ROW + number, self.gaps_at(slot)
        return fixed_span(Sheet.LISTS, (at, left), (at, left + len(self.now) - 1))

    def slots_of(self, division: Division) -> list[int]:
        """Return the places kept for one kind of division."""
        return [slot for slot, kind in enumerate(self.divisions) if kind is division]

    @property
    def known_at(self) -> int:
        """The first column of the earlier figures, as they were filled in beforehand."""
        return self.gaps_at(max(1, len(self.divisions)))

    @property
    def known(self) -> str:
        """For each cell of an earlier month, what was filled in beforehand."""
        return self.kept(self.known_at - self.at, len(self.past))

    @property
    def past_figures(self) -> str:
        """The cells of the earlier months."""
        left, right = (self.table.position[self.past[end].key] for end in (0, -1))
        return fixed_span(self.table.name, (FIRST_ROW, left), (self.last, right))

    def kind_letter(self, row: Row) -> str:
        """Return the letter of the numbers a row takes, as a formula has it."""
        return KIND_LETTER[kind_taken(self.table, row)]

    def exempt_rows(self, rule: str) -> list[int]:
        """Return the rows of which a rule asks nothing, as they are on the sheet."""
        return [FIRST_ROW + n for n, row in enumerate(self.table.rows) if self.table.is_exempt(rule, row)]

    def rows_tolerated(self, rule: str) -> dict[Tolerance, list[int]]:
        """Return the rows in which a rule allows a difference, as they are on the sheet, by the tolerance."""
        found: dict[Tolerance, list[int]] = {}
        for place, row in enumerate(self.table.rows):
            if tolerance := self.table.tolerance(rule, row):
                found.setdefault(tolerance, []).append(FIRST_ROW + place)
        return found

    def figures(self, *, now: bool = False, shift: int = 0, cut: int = 0) -> str:
        """Return the cells of all months, or of the period's."""
        months = self.now if now else self.table.months
        left, right = (self.table.position[months[end].key] for end in (0, -1))
        return fixed_span(self.table.name, (FIRST_ROW + shift, left), (self.last - cut, right))

    def row_figures(self, number: int, *, now: bool = False) -> str:
        """Return one row's cells of all months, or of the period's."""
        months = self.now if now else self.table.months
        left, right = (self.table.position[months[end].key] for end in (0, -1))
        return fixed_span(self.table.name, (FIRST_ROW + number, left), (FIRST_ROW + number, right))

    def pair_of(self, number: int) -> int:
        """Return how a row's number is bound to the row below, what it is out of: 0 where it is not."""
        return _BONDS[bond_of(self.table, self.table.rows[number])]

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
    def tables(self) -> dict[Sheet, KeptColumns]:
        """What is kept of each table of figures that has rows."""
        kept: dict[Sheet, KeptColumns] = {}
        at = len(self.form.lists) + 1
        for table in self.form.tables:
            if table.months and table.rows:
                divisions = self.divisions if table.sheet is Sheet.MEASURES else ()
                kept[table.sheet] = KeptColumns(table, at, divisions)
                at = kept[table.sheet].end + 1
        return kept

    @cached_property
    def groups(self) -> dict[str, list[DividedRows]]:
        """The rows that divide each measure, by its code, group by group."""
        return groups_of(self.form)

    @cached_property
    def divisions(self) -> tuple[Division, ...]:
        """For each place kept beside a figure of Measures, which kind of division it is for."""
        return tuple(
            division
            for division in Division
            for _ in range(
                max(
                    (sum(g.division is division for g in groups) for groups in self.groups.values()),
                    default=0,
                )
            )
        )

    @property
    def checks_at(self) -> int:
        """The column of the checks' counts; that of their first cells follows."""
        return max((kept.end for kept in self.tables.values()), default=len(self.form.lists)) + 1

    def gaps(self) -> Iterator[tuple[int, int, str]]:
        """Yield a formula for each figure that is divided: what its parts exceed it by, or 0.

        A month with a part missing or marked says nothing of its sum; of parts that may overlap only the
        largest is compared with the figure.
        """
        measures = self.tables.get(Sheet.MEASURES)
        if measures is None:
            return
        for number, row in enumerate(measures.table.rows):
            if row.part is not Part.NUMBER:
                continue
            free = {division: measures.slots_of(division) for division in Division}
            for group in self.groups.get(row.key[0], ()):
                slot = free[group.division].pop(0)
                for place, column in enumerate(measures.now):
                    if measures.table.is_open(row, column):
                        left = measures.gaps_at(slot)
                        yield FIRST_ROW + number, left + place, _gap(measures, number, group, column)
        yield from _overs(measures)


def _overs(measures: KeptColumns) -> Iterator[tuple[int, int, str]]:
    """Yield a formula for each figure that is a part of another row's: 1 where it exceeds that of the same months."""
    table = measures.table
    places = {row.key: place for place, row in enumerate(table.rows)}
    for number, row in enumerate(table.rows):
        other = places.get((row.whole, Part.NUMBER))
        if other is None:
            continue
        kind, of_whole = measures.kind_letter(row), measures.kind_letter(table.rows[other])
        for place, column in enumerate(table.months):
            if place < max(row.whole_ends) or not table.is_open(row, column):
                continue
            figure = table.cell(number, column.key)
            part = fixed_span(table.name, figure[1:], figure[1:])
            wholes = []
            for back in row.whole_ends:
                at = table.cell(other, table.months[place - back].key)
                wholes.append(fixed_span(table.name, at[1:], at[1:]))
            known = "*".join([stands(part, kind), *(stands(whole, of_whole) for whole in wholes)])
            yield (
                FIRST_ROW + number,
                measures.over_at + place,
                f"=IFERROR({known}*(ROUND({part}-({'+'.join(wholes)}),6)>0),0)",
            )


def _gap(measures: KeptColumns, number: int, group: DividedRows, column: FormColumn) -> str:
    kind = measures.kind_letter(measures.table.rows[number])
    figure = measures.table.cell(number, column.key)
    whole = fixed_span(Sheet.MEASURES, figure[1:], figure[1:])
    ends = [group.table.cell(end, column.key)[1:] for end in (group.first, group.last)]
    parts = fixed_span(group.table.name, *ends)
    if group.division is Division.OVERLAPPING:
        largest = f"MAX(IF({stands(parts, kind)}>0,{parts},0))"
        difference = f"IF({stands(whole, kind)}=1,MAX(0,ROUND({largest}-{whole},6)),0)"
        sides = [(f"{largest}-{whole}", ">", OVER_AND_UNDER[group.division][0])]
    else:
        count = group.last - group.first + 1
        known = f"AND(SUM({stands(parts, kind)})={count},{stands(whole, kind)}=1)"
        difference = f"IF({known},ROUND(SUM({parts})-{whole},6),0)"
        over, under = OVER_AND_UNDER[group.division]
        sides = [(f"SUM({parts})-{whole}", ">", over), (f"{whole}-SUM({parts})", "<", under)]
    row = measures.table.rows[number]
    for apart, sign, rule in sides:
        if tolerance := measures.table.tolerance(rule, row):
            difference = f"IF(AND({difference}{sign}0,{is_within(tolerance, apart, whole)}),0,{difference})"
    return f"=IFERROR({difference},0)"

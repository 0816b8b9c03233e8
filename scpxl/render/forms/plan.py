"""Where things are on a table's sheet, before anything is written: stretches, heights, what is wanted."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import groupby

from scpxl.render.forms.rules import CellRange, to_blocks
from scpxl.returns.answers import kind_taken
from scpxl.returns.form import FIRST_ROW, Answer, FormColumn, FormTable, Row
from scpxl.returns.prefill import Prefill

MONTHS_IN_SIGHT = 6
"""How many earlier months are beside the period's own when a sheet is opened."""
FILL_IN, NEEDED, EARLIER, OPTIONAL = "Fill in", "Needed", "Earlier months", "If it applies"
LINE_HEIGHT = 13.5
SMALL = 8
"""Size of the letters in which a measure's name is repeated beside each of its wards."""
_FILTER_FROM = 40
_BLANK = Row(key=(), labels={})


class TablePlan:
    """One table as it will be: the form's rows, then last time's actions, then empty rows."""

    def __init__(self, table: FormTable, prefill: Prefill, *, shows_status: bool = False) -> None:
        self.table = table
        self.columns = table.columns
        self.actions = prefill.actions if table.blank_rows else ()
        self.rows = (*table.rows, *(_BLANK for _ in range(len(self.actions) + table.blank_rows)))
        self.last_row = FIRST_ROW + max(1, len(self.rows)) - 1
        self.last_column = len(table.columns) - 1
        self.strut_column = self.last_column + (2 if shows_status else 1)
        opens = (place for place, column in enumerate(self.columns) if column.answer is not Answer.LABEL)
        self.first_entry = next(opens, 0)
        self.now = next((place for place, column in enumerate(self.columns) if column.in_period), None)

    @property
    def is_filtered(self) -> bool:
        """Whether the headings carry filter buttons: on long lists, and on those the partner adds to."""
        return len(self.rows) >= _FILTER_FROM or bool(self.table.blank_rows)

    @cached_property
    def is_grouped(self) -> bool:
        """Whether many rows share a first key, as a measure's wards do."""
        return len(self.table.rows) > 4 * len({row.group for row in self.table.rows})

    @cached_property
    def repeated(self) -> int:
        """How many columns on the left say the same in every row of a group."""
        keys = [self.table.position[column.key] for column in self.table.keys]
        return keys[-1] if keys else 0

    @property
    def strut(self) -> tuple[float, float]:
        """The font size that holds an empty row open, and the height it gives."""
        if self.table.months:
            return 14, 19.5
        return (17, 23) if self.table.blank_rows else (58, 76)

    @property
    def column_in_sight(self) -> int:
        """The first column beside the frozen ones when the sheet is opened."""
        return self.first_entry if self.now is None else max(self.first_entry, self.now - MONTHS_IN_SIGHT)

    def band_of(self, column: FormColumn) -> str:
        """Return what is said above a column's heading."""
        if column.answer is Answer.LABEL:
            return ""
        if column.month is not None:
            return FILL_IN if column.in_period else EARLIER
        if column.required:
            return NEEDED
        is_mixed = self.table.months or any(other.required for other in self.columns)
        return OPTIONAL if is_mixed else FILL_IN

    def height(self, values: Sequence[object], *, repeats: bool = False) -> float:
        """Return the height in points that shows a row's texts whole; repeated labels are in small letters."""
        needed = self.strut[1]
        for place, (value, column) in enumerate(zip(values, self.columns, strict=True)):
            if isinstance(value, str):
                if repeats and self.is_grouped and place < self.repeated:
                    needed = max(needed, lines_in(value, column.width * 10 / SMALL) * SMALL * 1.2)
                else:
                    needed = max(needed, lines_in(value, column.width) * LINE_HEIGHT + 6)
        return needed

    @cached_property
    def taken_rows(self) -> tuple[frozenset[int], ...]:
        """For each column, the rows in which something may be: labels everywhere, entries where open."""
        every = frozenset(range(len(self.rows)))
        return tuple(
            every if column.answer is Answer.LABEL else rows
            for column, rows in zip(self.columns, self.open_rows, strict=True)
        )

    @cached_property
    def open_rows(self) -> tuple[frozenset[int], ...]:
        """For each column, the rows (of `rows`) in which the partner may type."""
        return tuple(
            frozenset(number for number, row in enumerate(self.rows) if self.table.is_open(row, column))
            for column in self.columns
        )

    @cached_property
    def signed_rows(self) -> frozenset[int]:
        """The rows whose figures may be below zero."""
        return frozenset(
            number
            for number, row in enumerate(self.rows)
            if row.indicator is not None and kind_taken(self.table, row).may_be_negative
        )

    def entries(self) -> Iterator[tuple[FormColumn, list[CellRange], bool]]:
        """Yield open cells with the column that speaks for them, and whether they take figures below zero.

        Months alike go together.
        """
        placed = enumerate(self.columns)
        for _, run in groupby(placed, key=lambda at: (at[1].prompt, "" if at[1].month else at[1].key)):
            columns = list(run)
            every = frozenset(range(len(self.rows)))
            signed = self.signed_rows if columns[0][1].month else frozenset()
            for rows in (every - signed, signed):
                taken = {place: self._at(self.open_rows[place] & rows) for place, _ in columns}
                if blocks := to_blocks(taken):
                    yield columns[0][1], blocks, rows is signed

    def closed(self) -> list[CellRange]:
        """Return the months' cells in which nothing is entered."""
        every = frozenset(range(len(self.rows)))
        months = (place for place, column in enumerate(self.columns) if column.month is not None)
        return to_blocks({place: self._at(every - self.open_rows[place]) for place in months})

    @cached_property
    def wanted(self) -> list[CellRange]:
        """The period's cells that hold the return up while they are blank."""
        required = frozenset(number for number, row in enumerate(self.rows) if self.table.is_needed(row))
        now = (place for place, column in enumerate(self.columns) if column.in_period)
        return to_blocks({place: self._at(required & self.open_rows[place]) for place in now})

    @property
    def first_to_fill(self) -> tuple[int, int]:
        """The row and column at which the partner starts."""
        if self.wanted:
            return self.wanted[0].first_row, self.wanted[0].first_column
        return FIRST_ROW + len(self.actions), self.first_entry if self.now is None else self.now

    @staticmethod
    def _at(rows: frozenset[int]) -> list[int]:
        return sorted(FIRST_ROW + row for row in rows)


@lru_cache(maxsize=2048)
def lines_in(text: str, width: float) -> int:
    """Return how many lines a text takes in a column, estimated on the safe side.

    >>> lines_in("Residential burglary", 40), lines_in("Residential burglary", 12)
    (1, 2)
    """
    # Ten-point letters are narrower than the eleven-point digits a column's width is counted in.
    room = max(4, int((width - 2) * 1.15))
    if len(text) <= room and "\n" not in text:
        return 1
    return sum(max(1, len(textwrap.wrap(line, room))) for line in text.split("\n"))

"""The form as data: sheets, tables, columns, rows and questions, and the address of every cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from scpxl.model.agreements import Tolerance, Trial, Waiver
from scpxl.model.framework import Breakdown, Indicator
from scpxl.model.observations import SeriesKey
from scpxl.model.periods import Period
from scpxl.model.plan import Partner
from scpxl.returns.cells import CellRef

TEMPLATE_VERSION = "2"
"""Goes up when a filled return of the version before could not be read as it is; that one is then declared in
`older_forms`, so that its answers can be transferred."""

IDENTITY_LABELS = {
    "template": "Form version",
    "framework": "Framework",
    "partner": "Partner code",
    "period": "Period",
}
"""The words that are on Start beside each part of `ReturnForm.identity`, for when the hidden sheet is lost."""

WHAT_TO_FIX = "What to fix"
"""The sheet we put in front of a marked copy; a partner may correct the copy itself and send it."""

ROW_STATUS = "Row status"
"""Heads the column after a table of figures in which the form itself says how each row is; never read."""

TITLE_ROW, GUIDANCE_ROW, HEADER_ROW, FIRST_ROW = 0, 1, 3, 4


class Sheet(StrEnum):
    """The form's sheets, in their order."""

    START = "Start"
    MEASURES = "Measures"
    WARDS = "Wards"
    BREAKDOWNS = "Breakdowns"
    ACTIONS = "Actions"
    COMMENTARY = "Commentary"
    CHECK = "Check"
    LISTS = "Lists"
    IDENTITY = "scpxl"


class Part(StrEnum):
    """Which number of an indicator a row asks for."""

    NUMBER = "Number"
    OUT_OF = "Out of"


class Answer(StrEnum):
    """What kind of answer a cell takes."""

    LABEL = "label"
    FIGURE = "figure"
    TEXT = "text"
    LONG_TEXT = "long text"
    CHOICE = "choice"
    CHOICES = "several choices"
    DATE = "date"
    PERCENT = "percent"


class ChoiceList(NamedTuple):
    """A drop-down's choices, and the defined name they are behind."""

    name: str
    choices: tuple[str, ...]
    codes: tuple[str, ...] = ()
    """What is kept of each choice, in their order; none: the choice itself."""

    @property
    def kept(self) -> tuple[str, ...]:
        """What is kept of each choice."""
        return self.codes or self.choices


class FormColumn(NamedTuple):
    """One column of a table: its heading, what it takes, and what the partner is told on entering it."""

    key: str
    heading: str
    answer: Answer
    width: float
    prompt: str = ""
    choices: ChoiceList | None = None
    required: bool = False
    month: int | None = None
    """For a month's column: which month."""
    in_period: bool = False
    """For a month's column: whether it is to be filled in now (else it is history, prefilled)."""
    is_key: bool = False
    limit: int = 0
    """For text: the most characters allowed."""


class Row(NamedTuple):
    """One row of a table: its key, the labels printed in it, and which cells are open."""

    key: tuple[str, ...]
    labels: dict[str, str]
    open_months: frozenset[int] | None = None
    """For a row of figures: the months that take one.  None: every month's column is open."""
    indicator: Indicator | None = None
    part: Part = Part.NUMBER
    area: str = ""
    item: str = ""
    objective: str = ""
    breakdown: Breakdown | None = None
    """For a row that is part of a figure on Measures: what divides the figure; wards are one way."""
    whole: str = ""
    """For a percentage's number: the code of the measure on the same form that it is a part of."""
    whole_ends: tuple[int, ...] = ()
    """How many months before the row's figure the figures of that measure end that it is out of."""

    @property
    def group(self) -> tuple[str, ...]:
        """What the row shares with those that belong together with it: its key but for the last part.

        >>> Row(("BUR-01", "E05000041"), {}).group, Row(("O1",), {}).group
        (('BUR-01',), ('O1',))
        """
        return self.key[:-1] or self.key

    @property
    def series(self) -> SeriesKey:
        """Which run of figures the row's cells belong to; a ward's is its area's own."""
        of = self.breakdown.code if self.breakdown and self.item else ""
        return SeriesKey(self.key[0], self.area, of, self.item)

    @property
    def called(self) -> str:
        """What of the measure the row is, in words: the ward, the item; blank where it is the whole."""
        return self.labels.get("item", "") if self.breakdown else ""


@dataclass(frozen=True)
class FormTable:
    """A table on a sheet of its own: headings, then rows."""

    sheet: Sheet
    title: str
    guidance: str
    columns: tuple[FormColumn, ...]
    rows: tuple[Row, ...]
    blank_rows: int = 0
    """Empty rows below the printed ones, for the partner to add to."""
    let_by: frozenset[tuple[str, str]] = frozenset()
    """The rules that are waived or on trial, each with the indicator it is so for."""
    tolerated: Mapping[tuple[str, str], Tolerance] = field(default_factory=dict)
    """By rule and indicator: the difference that is allowed."""
    tab: str = ""
    """What its sheet is called in the workbook; blank for the sheet's own name."""

    @property
    def name(self) -> str:
        """What its sheet is called in the workbook."""
        return self.tab or str(self.sheet)

    @cached_property
    def keys(self) -> tuple[FormColumn, ...]:
        """The columns that together say which row it is."""
        return tuple(column for column in self.columns if column.is_key)

    @cached_property
    def row(self) -> dict[tuple[str, ...], Row]:
        """The printed rows by key."""
        return {row.key: row for row in self.rows}

    @cached_property
    def months(self) -> tuple[FormColumn, ...]:
        """The columns that take a month's figure."""
        return tuple(column for column in self.columns if column.month is not None)

    @cached_property
    def position(self) -> dict[str, int]:
        """Where each column is issued, counted from zero."""
        return {column.key: place for place, column in enumerate(self.columns)}

    def is_exempt(self, rule: str, row: Row) -> bool:
        """Whether a rule neither holds up nor asks anything of a row."""
        return bool(self.let_by) and (rule, row.key[0]) in self.let_by

    def tolerance(self, rule: str, row: Row) -> Tolerance | None:
        """Return what difference a rule lets by in a row; None where none."""
        return self.tolerated.get((rule, row.key[0]))

    def is_needed(self, row: Row) -> bool:
        """Whether a blank among the row's figures of the period holds the return up."""
        needed = row.indicator is not None and row.indicator.required
        return needed and not self.is_exempt("BLANK", row)

    def has_due(self, row: Row) -> bool:
        """Whether the row asks for a figure of the period."""
        return any(column.in_period and self.is_open(row, column) for column in self.months)

    def cell(self, row: int, column: str) -> CellRef:
        """Return the address at which a row's cell is issued; rows count from zero."""
        return CellRef(self.name, FIRST_ROW + row, self.position[column])

    def is_open(self, row: Row, column: FormColumn) -> bool:
        """Whether the partner may enter in the cell."""
        if column.answer is Answer.LABEL:
            return False
        if column.month is None:
            return True
        return row.open_months is None or column.month in row.open_months


class Question(NamedTuple):
    """One question on the Start sheet: its key, words, what it takes, and where its answer is entered."""

    key: str
    words: str
    answer: Answer
    cell: CellRef
    prompt: str = ""
    choices: ChoiceList | None = None
    required: bool = False
    given: str = ""
    """Printed by us, not entered by the partner."""
    limit: int = 120
    """For text: the most characters allowed."""


@dataclass(frozen=True)
class ReturnForm:
    """The form that one partner fills in for one period."""

    partnership: str
    partner: Partner
    period: Period
    due: date
    framework_version: str
    marking: str
    contact: str
    contact_email: str
    questions: tuple[Question, ...]
    tables: tuple[FormTable, ...]
    lists: tuple[ChoiceList, ...] = field(default=())
    waivers: tuple[Waiver, ...] = ()
    """The partner's own, ended ones among them."""
    trials: tuple[Trial, ...] = ()
    tolerances: tuple[Tolerance, ...] = ()
    """Those that concern the partner."""
    area_kind: str = "area"
    """What the own area is called: borough, district."""

    @cached_property
    def table(self) -> dict[Sheet, FormTable]:
        """The tables by sheet."""
        return {table.sheet: table for table in self.tables}

    @cached_property
    def date_window(self) -> tuple[date, date]:
        """The first and last day that a date in the return may be."""
        begins = date(self.period.first // 12, self.period.first % 12 + 1, 1)
        return begins.replace(year=begins.year - 5), begins.replace(year=begins.year + 10)

    @cached_property
    def asks_for_figures(self) -> bool:
        """Whether a figure of the period is due at all: of yearly ones there is none in most quarters."""
        return any(table.has_due(row) for table in self.tables for row in table.rows)

    def name_of(self, sheet: Sheet) -> str:
        """Return what a sheet of the form is called in the workbook."""
        return self.table[sheet].name if sheet in self.table else str(sheet)

    @property
    def identity(self) -> dict[str, str]:
        """What the workbook says of itself, in a hidden sheet and on Start."""
        return {
            "template": TEMPLATE_VERSION,
            "framework": self.framework_version,
            "partner": self.partner.code,
            "period": str(self.period),
        }

    @property
    def file_name(self) -> str:
        """The name under which the form is issued."""
        return f"{self.partner.code} {self.period.slug}.xlsx"

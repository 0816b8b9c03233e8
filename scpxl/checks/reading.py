"""A return as plain data: what was meant by each cell, in the shape its schema judges.

What cannot be read for certain (see `scpxl.returns.normalise`) stays in the data as `Unread`, which no type takes, so
that it comes back from the schema like any other mistake: by its place, which is given back to the cell it came from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, TypeAlias

from scpxl.checks.numbers.rows import RowFigures, Taking, can_be_read, open_columns, open_rows
from scpxl.model.framework import Unit
from scpxl.model.observations import Marker
from scpxl.returns.answers import indicator_of
from scpxl.returns.choices import read_choice, read_choices
from scpxl.returns.findings import Finding
from scpxl.returns.form import Answer, FormColumn, FormTable, Question, ReturnForm, Row, Sheet
from scpxl.returns.normalise import (
    CellReading,
    fold,
    read_date,
    read_figure,
    read_text,
    show,
)
from scpxl.returns.raw import CellError, CellValue, RawCell, RawReturn, RawRow, RawTable, Uncalculated
from scpxl.returns.schema import part_name, text_columns
from scpxl.words import day_text

Plain: TypeAlias = "str | float | date | list[str] | Unread | None"
"""What an answer is once it was read."""
_WHOLE_NUMBERS = {int}


class Unread(NamedTuple):
    """A cell from which no one value can be read, by the code of what is said of it."""

    code: str


class Read(NamedTuple):
    """What an answer was read as; where reading changed it, what was entered and what it is now."""

    value: Plain
    was: str = ""
    now: str = ""
    note: str = ""
    """The code of the note that says so."""


@dataclass(slots=True, eq=False)
class ReadRow:
    """One row of a table as it was read: its answers, and its figures where it takes some."""

    found: RawRow
    row: Row | None
    """The form's row; None where partners add rows of their own."""
    answers: dict[str, Read]
    figures: RowFigures | None = None
    """None where it takes none, or they cannot be read."""
    given: list[Any] | None = None
    """Its figures as plain data, a place for each month it is open for; None where they cannot be read."""
    wrong: set[int] = field(default_factory=set)
    """The places of the figures that cannot be used."""
    unusable: set[str] = field(default_factory=set)
    """The keys of the answers that cannot be used."""

    def answer(self, key: str) -> Any:
        """Return an answer that is valid; None where there is none."""
        return None if key in self.unusable or key not in self.answers else self.answers[key].value

    def text(self, key: str) -> str:
        """Return a written answer that is valid; blank where there is none."""
        return self.answer(key) or ""


Place: TypeAlias = tuple[str | int, ...]


class Values:
    """A return as it was read and judged: its rows, its answers on Start, and what is wrong with each value."""

    def __init__(self, data: dict[str, Any], form: ReturnForm) -> None:
        self.data = data
        """As plain data, in the shape of `scpxl.returns.schema.Return`."""
        self.form = form
        self.start: dict[str, Read] = {}
        self.start_cells: dict[str, RawCell] = {}
        self.rows: dict[Sheet, list[ReadRow]] = {}
        self.findings: list[Finding] = []

    def answer(self, key: str) -> Any:
        """Return an answer on Start that is valid; None where there is none."""
        read = self.start.get(key)
        return read.value if read else None


def read_cells(raw: RawReturn, form: ReturnForm) -> Values:
    """Return everything a return says, read and not judged yet."""
    values = Values(data=dict(form.identity), form=form)
    # Where the sheet Start is missing, that is said once, not for each of its questions.
    if fold(Sheet.START) in {fold(name) for name in raw.sheet_names}:
        for question in form.questions:
            cell = raw.start.get(question.key, RawCell(None, question.cell))
            values.start_cells[question.key] = cell
            values.start[question.key] = read_answer(cell.value, question)
    values.data["start"] = _given(values.start)
    for table in form.tables:
        if found := raw.tables.get(table.sheet):
            rows = list(_read_rows(table, found))
            values.rows[table.sheet] = rows
            values.data[part_name(table)] = _data_of(table, rows)
    return values


def _given(answers: Mapping[str, Read]) -> dict[str, Any]:
    return {key: read.value for key, read in answers.items() if read.value is not None}


def _data_of(table: FormTable, rows: list[ReadRow]) -> Any:
    if not table.rows:
        return [_given(row.answers) for row in rows]
    by_key: dict[str, Any] = {}
    for row in rows:
        branch = by_key
        for part in row.found.key[:-1]:
            branch = branch.setdefault(part, {})
        said = branch[row.found.key[-1]] = _given(row.answers)
        if row.given is not None:
            said["figures"] = row.given
    return by_key


def _figure_of(reading: CellReading) -> float | str | Unread | None:
    if reading.problem:
        return Unread(reading.problem)
    if reading.number is not None:
        return reading.number
    return None if reading.marker is Marker.BLANK else reading.marker.shorthand


# Reading each cell.


def read_answer(value: CellValue, asked: FormColumn | Question) -> Read:
    """Return what was meant by an answer that is no figure."""
    if value is None:
        return Read(None)
    return _READERS.get(asked.answer, _text)(value, asked)


def _choice(value: CellValue, asked: FormColumn | Question) -> Read:
    if asked.choices is None:
        return _text(value, asked)
    chosen = read_choice(value, asked.choices)
    if chosen is None:
        return Read(show(value))
    if chosen and chosen != value:
        return Read(chosen, str(value), chosen, "TIDIED")
    return Read(chosen or None)


def _choices(value: CellValue, asked: FormColumn | Question) -> Read:
    if asked.choices is None or isinstance(value, (CellError, Uncalculated)):
        return _text(value, asked)
    read = read_choices(value, asked.choices)
    typed = read_text(value).text
    if read.unknown:
        return Read([*read.kept, read.unknown])
    if not read.kept:
        return Read(None)
    note = "" if fold(typed) == fold(read.words) else "TIDIED"
    return Read([*read.kept], typed, read.words, note)


def _date(value: CellValue, _asked: FormColumn | Question) -> Read:
    day, problem, typed = read_date(value)
    if problem or day is None:
        return Read(Unread(problem) if problem else None)
    return Read(day, typed, day_text(day), "TIDIED" if typed else "")


def _percent(value: CellValue, _asked: FormColumn | Question) -> Read:
    reading = read_figure(value, percent=True)
    if reading.problem or reading.number is None:
        return Read(Unread(reading.problem) if reading.problem else None)
    note = "TIDIED" if reading.tidied_from else ""
    return Read(reading.number, reading.tidied_from, show(reading.number), note)


def _text(value: CellValue, _asked: FormColumn | Question) -> Read:
    if isinstance(value, (CellError, Uncalculated)):
        return Read(Unread("CELL_ERROR" if isinstance(value, CellError) else "NOT_CALCULATED"))
    text, changed = read_text(value)
    return Read(text or None, note="TEXT_CLEANED" if changed else "")


_READERS: Mapping[Answer, Callable[[CellValue, FormColumn | Question], Read]] = {
    Answer.CHOICE: _choice,
    Answer.CHOICES: _choices,
    Answer.DATE: _date,
    Answer.PERCENT: _percent,
}


def _read_rows(table: FormTable, found: RawTable) -> Iterator[ReadRow]:
    """Yield the rows of the form that were found, read; of a table that partners add to, every row."""
    asked = [
        (column, found.columns[column.key]) for column in text_columns(table) if column.key in found.columns
    ]

    def answers(row: RawRow) -> dict[str, Read]:
        typed = ((column, row.values[place]) for column, place in asked)
        return {column.key: read_answer(value, column) for column, value in typed if value is not None}

    if not table.rows:
        yield from (ReadRow(row, None, answers(row)) for row in found.rows)
        return
    figures = can_be_read(table, found)
    for row, raw_row, taking, values in open_rows(table, found):
        read = ReadRow(raw_row, row, answers(raw_row) if asked else {})
        if figures:
            _read_figures(table, read, row, taking, values)
        yield read


def _read_figures(table: FormTable, read: ReadRow, row: Row, taking: Taking, values: list[Any]) -> None:
    columns, months, _places = taking
    if set(map(type, values)) == _WHOLE_NUMBERS:
        read.figures = RowFigures(row, read.found, columns, months, values)
        read.given = values
    else:
        percent = indicator_of(row).unit is Unit.SURVEY
        readings = [read_figure(value, percent=percent) for value in values]
        numbers = [reading.number for reading in readings]
        read.figures = RowFigures(row, read.found, columns, months, numbers, readings) if columns else None
        read.given = [_figure_of(reading) for reading in readings]
    if len(columns) < len(table.months):
        # A month whose column is gone is blank in the data; that the column is gone is said by itself.
        by_column = dict(zip((column.key for column in columns), read.given, strict=True))
        read.given = [by_column.get(column.key) for column in open_columns(table, row)]

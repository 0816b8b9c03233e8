"""What the schema of a return does not take: one validation of the whole, and a finding at the cell of each mistake."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import ValidationError

from scpxl.checks.catalogue import finding
from scpxl.checks.numbers.rows import FigureCell, open_columns
from scpxl.checks.reading import Place, Read, ReadRow, Unread, Values, read_cells
from scpxl.returns.answers import NumberKind, indicator_of, kind_taken
from scpxl.returns.findings import Finding
from scpxl.returns.form import Answer, FormColumn, FormTable, Question, ReturnForm, Sheet
from scpxl.returns.normalise import (
    as_typed,
    fold,
    show,
)
from scpxl.returns.raw import RawCell, RawReturn
from scpxl.returns.schema import part_name, schema_to_check
from scpxl.words import digits_of_day

CODES: Mapping[str, str] = {
    "missing": "ANSWER_MISSING",
    "literal_error": "NOT_IN_LIST",
    "string_too_long": "TEXT_TOO_LONG",
    "int_from_float": "NOT_WHOLE",
    "int_type": "NOT_A_NUMBER",
    "finite_number": "NOT_A_NUMBER",
    "int_parsing_size": "TOO_LARGE",
    "greater_than_equal": "NEGATIVE",
    "less_than_equal": "TOO_LARGE",
}
"""The code of what is said where the schema does not take a value, by pydantic's name of the error."""

_CODES_OF: Mapping[str, Mapping[str, str]] = {
    Answer.DATE: dict.fromkeys(("greater_than_equal", "less_than_equal"), "DATE_IMPLAUSIBLE"),
    Answer.PERCENT: dict.fromkeys(("greater_than_equal", "less_than_equal"), "PERCENT_RANGE"),
    NumberKind.PERCENTAGE: dict.fromkeys(("greater_than_equal", "less_than_equal"), "PERCENT_RANGE"),
    # As far below zero as no figure can be.
    NumberKind.SIGNED_WHOLE: {"greater_than_equal": "TOO_LARGE"},
    NumberKind.SIGNED_AMOUNT: {"greater_than_equal": "TOO_LARGE"},
    Answer.CHOICES: {"literal_error": "NOT_A_PARTNER"},
    Sheet.ACTIONS: {"missing": "ACTION_INCOMPLETE"},
}
"""Where the code is another, by what is asked for."""

_STANDS = frozenset({"TEXT_TOO_LONG"})
"""What is to be corrected, and yet can be read: nothing else need be said of it."""
_WHAT_IS_MISSING = {"action": "description"}
"""What a column holds, where its heading would not do: "The action has no action."."""


def read_values(raw: RawReturn, form: ReturnForm) -> Values:
    """Return everything a return says, judged: each value that is valid, and a finding for each that does not."""
    values = read_cells(raw, form)
    wrong = list(_judge(values))
    values.findings = [*_notes(values), *wrong]
    return values


def _judge(values: Values) -> Iterator[Finding]:
    """Yield a finding for each value that the form's schema does not take: one call for the whole return."""
    try:
        schema_to_check(values.form).model_validate(values.data)
    except ValidationError as invalid:
        told: set[Place] = set()
        for error in invalid.errors(include_url=False, include_context=False):
            made = _Mistake(values, error["loc"], error["type"], error["input"])
            # A figure is tried as a number, then as a mark: the first says what is wrong.
            if made.place not in told:
                told.add(made.place)
                yield from made.findings()


class _Mistake:
    """One thing the schema did not take, and the cell it came from."""

    def __init__(self, values: Values, loc: Place, kind: str, value: object) -> None:
        self._values, self._type, self._value = values, kind, value
        self._table = next((t for t in values.form.tables if part_name(t) == loc[0]), None)
        depth = 1
        if self._table is not None:
            depth += len(self._table.keys) if self._table.rows else 1
        self._key, self._inside = loc[1:depth], loc[depth:]
        figure = self._table is not None and bool(self._table.months) and self._inside[:1] == ("figures",)
        self.place: Place = loc[: depth + 2] if figure else loc

    def findings(self) -> Iterator[Finding]:
        """Yield what is said of it: nothing where a cell is missing because its row, column or sheet is."""
        if self._table is None:
            yield from self._of_start()
        elif not self._inside:
            return
        elif row := self._row(self._table):
            if self._inside[0] != "figures":
                yield from self._of_answer(self._table, row)
            elif len(self._inside) > 1:
                yield self._of_figure(self._table, row)

    def _code(self, *asked: str) -> str:
        if isinstance(self._value, Unread):
            return self._value.code
        own = next((codes for one in asked if self._type in (codes := _CODES_OF.get(one, {}))), CODES)
        return own[self._type]

    def _row(self, table: FormTable) -> ReadRow | None:
        rows = self._values.rows.get(table.sheet, [])
        if not table.rows:
            return rows[int(self._key[0])]
        return next((row for row in rows if row.found.key == self._key), None)

    def _of_start(self) -> Iterator[Finding]:
        key = str(self._inside[0]) if self._inside else ""
        cell = self._values.start_cells.get(key)
        question = next((q for q in self._values.form.questions if q.key == key), None)
        if cell is None or question is None:
            return
        code, read = self._code(question.answer), self._values.start[key]
        if code not in _STANDS:
            self._values.start[key] = Read(None)
        yield _answer_finding(code, cell, read, question, self._values.form)

    def _of_answer(self, table: FormTable, row: ReadRow) -> Iterator[Finding]:
        key = str(self._inside[0])
        if key not in row.found.columns:
            return
        column = next(column for column in table.columns if column.key == key)
        code = self._code(table.sheet, column.answer)
        if code not in _STANDS:
            row.unusable.add(key)
        read = row.answers.get(key, Read(None))
        if isinstance(read.value, list) and isinstance(self._value, str):
            # Of several, the one that is no choice.
            read = Read(self._value)
        yield _answer_finding(code, row.found.cell(key), read, column, self._values.form)

    def _of_figure(self, table: FormTable, row: ReadRow) -> Finding:
        assert row.figures is not None  # noqa: S101  (for the type checker; only a row that has some has a wrong one)
        of_row = row.figures.row
        column = open_columns(table, of_row)[int(self._inside[1])]
        place = next(n for n, one in enumerate(row.figures.columns) if one.key == column.key)
        row.wrong.add(place)
        cell = row.figures.cell(place)
        return figure_finding(self._code(kind_taken(table, of_row)), cell, 30 if cell.reading.problem else 42)


def figure_finding(code: str, cell: FigureCell, example: int = 42) -> Finding:
    """Return what is said of a figure that cannot be used."""
    title = indicator_of(cell.row).title
    return finding(code, [cell.raw.ref], value=show(cell.raw.value), title=title, example=example)


def _answer_finding(
    code: str, cell: RawCell, read: Read, asked: FormColumn | Question, form: ReturnForm
) -> Finding:
    heading = asked.heading if isinstance(asked, FormColumn) else asked.words
    value = cell.value if isinstance(read.value, Unread) else read.value
    first, last = map(digits_of_day, form.date_window)
    return finding(
        code,
        [cell.ref],
        value=show(value) if not isinstance(value, (Unread, list)) else "",
        choices=_listed(asked),
        length=len(str(value)),
        limit=asked.limit,
        first=first,
        last=last,
        title=heading,
        words=heading,
        what=_WHAT_IS_MISSING.get(asked.key, fold(heading)),
        example=50,
    )


def _listed(asked: FormColumn | Question) -> str:
    if asked.choices is None:
        return ""
    if not asked.choices.codes:
        return ", ".join(asked.choices.choices)
    return "; ".join(
        f"{name} ({code})" for name, code in zip(asked.choices.choices, asked.choices.codes, strict=True)
    )


def _notes(values: Values) -> Iterator[Finding]:
    """Yield a note for each answer that was read as something else than what is in its cell."""
    for key, read in values.start.items():
        if read.note:
            yield _note(read, values.start_cells[key])
    for rows in values.rows.values():
        for row in rows:
            for key, read in row.answers.items():
                if read.note and key not in row.unusable:
                    yield _note(read, row.found.cell(key))


def _note(read: Read, cell: RawCell) -> Finding:
    if not read.was:
        return finding(read.note, [cell.ref])
    return finding(read.note, [cell.ref], was=as_typed(read.was), now=read.now)

"""Two attempts at the same return, cell by cell.  Judges nothing: says what is other than it was, and where."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from scpxl.privacy.guard import STRICT, WITHHELD, Guard, Use
from scpxl.returns.answers import use_of
from scpxl.returns.cells import CellRef
from scpxl.returns.form import Answer, Column, Part, ReturnForm, Row, Table
from scpxl.returns.normalise import as_seen, read_text, show
from scpxl.returns.raw import CellValue, RawCell, RawReturn, RawTable
from scpxl.words import digits_of_day

BLANK = "blank"
LONGEST = 120
"""Of a longer text the beginning is shown."""

_Place = tuple[tuple[str, ...], int, str]
"""A row's key, which of the rows with that key, and the column."""


class CellChange(NamedTuple):
    """A cell that is other than in the attempt before; a cell that is not there is blank and has no address."""

    what: str
    was: str
    now: str
    was_in: CellRef | None
    now_in: CellRef | None


_WORDS = {Answer.TEXT, Answer.LONG_TEXT}


def compare_attempts(
    earlier: RawReturn, later: RawReturn, form: ReturnForm, guard: Guard = STRICT
) -> Iterator[CellChange]:
    """Yield what the later attempt changed, on Start and then table by table, in the form's order.

    A row is known by its key, so that rows that only moved are not changes; nor is a number that was
    entered as text.  What `guard` withholds is not shown.
    """
    compare = _Comparison(guard, form.period.last // 12)
    for question in form.questions:
        was, now = earlier.start.get(question.key), later.start.get(question.key)
        yield from compare.cells(question.words, was, now, _use(question.answer, question.key))
    for table in form.tables:
        old, new = _cells(earlier.tables.get(table.sheet)), _cells(later.tables.get(table.sheet))
        where = {place: (cell.ref.row, cell.ref.column) for place, cell in {**old, **new}.items()}
        for place in sorted(where, key=where.__getitem__):
            column = next((c for c in table.columns if c.key == place[2]), None)
            if column is not None and column.answer is not Answer.LABEL:
                what = _what(table, place[0], column, guard)
                yield from compare.cells(
                    what, old.get(place), new.get(place), _use(column.answer, column.key)
                )


def _use(answer: Answer, key: str) -> Use:
    return use_of(key) if answer in _WORDS else Use.VALUE


def _cells(table: RawTable | None) -> dict[_Place, RawCell]:
    found: dict[_Place, RawCell] = {}
    met: dict[tuple[str, ...], int] = {}
    for row in table.rows if table else ():
        met[row.key] = met.get(row.key, 0) + 1
        found |= {(row.key, met[row.key], column): cell for column, cell in row.cells.items()}
    return found


class _Comparison:
    """Says of two cells how they differ, and shows of them what may be shown."""

    def __init__(self, guard: Guard, year: int) -> None:
        self.guard, self.year = guard, year

    def cells(self, what: str, was: RawCell | None, now: RawCell | None, use: Use) -> Iterator[CellChange]:
        """Yield the change, where there is one."""
        if _text(was.value if was else None) == _text(now.value if now else None):
            return
        old, new = (self._shown(cell.value if cell else None, use) for cell in (was, now))
        yield CellChange(what, old, new, was.ref if was else None, now.ref if now else None)

    def _shown(self, value: CellValue, use: Use) -> str:
        text = _text(value)
        if not text:
            return BLANK
        # Asked of the text as it is kept: that is what a person clears.
        kept = read_text(value).text if isinstance(value, str) else text
        if self.guard.withholds(kept, self.year, use):
            return WITHHELD
        return text if len(text) <= LONGEST else f"{text[:LONGEST]} …"


def _text(value: CellValue) -> str:
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return digits_of_day(value)
    if value is None:
        return ""
    text = as_seen(value if isinstance(value, str) else show(value))
    return text.replace(",", "") if text.replace(",", "").replace(".", "", 1).isdigit() else text


def _what(table: Table, key: tuple[str, ...], column: Column, guard: Guard) -> str:
    row = next((row for row in table.rows if row.key == key), None)
    named = _row_name(row) if row else guard.shown(" ".join(key), None, Use.REFERENCE)
    return f"{named}, {column.heading}".removeprefix(", ")


def _row_name(row: Row) -> str:
    title = row.labels.get("title", " ".join(row.key))
    if row.part is Part.OUT_OF:
        return f"{title} (out of)"
    return ", ".join(filter(None, (title, row.called)))

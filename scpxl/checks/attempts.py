"""Attempts at the same return: in which order they were made, on which day one came, and what differs between two.

Copying, unzipping and syncing turn the times of files.  A return says itself when it was signed off, and the program
that saved it when it was saved; the record says what came before.  The time of a file is the last resort.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import NamedTuple

from scpxl.privacy.guard import STRICT, WITHHELD, Guard, Use
from scpxl.returns.answers import use_of
from scpxl.returns.cells import CellRef
from scpxl.returns.form import Answer, FormColumn, FormTable, Part, ReturnForm, Row
from scpxl.returns.normalise import as_seen, read_text, show
from scpxl.returns.raw import CellValue, RawCell, RawReturn, RawTable
from scpxl.words import digits_of_day

LEAST_APART = timedelta(minutes=1)
"""Two saved times nearer than this say nothing: a workbook can be saved twice in a minute."""
CLOCKS = timedelta(days=1)
"""How far two computers' clocks, or a day and a moment in it, may be apart."""
LONGEST = timedelta(days=366)
"""A file that seems to have come longer after it was saved and signed off was copied since."""
AT_ONCE = timedelta(seconds=10)
COPIED_TOGETHER = 3
"""So many returns, saved on different days, whose files have one time, were copied together."""


@dataclass(frozen=True)
class Arrival:
    """What tells when one return was made and came."""

    name: str
    """Its file's, as it may be shown."""
    file_time: datetime
    signed: date | None = None
    saved: datetime | None = None
    """When the program that saved the workbook says it did."""

    @property
    def likely_saved(self) -> datetime | None:
        """When it was saved; None where the clock of whoever saved it was years ahead of the file's own time."""
        return None if self.saved and self.saved > self.file_time + LONGEST else self.saved

    @property
    def finished(self) -> datetime | None:
        """The latest moment at which, by what the return says, somebody was still at work on it."""
        signed = datetime.combine(self.signed, time(), UTC) if self.signed else None
        return max(filter(None, (signed, self.likely_saved)), default=None)


def attempts_in_order(arrivals: Sequence[Arrival]) -> list[Arrival]:
    """Return attempts at one return in the order in which they were made.

    By sign-off, then by when they were saved, each where all of them say it; else by the times of the files.
    """
    by_sign_off = all(one.signed for one in arrivals)
    by_saving = all(one.likely_saved for one in arrivals)

    def key(one: Arrival) -> tuple[date, datetime, datetime, str]:
        signed = one.signed if by_sign_off and one.signed else date.min
        saved = one.likely_saved if by_saving and one.likely_saved else one.file_time
        return signed, saved, one.file_time, one.name

    return sorted(arrivals, key=key)


def _sign(earlier: date | datetime | None, later: date | datetime | None, apart: timedelta) -> int:
    if earlier is None or later is None or earlier == later:
        return 0
    difference = later - earlier
    return 0 if abs(difference) < apart else 1 if difference > timedelta() else -1


def votes(earlier: Arrival, later: Arrival) -> tuple[int, int]:
    """Return what sign-off and saving say of an order: 1 for it, -1 against it, 0 nothing.

    >>> first = Arrival("a", datetime(2018, 4, 28, tzinfo=UTC), date(2018, 4, 20))
    >>> second = Arrival("b", datetime(2018, 4, 25, tzinfo=UTC), date(2018, 4, 27))
    >>> votes(first, second), votes(second, first)
    ((1, 0), (-1, 0))
    """
    return (
        _sign(earlier.signed, later.signed, timedelta(days=1)),
        _sign(earlier.likely_saved, later.likely_saved, LEAST_APART),
    )


def is_older(new: Arrival, recorded: Arrival) -> bool:
    """Return whether an attempt that comes after a recorded one was made before it: what it says outweighs when it came.

    A sign-off earlier than the recorded one's, where saving does not say otherwise; the same sign-off, saved earlier.
    """
    signed, saved = votes(recorded, new)
    return saved <= 0 and (signed < 0 or (signed == 0 and saved < 0))


def disagreement(earlier: Arrival, later: Arrival) -> str:
    """Return in words what speaks against the order of two attempts; blank where nothing does.

    >>> first = Arrival("a.xlsx", datetime(2018, 4, 28, tzinfo=UTC), date(2018, 4, 20))
    >>> second = Arrival("b.xlsx", datetime(2018, 4, 25, tzinfo=UTC), date(2018, 4, 27))
    >>> disagreement(second, first), disagreement(first, second)
    ('a.xlsx was signed off on 20/04/2018, b.xlsx on 27/04/2018', '')
    """
    signed, saved = votes(earlier, later)
    told = []
    if (signed < 0 or (signed and saved < 0)) and later.signed and earlier.signed:
        told.append(
            f"{later.name} was signed off on {digits_of_day(later.signed)}, {earlier.name} on {digits_of_day(earlier.signed)}"
        )
    if saved < 0 or (saved and signed < 0):
        moments = (later.likely_saved, earlier.likely_saved)
        new, old = (f"{digits_of_day(moment)} {moment:%H:%M}" for moment in moments if moment)
        told.append(f"{later.name} was saved on {new}, {earlier.name} on {old}")
    return "; ".join(told)


def copied_together(arrivals: Sequence[Arrival]) -> set[Arrival]:
    """Return those whose files' times are the moment of a copy: one time for returns of different days."""
    ordered = sorted(arrivals, key=lambda one: one.file_time)
    copied: set[Arrival] = set()
    begin = 0
    for place in range(1, len(ordered) + 1):
        if place < len(ordered) and ordered[place].file_time - ordered[place - 1].file_time <= AT_ONCE:
            continue
        run, begin = ordered[begin:place], place
        days = {one.finished.date() for one in run if one.finished}
        if len(run) >= COPIED_TOGETHER and len(days) > 1:
            copied |= set(run)
    return copied


def received(arrival: Arrival, seen: datetime, *, copied: bool = False) -> tuple[datetime, bool]:
    """Return when a return came, and whether the time of its file says so.

    `seen` is when it was first looked at.  The time of its file is believed where it lies between the moment the
    return was finished and now, and not more than a year after the former.  Else it came when it was finished: that is
    the latest moment that it vouches for itself; and where it says nothing, when it was first seen.

    >>> arrival = Arrival("met.xlsx", datetime(2026, 11, 28, tzinfo=UTC), date(2018, 4, 20))
    >>> received(arrival, datetime(2026, 11, 28, 12, tzinfo=UTC))[0].date()
    datetime.date(2018, 4, 20)
    """
    finished = arrival.finished
    if finished is not None and finished > seen + CLOCKS:
        finished = None
    file_time = arrival.file_time
    believed = not copied and file_time <= seen + CLOCKS
    if finished is not None:
        believed = believed and finished - CLOCKS <= file_time <= finished + LONGEST
    return (file_time, True) if believed else (finished or seen, False)


BLANK = "blank"
LONGEST_SHOWN = 120
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
        return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]} …"


def _text(value: CellValue) -> str:
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return digits_of_day(value)
    if value is None:
        return ""
    text = as_seen(value if isinstance(value, str) else show(value))
    return text.replace(",", "") if text.replace(",", "").replace(".", "", 1).isdigit() else text


def _what(table: FormTable, key: tuple[str, ...], column: FormColumn, guard: Guard) -> str:
    row = next((row for row in table.rows if row.key == key), None)
    named = _row_name(row) if row else guard.shown(" ".join(key), None, Use.REFERENCE)
    return f"{named}, {column.heading}".removeprefix(", ")


def _row_name(row: Row) -> str:
    title = row.labels.get("title", " ".join(row.key))
    if row.part is Part.OUT_OF:
        return f"{title} (out of)"
    return ", ".join(filter(None, (title, row.called)))

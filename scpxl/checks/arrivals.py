"""In which order attempts at a return were made, and on which day one came: judged by what the returns say.

Copying, unzipping and syncing turn the times of files.  A return says itself when it was signed off, and the program
that saved it when it was saved; the record says what came before.  The time of a file is the last resort.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

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


def in_order(arrivals: Sequence[Arrival]) -> list[Arrival]:
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

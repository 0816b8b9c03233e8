"""How moments, days and what was withheld from a sentence are written in the store."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime

from scpxl.privacy.guard import Use
from scpxl.privacy.quoting import Quote


def utc_now() -> datetime:
    """Return this moment."""
    return datetime.now(UTC)


def moment_text(moment: datetime) -> str:
    """Return a moment as the store keeps it: in UTC, to the microsecond.

    Raises ValueError for a moment without a time zone, which could be any of 24 others.

    >>> moment_text(datetime(2018, 4, 20, 9, 30, tzinfo=UTC))
    '2018-04-20T09:30:00.000000+00:00'
    """
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone. Give it one, for example UTC.")
    return moment.astimezone(UTC).isoformat(timespec="microseconds")


def to_moment(text: str) -> datetime:
    """Read a moment back.

    >>> to_moment("2018-04-20T09:30:00.000000+00:00").hour
    9
    """
    return datetime.fromisoformat(text)


def day_text(day: date | None) -> str | None:
    """Return a day as the store keeps it; none stays none."""
    return day.isoformat() if day else None


def to_day(text: str | None) -> date | None:
    """Read a day back; none stays none."""
    return date.fromisoformat(text) if text else None


def quotes_text(quotes: Iterable[Quote] | None) -> str | None:
    """Return what was withheld from a sentence as the store keeps it; None where nobody looked for anything."""
    return None if quotes is None else json.dumps([[one.text, one.use] for one in quotes], ensure_ascii=False)


def to_quotes(text: str) -> tuple[Quote, ...]:
    """Read back what was withheld from a sentence.

    >>> to_quotes('[["Mrs Jones", "name"]]')
    (Quote(text='Mrs Jones', use=<Use.NAME: 'name'>),)
    """
    return tuple(Quote(written, Use(use)) for written, use in json.loads(text))

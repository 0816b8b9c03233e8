"""How moments and days are written in the store, so that text sorts as time does."""

from __future__ import annotations

from datetime import UTC, date, datetime


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

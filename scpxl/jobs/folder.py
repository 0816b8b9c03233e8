"""A partnership's folder: what lies where, and the settings that go with it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from scpxl.checks.privacy import own_of
from scpxl.errors import OutdatedStoreError, SetUpError, StoreError
from scpxl.model.framework import Framework
from scpxl.model.periods import QUARTER, Period, to_month
from scpxl.privacy.guard import Guard
from scpxl.privacy.plain import one_line
from scpxl.read.framework_file import read_framework

if TYPE_CHECKING:
    # A store has many records, which a check without one does without.
    from scpxl.store.interface import Store

SETTINGS = "scpxl.toml"
FRAMEWORKS = ("framework.xlsx", "framework.toml")
_FIRST_YEAR, _LAST_YEAR = 1950, 2100


class FolderSettings(NamedTuple):
    """What ``scpxl.toml`` may say."""

    period: Period | None = None
    """The quarter worked on when a command names none."""
    as_of: date | None = None
    """The day by which lateness is reckoned."""


def read_settings(said: Mapping[str, object], path: Path) -> FolderSettings:
    """Return the settings a file holds; raises SetUpError with a line for each that cannot be used.

    >>> read_settings({"as_of": date(2018, 5, 21)}, Path("scpxl.toml")).as_of
    datetime.date(2018, 5, 21)
    """
    wrong = [
        f"{name[:40]} is not a setting. There are: {', '.join(sorted(FolderSettings._fields))}."
        for name in sorted(set(said) - set(FolderSettings._fields))
    ]
    found: dict[str, object] = {}
    for name, read in (("period", _quarter), ("as_of", _day)):
        if name in said:
            try:
                found[name] = read(said[name])
            except ValueError as why:
                wrong.append(f"{name}: {why}")
    if wrong:
        raise SetUpError("\n".join(f"{path}: {line}" for line in wrong))
    return FolderSettings(**found)  # type: ignore[arg-type]  # what was read is of the field's type


def _quarter(said: object) -> Period:
    if not isinstance(said, str):
        raise ValueError(f'{_shown(said)} is not a quarter. Write it in quotes: "2017-18 Q4".')  # noqa: TRY004
    period = Period.parse(said[:40])
    if period.length != QUARTER:
        raise ValueError(f"{said!r} is not a quarter. Write it like 2017-18 Q4.")
    if not _FIRST_YEAR <= period.start_year <= _LAST_YEAR:
        raise ValueError(f"{said!r} is not a likely quarter. Correct the year.")
    return period


def _day(said: object) -> date:
    how = "Write it as 2018-05-14, without quotes."
    if isinstance(said, datetime):
        raise ValueError(f"{_shown(said)} has a time; it is a day that is asked for. {how}")  # noqa: TRY004
    if not isinstance(said, date):
        raise ValueError(f"{_shown(said)} is not a day. {how}")  # noqa: TRY004
    if not _FIRST_YEAR <= said.year <= _LAST_YEAR:
        raise ValueError(f"{said} is not a likely day. Correct the year.")
    return said


def _shown(said: object) -> str:
    text = str(said) if isinstance(said, date | time) else repr(said)
    return text if len(text) <= 60 else f"{text[:57]}…"


@dataclass(frozen=True)
class Folder:
    """A partnership's folder."""

    path: Path

    @cached_property
    def framework(self) -> Framework:
        """The framework in force, from ``framework.xlsx`` or ``framework.toml``."""
        return read_framework(self.framework_path)

    @property
    def framework_path(self) -> Path:
        """The framework's file; to have both is a mistake, since they could differ."""
        found = [self.path / name for name in FRAMEWORKS if (self.path / name).is_file()]
        if not found:
            raise SetUpError(
                f"{self.path} is not a partnership's folder: it has neither {FRAMEWORKS[0]} nor {FRAMEWORKS[1]}. "
                "Make one with `scpxl init DIR`, or name one with `scpxl -C DIR`."
            )
        if len(found) > 1:
            raise SetUpError(
                f"{self.path} has both {FRAMEWORKS[0]} and {FRAMEWORKS[1]}. Keep the one that applies."
            )
        return found[0]

    @cached_property
    def settings(self) -> FolderSettings:
        """What ``scpxl.toml`` says; nothing where there is none.  Raises SetUpError with all that is wrong with it."""
        path = self.path / SETTINGS
        if not path.exists():
            return FolderSettings()
        try:
            said = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
        except OSError as closed:
            raise SetUpError(
                f"{path} cannot be read: {closed.strerror}. Check that it is a file."
            ) from closed
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as broken:
            raise SetUpError(f"{path}: {broken}. Correct it and run again.") from broken
        return read_settings(said, path)

    def period(self, asked: Period | None) -> Period:
        """Return the period asked for, else the settings' one, else the last quarter that has ended."""
        return asked or self.settings.period or last_ended_quarter(self.today)

    def month(self, asked: Period) -> Period:
        """Return the month asked for; raises SetUpError where it has not ended yet."""
        if asked.last >= to_month(self.today.year, self.today.month):
            raise SetUpError(f"{asked.title} has not ended. Ask for a month that has.")
        return asked

    @property
    def today(self) -> date:
        """The day lateness is reckoned by: today, or the day the settings set for a replay such as the example."""
        return self.settings.as_of or date.today()  # noqa: DTZ011  (the analyst's own calendar)

    @property
    def store_path(self) -> Path:
        """The record of everything collected."""
        return self.path / "store.db"

    def other_records(self) -> tuple[str, ...]:
        """Return the names of copies of the record that lie beside it, as programs that synchronise folders make them.

        Nothing reads them: what they hold and the record does not is missing from every figure.
        """
        own = self.store_path
        beside = {own.name, *(f"{own.name}{more}" for more in ("-wal", "-shm", "-journal"))}
        found = (one.name for one in self.path.glob(f"{own.stem}*{own.suffix}") if one.name not in beside)
        return tuple(sorted(map(one_line, found)))

    @cached_property
    def guard(self) -> Guard:
        """What of people's words may be shown; what the framework says is the partnership's own is."""
        return Guard(lambda: own_of(self.framework))

    def open_record(self, *, read_only: bool = False) -> Store:
        """Open the record; what it gives of people's words has passed the guard."""
        # A check without a record needs no database.
        from scpxl.store.sqlite import open_store

        return open_store(self.store_path, read_only=read_only, guard=self.guard)

    def copy_record(self) -> Store:
        """Return the record as it is now, copied into memory: to be read many times over, and never written.

        Waits but briefly for somebody who is writing: whoever asks is looking at a workbook.
        """
        from scpxl.store.sqlite import copy_store

        return copy_store(self.store_path, lock_seconds=2, guard=self.guard)

    @contextmanager
    def record_if_any(self) -> Iterator[Store | None]:
        """Open the record for as long as it is read; None where nothing was ever stored, and nothing is made.

        Nothing is changed either, but that a record of an earlier version is brought up to date.
        """
        if not self.store_path.is_file():
            yield None
            return
        with self.record_to_read() as store:
            yield store

    @contextmanager
    def record_or_empty(self) -> Iterator[Store]:
        """Open the record as `record_if_any` does; where nothing was ever stored, one that holds nothing."""
        with self.record_if_any() as store:
            if store is not None:
                yield store
                return
        from scpxl.store.sqlite import empty_store

        with empty_store(self.store_path, self.guard) as nothing:
            yield nothing

    def record_to_read(self) -> Store:
        """Open the record to read it; raises StoreError where there is none."""
        try:
            return self.open_record(read_only=True)
        except OutdatedStoreError as outdated:
            try:
                return self.open_record()
            except StoreError:
                raise outdated from None

    @property
    def archive(self) -> Path:
        """The submitted files themselves, by content."""
        return self.path / "archive"

    def issued(self, period: Period) -> Path:
        """Where blank returns are put."""
        return self.path / "issued" / period.slug

    def returns(self, period: Period) -> Path:
        """Where submitted files are dropped."""
        return self.path / "returns" / period.slug

    def outputs(self, period: Period) -> Path:
        """Where the dashboard is put."""
        return self.path / "outputs" / period.slug


def last_ended_quarter(today: date) -> Period:
    """Return the quarter that ended last.

    >>> str(last_ended_quarter(date(2018, 4, 1)))
    '2017-18 Q4'
    """
    month = to_month(today.year, today.month)
    return Period(month - month % QUARTER - QUARTER, QUARTER)

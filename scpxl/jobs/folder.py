"""A partnership's folder: what lies where, and the settings that go with it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from scpxl.checks.privacy import own_of
from scpxl.errors import SetUpError
from scpxl.model.framework import Framework
from scpxl.model.periods import QUARTER, Period, to_month
from scpxl.privacy.guard import STRICT, Guard, Use
from scpxl.read.framework_file import read_framework
from scpxl.store.database import Store, open_store

SETTINGS = "scpxl.toml"
FRAMEWORKS = ("framework.xlsx", "framework.toml")
_KNOWN_SETTINGS = {"as_of", "period"}


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
                f"{self.path} has both {FRAMEWORKS[0]} and {FRAMEWORKS[1]}. Keep the one in force."
            )
        return found[0]

    @cached_property
    def settings(self) -> dict[str, object]:
        """What ``scpxl.toml`` says; empty where there is none."""
        path = self.path / SETTINGS
        if not path.is_file():
            return {}
        try:
            settings = tomllib.loads(path.read_text("utf-8-sig"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as broken:
            raise SetUpError(f"{path}: {broken}. Correct it and run again.") from broken
        if unknown := sorted(set(settings) - _KNOWN_SETTINGS):
            known = ", ".join(sorted(_KNOWN_SETTINGS))
            raise SetUpError(f"{path}: {', '.join(unknown)} is not a setting. There are: {known}.")
        return settings

    def period(self, asked: Period | None) -> Period:
        """Return the period asked for, else the settings' one, else the last quarter that has ended."""
        if asked is not None:
            return asked
        if "period" in self.settings:
            try:
                return Period.parse(str(self.settings["period"]))
            except ValueError as wrong:
                raise SetUpError(f"{self.path / SETTINGS}: period: {wrong}") from wrong
        return last_ended_quarter(self.today)

    def month(self, asked: Period) -> Period:
        """Return the month asked for; raises SetUpError where it has not ended yet."""
        if asked.last >= to_month(self.today.year, self.today.month):
            raise SetUpError(f"{asked.title} has not ended. Ask for a month that has.")
        return asked

    @property
    def today(self) -> date:
        """The day lateness is reckoned by: today, or the day the settings set for a replay such as the example."""
        as_of = self.settings.get("as_of")
        if as_of is None:
            return date.today()  # noqa: DTZ011  (the analyst's own calendar)
        if not isinstance(as_of, date):
            raise SetUpError(
                f"{self.path / SETTINGS}: as_of: {as_of!r} is not a day. Write it as 2018-05-14, without quotes."
            )
        return as_of

    @property
    def store_path(self) -> Path:
        """The record of everything collected."""
        return self.path / "store.db"

    @cached_property
    def guard(self) -> Guard:
        """What of people's words may be shown; what the framework says is the partnership's own is."""
        return Guard(lambda: own_of(self.framework))

    def open_record(self, *, read_only: bool = False) -> Store:
        """Open the record; what it gives of people's words has passed the guard."""
        return open_store(self.store_path, read_only=read_only, guard=self.guard)

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


def read_named(path: Path) -> bytes:
    """Return the content of a file somebody named; raises SetUpError where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as missing:
        shown = path.with_name(STRICT.shown(path.name, None, Use.FILE)) if path.name else path
        raise SetUpError(
            f"{shown} cannot be read: {missing.strerror}. Check its name and try again."
        ) from missing


def last_ended_quarter(today: date) -> Period:
    """Return the quarter that ended last.

    >>> str(last_ended_quarter(date(2018, 4, 1)))
    '2017-18 Q4'
    """
    month = to_month(today.year, today.month)
    return Period(month - month % QUARTER - QUARTER, QUARTER)

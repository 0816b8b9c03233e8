"""Worked-out figures for the cells of a workbook, which ask for one at a time and a thousand times over."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from functools import cached_property
from pathlib import Path
from time import monotonic, perf_counter
from typing import ClassVar, NamedTuple, TypeVar

from scpxl.errors import ScpxlError, SetUpError, StoreError
from scpxl.figures.figures import Figures, work_out
from scpxl.figures.gaps import Why
from scpxl.jobs.folder import FRAMEWORKS, SETTINGS, Folder
from scpxl.jobs.giving.explain import explain_background, two_years_behind
from scpxl.jobs.lookup import find_area, find_reported
from scpxl.jobs.record import fetch_behind
from scpxl.model.documents import ExplanationRecord
from scpxl.model.framework import Framework, Indicator
from scpxl.model.observations import Observation, SeriesKey
from scpxl.model.periods import YEAR, Period
from scpxl.scorecard.cards.card import build_card
from scpxl.scorecard.explaining import ExplainedLine, explain_figures
from scpxl.scorecard.records.scorecard import IndicatorCard
from scpxl.store.interface import Store

_MOST_PERIODS = 24
"""How many periods are kept, at about 12 MB each: six years of quarters."""
RETRY = 10.0
"""Seconds after which a folder that could not be read is tried again although nothing in it has changed."""
_State = tuple[tuple[int, ...] | None, ...]
_Answer = TypeVar("_Answer")


class SeriesLine(NamedTuple):
    """One period of a series."""

    period: Period
    number: float
    """The count, or the percentage of a survey; NaN where there is none."""
    whole: float | None
    """What the number is out of: NaN where it is missing, None where the indicator has no such figure."""
    marker: str
    """The letter beside or instead of a number, as [x]; else why there is no number; blank for a plain one."""


class PeriodFigures:
    """The cards and series of every indicator in a period, for the own area and any other.

    The record is read once, as it is now, and never written; an area's cards are worked out when the first is
    asked for, and are those of the dashboard and of `explain`.
    """

    def __init__(self, store: Store, framework: Framework, period: Period, today: date) -> None:
        self.period = period
        self._store = store
        self._framework = framework
        self._today = today
        self._observations = fetch_behind(store, framework, period)
        self._said = store.fetch_explanations(period.last_quarter)
        self._for_area: dict[str, Figures] = {}
        self._cards: dict[str, dict[str, IndicatorCard]] = {}
        self._lines: dict[tuple[str, str], tuple[ExplainedLine, ...]] = {}
        self._series: defaultdict[SeriesKey, list[Observation]] = defaultdict(list)
        for observed in self._observations:
            self._series[observed.series].append(observed)

    def card(self, indicator: str, area: str | None = None) -> IndicatorCard:
        """Return an indicator's card, for the own area where none is named.

        `indicator` is a code or a title, `area` an ONS code or a name.  Raises NotFoundError where the
        framework has none such, or the indicator has no card.
        """
        found, place = self._find(indicator, area)
        if place not in self._cards:
            figures = self._figures_of(place)
            self._cards[place] = {
                one.code: build_card(figures.at(one), self._said_of(place))
                for one in figures.framework.reported
            }
        return self._cards[place][found.code]

    def lines(self, indicator: str, area: str | None = None) -> tuple[ExplainedLine, ...]:
        """Return how an indicator's figures came about, as `explain` says it; raises what `card` does."""
        found, place = self._find(indicator, area)
        key = found.code, place
        if key not in self._lines:
            card, lines = explain_figures(self._figures_of(place), found.code, self._said_of(place))
            if place == self._framework.area:
                lines += explain_background(
                    self._store, self._framework, self.period, card, self._observations, self._today
                )
            self._lines[key] = lines
        return self._lines[key]

    def _find(self, indicator: str, area: str | None) -> tuple[Indicator, str]:
        return find_reported(self._framework, indicator), find_area(self._framework, area)

    def _said_of(self, place: str) -> Sequence[ExplanationRecord]:
        return self._said if place == self._framework.area else ()

    @cached_property
    def _figures(self) -> Figures:
        """The figures of all areas: their series are lined up once."""
        return work_out(self._framework, self._observations, self.period)

    def _figures_of(self, place: str) -> Figures:
        if place == self._framework.area:
            return self._figures
        if place not in self._for_area:
            self._for_area[place] = self._figures.for_area(place)
        return self._for_area[place]

    def series(self, indicator: str, area: str | None = None) -> tuple[SeriesLine, ...]:
        """Return the two years of figures behind an indicator, oldest first, from the first one known.

        A period that was to be reported and is not known has a line of its own: a gap is never closed up.
        """
        found, place = self._find(indicator, area)
        key, step = SeriesKey(found.code, place), found.frequency.months
        ever = self._series.get(key, ())
        known = {o.period: o for o in two_years_behind(ever, key, self.period)}
        first = min((o.period.first for o in ever if o.period.length == step), default=self.period.last + 1)
        due = (Period(month, step) for month in range(first, self.period.last - step + 2, step))
        asked = (one for one in due if one.last > self.period.last - 2 * YEAR and found.reported_in(one))
        no_whole = math.nan if found.reports_denominator else None
        return tuple(
            _line(known[period], no_whole)
            if period in known
            else SeriesLine(period, math.nan, no_whole, Why.NOT_RECEIVED.value)
            for period in sorted({*known, *asked})
        )


class Watch:
    """Tells whether any of some files has changed, for a sheet of cells that asks a thousand times over.

    A look at a folder on a network takes milliseconds.  So that looking takes no more than a fifth of the time, the
    last look holds for four times as long as it took, and never for more than `LONGEST` seconds.
    """

    LONGEST: ClassVar = 0.05

    def __init__(self, files: Sequence[Path]) -> None:
        self._files = files
        self._state: _State = ()
        self._holds_until = 0.0

    def has_changed(self) -> bool:
        """Return whether a file is another than when this was last asked; True the first time."""
        begin = perf_counter()
        if begin < self._holds_until:
            return False
        state = tuple(_state_of_file(file) for file in self._files)
        end = perf_counter()
        self._holds_until = end + min(4 * (end - begin), self.LONGEST)
        changed, self._state = state != self._state, state
        return changed


class FolderFigures:
    """The figures of a partnership's folder, for as long as none of the files they rest on changes.

    The record is opened once and copied into memory, from which every period and area is read; the file is free
    again at once.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        store = Folder(path).store_path
        wal = store.with_name(f"{store.name}-wal")
        self._watch = Watch([*(path / name for name in (*FRAMEWORKS, SETTINGS)), store, wal])

    def of(self, period: Period | None = None) -> PeriodFigures:
        """Return a period's figures as the folder has them now; the folder's own period where none is named.

        Raises SetUpError, FrameworkError or StoreError where the folder cannot be used as it is.  What could not be
        read is tried again once a file has changed, or after `RETRY` seconds: read again for each cell, a workbook of
        mistakes or a record that somebody is writing would hold Excel up for minutes.
        """
        return self._tried(lambda: self._figures(period))

    @property
    def framework(self) -> Framework:
        """The framework as the folder has it now; raises as `of` does."""
        return self._tried(lambda: self._folder.framework)

    def _tried(self, read: Callable[[], _Answer]) -> _Answer:
        if self._watch.has_changed():
            self._folder = Folder(self._path)
            self._failed: tuple[ScpxlError, float] | None = None
            self._copy: Store | None = None
            self._periods: dict[Period, PeriodFigures] = {}
        if self._failed and monotonic() < self._failed[1]:
            raise self._failed[0].with_traceback(None)
        try:
            return read()
        except (SetUpError, StoreError) as failed:
            self._failed = failed, monotonic() + RETRY
            raise

    def _figures(self, period: Period | None) -> PeriodFigures:
        folder = self._folder
        framework = folder.framework
        wanted = folder.period(period)
        if wanted not in self._periods:
            if self._copy is None:
                self._copy = folder.copy_record()
            if len(self._periods) == _MOST_PERIODS:
                del self._periods[next(iter(self._periods))]
            self._periods[wanted] = PeriodFigures(self._copy, framework, wanted, folder.today)
        return self._periods[wanted]


def _state_of_file(file: Path) -> tuple[int, ...] | None:
    try:
        stat = file.stat()
    except OSError:
        return None
    # The write-ahead log comes with a reader and goes with the last one: empty, it says nothing.
    if not stat.st_size:
        return None
    # A file put in another's place may be as long and as old: it has another number, or changed at another moment.
    return stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino


def _line(observed: Observation, no_whole: float | None) -> SeriesLine:
    number, whole = observed.numerator, observed.denominator
    return SeriesLine(
        observed.period,
        math.nan if number is None else number,
        no_whole if whole is None else whole,
        observed.marker.shorthand,
    )

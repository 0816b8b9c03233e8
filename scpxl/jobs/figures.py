"""Worked-out figures for who asks for many: the cells of a workbook, and whoever wants them all as one table."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from scpxl.errors import FrameworkError
from scpxl.figures.figures import Figures, work_out
from scpxl.figures.gaps import Why
from scpxl.jobs.explain import two_years_behind
from scpxl.jobs.folder import FRAMEWORKS, SETTINGS, Folder
from scpxl.jobs.lookup import find_area, find_reported
from scpxl.jobs.record import fetch_behind
from scpxl.model.observations import Observation, SeriesKey
from scpxl.model.periods import YEAR, Period
from scpxl.scorecard.card import build_card
from scpxl.scorecard.model import IndicatorCard
from scpxl.scorecard.tables import figures_table

_MOST_PERIODS = 24
"""How many periods are kept, at about 12 MB each: six years of quarters."""
_State = tuple[tuple[int, ...] | None, ...]


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
    asked for, and are those of the dashboard and of `explain`.  Raises StoreError where there is no record.
    """

    def __init__(self, folder: Folder, period: Period) -> None:
        self.period = period
        self._framework = folder.framework
        self._cards: dict[str, dict[str, IndicatorCard]] = {}
        self._series: defaultdict[SeriesKey, list[Observation]] = defaultdict(list)
        with folder.open_record(read_only=True) as store:
            self._observations = fetch_behind(store, self._framework, period)
            self._said = store.fetch_explanations(period.last_quarter)
        for observed in self._observations:
            self._series[observed.series].append(observed)

    def card(self, indicator: str, area: str | None = None) -> IndicatorCard:
        """Return an indicator's card, for the own area where none is named.

        `indicator` is a code or a title, `area` an ONS code or a name.  Raises NotFoundError where the
        framework has none such, or the indicator has no card.
        """
        found, place = find_reported(self._framework, indicator), find_area(self._framework, area)
        return self._cards_of(place)[found.code]

    def cards(self, area: str) -> tuple[IndicatorCard, ...]:
        """Return the cards of the area of that ONS code, of what was to be reported in the period.

        For another area than the own, those of which something was ever reported there.
        """
        own, figures = area == self._framework.area, self._for_area(area)
        said = self._said if own else []
        return tuple(
            build_card(figures.at(figures.framework.by_code[one.code]), said)
            for one in self._framework.reported
            if one.reported_in(self.period) and (own or SeriesKey(one.code, area) in self._series)
        )

    def _for_area(self, place: str) -> Figures:
        return self._figures if place == self._framework.area else self._figures.for_area(place)

    def _cards_of(self, place: str) -> dict[str, IndicatorCard]:
        if place not in self._cards:
            figures = self._for_area(place)
            said = self._said if place == self._framework.area else []
            reported = figures.framework.reported
            self._cards[place] = {one.code: build_card(figures.at(one), said) for one in reported}
        return self._cards[place]

    @cached_property
    def _figures(self) -> Figures:
        """The figures of all areas: their series are lined up once."""
        return work_out(self._framework, self._observations, self.period)

    def series(self, indicator: str, area: str | None = None) -> tuple[SeriesLine, ...]:
        """Return the two years of figures behind an indicator, oldest first, from the first one known.

        A period that was to be reported and is not known has a line of its own: a gap is never closed up.
        """
        found, place = find_reported(self._framework, indicator), find_area(self._framework, area)
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


class FolderFigures:
    """The figures of a partnership's folder, each period's read once for as long as nothing they rest on changes.

    A sheet of cells asks the same a thousand times over; a look at five files' states tells whether it still holds.
    """

    _broken: FrameworkError | None
    _periods: dict[Period, PeriodFigures]

    def __init__(self, path: Path) -> None:
        self._path = path
        self._forget(())

    def of(self, period: Period | None = None) -> PeriodFigures:
        """Return a period's figures as the folder has them now; the folder's own period where none is named.

        Raises SetUpError, FrameworkError or StoreError where the folder cannot be used as it is.
        """
        if (state := _state_of(self._path)) != self._state:
            self._forget(state)
        if self._broken:
            raise self._broken.with_traceback(None)
        try:
            _ = self._folder.framework
        except FrameworkError as broken:
            # A workbook of mistakes, read again for each cell, would hold Excel up for minutes.
            self._broken = broken
            raise
        wanted = self._folder.period(period)
        if wanted not in self._periods:
            if len(self._periods) == _MOST_PERIODS:
                del self._periods[next(iter(self._periods))]
            self._periods[wanted] = PeriodFigures(self._folder, wanted)
        return self._periods[wanted]

    def _forget(self, state: _State) -> None:
        self._state = state
        self._folder = Folder(self._path)
        self._broken = None
        self._periods = {}


ALL_AREAS = "all"
_RENAMED = {
    "year": "value", "year before": "before", "change %": "change_percent", "RAG": "rating",
    "reason": "rating_reason",
}  # fmt: skip
"""Columns of the Data sheet that have a plainer name in a table of their own."""


def figures_of(
    folder: Folder, until: Period, months: int, areas: str | Iterable[str] = ()
) -> tuple[tuple[str, ...], Iterator[tuple[object, ...]]]:
    """Return every worked-out figure as columns and rows: one row per indicator, area and month end, oldest first.

    `until` ends with the last month end, of which there are `months`; `areas` are codes or names, or ``"all"``,
    the own area where none is named.  Raises ValueError where `months` is below 1, NotFoundError for an area the
    framework has not, StoreError where there is no record.
    """
    if months < 1:
        raise ValueError(f"{months} month ends cannot be given. Ask for 1 or more.")
    framework = folder.framework
    if areas == ALL_AREAS:
        places = [framework.area, *(one.code for one in framework.areas if one.code != framework.area)]
    else:
        named = [areas] if isinstance(areas, str) else list(areas)
        places = [find_area(framework, one) for one in named] or [framework.area]
    ends = [Period(until.last - back, 1) for back in range(months - 1, -1, -1)]
    begin = ("indicator", "title", "objective", "area", "area_name", "month", "value", "text", "marks")
    columns = [_column(name) for name in figures_table(()).columns]
    kept = [place for place, name in enumerate(columns) if name not in begin]
    names = {area.code: area.name for area in framework.areas}

    def rows() -> Iterator[tuple[object, ...]]:
        for end in ends:
            figures = PeriodFigures(folder, end)
            for place in places:
                cards = figures.cards(place)
                for card, cells in zip(cards, figures_table(cards).rows, strict=True):
                    head, where = card.headline, (place, names[place], end.code)
                    first = (card.code, card.title, card.objective, *where, head.value, head.text, head.mark)
                    yield (*first, *(cells[column] for column in kept))

    return (*begin, *(columns[column] for column in kept)), rows()


def _column(heading: str) -> str:
    """Return a heading of the Data sheet as a column's name.

    >>> _column("RAG"), _column("trend % a year")
    ('rating', 'trend_percent_a_year')
    """
    return _RENAMED.get(heading, heading.replace("%", "percent").replace(" ", "_").lower())


def _state_of(path: Path) -> _State:
    """Return what changes whenever a file does that figures rest on: framework, settings and record."""
    store = Folder(path).store_path
    files = (
        *(path / name for name in (*FRAMEWORKS, SETTINGS)),
        store,
        store.with_name(f"{store.name}-wal"),
    )
    return tuple(_state_of_file(file) for file in files)


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

"""The current view of the figures, what it holds of each series, and what in it was changed later."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from scpxl.framework.remarks import HeldSeries
from scpxl.model.observations import Marker, Observation, SeriesKey, Source
from scpxl.model.periods import Period
from scpxl.privacy.guard import Guard, Use
from scpxl.store.interface import NO_OTHER
from scpxl.store.records import Restatement, StoredReading
from scpxl.store.sqlite.connection import Connection, to_moment

# The order of the list is kept: a cross join is never turned round.
_FETCH = """
WITH wanted (series_id, first_month) AS MATERIALIZED (
    SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]') FROM json_each(:series)
)
SELECT o.series_id, o.first_month, o.length, o.numerator, o.denominator, o.marker,
    o.submission_id, o.sheet, o.cell
FROM wanted CROSS JOIN observation AS o ON o.series_id = wanted.series_id
WHERE o.first_month >= wanted.first_month AND o.first_month + o.length - 1 <= :last
"""
_SERIES = """
SELECT id, indicator, area, breakdown, item FROM series
WHERE (:indicators IS NULL OR indicator IN (SELECT value FROM json_each(:indicators)))
AND (:areas IS NULL OR area IN (SELECT value FROM json_each(:areas)))
"""
_SERIES_NAMED = """
SELECT s.id, s.indicator, s.area, s.breakdown, s.item FROM json_each(?) AS wanted CROSS JOIN series AS s
ON s.indicator = json_extract(wanted.value, '$[0]') AND s.area = json_extract(wanted.value, '$[1]')
AND s.breakdown = json_extract(wanted.value, '$[2]') AND s.item = json_extract(wanted.value, '$[3]')
"""
_SOURCE = "SELECT partner, reference, file FROM submission WHERE id = ?"
_BEFORE_ALL, _AFTER_ALL = -1, 12 * 10_000
_HELD = """
SELECT s.indicator, s.area, s.breakdown, s.item, by.partner, o.first_month, o.length
FROM observation AS o JOIN series AS s ON s.id = o.series_id
JOIN submission AS by ON by.id = o.submission_id
WHERE o.marker <> ? ORDER BY s.id, o.first_month
"""
_RESTATED = """
SELECT s.indicator, s.area, s.breakdown, s.item, c.first_month, c.length,
    c.old_numerator, c.old_denominator, c.old_marker, c.old_submission_id, c.old_sheet, c.old_cell,
    c.numerator, c.denominator, c.marker, c.submission_id, c.sheet, c.cell,
    by.first_month, by.length, c.made
FROM observation_change AS c JOIN series AS s ON s.id = c.series_id
JOIN submission AS by ON by.id = c.submission_id
"""
_EVER = " WHERE by.status <> 'withdrawn' ORDER BY c.id"
_BY = " WHERE c.submission_id = ? ORDER BY c.id"


class Observations(Connection):
    """What the record holds of figures."""

    def fetch_observations(
        self,
        indicators: Collection[str] | None = None,
        areas: Collection[str] | None = None,
        first: int | None = None,
        last: int | None = None,
        firsts: Mapping[str, int] = NO_OTHER,
    ) -> list[Observation]:
        with self.reading():
            return self._fetch(self._series_of(indicators, areas), first, last, firsts)

    def fetch_series_history(
        self, series: Iterable[SeriesKey], first: int | None = None, last: int | None = None
    ) -> dict[SeriesKey, dict[Period, Observation]]:
        history: dict[SeriesKey, dict[Period, Observation]] = {SeriesKey(*key): {} for key in series}
        with self.reading():
            rows = self.rows(_SERIES_NAMED, (json.dumps(list(history)),))
            wanted = {row[0]: SeriesKey(*row[1:]) for row in rows}
            for observation in self._fetch(wanted, first, last):
                history[observation.series][observation.period] = observation
        return history

    def fetch_on_record(self) -> list[HeldSeries]:
        found: dict[tuple[SeriesKey, str], list[Period]] = defaultdict(list)
        periods: dict[tuple[int, int], Period] = {}
        for *key, partner, first, length in self.rows(_HELD, (Marker.BLANK.value,)):
            period = periods.setdefault((first, length), Period(first, length))
            found[SeriesKey(*key), partner].append(period)
        return [HeldSeries(key, partner, tuple(of_it)) for (key, partner), of_it in found.items()]

    def fetch_restatements(
        self, indicators: Collection[str] | None = None, submission: int | None = None
    ) -> list[Restatement]:
        with self.reading():
            rows = (
                self.rows(_RESTATED + _EVER)
                if submission is None
                else self.rows(_RESTATED + _BY, (submission,))
            )
            sources = _Sources(self)
            return [
                Restatement(
                    series=SeriesKey(*row[:4]),
                    period=Period(row[4], row[5]),
                    old=self._reading_of(row[6:12], sources),
                    new=self._reading_of(row[12:18], sources),
                    submitted_for=Period(row[18], row[19]),
                    made=to_moment(row[20]),
                )
                for row in rows
                if indicators is None or row[0] in indicators
            ]

    def _reading_of(self, row: tuple[Any, ...], sources: Mapping[int, tuple[str, str, str]]) -> StoredReading:
        numerator, denominator, marker, submission, sheet, cell = row
        shown = self.guard.shown(sheet, None, Use.FILE)
        return StoredReading(
            numerator, denominator, Marker(marker), Source(*sources[submission], shown, cell)
        )

    def _series_of(
        self, indicators: Collection[str] | None, areas: Collection[str] | None
    ) -> dict[int, SeriesKey]:
        limits = {
            "indicators": None if indicators is None else json.dumps(sorted(indicators)),
            "areas": None if areas is None else json.dumps(sorted(areas)),
        }
        return {row[0]: SeriesKey(*row[1:]) for row in self.rows(_SERIES, limits)}

    def _fetch(
        self,
        wanted: dict[int, SeriesKey],
        first: int | None,
        last: int | None,
        firsts: Mapping[str, int] = NO_OTHER,
    ) -> list[Observation]:
        usual = _BEFORE_ALL if first is None else first
        begins = {number: firsts.get(key.indicator, usual) for number, key in wanted.items()}
        in_order = sorted(wanted, key=wanted.__getitem__)
        limits = {
            "series": json.dumps([(number, begins[number]) for number in in_order]),
            "last": _AFTER_ALL if last is None else last,
        }
        sources, sheets = _Sources(self), _Sheets(self.guard)
        markers = {marker.value: marker for marker in Marker}
        periods: dict[tuple[int, int], Period] = {}
        found = []
        # Taken row by row: a list of them all would be walked by the garbage collector again and again.
        with self.reading() as connection:
            rows = connection.execute(_FETCH, limits)
            for number, month, length, numerator, denominator, marker, submission, sheet, cell in rows:
                if (period := periods.get((month, length))) is None:
                    period = periods[month, length] = Period(month, length)
                source = Source(*sources[submission], sheets[sheet], cell)
                found.append(
                    Observation(*wanted[number], period, numerator, denominator, markers[marker], source)
                )
        return found


class _Sources(dict[int, tuple[str, str, str]]):
    """The partner, reference and file of each submission, by its number; each asked for once, where it is needed."""

    def __init__(self, store: Connection) -> None:
        super().__init__()
        self.store = store

    def __missing__(self, number: int) -> tuple[str, str, str]:
        ((partner, reference, file),) = self.store.rows(_SOURCE, (number,))
        self[number] = found = (partner, reference, self.store.guard.shown(file, None, Use.FILE))
        return found


class _Sheets(dict[str, str]):
    """The names of sheets as they may be shown, each looked at once: a CSV's is that of its file."""

    def __init__(self, guard: Guard) -> None:
        super().__init__()
        self.guard = guard

    def __missing__(self, sheet: str) -> str:
        self[sheet] = shown = self.guard.shown(sheet, None, Use.FILE)
        return shown

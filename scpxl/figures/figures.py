"""All figures of a partnership: worked out once, for every indicator, area and month end that is asked for.

Series are lined up once; charts, changes, trends, forecasts and groups are each worked out in one go for all rows, a
row being an indicator at a month end, the first time one of them is asked for.  `Figures.at` gives one indicator's
results at one month end: plain numbers, each with what it was worked out from.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from scpxl.figures.aims import aim_of
from scpxl.figures.changes.interventions import InterventionFigures, all_interventions
from scpxl.figures.changes.outturns import OutturnFigures, all_outturns
from scpxl.figures.changes.records import ChangeFigures
from scpxl.figures.changes.trends import TrendFigures, all_trends
from scpxl.figures.changes.yearly import all_changes
from scpxl.figures.charts.judged import chart_all
from scpxl.figures.charts.records import ChartOf
from scpxl.figures.counts import Counts, all_counts
from scpxl.figures.groups.compared import all_groups
from scpxl.figures.groups.records import GroupFigures
from scpxl.figures.indicator import IndicatorFigures
from scpxl.figures.readings import SeriesPlace
from scpxl.figures.tracks import Track, lay_out
from scpxl.model.framework import Framework, Indicator
from scpxl.model.observations import Observation, SeriesKey
from scpxl.model.periods import Period

_Key = tuple[str, int]
"""An indicator's code, and the column that is the last seen."""


def work_out(
    framework: Framework, observations: Sequence[Observation], period: Period, month_ends: int = 1
) -> Figures:
    """Return the figures of a period, and of so many month ends in all, its own last."""
    ends = tuple(range(period.last - month_ends + 1, period.last + 1))
    return Figures(framework, period, lay_out(framework, observations, ends[-1], ends[0]), ends)


@dataclass(frozen=True, eq=False)
class Figures:
    """All figures up to a period, by frequency."""

    framework: Framework
    period: Period
    tracks: Mapping[int, Track]
    """Every series there is, by the months of a column."""
    ends: tuple[int, ...]
    """The month ends that are asked for, the period's last one last."""

    def for_area(self, area: str) -> Figures:
        """Return the same as another area would have it: its own charts, changes and place in the groups."""
        return Figures(self.framework.for_area(area), self.period, self.tracks, self.ends)

    def at(self, indicator: Indicator, end: int | None = None) -> IndicatorFigures:
        """Return an indicator's figures of the own area at a month end: the period's own unless another is named."""
        return IndicatorFigures(self, indicator, self.ends[-1] if end is None else end)

    def series(self, key: SeriesKey, end: int | None = None) -> SeriesPlace | None:
        """Return where a series is at a month end; None where nothing was ever reported."""
        indicator = self.framework.by_code[key.indicator]
        track = self.tracks.get(indicator.frequency.months)
        row = track.matrix.rows.get(key) if track else None
        if track is None or row is None:
            return None
        return SeriesPlace(
            self.framework, indicator, track, row, track.column_of(self.ends[-1] if end is None else end)
        )

    def place(self, indicator: Indicator, end: int | None = None) -> SeriesPlace | None:
        """Return where an indicator's own series is at a month end; None where nothing was ever reported."""
        key = indicator.code, self.ends[-1] if end is None else end
        if key not in self._own:
            self._own[key] = self.series(SeriesKey(indicator.code, self.framework.area), end)
        return self._own[key]

    @cached_property
    def _own(self) -> dict[tuple[str, int], SeriesPlace | None]:
        """By indicator and month end, where its own series is: each is found once."""
        return {}

    @cached_property
    def _places(self) -> dict[int, list[SeriesPlace]]:
        """By frequency, every indicator's own series at every column that one of the month ends is of."""
        found: defaultdict[int, dict[_Key, SeriesPlace]] = defaultdict(dict)
        for indicator in self.framework.reported:
            for end in self.ends:
                place = self.place(indicator, end)
                if place is not None and place.column >= 0:
                    found[place.track.step][indicator.code, place.column] = place
        return {step: list(places.values()) for step, places in found.items()}

    @cached_property
    def charts(self) -> dict[_Key, ChartOf]:
        """Every control chart; without indicators each of whose figures covers a year already."""
        found: dict[_Key, ChartOf] = {}
        for places in self._places.values():
            charted = [place for place in places if not place.indicator.rolling]
            charts = chart_all(self.framework, charted)
            found |= {(p.indicator.code, p.column): chart for p, chart in zip(charted, charts, strict=True)}
        return found

    @cached_property
    def counts(self) -> dict[_Key, Counts]:
        """The single counts of what is counted month by month or quarter by quarter."""
        found: dict[_Key, Counts] = {}
        for places in self._places.values():
            found |= all_counts(self.framework, places)
        return found

    @cached_property
    def changes(self) -> dict[_Key, ChangeFigures]:
        """Every change on a year ago that can be judged."""
        found: dict[_Key, ChangeFigures] = {}
        for places in self._places.values():
            codes = {place.indicator.code for place in places}
            counts = {key: one for key, one in self.counts.items() if key[0] in codes}
            found |= all_changes(places, counts)
        return found

    @cached_property
    def trends(self) -> dict[_Key, TrendFigures]:
        """Every trend over years of what is counted."""
        return all_trends(self.counts.values())

    @cached_property
    def outturns(self) -> dict[_Key, OutturnFigures]:
        """Every forecast of the year's total."""
        by_track: defaultdict[int, list[Counts]] = defaultdict(list)
        for one in self.counts.values():
            by_track[one.step].append(one)
        found: dict[_Key, OutturnFigures] = {}
        for counts in by_track.values():
            aims = {
                (one.place.indicator.code, one.place.column): aim_of(
                    self.framework, one.place.indicator, one.place.until
                )
                for one in counts
            }
            found |= all_outturns(counts, aims)
        return found

    @cached_property
    def interventions(self) -> Mapping[_Key, tuple[InterventionFigures, ...]]:
        """What became of the figures since each intervention, by indicator and month."""
        asked = {}
        for indicator in self.framework.reported:
            for end in self.ends:
                place = self.place(indicator, end)
                counts = self.counts.get((indicator.code, place.column)) if place else None
                last = place.end if place and counts else end
                asked[indicator.code, last] = indicator, last, counts
        return all_interventions(self.framework, list(asked.values()))

    @cached_property
    def groups(self) -> dict[tuple[str, str, int], GroupFigures]:
        """How areas are in each group of each indicator, by indicator, group and column."""
        found: dict[tuple[str, str, int], GroupFigures] = {}
        for step, track in self.tracks.items():
            columns = sorted({track.column_of(end) for end in self.ends})
            asked = [
                (indicator, column)
                for indicator in self.framework.reported
                if indicator.frequency.months == step
                for column in columns
                if column >= 0
            ]
            found |= all_groups(self.framework, track, asked, track.column_of(self.ends[-1]))
        return found

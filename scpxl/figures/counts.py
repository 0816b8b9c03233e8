"""An indicator's single counts for the own area and the other areas of its group, back to the latest break."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from scpxl.figures.readings import SeriesPlace
from scpxl.figures.series import stretches_of
from scpxl.model.framework import Framework, Indicator, Unit
from scpxl.model.observations import SeriesKey
from scpxl.model.periods import YEAR
from scpxl.model.series_notes import NoteKind
from scpxl.model.wholes import is_yearly_rate
from scpxl.statistics.arrays import Floats, Months


class GroupSeries(NamedTuple):
    """The series that are read together: the own one first, then the others of the group."""

    rows: tuple[int, ...]
    counts: Floats
    """[series, columns of the track]; NaN everywhere but in one stretch between registered breaks."""
    stretch: int


@dataclass(frozen=True, eq=False)
class Counts:
    """Counts a column up to the last that is seen; NaN where there is none and everywhere before the latest break."""

    place: SeriesPlace
    together: GroupSeries
    group: str
    """The group's title; blank where there is none."""
    group_holds_own: bool
    people: Floats | None = None
    """What a rate's counts are out of, each column; None where the counts themselves are what is shown."""

    @property
    def own(self) -> Floats:
        """The own counts."""
        return self.together.counts[0, : self.place.column + 1]

    @property
    def others(self) -> Floats:
        """[areas, columns]: the group's areas without the own one."""
        return self.together.counts[1:, : self.place.column + 1]

    @property
    def other_rows(self) -> tuple[int, ...]:
        """The rows of the others in the track."""
        return self.together.rows[1:]

    @property
    def for_as_many(self) -> Floats:
        """The own counts, of a rate as they would be of as many people throughout: their trend is the rate's."""
        if self.people is None:
            return self.own
        known = self.people[~np.isnan(self.own + self.people)]
        return (
            self.own
            * (known.mean() if len(known) else np.nan)
            / np.where(self.people > 0, self.people, np.nan)
        )

    @property
    def months(self) -> Months:
        """The month that ends each column."""
        return self.place.track.matrix.months[: self.place.column + 1]

    @property
    def step(self) -> int:
        """Months in a column."""
        return self.place.track.step

    @property
    def width(self) -> int:
        """Columns in a year."""
        return self.place.track.width

    def years(self, values: Floats, back: int) -> Floats:
        """Return the last so many years of rows of columns as [rows, years, columns of a year]."""
        return values[..., -back * self.width :].reshape(*values.shape[:-1], back, self.width)


def is_counted(framework: Framework, indicator: Indicator) -> bool:
    """Return whether the indicator is a count of single months or quarters that add up."""
    counted = indicator.unit is Unit.COUNT or is_yearly_rate(framework, indicator)
    return (
        counted
        and not indicator.takes_decimals
        and not indicator.rolling
        and indicator.frequency.months < YEAR
    )


def all_counts(framework: Framework, places: list[SeriesPlace]) -> dict[tuple[str, int], Counts]:
    """Return by indicator and column the counts of series of one track; without what is no count."""
    made: dict[tuple[str, int], GroupSeries] = {}
    found = {}
    for place in places:
        indicator, track = place.indicator, place.track
        if not is_counted(framework, indicator):
            continue
        breaks = [note for note in framework.notes_for(indicator) if note.kind is NoteKind.BREAK]
        stretches = stretches_of(breaks, track.matrix.months, track.step, place.column)
        stretch = int(stretches.group[place.column])
        members = framework.members(indicator.main_group) if indicator.main_group else ()
        if (indicator.code, stretch) not in made:
            keys = (SeriesKey(indicator.code, area.code) for area in members if area.code != framework.area)
            rows = (place.row, *(track.matrix.rows[key] for key in keys if key in track.matrix.rows))
            # Columns of a stretch: what comes after the last that is seen is cut off by whoever reads it.
            kept = (stretches.group == stretch) & ~stretches.mixed
            counts = np.where(kept, track.matrix.numerator[list(rows)], np.nan)
            made[indicator.code, stretch] = GroupSeries(rows, counts, stretch)
        together = made[indicator.code, stretch]
        title = next((g.title for g in framework.benchmarks if g.code == indicator.main_group), "")
        whole = track.wholes.windows.one[place.row, : place.column + 1]
        found[indicator.code, place.column] = Counts(
            place=place,
            together=together,
            group=title if len(together.rows) > 1 else "",
            group_holds_own=framework.area in {area.code for area in members},
            people=whole if indicator.unit is Unit.RATE else None,
        )
    return found

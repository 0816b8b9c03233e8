"""An indicator's single counts for the own area and the other areas of its group, back to the latest break."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scpxl.model.framework import Indicator, NoteKind, Unit
from scpxl.model.observations import SeriesKey
from scpxl.model.periods import YEAR
from scpxl.model.wholes import is_yearly_rate
from scpxl.scorecard.analysis import Analysis, Track
from scpxl.scorecard.stretches import stretches_of
from scpxl.statistics.arrays import Floats, Months


@dataclass(frozen=True, eq=False)
class Counts:
    """Counts a column; NaN where there is none and everywhere before the latest registered break."""

    track: Track
    row: int
    own: Floats
    others: Floats
    """[areas, columns]: the group's areas without the own one."""
    group: str
    """The group's title; blank where there is none."""
    group_holds_own: bool
    other_rows: tuple[int, ...] = ()
    """The rows of the others in the track."""
    people: Floats | None = None
    """What a rate's counts are out of, each column; None where the counts themselves are what is shown."""

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
        return self.track.matrix.months

    @property
    def step(self) -> int:
        """Months in a column."""
        return self.track.step

    @property
    def width(self) -> int:
        """Columns in a year."""
        return self.track.width

    @property
    def end(self) -> int:
        """The last month."""
        return int(self.months[-1])

    def years(self, values: Floats, back: int) -> Floats:
        """Return the last so many years of rows of columns as [rows, years, columns of a year]."""
        return values[..., -back * self.width :].reshape(*values.shape[:-1], back, self.width)


def counts_of(analysis: Analysis, indicator: Indicator) -> Counts | None:
    """Return the counts; None for what is not a count of single months or quarters that add up."""
    found = analysis.place(indicator, analysis.framework.area)
    framework = analysis.framework
    counted = indicator.unit is Unit.COUNT or is_yearly_rate(framework, indicator)
    if found is None or not counted or indicator.takes_decimals or indicator.rolling:
        return None
    track, row = found
    if track.step == YEAR:
        return None
    members = framework.members(indicator.main_group) if indicator.main_group else ()
    rows = [
        track.matrix.rows[key]
        for area in members
        if area.code != framework.area and (key := SeriesKey(indicator.code, area.code)) in track.matrix.rows
    ]
    breaks = [note for note in framework.notes_for(indicator) if note.kind is NoteKind.BREAK]
    latest = stretches_of(breaks, track.matrix.months, track.step).latest
    kept = np.where(latest, track.matrix.numerator, np.nan)
    title = next((g.title for g in framework.benchmarks if g.code == indicator.main_group), "")
    return Counts(
        track=track,
        row=row,
        own=kept[row],
        others=kept[rows],
        group=title if rows else "",
        group_holds_own=framework.area in {a.code for a in members},
        other_rows=tuple(rows),
        people=track.whole.one[row] if indicator.unit is Unit.RATE else None,
    )

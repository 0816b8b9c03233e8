"""A part of an indicator, such as a ward or an item of a breakdown: its year, its change, its quarter."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scpxl.figures.figures import Figures
from scpxl.figures.gaps import break_within
from scpxl.figures.readings import Place
from scpxl.figures.tracks import PART_QUARTER, PART_YEAR, Reading
from scpxl.model.framework import Indicator
from scpxl.model.observations import SeriesKey
from scpxl.model.periods import QUARTER, YEAR
from scpxl.model.series_notes import SeriesNote
from scpxl.scorecard.gaps import break_text, gap_text
from scpxl.scorecard.model import Figure, NumberStyle
from scpxl.scorecard.wording import DASH, SMALL_BASE, count_style, figure, is_count, number_style, signed


@dataclass(frozen=True)
class Part:
    """One series that is part of an indicator, at a month end."""

    indicator: Indicator
    place: Place | None
    """None where nothing was ever reported."""

    def year(self, *, before: bool = False) -> Figure:
        """Return the last twelve months (or latest level), or those a year before; else why there is none."""
        return self._shown(PART_YEAR.before if before else PART_YEAR)

    def quarter(self, *, before: bool = False) -> Figure:
        """Return the latest quarter, or the same quarter a year before; a yearly figure has none."""
        style = count_style(self.indicator)
        if self.indicator.frequency.months > QUARTER:
            return Figure(None, DASH, style)
        width = 1 if self.place is not None and self.place.is_level else None
        return self._shown(PART_QUARTER.before if before else PART_QUARTER, width)

    def _shown(self, reading: Reading, width: int | None = None) -> Figure:
        style = count_style(self.indicator)
        if self.place is None:
            return Figure(None, "nothing received", style)
        found = self.place.result(reading, width)
        return figure(found.value, style, gap_text(found.gap), found.marks)

    @property
    def number(self) -> float:
        """The number of its year; NaN where there is none."""
        return self.place.value(PART_YEAR) if self.place is not None else math.nan

    @property
    def _parting(self) -> SeriesNote | None:
        """The registered break that parts its two years."""
        place = self.place
        if place is None:
            return None
        return break_within(place.framework, self.indicator, place.end - 2 * YEAR + 1, place.end)

    @property
    def _is_small(self) -> bool:
        """Whether there were too few a year before for a percentage."""
        return self.number_before < SMALL_BASE and is_count(self.indicator)

    @property
    def number_before(self) -> float:
        """The number of the year before; NaN where there is none."""
        return self.place.value(PART_YEAR.before) if self.place is not None else math.nan

    @property
    def moved(self) -> float:
        """The change on the year before in per cent, or in points; NaN where there is none, and on a small number."""
        now, before = self.number, self.number_before
        if math.isnan(now + before) or self._parting is not None:
            return math.nan
        if number_style(self.indicator).is_percent:
            return now - before
        return 100 * ((now - before) / before) if before > 0 and not self._is_small else math.nan

    @property
    def change(self) -> Figure:
        """The same as a figure, or why there is none."""
        style, parting = NumberStyle.SIGNED_PERCENT, self._parting
        if parting is not None:
            return Figure(None, break_text(parting), style)
        if number_style(self.indicator).is_percent:
            return figure(self.moved, style if self.place is None else signed(number_style(self.indicator)))
        return Figure(None, "small", style) if self._is_small else figure(self.moved, style)


def part_of(figures: Figures, key: SeriesKey, end: int | None = None) -> Part:
    """Return a part of an indicator: a ward's series, an item's, or the whole's own."""
    return Part(figures.framework.by_code[key.indicator], figures.series(key, end))

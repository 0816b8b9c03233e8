"""What is in place of a figure that is not there."""

from __future__ import annotations

from scpxl.figures.gaps import Gap, Why
from scpxl.figures.readings import SeriesPlace
from scpxl.model.framework import Unit
from scpxl.model.observations import Marker
from scpxl.model.periods import MONTH, YEAR, Period, month_label, periods_text
from scpxl.model.series_notes import SeriesNote
from scpxl.model.wholes import PEOPLE, Whole
from scpxl.scorecard.wording import DASH
from scpxl.words import in_sentence

_TOLD_SINGLY = 3
_MARKED = {Marker.NOT_AVAILABLE, Marker.NOT_APPLICABLE, Marker.SUPPRESSED}


def gap_text(gap: Gap | None) -> str:
    """Return why a figure is not there.

    Each kind of gap keeps its own words: not filled in, not available, nothing to report ...
    """
    if gap is None or gap.why is Why.BEFORE_ALL:
        return DASH
    if gap.why is Why.BEGINS:
        return f"figures begin {periods_text(gap.periods[0][1], gap.step)}"
    if gap.why is Why.IN_PART:
        return "; ".join(_told(kind, ends, gap.step) for kind, ends in gap.periods)
    if gap.whole is not None:
        title = _title(gap.whole)
        if gap.why is Why.NO_LEVEL:
            return f"no {title} known"
        return f"no figure of {title} for {periods_text(gap.periods[0][1], gap.step)}"
    return gap.why.value


def _title(whole: Whole) -> str:
    if whole.name == PEOPLE or whole.indicator is None:
        return "population"
    return in_sentence(whole.indicator.title)


def _told(kind: Marker | Why, ends: tuple[int, ...], step: int) -> str:
    words = kind.words if isinstance(kind, Marker) else kind.value
    mark = f"{kind.shorthand} " if isinstance(kind, Marker) and kind in _MARKED else ""
    if len(ends) > _TOLD_SINGLY and (ends[-1] - ends[0]) // step >= len(ends):
        return f"{mark}{len(ends)} periods {words}"
    return f"{mark}{periods_text(ends, step)} {words}"


def year_of_level(end: int) -> str:
    """Return the year that a yearly level is for, by its last month: 2017, or the financial year 2017-18.

    >>> year_of_level(2017 * 12 + 11), year_of_level(2018 * 12 + 2)
    ('2017', '2017-18')
    """
    return str(end // YEAR) if end % YEAR == YEAR - 1 else str(Period(end, MONTH).financial_year)


def break_text(note: SeriesNote) -> str:
    """Return what is in place of a comparison across a break."""
    return f"[b] series broken {month_label(note.first.first)}"


def carried_words(place: SeriesPlace) -> str:
    """Return which year's level stands in for one that is not out yet; blank where none does."""
    known, end = place.known_level, place.end
    if not known or known >= end:
        return ""
    what = "population estimate" if place.whole.name == PEOPLE else f"figure for {place.whole.name}"
    # The latest month has a year of the same kind, a calendar's or a financial one.
    wanted = end + (known - end) % YEAR
    of_rates = place.indicator.unit is Unit.RATE or not place.indicator.divides
    subject = "Rates use" if of_rates else "It uses"
    return f"{subject} the {what} of {year_of_level(known)}, the latest before {year_of_level(wanted)}."

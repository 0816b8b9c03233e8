"""One accepted figure, and the marks that say what kind of figure, or what kind of gap, it is."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from scpxl.model.periods import Period


class Marker(StrEnum):
    """What is beside or instead of a number.  The six kinds of missing stay apart to the board."""

    NONE = ""
    NOT_AVAILABLE = "x"
    NOT_APPLICABLE = "z"
    SUPPRESSED = "c"
    NIL = "nil"
    BLANK = "blank"
    PROVISIONAL = "p"
    UNRELIABLE = "u"

    @property
    def is_missing(self) -> bool:
        """Whether no number is beside it."""
        return self in _MISSING

    @property
    def words(self) -> str:
        """What the board reads."""
        return _WORDS[self]

    @property
    def shorthand(self) -> str:
        """The mark as printed in a table: ``[x]`` for not available.

        >>> Marker.NOT_AVAILABLE.shorthand, Marker.NONE.shorthand
        ('[x]', '')
        """
        return f"[{self.value}]" if self.value else ""


_MISSING = {Marker.NOT_AVAILABLE, Marker.NOT_APPLICABLE, Marker.SUPPRESSED, Marker.NIL, Marker.BLANK}
_WORDS = {
    Marker.NONE: "",
    Marker.NOT_AVAILABLE: "not available",
    Marker.NOT_APPLICABLE: "not applicable",
    Marker.SUPPRESSED: "suppressed by the partner",
    Marker.NIL: "nothing to report",
    Marker.BLANK: "not filled in",
    Marker.PROVISIONAL: "provisional",
    Marker.UNRELIABLE: "low reliability",
}


class SeriesKey(NamedTuple):
    """What a run of figures is about: an indicator, an area, and an item of a breakdown."""

    indicator: str
    area: str
    breakdown: str = ""
    item: str = ""


class Source(NamedTuple):
    """Where a figure was entered: the file by its content hash and name, the sheet and the cell."""

    partner: str = ""
    submission: str = ""
    file: str = ""
    sheet: str = ""
    cell: str = ""


class Observation(NamedTuple):
    """One accepted figure.  `numerator` is None exactly where `marker` says why it is missing.

    For a count, `numerator` is the count.  For a percentage or an average, `numerator` and
    `denominator` are the two counts.  For a survey percentage, `numerator` is the percentage.
    """

    indicator: str
    area: str
    breakdown: str
    item: str
    period: Period
    numerator: float | None
    denominator: float | None = None
    marker: Marker = Marker.NONE
    source: Source = Source()

    @property
    def series(self) -> SeriesKey:
        """Which run of figures it belongs to."""
        return SeriesKey(self.indicator, self.area, self.breakdown, self.item)


NOT_KNOWN = "not known"
"""The item of a breakdown that holds what could not be placed, such as offences without a ward."""

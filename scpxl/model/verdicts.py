"""Whether a change is more than normal variation, and how sure one must be to say so."""

from __future__ import annotations

from enum import StrEnum

REAL_LEVEL = 0.99
"""How sure one must be before a change is called real, and coloured.

A page of 40 indicators judged at 95% would call two changes real where nothing has happened.
"""
SHOWN_LEVEL = 0.95
"""The confidence of every interval that is shown."""
FEWEST = 5
"""Below so many in both years nothing is said but the counts; below so many in one of them the exact test decides."""
FEW_TOGETHER = 20
"""Below so many in both years together the exact test is used, and no percentage is given."""
SMALL_BASE = 20
"""Below so many a year ago no percentage change is shown."""


class Verdict(StrEnum):
    """Whether a change is more than the figures' own variation would make by itself."""

    REAL = "real"
    NORMAL = "within normal variation"
    TOO_FEW = "too few to assess"
    NOT_ASSESSED = "not assessed"

    @property
    def is_judged(self) -> bool:
        """Whether anything is said of the change."""
        return self in {Verdict.REAL, Verdict.NORMAL}


class Evidence(StrEnum):
    """What an interval about a forecast rests on."""

    POOLED = "past years of the group's areas"
    OWN = "this area's own past years"
    NONE = "none"

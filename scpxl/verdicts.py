"""What can be said of a figure, in the words the board reads, and how sure one must be to say it."""

from __future__ import annotations

from enum import StrEnum

SIGNIFICANCE_LEVEL = 0.99
"""How sure one must be before a change is called real, and coloured.

A page of 40 indicators judged at 95% would call two changes real where nothing has happened.
"""
JUDGED = f"; p {{}}, real below {1 - SIGNIFICANCE_LEVEL:.2g}"
"""How a formula ends that a verdict rests on."""
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
        return self in {Verdict.SIGNIFICANT, Verdict.NORMAL}


class Evidence(StrEnum):
    """What an interval about a forecast rests on."""

    POOLED = "past years of the group's areas"
    OWN = "this area's own past years"
    NONE = "none"


class Rag(StrEnum):
    """Where a figure is against its target."""

    RED = "Red"
    AMBER = "Amber"
    GREEN = "Green"
    NOT_RATED = "Not rated"

    @property
    def letter(self) -> str:
        """The letter printed in the cell: colour is never the only signal."""
        return "–" if self is Rag.NOT_RATED else self.value[0]


class Unrated(StrEnum):
    """Why a figure has no rating: what the board reads in its place."""

    NO_TARGET = "no target"
    DUE_AT_YEAR_END = "due at year end"
    AWAITED = "awaited"
    WITHHELD = "withheld"
    NOT_APPLICABLE = "not applicable"
    CANNOT_CALCULATE = "cannot be calculated"
    NEITHER_WAY = "neither up nor down is better"


class Travel(StrEnum):
    """Which way the number moved, with no judgement in it."""

    UP = "up"
    DOWN = "down"
    SAME = "same"
    UNKNOWN = "not known"

    @property
    def arrow(self) -> str:
        """The arrow printed in the cell."""
        return {"up": "▲", "down": "▼", "same": "■"}.get(self.value, "–")


class Judgement(StrEnum):
    """Whether a movement is for the better, given the indicator's polarity, and where that is not said, why not."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"
    NEUTRAL = "neutral"
    UNCLEAR = "no clear change"
    TOO_FEW = "too few"
    PROVISIONAL = "provisional"
    NOT_TESTED = "not tested"
    UNKNOWN = "not known"


class Variation(StrEnum):
    """What the latest month says of the process: the class of the latest point on an XmR chart."""

    COMMON_CAUSE = "common cause"
    IMPROVEMENT_HIGH = "improvement, high"
    IMPROVEMENT_LOW = "improvement, low"
    CONCERN_HIGH = "concern, high"
    CONCERN_LOW = "concern, low"
    NEUTRAL_HIGH = "special cause, high"
    NEUTRAL_LOW = "special cause, low"
    NOT_ASSESSED = "not assessed"

    @property
    def is_special(self) -> bool:
        """Whether the latest month is outside what random variation would produce."""
        return self not in {Variation.COMMON_CAUSE, Variation.NOT_ASSESSED}

    @property
    def is_worse(self) -> bool:
        """Whether it is unusual for the worse."""
        return self in {Variation.CONCERN_HIGH, Variation.CONCERN_LOW}

    @property
    def is_better(self) -> bool:
        """Whether it is unusual for the better."""
        return self in {Variation.IMPROVEMENT_HIGH, Variation.IMPROVEMENT_LOW}


class Assurance(StrEnum):
    """Whether the process as it is would meet the target: the control limits against the target."""

    CONSISTENTLY_MEETS = "consistently meets"
    CONSISTENTLY_MISSES = "consistently misses"
    HIT_OR_MISS = "hit or miss"
    NOT_ASSESSED = "not assessed"

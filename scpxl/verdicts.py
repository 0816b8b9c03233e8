"""What can be said of a figure, in the board's words and in the field's, and how sure one must be to say it.

The members' values are the field's terms, as `--json` gives them; `plain` is how people's pages put it.  `PAIRS` holds
each pair once, and the notes of every dashboard list them, so that a reader of one can look it up in the other.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Pair(NamedTuple):
    """One thing in two registers: as people's pages say it, and as the field's methods name it."""

    plain: str
    term: str


SIGNIFICANCE_LEVEL = 0.99
"""How sure one must be before a change is called significant, and coloured.

A page of 40 indicators judged at 95% would call two changes significant where nothing has happened.
"""
JUDGED = f"; p {{}}, significant below {1 - SIGNIFICANCE_LEVEL:.2g}"
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

    SIGNIFICANT = "significant"
    NORMAL = "not significant"
    TOO_FEW = "too few to assess"
    NOT_ASSESSED = "not assessed"

    @property
    def is_judged(self) -> bool:
        """Whether anything is said of the change."""
        return self in {Verdict.SIGNIFICANT, Verdict.NORMAL}

    @property
    def plain(self) -> str:
        """The verdict as people's pages say it."""
        return _PLAIN_VERDICTS[self]

    def plain_if(self, *, provisional: bool) -> str:
        """Return the same of figures with provisional months, on which a significant change rests."""
        rests = provisional and self is Verdict.SIGNIFICANT
        return f"{self.plain}, if the provisional months do not change" if rests else self.plain


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
    def plain(self) -> str:
        """The class as people's pages say it: unusually high, and worse."""
        return _PLAIN_VARIATIONS[self]

    @property
    def term(self) -> str:
        """The class as the field's methods name it: special cause (concern, high)."""
        return (
            f"special cause ({self.value.removeprefix('special cause, ')})" if self.is_special else self.value
        )

    @property
    def is_special(self) -> bool:
        """Whether the latest month is outside its usual range."""
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

    @property
    def plain(self) -> str:
        """The same as people's pages say it: in every month."""
        return _PLAIN_ASSURANCES[self]


USUAL = Pair("usual range", "control limits; inside them common cause")
HIGH = Pair(
    "unusually high",
    "special cause: above the upper control limit, or a run or trend that chance would rarely make",
)
LOW = Pair(
    "unusually low",
    "special cause: below the lower control limit, or a run or trend that chance would rarely make",
)
SIGNIFICANT = Pair(
    "more than usual variation",
    f"statistically significant ({SIGNIFICANCE_LEVEL:.0%}), as better and worse are",
)
NO_CLEAR_CHANGE = Pair("no clear change", f"not statistically significant ({SIGNIFICANCE_LEVEL:.0%})")
BORDERLINE = Pair(
    "borderline", f"not significant, though the {SHOWN_LEVEL:.0%} confidence interval leaves out no change"
)
NOT_TESTED = Pair("not tested", "no test applies to such figures, or they cannot support limits")
TOO_FEW = Pair("too few to test", f"fewer than {FEWEST} in both years")
COULD_BE_CHANCE = Pair("could be chance", "within the 99.8% control limits of the funnel")
MORE_THAN_CHANCE = Pair("more than chance", "outside the 99.8% control limits of the funnel")
LIKELY_RANK = Pair(
    "likely between 19th and 24th", f"{SHOWN_LEVEL:.0%} confidence interval of the rank (plausible ranks)"
)
RELATIVE = Pair("relative to the group", "ratio of the area's change to that of the group's other areas")
FORECAST = Pair(
    "is forecast to end at about", "forecast outturn; its range is a prediction interval from past forecasts"
)
TARGET_PATH = Pair("target path", "profile: the cumulative shares of the year's target by month")
EVERY_MONTH = Pair(
    "in every month", "assurance: consistently meets, both control limits on the target's good side"
)
SOME_MONTHS = Pair("in some months", "assurance: hit or miss, the target between the control limits")
IN_NO_MONTH = Pair(
    "in no month", "assurance: consistently misses, both control limits on the target's bad side"
)
VARY_MORE = Pair("months vary by more than chance", "overdispersion (phi; between areas tau²)")
PAIRS = (
    USUAL, HIGH, LOW, SIGNIFICANT, NO_CLEAR_CHANGE, BORDERLINE, TOO_FEW, NOT_TESTED, RELATIVE, COULD_BE_CHANCE,
    MORE_THAN_CHANCE, LIKELY_RANK, FORECAST, TARGET_PATH, EVERY_MONTH, SOME_MONTHS, IN_NO_MONTH, VARY_MORE,
)  # fmt: skip
"""Every pair, in the order in which the notes list them."""

_PLAIN_VERDICTS = {
    Verdict.SIGNIFICANT: SIGNIFICANT.plain,
    Verdict.NORMAL: NO_CLEAR_CHANGE.plain,
    Verdict.TOO_FEW: TOO_FEW.plain,
    Verdict.NOT_ASSESSED: NOT_TESTED.plain,
}
_PLAIN_VARIATIONS = {
    Variation.COMMON_CAUSE: USUAL.plain,
    Variation.CONCERN_HIGH: f"{HIGH.plain}, and worse",
    Variation.CONCERN_LOW: f"{LOW.plain}, and worse",
    Variation.IMPROVEMENT_HIGH: f"{HIGH.plain}, and better",
    Variation.IMPROVEMENT_LOW: f"{LOW.plain}, and better",
    Variation.NEUTRAL_HIGH: HIGH.plain,
    Variation.NEUTRAL_LOW: LOW.plain,
    Variation.NOT_ASSESSED: NOT_TESTED.plain,
}
_PLAIN_ASSURANCES = {
    Assurance.CONSISTENTLY_MEETS: EVERY_MONTH.plain,
    Assurance.CONSISTENTLY_MISSES: IN_NO_MONTH.plain,
    Assurance.HIT_OR_MISS: SOME_MONTHS.plain,
    Assurance.NOT_ASSESSED: NOT_TESTED.plain,
}

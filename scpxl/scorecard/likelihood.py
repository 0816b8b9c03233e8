"""What chance leaves of a rank and of a difference from a group: the record, without the working out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from scpxl.model.ratings import Judgement
from scpxl.scorecard.figures import NO_FIGURE, Figure


class Beside(StrEnum):
    """Where an area lies beside the others of its group, what they vary by among themselves allowed for."""

    FAR_ABOVE = "above, beyond 99.8%"
    ABOVE = "above, beyond 95%"
    SIMILAR = "similar"
    BELOW = "below, beyond 95%"
    FAR_BELOW = "below, beyond 99.8%"
    NOT_ASSESSED = "not assessed"


@dataclass(frozen=True, slots=True)
class Likelihood:
    """What chance leaves of a rank and of a difference; figures without a number where it is not assessed."""

    rank_first: int | None
    """The lowest rank number that is plausible (95%)."""
    rank_last: int | None
    rank_words: str
    """For example: plausibly 6th to 11th (95%)."""
    beside: Beside
    words: str
    """For example: similar to the other 31: 70.4 lies within 54.1 and 128.5 (99.8%)."""
    others: Figure
    """The average of the other areas, all counts over all people."""
    lower: Figure
    """The 99.8% limits about it."""
    upper: Figure
    judgement: Judgement
    """Whether it is for the better, where it is beyond the 99.8% limits."""


NOT_ASSESSED = Likelihood(
    None, None, "", Beside.NOT_ASSESSED, "", NO_FIGURE, NO_FIGURE, NO_FIGURE, Judgement.UNKNOWN
)

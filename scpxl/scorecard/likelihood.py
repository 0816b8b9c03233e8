"""What chance leaves of a rank and of a difference from a group: the record, without the working out."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from scpxl.scorecard.figures import NO_FIGURE, Figure
from scpxl.verdicts import Judgement


class Beside(StrEnum):
    """Where an area lies beside the others of its group, what they vary by among themselves allowed for."""

    FAR_ABOVE = "above, beyond 99.8%"
    ABOVE = "above, beyond 95%"
    SIMILAR = "similar"
    BELOW = "below, beyond 95%"
    FAR_BELOW = "below, beyond 99.8%"
    NOT_ASSESSED = "not assessed"

    @property
    def brief(self) -> str:
        """What is in a narrow column: only what is more than chance is called higher or lower."""
        return {Beside.FAR_ABOVE: "higher", Beside.FAR_BELOW: "lower", Beside.NOT_ASSESSED: "–"}.get(
            self, "similar"
        )


@dataclass(frozen=True, slots=True)
class Likelihood:
    """What chance leaves of a rank and of a difference; figures without a number where it is not assessed."""

    rank_first: int | None
    """The first plausible rank, at 95% confidence."""
    rank_last: int | None
    """The last one."""
    rank_words: str
    """For example: likely between 6th and 11th."""
    beside: Beside
    """Its class."""
    words: str
    """For example: within the spread of the other 31."""
    limits_words: str
    """For example: 99.8% limits 37.1 to 197.9 per 1,000 people."""
    others: Figure
    """The average of the other areas, all counts over all people."""
    lower: Figure
    """The 99.8% limits about it."""
    upper: Figure
    judgement: Judgement
    """Whether it is for the better, where it is beyond the 99.8% limits."""

    @property
    def ranks(self) -> str:
        """The plausible ranks as a narrow column holds them: 6–11, or – where there are none."""
        if self.rank_first is None or self.rank_last is None:
            return "–"
        return (
            f"{self.rank_first}–{self.rank_last}"
            if self.rank_first < self.rank_last
            else f"{self.rank_first}"
        )


NOT_ASSESSED = Likelihood(
    None, None, "", Beside.NOT_ASSESSED, "", "", NO_FIGURE, NO_FIGURE, NO_FIGURE, Judgement.UNKNOWN
)

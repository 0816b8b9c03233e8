"""The status of an objective: a rule over the ratings of its measures, agreed in the framework, and the same in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scpxl.verdicts import Rag
from scpxl.words import are


@dataclass(frozen=True, slots=True)
class StatusRule:
    """When an objective is Red or Green; else it is Amber."""

    red_share: int = 50
    """Red where at least so many per cent of the rated measures are."""
    green_share: int = 50
    """Green where at least so many per cent are, and not Red."""
    reds_in_green: int = 0
    """The most Red measures of a Green objective."""

    def status(self, rags: Sequence[Rag]) -> Rag:
        """Return the status that follows from ratings; measures that are not rated are left out, and none rated gives none.

        >>> rule = StatusRule()
        >>> rule.status([Rag.RED, Rag.GREEN, Rag.GREEN]).value, rule.status([Rag.RED, Rag.GREEN]).value
        ('Amber', 'Red')
        >>> StatusRule(red_share=1).status([Rag.RED, *[Rag.GREEN] * 9]).value, rule.status([Rag.NOT_RATED]).value
        ('Red', 'Not rated')
        """
        rated = [rag for rag in rags if rag is not Rag.NOT_RATED]
        if not rated:
            return Rag.NOT_RATED
        reds, greens = rated.count(Rag.RED), rated.count(Rag.GREEN)
        if reds and 100 * reds >= self.red_share * len(rated):
            return Rag.RED
        if 100 * greens >= self.green_share * len(rated) and reds <= self.reds_in_green:
            return Rag.GREEN
        return Rag.AMBER

    @property
    def words(self) -> str:
        """The rule in one sentence.

        >>> StatusRule().words
        'An objective is Red where at least half of its rated measures are, Green where at least half are and none is Red, else Amber.'
        >>> StatusRule(red_share=1, green_share=100).words
        'An objective is Red where any of its rated measures is, Green where all are, else Amber.'
        """
        red = (
            "any of its rated measures is"
            if self.red_share == 1
            else f"{_share(self.red_share)} of its rated measures are"
        )
        allowed = (
            "none is Red"
            if not self.reds_in_green
            else f"at most {self.reds_in_green} {are(self.reds_in_green)} Red"
        )
        green = f"{_share(self.green_share)} are"
        # Where any Red makes it Red, or all must be Green, there is no Red left to speak of.
        if self.red_share > 1 and self.green_share < 100:
            green += f" and {allowed}"
        return f"An objective is Red where {red}, Green where {green}, else Amber."


def _share(percent: int) -> str:
    return {50: "at least half", 100: "all"}.get(percent, f"at least {percent}%")

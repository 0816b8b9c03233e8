"""The rating and the variation read together: a target missed and a process that has not changed are no contradiction.

Source: Riley, Burhouse and Nicholas, BMJ Leader 2021.
"""

from __future__ import annotations

from scpxl.model.ratings import Assurance, Rag, Variation
from scpxl.scorecard.model import IndicatorCard, TargetLine

_BETTER = {Variation.IMPROVEMENT_HIGH, Variation.IMPROVEMENT_LOW}
_WORSE = {Variation.CONCERN_HIGH, Variation.CONCERN_LOW}
_MET_AS_IT_IS = {
    Assurance.CONSISTENTLY_MEETS: "the process as it is goes on meeting it",
    Assurance.HIT_OR_MISS: "the process as it is meets it in some periods only, so do not count on it",
    Assurance.CONSISTENTLY_MISSES: "met for now, though the process as it is will not go on meeting it",
}
_MISSED_AS_IT_IS = {
    Assurance.CONSISTENTLY_MEETS: "the process as it is meets it: the shortfall is from earlier months",
    Assurance.HIT_OR_MISS: "the process as it is meets it in some periods only: change the process, not the explanation",
    Assurance.CONSISTENTLY_MISSES: "the process as it is will not reach it: change the process, not the explanation",
}
_MET_BUT_WORSE = "met for now, and the latest figures are worse than random variation: find out what changed"
_MISSED_AND_WORSE = "and the latest figures are worse than random variation: find out what changed"
_MET_AND_BETTER = "and the latest figures are better than random variation: find out what works"
_MISSED_BUT_BETTER = "but the latest figures are better than random variation: find out what works, and go on"


def standing_words(card: IndicatorCard) -> str:
    """Return one sentence on the rating and the variation; blank where one of them is not there."""
    variation, rag = card.variation.variation, card.rag.rag
    if rag is Rag.NOT_RATED or card.target is None:
        return ""
    head, met = f"{rag}: {_apart(card.target)}", rag is Rag.GREEN
    if variation in _WORSE:
        return f"{head}, {_MET_BUT_WORSE if met else _MISSED_AND_WORSE}."
    if variation in _BETTER:
        return f"{head}, {_MET_AND_BETTER if met else _MISSED_BUT_BETTER}."
    words = (_MET_AS_IT_IS if met else _MISSED_AS_IT_IS).get(card.variation.assurance)
    common = variation is Variation.COMMON_CAUSE and words
    return f"{head}; {variation.value}: {words}." if common else ""


def _apart(line: TargetLine) -> str:
    """Return how far the figure is from its aim: 6.0% over target."""
    aim = "target" if line.expected.value == line.target.value else "profile"
    if line.actual.value is None or not line.expected.value:
        return f"against the {aim}"
    percent = 100 * (line.actual.value / line.expected.value - 1)
    size = f"{abs(percent):.1f}%"
    if size == "0.0%":
        return f"on {aim}"
    return f"{size} {'over' if percent > 0 else 'under'} {aim}"

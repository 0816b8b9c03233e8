"""The rating and the variation read together: a missed target and an unchanged process do not contradict each other.

Source: Riley, Burhouse and Nicholas, BMJ Leader 2021.
"""

from __future__ import annotations

from scpxl.scorecard.model import TargetLine, VariationLine
from scpxl.scorecard.outlook_model import YearlyChangeLine
from scpxl.verdicts import TARGET_PATH, Assurance, Judgement, Rag, Variation, Verdict
from scpxl.words import rounded

_BETTER = {Variation.IMPROVEMENT_HIGH, Variation.IMPROVEMENT_LOW}
_WORSE = {Variation.CONCERN_HIGH, Variation.CONCERN_LOW}
_EXPLAINING = "explaining single months will not help: change what is done, or the target"
_MET_AS_IT_IS = {
    Assurance.CONSISTENTLY_MEETS: "as things run, it goes on meeting it",
    Assurance.HIT_OR_MISS: "as things run, it meets it in some months and not in others, so do not count on it",
    Assurance.CONSISTENTLY_MISSES: "met for now, though as things run it will not go on meeting it",
}
_MISSED_AS_IT_IS = {
    Assurance.CONSISTENTLY_MEETS: "as things run, it meets it: the shortfall is from earlier months",
    Assurance.HIT_OR_MISS: f"as things run, it meets it in some months and not in others: {_EXPLAINING}",
    Assurance.CONSISTENTLY_MISSES: f"as things run, it will not reach it: {_EXPLAINING}",
}
_MET_BUT_WORSE = "met for now, and the latest figures are unusual and worse: find out what changed"
_MISSED_AND_WORSE = "and the latest figures are unusual and worse: find out what changed"
_MET_AND_BETTER = "and the latest figures are unusual and better: find out what works"
_MISSED_BUT_BETTER = "but the latest figures are unusual and better: find out what works, and go on"
_MOVED_AND_NOT_SEEN = (
    "The year moved by more than usual variation; the latest figure alone is usual, because its usual range is worked out "
    "from the months of the move as well."
)
_GAINED_AND_GOING = (
    "The year is better than the one before, yet the latest figures are unusual and worse: what was gained "
    "may be going."
)
_LOST_AND_TURNING = (
    "The year is worse than the one before, yet the latest figures are unusual and better: it may be turning."
)


def standing_words(rag: Rag, target: TargetLine | None, judged: VariationLine) -> str:
    """Return one sentence on the rating and the variation; blank where one of them is not there."""
    variation = judged.variation
    if rag is Rag.NOT_RATED or target is None:
        return ""
    head, met = f"{rag}: {_apart(target)}", rag is Rag.GREEN
    if variation in _WORSE:
        return f"{head}, {_MET_BUT_WORSE if met else _MISSED_AND_WORSE}."
    if variation in _BETTER:
        return f"{head}, {_MET_AND_BETTER if met else _MISSED_BUT_BETTER}."
    words = (_MET_AS_IT_IS if met else _MISSED_AS_IT_IS).get(judged.assurance)
    common = variation is Variation.COMMON_CAUSE and words
    return f"{head}; the latest figure is usual: {words}." if common else ""


def disagreement_words(variation: Variation, way: Judgement, yearly: YearlyChangeLine | None) -> str:
    """Return one sentence where a significant change on a year ago and the chart seem to disagree; else blank."""
    if yearly is None or yearly.verdict is not Verdict.SIGNIFICANT or yearly.provisional:
        return ""
    if variation is Variation.COMMON_CAUSE:
        return _MOVED_AND_NOT_SEEN
    if way is Judgement.BETTER and variation in _WORSE:
        return _GAINED_AND_GOING
    return _LOST_AND_TURNING if way is Judgement.WORSE and variation in _BETTER else ""


def _apart(line: TargetLine) -> str:
    """Return how far the figure is from its aim: 6.0% over target."""
    aim = "target" if line.expected.value == line.target.value else TARGET_PATH.plain
    if line.actual.value is None or not line.expected.value:
        return f"{line.actual.text} against {aim} of 0" if line.expected.value == 0 else f"against the {aim}"
    apart = line.actual.value - line.expected.value
    # Of a percentage the miss is in points, as its rating says it.
    points = line.actual.style.is_percent
    share = abs(100 * apart / line.expected.value)
    size = f"{rounded(abs(apart), 1)} points" if points else f"{rounded(share, 1)}%"
    if size in {"0.0%", "0.0 points"}:
        return f"on {aim}"
    return f"{size} {'over' if apart > 0 else 'under'} {aim}"

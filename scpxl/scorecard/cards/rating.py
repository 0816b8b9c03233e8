"""How an indicator is rated, in words: against its target, which way it moved on a year ago, and beside its variation.

The rating and the variation are read together: a missed target and an unchanged process do not contradict each other.
Source: Riley, Burhouse and Nicholas, BMJ Leader 2021.
"""

from __future__ import annotations

import math
from typing import Any

from scpxl.figures.aims import Aim, Pursuit, months_elapsed
from scpxl.figures.indicator import IndicatorFigures
from scpxl.figures.readings import Result
from scpxl.model.framework import Framework, Frequency, Indicator, Unit
from scpxl.model.periods import MONTH, Period, months_text
from scpxl.model.targets import Polarity, Scheme, Target
from scpxl.model.wholes import rate_name
from scpxl.scorecard.gaps import gap_text
from scpxl.scorecard.records.outlook import YearlyChangeLine
from scpxl.scorecard.records.scorecard import (
    Direction,
    Figure,
    NumberStyle,
    RagRating,
    TargetLine,
    VariationLine,
)
from scpxl.scorecard.wording import count_style, figure, number_style, number_text
from scpxl.statistics.rag import SAME
from scpxl.verdicts import TARGET_PATH, Assurance, Judgement, Rag, Travel, Unrated, Variation, Verdict
from scpxl.words import as_given, rounded


class Spoken:
    """An aim's numbers as they are said: their style, and their unit where the card shows others too."""

    def __init__(self, framework: Framework, indicator: Indicator, aim: Aim) -> None:
        self.style = count_style(indicator) if aim.of_number else number_style(indicator)
        self.unit = ""
        """Per 1,000 people, or offences."""
        if indicator.unit is Unit.RATE:
            self.unit = (indicator.counted or "counted") if aim.of_number else rate_name(framework, indicator)


def rate_target(of: IndicatorFigures) -> tuple[TargetLine | None, RagRating]:
    """Return the target's line and the rating with its reason."""
    coming, place = of.coming, of.place
    if coming is not None and place is not None:
        return _awaited(of, coming, place.latest)
    if of.aim is None:
        year = (place.until if place else Period(of.end, MONTH)).financial_year
        return None, RagRating(Rag.NOT_RATED, f"No target is set for {year}.", Unrated.NO_TARGET)
    pursuit = of.pursuit or _nothing(of, of.aim)
    missing = "nothing received" if of.pursuit is None else gap_text(pursuit.actual.gap)
    framework, indicator = of.framework, of.indicator
    line = describe_target(framework, indicator, pursuit, missing)
    return line, describe_rating(framework, indicator, pursuit, missing)


def _nothing(of: IndicatorFigures, aim: Aim) -> Pursuit:
    """Return the pursuit of a target by an indicator of which nothing was received."""
    period = Period(of.end, MONTH)
    year_ended = period.last == period.financial_year.last
    due_later = of.indicator.frequency is Frequency.ANNUAL and not year_ended
    why = Unrated.DUE_AT_YEAR_END if due_later else Unrated.AWAITED
    return Pursuit(aim, period, Result(math.nan), why, math.nan, of.indicator.polarity.sign)


def describe_target(framework: Framework, indicator: Indicator, pursuit: Pursuit, missing: str) -> TargetLine:
    """Return the target's line; `missing` is said where no figure can be compared with it."""
    aim, period = pursuit.aim, pursuit.period
    spoken = Spoken(framework, indicator, aim)
    style, unit = spoken.style, f" {spoken.unit}".rstrip()
    gone = months_text(range(period.last - months_elapsed(period) + 1, period.last + 1))
    actual = figure(pursuit.actual.value, style, missing)
    shown = figure(pursuit.expected, style)
    if actual.value is None:
        words = f"No figure to compare with the target of {shown.text}{unit}: {missing}."
    elif aim.is_cumulative:
        words = f"{actual.text}{unit} in {gone} against {shown.text} expected by then."
    else:
        words = f"{actual.text}{unit} against a target of {shown.text}."
    words = f"{words}{_baseline_words(aim.target, style)}"
    return TargetLine(figure(aim.target.value, style), shown, actual, words, spoken.unit)


def _baseline_words(target: Target, style: NumberStyle) -> str:
    """Return what the target is measured from, as a sentence after others; blank where that was not given."""
    if target.baseline is None and not target.baseline_note:
        return ""
    number = "" if target.baseline is None else f" {number_text(target.baseline, style)}"
    note = target.baseline_note.strip().rstrip(".")
    if not number:
        return f" Baseline: {note}."
    return f" Baseline{number} ({note})." if note else f" Baseline{number}."


def _awaited(of: IndicatorFigures, coming: Aim, latest: Period) -> tuple[TargetLine, RagRating]:
    """Return the line and rating of a target whose year no figure has reached; `latest` is the last there is.

    A yearly figure comes when its year has ended: until then it is due, not late.
    """
    yearly = of.indicator.frequency is Frequency.ANNUAL
    why = Unrated.DUE_AT_YEAR_END if yearly else Unrated.AWAITED
    spoken = Spoken(of.framework, of.indicator, coming)
    aim = figure(coming.target.value, spoken.style)
    none = Figure(None, why.value, spoken.style)
    when = f"its figure is {why}" if yearly else "its first figure is awaited"
    said = f"{aim.text} {spoken.unit}".rstrip()
    words = f"Target for {coming.target.year}: {said}; {when}. The latest figure is for {months_text([*latest.months])}."
    words_too = _baseline_words(coming.target, spoken.style)
    line = TargetLine(aim, none, none, f"{words}{words_too}", spoken.unit)
    return line, RagRating(Rag.NOT_RATED, words, why)


def describe_rating(framework: Framework, indicator: Indicator, pursuit: Pursuit, missing: str) -> RagRating:
    """Return the rating with its reason; `missing` is said where no figure can be rated."""
    aim, actual, expected = pursuit.aim, pursuit.actual.value, pursuit.expected
    if math.isnan(actual):
        return RagRating(Rag.NOT_RATED, f"No rating: {missing}.", pursuit.why)
    if indicator.polarity is Polarity.NEITHER:
        return RagRating(Rag.NOT_RATED, f"No rating: {Unrated.NEITHER_WAY}.", Unrated.NEITHER_WAY)
    spoken, result = Spoken(framework, indicator, aim), pursuit.rated
    style = spoken.style
    whose = f"a {TARGET_PATH.plain}" if aim.is_cumulative else "the target"
    facts = f"{number_text(actual, style)} against {whose} of {number_text(expected, style)}"
    facts = f"{facts} {spoken.unit}".rstrip()
    if result.rag is Rag.NOT_RATED or result.miss is None:
        return RagRating(result.rag, f"No rating: {facts} cannot be rated.", Unrated.CANNOT_CALCULATE)
    green, amber = pursuit.edges
    edges: dict[str, Any] = {
        "sign": indicator.polarity.sign,
        "actual": actual,
        "green_to": green,
        "amber_to": amber,
    }
    if abs(result.miss) <= SAME * max(abs(actual), abs(expected)):
        return RagRating(result.rag, f"{result.rag}: {facts}, exactly met.", **edges)
    apart, of_it = _apart(result.miss, result.miss_percent, aim.target, style)
    if result.miss < 0:
        return RagRating(result.rag, f"{result.rag}: {facts} is {apart} better.", **edges)
    why = _why(result.rag, pursuit, style)
    return RagRating(result.rag, f"{result.rag}: {facts} is {apart} worse{of_it}, {why}.", **edges)


def _why(rag: Rag, pursuit: Pursuit, style: NumberStyle) -> str:
    """Return what makes a miss the colour it is."""
    target = pursuit.aim.target
    if target.scheme is Scheme.FLOOR:
        place = "still within" if rag is Rag.AMBER else "outside"
        return f"{place} the floor of {number_text(pursuit.aim.floor_by(pursuit.period), style)}"
    if target.scheme is Scheme.IMPROVEMENT and rag is not Rag.GREEN:
        if math.isnan(pursuit.before):
            return "and there is no figure for a year ago to show that it is no worse than then"
        than = "no worse than" if rag is Rag.AMBER else "worse than"
        return f"and {than} a year ago ({number_text(pursuit.before, style)})"
    if not pursuit.expected:
        return "and against a target of 0 any miss is red"
    within = "outside" if rag is Rag.RED else "within"
    return f"{within} the {as_given(target.tolerance)}% tolerance"


def _apart(miss: float, percent: float | None, target: Target, style: NumberStyle) -> tuple[str, str]:
    """Return how far a figure is from its aim, and for points of a percentage the share that is.

    Both to as many places as it takes to tell them from zero and from the tolerance.
    """
    by_tolerance = target.scheme is not Scheme.FLOOR and miss > 0
    share = None if percent is None else _places(abs(percent), target.tolerance if by_tolerance else 0) + "%"
    if style.is_percent:
        points = f"{_places(abs(miss))} points"
        return points, f" ({share} of it)" if share and by_tolerance else ""
    if share is None or abs(percent or 0) < 0.05:
        shown = number_text(abs(miss), style)
        return (shown if any(digit in "123456789" for digit in shown) else _places(abs(miss))), ""
    return share, ""


def _places(number: float, unlike: float = 0) -> str:
    """Return a number to one place, or to the first that parts it from another.

    >>> _places(7.52, 5), _places(5.0, 5), _places(5.004, 5), _places(0.02)
    ('7.5', '5.0', '5.004', '0.02')
    """
    for places in range(1, 7):
        text = rounded(number, places)
        if float(text.replace(",", "")) not in {0.0, unlike}:
            return text
    return rounded(number, 1)


def describe_direction(
    of: IndicatorFigures, change: Figure, than: str, tested: YearlyChangeLine | None
) -> Direction:
    """Return which way the figure moved against a year before, and whether that is better.

    Better and worse are said only of a change that was tested and is significant: of any other the
    judgement is why nothing is said.
    """
    travel, way = of.travel
    if travel is Travel.UNKNOWN:
        return Direction(travel, Judgement.UNKNOWN, change.text)
    if travel is Travel.SAME:
        return Direction(travel, way, f"the same as {than}")
    moved = change.text.lstrip("+−")
    if not any(digit in "123456789" for digit in moved):
        moved = "very slightly"
    words = f"{travel} {moved} on {than}"
    judgement = _as_tested(way, tested)
    return Direction(travel, judgement, words if judgement is Judgement.NEUTRAL else f"{words}: {judgement}")


def _as_tested(way: Judgement, tested: YearlyChangeLine | None) -> Judgement:
    if tested is None:
        return Judgement.NOT_TESTED
    if tested.verdict is Verdict.SIGNIFICANT:
        return Judgement.PROVISIONAL if tested.provisional else way
    unsaid = {Verdict.NORMAL: Judgement.UNCLEAR, Verdict.TOO_FEW: Judgement.TOO_FEW}
    return unsaid.get(tested.verdict, Judgement.NOT_TESTED)


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
    head, met = f"{rag}: {_distance(target)}", rag is Rag.GREEN
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


def _distance(line: TargetLine) -> str:
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

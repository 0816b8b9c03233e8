"""How an indicator is judged, in words: against its target and its own past."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from scpxl.model.framework import Frequency, Indicator, Unit
from scpxl.model.periods import Period
from scpxl.model.targets import Polarity, Scheme, Target
from scpxl.model.words import rounded
from scpxl.scorecard.aims import Aim, months_elapsed
from scpxl.scorecard.model import Direction, Figure, NumberStyle, RagRating, TargetLine
from scpxl.scorecard.outlook_model import YearlyChangeLine
from scpxl.scorecard.wording import figure, months_text, number_text
from scpxl.statistics.arrays import Floats
from scpxl.statistics.rag import (
    SAME,
    RagResult,
    direction_of_travel,
    rate_floor,
    rate_improvement,
    rate_tolerance,
)
from scpxl.verdicts import Judgement, Rag, Travel, Unrated, Verdict


class Standing(NamedTuple):
    """Where an indicator stands in its financial year: what is compared with the target, and last year's."""

    actual: float
    same_time_last_year: float
    missing: str
    """What to say where there is no `actual`."""
    why: Unrated = Unrated.AWAITED
    """Which kind of gap that is."""


def judge_target(
    indicator: Indicator, aim: Aim | None, standing: Standing, period: Period
) -> tuple[TargetLine | None, RagRating]:
    """Return the target's line and the rating with its reason.

    `period` is the last that the figures cover; the profile is read at its end.
    """
    if aim is None:
        year = Period(period.last, 1).financial_year
        return None, RagRating(Rag.NOT_RATED, f"No target is set for {year}.", Unrated.NO_TARGET)
    style, unit = aim.style, f" {aim.unit}".rstrip()
    gone = months_text(list(range(period.last - months_elapsed(period) + 1, period.last + 1)))
    actual = figure(standing.actual, style, standing.missing)
    shown = figure(aim.expected_by(period), style)
    if actual.value is None:
        words = f"No figure to compare with the target of {shown.text}{unit}: {standing.missing}."
    elif aim.walks:
        words = f"{actual.text}{unit} in {gone} against {shown.text} expected by then."
    else:
        words = f"{actual.text}{unit} against a target of {shown.text}."
    words = f"{words}{_baseline_words(aim.target, style)}"
    line = TargetLine(figure(aim.target.value, style), shown, actual, words, aim.unit)
    return line, _rating(indicator, aim, standing, period)


def _baseline_words(target: Target, style: NumberStyle) -> str:
    """Return what the target is measured from, as a sentence after others; blank where that was not given."""
    if target.baseline is None and not target.baseline_note:
        return ""
    number = "" if target.baseline is None else f" {number_text(target.baseline, style)}"
    note = target.baseline_note.strip().rstrip(".")
    if not number:
        return f" Baseline: {note}."
    return f" Baseline{number} ({note})." if note else f" Baseline{number}."


def await_target(indicator: Indicator, coming: Aim, latest: Period) -> tuple[TargetLine, RagRating]:
    """Return the line and rating of a target whose year no figure has reached; `latest` is the last there is.

    A yearly figure comes when its year has ended: until then it is due, not late.
    """
    yearly = indicator.frequency is Frequency.ANNUAL
    why = Unrated.DUE_AT_YEAR_END if yearly else Unrated.AWAITED
    aim = figure(coming.target.value, coming.style)
    none = Figure(None, why.value, coming.style)
    when = f"its figure is {why}" if yearly else "its first figure is awaited"
    said = f"{aim.text} {coming.unit}".rstrip()
    words = f"Target for {coming.target.year}: {said}; {when}. The latest figure is for {months_text([*latest.months])}."
    words_too = _baseline_words(coming.target, coming.style)
    line = TargetLine(aim, none, none, f"{words}{words_too}", coming.unit)
    return line, RagRating(Rag.NOT_RATED, f"Not rated: {words}", why)


def _rating(indicator: Indicator, aim: Aim, standing: Standing, period: Period) -> RagRating:
    if math.isnan(standing.actual):
        return RagRating(Rag.NOT_RATED, f"Not rated: {standing.missing}.", standing.why)
    if indicator.polarity is Polarity.NEITHER:
        return RagRating(Rag.NOT_RATED, f"Not rated: {Unrated.NEITHER_WAY}.", Unrated.NEITHER_WAY)
    target, style = aim.target, aim.style
    expected, floor = aim.expected_by(period), aim.floor_by(period)
    result = _rate(target, standing, expected, floor, indicator.polarity.sign)
    whose = "the profile" if aim.walks else "the target"
    facts = f"{number_text(standing.actual, style)} against {whose} of {number_text(expected, style)}"
    facts = f"{facts} {aim.unit}".rstrip()
    if result.rag is Rag.NOT_RATED or result.miss is None:
        return RagRating(result.rag, f"Not rated: {facts} cannot be rated.", Unrated.CANNOT_CALCULATE)
    if abs(result.miss) <= SAME * max(abs(standing.actual), abs(expected)):
        return RagRating(result.rag, f"{result.rag}: {facts}, on it.")
    apart, of_it = _apart(result.miss, result.miss_percent, target, style)
    if result.miss < 0:
        return RagRating(result.rag, f"{result.rag}: {facts} is {apart} better.")
    why = _why(result.rag, target, standing, expected, floor, style)
    return RagRating(result.rag, f"{result.rag}: {facts} is {apart} worse{of_it}, {why}.")


def _rate(target: Target, standing: Standing, expected: float, floor: float, sign: int) -> RagResult:
    if target.scheme is Scheme.FLOOR:
        return rate_floor(standing.actual, expected, floor, sign)
    if target.scheme is Scheme.IMPROVEMENT:
        previous = None if math.isnan(standing.same_time_last_year) else standing.same_time_last_year
        return rate_improvement(standing.actual, expected, previous, sign, target.tolerance)
    return rate_tolerance(standing.actual, expected, sign, target.tolerance)


def _why(
    rag: Rag, target: Target, standing: Standing, expected: float, floor: float, style: NumberStyle
) -> str:
    """Return what makes a miss the colour it is."""
    if target.scheme is Scheme.FLOOR:
        place = "still within" if rag is Rag.AMBER else "beyond"
        return f"{place} the floor of {number_text(floor, style)}"
    if target.scheme is Scheme.IMPROVEMENT and rag is not Rag.GREEN:
        if math.isnan(standing.same_time_last_year):
            return "and there is no figure of a year ago to show that it is no worse than then"
        than = "no worse than" if rag is Rag.AMBER else "worse than"
        return f"and {than} a year ago ({number_text(standing.same_time_last_year, style)})"
    if not expected:
        return "and of a target of 0 any miss is red"
    within = "beyond" if rag is Rag.RED else "within"
    return f"{within} the tolerance of {target.tolerance:g}%"


def _apart(miss: float, percent: float | None, target: Target, style: NumberStyle) -> tuple[str, str]:
    """Return how far a figure is from its aim, and for points of a percentage the share that is.

    Both to as many places as it takes to tell them from nought and from the tolerance.
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


def judge_direction(
    now: float, before: float, sign: int, change: Figure, than: str, tested: YearlyChangeLine | None
) -> Direction:
    """Return which way the figure moved against a year before, and whether that is better.

    Better and worse are said only of a change that was tested and is significant: of any other the
    judgement is why nothing is said.
    """
    if math.isnan(now) or math.isnan(before):
        return Direction(Travel.UNKNOWN, Judgement.UNKNOWN, change.text)
    travel, way = direction_of_travel(now, before, sign)
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
    if tested.verdict is Verdict.REAL:
        return Judgement.PROVISIONAL if tested.provisional else way
    unsaid = {Verdict.NORMAL: Judgement.UNCLEAR, Verdict.TOO_FEW: Judgement.TOO_FEW}
    return unsaid.get(tested.verdict, Judgement.NOT_TESTED)


def within_reach(indicator: Indicator, lower: Floats, upper: Floats, values: Floats) -> tuple[Floats, Floats]:
    """Return control limits as they are shown: no lower than a figure can be, for a percentage none above 100.

    `values` are the figures charted: where one is more than 100%, as of what is no part of its whole, limits may be.
    """
    is_share = indicator.unit in {Unit.PERCENTAGE, Unit.SURVEY} and not (values > 100).any()
    highest = 100.0 if is_share else np.inf
    lowest = -np.inf if indicator.may_be_negative else 0.0
    return np.maximum(lower, lowest), np.minimum(upper, highest)


def number_or_none(value: float | np.floating) -> float | None:
    """Return a plain number, None for NaN."""
    return None if math.isnan(value) else float(value)

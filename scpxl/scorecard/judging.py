"""How an indicator is judged, in words: against its target, its own past, and random variation."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from scpxl.metrics.rag import RagResult, direction_of_travel, rate_floor, rate_improvement, rate_tolerance
from scpxl.metrics.spc import XmrResult, assurance, variation
from scpxl.model.framework import AddsUp, Indicator
from scpxl.model.periods import FIRST_MONTH_OF_YEAR, YEAR, Period, month_label, to_month
from scpxl.model.ratings import Assurance, Judgement, Rag, Travel, Variation
from scpxl.model.targets import Polarity, Scheme, Target
from scpxl.scorecard.model import Direction, Figure, NumberStyle, RagRating, TargetLine, VariationLine
from scpxl.scorecard.wording import figure, number_text

RULES = {
    1: "outside the control limits",
    2: "a run of 7 or more rising or falling",
    3: "2 of 3 close to a control limit",
    4: "a run of 7 or more on one side of the mean",
}
"""The rules of METHODS 1.2, in the board's words."""


class Standing(NamedTuple):
    """Where an indicator stands in its financial year: what is compared with the target, and last year's."""

    actual: float
    same_time_last_year: float
    missing: str
    """What to say where there is no `actual`."""


def months_elapsed(period: Period) -> int:
    """Return how many months of the financial year have gone by the end of the period.

    >>> months_elapsed(Period.parse("2017-18 Q4"))
    12
    """
    start = to_month(Period(period.last, 1).start_year, FIRST_MONTH_OF_YEAR)
    return period.last - start + 1


def expected_by(indicator: Indicator, target: Target, period: Period) -> float:
    """Return what the target's profile expects by the end of the period; for a level, the level."""
    if indicator.adds_up is not AddsUp.SUM:
        return target.value
    return target.value * target.shares[months_elapsed(period) - 1]


def judge_target(
    indicator: Indicator, target: Target | None, standing: Standing, period: Period, style: NumberStyle
) -> tuple[TargetLine | None, RagRating]:
    """Return the target's line and the rating with its reason."""
    if target is None:
        year = Period(period.last, 1).financial_year
        return None, RagRating(Rag.NOT_RATED, f"No target is set for {year}.")
    expected = expected_by(indicator, target, period)
    by_now = month_label(period.last)
    is_total = indicator.adds_up is AddsUp.SUM
    actual = figure(standing.actual, style, standing.missing)
    shown = figure(expected, style)
    if actual.value is None:
        words = f"No figure to hold against the target: {standing.missing}."
    elif is_total:
        words = f"{actual.text} in the year to {by_now} against {shown.text} expected by then."
    else:
        words = f"{actual.text} against a target of {shown.text}."
    line = TargetLine(figure(target.value, style), shown, actual, words)
    return line, _rating(indicator, target, standing, expected, style, is_total=is_total)


def _rating(
    indicator: Indicator,
    target: Target,
    standing: Standing,
    expected: float,
    style: NumberStyle,
    *,
    is_total: bool,
) -> RagRating:
    if math.isnan(standing.actual):
        return RagRating(Rag.NOT_RATED, f"Not rated: {standing.missing}.")
    if indicator.polarity is Polarity.NEITHER:
        return RagRating(Rag.NOT_RATED, "Not rated: neither way is better.")
    result = _rate(target, standing, expected, indicator.polarity.sign, is_total=is_total)
    aim = "the profile" if is_total else "the target"
    at, wanted = number_text(standing.actual, style), number_text(expected, style)
    return RagRating(result.rag, _reason(result, target, f"{at} against {aim} of {wanted}", standing, style))


def _rate(target: Target, standing: Standing, expected: float, sign: int, *, is_total: bool) -> RagResult:
    if target.scheme is Scheme.FLOOR and target.floor is not None:
        # A year's floor is walked towards along the same path as its target.
        floor = target.floor * (expected / target.value) if is_total and target.value else target.floor
        return rate_floor(standing.actual, expected, floor, sign)
    if target.scheme is Scheme.IMPROVEMENT:
        previous = None if math.isnan(standing.same_time_last_year) else standing.same_time_last_year
        return rate_improvement(standing.actual, expected, previous, sign, target.tolerance)
    return rate_tolerance(standing.actual, expected, sign, target.tolerance)


def _reason(result: RagResult, target: Target, facts: str, standing: Standing, style: NumberStyle) -> str:
    """Return the rating's reason, for example: Red: 3,118 against the profile of 2,900 is 7.5% worse, ..."""
    miss = _miss(result, style)
    if result.rag is Rag.NOT_RATED:
        return f"Not rated: {facts} cannot be rated."
    if result.miss is None or result.miss <= 0:
        return f"{result.rag}: {facts}{f' is {miss} better' if miss else ', on it'}."
    tolerance = f"{target.tolerance:g}%"
    if target.scheme is Scheme.FLOOR:
        place = "still within the floor" if result.rag is Rag.AMBER else "beyond the floor"
        return f"{result.rag}: {facts} is {miss} worse, {place} of {number_text(target.floor or 0, style)}."
    if target.scheme is Scheme.IMPROVEMENT and result.rag is not Rag.GREEN:
        last_year = figure(standing.same_time_last_year, style, "not known").text
        than = "no worse than" if result.rag is Rag.AMBER else "worse than"
        return f"{result.rag}: {facts} is {miss} worse, and {than} a year ago ({last_year})."
    within = "beyond" if result.rag is Rag.RED else "within"
    return f"{result.rag}: {facts} is {miss} worse, {within} the tolerance of {tolerance}."


def _miss(result: RagResult, style: NumberStyle) -> str:
    if not result.miss:
        return ""
    if style is NumberStyle.PERCENT or result.miss_percent is None:
        unit = " points" if style is NumberStyle.PERCENT else ""
        return f"{number_text(abs(result.miss), NumberStyle.ONE_PLACE if unit else style)}{unit}"
    if abs(result.miss_percent) < 0.05:
        return number_text(abs(result.miss), style)
    return f"{abs(result.miss_percent):.1f}%"


def judge_direction(now: float, before: float, sign: int, change: Figure, than: str) -> Direction:
    """Return which way the figure moved against a year before, and whether that is better."""
    if math.isnan(now) or math.isnan(before):
        return Direction(Travel.UNKNOWN, Judgement.UNKNOWN, change.text)
    travel, judgement = direction_of_travel(now, before, sign)
    if travel is Travel.SAME:
        return Direction(travel, judgement, f"the same as {than}")
    moved = change.text.lstrip("+−")
    words = f"{travel} {moved} on {than}"
    return Direction(travel, judgement, words if judgement is Judgement.NEUTRAL else f"{words}: {judgement}")


def judge_variation(
    indicator: Indicator, chart: tuple[XmrResult, int] | None, labels: list[str], values: list[float],
    target: Target | None, style: NumberStyle, step: int,
) -> VariationLine:  # fmt: skip
    """Return what the control chart says of the latest figure, and of the process against the target."""
    if chart is None:
        why = (
            "Each figure covers a year already, so no control chart is drawn."
            if indicator.rolling
            else "No figures."
        )
        return VariationLine(Variation.NOT_ASSESSED, why, Assurance.NOT_ASSESSED, "")
    result, row = chart
    if math.isnan(values[-1]) or not result.limits_defined[row, -1]:
        why = (
            "No figure for the latest period."
            if math.isnan(values[-1])
            else "Too few figures for control limits."
        )
        return VariationLine(Variation.NOT_ASSESSED, why, Assurance.NOT_ASSESSED, "")
    rule, side = int(result.rule[row, -1]), int(result.side[row, -1])
    found = variation(rule, side, indicator.polarity.sign)
    limits = f"{number_text(max(0.0, float(result.lower[row, -1])), style)}–{number_text(float(result.upper[row, -1]), style)}"
    facts = f"{labels[-1]} ({number_text(values[-1], style)})"
    if found is Variation.COMMON_CAUSE:
        words = f"Common cause: {facts} is within what random variation produces ({limits})."
    else:
        words = f"{_special(found)}: {facts} {_rule_words(rule, side)} (limits {limits})."
    if result.short[row, -1]:
        words += " Limits are provisional: fewer than 13 figures."
    if target is None or not indicator.polarity.sign:
        return VariationLine(found, words, Assurance.NOT_ASSESSED, "")
    level = target.value * step / YEAR if indicator.adds_up is AddsUp.SUM else target.value
    sure = assurance(
        level, float(result.lower[row, -1]), float(result.upper[row, -1]), indicator.polarity.sign
    )
    return VariationLine(found, words, sure, _assurance_words(sure))


def _special(found: Variation) -> str:
    return found.value.split(",", maxsplit=1)[0].capitalize()


def _rule_words(rule: int, side: int) -> str:
    if rule == 1:
        return "is above the upper control limit" if side > 0 else "is below the lower control limit"
    if rule == 2:
        return (
            "is one of 7 or more in a row that rise" if side > 0 else "is one of 7 or more in a row that fall"
        )
    if rule == 3:
        return f"is one of 2 in 3 close to the {'upper' if side > 0 else 'lower'} control limit"
    return f"is one of 7 or more in a row {'above' if side > 0 else 'below'} the mean"


def _assurance_words(sure: Assurance) -> str:
    return {
        Assurance.CONSISTENTLY_MEETS: "The process as it is meets the target.",
        Assurance.CONSISTENTLY_MISSES: "The process as it is will not reach the target.",
        Assurance.HIT_OR_MISS: "The process as it is meets the target in some periods and misses it in others.",
    }.get(sure, "")


def number_or_none(value: float | np.floating) -> float | None:
    """Return a plain number, None for NaN."""
    return None if math.isnan(value) else float(value)

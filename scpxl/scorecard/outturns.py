"""What the financial year is heading for, how sure that is, and the chance of meeting the target."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from scpxl.model.framework import Indicator, Unit
from scpxl.model.periods import YEAR
from scpxl.model.targets import Polarity
from scpxl.model.words import rounded
from scpxl.scorecard.aims import Aim
from scpxl.scorecard.counts import Counts
from scpxl.scorecard.model import NumberStyle
from scpxl.scorecard.outlook_model import OutturnLine
from scpxl.scorecard.wording import count_of, figure, number_text
from scpxl.statistics.outturn import (
    LEAST_MONTHS,
    OutturnInterval,
    chance_of_meeting,
    columns_gone,
    errors_at,
    outturn_interval,
    share_outturn,
)
from scpxl.verdicts import SHOWN_LEVEL, Evidence

_WHOLE = NumberStyle.WHOLE


def forecast_of(counts: Counts) -> tuple[float, OutturnInterval] | None:
    """Return the forecast of the year's total and how far it may be off.

    None before three months of the year, when the year is whole, and without the three years before it.
    """
    gone = int(columns_gone(counts.months, counts.step)[-1])
    if gone * counts.step < LEAST_MONTHS or gone == counts.width:
        return None
    rows = np.vstack([counts.own[None, :], counts.others])
    forecast = float(share_outturn(rows[:1], counts.months, counts.step)[0, -1])
    if math.isnan(forecast):
        return None
    errors = errors_at(rows, counts.months, rows.shape[1] - 1, counts.step)
    group = errors if counts.group_holds_own else errors[1:]
    return forecast, outturn_interval(forecast, group, errors[:1])


def outturn_line(indicator: Indicator, counts: Counts, aim: Aim | None) -> OutturnLine | None:
    """Return the forecast of the year's total; None where there is none.

    A rate's target is compared as the total it comes to, at the population of the year so far.
    """
    made = forecast_of(counts)
    if made is None:
        return None
    forecast, found = made
    gone = int(columns_gone(counts.months, counts.step)[-1])
    asked = math.nan if aim is None else aim.in_the_year(counts.track, counts.row)
    chance = _chance(indicator, asked, forecast, found)
    return OutturnLine(
        forecast=figure(forecast, _WHOLE),
        low=figure(found.low, _WHOLE),
        high=figure(found.high, _WHOLE),
        chance=figure(chance, NumberStyle.PERCENT),
        evidence=found.evidence,
        past_forecasts=len(found.errors) if found.evidence is not Evidence.NONE else 0,
        words=_words(
            _Year(counts, gone * counts.step, _things(indicator)),
            forecast,
            found,
            _target_words(aim, asked),
            chance,
        ),
    )


def _chance(indicator: Indicator, asked: float, forecast: float, found: OutturnInterval) -> float:
    if math.isnan(asked) or indicator.polarity is Polarity.NEITHER or found.evidence is not Evidence.POOLED:
        return math.nan
    return 100 * chance_of_meeting(asked, forecast, found.errors, indicator.polarity.sign)


def _target_words(aim: Aim | None, asked: float) -> str:
    """Return the target, and of a rate the total it comes to; blank where there is none."""
    if aim is None or math.isnan(asked):
        return ""
    if aim.of_number or not aim.yearly_rate:
        return f"Target {number_text(aim.target.value, _WHOLE)}"
    rate = f"{number_text(aim.target.value, aim.style)} {aim.unit}"
    return f"Target {rate}, about {number_text(asked, _WHOLE)}"


class _Year(NamedTuple):
    """The counts, how many months of the year are in them, and what a rate's counts are of; blank where that is plain."""

    counts: Counts
    months: int
    things: str


def _things(indicator: Indicator) -> str:
    return f" {indicator.things or 'counted'}" if indicator.unit is Unit.RATE else ""


def _words(year: _Year, forecast: float, found: OutturnInterval, target: str, chance: float) -> str:
    counts, about = year.counts, f"{number_text(forecast, _WHOLE)}{year.things}"
    words = f"After {year.months} of {YEAR} months the year is heading for about {about}"
    low, high = (number_text(edge, _WHOLE) if math.isfinite(edge) else "" for edge in (found.low, found.high))
    many = len(found.errors)
    if found.evidence is Evidence.POOLED:
        words += f" ({low} to {high}: {SHOWN_LEVEL:.0%} of {many} such forecasts in {counts.group} were no further off)."
    elif found.evidence is Evidence.OWN:
        words += f" ({low} to {high} if it is off as in {count_of(many, 'past year')} here: weak ground)."
    else:
        words += "; there are too few past years to say how sure that is."
    if not target:
        return words
    words += f" {target}"
    return f"{words}." if math.isnan(chance) else f"{words}: chance of meeting it {chance_text(chance)}."


def chance_text(chance: float) -> str:
    """Return a chance in per cent as it is said: no finer than the past forecasts it comes from.

    >>> chance_text(43.2), chance_text(1.0), chance_text(99.0)
    ('about 45%', 'less than 5%', 'more than 95%')
    """
    if chance < 5:
        return "less than 5%"
    return "more than 95%" if chance > 95 else f"about {5 * int(rounded(chance / 5))}%"

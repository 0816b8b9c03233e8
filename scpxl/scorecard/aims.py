"""What a target asks of an indicator: of which of its figures, on which scale, and how much of it by when."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scpxl.model.framework import Framework, Indicator, Unit
from scpxl.model.periods import FIRST_MONTH_OF_YEAR, YEAR, Period, to_month
from scpxl.model.targets import Target
from scpxl.model.wholes import accumulates, is_yearly_rate, rate_name
from scpxl.scorecard.analysis import Floats, Track
from scpxl.scorecard.model import NumberStyle
from scpxl.scorecard.wording import count_style, number_style


@dataclass(frozen=True, slots=True)
class Aim:
    """A target, and which figure it is of."""

    target: Target
    of_number: bool
    """Whether it is of what was counted in the year, where the indicator's own figure is a rate."""
    walks: bool
    """Whether its value is reached month by month along the profile; else it holds all year."""
    style: NumberStyle
    unit: str = ""
    """Said beside its numbers where the card shows others too: per 1,000 people, or offences."""
    yearly_rate: bool = False
    """Whether the indicator is a rate of a year, whose single periods are shown as numbers."""
    per: float = 1.0

    def share(self, period: Period) -> float:
        """Return which part of the year's value is expected by the end of the period."""
        return self.target.shares[months_elapsed(period) - 1] if self.walks else 1.0

    def expected_by(self, period: Period) -> float:
        """Return what is expected by the end of the period; for what holds all year, that."""
        return self.target.value * self.share(period)

    def floor_by(self, period: Period) -> float:
        """Return the worst value that is still amber by then: walked to along the same path."""
        return (self.target.floor or 0.0) * self.share(period)

    def reached(self, track: Track) -> Floats:
        """Return what is compared with the aim: the year so far, or of what does not add up the latest."""
        return (track.number if self.of_number else track.figure).to_date

    def in_the_year(self, track: Track, row: int) -> float:
        """Return the number that the year's value comes to, at what its figures are out of so far."""
        if self.of_number or not self.yearly_rate:
            return self.target.value
        return self.target.value * float(track.whole.to_date[row, track.last]) / self.per

    def of_one_figure(self, track: Track, row: int, step: int) -> float:
        """Return what the year's value asks of a period of `step` months, as charted; NaN where that is not known."""
        value, out_of = self.target.value, float(track.whole.year[row, track.last])
        if self.of_number and not self.yearly_rate:
            return value * self.per / out_of if out_of else math.nan
        if self.yearly_rate and not self.of_number:
            value *= out_of / self.per
        return value * step / YEAR if self.walks else value


def aim_of(framework: Framework, indicator: Indicator, period: Period) -> Aim | None:
    """Return what the target of the period's financial year asks; None without one."""
    target = framework.target_for(indicator.code, period)
    if target is None:
        return None
    is_rate, of_number = indicator.unit is Unit.RATE, framework.is_of_total(target)
    unit = (
        ((indicator.things or "counted") if of_number else rate_name(framework, indicator)) if is_rate else ""
    )
    return Aim(
        target=target,
        of_number=of_number,
        walks=of_number or accumulates(framework, indicator),
        style=count_style(indicator) if of_number else number_style(indicator),
        unit=unit,
        yearly_rate=is_yearly_rate(framework, indicator),
        per=float(indicator.per),
    )


def months_elapsed(period: Period) -> int:
    """Return how many months of the financial year have gone by the end of the period.

    >>> months_elapsed(Period.parse("2017-18 Q4"))
    12
    """
    start = to_month(Period(period.last, 1).start_year, FIRST_MONTH_OF_YEAR)
    return period.last - start + 1

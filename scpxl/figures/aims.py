"""What a target asks of an indicator, by when, and how what was reached is rated against it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scpxl.figures.gaps import break_within
from scpxl.figures.readings import Result, SeriesPlace, whole_name
from scpxl.figures.tracks import TO_DATE, Of, ReadingRule
from scpxl.figures.working import Printed, Term, Working
from scpxl.model.framework import Framework, Indicator
from scpxl.model.observations import Marker
from scpxl.model.periods import FIRST_MONTH_OF_YEAR, YEAR, Period, to_month
from scpxl.model.targets import Scheme, Target
from scpxl.model.wholes import accumulates, is_yearly_rate
from scpxl.statistics.rag import RagResult, rate_floor, rate_improvement, rate_tolerance
from scpxl.verdicts import Rag, Unrated


@dataclass(frozen=True, slots=True)
class Aim:
    """A target, and which figure it is of."""

    target: Target
    of_number: bool
    """Whether it is of what was counted in the year, where the indicator's own figure is a rate."""
    is_cumulative: bool
    """Whether its value is reached month by month along the profile; else it holds all year."""
    yearly_rate: bool = False
    """Whether the indicator is a rate of a year, whose single periods are shown as numbers."""
    per: float = 1.0

    def share(self, period: Period) -> float:
        """Return which part of the year's value is expected by the end of the period."""
        return self.target.shares[months_elapsed(period) - 1] if self.is_cumulative else 1.0

    def expected_by(self, period: Period) -> float:
        """Return what is expected by the end of the period; for what holds all year, that."""
        return self.target.value * self.share(period)

    def floor_by(self, period: Period) -> float:
        """Return the worst value that is still amber by then: walked to along the same path."""
        return (self.target.floor or 0.0) * self.share(period)

    @property
    def reached(self) -> ReadingRule:
        """What is compared with the aim: the year so far, or of what does not add up the latest."""
        return ReadingRule("to_date", Of.NUMBER if self.of_number else Of.FIGURE)

    def in_the_year(self, place: SeriesPlace) -> float:
        """Return the number that the year's value comes to, at what its figures are out of so far."""
        if self.of_number or not self.yearly_rate:
            return self.target.value
        return self.target.value * place.out_of("to_date") / self.per

    def of_one_figure(self, place: SeriesPlace, step: int) -> float:
        """Return what the year's value asks of a period of `step` months, as charted; NaN where that is not known."""
        value, out_of = self.target.value, place.out_of("year")
        if self.of_number and not self.yearly_rate:
            return value * self.per / out_of if out_of else math.nan
        if self.yearly_rate and not self.of_number:
            value *= out_of / self.per
        return value * step / YEAR if self.is_cumulative else value

    def one_figure_working(self, place: SeriesPlace, step: int) -> Working:
        """Return how that comes about; the result is the formula's last number."""
        target = Term("target", self.target.value, Printed.FINER)
        if not self.is_cumulative:
            return Working("{}", (target,))
        terms, formula = [target._replace(name="target of the year")], "{}"
        if self.yearly_rate != self.of_number:
            # A rate's target as what single periods count, or a total's as their rate.
            formula = "{} × {} / {}" if self.yearly_rate else "{} / {} × {}"
            terms += [
                Term(whole_name(place.whole, "the year"), place.out_of("year")),
                Term("per", self.per),
            ]
        if self.yearly_rate or not self.of_number:
            formula += " / {}"
            terms.append(Term("figures a year", float(YEAR // step)))
        part = Term("one figure's part", self.of_one_figure(place, step))
        return Working(f"{formula} = {{}}", (*terms, part))


def aim_of(framework: Framework, indicator: Indicator, period: Period) -> Aim | None:
    """Return what the target of the period's financial year asks; None without one."""
    target = framework.target_for(indicator.code, period)
    if target is None:
        return None
    of_number = framework.is_of_total(target)
    return Aim(
        target=target,
        of_number=of_number,
        is_cumulative=of_number or accumulates(framework, indicator),
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


@dataclass(frozen=True)
class Pursuit:
    """Where an indicator is in its financial year: what was reached, and how that is rated against the aim."""

    aim: Aim
    period: Period
    """The last that the figures cover; the profile is read at its end."""
    actual: Result
    why: Unrated
    """Which kind of gap it is where there is no actual."""
    before: float
    """The same a year ago; NaN where there is none that can be compared."""
    sign: int
    actual_working: Working | None = None
    """How the rate of the year so far comes about, which is nowhere else."""
    any_before: float = math.nan
    """The same a year ago, across a break too: what its formula names."""

    @property
    def expected(self) -> float:
        """What is expected by the period's end."""
        return self.aim.expected_by(self.period)

    @property
    def rated(self) -> RagResult:
        """The rating and how far the figure is from its aim."""
        target, actual, expected, sign = self.aim.target, self.actual.value, self.expected, self.sign
        if target.scheme is Scheme.FLOOR:
            return rate_floor(actual, expected, self.aim.floor_by(self.period), sign)
        if target.scheme is Scheme.IMPROVEMENT:
            previous = None if math.isnan(self.before) else self.before
            return rate_improvement(actual, expected, previous, sign, target.tolerance)
        return rate_tolerance(actual, expected, sign, target.tolerance)

    @property
    def edges(self) -> tuple[float, float]:
        """The worst values that are still Green and still Amber."""
        target, expected, sign = self.aim.target, self.expected, self.sign
        if target.scheme is Scheme.FLOOR:
            return expected, self.aim.floor_by(self.period)
        tolerated = expected - sign * abs(expected) * target.tolerance / 100
        if target.scheme is Scheme.TOLERANCE:
            return expected, tolerated
        if math.isnan(self.before):
            return tolerated, tolerated
        return tolerated, min(tolerated, self.before) if sign > 0 else max(tolerated, self.before)

    @property
    def target_working(self) -> Working:
        """How much of the target is expected by now."""
        target = Term("target of the year", self.aim.target.value, Printed.FINER)
        if not self.aim.is_cumulative:
            return Working("The target is {}", (Term("target", self.aim.target.value, Printed.CARD),))
        share = Term("share expected by now", self.aim.share(self.period), Printed.SHARE)
        expected = Term("expected by now", self.expected, Printed.CARD)
        return Working("{} × {} = {}", (target, share, expected))

    @property
    def rating_working(self) -> Working | None:
        """How far the figure is from its aim, and what its colour rests on; None where it has none."""
        if not self.actual.is_there or not self.expected or self.rated.rag is Rag.NOT_RATED:
            return None
        target, over = self.aim.target, 100 * (self.actual.value - self.expected) / abs(self.expected)
        terms = [
            Term("actual", self.actual.value, Printed.FINER),
            Term("aim", self.expected, Printed.FINER),
            Term("aim, again", self.expected, Printed.FINER),
            Term("distance in per cent", over, Printed.CHANGE),
        ]
        formula = f"100 × ({{}} − {{}}) / {{}} = {{}}, {'lower' if self.sign < 0 else 'higher'} is better"
        if target.scheme is Scheme.FLOOR:
            floor = Term("floor", self.aim.floor_by(self.period), Printed.LIKE_CARD)
            return Working(f"{formula}; floor {{}}", (*terms, floor))
        terms.append(Term("tolerance", target.tolerance, Printed.PER_CENT))
        formula += "; tolerance {}"
        if target.scheme is Scheme.IMPROVEMENT and math.isfinite(self.any_before):
            terms.append(Term("a year ago", self.any_before, Printed.LIKE_CARD))
            formula += "; a year ago {}"
        return Working(formula, tuple(terms))


def pursue(place: SeriesPlace, aim: Aim) -> Pursuit:
    """Return what is compared with an aim: the year so far, or the present level."""
    reading = aim.reached
    width = place.width_of(reading)
    actual = place.result(reading, width)
    parted = break_within(place.framework, place.indicator, place.end - 2 * YEAR + 1, place.end)
    before = place.value(reading.before)
    made = None
    if aim.yearly_rate and not aim.of_number:
        made = Working(
            "{} × {} / {} = {}",
            (
                Term("per", aim.per),
                Term("number of the year to date", place.value(ReadingRule("to_date", Of.NUMBER))),
                Term(whole_name(place.whole, "the year to date"), place.out_of("to_date")),
                Term("rate of the year to date", actual.value, Printed.CARD),
            ),
        )
    comparable = before if parted is None else math.nan
    sign = place.indicator.polarity.sign
    # Of a figure that is there no gap is looked for.
    why = Unrated.CANNOT_CALCULATE if actual.is_there else kind_of_gap(place, width)
    return Pursuit(aim, place.until, actual, why, comparable, sign, made, before)


def awaited(aim: Aim, period: Period, gap: Result, why: Unrated, indicator: Indicator) -> Pursuit:
    """Return the same of an indicator of which nothing was received."""
    return Pursuit(aim, period, gap, why, math.nan, indicator.polarity.sign)


def kind_of_gap(place: SeriesPlace, width: int | None = None) -> Unrated:
    """Return why the figure of so many columns is not there; of no meaning where it is."""
    columns = width or place.width_of(TO_DATE)
    first = max(0, place.column - columns + 1)
    kinds = {place.track.matrix.marker_at(place.row, column) for column in range(first, place.column + 1)}
    if Marker.SUPPRESSED in kinds:
        return Unrated.WITHHELD
    if Marker.NOT_APPLICABLE in kinds:
        return Unrated.NOT_APPLICABLE
    gap = any(kind is None or kind.is_missing for kind in kinds)
    return Unrated.AWAITED if gap else Unrated.CANNOT_CALCULATE

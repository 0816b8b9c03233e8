"""What is remarked of a framework that can be used: numbers on a different scale than those beside them, figures without a place.

These are no mistakes: figures may be meant to go.  But a code that was changed takes its figures with it unsaid.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from scpxl.checks.numbers.query_words import nature_of
from scpxl.checks.numbers.usual import SCALE_POINTS, Nature, is_fraction, is_on_another_scale, meant_by
from scpxl.model.framework import Aggregation, Framework, Indicator, IndicatorKind, Unit
from scpxl.model.observations import NOT_KNOWN, SeriesKey
from scpxl.model.periods import Period, month_label
from scpxl.model.targets import Target
from scpxl.returns.layout import WARD
from scpxl.words import as_given, count_of

Levels = Mapping[str, Sequence[float]]
"""By indicator: figures on record that its targets can be compared with, levels or years' totals."""


def scale_questions(framework: Framework, levels: Levels) -> tuple[str, ...]:
    """Return a question for each target, baseline, floor, tolerance or query tolerance that is probably a slip of scale."""
    return tuple(question for question in (*_of_targets(framework, levels), *_of_per_cents(framework)))


def _of_targets(framework: Framework, levels: Levels) -> Iterator[str]:
    for target in framework.targets:
        indicator = framework.by_code.get(target.indicator)
        # Whether one is of the total or of the rate is asked first; the answer may be another scale.
        if indicator is None or framework.is_of_either(target):
            continue
        of_total = framework.is_of_total(target)
        on_record = indicator.unit is not Unit.RATE or of_total  # the record holds the number, not its rate
        recorded = levels.get(indicator.code, ()) if on_record else ()
        others = [
            one.value
            for one in framework.targets
            if one.indicator == target.indicator
            and one is not target
            and framework.is_of_total(one) is of_total
        ]
        beside: dict[str, Sequence[float | None]] = {
            "its baseline": [target.baseline],
            "the figures on record": recorded,
            "other years' targets": others,
        }
        yield from _compared(target, indicator, "value", target.value, beside)
        with_value: dict[str, Sequence[float | None]] = {
            "its target": [target.value],
            "its baseline": [target.baseline],
            "the figures on record": recorded,
        }
        yield from _compared(target, indicator, "floor", target.floor, with_value)
        if target.baseline is not None and recorded:
            yield from _compared(
                target, indicator, "baseline", target.baseline, {"the figures on record": recorded}
            )


def _compared(
    target: Target,
    indicator: Indicator,
    field: str,
    said: float | None,
    beside: Mapping[str, Sequence[float | None]],
) -> Iterator[str]:
    if said is None:
        return
    nature = Nature.PERCENTAGE if indicator.unit is Unit.PERCENTAGE else nature_of(indicator)
    known = {
        what: there for what, values in beside.items() if (there := [v for v in values if v is not None])
    }
    for what, values in known.items():
        low, high = min(values), max(values)
        if is_on_another_scale(said, low, high, SCALE_POINTS if nature is Nature.PERCENTAGE else 0.0):
            span = as_given(low) if low == high else f"{as_given(low)} to {as_given(high)}"
            likely = meant_by(said, 0.6 * low, 1.6 * high)
            hint = f" Did you mean {as_given(likely)}?" if likely is not None else ""
            yield f"Target {target.indicator} {target.year}: {field} {as_given(said)} is on a different scale from {what} ({span}).{hint}"
            return
    if not known and nature is Nature.PERCENTAGE and is_fraction(said):
        yield f"Target {target.indicator} {target.year}: {field} {as_given(said)} is less than one per cent. Did you mean {as_given(100 * said)}?"


def _of_per_cents(framework: Framework) -> Iterator[str]:
    for target in framework.targets:
        if is_fraction(target.tolerance):
            yield _less_than_one(f"Target {target.indicator} {target.year}: tolerance", target.tolerance)
    for indicator in framework.indicators:
        if is_fraction(indicator.query_tolerance):
            yield _less_than_one(f"Indicator {indicator.code}: query tolerance", indicator.query_tolerance)


def _less_than_one(what: str, said: float) -> str:
    return f"{what} {as_given(said)} is less than one per cent. Did you mean {as_given(100 * said)}?"


def levels_of(indicator: Indicator, by_month: Mapping[int, float]) -> list[float]:
    """Return what a target of an indicator can be compared with, from its own figures by their last month.

    Of what adds up, the totals of financial years that are whole; of all else the figures themselves.

    >>> monthly = Indicator.model_construct(unit=Unit.COUNT, aggregation=Aggregation.SUM, frequency="monthly")
    >>> levels_of(monthly, {24195 + month: 10.0 for month in range(15)})
    [120.0]
    """
    if indicator.aggregation is not Aggregation.SUM:
        return list(by_month.values())
    by_year: dict[int, list[float]] = {}
    for month, value in by_month.items():
        by_year.setdefault((month - 3) // 12, []).append(value)
    step = {"monthly": 1, "quarterly": 3, "annual": 12}[str(indicator.frequency)]
    return [sum(values) for values in by_year.values() if len(values) == 12 // step]


MOST_TOLD = 20


class HeldSeries(NamedTuple):
    """Figures on record of one series that one partner gave; `partner` is blank for imported ones."""

    series: SeriesKey
    partner: str
    periods: tuple[Period, ...]


@dataclass
class _Gone:
    """Figures that are not covered for one reason."""

    what: str
    advice: str
    figures: int = 0
    first: int = 10**9
    last: int = -1

    def add(self, periods: Iterable[Period]) -> None:
        for period in periods:
            self.figures += 1
            self.first, self.last = min(self.first, period.first), max(self.last, period.last)

    def __str__(self) -> str:
        span = month_label(self.first)
        if self.last != self.first:
            span += f" to {month_label(self.last)}"
        held = count_of(self.figures, "figure")
        return f"{self.what}: {held} on record, {span}. {self.advice}"


_KEEP = (
    "If its code changed, keep the old row with last and give the new one first; "
    "if they are to go, nothing need be done."
)


def uncovered(
    framework: Framework, held: Iterable[HeldSeries], earlier: Mapping[tuple[str, str], str]
) -> tuple[str, ...]:
    """Return a sentence for each code, and each reason, for which figures on record are shown nowhere.

    `earlier` gives by table and code what earlier frameworks called an entry.
    """
    gone: dict[tuple[str, str], _Gone] = {}
    for one in held:
        for key, what, advice, periods in _reasons(framework, one, earlier):
            if periods:
                gone.setdefault(key, _Gone(what, advice)).add(periods)
    told = [str(one) for one in gone.values()]
    more = len(told) - MOST_TOLD
    return (*told[:MOST_TOLD], *([f"And {more} more such codes."] if more > 0 else []))


Reason = tuple[tuple[str, str], str, str, tuple[Period, ...]]


def _reasons(
    framework: Framework, held: HeldSeries, earlier: Mapping[tuple[str, str], str]
) -> Iterator[Reason]:
    """Yield why figures of a series are not covered: the first thing that is missing, not what follows from it."""
    code, area, breakdown, _ = held.series

    def named(table: str, code: str) -> str:
        name = earlier.get((table, code), "")
        return f"{code} ({name})" if name else code

    indicator, place = framework.by_code.get(code), framework.area_by_code.get(area)
    if held.partner and held.partner not in framework.partner_by_code:
        what = (
            f"Partner {named('partners', held.partner)} is not in the framework, though it returned figures"
        )
        advice = "They are still shown; its returns are not. If its code changed, give it its old code back."
        yield ("partners", held.partner), what, advice, held.periods
    if indicator is None:
        what = f"Indicator {named('indicators', code)} is not in the framework"
        yield ("indicators", code), what, _KEEP, held.periods
        return
    if place is None:
        yield ("areas", area), f"Area {named('areas', area)} is not in the framework", _KEEP, held.periods
        return
    if breakdown:
        if gone := _of_breakdown(framework, held, earlier):
            yield (*gone, held.periods)
            return
    elif place.parent and WARD not in indicator.breakdowns:
        what, advice = _not_divided(code, WARD)
        yield ("breakdowns", f"{code} {WARD}"), what, advice, held.periods
        return
    if indicator.kind is not IndicatorKind.CONTEXT:
        step = indicator.frequency.months
        of_other_length = tuple(period for period in held.periods if period.length != step)
        what = f"{code} is {indicator.frequency} now, and figures are of other periods"
        advice = "Give the indicator another code from the change on, or its old frequency back."
        yield ("frequency", code), what, advice, of_other_length
        outside = tuple(p for p in held.periods if p.length == step and not indicator.reported_in(p))
        what = f"{code} is not reported then, by its first and last"
        yield ("reported", code), what, "Correct first and last where they are wrong.", outside
    outside = tuple(period for period in held.periods if not place.exists_in(period))
    what = f"Area {area} ({place.name}) does not exist then, by its first and last"
    yield ("exists", area), what, "Correct first and last where they are wrong.", outside


def _of_breakdown(
    framework: Framework, held: HeldSeries, earlier: Mapping[tuple[str, str], str]
) -> tuple[tuple[str, str], str, str] | None:
    code, _, breakdown, item = held.series
    indicator = framework.by_code[code]
    if breakdown != WARD and breakdown not in framework.breakdown_by_code:
        name = earlier.get(("breakdowns", breakdown), "")
        called = f"{breakdown} ({name})" if name else breakdown
        return ("breakdowns", breakdown), f"Breakdown {called} is not in the framework", _KEEP
    if breakdown not in indicator.breakdowns:
        return ("breakdowns", f"{code} {breakdown}"), *_not_divided(code, breakdown)
    if breakdown != WARD and item not in {one.item for one in framework.items_of(breakdown)}:
        name = earlier.get(("items", f"{breakdown} {item}"), "")
        called = f"{item} ({name})" if name else "not known" if item == NOT_KNOWN else item
        return (
            ("items", f"{breakdown} {item}"),
            f"Item {called} of {breakdown} is not in the framework",
            _KEEP,
        )
    return None


def _not_divided(code: str, breakdown: str) -> tuple[str, str]:
    return (
        f"{code} no longer asks for {breakdown}",
        "Name it among the indicator's breakdowns to show them; if they are to go, nothing need be done.",
    )


def names_in(framework: Framework) -> dict[tuple[str, str], str]:
    """Return by table and code what a framework calls its entries."""
    names = {("indicators", one.code): one.title for one in framework.indicators}
    names |= {("areas", one.code): one.name for one in framework.areas}
    names |= {("partners", one.code): one.name for one in framework.partners}
    names |= {("breakdowns", one.code): one.title for one in framework.breakdowns}
    return names | {("items", f"{one.breakdown} {one.item}"): one.title for one in framework.items}

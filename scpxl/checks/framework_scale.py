"""What is asked about a framework's numbers that can be right but are on another scale than those beside them.

These are no mistakes: the framework can be used as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from scpxl.checks.queries import nature_of
from scpxl.checks.scale import is_fraction, is_on_another_scale, meant_by
from scpxl.checks.usual import SCALE_POINTS, Nature
from scpxl.model.framework import AddsUp, Framework, Indicator, Unit
from scpxl.model.targets import Target

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
            span = f"{low:,.10g}" if low == high else f"{low:,.10g} to {high:,.10g}"
            likely = meant_by(said, 0.6 * low, 1.6 * high)
            hint = f" Did you mean {likely:,.10g}?" if likely is not None else ""
            yield f"Target {target.indicator} {target.year}: {field} {said:,.10g} is on another scale than {what} ({span}).{hint}"
            return
    if not known and nature is Nature.PERCENTAGE and is_fraction(said):
        yield f"Target {target.indicator} {target.year}: {field} {said:g} is less than one per cent. Did you mean {100 * said:g}?"


def _of_per_cents(framework: Framework) -> Iterator[str]:
    for target in framework.targets:
        if is_fraction(target.tolerance):
            yield _less_than_one(f"Target {target.indicator} {target.year}: tolerance", target.tolerance)
    for indicator in framework.indicators:
        if is_fraction(indicator.query_tolerance):
            yield _less_than_one(f"Indicator {indicator.code}: query tolerance", indicator.query_tolerance)


def _less_than_one(what: str, said: float) -> str:
    return f"{what} {said:g} is less than one per cent. Did you mean {100 * said:g}?"


def levels_of(indicator: Indicator, by_month: Mapping[int, float]) -> list[float]:
    """Return what a target of an indicator can be compared with, from its own figures by their last month.

    Of what adds up, the totals of financial years that are whole; of all else the figures themselves.

    >>> monthly = Indicator.model_construct(unit=Unit.COUNT, adds_up=AddsUp.SUM, frequency="monthly")
    >>> levels_of(monthly, {24195 + month: 10.0 for month in range(15)})
    [120.0]
    """
    if indicator.adds_up is not AddsUp.SUM:
        return list(by_month.values())
    by_year: dict[int, list[float]] = {}
    for month, value in by_month.items():
        by_year.setdefault((month - 3) // 12, []).append(value)
    step = {"monthly": 1, "quarterly": 3, "annual": 12}[str(indicator.frequency)]
    return [sum(values) for values in by_year.values() if len(values) == 12 // step]

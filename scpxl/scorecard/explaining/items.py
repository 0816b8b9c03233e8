"""An item of a breakdown as an indicator of its own, so that it is explained as any other."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scpxl.model.framework import Framework, Unit
from scpxl.model.observations import Observation, SeriesKey
from scpxl.model.periods import Period
from scpxl.scorecard.analysis import analyse
from scpxl.scorecard.explaining.line import ExplainedLine, explained
from scpxl.scorecard.figures import NumberStyle
from scpxl.scorecard.parts import year_of
from scpxl.scorecard.wording import figure, number_style

_SHARE = (
    "The item's year in per cent of the year its indicator reports, which need not be the sum of the items."
)


def as_item(
    framework: Framework, observations: Sequence[Observation], item: SeriesKey
) -> tuple[Framework, list[Observation]]:
    """Return a framework and observations in which the item stands in the place of its indicator's whole.

    An item has no rate, no group and no target: those are the whole's.
    """
    indicator = framework.by_code[item.indicator]
    unlike: dict[str, Any] = {
        "title": f"{indicator.title}: {framework.item_title(item.breakdown, item.item)}",
        "benchmark": (),
        "breakdowns": (),
    }
    if indicator.whole_code or indicator.unit is Unit.RATE:
        unlike |= {"denominator": "", "unit": Unit.COUNT if indicator.unit is Unit.RATE else indicator.unit}
    changed = indicator.model_copy(update=unlike)
    fields = {name: getattr(framework, name) for name in type(framework).model_fields}
    indicators = tuple(changed if one.code == item.indicator else one for one in framework.indicators)
    targets = tuple(target for target in framework.targets if target.indicator != item.indicator)
    # Not a copy: what was looked up once for this framework would come along with it.
    alone = Framework.model_construct(**{**fields, "indicators": indicators, "targets": targets})
    return alone, [one._replace(breakdown="", item="") for one in observations if one.series == item]


def share_line(
    framework: Framework, observations: Sequence[Observation], period: Period, item: SeriesKey
) -> ExplainedLine | None:
    """Return the item's share of its indicator's whole; None for percentages, and where one of the two is missing."""
    indicator = framework.by_code[item.indicator]
    analysis = analyse(framework, observations, period)
    if number_style(indicator).is_percent or indicator.frequency.months not in analysis.tracks:
        return None
    part, whole = (year_of(analysis, indicator, key) for key in (item, SeriesKey(indicator.code, item.area)))
    if part.value is None or not whole.value:
        return None
    share = figure(100 * part.value / whole.value, NumberStyle.PERCENT)
    return explained(
        "Share of the whole",
        share.text,
        _SHARE,
        "100 × {} / {} = {}",
        {"item": part, "whole": whole, "share": share},
    )

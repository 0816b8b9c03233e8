"""An item of a breakdown as an indicator of its own, so that it is explained as any other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from scpxl.figures.figures import Figures
from scpxl.figures.readings import Result
from scpxl.figures.tracks import PART_YEAR
from scpxl.figures.working import Printed, Term, Working
from scpxl.model.framework import Framework, Unit
from scpxl.model.observations import Observation, SeriesKey


def as_item(
    framework: Framework, observations: Sequence[Observation], item: SeriesKey
) -> tuple[Framework, list[Observation]]:
    """Return a framework and observations in which the item is shown in the place of its indicator's whole.

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


def share_of(figures: Figures, item: SeriesKey) -> Result | None:
    """Return the item's year in per cent of its indicator's; None where one of the two is missing."""
    whole = figures.place(figures.framework.by_code[item.indicator])
    part = figures.series(item)
    if whole is None or part is None:
        return None
    year, of = part.result(PART_YEAR).value, whole.result(PART_YEAR).value
    if math.isnan(year + of) or not of:
        return None
    terms = (
        Term("item", year, Printed.CARD),
        Term("whole", of, Printed.CARD),
        Term("share", 100 * year / of, Printed.CARD),
    )
    return Result(100 * year / of, make=lambda: Working("100 × {} / {} = {}", terms))

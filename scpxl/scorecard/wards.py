"""The ward heat map: the year's counts and their change, for every indicator broken down by ward."""

from __future__ import annotations

from collections.abc import Iterable

from scpxl.figures.figures import Figures
from scpxl.model.framework import Area, Indicator, Unit
from scpxl.model.observations import NOT_KNOWN, SeriesKey
from scpxl.model.periods import MONTH, Period, month_label
from scpxl.returns.layout import WARD
from scpxl.scorecard.breakdown_figures import part_of
from scpxl.scorecard.model import WardMap
from scpxl.scorecard.wording import SMALL_BASE
from scpxl.words import capital


def ward_map(figures: Figures, shown: Iterable[Indicator], end: int | None = None) -> WardMap | None:
    """Return the heat map of the own area's wards; None where nothing is broken down by ward.

    `shown` are the indicators that the edition may show; `end` is a month end, the period's own unless it is given.
    """
    framework = figures.framework
    period = figures.period if end is None else Period(end, MONTH)
    wards = framework.parts_in(period)
    indicators = [i for i in shown if framework.is_by_parts(i) and _has_figures(figures, i, wards)]
    if not indicators or not wards:
        return None
    called = capital(framework.part_kind.one)
    keys = [(ward.name, ward.code, "", "") for ward in wards]
    keys.append((f"{called} not known", framework.area, WARD, NOT_KNOWN))
    rolling = tuple(
        tuple(part_of(figures, SeriesKey(i.code, *key[1:]), end).year() for i in indicators) for key in keys
    )
    changes = tuple(
        tuple(part_of(figures, SeriesKey(i.code, *key[1:]), end).change for i in indicators) for key in keys
    )
    counted = all(one.unit in {Unit.COUNT, Unit.RATE} for one in indicators)
    what = "Counts" if counted else "Figures"
    return WardMap(
        kind=called,
        wards=tuple(key[0] for key in keys),
        indicators=tuple(i.title for i in indicators),
        codes=tuple(i.code for i in indicators),
        rolling=rolling,
        change_percent=changes,
        note=(
            f"{what} in the year to {month_label(period.last)}, and their change on the year before. "
            f"No percentage is given on fewer than {SMALL_BASE} a year before."
        ),
    )


def _has_figures(figures: Figures, indicator: Indicator, wards: tuple[Area, ...]) -> bool:
    return any(figures.series(SeriesKey(indicator.code, ward.code)) is not None for ward in wards)

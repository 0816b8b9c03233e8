"""The ward heat map: the year's counts and their change, for every indicator broken down by ward."""

from __future__ import annotations

from collections.abc import Iterable

from scpxl.model.framework import Area, Indicator, Unit
from scpxl.model.observations import NOT_KNOWN, SeriesKey
from scpxl.model.periods import month_label
from scpxl.model.words import capital
from scpxl.returns.layout import WARD
from scpxl.scorecard.analysis import Analysis
from scpxl.scorecard.model import WardMap
from scpxl.scorecard.parts import change_of, year_of
from scpxl.scorecard.wording import SMALL_BASE


def ward_map(analysis: Analysis, shown: Iterable[Indicator]) -> WardMap | None:
    """Return the heat map of the own area's wards; None where nothing is broken down by ward.

    `shown` are the indicators that the edition may show.
    """
    framework = analysis.framework
    wards = framework.parts_in(analysis.period)
    indicators = [i for i in shown if framework.is_by_parts(i) and _has_figures(analysis, i, wards)]
    if not indicators or not wards:
        return None
    called = capital(framework.part_kind.one)
    keys = [(ward.name, ward.code, "", "") for ward in wards]
    keys.append((f"{called} not known", framework.area, WARD, NOT_KNOWN))
    rolling = tuple(
        tuple(year_of(analysis, i, SeriesKey(i.code, *key[1:])) for i in indicators) for key in keys
    )
    changes = tuple(
        tuple(change_of(analysis, i, SeriesKey(i.code, *key[1:])) for i in indicators) for key in keys
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
            f"{what} in the year to {month_label(analysis.period.last)}, and their change on the year before. "
            f"No percentage is given on fewer than {SMALL_BASE} a year before."
        ),
    )


def _has_figures(analysis: Analysis, indicator: Indicator, wards: tuple[Area, ...]) -> bool:
    return any(analysis.place(indicator, ward.code) is not None for ward in wards)

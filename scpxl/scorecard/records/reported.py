"""The own area's figures as they were reported, one row per measure, item and month, whether or not there is a figure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from scpxl.model.framework import Framework
from scpxl.model.observations import Observation, SeriesKey
from scpxl.model.periods import MONTH, Period, month_label
from scpxl.scorecard.records.shape import Measure, Shape

MONTHS_KEPT = 36


@dataclass(frozen=True, slots=True)
class ReportedRow:
    """One figure, or the place where one would be."""

    code: str
    title: str
    item: str
    period: str
    number: float | None
    out_of: float | None
    mark: str
    partner: str
    submission: str
    file: str
    sheet: str
    cell: str


def rows_kept(measure: Measure) -> int:
    """Return how many rows a series of a measure has."""
    return MONTHS_KEPT // measure.step


def reported_rows(
    framework: Framework, shape: Shape, observations: Iterable[Observation], period: Period
) -> tuple[ReportedRow, ...]:
    """Return the rows of the last three years: of each measure first its own, then those of its items, in order of time."""
    seen = {(one.series, one.period): one for one in observations if one.area == framework.area}
    return tuple(
        _row(framework, measure, title, seen.get((key, at)), at)
        for measure in shape.measures
        for title, key in _series(framework, shape, measure)
        for at in _periods(measure, period)
    )


def _series(framework: Framework, shape: Shape, measure: Measure) -> Iterator[tuple[str, SeriesKey]]:
    yield "", SeriesKey(measure.code, framework.area)
    for one, division in shape.divided:
        if one.code == measure.code:
            for item in framework.items_of(division.code):
                yield item.title, SeriesKey(measure.code, framework.area, division.code, item.item)


def _periods(measure: Measure, period: Period) -> Iterator[Period]:
    end = period.last - (period.last - 2) % measure.step
    for back in range(rows_kept(measure) - 1, -1, -1):
        yield Period(end - back * measure.step - measure.step + 1, measure.step)


def _row(
    framework: Framework, measure: Measure, item: str, seen: Observation | None, at: Period
) -> ReportedRow:
    when = month_label(at.last) if at.length == MONTH else str(at)
    if seen is None:
        return ReportedRow(measure.code, measure.title, item, when, None, None, "", "", "", "", "", "")
    source = seen.source
    return ReportedRow(
        measure.code,
        measure.title,
        item,
        when,
        seen.numerator,
        seen.denominator,
        seen.marker.shorthand,
        framework.partner_name(source.partner),
        source.submission,
        source.file,
        source.sheet,
        source.cell,
    )

"""What is remarked on imported figures that can be right but are far from their series' others.

The same measure of what is usual, and the same rule for scale, as for a return's figures.  An import has nobody to
answer, so that these are notes; and a file holds tens of thousands of figures, so that only what is twice as far outside as
its range is wide, or on a different scale, is named.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from scpxl.checks.catalogue import finding
from scpxl.checks.numbers.queries import CODES, LONGEST_MONTHS, to_value
from scpxl.checks.numbers.query_words import nature_of, shown_range, shown_span, shown_value
from scpxl.checks.numbers.usual import FOR_ONE_WIDTH, AskReason, Usual, asked_of, is_fraction, meant, usual_of
from scpxl.model.framework import Framework, Indicator, IndicatorKind, Unit
from scpxl.model.observations import Observation, SeriesKey
from scpxl.returns.cells import CellRef
from scpxl.returns.findings import Finding, Severity
from scpxl.returns.normalise import show

WIDTHS = 2
MOST_NAMED = 20
"""So many are named one by one; of the others it is said how many there are."""
_COMPARE = "Compare it with where it comes from."


def tidy_remarks(
    given: Iterable[tuple[Observation, CellRef]], recorded: Iterable[Observation], framework: Framework
) -> Iterator[Finding]:
    """Yield a note for each figure that is far from the earlier ones of its series, on record or in the file."""
    series: dict[SeriesKey, dict[int, float | None]] = defaultdict(dict)
    new: dict[SeriesKey, dict[int, tuple[Observation, CellRef]]] = defaultdict(dict)
    for seen in recorded:
        if (indicator := framework.by_code.get(seen.indicator)) is not None:
            series[seen.series][seen.period.last] = to_value(indicator, seen.numerator, seen.denominator)
    for seen, cell in given:
        indicator = framework.by_code[seen.indicator]
        value = to_value(indicator, seen.numerator, seen.denominator)
        if series[seen.series].get(seen.period.last) != value:
            new[seen.series][seen.period.last] = seen, cell
        series[seen.series][seen.period.last] = value
    named = 0
    more: list[CellRef] = []
    for key, months in new.items():
        for found in _of_series(series[key], months, framework):
            named += 1
            if named <= MOST_NAMED:
                yield found
            else:
                more += found.cells
    if more:
        yield finding("TIDY_MORE_UNUSUAL", more, count=f"{len(more):,}")


def _of_series(
    values: Mapping[int, float | None], new: Mapping[int, tuple[Observation, CellRef]], framework: Framework
) -> Iterator[Finding]:
    indicator = framework.by_code[next(iter(new.values()))[0].indicator]
    if indicator.kind is IndicatorKind.CONTEXT:
        return
    nature, step = nature_of(indicator), indicator.frequency.months
    for month in sorted(new):
        value, (seen, cell) = values[month], new[month]
        if value is None:
            continue
        first = month - LONGEST_MONTHS
        usual = usual_of([values.get(m) for m in range(first, month, step)], nature, limits=False)
        if usual is None:
            # The first of its series: nothing but its own size tells a fraction from a percentage.
            if indicator.unit is Unit.SURVEY and is_fraction(value):
                facts = {"value": show(value), "meant": show(100 * value), "column": "source"}
                yield _note(finding("PERCENT_AS_FRACTION", [cell], **facts))
            continue
        wide = usual._replace(margin=max(usual.margin, WIDTHS * (usual.high - usual.low)))
        asked = asked_of(value, wide, nature, indicator.query_tolerance / 100)
        # One homicide after years of none is no news in a file of history.
        if asked is AskReason.SCALE or (
            asked not in {None, AskReason.ROSE} and usual.figures >= FOR_ONE_WIDTH
        ):
            yield _note(_question(seen, cell, asked, value, wide, indicator, framework))


def _question(
    seen: Observation,
    cell: CellRef,
    asked: AskReason,
    value: float,
    usual: Usual,
    indicator: Indicator,
    framework: Framework,
) -> Finding:
    likely = meant(value, usual)
    return finding(
        CODES[asked],
        [cell],
        title=series_title(seen, framework),
        value=shown_value(value, indicator),
        when=seen.period.written,
        span=shown_span(usual, indicator),
        range=shown_range(usual, indicator),
        beyond=f"well {'above' if value > usual.high else 'below'} its range",
        meant="" if likely is None else show(likely),
        column="",
    )


def _note(found: Finding) -> Finding:
    return replace(found, severity=Severity.NOTE, advice=_COMPARE)


def series_title(seen: Observation, framework: Framework) -> str:
    """Return what a figure is of, in words: the measure, and where or of what."""
    area = framework.area_by_code.get(seen.area)
    parts = [
        framework.by_code[seen.indicator].title,
        area.name if area else seen.area,
        framework.item_title(seen.breakdown, seen.item) if seen.item else "",
    ]
    return ", ".join(part for part in parts if part)

"""The Data sheets: the same figures as plain tables, for those who want to work with them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scpxl.model.areas import BY_PARTS
from scpxl.model.framework import Framework
from scpxl.model.observations import Observation
from scpxl.model.periods import Period
from scpxl.scorecard.records.lines import TidyTable
from scpxl.scorecard.records.scorecard import BenchmarkTable, IndicatorCard
from scpxl.words import capital, possessive

MONTHS_KEPT = 36
Cell = str | float | int | None
OUTLOOK_COLUMNS = (
    "change verdict", "change % low", "change % high", "difference from group %", "difference verdict",
    "trend % a year", "trend low", "trend high", "trend verdict",
    "outturn", "outturn low", "outturn high", "chance of target %",
)  # fmt: skip
"""Columns of the Figures table; intervals are at 95%, verdicts at 99%."""


def figures_table(cards: Sequence[IndicatorCard]) -> TidyTable:
    """Return one row per indicator: every figure on the summary."""
    columns = (
        "indicator", "title", "objective", "headline", "unit", "year", "year before", "change", "change %", "quarter",
        "same quarter a year ago", "year to date", "latest", "latest period", "unit of these", "rate", "rate is", "target",
        "expected by now", "RAG", "reason", "variation", "rank", "of", "group average", "group change %", "marks",
        "rank from", "rank to", "quarter of the group", "against the others",
        *OUTLOOK_COLUMNS,
    )  # fmt: skip
    rows = tuple(tuple(_figures(card)) for card in cards)
    return TidyTable("Figures", "One row per indicator: every figure on the Summary.", columns, rows)


def _figures(card: IndicatorCard) -> Iterator[Cell]:
    yield from (card.code, card.title, card.objective, card.headline_name, card.unit)
    yield from (card.headline.value, card.before.value, card.change.value, card.change_percent.value)
    yield from (card.quarter.value, card.quarter_year_ago.value, card.year_to_date.value)
    yield from (card.latest.value, card.latest_label, card.period_unit, card.rate.value, card.rate_name)
    yield from (card.target.target.value, card.target.expected.value) if card.target else (None, None)
    yield from (card.rag.rag.value, card.rag.reason, card.variation.variation.value)
    if card.comparison:
        yield from (card.comparison.rank, card.comparison.of)
        yield from (card.comparison.average.value, card.comparison.group_change.value)
    else:
        yield from (None, None, None, None)
    yield "".join(dict.fromkeys((card.headline.mark, card.before.mark)))
    if card.comparison:
        likely = card.comparison.likelihood
        yield from (likely.rank_first, likely.rank_last, card.comparison.quartile, likely.beside.value)
    else:
        yield from (None, None, None, None)
    yield from outlook_cells(card)


def outlook_cells(card: IndicatorCard) -> Iterator[str | float | None]:
    """Yield a card's cells of those columns, None where there is nothing."""
    change, trend, outturn = card.yearly, card.trend, card.outturn
    yield from (change.verdict.value, change.low.value, change.high.value) if change else (None,) * 3
    yield from (change.difference.value, change.difference_verdict.value) if change else (None,) * 2
    yield from (trend.percent.value, trend.low.value, trend.high.value) if trend else (None,) * 3
    yield trend.verdict.value if trend else None
    if outturn:
        yield from (outturn.forecast.value, outturn.low.value, outturn.high.value, outturn.chance.value)
    else:
        yield from (None,) * 4


def observations_table(
    framework: Framework, observations: Sequence[Observation], period: Period
) -> TidyTable:
    """Return the own area's observations of the last three years, and where each was entered."""
    kept = [
        o
        for o in observations
        if o.area == framework.area and period.last - MONTHS_KEPT < o.period.last <= period.last
    ]
    kept.sort(key=lambda o: (o.indicator, o.breakdown, o.item, o.period.first))
    columns = ("indicator", "area", "breakdown", "item", "period", "number", "out of", "marker", "partner", "submission", "file", "sheet", "cell")  # fmt: skip
    rows = tuple(
        (o.indicator, framework.own_area.name, _called(framework, o.breakdown), o.item, o.period.code, o.numerator, o.denominator, o.marker.shorthand,
         o.source.partner, o.source.submission, o.source.file, o.source.sheet, o.source.cell)
        for o in kept
    )  # fmt: skip
    return TidyTable(
        "Observations", "The figures as they were reported, and the cell each was entered in.", columns, rows
    )


def _called(framework: Framework, breakdown: str) -> str:
    """Return a breakdown's code, and that of the own area's parts in the framework's word for them."""
    return framework.part_kind.one if breakdown == BY_PARTS else breakdown


def wards_table(
    framework: Framework, observations: Sequence[Observation], period: Period
) -> TidyTable | None:
    """Return the wards' observations of the last year."""
    wards = {ward.code: ward.name for ward in framework.parts_in(period)}
    kept = [o for o in observations if o.area in wards and period.last - 12 < o.period.last <= period.last]
    if not kept:
        return None
    kept.sort(key=lambda o: (o.indicator, wards[o.area], o.period.first))
    called = framework.part_kind
    columns = ("indicator", f"{called.one} code", called.one, "period", "number", "marker")
    rows = tuple(
        (o.indicator, o.area, wards[o.area], o.period.code, o.numerator, o.marker.shorthand) for o in kept
    )
    name, whose = f"{capital(called.one)} observations", capital(possessive(called.many))
    return TidyTable(name, f"{whose} figures of the last year.", columns, rows)


def benchmarks_table(tables: Sequence[BenchmarkTable]) -> TidyTable | None:
    """Return every benchmark table's rows as one."""
    if not tables:
        return None
    columns = (
        "indicator",
        "title",
        "group",
        "compared by",
        "area",
        "rank",
        "of",
        "rate or level",
        "count",
        "change %",
        "rank from",
        "rank to",
        "against the others",
        "limit below",
        "limit above",
    )
    rows = tuple(
        (t.indicator, t.title, t.group, t.rate_name, row.area, row.rank, sum(r.rank is not None for r in t.rows),
         row.rate.value, row.count.value, row.change_percent.value,
         row.likelihood.rank_first, row.likelihood.rank_last, row.likelihood.beside.value,
         row.likelihood.lower.value, row.likelihood.upper.value)
        for t in tables
        for row in t.rows
    )  # fmt: skip
    return TidyTable("Benchmark figures", "Every area of the benchmark groups.", columns, rows)

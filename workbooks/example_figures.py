"""The worked example's figures as its partners know them, quarter by quarter."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

from example_rows import Row

from scpxl.model.framework import Framework, Indicator
from scpxl.model.observations import Marker
from scpxl.model.periods import MONTH, Period
from scpxl.returns.form import FormTable, Part, ReturnForm
from scpxl.returns.form import Row as FormRow
from scpxl.returns.prefill import FigureKey

FigureId: TypeAlias = tuple[str, str, str, Period]
"""Which figure: the codes of its indicator and area, its item ('' for the whole area), its period."""
Figures: TypeAlias = Mapping[FigureId, Row]


def read_figures(*tables: Path) -> dict[FigureId, Row]:
    """Return every figure of the gzipped tables, by which figure it is."""
    figures: dict[FigureId, Row] = {}
    for path in tables:
        with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
            for line in csv.DictReader(file):
                row = _row(line)
                figures[row.indicator, row.area, row.item, row.period] = row
    return figures


def _row(line: dict[str, str]) -> Row:
    text = line["period"]
    period = Period.parse(text) if "Q" in text else Period.parse_month(text)
    numerator, denominator = (
        float(line[name]) if line[name] else None for name in ("numerator", "denominator")
    )
    return Row(
        line["indicator"],
        line["area"],
        period,
        numerator,
        denominator,
        line["breakdown"],
        line["item"],
        line["marker"],
    )


def typed(row: Row, part: Part) -> float | str | None:
    """Return what a partner enters for a figure: the number, the mark in its place, or nothing.

    >>> typed(Row("BUR-01", "E09000003", Period.month(2018, 3), 325.0), Part.NUMBER)
    325
    >>> typed(Row("BUR-01", "E09000003", Period.month(2018, 3), None, marker="x"), Part.NUMBER)
    '[x]'
    """
    number = row.denominator if part is Part.OUT_OF else row.numerator
    if number is None:
        return Marker(row.marker).shorthand or None
    return int(number) if number.is_integer() else number


def figures_of(
    form: ReturnForm, figures: Figures
) -> Iterator[tuple[FormTable, int, FormRow, FigureKey, Row]]:
    """Yield each figure the form has an open cell for and the partner knows: its table, row and key."""
    for table in form.tables:
        for number, line in enumerate(table.rows):
            for column in table.months:
                if column.month is None or line.indicator is None or not table.is_open(line, column):
                    continue
                row = figures.get(
                    (line.indicator.code, line.area, line.item, _period(line.indicator, column.month))
                )
                if row is not None:
                    yield table, number, line, (table.sheet, line.key, column.key), row


def prefilled(form: ReturnForm, figures: Figures) -> dict[FigureKey, float | str]:
    """Return what is in the earlier months when the form is issued, as the record holds it."""
    known: dict[FigureKey, float | str] = {}
    for _table, _number, line, key, row in figures_of(form, figures):
        value = typed(row, line.part)
        if row.period.last < form.period.first and value is not None:
            known[key] = value
    return known


def quarter_value(figures: Figures, indicator: Indicator, area: str, period: Period) -> tuple[float, float]:
    """Return the sums of numerators and of denominators over a period; a missing figure is a KeyError."""
    step = indicator.frequency.months
    rows = [
        figures[indicator.code, area, "", Period(first, step)]
        for first in range(period.first, period.last + 1, step)
    ]
    return sum(row.numerator or 0 for row in rows), sum(row.denominator or 0 for row in rows)


def ward_totals(
    framework: Framework, figures: Figures, indicator: str, period: Period
) -> list[tuple[str, int]]:
    """Return the wards' names and counts over a period, highest first, ties by name."""
    totals = [
        (
            ward.name,
            sum(
                int(figures[indicator, ward.code, "", Period(m, MONTH)].numerator or 0) for m in period.months
            ),
        )
        for ward in framework.parts_in(period)
    ]
    return sorted(totals, key=lambda total: (-total[1], total[0]))


def _period(indicator: Indicator, month: int) -> Period:
    step = indicator.frequency.months
    return Period(month - step + 1, step)

"""The same work done the straightforward way, as the yardstick of the main job.

openpyxl reads each form cell by cell, a pydantic model is made of every figure, pandas consolidates and
works the figures out a series at a time, and openpyxl writes the dashboard.  It is written as a careful
person would write it without looking at the clock: nothing is done twice, and nothing is left out that
the job itself does to the cells: values, sums of wards, store, rolling years, changes, control limits,
ranks, tables and charts.
"""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Hashable, Iterable, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

import pandas as pd
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.formatting.rule import CellIsRule, ColorScaleRule, Rule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from pydantic import BaseModel, ConfigDict, Field

from scpxl.model.framework import Framework
from scpxl.model.observations import NOT_KNOWN
from scpxl.model.periods import Period, month_code
from scpxl.returns.form import FIRST_ROW, HEADER_ROW, Sheet
from scpxl.returns.layout import lay_out_return

RULE = Border(bottom=Side("thin", color="D5DBE0"))
MARKS = {"[x]", "[z]", "[c]"}
YEAR = 12
KEY = ["indicator", "area", "item", "part", "month"]


class FigureCell(BaseModel):
    """One figure of a return."""

    model_config = ConfigDict(frozen=True)

    partner: str
    indicator: str
    area: str
    item: str
    part: str
    month: str
    value: float | None = Field(ge=0, allow_inf_nan=False)
    marker: str
    sheet: str
    cell: str


class TextCell(BaseModel):
    """One text of a return."""

    model_config = ConfigDict(frozen=True)

    partner: str
    sheet: str
    heading: str
    text: str = Field(max_length=2000)
    cell: str


def read_return(path: Path, framework: Framework, period: Period) -> tuple[list[FigureCell], list[TextCell]]:
    """Read one form cell by cell, a model a cell."""
    # Once: forms are saved with their results, as Excel saves them.
    book = load_workbook(path, data_only=True)
    identity = {row[0].value: row[1].value for row in book[Sheet.IDENTITY.value].iter_rows(max_col=2)}
    partner = str(identity["partner"])
    form = lay_out_return(framework, partner, period)
    figures: list[FigureCell] = []
    texts: list[TextCell] = []
    for table in form.tables:
        sheet = book[table.sheet.value]
        headings = {cell.value: cell.column for cell in sheet[HEADER_ROW + 1] if cell.value}
        rows = {row.key: row for row in table.rows}
        for number in range(FIRST_ROW + 1, sheet.max_row + 1):
            key = tuple(
                str(sheet.cell(number, headings[column.heading]).value or "") for column in table.keys
            )
            row = rows.get(key)
            for column in table.columns:
                cell = sheet.cell(number, headings[column.heading])
                if cell.value is None:
                    continue
                if column.month is not None and row is not None and table.is_open(row, column):
                    is_mark = str(cell.value) in MARKS
                    figures.append(
                        FigureCell(
                            partner=partner, indicator=key[0], area=row.area, item=row.item, part=row.part.value,
                            month=column.key, value=None if is_mark else cell.value,
                            marker=str(cell.value) if is_mark else "", sheet=table.sheet, cell=cell.coordinate,
                        )
                    )  # fmt: skip
                elif column.month is None:
                    texts.append(
                        TextCell(
                            partner=partner, sheet=table.sheet, heading=column.heading,
                            text=str(cell.value), cell=cell.coordinate,
                        )
                    )  # fmt: skip
    return figures, texts


def check_wards(figures: list[FigureCell]) -> list[str]:
    """Say where the wards do not add up to the borough's figure."""
    frame = pd.DataFrame([figure.model_dump() for figure in figures])
    wards = frame[frame["sheet"] == Sheet.WARDS.value]
    if wards.empty:
        return []
    sums = wards.groupby(["indicator", "month"])["value"].sum()
    borough = frame[(frame["sheet"] == Sheet.MEASURES.value) & (frame["part"] == "Number")]
    given = borough.set_index(["indicator", "month"])["value"]
    both = pd.concat([sums, given], axis=1, keys=["wards", "borough"], join="inner")
    return [
        f"{index}: {row.wards} {row.borough}"
        for index, row in both[both["wards"] != both["borough"]].iterrows()
    ]


def store(database: Path, frames: list[pd.DataFrame]) -> tuple[pd.DataFrame, int]:
    """Append each return to what is kept, and return the latest figures and how many were restated."""
    restated = 0
    with sqlite3.connect(database) as connection:
        for frame in frames:
            codes = ", ".join("?" * frame["indicator"].nunique())
            known = pd.read_sql(
                f"select * from figure where indicator in ({codes})",  # noqa: S608  question marks only
                connection,
                params=list(frame["indicator"].unique()),
            ).drop_duplicates(KEY, keep="last")
            both = frame.merge(known, on=KEY, suffixes=("", "_before"))
            same = (both["value"] == both["value_before"]) | (
                both["value"].isna() & both["value_before"].isna()
            )
            restated += int((~same).sum())
            frame.to_sql("figure", connection, if_exists="append", index=False)
        kept = pd.read_sql("select * from figure", connection)
    connection.close()
    return kept.drop_duplicates(KEY, keep="last"), restated


def to_frame(figures: list[FigureCell]) -> pd.DataFrame:
    """Return one return's figures as a frame."""
    return pd.DataFrame([figure.model_dump() for figure in figures])


def base_frame(observations: Iterable[tuple[object, ...]]) -> pd.DataFrame:
    """Return the history and benchmarks as a frame of the same columns."""
    columns = ["indicator", "area", "item", "part", "month", "value", "marker"]
    return pd.DataFrame(list(observations), columns=columns)


def work_out(kept: pd.DataFrame, framework: Framework, period: Period) -> pd.DataFrame:
    """Return one row per series: rolling year, year before, changes, quarter, limits, rate."""
    last = month_code(period.last)
    population = kept[kept["indicator"].isin([i.denominator for i in framework.indicators])]
    people = population.sort_values("month").groupby("area")["value"].last()
    rows = []
    months = pd.period_range(end=last, periods=72, freq="M").strftime("%Y-%m")
    numbers = kept[kept["part"] == "Number"]
    for (code, area, item), series in numbers.groupby(["indicator", "area", "item"]):
        indicator = framework.by_code[str(code)]
        if indicator.frequency.months != 1:
            values = series.sort_values("month").set_index("month")["value"]
        else:
            values = series.set_index("month")["value"].reindex(months)
        width = YEAR // indicator.frequency.months
        rolling = values.rolling(width, min_periods=width).sum()
        shown = values.tail(36)
        ranges = shown.diff().abs()
        kept_ranges = ranges[ranges < 3.267 * ranges.mean()]
        half = 2.66 * kept_ranges.mean()
        mean = shown.mean()
        rule = _rule(list(shown), mean, half)
        now = rolling.iloc[-1] if len(rolling) else math.nan
        before = rolling.iloc[-1 - width] if len(rolling) > width else math.nan
        per = indicator.per / people.get(area, math.nan)
        rows.append(
            {
                "indicator": code, "area": area, "item": item, "year": now, "before": before,
                "change": now - before, "percent": 100 * (now / before - 1) if before else math.nan,
                "quarter": values.tail(3).sum(min_count=3), "latest": values.iloc[-1], "mean": mean,
                "upper": mean + half, "lower": mean - half, "rule": rule, "to_date": values.tail(width).sum(min_count=width), "rate": now * per,
                "values": list(values.tail(36)),
                "labels": list(values.tail(36).index),
            }
        )  # fmt: skip
    frame = pd.DataFrame(rows)
    frame["rank"] = frame.groupby("indicator")["rate"].rank(method="min")
    return frame


def _rule(values: list[float], mean: float, half: float) -> int:
    """Return which of the four rules the last point breaks."""
    if not values or math.isnan(values[-1]) or math.isnan(half):
        return 0
    if abs(values[-1] - mean) > half:
        return 1
    steps = [later - earlier for earlier, later in pairwise(values[-7:])]
    if len(steps) == 6 and (all(step > 0 for step in steps) or all(step < 0 for step in steps)):
        return 2
    sides = [1 if value > mean else -1 if value < mean else 0 for value in values]
    close = [abs(value - mean) > half * 2 / 3 for value in values[-3:]]
    if len(set(sides[-3:])) == 1 and sum(close) >= 2 and close[-1]:
        return 3
    return 4 if len(values) >= 7 and len(set(sides[-7:])) == 1 and sides[-1] else 0


def write_dashboard(figures: pd.DataFrame, kept: pd.DataFrame, framework: Framework, path: Path) -> None:
    """Write summary, one sheet per objective with two charts a card, wards, benchmarks and data."""
    book = Workbook()
    summary = book.active
    if not isinstance(summary, Worksheet):
        raise TypeError("A new workbook has a sheet.")
    summary.title = "Summary"
    own = figures[(figures["area"] == framework.area) & (figures["item"] == "")]
    _table(summary, own.drop(columns=["values", "labels"]))
    fill = PatternFill("solid", start_color="B3261E", end_color="B3261E")
    summary.conditional_formatting.add("E2:E60", _over_nought(fill))
    data = book.create_sheet("Chart data")
    for objective in framework.objectives:
        sheet = book.create_sheet(objective.tab[:31])
        sheet.append([objective.title])
        codes = [i.code for i in framework.indicators if i.objective == objective.code]
        for place, card in enumerate(own[own["indicator"].isin(codes)].to_dict("records")):
            _card(sheet, data, card, 3 + place * 20)
    _wards(book.create_sheet("Wards"), figures, framework)
    for code, table in figures[figures["item"] == ""].groupby("indicator"):
        if framework.by_code[str(code)].benchmark:
            _benchmark(
                book, str(code), table[table["area"].isin([a.code for a in framework.areas if a.groups])]
            )
    recent = kept[kept["month"] >= month_code(int(max(kept["month"])[:4]) * 12 - 24)]
    _table(book.create_sheet("Data"), recent[recent["area"] == framework.area])
    _table(book.create_sheet("Ward data"), recent[recent["area"].str.startswith("E05")])
    book.save(path)


def _over_nought(fill: PatternFill) -> Rule:
    rule: Rule = CellIsRule(operator="greaterThan", formula=["0"], fill=fill)  # type: ignore[no-untyped-call]
    return rule


def _table(sheet: Worksheet, frame: pd.DataFrame, first_row: int = 1) -> None:
    """Write a frame as a formatted table, as the dashboard shows it."""
    for column, name in enumerate(frame.columns, 1):
        head = sheet.cell(first_row, column, str(name))
        head.font, head.border = Font(name="Calibri", bold=True, color="12436D"), RULE
        sheet.column_dimensions[get_column_letter(column)].width = 16
    for number, row in enumerate(frame.itertuples(index=False), first_row + 1):
        for column, value in enumerate(row, 1):
            _cell(sheet, number, column, value)
    sheet.page_setup.orientation = "landscape"


def _cell(sheet: Worksheet, row: int, column: int, value: Any) -> None:
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    is_gap = is_number and math.isnan(value)
    cell = sheet.cell(row, column, None if is_gap else value)
    cell.font, cell.border = Font(name="Calibri", size=11, color="1D2730"), RULE
    cell.alignment = Alignment(horizontal="right" if is_number else "left", vertical="center")
    if is_number and not is_gap:
        cell.number_format = "#,##0" if float(value).is_integer() else "#,##0.0"


def _card(sheet: Worksheet, data: Worksheet, card: Mapping[Hashable, Any], row: int) -> None:
    names = [
        "indicator",
        "year",
        "before",
        "change",
        "percent",
        "quarter",
        "to_date",
        "latest",
        "rate",
        "rank",
        "rule",
    ]
    _table(sheet, pd.DataFrame([{name: card[name] for name in names}]), row)
    values: list[float] = card["values"]
    first = data.max_row + 1
    for label, value in zip(card["labels"], values, strict=True):
        data.append([label, None if math.isnan(value) else value, card["mean"], card["lower"], card["upper"]])
    last = data.max_row
    control, years = LineChart(), LineChart()
    control.title, years.title = f"{card['indicator']} control chart", f"{card['indicator']} year on year"
    for chart, begin, columns in ((control, first, (2, 5)), (years, max(first, last - 11), (2, 2))):
        chart.add_data(Reference(data, min_col=columns[0], max_col=columns[1], min_row=begin, max_row=last))
        chart.set_categories(Reference(data, min_col=1, min_row=begin, max_row=last))
        chart.x_axis.title, chart.y_axis.title = "Month", "Number"
    sheet.add_chart(control, f"A{row + 3}")
    sheet.add_chart(years, f"K{row + 3}")


def _wards(sheet: Worksheet, figures: pd.DataFrame, framework: Framework) -> None:
    wards = figures[figures["area"].str.startswith("E05") | (figures["item"] == NOT_KNOWN)]
    table = wards.pivot_table(index="area", columns="indicator", values="year").reset_index()
    _table(sheet, table)
    for column in "BCDEFGH":
        scale = ColorScaleRule(  # type: ignore[no-untyped-call]
            start_type="min", start_color="FFFFFF", end_type="max", end_color="12436D"
        )
        sheet.conditional_formatting.add(f"{column}2:{column}{len(framework.areas)}", scale)


def _benchmark(book: Workbook, code: str, table: pd.DataFrame) -> None:
    sheet = book.create_sheet(f"Rank {code}"[:31])
    _table(sheet, table.sort_values("rate")[["area", "rank", "rate", "year", "percent"]])
    chart = BarChart()
    chart.title = code
    chart.add_data(Reference(sheet, min_col=3, min_row=2, max_row=sheet.max_row))
    chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=sheet.max_row))
    sheet.add_chart(chart, "H2")

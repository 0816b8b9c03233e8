"""Writing the dashboard, and publishing as a whole, against bare XlsxWriter: the same cells, formulas and charts.

Run `python benchmarks/dashboard.py`.  Both sides begin with what is to be written already worked out, and end with a
file on disk.  The bare side writes the same cells with the same kept values, as many formats and the same charts with
the same series, and no more: no conditional formats, small charts, validations, tables, merged cells or page set-up.
Publishing takes the record to both dashboards, with and without buttons, and keeps what was published.
All are run in turn in one process; the figures are the medians of the ratios of processor time.
"""

from __future__ import annotations

import gc
import statistics
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from time import process_time
from typing import Any

import xlsxwriter

from scpxl.jobs.folder import Folder
from scpxl.jobs.publishing.publish import publish
from scpxl.jobs.record import fetch_record
from scpxl.jobs.setting_up.setup import demonstrate, examples
from scpxl.render.book import new_book
from scpxl.render.excel import write_dashboard
from scpxl.render.excel.sheets import write_sheets
from scpxl.scorecard.build import build_scorecard
from scpxl.scorecard.records.scorecard import Scorecard
from scpxl.scorecard.records.shape import DashboardSettings

ROUNDS = 5
AIM = 1.2
PUBLISH_AIM = 2.0
"""Beside the code of before, which knew one month end: 1.8 times its publishing, at 1.8 times bare XlsxWriter."""
LARGEST = 3_000_000
"""Bytes of the file at most."""


def scorecard_of(place: Path) -> Scorecard:
    """Return the worked example's scorecard with every month end."""
    folder = Folder(place)
    with folder.open_record(read_only=True) as store:
        record = fetch_record(store, folder.framework, folder.period(None), DashboardSettings().month_ends)
    made = datetime(2018, 5, 21, 9, tzinfo=UTC)
    return build_scorecard(
        folder.framework, record, folder.period(None), made, "BENCH", settings=DashboardSettings()
    )


def written(scorecard: Scorecard, path: Path) -> tuple[list[tuple[str, list[Any]]], list[dict[str, Any]]]:
    """Return what our side writes: the cells of each sheet, and each chart's kind, sheet and series."""
    with new_book(path) as book:
        write_sheets(book, scorecard)
        texts = {number: text for text, number in book.str_table.string_table.items()}
        sheets = [(one.get_name(), _cells(one, texts)) for one in book.worksheets()]
        charts = [
            {"sheet": one.get_name(), "place": shown[:2], "kind": shown[2].__class__.__name__, "series": shown[2].series}
            for one in book.worksheets()
            for shown in one.charts
        ]  # fmt: skip
    return sheets, charts


def _cells(sheet: Any, texts: dict[int, str]) -> list[tuple[int, int, str, Any, Any, int]]:
    found = []
    for row, columns in sheet.table.items():
        for column, cell in columns.items():
            look = id(cell.format) if cell.format is not None else 0
            kind = cell.__class__.__name__
            if kind == "Formula":
                found.append((row, column, kind, cell.formula, cell.value, look))
            elif kind == "String":
                found.append((row, column, kind, texts[cell.string], None, look))
            elif kind in {"Number", "Datetime"}:
                found.append((row, column, "Number", cell.number, None, look))
            else:
                found.append((row, column, "Blank", None, None, look))
    return found


def write_bare(sheets: list[tuple[str, list[Any]]], charts: list[dict[str, Any]], path: Path) -> None:
    """Write the same cells and charts with XlsxWriter alone."""
    book = xlsxwriter.Workbook(path, {"in_memory": True})
    looks: dict[int, Any] = {0: None}
    made = {name: book.add_worksheet(name) for name, _ in sheets}
    for name, cells in sheets:
        sheet = made[name]
        for row, column, kind, value, kept, look in cells:
            if look not in looks:
                looks[look] = book.add_format({"font_size": 8 + len(looks) % 9, "indent": len(looks) % 5})
            if kind == "Formula":
                sheet.write_formula(row, column, value, looks[look], kept)
            elif kind == "String":
                sheet.write_string(row, column, value, looks[look])
            elif kind == "Number":
                sheet.write_number(row, column, value, looks[look])
            else:
                sheet.write_blank(row, column, None, looks[look])
    kinds = {"ChartLine": "line", "ChartColumn": "column", "ChartScatter": "scatter", "ChartBar": "bar"}
    for one in charts:
        chart = book.add_chart({"type": kinds[one["kind"]]})
        for series in one["series"]:
            chart.add_series({"categories": f"={series['categories']}", "values": f"={series['values']}"})
        made[one["sheet"]].insert_chart(*one["place"], chart)
    book.close()


def measure(rounds: int = ROUNDS) -> tuple[list[tuple[float, float]], int]:
    """Return for each round what writing and what publishing take, as multiples of bare XlsxWriter, and our file's bytes."""
    with tempfile.TemporaryDirectory() as temporary:
        place = Path(temporary)
        demonstrate(place / "demo", examples()[0])
        scorecard = scorecard_of(place / "demo")
        sheets, charts = written(scorecard, place / "ours.xlsx")
        ratios, folder = [], Folder(place / "demo")
        for _ in range(rounds):
            gc.collect()
            begun = process_time()
            publish(folder, folder.period(None))
            published = process_time() - begun
            gc.collect()
            begun = process_time()
            write_dashboard(scorecard, place / "ours.xlsx")
            ours = process_time() - begun
            begun = process_time()
            write_bare(sheets, charts, place / "bare.xlsx")
            bare = process_time() - begun
            ratios.append((ours / bare, published / bare))
        return ratios, (place / "ours.xlsx").stat().st_size


def main() -> int:
    """Print the ratios and the size; 1 where one misses its aim."""
    ratios, size = measure()
    written, published = (statistics.median(side) for side in zip(*ratios, strict=True))
    print(
        f"dashboard: {written:.2f} times bare XlsxWriter (aim {AIM:g}), {size / 1e6:.1f} MB (aim {LARGEST / 1e6:g} MB); "
        f"publish as a whole: {published:.2f} times (aim {PUBLISH_AIM:g})"
    )
    return int(written > AIM or published > PUBLISH_AIM or size > LARGEST)


if __name__ == "__main__":
    sys.exit(main())

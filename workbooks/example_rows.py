"""A row of the worked example's tables, and how a set of them is written the same way every time."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from scpxl.model.framework import Framework
from scpxl.model.periods import Period


class Row(NamedTuple):
    """One figure as `scpxl import` takes it.

    A ward's figure has the ward as its area.  What has no ward has the borough as its area, `ward` as
    its breakdown and `not known` as its item.
    """

    indicator: str
    area: str
    period: Period
    numerator: float | None
    denominator: float | None = None
    breakdown: str = ""
    item: str = ""
    marker: str = ""


def number_text(number: float | None) -> str:
    """Return a number as the tables carry it: whole where it is whole, blank where there is none.

    >>> number_text(26219.0), number_text(2.5), number_text(None)
    ('26219', '2.5', '')
    """
    if number is None:
        return ""
    return str(int(number)) if number == int(number) else str(number)


def write_rows(rows: Iterable[Row], path: Path, framework: Framework) -> int:
    """Write a gzipped CSV, ordered by the framework's indicators, and return how many rows it holds.

    The same rows give the same bytes: no time or name goes into the file.
    """
    place = {indicator.code: number for number, indicator in enumerate(framework.indicators)}
    ordered = sorted(rows, key=lambda row: (place[row.indicator], row.area, row.item, row.period))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(Row._fields)
    for row in ordered:
        figures = (number_text(row.numerator), number_text(row.denominator))
        writer.writerow((row.indicator, row.area, row.period.code, *figures, *row[5:]))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
        packed.write(text.getvalue().encode())
    return len(ordered)

"""Read a tidy file of figures, CSV or workbook, into raw rows.  Judges no row."""

from __future__ import annotations

import csv
import io
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any

from scpxl.checks.catalogue import finding
from scpxl.model.periods import month_code, to_month
from scpxl.privacy.quoting import in_short
from scpxl.read.form_tables import SEARCHED_ROWS
from scpxl.read.grids import ReadGrid, as_partners_see, as_text, read_grids
from scpxl.read.guard import guard_workbook
from scpxl.read.guard.refusal import LIMITS, MB, FileLimits, Refused, corrupt, too_big
from scpxl.read.guard.sniff import GZIP_MAGIC, OLE_MAGIC, ZIP_MAGIC, refuse_unless_zip
from scpxl.returns.cells import CellRef
from scpxl.returns.findings import Finding
from scpxl.returns.raw import NEEDED, OPTIONAL, CellValue, FlatRow

_NAMES = (*NEEDED, *OPTIONAL)
_SEPARATORS = ",;\t"
_GZIP = 31
_MOST_TOLD = 12


@dataclass(frozen=True, slots=True)
class TidyFile:
    """The rows of a tidy file, and what is to be said about the file itself."""

    rows: tuple[FlatRow, ...] = ()
    findings: tuple[Finding, ...] = ()
    """About the file as a whole; where it is `refused`, the one reason."""
    aside: tuple[Finding, ...] = ()
    """Rows that cannot be told apart into cells, each with its reason."""
    refused: bool = False


def read_flat_table(content: bytes, file: str, limits: FileLimits = LIMITS) -> TidyFile:
    r"""Read a CSV (which may be gzipped) or a workbook with a heading row; the content decides which.

    Columns may be in any order and case; further ones are passed over, blank rows too.  Cells of a
    CSV are text, '' where nothing is; a workbook's are as entered, None where nothing is.

    >>> tidy = read_flat_table(b"Period,Area,Indicator,Numerator\n2018-03,E09000003,BUR-01,12\n", "a.csv")
    >>> tidy.rows[0].indicator, tidy.rows[0].numerator, tidy.rows[0].cell("numerator").a1
    ('BUR-01', '12', 'D2')
    """
    try:
        if content.startswith((ZIP_MAGIC, OLE_MAGIC)):
            return _read_workbook(content, file, limits)
        return _read_csv(_text_of(content, limits), file)
    except Refused as refused:
        return TidyFile(findings=(finding(refused.code, (), file=file, **refused.facts),), refused=True)


def _text_of(content: bytes, limits: FileLimits) -> str:
    if len(content) > limits.file_bytes:
        raise Refused("FILE_TOO_BIG", size=f"{len(content) / MB:.0f}", limit=limits.file_bytes // MB)
    if content.startswith(GZIP_MAGIC):
        content = _gunzip(content, limits)
    if content[:2] in {b"\xff\xfe", b"\xfe\xff"} and b"\0" in content[:200]:
        raise Refused("TIDY_ENCODING")
    try:
        refuse_unless_zip(content)
    except Refused as refused:
        # Plain text is what is wanted here; anything else it names is not.
        if refused.code != "FILE_IS_CSV":
            raise
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as trouble:
        raise Refused("TIDY_ENCODING") from trouble


def _gunzip(content: bytes, limits: FileLimits) -> bytes:
    pieces: list[bytes] = []
    left = limits.part_bytes
    while content.startswith(GZIP_MAGIC):
        member = zlib.decompressobj(_GZIP)
        try:
            pieces.append(member.decompress(content, left + 1))
        except zlib.error as trouble:
            raise corrupt("it cannot be unpacked") from trouble
        left -= len(pieces[-1])
        if left < 0:
            raise too_big(f"more than {limits.part_bytes // MB} MB")
        if not member.eof:
            raise corrupt("the end is missing")
        content = member.unused_data
    return b"".join(pieces)


def _read_csv(text: str, file: str) -> TidyFile:
    heading = text.lstrip("\r\n").partition("\n")[0]
    separator = max(_SEPARATORS, key=heading.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    aside: list[Finding] = []
    try:
        found = next((line for line in lines if any(map(str.strip, line))), [])
        columns = _columns(found)
        _refuse_without(columns, found)
        rows = tuple(_rows_of_csv(lines, file, columns, len(found), aside))
    except csv.Error as trouble:
        raise corrupt(f"line {lines.line_num}: {trouble}") from trouble
    return TidyFile(rows, _unread(found), tuple(aside))


def _rows_of_csv(
    lines: Any, file: str, columns: dict[str, int], headings: int, aside: list[Finding]
) -> Iterator[FlatRow]:
    new: Callable[..., FlatRow] = tuple.__new__
    # A column that is not there is taken from the None put behind every row.
    pick = itemgetter(*(columns.get(name, -1) for name in _NAMES))
    width = max(columns.values()) + 1
    for line in lines:
        if len(line) < width:
            line += [""] * (width - len(line))  # noqa: PLW2901 - a short row has blank ends
        elif len(line) > headings and any(map(str.strip, line[headings:])):
            # 1,234 without quotes is two cells, and the first of them would be read as 1.
            cell = CellRef(file, lines.line_num - 1, headings)
            aside.append(finding("TIDY_WIDE", [cell], found=len(line), headings=headings))
            continue
        line.append(None)
        cells = pick(line)
        if any(cells):
            # The number is that of the line the row ends in: a cell may hold a line break.
            yield new(FlatRow, (file, lines.line_num, columns, *cells))


def _unread(heading: Sequence[CellValue]) -> tuple[Finding, ...]:
    """Say which columns are passed over."""
    others = [text for value in heading if (text := as_text(value)) and text.casefold() not in _NAMES]
    if not others:
        return ()
    told = ", ".join(text[:40] for text in others[:_MOST_TOLD]) + (
        " and more" if len(others) > _MOST_TOLD else ""
    )
    return (finding("TIDY_COLUMNS_UNREAD", headings=told),)


def _read_workbook(content: bytes, file: str, limits: FileLimits) -> TidyFile:
    workbook = guard_workbook(content, file, limits)
    if workbook.refused:
        return TidyFile(findings=workbook.findings, refused=True)
    seen = {sheet.name for sheet in workbook.sheets if sheet.visible}
    grids = read_grids(workbook, seen.__contains__)
    best: tuple[int, list[CellValue]] = (-1, [])
    for grid in grids:
        for number, row in enumerate(grid.rows[:SEARCHED_ROWS]):
            score = len(set(NEEDED) & {as_text(value).casefold() for value in row})
            if score == len(NEEDED):
                rows = tuple(_rows_of_grid(grid, number, _columns(row)))
                return TidyFile(rows, (*workbook.findings, *_unread(row)))
            if score > best[0] and any(value != "" for value in row):
                best = (score, row)
    _refuse_without(_columns(best[1]), best[1])
    return TidyFile(findings=workbook.findings, refused=True)


def _rows_of_grid(grid: ReadGrid, heading: int, columns: dict[str, int]) -> Iterator[FlatRow]:
    places = [columns.get(name) for name in _NAMES]
    period = _NAMES.index("period")
    for number, row in enumerate(grid.rows[heading + 1 :], heading + 2):
        cells = [None if place is None else as_partners_see(row[place]) for place in places]
        if all(cell is None or cell == "" for cell in cells):
            continue
        month = cells[period]
        if isinstance(month, date):
            # Excel turns 2018-03 into the first of March.
            cells[period] = month_code(to_month(month.year, month.month))
        yield FlatRow(grid.name, number, columns, *cells)


def _columns(heading: Sequence[CellValue]) -> dict[str, int]:
    """Return where each known column is; two with one name are refused."""
    columns: dict[str, int] = {}
    for place, value in enumerate(heading):
        name = as_text(value).casefold()
        if name in columns:
            raise Refused("TIDY_COLUMN_REPEATED", heading=name)
        if name in _NAMES:
            columns[name] = place
    return columns


def _refuse_without(columns: dict[str, int], heading: Sequence[CellValue]) -> None:
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        told = ", ".join(text for value in heading[:_MOST_TOLD] if (text := in_short(as_text(value), 40)))
        raise Refused(
            "TIDY_COLUMNS",
            columns="column" if len(missing) == 1 else "columns",
            missing=", ".join(missing),
            found=told or "nothing",
        )

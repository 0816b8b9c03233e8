"""The dashboard workbook: pages whose places never move, over hidden tables of figures that were worked out before.

It renders a `Scorecard` and computes nothing: every number and every word was chosen before it came here.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from scpxl.files.writing import Written
from scpxl.render.grid import BookGrid
from scpxl.scorecard.records.scorecard import Scorecard
from scpxl.scorecard.records.shape import Shape


def write_dashboard(
    scorecard: Scorecard, path: Path, choices: Mapping[str, str] = MappingProxyType({})
) -> Written:
    """Write the dashboard to `path`, and return where it is; the same scorecard gives the same bytes.

    `choices` are what is chosen in named cells as the file is opened, such as ``as_of``: a month end as it is listed.
    What was at `path` before is replaced only by a whole workbook; where it is open in Excel, the new one is beside
    it under another name.  Raises `OutputError` where it cannot be written.
    """
    # XlsxWriter is loaded only when something is written, so that --help and checks start fast.
    from scpxl.render.book import new_book
    from scpxl.render.excel.sheets import write_sheets

    with new_book(path) as book:
        write_sheets(book, scorecard, choices)
    return book.written


def sheets_of(shape: Shape) -> list[str]:
    """Return the names of a dashboard's sheets, hidden ones too."""
    from scpxl.render.excel.names import Names
    from scpxl.render.excel.sheets import HIDDEN, visible

    return [*visible(shape, Names(shape)), *HIDDEN]


def dashboard_grid(scorecard: Scorecard, choices: Mapping[str, str] = MappingProxyType({})) -> BookGrid:
    """Return what `write_dashboard` would write, cell by cell, and write nothing.

    `choices` are as there.
    """
    from scpxl.render.book import draft_book
    from scpxl.render.excel.sheets import write_sheets
    from scpxl.render.grid import read_grid

    with draft_book() as book:
        write_sheets(book, scorecard, choices)
        return read_grid(book)

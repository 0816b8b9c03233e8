"""The dashboard workbook: pages whose places never move, over hidden tables of figures that were worked out before.

It renders a `Scorecard` and computes nothing: every number and every word was chosen before it came here.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from scpxl.scorecard.model import Scorecard


def write_dashboard(
    scorecard: Scorecard, path: Path, choices: Mapping[str, str] = MappingProxyType({})
) -> None:
    """Write the dashboard to `path`; the same scorecard gives the same bytes.

    `choices` are what is chosen in named cells as the file is opened, such as ``as_of``: a month end as it is listed.
    What was at `path` before is replaced only by a whole workbook.  Raises `WriterError` where the
    file is open in Excel.
    """
    # XlsxWriter is loaded only when something is written, so that --help and checks start fast.
    from scpxl.render.book import new_book
    from scpxl.render.excel.sheets import write_sheets

    with new_book(path) as book:
        write_sheets(book, scorecard, choices)

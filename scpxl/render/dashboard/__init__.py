"""The dashboard workbook: one page to read, a sheet an objective, and everything behind them.

It renders a `Scorecard` and computes nothing: every number and every word was chosen before it came here.
"""

from __future__ import annotations

from pathlib import Path

from scpxl.scorecard.model import Scorecard


def write_dashboard(scorecard: Scorecard, path: Path) -> None:
    """Write the dashboard to `path`; the same scorecard gives the same bytes.

    What stood at `path` before is replaced only by a whole workbook.  Raises `WriterError` where the
    file is open in Excel.
    """
    # XlsxWriter is loaded only when something is written, so that --help and checks start fast.
    from scpxl.render.book import new_book
    from scpxl.render.dashboard.sheets import write_sheets

    with new_book(path) as book:
        write_sheets(book, scorecard)

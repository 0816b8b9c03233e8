"""The program as it is started on somebody's desktop: the command line, and a look at what is open in Excel."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from typing import TYPE_CHECKING

from scpxl.cli import main

if TYPE_CHECKING:
    from scpxl.jobs.refreshing.screen import Screen

MADE_BEFORE_A_SEARCH = 50_000
"""After so many records Python looks for cycles that nobody can reach any more."""


def open_dashboards(partnership: str) -> Sequence[Screen]:
    """Return a partnership's dashboards that are open in Excel; none where there is no Excel."""
    # xlwings is loaded only by the command that asks.
    from scpxl.live.open_workbook import open_dashboards as find

    return find(partnership)


def run() -> None:
    """Run the command line."""
    # Almost all that a command makes lives to its end: Python need not look for what is unreachable every 700 records.
    gc.set_threshold(MADE_BEFORE_A_SEARCH)
    try:
        main(obj=open_dashboards)
    finally:
        # Python would look through all of it again, more than once, as it ends; the system takes the memory back at once.
        gc.freeze()


if __name__ == "__main__":
    run()

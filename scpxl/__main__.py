"""The program as it is started on somebody's desktop: the command line, and a look at what is open in Excel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from scpxl.cli import main

if TYPE_CHECKING:
    from scpxl.jobs.screen import Screen


def open_dashboards(partnership: str) -> Sequence[Screen]:
    """Return a partnership's dashboards that are open in Excel; none where there is no Excel."""
    # xlwings is loaded only by the command that asks.
    from scpxl.live.open_workbook import open_dashboards as find

    return find(partnership)


def run() -> None:
    """Run the command line."""
    main(obj=open_dashboards)


if __name__ == "__main__":
    run()

"""The dashboard with buttons, written beside the plain one wherever the library for it is installed."""

from __future__ import annotations

from pathlib import Path

from scpxl.files.writing import write_file
from scpxl.jobs import read_named, shipped


def write_with_buttons(dashboard: Path) -> Path | None:
    """Write the ``.xlsm`` of a dashboard beside it, and return its path; None where the extra ``excel`` is missing.

    Raises OutputError where the ``.xlsm`` is open in Excel.
    """
    # XlsxWriter is loaded only when something is written, as for the dashboard itself.
    from scpxl.render.macros import can_write_macros, macro_workbook, read_sources

    if not can_write_macros():
        return None
    to = _beside(dashboard)
    write_file(to, macro_workbook(read_named(dashboard), read_sources(shipped("macros"))))
    return to


def why_no_buttons(dashboard: Path) -> str:
    """Return what to do where no ``.xlsm`` was written, and whether an older one is still there."""
    words = "For a dashboard with buttons in Excel, install scpxl[excel] and publish again."
    older = _beside(dashboard)
    return f"{words} {older.name} beside it has earlier figures." if older.is_file() else words


def _beside(dashboard: Path) -> Path:
    return dashboard.with_suffix(".xlsm")
